package io.ratchet.bench.decode;

import io.ratchet.adapters.binance.stream.PriceFrameDecoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.Venue;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The floor of the price decoder: the same frames into the same prices by Jackson's streaming parser, whole frame
 * checked before a price is handed on. Written to be fast: no tree, no maps, one pass, arrays used again.
 */
public final class JacksonPriceDecoder {
    private static final int EVENTS_MAX = 4_096;
    private static final int PRICE_DECIMALS = 10;
    private static final String COIN_MARGINED = "2";

    private final InstrumentRegistry registry;
    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(PriceFrameDecoder.DEPTH_MAX)
                    .maxNumberLength(PriceFrameDecoder.NUMBER_LENGTH_MAX)
                    .build())
            .build();
    private final Event outer = new Event();
    private final Event inner = new Event();
    private final int[] instruments = new int[EVENTS_MAX];
    private final long[][] values = new long[5][EVENTS_MAX];
    private int count;

    /**
     * For the symbols of a registry.
     *
     * @param registry prices of other symbols are ignored.
     */
    public JacksonPriceDecoder(final InstrumentRegistry registry) {
        this.registry = registry;
    }

    /**
     * Decodes one frame.
     *
     * @param frame  that holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @param sink   takes its prices, if the whole frame is good.
     * @return how many prices it had, -1 if it is refused.
     */
    public int decode(final byte[] frame, final int offset, final int length, final PriceFrameDecoder.Sink sink) {
        count = 0;
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), frame, offset, length)) {
            if (!root(parser) || parser.nextToken() != null) {
                return -1;
            }
        } catch (final JacksonException ignored) {
            // Not JSON, or beyond the limits: refused.
            return -1;
        }
        for (int index = 0; index < count; index++) {
            sink.price(
                    instruments[index],
                    values[0][index],
                    values[1][index],
                    values[2][index],
                    values[3][index],
                    values[4][index]);
        }
        return count;
    }

    private boolean root(final JsonParser parser) {
        final JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            return object(parser, outer, true);
        }
        if (token == JsonToken.START_ARRAY) {
            return events(parser, outer);
        }
        return token != null && finished(parser);
    }

    /** Scalars are lazily checked: ask for the text of a number so that it is. */
    private static boolean finished(final JsonParser parser) {
        return parser.getString() != null;
    }

    private boolean events(final JsonParser parser, final Event event) {
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            if (token == JsonToken.START_OBJECT) {
                if (!object(parser, event, false)) {
                    return false;
                }
            } else {
                parser.skipChildren();
            }
            token = parser.nextToken();
        }
        return true;
    }

    private boolean object(final JsonParser parser, final Event event, final boolean isRoot) {
        event.clear();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String name = parser.currentName();
            final JsonToken token = parser.nextToken();
            final boolean isData = isRoot && name.equals("data");
            if (isData && token == JsonToken.START_OBJECT) {
                if (!object(parser, inner, false)) {
                    return false;
                }
            } else if (isData && token == JsonToken.START_ARRAY) {
                if (!events(parser, inner)) {
                    return false;
                }
            } else {
                event.capture(name, token, parser);
                parser.skipChildren();
            }
        }
        return interpret(event);
    }

    private boolean interpret(final Event event) {
        if (event.eventToken != JsonToken.VALUE_STRING) {
            return true;
        }
        return switch (event.event) {
            case "bookTicker" -> bookTicker(event);
            case "markPriceUpdate" -> onePrice(event, true);
            case "aggTrade" -> onePrice(event, false);
            default -> true;
        };
    }

    private boolean onePrice(final Event event, final boolean isMark) {
        final long price = price(event.priceToken, event.price);
        if (!event.isComplete() || Decimals.isRefused(price)) {
            return false;
        }
        if (isMark || price > 0) {
            add(
                    event,
                    isMark ? price : FixedPoint.NULL,
                    isMark ? FixedPoint.NULL : price,
                    FixedPoint.NULL,
                    FixedPoint.NULL);
        }
        return true;
    }

    private boolean bookTicker(final Event event) {
        final long bid = price(event.bidToken, event.bid);
        final long ask = price(event.askToken, event.ask);
        if (!event.isComplete() || Decimals.isRefused(bid) || Decimals.isRefused(ask)) {
            return false;
        }
        if (bid > 0 || ask > 0) {
            add(
                    event,
                    FixedPoint.NULL,
                    FixedPoint.NULL,
                    bid > 0 ? bid : FixedPoint.NULL,
                    ask > 0 ? ask : FixedPoint.NULL);
        }
        return true;
    }

    private void add(final Event event, final long mark, final long last, final long bid, final long ask) {
        if (event.marketToken != null && event.marketToken.isNumeric() && event.market.equals(COIN_MARGINED)) {
            return;
        }
        final int instrumentId = registry.instrumentId(Venue.BINANCE, event.symbol);
        if (instrumentId != InstrumentRegistry.UNKNOWN) {
            instruments[count] = instrumentId;
            values[0][count] = mark;
            values[1][count] = last;
            values[2][count] = bid;
            values[3][count] = ask;
            values[4][count] = event.timeMs;
            count++;
        }
    }

    private static long price(final JsonToken token, final String text) {
        final boolean isSaid = token == JsonToken.VALUE_STRING || token != null && token.isNumeric();
        return isSaid ? Decimals.parse(text, PRICE_DECIMALS) : Long.MIN_VALUE + 1;
    }

    /** The fields of one object that count. */
    private static final class Event {
        private JsonToken eventToken;
        private JsonToken symbolToken;
        private JsonToken timeToken;
        private JsonToken priceToken;
        private JsonToken bidToken;
        private JsonToken askToken;
        private JsonToken marketToken;
        private String event;
        private String symbol;
        private String time;
        private String price;
        private String bid;
        private String ask;
        private String market;
        private long timeMs;

        private void clear() {
            eventToken = null;
            symbolToken = null;
            timeToken = null;
            priceToken = null;
            bidToken = null;
            askToken = null;
            marketToken = null;
        }

        private void capture(final String name, final JsonToken token, final JsonParser parser) {
            switch (name) {
                case "e" -> {
                    eventToken = token;
                    event = parser.getString();
                }
                case "s" -> {
                    symbolToken = token;
                    symbol = parser.getString();
                }
                case "E" -> {
                    timeToken = token;
                    time = parser.getString();
                }
                case "p" -> {
                    priceToken = token;
                    price = parser.getString();
                }
                case "b" -> {
                    bidToken = token;
                    bid = parser.getString();
                }
                case "a" -> {
                    askToken = token;
                    ask = parser.getString();
                }
                case "st" -> {
                    marketToken = token;
                    market = parser.getString();
                }
                default -> {}
            }
        }

        private boolean isComplete() {
            if (symbolToken != JsonToken.VALUE_STRING || symbol.isEmpty()) {
                return false;
            }
            if (timeToken == null || timeToken == JsonToken.VALUE_NULL) {
                timeMs = FixedPoint.NULL;
                return true;
            }
            if (timeToken != JsonToken.VALUE_NUMBER_INT) {
                return false;
            }
            timeMs = Decimals.parse(time, 0);
            return !Decimals.isRefused(timeMs);
        }
    }
}
