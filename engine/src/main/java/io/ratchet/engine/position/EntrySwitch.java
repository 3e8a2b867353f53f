package io.ratchet.engine.position;

import io.ratchet.engine.state.StateFields;

/**
 * Whether new positions are allowed at all: an operator or a broken promise stops them, an operator resumes them. Core
 * thread.
 */
public final class EntrySwitch {
    private boolean isStoppedByOperator;
    private boolean isStoppedByViolation;
    private boolean isShuttingDown;
    private boolean isBareGuard;
    private int otherInstances;

    /** An operator stops entries. */
    public void stop() {
        isStoppedByOperator = true;
    }

    /** A violated invariant stops entries. */
    public void violated() {
        isStoppedByViolation = true;
    }

    /**
     * Another instance on the account was seen, or is no longer thought to be there: entries stop until then, and moves of
     * stops at that venue.
     *
     * @param venue  number of it, below 32.
     * @param isSeen whether it is there.
     */
    public void otherInstance(final int venue, final boolean isSeen) {
        otherInstances = isSeen ? otherInstances | 1 << venue : otherInstances & ~(1 << venue);
    }

    /**
     * Whether another instance is at work at a venue.
     *
     * @param venue number of it.
     * @return true until evidence or an operator says that it is gone.
     */
    public boolean isOtherInstanceAt(final int venue) {
        return (otherInstances & 1 << venue) != 0;
    }

    /**
     * Whether another instance is at work at any venue.
     *
     * @return true until evidence or an operator says that it is gone.
     */
    public boolean isOtherInstance() {
        return otherInstances != 0;
    }

    /** No entries any more in this process. */
    public void shutDown() {
        isShuttingDown = true;
    }

    /** An operator resumes entries. */
    public void resume() {
        isStoppedByOperator = false;
        isStoppedByViolation = false;
    }

    /** A new process takes entries again, unless an operator or a violation stopped them. */
    public void onNodeStarted() {
        isShuttingDown = false;
        isBareGuard = false;
    }

    /**
     * Whether entries are refused.
     *
     * @return true while they are.
     */
    public boolean isStopped() {
        return isStoppedByOperator || isStoppedByViolation || isShuttingDown || isBareGuard || otherInstances != 0;
    }

    /**
     * Whether an operator stopped them.
     *
     * @return true until resumed.
     */
    public boolean isStoppedByOperator() {
        return isStoppedByOperator;
    }

    /**
     * Whether a broken promise stopped them.
     *
     * @return true until resumed.
     */
    public boolean isStoppedByViolation() {
        return isStoppedByViolation;
    }

    /**
     * Whether the node is stopping.
     *
     * @return true after {@link #shutDown()}.
     */
    public boolean isShuttingDown() {
        return isShuttingDown;
    }

    /** The node runs without a journal: no entries until the next process start, whatever anybody resumes. */
    public void guardBarely() {
        isBareGuard = true;
    }

    /**
     * Whether the node runs without a journal.
     *
     * @return true until the next process start.
     */
    public boolean isBareGuard() {
        return isBareGuard;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        isStoppedByOperator = fields.of("isStoppedByOperator", isStoppedByOperator);
        isStoppedByViolation = fields.of("isStoppedByViolation", isStoppedByViolation);
        isShuttingDown = fields.of("isShuttingDown", isShuttingDown);
        isBareGuard = fields.of("isBareGuard", isBareGuard);
        otherInstances = fields.of("otherInstances", otherInstances);
    }
}
