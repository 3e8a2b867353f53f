package io.ratchet.bench.simulator;

/** A promise was broken, or something happened that cannot. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    /**
     * With evidence.
     *
     * @param invariant short name: what shrinking holds on to.
     * @param evidence  what, which, actual, expected.
     */
    Violation(final String invariant, final String evidence) {
        super(invariant + ": " + evidence);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
