package io.ratchet.engine.snapshot;

import io.ratchet.engine.state.StateFields;

/**
 * A pass that loads what {@link StateImage} wrote. Refuses what cannot be: an end too early or too late, a count or a
 * constant out of bounds. Cold path: one thread, allocates.
 */
final class ImageReader implements StateFields {
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;
    private static final int VARINT_MASK = 0x7F;

    private final byte[] bytes;
    private int at;
    private long zeros;
    private String part = "";

    /**
     * A reader at the beginning.
     *
     * @param bytes of all sections.
     */
    ImageReader(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** After the last field: nothing may be left. */
    void end() {
        if (at != bytes.length || zeros != 0) {
            throw new UnreadableSnapshotException("snapshot: part=" + part + " bytes left=" + (bytes.length - at)
                    + " zeros left=" + zeros + " expected=0");
        }
    }

    @Override
    public boolean isLoading() {
        return true;
    }

    @Override
    public void part(final String name) {
        if (zeros != 0) {
            throw new UnreadableSnapshotException("snapshot: part=" + part + " zeros left=" + zeros + " expected=0");
        }
        part = name;
    }

    @Override
    public long of(final String name, final long value) {
        return next();
    }

    @Override
    public int of(final String name, final int value) {
        final long read = next();
        if (read != (int) read) {
            throw refused(name, read, "an int");
        }
        return (int) read;
    }

    @Override
    public boolean of(final String name, final boolean value) {
        final long read = next();
        if (read != 0 && read != 1) {
            throw refused(name, read, "0 or 1");
        }
        return read == 1;
    }

    @Override
    public <E extends Enum<E>> E of(final String name, final E value, final Class<E> type) {
        final E[] constants = type.getEnumConstants();
        final long read = next();
        if (read < -1 || read >= constants.length) {
            throw refused(name, read, "-1.." + (constants.length - 1));
        }
        return read == -1 ? null : constants[(int) read];
    }

    @Override
    public int count(final String name, final int count, final int max) {
        final long read = next();
        if (read < 0 || read > max) {
            throw refused(name, read, "0.." + max);
        }
        return (int) read;
    }

    @Override
    public boolean isPresent(final String name, final boolean isPresent) {
        return of(name, isPresent);
    }

    @Override
    public void of(final String name, final long[] values, final int count) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            last += next();
            values[i] = last;
        }
    }

    @Override
    public void of(final String name, final int[] values, final int count) {
        int last = 0;
        for (int i = 0; i < count; i++) {
            last += of(name, 0);
            values[i] = last;
        }
    }

    private long next() {
        if (zeros > 0) {
            zeros--;
            return 0;
        }
        final long value = varint();
        if (value == 0) {
            zeros = varint() - 1;
            return 0;
        }
        return value >>> 1 ^ -(value & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
            if (at >= bytes.length) {
                throw new UnreadableSnapshotException(
                        "snapshot: part=" + part + " ends early: bytes actual=" + bytes.length);
            }
            final byte piece = bytes[at++];
            value |= (long) (piece & VARINT_MASK) << shift;
            if ((piece & VARINT_MORE) == 0) {
                return value;
            }
        }
        throw new UnreadableSnapshotException("snapshot: part=" + part + " value too long: at=" + at);
    }

    private UnreadableSnapshotException refused(final String name, final long actual, final String expected) {
        return new UnreadableSnapshotException(
                "snapshot: part=" + part + " field=" + name + " actual=" + actual + " expected=" + expected);
    }
}
