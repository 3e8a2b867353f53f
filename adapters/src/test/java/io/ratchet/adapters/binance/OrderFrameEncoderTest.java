package io.ratchet.adapters.binance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.Venue;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class OrderFrameEncoderTest {
    private static final byte[] SECRET = "top-secret".getBytes(US_ASCII);
    private static final long TIME_MS = 1_760_000_123_456L;

    private final InstrumentRegistry registry = new InstrumentRegistry();
    private final OrderFrameEncoder encoder =
            new OrderFrameEncoder(registry, new ClientOrderIds("t1"), "the-key", SECRET);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final Captured captured = new Captured();
    private final Commands commands = new Commands(captured, () -> 5L);

    @BeforeEach
    void register() {
        registry.register(Venue.BINANCE, "BTCUSDT");
        registry.register(Venue.BINANCE, "币安USDT");
    }

    @Test
    void shouldEncodeAMarketEntry() throws Exception {
        commands.entry(1, 0, Commands.id(7, OrderRole.ENTRY, 0), OrderSide.BUY, FixedPoint.QUANTITY_ONE / 4);
        final PlaceEntryDecoder command = new PlaceEntryDecoder();
        command.wrapAndApplyHeader(captured.buffer, 0, header);
        encoder.entry(513, command, TIME_MS, 1_000);
        assertFrame(
                513,
                "order.place",
                "apiKey=the-key&newClientOrderId=rt1t3uwow00007e000&newOrderRespType=RESULT&quantity=0.25"
                        + "&recvWindow=1000&side=BUY&symbol=BTCUSDT&timestamp=1760000123456&type=MARKET");
    }

    @Test
    void shouldEncodeAClosePositionStop() throws Exception {
        commands.stop(
                1,
                0,
                Commands.id(7, OrderRole.ANCHOR, 0),
                OrderSide.SELL,
                59_000 * FixedPoint.PRICE_ONE + 5_000_000_000L,
                0);
        final PlaceStopDecoder command = new PlaceStopDecoder();
        command.wrapAndApplyHeader(captured.buffer, 0, header);
        encoder.stop(1, command, TIME_MS, 5_000);
        assertFrame(
                1,
                "algoOrder.place",
                "algoType=CONDITIONAL&apiKey=the-key&clientAlgoId=rt1t3uwow00007a000&closePosition=true"
                        + "&priceProtect=false&recvWindow=5000&side=SELL&symbol=BTCUSDT&timestamp=1760000123456"
                        + "&triggerPrice=59000.5&type=STOP_MARKET&workingType=MARK_PRICE");
    }

    @Test
    void shouldEncodeAReduceOnlyStopOfASymbolBeyondAscii() throws Exception {
        commands.stop(1, 1, Commands.id(7, OrderRole.STOP, 46_655), OrderSide.BUY, 1, 1_000 * FixedPoint.QUANTITY_ONE);
        final PlaceStopDecoder command = new PlaceStopDecoder();
        command.wrapAndApplyHeader(captured.buffer, 0, header);
        encoder.stop(1, command, TIME_MS, 5_000);
        assertFrame(
                1,
                "algoOrder.place",
                "algoType=CONDITIONAL&apiKey=the-key&clientAlgoId=rt1t3uwow00007szzz&priceProtect=false"
                        + "&quantity=1000&recvWindow=5000&reduceOnly=true&side=BUY&symbol=币安USDT"
                        + "&timestamp=1760000123456&triggerPrice=0.0000000001&type=STOP_MARKET&workingType=MARK_PRICE");
    }

    @Test
    void shouldEncodeCancelsAndCloses() throws Exception {
        commands.cancelStop(1, 0, Commands.id(7, OrderRole.STOP, 1));
        final CancelStopDecoder cancelStop = new CancelStopDecoder();
        cancelStop.wrapAndApplyHeader(captured.buffer, 0, header);
        encoder.cancelStop(2, cancelStop, TIME_MS, 5_000);
        assertFrame(
                2,
                "algoOrder.cancel",
                "apiKey=the-key&clientAlgoId=rt1t3uwow00007s001&recvWindow=5000&timestamp=1760000123456");
        commands.cancelOrder(1, 0, Commands.id(7, OrderRole.EXIT, 1));
        final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
        cancelOrder.wrapAndApplyHeader(captured.buffer, 0, header);
        encoder.cancelOrder(3, cancelOrder, TIME_MS, 5_000);
        assertFrame(
                3,
                "order.cancel",
                "apiKey=the-key&origClientOrderId=rt1t3uwow00007x001&recvWindow=5000&symbol=BTCUSDT"
                        + "&timestamp=1760000123456");
        commands.close(1, 0, Commands.id(7, OrderRole.CLOSE, 2), OrderSide.SELL, FixedPoint.QUANTITY_ONE);
        final CloseAtMarketDecoder close = new CloseAtMarketDecoder();
        close.wrapAndApplyHeader(captured.buffer, 0, header);
        encoder.close(4, close, TIME_MS, 5_000);
        assertFrame(
                4,
                "order.place",
                "apiKey=the-key&newClientOrderId=rt1t3uwow00007c002&newOrderRespType=RESULT&quantity=1"
                        + "&recvWindow=5000&reduceOnly=true&side=SELL&symbol=BTCUSDT&timestamp=1760000123456&type=MARKET");
    }

    @Test
    void shouldEncodeALimitExitAndItsAmendment() throws Exception {
        commands.exit(
                1,
                0,
                Commands.id(7, OrderRole.EXIT, 1),
                OrderSide.SELL,
                60_120 * FixedPoint.PRICE_ONE,
                FixedPoint.QUANTITY_ONE);
        final PlaceExitDecoder exit = new PlaceExitDecoder();
        exit.wrapAndApplyHeader(captured.buffer, 0, header);
        encoder.exit(5, exit, TIME_MS, 5_000);
        assertFrame(
                5,
                "order.place",
                "apiKey=the-key&newClientOrderId=rt1t3uwow00007x001&newOrderRespType=RESULT&price=60120&quantity=1"
                        + "&recvWindow=5000&reduceOnly=true&side=SELL&symbol=BTCUSDT&timeInForce=GTC"
                        + "&timestamp=1760000123456&type=LIMIT");
        commands.moveExit(
                1,
                0,
                Commands.id(7, OrderRole.EXIT, 1),
                OrderSide.SELL,
                59_700 * FixedPoint.PRICE_ONE,
                FixedPoint.QUANTITY_ONE);
        final MoveExitDecoder move = new MoveExitDecoder();
        move.wrapAndApplyHeader(captured.buffer, 0, header);
        encoder.moveExit(6, move, TIME_MS, 5_000);
        assertFrame(
                6,
                "order.modify",
                "apiKey=the-key&origClientOrderId=rt1t3uwow00007x001&price=59700&quantity=1&recvWindow=5000"
                        + "&side=SELL&symbol=BTCUSDT&timestamp=1760000123456");
    }

    @Test
    void shouldAllocateNothingPerFrame() {
        commands.stop(1, 0, Commands.id(7, OrderRole.STOP, 1), OrderSide.SELL, 59 * FixedPoint.PRICE_ONE, 100);
        final PlaceStopDecoder command = new PlaceStopDecoder();
        command.wrapAndApplyHeader(captured.buffer, 0, header);
        final int frames = 30_000;
        encode(command, frames);
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long id = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(id);
        encode(command, frames);
        final double perFrame = (threads.getThreadAllocatedBytes(id) - before) / (double) frames;
        assertTrue(perFrame < 0.5, "bytes per frame: actual=" + perFrame + " expected<0.5");
    }

    private void encode(final PlaceStopDecoder command, final int frames) {
        for (int i = 0; i < frames; i++) {
            encoder.stop(i, command, TIME_MS + i, 5_000);
        }
    }

    /** The frame is JSON, its parameters sorted and joined are what was signed, and the query is the same, encoded. */
    private void assertFrame(final long id, final String method, final String expected) throws Exception {
        final JsonNode frame = JsonFields.parse(encoder.frame(), encoder.frameLength());
        assertEquals(id, frame.path("id").asLong());
        assertEquals(method, frame.path("method").asString());
        final Map<String, String> sorted = new TreeMap<>();
        for (final Map.Entry<String, JsonNode> param : frame.path("params").properties()) {
            sorted.put(param.getKey(), param.getValue().asString());
        }
        final String signature = sorted.remove("signature");
        final StringBuilder payload = new StringBuilder();
        sorted.forEach((name, value) -> payload.append(payload.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(value));
        assertEquals(expected, payload.toString());
        assertEquals(hmac(payload.toString()), signature);
        assertTrue(frame.path("params").path("timestamp").isIntegralNumber());
        final String query = new String(encoder.query(), 0, encoder.queryLength(), US_ASCII);
        final String signed = query.substring(0, query.indexOf("&signature="));
        assertEquals(expected.replace("apiKey=the-key&", "").replace("币安", "%E5%B8%81%E5%AE%89"), signed);
        assertEquals(hmac(signed), query.substring(query.indexOf("&signature=") + 11));
    }

    private static String hmac(final String text) throws Exception {
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    }

    /** Keeps the last command. */
    private static final class Captured implements VenueGateway {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);

        @Override
        public void onCommand(final long sequence, final DirectBuffer source, final int offset, final int length) {
            buffer.putBytes(0, source, offset, length);
        }

        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
