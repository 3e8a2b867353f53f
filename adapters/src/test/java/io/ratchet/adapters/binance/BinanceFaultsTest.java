package io.ratchet.adapters.binance;

import static io.ratchet.engine.market.FixedPoint.PRICE_ONE;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.RecordingIngress;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.net.FakeServer;
import io.ratchet.adapters.net.FakeServer.Reply;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.FundingPaidDecoder;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import io.ratchet.engine.sbe.VenueState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a venue does on its bad days, played by a server that answers as told. */
final class BinanceFaultsTest {
    private static final String INFO = "{\"rateLimits\":[],\"symbols\":[{\"symbol\":\"BTCUSDT\",\"contractType\":"
            + "\"PERPETUAL\",\"status\":\"TRADING\",\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"0.1\","
            + "\"maxPrice\":\"900000\",\"tickSize\":\"0.10\"}]}]}";
    private static final String UNKNOWN_503 =
            "{\"code\":-1000,\"msg\":\"Unknown error, please check your request or try" + " again later.\"}";

    private final RecordingIngress ingress = new RecordingIngress();
    private final InstrumentRegistry registry = new InstrumentRegistry();
    private FakeServer server;
    private BinanceAdapter adapter;
    private Commands commands;
    private long sequence = 10;
    private volatile boolean isTradeAllowed = true;
    private volatile String mode = "false";
    private volatile boolean isKeyRefused;
    private volatile boolean isModeReadFailing;
    private volatile long clockOffMs;
    private final AtomicInteger upgrades = new AtomicInteger();
    private final AtomicLong firstUpgradeNs = new AtomicLong();
    private final AtomicLong upgradeNs = new AtomicLong();
    private volatile BiConsumer<Channel, String> onOrder = (socket, text) -> {};
    private volatile Reply orderReply = Reply.of(404, "");
    private volatile Reply listReply = Reply.of(200, "[]");

    @BeforeEach
    void open() {
        server = new FakeServer();
        server.rest(this::rest);
        server.upgrade(path -> isTradeAllowed || !path.contains("ws-fapi"));
        server.conversation((socket, path, text) -> {
            if (text != null && path.contains("ws-fapi")) {
                onOrder.accept(socket, text);
            } else if (text != null && text.contains("SUBSCRIBE")) {
                answer(socket, "{\"result\":null,\"id\":" + text.replaceAll(".*\"id\":(\\d+).*", "$1") + "}");
            }
        });
    }

    @AfterEach
    void close() {
        adapter.close();
        server.close();
    }

    @Test
    void shouldReportUnknownWhenTheSocketIsCutBeforeTheAnswer() {
        onOrder = (socket, text) -> socket.close();
        start();
        placeStop();
        final CommandResultDecoder result = result();
        assertEquals(CommandOutcome.UNKNOWN, result.outcome());
        assertEquals(OutcomeReason.DISCONNECTED, result.reason());
        assertFalse(server.requests().stream().anyMatch(r -> r.contains("algoOrder")), "never over REST after sending");
        awaitFeed(MarketFeed.TRADE, FeedState.DOWN);
        awaitFeed(MarketFeed.TRADE, FeedState.UP);
        assertEquals(1, ingress.results(sequence).size());
    }

    @Test
    void shouldUseRestWhenTheSocketIsDownBeforeSending() {
        isTradeAllowed = false;
        start();
        orderReply = Reply.of(200, conditional());
        placeStop();
        final CommandResultDecoder result = result();
        assertEquals(CommandOutcome.ACCEPTED, result.outcome(), result.text());
        assertEquals(OrderStatus.NEW, result.status());
        final String request = server.requests().stream()
                .filter(r -> r.contains("algoOrder"))
                .findFirst()
                .orElseThrow();
        assertTrue(request.startsWith("POST /fapi/v1/algoOrder?algoType=CONDITIONAL&clientAlgoId=rt1"), request);
        assertTrue(request.matches(".*&signature=[0-9a-f]{64}"), request);
        assertFalse(request.contains("apiKey"), request);
        commands.cancelStop(++sequence, 0, Commands.id(3, OrderRole.STOP, 1));
        orderReply = Reply.of(200, "{\"algoId\":5,\"clientAlgoId\":\"x\",\"code\":\"200\",\"msg\":\"success\"}");
        assertEquals(OrderStatus.CANCELED, result().status());
    }

