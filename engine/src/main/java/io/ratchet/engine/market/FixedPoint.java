package io.ratchet.engine.market;

/**
 * Scaled longs. Price scale 1e-10 (to 9e8), quantity and money 1e-8 (to 9e10), ratios in parts per million.
 */
public final class FixedPoint {
    /** "Not said" in every optional field; SBE's null of int64. */
    public static final long NULL = Long.MIN_VALUE;
    /** One in price scale. */
    public static final long PRICE_ONE = 10_000_000_000L;
    /** Decimals of a price. */
    public static final int PRICE_DECIMALS = 10;
    /** One in quantity and money scale. */
    public static final long QUANTITY_ONE = 100_000_000L;
    /** Decimals of a quantity and of money. */
    public static final int QUANTITY_DECIMALS = 8;
    /** One hundred percent. */
    public static final long PPM_ONE = 1_000_000L;

    private FixedPoint() {}
}
