package io.ratchet.engine.limits;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.ledger.ClosedTrades;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;

/**
 * As freqtrade's: when the sum of the results of the positions that ended within lookback_period, each as a share of its
 * cost, fell from its highest (or from 0) by more than max_allowed_drawdown, all entries stop for stop_duration from the
 * newest end. Open positions count as if they ended now: if they make the difference, the time runs from now. trade_limit is
 * the least number of positions that are judged. Core thread.
 */
final class MaxDrawdown {
    private static final long RATIOS_PER_PPM = 1_000;

    private final EngineTime time;
    private final LimitsPolicy policy;
    private final Decisions decisions;
    private final Ledger ledger;
    private final PositionTable positions;
    private final Latches latches;
    private long sum;
    private long high;
    private long worst;
    private int counted;

    MaxDrawdown(
            final EngineTime time,
            final LimitsPolicy policy,
            final Decisions decisions,
            final Ledger ledger,
            final PositionTable positions,
            final Latches latches) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.ledger = ledger;
        this.positions = positions;
        this.latches = latches;
    }

    void judge(final boolean hasClosed) {
        final boolean isSet = latches.isSetForAll(Protection.MAX_DRAWDOWN);
        if (policy.maxDrawdownTradeLimit() == 0 || isSet && !hasClosed) {
            return;
        }
        sum = 0;
        high = 0;
        worst = 0;
        counted = 0;
        final long newestNs = addClosed();
        final boolean isReached = hasClosed && isReached();
        if (isReached) {
            lock(newestNs + policy.maxDrawdownStopNs());
        }
        if (!isReached && !isSet) {
            addOpen();
            if (isReached()) {
                lock(time.nowNs() + policy.maxDrawdownStopNs());
            }
        }
    }

    private long addClosed() {
        final ClosedTrades trades = ledger.trades();
        final long sinceNs = time.nowNs() - policy.maxDrawdownLookbackNs();
        long newestNs = 0;
        for (int age = trades.size() - 1; age >= 0; age--) {
            final int index = trades.newest(age);
            if (trades.closedNs(index) > sinceNs) {
                newestNs = Math.max(newestNs, trades.closedNs(index));
                add(trades.ratio(index));
                counted++;
            }
        }
        return newestNs;
    }

    private void addOpen() {
        long open = 0;
        int count = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.quantity() > 0) {
                final long notional = FixedPoint.money(position.basis(), position.entryQuantity(), Rounding.HALF_EVEN);
                open += ClosedTrades.ratio(ledger.openPnl(position), notional);
                count++;
            }
        }
        counted += count;
        if (count > 0) {
            add(open);
        }
    }

    private void add(final long ratio) {
        sum += ratio;
        high = Math.max(high, sum);
        worst = Math.max(worst, high - sum);
    }

    private boolean isReached() {
        return counted >= policy.maxDrawdownTradeLimit() && worst > policy.maxDrawdownAllowedPpm() * RATIOS_PER_PPM;
    }

    private void lock(final long untilNs) {
        if (untilNs <= time.nowNs()) {
            return;
        }
        decisions.protectionTriggered(
                Latches.ALL,
                Venue.NONE,
                worst / RATIOS_PER_PPM,
                policy.maxDrawdownAllowedPpm(),
                counted,
                Protection.MAX_DRAWDOWN,
                PositionSide.NONE);
        latches.set(Protection.MAX_DRAWDOWN, Latches.ALL, PositionSide.NONE, untilNs);
    }
}
