package io.ratchet.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalAllocationTest {
    private static final int WARM_UP = 200_000;
    private static final int APPENDS = 1_000_000;
    private static final int LENGTH = 96;
    private static final double BYTES_PER_APPEND_MAX = 0.5;

    @TempDir
    private Path directory;

    @Test
    void shouldAllocateNothingPerAppend() {
        final JournalSettings settings = new JournalSettings(
                directory,
                System::currentTimeMillis,
                Thread::new,
                new AtomicReference<Throwable>()::set,
                JournalSettings.BLOCK_LENGTH_DEFAULT,
                JournalSettings.FORCE_INTERVAL_NS_DEFAULT);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH]);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ChronicleJournal journal = ChronicleJournal.open(settings)) {
            append(journal, message, WARM_UP);
            final long before = threads.getCurrentThreadAllocatedBytes();
            final long start = System.nanoTime();
            append(journal, message, APPENDS);
            final long elapsed = System.nanoTime() - start;
            final double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / APPENDS;
            System.out.println("bytes/append=" + bytes + " ns/append=" + elapsed / APPENDS);
            assertTrue(bytes < BYTES_PER_APPEND_MAX, "bytes per append " + bytes);
        }
    }

    private static void append(final ChronicleJournal journal, final UnsafeBuffer message, final int count) {
        for (int i = 0; i < count; i++) {
            final long sequence = journal.lastSequence() + 1;
            message.putShort(2, (short) 5);
            message.putLong(8, sequence);
            journal.append(sequence, message, 0, LENGTH);
        }
    }
}
