package io.ratchet.config.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.http.ActionRequest;
import io.ratchet.adapters.http.ControlServer;
import io.ratchet.adapters.http.HealthReport;
import io.ratchet.adapters.http.NodeControl;
import io.ratchet.adapters.http.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that talk to a running node, against a server that answers what the test says. */
final class ControlCommandTest {
    private static final String TOKEN = "00ff";

    @TempDir
    Path dir;

    private final List<ActionRequest> asked = new ArrayList<>();
    private final Deque<Reply> answers = new ArrayDeque<>();
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        server = ControlServer.start(0, TOKEN, new Scripted());
        announce(ProcessHandle.current().pid());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void announce(final long pid) throws IOException {
        Files.writeString(dir.resolve("control.json"), "{\"port\":" + server.port() + ",\"pid\":" + pid + "}");
        Files.writeString(dir.resolve("control.token"), TOKEN + "\n");
    }

    private final class Scripted implements NodeControl {
        private Reply next() {
            return answers.size() > 1 ? answers.poll() : answers.peek();
        }

        @Override
        public HealthReport health() {
            return new HealthReport(true, "{}");
        }

        @Override
        public Reply status() {
            return next();
        }

        @Override
        public Reply positions() {
            return next();
        }

        @Override
        public Reply orders() {
            return next();
        }

        @Override
        public Reply act(final ActionRequest request) {
            asked.add(request);
            return next();
        }
    }

    private CliRun run(final String... args) {
        final List<String> all = new ArrayList<>(List.of(args));
        all.add("--data");
        all.add(dir.toString());
        return CliRun.of(all.toArray(String[]::new));
    }

    private void answers(final String json) {
        answers.add(new Reply(Reply.OK, json));
    }

    private static String position(final int id, final String symbol, final boolean isProtected) {
        return "{\"id\":" + id + ",\"venue\":\"BINANCE\",\"symbol\":\"" + symbol
                + "\",\"side\":\"LONG\",\"size\":\"1234567.12345678\",\"entry\":\"0.0000123456\","
                + "\"mark\":\"0.0000123457\",\"unrealised_pnl\":\"-123.45\",\"stop\":\"0.0000120987\","
                + "\"trail\":\"ACTIVE\",\"phase\":\"OPEN\",\"owner\":\"OURS\",\"protected\":" + isProtected + "}";
    }

    @Test
    void shouldEndWithThreeWhenNoNodeRuns() throws IOException {
        answers("{}");
        announce(Long.MAX_VALUE);
        assertNotRunning("a process that is gone");
        announce(ProcessHandle.current().pid());
        server.close();
        assertNotRunning("nobody listens");
        Files.delete(dir.resolve("control.json"));
        assertNotRunning("no file");
        Files.writeString(dir.resolve("control.json"), "{");
        assertNotRunning("half a file");
    }

    private void assertNotRunning(final String why) {
        for (final String verb : List.of("status", "positions", "orders", "stop-entries", "resume", "kill")) {
            final CliRun run = run(verb);
            assertEquals(ExitCode.NOT_RUNNING, run.exitCode(), why + ": " + verb + ": " + run.err());
            assertEquals(
                    List.of("ratchet: " + dir + ": no node is running there, or its http.port is 0"), run.errLines());
        }
    }

    @Test
    void shouldFitIntoEightyColumnsAndLeaveOutTheLeastImportantOnes() {
        answers("{\"unprotected\":0,\"positions\":[" + position(1, "BTCUSDT", true) + ","
                + position(12345, "1000000MOGUSDT", true) + "]}");
        final CliRun run = run("positions");
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(run.outLines().get(0).matches(" *ID  SYMBOL +SIDE +SIZE +STOP +STATE.*"), run.out());
        assertEquals(3, run.outLines().size());
        for (final String line : run.outLines()) {
            assertTrue(line.length() <= Table.WIDTH, line.length() + ": " + line);
        }
        final int end = run.outLines().get(0).indexOf("STOP") + 4;
        assertEquals("7", run.outLines().get(1).substring(end - 1, end), "amounts end in one column");
    }

    @Test
    void shouldEndWithSixWhenSomethingIsUnprotected() {
        answers("{\"unprotected\":1,\"positions\":[" + position(1, "BTCUSDT", false) + "]}");
        final CliRun table = run("positions");
        assertEquals(ExitCode.UNPROTECTED, table.exitCode());
        assertTrue(table.out().contains("NAKED"), table.out());
        final CliRun json = run("positions", "--json");
        assertEquals(ExitCode.UNPROTECTED, json.exitCode());
        assertTrue(json.out().startsWith("{\"unprotected\":1,"), json.out());
        assertEquals(ExitCode.UNPROTECTED, run("status").exitCode());
        assertEquals(ExitCode.UNPROTECTED, run("orders", "--json").exitCode());
    }