    @Test
    void shouldReadTheTextsOfA503() {
        isTradeAllowed = false;
        start();
        expect(Reply.of(503, UNKNOWN_503), CommandOutcome.UNKNOWN, OutcomeReason.SERVER_ERROR);
        expect(Reply.of(503, "{\"msg\":\"Service Unavailable.\"}"), CommandOutcome.REJECTED, OutcomeReason.OVERLOAD);
        expect(Reply.of(503, "Service Unavailable."), CommandOutcome.REJECTED, OutcomeReason.OVERLOAD);
        expect(Reply.of(503, "{\"code\":-1008,\"msg\":\"Overload\"}"), CommandOutcome.REJECTED, OutcomeReason.OVERLOAD);
        expect(Reply.of(502, "<html>Bad Gateway</html>"), CommandOutcome.UNKNOWN, OutcomeReason.SERVER_ERROR);
        expect(Reply.of(408, ""), CommandOutcome.UNKNOWN, OutcomeReason.TIMEOUT);
        expect(Reply.of(200, "{\"algoId\":1,"), CommandOutcome.UNKNOWN, OutcomeReason.UNPARSABLE);
        expect(Reply.of(200, "[]"), CommandOutcome.UNKNOWN, OutcomeReason.UNPARSABLE);
        expect(Reply.of(302, ""), CommandOutcome.UNKNOWN, OutcomeReason.UNPARSABLE);
        expect(Reply.of(0, ""), CommandOutcome.UNKNOWN, OutcomeReason.DISCONNECTED);
    }

    @Test
    void shouldSendOnlyProtectionWhileTheVenueAsksToWait() {
        isTradeAllowed = false;
        start();
        expect(
                new Reply(429, "{\"code\":-1003,\"msg\":\"Too many requests.\"}", Map.of("Retry-After", "30")),
                CommandOutcome.REJECTED,
                OutcomeReason.RATE_LIMITED);
        commands.entry(++sequence, 0, Commands.id(4, OrderRole.ENTRY, 0), OrderSide.BUY, QUANTITY_ONE);
        assertEquals(CommandOutcome.NOT_SENT, result().outcome());
        assertEquals(OutcomeReason.RATE_LIMITED, result().reason());
        commands.query(++sequence, 0, Commands.id(4, OrderRole.ENTRY, 0));
        assertEquals(CommandOutcome.NOT_SENT, result().outcome());
        expect(Reply.of(200, conditional()), CommandOutcome.ACCEPTED, OutcomeReason.NONE);
        ingress.shift(31_000_000_000L);
        commands.query(++sequence, 0, Commands.id(4, OrderRole.ENTRY, 0));
        assertEquals(CommandOutcome.UNKNOWN, result().outcome());
    }

    @Test
    void shouldReportUnparsableAnswersOfTheSocket() {
        onOrder = (socket, text) -> answer(socket, "{\"id\":" + id(text) + ",\"status\":200,\"result\":{\"algoId\":");
        start();
        placeStop();
        assertEquals(CommandOutcome.UNKNOWN, result().outcome());
        assertEquals(OutcomeReason.UNPARSABLE, result().reason());
        onOrder = (socket, text) -> answer(
                socket,
                "{\"id\":" + id(text) + ",\"status\":200,\"result\":"
                        + conditional().replace("rt1", "rzz") + "}");
        placeStop();
        assertEquals(OutcomeReason.UNPARSABLE, result().reason());
    }

    @Test
    void shouldIgnoreAnswersThatComeAfterTheDeadline() {
        final Channel[] late = new Channel[1];
        final String[] request = new String[1];
        onOrder = (socket, text) -> {
            late[0] = socket;
            request[0] = text;
        };
        start();
        placeStop();
        ingress.await("sent", this::work, () -> late[0] != null);
        ingress.shift(3_100_000_000L);
        assertEquals(OutcomeReason.TIMEOUT, result().reason());
        answer(late[0], "{\"id\":" + id(request[0]) + ",\"status\":200,\"result\":" + conditional() + "}");
        onOrder = (socket, text) ->
                answer(socket, "{\"id\":" + id(text) + ",\"status\":200,\"result\":" + conditional() + "}");
        placeStop();
        assertEquals(CommandOutcome.ACCEPTED, result().outcome());
        assertEquals(1, ingress.results(sequence - 1).size());
    }

