package io.ratchet.engine.limits;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.ledger.ClosedTrades;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;

/**
 * As freqtrade's: when at least trade_limit positions of a pair ended within lookback_period and their results, each as a
 * share of its cost (of one side only with only_per_side), sum up to less than required_profit, the pair is not entered for
 * stop_duration from the newest end. Judged when a position on it ends, so that no result of it is open. Core thread.
 */
final class LowProfitPairs {
    private static final long RATIOS_PER_PPM = 1_000;

    private final EngineTime time;
    private final LimitsPolicy policy;
    private final Decisions decisions;
    private final ClosedTrades trades;
    private final Latches latches;

    LowProfitPairs(
            final EngineTime time,
            final LimitsPolicy policy,
            final Decisions decisions,
            final ClosedTrades trades,
            final Latches latches) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.trades = trades;
        this.latches = latches;
    }

    void onClosed(final int instrumentId, final Venue venue, final PositionSide side) {
        final int limit = policy.lowProfitTradeLimit();
        if (limit == 0) {
            return;
        }
        final PositionSide lockSide = policy.isLowProfitPerSide() ? side : PositionSide.NONE;
        final long sinceNs = time.nowNs() - policy.lowProfitLookbackNs();
        int counted = 0;
        long sum = 0;
        long newestNs = 0;
        for (int age = 0; age < trades.size(); age++) {
            final int index = trades.newest(age);
            if (trades.instrumentId(index) == instrumentId && trades.closedNs(index) > sinceNs) {
                counted++;
                newestNs = Math.max(newestNs, trades.closedNs(index));
                final boolean isSide = lockSide == PositionSide.NONE || trades.side(index) == lockSide;
                sum += isSide ? trades.ratio(index) : 0;
            }
        }
        final long untilNs = newestNs + policy.lowProfitStopNs();
        if (counted >= limit && sum < policy.lowProfitRequiredProfitPpm() * RATIOS_PER_PPM && untilNs > time.nowNs()) {
            decisions.protectionTriggered(
                    instrumentId,
                    venue,
                    Math.floorDiv(sum, RATIOS_PER_PPM),
                    policy.lowProfitRequiredProfitPpm(),
                    counted,
                    Protection.LOW_PROFIT_PAIRS,
                    lockSide);
            latches.set(Protection.LOW_PROFIT_PAIRS, instrumentId, lockSide, untilNs);
        }
    }
}
