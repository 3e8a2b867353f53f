package io.ratchet.adapters.binance.stream;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_DECIMALS;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.market.FixedPoint;
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
    private static final int PADDING = 32;
    private static final int INITIAL_LENGTH = 4_096;
    private static final int INITIAL_EVENTS = 1_024;
    private static final int INITIAL_UNESCAPED = 1_024;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final long ZEROS = ONES * '0';
    /** Added to a byte of 0 to 9 it leaves the high bit clear, to any other up to 127 it sets it. */
    private static final long ABOVE_NINE = ONES * (0x7f - 9);
    /** A name of one byte and its colon, {@code "x":}, but for the byte. */
    private static final int NAME_MASK = 0xffff00ff;

    private static final int NAME = '"' | '"' << 16 | ':' << 24;

    private static final long MARK_PRICE_HEAD = word("markPric");
    private static final long MARK_PRICE_TAIL = word("ceUpdate");
    private static final int MARK_PRICE_LENGTH = 15;
    private static final long AGG_TRADE = word("aggTrade");
    private static final int AGG_TRADE_LENGTH = 8;
    private static final long BOOK_TICKER_HEAD = word("bookTick");
    private static final long BOOK_TICKER_TAIL = word("okTicker");
    private static final int BOOK_TICKER_LENGTH = 10;
    private static final byte[] DATA = "data".getBytes(US_ASCII);

    private static final int KIND_ABSENT = 0;
    private static final int KIND_STRING = 1;
    private static final int KIND_NUMBER = 2;
    private static final int KIND_NULL = 3;
    private static final int KIND_OTHER = 4;

    private static final int FIELD_EVENT = 0;
    private static final int FIELD_TIME = 1;
    private static final int FIELD_SYMBOL = 2;
    private static final int FIELD_PRICE = 3;
    private static final int FIELD_BID = 4;
    private static final int FIELD_ASK = 5;
    private static final int FIELD_MARKET = 6;
    private static final int FIELDS = 7;
    /** Of no interest: captured too, because that is faster than to ask. */
    private static final int FIELD_NONE = 7;

    private static final int FIELD_DATA = 8;
    private static final int FIELDS_CAPTURED = 9;
    /** Of a byte that cannot be a name by itself. */
    private static final byte FIELD_INVALID = -1;

    private static final byte[] FIELD_OF_NAME = fieldOfName();

    /** A captured value in one word: kind, whether its text is the unescaped one, first byte, byte after the last. */
    private static final int KIND_SHIFT = 60;

    private static final int UNESCAPED_SHIFT = 59;
    private static final int INTEGER_SHIFT = 58;
    private static final int FROM_SHIFT = 29;
    private static final long PLAIN_STRING = (long) KIND_STRING << KIND_SHIFT;
    private static final long PLAIN_INTEGER = (long) KIND_NUMBER << KIND_SHIFT | 1L << INTEGER_SHIFT;
    private static final long BOOLEAN = (long) KIND_OTHER << KIND_SHIFT;
    private static final int TRUE = 't' | 'r' << 8 | 'u' << 16 | 'e' << 24;
    private static final int FALS = 'f' | 'a' << 8 | 'l' << 16 | 's' << 24;
    private static final long INDEX_MASK = (1L << FROM_SHIFT) - 1;
    private static final int INDEX_MAX = 1 << 28;
    private static final int SWAR_DIGITS = 8;
    private static final long[] POWERS = powers();

    private final InstrumentRegistry registry;
    private final Capture outer = new Capture();
    private final Capture inner = new Capture();

    private byte[] source = new byte[INITIAL_LENGTH];
    private int end;
    private Refusal refusal = Refusal.NONE;

    private int valueKind;
    private int valueFrom;
    private int valueTo;
    private boolean hasEscape;
    private boolean isInteger;
    private boolean isClosed;

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
        if (length > INDEX_MAX) {
            throw new IllegalArgumentException("frame length: actual=" + length + " expected<=" + INDEX_MAX);
        }
        copy(frame, offset, length);
        count = 0;
        unescapedLength = 0;
        refusal = Refusal.NONE;
        int at = skipSpace(0);
        if (at >= end) {
            return refuse(Refusal.NOT_JSON);
        }
        if (source[at] == '{') {
            at = object(at + 1, 1, outer, true);
        } else if (source[at] == '[') {
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

    /** The frame with zeros behind it, so that words can be read at any byte of it: a zero is in no JSON. */
    private void copy(final byte[] frame, final int offset, final int length) {
        if (source.length < length + PADDING) {
            source = new byte[2 * length + PADDING];
        }
        System.arraycopy(frame, offset, source, 0, length);
        for (int i = length; i < length + PADDING; i += Long.BYTES) {
            LONG.set(source, i, 0L);
        }
        end = length;
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
            isClosed = false;
            at = plainMembers(at, capture);
            if (at < 0) {
                return REFUSED;
            }
            if (isClosed) {
                return interpret(capture) ? at + 1 : REFUSED;
            }
            final int nameEnd = name(at + 1);
            if (nameEnd < 0) {
                return REFUSED;
            }
            final int field = hasEscape ? escapedField(at + 1, nameEnd - 1) : longField(source, at + 1, nameEnd - 1);
            at = afterColon(nameEnd);
            if (at < 0) {
                return REFUSED;
            }
            if (at >= end) {
                return refuse(Refusal.NOT_JSON);
            }
            if (isRoot && field == FIELD_DATA && source[at] == '{') {
                at = object(at + 1, depth + 1, inner, false);
            } else if (isRoot && field == FIELD_DATA && source[at] == '[') {
                at = events(at + 1, depth + 1, inner);
            } else {
                at = value(at, depth);
                if (at >= 0 && field < FIELDS) {
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

    /**
     * Members as the venue writes them: a plain name, its colon at once, a plain string, an integer of at most fifteen
     * digits or a boolean. Returns the index of the first member that is anything else, or of the closing brace, and
     * then {@link #isClosed} is set.
     */
    private int plainMembers(final int start, final Capture capture) {
        final byte[] text = source;
        final long[] values = capture.values;
        int at = start;
        while (true) {
            final int member = at;
            final int word = (int) INT.get(text, at);
            final int field;
            if ((word & NAME_MASK) == NAME) {
                field = FIELD_OF_NAME[word >>> Byte.SIZE & 0xff];
                at += Integer.BYTES;
            } else {
                final int nameEnd = plainEnd(text, at + 1);
                if (text[nameEnd] != '"' || text[nameEnd + 1] != ':' || text[at] != '"') {
                    return member;
                }
                field = longField(text, at + 1, nameEnd);
                at = nameEnd + 2;
            }
            if (field == FIELD_INVALID) {
                return member;
            }
            final byte first = text[at];
            final int from;
            final int to;
            final long flags;
            if (first == '"') {
                from = at + 1;
                to = plainEnd(text, from);
                if (text[to] != '"') {
                    return member;
                }
                flags = PLAIN_STRING;
                at = to + 1;
            } else {
                from = at;
                final int digitsEnd = integerEnd(text, at);
                if (digitsEnd == at) {
                    to = booleanEnd(text, at);
                    flags = BOOLEAN;
                } else {
                    to = digitsEnd;
                    flags = PLAIN_INTEGER;
                }
                if (to == at || first == '0' && to > at + 1) {
                    return member;
                }
                at = to;
            }
            values[field] = flags | (long) from << FROM_SHIFT | to;
            final byte separator = text[at];
            if (separator == '}') {
                isClosed = true;
                return at;
            }
            if (separator != ',') {
                return member;
            }
            at++;
            if (text[at] != '"') {
                at = skipSpace(at);
                if (text[at] != '"') {
                    return refuse(Refusal.NOT_JSON);
                }
            }
        }
    }

    /** The index of the first byte that is a quote, a backslash, a control character or not ASCII. */
    private static int plainEnd(final byte[] text, final int from) {
        int at = from;
        long special = special((long) LONG.get(text, at));
        while (special == 0) {
            at += Long.BYTES;
            special = special((long) LONG.get(text, at));
        }
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
    }

    /** The index after true or false, that of the first byte if it is neither. */
    private static int booleanEnd(final byte[] text, final int from) {
        final int word = (int) INT.get(text, from);
        if (word == TRUE) {
            return from + Integer.BYTES;
        }
        return word == FALS && text[from + Integer.BYTES] == 'e' ? from + Integer.BYTES + 1 : from;
    }

    /** The index after at most fifteen digits; that of the first if there are none or more. */
    private static int integerEnd(final byte[] text, final int from) {
        final int head = digits((long) LONG.get(text, from));
        if (head < SWAR_DIGITS) {
            return from + head;
        }
        final int tail = digits((long) LONG.get(text, from + Long.BYTES));
        return tail < SWAR_DIGITS ? from + SWAR_DIGITS + tail : from;
    }

    /** The index of the value after a name, or a refusal. */
    private int afterColon(final int nameEnd) {
        final int at = skipSpace(nameEnd);
        return at < end && source[at] == ':' ? skipSpace(at + 1) : refuse(Refusal.NOT_JSON);
    }

    private void capture(final Capture capture, final int field) {
        int from = valueFrom;
        int to = valueTo;
        long flags = (long) valueKind << KIND_SHIFT;
        if (valueKind == KIND_STRING && hasEscape) {
            from = unescapedLength;
            unescape(valueFrom, valueTo);
            to = unescapedLength;
            flags |= 1L << UNESCAPED_SHIFT;
        } else if (valueKind == KIND_NUMBER && isInteger) {
            flags |= 1L << INTEGER_SHIFT;
        }
        capture.values[field] = flags | (long) from << FROM_SHIFT | to;
    }

    private boolean interpret(final Capture capture) {
        final long event = capture.values[FIELD_EVENT];
        if (kind(event) != KIND_STRING) {
            return true;
        }
        final byte[] text = text(event);
        final int from = from(event);
        switch (to(event) - from) {
            case AGG_TRADE_LENGTH:
                return !isWord(text, from, AGG_TRADE) || onePrice(capture, false);
            case BOOK_TICKER_LENGTH:
                return !isWord(text, from, BOOK_TICKER_HEAD)
                        || !isWord(text, from + BOOK_TICKER_LENGTH - Long.BYTES, BOOK_TICKER_TAIL)
                        || bookTicker(capture);
            case MARK_PRICE_LENGTH:
                return !isWord(text, from, MARK_PRICE_HEAD)
                        || !isWord(text, from + MARK_PRICE_LENGTH - Long.BYTES, MARK_PRICE_TAIL)
                        || onePrice(capture, true);
            default:
                return true;
        }
    }

    private boolean onePrice(final Capture capture, final boolean isMark) {
        final long price = price(capture.values[FIELD_PRICE]);
        if (!isComplete(capture) || Decimals.isRefused(price)) {
            return false;
        }
        if (price > 0 || isMark) {
            add(capture, isMark ? price : NULL, isMark ? NULL : price, NULL, NULL);
        }
        return true;
    }

    private boolean bookTicker(final Capture capture) {
        final long bid = price(capture.values[FIELD_BID]);
        final long ask = price(capture.values[FIELD_ASK]);
        if (!isComplete(capture) || Decimals.isRefused(bid) || Decimals.isRefused(ask)) {
            return false;
        }
        if (bid > 0 || ask > 0) {
            add(capture, NULL, NULL, bid > 0 ? bid : NULL, ask > 0 ? ask : NULL);
        }
        return true;
    }

    private boolean isComplete(final Capture capture) {
        final long symbol = capture.values[FIELD_SYMBOL];
        if (kind(symbol) != KIND_STRING || from(symbol) == to(symbol)) {
            refuse(Refusal.NO_SYMBOL);
            return false;
        }
        final long time = capture.values[FIELD_TIME];
        final int timeKind = kind(time);
        if (timeKind == KIND_ABSENT || timeKind == KIND_NULL) {
            capture.timeMs = NULL;
            return true;
        }
        if ((time >>> INTEGER_SHIFT & 1) == 1) {
            capture.timeMs = integer(from(time), to(time));
            if (!Decimals.isRefused(capture.timeMs)) {
                return true;
            }
        }
        refuse(Refusal.BAD_TIME);
        return false;
    }

    private long price(final long value) {
        final int kind = kind(value);
        if (kind != KIND_STRING && kind != KIND_NUMBER) {
            refuse(Refusal.NO_PRICE);
            return NULL + 1;
        }
        final long price = decimal(text(value), from(value), to(value));
        if (Decimals.isRefused(price)) {
            refuse(Refusal.NO_PRICE);
        }
        return price;
    }

    /** A price, eight digits at a time where it has at most eight on either side of the point. */
    private static long decimal(final byte[] text, final int from, final int to) {
        if (from + Long.BYTES <= text.length) {
            final long head = (long) LONG.get(text, from);
            final int whole = digits(head);
            final int point = from + whole;
            final int fraction = to - point - 1;
            if (whole > 0
                    && fraction > 0
                    && fraction <= SWAR_DIGITS
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
    private long integer(final int from, final int to) {
        final int rest = to - from - SWAR_DIGITS;
        if (rest > 0 && rest <= SWAR_DIGITS && from + 2 * Long.BYTES <= source.length) {
            final long head = (long) LONG.get(source, from);
            if (digits(head) == SWAR_DIGITS) {
                final long tail = (long) LONG.get(source, from + Long.BYTES);
                return number(head, SWAR_DIGITS) * POWERS[rest] + number(tail, rest);
            }
        }
        return Decimals.parse(source, from, to - from, 0);
    }

    /** How many bytes of a word are digits before the first that is none. */
    private static int digits(final long word) {
        final long value = word ^ ZEROS;
        final long others = (value + ABOVE_NINE | value) & HIGHS;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** The number of the first digits of a word, one to eight: pairs, then fours, then all by three multiplications. */
    private static long number(final long word, final int count) {
        final int shift = (SWAR_DIGITS - count) * Byte.SIZE;
        final long value = (word - ZEROS) << shift;
        final long pairs = value * 10 + (value >>> 8);
        return ((pairs & 0x000000ff000000ffL) * 0x000f424000000064L
                        + (pairs >>> 16 & 0x000000ff000000ffL) * 0x0000271000000001L)
                >>> 32;
    }

    private static boolean isWord(final byte[] text, final int from, final long expected) {
        return (long) LONG.get(text, from) == expected;
    }

    private byte[] text(final long value) {
        return (value >>> UNESCAPED_SHIFT & 1) == 0 ? source : unescaped;
    }

    private static int kind(final long value) {
        return (int) (value >>> KIND_SHIFT);
    }

    private static int from(final long value) {
        return (int) (value >>> FROM_SHIFT & INDEX_MASK);
    }

    private static int to(final long value) {
        return (int) (value & INDEX_MASK);
    }

    private void add(final Capture capture, final long mark, final long last, final long bid, final long ask) {
        final long market = capture.values[FIELD_MARKET];
        if (kind(market) == KIND_NUMBER && to(market) - from(market) == 1 && source[from(market)] == '2') {
            return;
        }
        final long symbol = capture.values[FIELD_SYMBOL];
        final int instrumentId =
                registry.instrumentId(Venue.BINANCE, text(symbol), from(symbol), to(symbol) - from(symbol));
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

    private static byte[] fieldOfName() {
        final byte[] fields = new byte[256];
        Arrays.fill(fields, FIELD_INVALID);
        for (byte name = ' '; name < Byte.MAX_VALUE; name++) {
            fields[name] = isPlain(name) ? (byte) field(name) : FIELD_INVALID;
        }
        fields[Byte.MAX_VALUE] = FIELD_NONE;
        return fields;
    }

    private static long word(final String text) {
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
        while (at + Long.BYTES <= end) {
            final int digits = digits((long) LONG.get(source, at));
            at += digits;
            if (digits < SWAR_DIGITS) {
                return at;
            }
        }
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
            final long special = special((long) LONG.get(source, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && isPlain(source[at])) {
            at++;
        }
        return at;
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
        private final long[] values = new long[FIELDS_CAPTURED];
        private long timeMs;

        private void clear() {
            for (int i = 0; i < FIELDS; i++) {
                values[i] = 0;
            }
        }
    }
}
