package io.ratchet.engine.pipeline;

import com.lmax.disruptor.EventFactory;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One preallocated place of a ring: a message, or a token that says in which mailbox the message waits. */
final class Slot {
    /** Length in bytes of a slot of the inbound ring. */
    static final int INBOUND_LENGTH = 512;
    /** Length in bytes of a slot of the egress and listener rings: the longest output. */
    static final int OUTPUT_LENGTH = 256;
    /** The slot holds a message of its own. */
    static final int NO_TOKEN = -1;

    private final UnsafeBuffer buffer;
    private int length;
    private int token = NO_TOKEN;
    private long sequence;

    private Slot(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Makes the slots of one ring out of one contiguous, cache-line aligned allocation.
     *
     * @param slots      of the ring.
     * @param slotLength in bytes.
     * @return the factory, good for that many slots.
     */
    static EventFactory<Slot> factory(final int slots, final int slotLength) {
        final ByteBuffer memory =
                BufferUtil.allocateDirectAligned(Math.multiplyExact(slots, slotLength), BitUtil.CACHE_LINE_LENGTH);
        final int[] next = new int[1];
        return () -> new Slot(new UnsafeBuffer(memory, slotLength * next[0]++, slotLength));
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    int token() {
        return token;
    }

    long sequence() {
        return sequence;
    }

    void message(final long newSequence, final DirectBuffer source, final int offset, final int newLength) {
        buffer.putBytes(0, source, offset, newLength);
        length = newLength;
        sequence = newSequence;
        token = NO_TOKEN;
    }

    void token(final int instrumentId) {
        token = instrumentId;
    }
}
