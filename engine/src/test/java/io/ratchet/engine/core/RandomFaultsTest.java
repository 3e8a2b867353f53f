package io.ratchet.engine.core;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dratchet.seed=N} lives that seed alone, {@code -Dratchet.seeds=N} sets how many the long test lives. */
final class RandomFaultsTest {
    private static final int SEEDS = 60;
    private static final long LONG_SEEDS = Long.getLong("ratchet.seeds", 3_000L);
    private static final int FAILURES_SHOWN = 20;

    private static void live(final long first, final long count, final boolean isHard) {
        final Long only = Long.getLong("ratchet.seed");
        final long from = only == null ? first : only;
        final long to = only == null ? first + count : only + 1;
        System.out.println("ratchet.seed=" + from + ".." + (to - 1) + " hard=" + isHard);
        final List<String> failures = new ArrayList<>();
        for (long seed = from; seed < to && failures.size() < FAILURES_SHOWN; seed++) {
            try {
                new RandomLife(seed, isHard).run();
            } catch (final AssertionError e) {
                failures.add(e.getMessage());
            }
        }
        Assertions.assertTrue(failures.isEmpty(), String.join("\n", failures));
    }

    @Test
    void shouldKeepEveryPromiseWhenFaultsAreRare() {
        live(0, SEEDS, false);
    }

    @Test
    void shouldKeepEveryPromiseWhenFaultsAreTheRule() {
        live(0, SEEDS, true);
    }

    @Test
    @Tag("long")
    void shouldKeepEveryPromiseOverThousandsOfLives() {
        live(SEEDS, LONG_SEEDS, false);
    }

    @Test
    @Tag("long")
    void shouldKeepEveryPromiseOverThousandsOfHardLives() {
        live(SEEDS, LONG_SEEDS, true);
    }
}
