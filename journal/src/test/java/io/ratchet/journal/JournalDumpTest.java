package io.ratchet.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.JournalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDumpTest {
    private static final int RECORDS = 100;

    @TempDir
    private Path directory;

    @BeforeEach
    void write() {
        final TestMessages messages = new TestMessages();
        final JournalSettings settings = JournalSettings.of(directory, () -> 1, Thread::new, e -> {});
        try (ChronicleJournal journal = ChronicleJournal.open(settings)) {
            for (int i = 1; i <= RECORDS; i++) {
                final int length = messages.encode(i);
                journal.append(i, messages.buffer(), 0, length);
            }
        }
    }

    @Test
    void shouldPrintEveryRecordOnALine() {
        final List<String> lines = dump(JournalDump.Filter.ALL);
        assertEquals(RECORDS, lines.size());
        assertEquals("{\"sequence\":4,\"kind\":\"INPUT\",\"message\":\"ClockTick\",\"timeNs\":4}", lines.get(3));
    }

    @Test
    void shouldPrintOnlyWhatTheFilterAccepts() {
        assertEquals(
                25,
                dump(filter(1, RECORDS, Set.of(RecordKind.COMMAND), Set.of(), 0))
                        .size());
        assertEquals(
                25, dump(filter(1, RECORDS, Set.of(), Set.of("ClockTick"), 0)).size());
        assertEquals(11, dump(filter(10, 20, Set.of(), Set.of(), 0)).size());
        assertEquals(25, dump(filter(1, RECORDS, Set.of(), Set.of(), 1)).size());
        assertEquals(0, dump(filter(1, RECORDS, Set.of(), Set.of(), 2)).size());
        assertThrows(EngineException.class, () -> filter(1, 1, Set.of(), Set.of("ClockTock"), 0));
    }

    @Test
    void shouldPrintUpToTheDamageAndVerifyShouldNameIt() throws IOException {
        assertTrue(JournalVerifier.verify(directory).intact());
        damageRecord60();
        final StringBuilder output = new StringBuilder();
        final JournalDamagedException damage = assertThrows(
                JournalDamagedException.class, () -> JournalDump.dump(directory, JournalDump.Filter.ALL, output));
        assertEquals(60, damage.sequence());
        assertEquals(59, output.toString().lines().count());
        final JournalVerifier.Verdict verdict = JournalVerifier.verify(directory);
        assertFalse(verdict.intact());
        assertEquals(60, verdict.firstBadSequence());
    }

    private void damageRecord60() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            final Path file = files.filter(path -> path.toString().endsWith("F.cq4"))
                    .findFirst()
                    .orElseThrow();
            final byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < bytes.length - 12; i++) {
                if (bytes[i] == 0x52 && bytes[i + 1] == 0x54 && bytes[i + 2] == 1 && bytes[i + 8] == 60) {
                    bytes[i + 22] ^= 1;
                }
            }
            Files.write(file, bytes);
        }
    }

    private static JournalDump.Filter filter(
            final long from, final long to, final Set<RecordKind> kinds, final Set<String> messages, final long id) {
        return new JournalDump.Filter(from, to, kinds, messages, id);
    }

    private List<String> dump(final JournalDump.Filter filter) {
        final StringBuilder output = new StringBuilder();
        final long printed = JournalDump.dump(directory, filter, output);
        final List<String> lines = output.toString().lines().toList();
        assertEquals(lines.size(), printed);
        return lines;
    }
}
