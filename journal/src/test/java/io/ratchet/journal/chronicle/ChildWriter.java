package io.ratchet.journal.chronicle;

import io.ratchet.journal.DirectoryLock;
import io.ratchet.journal.TestMessages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A process that appends as fast as it can and notes each acknowledged sequence where the kill cannot undo it. */
final class ChildWriter {
    private static final int RECORDS_PER_HOUR = 5_000;

    private ChildWriter() {}

    public static void main(final String[] arguments) throws IOException {
        final Path data = Path.of(arguments[0]);
        try (DirectoryLock lock = DirectoryLock.acquire(data);
                RandomAccessFile file =
                        new RandomAccessFile(data.resolve("acknowledged").toFile(), "rw")) {
            final MappedByteBuffer acknowledged =
                    file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 2 * Long.BYTES);
            // An hour every few thousand records, so that kills hit rolls too.
            final AtomicLong clock = new AtomicLong(JournalFixture.START_MS);
            final ChronicleJournal journal = ChronicleJournal.open(
                    JournalFixture.settings(data.resolve("journal"), clock::get, new AtomicReference<>()));
            clock.addAndGet(journal.lastSequence() / RECORDS_PER_HOUR * CycleFile.CYCLE_MS);
            final TestMessages messages = new TestMessages();
            acknowledged.putLong(Long.BYTES, 1);
            while (lock.file() != null) {
                final long sequence = journal.lastSequence() + 1;
                final int length = messages.encode(sequence);
                journal.append(sequence, messages.buffer(), 0, length);
                acknowledged.putLong(0, sequence);
                if (sequence % RECORDS_PER_HOUR == 0) {
                    clock.addAndGet(CycleFile.CYCLE_MS);
                }
            }
        }
    }
}
