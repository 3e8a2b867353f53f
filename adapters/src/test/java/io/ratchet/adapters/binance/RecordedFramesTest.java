package io.ratchet.adapters.binance;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_ONE;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_ONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ratchet.adapters.binance.stream.PriceFrameDecoder;
import io.ratchet.adapters.binance.stream.UserEventDecoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.InstrumentSpec;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.OrderRow;
import io.ratchet.adapters.common.TradeRow;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.PositionUpdateDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.WorkingType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The parsers on frames and replies that came off the venue or out of its documentation; skipped where they are absent. */
final class RecordedFramesTest {
    private static final String UNIT_TESTS = "JKorf_Binance.Net/Binance.Net.UnitTests/";
    private static final String LIVE = "annium-live-2026-09-19/";

    private final InstrumentRegistry registry = new InstrumentRegistry();
    private final BinanceParser parser = new BinanceParser(registry, new ClientOrderIds("t1"));
    private final OrderRow order = new OrderRow();
    private final List<Integer> inputs = new ArrayList<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private boolean isExpired;

    @BeforeEach
    void register() {
        registry.register(Venue.BINANCE, "BTCUSDT");
        registry.register(Venue.BINANCE, "BNBUSDT");
        registry.register(Venue.BINANCE, "DOTUSDT");
    }

    @Test
    void shouldReadTheLiveReplyToAConditionalOrder() throws IOException {
        parser.conditionalOrder(json(read(LIVE + "algoOrder.place.response.json")), order);
        assertEquals(4000001910058351L, order.venueOrderId);
        assertEquals(2, order.instrumentId);
        assertEquals("d0a897fb-5b04-4ac7-b678-2189ad628150", order.foreignId);
        assertFalse(order.clientId.isOurs());
        assertEquals(OrderStatus.NEW, order.status);
        assertEquals(OrderSide.BUY, order.side);
        assertEquals(OrderType.STOP_MARKET, order.type);
        assertEquals(WorkingType.CONTRACT_PRICE, order.workingType);
        assertEquals(11_837_000_000L, order.level);
        assertEquals(NULL, order.price);
        assertEquals(490_000_000L, order.quantity);
        assertEquals(NULL, order.linkedOrderId);
        assertEquals(1789819033056L, order.createdMs);
    }

    @Test
    void shouldReadLiveHistoryRows() throws IOException {
        parser.conditionalOrder(json(read(LIVE + "allAlgoOrders.canceled.element.json")), order);
        assertEquals(OrderStatus.CANCELED, order.status);
        assertEquals(1789819033966L, order.venueTimeMs);
        parser.conditionalOrder(json(read(LIVE + "allAlgoOrders.finished.element.json")), order);
        assertEquals(OrderStatus.FINISHED, order.status);
        assertEquals(33877541028L, order.linkedOrderId);
        assertEquals(490_000_000L, order.filledQuantity);
        assertEquals(11_325_000_000L, order.averagePrice);
    }

    @Test
    void shouldReadDocumentedRows() throws IOException {
        parser.ordinaryOrder(endpoint("Trading/GetOrder.txt"), order);
        assertEquals(1917641, order.venueOrderId);
        assertEquals(OrderBook.ORDINARY, order.book);
        assertEquals(40_000_000L, order.quantity);
        assertEquals(9_300 * PRICE_ONE, order.level);
        assertEquals(OrderType.OTHER, order.type);
        parser.conditionalOrder(endpoint("Trading/GetOpenConditionalOrders.txt").get(0), order);
        assertEquals(2148627, order.venueOrderId);
        assertEquals(750 * PRICE_ONE, order.level);
        final TradeRow trade = new TradeRow();
        parser.trade(endpoint("Trading/GetUserTrades.txt").get(0), trade);
        assertEquals(698759, trade.tradeId);
        assertEquals(7_819 * PRICE_ONE + PRICE_ONE / 100, trade.price);
        assertEquals("USDT", trade.feeAsset);
        assertEquals(-91_539_999L, trade.realisedPnl);
    }

    @Test
    void shouldReadExchangeInfo() throws IOException {
        final JsonNode symbol =
                endpoint("ExchangeData/GetExchangeInfo.txt").path("symbols").get(0);
        final InstrumentSpec spec = BinanceParser.instrument(symbol);
        assertEquals(InstrumentStatus.TRADING, spec.status());
        assertEquals(PRICE_ONE / 10_000, spec.tickSize());
        assertEquals(300 * PRICE_ONE, spec.maxPrice());
        assertEquals(QUANTITY_ONE, spec.stepSize());
        assertEquals(QUANTITY_ONE, spec.minQuantity());
        assertTrue(spec.maxMarketQuantity() > 0);
        assertEquals(150_000, spec.bandUpPpm());
        assertEquals(150_000, spec.bandDownPpm());
    }

