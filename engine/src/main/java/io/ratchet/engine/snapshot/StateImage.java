package io.ratchet.engine.snapshot;

import io.ratchet.engine.state.StateFields;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A pass that writes the state into memory, by parts. A value is a zigzag varint; a run of zeros is one 0 and its length;
 * an array holds differences from one element to the next, as neighbours resemble each other.
 *
 * <p>Core thread. The memory grows when the state has outgrown it and is kept.
 */
final class StateImage implements StateFields {
    private static final int FIRST_BYTES = 1 << 16;
    private static final int FIRST_PARTS = 64;
    private static final int VARINT_LENGTH_MAX = 10;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;
    private static final int VARINT_MASK = 0x7F;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private byte[] bytes = new byte[FIRST_BYTES];
    private String[] names = new String[FIRST_PARTS];
    private int[] ends = new int[FIRST_PARTS];
    private int parts;
    private int length;
    private long zeros;

    /** Starts again. */
    void reset() {
        parts = 0;
        length = 0;
        zeros = 0;
    }

    /** After the last field. */
    void end() {
        endPart();
        buffer.wrap(bytes, 0, length);
    }

    private void endPart() {
        endZeros();
        if (parts > 0) {
            ends[parts - 1] = length;
        }
    }

    /** Parts written. */
    int parts() {
        return parts;
    }

    /** Name of a part. */
    String name(final int part) {
        return names[part];
    }

    /** Where a part begins. */
    int start(final int part) {
        return part == 0 ? 0 : ends[part - 1];
    }

    /** Where a part ends. */
    int end(final int part) {
        return ends[part];
    }

    /** Bytes written. */
    int length() {
        return length;
    }

    /** What was written, after {@link #end()}. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public void part(final String name) {
        endPart();
        if (parts == names.length) {
            names = Arrays.copyOf(names, 2 * parts);
            ends = Arrays.copyOf(ends, 2 * parts);
        }
        names[parts++] = name;
    }

    @Override
    public long of(final String name, final long value) {
        put(value);
        return value;
    }

    @Override
    public int of(final String name, final int value) {
        put(value);
        return value;
    }

    @Override
    public boolean of(final String name, final boolean value) {
        put(value ? 1 : 0);
        return value;
    }

    @Override
    public <E extends Enum<E>> E of(final String name, final E value, final Class<E> type) {
        put(value == null ? -1 : value.ordinal());
        return value;
    }

    @Override
    public int count(final String name, final int count, final int max) {
        put(count);
        return count;
    }

    @Override
    public boolean isPresent(final String name, final boolean isPresent) {
        put(isPresent ? 1 : 0);
        return isPresent;
    }

    @Override
    public void of(final String name, final long[] values, final int count) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            put(values[i] - last);
            last = values[i];
        }
    }

    @Override
    public void of(final String name, final int[] values, final int count) {
        int last = 0;
        for (int i = 0; i < count; i++) {
            put(values[i] - last);
            last = values[i];
        }
    }

    private void put(final long value) {
        if (value == 0) {
            zeros++;
            return;
        }
        endZeros();
        putVarint(value << 1 ^ value >> Long.SIZE - 1);
    }

    private void endZeros() {
        if (zeros > 0) {
            final long run = zeros;
            zeros = 0;
            putVarint(0);
            putVarint(run);
        }
    }

    private void putVarint(final long value) {
        if (length + VARINT_LENGTH_MAX > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long left = value;
        int at = length;
        while ((left & ~VARINT_MASK) != 0) {
            bytes[at++] = (byte) (left & VARINT_MASK | VARINT_MORE);
            left >>>= VARINT_BITS;
        }
        bytes[at++] = (byte) left;
        length = at;
    }
}
