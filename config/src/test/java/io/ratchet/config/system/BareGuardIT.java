package io.ratchet.config.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.VenueLogAudit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node whose journal cannot be used, while positions are open at the exchange. */
final class BareGuardIT {
    private static final int SPEED = 60;
    private static final long WAIT_S = 120;
    private static final long STOPS_MAX_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int EPOCH_FROM = 3;
    private static final int POSITION_FROM = 9;
    private static final int POSITION_TO = 14;
    private static final int UNPROTECTED = 6;

    @TempDir
    Path directory;

    @Test
    void shouldPlaceMissingStopsOpenNothingAndLeaveTheJournalAloneWhenItIsDamaged() throws Exception {
        final Path data = directory.resolve("data");
        final Path journal = data.resolve("journal");
        try (Exchange exchange = Exchange.start(directory, 21, SPEED)) {
            final Held before = openSome(exchange, data);
            final int opened = VenueLogAudit.read(exchange.log()).positions().size();
            assertTrue(before.protectedCount() > 1, "positions with and without stops are wanted: " + before);
            final List<String> kept = deleteTheStopsOfOnePosition(exchange);
            flipOneBit(journal);
            final Map<String, String> damaged = contents(journal);
            try (ProductProcess node = exchange.node(data, Health.freePort())) {
                final Health health = new Health(exchange.httpPort());
                health.await(node, reading -> true, WAIT_S);
                final long sinceNs = System.nanoTime();
                while (!Held.of(exchange).isAllOf(before)) {
                    assertTrue(System.nanoTime() - sinceNs <= STOPS_MAX_NS, () -> "no stop in 5 s: " + said(node));
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                final JsonNode reading = health.await(node, last -> "BARE_GUARD".equals(state(last)), WAIT_S);
                assertFalse(reading.path("healthy").asBoolean());
                final List<String> live = new StopsInLog(exchange.log()).live();
                final Set<String> closed = Held.of(exchange).closed();
                final List<String> staying = kept.stream()
                        .filter(client -> !closed.contains(ofPosition(client)))
                        .toList();
                assertTrue(
                        live.containsAll(staying), "stops of the earlier epoch stay: " + live + " before " + staying);
                assertStatusSaysSo(data, "sequence=");
                // More than a quarter of market time: a wave comes and nobody takes it.
                assertEquals(UNPROTECTED, stopAfter(node, TimeUnit.MINUTES.toSeconds(20) / SPEED), node.output());
                assertTrue(node.errors().contains("BARE GUARD"), node.errors());
            }
            assertEquals(damaged, contents(journal), "the damaged journal");
            exchange.end();
            assertEquals(opened, VenueLogAudit.read(exchange.log()).positions().size(), "nothing is opened");
        }
    }

    @Test
    void shouldGuardAfterThreeStartsThatFailAndBeWholeAgainAfterAnOrderlyStop() throws Exception {
        final Path data = directory.resolve("data");
        final Path trigger = directory.resolve("break");
        try (Exchange exchange = Exchange.start(directory, 22, SPEED)) {
            openSome(exchange, data);
            Files.writeString(trigger, "");
            for (int start = 1; start <= 3; start++) {
                try (ProductProcess node = exchange.failingNode(data, Health.freePort(), trigger)) {
                    assertNotEquals(0, node.exitCode(WAIT_S), node.output());
                    assertFalse(node.errors().contains("BARE GUARD"), "start " + start + ": " + node.errors());
                }
            }
            try (ProductProcess node = exchange.node(data, Health.freePort())) {
                new Health(exchange.httpPort()).await(node, last -> "BARE_GUARD".equals(state(last)), WAIT_S);
                assertTrue(node.errors().contains("3 starts in a row"), node.errors());
                assertEquals(UNPROTECTED, node.stop(WAIT_S), node.output());
            }
            try (ProductProcess node = exchange.node(data, Health.freePort())) {
                new Health(exchange.httpPort()).await(node, last -> "RUNNING".equals(state(last)), WAIT_S);
                assertEquals(0, node.stop(WAIT_S), node.output());
            }
        }
    }

    @Test
    void shouldGoOnAsABareGuardInTheSameProcessWhenTheJournalIsLostWhileItRuns() throws Exception {
        final Path data = directory.resolve("data");
        final Path trigger = directory.resolve("lose");
        try (Exchange exchange = Exchange.start(directory, 23, SPEED)) {
            openSome(exchange, data);
            try (ProductProcess node = exchange.failingNode(data, Health.freePort(), trigger)) {
                final Health health = new Health(exchange.httpPort());
                health.await(node, last -> "RUNNING".equals(state(last)), WAIT_S);
                Files.writeString(trigger, FailingNode.JOURNAL);
                health.await(node, last -> "BARE_GUARD".equals(state(last)), WAIT_S);
                final Held before = Held.of(exchange);
                deleteTheStopsOfOnePosition(exchange);
                final long sinceNs = System.nanoTime();
                while (!Held.of(exchange).isAllOf(before)) {
                    assertTrue(System.nanoTime() - sinceNs <= STOPS_MAX_NS, () -> "no stop in 5 s: " + said(node));
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                assertStatusSaysSo(data, FailingNode.LOST);
                assertEquals(UNPROTECTED, node.stop(WAIT_S), node.output());
            }
            try (ProductProcess node = exchange.node(data, Health.freePort())) {
                new Health(exchange.httpPort()).await(node, last -> "RUNNING".equals(state(last)), WAIT_S);
                assertEquals(0, node.stop(WAIT_S), node.output());
            }
        }
    }

    /** A whole node opens on a wave and is killed: its stops stay at the exchange. */
    private static Held openSome(final Exchange exchange, final Path data) throws Exception {
        try (ProductProcess node = exchange.node(data, Health.freePort())) {
            new Health(exchange.httpPort())
                    .await(
                            node,
                            last -> last.path("open").asInt() > 1
                                    && last.path("unprotected").asInt() == 0,
                            WAIT_S);
            node.stop(WAIT_S);
            return Held.of(exchange);
        }
    }

    private static int stopAfter(final ProductProcess node, final long seconds) throws Exception {
        TimeUnit.SECONDS.sleep(seconds);
        return node.stop(WAIT_S);
    }

    private void assertStatusSaysSo(final Path data, final String why) throws Exception {
        try (ProductProcess status = ProductProcess.start(directory, Map.of(), "status", "--data", data.toString())) {
            status.exitCode(WAIT_S);
            assertTrue(status.output().contains("BARE GUARD: "), status.output());
            assertTrue(status.output().contains(why), status.output());
        }
    }

    private static String state(final JsonNode health) {
        return health.path("state").asString("");
    }

    private static String said(final ProductProcess node) {
        try {
            return node.output();
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private static String position(final String clientId) {
        return clientId.substring(POSITION_FROM, POSITION_TO);
    }

    /** By epoch and number: position numbers begin again with a journal, so two of different epochs may be equal. */
    private static String ofPosition(final String client) {
        return client.substring(EPOCH_FROM, POSITION_TO);
    }

    /**
     * Positions by their stops: those that have some, and those that one of them has closed. The market goes on while a
     * process starts, and what is closed by its stop needs none.
     */
    private record Held(Set<String> live, Set<String> closed) {
        static Held of(final Exchange exchange) throws IOException {
            final StopsInLog stops = new StopsInLog(exchange.log());
            final Set<String> live =
                    stops.live().stream().map(BareGuardIT::ofPosition).collect(Collectors.toSet());
            return new Held(
                    live, stops.executed().stream().map(BareGuardIT::ofPosition).collect(Collectors.toSet()));
        }

        long protectedCount() {
            return live.stream().filter(position -> !closed.contains(position)).count();
        }

        /** Whether each that was protected before is protected, under whatever id, or closed by its stop since. */
        boolean isAllOf(final Held before) {
            final long closedSince = closed.stream()
                    .filter(position -> !before.closed.contains(position))
                    .count();
            return protectedCount() + closedSince >= before.protectedCount();
        }
    }

    /** The stops that are left. */
    private static List<String> deleteTheStopsOfOnePosition(final Exchange exchange) throws Exception {
        final List<String> live = new StopsInLog(exchange.log()).live();
        final String victim = position(live.get(0));
        for (final String client : live) {
            if (position(client).equals(victim)) {
                exchange.deleteStop(client);
            }
        }
        return live.stream().filter(client -> !position(client).equals(victim)).toList();
    }

    private static void flipOneBit(final Path journal) throws IOException {
        final Path file;
        try (Stream<Path> files = Files.list(journal)) {
            file = files.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        // Half way through what holds data: the files are sparse and mostly empty.
        final byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length - 1;
        while (bytes[end] == 0) {
            end--;
        }
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(end - 64);
            final int old = access.read();
            access.seek(end - 64);
            access.write(old ^ 1);
        }
    }

    private static Map<String, String> contents(final Path directory) throws IOException {
        final Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                contents.put(directory.relativize(file).toString(), digest(file));
            }
        }
        return contents;
    }

    private static String digest(final Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
