package io.ratchet.adapters.binance.stream;

import static io.ratchet.engine.market.FixedPoint.PRICE_DECIMALS;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.market.FixedPoint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Text read eight bytes at a time: where a plain string or an integer ends, and what a number is worth. Arrays are padded
 * with zeros, so that a word can be read at any byte of the text. Any thread.
 */
final class Words {
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** How many one word holds. */
    static final int DIGITS = 8;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final long ZEROS = ONES * '0';

    /** Added to a byte of 0 to 9 it leaves the high bit clear, to any other up to 127 it sets it. */
    private static final long ABOVE_NINE = ONES * (0x7f - 9);

    private static final int TRUE = 't' | 'r' << 8 | 'u' << 16 | 'e' << 24;
    private static final int FALS = 'f' | 'a' << 8 | 'l' << 16 | 's' << 24;
    private static final long[] POWERS = powers();

    private Words() {}

    /** The index of the first byte that is a quote, a backslash, a control character or not ASCII. */
    static int plainEnd(final byte[] text, final int from) {
        int at = from;
        long special = special((long) LONG.get(text, at));
        while (special == 0) {
            at += Long.BYTES;
            special = special((long) LONG.get(text, at));
        }
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
    }

    /** The index after true or false, that of the first byte if it is neither. */
    static int booleanEnd(final byte[] text, final int from) {
        final int word = (int) INT.get(text, from);
        if (word == TRUE) {
            return from + Integer.BYTES;
        }
        return word == FALS && text[from + Integer.BYTES] == 'e' ? from + Integer.BYTES + 1 : from;
    }

    /** The index after at most fifteen digits; that of the first if there are none or more. */
    static int integerEnd(final byte[] text, final int from) {
        final int head = digits((long) LONG.get(text, from));
        if (head < DIGITS) {
            return from + head;
        }
        final int tail = digits((long) LONG.get(text, from + Long.BYTES));
        return tail < DIGITS ? from + DIGITS + tail : from;
    }

    /** A price, eight digits at a time where it has at most eight on either side of the point. */
    static long decimal(final byte[] text, final int from, final int to) {
        if (from + Long.BYTES <= text.length) {
            final long head = (long) LONG.get(text, from);
            final int whole = digits(head);
            final int point = from + whole;
            final int fraction = to - point - 1;
            if (whole > 0
                    && fraction > 0
                    && fraction <= DIGITS
                    && text[point] == '.'
                    && point + 1 + Long.BYTES <= text.length) {
                final long tail = (long) LONG.get(text, point + 1);
                if (digits(tail) >= fraction) {
                    return number(head, whole) * FixedPoint.PRICE_ONE
                            + number(tail, fraction) * POWERS[PRICE_DECIMALS - fraction];
                }
            }
        }
        return Decimals.parse(text, from, to - from, PRICE_DECIMALS);
    }

    /** An integer that is known to be one, eight digits at a time where it has nine to sixteen. */
    static long integer(final byte[] source, final int from, final int to) {
        final int rest = to - from - DIGITS;
        if (rest > 0 && rest <= DIGITS && from + 2 * Long.BYTES <= source.length) {
            final long head = (long) LONG.get(source, from);
            if (digits(head) == DIGITS) {
                final long tail = (long) LONG.get(source, from + Long.BYTES);
                return number(head, DIGITS) * POWERS[rest] + number(tail, rest);
            }
        }
        return Decimals.parse(source, from, to - from, 0);
    }

    /** How many bytes of a word are digits before the first that is none. */
    static int digits(final long word) {
        final long value = word ^ ZEROS;
        final long others = (value + ABOVE_NINE | value) & HIGHS;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** The number of the first digits of a word, one to eight: pairs, then fours, then all by three multiplications. */
    private static long number(final long word, final int count) {
        final int shift = (DIGITS - count) * Byte.SIZE;
        final long value = (word - ZEROS) << shift;
        final long pairs = value * 10 + (value >>> 8);
        return ((pairs & 0x000000ff000000ffL) * 0x000f424000000064L
                        + (pairs >>> 16 & 0x000000ff000000ffL) * 0x0000271000000001L)
                >>> 32;
    }

    static boolean isWord(final byte[] text, final int from, final long expected) {
        return (long) LONG.get(text, from) == expected;
    }

    static long word(final String text) {
        return (long) LONG.get(text.getBytes(US_ASCII), 0);
    }

    private static long[] powers() {
        final long[] powers = new long[PRICE_DECIMALS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }

    static boolean isPlain(final byte octet) {
        return octet >= ' ' && octet != '"' && octet != '\\';
    }

    /** Marks with its high bit the first byte that is a quote, a backslash, a control character or not ASCII. */
    static long special(final long word) {
        final long quote = word ^ QUOTES;
        final long backslash = word ^ BACKSLASHES;
        return ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (word - SPACES) & ~word | word) & HIGHS;
    }
}
