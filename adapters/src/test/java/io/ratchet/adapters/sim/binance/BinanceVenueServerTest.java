package io.ratchet.adapters.sim.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimFault;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The wires, by a raw client. */
class BinanceVenueServerTest {
    private VenueFixture venue;

    @BeforeEach
    void open() throws IOException {
        venue = new VenueFixture();
    }

    @AfterEach
    void close() throws IOException {
        venue.close();
    }

    private static BinanceVenueConfig config() {
        return BinanceVenueConfig.loopback(0, VenueFixture.KEY, VenueFixture.SECRET);
    }

    private String listenKey() {
        return venue.raw("POST", "/fapi/v1/listenKey", "", VenueFixture.KEY).text("listenKey");
    }

    /** The socket is known to the venue once a ping came back: the venue handles both on one thread, in order. */
    private VenueFixture.Socket user(final String path) {
        final VenueFixture.Socket socket = venue.socket(path);
        socket.ping();
        socket.awaitControl("pong");
        return socket;
    }

    /** So many events of orders and accounts, in order. */
    private static List<String> story(final VenueFixture.Socket socket, final int count) {
        final List<String> story = new ArrayList<>();
        while (story.size() < count) {
            final JsonNode frame = socket.await(f -> true);
            final JsonNode o = frame.path("o");
            switch (frame.path("e").asString("")) {
                case "ALGO_UPDATE" ->
                    story.add("algo " + o.path("caid").asString("") + " "
                            + o.path("X").asString(""));
                case "ORDER_TRADE_UPDATE" ->
                    story.add("order " + o.path("c").asString("") + " "
                            + o.path("x").asString("") + " " + o.path("X").asString(""));
                case "ACCOUNT_UPDATE" ->
                    story.add("account " + frame.at("/a/P/0/pa").asString(""));
                default -> {
                    // The others tell the same again.
                }
            }
        }
        return story;
    }

    @Test
    void shouldTellTheStoryOfAStopInLiveOrder() {
        try (VenueFixture.Socket user = user("/private/ws/" + listenKey())) {
            venue.buy("e1", "1");
            venue.stop("a1", null, "98");
            assertEquals(
                    List.of("order e1 NEW NEW", "order e1 TRADE FILLED", "account 1.00", "algo a1 NEW"),
                    story(user, 4));
            venue.price(0, "97.9", null, "97.8", null);
            assertEquals(
                    List.of(
                            "algo a1 TRIGGERING",
                            "order a1 NEW NEW",
                            "order a1 TRADE FILLED",
                            "account 0.00",
                            "algo a1 TRIGGERED",
                            "algo a1 FINISHED"),
                    story(user, 6));
        }
        final VenueFixture.Answer trades = venue.signed("GET", "/fapi/v1/userTrades", "symbol", "BTCUSDT");
        assertEquals(2, trades.body().size());
        final JsonNode algo =
                venue.signed("GET", "/fapi/v1/algoOrder", "clientAlgoId", "a1").body();
        assertEquals("FINISHED", algo.path("algoStatus").asString(""));
        assertEquals(
                algo.path("actualOrderId").asString(""),
                venue.signed("GET", "/fapi/v1/order", "symbol", "BTCUSDT", "origClientOrderId", "a1")
                        .body()
                        .path("orderId")
                        .toString());
    }

    @Test
    void shouldFilterAndWrapPrivateEventsAsAskedFor() {
        final String key = listenKey();
        try (VenueFixture.Socket some = user("/private/ws?listenKey=" + key + "&events=ALGO_UPDATE");
                VenueFixture.Socket wrapped = user("/private/stream?listenKey=" + key)) {
            venue.buy("e1", "1");
            venue.stop("a1", null, "98");
            assertEquals("ALGO_UPDATE", some.await(f -> true).path("e").asString(""));
            final JsonNode frame = wrapped.await(f -> true);
            assertEquals(key, frame.path("stream").asString(""));
            assertEquals("ORDER_TRADE_UPDATE", frame.path("data").path("e").asString(""));
        }
    }

