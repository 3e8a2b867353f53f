package io.ratchet.engine.limits;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * How much was lost since 00:00 UTC, open results included, and the stop of entries until the next day when that is the limit
 * or more. Core thread.
 */
final class DailyLoss {
    private static final long DAY_NS = 86_400L * 1_000_000_000L;

    private final EngineTime time;
    private final LimitsPolicy policy;
    private final Decisions decisions;
    private final Ledger ledger;
    private final Latches latches;
    private long day = Long.MIN_VALUE;
    private long startPnl;

    DailyLoss(
            final EngineTime time,
            final LimitsPolicy policy,
            final Decisions decisions,
            final Ledger ledger,
            final Latches latches) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.ledger = ledger;
        this.latches = latches;
    }

    /** A new day begins with what was won or lost until then; however late that is noticed. */
    void roll() {
        final long today = Math.floorDiv(time.nowNs(), DAY_NS);
        if (today != day) {
            day = today;
            startPnl = ledger.totalPnl();
        }
    }

    /** Lost today. */
    long loss() {
        return startPnl - ledger.totalPnl();
    }

    /** Carried over from an earlier journal: so much was lost before. */
    void restore(final long loss) {
        roll();
        startPnl += loss;
    }

    /** Only while equity is trusted. */
    void judge() {
        if (policy.maxDailyLossMoney() == 0 || latches.isSetForAll(Protection.DAILY_LOSS)) {
            return;
        }
        final long loss = loss();
        if (loss >= policy.maxDailyLossMoney()) {
            decisions.protectionTriggered(
                    Latches.ALL,
                    Venue.NONE,
                    loss,
                    policy.maxDailyLossMoney(),
                    0,
                    Protection.DAILY_LOSS,
                    PositionSide.NONE);
            decisions.alertRaised(0, Latches.ALL, Venue.NONE, loss, policy.maxDailyLossMoney(), AlertCode.DAILY_LOSS);
            latches.set(Protection.DAILY_LOSS, Latches.ALL, PositionSide.NONE, nextDayNs());
        }
    }

    /** When the next day begins. */
    long nextDayNs() {
        return (Math.floorDiv(time.nowNs(), DAY_NS) + 1) * DAY_NS;
    }

    void state(final StateFields fields) {
        day = fields.of("day", day);
        startPnl = fields.of("startPnl", startPnl);
    }
}