    @Test
    void shouldProveNoAbsenceByAFailedRead() {
        start();
        listReply = Reply.of(500, "{}");
        commands.query(++sequence, 0, Commands.id(5, OrderRole.STOP, 1));
        assertEquals(CommandOutcome.UNKNOWN, result().outcome());
        listReply = Reply.of(200, "{\"code\":0}");
        commands.query(++sequence, 0, Commands.id(5, OrderRole.STOP, 1));
        assertEquals(OutcomeReason.UNPARSABLE, result().reason());
        listReply = Reply.of(200, "[]");
        orderReply = Reply.of(400, "{\"code\":-2013,\"msg\":\"Order does not exist.\"}");
        commands.query(++sequence, 0, Commands.id(5, OrderRole.STOP, 1));
        assertEquals(OrderStatus.ABSENT, result().status());
    }

    @Test
    void shouldFailASnapshotThatCannotBeUnderstood() {
        start();
        listReply = Reply.of(200, "[{\"symbol\":\"BTCUSDT\",\"positionAmt\":\"much\"}]");
        commands.snapshot(++sequence, 9);
        VenueSnapshotEndDecoder end = end(9);
        assertEquals(Flag.NO, end.success());
        assertEquals(SnapshotFailure.UNPARSABLE, end.failure());
        assertEquals(0, end.rows());
        listReply = Reply.of(0, "");
        commands.snapshot(++sequence, 10);
        end = end(10);
        assertEquals(SnapshotFailure.REQUEST_FAILED, end.failure());
        server.close();
        ingress.await("a failure before sending", this::work, () -> {
            commands.snapshot(++sequence, 100 + sequence);
            return end(100 + sequence).failure() == SnapshotFailure.NOT_SENT;
        });
    }

    @Test
    void shouldAnnounceASymbolThatOnlyASnapshotKnows() {
        start();
        listReply = Reply.of(200, "[{\"symbol\":\"币安USDT\",\"positionAmt\":\"5\",\"entryPrice\":\"1\"}]");
        commands.snapshot(++sequence, 11);
        assertEquals(Flag.YES, end(11).success(), end(11).text());
        assertEquals(2, registry.count());
        assertTrue(registry.engineSymbol(1).startsWith("XN--"), registry.engineSymbol(1));
        final List<Integer> templates = ingress.templates();
        assertTrue(templates.lastIndexOf(3) < templates.lastIndexOf(VenueSnapshotBeginDecoder.TEMPLATE_ID));
    }

    @Test
    void shouldTellHedgeMode() {
        mode = "true";
        adapter();
        adapter.start();
        ingress.await("hedge mode", VenueHealthDecoder.TEMPLATE_ID, this::work, input -> {
            final VenueHealthDecoder health = new VenueHealthDecoder();
            health.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
            return health.state() == VenueState.DEGRADED && health.text().contains("one-way mode");
        });
        commands.snapshot(++sequence, 12);
        end(12);
        final VenueSnapshotBeginDecoder begin = new VenueSnapshotBeginDecoder();
        begin.wrapAndApplyHeader(
                ingress.inputs(VenueSnapshotBeginDecoder.TEMPLATE_ID).get(0), 0, new MessageHeaderDecoder());
        assertEquals(Flag.YES, begin.hedgeMode());
    }

    @Test
    void shouldTellHedgeModeWhenTheFirstReadOfItIsAnsweredWithoutACode() {
        mode = "true";
        isModeReadFailing = true;
        adapter();
        adapter.start();
        ingress.await(
                "mode read", this::work, () -> server.requests().stream().anyMatch(r -> r.contains("accountConfig")));
        isModeReadFailing = false;
        awaitHealth("one-way mode", true);
    }

    @Test
    void shouldTellThatTheKeyIsRefusedUntilItIsAccepted() {
        isKeyRefused = true;
        adapter();
        adapter.start();
        awaitHealth("API key refused (-2015)", true);
        isKeyRefused = false;
        awaitHealth("API key refused", false);
    }