    @Test
    void shouldKeepOneListenKeyAndTellWhenItEnds() {
        final String key = listenKey();
        assertEquals(key, listenKey());
        try (VenueFixture.Socket user = user("/private/ws/" + key)) {
            assertEquals(
                    200,
                    venue.raw("PUT", "/fapi/v1/listenKey", "", VenueFixture.KEY).status());
            assertEquals(
                    200,
                    venue.raw("DELETE", "/fapi/v1/listenKey", "", VenueFixture.KEY)
                            .status());
            assertEquals(
                    key, user.awaitEvent("listenKeyExpired").path("listenKey").asString(""));
        }
        assertEquals(
                -1125,
                venue.raw("PUT", "/fapi/v1/listenKey", "", VenueFixture.KEY).code());
    }

    @Test
    void shouldExpireAListenKeyAndPingAndEndSockets() throws IOException {
        try (VenueFixture hasty = new VenueFixture(config().withLives(50, 10_000, 700, 300), SimConfig.venue(), null)) {
            final String key = hasty.raw("POST", "/fapi/v1/listenKey", "", VenueFixture.KEY)
                    .text("listenKey");
            try (VenueFixture.Socket user = hasty.socket("/private/ws/" + key)) {
                user.awaitControl("ping");
                user.awaitEvent("listenKeyExpired");
                assertTrue(user.awaitControl("close").startsWith("close 1008"));
            }
        }
    }

    @Test
    void shouldServeMarketStreamsOnTheirRouteAndStaySilentOnTheWrongOne() {
        try (VenueFixture.Socket market = venue.socket("/market/ws");
                VenueFixture.Socket books = venue.socket("/public/stream?streams=btcusdt@bookTicker/!bookTicker");
                VenueFixture.Socket unrouted = venue.socket("/ws/btcusdt@markPrice@1s")) {
            market.say("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@markPrice@1s\",\"btcusdt@aggTrade\","
                    + "\"btcusdt@bookTicker\"],\"id\":7}");
            assertEquals(7, market.await(f -> f.has("result")).path("id").asInt());
            books.ping();
            books.awaitControl("pong");
            venue.price(0, "101", "101", "100.9", "101.1");
            assertEquals("101.0", market.awaitEvent("aggTrade").path("p").asString(""));
            final JsonNode mark = market.awaitEvent("markPriceUpdate");
            assertEquals("BTCUSDT", mark.path("s").asString(""));
            final JsonNode book = books.await(f -> true);
            assertEquals("btcusdt@bookTicker", book.path("stream").asString(""));
            assertEquals("100.9", book.path("data").path("b").asString(""));
            assertEquals("!bookTicker", books.await(f -> true).path("stream").asString(""));
            // Repeated each second although nothing changes.
            market.awaitEvent("markPriceUpdate");
            assertTrue(market.heard.stream()
                    .noneMatch(f -> "bookTicker".equals(f.path("e").asString(""))));
            assertTrue(unrouted.heard.isEmpty());
        }
    }

    @Test
    void shouldListAndEndSubscriptions() {
        try (VenueFixture.Socket market =
                venue.socket("/market/stream?streams=btcusdt@markPrice@1s/!markPrice@arr@1s")) {
            final JsonNode array = market.await(f -> f.path("data").isArray());
            assertEquals(2, array.path("data").size());
            market.say("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"!markPrice@arr@1s\"],\"id\":1}");
            market.say("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":2}");
            final JsonNode list = market.await(f -> f.path("id").asInt(0) == 2);
            assertEquals(1, list.path("result").size());
        }
    }

    @Test
    void shouldCloseASocketThatTalksTooMuch() {
        try (VenueFixture.Socket market = venue.socket("/market/ws")) {
            // Enough for two seconds' allowance; the client may see the close frame or only the end of the connection.
            for (int i = 0; i < 30; i++) {
                market.pingUnlessClosed();
            }
            assertTrue(market.awaitEnd().matches("close 1008.*|error.*"));
        }
    }

