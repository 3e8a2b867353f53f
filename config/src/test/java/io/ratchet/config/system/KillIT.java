package io.ratchet.config.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.VenueAudit;
import io.ratchet.adapters.sim.VenueLogAudit;
import io.ratchet.config.database.EmbeddedDatabase;
import io.ratchet.config.report.ProtectionReport;
import io.ratchet.journal.chronicle.JournalAudit;
import io.ratchet.journal.postgres.Database;
import io.ratchet.journal.postgres.DatabaseCounts;
import io.ratchet.journal.postgres.JournalCounts;
import io.ratchet.journal.postgres.PostgresConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The node is killed with SIGKILL again and again, the exchange is not: nothing is ordered twice, nothing journaled is
 * lost, everything is protected again within seconds, and PostgreSQL has what the journal has.
 */
final class KillIT {
    private static final int KILLS = 10;
    private static final int SPEED = 60;
    /** The target is 5,000; two shared processors with a build on them get three times that. */
    private static final long PROTECTED_MAX_MS = Long.getLong("ratchet.kill.protected.ms", 15_000);

    private static final long WAIT_S = 90;
    private static final List<String> ORDERS = List.of("order.place", "algoOrder.place", "algoOrder.cancel");

    @TempDir
    Path directory;

    @Test
    void shouldBeProtectedAgainAndOrderNothingTwiceWhenKilledAtAnyMoment() throws Exception {
        final long seed = Long.getLong("ratchet.seed", 20_261_124L);
        System.out.println("kills: seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Path data = directory.resolve("data");
        try (Exchange exchange = Exchange.start(directory, seed, SPEED, "--reply-delay-ms", "50")) {
            final LogTail log = new LogTail(exchange.log());
            ProductProcess node = archiving(exchange, data, log);
            int betweenRequestAndAnswer = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                final int port = Health.freePort();
                node = exchange.node(data, port);
                new Health(port).await(node, KillIT::isRunning, WAIT_S);
                final long protectedMs = node.ageMs();
                final boolean atRequest = kill % 2 == 1;
                if (atRequest) {
                    log.awaitRequest(ORDERS, WAIT_S);
                    betweenRequestAndAnswer++;
                } else {
                    TimeUnit.MILLISECONDS.sleep(random.nextLong(100, 3_000));
                }
                node.kill();
                final Outstanding outstanding = Outstanding.of(data.resolve("journal"));
                System.out.println("kill " + kill + ": sequence=" + outstanding.lastSequence() + " outstanding="
                        + outstanding.commands() + " started-to-protected=" + protectedMs + " ms "
                        + (atRequest ? "between request and answer" : "at random"));
                assertTrue(
                        protectedMs <= PROTECTED_MAX_MS,
                        "ms from process start to protected: actual=" + protectedMs + " expected<=" + PROTECTED_MAX_MS);
            }
            assertTrue(betweenRequestAndAnswer >= KILLS / 2);
            final int port = Health.freePort();
            node = exchange.node(data, port);
            new Health(port).await(node, KillIT::isRunning, WAIT_S);
            assertEquals(0, node.stop(WAIT_S), node.output());
            exchange.end();
        }
        check(data, VenueLogAudit.read(directory.resolve("venue.jsonl")));
    }

    /** A first life that leaves the archive of classes which the README tells operators to start with. */
    private ProductProcess archiving(final Exchange exchange, final Path data, final LogTail log) throws Exception {
        final Path archive = directory.resolve("ratchet.jsa");
        exchange.nodeJvm("-XX:ArchiveClassesAtExit=" + archive);
        final int port = Health.freePort();
        final ProductProcess node = exchange.node(data, port);
        new Health(port).await(node, KillIT::isRunning, WAIT_S);
        System.out.println("first start, without an archive: started-to-protected=" + node.ageMs() + " ms");
        log.awaitRequest(ORDERS, WAIT_S);
        assertEquals(0, node.stop(WAIT_S), node.output());
        assertTrue(Files.exists(archive), node.output());
        exchange.nodeJvm("-XX:SharedArchiveFile=" + archive);
        return node;
    }

    private static boolean isRunning(final JsonNode health) {
        return "RUNNING".equals(health.path("state").asString(""));
    }

    private static void check(final Path data, final VenueAudit venue) {
        venue.lines().forEach(System.out::println);
        assertEquals(List.of(), venue.duplicates(), "intents with two accepted orders");
        assertEquals(List.of(), venue.violations());
        final ProtectionReport report = new ProtectionReport();
        final JournalAudit journal = JournalAudit.of(data.resolve("journal"), report);
        assertEquals(KILLS + 2, report.starts());
        report.nakedNs()
                .forEach((cause, ns) ->
                        System.out.println("naked by " + cause + ": " + ProtectionReport.percentiles(ns)));
        System.out.println("journal: " + journal);
        assertEquals(0, report.violations(), "violations");
        assertTrue(report.opened() > 0, "nothing was opened, so nothing was shown");
        try (EmbeddedDatabase server = EmbeddedDatabase.start(data.resolve("postgres"));
                Database database = Database.open(new PostgresConfig(server.url(), server.user(), () -> ""))) {
            assertEquals(JournalCounts.of(data.resolve("journal")), DatabaseCounts.of(database));
        }
    }
}
