package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.PriceSymbol;
import io.ratchet.adapters.sim.binance.WireVenue;
import io.ratchet.engine.market.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Prices: a walk per contract, twice a second; jumps and freezes come from outside. */
final class Market {
    static final long STEP_MS = 500;

    private static final long PPM = 1_000_000;
    private static final long[] FIRST = {60_000, 3_000, 150, 20, 5, 1};
    private static final int[] DECIMALS = {1, 2, 3, 3, 4, 5};
    private static final int SPREAD_PPM = 60;

    private final List<PriceSymbol> symbols = new ArrayList<>();
    private final long[] marks;
    private final long[] ticks;
    private final int[] stepPpm;
    private final SplittableRandom[] randoms;
    private final int[] trend;
    private long frozenUntilMs;

    Market(final long seed, final int count) {
        marks = new long[count];
        ticks = new long[count];
        stepPpm = new int[count];
        trend = new int[count];
        randoms = new SplittableRandom[count];
        for (int i = 0; i < count; i++) {
            final long first = FIRST[i % FIRST.length] * FixedPoint.PRICE_ONE;
            final PriceSymbol symbol =
                    new PriceSymbol("binance", "SIM" + (char) ('A' + i) + "USDT", DECIMALS[i % DECIMALS.length], first);
            symbols.add(symbol);
            ticks[i] = symbol.filters().tickSize();
            marks[i] = first;
            randoms[i] = Streams.of(seed, "market " + i);
            stepPpm[i] = 150 + randoms[i].nextInt(900);
        }
    }

    List<PriceSymbol> symbols() {
        return symbols;
    }

    long mark(final int instrument) {
        return marks[instrument];
    }

    void freeze(final long untilMs) {
        frozenUntilMs = untilMs;
    }

    void jump(final int instrument, final int permille) {
        marks[instrument] = rounded(instrument, marks[instrument] / 1_000 * (1_000 + permille));
    }

    /** The next prices of all contracts. */
    void step(final WireVenue venue, final long nowMs) {
        for (int i = 0; i < marks.length; i++) {
            walk(i);
            if (nowMs >= frozenUntilMs) {
                price(venue, i, nowMs);
            }
        }
    }

    void price(final WireVenue venue, final int i, final long nowMs) {
        final long half = Math.max(ticks[i], marks[i] / PPM * SPREAD_PPM / ticks[i] * ticks[i]);
        venue.price(i, marks[i], marks[i], marks[i] - half, marks[i] + half, nowMs);
    }

    private void walk(final int i) {
        final SplittableRandom random = randoms[i];
        if (random.nextInt(240) == 0) {
            trend[i] = random.nextInt(161) - 80;
        }
        final int ppm = random.nextInt(2 * stepPpm[i] + 1) - stepPpm[i] + trend[i];
        marks[i] = rounded(i, marks[i] + marks[i] / PPM * ppm);
    }

    /** On the tick of a contract. */
    long rounded(final int i, final long price) {
        return Math.max(100 * ticks[i], price / ticks[i] * ticks[i]);
    }
}
