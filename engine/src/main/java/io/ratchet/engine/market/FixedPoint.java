package io.ratchet.engine.market;

/**
 * Scaled longs. Price scale 1e-10 (to 9e8), quantity and money 1e-8 (to 9e10), ratios in parts per million.
 *
 * <p>Every product is formed in 128 bits, every rounding is named by the caller, nothing allocates. Static and pure.
 */
public final class FixedPoint {
    /** "Not said" in every optional field; SBE's null of int64. */
    public static final long NULL = Long.MIN_VALUE;
    /** One in price scale. */
    public static final long PRICE_ONE = 10_000_000_000L;
    /** Decimals of a price. */
    public static final int PRICE_DECIMALS = 10;
    /** One in quantity and money scale. */
    public static final long QUANTITY_ONE = 100_000_000L;
    /** Decimals of a quantity and of money. */
    public static final int QUANTITY_DECIMALS = 8;
    /** One hundred percent. */
    public static final long PPM_ONE = 1_000_000L;

    private static final long WORD_BASE = 1L << 32;
    private static final long WORD_MASK = WORD_BASE - 1;

    private FixedPoint() {}

    /**
     * a·b/divisor with the product in 128 bits.
     *
     * @param a        first factor.
     * @param b        second factor.
     * @param divisor  above 0.
     * @param rounding of the quotient.
     * @return the rounded quotient.
     * @throws ArithmeticException if the divisor is not above 0 or the quotient is outside a long.
     */
    public static long mulDiv(final long a, final long b, final long divisor, final Rounding rounding) {
        if (divisor <= 0) {
            throw new ArithmeticException("divisor: actual=" + divisor + " expected>0");
        }
        final long high = Math.multiplyHigh(a, b);
        final long low = a * b;
        if (high == low >> 63) {
            final long quotient = low / divisor;
            return round(quotient, low - quotient * divisor, divisor, (low ^ divisor) < 0, rounding);
        }
        return divideSigned(high, low, divisor, rounding);
    }

    /**
     * As {@link #mulDiv}, but a quotient outside a long becomes the largest or the smallest one that is not NULL: for
     * comparisons against limits, where more than everything is still too much.
     *
     * @param a        first factor.
     * @param b        second factor.
     * @param divisor  above 0.
     * @param rounding of the quotient.
     * @return the rounded quotient, clamped.
     */
    public static long mulDivClamped(final long a, final long b, final long divisor, final Rounding rounding) {
        if (compareProducts(Math.abs(a), Math.abs(b), divisor, Long.MAX_VALUE) >= 0) {
            return (a ^ b) < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
        }
        return mulDiv(a, b, divisor, rounding);
    }

    /**
     * Compares a·b with c·d exactly.
     *
     * @param a first factor of the left product.
     * @param b second factor of the left product.
     * @param c first factor of the right product.
     * @param d second factor of the right product.
     * @return below 0, 0 or above 0, as a·b is below, equal to or above c·d.
     */
    public static int compareProducts(final long a, final long b, final long c, final long d) {
        final int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
    }

    /**
     * A price rounded down to a multiple of the tick.
     *
     * @param price 1e-10, at least 0.
     * @param tick  1e-10, above 0; 0 leaves the price alone.
     * @return the largest multiple not above the price.
     */
    public static long floorToTick(final long price, final long tick) {
        return tick <= 0 ? price : Math.floorDiv(price, tick) * tick;
    }

    /**
     * A price rounded up to a multiple of the tick.
     *
     * @param price 1e-10, at least 0.
     * @param tick  1e-10, above 0; 0 leaves the price alone.
     * @return the smallest multiple not below the price.
     */
    public static long ceilToTick(final long price, final long tick) {
        return tick <= 0 ? price : -Math.floorDiv(-price, tick) * tick;
    }

    /**
     * Whether a value is a multiple of a step.
     *
     * @param value any.
     * @param step  above 0; 0 allows everything.
     * @return true if it is.
     */
    public static boolean isOnStep(final long value, final long step) {
        return step <= 0 || value % step == 0;
    }

    /**
     * The share of a value, exactly value·ppm/1e6.
     *
     * @param value    any.
     * @param ppm      parts per million.
     * @param rounding of the result.
     * @return the share, in the unit of the value.
     */
    public static long ppmOf(final long value, final long ppm, final Rounding rounding) {
        return mulDiv(value, ppm, PPM_ONE, rounding);
    }

    /**
     * A value raised (ppm above 0) or lowered (below 0) by a share of it.
     *
     * @param value    any.
     * @param ppm      parts per million, signed.
     * @param rounding of the result.
     * @return value·(1e6 + ppm)/1e6.
     */
    public static long shiftedByPpm(final long value, final long ppm, final Rounding rounding) {
        return mulDiv(value, PPM_ONE + ppm, PPM_ONE, rounding);
    }

