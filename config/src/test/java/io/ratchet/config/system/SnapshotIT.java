package io.ratchet.config.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.config.report.ProtectionReport;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.state.Replayer;
import io.ratchet.journal.chronicle.JournalAudit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node that trades, is killed with SIGKILL after a snapshot, and begins with it; then it is stopped in order. */
final class SnapshotIT {
    private static final int SPEED = 60;
    private static final long WAIT_S = 120;

    @TempDir
    Path directory;

    @Test
    void shouldBeginWithTheSnapshotAfterAKillAndAfterAnOrderlyStop() throws Exception {
        final Path data = directory.resolve("data");
        final Path journal = data.resolve("journal");
        try (Exchange exchange = Exchange.start(directory, 21, SPEED)) {
            final int port = Health.freePort();
            final ProductProcess first = exchange.node(data, port);
            new Health(port).await(first, health -> health.path("opened").asInt() > 0, WAIT_S);
            final JsonNode begun = new Health(port).await(first, SnapshotIT::isProtected, WAIT_S);
            assertEquals(0, begun.path("recovery").path("inputs").asLong(), "a first start has no past");
            awaitSnapshot(new Health(port), first, journal);
            first.kill();

            final int second = Health.freePort();
            final ProductProcess killed = exchange.node(data, second);
            final JsonNode recovery = new Health(second)
                    .await(killed, SnapshotIT::isProtected, WAIT_S)
                    .path("recovery");
            assertTrue(recovery.path("snapshot").asBoolean(), recovery::toString);
            assertTrue(recovery.path("from").asLong() > 0, recovery::toString);
            assertTrue(recovery.path("compared").asBoolean(), recovery::toString);
            System.out.println("after the kill: " + recovery);
            assertEquals(0, killed.stop(WAIT_S), killed.output());

            final int third = Health.freePort();
            final ProductProcess last = exchange.node(data, third);
            final JsonNode stopped = new Health(third)
                    .await(last, SnapshotIT::isProtected, WAIT_S)
                    .path("recovery");
            System.out.println("after the stop: " + stopped);
            assertTrue(stopped.path("snapshot").asBoolean(), stopped::toString);
            assertTrue(stopped.path("from").asLong() > recovery.path("sequence").asLong(), stopped::toString);
            assertEquals(0, last.stop(WAIT_S), last.output());
            exchange.end();
        }
        final Replayer replayer = new Replayer(new DecisionCore());
        final ProtectionReport report = new ProtectionReport();
        final JournalAudit audit = JournalAudit.of(journal, (sequence, kind, buffer, offset, length) -> {
            replayer.onRecord(sequence, kind, buffer, offset, length);
            report.onRecord(sequence, kind, buffer, offset, length);
        });
        assertNull(replayer.firstDifference(), () -> "replay from the beginning: " + replayer.firstDifference());
        assertEquals(0, report.violations(), "violations");
        assertTrue(audit.snapshots() > 0, audit::toString);
    }

    private static void awaitSnapshot(final Health health, final ProductProcess node, final Path journal)
            throws Exception {
        health.await(node, reading -> JournalAudit.of(journal).snapshots() > 0, WAIT_S);
    }

    private static boolean isProtected(final JsonNode health) {
        return "RUNNING".equals(health.path("state").asString(""))
                && health.path("unprotected").asInt() == 0;
    }
}
