package io.ratchet.config.settings;

import java.util.Collection;

/** Finds what somebody meant to type. */
final class NearestKey {
    private NearestKey() {}

    /**
     * The candidate with the least edit distance; of equal ones the first.
     *
     * @param typed      what was typed.
     * @param candidates what is valid, not empty.
     * @return the nearest one.
     */
    static String of(final String typed, final Collection<String> candidates) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (final String candidate : candidates) {
            final int distance = distance(typed, candidate);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Optimal string alignment: insert, delete, replace and swap of neighbours cost one each. */
    static int distance(final String a, final String b) {
        final int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(final int[][] cost, final String a, final String b, final int i, final int j) {
        final boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        final int edited = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        final int best = Math.min(edited, cost[i - 1][j - 1] + (same ? 0 : 1));
        final boolean swapped =
                i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
