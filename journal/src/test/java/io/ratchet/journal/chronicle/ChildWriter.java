package io.ratchet.journal.chronicle;

import io.ratchet.journal.DirectoryLock;
import io.ratchet.journal.TestMessages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** A process that appends as fast as it can and notes each acknowledged sequence where the kill cannot undo it. */
final class ChildWriter {
    private ChildWriter() {}

    public static void main(final String[] arguments) throws IOException {
        final Path data = Path.of(arguments[0]);
        try (DirectoryLock lock = DirectoryLock.acquire(data);
                RandomAccessFile file =
                        new RandomAccessFile(data.resolve("acknowledged").toFile(), "rw")) {
            final MappedByteBuffer acknowledged =
                    file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 2 * Long.BYTES);
            final ChronicleJournal journal = ChronicleJournal.open(JournalFixture.settings(
                    data.resolve("journal"), System::currentTimeMillis, new AtomicReference<>()));
            final TestMessages messages = new TestMessages();
            acknowledged.putLong(Long.BYTES, 1);
            while (lock.file() != null) {
                final long sequence = journal.lastSequence() + 1;
                final int length = messages.encode(sequence);
                journal.append(sequence, messages.buffer(), 0, length);
                acknowledged.putLong(0, sequence);
            }
        }
    }
}
