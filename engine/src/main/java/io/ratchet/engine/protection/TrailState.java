package io.ratchet.engine.protection;

/** How far the trail of a position has come. */
public enum TrailState {
    /** The first stop protects. */
    INACTIVE,
    /** The stop is where nothing is lost any more; the trail has not latched. */
    WAITING,
    /** Latched: the stop follows the best price. */
    ACTIVE,
    /** A stop of the position triggered. */
    TRIGGERED
}
