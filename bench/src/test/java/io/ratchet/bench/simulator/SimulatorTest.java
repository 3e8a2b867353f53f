package io.ratchet.bench.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lives and kept scripts. The first seed is printed; {@code -Dratchet.seed} repeats it; {@code -Dratchet.sim.seeds},
 * {@code -Dratchet.sim.minutes} and {@code -Dratchet.sim.threads} say how many of what.
 */
final class SimulatorTest {
    private static final int MINUTES = Integer.getInteger("ratchet.sim.minutes", 30);
    private static final int SEEDS = Integer.getInteger("ratchet.sim.seeds", 300);
    private static final int THREADS = Integer.getInteger("ratchet.sim.threads", 2);
    private static final int PROBED_SEEDS = 300;
    private static final long FIRST_SEED = 90_000;

    @BeforeAll
    static void quiet() {
        Simulator.quiet();
    }

    /** The lives of one seed, the same in each build until the code changes: what breaks here was broken since. */
    @Test
    void shouldKeepEveryPromiseInHundredsOfLives() {
        live(Long.getLong("ratchet.seed", FIRST_SEED), SEEDS, Long.MAX_VALUE / 4);
    }

    @Test
    @Tag("long")
    void shouldKeepEveryPromiseInHundredsOfFreshLives() {
        live(seed(), SEEDS, Long.MAX_VALUE / 4);
    }

    /** {@code -Dratchet.sim.hours=8} for a night. */
    @Test
    @Tag("long")
    void shouldKeepEveryPromiseForANight() {
        final int hours = Integer.getInteger("ratchet.sim.hours", 0);
        Assumptions.assumeTrue(hours > 0, "-Dratchet.sim.hours is not given");
        live(seed(), Integer.MAX_VALUE, TimeUnit.HOURS.toNanos(hours));
    }

    @Test
    void shouldKeepEveryPromiseInKeptScripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/simulator"))) {
            for (final Path file : (Iterable<Path>)
                    files.filter(path -> path.toString().endsWith(".sim")).sorted()::iterator) {
                final Script script = Script.parse(Files.readString(file));
                assertTrue(
                        script.faults().size() <= 50,
                        file + " has " + script.faults().size() + " events");
                final Violation violation = Run.of(script).violation();
                assertNull(violation, () -> file + ": " + violation.getMessage());
            }
        }
    }

    @Test
    void shouldLiveTheSameLifeWhenTheSeedIsTheSame() {
        final Script script = FaultPlan.of(seed(), 10);
        final Run.Result first = Run.of(script);
        final Run.Result second = Run.of(script);
        assertEquals(Long.toHexString(first.hash()), Long.toHexString(second.hash()));
        assertEquals(first.journal().lastSequence(), second.journal().lastSequence());
    }

    @Test
    void shouldLiveTheSameLifeInAnotherProcess() throws IOException, InterruptedException {
        final Script script = FaultPlan.of(7, 4);
        final Path file = Files.createTempFile("simulator", ".sim");
        Files.writeString(file, script.text());
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.ratchet.bench.simulator.Simulator",
                        "script",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        final String output;
        try (InputStream in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        process.waitFor();
        Files.delete(file);
        final String hash = "hash=" + Long.toHexString(Run.of(script).hash());
        assertTrue(output.contains(hash), () -> "expected " + hash + " in " + output);
    }

    @Test
    void shouldLiveAnotherLifeWhenTheSeedIsAnother() {
        assertNotEquals(
                Run.of(FaultPlan.of(1, 3)).hash(), Run.of(FaultPlan.of(2, 3)).hash());
    }

    @Test
    void shouldReadBackAScript() {
        final Script script = FaultPlan.of(seed(), MINUTES);
        assertEquals(script, Script.parse(script.text()));
        assertFalse(script.faults().isEmpty());
    }

    private static long seed() {
        return Long.getLong("ratchet.seed", System.currentTimeMillis());
    }

    private static void live(final long first, final int count, final long maxNs) {
        System.out.println("ratchet.seed=" + first + " seeds=" + count + " minutes=" + MINUTES);
        final Lives lives = new Lives(MINUTES, THREADS);
        lives.live(first, count, maxNs);
        System.out.print(lives.total().text());
        final String failures = lives.failures();
        if (!failures.isEmpty()) {
            System.out.print(failures + lives.shrinkTo(Path.of("target", "simulator")));
        }
        assertEquals("", failures);
        if (count >= PROBED_SEEDS) {
            assertEquals("", lives.total().missedProbes());
        }
    }
}
