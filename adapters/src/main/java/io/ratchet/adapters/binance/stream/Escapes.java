package io.ratchet.adapters.binance.stream;

import java.util.Arrays;

/** The escapes of JSON strings: checks their surrogate pairs and holds the texts that are read without them. One thread. */
final class Escapes {
    private static final int INITIAL_LENGTH = 1_024;

    private byte[] bytes = new byte[INITIAL_LENGTH];
    private int length;

    /** Whether each surrogate that is written as an escape has its other half. */
    static boolean isPaired(final byte[] source, final int from, final int to) {
        int at = from;
        boolean isHigh = false;
        while (at < to) {
            final boolean isUnit = source[at] == '\\' && source[at + 1] == 'u';
            final int unit = isUnit ? unit(source, at + 2) : 0;
            if (isHigh != Character.isLowSurrogate((char) unit)) {
                return false;
            }
            isHigh = Character.isHighSurrogate((char) unit);
            if (isUnit) {
                at += 6;
            } else {
                at += source[at] == '\\' ? 2 : 1;
            }
        }
        return !isHigh;
    }

    /** Appends a checked string without its escapes, in UTF-8; half a surrogate pair becomes '?'. */
    void append(final byte[] source, final int from, final int to) {
        if (length + to - from > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + to - from));
        }
        int at = from;
        while (at < to) {
            final byte octet = source[at++];
            if (octet != '\\') {
                bytes[length++] = octet;
                continue;
            }
            final byte kind = source[at++];
            if (kind == 'u') {
                final int unit = unit(source, at);
                at += 4;
                if (Character.isHighSurrogate((char) unit)
                        && at + 6 <= to
                        && source[at] == '\\'
                        && source[at + 1] == 'u'
                        && Character.isLowSurrogate((char) unit(source, at + 2))) {
                    putUtf8(Character.toCodePoint((char) unit, (char) unit(source, at + 2)));
                    at += 6;
                } else {
                    putUtf8(Character.isSurrogate((char) unit) ? '?' : unit);
                }
            } else {
                bytes[length++] = plain(kind);
            }
        }
    }

    private void putUtf8(final int codePoint) {
        if (codePoint < 0x80) {
            bytes[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xc0 | codePoint >> 6);
            bytes[length++] = (byte) (0x80 | codePoint & 0x3f);
        } else if (codePoint < 0x10000) {
            bytes[length++] = (byte) (0xe0 | codePoint >> 12);
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            bytes[length++] = (byte) (0x80 | codePoint & 0x3f);
        } else {
            bytes[length++] = (byte) (0xf0 | codePoint >> 18);
            bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            bytes[length++] = (byte) (0x80 | codePoint & 0x3f);
        }
    }

    private static byte plain(final byte kind) {
        switch (kind) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            default:
                return kind;
        }
    }

    private static int unit(final byte[] source, final int at) {
        return hex(source[at]) << 12 | hex(source[at + 1]) << 8 | hex(source[at + 2]) << 4 | hex(source[at + 3]);
    }

    static int hex(final byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        if (octet >= 'a' && octet <= 'f') {
            return octet - 'a' + 10;
        }
        return octet >= 'A' && octet <= 'F' ? octet - 'A' + 10 : -1;
    }

    void clear() {
        length = 0;
    }

    /** Forgets what was appended since there were that many bytes. */
    void cut(final int mark) {
        length = mark;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }
}
