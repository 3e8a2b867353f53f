package io.ratchet.engine.limits;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.ledger.ClosedTrades;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;

/**
 * As freqtrade's: when trade_limit stops that brought less than required_profit ended within lookback_period, entries stop
 * for stop_duration from the newest of them; of that pair alone, of that side alone, or of all. Judged when a position ends.
 * A stop is our stop, trailed or not, a close beyond its level, or a liquidation. Core thread.
 */
final class StoplossGuard {
    private final EngineTime time;
    private final LimitsPolicy policy;
    private final Decisions decisions;
    private final ClosedTrades trades;
    private final Latches latches;

    StoplossGuard(
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
        final int limit = policy.stoplossGuardTradeLimit();
        if (limit == 0) {
            return;
        }
        final int scope = policy.isStoplossGuardPerPair() ? instrumentId : Latches.ALL;
        final PositionSide lockSide = policy.isStoplossGuardPerSide() ? side : PositionSide.NONE;
        int stops = 0;
        long newestNs = 0;
        for (int age = 0; age < trades.size(); age++) {
            final int index = trades.newest(age);
            if (isCounted(index, scope, lockSide)) {
                stops++;
                newestNs = Math.max(newestNs, trades.closedNs(index));
            }
        }
        final long untilNs = newestNs + policy.stoplossGuardStopNs();
        if (stops >= limit && untilNs > time.nowNs()) {
            decisions.protectionTriggered(scope, venue, stops, limit, stops, Protection.STOPLOSS_GUARD, lockSide);
            latches.set(Protection.STOPLOSS_GUARD, scope, lockSide, untilNs);
        }
    }

    private boolean isCounted(final int index, final int scope, final PositionSide side) {
        return trades.closedNs(index) > time.nowNs() - policy.stoplossGuardLookbackNs()
                && (scope == Latches.ALL || trades.instrumentId(index) == scope)
                && (side == PositionSide.NONE || trades.side(index) == side)
                && isStop(trades.reason(index))
                && trades.pnl(index) != 0
                && FixedPoint.compareProducts(
                                trades.pnl(index),
                                FixedPoint.PPM_ONE,
                                trades.notional(index),
                                policy.stoplossGuardRequiredProfitPpm())
                        < 0;
    }

    private static boolean isStop(final CloseReason reason) {
        switch (reason) {
            case STOP:
            case TRAIL_STOP:
            case PAST_LEVEL:
            case LIQUIDATION:
                return true;
            default:
                return false;
        }
    }
}
