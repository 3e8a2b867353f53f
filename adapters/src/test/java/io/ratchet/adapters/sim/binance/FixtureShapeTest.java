package io.ratchet.adapters.sim.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Frames and replies of the server, field by field (names and JSON types), against recorded and documented ones. */
class FixtureShapeTest {
    private static final String CLIENTS = "JKorf_Binance.Net/Binance.Net.UnitTests/";
    private static final String REST = CLIENTS + "Endpoints/UsdFutures/";
    private static final String STREAM = CLIENTS + "Subscriptions/UsdFutures/";
    private static final String SOCKET = CLIENTS + "Socket/UsdFutures/";
    /** Gone from place, modify and cancel replies since 2026-06-30. */
    private static final Set<String> GONE_FROM_ACKS = Set.of("avgPrice", "cumQuote");
    /** Of trailing stops only. */
    private static final Set<String> TRAILING = Set.of("activatePrice", "priceRate", "callbackRate", "AP", "cr");

    private Path fixtures;
    private VenueFixture venue;

    @BeforeEach
    void open() throws IOException {
        for (final String place : new String[] {"../../shared/fixtures", "../shared/fixtures"}) {
            if (Files.isDirectory(Path.of(place))) {
                fixtures = Path.of(place);
            }
        }
        Assumptions.assumeTrue(fixtures != null, "no recorded frames here");
        venue = new VenueFixture();
    }

    @AfterEach
    void close() throws IOException {
        if (venue != null) {
            venue.close();
        }
    }

    /** The JSON of a fixture: what follows the request lines, placeholders made numbers. */
    private JsonNode fixture(final String name) throws IOException {
        final String text = Files.readString(fixtures.resolve(name), StandardCharsets.UTF_8);
        final int marker = text.indexOf("\n=");
        String json = marker >= 0 ? text.substring(marker + 2) : text;
        if (name.startsWith(REST)) {
            json = json.split("\n", 4)[3];
        }
        return VenueFixture.JSON.readTree(
                Pattern.compile("\\|\\d+\\|").matcher(json).replaceAll("1"));
    }

    private static Map<String, String> shape(final JsonNode node) {
        final Map<String, String> shape = new TreeMap<>();
        for (final Map.Entry<String, JsonNode> field : node.properties()) {
            shape.put(field.getKey(), type(field.getValue()));
        }
        return shape;
    }

    private static String type(final JsonNode node) {
        return node.isNumber() ? "number" : node.getNodeType().name();
    }

    /** Every field of the fixture is sent with its type, but those left out; nothing else is sent, but those added. */
    private static void sameShape(
            final JsonNode expected, final JsonNode actual, final Set<String> leftOut, final Set<String> added) {
        final Map<String, String> want = shape(expected);
        final Map<String, String> have = shape(actual);
        final Set<String> missing = new TreeSet<>(want.keySet());
        missing.removeAll(have.keySet());
        missing.removeAll(leftOut);
        final Set<String> extra = new TreeSet<>(have.keySet());
        extra.removeAll(want.keySet());
        extra.removeAll(added);
        assertEquals(Set.of(), missing, "missing in " + actual);
        assertEquals(Set.of(), extra, "not in the fixture: " + actual);
        want.forEach((name, type) -> {
            if (have.containsKey(name)) {
                assertEquals(type, have.get(name), name);
            }
        });
    }

