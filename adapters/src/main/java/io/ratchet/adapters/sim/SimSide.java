package io.ratchet.adapters.sim;

/** Side of an order. */
public enum SimSide {
    /** Raises the signed position. */
    BUY(1),
    /** Lowers the signed position. */
    SELL(-1);

    private final int sign;

    SimSide(final int sign) {
        this.sign = sign;
    }

    /**
     * What a fill of this side does to a signed position.
     *
     * @return 1 or -1.
     */
    public int sign() {
        return sign;
    }

    /**
     * The other side.
     *
     * @return the side that closes what this one opened.
     */
    public SimSide opposite() {
        return this == BUY ? SELL : BUY;
    }
}
