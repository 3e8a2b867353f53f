package io.ratchet.engine.market;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Decimal text straight into scaled longs and back, exactly: {@code "0.25"} at 8 decimals is 25,000,000.
 *
 * <p>Text is {@code -?digits(.digits)?} in ASCII. Digits beyond the scale must be zero. What is refused is a value, not
 * an exception: a result below {@link #MIN} is the code of a {@link DecimalRefusal}. Static, pure, any thread; only the
 * methods that take or return text objects allocate.
 */
public final class Decimals {
    /** Largest value of any scale: 9e8 as a price, 9e10 as a quantity or money. */
    public static final long MAX = 9_000_000_000_000_000_000L;
    /** Smallest value of any scale. */
    public static final long MIN = -MAX;
    /** The longest formatted text: sign, 19 digits, point. */
    public static final int FORMATTED_LENGTH_MAX = 21;

    private static final int DECIMALS_MAX = 18;
    private static final long EMPTY = DecimalRefusal.EMPTY.code();
    private static final long NOT_A_DECIMAL = DecimalRefusal.NOT_A_DECIMAL.code();
    private static final long EXPONENT = DecimalRefusal.EXPONENT.code();
    private static final long TOO_PRECISE = DecimalRefusal.TOO_PRECISE.code();
    private static final long OUT_OF_RANGE = DecimalRefusal.OUT_OF_RANGE.code();
    private static final long APPENDABLE_MAX = MAX / 10;
    private static final long[] POWERS = powers();

    private Decimals() {}

    /**
     * Reads a decimal.
     *
     * @param source   of the text.
     * @param offset   of its first byte.
     * @param length   in bytes.
     * @param decimals of the scale, 0 to 18.
     * @return the scaled value, or a refusal: see {@link #isRefused}.
     */
    public static long parse(final byte[] source, final int offset, final int length, final int decimals) {
        if (length <= 0) {
            return EMPTY;
        }
        final int end = offset + length;
        final boolean isNegative = source[offset] == '-';
        long value = 0;
        int fraction = -1;
        boolean isDigit = false;
        for (int i = isNegative ? offset + 1 : offset; i < end; i++) {
            final int character = source[i];
            final int digit = character - '0';
            if (digit >= 0 && digit <= 9) {
                value = append(value, digit, fraction, decimals);
                if (value < 0) {
                    return value;
                }
                isDigit = true;
                fraction = fraction < 0 ? fraction : fraction + 1;
            } else if (character == '.' && fraction < 0 && isDigit) {
                fraction = 0;
                isDigit = false;
            } else {
                return refusal(character, isDigit);
            }
        }
        return isDigit ? scaled(value, fraction, decimals, isNegative) : NOT_A_DECIMAL;
    }

    /**
     * Reads a decimal.
     *
     * @param source   of the text.
     * @param offset   of its first byte.
     * @param length   in bytes.
     * @param decimals of the scale, 0 to 18.
     * @return the scaled value, or a refusal: see {@link #isRefused}.
     */
    public static long parse(final DirectBuffer source, final int offset, final int length, final int decimals) {
        if (length <= 0) {
            return EMPTY;
        }
        final int end = offset + length;
        final boolean isNegative = source.getByte(offset) == '-';
        long value = 0;
        int fraction = -1;
        boolean isDigit = false;
        for (int i = isNegative ? offset + 1 : offset; i < end; i++) {
            final int character = source.getByte(i);
            final int digit = character - '0';
            if (digit >= 0 && digit <= 9) {
                value = append(value, digit, fraction, decimals);
                if (value < 0) {
                    return value;
                }
                isDigit = true;
                fraction = fraction < 0 ? fraction : fraction + 1;
            } else if (character == '.' && fraction < 0 && isDigit) {
                fraction = 0;
                isDigit = false;
            } else {
                return refusal(character, isDigit);
            }
        }
        return isDigit ? scaled(value, fraction, decimals, isNegative) : NOT_A_DECIMAL;
    }

    /**
     * Reads a decimal of a text object. Allocates; for the cold paths.
     *
     * @param text     to read; null is EMPTY.
     * @param decimals of the scale, 0 to 18.
     * @return the scaled value, or a refusal: see {@link #isRefused}.
     */
    public static long parse(final String text, final int decimals) {
        if (text == null) {
            return EMPTY;
        }
        // A character beyond Latin-1 becomes '?', which is refused like any other.
        final byte[] bytes = text.getBytes(ISO_8859_1);
        return parse(bytes, 0, bytes.length, decimals);
    }

    /**
     * Whether a result is a refusal.
     *
     * @param value of {@link #parse}.
     * @return true if it is no value; {@link DecimalRefusal#of} tells why.
     */
    public static boolean isRefused(final long value) {
        return value < MIN;
    }

    /**
     * Writes a value with as few digits as it needs: no trailing zeros, no point without a fraction.
     *
     * @param value    scaled; not {@link FixedPoint#NULL}.
     * @param decimals of the scale, 0 to 18.
     * @param target   receives at most {@link #FORMATTED_LENGTH_MAX} bytes.
     * @param offset   of the first byte.
     * @return bytes written.
     */
    public static int format(final long value, final int decimals, final MutableDirectBuffer target, final int offset) {
        long rest = magnitude(value, decimals);
        final int fraction = fractionLength(rest, decimals);
        rest /= POWERS[decimals - fraction];
        final int length = length(value, rest, fraction);
        int at = offset + length;
        for (int i = 0; i < fraction; i++) {
            target.putByte(--at, digit(rest));
            rest /= 10;
        }
        if (fraction > 0) {
            target.putByte(--at, (byte) '.');
        }
        do {
            target.putByte(--at, digit(rest));
            rest /= 10;
        } while (rest > 0);
        if (value < 0) {
            target.putByte(--at, (byte) '-');
        }
        return length;
    }

    /**
     * Writes a value into an array.
     *
     * @param value    scaled; not {@link FixedPoint#NULL}.
     * @param decimals of the scale, 0 to 18.
     * @param target   receives at most {@link #FORMATTED_LENGTH_MAX} bytes.
     * @param offset   of the first byte.
     * @return bytes written.
     */
    public static int format(final long value, final int decimals, final byte[] target, final int offset) {
        long rest = magnitude(value, decimals);
        final int fraction = fractionLength(rest, decimals);
        rest /= POWERS[decimals - fraction];
        final int length = length(value, rest, fraction);
        int at = offset + length;
        for (int i = 0; i < fraction; i++) {
            target[--at] = digit(rest);
            rest /= 10;
        }
        if (fraction > 0) {
            target[--at] = '.';
        }
        do {
            target[--at] = digit(rest);
            rest /= 10;
        } while (rest > 0);
        if (value < 0) {
            target[--at] = '-';
        }
        return length;
    }

    /**
     * A value as text. Allocates.
     *
     * @param value    scaled; not {@link FixedPoint#NULL}.
     * @param decimals of the scale, 0 to 18.
     * @return the text.
     */
    public static String toText(final long value, final int decimals) {
        final byte[] bytes = new byte[FORMATTED_LENGTH_MAX];
        return new String(bytes, 0, format(value, decimals, bytes, 0), US_ASCII);
    }

    /**
     * A price as text.
     *
     * @param price 1e-10.
     * @return the text.
     */
    public static String priceText(final long price) {
        return toText(price, FixedPoint.PRICE_DECIMALS);
    }

    /**
     * A quantity or money as text.
     *
     * @param quantity 1e-8.
     * @return the text.
     */
    public static String quantityText(final long quantity) {
        return toText(quantity, FixedPoint.QUANTITY_DECIMALS);
    }

    private static long append(final long value, final int digit, final int fraction, final int decimals) {
        if (fraction >= decimals) {
            return digit == 0 ? value : TOO_PRECISE;
        }
        return value > APPENDABLE_MAX ? OUT_OF_RANGE : value * 10 + digit;
    }

    private static long refusal(final int character, final boolean isDigit) {
        return isDigit && (character == 'e' || character == 'E') ? EXPONENT : NOT_A_DECIMAL;
    }

    private static long scaled(final long value, final int fraction, final int decimals, final boolean isNegative) {
        final long power = fraction >= decimals ? 1 : POWERS[decimals - Math.max(fraction, 0)];
        if (value > MAX / power) {
            return OUT_OF_RANGE;
        }
        return isNegative ? -value * power : value * power;
    }

    private static long magnitude(final long value, final int decimals) {
        if (value == FixedPoint.NULL) {
            throw new IllegalArgumentException("decimal to format: actual=NULL expected=a value");
        }
        if (decimals < 0 || decimals > DECIMALS_MAX) {
            throw new IllegalArgumentException("decimals: actual=" + decimals + " expected=0.." + DECIMALS_MAX);
        }
        return Math.abs(value);
    }

    private static int fractionLength(final long magnitude, final int decimals) {
        int length = decimals;
        long rest = magnitude;
        while (length > 0 && rest % 10 == 0) {
            rest /= 10;
            length--;
        }
        return length;
    }

    private static int length(final long value, final long digits, final int fraction) {
        int count = 1;
        for (long rest = digits / 10; rest > 0; rest /= 10) {
            count++;
        }
        final int withLeadingZero = Math.max(count, fraction + 1);
        return withLeadingZero + (fraction > 0 ? 1 : 0) + (value < 0 ? 1 : 0);
    }

    private static byte digit(final long rest) {
        return (byte) ('0' + rest % 10);
    }

    private static long[] powers() {
        final long[] powers = new long[DECIMALS_MAX + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
