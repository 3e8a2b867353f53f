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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fresh seeds and kept scripts. The first seed is printed; {@code -Dratchet.seed} repeats it. {@code -Dratchet.seeds} says how
 * many.
 */
final class SimulatorTest {
    private static final int MINUTES = 30;
    private static final int FEW_SEEDS = 12;
    private static final int CI_SEEDS = 300;
    private static final long CI_NS = TimeUnit.MINUTES.toNanos(6);

    @BeforeAll
    static void quiet() {
        Simulator.quiet();
    }

    @Test
    @Tag("long")
    void shouldKeepEveryPromiseInAFewFreshLives() {
        live(Integer.getInteger("ratchet.seeds", FEW_SEEDS));
    }

    @Test
    @Tag("long")
    void shouldKeepEveryPromiseInHundredsOfFreshLives() {
        final long startedNs = System.nanoTime();
        live(Integer.getInteger("ratchet.seeds", CI_SEEDS));
        final long tookNs = System.nanoTime() - startedNs;
        System.out.println("wall seconds=" + tookNs / 1_000_000_000);
        assertTrue(tookNs <= CI_NS || Boolean.getBoolean("ratchet.slow"), "wall ns=" + tookNs + " expected<=" + CI_NS);
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
        final Script script = new Script(7, 4, 6, FaultPlan.of(7, 4).faults());
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

    @Test
    @Tag("long")
    void shouldTellWhichOpenFindingsAreMended() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/simulator/open"))) {
            for (final Path file : (Iterable<Path>) files.sorted()::iterator) {
                final Violation violation =
                        Run.of(Script.parse(Files.readString(file))).violation();
                System.out.println(file.getFileName() + ": "
                        + (violation == null ? "mended, move it to the kept scripts" : violation.getMessage()));
            }
        }
    }

    private static long seed() {
        return Long.getLong("ratchet.seed", System.currentTimeMillis());
    }

    private static void live(final int count) {
        final long first = seed();
        System.out.println("ratchet.seed=" + first + " seeds=" + count + " minutes=" + MINUTES);
        final Report total = new Report();
        final StringBuilder broken = new StringBuilder();
        for (long seed = first; seed < first + count; seed++) {
            final Run.Result result = Run.of(FaultPlan.of(seed, MINUTES));
            total.add(result.report());
            if (result.violation() != null) {
                broken.append('\n')
                        .append(Simulator.command(seed, MINUTES))
                        .append("  ")
                        .append(result.violation().getMessage());
            }
        }
        System.out.print(total.text());
        assertEquals("", broken.toString());
    }
}
