package io.ratchet.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.JournalLostException;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.journal.TestMessages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadBackEveryRecordInOrder() {
        try (ChronicleJournal journal = JournalFixture.open(directory, () -> JournalFixture.START_MS)) {
            JournalFixture.append(journal, 5_000);
            assertEquals(5_000, readAll(0));
        }
        assertEquals(5_000, readAll(0));
    }

    @Test
    void shouldContinueWhereTheLastRunEnded() {
        for (int run = 1; run <= 3; run++) {
            JournalFixture.write(directory, 1_000);
            final JournalAudit audit = JournalAudit.of(directory);
            assertEquals(run * 1_000, audit.lastSequence());
            assertEquals(run, audit.probes());
        }
        assertEquals(3_000, readAll(0));
    }

    @Test
    void shouldStartAfterAnySequence() {
        final AtomicLong clock = new AtomicLong(JournalFixture.START_MS);
        try (ChronicleJournal journal = JournalFixture.open(directory, clock::get)) {
            for (int hour = 0; hour < 3; hour++) {
                JournalFixture.append(journal, 700);
                clock.addAndGet(CycleFile.CYCLE_MS);
            }
        }
        JournalFixture.write(directory, 10);
        assertEquals(3, CycleFile.list(directory).size());
        for (final long after : new long[] {0, 1, 255, 256, 699, 700, 701, 1_399, 1_400, 2_099, 2_100, 2_101, 2_110}) {
            assertEquals(2_110 - after, readAll(after), "after " + after);
        }
    }

    @Test
    void shouldSayWhenTheJournalEndsBeforeTheWantedSequence() {
        JournalFixture.write(directory, 10);
        try (ChronicleJournalReader reader = new ChronicleJournalReader(directory, () -> 0, 11)) {
            assertThrows(RuntimeException.class, reader::locate);
        }
    }

    @Test
    void shouldFollowTheWriterOverARoll() {
        final AtomicLong clock = new AtomicLong(JournalFixture.START_MS);
        try (ChronicleJournal journal = JournalFixture.open(directory, clock::get);
                ChronicleJournalReader reader = new ChronicleJournalReader(directory, clock::get)) {
            final AtomicLong last = new AtomicLong();
            for (int hour = 0; hour < 4; hour++) {
                JournalFixture.append(journal, 100);
                final long expected = journal.lastSequence();
                await(() -> {
                    reader.poll((sequence, kind, buffer, offset, length) -> last.set(sequence), 1_000);
                    return last.get() == expected;
                });
                clock.addAndGet(CycleFile.CYCLE_MS);
            }
        }
        assertEquals(4, CycleFile.list(directory).size());
        assertEquals(400, JournalAudit.of(directory).lastSequence());
    }

    @Test
    void shouldStartReadingBeforeTheJournalExists() {
        final Path later = directory.resolve("later");
        try (ChronicleJournalReader reader = new ChronicleJournalReader(later, () -> JournalFixture.START_MS)) {
            assertEquals(0, reader.poll((sequence, kind, buffer, offset, length) -> {}, 10));
            JournalFixture.write(later, 10);
            assertEquals(10, reader.poll((sequence, kind, buffer, offset, length) -> {}, 100));
        }
    }

    @Test
    void shouldKeepOrderWhenTheWallClockStepsBack() {
        final AtomicLong clock = new AtomicLong(JournalFixture.START_MS);
        try (ChronicleJournal journal = JournalFixture.open(directory, clock::get)) {
            JournalFixture.append(journal, 100);
            clock.addAndGet(-2 * CycleFile.CYCLE_MS);
            JournalFixture.append(journal, 100);
        }
        try (ChronicleJournal journal = JournalFixture.open(directory, clock::get)) {
            JournalFixture.append(journal, 100);
        }
        assertEquals(300, readAll(0));
        assertEquals(1, CycleFile.list(directory).size());
    }

    @Test
    void shouldOpenInALaterCycleAfterAKillWithoutEndMark() {
        final AtomicLong clock = new AtomicLong(JournalFixture.START_MS);
        for (int i = 0; i < 3; i++) {
            try (ChronicleJournal journal = JournalFixture.open(directory, clock::get)) {
                JournalFixture.append(journal, 100);
            }
            clock.addAndGet(5 * CycleFile.CYCLE_MS);
        }
        assertEquals(300, readAll(0));
    }

    @Test
    void shouldPublishWhatIsOnDisk() {
        try (ChronicleJournal journal = JournalFixture.open(directory, () -> JournalFixture.START_MS)) {
            JournalFixture.append(journal, 1_234);
            await(() -> journal.durableSequence() == 1_234);
        }
        assertEquals(1_234, JournalAudit.of(directory).durableSequence());
    }

    @Test
    void shouldStayIntactWhenItIsOpenedAndClosedWithoutAnAppend() {
        JournalFixture.write(directory, 10);
        for (int i = 0; i < 3; i++) {
            try (ChronicleJournal journal = JournalFixture.open(directory, () -> JournalFixture.START_MS)) {
                await(() -> journal.durableSequence() == 10);
            }
            assertEquals(10, JournalAudit.of(directory).durableSequence());
        }
    }

    @Test
    void shouldRefuseASequenceOutOfOrder() {
        try (ChronicleJournal journal = JournalFixture.open(directory, () -> JournalFixture.START_MS)) {
            final TestMessages messages = new TestMessages();
            final int length = messages.encode(2);
            assertThrows(IllegalArgumentException.class, () -> journal.append(2, messages.buffer(), 0, length));
        }
    }

    @Test
    void shouldOverwriteAnUnfinishedAppendOfAnyLength() throws Exception {
        JournalFixture.write(directory, 9);
        final Path file = JournalFixture.onlyFile(directory);
        final RecordFrame frame = new RecordFrame();
        final TestMessages messages = new TestMessages();
        final JournalFixture.Place last = JournalFixture.places(file).get(8);
        final long tail = last.position() + 4 + last.length();
        final int length = frame.encode(0, 10, 0, messages.buffer(), 0, messages.encode(117));
        final byte[] torn = new byte[length];
        frame.buffer().getBytes(0, torn);
        JournalFixture.overwrite(file, tail + 4, torn);

        assertEquals(9, JournalAudit.of(directory).lastSequence());
        JournalFixture.write(directory, 500);
        assertEquals(509, readAll(0));
        assertEquals(509, JournalAudit.of(directory).lastSequence());
    }

    @Test
    void shouldDropACycleFileThatWasOnlyBeingMade() throws Exception {
        JournalFixture.write(directory, 9);
        final Path next = directory.resolve("20270115-09F.cq4");
        Files.write(next, new byte[0]);
        JournalFixture.write(directory, 9);
        Files.deleteIfExists(next);
        Files.write(next, new byte[] {0, 0, 0, (byte) 0x80, 1, 2, 3, 0});
        JournalFixture.write(directory, 9);
        Files.deleteIfExists(next);
        // The queue writes both indexes before it completes the header.
        final byte[] indexed = new byte[(int) CycleScanner.FIRST_RECORD_POSITION];
        System.arraycopy(Files.readAllBytes(CycleFile.list(directory).get(0).path()), 0, indexed, 0, indexed.length);
        indexed[3] = (byte) 0x80;
        Files.write(next, indexed);
        JournalFixture.write(directory, 9);
        assertEquals(36, readAll(0));
    }

    @Test
    void shouldNotWaitForTheLockOfADeadWriterWithThisProcessId() throws Exception {
        final AtomicReference<Throwable> lost = new AtomicReference<>();
        final JournalSettings settings = JournalFixture.settings(directory, () -> JournalFixture.START_MS, lost);
        JournalFixture.write(directory, 10);
        LockPlanter.plant(directory);
        final long start = System.nanoTime();
        try (ChronicleJournal journal = ChronicleJournal.open(settings)) {
            JournalFixture.append(journal, 1);
        }
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void shouldAuditBesideARunningWriter() throws Exception {
        final AtomicLong clock = new AtomicLong(JournalFixture.START_MS);
        final AtomicReference<Throwable> failed = new AtomicReference<>();
        final AtomicBoolean done = new AtomicBoolean();
        final Thread writer = new Thread(() -> {
            try (ChronicleJournal journal = JournalFixture.open(directory, clock::get)) {
                while (!done.get() && journal.lastSequence() < 300_000) {
                    JournalFixture.append(journal, 50);
                }
            } catch (final RuntimeException | Error e) {
                failed.set(e);
            }
        });
        writer.start();
        long before = 0;
        for (int i = 0; i < 60 && writer.isAlive(); i++) {
            final JournalAudit audit = JournalAudit.of(directory);
            assertTrue(audit.lastSequence() >= before);
            before = audit.lastSequence();
            if (i % 20 == 10) {
                clock.addAndGet(CycleFile.CYCLE_MS);
            }
        }
        done.set(true);
        writer.join();
        assertNull(failed.get());
        assertTrue(JournalAudit.of(directory).lastSequence() >= before);
    }

    @Test
    void shouldSayWhenTheDirectoryCannotBeMadeOrWritten() throws Exception {
        final Path file = Files.writeString(directory.resolve("file"), "x");
        final EngineException refused =
                assertThrows(EngineException.class, () -> JournalFixture.open(file.resolve("journal"), () -> 0));
        assertTrue(refused.getMessage().contains("cannot be made"), refused.getMessage());
        final Path readOnly = Path.of("/proc/sys/kernel");
        Assumptions.assumeTrue(Files.isDirectory(readOnly));
        final EngineException lost = assertThrows(EngineException.class, () -> JournalFixture.open(readOnly, () -> 0));
        assertTrue(lost.getMessage().contains("cannot be opened for writing"), lost.getMessage());
    }

    @Test
    void shouldBeLostWhenTheFileCannotBeForced() {
        final AtomicReference<Throwable> lost = new AtomicReference<>();
        final AtomicLong clock = new AtomicLong(JournalFixture.START_MS);
        final JournalSettings settings = JournalFixture.settings(directory, clock::get, lost);
        final ChronicleJournal journal = ChronicleJournal.open(settings);
        JournalFixture.append(journal, 10);
        await(() -> journal.durableSequence() == 10);
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("journal-force"))
                .forEach(Thread::interrupt); // closes the channel under the next force
        await(() -> {
            if (lost.get() == null) {
                JournalFixture.append(journal, 1);
            }
            return lost.get() != null;
        });
        assertThrows(JournalLostException.class, () -> JournalFixture.append(journal, 1));
        assertThrows(JournalLostException.class, journal::close);
    }

    private long readAll(final long after) {
        final TestMessages messages = new TestMessages();
        final AtomicLong last = new AtomicLong(after);
        long count = 0;
        try (ChronicleJournalReader reader =
                new ChronicleJournalReader(directory, () -> JournalFixture.START_MS, after)) {
            int read = 1;
            while (read > 0) {
                read = reader.poll(
                        (sequence, kind, buffer, offset, length) -> {
                            assertEquals(last.incrementAndGet(), sequence);
                            check(messages, sequence, kind, buffer, offset, length);
                        },
                        100);
                count += read;
            }
        }
        return count;
    }

    private static void check(
            final TestMessages messages,
            final long sequence,
            final RecordKind kind,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final byte[] expected = new byte[messages.encode(sequence)];
        messages.buffer().getBytes(0, expected);
        final byte[] actual = new byte[length];
        buffer.getBytes(offset, actual);
        assertArrayEquals(expected, actual);
        assertEquals(RecordKind.ofTemplate(expected[2] & 0xff), kind);
    }

    private static void await(final BooleanSupplier condition) {
        for (int i = 0; i < 5_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("not within 5 s");
    }
}
