package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.agrona.concurrent.EpochClock;

/**
 * Follows a journal by a tailer of its own on a read-only queue: takes no lock, leaves no trace, may start before the
 * writer. One thread.
 *
 * <p>It maps the files: where they may be damaged, {@link JournalAudit} goes first.
 */
public final class ChronicleJournalReader implements JournalTail {
    private final Path directory;
    private final EpochClock clock;
    private final long afterSequence;
    private SingleChronicleQueue queue;
    private RecordCursor cursor;
    private JournalDamagedException damage;
    private int lastRecordHash;

    /**
     * A reader of everything.
     *
     * @param directory of the journal; may still be missing.
     * @param clock     wall clock, for looking for new files.
     */
    public ChronicleJournalReader(final Path directory, final EpochClock clock) {
        this(directory, clock, 0);
    }

    /**
     * A reader of what comes after a record.
     *
     * @param directory     of the journal.
     * @param clock         wall clock, for looking for new files.
     * @param afterSequence sequence of the record before the first one wanted, 0 for all.
     */
    public ChronicleJournalReader(final Path directory, final EpochClock clock, final long afterSequence) {
        if (afterSequence < 0) {
            throw new IllegalArgumentException("after sequence: actual=" + afterSequence + " expected>=0");
        }
        this.directory = directory;
        this.clock = clock;
        this.afterSequence = afterSequence;
    }

    @Override
    public int poll(final RecordHandler handler, final int limit) {
        if (damage != null) {
            throw damage;
        }
        if (cursor == null && !locate()) {
            return 0;
        }
        try {
            return poll(cursor, handler, limit);
        } catch (final JournalDamagedException e) {
            damage = e;
            throw e;
        }
    }

    @Override
    public long lastSequence() {
        return cursor == null ? afterSequence : cursor.lastSequence();
    }

    @Override
    public int lastHash() {
        return lastRecordHash;
    }

    @Override
    public boolean locate() {
        if (cursor != null) {
            return true;
        }
        if (queue == null) {
            if (CycleFile.list(directory).isEmpty()) {
                return false;
            }
            queue = Queues.readable(directory, Queues.monotone(clock, 0));
        }
        final ExcerptTailer tailer = queue.createTailer();
        cursor = afterSequence == 0 ? new RecordCursor(tailer.toStart(), 0, 0) : find(tailer);
        lastRecordHash = cursor.lastHash();
        return true;
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.tailer().close();
        }
        if (queue != null) {
            queue.close();
        }
    }

    private int poll(final RecordCursor from, final RecordHandler handler, final int limit) {
        int count = 0;
        while (count < limit && from.next()) {
            final RecordFrame frame = from.frame();
            if (!frame.isProbe()) {
                lastRecordHash = frame.hash();
                count++;
                handler.onRecord(
                        frame.sequence(),
                        RecordKind.ofOrdinal(frame.kind()),
                        frame.buffer(),
                        RecordFrame.HEADER_LENGTH,
                        frame.payloadLength());
            }
        }
        return count;
    }

    private RecordCursor find(final ExcerptTailer tailer) {
        final List<CycleFile> files = CycleFile.list(directory);
        final RecordCursor found = new RecordCursor(tailer, 0, 0);
        int file = files.size() - 1;
        while (file >= 0 && !(read(found, files.get(file).cycle(), 0) && key(found) <= wantedKey())) {
            file--;
        }
        if (file < 0) {
            throw missing();
        }
        final int cycle = files.get(file).cycle();
        long low = 0;
        long step = 1;
        while (read(found, cycle, low + step) && key(found) <= wantedKey()) {
            low += step;
            step <<= 1;
        }
        // The record is at low or before low + step.
        long high = low + step;
        while (high - low > 1) {
            final long middle = low + (high - low) / 2;
            if (read(found, cycle, middle) && key(found) <= wantedKey()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        if (!read(found, cycle, low) || key(found) != wantedKey()) {
            throw missing();
        }
        return found;
    }

    private static boolean read(final RecordCursor cursor, final int cycle, final long inCycle) {
        return cursor.tailer().moveToIndex(Queues.ROLL_CYCLE.toIndex(cycle, inCycle)) && cursor.start();
    }

    /** A probe lies behind the record whose sequence it carries. */
    private static long key(final RecordCursor cursor) {
        return 2 * cursor.lastSequence() + (cursor.frame().isProbe() ? 1 : 0);
    }

    private long wantedKey() {
        return 2 * afterSequence;
    }

    private EngineException missing() {
        return new EngineException(
                "journal has no such record: directory=" + directory + " expected sequence=" + afterSequence);
    }
}
