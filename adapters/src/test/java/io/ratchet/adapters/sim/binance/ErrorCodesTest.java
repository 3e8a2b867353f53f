package io.ratchet.adapters.sim.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.SimRefusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every code of the server's tables is provoked by a raw client; a code without its provocation fails the build. */
class ErrorCodesTest {
    private static final long TICK = 1_000_000_000L;
    private static final String ORDER = "/fapi/v1/order";
    private static final String ALGO = "/fapi/v1/algoOrder";

    /** Makes the venue refuse and returns the answer. */
    @FunctionalInterface
    private interface Provocation {
        VenueFixture.Answer provoke(VenueFixture venue) throws IOException;
    }

    private final Map<Enum<?>, Provocation> provocations = new LinkedHashMap<>();
    private VenueFixture venue;

    @BeforeEach
    void open() throws IOException {
        venue = new VenueFixture();
    }

    @AfterEach
    void close() throws IOException {
        venue.close();
    }

    private VenueFixture.Answer order(final VenueFixture v, final String... changes) {
        final Map<String, String> params = VenueFixture.params(
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
                "99");
        return changed(v, ORDER, params, changes);
    }

    private VenueFixture.Answer algo(final VenueFixture v, final String... changes) {
        final Map<String, String> params = VenueFixture.params(
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
                "workingType",
                "MARK_PRICE");
        return changed(v, ALGO, params, changes);
    }

