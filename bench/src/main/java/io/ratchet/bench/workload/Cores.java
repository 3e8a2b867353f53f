package io.ratchet.bench.workload;

import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.DecisionCore;

/** Makes the cores that are measured. */
public final class Cores {
    private Cores() {}

    /**
     * A core without a past.
     *
     * @return the core.
     */
    public static Core newCore() {
        return new DecisionCore();
    }
}