    @Test
    void shouldTellCreationTimesByTheEnginesClockWhenTheHostIsTenSecondsAhead() {
        clockOffMs = -10_000;
        start();
        final long issuedMs = ingress.nowNs() / 1_000_000;
        final String id = new ClientOrderIds("t1").formatted(Commands.EPOCH_SECONDS, 3, OrderRole.ENTRY, 1);
        final long venueMs = issuedMs + clockOffMs + 50;
        orderReply = Reply.of(
                200,
                "{\"orderId\":7,\"clientOrderId\":\"" + id + "\",\"symbol\":\"BTCUSDT\",\"side\":\"BUY\","
                        + "\"type\":\"MARKET\",\"status\":\"FILLED\",\"origQty\":\"1\",\"executedQty\":\"1\","
                        + "\"avgPrice\":\"5\",\"time\":" + venueMs + ",\"updateTime\":" + venueMs + "}");
        commands.query(++sequence, 0, Commands.id(3, OrderRole.ENTRY, 1));
        assertEquals(CommandOutcome.ACCEPTED, result().outcome(), result().text());
        assertEquals(issuedMs, result().venueTimeMs(), 1_000, "milliseconds by the engine's clock");
    }

    @Test
    void shouldNotStormAVenueThatClosesTheUserStreamAtOnce() {
        start();
        server.conversation((socket, path, text) -> {
            if (path.contains("private") && text == null) {
                upgradeNs.set(System.nanoTime());
                firstUpgradeNs.compareAndSet(0, upgradeNs.get());
                upgrades.incrementAndGet();
                socket.close();
            }
        });
        server.cut("private");
        ingress.await("upgrades", this::work, () -> upgrades.get() >= 4);
        final long thirdGapMs = (upgradeNs.get() - firstUpgradeNs.get()) / 1_000_000;
        assertTrue(thirdGapMs > 1_000, "ms between the first and the fourth connection: " + thirdGapMs);
    }

    @Test
    void shouldLeavePricesOutThatAreOlderThanTheyMayBe() {
        clockOffMs = -10_000;
        start();
        commands.subscribe(++sequence, 0);
        ingress.await("subscriptions", this::work, () -> subscriptions() == 2);
        server.push("/market", mark("4", 60_000));
        server.push("/market", mark("5", 1_000));
        ingress.await("the newer price", this::work, () -> !ingress.prices().isEmpty());
        assertEquals("0/1/" + 5 * PRICE_ONE, ingress.prices().get(0).substring(0, 4 + ("" + 5 * PRICE_ONE).length()));
    }

    @Test
    void shouldGoBlindWhenTheVenueIsGone() {
        start();
        server.close();
        awaitHealth(VenueState.BLIND);
        for (final MarketFeed feed : List.of(MarketFeed.USER, MarketFeed.TRADE, MarketFeed.MARKET)) {
            awaitFeed(feed, FeedState.DOWN);
        }
        ingress.await("refused connections", this::work, () -> {
            placeStop();
            return result().outcome() == CommandOutcome.NOT_SENT && result().reason() == OutcomeReason.NOT_CONNECTED;
        });
    }

    @Test
    void shouldDecodeForcedFillsFundingAndIgnoreWhatIsNotOurs() {
        start();
        server.push("private", trade("autoclose-1591", 1));
        server.push("private", "{\"stream\":\"k\",\"data\":" + trade("adl_autoclose", 2) + "}");
        server.push("private", trade("adl_autoclose", 2));
        server.push("private", "{\"e\":\"TRADE_LITE\",\"E\":1,\"s\":\"BTCUSDT\"}");
        server.push("private", trade("x", 3).replace("\"s\":\"BTCUSDT\"", "\"s\":\"BTCUSD_PERP\",\"st\":2"));
        server.push(
                "private",
                "{\"e\":\"ACCOUNT_UPDATE\",\"T\":5,\"a\":{\"m\":\"FUNDING_FEE\",\"B\":[{\"a\":\"USDT\",\"wb\":\"10\","
                        + "\"bc\":\"-0.123456789\"}],\"P\":[{\"s\":\"BTCUSDT\",\"pa\":\"1\",\"ep\":\"2\",\"ps\":\"BOTH\"}]}}");
        ingress.await(
                "funding",
                this::work,
                () -> !ingress.inputs(FundingPaidDecoder.TEMPLATE_ID).isEmpty());
        final List<DirectBuffer> fills = ingress.inputs(FillDecoder.TEMPLATE_ID);
        assertEquals(2, fills.size());
        final FillDecoder fill = new FillDecoder();
        fill.wrapAndApplyHeader(fills.get(0), 0, new MessageHeaderDecoder());
        assertEquals(Flag.YES, fill.liquidation());
        assertEquals(OrderRole.NONE, fill.clientOrderId().role());
        fill.wrapAndApplyHeader(fills.get(1), 0, new MessageHeaderDecoder());
        assertEquals(Flag.YES, fill.adl());
        assertEquals(3, ingress.inputs(OrderUpdateDecoder.TEMPLATE_ID).size());
        final FundingPaidDecoder funding = new FundingPaidDecoder();
        funding.wrapAndApplyHeader(
                ingress.inputs(FundingPaidDecoder.TEMPLATE_ID).get(0), 0, new MessageHeaderDecoder());
        assertEquals(-12_345_678L, funding.money());
        assertEquals(0, funding.instrumentId());
    }

