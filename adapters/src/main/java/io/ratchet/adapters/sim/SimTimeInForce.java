package io.ratchet.adapters.sim;

/** How long an order lives. */
public enum SimTimeInForce {
    /** Until cancelled. */
    GTC,
    /** At once, the rest expires. */
    IOC,
    /** At once and whole, or refused. */
    FOK,
    /** Only as maker, else refused. */
    GTX,
    /** Until a date; the simulated exchange keeps it until cancelled. */
    GTD,
    /** Until the position is gone. */
    GTE_GTC
}
