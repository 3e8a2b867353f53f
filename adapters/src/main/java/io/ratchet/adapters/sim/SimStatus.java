package io.ratchet.adapters.sim;

/** Life of an order. Ordinary orders use the upper half, conditional orders NEW, CANCELED, EXPIRED, REJECTED and the lower. */
public enum SimStatus {
    /** Received but not resting: nothing protects yet and no list shows it. Only ever by an injected fault. */
    WITHHELD(true),
    /** Resting. */
    NEW(true),
    /** Resting, partly executed. */
    PARTIALLY_FILLED(true),
    /** Executed. */
    FILLED(false),
    /** Ended on request. */
    CANCELED(false),
    /** Ended by the venue. */
    EXPIRED(false),
    /** Refused after it was accepted, at the trigger. */
    REJECTED(false),
    /** On its way to the matching engine; can no longer be cancelled. */
    TRIGGERING(true),
    /** The matching engine has its child. */
    TRIGGERED(true),
    /** Its child ended. */
    FINISHED(false);

    private final boolean open;

    SimStatus(final boolean open) {
        this.open = open;
    }

    /**
     * Whether more can happen to it.
     *
     * @return false once terminal.
     */
    public boolean open() {
        return open;
    }
}
