package io.ratchet.adapters.binance.stream;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_DECIMALS;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.sbe.Venue;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@link PriceFrameDecoder} does, written plainly on Jackson's streaming parser: the measure of its speed, and of
 * what it accepts and refuses.
 */
final class ReferencePriceDecoder {
    private static final int BOM = 0xef;

    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(PriceFrameDecoder.DEPTH_MAX)
                    .maxNumberLength(PriceFrameDecoder.NUMBER_LENGTH_MAX)
                    .maxNameLength(1 << 20)
                    .build())
            .build();
    private final InstrumentRegistry registry;
    private int count;
    private final long[][] events = new long[4_096][];

    ReferencePriceDecoder(final InstrumentRegistry registry) {
        this.registry = registry;
    }

    int decode(final byte[] frame, final int offset, final int length, final PriceFrameDecoder.Sink sink) {
        count = 0;
        // A parser of Jackson would guess UTF-16 and UTF-32 and skip a byte order mark; a text frame is UTF-8.
        for (int i = offset; i < offset + Math.min(length, 4); i++) {
            if (frame[i] == 0) {
                return -1;
            }
        }
        if (length > 0 && (frame[offset] & 0xff) == BOM) {
            return -1;
        }
        // 0xff is in no UTF-8, but Jackson's table of names takes a name that begins with it for the name without it.
        for (int i = offset; i < offset + length; i++) {
            if (frame[i] == (byte) 0xff) {
                return -1;
            }
        }
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), frame, offset, length)) {
            final JsonToken root = parser.nextToken();
            if (root == null) {
                return -1;
            }
            if (root == JsonToken.START_OBJECT) {
                object(parser, true);
            } else if (root == JsonToken.START_ARRAY) {
                array(parser);
            } else if (root.isNumeric()) {
                parser.getString();
            }
            if (parser.nextToken() != null) {
                return -1;
            }
        } catch (final JacksonException | RefusedException refused) {
            return -1;
        }
        for (int i = 0; i < count; i++) {
            final long[] event = events[i];
            sink.price((int) event[0], event[1], event[2], event[3], event[4], event[5]);
        }
        return count;
    }

    private void array(final JsonParser parser) {
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            if (token == JsonToken.START_OBJECT) {
                object(parser, false);
            } else {
                skip(parser, token);
            }
            token = parser.nextToken();
        }
    }

    private void object(final JsonParser parser, final boolean isRoot) {
        final Field event = new Field();
        final Field time = new Field();
        final Field symbol = new Field();
        final Field price = new Field();
        final Field bid = new Field();
        final Field ask = new Field();
        final Field market = new Field();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String name = parser.currentName();
            final JsonToken token = parser.nextToken();
            switch (name) {
                case "e":
                    event.read(parser, token);
                    break;
                case "E":
                    time.read(parser, token);
                    break;
                case "s":
                    symbol.read(parser, token);
                    break;
                case "p":
                    price.read(parser, token);
                    break;
                case "b":
                    bid.read(parser, token);
                    break;
                case "a":
                    ask.read(parser, token);
                    break;
                case "st":
                    market.read(parser, token);
                    break;
                case "data":
                    if (isRoot && token == JsonToken.START_OBJECT) {
                        object(parser, false);
                    } else if (isRoot && token == JsonToken.START_ARRAY) {
                        array(parser);
                    } else {
                        skip(parser, token);
                    }
                    break;
                default:
                    skip(parser, token);
            }
        }
        if (event.token != JsonToken.VALUE_STRING) {
            return;
        }
        switch (event.text) {
            case "markPriceUpdate":
                add(symbol, time, market, price.price(), NULL, NULL, NULL);
                break;
            case "aggTrade":
                final long last = price.price();
                add(symbol, time, market, NULL, last > 0 ? last : NULL, NULL, NULL);
                break;
            case "bookTicker":
                final long bidPrice = bid.price();
                final long askPrice = ask.price();
                add(symbol, time, market, NULL, NULL, bidPrice > 0 ? bidPrice : NULL, askPrice > 0 ? askPrice : NULL);
                break;
            default:
                break;
        }
    }

    private void add(
            final Field symbol,
            final Field time,
            final Field market,
            final long mark,
            final long last,
            final long bid,
            final long ask) {
        if (symbol.token != JsonToken.VALUE_STRING || symbol.text.isEmpty()) {
            throw new RefusedException();
        }
        final long timeMs = time.integer();
        final boolean isOther = market.token == JsonToken.VALUE_NUMBER_INT && market.text.equals("2");
        final boolean isEmpty = mark == NULL && last == NULL && bid == NULL && ask == NULL;
        final int id = registry.instrumentId(Venue.BINANCE, symbol.text);
        if (!isOther && !isEmpty && id != InstrumentRegistry.UNKNOWN) {
            events[count++] = new long[] {id, mark, last, bid, ask, timeMs};
        }
    }

    private static void skip(final JsonParser parser, final JsonToken token) {
        if (token.isNumeric()) {
            parser.getString();
        }
        if (token.isStructStart()) {
            int depth = 1;
            while (depth > 0) {
                final JsonToken next = parser.nextToken();
                if (next.isNumeric()) {
                    parser.getString();
                }
                depth += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
            }
        }
    }

    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private RefusedException() {
            super(null, null, false, false);
        }
    }

    private static final class Field {
        private JsonToken token;
        private String text;

        private void read(final JsonParser parser, final JsonToken newToken) {
            token = newToken;
            text = newToken.isScalarValue() ? parser.getString() : null;
            if (newToken.isStructStart()) {
                skip(parser, newToken);
            }
        }

        private long price() {
            if (token != JsonToken.VALUE_STRING
                    && token != JsonToken.VALUE_NUMBER_INT
                    && token != JsonToken.VALUE_NUMBER_FLOAT) {
                throw new RefusedException();
            }
            final long value = Decimals.parse(text, PRICE_DECIMALS);
            if (Decimals.isRefused(value)) {
                throw new RefusedException();
            }
            return value;
        }

        private long integer() {
            if (token == null || token == JsonToken.VALUE_NULL) {
                return NULL;
            }
            final long value = token == JsonToken.VALUE_NUMBER_INT ? Decimals.parse(text, 0) : NULL + 1;
            if (Decimals.isRefused(value)) {
                throw new RefusedException();
            }
            return value;
        }
    }
}
