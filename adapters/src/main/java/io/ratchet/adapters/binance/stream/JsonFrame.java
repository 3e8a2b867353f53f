package io.ratchet.adapters.binance.stream;

import io.ratchet.adapters.binance.stream.PriceFrameDecoder.Refusal;

/**
 * One frame, read as JSON (RFC 8259, UTF-8) without allocation: each method takes the index of a byte and answers the index
 * after what it read, or {@link #REFUSED} and then {@link #refusal()} says why. One thread.
 */
final class JsonFrame {
    static final int REFUSED = -1;
    static final int KIND_ABSENT = 0;
    static final int KIND_STRING = 1;
    static final int KIND_NUMBER = 2;
    static final int KIND_NULL = 3;
    static final int KIND_OTHER = 4;
    private static final int PADDING = 32;
    private static final int INITIAL_LENGTH = 4_096;

    private byte[] source = new byte[INITIAL_LENGTH];
    private int end;
    private Refusal refusal = Refusal.NONE;
    private int valueKind;
    private int valueFrom;
    private int valueTo;
    private boolean hasEscape;
    private boolean isInteger;

    /** The frame with zeros behind it, so that words can be read at any byte of it: a zero is in no JSON. */
    void take(final byte[] frame, final int offset, final int length) {
        if (source.length < length + PADDING) {
            source = new byte[2 * length + PADDING];
        }
        System.arraycopy(frame, offset, source, 0, length);
        for (int i = length; i < length + PADDING; i += Long.BYTES) {
            Words.LONG.set(source, i, 0L);
        }
        end = length;
        refusal = Refusal.NONE;
    }

    /** The index of the value after a name, or a refusal. */
    int afterColon(final int nameEnd) {
        final int at = skipSpace(nameEnd);
        return at < end && source[at] == ':' ? skipSpace(at + 1) : refuse(Refusal.NOT_JSON);
    }

    /** Any value; leaves its kind and range. Returns the index after it. */
    int value(final int at, final int depth) {
        if (at >= end) {
            return refuse(Refusal.NOT_JSON);
        }
        switch (source[at]) {
            case '"':
                final int to = string(at + 1);
                valueKind = KIND_STRING;
                valueFrom = at + 1;
                valueTo = to - 1;
                return to;
            case '{':
                return skipObject(at + 1, depth + 1);
            case '[':
                return skipArray(at + 1, depth + 1);
            case 't':
                return literal(at, 't', 'r', 'u', 'e', KIND_OTHER);
            case 'n':
                return literal(at, 'n', 'u', 'l', 'l', KIND_NULL);
            case 'f':
                if (at + 4 < end && source[at + 4] == 'e') {
                    final int last = literal(at, 'f', 'a', 'l', 's', KIND_OTHER);
                    return last < 0 ? last : last + 1;
                }
                return refuse(Refusal.NOT_JSON);
            default:
                return number(at);
        }
    }

    private int skipObject(final int from, final int depth) {
        if (depth > PriceFrameDecoder.DEPTH_MAX) {
            return refuse(Refusal.TOO_DEEP);
        }
        int at = skipSpace(from);
        if (at < end && source[at] == '}') {
            valueKind = KIND_OTHER;
            return at + 1;
        }
        while (at < end && source[at] == '"') {
            at = name(at + 1);
            if (at < 0) {
                return REFUSED;
            }
            at = skipSpace(at);
            if (at >= end || source[at] != ':') {
                return refuse(Refusal.NOT_JSON);
            }
            at = value(skipSpace(at + 1), depth);
            if (at < 0) {
                return REFUSED;
            }
            at = skipSpace(at);
            if (at >= end) {
                return refuse(Refusal.NOT_JSON);
            }
            if (source[at] == '}') {
                valueKind = KIND_OTHER;
                return at + 1;
            }
            if (source[at] != ',') {
                return refuse(Refusal.NOT_JSON);
            }
            at = skipSpace(at + 1);
        }
        return refuse(Refusal.NOT_JSON);
    }

    private int skipArray(final int from, final int depth) {
        if (depth > PriceFrameDecoder.DEPTH_MAX) {
            return refuse(Refusal.TOO_DEEP);
        }
        int at = skipSpace(from);
        if (at < end && source[at] == ']') {
            valueKind = KIND_OTHER;
            return at + 1;
        }
        while (at < end) {
            at = value(at, depth);
            if (at < 0) {
                return REFUSED;
            }
            at = skipSpace(at);
            if (at >= end) {
                break;
            }
            if (source[at] == ']') {
                valueKind = KIND_OTHER;
                return at + 1;
            }
            if (source[at] != ',') {
                break;
            }
            at = skipSpace(at + 1);
        }
        return refuse(Refusal.NOT_JSON);
    }

