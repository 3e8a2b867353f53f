package io.ratchet.bench.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Defects that were seeded on purpose are found, and after how many lives. Lives that the code as it is does not survive do
 * not count. {@code -Dratchet.mutant=REGEX} for some, {@code -Dratchet.mutant.seeds}
 * how many lives each at most.
 */
final class MutantTest {
    private static final int MINUTES = 15;
    private static final int SEEDS_MAX = Integer.getInteger("ratchet.mutant.seeds", 200);
    private static final int FEW_SEEDS_MAX = 10;
    /** Found in one life or two: that the oracle bites is seen in seconds. */
    private static final List<String> FEW = List.of(
            "no stops at all",
            "ended stops are not noticed",
            "confirmations are not noticed",
            "close is not sent",
            "opens are not counted");

    private static final List<Long> CLEAN = new ArrayList<>();
    private static long tried;

    @BeforeAll
    static void quiet() {
        Simulator.quiet();
    }

    @Test
    void shouldFindSomeSeededDefects() throws ReflectiveOperationException {
        final List<Mutant> few =
                Mutant.all().stream().filter(one -> FEW.contains(one.name())).toList();
        assertEquals(FEW.size(), few.size());
        assertEquals(List.of(), survivors(few, FEW_SEEDS_MAX));
    }

    @Test
    @Tag("long")
    void shouldFindEverySeededDefect() throws ReflectiveOperationException {
        final String wanted = System.getProperty("ratchet.mutant");
        final List<Mutant> all = Mutant.all().stream()
                .filter(one -> wanted == null || one.name().matches(wanted))
                .toList();
        assertTrue(wanted != null || all.size() >= 30, "mutants=" + all.size());
        assertEquals(List.of(), survivors(all, SEEDS_MAX));
    }

    /** Code that moves away from under a defect would let it be survived for ever. */
    @Test
    void shouldFindTheMethodOfEachDefect() throws ReflectiveOperationException {
        final List<String> gone = new ArrayList<>();
        for (final Mutant mutant : Mutant.all()) {
            final MutantLoader loader = new MutantLoader(mutant);
            loader.loadClass(mutant.internalName().replace('/', '.'));
            if (!loader.isSeeded()) {
                gone.add(mutant.name() + ": no method " + mutant.owner() + "." + mutant.method());
            }
        }
        assertEquals(List.of(), gone);
    }

    private static List<String> survivors(final List<Mutant> mutants, final int seedsMax)
            throws ReflectiveOperationException {
        final List<String> survivors = new ArrayList<>();
        for (final Mutant mutant : mutants) {
            if (!isFound(mutant, seedsMax)) {
                survivors.add(mutant.name());
            }
        }
        return survivors;
    }

    private static boolean isFound(final Mutant mutant, final int seedsMax) throws ReflectiveOperationException {
        final MutantLoader loader = new MutantLoader(mutant);
        final Method live =
                loader.loadClass("io.ratchet.bench.simulator.MutantProbe").getMethod("live", long.class, int.class);
        for (int i = 0; i < seedsMax; i++) {
            final String broken = broken(live, clean(i));
            if (broken != null) {
                System.out.printf("| %s | %s | %d |%n", mutant.name(), broken, i + 1);
                return true;
            }
        }
        System.out.printf("| %s | survived | %d |%n", mutant.name(), seedsMax);
        return false;
    }

    private static String broken(final Method live, final long seed) throws ReflectiveOperationException {
        try {
            return (String) live.invoke(null, seed, MINUTES);
        } catch (final InvocationTargetException thrown) {
            return "exception " + thrown.getCause().getClass().getSimpleName();
        }
    }

    /** The seed with a number among those that the code as it is survives. */
    private static long clean(final int index) {
        while (CLEAN.size() <= index) {
            tried++;
            final String broken = MutantProbe.live(tried, MINUTES);
            if (broken == null) {
                CLEAN.add(tried);
            } else {
                System.out.println("seed " + tried + " breaks without a defect: " + broken);
            }
        }
        return CLEAN.get(index);
    }
}