    /**
     * Whether |a − base|/base is at least a bound; exact.
     *
     * @param a    a price.
     * @param base the price it is measured by, above 0.
     * @param ppm  the bound.
     * @return true if the distance is the bound or more.
     */
    public static boolean isApartAtLeast(final long a, final long base, final long ppm) {
        return compareProducts(Math.abs(a - base), PPM_ONE, base, ppm) >= 0;
    }

    /**
     * Whether |a − base|/base is more than a bound; exact.
     *
     * @param a    a price.
     * @param base the price it is measured by, above 0.
     * @param ppm  the bound.
     * @return true if the distance is more than the bound.
     */
    public static boolean isApartMoreThan(final long a, final long base, final long ppm) {
        return compareProducts(Math.abs(a - base), PPM_ONE, base, ppm) > 0;
    }

    /**
     * Money of a quantity at a price, clamped to what a long holds.
     *
     * @param price    1e-10.
     * @param quantity 1e-8, signed.
     * @param rounding of the result.
     * @return money 1e-8.
     */
    public static long money(final long price, final long quantity, final Rounding rounding) {
        return mulDivClamped(price, quantity, PRICE_ONE, rounding);
    }

    /** A 128-bit two's complement number divided; a quotient outside a long is clamped to the nearest one not NULL. */
    static long divide(final long high, final long low, final long divisor, final Rounding rounding) {
        final long magnitudeHigh = high < 0 ? ~high + (low == 0 ? 1 : 0) : high;
        final long magnitudeLow = high < 0 ? -low : low;
        final long limitHigh = Math.multiplyHigh(divisor, Long.MAX_VALUE);
        final int above = Long.compare(magnitudeHigh, limitHigh);
        if (above > 0 || above == 0 && Long.compareUnsigned(magnitudeLow, divisor * Long.MAX_VALUE) >= 0) {
            return high < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
        }
        return divideSigned(high, low, divisor, rounding);
    }

    private static long divideSigned(final long high, final long low, final long divisor, final Rounding rounding) {
        final boolean negative = high < 0;
        final long magnitudeLow = negative ? -low : low;
        final long magnitudeHigh = negative ? ~high + (low == 0 ? 1 : 0) : high;
        return divideWide(magnitudeHigh, magnitudeLow, divisor, negative, rounding);
    }

    private static long divideWide(
            final long high, final long low, final long divisor, final boolean negative, final Rounding rounding) {
        if (Long.compareUnsigned(high, divisor) >= 0) {
            throw new ArithmeticException("quotient outside a long: divisor=" + divisor);
        }
        // Long division in base 2^32 after normalising the divisor (Hacker's Delight, divlu).
        final int shift = Long.numberOfLeadingZeros(divisor);
        final long normal = divisor << shift;
        final long normalHigh = normal >>> 32;
        final long normalLow = normal & WORD_MASK;
        final long top = shift == 0 ? high : high << shift | low >>> (64 - shift);
        final long rest = low << shift;
        final long firstDigit = digit(top, rest >>> 32, normalHigh, normalLow);
        final long middle = (top << 32) + (rest >>> 32) - firstDigit * normal;
        final long secondDigit = digit(middle, rest & WORD_MASK, normalHigh, normalLow);
        final long remainder = ((middle << 32) + (rest & WORD_MASK) - secondDigit * normal) >>> shift;
        final long magnitude = (firstDigit << 32) + secondDigit;
        if (magnitude < 0) {
            throw new ArithmeticException("quotient outside a long: divisor=" + divisor);
        }
        final long sign = negative ? -1 : 1;
        return round(sign * magnitude, sign * remainder, divisor, negative, rounding);
    }

    /** One base-2^32 digit of (top·2^32 + next)/normal, estimated by the divisor's upper half and then corrected. */
    private static long digit(final long top, final long next, final long normalHigh, final long normalLow) {
        long quotient = Long.divideUnsigned(top, normalHigh);
        long remainder = top - quotient * normalHigh;
        while (Long.compareUnsigned(quotient, WORD_BASE) >= 0
                || Long.compareUnsigned(quotient * normalLow, (remainder << 32) + next) > 0) {
            quotient--;
            remainder += normalHigh;
            if (Long.compareUnsigned(remainder, WORD_BASE) >= 0) {
                break;
            }
        }
        return quotient;
    }

    private static long round(
            final long quotient,
            final long remainder,
            final long divisor,
            final boolean negative,
            final Rounding rounding) {
        if (remainder == 0 || !isRoundedAway(quotient, Math.abs(remainder), divisor, negative, rounding)) {
            return quotient;
        }
        return Math.addExact(quotient, negative ? -1 : 1);
    }

    private static boolean isRoundedAway(
            final long quotient,
            final long remainder,
            final long divisor,
            final boolean negative,
            final Rounding rounding) {
        switch (rounding) {
            case TOWARD_ZERO:
                return false;
            case AWAY_FROM_ZERO:
                return true;
            case FLOOR:
                return negative;
            case CEILING:
                return !negative;
            default:
                final long complement = divisor - remainder;
                return remainder > complement || remainder == complement && (quotient & 1) != 0;
        }
    }
}
