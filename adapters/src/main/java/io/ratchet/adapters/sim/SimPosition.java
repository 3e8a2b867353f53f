package io.ratchet.adapters.sim;

import java.math.BigInteger;

/** One-way position of the account in one contract. */
public final class SimPosition {
    private final SimInstrument instrument;

    long quantity;
    long entryPrice;
    /** What it cost to enter, exactly: price × size, 1e-18. */
    BigInteger cost = BigInteger.ZERO;

    long isolatedMargin;
    long realisedPnl;
    long fundingPaid;
    long updateMs;
    long openMs;

    SimPosition(final SimInstrument instrument) {
        this.instrument = instrument;
    }

    /**
     * Of which contract.
     *
     * @return the contract.
     */
    public SimInstrument instrument() {
        return instrument;
    }

    /**
     * Signed size.
     *
     * @return 1e-8, negative when short.
     */
    public long quantity() {
        return quantity;
    }

    /**
     * Average of the fills that opened it.
     *
     * @return 1e-10, 0 when flat.
     */
    public long entryPrice() {
        return entryPrice;
    }

    /**
     * Margin set aside for it.
     *
     * @return money 1e-8, 0 when flat.
     */
    public long isolatedMargin() {
        return isolatedMargin;
    }

    /**
     * Profit of all reductions so far, fees not counted.
     *
     * @return money 1e-8.
     */
    public long realisedPnl() {
        return realisedPnl;
    }

    /**
     * When it last changed.
     *
     * @return ms since the epoch.
     */
    public long updateMs() {
        return updateMs;
    }

    /**
     * Profit at a price.
     *
     * @param price 1e-10.
     * @return money 1e-8.
     */
    public long profitAt(final long price) {
        return SimMath.notional(price - entryPrice, quantity);
    }
}