    private static Set<String> both(final Set<String> one, final Set<String> other) {
        final Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    private VenueFixture.Answer limit() {
        return venue.signed(
                "POST",
                "/fapi/v1/order",
                "symbol",
                "BTCUSDT",
                "side",
                "BUY",
                "type",
                "LIMIT",
                "timeInForce",
                "GTC",
                "quantity",
                "1",
                "price",
                "99",
                "newClientOrderId",
                "l1");
    }

    @Test
    void shouldShapeOrdinaryOrdersAsDocumented() throws IOException {
        final Set<String> acks = both(GONE_FROM_ACKS, TRAILING);
        sameShape(fixture(REST + "Trading/PlaceOrder.txt"), limit().body(), acks, Set.of());
        final String[] byId = {"symbol", "BTCUSDT", "origClientOrderId", "l1"};
        sameShape(
                fixture(REST + "Trading/GetOrder.txt"),
                venue.signed("GET", "/fapi/v1/order", byId).body(),
                TRAILING,
                Set.of());
        sameShape(
                fixture(REST + "Trading/GetOpenOrder.txt"),
                venue.signed("GET", "/fapi/v1/openOrder", byId).body(),
                TRAILING,
                Set.of());
        sameShape(
                fixture(REST + "Trading/GetOpenOrders.txt").get(0),
                venue.signed("GET", "/fapi/v1/openOrders").body().get(0),
                TRAILING,
                Set.of());
        sameShape(
                fixture(REST + "Trading/GetOrders.txt").get(0),
                venue.signed("GET", "/fapi/v1/allOrders", "symbol", "BTCUSDT")
                        .body()
                        .get(0),
                TRAILING,
                Set.of());
        sameShape(
                fixture(REST + "Trading/EditOrder.txt"),
                venue.signed(
                                "PUT",
                                "/fapi/v1/order",
                                "symbol",
                                "BTCUSDT",
                                "side",
                                "BUY",
                                "origClientOrderId",
                                "l1",
                                "quantity",
                                "2",
                                "price",
                                "99")
                        .body(),
                both(acks, Set.of("pair", "cumBase")),
                Set.of());
        sameShape(
                fixture(REST + "Trading/CancelOrder.txt"),
                venue.signed("DELETE", "/fapi/v1/order", byId).body(),
                acks,
                Set.of());
        sameShape(
                fixture(REST + "Trading/CancelAllOrders.txt"),
                venue.signed("DELETE", "/fapi/v1/allOpenOrders", "symbol", "BTCUSDT")
                        .body(),
                Set.of(),
                Set.of());
    }

    @Test
    void shouldShapeConditionalOrdersAsTheyCameOffTheExchange() throws IOException {
        venue.buy("e1", "1");
        final JsonNode live = VenueFixture.JSON.readTree(
                Files.readString(fixtures.resolve("annium-live-2026-09-19/algoOrder.place.response.json")));
        sameShape(live, venue.stop("s1", "1", "98").body(), Set.of(), Set.of());
        sameShape(
                fixture(REST + "Trading/GetOpenConditionalOrders.txt").get(0),
                venue.signed("GET", "/fapi/v1/openAlgoOrders").body().get(0),
                Set.of(),
                Set.of("actualQty", "isActivated"));
        venue.stop("s2", "1", "97");
        assertEquals(
                Map.of("algoId", "number", "clientAlgoId", "STRING", "code", "STRING", "msg", "STRING"),
                shape(venue.signed("DELETE", "/fapi/v1/algoOrder", "clientAlgoId", "s2")
                        .body()));
        final JsonNode canceled = VenueFixture.JSON.readTree(
                Files.readString(fixtures.resolve("annium-live-2026-09-19/allAlgoOrders.canceled.element.json")));
        final Set<String> tpSl = Set.of("tpTriggerPrice", "tpPrice", "slTriggerPrice", "slPrice", "actualQty");
        final JsonNode all = venue.signed("GET", "/fapi/v1/allAlgoOrders", "symbol", "BTCUSDT")
                .body();
        sameShape(canceled, all.get(1), Set.of(), tpSl);
        venue.price(0, "97", "97", "96.9", "97.1");
        final JsonNode finished =
                venue.signed("GET", "/fapi/v1/algoOrder", "clientAlgoId", "s1").body();
        sameShape(fixture(REST + "Trading/GetConditionalOrder.txt"), finished, Set.of(), Set.of("isActivated"));
        sameShape(
                fixture(REST + "Trading/GetUserTrades.txt").get(0),
                venue.signed("GET", "/fapi/v1/userTrades", "symbol", "BTCUSDT")
                        .body()
                        .get(0),
                Set.of(),
                Set.of());
    }

    @Test
    void shouldShapeAccountAndConfigurationAsDocumented() throws IOException {
        venue.buy("e1", "1");
        sameShape(
                fixture(REST + "Account/GetBalances.txt").get(0),
                venue.signed("GET", "/fapi/v3/balance").body().get(0),
                Set.of(),
                Set.of());
        final JsonNode account = venue.signed("GET", "/fapi/v3/account").body();
        final JsonNode documented = fixture(REST + "Account/GetAccountInfoV3.txt");
        sameShape(documented, account, Set.of(), Set.of());
        sameShape(documented.at("/assets/0"), account.at("/assets/0"), Set.of(), Set.of());
        sameShape(documented.at("/positions/0"), account.at("/positions/0"), Set.of(), Set.of());
        sameShape(
                VenueFixture.JSON.readTree(
                        "{\"symbol\":\"\",\"positionSide\":\"\",\"positionAmt\":\"\",\"entryPrice\":\"\","
                                + "\"breakEvenPrice\":\"\",\"markPrice\":\"\",\"unRealizedProfit\":\"\",\"liquidationPrice\":\"\","
                                + "\"isolatedMargin\":\"\",\"notional\":\"\",\"marginAsset\":\"\",\"isolatedWallet\":\"\","
                                + "\"initialMargin\":\"\",\"maintMargin\":\"\",\"positionInitialMargin\":\"\","
                                + "\"openOrderInitialMargin\":\"\",\"adl\":1,\"bidNotional\":\"\",\"askNotional\":\"\","
                                + "\"updateTime\":1}"),
                venue.signed("GET", "/fapi/v3/positionRisk").body().get(0),
                Set.of(),
                Set.of());
        sameShape(
                fixture(REST + "Account/GetAccountConfiguration.txt"),
                venue.signed("GET", "/fapi/v1/accountConfig").body(),
                Set.of(),
                Set.of());
        sameShape(
                fixture(REST + "Account/GetSymbolConfiguration.txt").get(0),
                venue.signed("GET", "/fapi/v1/symbolConfig", "symbol", "BTCUSDT")
                        .body()
                        .get(0),
                Set.of(),
                Set.of());
        sameShape(
                fixture(REST + "Account/ChangeInitialLeverage.txt"),
                venue.signed("POST", "/fapi/v1/leverage", "symbol", "BTCUSDT", "leverage", "10")
                        .body(),
                Set.of(),
                Set.of());
        sameShape(
                fixture(REST + "Account/ChangeMarginType.txt"),
                venue.signed("POST", "/fapi/v1/marginType", "symbol", "ETHUSDT", "marginType", "ISOLATED")
                        .body(),
                Set.of(),
                Set.of());
        sameShape(
                fixture(REST + "Account/GetOrderRateLimit.txt").get(0),
                venue.signed("GET", "/fapi/v1/rateLimit/order").body().get(0),
                Set.of(),
                Set.of());
        sameShape(
                fixture(REST + "Account/GetBrackets.txt").at("/0/brackets/0"),
                venue.signed("GET", "/fapi/v1/leverageBracket", "symbol", "BTCUSDT")
                        .body()
                        .at("/0/brackets/0"),
                Set.of(),
                Set.of());
        sameShape(
                fixture(REST + "Account/GetMultiAssetsMode.txt"),
                venue.signed("GET", "/fapi/v1/multiAssetsMargin").body(),
                Set.of(),
                Set.of());
        assertTrue(venue.signed("GET", "/fapi/v1/positionSide/dual")
                .body()
                .path("dualSidePosition")
                .isBoolean());
    }

    @Test
    void shouldShapeExchangeInfoAsDocumented() throws IOException {
        final JsonNode info =
                venue.raw("GET", "/fapi/v1/exchangeInfo", "", null).body();
        final JsonNode documented = fixture(REST + "ExchangeData/GetExchangeInfo.txt");
        sameShape(documented, info, Set.of(), Set.of("futuresType"));
        sameShape(documented.at("/symbols/0"), info.at("/symbols/0"), Set.of(), Set.of());
        final Map<String, JsonNode> filters = new TreeMap<>();
        info.at("/symbols/0/filters")
                .forEach(f -> filters.put(f.path("filterType").asString(""), f));
        for (final JsonNode filter : documented.at("/symbols/0/filters")) {
            final String type = filter.path("filterType").asString("");
            // Gone since 2025-12-29; multiplierDecimal comes as string or number.
            if (!"MAX_NUM_ALGO_ORDERS".equals(type)) {
                assertEquals(shape(filter).keySet(), shape(filters.get(type)).keySet(), type);
            }
        }
        sameShape(
                fixture(REST + "ExchangeData/GetServerTime.txt"),
                venue.raw("GET", "/fapi/v1/time", "", null).body(),
                Set.of(),
                Set.of());
    }

    @Test
    void shouldShapeStreamsAsDocumented() throws IOException {
        final String key =
                venue.raw("POST", "/fapi/v1/listenKey", "", VenueFixture.KEY).text("listenKey");
        try (VenueFixture.Socket user = venue.socket("/private/ws/" + key);
                VenueFixture.Socket market =
                        venue.socket("/market/stream?streams=btcusdt@aggTrade/btcusdt@markPrice@1s");
                VenueFixture.Socket books = venue.socket("/public/ws/btcusdt@bookTicker")) {
            user.ping();
            user.awaitControl("pong");
            market.ping();
            market.awaitControl("pong");
            books.ping();
            books.awaitControl("pong");
            venue.signed("POST", "/fapi/v1/leverage", "symbol", "BTCUSDT", "leverage", "10");
            frame(user, "ACCOUNT_CONFIG_UPDATE", "Leverage.txt", Set.of(), Set.of());
            venue.buy("e1", "1");
            frame(user, "TRADE_LITE", "TradeUpdate.txt", Set.of(), Set.of());
            final JsonNode order = user.awaitEvent("ORDER_TRADE_UPDATE");
            sameShape(fixture(STREAM + "OrderUpdate.txt").at("/data/o"), order.path("o"), TRAILING, Set.of("er"));
            final JsonNode account = user.awaitEvent("ACCOUNT_UPDATE");
            final JsonNode documented = fixture(STREAM + "AccountUpdate.txt").path("data");
            sameShape(documented, account, Set.of(), Set.of());
            sameShape(documented.at("/a/B/0"), account.at("/a/B/0"), Set.of(), Set.of());
            sameShape(documented.at("/a/P/0"), account.at("/a/P/0"), Set.of(), Set.of());
            venue.stop("s1", "1", "98");
            final JsonNode algo = user.awaitEvent("ALGO_UPDATE");
            sameShape(fixture(STREAM + "AlgoOrderUpdate.txt").at("/data/o"), algo.path("o"), Set.of(), Set.of());
            venue.price(0, "101", "101", "100.9", "101.1");
            sameShape(
                    fixture(STREAM + "AggTrades.txt").path("data"),
                    market.await(f -> f.path("stream").asString("").endsWith("aggTrade"))
                            .path("data"),
                    Set.of(),
                    Set.of("nq", "st"));
            sameShape(
                    fixture(STREAM + "MarkPrice.txt").path("data"),
                    market.await(f -> f.path("stream").asString("").endsWith("@1s"))
                            .path("data"),
                    Set.of(),
                    Set.of("ap", "st"));
            sameShape(
                    fixture(STREAM + "BookTicker.txt").path("data"),
                    books.awaitEvent("bookTicker"),
                    Set.of(),
                    Set.of("ps", "st"));
        }
    }

    private void frame(
            final VenueFixture.Socket socket,
            final String event,
            final String file,
            final Set<String> leftOut,
            final Set<String> added)
            throws IOException {
        sameShape(fixture(STREAM + file).path("data"), socket.awaitEvent(event), leftOut, added);
    }

    @Test
    void shouldShapeTheWebSocketApiAsDocumented() throws IOException {
        venue.buy("e1", "1");
        try (VenueFixture.Socket socket = venue.socket("/ws-fapi/v1")) {
            socket.say(venue.call(
                    "1",
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
                    "98",
                    "quantity",
                    "1",
                    "reduceOnly",
                    "true",
                    "clientAlgoId",
                    "s1"));
            reply(socket, "Trading/PlaceConditionalOrder.txt", Set.of());
            socket.say(venue.call("1", "algoOrder.cancel", "clientAlgoId", "s1"));
            reply(socket, "Trading/CancelConditionalOrder.txt", Set.of());
            socket.say(venue.call(
                    "1",
                    "order.place",
                    "symbol",
                    "BTCUSDT",
                    "side",
                    "BUY",
                    "type",
                    "LIMIT",
                    "timeInForce",
                    "GTC",
                    "quantity",
                    "1",
                    "price",
                    "99",
                    "newClientOrderId",
                    "l1"));
            reply(socket, "Trading/PlaceOrder.txt", GONE_FROM_ACKS);
            socket.say(venue.call("1", "order.cancel", "symbol", "BTCUSDT", "origClientOrderId", "l1"));
            reply(socket, "Trading/CancelOrder.txt", both(GONE_FROM_ACKS, TRAILING));
            socket.say(venue.call("1", "v2/account.balance"));
            final JsonNode balance = socket.await(f -> true);
            sameShape(
                    fixture(SOCKET + "Account/GetBalances.txt").at("/result/0"),
                    balance.at("/result/0"),
                    Set.of(),
                    Set.of());
            socket.say(venue.call("1", "v2/account.position"));
            final JsonNode position = socket.await(f -> true);
            sameShape(
                    fixture(SOCKET + "Trading/GetPositions.txt").at("/result/0"),
                    position.at("/result/0"),
                    Set.of(),
                    Set.of());
        }
    }

    private void reply(final VenueFixture.Socket socket, final String file, final Set<String> leftOut)
            throws IOException {
        final JsonNode expected = fixture(SOCKET + file);
        final JsonNode actual = socket.await(f -> true);
        sameShape(expected, actual, Set.of(), Set.of());
        sameShape(expected.path("result"), actual.path("result"), leftOut, Set.of());
        sameShape(expected.at("/rateLimits/0"), actual.at("/rateLimits/0"), Set.of(), Set.of());
    }
}