    @Test
    void shouldBeginANewEpochWhenAPrivateEventIsNotUnderstood() {
        start();
        server.push("private", "{\"e\":\"ORDER_TRADE_UPDATE\",\"o\":{\"s\":\"BTCUSDT\",\"X\":\"NEW\",\"q\":\"much\"}}");
        awaitFeed(MarketFeed.USER, FeedState.DOWN);
        ingress.await("second epoch", FeedStatusDecoder.TEMPLATE_ID, this::work, input -> {
            final FeedStatusDecoder feed = new FeedStatusDecoder();
            feed.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
            return feed.feed() == MarketFeed.USER && feed.epoch() == 2;
        });
    }

    @Test
    void shouldSubscribeAgainInOneMessageAndAdvanceTheEpoch() {
        start();
        commands.subscribe(++sequence, 0);
        ingress.await("subscriptions", this::work, () -> subscriptions() == 2);
        server.cut("/market");
        awaitFeed(MarketFeed.MARKET, FeedState.DOWN);
        ingress.await("subscribed again", this::work, () -> subscriptions() == 3);
        server.push("/market", mark("5", 0));
        ingress.await(
                "price of the new epoch",
                this::work,
                () -> ingress.prices().stream().anyMatch(p -> p.startsWith("0/2/" + 5 * PRICE_ONE + "/")));
        assertTrue(server.texts().stream()
                .anyMatch(t -> t.contains("/market/ws")
                        && t.contains("\"params\":[\"btcusdt@markPrice@1s\",\"btcusdt@aggTrade\"]")));
        assertTrue(server.texts().stream()
                .anyMatch(t -> t.contains("/public/ws") && t.contains("\"params\":[\"btcusdt@bookTicker\"]")));
    }

    @Test
    @DisplayName("B09: a text of 10 kB is cut before it goes anywhere")
    void shouldCutALongTextOfTheVenue() {
        isTradeAllowed = false;
        start();
        final String message = "x".repeat(10_000);
        expect(
                Reply.of(400, "{\"code\":-2021,\"msg\":\"" + message + "\"}"),
                CommandOutcome.REJECTED,
                OutcomeReason.WOULD_TRIGGER);
        assertTrue(result().text().length() <= 120, "length=" + result().text().length());
    }

    @Test
    @DisplayName("C02, C09: an amount of 0 is no position, an absent amount is no amount of 0")
    void shouldTellAnAmountOfNothingFromAnAbsentOne() {
        start();
        listReply = Reply.of(200, "[{\"symbol\":\"BTCUSDT\",\"positionAmt\":\"0.000\",\"entryPrice\":\"7\"}]");
        commands.snapshot(++sequence, 21);
        assertEquals(Flag.YES, end(21).success(), end(21).text());
        assertEquals(0, end(21).rows());
        listReply = Reply.of(200, "[{\"symbol\":\"BTCUSDT\",\"entryPrice\":\"7\",\"positionAmt\":null}]");
        commands.snapshot(++sequence, 22);
        assertEquals(SnapshotFailure.UNPARSABLE, end(22).failure());
        server.push(
                "private",
                "{\"e\":\"ACCOUNT_UPDATE\",\"T\":5,\"a\":{\"m\":\"ORDER\",\"B\":[],"
                        + "\"P\":[{\"s\":\"BTCUSDT\",\"ep\":\"2\",\"ps\":\"BOTH\"}]}}");
        awaitFeed(MarketFeed.USER, FeedState.DOWN);
        assertTrue(ingress.inputs(io.ratchet.engine.sbe.PositionUpdateDecoder.TEMPLATE_ID)
                .isEmpty());
    }

