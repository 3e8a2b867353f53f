package io.ratchet.engine.protection;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Position;

/** Profit of a position by a price, always in its direction. Static, pure, exact. */
final class Profits {
    private Profits() {}

    /**
     * Whether a price is a profit of at least a share of the entry.
     *
     * @param position measured.
     * @param entry    1e-10, above 0.
     * @param price    1e-10.
     * @param ppm      the bound, inclusive.
     * @return true if it is.
     */
    static boolean isAtLeast(final Position position, final long entry, final long price, final long ppm) {
        final long factor = FixedPoint.PPM_ONE + (position.isLong() ? ppm : -ppm);
        final int comparison = FixedPoint.compareProducts(price, FixedPoint.PPM_ONE, entry, factor);
        return position.isLong() ? comparison >= 0 : comparison <= 0;
    }

    /**
     * The price at which an exit pays for itself and for the entry.
     *
     * @param position measured.
     * @param entry    1e-10, above 0.
     * @param feePpm   of each of both trades.
     * @return 1e-10, rounded to the side where nothing is lost.
     */
    static long breakeven(final Position position, final long entry, final long feePpm) {
        final long more = FixedPoint.PPM_ONE + feePpm;
        final long less = FixedPoint.PPM_ONE - feePpm;
        return position.isLong()
                ? FixedPoint.mulDiv(entry, more, less, Rounding.CEILING)
                : FixedPoint.mulDiv(entry, less, more, Rounding.FLOOR);
    }
}
