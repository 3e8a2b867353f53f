package io.ratchet.adapters.sim.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.VenueAudit;
import io.ratchet.adapters.sim.VenueLogAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second checker against a real venue, driven by a raw client with ids of our form. */
class VenueLogAuditTest {
    private static final long DEADLINE_NS = 3_000_000_000L;

    @TempDir
    Path directory;

    private Path log;
    private VenueFixture venue;

    @BeforeEach
    void open() throws IOException {
        log = directory.resolve("venue.jsonl");
        venue = new VenueFixture(
                BinanceVenueConfig.loopback(0, VenueFixture.KEY, VenueFixture.SECRET), SimConfig.venue(), log);
    }

    @AfterEach
    void close() throws IOException {
        venue.close();
    }

    private static String id(final int position, final char role, final int revision) {
        return "rab0t3k2x" + String.format("%05d", position) + role + String.format("%03d", revision);
    }

    private VenueAudit audit() throws IOException {
        venue.server.call(() -> null);
        venue.close();
        return VenueLogAudit.read(log);
    }

    private void openOne() {
        assertEquals(200, venue.buy(id(1, 'e', 0), "1").status());
        assertEquals(200, venue.stop(id(1, 'a', 0), null, "98").status());
    }

    private void cancel(final String client) {
        assertEquals(
                200,
                venue.signed("DELETE", "/fapi/v1/algoOrder", "clientAlgoId", client)
                        .status());
    }

    @Test
    void shouldFindNothingWhenAStopIsMovedMakeBeforeBreakAndTriggers() throws IOException {
        openOne();
        venue.price(0, "102", "102", "101.9", "102.1");
        venue.stop(id(1, 's', 1), "1", "101");
        venue.stop(id(1, 's', 2), "1", "101.5");
        cancel(id(1, 's', 1));
        venue.price(0, "101.4", "101.4", "101.3", "101.5");
        final VenueAudit audit = audit();
        assertEquals(List.of(), audit.failures(DEADLINE_NS));
        assertEquals(1, audit.positions().size());
        final VenueAudit.Position position = audit.positions().get(0);
        assertEquals(VenueAudit.Cause.TRAIL_STOP, position.cause());
        assertEquals(1, position.id());
        assertEquals(1, position.stopMoves());
        assertEquals(1, position.naked().size());
        assertTrue(position.nakedOpeningNs() > 0 && position.nakedOpeningNs() < DEADLINE_NS);
        assertEquals(1L, audit.closes().get(VenueAudit.Cause.TRAIL_STOP));
        assertTrue(audit.lines().get(1).startsWith("positions "), audit.lines().get(1));
    }

    @Test
    void shouldFailWhenAStopIsDeletedByHand() throws IOException {
        openOne();
        cancel(id(1, 'a', 0));
        final List<String> failures = audit().failures(DEADLINE_NS);
        assertTrue(failures.stream().anyMatch(f -> f.contains("naked while open")), failures.toString());
        assertTrue(failures.stream().anyMatch(f -> f.contains("ended while its position was open")));
    }

    @Test
    void shouldFailWhenTheBetterStopIsDeletedByHand() throws IOException {
        openOne();
        venue.stop(id(1, 's', 1), "1", "99");
        cancel(id(1, 's', 1));
        final List<String> failures = audit().failures(DEADLINE_NS);
        assertTrue(failures.stream().anyMatch(f -> f.contains("cover got worse")), failures.toString());
    }

    @Test
    void shouldSeeThatAPartialStopCoversNothing() throws IOException {
        venue.buy(id(1, 'e', 0), "2");
        venue.stop(id(1, 's', 1), "1", "98");
        final VenueAudit audit = audit();
        assertFalse(audit.positions().get(0).naked().get(0).ended());
        assertFalse(audit.failures(0).isEmpty());
    }

    @Test
    void shouldFindTheSameIntentAcceptedTwice() throws IOException {
        venue.buy(id(1, 'e', 0), "1");
        venue.buy(id(1, 'e', 0), "1");
        venue.buy(id(2, 'e', 0), "1");
        venue.buy(id(2, 'e', 1), "1");
        assertEquals(2, audit().duplicates().size());
    }

    @Test
    void shouldFindExitsThatAreNotReduceOnlyAndSignFlips() throws IOException {
        openOne();
        sell(id(1, 'c', 0), "3");
        final VenueAudit audit = audit();
        assertEquals(
                1, audit.violations().stream().filter(v -> v.contains("around")).count());
        assertEquals(VenueAudit.Cause.OUR_ORDER, audit.positions().get(0).cause());
        assertEquals(VenueAudit.Cause.OPEN, audit.positions().get(1).cause());
    }

