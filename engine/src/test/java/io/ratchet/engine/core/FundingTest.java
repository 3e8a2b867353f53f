package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** Funding: told by the stream, by the list of income, by both, late, out of order, and after a restart. */
final class FundingTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;

    private final Rig rig = Rig.running();
    private final Bookings bookings = new Bookings(rig);

    private void opened() {
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
    }

    private void stopOut() {
        rig.mark(0, "97");
        rig.pass(10 * Rig.SECOND);
        assertEquals(0, rig.core.openPositions());
    }

    private long nowMs() {
        return rig.nowNs / Rig.MS;
    }

    /** The start of a minute of which nothing is over yet that the position was not open in. */
    private long settlementMs() {
        final long atMs = (nowMs() / MINUTE_MS + 1) * MINUTE_MS;
        rig.pass((atMs - nowMs()) * Rig.MS + 8 * Rig.SECOND);
        rig.mark(0, "100");
        return atMs;
    }

    private long booked(final long positionId) {
        return rig.all("FundingBooked").stream()
                .filter(text -> text.contains("positionId=" + positionId + " "))
                .mapToLong(text -> Bookings.field(text, "money"))
                .sum();
    }

    private long told() {
        final String closed = rig.last("PositionClosed");
        return Bookings.field(closed, "pnl") + Bookings.field(closed, "fees");
    }

    @Test
    void shouldBookAPaymentOnceThatTheStreamAndTheListTellAtDifferentTimes() {
        opened();
        final long atMs = settlementMs();
        bookings.funding(0, "-0.01", atMs + 7_000);
        bookings.funding(0, "-0.01", atMs);
        bookings.funding(0, "-0.01", atMs + 7_000);
        bookings.funding(0, "-0.01", atMs - 3_000);
        assertEquals(Rig.quantity("-0.01"), booked(1));
        rig.crashAndRestart(Rig.SECOND);
        bookings.funding(0, "-0.01", atMs);
        assertEquals(Rig.quantity("-0.01"), booked(1));
        rig.mark(0, "100");
        stopOut();
        assertEquals(Rig.quantity("-0.01"), Bookings.field(rig.last("PositionClosed"), "funding"));
        assertEquals(Rig.quantity("-3.01"), told());
        rig.check();
    }

    @Test
    void shouldBookAnEarlierPaymentThatWasLostAfterALaterOne() {
        opened();
        final long firstMs = settlementMs();
        final long secondMs = settlementMs();
        bookings.funding(0, "-0.02", secondMs);
        bookings.funding(0, "-0.01", firstMs);
        bookings.funding(0, "-0.02", secondMs);
        assertEquals(Rig.quantity("-0.03"), booked(1));
        rig.check();
    }

    @Test
    void shouldCorrectTheResultOfThePositionThatWasOpenThenThoughAnotherOneIsOpenNow() {
        opened();
        final long atMs = settlementMs();
        stopOut();
        final long first = Bookings.field(rig.last("PositionClosed"), "pnl");
        rig.pass(200 * Rig.SECOND);
        opened();
        assertEquals(1, rig.core.openPositions());
        bookings.funding(0, "0.5", atMs + 2_000);
        assertTrue(rig.last("FundingBooked").contains("positionId=1 "), rig.last("FundingBooked"));
        assertTrue(rig.last("FundingBooked").contains("late=YES"), rig.last("FundingBooked"));
        assertEquals(first + Rig.quantity("0.5"), rig.core.ledger().closedPnl());
        rig.crashAndRestart(Rig.SECOND);
        bookings.funding(0, "0.5", atMs);
        assertEquals(first + Rig.quantity("0.5"), rig.core.ledger().closedPnl());
        rig.check();
    }

    @Test
    void shouldNotBookWhatWasPaidBeforeAPositionOfOursWasOpen() {
        final long atMs = nowMs() - HOUR_MS;
        opened();
        bookings.funding(0, "7", atMs);
        bookings.funding(1, "7", nowMs());
        assertEquals(Rig.quantity("14"), booked(0));
        assertEquals(0, booked(1));
        stopOut();
        assertEquals(Rig.quantity("-3"), told());
        rig.check();
    }

    @Test
    void shouldGiveAPaymentToThePositionWhoseTradesBecomeKnownLater() {
        final long atMs = nowMs() + 5_000;
        bookings.funding(0, "-0.25", atMs);
        assertEquals(Rig.quantity("-0.25"), booked(0));
        opened();
        rig.pass(10 * Rig.SECOND);
        rig.crashAndRestart(Rig.SECOND);
        rig.mark(0, "100");
        stopOut();
        assertEquals(Rig.quantity("-0.25"), booked(1));
        assertEquals(Rig.quantity("-3.25"), told());
        bookings.funding(0, "-0.25", atMs);
        assertEquals(
                Bookings.field(rig.last("PositionClosed"), "pnl"),
                rig.core.ledger().closedPnl());
        rig.check();
    }

    @Test
    void shouldLeaveToOthersWhatWasPaidAfterThePositionHadEnded() {
        opened();
        stopOut();
        final long pnl = Bookings.field(rig.last("PositionClosed"), "pnl");
        bookings.funding(0, "0.5", nowMs() + 2_000);
        assertEquals(0, booked(1));
        bookings.funding(0, "0.5", nowMs() + 3_000);
        assertEquals(1, rig.all("FundingBooked").size());
        assertEquals(pnl, rig.core.ledger().closedPnl());
        rig.check();
    }

    @Test
    void shouldBookOnThePositionThatHadEndedOnceTheTimeIsTold() {
        opened();
        final long atMs = settlementMs();
        stopOut();
        bookings.funding(0, "0.5", atMs + 30_000);
        assertEquals(0, booked(1));
        bookings.funding(0, "0.5", atMs);
        bookings.funding(0, "0.5", atMs);
        assertEquals(Rig.quantity("0.5"), booked(1));
        rig.check();
    }

    @Test
    void shouldTellALatePaymentOnceWhileItsPositionIsStillInTheTable() {
        opened();
        final long atMs = settlementMs();
        rig.venue.areReadsFailing = true;
        rig.mark(0, "97");
        rig.pass(2 * Rig.SECOND);
        final long pnl = Bookings.field(rig.last("PositionClosed"), "pnl");
        bookings.funding(0, "0.5", atMs);
        assertTrue(rig.last("FundingBooked").contains("late=YES"), rig.last("FundingBooked"));
        assertEquals(pnl + Rig.quantity("0.5"), rig.core.ledger().closedPnl());
        rig.venue.areReadsFailing = false;
        rig.pass(120 * Rig.SECOND);
        assertEquals(0, rig.core.openPositions());
        assertEquals(0, rig.all("LedgerCorrected").size(), () -> String.join("\n", rig.all("LedgerCorrected")));
        assertEquals(pnl + Rig.quantity("0.5"), rig.core.ledger().closedPnl());
        rig.check();
    }
}
