package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.JournalLostException;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * Proves at open that readers see what the audit found, and see what is appended next. The audit reads files; a reader
 * goes by the queue's own bookkeeping, which may be damaged where no record is.
 */
final class ReadBack implements AutoCloseable {
    private final ExcerptTailer tailer;
    private final RecordCursor cursor;
    private final JournalAudit.Inspection found;

    ReadBack(final SingleChronicleQueue queue, final JournalAudit.Inspection found) {
        this.tailer = queue.createTailer();
        this.cursor = new RecordCursor(tailer.toStart(), 0, 0);
        this.found = found;
    }

    /** Reads everything: it must end where the audit ended. */
    void all() {
        while (cursor.next()) {
            // Each frame is checked against the one before it.
        }
        final JournalAudit audit = found.audit();
        if (cursor.lastSequence() != audit.lastSequence() || cursor.lastHash() != audit.lastHash()) {
            throw CycleScanner.damagedAt(
                    cursor.lastSequence() + 1,
                    "readers end at sequence=" + cursor.lastSequence() + " the files at sequence="
                            + audit.lastSequence());
        }
    }

    /**
     * Reads a probe that was just appended: it must be the very next record, at the index that follows the audit's.
     *
     * @param probe as written.
     * @param index where the appender says it is.
     */
    void probe(final RecordFrame probe, final long index) {
        final boolean sameFile =
                found.lastFile() != null && found.lastFile().cycle() == Queues.ROLL_CYCLE.toCycle(index);
        final long expected = sameFile ? found.recordsInFile() : 0;
        final long actual = Queues.ROLL_CYCLE.toSequenceNumber(index);
        if (actual != expected) {
            throw new JournalLostException(
                    "probe record: index in its file actual=" + actual + " expected=" + expected, null);
        }
        if (!cursor.next() || cursor.lastHash() != probe.hash()) {
            throw new JournalLostException(
                    "probe record was written but cannot be read back: index=" + Long.toHexString(index), null);
        }
    }

    @Override
    public void close() {
        tailer.close();
    }
}
