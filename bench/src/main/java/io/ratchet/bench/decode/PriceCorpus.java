package io.ratchet.bench.decode;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.sbe.Venue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Market frames as Binance sends them, in the field order of its documentation: book tickers, aggregated trades, marks,
 * raw and wrapped in their stream, now and then an array of marks of all symbols.
 */
public final class PriceCorpus {
    private static final String[] SYMBOLS = {
        "BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "XRPUSDT", "DOGEUSDT", "1000PEPEUSDT", "ARBUSDT", "NOTLISTEDUSDT"
    };
    private static final int ARRAY_LENGTH = 12;

    private final SplittableRandom random;

    /**
     * A seeded corpus.
     *
     * @param seed of it.
     */
    public PriceCorpus(final long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * A registry that knows all symbols of the corpus but one.
     *
     * @return the registry.
     */
    public static InstrumentRegistry registry() {
        final InstrumentRegistry registry = new InstrumentRegistry();
        for (int index = 0; index < SYMBOLS.length - 1; index++) {
            registry.register(Venue.BINANCE, SYMBOLS[index]);
        }
        return registry;
    }

    /**
     * Frames of one event each.
     *
     * @param count of them.
     * @return the frames.
     */
    public List<byte[]> single(final int count) {
        final List<byte[]> frames = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            frames.add(frame().getBytes(StandardCharsets.US_ASCII));
        }
        return frames;
    }

    /**
     * A frame with the marks of many symbols.
     *
     * @return the frame.
     */
    public byte[] array() {
        final StringBuilder text = new StringBuilder("[");
        for (int index = 0; index < ARRAY_LENGTH; index++) {
            text.append(index == 0 ? "" : ",").append(mark(SYMBOLS[index % SYMBOLS.length]));
        }
        return text.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String frame() {
        final String symbol = SYMBOLS[random.nextInt(SYMBOLS.length)];
        return switch (random.nextInt(6)) {
            case 0 -> mark(symbol);
            case 1 -> trade(symbol);
            case 2 -> wrapped(symbol, "aggTrade", trade(symbol));
            case 3 -> wrapped(symbol, "markPrice@1s", mark(symbol));
            case 4 -> wrapped(symbol, "bookTicker", book(symbol));
            default -> book(symbol);
        };
    }

    private static String wrapped(final String symbol, final String stream, final String event) {
        return "{\"stream\":\"" + symbol.toLowerCase(Locale.ROOT) + "@" + stream + "\",\"data\":" + event + "}";
    }

    private String mark(final String symbol) {
        return "{\"e\":\"markPriceUpdate\",\"E\":" + time() + ",\"s\":\"" + symbol + "\",\"p\":\"" + price()
                + "\",\"ap\":\"" + price() + "\",\"i\":\"" + price() + "\",\"P\":\"" + price()
                + "\",\"r\":\"0.00038167\",\"T\":" + time() + ",\"st\":" + (random.nextInt(20) == 0 ? 2 : 1) + "}";
    }

    private String trade(final String symbol) {
        return "{\"e\":\"aggTrade\",\"E\":" + time() + ",\"s\":\"" + symbol + "\",\"a\":"
                + random.nextInt(1_000_000_000)
                + ",\"p\":\"" + price() + "\",\"q\":\"" + random.nextInt(1_000) + ".5\",\"nq\":\"1\",\"f\":"
                + random.nextInt(1_000_000_000) + ",\"l\":" + random.nextInt(1_000_000_000) + ",\"T\":" + time()
                + ",\"m\":" + random.nextBoolean() + ",\"st\":1}";
    }

    private String book(final String symbol) {
        return "{\"e\":\"bookTicker\",\"u\":" + random.nextLong(1_000_000_000_000L) + ",\"s\":\"" + symbol
                + "\",\"ps\":\"" + symbol + "\",\"b\":\"" + price() + "\",\"B\":\"31.210\",\"a\":\"" + price()
                + "\",\"A\":\"40.660\",\"T\":" + time() + ",\"E\":" + time() + ",\"st\":1}";
    }

    private String price() {
        return random.nextInt(100_000) + "." + (10_000_000 + random.nextInt(89_999_999));
    }

    private long time() {
        return 1_760_000_000_000L + random.nextInt(100_000_000);
    }
}
