package io.ratchet.adapters.sim;

/**
 * Decimal text to scaled longs and back, without floating point.
 */
public final class SimDecimal {
    /** Returned by {@link #parse} for text that is no plain decimal or does not fit. */
    public static final long INVALID = Long.MIN_VALUE + 1;

    /** Returned by {@link #parse} for a number with more decimals than the scale has. */
    public static final long TOO_PRECISE = Long.MIN_VALUE + 2;

    private SimDecimal() {}

    /**
     * Reads a plain decimal: optional minus, digits, optional point and digits.
     *
     * @param text     to read.
     * @param decimals of the scale, 0 to 18.
     * @return the scaled value, {@link #INVALID} or {@link #TOO_PRECISE} (trailing zeros are not precision).
     */
    public static long parse(final CharSequence text, final int decimals) {
        final int length = text.length();
        int at = 0;
        final boolean negative = length > 0 && text.charAt(0) == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int seen = -1;
        int digits = 0;
        for (; at < length; at++) {
            final char c = text.charAt(at);
            if (c == '.' && seen < 0) {
                seen = 0;
            } else if (c < '0' || c > '9') {
                return INVALID;
            } else if (seen >= decimals) {
                if (c != '0') {
                    return TOO_PRECISE;
                }
                digits++;
            } else {
                if (value > (Long.MAX_VALUE - 9) / 10) {
                    return INVALID;
                }
                value = value * 10 + (c - '0');
                digits++;
                if (seen >= 0) {
                    seen++;
                }
            }
        }
        if (digits == 0) {
            return INVALID;
        }
        for (int i = Math.max(seen, 0); i < decimals; i++) {
            if (value > Long.MAX_VALUE / 10) {
                return INVALID;
            }
            value *= 10;
        }
        return negative ? -value : value;
    }

    /**
     * How many decimals a number is written with.
     *
     * @param text a plain decimal.
     * @return 0 or more, trailing zeros counted.
     */
    public static int decimalsWritten(final CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '.') {
                return text.length() - i - 1;
            }
        }
        return 0;
    }

    /**
     * Writes a scaled value with a fixed number of decimals, cut toward zero.
     *
     * @param out      to append to.
     * @param value    scaled.
     * @param scale    decimals of the value's scale.
     * @param decimals to write, at most scale.
     */
    public static void append(final StringBuilder out, final long value, final int scale, final int decimals) {
        if (value < 0) {
            out.append('-');
        }
        final String digits = Long.toString(Math.abs(value));
        final int whole = digits.length() - scale;
        if (whole <= 0) {
            out.append('0');
        } else {
            out.append(digits, 0, whole);
        }
        if (decimals > 0) {
            out.append('.');
            for (int i = 0; i < decimals; i++) {
                final int at = whole + i;
                out.append(at < 0 ? '0' : digits.charAt(at));
            }
        }
    }

    /**
     * Writes a scaled value as short as it can be: no trailing zeros.
     *
     * @param value scaled.
     * @param scale decimals of the value's scale.
     * @return the text.
     */
    public static String plain(final long value, final int scale) {
        long rest = value;
        int decimals = scale;
        while (decimals > 0 && rest % 10 == 0) {
            rest /= 10;
            decimals--;
        }
        final StringBuilder out = new StringBuilder(24);
        append(out, value, scale, decimals);
        return out.toString();
    }

    /**
     * Writes a scaled value with a fixed number of decimals, cut toward zero.
     *
     * @param value    scaled.
     * @param scale    decimals of the value's scale.
     * @param decimals to write, at most scale.
     * @return the text.
     */
    public static String fixed(final long value, final int scale, final int decimals) {
        final StringBuilder out = new StringBuilder(24);
        append(out, value, scale, decimals);
        return out.toString();
    }
}
