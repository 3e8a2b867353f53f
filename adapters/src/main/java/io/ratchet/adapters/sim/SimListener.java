package io.ratchet.adapters.sim;

/** Hears what happens at a {@link SimExchange}, in order, on the thread that drives it. Orders are live objects: read now. */
public interface SimListener {

    /** What happened to an ordinary order, as the venue names it. */
    enum Execution {
        /** Accepted. */
        NEW,
        /** Cancelled on request. */
        CANCELED,
        /** Ended by the venue. */
        EXPIRED,
        /** Amended. */
        AMENDMENT
    }

    /**
     * An ordinary order changed without a trade.
     *
     * @param order        already updated.
     * @param execution    what happened.
     * @param expiryReason the venue's number: 0 none, 2 IOC remainder, 4 reduce-only, 9 market remainder.
     */
    void onOrder(SimOrder order, Execution execution, int expiryReason);

    /**
     * A trade.
     *
     * @param fill the trade.
     */
    void onFill(SimFill fill);

    /**
     * A conditional order changed.
     *
     * @param order already updated.
     */
    void onConditional(SimOrder order);

    /**
     * Balance and one position changed.
     *
     * @param position      already updated.
     * @param walletBalance money 1e-8.
     */
    void onAccount(SimPosition position, long walletBalance);

    /**
     * Funding was paid or received.
     *
     * @param position      it was for.
     * @param money         1e-8, negative when paid.
     * @param walletBalance after it, money 1e-8.
     * @param timeMs        the time it was due.
     */
    default void onFunding(final SimPosition position, final long money, final long walletBalance, final long timeMs) {}

    /**
     * The account's leverage of a contract changed.
     *
     * @param instrument already updated.
     */
    void onLeverage(SimInstrument instrument);
}
