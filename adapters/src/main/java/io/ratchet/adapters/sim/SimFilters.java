package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;

/** The filters of a contract as the venue's exchangeInfo defines them. Each method returns null when all is well. */
final class SimFilters {
    private SimFilters() {}

    static SimRefusal price(final SimInstrument.Filters f, final long price) {
        if (price <= 0) {
            return SimRefusal.PRICE_NOT_POSITIVE;
        }
        if (f.maxPrice() > 0 && price > f.maxPrice()) {
            return SimRefusal.PRICE_ABOVE_MAX;
        }
        if (f.minPrice() > 0 && price < f.minPrice()) {
            return SimRefusal.PRICE_BELOW_MIN;
        }
        return offGrid(price, f.minPrice(), f.tickSize()) ? SimRefusal.PRICE_OFF_TICK : null;
    }

    static SimRefusal trigger(final SimInstrument.Filters f, final long trigger) {
        if (trigger <= 0) {
            return SimRefusal.STOP_PRICE_NOT_POSITIVE;
        }
        if (f.maxPrice() > 0 && trigger > f.maxPrice()) {
            return SimRefusal.STOP_PRICE_ABOVE_MAX;
        }
        return offGrid(trigger, f.minPrice(), f.tickSize()) ? SimRefusal.PRICE_OFF_TICK : null;
    }

    static SimRefusal quantity(final SimInstrument.Filters f, final long quantity, final boolean atMarket) {
        if (quantity <= 0) {
            return SimRefusal.QUANTITY_NOT_POSITIVE;
        }
        if (f.minQuantity() > 0 && quantity < f.minQuantity()) {
            return SimRefusal.QUANTITY_BELOW_MIN;
        }
        final long max = atMarket ? f.maxMarketQuantity() : f.maxQuantity();
        if (max > 0 && quantity > max) {
            return SimRefusal.QUANTITY_ABOVE_MAX;
        }
        return offGrid(quantity, f.minQuantity(), f.stepSize()) ? SimRefusal.QUANTITY_OFF_STEP : null;
    }

    static SimRefusal notional(final SimInstrument.Filters f, final long price, final long quantity) {
        if (f.minNotional() <= 0 || price == FixedPoint.NULL) {
            return null;
        }
        return SimMath.notional(price, quantity) < f.minNotional() ? SimRefusal.NOTIONAL_BELOW_MIN : null;
    }

    static SimRefusal band(final SimInstrument instrument, final SimSide side, final long price) {
        if (instrument.mark() == FixedPoint.NULL) {
            return null;
        }
        if (side == SimSide.BUY) {
            return aboveBand(instrument, price) ? SimRefusal.PRICE_ABOVE_BAND : null;
        }
        return belowBand(instrument, price) ? SimRefusal.PRICE_BELOW_BAND : null;
    }

    private static boolean aboveBand(final SimInstrument instrument, final long price) {
        final int up = instrument.filters().bandUpPpm();
        return up > 0 && price > SimMath.mulDiv(instrument.mark(), FixedPoint.PPM_ONE + up, FixedPoint.PPM_ONE);
    }

    private static boolean belowBand(final SimInstrument instrument, final long price) {
        final int down = instrument.filters().bandDownPpm();
        return down > 0 && price < SimMath.mulDiv(instrument.mark(), FixedPoint.PPM_ONE - down, FixedPoint.PPM_ONE);
    }

    private static boolean offGrid(final long value, final long from, final long step) {
        return step > 0 && (value - from) % step != 0;
    }
}
