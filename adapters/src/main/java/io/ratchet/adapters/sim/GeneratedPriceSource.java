package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Prices as lively as a busy day's and never absurd, in integers only: the same seed gives the same prices on any machine,
 * for ever.
 *
 * <p>Each contract has its own generator, so that its path does not depend on how many others there are. A step every
 * 250 ms: noise of about 80 % a year, the trend of the regime (4 to 12 minutes: none, or 1 to 3.5 % up or down), about
 * twice an hour a gap. Trends lean back to where the path began and none leads further away from there than 10 %. Mark
 * follows last with a lag; the book is one to three ticks wide.
 */
public final class GeneratedPriceSource implements PriceSource {
    /** Contracts there are paths for. */
    public static final int SYMBOLS_MAX = 30;

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
    /** Even within these bounds: a deviation of 75 ppm a step, 84 % a year. */
    private static final int NOISE_PPM = 130;

    private static final int REGIME_STEPS_MIN = 960;
    private static final int REGIME_STEPS_MORE = 1_920;
    private static final int TREND_PPM_MIN = 10_000;
    private static final int TREND_PPM_MORE = 25_000;
    private static final int CALM_ONE_IN = 4;
    private static final int GAP_ONE_IN = 7_200;
    private static final int GAP_PPM_MIN = 3_000;
    private static final int GAP_PPM_MORE = 9_000;
    private static final int MARK_LAG = 6;
    private static final int AWAY_PPM_MAX = 100_000;
    /** A path this far away is drawn back by 1 ppm a step, which is 1.4 % an hour. */
    private static final int PULL_PPM = 20_000;

    private static final int SPREAD_MAX = 3;

    private static final class Path {
        private final SplittableRandom random;
        private final long first;
        private final long tick;
        /** Not rounded: a path that is rounded at each step drifts by what the rounding takes. */
        private long exact;

        private long last;
        private long mark;
        private int trend;
        private int left;

        Path(final long seed, final long first, final long tick) {
            this.random = new SplittableRandom(seed);
            this.first = first;
            this.tick = tick;
            this.exact = first;
            this.last = first;
            this.mark = first;
        }

        void step() {
            final int away = (int) SimMath.mulDiv(exact - first, FixedPoint.PPM_ONE, first);
            if (left-- <= 0) {
                left = REGIME_STEPS_MIN + random.nextInt(REGIME_STEPS_MORE);
                trend = trend(away) / left;
            }
            int ppm = trend - away / PULL_PPM + random.nextInt(2 * NOISE_PPM + 1) - NOISE_PPM;
            if (random.nextInt(GAP_ONE_IN) == 0) {
                final int gap = GAP_PPM_MIN + random.nextInt(GAP_PPM_MORE);
                ppm += away > 0 ? -gap : gap;
            }
            exact += SimMath.mulDiv(exact, ppm, FixedPoint.PPM_ONE);
            last = Math.max(10 * tick, (exact + tick / 2) / tick * tick);
            mark += (last - mark) / MARK_LAG;
        }

        /** Where the next regime leads; the further away the path is, the likelier back. */
        private int trend(final int away) {
            final int size = TREND_PPM_MIN + random.nextInt(TREND_PPM_MORE);
            final boolean isUp = random.nextInt(2 * AWAY_PPM_MAX) - AWAY_PPM_MAX >= away;
            final boolean isCalm = random.nextInt(CALM_ONE_IN) == 0;
            return isCalm ? 0 : isUp ? size : -size;
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
        if (count < 1 || count > SYMBOLS_MAX) {
            throw new IllegalArgumentException("generated symbols: actual=" + count + " expected=1.." + SYMBOLS_MAX);
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
