package io.ratchet.config.node;

import io.ratchet.adapters.http.HealthReport;
import io.ratchet.config.cli.Json;
import io.ratchet.engine.sbe.NodeState;
import java.util.Locale;

/** The node's health as a person's script reads it. Pure. */
final class HealthText {
    private HealthText() {}

    /**
     * What a health report tells beside the view.
     *
     * @param environment of the venue.
     * @param isPaper     whether orders go to a paper venue.
     * @param venue       name of the exchange.
     * @param isHalted    whether the engine has stopped at an error.
     * @param journaled   newest record.
     * @param durable     newest record on disk.
     * @param persisted   newest record in PostgreSQL, negative where none is known.
     * @param database    how the database is.
     * @param recovery    where the replay of the journal began, and how long the start took.
     */
    record Surroundings(
            String environment,
            boolean isPaper,
            String venue,
            boolean isHalted,
            long journaled,
            long durable,
            long persisted,
            String database,
            Recovery.Summary recovery) {}

    /** Healthy is who protects everything and would take an entry this very moment. */
    static HealthReport of(final NodeView.Reading reading, final Surroundings around) {
        final long unprotected = reading.unprotected();
        final boolean healthy = reading.nodeState() == NodeState.RUNNING
                && reading.venue().isOk()
                && !reading.areEntriesStopped()
                && !around.isHalted()
                && unprotected == 0;
        final String json = String.format(
                Locale.ROOT,
                "{\"healthy\":%b,\"environment\":\"%s\",\"paper\":%b,"
                        + "\"venue\":{\"name\":\"%s\",\"state\":\"%s\",\"text\":%s},"
                        + "\"state\":\"%s\",\"entries_stopped\":%b,\"halted\":%b,\"open\":%d,\"unprotected\":%d,"
                        + "\"opened\":%d,\"stop_moves\":%d,\"closed\":%d,\"lost\":%d,\"naked_max_ns\":%d,"
                        + "\"journal\":{\"sequence\":%d,\"durable\":%d},\"persisted\":%s,\"database\":%s,"
                        + "\"recovery\":{\"from\":%d,\"snapshot\":%b,\"sequence\":%d,\"inputs\":%d,\"compared\":%b,\"ms\":%d}}",
                healthy,
                around.environment(),
                around.isPaper(),
                around.venue(),
                reading.venue().stateText(),
                Json.quoted(reading.venue().text()),
                reading.nodeState(),
                reading.areEntriesStopped(),
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
                around.persisted() < 0 ? "null" : Long.toString(around.persisted()),
                Json.quoted(around.database()),
                around.recovery().from(),
                around.recovery().isSnapshot(),
                around.recovery().sequence(),
                around.recovery().inputs(),
                around.recovery().isCompared(),
                around.recovery().ms());
        return new HealthReport(healthy, json);
    }
}