    @Test
    @DisplayName("I07: what is asked for while the feed is down is subscribed when it is back")
    void shouldSubscribeWhatWasAskedForWhileTheFeedWasDown() {
        start();
        server.cut("/market");
        server.cut("/public");
        awaitFeed(MarketFeed.MARKET, FeedState.DOWN);
        commands.subscribe(++sequence, 0);
        ingress.await("subscribed", this::work, () -> subscriptions() >= 2);
        server.push("/market", mark("5", 0));
        ingress.await("price", this::work, () -> {
            server.push("/market", mark("5", 0));
            return !ingress.prices().isEmpty();
        });
    }

    @Test
    @DisplayName("I12, I17: to subscribe one more symbol neither cuts the connection nor begins a new epoch")
    void shouldLeaveOtherSymbolsAloneWhenOneIsSubscribed() {
        start();
        registry.register(io.ratchet.engine.sbe.Venue.BINANCE, "ETHUSDT");
        commands.subscribe(++sequence, 0);
        ingress.await("subscriptions", this::work, () -> subscriptions() == 2);
        commands.subscribe(++sequence, 1);
        ingress.await("more subscriptions", this::work, () -> subscriptions() == 4);
        server.push("/market", mark("5", 0));
        ingress.await("price", this::work, () -> !ingress.prices().isEmpty());
        assertTrue(ingress.prices().get(0).startsWith("0/1/"), ingress.prices().get(0));
        assertEquals(1, server.open("/market"));
    }

    @Test
    void shouldRefuseCommandsBeyondTheInFlightTable() {
        start();
        for (int i = 0; i < 257; i++) {
            commands.close(++sequence, 0, Commands.id(6, OrderRole.CLOSE, i), OrderSide.SELL, QUANTITY_ONE);
        }
        assertEquals(CommandOutcome.NOT_SENT, result().outcome());
        assertEquals(OutcomeReason.RING_FULL, result().reason());
        assertEquals(256, adapter.inFlight());
    }

    private Reply rest(final String request) {
        if (request.contains("/fapi/v1/time")) {
            return Reply.of(200, "{\"serverTime\":" + (ingress.nowNs() / 1_000_000 + clockOffMs) + "}");
        }
        if (request.contains("exchangeInfo")) {
            return Reply.of(200, INFO);
        }
        if (isKeyRefused && request.contains("signature=")) {
            return Reply.of(401, "{\"code\":-2015,\"msg\":\"Invalid API-key, IP, or permissions for action.\"}");
        }
        if (isModeReadFailing && request.contains("accountConfig")) {
            return Reply.of(502, "<html>Bad Gateway</html>");
        }
        if (request.contains("accountConfig")) {
            return Reply.of(200, "{\"dualSidePosition\":" + mode + "}");
        }
        if (request.contains("listenKey")) {
            return Reply.of(200, "{\"listenKey\":\"abc\"}");
        }
        if (request.contains("balance")) {
            return Reply.of(200, "[]");
        }
        if (request.contains("/fapi/v1/openOrders")) {
            return Reply.of(200, "[]");
        }
        if (request.contains("AlgoOrders")) {
            return listReply.body().contains("positionAmt") ? Reply.of(200, "[]") : listReply;
        }
        return request.contains("positionRisk") ? listReply : orderReply;
    }

    private void adapter() {
        adapter = new BinanceAdapter(
                BinanceConfig.simulated(server.port(), "k", Secret.of("s"), "t1", 1_000, 1),
                ingress,
                () -> Long.MAX_VALUE,
                registry,
                Executors.defaultThreadFactory());
        commands = new Commands(adapter.gateway(), ingress::nowNs);
    }

    private void start() {
        adapter();
        adapter.start();
        awaitFeed(MarketFeed.USER, FeedState.UP);
        awaitFeed(MarketFeed.MARKET, FeedState.UP);
        ingress.await("sockets", this::work, () -> server.open("private") == 1);
        if (isTradeAllowed) {
            awaitHealth(VenueState.OK);
        }
    }

    private void placeStop() {
        commands.stop(++sequence, 0, Commands.id(3, OrderRole.STOP, 1), OrderSide.SELL, 5 * PRICE_ONE, QUANTITY_ONE);
    }

