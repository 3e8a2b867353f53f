package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.JournalLostException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.agrona.ErrorHandler;

/**
 * Makes appended records survive the loss of power, and proves that they can be read.
 *
 * <p>Chronicle's own sync covers only the block that is mapped now and logs an I/O error instead of failing; so each
 * batch is forced here by {@code fdatasync} of the cycle file, and the directory after a roll. A failing force is final:
 * the kernel may report the same pages clean the next time.
 *
 * <p>Each batch is read back through a tailer before it is published: an append may "succeed" into a page that the disk
 * had no room for, or behind a hole.
 */
final class ForceThread implements Runnable {
    private static final long READ_BACK_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int READ_BACK_PAUSES_MAX = 1_000;
    private static final long JOIN_MS = 30_000;

    private final SingleChronicleQueue queue;
    private final Path directory;
    private final long probeIndex;
    private final DurableMark mark;
    private final long openedAt;
    private final ErrorHandler onLost;
    private final long intervalNs;
    private final Thread thread;
    private final AtomicLong appended;
    private final AtomicLong durable;
    private final Queue<Path> rolls = new ConcurrentLinkedQueue<>();
    private FileChannel channel;
    private volatile boolean closing;
    private volatile JournalLostException failure;

    ForceThread(
            final SingleChronicleQueue queue,
            final JournalSettings settings,
            final DurableMark mark,
            final long probeIndex,
            final long lastSequence) {
        this.queue = queue;
        this.directory = settings.directory();
        this.onLost = settings.onLost();
        this.intervalNs = settings.forceIntervalNs();
        this.mark = mark;
        this.probeIndex = probeIndex;
        this.openedAt = lastSequence;
        this.appended = new AtomicLong(lastSequence);
        this.durable = new AtomicLong(0);
        this.thread = newThread(settings.threads());
    }

    void start() {
        thread.start();
    }

    /** A file that later records are in. Core thread, before the first of them is announced. */
    void rolled(final Path file) {
        rolls.add(file);
    }

    /** A record that is in the journal. Core thread. */
    void appended(final long sequence) {
        appended.lazySet(sequence);
    }

    /** Newest sequence that is on disk and was read back. Any thread. */
    long durableSequence() {
        return durable.get();
    }

    /** Why the journal is lost, or null. Any thread. */
    JournalLostException failure() {
        return failure;
    }

    /** Forces what was appended and ends. Core thread. */
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try (ExcerptTailer tailer = queue.createTailer()) {
            if (!tailer.moveToIndex(probeIndex)) {
                throw new IOException("probe cannot be found: index=" + probeIndex);
            }
            forceAll(new RecordCursor(tailer, 0, 0));
        } catch (final Throwable e) {
            fail(e);
        } finally {
            closeChannel();
        }
    }

    private Thread newThread(final ThreadFactory threads) {
        final Thread made = threads.newThread(this);
        made.setName("journal-force");
        return made;
    }

    private void forceAll(final RecordCursor cursor) throws IOException {
        if (!cursor.start()) {
            throw new IOException("probe cannot be read: index=" + probeIndex);
        }
        boolean first = true;
        while (true) {
            final boolean last = closing;
            final long target = appended.get();
            if (first || target > durable.get()) {
                force();
                readBack(cursor, target);
                if (target > openedAt) {
                    // Before the first append the cursor is at the probe, whose hash is not that of the record.
                    mark.write(target, cursor.lastHash());
                }
                durable.set(target);
                first = false;
            }
            if (last) {
                return;
            }
            LockSupport.parkNanos(this, intervalNs);
        }
    }

    /** Forces every file that a record up to now may be in, and the directory that names a new one. */
    private void force() throws IOException {
        for (Path file = rolls.poll(); file != null; file = rolls.poll()) {
            if (channel != null) {
                channel.force(false);
                channel.close();
            }
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
        channel.force(false);
    }

    private void readBack(final RecordCursor cursor, final long target) throws IOException {
        int pauses = 0;
        while (cursor.lastSequence() < target) {
            if (cursor.next()) {
                pauses = 0;
            } else if (++pauses > READ_BACK_PAUSES_MAX) {
                throw new IOException("appended records cannot be read back: actual=" + cursor.lastSequence()
                        + " expected=" + target);
            } else {
                LockSupport.parkNanos(this, READ_BACK_PAUSE_NS);
            }
        }
    }

    private void fail(final Throwable cause) {
        final JournalLostException lost = new JournalLostException(
                "journal lost: durable sequence=" + durable.get() + " appended=" + appended.get() + " cause=" + cause,
                cause);
        failure = lost;
        onLost.onError(lost);
    }

    private void closeChannel() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (final IOException ignored) {
            // What counts was forced, or failed, before.
        }
    }
}