    @Test
    void shouldTradeOverTheWebSocketApi() {
        try (VenueFixture.Socket socket = venue.socket("/ws-fapi/v1")) {
            socket.say(venue.call(
                    "a",
                    "order.place",
                    "symbol",
                    "BTCUSDT",
                    "side",
                    "BUY",
                    "type",
                    "MARKET",
                    "quantity",
                    "1",
                    "newClientOrderId",
                    "e1",
                    "newOrderRespType",
                    "RESULT"));
            final JsonNode placed = answer(socket, "a");
            assertEquals(200, placed.path("status").asInt());
            assertEquals("FILLED", placed.at("/result/status").asString(""));
            assertEquals(3, placed.path("rateLimits").size());
            assertEquals(1, placed.at("/rateLimits/0/count").asInt());
            socket.say(venue.call(
                    "b",
                    "algoOrder.place",
                    "algoType",
                    "CONDITIONAL",
                    "symbol",
                    "BTCUSDT",
                    "side",
                    "SELL",
                    "type",
                    "STOP_MARKET",
                    "triggerPrice",
                    "98.0",
                    "closePosition",
                    "true",
                    "workingType",
                    "MARK_PRICE",
                    "clientAlgoId",
                    "a1"));
            assertEquals("NEW", answer(socket, "b").at("/result/algoStatus").asString(""));
            socket.say(venue.call("c", "order.status", "symbol", "BTCUSDT", "origClientOrderId", "e1"));
            assertEquals("100.1000", answer(socket, "c").at("/result/avgPrice").asString(""));
            socket.say(venue.call("d", "algoOrder.cancel", "clientAlgoId", "a1"));
            assertEquals(
                    "CANCELED", answer(socket, "d").at("/result/algoStatus").asString(""));
            socket.say(venue.call("f", "v2/account.position"));
            assertEquals("1.00", answer(socket, "f").at("/result/0/positionAmt").asString(""));
            socket.say(venue.call("g", "userDataStream.start"));
            assertEquals(
                    64, answer(socket, "g").at("/result/listenKey").asString("").length());
        }
    }

    @Test
    void shouldAmendAReduceOnlyLimitOrderOverBothWires() {
        venue.buy("e1", "1");
        try (VenueFixture.Socket user = user("/private/ws/" + listenKey());
                VenueFixture.Socket socket = venue.socket("/ws-fapi/v1")) {
            socket.say(venue.call(
                    "a",
                    "order.place",
                    "symbol",
                    "BTCUSDT",
                    "side",
                    "SELL",
                    "type",
                    "LIMIT",
                    "timeInForce",
                    "GTC",
                    "quantity",
                    "1",
                    "price",
                    "102.0",
                    "reduceOnly",
                    "true",
                    "newClientOrderId",
                    "x1"));
            assertEquals("NEW", answer(socket, "a").at("/result/status").asString(""));
            socket.say(modify("b", "101.5"));
            assertEquals(101.5, answer(socket, "b").at("/result/price").asDouble(0));
            socket.say(modify("c", "101.5"));
            assertEquals(-5027, answer(socket, "c").at("/error/code").asInt(0));
            final JsonNode put = venue.signed(
                            "PUT",
                            "/fapi/v1/order",
                            "symbol",
                            "BTCUSDT",
                            "side",
                            "SELL",
                            "origClientOrderId",
                            "x1",
                            "quantity",
                            "1",
                            "price",
                            "101.0")
                    .body();
            assertEquals("x1", put.path("clientOrderId").asString(""));
            assertEquals(
                    List.of("order x1 NEW NEW", "order x1 AMENDMENT NEW", "order x1 AMENDMENT NEW"), story(user, 3));
            assertEquals(
                    -2022,
                    venue.signed(
                                    "POST",
                                    "/fapi/v1/order",
                                    "symbol",
                                    "BTCUSDT",
                                    "side",
                                    "SELL",
                                    "type",
                                    "MARKET",
                                    "quantity",
                                    "1",
                                    "reduceOnly",
                                    "true")
                            .code());
            venue.price(0, "101.2", null, "101.1", "101.3");
            assertEquals(List.of("order x1 TRADE FILLED", "account 0.00"), story(user, 2));
        }
    }

