package io.ratchet.config.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.VenueAudit;
import io.ratchet.adapters.sim.VenueLogAudit;
import io.ratchet.journal.chronicle.JournalAudit;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The node as an operator meets it: started wrongly, stopped, broken, interfered with. */
final class NodeIT {
    private static final int SPEED = 60;
    private static final long WAIT_S = 120;
    private static final long OPENING_MAX_NS = TimeUnit.SECONDS.toNanos(3);

    @TempDir
    Path directory;

    @Test
    void shouldHaltWithTheRecordNamedAndTheStopsStillAtTheVenueWhenAHandlerFails() throws Exception {
        final Path data = directory.resolve("data");
        final Path trigger = directory.resolve("break");
        try (Exchange exchange = Exchange.start(directory, 11, SPEED);
                ProductProcess node = exchange.failingNode(data, Health.freePort(), trigger)) {
            awaitOpen(node, exchange.httpPort());
            Files.writeString(trigger, "");
            assertNotEquals(0, node.exitCode(WAIT_S), node.output());
            assertTrue(node.errors().contains("halted: sequence="), node.errors());
            assertTrue(node.errors().contains("broken on purpose"), node.errors());
            assertTrue(exchange.liveStops() > 0, "stops at the venue after the halt");
        }
        JournalAudit.of(data.resolve("journal"));
    }

    @Test
    void shouldPutAStopBackAndTheSecondCheckerTellWhenSomebodyDeletesIt() throws Exception {
        try (Exchange exchange = Exchange.start(directory, 12, SPEED);
                ProductProcess node = exchange.node(directory.resolve("data"), Health.freePort())) {
            awaitOpen(node, exchange.httpPort());
            exchange.deleteStops();
            new Health(exchange.httpPort())
                    .await(node, health -> health.path("lost").asInt() > 0 && unprotected(health) == 0, WAIT_S);
            assertEquals(0, node.stop(WAIT_S), node.output());
            exchange.end();
            final VenueAudit audit = VenueLogAudit.read(exchange.log());
            assertFalse(audit.failures(OPENING_MAX_NS).isEmpty(), "a deleted stop must be found");
        }
    }

    @Test
    void shouldRefuseASecondInstanceOnOneDirectoryWithOneLine() throws Exception {
        final Path data = directory.resolve("data");
        try (Exchange exchange = Exchange.start(directory, 13, SPEED);
                ProductProcess first = exchange.node(data, Health.freePort())) {
            new Health(exchange.httpPort()).await(first, health -> true, WAIT_S);
            try (ProductProcess second = exchange.node(data, Health.freePort())) {
                assertEquals(1, second.exitCode(WAIT_S));
                assertEquals(1, second.errors().lines().count(), second.errors());
                assertTrue(second.errors().contains("another instance holds"), second.errors());
            }
            assertTrue(first.isAlive());
        }
    }

    @Test
    void shouldRefuseAnOccupiedPortWithOneLine() throws Exception {
        try (Exchange exchange = Exchange.start(directory, 14, SPEED);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ProductProcess node = exchange.node(directory.resolve("data"), taken.getLocalPort())) {
            assertEquals(1, node.exitCode(WAIT_S), node.output());
            assertTrue(node.errors().contains("http port") && node.errors().contains(" is not free"), node.errors());
        }
    }

    @Test
    void shouldCloseAtTheDeadlineWhenTheVenueNeverSaysNew() throws Exception {
        try (Exchange exchange = Exchange.start(directory, 16, SPEED)) {
            exchange.say("fault PLACE_ALGO WITHHOLD_NEW 1000");
            try (ProductProcess node = exchange.node(directory.resolve("data"), Health.freePort())) {
                new Health(exchange.httpPort())
                        .await(node, health -> health.path("closed").asInt() > 0, WAIT_S);
                assertTrue(node.stop(WAIT_S) >= 0);
            }
            exchange.end();
            final VenueAudit audit = VenueLogAudit.read(exchange.log());
            final List<VenueAudit.Position> closed = audit.positions().stream()
                    .filter(position -> position.cause() == VenueAudit.Cause.OUR_ORDER)
                    .toList();
            assertFalse(closed.isEmpty(), audit.lines().toString());
        }
    }

    @Test
    void shouldTradeOnPaperOnTheExchangesPricesWithoutAnAccount() throws Exception {
        try (Exchange exchange = Exchange.start(directory, 17, SPEED);
                ProductProcess node = exchange.node(directory.resolve("data"), Health.freePort(), "--paper")) {
            awaitOpen(node, exchange.httpPort());
            assertEquals(0, node.stop(WAIT_S), node.output());
            exchange.end();
            assertEquals(0, VenueLogAudit.read(exchange.log()).positions().size(), "orders at the exchange");
        }
    }

    @Test
    void shouldRefuseLiveOnASimulatedExchange() throws Exception {
        try (ProductProcess node =
                ProductProcess.start(directory, Map.of("RATCHET__VENUE__ENVIRONMENT", "simulated"), "run", "--live")) {
            assertEquals(4, node.exitCode(WAIT_S), node.output());
        }
    }

    private static void awaitOpen(final ProductProcess node, final int port) throws Exception {
        new Health(port).await(node, health -> health.path("open").asInt() > 0 && unprotected(health) == 0, WAIT_S);
    }

    private static int unprotected(final JsonNode health) {
        return health.path("unprotected").asInt();
    }
}
