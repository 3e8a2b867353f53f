package io.ratchet.adapters.sim;

/** Type of an order, as the venue names it. */
public enum SimType {
    /** Ordinary, at the counter price. */
    MARKET(false, true, false),
    /** Ordinary, at a price or better. */
    LIMIT(false, false, false),
    /** Conditional; becomes a market order when the price runs against the position. */
    STOP_MARKET(true, true, false),
    /** Conditional; becomes a market order when the price runs for the position. */
    TAKE_PROFIT_MARKET(true, true, true),
    /** Conditional; becomes a limit order when the price runs against the position. */
    STOP(true, false, false),
    /** Conditional; becomes a limit order when the price runs for the position. */
    TAKE_PROFIT(true, false, true);

    private final boolean conditional;
    private final boolean atMarket;
    private final boolean takeProfit;

    SimType(final boolean conditional, final boolean atMarket, final boolean takeProfit) {
        this.conditional = conditional;
        this.atMarket = atMarket;
        this.takeProfit = takeProfit;
    }

    /**
     * Whether it lives in the conditional book.
     *
     * @return true for stops and take-profits.
     */
    public boolean conditional() {
        return conditional;
    }

    /**
     * Whether it executes at the counter price.
     *
     * @return false when it has a limit price.
     */
    public boolean atMarket() {
        return atMarket;
    }

    /**
     * Whether it triggers in the favourable direction.
     *
     * @return true for take-profits.
     */
    public boolean takeProfit() {
        return takeProfit;
    }

    /**
     * What a conditional order becomes when it triggers.
     *
     * @return MARKET or LIMIT.
     */
    public SimType child() {
        return atMarket ? MARKET : LIMIT;
    }
}
