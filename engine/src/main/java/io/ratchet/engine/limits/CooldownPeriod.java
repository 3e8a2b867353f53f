package io.ratchet.engine.limits;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;

/**
 * As freqtrade's: a pair is not entered for stop_duration after a position on it ended, however it ended (incident M06: by
 * somebody else too). Core thread.
 */
final class CooldownPeriod {
    private final EngineTime time;
    private final LimitsPolicy policy;
    private final Decisions decisions;
    private final Latches latches;

    CooldownPeriod(final EngineTime time, final LimitsPolicy policy, final Decisions decisions, final Latches latches) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.latches = latches;
    }

    void onClosed(final int instrumentId, final Venue venue, final long closedNs) {
        final long untilNs = closedNs + policy.cooldownStopNs();
        if (policy.cooldownStopNs() > 0 && untilNs > time.nowNs()) {
            decisions.protectionTriggered(
                    instrumentId,
                    venue,
                    time.nowNs() - closedNs,
                    policy.cooldownStopNs(),
                    1,
                    Protection.COOLDOWN_PERIOD,
                    PositionSide.NONE);
            latches.set(Protection.COOLDOWN_PERIOD, instrumentId, PositionSide.NONE, untilNs);
        }
    }
}