    @Test
    void shouldSendWhatWasAskedForAndPrintWhatWasDecided() {
        answers("{\"accepted\":true,\"journal_sequence\":77,\"symbol\":\"BTCUSDT\"}");
        assertEquals(
                "stop of BTCUSDT 7 goes to 98.5 (journal 77)\n",
                run("set-stop", "7", "98.5").out());
        assertEquals("closing BTCUSDT 7 (journal 77)\n", run("force-exit", "7").out());
        assertEquals(
                "closing all positions of ours (journal 77)\n",
                run("force-exit", "--all").out());
        assertEquals(
                "BTCUSDT 7 is being guarded (journal 77)\n", run("guard", "7").out());
        assertEquals(
                "no entries on BTCUSDT for 90m (journal 77)\n",
                run("block", "btcusdt", "--for", "90m").out());
        assertEquals("entries are stopped (journal 77)\n", run("stop-entries").out());
        assertTrue(run("resume", "--json").out().startsWith("{\"accepted\":true"));
        assertEquals(
                List.of(
                        new ActionRequest("set-stop", 7, "", "98.5", -1, false),
                        new ActionRequest("force-exit", 7, "", "", -1, false),
                        new ActionRequest("force-exit", 0, "", "", -1, true),
                        new ActionRequest("guard", 7, "", "", -1, false),
                        new ActionRequest("block", 0, "BTCUSDT", "", 5_400, false),
                        new ActionRequest("stop-entries", 0, "", "", -1, false),
                        new ActionRequest("resume", 0, "", "", -1, false)),
                asked);
    }

    @Test
    void shouldTurnWhatTheNodeSaysIntoAnExitCode() {
        answers.add(Reply.error(Reply.NOT_FOUND, "UNKNOWN_POSITION", "force-exit, position 9: UNKNOWN_POSITION"));
        final CliRun unknown = run("force-exit", "9");
        assertEquals(ExitCode.NOT_FOUND, unknown.exitCode());
        assertEquals(List.of("ratchet: force-exit, position 9: UNKNOWN_POSITION"), unknown.errLines());
        answers.clear();
        answers.add(Reply.error(Reply.CONFLICT, "ALREADY_CLOSING", "x"));
        assertEquals(ExitCode.ERROR, run("force-exit", "9").exitCode());
        answers.clear();
        answers.add(Reply.error(Reply.TIMEOUT, "TIMEOUT", "x"));
        assertEquals(ExitCode.TIMEOUT, run("force-exit", "9").exitCode());
        answers.clear();
        answers.add(Reply.error(Reply.UNAVAILABLE, "RING_FULL", "x"));
        assertEquals(ExitCode.ERROR, run("force-exit", "9").exitCode());
    }

    @Test
    void shouldWaitForTheCertificateOfAKill() {
        answers("{\"accepted\":true,\"journal_sequence\":77}");
        answers("{\"kill_active\":true}");
        answers("{\"kill_active\":false,\"certificates\":[{\"venue\":\"BINANCE\",\"time\":\"2026-01-01T00:00:00Z\","
                + "\"snapshot_id\":99,\"positions_closed\":3,\"orders_cancelled\":4,\"foreign_left\":0}]}");
        final CliRun run = run("kill");
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertEquals(
                "FLAT at BINANCE: 3 positions closed, 4 orders cancelled",
                run.outLines().get(1));
        assertTrue(run.outLines().get(2).contains("proven by read 99 at 2026-01-01T00:00:00Z"), run.out());
        answers.clear();
        answers("{\"accepted\":true,\"journal_sequence\":78}");
        answers("{\"kill_active\":true}");
        assertEquals(ExitCode.TIMEOUT, run("kill", "--all", "--wait", "1").exitCode());
        assertTrue(asked.get(1).all());
    }

    @Test
    void shouldRefuseWhatMakesNoSenseBeforeItIsSent() {
        assertEquals(ExitCode.ERROR, run("force-exit").exitCode());
        assertEquals(ExitCode.ERROR, run("force-exit", "7", "--all").exitCode());
        assertEquals(ExitCode.ERROR, run("set-stop", "7").exitCode());
        assertEquals(ExitCode.ERROR, run("adopt", "seven").exitCode());
        for (final String time : List.of("24", "0h", "-1h", "1w", "h", "99999999s")) {
            assertThrows(CliException.class, () -> BlockCommand.seconds(time), time);
        }
        assertEquals(86_400, BlockCommand.seconds("24h"));
        assertEquals(List.of(), asked);
    }
}
