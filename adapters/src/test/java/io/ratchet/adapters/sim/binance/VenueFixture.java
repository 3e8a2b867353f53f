package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.PriceRow;
import io.ratchet.adapters.sim.PriceSource;
import io.ratchet.adapters.sim.PriceSymbol;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimDecimal;
import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.VenueClock;
import io.ratchet.adapters.sim.VenueLog;
import io.ratchet.engine.market.FixedPoint;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A venue on a free port with two contracts priced by hand, and a raw client with its own signer. */
final class VenueFixture implements AutoCloseable {
    static final String KEY = "dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83";
    static final String SECRET = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final BinanceVenueServer server;
    final VenueClock clock = new VenueClock(0, 0, 1_000);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** Answer of the venue. */
    record Answer(int status, JsonNode body, java.net.http.HttpHeaders headers) {
        int code() {
            return body.path("code").asInt(0);
        }

        String text(final String field) {
            return body.path(field).asString("");
        }
    }

    /** Two contracts, no rows: the test sets the prices. */
    private static final class ByHand implements PriceSource {
        @Override
        public List<PriceSymbol> symbols() {
            return List.of(
                    new PriceSymbol("binance", "BTCUSDT", 1, SimDecimal.parse("100", 10)),
                    new PriceSymbol("binance", "ETHUSDT", 2, SimDecimal.parse("10", 10)));
        }

        @Override
        public long startMs() {
            return 0;
        }

        @Override
        public boolean next(final PriceRow row) {
            return false;
        }
    }

    VenueFixture() throws IOException {
        this(BinanceVenueConfig.loopback(0, KEY, SECRET), SimConfig.venue(), null);
    }

    VenueFixture(final BinanceVenueConfig config, final SimConfig rules, final Path log) throws IOException {
        server = new BinanceVenueServer(config, rules, clock, new ByHand(), new VenueLog(log, clock), () -> {}).start();
        price(0, "100", "100", "99.9", "100.1");
        price(1, "10", "10", "9.99", "10.01");
    }

    void price(final int instrument, final String mark, final String last, final String bid, final String ask) {
        server.call(() -> {
            server.price(instrument, scaled(mark), scaled(last), scaled(bid), scaled(ask));
            return null;
        });
    }

    private static long scaled(final String price) {
        return price == null ? FixedPoint.NULL : SimDecimal.parse(price, FixedPoint.PRICE_DECIMALS);
    }

    void fault(final SimFault fault) {
        server.call(() -> {
            server.faults().add(fault, 1);
            return null;
        });
    }

