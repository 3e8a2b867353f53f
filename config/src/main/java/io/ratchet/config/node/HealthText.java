package io.ratchet.config.node;

import io.ratchet.adapters.http.HealthReport;
import io.ratchet.engine.sbe.NodeState;
import java.util.Locale;

/** The node's health as a person's script reads it. Pure. */
final class HealthText {
    private HealthText() {}

    /**
     * What a health report tells beside the view.
     *
     * @param environment of the venue.
     * @param isHalted    whether the engine has stopped at an error.
     * @param journaled   newest record.
     * @param durable     newest record on disk.
     * @param persisted   newest record in PostgreSQL, -1 without one.
     */
    record Surroundings(String environment, boolean isHalted, long journaled, long durable, long persisted) {}

    static HealthReport of(final NodeView.Reading reading, final Surroundings around) {
        final long unprotected = reading.unprotected();
        final boolean isUp = reading.nodeState() == NodeState.RUNNING || reading.nodeState() == NodeState.PROTECT_ONLY;
        final boolean healthy = isUp && !around.isHalted() && unprotected == 0;
        final String json = String.format(
                Locale.ROOT,
                "{\"healthy\":%b,\"environment\":\"%s\",\"state\":\"%s\",\"halted\":%b,\"open\":%d,\"unprotected\":%d,"
                        + "\"opened\":%d,\"stop_moves\":%d,\"closed\":%d,\"lost\":%d,\"naked_max_ns\":%d,"
                        + "\"journal\":{\"sequence\":%d,\"durable\":%d},\"persisted\":%d}",
                healthy,
                around.environment(),
                reading.nodeState(),
                around.isHalted(),
                reading.positions().size(),
                unprotected,
                reading.counts().opened(),
                reading.counts().moves(),
                reading.counts().closed(),
                reading.counts().lost(),
                reading.counts().nakedMaxNs(),
                around.journaled(),
                around.durable(),
                around.persisted());
        return new HealthReport(healthy, json);
    }
}
