package io.ratchet.engine.protection;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;

/**
 * Has the rules look at every position now and then, and at each start, though nothing happens: what an event should have
 * touched and did not is found here. Core thread.
 */
public final class GuardSweep {
    private final EngineTime time;
    private final Policy policy;
    private final PositionTable positions;
    private long dueNs;

    /**
     * A sweep that is due at once.
     *
     * @param time      of the core.
     * @param policy    the interval.
     * @param positions of the core.
     */
    public GuardSweep(final EngineTime time, final Policy policy, final PositionTable positions) {
        this.time = time;
        this.policy = policy;
        this.positions = positions;
    }

    /** A process start: due at once. */
    public void onNodeStarted() {
        dueNs = time.nowNs();
    }

    /** Touches every position if it is due; the caller settles. */
    public void run() {
        if (policy.guardSweepNs() == 0 || time.nowNs() < dueNs) {
            return;
        }
        dueNs = time.nowNs() + policy.guardSweepNs();
        for (int slot = 0; slot < positions.limit(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                positions.touch(positions.at(slot));
            }
        }
    }

    /**
     * When it is due.
     *
     * @return engine time, {@link Timers#NEVER} if it is off.
     */
    public long nextNs() {
        return policy.guardSweepNs() == 0 ? Timers.NEVER : dueNs;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        dueNs = fields.of("dueNs", dueNs);
    }
}
