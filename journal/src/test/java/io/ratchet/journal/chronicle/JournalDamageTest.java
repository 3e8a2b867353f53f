package io.ratchet.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.JournalLostException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each damage is refused with the sequence of the first record that is bad or missing, and refused again. */
class JournalDamageTest {
    private static final int RECORDS = 1_000;
    private static final int WORD_LENGTH = 4;
    private static final int PAGE_LENGTH = 4_096;
    private static final int ANYWHERE_FLIPS = 150;

    @TempDir
    private Path directory;

    private Path journal;
    private Path file;
    private List<JournalFixture.Place> places;

    @BeforeEach
    void write() throws IOException {
        journal = directory.resolve("journal");
        JournalFixture.write(journal, RECORDS);
        file = JournalFixture.onlyFile(journal);
        places = JournalFixture.places(file);
        assertEquals(RECORDS, places.size());
    }

    @Test
    void shouldNameTheRecordOfAnyFlippedBit() throws IOException {
        final SplittableRandom random = random();
        for (int i = 0; i < 300; i++) {
            final int record = random.nextInt(RECORDS);
            flipAndExpect(
                    record, WORD_LENGTH + random.nextInt(places.get(record).length()), random.nextInt(8));
        }
    }

    @Test
    void shouldNameTheRecordOfEveryBitOfTheFirstAMiddleAndTheLastRecord() throws IOException {
        for (final int record : new int[] {0, RECORDS / 2, RECORDS - 1}) {
            for (int offset = 0; offset < WORD_LENGTH + places.get(record).length(); offset++) {
                flipAndExpect(record, offset, offset & 7);
            }
        }
    }

    @Test
    void shouldNameTheRecordOfEveryBitOfALengthWord() throws IOException {
        for (int bit = 0; bit < 32; bit++) {
            flipAndExpect(RECORDS / 3, bit / 8, bit % 8);
            flipAndExpect(RECORDS - 1, bit / 8, bit % 8);
        }
    }

    /** The queue's own bookkeeping included: refused, or every record is there and appending goes on well. */
    @Test
    void shouldRefuseOrLoseNothingForAnyFlippedBitOfTheFile() throws IOException {
        final SplittableRandom random = random();
        final long end = places.get(RECORDS - 1).position();
        int refused = 0;
        for (int i = 0; i < ANYWHERE_FLIPS; i++) {
            final Path copy = copy();
            final long position = i % 3 == 0 ? random.nextLong(0xf0) : random.nextLong(end);
            JournalFixture.flip(onlyFile(copy), position, random.nextInt(8));
            refused += refusedOrWhole(copy, position) ? 1 : 0;
        }
        assertTrue(refused > ANYWHERE_FLIPS / 10, "refused " + refused);
    }

    @Test
    void shouldNameTheFirstRecordOfAZeroedPage() throws IOException {
        for (long page = places.get(0).position() / PAGE_LENGTH + 1;
                page < places.get(RECORDS - 1).position() / PAGE_LENGTH;
                page++) {
            final Path copy = copy();
            final long start = page * PAGE_LENGTH;
            JournalFixture.overwrite(onlyFile(copy), start, new byte[PAGE_LENGTH]);
            expect(copy, firstTouched(start));
        }
    }

    @Test
    void shouldNameTheFirstMissingRecordWhenTheLastPagesAreZeroed() throws IOException {
        final long start = places.get(RECORDS - 1).position() / PAGE_LENGTH * PAGE_LENGTH;
        JournalFixture.overwrite(file, start, new byte[PAGE_LENGTH]);
        expect(journal, firstTouched(start));
    }

    @Test
    void shouldNameTheFirstMissingRecordOfATruncatedFile() throws IOException {
        for (final int kept : new int[] {0, 1, 500, RECORDS - 1}) {
            for (final int into : new int[] {0, 2, WORD_LENGTH, WORD_LENGTH + 10}) {
                final Path copy = copy();
                truncate(onlyFile(copy), places.get(kept).position() + into);
                expect(copy, kept + 1);
            }
        }
    }

    @Test
    void shouldNoticeALostTailThatTheMarkRemembers() throws IOException {
        final JournalFixture.Place last = places.get(RECORDS - 1);
        JournalFixture.overwrite(file, last.position(), new byte[WORD_LENGTH + last.length()]);
        expect(journal, RECORDS);
        Files.delete(journal.resolve(DurableMark.FILE_NAME));
        expect(journal, RECORDS);
    }

    @Test
    void shouldNoticeADeletedCycleFile() throws IOException {
        final Path hours = directory.resolve("hours");
        final AtomicLong clock = new AtomicLong(JournalFixture.START_MS);
        try (ChronicleJournal writer = JournalFixture.open(hours, clock::get)) {
            for (int hour = 0; hour < 3; hour++) {
                JournalFixture.append(writer, 100);
                clock.addAndGet(CycleFile.CYCLE_MS);
            }
        }
        final List<CycleFile> files = CycleFile.list(hours);
        final long[] expected = {1, 101, 201};
        for (int i = 0; i < files.size(); i++) {
            final Path copy = copy(hours);
            Files.delete(copy.resolve(files.get(i).path().getFileName()));
            expect(copy, expected[i]);
        }
    }

