package io.ratchet.engine.market;

/** Why a text is not a usable decimal; each has a code outside the range of values. See {@link Decimals}. */
public enum DecimalRefusal {
    /** A good value. */
    NONE,
    /** No characters. */
    EMPTY,
    /** A character or an order of characters that no plain decimal has; also NaN and Infinity. */
    NOT_A_DECIMAL,
    /** Scientific notation, which no venue uses in the fields we read. */
    EXPONENT,
    /** A digit other than zero beyond the scale: rounding is never implied. */
    TOO_PRECISE,
    /** Beyond ±9e18 in the scale. */
    OUT_OF_RANGE;

    private static final DecimalRefusal[] REFUSALS = values();

    /**
     * The value that {@link Decimals#parse} returns for this refusal.
     *
     * @return a value below {@link Decimals#MIN}; for NONE 0.
     */
    public long code() {
        return this == NONE ? 0 : Long.MIN_VALUE + ordinal();
    }

    /**
     * The refusal that a result stands for.
     *
     * @param value of {@link Decimals#parse}.
     * @return NONE for a good value.
     */
    public static DecimalRefusal of(final long value) {
        final long ordinal = value - Long.MIN_VALUE;
        return ordinal > 0 && ordinal < REFUSALS.length ? REFUSALS[(int) ordinal] : NONE;
    }
}
