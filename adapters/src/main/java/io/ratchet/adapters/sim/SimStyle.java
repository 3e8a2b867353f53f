package io.ratchet.adapters.sim;

/** Whose rules a simulated exchange follows. */
public enum SimStyle {
    /** Two books, stops are orders of their own, 200 of them an account. */
    BINANCE,
    /** The stop is a property of the position; ids are unique for ever; a fresh position may be shown late. */
    BYBIT
}