    private int literal(
            final int at, final char first, final char second, final char third, final char fourth, final int kind) {
        if (at + 4 > end
                || source[at] != first
                || source[at + 1] != second
                || source[at + 2] != third
                || source[at + 3] != fourth) {
            return refuse(Refusal.NOT_JSON);
        }
        valueKind = kind;
        return at + 4;
    }

    private int number(final int from) {
        int at = from;
        if (source[at] == '-') {
            at++;
        }
        final int digits = at;
        at = skipDigits(at);
        if (at == digits || source[digits] == '0' && at > digits + 1) {
            return refuse(Refusal.NOT_JSON);
        }
        isInteger = true;
        if (at < end && source[at] == '.') {
            final int fraction = at + 1;
            at = skipDigits(fraction);
            if (at == fraction) {
                return refuse(Refusal.NOT_JSON);
            }
            isInteger = false;
        }
        if (at < end && (source[at] == 'e' || source[at] == 'E')) {
            int exponent = at + 1;
            if (exponent < end && (source[exponent] == '+' || source[exponent] == '-')) {
                exponent++;
            }
            at = skipDigits(exponent);
            if (at == exponent) {
                return refuse(Refusal.NOT_JSON);
            }
            isInteger = false;
        }
        if (at - from > PriceFrameDecoder.NUMBER_LENGTH_MAX) {
            return refuse(Refusal.NOT_JSON);
        }
        valueKind = KIND_NUMBER;
        valueFrom = from;
        valueTo = at;
        return at;
    }

    private int skipDigits(final int from) {
        int at = from;
        while (at + Long.BYTES <= end) {
            final int digits = Words.digits((long) Words.LONG.get(source, at));
            at += digits;
            if (digits < Words.DIGITS) {
                return at;
            }
        }
        while (at < end && source[at] >= '0' && source[at] <= '9') {
            at++;
        }
        return at;
    }

    int skipSpace(final int from) {
        int at = from;
        while (at < end && source[at] <= ' ' && isSpace(source[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(final byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    /** A name after its quote: a string, but one whose escapes are no broken surrogate pair. */
    int name(final int from) {
        final int after = string(from);
        return after < 0 || !hasEscape || Escapes.isPaired(source, from, after - 1) ? after : refuse(Refusal.NOT_JSON);
    }

    /** A string after its quote; tells whether it has escapes. Returns the index after the closing quote. */
    private int string(final int from) {
        hasEscape = false;
        int at = from;
        while (true) {
            at = skipPlain(at);
            if (at >= end) {
                return refuse(Refusal.NOT_JSON);
            }
            if (source[at] == '"') {
                return at + 1;
            }
            at = source[at] == '\\' ? escape(at + 1) : multiByte(at);
            if (at < 0) {
                return REFUSED;
            }
        }
    }

    private int skipPlain(final int from) {
        int at = from;
        while (at + Long.BYTES <= end) {
            final long special = Words.special((long) Words.LONG.get(source, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && Words.isPlain(source[at])) {
            at++;
        }
        return at;
    }

    private int escape(final int at) {
        hasEscape = true;
        if (at >= end) {
            return refuse(Refusal.NOT_JSON);
        }
        switch (source[at]) {
            case '"':
            case '\\':
            case '/':
            case 'b':
            case 'f':
            case 'n':
            case 'r':
            case 't':
                return at + 1;
            case 'u':
                if (at + 4 >= end) {
                    return refuse(Refusal.NOT_JSON);
                }
                for (int i = at + 1; i <= at + 4; i++) {
                    if (Escapes.hex(source[i]) < 0) {
                        return refuse(Refusal.NOT_JSON);
                    }
                }
                return at + 5;
            default:
                return refuse(Refusal.NOT_JSON);
        }
    }

    private int multiByte(final int at) {
        final int lead = source[at];
        final int following;
        if (lead >= 0) {
            return refuse(Refusal.NOT_JSON);
        } else if ((lead & 0xe0) == 0xc0) {
            following = 1;
        } else if ((lead & 0xf0) == 0xe0) {
            following = 2;
        } else if ((lead & 0xf8) == 0xf0) {
            following = 3;
        } else {
            return refuse(Refusal.NOT_JSON);
        }
        for (int i = at + 1; i <= at + following; i++) {
            if (i >= end || (source[i] & 0xc0) != 0x80) {
                return refuse(Refusal.NOT_JSON);
            }
        }
        return at + following + 1;
    }

    int refuse(final Refusal reason) {
        if (refusal == Refusal.NONE) {
            refusal = reason;
        }
        return REFUSED;
    }

    byte[] source() {
        return source;
    }

    int end() {
        return end;
    }

    Refusal refusal() {
        return refusal;
    }

    int valueKind() {
        return valueKind;
    }

    int valueFrom() {
        return valueFrom;
    }

    int valueTo() {
        return valueTo;
    }

    boolean hasEscape() {
        return hasEscape;
    }

    boolean isInteger() {
        return isInteger;
    }
}
