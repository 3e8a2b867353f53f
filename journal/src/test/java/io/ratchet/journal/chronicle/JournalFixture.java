package io.ratchet.journal.chronicle;

import io.ratchet.journal.TestMessages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.EpochClock;

/** Journals of small blocks for tests, and the places of their records. */
final class JournalFixture {
    static final long START_MS = 1_800_000_000_000L;
    private static final int FORCE_INTERVAL_NS = 1_000_000;

    private JournalFixture() {}

    /** Where a record lies in its file. */
    record Place(Path file, long position, int length) {}

    static JournalSettings settings(
            final Path directory, final EpochClock clock, final AtomicReference<Throwable> lost) {
        return new JournalSettings(
                directory, clock, Thread::new, lost::set, JournalSettings.BLOCK_LENGTH_MIN, FORCE_INTERVAL_NS);
    }

    static ChronicleJournal open(final Path directory, final EpochClock clock) {
        return ChronicleJournal.open(settings(directory, clock, new AtomicReference<>()));
    }

    static void append(final ChronicleJournal journal, final int count) {
        final TestMessages messages = new TestMessages();
        for (int i = 0; i < count; i++) {
            final long sequence = journal.lastSequence() + 1;
            final int length = messages.encode(sequence);
            journal.append(sequence, messages.buffer(), 0, length);
        }
    }

    static void write(final Path directory, final int count) {
        try (ChronicleJournal journal = open(directory, () -> START_MS)) {
            append(journal, count);
        }
    }

    /** Places of records 1, 2, … found by an independent walk: list index = sequence − 1. */
    static List<Place> places(final Path file) throws IOException {
        final List<Place> places = new ArrayList<>();
        final ByteBuffer bytes = read(file);
        int position = 0;
        while (position + 4 <= bytes.capacity()) {
            final int word = Integer.reverseBytes(bytes.getInt(position));
            if (word == 0 || word < 0) {
                break;
            }
            final int length = word & 0x3fff_ffff;
            final boolean ours = (word & 0x4000_0000) == 0;
            if (ours && (bytes.get(position + 4 + 3) & 0xff) != RecordFrame.KIND_PROBE) {
                places.add(new Place(file, position, length));
            }
            position += 4 + length;
            position += -position & 3;
        }
        return places;
    }

    static ByteBuffer read(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
            return bytes;
        }
    }

    static void overwrite(final Path file, final long position, final byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    static void flip(final Path file, final long position, final int bit) throws IOException {
        final byte old = read(file).get((int) position);
        overwrite(file, position, (byte) (old ^ 1 << bit));
    }

    static Path onlyFile(final Path directory) {
        final List<CycleFile> files = CycleFile.list(directory);
        if (files.size() != 1) {
            throw new IllegalStateException("cycle files: actual=" + files + " expected one");
        }
        return files.get(0).path();
    }
}
