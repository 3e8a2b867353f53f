package io.ratchet.config.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.config.cli.Cli;
import io.ratchet.config.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator and a running node: every verb, by the node's own files, over its own HTTP. */
final class ControlIT {
    private static final int SPEED = 20;
    private static final long WAIT_S = 120;
    private static final long POLL_MS = 100;

    @TempDir
    Path directory;

    private Path data;

    private record Run(int exitCode, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    private Run run(final String... args) {
        final List<String> all = new ArrayList<>(List.of(args));
        all.add("--data");
        all.add(data.toString());
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final int code = new Cli(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of())
                .run(all.toArray(String[]::new));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private JsonNode await(final String verb, final Predicate<JsonNode> wanted) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        Run last = run(verb, "--json");
        while (last.out().isEmpty() || !wanted.test(last.json())) {
            assertTrue(System.nanoTime() < deadlineNs, verb + " in " + WAIT_S + " s: " + last);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            last = run(verb, "--json");
        }
        return last.json();
    }

    private static JsonNode byId(final JsonNode positions, final long id) {
        for (final JsonNode position : positions.path("positions")) {
            if (position.path("id").asLong() == id) {
                return position;
            }
        }
        return null;
    }

    private static boolean areTwoProtected(final JsonNode positions) {
        int count = 0;
        for (final JsonNode position : positions.path("positions")) {
            count += position.path("stop").isString()
                            && position.path("phase").asString("").equals("OPEN")
                    ? 1
                    : 0;
        }
        return count >= 2;
    }

    @Test
    void shouldDoWhatTheOperatorSaysWhileTheNodeRuns() throws Exception {
        data = directory.resolve("data");
        assertEquals(ExitCode.NOT_RUNNING, run("status").exitCode());
        try (Exchange exchange = Exchange.start(directory, 21, SPEED);
                ProductProcess node = exchange.node(data, Health.freePort())) {
            new Health(exchange.httpPort()).await(node, health -> true, WAIT_S);
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("control.token"))));
            final JsonNode positions = await("positions", ControlIT::areTwoProtected);
            assertEquals(ExitCode.OK, run("stop-entries").exitCode());
            assertTrue(
                    run("status", "--json").json().path("stopped_by_operator").asBoolean());
            looks();
            blocks();
            final long first = positions.path("positions").get(0).path("id").asLong();
            setsStop(first);
            exits(first);
            kills();
            assertEquals(ExitCode.OK, run("resume").exitCode());
            assertEquals(0, node.stop(WAIT_S), node.output());
            assertEquals(ExitCode.NOT_RUNNING, run("status").exitCode());
            assertTrue(
                    run("journal", "dump")
                            .out()
                            .lines()
                            .anyMatch(line -> line.contains("StopMoved") && line.contains("OPERATOR")),
                    "the stop moved by the operator's rule");
            assertFalse(Files.exists(data.resolve("control.token")), "the token dies with the node");
        }
    }

    private void looks() {
        for (final String verb : List.of("status", "positions", "orders")) {
            final Run run = run(verb);
            assertTrue(run.exitCode() == ExitCode.OK || run.exitCode() == ExitCode.UNPROTECTED, run.toString());
            run.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
        }
        assertTrue(run("orders").out().contains("ANCHOR"), "a stop of each position");
    }

    private void blocks() {
        assertEquals(ExitCode.OK, run("block", "BTCUSDT", "--for", "24h").exitCode());
        final Run again = run("block", "BTCUSDT", "--for", "1h");
        assertEquals(ExitCode.ERROR, again.exitCode());
        assertTrue(again.err().contains("NO_CHANGE"), again.err());
        assertEquals(ExitCode.NOT_FOUND, run("block", "NOSUCHUSDT").exitCode());
        assertTrue(run("status").out().contains("OPERATOR"));
    }

    private void setsStop(final long id) throws InterruptedException {
        final JsonNode position = byId(run("positions", "--json").json(), id);
        assertNotNull(position, "position " + id);
        final BigDecimal stop = new BigDecimal(position.path("stop").asString());
        final BigDecimal mark = new BigDecimal(position.path("mark").asString());
        // A worse one: the trail would overtake a better one in no time.
        final BigDecimal wanted = stop.subtract(mark.subtract(stop)).setScale(stop.scale(), RoundingMode.HALF_EVEN);
        final Run wrongSide = run(
                "set-stop",
                Long.toString(id),
                mark.add(mark.subtract(stop))
                        .setScale(stop.scale(), RoundingMode.DOWN)
                        .toPlainString());
        assertEquals(ExitCode.ERROR, wrongSide.exitCode(), wrongSide.toString());
        assertTrue(wrongSide.err().contains("WRONG_SIDE"), wrongSide.err());
        assertEquals(ExitCode.NOT_FOUND, run("set-stop", "99999", "1").exitCode());
        final Run done = run("set-stop", Long.toString(id), wanted.toPlainString());
        assertEquals(ExitCode.OK, done.exitCode(), done.toString());
        // The market may bring the trail past it at once: what was done is in the journal.
        await("positions", now -> {
            final JsonNode found = byId(now, id);
            return found == null
                    || found.path("stop_wanted").isNull()
                            && !found.path("stop").asString("").equals(stop.toPlainString());
        });
    }

    private void exits(final long id) throws InterruptedException {
        final Run done = run("force-exit", Long.toString(id));
        // It may have been stopped out meanwhile: then it is not there.
        assertTrue(done.exitCode() == ExitCode.OK || done.exitCode() == ExitCode.NOT_FOUND, done.toString());
        await("positions", now -> byId(now, id) == null);
        assertEquals(ExitCode.NOT_FOUND, run("force-exit", Long.toString(id)).exitCode());
    }

    private void kills() {
        final Run kill = run("kill");
        assertEquals(ExitCode.OK, kill.exitCode(), kill.toString());
        assertTrue(kill.out().contains("FLAT at BINANCE: "), kill.out());
        assertTrue(run("positions", "--json").json().path("positions").isEmpty());
        assertTrue(run("orders", "--json").json().path("orders").isEmpty());
        assertEquals("no positions\n", run("positions").out());
    }
}