    @Test
    void shouldNoticeARepeatedAndASwappedRecord() throws IOException {
        final int first = sameLengthAsFourLater();
        final Path repeated = copy();
        overwriteRecord(onlyFile(repeated), first + 4, first);
        expect(repeated, first + 5);
        final Path swapped = copy();
        overwriteRecord(onlyFile(swapped), first + 4, first);
        overwriteRecord(onlyFile(swapped), first, first + 4);
        expect(swapped, first + 1);
    }

    @Test
    void shouldNoticeAnotherJournalInItsPlace() throws IOException {
        final Path other = directory.resolve("other");
        try (ChronicleJournal writer = JournalFixture.open(other, () -> JournalFixture.START_MS)) {
            JournalFixture.append(writer, RECORDS / 2);
        }
        JournalFixture.write(other, RECORDS / 2);
        Files.copy(
                journal.resolve(DurableMark.FILE_NAME),
                other.resolve(DurableMark.FILE_NAME),
                StandardCopyOption.REPLACE_EXISTING);
        expect(other, RECORDS);
    }

    @Test
    void shouldNotTakeAFileWithRecordsForOneInTheMaking() throws IOException {
        final Path single = directory.resolve("single");
        JournalFixture.write(single, 0);
        final Path only = JournalFixture.onlyFile(single);
        assertEquals(
                RecordFrame.KIND_PROBE,
                JournalFixture.read(only).get((int) CycleScanner.FIRST_RECORD_POSITION + 7) & 0xff);
        JournalFixture.write(single, 1);
        JournalFixture.overwrite(only, 3, (byte) 0x80);
        expect(single, 1);
    }

    @Test
    void shouldSurviveALostMetadataFile() throws IOException {
        Files.delete(journal.resolve("metadata.cq4t"));
        JournalFixture.write(journal, 10);
        assertEquals(RECORDS + 10, JournalAudit.of(journal).lastSequence());
    }

    private void flipAndExpect(final int record, final int offset, final int bit) throws IOException {
        final long position = places.get(record).position() + offset;
        JournalFixture.flip(file, position, bit);
        final JournalDamagedException damage = assertThrows(
                JournalDamagedException.class,
                () -> JournalAudit.of(journal),
                "record=" + record + " offset=" + offset + " bit=" + bit);
        assertEquals(record + 1, damage.sequence(), damage.getMessage() + " offset=" + offset + " bit=" + bit);
        JournalFixture.flip(file, position, bit);
    }

    private static void expect(final Path journal, final long sequence) {
        for (int attempt = 0; attempt < 2; attempt++) {
            final JournalDamagedException damage = assertThrows(
                    JournalDamagedException.class,
                    () -> JournalFixture.open(journal, () -> JournalFixture.START_MS)
                            .close());
            assertEquals(sequence, damage.sequence(), damage.getMessage());
            assertTrue(damage.getMessage().contains("first bad sequence=" + sequence), damage.getMessage());
        }
    }

    private static boolean refusedOrWhole(final Path journal, final long position) {
        try {
            JournalFixture.write(journal, 300);
        } catch (final JournalDamagedException | JournalLostException e) {
            return true;
        }
        assertEquals(RECORDS + 300, JournalAudit.of(journal).lastSequence(), "flip at " + position);
        final AtomicLong last = new AtomicLong();
        try (ChronicleJournalReader reader = new ChronicleJournalReader(journal, () -> 0)) {
            while (reader.poll((sequence, kind, buffer, offset, length) -> last.set(sequence), 1_000) > 0) {}
        }
        assertEquals(RECORDS + 300, last.get(), "flip at " + position);
        return false;
    }

    private long firstTouched(final long start) {
        for (int i = 0; i < RECORDS; i++) {
            if (places.get(i).position() + WORD_LENGTH + places.get(i).length() > start) {
                return i + 1L;
            }
        }
        throw new AssertionError("no record behind " + start);
    }

    private int sameLengthAsFourLater() {
        for (int i = 0; i < RECORDS - 4; i++) {
            if (places.get(i).length() == places.get(i + 4).length()) {
                return i;
            }
        }
        throw new AssertionError("no such records");
    }

    private void overwriteRecord(final Path target, final int at, final int with) throws IOException {
        final byte[] bytes = new byte[WORD_LENGTH + places.get(with).length()];
        JournalFixture.read(file).get((int) places.get(with).position(), bytes);
        JournalFixture.overwrite(target, places.get(at).position(), bytes);
    }

    private Path copy() throws IOException {
        return copy(journal);
    }

    private Path copy(final Path from) throws IOException {
        final Path to = Files.createTempDirectory(directory, "copy");
        try (Stream<Path> files = Files.list(from)) {
            for (final Path each : files.toList()) {
                Files.copy(each, to.resolve(each.getFileName()));
            }
        }
        return to;
    }

    private static Path onlyFile(final Path journal) {
        return JournalFixture.onlyFile(journal);
    }

    private static void truncate(final Path target, final long length) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static SplittableRandom random() {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("ratchet.seed=" + seed);
        return new SplittableRandom(seed);
    }
}
