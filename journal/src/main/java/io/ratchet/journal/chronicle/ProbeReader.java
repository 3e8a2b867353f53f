package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.JournalLostException;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/** Reads a probe back the way readers read: it must be the very next record, at the index that follows the audit's. */
final class ProbeReader {

    private ProbeReader() {}

    static void check(
            final SingleChronicleQueue queue,
            final long index,
            final RecordFrame probe,
            final JournalAudit.Inspection found) {
        final int cycle = Queues.ROLL_CYCLE.toCycle(index);
        final long inCycle = Queues.ROLL_CYCLE.toSequenceNumber(index);
        final boolean sameFile = found.lastFile() != null && found.lastFile().cycle() == cycle;
        final long expected = sameFile ? found.recordsInFile() : 0;
        if (inCycle != expected) {
            throw new JournalLostException(
                    "probe record: index in cycle actual=" + inCycle + " expected=" + expected, null);
        }
        try (ExcerptTailer tailer = queue.createTailer()) {
            final RecordCursor cursor = new RecordCursor(
                    tailer, found.audit().lastSequence(), found.audit().lastHash());
            if (!tailer.moveToIndex(index) || !cursor.next() || cursor.lastHash() != probe.hash()) {
                throw new JournalLostException(
                        "probe record was written but cannot be read back: index=" + Long.toHexString(index), null);
            }
        }
    }
}
