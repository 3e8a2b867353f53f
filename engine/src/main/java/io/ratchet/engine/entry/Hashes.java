package io.ratchet.engine.entry;

/** Order-dependent mixing for state hashes: the finaliser of splitmix64, equal on every machine. */
final class Hashes {
    private Hashes() {}

    static long mix(final long hash, final long value) {
        long mixed = hash * 31 + value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