    private static VenueFixture.Answer changed(
            final VenueFixture v, final String path, final Map<String, String> params, final String... changes) {
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                params.remove(changes[i]);
            } else {
                params.put(changes[i], changes[i + 1]);
            }
        }
        return v.signed("POST", path, VenueFixture.flat(params));
    }

    private static void status(final VenueFixture v, final SimInstrument.Status status) {
        v.server.call(() -> {
            v.server.exchange().status(0, status);
            return null;
        });
    }

    private void wire() {
        provocations.put(WireError.TOO_MANY_REQUESTS, v -> {
            try (VenueFixture small = new VenueFixture(
                    BinanceVenueConfig.loopback(0, VenueFixture.KEY, VenueFixture.SECRET)
                            .withLimits(3, 300, 1_200),
                    SimConfig.venue(),
                    null)) {
                VenueFixture.Answer answer = small.raw("GET", "/fapi/v1/time", "", null);
                while (answer.status() == 200) {
                    answer = small.raw("GET", "/fapi/v1/time", "", null);
                }
                assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                return answer;
            }
        });
        provocations.put(WireError.BANNED, v -> {
            try (VenueFixture small = new VenueFixture(
                    BinanceVenueConfig.loopback(0, VenueFixture.KEY, VenueFixture.SECRET)
                            .withLimits(1, 300, 1_200),
                    SimConfig.venue(),
                    null)) {
                VenueFixture.Answer answer = small.raw("GET", "/fapi/v1/time", "", null);
                for (int i = 0; i < 60 && answer.status() != 418; i++) {
                    answer = small.raw("GET", "/fapi/v1/time", "", null);
                }
                assertTrue(answer.text("msg").matches(".*banned until \\d{13}\\..*"), answer.text("msg"));
                return answer;
            }
        });
        provocations.put(WireError.STATUS_UNKNOWN, v -> {
            v.fault(SimFault.of(SimFault.Operation.PLACE_ORDER, SimFault.Kind.UNKNOWN_AFTER));
            return v.buy("u1", "1");
        });
        provocations.put(WireError.OVERLOAD, v -> {
            v.fault(SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.OVERLOAD));
            return v.stop("s1", "1", "98");
        });
        provocations.put(WireError.TOO_MANY_ORDERS, v -> {
            try (VenueFixture small = new VenueFixture(
                    BinanceVenueConfig.loopback(0, VenueFixture.KEY, VenueFixture.SECRET)
                            .withLimits(2_400, 2, 1_200),
                    SimConfig.venue(),
                    null)) {
                VenueFixture.Answer answer = small.buy("m0", "1");
                for (int i = 1; i < 7 && answer.status() == 200; i++) {
                    answer = small.buy("m" + i, "1");
                }
                return answer;
            }
        });
        provocations.put(
                WireError.TIMESTAMP,
                v -> v.signed("GET", "/fapi/v3/balance", "timestamp", Long.toString(v.clock.nowMs() - 6_000)));
        provocations.put(
                WireError.SIGNATURE,
                v -> v.raw(
                        "GET",
                        "/fapi/v3/balance?timestamp=" + v.clock.nowMs() + "&signature=" + "0".repeat(64),
                        "",
                        VenueFixture.KEY));
        provocations.put(WireError.DUPLICATE_PARAMETER, v -> {
            final String query = "symbol=BTCUSDT&symbol=ETHUSDT&timestamp=" + v.clock.nowMs();
            return v.raw(
                    "GET",
                    "/fapi/v1/openOrders?" + query + "&signature=" + VenueFixture.hmac(VenueFixture.SECRET, query),
                    "",
                    VenueFixture.KEY);
        });
        provocations.put(WireError.MANDATORY, v -> order(v, "quantity", null));
        provocations.put(WireError.UNREAD, v -> order(v, "colour", "blue"));
        provocations.put(WireError.EMPTY, v -> order(v, "newClientOrderId", ""));
        provocations.put(WireError.NOT_REQUIRED, v -> order(v, "type", "MARKET", "price", null));
        provocations.put(WireError.PRECISION, v -> order(v, "price", "99.001"));
        provocations.put(WireError.TIME_IN_FORCE, v -> order(v, "timeInForce", "EVER"));
        provocations.put(WireError.ORDER_TYPE, v -> order(v, "type", "HOPE"));
        provocations.put(WireError.SIDE, v -> order(v, "side", "HOLD"));
        provocations.put(WireError.SYMBOL, v -> order(v, "symbol", "币安USDT"));
        provocations.put(WireError.LISTEN_KEY, v -> v.raw("PUT", "/fapi/v1/listenKey", "", VenueFixture.KEY));
        provocations.put(WireError.BAD_COMBINATION, v -> algo(v, "callbackRate", "1"));
        provocations.put(WireError.BAD_VALUE, v -> order(v, "reduceOnly", "maybe"));
        provocations.put(WireError.KEY_FORMAT, v -> v.raw("POST", "/fapi/v1/listenKey", "", null));
        provocations.put(WireError.KEY, v -> v.raw("POST", "/fapi/v1/listenKey", "", "a".repeat(64)));
        provocations.put(WireError.CLIENT_ID, v -> order(v, "newClientOrderId", "x".repeat(37)));
        provocations.put(WireError.NO_SUCH_PATH, v -> v.raw("GET", "/fapi/v1/fortune", "", null));
        provocations.put(
                WireError.STREAM_REQUEST, v -> stream(v, "{\"method\":\"SUBSCRIBE\",\"params\":[],\"id\":-1}"));
        provocations.put(WireError.STREAM_JSON, v -> stream(v, "{nonsense"));
    }

    private static VenueFixture.Answer stream(final VenueFixture v, final String text) {
        try (VenueFixture.Socket socket = v.socket("/market/ws")) {
            socket.say(text);
            return new VenueFixture.Answer(
                    400,
                    socket.await(frame -> frame.has("code")),
                    v.raw("GET", "/fapi/v1/ping", "", null).headers());
        }
    }

    private void book() {
        provocations.put(SimRefusal.MAX_OPEN_ORDERS, v -> {
            VenueFixture.Answer answer = order(v);
            for (int i = 0; i < 210 && answer.status() == 200; i++) {
                answer = order(v);
            }
            return answer;
        });
        provocations.put(SimRefusal.MAX_STOP_ORDERS, v -> {
            VenueFixture.Answer answer = algo(v);
            for (int i = 0; i < 210 && answer.status() == 200; i++) {
                answer = algo(v);
            }
            return answer;
        });
        provocations.put(
                SimRefusal.UNKNOWN_ORDER,
                v -> v.signed("DELETE", ORDER, "symbol", "BTCUSDT", "origClientOrderId", "never"));
        provocations.put(SimRefusal.NO_SUCH_ORDER, v -> v.signed("DELETE", ALGO, "clientAlgoId", "never"));
        provocations.put(SimRefusal.MARGIN_INSUFFICIENT, v -> {
            v.signed("POST", "/fapi/v1/leverage", "symbol", "BTCUSDT", "leverage", "1");
            return order(v, "quantity", "2000");
        });
        provocations.put(SimRefusal.UNABLE_TO_FILL, v -> {
            try (VenueFixture empty = new VenueFixture()) {
                empty.server.call(() -> {
                    empty.server
                            .exchange()
                            .list(
                                    "NEWUSDT",
                                    empty.server.exchange().instruments().get(0).filters());
                    return null;
                });
                return empty.signed(
                        "POST", ORDER, "symbol", "NEWUSDT", "side", "BUY", "type", "MARKET", "quantity", "1");
            }
        });
        provocations.put(SimRefusal.WOULD_TRIGGER, v -> algo(v, "triggerPrice", "100"));
        provocations.put(
                SimRefusal.REDUCE_ONLY_REJECTED,
                v -> order(v, "type", "MARKET", "price", null, "timeInForce", null, "reduceOnly", "true"));
        provocations.put(SimRefusal.MAX_LEVERAGE_RATIO, v -> {
            v.signed("POST", "/fapi/v1/leverage", "symbol", "BTCUSDT", "leverage", "125");
            return order(v, "quantity", "3000");
        });
        provocations.put(SimRefusal.PRICE_NOT_POSITIVE, v -> order(v, "price", "0"));
        provocations.put(SimRefusal.PRICE_ABOVE_MAX, v -> order(v, "price", "100000.1"));
        provocations.put(SimRefusal.QUANTITY_NOT_POSITIVE, v -> order(v, "quantity", "0"));
        provocations.put(SimRefusal.QUANTITY_BELOW_MIN, v -> order(v, "quantity", "0.001"));
        provocations.put(SimRefusal.QUANTITY_ABOVE_MAX, v -> order(v, "quantity", "200000"));
        provocations.put(SimRefusal.STOP_PRICE_NOT_POSITIVE, v -> algo(v, "triggerPrice", "-1"));
        provocations.put(SimRefusal.STOP_PRICE_ABOVE_MAX, v -> algo(v, "triggerPrice", "100000.1"));
        provocations.put(SimRefusal.PRICE_BELOW_MIN, v -> order(v, "price", "0.05"));
        provocations.put(SimRefusal.PRICE_OFF_TICK, v -> order(v, "price", "99.05"));
        provocations.put(SimRefusal.PRICE_ABOVE_BAND, v -> order(v, "price", "116"));
        provocations.put(SimRefusal.QUANTITY_OFF_STEP, v -> order(v, "quantity", "1.005"));
        provocations.put(SimRefusal.PRICE_BELOW_BAND, v -> order(v, "side", "SELL", "price", "80"));
        provocations.put(SimRefusal.SYMBOL_NOT_OPEN, v -> {
            status(v, SimInstrument.Status.SETTLING);
            return order(v);
        });
        provocations.put(SimRefusal.SYMBOL_CLOSED, v -> {
            status(v, SimInstrument.Status.CLOSE);
            return order(v);
        });
        provocations.put(SimRefusal.DUPLICATE_ID, v -> {
            order(v, "newClientOrderId", "same");
            return order(v, "newClientOrderId", "same");
        });
        provocations.put(SimRefusal.STOP_TRIGGERING, v -> {
            try (VenueFixture slow = new VenueFixture(
                    BinanceVenueConfig.loopback(0, VenueFixture.KEY, VenueFixture.SECRET),
                    SimConfig.venue().withTriggerLatencyMs(60_000),
                    null)) {
                slow.buy("e1", "1");
                slow.stop("s1", "1", "98");
                slow.price(0, "97", null, null, null);
                return slow.signed("DELETE", ALGO, "clientAlgoId", "s1");
            }
        });
        provocations.put(SimRefusal.USE_ALGO_ENDPOINT, v -> order(v, "type", "STOP_MARKET"));
        provocations.put(SimRefusal.CLOSE_POSITION_EXISTS, v -> {
            v.buy("e1", "1");
            v.stop("a1", null, "98");
            return v.stop("a2", null, "97");
        });
        provocations.put(SimRefusal.MARKET_OUTSIDE_BAND, v -> {
            v.price(0, null, null, null, "120");
            return v.buy("e1", "1");
        });
        provocations.put(SimRefusal.CLOSE_POSITION_WITH_QUANTITY, v -> algo(v, "closePosition", "true"));
        provocations.put(
                SimRefusal.CLOSE_POSITION_WITH_REDUCE_ONLY,
                v -> algo(v, "closePosition", "true", "quantity", null, "reduceOnly", "true"));
        provocations.put(SimRefusal.NOTIONAL_BELOW_MIN, v -> order(v, "quantity", "0.02"));
        provocations.put(SimRefusal.FOK_NOT_FILLED, v -> order(v, "timeInForce", "FOK"));
        provocations.put(SimRefusal.GTX_WOULD_TAKE, v -> order(v, "timeInForce", "GTX", "price", "101"));
    }

    private void modes() {
        provocations.put(
                SimRefusal.INVALID_LEVERAGE,
                v -> v.signed("POST", "/fapi/v1/leverage", "symbol", "BTCUSDT", "leverage", "126"));
        provocations.put(SimRefusal.MARGIN_TYPE_UNCHANGED, v -> marginType(v, "CROSSED"));
        provocations.put(SimRefusal.MARGIN_TYPE_OPEN_ORDERS, v -> {
            order(v);
            return marginType(v, "ISOLATED");
        });
        provocations.put(SimRefusal.MARGIN_TYPE_POSITION, v -> {
            v.buy("e1", "1");
            return marginType(v, "ISOLATED");
        });
        provocations.put(SimRefusal.POSITION_MODE_UNCHANGED, v -> dual(v, "false"));
        provocations.put(SimRefusal.POSITION_SIDE_MISMATCH, v -> order(v, "positionSide", "LONG"));
        provocations.put(SimRefusal.POSITION_MODE_OPEN_ORDERS, v -> {
            order(v);
            return dual(v, "true");
        });
        provocations.put(SimRefusal.POSITION_MODE_POSITION, v -> {
            v.buy("e1", "1");
            return dual(v, "true");
        });
        provocations.put(SimRefusal.LEVERAGE_REDUCTION, v -> {
            marginType(v, "ISOLATED");
            v.buy("e1", "1");
            return v.signed("POST", "/fapi/v1/leverage", "symbol", "BTCUSDT", "leverage", "2");
        });
        provocations.put(SimRefusal.AMEND_UNCHANGED, v -> {
            order(v, "newClientOrderId", "l1");
            return amend(v, "1", "99");
        });
        provocations.put(SimRefusal.AMEND_NOT_TRADING, v -> {
            order(v, "newClientOrderId", "l1");
            status(v, SimInstrument.Status.SETTLING);
            return amend(v, "1", "98");
        });
        provocations.put(SimRefusal.AMEND_NOT_LIMIT, v -> {
            v.buy("l1", "2");
            return amend(v, "1", "98");
        });
        provocations.put(SimRefusal.AMEND_TOO_OFTEN, v -> {
            order(v, "newClientOrderId", "l1");
            v.server.call(() -> {
                final SimOrder order = v.server.exchange().order("l1");
                for (int i = 0; i < 10_000; i++) {
                    v.server.exchange().amend(order, order.quantity(), order.price() + (i % 2 == 0 ? -1 : 1) * TICK);
                }
                return null;
            });
            return amend(v, "1", "97");
        });
        provocations.put(SimRefusal.REDUCE_ONLY_CONFLICT, v -> {
            order(v, "side", "SELL", "type", "MARKET", "price", null, "timeInForce", null, "quantity", "2");
            order(v, "newClientOrderId", "l1", "reduceOnly", "true");
            order(v, "newClientOrderId", "l2", "reduceOnly", "true");
            return amend(v, "2", "98");
        });
    }

    private static VenueFixture.Answer amend(final VenueFixture v, final String quantity, final String price) {
        return v.signed(
                "PUT",
                ORDER,
                "symbol",
                "BTCUSDT",
                "side",
                "BUY",
                "origClientOrderId",
                "l1",
                "quantity",
                quantity,
                "price",
                price);
    }

    private static VenueFixture.Answer marginType(final VenueFixture v, final String type) {
        return v.signed("POST", "/fapi/v1/marginType", "symbol", "BTCUSDT", "marginType", type);
    }

    private static VenueFixture.Answer dual(final VenueFixture v, final String value) {
        return v.signed("POST", "/fapi/v1/positionSide/dual", "dualSidePosition", value);
    }

    private Map<Enum<?>, Provocation> all() {
        wire();
        book();
        modes();
        return provocations;
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseWithItsCode() {
        return all().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey().name(), () -> {
                    try (VenueFixture fresh = new VenueFixture()) {
                        final VenueFixture.Answer answer = entry.getValue().provoke(fresh);
                        assertEquals(
                                code(entry.getKey()),
                                answer.code(),
                                answer.body().toString());
                        if (entry.getKey() instanceof WireError error) {
                            assertEquals(error.status(), answer.status());
                        } else {
                            assertEquals(400, answer.status());
                            assertEquals(((SimRefusal) entry.getKey()).text(), answer.text("msg"));
                        }
                    }
                }));
    }

    private static int code(final Enum<?> key) {
        return key instanceof WireError error ? error.code() : ((SimRefusal) key).code();
    }

    @Test
    void shouldHaveAProvocationForEveryCodeOfTheTables() {
        final Set<Enum<?>> missing = new LinkedHashSet<>();
        missing.addAll(Set.of(WireError.values()));
        missing.addAll(Set.of(SimRefusal.values()));
        missing.removeAll(all().keySet());
        // Codes above zero are Bybit's, which this wire cannot say: BybitExchangeTest provokes them.
        missing.removeIf(key -> key instanceof SimRefusal refusal && refusal.code() > 0);
        assertEquals(Set.of(), missing);
    }

    @Test
    void shouldAnswerTheSameCodesOverTheWebSocket() {
        try (VenueFixture.Socket socket = venue.socket("/ws-fapi/v1")) {
            socket.say(venue.call("1", "order.place", "symbol", "BTCUSDT", "side", "BUY", "type", "STOP_MARKET"));
            final JsonNode refused =
                    socket.await(frame -> "1".equals(frame.path("id").asString("")));
            assertEquals(400, refused.path("status").asInt());
            assertEquals(-4120, refused.path("error").path("code").asInt());
            socket.say(venue.call("2", "session.logon"));
            final JsonNode logon =
                    socket.await(frame -> "2".equals(frame.path("id").asString("")));
            assertEquals(401, logon.path("status").asInt());
            socket.say("{\"id\":3,\"method\":\"order.place\",\"params\":{\"quantity\":1}}");
            assertEquals(
                    -1102,
                    socket.await(frame -> frame.path("id").asInt(0) == 3)
                            .path("error")
                            .path("code")
                            .asInt());
            socket.say("{\"id\":4,\"method\":\"order.dream\"}");
            assertEquals(
                    -5000,
                    socket.await(frame -> frame.path("id").asInt(0) == 4)
                            .path("error")
                            .path("code")
                            .asInt());
        }
    }
}
