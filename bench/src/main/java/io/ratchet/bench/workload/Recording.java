package io.ratchet.bench.workload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages one after the other, outside the heap. Each is preceded by its length in bytes; 8-byte aligned. */
public final class Recording {
    private static final int LENGTH_FIELD = Long.BYTES;
    private static final int ALIGNMENT = Long.BYTES;

    private final UnsafeBuffer bytes;
    private int end;
    private int count;

    /**
     * An empty recording.
     *
     * @param capacity in bytes.
     */
    public Recording(final int capacity) {
        bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity));
    }

    /**
     * Appends a message.
     *
     * @param source of the message.
     * @param offset of it.
     * @param length of it in bytes.
     */
    public void add(final DirectBuffer source, final int offset, final int length) {
        bytes.putInt(end, length, ByteOrder.LITTLE_ENDIAN);
        bytes.putBytes(end + LENGTH_FIELD, source, offset, length);
        end = next(end);
        count++;
    }

    /**
     * The buffer all messages are in.
     *
     * @return the buffer.
     */
    public UnsafeBuffer buffer() {
        return bytes;
    }

    /**
     * How many messages there are.
     *
     * @return the count.
     */
    public int count() {
        return count;
    }

    /**
     * Where the last message ends.
     *
     * @return the position behind it.
     */
    public int end() {
        return end;
    }

    /**
     * Offset of a message.
     *
     * @param position of its entry, 0 for the first.
     * @return where its bytes begin.
     */
    public int offset(final int position) {
        return position + LENGTH_FIELD;
    }

    /**
     * Length of a message.
     *
     * @param position of its entry.
     * @return bytes.
     */
    public int length(final int position) {
        return bytes.getInt(position, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The next entry.
     *
     * @param position of an entry.
     * @return position of the one behind it.
     */
    public int next(final int position) {
        return (offset(position) + length(position) + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
