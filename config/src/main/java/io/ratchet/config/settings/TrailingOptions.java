package io.ratchet.config.settings;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.TrailSource;
import java.util.List;

/**
 * Options of the smart trailing stop, all off by default. Ratios are parts per million, 0 is off.
 *
 * @param source             price that it follows.
 * @param steps              rows of the step table, profits ascending.
 * @param breakevenPpm       profit from which nothing is lost any more.
 * @param activationAgeS     age from which any profit latches the trail, in seconds.
 * @param momentumPpm        change in five minutes from which the distance shrinks.
 * @param momentumFactorPpm  what is left of it then.
 * @param atrPpm             multiple of the average true range.
 * @param atrMinPpm          least distance by it.
 * @param atrMaxPpm          largest distance by it.
 * @param statsMaxAgeSeconds oldest statistics of a market.
 */
public record TrailingOptions(
        TrailSource source,
        List<Step> steps,
        int breakevenPpm,
        int activationAgeS,
        int momentumPpm,
        int momentumFactorPpm,
        int atrPpm,
        int atrMinPpm,
        int atrMaxPpm,
        int statsMaxAgeSeconds) {

    /**
     * A row of the step table.
     *
     * @param profitPpm   from which it counts.
     * @param distancePpm that it sets.
     */
    public record Step(int profitPpm, int distancePpm) {}

    static TrailingOptions of(final Values values) {
        return new TrailingOptions(
                "last".equals(values.text("trailing.source")) ? TrailSource.LAST : TrailSource.MARK,
                values.steps("trailing.steps"),
                values.ppm("trailing.breakeven_percent"),
                values.integer("trailing.activate_after_s"),
                values.ppm("trailing.momentum_percent"),
                values.ppm("trailing.momentum_factor_percent"),
                values.ppm("trailing.atr_percent"),
                values.ppm("trailing.atr_min_percent"),
                values.ppm("trailing.atr_max_percent"),
                values.integer("prices.stats_max_age_s"));
    }

    /**
     * Whether any of them asks for statistics of the market.
     *
     * @return true for momentum and range.
     */
    public boolean needStats() {
        return momentumPpm > 0 || atrPpm > 0;
    }

    /** Whether the rows ascend and each has a distance. */
    boolean areStepsAscending() {
        for (int row = 0; row < steps.size(); row++) {
            if (steps.get(row).distancePpm() == 0
                    || row > 0
                            && steps.get(row).profitPpm() <= steps.get(row - 1).profitPpm()) {
                return false;
            }
        }
        return true;
    }

    void encode(final ConfigAppliedEncoder encoder) {
        final int[] profits = new int[Policy.STEPS_MAX];
        final int[] distances = new int[Policy.STEPS_MAX];
        for (int row = 0; row < steps.size(); row++) {
            profits[row] = steps.get(row).profitPpm();
            distances[row] = steps.get(row).distancePpm();
        }
        encoder.trailSource(source)
                .step1ProfitPpm(profits[0])
                .step1DistancePpm(distances[0])
                .step2ProfitPpm(profits[1])
                .step2DistancePpm(distances[1])
                .step3ProfitPpm(profits[2])
                .step3DistancePpm(distances[2])
                .step4ProfitPpm(profits[3])
                .step4DistancePpm(distances[3])
                .breakevenPpm(breakevenPpm)
                .activationAgeSeconds(activationAgeS)
                .momentumPpm(momentumPpm)
                .momentumFactorPpm(momentumFactorPpm)
                .atrPpm(atrPpm)
                .atrMinPpm(atrMinPpm)
                .atrMaxPpm(atrMaxPpm)
                .statsMaxAgeSeconds(statsMaxAgeSeconds);
    }
}
