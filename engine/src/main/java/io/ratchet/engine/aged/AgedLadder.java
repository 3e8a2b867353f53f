package io.ratchet.engine.aged;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.sbe.AgedPhase;

/**
 * The ladder of an aged position by H, its age beyond the limit. With the defaults: H ≤ 8 h GRACE, exit at
 * entry×(1 ± 2×0.1 %); 8 h &lt; H ≤ 28 h PROGRESSIVE, a loss of 0.5 % for each hour h = H − 8 h and 0.1 % more for each
 * hour beyond h = 10, at most 10 %; then EMERGENCY, at the market. Core thread; keeps nothing.
 */
final class AgedLadder {
    /** One, in the unit of losses: 1e-12 of the entry. */
    static final long PICO_ONE = 1_000_000_000_000L;

    private static final long PICO_PER_PPM = PICO_ONE / FixedPoint.PPM_ONE;
    private static final long NS_PER_HOUR = 3_600_000_000_000L;
    private static final int SIDES = 2;

    private final Policy policy;

    AgedLadder(final Policy policy) {
        this.policy = policy;
    }

    /** The phase at an age of agedNs beyond the limit; both bounds belong to the phase before them. */
    AgedPhase phase(final long agedNs) {
        if (agedNs <= policy.agedGraceNs()) {
            return AgedPhase.GRACE;
        }
        return agedNs - policy.agedGraceNs() <= policy.agedProgressiveNs()
                ? AgedPhase.PROGRESSIVE
                : AgedPhase.EMERGENCY;
    }

    /** The loss granted at an age, 1e-12, each of its two parts half even; 0 in the grace. */
    long lossPico(final long agedNs) {
        final long intoNs = agedNs - policy.agedGraceNs();
        if (intoNs <= 0) {
            return 0;
        }
        final long stepPico = policy.agedLossStepPpm() * PICO_PER_PPM;
        final long maxPico = policy.agedMaxLossPpm() * PICO_PER_PPM;
        final long steady = FixedPoint.mulDivClamped(stepPico, intoNs, NS_PER_HOUR, Rounding.HALF_EVEN);
        final long fasterNs = intoNs - policy.agedAccelerationAfterNs();
        if (fasterNs <= 0 || steady >= maxPico) {
            return Math.min(steady, maxPico);
        }
        final long morePico = FixedPoint.ppmOf(stepPico, policy.agedAccelerationPpm(), Rounding.HALF_EVEN);
        final long faster = FixedPoint.mulDivClamped(morePico, fasterNs, NS_PER_HOUR, Rounding.HALF_EVEN);
        return faster >= maxPico - steady ? maxPico : steady + faster;
    }

    /**
     * The price to leave at, on tick: a long rounds up, a short down, so that no exit is worse than the ladder says.
     * Not for EMERGENCY, which takes what the market gives.
     */
    long target(final long agedNs, final long entry, final boolean isLong, final long tick) {
        final long gainPico = phase(agedNs) == AgedPhase.GRACE
                ? SIDES * policy.agedCommissionPpm() * PICO_PER_PPM
                : -lossPico(agedNs);
        if (isLong) {
            final long target = FixedPoint.mulDiv(entry, PICO_ONE + gainPico, PICO_ONE, Rounding.CEILING);
            return FixedPoint.ceilToTick(target, tick);
        }
        final long target = FixedPoint.mulDiv(entry, PICO_ONE - gainPico, PICO_ONE, Rounding.FLOOR);
        return FixedPoint.floorToTick(target, tick);
    }

    /** What a position would lose at a price, 1e-12 of its entry, half even; below 0 for a profit. */
    static long lossPicoAt(final long price, final long entry, final boolean isLong) {
        final long lost = isLong ? entry - price : price - entry;
        return FixedPoint.mulDivClamped(lost, PICO_ONE, entry, Rounding.HALF_EVEN);
    }
}
