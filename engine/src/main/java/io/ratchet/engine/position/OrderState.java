package io.ratchet.engine.position;

/** What we know of one order of ours. */
public enum OrderState {
    /** No order. */
    FREE,
    /** Its command was handed over and has no result. */
    SENT,
    /** The venue acknowledged it; not known to rest or to have ended. */
    ACKNOWLEDGED,
    /** Its command may or may not have been executed. */
    UNKNOWN,
    /** The venue showed it resting: for a stop, this is "confirmed". */
    LIVE,
    /** A stop that the venue is executing. */
    TRIGGERED,
    /** Terminal, by evidence. */
    ENDED
}
