package io.ratchet.config.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|ratchet: no verb given; see: ratchet --help",
                "simulat|ratchet: Unmatched argument at index 0: 'simulat'; did you mean simulate",
                "check-config --jsn|did you mean --json?; see: ratchet check-config --help",
                "journal|ratchet: journal: dump or verify?; see: ratchet journal --help",
                "simulate --prices x|ratchet: Missing required option: '--entries=CSV'",
                "journal dump --from one|Invalid value for option '--from': 'one' is not a long",
                "check-config --set stop.percent|--set",
            })
    void shouldSayOneLineWhenTheUsageIsWrong(final String args, final String expected) {
        final CliRun run = CliRun.of(args == null ? new String[0] : args.split(" "));
        assertEquals(ExitCode.ERROR, run.exitCode());
        assertEquals(1, run.errLines().size(), run::err);
        assertTrue(run.err().contains(expected), run::err);
        assertEquals("", run.out());
    }

    @Test
    void shouldPrintVersionAndHelpWhenAsked() {
        final CliRun version = CliRun.of("--version");
        assertEquals(ExitCode.OK, version.exitCode());
        assertTrue(version.out().startsWith("ratchet "), version::out);
        for (final String verb : List.of("simulate", "replay", "journal", "check-config")) {
            final CliRun help = CliRun.of(verb, "--help");
            assertEquals(ExitCode.OK, help.exitCode());
            assertTrue(help.out().contains("Usage: ratchet " + verb), help::out);
            assertTrue(help.out().contains("UNPROTECTED"), help::out);
        }
    }

    @Test
    void shouldFailWhenTheOutputIsLost() {
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final PrintStream full = new PrintStream(new OutputStream() {
            @Override
            public void write(final int value) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        final int code =
                new Cli(InputStream.nullInputStream(), full, new PrintStream(err, true), Map.of()).run("check-config");
        assertEquals(ExitCode.ERROR, code);
        assertEquals("ratchet: stdout: actual=not all was written expected=room for the output\n", err.toString());
    }

    @Test
    void shouldTellTheDefaultsOfTheSimulatedExchange() {
        final String help = CliRun.of("venue", "--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("Of its clock; 1 is real time; default: 1."), help);
        assertTrue(help.contains("API key; default: simulated-account-key."), help);
        assertTrue(help.contains("Where to listen; default: 127.0.0.1."), help);
        assertTrue(help.contains("At the start; default: 100000."), help);
    }

    @Test
    void shouldPrintEveryValueWithItsSourceWhenTheConfigIsGood() throws IOException {
        final Path file = dir.resolve("r.yaml");
        Files.writeString(file, "venue:\n  secret: ${S}\nstop:\n  percent: 3\n");
        final CliRun run = CliRun.with(
                Map.of("RATCHET__WAVES__POSITIONS", "4", "S", "hunter2"),
                "check-config",
                "-c",
                file.toString(),
                "--set",
                "http.port=0");
        assertEquals(ExitCode.OK, run.exitCode(), run::err);
        assertTrue(line(run, "stop.percent").matches("stop.percent +3 +# .*r.yaml line 4"), run::out);
        assertTrue(line(run, "waves.positions").endsWith("# environment variable RATCHET__WAVES__POSITIONS"));
        assertTrue(line(run, "http.port").matches("http.port +0 +# flag"));
        assertTrue(line(run, "venue.secret").contains("${S}"));
        assertTrue(line(run, "trailing.min_interval_s").matches("trailing.min_interval_s +60 +# default"));
        assertTrue(!run.out().contains("hunter2"));
        final CliRun json = CliRun.of("check-config", "-c", file.toString(), "--json");
        assertTrue(json.outLines()
                .contains("{\"key\":\"stop.percent\",\"value\":\"3\",\"source\":\"" + file + " line 4\"}"));
    }

    private static String line(final CliRun run, final String key) {
        return run.outLines().stream()
                .filter(line -> line.startsWith(key + ' '))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldEndWithFourWhenTheConfigIsWrong() throws IOException {
        final Path file = dir.resolve("r.yaml");
        Files.writeString(file, "stop:\n  percnt: 3\n");
        final CliRun run = CliRun.of("check-config", "-c", file.toString());
        assertEquals(ExitCode.CONFIG, run.exitCode());
        assertEquals(
                List.of("ratchet: " + file
                        + " line 2: unknown key 'stop.percnt', the nearest valid one is 'stop.percent'"),
                run.errLines());
        final CliRun missing =
                CliRun.of("check-config", "-c", dir.resolve("none").toString());
        assertEquals(ExitCode.CONFIG, missing.exitCode());
        assertEquals(List.of("ratchet: " + dir.resolve("none") + ": no such file"), missing.errLines());
    }

    @Test
    void shouldEndWithTwoWhenThereIsNoJournal() {
        for (final List<String> verb :
                List.of(List.of("replay"), List.of("journal", "dump"), List.of("journal", "verify"))) {
            final List<String> args = new ArrayList<>(verb);
            args.add("--data");
            args.add(dir.toString());
            final CliRun run = CliRun.of(args.toArray(new String[0]));
            assertEquals(ExitCode.NOT_FOUND, run.exitCode());
            assertEquals(List.of("ratchet: " + dir + ": no journal there (no file *.cq4)"), run.errLines());
        }
    }

    @Test
    void shouldEndWithOneWhenTheVenueCannotStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final CliRun run = CliRun.of("venue", "--port", String.valueOf(taken.getLocalPort()));
            assertEquals(ExitCode.ERROR, run.exitCode());
            assertEquals(1, run.errLines().size(), run::err);
            assertTrue(run.err().contains(String.valueOf(taken.getLocalPort())), run::err);
        }
        assertOneLine(CliRun.of("venue", "--venue", "kraken"), "actual=kraken expected=binance");
        assertOneLine(CliRun.of("venue", "--prices", dir.resolve("none").toString()), "none: no such file");
        assertOneLine(CliRun.of("venue", "--speed", "0.5"), "--speed: actual=0.5 expected=1 to 1000");
        assertOneLine(CliRun.of("demo", "--minutes", "-1"), "--minutes: actual=-1 expected=1 to");
        assertOneLine(CliRun.of("demo", "--symbols", "31"), "--symbols: actual=31 expected=1 to 30");
        assertOneLine(CliRun.of("demo", "--signals-per-wave", "0"), "--signals-per-wave: actual=0 expected=1 to 5000");
        assertOneLine(CliRun.of("demo", "--prices", dir.resolve("none").toString()), "none: no such file");
    }

    @Test
    void shouldRefuseLiveOrdersToASimulator() {
        final CliRun run = CliRun.of("run", "--live", "--set", "venue.environment=simulated");
        assertEquals(ExitCode.CONFIG, run.exitCode());
        assertEquals(1, run.errLines().size(), run::err);
    }

    private static void assertOneLine(final CliRun run, final String expected) {
        assertEquals(ExitCode.ERROR, run.exitCode(), run::err);
        assertEquals(1, run.errLines().size(), run::err);
        assertTrue(run.err().contains(expected), run::err);
    }

    @Test
    void shouldShowTheStackOnlyWhenDebugging() {
        final String[] args = {"replay", "--data", dir.toString()};
        assertEquals(1, CliRun.of(args).errLines().size());
        final CliRun debug = CliRun.of("--debug", "replay", "--data", dir.toString());
        assertTrue(debug.err().contains("\tat io.ratchet"), debug::err);
        assertEquals(ExitCode.NOT_FOUND, debug.exitCode());
    }
}
