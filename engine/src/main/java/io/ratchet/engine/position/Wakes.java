package io.ratchet.engine.position;

import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;

/**
 * One timer per position: rules say when they want to run again, the earliest wins. Core thread.
 */
public final class Wakes {
    private final EngineTime time;
    private final Timers timers;
    private long earliestNs = Timers.NEVER;

    /**
     * Wakes on these timers; the id of a timer is the place of its position.
     *
     * @param time   of the core.
     * @param timers with at least {@link PositionTable#POSITIONS_MAX} ids.
     */
    public Wakes(final EngineTime time, final Timers timers) {
        this.time = time;
        this.timers = timers;
    }

    /** Before the rules of a position run. */
    public void begin() {
        earliestNs = Timers.NEVER;
    }

    /**
     * The running rule wants to run again then, or earlier.
     *
     * @param deadlineNs engine time.
     */
    public void at(final long deadlineNs) {
        earliestNs = Math.min(earliestNs, deadlineNs);
    }

    /**
     * After the rules of a position ran.
     *
     * @param position they ran on.
     */
    public void end(final Position position) {
        // Never in the past: a rule that is due has just run, and must not run for ever in one event.
        timers.schedule(position.slot(), earliestNs <= time.nowNs() ? time.nowNs() + 1 : earliestNs);
    }
}