    private void expect(final Reply reply, final CommandOutcome outcome, final OutcomeReason reason) {
        orderReply = reply;
        placeStop();
        assertEquals(outcome, result().outcome(), reply.toString());
        assertEquals(reason, result().reason(), reply.toString());
    }

    private static String conditional() {
        final String id = new ClientOrderIds("t1").formatted(Commands.EPOCH_SECONDS, 3, OrderRole.STOP, 1);
        return "{\"algoId\":4000001910058351,\"clientAlgoId\":\"" + id
                + "\",\"orderType\":\"STOP_MARKET\",\"symbol\":\"BTCUSDT\",\"side\":\"SELL\","
                + "\"quantity\":\"1\",\"algoStatus\":\"NEW\",\"triggerPrice\":\"5\",\"workingType\":\"MARK_PRICE\"}";
    }

    private String mark(final String price, final long ageMs) {
        final long venueMs = ingress.nowNs() / 1_000_000 + clockOffMs - ageMs;
        return "{\"e\":\"markPriceUpdate\",\"E\":" + venueMs + ",\"s\":\"BTCUSDT\",\"p\":\"" + price + "\"}";
    }

    private static String trade(final String clientId, final int tradeId) {
        return "{\"e\":\"ORDER_TRADE_UPDATE\",\"T\":7,\"E\":7,\"o\":{\"s\":\"BTCUSDT\",\"c\":\"" + clientId
                + "\",\"S\":\"SELL\",\"o\":\"LIMIT\",\"f\":\"IOC\",\"q\":\"1\",\"p\":\"5\",\"ap\":\"5\",\"x\":\"TRADE\","
                + "\"X\":\"FILLED\",\"i\":8,\"l\":\"1\",\"z\":\"1\",\"L\":\"5\",\"N\":\"USDT\",\"n\":\"0.01\",\"T\":7,\"t\":"
                + tradeId + ",\"m\":false,\"R\":true,\"rp\":\"1.5\"}}";
    }

    private static String id(final String request) {
        return request.replaceAll("^\\{\"id\":(\\d+),.*", "$1");
    }

    private static void answer(final Channel socket, final String text) {
        socket.writeAndFlush(new TextWebSocketFrame(text));
    }

    private long subscriptions() {
        return server.texts().stream().filter(t -> t.contains("\"SUBSCRIBE\"")).count();
    }

    private CommandResultDecoder result() {
        final long expected = sequence;
        ingress.await(
                "result of " + expected,
                this::work,
                () -> !ingress.results(expected).isEmpty());
        return ingress.results(expected).get(0);
    }

    private VenueSnapshotEndDecoder end(final long snapshotId) {
        final DirectBuffer input =
                ingress.await("snapshot", VenueSnapshotEndDecoder.TEMPLATE_ID, this::work, candidate -> {
                    final VenueSnapshotEndDecoder end = new VenueSnapshotEndDecoder();
                    end.wrapAndApplyHeader(candidate, 0, new MessageHeaderDecoder());
                    return end.snapshotId() == snapshotId;
                });
        final VenueSnapshotEndDecoder end = new VenueSnapshotEndDecoder();
        end.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
        return end;
    }

    private void awaitFeed(final MarketFeed feed, final FeedState state) {
        ingress.await(feed + " " + state, FeedStatusDecoder.TEMPLATE_ID, this::work, input -> {
            final FeedStatusDecoder status = new FeedStatusDecoder();
            status.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
            return status.feed() == feed && status.state() == state;
        });
    }

    /** The newest health decides: a problem is told once and is gone from the next. */
    private void awaitHealth(final String problem, final boolean isTold) {
        ingress.await("health " + problem + ' ' + isTold, this::work, () -> {
            final List<DirectBuffer> inputs = ingress.inputs(VenueHealthDecoder.TEMPLATE_ID);
            if (inputs.isEmpty()) {
                return false;
            }
            final VenueHealthDecoder health = new VenueHealthDecoder();
            health.wrapAndApplyHeader(inputs.get(inputs.size() - 1), 0, new MessageHeaderDecoder());
            return health.text().contains(problem) == isTold;
        });
    }

    private void awaitHealth(final VenueState state) {
        ingress.await("health " + state, VenueHealthDecoder.TEMPLATE_ID, this::work, input -> {
            final VenueHealthDecoder health = new VenueHealthDecoder();
            health.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
            return health.state() == state;
        });
    }

    private void work() {
        adapter.gateway().doWork();
    }
}
