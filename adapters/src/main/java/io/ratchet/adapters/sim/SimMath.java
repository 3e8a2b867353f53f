package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.math.BigInteger;

/**
 * Fixed-point products with exact intermediates. Price 1e-10, quantity and money 1e-8, ratios parts per million.
 */
public final class SimMath {
    /** Divides price × quantity down to money. */
    private static final long PRICE_TO_MONEY = FixedPoint.PRICE_ONE;

    private SimMath() {}

    /**
     * a × b / c, rounded half away from zero.
     *
     * @param a any.
     * @param b any.
     * @param c not 0.
     * @return the quotient.
     */
    public static long mulDiv(final long a, final long b, final long c) {
        final long high = Math.multiplyHigh(a, b);
        final long low = a * b;
        final long half = Math.abs(c) / 2;
        if (c > 0
                && ((high == 0 && low >= 0 && low <= Long.MAX_VALUE - half)
                        || (high == -1 && low < 0 && low >= Long.MIN_VALUE + half))) {
            return low >= 0 ? (low + half) / c : (low - half) / c;
        }
        return wide(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)), BigInteger.valueOf(c));
    }

    /**
     * price × quantity.
     *
     * @param price    1e-10.
     * @param quantity 1e-8, may be signed.
     * @return money 1e-8, rounded half away from zero.
     */
    public static long notional(final long price, final long quantity) {
        return mulDiv(price, quantity, PRICE_TO_MONEY);
    }

    /**
     * A fee: price × quantity × ratio, rounded once.
     *
     * @param price    1e-10.
     * @param quantity 1e-8, ≥ 0.
     * @param ppm      parts per million.
     * @return money 1e-8, rounded half away from zero.
     */
    public static long fee(final long price, final long quantity, final int ppm) {
        return wide(
                BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity)).multiply(BigInteger.valueOf(ppm)),
                BigInteger.valueOf(PRICE_TO_MONEY).multiply(BigInteger.valueOf(FixedPoint.PPM_ONE)));
    }

    /**
     * The average price of two amounts.
     *
     * @param price1    1e-10.
     * @param quantity1 1e-8, ≥ 0.
     * @param price2    1e-10.
     * @param quantity2 1e-8, ≥ 0, not both 0.
     * @return 1e-10, rounded half up.
     */
    public static long average(final long price1, final long quantity1, final long price2, final long quantity2) {
        if (quantity1 == 0) {
            return price2;
        }
        return wide(
                BigInteger.valueOf(price1)
                        .multiply(BigInteger.valueOf(quantity1))
                        .add(BigInteger.valueOf(price2).multiply(BigInteger.valueOf(quantity2))),
                BigInteger.valueOf(quantity1 + quantity2));
    }

    static BigInteger product(final long price, final long quantity) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity));
    }

    /** cost × part / whole, rounded down. */
    static BigInteger share(final BigInteger cost, final long part, final long whole) {
        return cost.multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(whole));
    }

    /** A product of price and quantity as money, rounded half away from zero. */
    static long money(final BigInteger product) {
        return wide(product, BigInteger.valueOf(PRICE_TO_MONEY));
    }

    /** A product of price and quantity as a price, rounded half away from zero. */
    static long ratio(final BigInteger product, final long quantity) {
        return wide(product, BigInteger.valueOf(quantity));
    }

    private static long wide(final BigInteger product, final BigInteger divisor) {
        final BigInteger doubled = product.abs().shiftLeft(1).add(divisor.abs());
        final long quotient = doubled.divide(divisor.abs().shiftLeft(1)).longValueExact();
        return product.signum() * divisor.signum() < 0 ? -quotient : quotient;
    }
}