    /** Parameters in order: name, value, name, value. */
    static Map<String, String> params(final String... pairs) {
        final Map<String, String> params = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            params.put(pairs[i], pairs[i + 1]);
        }
        return params;
    }

    static String hmac(final String secret, final String payload) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String query(final Map<String, String> params) {
        final StringJoiner joiner = new StringJoiner("&");
        params.forEach((name, value) -> joiner.add(
                name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
        return joiner.toString();
    }

    /** A signed request with all parameters in the query. */
    Answer signed(final String method, final String path, final String... pairs) {
        final Map<String, String> params = params(pairs);
        params.putIfAbsent("timestamp", Long.toString(clock.nowMs()));
        final String query = query(params);
        return raw(method, path + '?' + query + "&signature=" + hmac(SECRET, query), "", KEY);
    }

    /** A request as it is. */
    Answer raw(final String method, final String pathAndQuery, final String body, final String key) {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base("http") + pathAndQuery))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("X-MBX-APIKEY", key);
        }
        try {
            final HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    JSON.readTree(response.body().isEmpty() ? "{}" : response.body()),
                    response.headers());
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String base(final String scheme) {
        return scheme + "://127.0.0.1:" + server.port();
    }

    Answer buy(final String id, final String quantity) {
        return signed(
                "POST",
                "/fapi/v1/order",
                "symbol",
                "BTCUSDT",
                "side",
                "BUY",
                "type",
                "MARKET",
                "quantity",
                quantity,
                "newClientOrderId",
                id);
    }

    Answer stop(final String id, final String quantity, final String level) {
        final Map<String, String> params = params(
                "algoType",
                "CONDITIONAL",
                "symbol",
                "BTCUSDT",
                "side",
                "SELL",
                "type",
                "STOP_MARKET",
                "triggerPrice",
                level,
                "workingType",
                "MARK_PRICE",
                "clientAlgoId",
                id);
        if (quantity == null) {
            params.put("closePosition", "true");
        } else {
            params.put("quantity", quantity);
            params.put("reduceOnly", "true");
        }
        return signed("POST", "/fapi/v1/algoOrder", flat(params));
    }

    static String[] flat(final Map<String, String> params) {
        return params.entrySet().stream()
                .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
                .toArray(String[]::new);
    }

    /** An open WebSocket that keeps what it hears. */
    Socket socket(final String path) {
        return new Socket(URI.create(base("ws") + path));
    }

    /** Signed parameters of a WebSocket API call; numbers where whole. */
    String call(final String id, final String method, final String... pairs) {
        final TreeMap<String, String> params = new TreeMap<>(params(pairs));
        params.put("apiKey", KEY);
        params.put("timestamp", Long.toString(clock.nowMs()));
        final StringJoiner joiner = new StringJoiner("&");
        params.forEach((name, value) -> joiner.add(name + '=' + value));
        params.put("signature", hmac(SECRET, joiner.toString()));
        final StringJoiner json = new StringJoiner(",");
        params.forEach((name, value) -> json.add('"' + name + "\":"
                + ("timestamp".equals(name) || "orderId".equals(name) || "algoId".equals(name)
                        ? value
                        : '"' + value + '"')));
        return "{\"id\":\"" + id + "\",\"method\":\"" + method + "\",\"params\":{" + json + "}}";
    }

    final class Socket implements WebSocket.Listener, AutoCloseable {
        final LinkedBlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<String> control = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Socket(final URI uri) {
            socket = HTTP.newWebSocketBuilder().buildAsync(uri, this).join();
        }

        void say(final String text) {
            socket.sendText(text, true).join();
        }

        void ping() {
            socket.sendPing(java.nio.ByteBuffer.wrap(new byte[] {1, 2})).join();
        }

        /** Like {@link #ping()}, for sockets that the venue may be closing. */
        void pingUnlessClosed() {
            socket.sendPing(java.nio.ByteBuffer.wrap(new byte[] {1, 2}))
                    .exceptionally(closed -> socket)
                    .join();
        }

        /** The next frame that fits, others are skipped. */
        JsonNode await(final Predicate<JsonNode> fits) {
            final long deadline = System.nanoTime() + PATIENCE.toNanos();
            try {
                while (System.nanoTime() < deadline) {
                    final JsonNode frame = heard.poll(100, TimeUnit.MILLISECONDS);
                    if (frame != null && fits.test(frame)) {
                        return frame;
                    }
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new AssertionError("no such frame within " + PATIENCE);
        }

        JsonNode awaitEvent(final String type) {
            return await(frame -> type.equals(frame.path("e").asString("")));
        }

        String awaitControl(final String prefix) {
            return awaitControl(what -> what.startsWith(prefix));
        }

        String awaitEnd() {
            return awaitControl(what -> what.startsWith("close") || what.startsWith("error"));
        }

        private String awaitControl(final Predicate<String> fits) {
            final long deadline = System.nanoTime() + PATIENCE.toNanos();
            try {
                while (System.nanoTime() < deadline) {
                    final String what = control.poll(100, TimeUnit.MILLISECONDS);
                    if (what != null && fits.test(what)) {
                        return what;
                    }
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new AssertionError("no such control frame within " + PATIENCE);
        }

        @Override
        public CompletionStage<?> onText(final WebSocket webSocket, final CharSequence data, final boolean last) {
            part.append(data);
            if (last) {
                heard.add(JSON.readTree(part.toString()));
                part.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPing(final WebSocket webSocket, final java.nio.ByteBuffer message) {
            control.add("ping");
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(final WebSocket webSocket, final java.nio.ByteBuffer message) {
            control.add("pong");
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket webSocket, final int code, final String reason) {
            control.add("close " + code + ' ' + reason);
            return null;
        }

        @Override
        public void onError(final WebSocket webSocket, final Throwable error) {
            control.add("error " + error);
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
