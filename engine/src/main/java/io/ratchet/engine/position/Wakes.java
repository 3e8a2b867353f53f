package io.ratchet.engine.position;

import io.ratchet.engine.time.Timers;

/**
 * One timer per position: rules say when they want to run again, the earliest wins. Core thread.
 */
public final class Wakes {
    private final Timers timers;
    private long earliestNs = Timers.NEVER;

    /**
     * Wakes on these timers; the id of a timer is the place of its position.
     *
     * @param timers with at least {@link PositionTable#POSITIONS_MAX} ids.
     */
    public Wakes(final Timers timers) {
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
        timers.schedule(position.slot(), earliestNs);
    }

    /**
     * Brings the next run of a position forward.
     *
     * @param position   to run.
     * @param deadlineNs engine time.
     */
    public void bringForward(final Position position, final long deadlineNs) {
        timers.schedule(position.slot(), Math.min(deadlineNs, timers.deadlineNs(position.slot())));
    }
}
