package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;

/** One price row, reused. NULL is unchanged. */
public final class PriceRow {
    long timeMs;
    int symbol;
    long mark = FixedPoint.NULL;
    long last = FixedPoint.NULL;
    long bid = FixedPoint.NULL;
    long ask = FixedPoint.NULL;

    /**
     * When it was seen.
     *
     * @return ms since the epoch, in the source's own time.
     */
    public long timeMs() {
        return timeMs;
    }

    /**
     * Of which contract.
     *
     * @return index in {@link PriceSource#symbols()}.
     */
    public int symbol() {
        return symbol;
    }

    /**
     * Mark price.
     *
     * @return 1e-10 or NULL.
     */
    public long mark() {
        return mark;
    }

    /**
     * Last trade price.
     *
     * @return 1e-10 or NULL.
     */
    public long last() {
        return last;
    }

    /**
     * Best bid.
     *
     * @return 1e-10 or NULL.
     */
    public long bid() {
        return bid;
    }

    /**
     * Best ask.
     *
     * @return 1e-10 or NULL.
     */
    public long ask() {
        return ask;
    }
}
