package io.ratchet.engine.market;

/** How a quotient that is not whole becomes one; named at each call. */
public enum Rounding {
    /** Toward zero. */
    TOWARD_ZERO,
    /** Away from zero. */
    AWAY_FROM_ZERO,
    /** Toward negative infinity. */
    FLOOR,
    /** Toward positive infinity. */
    CEILING,
    /** To the nearest, a tie to the even neighbour. */
    HALF_EVEN
}
