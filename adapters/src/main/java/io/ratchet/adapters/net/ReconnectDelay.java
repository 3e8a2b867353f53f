package io.ratchet.adapters.net;

import java.util.SplittableRandom;

/** How long to wait before the next attempt: first·2ⁿ up to a bound, ± 25 % of jitter from an injected source. */
public final class ReconnectDelay {
    private static final int SHIFT_MAX = 16;
    private static final int JITTER_DIVISOR = 4;

    private final long firstMs;
    private final long maxMs;
    private final SplittableRandom random;
    private int attempts;

    /**
     * A fresh delay.
     *
     * @param firstMs before the second attempt.
     * @param maxMs   never longer than this and its jitter.
     * @param random  of the jitter.
     */
    public ReconnectDelay(final long firstMs, final long maxMs, final SplittableRandom random) {
        this.firstMs = firstMs;
        this.maxMs = maxMs;
        this.random = random;
    }

    /**
     * The next delay.
     *
     * @return milliseconds, ≥ 1.
     */
    public long nextMs() {
        final long base = Math.min(maxMs, firstMs << Math.min(attempts, SHIFT_MAX));
        attempts++;
        final long jitter = Math.max(1, base / JITTER_DIVISOR);
        return Math.max(1, base - jitter + random.nextLong(2 * jitter + 1));
    }

    /** Starts again from the first delay; called once a connection has proven good. */
    public void reset() {
        attempts = 0;
    }

    /**
     * Attempts since the last proof.
     *
     * @return the count.
     */
    public int attempts() {
        return attempts;
    }
}