    @Test
    void shouldTellForeignClosesFromOurs() throws IOException {
        openOne();
        sell("by-hand", "1");
        assertEquals(VenueAudit.Cause.FOREIGN, audit().positions().get(0).cause());
    }

    @Test
    void shouldTellLiquidations() throws IOException {
        venue.signed("POST", "/fapi/v1/marginType", "symbol", "BTCUSDT", "marginType", "ISOLATED");
        venue.buy(id(1, 'e', 0), "1");
        venue.price(0, "90", "90", "89.9", "90.1");
        assertEquals(VenueAudit.Cause.LIQUIDATION, audit().positions().get(0).cause());
    }

    @Test
    void shouldLeaveOutALineThatIsCutOffAndRefuseABrokenOne() throws IOException {
        openOne();
        audit();
        Files.writeString(log, "{\"t\":1,\"ms\"", StandardOpenOption.APPEND);
        assertEquals(1, VenueLogAudit.read(log).positions().size());
        Files.writeString(log, "\n{}\n", StandardOpenOption.APPEND);
        assertTrue(assertThrows(IOException.class, () -> VenueLogAudit.read(log))
                .getMessage()
                .contains("venue.jsonl:"));
    }

    private static String closeRecord(final int number, final String state) {
        return "{\"t\":" + number + ",\"ms\":1,\"type\":\"order\",\"symbol\":\"A\",\"client\":\"" + id(1, 'c', number)
                + "\",\"orderId\":" + number + ",\"state\":\"" + state
                + "\",\"side\":\"SELL\",\"kind\":\"MARKET\",\"quantity\":\"1\",\"reduceOnly\":true,\"parent\":0}";
    }

    private static String closeFill(final int number, final String quantity, final String after) {
        return "{\"t\":" + number + ",\"ms\":1,\"type\":\"fill\",\"symbol\":\"A\",\"client\":\"" + id(1, 'c', number)
                + "\",\"orderId\":" + number + ",\"tradeId\":1,\"side\":\"SELL\",\"price\":\"100\",\"quantity\":\""
                + quantity + "\",\"reduceOnly\":true,\"position\":\"" + after + "\",\"cause\":\"order\",\"parent\":0}";
    }

    private long closesAtOnce(final String... records) throws IOException {
        venue.close();
        Files.write(log, List.of(records));
        return VenueLogAudit.read(log).violations().stream()
                .filter(v -> v.contains("another close"))
                .count();
    }

    @Test
    void shouldFailWhenACloseIsAcceptedBeforeTheLastOneEnded() throws IOException {
        assertEquals(1, closesAtOnce(closeRecord(1, "NEW"), closeRecord(2, "NEW")));
    }

    @Test
    void shouldFailWhenACloseIsAcceptedWhileTheLastOneIsHalfFilled() throws IOException {
        assertEquals(1, closesAtOnce(closeRecord(1, "NEW"), closeFill(1, "0.5", "0"), closeRecord(2, "NEW")));
    }

    @Test
    void shouldFindNothingWhenEachCloseFollowsTheEndOfTheLastOne() throws IOException {
        assertEquals(
                0,
                closesAtOnce(
                        closeRecord(1, "NEW"),
                        closeRecord(1, "EXPIRED"),
                        closeRecord(2, "NEW"),
                        closeFill(2, "1", "0"),
                        closeRecord(3, "NEW")));
    }

    @Test
    void shouldFailWhenAThirdWorkingStopRests() throws IOException {
        openOne();
        venue.stop(id(1, 's', 1), "1", "99");
        venue.stop(id(1, 's', 2), "1", "99.1");
        venue.stop(id(1, 's', 3), "1", "99.2");
        final List<String> violations = audit().violations();
        assertEquals(
                1,
                violations.stream()
                        .filter(v -> v.contains("one working stop too many: live=3 max=2"))
                        .count(),
                violations.toString());
    }

    private void sell(final String id, final String quantity) {
        assertEquals(
                200,
                venue.signed(
                                "POST",
                                "/fapi/v1/order",
                                "symbol",
                                "BTCUSDT",
                                "side",
                                "SELL",
                                "type",
                                "MARKET",
                                "quantity",
                                quantity,
                                "newClientOrderId",
                                id)
                        .status());
    }
}
