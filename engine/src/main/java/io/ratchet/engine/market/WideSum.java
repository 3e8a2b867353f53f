package io.ratchet.engine.market;

import io.ratchet.engine.state.StateFields;

/**
 * A signed 128-bit sum of products of two longs: notionals (price·quantity, 1e-18) without a rounding until they are
 * asked for. Core thread.
 */
public final class WideSum {
    private long high;
    private long low;

    /**
     * Hands over the sum.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        high = fields.of("high", high);
        low = fields.of("low", low);
    }

    /** Sets it to zero. */
    public void clear() {
        high = 0;
        low = 0;
    }

    /**
     * Adds a·b.
     *
     * @param a any.
     * @param b any.
     */
    public void addProduct(final long a, final long b) {
        add(Math.multiplyHigh(a, b), a * b);
    }

    /**
     * Adds another sum.
     *
     * @param other to add.
     */
    public void add(final WideSum other) {
        add(other.high, other.low);
    }

    /**
     * Subtracts another sum.
     *
     * @param other to subtract.
     */
    public void subtract(final WideSum other) {
        final long negatedLow = -other.low;
        add(~other.high + (negatedLow == 0 ? 1 : 0), negatedLow);
    }

    private void add(final long otherHigh, final long otherLow) {
        final long sum = low + otherLow;
        high += otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
    }

    /**
     * The sum divided, clamped to what a long holds.
     *
     * @param divisor  above 0.
     * @param rounding of the quotient.
     * @return the quotient.
     */
    public long dividedBy(final long divisor, final Rounding rounding) {
        return FixedPoint.divide(high, low, divisor, rounding);
    }

    /**
     * Whether the sum is zero.
     *
     * @return true if it is.
     */
    public boolean isZero() {
        return (high | low) == 0;
    }

    /**
     * Upper half of the two's complement.
     *
     * @return 64 bits.
     */
    public long high() {
        return high;
    }

    /**
     * Lower half of the two's complement.
     *
     * @return 64 bits.
     */
    public long low() {
        return low;
    }
}
