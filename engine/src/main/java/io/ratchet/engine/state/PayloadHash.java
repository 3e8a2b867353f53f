package io.ratchet.engine.state;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Rolling 64-bit hash over the payloads of inputs and outputs, in their order. Equal on every machine; each step is a
 * bijection of the hash so far, so a difference stays a difference. Finds errors, not forgeries.
 *
 * <p>Allocates nothing. One thread.
 */
public final class PayloadHash {
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xC2B2AE3D27D4EB4FL;
    private static final int ROTATION = 29;

    private long value = SEED;

    /** Of nothing. */
    public PayloadHash() {}

    /** Starts again, of nothing. */
    public void restart() {
        value = SEED;
    }

    /**
     * Goes on where another one was.
     *
     * @param newValue its hash.
     */
    public void restart(final long newValue) {
        value = newValue;
    }

    /**
     * Adds one payload.
     *
     * @param buffer that holds it.
     * @param offset of it.
     * @param length in bytes, ≥ 0.
     */
    public void update(final DirectBuffer buffer, final int offset, final int length) {
        long hash = mixed(value, length);
        int index = offset;
        final int end = offset + length;
        for (; index + Long.BYTES <= end; index += Long.BYTES) {
            hash = mixed(hash, buffer.getLong(index, ByteOrder.LITTLE_ENDIAN));
        }
        if (index < end) {
            long tail = 0;
            for (int shift = 0; index < end; index++, shift += Byte.SIZE) {
                tail |= (buffer.getByte(index) & 0xFFL) << shift;
            }
            hash = mixed(hash, tail);
        }
        value = hash;
    }

    /**
     * The hash so far.
     *
     * @return all 64 bits of it.
     */
    public long value() {
        return value;
    }

    private static long mixed(final long hash, final long word) {
        return Long.rotateLeft((hash ^ word) * FACTOR, ROTATION) + SEED;
    }
}
