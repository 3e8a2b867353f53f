package io.ratchet.bench.workload;

import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.JournalSettings;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.agrona.concurrent.UnsafeBuffer;

/** The very bytes that the journal hands to its queue for given records: payloads with their frames. */
public final class FramedRecords {
    private static final int FRAME_LENGTH_MAX = 64;

    private FramedRecords() {}

    /**
     * Journals records and reads back what the queue holds.
     *
     * @param records of a whole journal.
     * @param from    position of the first record that counts.
     * @return their frames.
     */
    public static Recording of(final Recording records, final int from) {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            int skipped = append(directory.path(), records, from);
            final Recording framed = new Recording(records.end() + records.count() * FRAME_LENGTH_MAX);
            final UnsafeBuffer view = new UnsafeBuffer();
            final Bytes<?> bytes = Bytes.allocateElasticDirect();
            try (SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(directory.path())
                            .blockSize(JournalSettings.BLOCK_LENGTH_DEFAULT)
                            .rollCycle(RollCycles.FAST_HOURLY)
                            .build();
                    ExcerptTailer tailer = queue.createTailer()) {
                while (tailer.readBytes(bytes)) {
                    if (--skipped < 0) {
                        view.wrap(bytes.addressForRead(bytes.readPosition()), (int) bytes.readRemaining());
                        framed.add(view, 0, view.capacity());
                    }
                    bytes.clear();
                }
            } finally {
                bytes.releaseLast();
            }
            return framed;
        }
    }

    /** Returns how many queue entries come before the first record that counts, the probe included. */
    private static int append(final Path directory, final Recording records, final int from) {
        int before = 1;
        try (ChronicleJournal journal = ChronicleJournal.open(
                JournalSettings.of(directory, System::currentTimeMillis, Thread::new, Throwable::printStackTrace))) {
            long sequence = 0;
            for (int position = 0; position < records.end(); position = records.next(position)) {
                journal.append(++sequence, records.buffer(), records.offset(position), records.length(position));
                before += position < from ? 1 : 0;
            }
        }
        return before;
    }
}
