package io.ratchet.journal.message;

/** Writes scaled longs as exact decimal text without trailing zeros. */
public final class Decimals {
    private static final int RADIX = 10;

    private Decimals() {}

    /**
     * Writes a scaled value.
     *
     * @param text     that it is appended to.
     * @param value    scaled by 10^decimals.
     * @param decimals of the scale, 0 to 18.
     */
    public static void append(final StringBuilder text, final long value, final int decimals) {
        if (value < 0) {
            text.append('-');
        }
        // The smallest long has no positive counterpart; its digits as unsigned are right all the same.
        final long scale = pow(decimals);
        final long magnitude = value < 0 ? -value : value;
        text.append(Long.toUnsignedString(Long.divideUnsigned(magnitude, scale)));
        appendFraction(text, Long.remainderUnsigned(magnitude, scale), decimals);
    }

    /**
     * A scaled value as text.
     *
     * @param value    scaled by 10^decimals.
     * @param decimals of the scale.
     * @return the text.
     */
    public static String text(final long value, final int decimals) {
        final StringBuilder text = new StringBuilder();
        append(text, value, decimals);
        return text.toString();
    }

    private static void appendFraction(final StringBuilder text, final long fraction, final int decimals) {
        if (fraction == 0) {
            return;
        }
        long rest = fraction;
        int digits = decimals;
        while (rest % RADIX == 0) {
            rest /= RADIX;
            digits--;
        }
        text.append('.');
        for (long place = pow(digits - 1); place > 0; place /= RADIX) {
            text.append((char) ('0' + rest / place % RADIX));
        }
    }

    private static long pow(final int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= RADIX;
        }
        return power;
    }
}
