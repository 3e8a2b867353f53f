package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A journal in memory, in the frames of the one on disk: sequence, kind, checksum and chain are the same. For the
 * simulator. What has reached the disk is whatever {@link #durable} says; {@link #loseUndurable} is a loss of power.
 *
 * <p>One thread.
 */
public final class MemoryJournal implements Journal {
    private static final int FIRST_BYTES = 1 << 20;
    private static final int FIRST_RECORDS = 1 << 13;

    private final RecordFrame frame = new RecordFrame();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] ends = new int[FIRST_RECORDS];
    private int[] hashes = new int[FIRST_RECORDS];
    private int count;
    private long durable;

    /** An empty journal. */
    public MemoryJournal() {}

    @Override
    public void append(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        if (sequence != count + 1L) {
            throw new IllegalArgumentException("append: actual=sequence " + sequence + " expected=" + (count + 1L));
        }
        final int kind = RecordKind.ofTemplate(templateId(buffer, offset)).ordinal();
        final int previous = count == 0 ? 0 : hashes[count - 1];
        final int frameLength = frame.encode(kind, sequence, previous, buffer, offset, length);
        final int start = end(count);
        if (start + frameLength > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(start + frameLength, Math.multiplyExact(bytes.length, 2)));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        frame.buffer().getBytes(0, bytes, start, frameLength);
        ends[count] = start + frameLength;
        hashes[count] = frame.hash();
        count++;
    }

    @Override
    public long durableSequence() {
        return durable;
    }

    /**
     * The disk has records up to here.
     *
     * @param sequence at most the last one; never fewer than before.
     */
    public void durable(final long sequence) {
        durable = Math.max(durable, Math.min(sequence, count));
    }

    /** Power is lost: what the disk does not have is gone. */
    public void loseUndurable() {
        count = (int) durable;
    }

    @Override
    public long lastSequence() {
        return count;
    }

    @Override
    public void close() {
        // Memory outlives the writer, as files do.
    }

    /**
     * Reads from the first record on.
     *
     * @return a reader that checks each frame and sees what is appended later.
     */
    public JournalReader reader() {
        return new Reader();
    }

    /**
     * Reads from behind a record on.
     *
     * @param afterSequence of that record, 0 for all.
     * @return a reader that sees what is appended later.
     */
    public JournalTail tail(final long afterSequence) {
        return new Reader(afterSequence);
    }

    private int end(final int records) {
        return records == 0 ? 0 : ends[records - 1];
    }

    private static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                & 0xFFFF;
    }

    private final class Reader implements JournalTail {
        private final RecordFrame read = new RecordFrame();
        private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
        private int next;
        private int previous;

        private Reader() {}

        private Reader(final long afterSequence) {
            next = Math.toIntExact(afterSequence);
        }

        @Override
        public long lastSequence() {
            return next;
        }

        @Override
        public int lastHash() {
            return previous;
        }

        @Override
        public boolean locate() {
            if (next > count) {
                throw new EngineException("journal has no such record: last=" + count + " expected sequence=" + next);
            }
            previous = next == 0 ? 0 : hashes[next - 1];
            return true;
        }

        @Override
        public int poll(final RecordHandler handler, final int limit) {
            int handed = 0;
            for (; handed < limit && next < count; handed++) {
                final int start = end(next);
                final int length = ends[next] - start;
                read.buffer().putBytes(0, bytes, start, length);
                final String defect = read.defect(length, next + 1L, previous);
                if (defect != null) {
                    throw new JournalDamagedException(next + 1L, defect);
                }
                previous = read.hash();
                next++;
                view.wrap(bytes, start + RecordFrame.HEADER_LENGTH, read.payloadLength());
                handler.onRecord(next, RecordKind.ofOrdinal(read.kind()), view, 0, read.payloadLength());
            }
            return handed;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
