package io.ratchet.adapters.signal;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_ONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.RecordingIngress;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.net.FakeServer;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalReceivedDecoder;
import io.ratchet.engine.sbe.Venue;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class SignalClientTest {
    private static final long ALL_MINUTES = (1L << 60) - 1;
    private static final String GOOD = "{\"id\":17,\"pair_symbol\":\"BTCUSDT\",\"recommended_action\":\"BUY\","
            + "\"score_week\":74.5,\"score_month\":80.123456789,\"timestamp\":\"2025-10-15T07:45:00+00:00\","
            + "\"created_at\":\"2025-10-15T08:03:12.123456Z\",\"trading_pair_id\":1,\"exchange_id\":1}";
    private static final Runnable NOTHING = () -> {};

    private final RecordingIngress ingress = new RecordingIngress();
    private final InstrumentRegistry registry = new InstrumentRegistry();
    private FakeServer server;
    private SignalClient client;
    private volatile String answer = "{\"type\":\"signals\",\"data\":[" + GOOD + "],\"count\":1}";
    private volatile String authAnswer = "{\"type\":\"auth_success\",\"query_interval\":1,\"signal_window\":15}";

    @BeforeEach
    void start() {
        registry.register(Venue.BINANCE, "BTCUSDT");
        registry.register(Venue.BINANCE, "ETHUSDT");
        server = new FakeServer();
        server.conversation((socket, path, text) -> {
            if (text == null) {
                socket.writeAndFlush(new TextWebSocketFrame("{\"type\":\"auth_required\"}"));
            } else if (text.contains("auth")) {
                socket.writeAndFlush(new TextWebSocketFrame(authAnswer));
            } else if (text.contains("get_signals")) {
                socket.writeAndFlush(new TextWebSocketFrame(answer));
            }
        });
        client = client(ALL_MINUTES);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void shouldHandOnASignalOnceHoweverOftenItIsPolled() {
        client.start();
        ingress.await("several polls", NOTHING, () -> polls() >= 3);
        final List<SignalReceivedDecoder> signals = signals();
        assertEquals(1, signals.size());
        final SignalReceivedDecoder signal = signals.get(0);
        assertEquals(17, signal.signalId());
        assertEquals("BTCUSDT", signal.symbol());
        assertEquals(Venue.BINANCE, signal.venue());
        assertEquals(PositionSide.LONG, signal.side());
        assertEquals(74 * QUANTITY_ONE + QUANTITY_ONE / 2, signal.scoreWeek());
        assertEquals(8_012_345_678L, signal.scoreMonth());
        assertEquals(1760514300000L, signal.candleOpenMs());
        assertEquals(1760515392123L, signal.createdMs());
        assertEquals(SignalDefect.NONE, signal.defect());
        assertEquals(0, signal.instrumentId());
        assertEquals(1, signal.batchSize());
        assertEquals(List.of("UP/1"), feeds());
        assertTrue(
                server.texts().get(0).contains("\"token\":\"to\\\"ken\""),
                server.texts().get(0));
    }

    @Test
    void shouldPollOnceAndNotAgainOutsideTheCheckWindows() {
        client.close();
        client = client(0);
        client.start();
        ingress.await("signals", NOTHING, () -> !signals().isEmpty());
        final long until = ingress.nowNs() + 500_000_000L;
        ingress.await("a while", NOTHING, () -> ingress.nowNs() > until);
        assertEquals(1, polls());
    }

    @Test
    void shouldSpoilOnlyTheSignalThatIsBad() {
        answer = "{\"type\":\"signals\",\"count\":99,\"data\":["
                + String.join(
                        ",",
                        GOOD,
                        GOOD.replace("17", "18").replace("74.5", "NaN"),
                        GOOD.replace("17", "19").replace("74.5", "null"),
                        GOOD.replace("17", "20").replace("74.5", "-Infinity"),
                        GOOD.replace("17", "21").replace("74.5", "101"),
                        GOOD.replace("17", "22").replace("BTCUSDT", "NOSUCHUSDT"),
                        GOOD.replace("17", "23").replace("BUY", "HOLD"),
                        GOOD.replace("17", "24").replace("2025-10-15T07:45:00+00:00", "yesterday"),
                        GOOD.replace("\"id\":17,", ""),
                        GOOD.replace("17", "25").replace("\"exchange_id\":1", "\"exchange_id\":9"),
                        "5",
                        GOOD.replace("17", "26").replace("BTCUSDT", "eth/usdt").replace("BUY", "sell"))
                + "]}";
        client.start();
        ingress.await("signals", NOTHING, () -> signals().size() == 12);
        assertEquals(
                List.of(
                        SignalDefect.NONE,
                        SignalDefect.SCORE_NOT_A_NUMBER,
                        SignalDefect.SCORE_MISSING,
                        SignalDefect.SCORE_NOT_A_NUMBER,
                        SignalDefect.OUT_OF_RANGE,
                        SignalDefect.SYMBOL_UNKNOWN,
                        SignalDefect.ACTION_UNKNOWN,
                        SignalDefect.TIME_INVALID,
                        SignalDefect.ID_MISSING,
                        SignalDefect.VENUE_UNKNOWN,
                        SignalDefect.NOT_AN_OBJECT,
                        SignalDefect.NONE),
                signals().stream().map(SignalReceivedDecoder::defect).collect(Collectors.toList()));
        final SignalReceivedDecoder last = signals().get(11);
        assertEquals("ETHUSDT", last.symbol());
        assertEquals(PositionSide.SHORT, last.side());
        assertEquals(11, last.batchIndex());
        assertEquals(12, last.batchSize());
        assertEquals(NULL, signals().get(1).scoreWeek());
    }

    @Test
    void shouldKeepTheConnectionWhenAFrameIsNoJson() {
        answer = "{\"type\":\"signals\",\"data\":[";
        client.start();
        ingress.await("bad frames", NOTHING, () -> polls() >= 2);
        answer = "{\"type\":\"signals\",\"data\":[" + GOOD + "]}";
        ingress.await("signals", NOTHING, () -> signals().size() == 1);
        assertEquals(List.of("UP/1"), feeds());
    }

    @Test
    void shouldComeBackAfterACloseWithCode1000() {
        client.start();
        ingress.await("up", NOTHING, () -> feeds().contains("UP/1"));
        server.conversation((socket, path, text) -> {
            if (text == null) {
                socket.writeAndFlush(new TextWebSocketFrame("{\"type\":\"auth_required\"}"));
            } else if (text.contains("auth")) {
                socket.writeAndFlush(new TextWebSocketFrame(authAnswer));
            } else if (feeds().size() < 3) {
                socket.writeAndFlush(new CloseWebSocketFrame(1000, ""));
            }
        });
        ingress.await("up again", NOTHING, () -> feeds().contains("UP/2"));
        assertEquals(List.of("UP/1", "DOWN/1", "UP/2"), feeds().subList(0, 3));
    }

    @Test
    void shouldTellOnceThatTheTokenIsRefused() {
        authAnswer = "{\"type\":\"auth_failed\",\"message\":\"Invalid token\"}";
        client.start();
        ingress.await("a second attempt", NOTHING, () -> server.texts().size() >= 2);
        assertEquals(List.of("REFUSED/0"), feeds());
        authAnswer = "{\"type\":\"auth_success\"}";
        ingress.await("up", NOTHING, () -> feeds().contains("UP/1"));
    }

    @Test
    void shouldParkSignalsWhileTheRingIsFull() {
        ingress.full(true);
        client.start();
        ingress.await("polled", NOTHING, () -> polls() >= 1);
        assertTrue(signals().isEmpty());
        ingress.full(false);
        ingress.await("signals", NOTHING, () -> signals().size() == 1);
        assertEquals(List.of("UP/1"), feeds());
    }

    @Test
    void shouldReadEveryFormOfTime() {
        assertEquals(1760514300000L, SignalTimes.parse("2025-10-15T07:45:00Z"));
        assertEquals(1760514300000L, SignalTimes.parse("2025-10-15 07:45:00"));
        assertEquals(1760514300000L, SignalTimes.parse("2025-10-15T10:45:00+03:00"));
        assertEquals(1760514300123L, SignalTimes.parse("2025-10-15T07:45:00.123456+00:00"));
        assertEquals(1760514300000L, SignalTimes.parse("1760514300"));
        assertEquals(1760514300250L, SignalTimes.parse("1760514300.25"));
        assertEquals(1760514300000L, SignalTimes.parse("1760514300000"));
        assertEquals(1760514300123L, SignalTimes.parse("1760514300123456"));
        assertEquals(NULL, SignalTimes.parse("17605143001234567890"));
        assertEquals(NULL, SignalTimes.parse("0"));
        assertEquals(NULL, SignalTimes.parse("2025-13-15T07:45:00Z"));
        assertEquals(NULL, SignalTimes.parse(""));
    }

    @Test
    @DisplayName("N01: a server that sends signals by itself is not polled, and each of its signals is handed on once")
    void shouldSpeakTheRealtimeProtocolWhenTheServerDoes() {
        final String signal = "{\"symbol\":\"ETH/USDT\",\"direction\":\"SHORT\",\"total_score\":999,\"rsi\":71.5,"
                + "\"volume_zscore\":-1.25,\"oi_delta_pct\":3,\"price\":2500.5,\"patterns\":[\"x\"],"
                + "\"timestamp\":\"2025-10-15T08:03:12.123456Z\"}";
        realtime(signal);
        client.start();
        ingress.await("signals", NOTHING, () -> !signals().isEmpty());
        server.push("/", "{\"type\":\"signal\",\"data\":" + signal + "}");
        server.push(
                "/",
                "{\"type\":\"signal\",\"symbol\":\"BTCUSDT\",\"direction\":\"LONG\",\"total_score\":-3,"
                        + "\"timestamp\":1760515392}");
        ingress.await("the second", NOTHING, () -> signals().size() >= 2);
        final SignalReceivedDecoder first = signals().get(0);
        assertEquals(2, signals().size());
        assertTrue(first.signalId() < 0);
        assertEquals(SignalDefect.NONE, first.defect());
        assertEquals("ETHUSDT", first.symbol());
        assertEquals(PositionSide.SHORT, first.side());
        assertEquals(Venue.BINANCE, first.venue());
        assertEquals(999 * QUANTITY_ONE, first.totalScore());
        assertEquals(NULL, first.scoreWeek());
        assertEquals(7_150_000_000L, first.rsi());
        assertEquals(-125_000_000L, first.volumeZScore());
        assertEquals(3 * QUANTITY_ONE, first.oiDeltaPercent());
        assertEquals(25_005_000_000_000L, first.price());
        assertEquals(1760515392123L, first.createdMs());
        assertEquals(1760514300000L, first.candleOpenMs());
        assertEquals(PositionSide.LONG, signals().get(1).side());
        assertTrue(polls() <= 1, "polls " + polls());
    }

    @Test
    @DisplayName("J12: a real-time signal without direction is refused with a reason, unless configured long-only")
    void shouldRefuseARealtimeSignalWithoutDirection() {
        final String signal = "{\"symbol\":\"ETHUSDT\",\"total_score\":5,\"timestamp\":\"2025-10-15T08:03:12Z\"}";
        final byte[] frame = ("{\"type\":\"signals_snapshot\",\"data\":[" + signal + "]}").getBytes(UTF_8);
        final JsonNode root = SignalParser.parse(frame, frame.length);
        assertEquals(
                SignalDefect.ACTION_UNKNOWN,
                SignalParser.signals(root, true, false).get(0).defect());
        final SignalRow longOnly = SignalParser.signals(root, true, true).get(0);
        assertEquals(SignalDefect.NONE, longOnly.defect());
        assertEquals(PositionSide.LONG, longOnly.side());
    }

    @Test
    @DisplayName("H01: every spelling of a symbol is the same instrument")
    void shouldReadEverySpellingOfASymbolAsOne() {
        for (final String spelling :
                List.of("BTCUSDT", "btcusdt", "BTC/USDT", "BTC/USDT:USDT", "btc-usdt", "BTC_USDT")) {
            final byte[] frame =
                    ("{\"type\":\"signals\",\"data\":[" + GOOD.replace("BTCUSDT", spelling) + "]}").getBytes(UTF_8);
            final SignalRow row = SignalParser.signals(SignalParser.parse(frame, frame.length))
                    .get(0);
            assertEquals(SignalDefect.NONE, row.defect(), spelling);
            assertEquals("BTCUSDT", row.symbol(), spelling);
        }
    }

    @Test
    @DisplayName("J01: a server that sent a heartbeat and then nothing more is left for a new connection")
    void shouldGiveUpASilentServerThatSendsHeartbeats() {
        realtime("");
        client.start();
        ingress.await("up again", NOTHING, () -> feeds().contains("UP/2"));
        assertEquals(List.of("UP/1", "DOWN/1", "UP/2"), feeds().subList(0, 3));
    }

    @Test
    void shouldBearTheSilenceOfAServerWithoutHeartbeats() {
        answer = "{\"type\":\"stats\"}";
        client.close();
        client = client(0);
        client.start();
        ingress.await("up", NOTHING, () -> feeds().contains("UP/1"));
        final long until = ingress.nowNs() + 3_000_000_000L;
        ingress.await("a while", NOTHING, () -> ingress.nowNs() > until);
        assertEquals(List.of("UP/1"), feeds());
    }

    private void realtime(final String snapshot) {
        server.conversation((socket, path, text) -> {
            if (text == null) {
                socket.writeAndFlush(new TextWebSocketFrame("{\"type\":\"auth_required\"}"));
            } else if (text.contains("auth")) {
                socket.writeAndFlush(new TextWebSocketFrame(authAnswer));
                socket.writeAndFlush(new TextWebSocketFrame("{\"type\":\"heartbeat\",\"ts\":1}"));
                socket.writeAndFlush(
                        new TextWebSocketFrame("{\"type\":\"signals_snapshot\",\"data\":[" + snapshot + "]}"));
            }
        });
    }

    @Test
    void shouldKnowItsCheckWindows() {
        final SignalConfig config =
                SignalConfig.of(URI.create("ws://127.0.0.1:1"), Secret.of("x"), 1L << 5 | 1L << 58, 1_000, 1);
        final long hour = 1760515200000L;
        assertFalse(config.isInWindow(hour + 299_999));
        assertTrue(config.isInWindow(hour + 300_000));
        assertTrue(config.isInWindow(hour + 539_999));
        assertFalse(config.isInWindow(hour + 540_000));
        assertTrue(config.isInWindow(hour + 58 * 60_000));
        assertTrue(config.isInWindow(hour + 3_600_000 + 119_000));
        assertFalse(config.isInWindow(hour + 3_600_000 + 120_000));
    }

    private SignalClient client(final long minutes) {
        final SignalConfig config = new SignalConfig(
                URI.create("ws://127.0.0.1:" + server.port()),
                Secret.of("to\"ken"),
                minutes,
                240,
                50,
                1_000,
                1,
                2_000,
                false);
        return new SignalClient(config, ingress, registry, Executors.defaultThreadFactory());
    }

    private long polls() {
        return server.texts().stream()
                .filter(text -> text.contains("get_signals"))
                .count();
    }

    private List<SignalReceivedDecoder> signals() {
        return ingress.inputs(SignalReceivedDecoder.TEMPLATE_ID).stream()
                .map(this::signal)
                .collect(Collectors.toList());
    }

    private SignalReceivedDecoder signal(final DirectBuffer input) {
        final SignalReceivedDecoder signal = new SignalReceivedDecoder();
        signal.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
        return signal;
    }

    private List<String> feeds() {
        return ingress.inputs(FeedStatusDecoder.TEMPLATE_ID).stream()
                .map(input -> {
                    final FeedStatusDecoder feed = new FeedStatusDecoder();
                    feed.wrapAndApplyHeader(input, 0, new MessageHeaderDecoder());
                    return (feed.state() == FeedState.UP ? "UP" : feed.state().name()) + "/" + feed.epoch();
                })
                .collect(Collectors.toList());
    }
}
