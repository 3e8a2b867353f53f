package io.ratchet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.binance.stream.PriceFrameDecoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.bench.decode.JacksonPriceDecoder;
import io.ratchet.bench.decode.PriceCorpus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The two decoders of the benchmark do the same work: equal prices and equal refusals, also on broken frames. */
final class PriceDecoderEquivalenceTest {
    private static final int FRAMES = 500;
    private static final int MUTATIONS_PER_FRAME = 60;
    private static final byte[][] PIECES = pieces();

    private final InstrumentRegistry registry = PriceCorpus.registry();
    private final PriceFrameDecoder ours = new PriceFrameDecoder(registry);
    private final JacksonPriceDecoder jackson = new JacksonPriceDecoder(registry);

    @Test
    void shouldYieldTheSamePricesOnGoodFrames() {
        final PriceCorpus corpus = new PriceCorpus(1);
        int prices = 0;
        for (final byte[] frame : corpus.single(FRAMES)) {
            final List<List<Long>> expected = compare(frame);
            prices += expected.size();
        }
        assertTrue(prices > FRAMES / 2, "prices " + prices);
        assertTrue(compare(corpus.array()).size() > 5);
    }

    @Test
    void shouldYieldTheSamePricesAndRefusalsOnBrokenFrames() {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("PriceDecoderEquivalenceTest ratchet.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final PriceCorpus corpus = new PriceCorpus(seed);
        final List<byte[]> frames = corpus.single(FRAMES);
        frames.add(corpus.array());
        int refused = 0;
        for (final byte[] frame : frames) {
            for (int round = 0; round < MUTATIONS_PER_FRAME; round++) {
                refused += compare(mutated(frame, random)) == null ? 1 : 0;
            }
        }
        final int total = frames.size() * MUTATIONS_PER_FRAME;
        assertTrue(refused > total / 10 && refused < total, "refused " + refused + " of " + total);
    }

    /** The prices both yield, null if both refuse. */
    private List<List<Long>> compare(final byte[] frame) {
        final List<List<Long>> expected = new ArrayList<>();
        final List<List<Long>> actual = new ArrayList<>();
        final int expectedCount = jackson.decode(
                frame,
                0,
                frame.length,
                (instrumentId, mark, last, bid, ask, timeMs) ->
                        expected.add(List.of((long) instrumentId, mark, last, bid, ask, timeMs)));
        final int actualCount = ours.decode(
                frame,
                0,
                frame.length,
                (instrumentId, mark, last, bid, ask, timeMs) ->
                        actual.add(List.of((long) instrumentId, mark, last, bid, ask, timeMs)));
        final String text = new String(frame, StandardCharsets.ISO_8859_1);
        assertEquals(expectedCount, actualCount, text);
        assertEquals(expected, actual, text);
        return expectedCount < 0 ? null : expected;
    }

    private static byte[] mutated(final byte[] frame, final SplittableRandom random) {
        byte[] result = frame;
        final int times = 1 + random.nextInt(3);
        for (int time = 0; time < times; time++) {
            result = mutatedOnce(result, random);
        }
        return result;
    }

    private static byte[] mutatedOnce(final byte[] frame, final SplittableRandom random) {
        // The first byte stays: a parser that guesses UTF-16 from a leading zero is not what is compared here.
        final int at = frame.length < 2 ? frame.length : 1 + random.nextInt(frame.length - 1);
        final int to = Math.min(frame.length, at + random.nextInt(4));
        return switch (random.nextInt(5)) {
            case 0 -> spliced(frame, at, to, new byte[0]);
            case 1 -> Arrays.copyOf(frame, at);
            // Never 0xFF: Jackson pads names with it and reads the malformed name "\u00ffr" as "r".
            case 2 -> spliced(frame, at, at, new byte[] {(byte) (1 + random.nextInt(254))});
            default -> spliced(frame, at, random.nextBoolean() ? at : to, PIECES[random.nextInt(PIECES.length)]);
        };
    }

    private static byte[] spliced(final byte[] frame, final int from, final int to, final byte[] piece) {
        final byte[] result = Arrays.copyOf(frame, frame.length - (to - from) + piece.length);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(frame, to, result, from + piece.length, frame.length - to);
        return result;
    }

    private static byte[][] pieces() {
        final String[] texts = {
            "\"",
            "\\",
            "\\\"",
            "\\u0041",
            "\\ud83d\\ude00",
            "\\ud83d",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            "\t",
            "null",
            "true",
            "false",
            "-",
            "0",
            "00",
            "1e5",
            "1E+400",
            ".5",
            "5.",
            "-0",
            "1.0",
            "\"e\":\"aggTrade\",",
            "\"p\":null,",
            "\"p\":1.25,",
            "\"p\":\"\",",
            "\"p\":\"-1\",",
            "\"s\":\"\",",
            "\"s\":7,",
            "\"E\":1.5,",
            "\"E\":\"1\",",
            "\"E\":99999999999999999999,",
            "\"st\":2,",
            "\"st\":\"2\",",
            "\"data\":[],",
            "\"data\":{},",
            "\"data\":7,",
            "{\"a\":{\"a\":[1,{}]}}",
            "NaN",
            "Infinity",
            "/*x*/",
            "'",
            "\u00e9",
            "\u20ac",
            "\ud83d\ude00",
            "[".repeat(31),
            "[".repeat(40),
            "1".repeat(64),
            "1".repeat(65),
            "{\"x\":".repeat(34),
            "\u0001",
            "\u007f"
        };
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
