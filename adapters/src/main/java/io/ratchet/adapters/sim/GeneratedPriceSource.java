package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random walks with trends and gaps, in integers only: the same seed gives the same prices on any machine, for ever.
 *
 * <p>Each contract has its own generator, so that its path does not depend on how many others there are. A step every
 * 250 ms: noise, the drift of the regime (2 to 10 minutes), rarely a gap. Mark follows last with a lag; the book is one
 * to three ticks wide. Far from where it began a path leans back.
 */
public final class GeneratedPriceSource implements PriceSource {
    private static final String[] NAMES = {
        "BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "XRPUSDT", "DOGEUSDT", "ADAUSDT", "AVAXUSDT", "LINKUSDT", "DOTUSDT",
        "LTCUSDT", "BCHUSDT", "UNIUSDT", "ATOMUSDT", "FILUSDT", "APTUSDT", "ARBUSDT", "OPUSDT", "NEARUSDT", "AAVEUSDT",
        "ETCUSDT", "XLMUSDT", "TRXUSDT", "WLDUSDT", "WIFUSDT", "SUIUSDT", "TIAUSDT", "INJUSDT", "SEIUSDT", "LDOUSDT"
    };
    private static final String[] FIRST = {
        "64000.0", "3200.00", "150.000", "560.00", "0.5200", "0.12500", "0.4500", "36.000", "14.000", "6.500",
        "72.00", "410.00", "7.500", "8.200", "4.300", "8.9000", "0.9500", "1.8000", "5.100", "160.00",
        "22.000", "0.11500", "0.13000", "2.4000", "1.9000", "1.6000", "5.2000", "23.000", "0.4100", "1.9000"
    };
    private static final long STEP_MS = 250;
    private static final int NOISE_PPM = 110;
    private static final int DRIFT_PPM = 24;
    private static final int REGIME_STEPS_MIN = 480;
    private static final int REGIME_STEPS_MORE = 1_920;
    private static final int GAP_ONE_IN = 6_000;
    private static final int GAP_PPM_MIN = 4_000;
    private static final int GAP_PPM_MORE = 12_000;
    private static final int MARK_LAG = 6;
    private static final int LEAN_PPM = 300_000;
    private static final int SPREAD_MAX = 3;

    private static final class Path {
        private final SplittableRandom random;
        private final long first;
        private final long tick;
        private long last;
        private long mark;
        private int drift;
        private int left;

        Path(final long seed, final long first, final long tick) {
            this.random = new SplittableRandom(seed);
            this.first = first;
            this.tick = tick;
            this.last = first;
            this.mark = first;
        }

        void step() {
            if (left-- <= 0) {
                left = REGIME_STEPS_MIN + random.nextInt(REGIME_STEPS_MORE);
                drift = (random.nextInt(2 * DRIFT_PPM + 1) - DRIFT_PPM) + lean();
            }
            int ppm = drift + random.nextInt(2 * NOISE_PPM + 1) - NOISE_PPM;
            if (random.nextInt(GAP_ONE_IN) == 0) {
                final int gap = GAP_PPM_MIN + random.nextInt(GAP_PPM_MORE);
                ppm += random.nextBoolean() ? gap : -gap;
            }
            final long moved = last + SimMath.mulDiv(last, ppm, FixedPoint.PPM_ONE);
            last = Math.max(10 * tick, moved / tick * tick);
            mark += (last - mark) / MARK_LAG;
        }

        private int lean() {
            final long off = SimMath.mulDiv(last - first, FixedPoint.PPM_ONE, first);
            return off > LEAN_PPM ? -DRIFT_PPM : off < -LEAN_PPM ? DRIFT_PPM : 0;
        }
    }

    private final List<PriceSymbol> symbols = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private long step;
    private int at;

    /**
     * Paths of some contracts.
     *
     * @param venue lower case name.
     * @param seed  of the paths.
     * @param count of contracts, 1 to 30.
     */
    public GeneratedPriceSource(final String venue, final long seed, final int count) {
        if (count < 1 || count > NAMES.length) {
            throw new IllegalArgumentException("generated symbols: actual=" + count + " expected=1.." + NAMES.length);
        }
        for (int i = 0; i < count; i++) {
            final long first = SimDecimal.parse(FIRST[i], FixedPoint.PRICE_DECIMALS);
            final PriceSymbol symbol = new PriceSymbol(venue, NAMES[i], SimDecimal.decimalsWritten(FIRST[i]), first);
            symbols.add(symbol);
            paths.add(new Path(
                    seed * 31 + NAMES[i].hashCode(), first, symbol.filters().tickSize()));
        }
    }

    @Override
    public List<PriceSymbol> symbols() {
        return List.copyOf(symbols);
    }

    @Override
    public long startMs() {
        return 0;
    }

    @Override
    public boolean next(final PriceRow row) {
        final Path path = paths.get(at);
        path.step();
        final long half = path.tick * (1 + path.random.nextInt(SPREAD_MAX));
        row.timeMs = step * STEP_MS + at * STEP_MS / paths.size();
        row.symbol = at;
        row.last = path.last;
        row.bid = path.last - (half - path.tick);
        row.ask = path.last + half;
        row.mark = path.mark;
        at++;
        if (at == paths.size()) {
            at = 0;
            step++;
        }
        return true;
    }
}
