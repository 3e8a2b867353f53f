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
    /** Positions looked at in one event: a sweep of all must not hold up the price of one. */
    static final int SLICE_MAX = 64;

    private final EngineTime time;
    private final Policy policy;
    private final PositionTable positions;
    private long dueNs;
    private long startedNs;
    private int cursor;

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
        cursor = 0;
    }

    /** Touches the next slice of positions if it is due; the caller settles. */
    public void run() {
        if (policy.guardSweepNs() == 0 || time.nowNs() < dueNs) {
            return;
        }
        if (cursor == 0) {
            startedNs = time.nowNs();
        }
        final int end = Math.min(positions.limit(), cursor + SLICE_MAX);
        for (int slot = cursor; slot < end; slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                positions.touch(positions.at(slot));
            }
        }
        final boolean isDone = end >= positions.limit();
        cursor = isDone ? 0 : end;
        dueNs = isDone ? startedNs + policy.guardSweepNs() : time.nowNs() + Timers.RESOLUTION_NS;
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
        startedNs = fields.of("startedNs", startedNs);
        cursor = fields.of("cursor", cursor);
    }
}
