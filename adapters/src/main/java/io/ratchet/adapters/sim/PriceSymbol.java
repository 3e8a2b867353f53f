package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;

/**
 * A contract of a price source.
 *
 * @param venue      lower case name of its exchange.
 * @param symbol     its name.
 * @param decimals   of its tick: the most that were written.
 * @param firstPrice the first price seen, 1e-10; from it the lot and the limits are made.
 */
public record PriceSymbol(String venue, String symbol, int decimals, long firstPrice) {
    private static final long MIN_NOTIONAL = 5 * FixedPoint.QUANTITY_ONE;
    private static final long PRICE_CAP = 900_000_000L * FixedPoint.PRICE_ONE;
    private static final long MAX_FACTOR = 1_000;
    private static final long MAX_LOT_MONEY = 10_000_000L;
    private static final int MARKET_PART = 10;
    private static final int BAND_PPM = 150_000;
    private static final int TEN = 10;

    /**
     * Filters as an exchange would have them: tick by decimals, a lot step worth at most one unit of money, notional
     * at least 5, a band of 15 % around mark.
     *
     * @return the filters.
     */
    public SimInstrument.Filters filters() {
        long tick = FixedPoint.PRICE_ONE;
        for (int i = 0; i < decimals; i++) {
            tick /= TEN;
        }
        long step = 1_000 * FixedPoint.QUANTITY_ONE;
        while (step > 1 && SimMath.notional(firstPrice, step) > FixedPoint.QUANTITY_ONE) {
            step /= TEN;
        }
        long max = step;
        while (max < Long.MAX_VALUE / TEN / MARKET_PART
                && SimMath.notional(firstPrice, max) < MAX_LOT_MONEY * FixedPoint.QUANTITY_ONE) {
            max *= TEN;
        }
        final long top = firstPrice > PRICE_CAP / MAX_FACTOR ? PRICE_CAP : firstPrice * MAX_FACTOR / tick * tick;
        return new SimInstrument.Filters(
                tick, step, step, max, Math.max(step, max / MARKET_PART), MIN_NOTIONAL, tick, top, BAND_PPM, BAND_PPM);
    }
}
