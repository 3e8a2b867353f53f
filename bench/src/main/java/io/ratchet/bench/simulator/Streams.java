package io.ratchet.bench.simulator;

import java.util.SplittableRandom;

/** Streams of randomness of one seed, by name: what one source draws shifts no other. */
final class Streams {
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private Streams() {}

    /** The stream of a name. */
    static SplittableRandom of(final long seed, final String name) {
        long hash = seed * FACTOR + 1;
        for (int i = 0; i < name.length(); i++) {
            hash = mixed(hash ^ name.charAt(i));
        }
        return new SplittableRandom(hash);
    }

    /** A number that depends on a seed and a count alone. */
    static long mixed(final long value) {
        long hash = value * FACTOR;
        hash = (hash ^ hash >>> 32) * FACTOR;
        hash = (hash ^ hash >>> 29) * FACTOR;
        return hash ^ hash >>> 32;
    }
}
