package io.ratchet.bench.simulator;

/** Lives one seed; loaded once for each mutant. Returns the promise that was broken, or null. */
public final class MutantProbe {
    private MutantProbe() {}

    /**
     * Lives a seed.
     *
     * @param seed    to live.
     * @param minutes of it.
     * @return name of the broken promise, null when all were kept.
     */
    public static String live(final long seed, final int minutes) {
        MutantHelp.skew(Run.venueOffsetNs(seed));
        final Violation violation = Run.of(FaultPlan.of(seed, minutes)).violation();
        return violation == null ? null : violation.invariant();
    }
}