    @Test
    void shouldReadPriceFrames() throws IOException {
        final PriceFrameDecoder decoder = new PriceFrameDecoder(registry);
        final List<String> prices = new ArrayList<>();
        for (final String name : List.of("MarkPrice", "AggTrades", "BookTicker")) {
            final byte[] frame = pushed(name).getBytes(UTF_8);
            final int count = decoder.decode(
                    frame,
                    0,
                    frame.length,
                    (id, mark, last, bid, ask, time) ->
                            prices.add(id + "/" + mark + "/" + last + "/" + bid + "/" + ask + "/" + time));
            assertEquals(1, count, name);
        }
        assertEquals(
                List.of(
                        "0/117941500000000/" + NULL + "/" + NULL + "/" + NULL + "/1562305380000",
                        "0/" + NULL + "/10000000/" + NULL + "/" + NULL + "/123456789",
                        "1/" + NULL + "/" + NULL + "/253519000000/253652000000/1568014460893"),
                prices);
        for (final String name : List.of(
                "Klines",
                "Ticker",
                "MiniTicker",
                "Book",
                "PartialBook",
                "AssetIndex",
                "Liquidations",
                "CompositIndex",
                "ContKlines",
                "SymbolUpdates")) {
            final byte[] frame = pushed(name).getBytes(UTF_8);
            assertEquals(0, decoder.decode(frame, 0, frame.length, (id, m, l, b, a, t) -> {}), name);
        }
    }

    @Test
    void shouldReadPrivateEvents() throws IOException {
        final UserEventDecoder decoder = new UserEventDecoder(registry, parser, new Sink());
        assertTrue(decoder.decode(json(pushed("OrderUpdate"))));
        assertTrue(decoder.decode(json(pushed("AlgoOrderUpdate"))));
        assertEquals(List.of(OrderUpdateDecoder.TEMPLATE_ID, OrderUpdateDecoder.TEMPLATE_ID), inputs);
        inputs.clear();
        assertTrue(decoder.decode(json(pushed("AccountUpdate"))));
        // Two balances; of the positions only the one of one-way mode.
        assertEquals(
                List.of(
                        BalanceUpdateDecoder.TEMPLATE_ID,
                        BalanceUpdateDecoder.TEMPLATE_ID,
                        PositionUpdateDecoder.TEMPLATE_ID),
                inputs);
        for (final String name :
                List.of("TradeUpdate", "Leverage", "MultiAssetMode", "MarginUpdate", "StrategyUpdate", "GridUpdate")) {
            assertFalse(decoder.decode(json(pushed(name))), name);
        }
        assertTrue(decoder.decode(json("{\"e\":\"listenKeyExpired\",\"E\":1,\"listenKey\":\"k\"}")));
        assertTrue(isExpired);
    }

    private static JsonNode endpoint(final String name) throws IOException {
        final String text = read(UNIT_TESTS + "Endpoints/UsdFutures/" + name);
        // Three lines of method, path and signature before the reply.
        return json(text.split("\\R", 4)[3]);
    }

    private static String pushed(final String name) throws IOException {
        final String text = read(UNIT_TESTS + "Subscriptions/UsdFutures/" + name + ".txt");
        return text.substring(text.lastIndexOf("\n=") + 2).replace("|1|", "1").strip();
    }

    private static JsonNode json(final String text) {
        final byte[] bytes = text.getBytes(UTF_8);
        return JsonFields.parse(bytes, bytes.length);
    }

    private static String read(final String name) throws IOException {
        for (final String root : List.of("../../shared/fixtures", "../shared/fixtures")) {
            final Path file = Path.of(root, name);
            if (Files.exists(file)) {
                return Files.readString(file).replace("\uFEFF", "");
            }
        }
        assumeTrue(false, "recorded frames are not here");
        return "";
    }

    private final class Sink implements UserEventDecoder.Sink {
        @Override
        public void input(final MutableDirectBuffer buffer, final int length) {
            inputs.add(header.wrap(buffer, 0).templateId());
        }

        @Override
        public void listenKeyExpired() {
            isExpired = true;
        }

        @Override
        public void unknownSymbol(final String symbol) {
            inputs.add(-1);
        }
    }
}
