package io.ratchet.adapters.binance.stream;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_DECIMALS;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.sbe.Venue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Market frames into prices, without allocation: {@code bookTicker}, {@code aggTrade}, {@code markPriceUpdate}; raw, in an
 * array, or wrapped in {@code {"stream":…,"data":…}}. Fields may come in any order and number, unknown ones are checked
 * and skipped, other events are ignored.
 *
 * <p>The whole frame is checked as JSON (RFC 8259, UTF-8, depth {@link #DEPTH_MAX}) before any price of it is handed on:
 * a frame counts as a whole or not at all. It accepts and refuses exactly what a streaming reader of Jackson does. One
 * thread per instance.
 */
public final class PriceFrameDecoder {
    /** Containers within each other. */
    public static final int DEPTH_MAX = 32;
    /** Characters of a number. */
    public static final int NUMBER_LENGTH_MAX = 64;

    private static final int REFUSED = -1;
    private static final int INITIAL_EVENTS = 1_024;
    private static final int INITIAL_UNESCAPED = 1_024;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private static final byte[] MARK_PRICE = "markPriceUpdate".getBytes(US_ASCII);
    private static final byte[] AGG_TRADE = "aggTrade".getBytes(US_ASCII);
    private static final byte[] BOOK_TICKER = "bookTicker".getBytes(US_ASCII);
    private static final byte[] DATA = "data".getBytes(US_ASCII);

    private static final int KIND_ABSENT = 0;
    private static final int KIND_STRING = 1;
    private static final int KIND_NUMBER = 2;
    private static final int KIND_NULL = 3;
    private static final int KIND_OTHER = 4;

    private static final int FIELD_NONE = -1;
    private static final int FIELD_EVENT = 0;
    private static final int FIELD_TIME = 1;
    private static final int FIELD_SYMBOL = 2;
    private static final int FIELD_PRICE = 3;
    private static final int FIELD_BID = 4;
    private static final int FIELD_ASK = 5;
    private static final int FIELD_MARKET = 6;
    private static final int FIELD_DATA = 7;
    private static final int FIELDS = 7;

    private final InstrumentRegistry registry;
    private final Capture outer = new Capture();
    private final Capture inner = new Capture();

    private byte[] source;
    private int end;
    private Refusal refusal = Refusal.NONE;

    private int valueKind;
    private int valueFrom;
    private int valueTo;
    private boolean hasEscape;
    private boolean isInteger;

    private byte[] unescaped = new byte[INITIAL_UNESCAPED];
    private int unescapedLength;

    private int count;
    private int[] instruments = new int[INITIAL_EVENTS];
    private long[] marks = new long[INITIAL_EVENTS];
    private long[] lasts = new long[INITIAL_EVENTS];
    private long[] bids = new long[INITIAL_EVENTS];
    private long[] asks = new long[INITIAL_EVENTS];
    private long[] times = new long[INITIAL_EVENTS];

    /** Why a frame was refused. */
    public enum Refusal {
        /** It was not. */
        NONE,
        /** Not JSON. */
        NOT_JSON,
        /** Containers too deep. */
        TOO_DEEP,
        /** A price event without symbol. */
        NO_SYMBOL,
        /** A price event without its price, or with one that is no price. */
        NO_PRICE,
        /** A time that is no integer of 64 bits. */
        BAD_TIME
    }

    /** Takes prices. */
    @FunctionalInterface
    public interface Sink {
        /**
         * One event; null values for what it does not tell.
         *
         * @param instrumentId of the symbol.
         * @param mark         1e-10.
         * @param last         1e-10.
         * @param bid          1e-10.
         * @param ask          1e-10.
         * @param venueTimeMs  event time, null value if the event has none.
         */
        void price(int instrumentId, long mark, long last, long bid, long ask, long venueTimeMs);
    }

    /**
     * For the symbols of a registry.
     *
     * @param registry prices of other symbols are ignored.
     */
    public PriceFrameDecoder(final InstrumentRegistry registry) {
        this.registry = registry;
    }

    /**
     * Decodes one frame.
     *
     * @param frame  that holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @param sink   takes its prices, if the whole frame is good.
     * @return how many prices it had, -1 if it is refused: see {@link #refusal()}.
     */
    public int decode(final byte[] frame, final int offset, final int length, final Sink sink) {
        source = frame;
        end = offset + length;
        count = 0;
        unescapedLength = 0;
        refusal = Refusal.NONE;
        int at = skipSpace(offset);
        if (at >= end) {
            return refuse(Refusal.NOT_JSON);
        }
        if (frame[at] == '{') {
            at = object(at + 1, 1, outer, true);
        } else if (frame[at] == '[') {
            at = events(at + 1, 1, outer);
        } else {
            at = value(at, 0);
        }
        if (at < 0) {
            return REFUSED;
        }
        if (skipSpace(at) != end) {
            return refuse(Refusal.NOT_JSON);
        }
        for (int i = 0; i < count; i++) {
            sink.price(instruments[i], marks[i], lasts[i], bids[i], asks[i], times[i]);
        }
        return count;
    }

    /**
     * Why the last frame was refused.
     *
     * @return the reason, NONE if it was not.
     */
    public Refusal refusal() {
        return refusal;
    }

    /** An array of events, after its bracket. */
    private int events(final int from, final int depth, final Capture capture) {
        int at = skipSpace(from);
        if (at < end && source[at] == ']') {
            return at + 1;
        }
        while (at < end) {
            at = source[at] == '{' ? object(at + 1, depth + 1, capture, false) : value(at, depth);
            if (at < 0) {
                return REFUSED;
            }
            at = skipSpace(at);
            if (at >= end) {
                break;
            }
            if (source[at] == ']') {
                return at + 1;
            }
            if (source[at] != ',') {
                break;
            }
            at = skipSpace(at + 1);
        }
        return refuse(Refusal.NOT_JSON);
    }

    /** An object that may be an event, after its brace. */
    private int object(final int from, final int depth, final Capture capture, final boolean isRoot) {
        capture.clear();
        int at = skipSpace(from);
        if (at < end && source[at] == '}') {
            return at + 1;
        }
        while (at < end && source[at] == '"') {
            final int field;
            if (at + 2 < end && source[at + 2] == '"' && isPlain(source[at + 1])) {
                field = field(source[at + 1]);
                at += 3;
            } else {
                final int nameEnd = name(at + 1);
                if (nameEnd < 0) {
                    return REFUSED;
                }
                field = hasEscape ? escapedField(at + 1, nameEnd - 1) : longField(at + 1, nameEnd - 1);
                at = nameEnd;
            }
            at = skipSpace(at);
            if (at >= end || source[at] != ':') {
                return refuse(Refusal.NOT_JSON);
            }
            at = skipSpace(at + 1);
            if (at >= end) {
                return refuse(Refusal.NOT_JSON);
            }
            if (isRoot && field == FIELD_DATA && source[at] == '{') {
                at = object(at + 1, depth + 1, inner, false);
            } else if (isRoot && field == FIELD_DATA && source[at] == '[') {
                at = events(at + 1, depth + 1, inner);
            } else {
                at = value(at, depth);
                if (at >= 0 && field >= 0 && field < FIELDS) {
                    capture(capture, field);
                }
            }
            if (at < 0) {
                return REFUSED;
            }
            at = skipSpace(at);
            if (at >= end) {
                return refuse(Refusal.NOT_JSON);
            }
            if (source[at] == '}') {
                return interpret(capture) ? at + 1 : REFUSED;
            }
            if (source[at] != ',') {
                return refuse(Refusal.NOT_JSON);
            }
            at = skipSpace(at + 1);
        }
        return refuse(Refusal.NOT_JSON);
    }

    private void capture(final Capture capture, final int field) {
        capture.kind[field] = valueKind;
        if (valueKind == KIND_STRING && hasEscape) {
            capture.isUnescaped[field] = true;
            capture.from[field] = unescapedLength;
            unescape(valueFrom, valueTo);
            capture.to[field] = unescapedLength;
        } else {
            capture.isUnescaped[field] = false;
            capture.from[field] = valueFrom;
            capture.to[field] = valueTo;
        }
        if (field == FIELD_TIME) {
            capture.isTimeInteger = valueKind == KIND_NUMBER && isInteger;
        }
    }

    private boolean interpret(final Capture capture) {
        if (capture.kind[FIELD_EVENT] != KIND_STRING) {
            return true;
        }
        if (capture.isText(this, FIELD_EVENT, BOOK_TICKER)) {
            return bookTicker(capture);
        }
        if (capture.isText(this, FIELD_EVENT, MARK_PRICE)) {
            return onePrice(capture, true);
        }
        return !capture.isText(this, FIELD_EVENT, AGG_TRADE) || onePrice(capture, false);
    }

    private boolean onePrice(final Capture capture, final boolean isMark) {
        final long price = price(capture, FIELD_PRICE);
        if (!isComplete(capture) || Decimals.isRefused(price)) {
            return false;
        }
        if (price > 0 || isMark) {
            add(capture, isMark ? price : NULL, isMark ? NULL : price, NULL, NULL);
        }
        return true;
    }

    private boolean bookTicker(final Capture capture) {
        final long bid = price(capture, FIELD_BID);
        final long ask = price(capture, FIELD_ASK);
        if (!isComplete(capture) || Decimals.isRefused(bid) || Decimals.isRefused(ask)) {
            return false;
        }
        if (bid > 0 || ask > 0) {
            add(capture, NULL, NULL, bid > 0 ? bid : NULL, ask > 0 ? ask : NULL);
        }
        return true;
    }

    private boolean isComplete(final Capture capture) {
        if (capture.kind[FIELD_SYMBOL] != KIND_STRING || capture.from[FIELD_SYMBOL] == capture.to[FIELD_SYMBOL]) {
            refuse(Refusal.NO_SYMBOL);
            return false;
        }
        final int timeKind = capture.kind[FIELD_TIME];
        if (timeKind == KIND_ABSENT || timeKind == KIND_NULL) {
            capture.timeMs = NULL;
            return true;
        }
        if (capture.isTimeInteger) {
            capture.timeMs = Decimals.parse(
                    source, capture.from[FIELD_TIME], capture.to[FIELD_TIME] - capture.from[FIELD_TIME], 0);
            if (!Decimals.isRefused(capture.timeMs)) {
                return true;
            }
        }
        refuse(Refusal.BAD_TIME);
        return false;
    }

    private long price(final Capture capture, final int field) {
        final int kind = capture.kind[field];
        if (kind != KIND_STRING && kind != KIND_NUMBER) {
            refuse(Refusal.NO_PRICE);
            return Long.MIN_VALUE + 1;
        }
        final byte[] text = capture.isUnescaped[field] ? unescaped : source;
        final long value =
                Decimals.parse(text, capture.from[field], capture.to[field] - capture.from[field], PRICE_DECIMALS);
        if (Decimals.isRefused(value)) {
            refuse(Refusal.NO_PRICE);
        }
        return value;
    }

    private void add(final Capture capture, final long mark, final long last, final long bid, final long ask) {
        if (capture.kind[FIELD_MARKET] == KIND_NUMBER
                && capture.to[FIELD_MARKET] - capture.from[FIELD_MARKET] == 1
                && source[capture.from[FIELD_MARKET]] == '2') {
            return;
        }
        final byte[] text = capture.isUnescaped[FIELD_SYMBOL] ? unescaped : source;
        final int instrumentId = registry.instrumentId(
                Venue.BINANCE, text, capture.from[FIELD_SYMBOL], capture.to[FIELD_SYMBOL] - capture.from[FIELD_SYMBOL]);
        if (instrumentId == InstrumentRegistry.UNKNOWN) {
            return;
        }
        if (count == instruments.length) {
            grow();
        }
        instruments[count] = instrumentId;
        marks[count] = mark;
        lasts[count] = last;
        bids[count] = bid;
        asks[count] = ask;
        times[count] = capture.timeMs;
        count++;
    }

    private void grow() {
        final int length = 2 * count;
        instruments = Arrays.copyOf(instruments, length);
        marks = Arrays.copyOf(marks, length);
        lasts = Arrays.copyOf(lasts, length);
        bids = Arrays.copyOf(bids, length);
        asks = Arrays.copyOf(asks, length);
        times = Arrays.copyOf(times, length);
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

    private int longField(final int from, final int to) {
        return longField(source, from, to);
    }

    private static int longField(final byte[] text, final int from, final int to) {
        final int length = to - from;
        if (length == 1) {
            return field(text[from]);
        }
        if (length == 2 && text[from] == 's' && text[from + 1] == 't') {
            return FIELD_MARKET;
        }
        return length == DATA.length && Arrays.equals(text, from, to, DATA, 0, DATA.length) ? FIELD_DATA : FIELD_NONE;
    }

    private int escapedField(final int from, final int to) {
        final int mark = unescapedLength;
        unescape(from, to);
        final int field = longField(unescaped, mark, unescapedLength);
        unescapedLength = mark;
        return field;
    }

    /** Any value; leaves its kind and range. Returns the index after it. */
    private int value(final int at, final int depth) {
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
        if (depth > DEPTH_MAX) {
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
        if (depth > DEPTH_MAX) {
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
        if (at - from > NUMBER_LENGTH_MAX) {
            return refuse(Refusal.NOT_JSON);
        }
        valueKind = KIND_NUMBER;
        valueFrom = from;
        valueTo = at;
        return at;
    }

    private int skipDigits(final int from) {
        int at = from;
        while (at < end && source[at] >= '0' && source[at] <= '9') {
            at++;
        }
        return at;
    }

    private int skipSpace(final int from) {
        int at = from;
        while (at < end && source[at] <= ' ' && isSpace(source[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(final byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    private static boolean isPlain(final byte octet) {
        return octet >= ' ' && octet != '"' && octet != '\\';
    }

    /** A name after its quote: a string, but one whose escapes are no broken surrogate pair. */
    private int name(final int from) {
        final int after = string(from);
        return after < 0 || !hasEscape || isPaired(from, after - 1) ? after : refuse(Refusal.NOT_JSON);
    }

    private boolean isPaired(final int from, final int to) {
        int at = from;
        boolean isHigh = false;
        while (at < to) {
            final boolean isUnit = source[at] == '\\' && source[at + 1] == 'u';
            final int unit = isUnit ? unit(at + 2) : 0;
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

    /** A string after its quote; tells whether it has escapes. Returns the index after the closing quote. */
    private int string(final int from) {
        hasEscape = false;
        int at = from;
        while (true) {
            while (at + Long.BYTES <= end) {
                final long special = special((long) LONG.get(source, at));
                if (special != 0) {
                    at += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                at += Long.BYTES;
            }
            while (at < end && isPlain(source[at])) {
                at++;
            }
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

    /** Marks with its high bit the first byte that is a quote, a backslash, a control character or not ASCII. */
    private static long special(final long word) {
        final long quote = word ^ QUOTES;
        final long backslash = word ^ BACKSLASHES;
        return ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (word - SPACES) & ~word | word) & HIGHS;
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
                    if (hex(source[i]) < 0) {
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

    /** Appends a checked string without its escapes, in UTF-8; half a surrogate pair becomes '?'. */
    private void unescape(final int from, final int to) {
        if (unescapedLength + to - from > unescaped.length) {
            unescaped = Arrays.copyOf(unescaped, 2 * (unescapedLength + to - from));
        }
        int at = from;
        while (at < to) {
            final byte octet = source[at++];
            if (octet != '\\') {
                unescaped[unescapedLength++] = octet;
                continue;
            }
            final byte kind = source[at++];
            if (kind == 'u') {
                final int unit = unit(at);
                at += 4;
                if (Character.isHighSurrogate((char) unit)
                        && at + 6 <= to
                        && source[at] == '\\'
                        && source[at + 1] == 'u'
                        && Character.isLowSurrogate((char) unit(at + 2))) {
                    putUtf8(Character.toCodePoint((char) unit, (char) unit(at + 2)));
                    at += 6;
                } else {
                    putUtf8(Character.isSurrogate((char) unit) ? '?' : unit);
                }
            } else {
                unescaped[unescapedLength++] = plain(kind);
            }
        }
    }

    private void putUtf8(final int codePoint) {
        if (codePoint < 0x80) {
            unescaped[unescapedLength++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            unescaped[unescapedLength++] = (byte) (0xc0 | codePoint >> 6);
            unescaped[unescapedLength++] = (byte) (0x80 | codePoint & 0x3f);
        } else if (codePoint < 0x10000) {
            unescaped[unescapedLength++] = (byte) (0xe0 | codePoint >> 12);
            unescaped[unescapedLength++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            unescaped[unescapedLength++] = (byte) (0x80 | codePoint & 0x3f);
        } else {
            unescaped[unescapedLength++] = (byte) (0xf0 | codePoint >> 18);
            unescaped[unescapedLength++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            unescaped[unescapedLength++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            unescaped[unescapedLength++] = (byte) (0x80 | codePoint & 0x3f);
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

    private int unit(final int at) {
        return hex(source[at]) << 12 | hex(source[at + 1]) << 8 | hex(source[at + 2]) << 4 | hex(source[at + 3]);
    }

    private static int hex(final byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        if (octet >= 'a' && octet <= 'f') {
            return octet - 'a' + 10;
        }
        return octet >= 'A' && octet <= 'F' ? octet - 'A' + 10 : -1;
    }

    private int refuse(final Refusal reason) {
        if (refusal == Refusal.NONE) {
            refusal = reason;
        }
        return REFUSED;
    }

    /** Where the fields of one object are. */
    private static final class Capture {
        private final int[] kind = new int[FIELDS];
        private final int[] from = new int[FIELDS];
        private final int[] to = new int[FIELDS];
        private final boolean[] isUnescaped = new boolean[FIELDS];
        private boolean isTimeInteger;
        private long timeMs;

        private void clear() {
            Arrays.fill(kind, KIND_ABSENT);
            isTimeInteger = false;
        }

        private boolean isText(final PriceFrameDecoder decoder, final int field, final byte[] expected) {
            final byte[] text = isUnescaped[field] ? decoder.unescaped : decoder.source;
            return Arrays.equals(text, from[field], to[field], expected, 0, expected.length);
        }
    }
}