    private String modify(final String id, final String price) {
        return venue.call(
                id,
                "order.modify",
                "symbol",
                "BTCUSDT",
                "side",
                "SELL",
                "origClientOrderId",
                "x1",
                "quantity",
                "1",
                "price",
                price);
    }

    private static JsonNode answer(final VenueFixture.Socket socket, final String id) {
        return socket.await(f -> id.equals(f.path("id").asString("")));
    }

    @Test
    void shouldGiveAReceiptThatIsNotConfirmedWhenNewIsWithheld() {
        venue.buy("e1", "1");
        venue.fault(SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.WITHHOLD_NEW));
        final VenueFixture.Answer receipt = venue.stop("a1", null, "98");
        assertEquals(200, receipt.status());
        assertFalse(receipt.body().has("algoStatus"));
        assertEquals(
                0,
                venue.signed("GET", "/fapi/v1/openAlgoOrders", "symbol", "BTCUSDT")
                        .body()
                        .size());
        assertEquals(
                -2013,
                venue.signed("GET", "/fapi/v1/algoOrder", "clientAlgoId", "a1").code());
    }

    @Test
    void shouldExecuteAndStaySilentWhenTheReplyIsDropped() {
        try (VenueFixture.Socket socket = venue.socket("/ws-fapi/v1")) {
            venue.fault(SimFault.of(SimFault.Operation.PLACE_ORDER, SimFault.Kind.DROP_REPLY)
                    .forIdsWith("e1"));
            socket.say(venue.call(
                    "a",
                    "order.place",
                    "symbol",
                    "BTCUSDT",
                    "side",
                    "BUY",
                    "type",
                    "MARKET",
                    "quantity",
                    "1",
                    "newClientOrderId",
                    "e1"));
            socket.say(venue.call("b", "order.status", "symbol", "BTCUSDT", "origClientOrderId", "e1"));
            final JsonNode first = socket.await(f -> true);
            assertEquals("b", first.path("id").asString(""));
            assertEquals("FILLED", first.at("/result/status").asString(""));
        }
    }

    @Test
    void shouldNotExecuteWhenOverloadedOrRefusedByHand() {
        venue.fault(SimFault.refuse(SimFault.Operation.PLACE_ORDER, -2010, "NEW_ORDER_REJECTED"));
        assertEquals(-2010, venue.buy("e1", "1").code());
        venue.fault(SimFault.of(SimFault.Operation.PLACE_ORDER, SimFault.Kind.OVERLOAD));
        assertEquals(503, venue.buy("e2", "1").status());
        assertEquals(0, venue.signed("GET", "/fapi/v3/positionRisk").body().size());
    }

    @Test
    void shouldCountWeightAndOrdersInHeaders() {
        final VenueFixture.Answer order = venue.buy("e1", "1");
        assertEquals("1", order.headers().firstValue("X-MBX-ORDER-COUNT-10S").orElse(""));
        assertEquals("1", order.headers().firstValue("X-MBX-ORDER-COUNT-1M").orElse(""));
        final int before = weight(venue.raw("GET", "/fapi/v1/ping", "", null));
        assertEquals(before + 40, weight(venue.signed("GET", "/fapi/v1/openOrders")));
    }

    private static int weight(final VenueFixture.Answer answer) {
        return Integer.parseInt(
                answer.headers().firstValue("X-MBX-USED-WEIGHT-1M").orElse("-1"));
    }

    @Test
    void shouldAcceptTimestampsByTheVenuesRule() {
        final long now = venue.clock.nowMs();
        assertEquals(200, at(now - 4_000).status());
        assertEquals(200, at(now + 500).status());
        assertEquals(-1021, at(now - 6_000).code());
        assertEquals(-1021, at(now + 3_000).code());
    }

    private VenueFixture.Answer at(final long timestamp) {
        return venue.signed("GET", "/fapi/v1/accountConfig", "timestamp", Long.toString(timestamp));
    }

    @Test
    void shouldTakeParametersInTheBodyToo() {
        final String query = "symbol=BTCUSDT&side=BUY&type=MARKET";
        final String body = "quantity=1&timestamp=" + venue.clock.nowMs();
        final String signature = VenueFixture.hmac(VenueFixture.SECRET, query + body);
        assertEquals(
                200,
                venue.raw("POST", "/fapi/v1/order?" + query, body + "&signature=" + signature, VenueFixture.KEY)
                        .status());
    }

    @Test
    void shouldHideAnOpenStopFromAQueryByAlgoIdButNotByClientId() {
        venue.buy("e1", "1");
        final String id = venue.stop("a1", null, "98").body().path("algoId").toString();
        assertEquals(
                -2013, venue.signed("GET", "/fapi/v1/algoOrder", "algoId", id).code());
        assertEquals(
                200,
                venue.signed("GET", "/fapi/v1/algoOrder", "clientAlgoId", "a1").status());
        assertEquals(
                "200",
                venue.signed("DELETE", "/fapi/v1/algoOrder", "algoId", id).text("code"));
        assertEquals(
                -2011,
                venue.signed("DELETE", "/fapi/v1/algoOrder", "algoId", id).code());
    }

    @Test
    void shouldLeaveConditionalOrdersAloneWhenAllOpenOrdersAreCancelled() {
        venue.buy("e1", "1");
        venue.stop("a1", null, "98");
        assertEquals(
                200,
                venue.signed("DELETE", "/fapi/v1/allOpenOrders", "symbol", "BTCUSDT")
                        .status());
        assertEquals(1, venue.signed("GET", "/fapi/v1/openAlgoOrders").body().size());
        venue.signed("DELETE", "/fapi/v1/algoOpenOrders", "symbol", "BTCUSDT");
        assertEquals(0, venue.signed("GET", "/fapi/v1/openAlgoOrders").body().size());
    }

    @Test
    void shouldSayWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            final BinanceVenueConfig config =
                    BinanceVenueConfig.loopback(taken.getLocalPort(), VenueFixture.KEY, VenueFixture.SECRET);
            assertTrue(assertThrows(IOException.class, () -> new VenueFixture(config, SimConfig.venue(), null).close())
                    .getMessage()
                    .contains(Integer.toString(taken.getLocalPort())));
        }
    }

    @Test
    void shouldTellFundingOnThePrivateStreamAndListItAsIncome() {
        venue.price(0, "100", "100", "100", "100");
        final VenueFixture.Socket socket = user("/private/ws?listenKey="
                + venue.signed("POST", "/fapi/v1/listenKey").text("listenKey"));
        venue.buy("f1", "2");
        venue.server.call(() -> {
            venue.server.exchange().advance(venue.server.exchange().nextFundingMs());
            return null;
        });
        final JsonNode event =
                socket.await(f -> "FUNDING_FEE".equals(f.at("/a/m").asString("")));
        assertEquals("BTCUSDT", event.at("/a/S").asString(""));
        assertEquals("-0.02000000", event.at("/a/B/0/bc").asString(""));
        final JsonNode income = venue.signed("GET", "/fapi/v1/income", "incomeType", "FUNDING_FEE")
                .body();
        assertEquals(1, income.size());
        assertEquals("-0.02000000", income.at("/0/income").asString(""));
        assertEquals("BTCUSDT", income.at("/0/symbol").asString(""));
        final long timeMs = income.at("/0/time").asLong();
        final String after = Long.toString(timeMs + 1);
        assertEquals(
                0,
                venue.signed("GET", "/fapi/v1/income", "incomeType", "FUNDING_FEE", "startTime", after)
                        .body()
                        .size());
        assertEquals(
                1,
                venue.signed("GET", "/fapi/v1/income", "incomeType", "FUNDING_FEE", "endTime", after)
                        .body()
                        .size());
    }
}
