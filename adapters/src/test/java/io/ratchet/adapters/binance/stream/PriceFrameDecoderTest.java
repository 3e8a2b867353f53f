package io.ratchet.adapters.binance.stream;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.sbe.Venue;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PriceFrameDecoderTest {
    private static final String MARK = "{\"e\":\"markPriceUpdate\",\"E\":1562305380000,\"s\":\"BTCUSDT\","
            + "\"p\":\"11794.15000000\",\"ap\":\"11794.15000000\",\"i\":\"11784.62659091\",\"P\":\"11784.25641265\","
            + "\"r\":\"0.00038167\",\"T\":1562306400000,\"st\":1}";
    private static final String TRADE = "{\"e\":\"aggTrade\",\"E\":123456789,\"s\":\"BTCUSDT\",\"a\":5933014,"
            + "\"p\":\"0.001\",\"q\":\"100\",\"nq\":\"100\",\"f\":100,\"l\":105,\"T\":123456785,\"m\":true,\"st\":1}";
    private static final String BOOK = "{\"e\":\"bookTicker\",\"u\":400900217,\"s\":\"BNBUSDT\",\"ps\":\"BNBUSDT\","
            + "\"b\":\"25.35190000\",\"B\":\"31.21000000\",\"a\":\"25.36520000\",\"A\":\"40.66000000\","
            + "\"T\":1568014460891,\"E\":1568014460893,\"st\":1}";

    private final InstrumentRegistry registry = registry();
    private final PriceFrameDecoder decoder = new PriceFrameDecoder(registry);
    private final ReferencePriceDecoder reference = new ReferencePriceDecoder(registry);

    @Test
    void shouldDecodeEachEventWhenRaw() {
        assertEquals(List.of(row(0, 117_941_500_000_000L, NULL, NULL, NULL, 1562305380000L)), decoded(MARK));
        assertEquals(List.of(row(0, NULL, 10_000_000L, NULL, NULL, 123456789L)), decoded(TRADE));
        assertEquals(List.of(row(1, NULL, NULL, 253_519_000_000L, 253_652_000_000L, 1568014460893L)), decoded(BOOK));
    }

    @Test
    void shouldDecodeEventsWhenWrappedOrInArrays() {
        assertEquals(decoded(MARK), decoded("{\"stream\":\"btcusdt@markPrice@1s\",\"data\":" + MARK + "}"));
        assertEquals(decoded(BOOK), decoded(" { \"data\" : " + BOOK + " , \"stream\" : \"x\" } \n"));
        assertEquals(2, decoded("[" + MARK + "," + BOOK + "]").size());
        assertEquals(
                2,
                decoded("{\"stream\":\"!markPrice@arr\",\"data\":[" + MARK + "," + MARK + "]}")
                        .size());
    }

    @Test
    void shouldIgnoreWhatIsNoPriceOfOurs() {
        assertEquals(List.of(), decoded("{\"result\":null,\"id\":1}"));
        assertEquals(List.of(), decoded(MARK.replace("BTCUSDT", "NOSUCH")));
        assertEquals(List.of(), decoded(MARK.replace("\"st\":1", "\"st\":2")));
        assertEquals(List.of(), decoded("{\"e\":\"depthUpdate\",\"b\":[[\"1\",\"2\"]],\"a\":[]}"));
        assertEquals(List.of(), decoded("{\"e\":\"forceOrder\",\"o\":{\"s\":\"BTCUSDT\",\"p\":\"1\"}}"));
    }

    @Test
    void shouldReadEscapedNamesAndValues() {
        assertEquals(decoded(MARK), decoded(MARK.replace("\"p\"", "\"\\u0070\"").replace("BTCUSDT", "BT\\u0043USDT")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[",
                "{}}",
                "{} {}",
                "nul",
                "{\"e\":\"markPriceUpdate\",\"s\":\"BTCUSDT\"}",
                "{\"e\":\"markPriceUpdate\",\"p\":\"1\"}",
                "{\"e\":\"markPriceUpdate\",\"s\":\"BTCUSDT\",\"p\":\"1e5\"}",
                "{\"e\":\"markPriceUpdate\",\"s\":\"BTCUSDT\",\"p\":\"1.00000000001\"}",
                "{\"e\":\"markPriceUpdate\",\"s\":\"BTCUSDT\",\"p\":\"1\",\"E\":\"5\"}",
                "{\"e\":\"markPriceUpdate\",\"s\":\"BTCUSDT\",\"p\":null}",
                "{\"e\":\"bookTicker\",\"s\":\"BTCUSDT\",\"b\":\"1\"}",
                "{\"e\":\"aggTrade\",\"s\":\"BTCUSDT\",\"p\":\"\"}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":truex}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":1,}",
                "[1,]",
                "{a:1}",
                "{'a':1}",
                "/**/{}"
            })
    void shouldRefuseWhenMalformed(final String frame) {
        final List<String> rows = new ArrayList<>();
        final byte[] bytes = frame.getBytes(UTF_8);
        assertEquals(-1, decoder.decode(bytes, 0, bytes.length, sink(rows)), frame);
        assertEquals(-1, reference.decode(bytes, 0, bytes.length, sink(rows)), "reference: " + frame);
        assertEquals(List.of(), rows);
        assertTrue(decoder.refusal() != PriceFrameDecoder.Refusal.NONE);
    }

    @Test
    void shouldHandOverNothingWhenTheTailOfAnArrayIsMalformed() {
        final List<String> rows = new ArrayList<>();
        final byte[] bytes = ("[" + MARK + "," + MARK + ",}").getBytes(UTF_8);
        assertEquals(-1, decoder.decode(bytes, 0, bytes.length, sink(rows)));
        assertEquals(List.of(), rows);
    }

    @Test
    void shouldEqualTheReferenceOnMutatedFrames() {
        compareMutated(12_000);
    }

    @Test
    @Tag("long")
    void shouldEqualTheReferenceOnManyMutatedFrames() {
        compareMutated(400_000);
    }

    private void compareMutated(final int cases) {
        final long seed = Long.getLong("ratchet.seed", 20251010L);
        final SplittableRandom random = new SplittableRandom(seed);
        final String[] corpus = corpus();
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < cases; i++) {
            final byte[] frame = mutated(corpus[random.nextInt(corpus.length)].getBytes(UTF_8), random);
            final List<String> expected = new ArrayList<>();
            final List<String> actual = new ArrayList<>();
            final int expectedCount = reference.decode(frame, 0, frame.length, sink(expected));
            final int actualCount = decoder.decode(frame, 0, frame.length, sink(actual));
            final String context = "seed=" + seed + " case=" + i + " frame=" + new String(frame, UTF_8);
            assertEquals(expectedCount, actualCount, context);
            assertEquals(expected, actual, context);
            accepted += actualCount < 0 ? 0 : 1;
            refused += actualCount < 0 ? 1 : 0;
        }
        assertTrue(accepted > cases / 10 && refused > cases / 10, "accepted=" + accepted + " refused=" + refused);
    }

    @Test
    void shouldAllocateNothingPerFrame() {
        final byte[][] frames = {MARK.getBytes(UTF_8), TRADE.getBytes(UTF_8), BOOK.getBytes(UTF_8)};
        final long[] sum = new long[1];
        final PriceFrameDecoder.Sink sink = (id, mark, last, bid, ask, time) -> sum[0] += id + time;
        final int events = 300_000;
        run(frames, sink, events);
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long id = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(id);
        run(frames, sink, events);
        final double perFrame = (threads.getThreadAllocatedBytes(id) - before) / (double) events;
        assertTrue(perFrame < 0.5, "bytes per frame: actual=" + perFrame + " expected<0.5");
    }

    private void run(final byte[][] frames, final PriceFrameDecoder.Sink sink, final int events) {
        for (int i = 0; i < events; i++) {
            final byte[] frame = frames[i % frames.length];
            decoder.decode(frame, 0, frame.length, sink);
        }
    }

    private static String[] corpus() {
        return new String[] {
            MARK,
            TRADE,
            BOOK,
            "{\"stream\":\"btcusdt@aggTrade\",\"data\":" + TRADE + "}",
            "{\"data\":[" + MARK + "," + BOOK + "],\"stream\":\"\"}",
            "[" + MARK + " , " + TRADE + "]",
            "{\"result\":null,\"id\":1}",
            "{\"e\":\"markPriceUpdate\",\"s\":\"\\u0042TCUSDT\",\"p\":1.5,\"E\":-0,\"x\":[[1e3,-2.5E-7],{\"y\":{}}]}",
            "{\"e\":\"bookTicker\",\"s\":\"币安\",\"b\":\"0\",\"a\":\"1\",\"E\":null,\"ü\\\"\\ud83d\\ude00\":true}",
            "{\"e\":\"aggTrade\",\"E\":9000000000000000001,\"s\":\"BTCUSDT\",\"p\":\"-1\"}",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
            "  {\"e\" : \"markPriceUpdate\" ,\t\"p\":\"1\",\r\n\"s\":\"BTCUSDT\"} "
        };
    }

    private static byte[] mutated(final byte[] frame, final SplittableRandom random) {
        byte[] bytes = frame.clone();
        final int mutations = random.nextInt(4);
        final byte[] alphabet = "{}[]\":,\\ue+-.0123456789 \n\tnulltruefalse\u00e9".getBytes(UTF_8);
        for (int i = 0; i < mutations && bytes.length > 0; i++) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0:
                    bytes[at] = alphabet[random.nextInt(alphabet.length)];
                    break;
                case 1:
                    bytes[at] = (byte) random.nextInt(256);
                    break;
                case 2:
                    bytes = splice(bytes, at, at + 1, new byte[0]);
                    break;
                case 3:
                    bytes = splice(bytes, at, at, new byte[] {alphabet[random.nextInt(alphabet.length)]});
                    break;
                case 4:
                    final int to = at + random.nextInt(bytes.length - at + 1);
                    final byte[] part = Arrays.copyOfRange(bytes, at, to);
                    bytes = splice(bytes, random.nextInt(bytes.length), -1, part);
                    break;
                default:
                    bytes = splice(bytes, at, bytes.length, new byte[0]);
            }
        }
        return bytes;
    }

    private static byte[] splice(final byte[] bytes, final int from, final int to, final byte[] with) {
        final int end = to < 0 ? from : to;
        final byte[] result = new byte[from + with.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(bytes, end, result, from + with.length, bytes.length - end);
        return result;
    }

    private List<String> decoded(final String frame) {
        final List<String> rows = new ArrayList<>();
        final byte[] bytes = ("xx" + frame + "y").getBytes(UTF_8);
        assertEquals(PriceFrameDecoder.Refusal.NONE, decode(bytes, rows), frame);
        final List<String> expected = new ArrayList<>();
        reference.decode(bytes, 2, bytes.length - 3, sink(expected));
        assertEquals(expected, rows);
        return rows;
    }

    private PriceFrameDecoder.Refusal decode(final byte[] bytes, final List<String> rows) {
        decoder.decode(bytes, 2, bytes.length - 3, sink(rows));
        return decoder.refusal();
    }

    private static PriceFrameDecoder.Sink sink(final List<String> rows) {
        return (id, mark, last, bid, ask, time) -> rows.add(row(id, mark, last, bid, ask, time));
    }

    private static String row(
            final int id, final long mark, final long last, final long bid, final long ask, final long time) {
        return id + "/" + mark + "/" + last + "/" + bid + "/" + ask + "/" + time;
    }

    private static InstrumentRegistry registry() {
        final InstrumentRegistry registry = new InstrumentRegistry();
        registry.register(Venue.BINANCE, "BTCUSDT");
        registry.register(Venue.BINANCE, "BNBUSDT");
        registry.register(Venue.BINANCE, "币安");
        return registry;
    }
}
