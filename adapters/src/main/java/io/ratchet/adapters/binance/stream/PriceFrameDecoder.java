package io.ratchet.adapters.binance.stream;

import static io.ratchet.adapters.binance.stream.EventFields.BOOLEAN;
import static io.ratchet.adapters.binance.stream.EventFields.FIELDS;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_ASK;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_BID;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_DATA;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_EVENT;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_INVALID;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_MARKET;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_OF_NAME;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_PRICE;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_SYMBOL;
import static io.ratchet.adapters.binance.stream.EventFields.FIELD_TIME;
import static io.ratchet.adapters.binance.stream.EventFields.FROM_SHIFT;
import static io.ratchet.adapters.binance.stream.EventFields.INTEGER_SHIFT;
import static io.ratchet.adapters.binance.stream.EventFields.KIND_SHIFT;
import static io.ratchet.adapters.binance.stream.EventFields.PLAIN_INTEGER;
import static io.ratchet.adapters.binance.stream.EventFields.PLAIN_STRING;
import static io.ratchet.adapters.binance.stream.EventFields.UNESCAPED_SHIFT;
import static io.ratchet.adapters.binance.stream.EventFields.from;
import static io.ratchet.adapters.binance.stream.EventFields.kind;
import static io.ratchet.adapters.binance.stream.EventFields.longField;
import static io.ratchet.adapters.binance.stream.EventFields.to;
import static io.ratchet.engine.market.FixedPoint.NULL;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.sbe.Venue;

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

    /** A name of one byte and its colon, {@code "x":}, but for the byte. */
    private static final int NAME_MASK = 0xffff00ff;

    private static final int NAME = '"' | '"' << 16 | ':' << 24;
    private static final long MARK_PRICE_HEAD = Words.word("markPric");
    private static final long MARK_PRICE_TAIL = Words.word("ceUpdate");
    private static final int MARK_PRICE_LENGTH = 15;
    private static final long AGG_TRADE = Words.word("aggTrade");
    private static final int AGG_TRADE_LENGTH = 8;
    private static final long BOOK_TICKER_HEAD = Words.word("bookTick");
    private static final long BOOK_TICKER_TAIL = Words.word("okTicker");
    private static final int BOOK_TICKER_LENGTH = 10;
    /** So that two indices and the kind fit in a word. */
    private static final int INDEX_MAX = 1 << 28;

    private final InstrumentRegistry registry;
    private final JsonFrame json = new JsonFrame();
    private final Escapes escapes = new Escapes();
    private final PriceRows rows = new PriceRows();
    private final EventFields outer = new EventFields();
    private final EventFields inner = new EventFields();

    private boolean isClosed;
    private long eventTimeMs;

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
        json.take(frame, offset, length);
        rows.clear();
        escapes.clear();
        int at = json.skipSpace(0);
        if (at >= length) {
            return json.refuse(Refusal.NOT_JSON);
        }
        final byte first = json.source()[at];
        if (first == '{') {
            at = object(at + 1, 1, outer, true);
        } else if (first == '[') {
            at = events(at + 1, 1, outer);
        } else {
            at = json.value(at, 0);
        }
        if (at < 0) {
            return JsonFrame.REFUSED;
        }
        if (json.skipSpace(at) != length) {
            return json.refuse(Refusal.NOT_JSON);
        }
        rows.handOn(sink);
        return rows.count();
    }

    /**
     * Why the last frame was refused.
     *
     * @return the reason, NONE if it was not.
     */
    public Refusal refusal() {
        return json.refusal();
    }

    /** An array of events, after its bracket. */
    private int events(final int from, final int depth, final EventFields fields) {
        final byte[] source = json.source();
        final int end = json.end();
        int at = json.skipSpace(from);
        if (at < end && source[at] == ']') {
            return at + 1;
        }
        while (at < end) {
            at = source[at] == '{' ? object(at + 1, depth + 1, fields, false) : json.value(at, depth);
            if (at < 0) {
                return JsonFrame.REFUSED;
            }
            at = json.skipSpace(at);
            if (at >= end) {
                break;
            }
            if (source[at] == ']') {
                return at + 1;
            }
            if (source[at] != ',') {
                break;
            }
            at = json.skipSpace(at + 1);
        }
        return json.refuse(Refusal.NOT_JSON);
    }

    /** An object that may be an event, after its brace. */
    private int object(final int from, final int depth, final EventFields fields, final boolean isRoot) {
        final byte[] source = json.source();
        final int end = json.end();
        fields.clear();
        int at = json.skipSpace(from);
        if (at < end && source[at] == '}') {
            return at + 1;
        }
        while (at < end && source[at] == '"') {
            isClosed = false;
            at = plainMembers(at, fields);
            if (at < 0) {
                return JsonFrame.REFUSED;
            }
            if (isClosed) {
                return interpret(fields) ? at + 1 : JsonFrame.REFUSED;
            }
            final int nameEnd = json.name(at + 1);
            if (nameEnd < 0) {
                return JsonFrame.REFUSED;
            }
            final int field =
                    json.hasEscape() ? escapedField(at + 1, nameEnd - 1) : longField(source, at + 1, nameEnd - 1);
            at = json.afterColon(nameEnd);
            if (at < 0) {
                return JsonFrame.REFUSED;
            }
            if (at >= end) {
                return json.refuse(Refusal.NOT_JSON);
            }
            if (isRoot && field == FIELD_DATA && source[at] == '{') {
                at = object(at + 1, depth + 1, inner, false);
            } else if (isRoot && field == FIELD_DATA && source[at] == '[') {
                at = events(at + 1, depth + 1, inner);
            } else {
                at = json.value(at, depth);
                if (at >= 0 && field < FIELDS) {
                    capture(fields, field);
                }
            }
            if (at < 0) {
                return JsonFrame.REFUSED;
            }
            at = json.skipSpace(at);
            if (at >= end) {
                return json.refuse(Refusal.NOT_JSON);
            }
            if (source[at] == '}') {
                return interpret(fields) ? at + 1 : JsonFrame.REFUSED;
            }
            if (source[at] != ',') {
                return json.refuse(Refusal.NOT_JSON);
            }
            at = json.skipSpace(at + 1);
        }
        return json.refuse(Refusal.NOT_JSON);
    }

    /**
     * Members as the venue writes them: a plain name, its colon at once, a plain string, an integer of at most fifteen
     * digits or a boolean. Returns the index of the first member that is anything else, or of the closing brace, and
     * then {@link #isClosed} is set.
     */
    private int plainMembers(final int start, final EventFields fields) {
        final byte[] text = json.source();
        final long[] values = fields.values();
        int at = start;
        while (true) {
            final int member = at;
            final int word = (int) Words.INT.get(text, at);
            final int field;
            if ((word & NAME_MASK) == NAME) {
                field = FIELD_OF_NAME[word >>> Byte.SIZE & 0xff];
                at += Integer.BYTES;
            } else {
                final int nameEnd = Words.plainEnd(text, at + 1);
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
                to = Words.plainEnd(text, from);
                if (text[to] != '"') {
                    return member;
                }
                flags = PLAIN_STRING;
                at = to + 1;
            } else {
                from = at;
                final int digitsEnd = Words.integerEnd(text, at);
                if (digitsEnd == at) {
                    to = Words.booleanEnd(text, at);
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
                at = json.skipSpace(at);
                if (text[at] != '"') {
                    return json.refuse(Refusal.NOT_JSON);
                }
            }
        }
    }

    private void capture(final EventFields fields, final int field) {
        int from = json.valueFrom();
        int to = json.valueTo();
        final int kind = json.valueKind();
        long flags = (long) kind << KIND_SHIFT;
        if (kind == JsonFrame.KIND_STRING && json.hasEscape()) {
            final int mark = escapes.length();
            escapes.append(json.source(), from, to);
            from = mark;
            to = escapes.length();
            flags |= 1L << UNESCAPED_SHIFT;
        } else if (kind == JsonFrame.KIND_NUMBER && json.isInteger()) {
            flags |= 1L << INTEGER_SHIFT;
        }
        fields.values()[field] = flags | (long) from << FROM_SHIFT | to;
    }

    private boolean interpret(final EventFields fields) {
        final long event = fields.values()[FIELD_EVENT];
        if (kind(event) != JsonFrame.KIND_STRING) {
            return true;
        }
        final byte[] text = text(event);
        final int from = from(event);
        switch (to(event) - from) {
            case AGG_TRADE_LENGTH:
                return !Words.isWord(text, from, AGG_TRADE) || onePrice(fields, false);
            case BOOK_TICKER_LENGTH:
                return !Words.isWord(text, from, BOOK_TICKER_HEAD)
                        || !Words.isWord(text, from + BOOK_TICKER_LENGTH - Long.BYTES, BOOK_TICKER_TAIL)
                        || bookTicker(fields);
            case MARK_PRICE_LENGTH:
                return !Words.isWord(text, from, MARK_PRICE_HEAD)
                        || !Words.isWord(text, from + MARK_PRICE_LENGTH - Long.BYTES, MARK_PRICE_TAIL)
                        || onePrice(fields, true);
            default:
                return true;
        }
    }

    private boolean onePrice(final EventFields fields, final boolean isMark) {
        final long price = price(fields.values()[FIELD_PRICE]);
        if (!isComplete(fields) || Decimals.isRefused(price)) {
            return false;
        }
        if (price > 0 || isMark) {
            add(fields, isMark ? price : NULL, isMark ? NULL : price, NULL, NULL);
        }
        return true;
    }

    private boolean bookTicker(final EventFields fields) {
        final long bid = price(fields.values()[FIELD_BID]);
        final long ask = price(fields.values()[FIELD_ASK]);
        if (!isComplete(fields) || Decimals.isRefused(bid) || Decimals.isRefused(ask)) {
            return false;
        }
        if (bid > 0 || ask > 0) {
            add(fields, NULL, NULL, bid > 0 ? bid : NULL, ask > 0 ? ask : NULL);
        }
        return true;
    }

    private boolean isComplete(final EventFields fields) {
        final long symbol = fields.values()[FIELD_SYMBOL];
        if (kind(symbol) != JsonFrame.KIND_STRING || from(symbol) == to(symbol)) {
            json.refuse(Refusal.NO_SYMBOL);
            return false;
        }
        final long time = fields.values()[FIELD_TIME];
        final int timeKind = kind(time);
        if (timeKind == JsonFrame.KIND_ABSENT || timeKind == JsonFrame.KIND_NULL) {
            eventTimeMs = NULL;
            return true;
        }
        if ((time >>> INTEGER_SHIFT & 1) == 1) {
            eventTimeMs = Words.integer(json.source(), from(time), to(time));
            if (!Decimals.isRefused(eventTimeMs)) {
                return true;
            }
        }
        json.refuse(Refusal.BAD_TIME);
        return false;
    }

    private long price(final long value) {
        final int kind = kind(value);
        if (kind != JsonFrame.KIND_STRING && kind != JsonFrame.KIND_NUMBER) {
            json.refuse(Refusal.NO_PRICE);
            return NULL + 1;
        }
        final long price = Words.decimal(text(value), from(value), to(value));
        if (Decimals.isRefused(price)) {
            json.refuse(Refusal.NO_PRICE);
        }
        return price;
    }

    private byte[] text(final long value) {
        return (value >>> UNESCAPED_SHIFT & 1) == 0 ? json.source() : escapes.bytes();
    }

    private void add(final EventFields fields, final long mark, final long last, final long bid, final long ask) {
        final long market = fields.values()[FIELD_MARKET];
        if (kind(market) == JsonFrame.KIND_NUMBER
                && to(market) - from(market) == 1
                && json.source()[from(market)] == '2') {
            return;
        }
        final long symbol = fields.values()[FIELD_SYMBOL];
        final int instrumentId =
                registry.instrumentId(Venue.BINANCE, text(symbol), from(symbol), to(symbol) - from(symbol));
        if (instrumentId == InstrumentRegistry.UNKNOWN) {
            return;
        }
        rows.add(instrumentId, mark, last, bid, ask, eventTimeMs);
    }

    private int escapedField(final int from, final int to) {
        final int mark = escapes.length();
        escapes.append(json.source(), from, to);
        final int field = longField(escapes.bytes(), mark, escapes.length());
        escapes.cut(mark);
        return field;
    }
}
