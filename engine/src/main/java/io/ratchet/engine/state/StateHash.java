package io.ratchet.engine.state;

/**
 * A 64-bit hash over values in the order in which they are added. Every part of the state adds its fields, always in
 * the same order; facts are no part of it. Core thread.
 */
public final class StateHash {
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

    /**
     * Adds a truth value.
     *
     * @param element any.
     */
    public void add(final boolean element) {
        add(element ? 1L : 0L);
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
