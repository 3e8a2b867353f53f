package io.ratchet.adapters.sim;

import org.agrona.BitUtil;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Encoded inputs waiting to be read, first in first out. One thread; grows to what was ever waiting, then allocates
 * nothing.
 */
public final class InputQueue implements InputSink {
    private static final int CAPACITY = 16 * 1024;

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(CAPACITY);
    private int head;
    private int tail;

    /** Reads one waiting input. */
    @FunctionalInterface
    public interface Reader {
        /**
         * One input; valid only during the call.
         *
         * @param buffer that holds the SBE message, header first.
         * @param offset of the message.
         * @param length of the message in bytes.
         * @return false to keep it waiting.
         */
        boolean onInput(MutableDirectBuffer buffer, int offset, int length);
    }

    @Override
    public void onInput(final MutableDirectBuffer buffer, final int offset, final int length) {
        bytes.putInt(tail, length);
        bytes.putBytes(tail + BitUtil.SIZE_OF_INT, buffer, offset, length);
        tail += BitUtil.SIZE_OF_INT + length;
    }

    /**
     * Whether nothing is waiting.
     *
     * @return true when empty.
     */
    public boolean isEmpty() {
        return head == tail;
    }

    /**
     * Reads the oldest input. The reader may cause more to be added.
     *
     * @param reader of it.
     * @return false when there was none, or the reader kept it.
     */
    public boolean poll(final Reader reader) {
        if (head == tail) {
            return false;
        }
        final int length = bytes.getInt(head);
        if (!reader.onInput(bytes, head + BitUtil.SIZE_OF_INT, length)) {
            return false;
        }
        head += BitUtil.SIZE_OF_INT + length;
        if (head == tail) {
            head = 0;
            tail = 0;
        } else if (head > CAPACITY) {
            bytes.putBytes(0, bytes, head, tail - head);
            tail -= head;
            head = 0;
        }
        return true;
    }
}
