package io.ratchet.engine.pipeline;

/** How the core and the egress threads wait for work. */
public enum WaitMode {
    /** Spin for a moment, then yield, then sleep until the doorbell rings: no thread spins unbounded. */
    ADAPTIVE,
    /** Spin for ever; only for threads that are pinned to cores of their own. */
    SPIN
}
