package io.ratchet.engine.protection;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.MarketStatsTable;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.MoveRule;

/**
 * How far behind the peak the stop follows, and which rule says so: the row of the step table that the peak's profit has
 * reached; else the average true range, if it is on and known; else the callback. Momentum in the position's direction
 * shortens any of them. Distances are rounded toward the market, to a part of a price and then to tick. Core thread.
 */
final class TrailDistance {
    private static final long PPM_SQUARED = FixedPoint.PPM_ONE * FixedPoint.PPM_ONE;

    private final Policy policy;
    private final InstrumentTable instruments;
    private final MarketStatsTable stats;
    private MoveRule rule = MoveRule.TRAIL;

    TrailDistance(final Policy policy, final InstrumentTable instruments, final MarketStatsTable stats) {
        this.policy = policy;
        this.instruments = instruments;
        this.stats = stats;
    }

    /**
     * The level that belongs to a peak.
     *
     * @param position that trails.
     * @param entry    average, 1e-10; 0 while it is not known: no row of the table counts then.
     * @param peak     1e-10.
     * @return 1e-10, on tick.
     */
    long level(final Position position, final long entry, final long peak) {
        final long distance = distance(position, entry, peak);
        final long tick = instruments.at(position.instrumentId()).tickSize();
        return position.isLong()
                ? FixedPoint.ceilToTick(peak - distance, tick)
                : FixedPoint.floorToTick(peak + distance, tick);
    }

    /** What the last level was made by: TRAIL, STEP, ATR or MOMENTUM. */
    MoveRule rule() {
        return rule;
    }

    private long distance(final Position position, final long entry, final long peak) {
        final long factorPpm = isDriven(position) ? policy.momentumFactorPpm() : FixedPoint.PPM_ONE;
        final int stepPpm = entry == 0 ? 0 : stepPpm(position, entry, peak);
        final long atr = stepPpm == 0 && policy.atrPpm() > 0 ? stats.atr(position.instrumentId()) : FixedPoint.NULL;
        final long distance;
        if (atr > 0) {
            rule = MoveRule.ATR;
            distance = atrDistance(atr, factorPpm, peak);
        } else {
            rule = stepPpm == 0 ? MoveRule.TRAIL : MoveRule.STEP;
            final long ppm = stepPpm == 0 ? policy.callbackPpm() : stepPpm;
            distance = FixedPoint.mulDiv(peak, ppm * factorPpm, PPM_SQUARED, Rounding.FLOOR);
        }
        if (factorPpm != FixedPoint.PPM_ONE) {
            rule = MoveRule.MOMENTUM;
        }
        return distance;
    }

    /** A range of a dead or a mad market would put the stop at the price, or nowhere. */
    private long atrDistance(final long atr, final long factorPpm, final long peak) {
        final long least = FixedPoint.ppmOf(peak, policy.atrMinPpm(), Rounding.FLOOR);
        final long most = FixedPoint.ppmOf(peak, policy.atrMaxPpm(), Rounding.FLOOR);
        final long wanted = FixedPoint.mulDivClamped(atr, policy.atrPpm() * factorPpm, PPM_SQUARED, Rounding.FLOOR);
        return Math.max(least, Math.min(most, wanted));
    }

    /** The last row whose profit the peak has reached; rows ascend. */
    private int stepPpm(final Position position, final long entry, final long peak) {
        int found = 0;
        for (int row = 0; row < Policy.STEPS_MAX; row++) {
            final int distancePpm = policy.stepDistancePpm(row);
            if (distancePpm == 0 || !Profits.isAtLeast(position, entry, peak, policy.stepProfitPpm(row))) {
                return found;
            }
            found = distancePpm;
        }
        return found;
    }

    private boolean isDriven(final Position position) {
        if (policy.momentumPpm() == 0) {
            return false;
        }
        final long changePpm = stats.change5mPpm(position.instrumentId());
        return changePpm != FixedPoint.NULL && (position.isLong() ? changePpm : -changePpm) >= policy.momentumPpm();
    }
}
