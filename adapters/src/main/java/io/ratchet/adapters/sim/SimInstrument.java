package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;

/**
 * One contract: its filters, its prices and the account's settings for it. A filter of 0 is off.
 */
public final class SimInstrument {
    /** Whether the contract trades. */
    public enum Status {
        /** Everything is possible. */
        TRADING,
        /** Positions can be reduced only. */
        SETTLING,
        /** Nothing is possible. */
        CLOSE
    }

    private final int index;
    private final String symbol;
    private final Filters filters;

    Status status = Status.TRADING;
    long mark = FixedPoint.NULL;
    long last = FixedPoint.NULL;
    long bid = FixedPoint.NULL;
    long ask = FixedPoint.NULL;
    int leverage;
    boolean isolated;

    /**
     * The venue's limits on price and quantity; 0 switches one off.
     *
     * @param tickSize          1e-10.
     * @param stepSize          1e-8.
     * @param minQuantity       1e-8.
     * @param maxQuantity       1e-8, limit orders.
     * @param maxMarketQuantity 1e-8, market orders.
     * @param minNotional       money 1e-8.
     * @param minPrice          1e-10.
     * @param maxPrice          1e-10.
     * @param bandUpPpm         a buy may be this far above mark.
     * @param bandDownPpm       a sell may be this far below mark.
     */
    public record Filters(
            long tickSize,
            long stepSize,
            long minQuantity,
            long maxQuantity,
            long maxMarketQuantity,
            long minNotional,
            long minPrice,
            long maxPrice,
            int bandUpPpm,
            int bandDownPpm) {}

    SimInstrument(
            final int index, final String symbol, final Filters filters, final int leverage, final boolean isolated) {
        this.index = index;
        this.symbol = symbol;
        this.filters = filters;
        this.leverage = leverage;
        this.isolated = isolated;
    }

    /**
     * Dense number of the contract in its exchange.
     *
     * @return from 0.
     */
    public int index() {
        return index;
    }

    /**
     * Its name.
     *
     * @return as the venue writes it.
     */
    public String symbol() {
        return symbol;
    }

    /**
     * Its filters.
     *
     * @return the filters.
     */
    public Filters filters() {
        return filters;
    }

    /**
     * Whether it trades.
     *
     * @return the status.
     */
    public Status status() {
        return status;
    }

    /**
     * Mark price.
     *
     * @return 1e-10 or NULL.
     */
    public long mark() {
        return mark;
    }

    /**
     * Last trade price.
     *
     * @return 1e-10 or NULL.
     */
    public long last() {
        return last;
    }

    /**
     * Best bid.
     *
     * @return 1e-10 or NULL.
     */
    public long bid() {
        return bid;
    }

    /**
     * Best ask.
     *
     * @return 1e-10 or NULL.
     */
    public long ask() {
        return ask;
    }

    /**
     * The account's leverage for it.
     *
     * @return 1 to 125.
     */
    public int leverage() {
        return leverage;
    }

    /**
     * The account's margin type for it.
     *
     * @return true for ISOLATED, false for CROSSED.
     */
    public boolean isolated() {
        return isolated;
    }
}
