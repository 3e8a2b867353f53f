package io.ratchet.config.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** {@code --speed X}: how much faster than the wall a clock runs. */
final class SpeedOption {
    private static final int MILLI_DECIMALS = 3;
    private static final int SPEED_MAX = 1_000;

    private SpeedOption() {}

    /**
     * Into thousandths, exactly.
     *
     * @param speed as given.
     * @return thousandths of real time.
     * @throws CliException if it is below 1, above 1000 or has more than 3 decimals.
     */
    static int milli(final BigDecimal speed) {
        final boolean isGood = speed.compareTo(BigDecimal.ONE) >= 0
                && speed.compareTo(BigDecimal.valueOf(SPEED_MAX)) <= 0
                && speed.stripTrailingZeros().scale() <= MILLI_DECIMALS;
        if (!isGood) {
            throw new CliException(
                    ExitCode.ERROR,
                    "--speed: actual=" + speed.toPlainString() + " expected=1 to " + SPEED_MAX
                            + " with at most 3 decimals");
        }
        return speed.movePointRight(MILLI_DECIMALS)
                .setScale(0, RoundingMode.UNNECESSARY)
                .intValueExact();
    }
}
