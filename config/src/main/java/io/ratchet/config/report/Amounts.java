package io.ratchet.config.report;

import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.market.FixedPoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Scaled longs as people read them. Static and pure. */
public final class Amounts {
    private static final double NS_PER_MS = 1e6;

    private Amounts() {}

    /**
     * Money with two decimals.
     *
     * @param scaled 1e-8.
     * @return for instance {@code -12.34}.
     */
    public static String money(final long scaled) {
        return BigDecimal.valueOf(scaled, FixedPoint.QUANTITY_DECIMALS)
                .setScale(2, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /**
     * A price without trailing zeros.
     *
     * @param scaled 1e-10.
     * @return for instance {@code 0.6653}; {@code -} for none.
     */
    public static String price(final long scaled) {
        return plain(scaled, FixedPoint.PRICE_DECIMALS);
    }

    /**
     * A quantity without trailing zeros.
     *
     * @param scaled 1e-8.
     * @return for instance {@code 0.01}; {@code -} for none.
     */
    public static String quantity(final long scaled) {
        return plain(scaled, FixedPoint.QUANTITY_DECIMALS);
    }

    /**
     * A duration in milliseconds.
     *
     * @param ns nanoseconds.
     * @return for instance {@code 1.234 ms}.
     */
    public static String millis(final long ns) {
        return String.format(Locale.ROOT, "%.3f ms", ns / NS_PER_MS);
    }

    private static String plain(final long scaled, final int decimals) {
        return scaled == FixedPoint.NULL ? "-" : Decimals.toText(scaled, decimals);
    }
}
