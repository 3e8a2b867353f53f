package io.ratchet.engine.protection;

import io.ratchet.engine.sbe.RiskClass;

/**
 * The health of a position as numbers of 0 to 100, in thousandths, and the class of risk they make. Weights and bands are
 * those of the audited predecessor's guard: profit 30, drawdown 20, volatility 20, age 15, liquidity 15. What is not known
 * does not count, neither for nor against. Whole numbers only. Core thread.
 */
final class HealthScorer {
    /** Not known. */
    static final int UNKNOWN = -1;
    /** Places in {@link #scores()}. */
    static final int TOTAL = 0;

    static final int PROFIT = 1;
    static final int DRAWDOWN = 2;
    static final int VOLATILITY = 3;
    static final int AGE = 4;
    static final int LIQUIDITY = 5;

    private static final int[] WEIGHTS = {0, 30, 20, 20, 15, 15};
    private static final int ONE_PERCENT = 10_000;
    private static final int BEST = 100_000;
    private static final long HOUR_NS = 3_600_000_000_000L;
    /** Spread of one percent costs fifty points: thousandths of a point per part per million. */
    private static final long SPREAD_COST = 5;

    private final int[] scores = new int[WEIGHTS.length];

    /** Total, profit, drawdown, volatility, age, liquidity. */
    int[] scores() {
        return scores;
    }

    /**
     * Scores a position.
     *
     * @param profitPpm   signed, rounded up.
     * @param drawdownPpm from the peak, rounded down.
     * @param rangePpm    average true range by the mark, UNKNOWN if it is not.
     * @param ageNs       since it opened.
     * @param spreadPpm   of the book, UNKNOWN if it is not.
     * @param depthUsd    at the best price of the exit side, UNKNOWN if it is not.
     */
    void score(
            final long profitPpm,
            final long drawdownPpm,
            final long rangePpm,
            final long ageNs,
            final long spreadPpm,
            final long depthUsd) {
        scores[PROFIT] = profit(profitPpm);
        scores[DRAWDOWN] = drawdown(drawdownPpm);
        scores[VOLATILITY] = rangePpm == UNKNOWN ? UNKNOWN : volatility(rangePpm);
        scores[AGE] = age(ageNs);
        scores[LIQUIDITY] = liquidity(spreadPpm, depthUsd);
        long sum = 0;
        int weights = 0;
        for (int i = PROFIT; i <= LIQUIDITY; i++) {
            if (scores[i] != UNKNOWN) {
                sum += (long) WEIGHTS[i] * scores[i];
                weights += WEIGHTS[i];
            }
        }
        scores[TOTAL] = (int) (sum / weights);
    }

    private static int profit(final long ppm) {
        if (ppm >= 5 * ONE_PERCENT) {
            return BEST;
        }
        if (ppm >= 2 * ONE_PERCENT) {
            return (int) (80_000 + (ppm - 2 * ONE_PERCENT) * 2 / 3);
        }
        if (ppm >= -2 * ONE_PERCENT) {
            return (int) (60_000 + ppm);
        }
        if (ppm >= -5 * ONE_PERCENT) {
            return (int) (20_000 + (ppm + 5 * ONE_PERCENT) * 2 / 3);
        }
        return (int) Math.max(0, 20_000 + (ppm + 5 * ONE_PERCENT) * 2 / 5);
    }

    private static int drawdown(final long ppm) {
        if (ppm <= ONE_PERCENT / 2) {
            return BEST;
        }
        if (ppm <= ONE_PERCENT) {
            return 90_000;
        }
        if (ppm <= 2 * ONE_PERCENT) {
            return 70_000;
        }
        if (ppm <= 3 * ONE_PERCENT) {
            return 50_000;
        }
        return ppm <= 5 * ONE_PERCENT ? 30_000 : 0;
    }

    /** Against two percent, the customary range. */
    private static int volatility(final long ppm) {
        if (ppm <= ONE_PERCENT) {
            return BEST;
        }
        if (ppm <= 2 * ONE_PERCENT) {
            return 80_000;
        }
        if (ppm <= 3 * ONE_PERCENT) {
            return 60_000;
        }
        return ppm <= 4 * ONE_PERCENT ? 40_000 : 20_000;
    }

    private static int age(final long ns) {
        if (ns <= 4 * HOUR_NS) {
            return BEST;
        }
        if (ns <= 12 * HOUR_NS) {
            return 90_000;
        }
        if (ns <= 24 * HOUR_NS) {
            return 70_000;
        }
        return ns <= 48 * HOUR_NS ? 50_000 : 30_000;
    }

    private static int liquidity(final long spreadPpm, final long depthUsd) {
        final int spread = spreadPpm == UNKNOWN ? UNKNOWN : (int) Math.max(0, BEST - spreadPpm * SPREAD_COST);
        final int depth = depthUsd == UNKNOWN ? UNKNOWN : (int) Math.min(BEST, depthUsd * 10);
        if (spread == UNKNOWN || depth == UNKNOWN) {
            return Math.max(spread, depth);
        }
        return (spread + depth) / 2;
    }

    /**
     * The class of risk.
     *
     * @param profitPpm   as scored.
     * @param drawdownPpm as scored.
     * @param score       total.
     * @return LOW to EMERGENCY.
     */
    static RiskClass risk(final long profitPpm, final long drawdownPpm, final int score) {
        if (profitPpm <= -3 * ONE_PERCENT || drawdownPpm >= 5 * ONE_PERCENT || score < 20_000) {
            return RiskClass.EMERGENCY;
        }
        if (profitPpm <= -2 * ONE_PERCENT || drawdownPpm >= 3 * ONE_PERCENT || score < 30_000) {
            return RiskClass.CRITICAL;
        }
        if (profitPpm <= -ONE_PERCENT || drawdownPpm >= 2 * ONE_PERCENT || score < 50_000) {
            return RiskClass.HIGH;
        }
        if (profitPpm <= 0 || drawdownPpm >= ONE_PERCENT || score < 70_000) {
            return RiskClass.MEDIUM;
        }
        return RiskClass.LOW;
    }
}
