package io.ratchet.config.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.config.settings.SettingsLoader;
import io.ratchet.config.simulate.Simulator;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.JournalSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Journals a simulation, then reads it by the verbs. */
class ReplayCommandTest {
    private static final int BLOCK_LENGTH = 1 << 20;
    private static final Path FILES = Path.of("src/test/resources/simulate/long");

    @TempDir
    static Path recorded;

    @TempDir
    Path dir;

    @BeforeAll
    static void record() {
        final JournalSettings settings = new JournalSettings(
                recorded.resolve("journal"), () -> 1_700_000_000_000L, Thread::new, e -> {}, BLOCK_LENGTH, 1_000_000);
        try (ChronicleJournal journal = ChronicleJournal.open(settings)) {
            Simulator.simulate(
                    new Simulator.Request(FILES.resolve("prices.csv"), FILES.resolve("entries.csv"), null, null, false),
                    SettingsLoader.defaults(),
                    OutputStream.nullOutputStream(),
                    (sequence, kind, buffer, offset, length) -> journal.append(sequence, buffer, offset, length));
        }
    }

    @Test
    void shouldFindACopiedJournalEqual() throws IOException {
        final CliRun run = CliRun.of("replay", "--data", copy().toString());
        assertEquals(ExitCode.OK, run.exitCode(), run::err);
        assertEquals("verdict   equal", run.outLines().get(run.outLines().size() - 1));
        assertEquals(field(run, "recorded"), field(run, "replayed"));
        final CliRun json = CliRun.of("replay", "--json", "--data", copy().toString());
        assertTrue(json.out().contains("\"verdict\":\"equal\""), json::out);
        assertTrue(json.out().contains("\"missing_outputs\":0"), json::out);
    }

    @Test
    void shouldShowTheStateAtARecordWhenUntilIsGiven() {
        final CliRun all = CliRun.of("replay", "--data", recorded.toString());
        final CliRun some = CliRun.of("replay", "--until", "20", "--data", recorded.toString());
        assertEquals(ExitCode.OK, some.exitCode(), some::err);
        assertTrue(some.out().contains("last sequence 20"), some::out);
        assertNotEquals(field(all, "state"), field(some, "state"));
    }

    @ParameterizedTest
    @CsvSource({
        "stop.percent=3,PlaceStop",
        "trailing.callback_percent=0.4,TrailingActivated",
        "trailing.min_interval_s=30,StopMoved",
        "venue.taker_fee_percent=5,",
    })
    void shouldNameTheFirstDifferenceWhenAPolicyValueIsChanged(final String change, final String message) {
        final CliRun run = CliRun.of("replay", "--set", change, "--data", recorded.toString());
        if (message == null) {
            // The fees of the recorded fills are in the journal; the assumed fee decides nothing.
            assertEquals(ExitCode.OK, run.exitCode(), run::err);
            return;
        }
        assertEquals(ExitCode.ERROR, run.exitCode(), run::out);
        assertEquals(1, run.errLines().size(), run::err);
        assertTrue(run.err().startsWith("ratchet: replay differs first at sequence "), run::err);
        assertTrue(run.err().contains("\"message\":\""), run::err);
    }

    @Test
    void shouldFindNoDifferenceWhenAPolicyValueIsSetToWhatItWas() {
        final CliRun run = CliRun.of("replay", "--set", "stop.percent=2", "--data", recorded.toString());
        assertEquals(ExitCode.OK, run.exitCode(), run::err);
    }

    @Test
    void shouldRefuseToChangeWhatIsNoPolicy() {
        final CliRun run = CliRun.of("replay", "--set", "http.port=81", "--data", recorded.toString());
        assertEquals(ExitCode.CONFIG, run.exitCode());
        assertTrue(run.err().contains("key 'http.port': actual=not part of the journaled policy"), run::err);
        final CliRun unknown = CliRun.of("replay", "--set", "stop.percnt=81", "--data", recorded.toString());
        assertEquals(ExitCode.CONFIG, unknown.exitCode());
        assertTrue(unknown.err().contains("nearest valid one is 'stop.percent'"), unknown::err);
    }

    @Test
    void shouldNameTheFirstBadSequenceWhenOneByteIsFlipped() throws IOException {
        final Path copy = copy();
        flipByte(copy.resolve("journal"));
        for (final List<String> verb : List.of(List.of("replay"), List.of("journal", "verify"))) {
            final Stream<String> args = Stream.concat(verb.stream(), Stream.of("--data", copy.toString()));
            final CliRun run = CliRun.of(args.toArray(String[]::new));
            assertEquals(ExitCode.ERROR, run.exitCode(), run::out);
            assertEquals(1, run.errLines().size(), run::err);
            assertTrue(run.err().contains("sequence="), run::err);
        }
        assertEquals(
                ExitCode.OK,
                CliRun.of("journal", "verify", "--data", recorded.toString()).exitCode());
    }

    @Test
    void shouldDumpWhatIsAskedFor() {
        final CliRun all = CliRun.of("journal", "dump", "--data", recorded.toString());
        assertEquals(ExitCode.OK, all.exitCode(), all::err);
        assertTrue(all.outLines().get(0).startsWith("{\"sequence\":1,\"kind\":\"INPUT\",\"message\":\"NodeStarted\""));
        final CliRun moves =
                CliRun.of("journal", "dump", "--kind", "fact", "--message", "StopMoved", "--data", recorded.toString());
        assertEquals(2, moves.outLines().size(), moves::out);
        final CliRun range = CliRun.of("journal", "dump", "--from", "3", "--until", "5", "--data", recorded.toString());
        assertEquals(3, range.outLines().size(), range::out);
        final CliRun wrong = CliRun.of("journal", "dump", "--message", "StopMovd", "--data", recorded.toString());
        assertEquals(ExitCode.ERROR, wrong.exitCode());
        assertEquals(1, wrong.errLines().size(), wrong::err);
    }

    private static String field(final CliRun run, final String name) {
        return run.outLines().stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private Path copy() throws IOException {
        final Path copy =
                Files.createDirectories(Files.createTempDirectory(dir, "copy").resolve("journal"));
        try (Stream<Path> files = Files.list(recorded.resolve("journal"))) {
            for (final Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy.getParent();
    }

    private static void flipByte(final Path journal) throws IOException {
        final Path file;
        try (Stream<Path> files = Files.list(journal)) {
            file = files.filter(name -> name.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        final byte[] content = Files.readAllBytes(file);
        // A letter of a symbol, so that it is sure to be inside a record.
        final int position = new String(content, StandardCharsets.ISO_8859_1).indexOf("BUSDT");
        assertTrue(position > 0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'C'}), position);
        }
    }
}
