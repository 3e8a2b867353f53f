package io.ratchet.engine.state;

/**
 * A 64-bit hash over values in the order in which they are handed over; facts are no part of it. Names do not count.
 * Allocates nothing. Core thread.
 */
public final class StateHash implements StateFields {
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final long FIRST_MULTIPLIER = 0xBF58_476D_1CE4_E5B9L;
    private static final long SECOND_MULTIPLIER = 0x94D0_49BB_1331_11EBL;

    private long value = SEED;

    /** Starts again. */
    public void reset() {
        value = SEED;
    }

    /**
     * Adds a value.
     *
     * @param element any.
     */
    public void add(final long element) {
        value = mix(value ^ mix(element + SEED)) + SEED;
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public void part(final String name) {
        // The order of the values says it.
    }

    @Override
    public long of(final String name, final long element) {
        add(element);
        return element;
    }

    @Override
    public int of(final String name, final int element) {
        add(element);
        return element;
    }

    @Override
    public boolean of(final String name, final boolean element) {
        add(element ? 1L : 0L);
        return element;
    }

    @Override
    public <E extends Enum<E>> E of(final String name, final E element, final Class<E> type) {
        add(element == null ? -1 : element.ordinal());
        return element;
    }

    @Override
    public int count(final String name, final int count, final int max) {
        add(count);
        return count;
    }

    @Override
    public boolean isPresent(final String name, final boolean isPresent) {
        return of(name, isPresent);
    }

    /**
     * The hash of what was added since the start.
     *
     * @return the hash.
     */
    public long value() {
        return value;
    }

    /**
     * Joins two hashes, order mattering.
     *
     * @param first  hash so far.
     * @param second what comes next.
     * @return the joint hash.
     */
    public static long joined(final long first, final long second) {
        return mix(first ^ mix(second + SEED)) + SEED;
    }

    private static long mix(final long input) {
        long mixed = input;
        mixed = (mixed ^ mixed >>> 30) * FIRST_MULTIPLIER;
        mixed = (mixed ^ mixed >>> 27) * SECOND_MULTIPLIER;
        return mixed ^ mixed >>> 31;
    }
}
