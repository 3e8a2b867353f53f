package io.ratchet.adapters.binance.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Where the fields of one event are in its frame: a word each, of kind and range. One thread. */
final class EventFields {
    static final int FIELD_EVENT = 0;
    static final int FIELD_TIME = 1;
    static final int FIELD_SYMBOL = 2;
    static final int FIELD_PRICE = 3;
    static final int FIELD_BID = 4;
    static final int FIELD_ASK = 5;
    static final int FIELD_MARKET = 6;
    static final int FIELDS = 7;

    /** Of no interest: captured too, because that is faster than to ask. */
    static final int FIELD_NONE = 7;

    static final int FIELD_DATA = 8;
    private static final int FIELDS_CAPTURED = 9;

    /** Of a byte that cannot be a name by itself. */
    static final byte FIELD_INVALID = -1;

    static final byte[] FIELD_OF_NAME = fieldOfName();

    /** A captured value in one word: kind, whether its text is the unescaped one, first byte, byte after the last. */
    static final int KIND_SHIFT = 60;

    static final int UNESCAPED_SHIFT = 59;
    static final int INTEGER_SHIFT = 58;
    static final int FROM_SHIFT = 29;
    static final long PLAIN_STRING = (long) JsonFrame.KIND_STRING << KIND_SHIFT;
    static final long PLAIN_INTEGER = (long) JsonFrame.KIND_NUMBER << KIND_SHIFT | 1L << INTEGER_SHIFT;
    static final long BOOLEAN = (long) JsonFrame.KIND_OTHER << KIND_SHIFT;
    private static final long INDEX_MASK = (1L << FROM_SHIFT) - 1;
    private static final byte[] DATA = "data".getBytes(US_ASCII);

    private final long[] values = new long[FIELDS_CAPTURED];

    static int kind(final long value) {
        return (int) (value >>> KIND_SHIFT);
    }

    static int from(final long value) {
        return (int) (value >>> FROM_SHIFT & INDEX_MASK);
    }

    static int to(final long value) {
        return (int) (value & INDEX_MASK);
    }

    private static byte[] fieldOfName() {
        final byte[] fields = new byte[256];
        Arrays.fill(fields, FIELD_INVALID);
        for (byte name = ' '; name < Byte.MAX_VALUE; name++) {
            fields[name] = Words.isPlain(name) ? (byte) field(name) : FIELD_INVALID;
        }
        fields[Byte.MAX_VALUE] = FIELD_NONE;
        return fields;
    }

    private static int field(final byte name) {
        switch (name) {
            case 'e':
                return FIELD_EVENT;
            case 'E':
                return FIELD_TIME;
            case 's':
                return FIELD_SYMBOL;
            case 'p':
                return FIELD_PRICE;
            case 'b':
                return FIELD_BID;
            case 'a':
                return FIELD_ASK;
            default:
                return FIELD_NONE;
        }
    }

    static int longField(final byte[] text, final int from, final int to) {
        final int length = to - from;
        if (length == 1) {
            return field(text[from]);
        }
        if (length == 2 && text[from] == 's' && text[from + 1] == 't') {
            return FIELD_MARKET;
        }
        return length == DATA.length && Arrays.equals(text, from, to, DATA, 0, DATA.length) ? FIELD_DATA : FIELD_NONE;
    }

    /** The captured values by field. */
    long[] values() {
        return values;
    }

    void clear() {
        for (int i = 0; i < FIELDS; i++) {
            values[i] = 0;
        }
    }
}
