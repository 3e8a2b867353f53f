package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

final class ResyncTest {

    @Test
    void shouldSuspendTheDeadlineUntilAReadWhenThePauseIsLong() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        for (int i = 0; i < 3; i++) {
            rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        }
        rig.venue.readDelayNs = 400 * Rig.MS;
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(2 * Rig.SECOND);
        // The process is stopped for ten seconds.
        rig.nowNs += 10 * Rig.SECOND;
        rig.tick();
        assertTrue(rig.last("ResyncStarted").contains("cause=PAUSE"));
        assertEquals(0, rig.all("CloseStarted").size());
        assertEquals(0, rig.all("ProtectDeadlineExtended").size());
        rig.pass(500 * Rig.MS);
        assertEquals(2, rig.all("ResyncCompleted").size());
        rig.pass(2_500 * Rig.MS);
        assertEquals(0, rig.all("ProtectDeadlineExtended").size());
        rig.pass(700 * Rig.MS);
        assertEquals(1, rig.all("ProtectDeadlineExtended").size());
        assertEquals(0, rig.core.violations());
    }

    @Test
    void shouldNotResyncWhenTicksComeAsExpected() {
        final Rig rig = Rig.running();
        rig.pass(30 * Rig.SECOND);
        assertEquals(0, rig.all("ResyncStarted").size());
        rig.check();
    }

    @Test
    void shouldReadAgainWhenTheUserFeedComesBack() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.venue.areFillsLost = true;
        rig.mark(0, "97");
        assertEquals(0, rig.all("PositionClosed").size());
        rig.pass(Rig.SECOND);
        rig.feed(MarketFeed.USER, FeedState.UP);
        rig.pass(2 * Rig.SECOND);
        final String closed = rig.last("PositionClosed");
        assertTrue(closed.contains("exitPrice=970000000000 ") && closed.contains("reason=STOP "), closed);
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    void shouldChangeNothingWhenTheReadFails() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.areReadsFailing = true;
        final int placed = rig.all("PlaceStop").size();
        rig.passAt(0, "100", 70 * Rig.SECOND);
        assertEquals(placed, rig.all("PlaceStop").size());
        assertEquals(0, rig.all("StopLost").size());
        assertEquals(1, rig.core.openPositions());
        rig.check();
    }

    @Test
    void shouldTellForeignWhenSomebodyElseClosedThePosition() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.mark(0, "101");
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        rig.passAt(0, "101", 65 * Rig.SECOND);
        final String closed = rig.last("PositionClosed");
        assertTrue(closed.contains("reason=FOREIGN ") && closed.contains("exitPrice=1010000000000 "), closed);
        assertEquals(0, rig.venue.openCount());
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    void shouldResizeTheWorkingStopWhenThePositionShrinks() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.mark(0, "102");
        rig.venue.foreignTrade(0, -Rig.quantity("0.4"));
        rig.passAt(0, "102", 65 * Rig.SECOND);
        assertEquals(Rig.quantity("0.6"), rig.venue.open(OrderRole.STOP).quantity);
        assertEquals(2, rig.venue.openCount());
        rig.mark(0, "101");
        assertTrue(rig.last("PositionClosed").contains("reason=TRAIL_STOP"));
        rig.check();
    }

    @Test
    void shouldPlaceAgainWhenTwoSourcesSayThatAStopIsGone() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        // Gone without a trace: neither listed nor found by its id.
        rig.venue.open(OrderRole.ANCHOR).isHidden = true;
        rig.passAt(0, "100", 59 * Rig.SECOND);
        assertEquals(0, rig.all("StopLost").size());
        rig.passAt(0, "100", 4 * Rig.SECOND);
        assertEquals(1, rig.all("StopLost").size());
        assertTrue(rig.venue.open(OrderRole.ANCHOR) != null);
        assertTrue(rig.last("NakedInterval").contains("cause=STOP_LOST"));
        rig.check();
    }

    @Test
    void shouldCancelALeftoverOfOursAndNameAnotherInstance() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.mark(0, "97");
        rig.pass(Rig.SECOND);
        final FakeVenue.Order leftover = rig.venue.late(0, 1, OrderRole.STOP, "1");
        leftover.side = io.ratchet.engine.sbe.OrderSide.SELL;
        leftover.level = Rig.price("90");
        rig.passAt(0, "97", 62 * Rig.SECOND);
        assertEquals(1, rig.all("LeftoverOrderFound").size());
        assertEquals(0, rig.venue.openCount());
        final FakeVenue.Order other = rig.venue.late(0, 9, OrderRole.STOP, "1");
        other.epochSeconds += 1_000_000;
        other.side = io.ratchet.engine.sbe.OrderSide.SELL;
        other.level = Rig.price("90");
        rig.passAt(0, "97", 62 * Rig.SECOND);
        assertTrue(rig.all("AlertRaised").toString().contains("FOREIGN_INSTANCE"));
        rig.open(1, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"));
        assertEquals(1, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldUseAForeignStopAsTheAnchorWhenItIsInTheWay() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        final FakeVenue.Order foreign = rig.venue.late(0, 0, OrderRole.NONE, "0");
        foreign.side = io.ratchet.engine.sbe.OrderSide.SELL;
        foreign.level = Rig.price("95");
        foreign.closePosition = true;
        rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.CLOSE_POSITION_STOP_EXISTS);
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        assertEquals(0, rig.core.unprotectedCount());
        assertEquals(0, rig.all("CloseStarted").size());
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    void shouldQuarantineABadMarkUntilASecondAgrees() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.prices(0, Rig.price("100"), Rig.price("100"), Rig.price("100"), Rig.price("100"));
        rig.pass(500 * Rig.MS);
        rig.falseMark(0, "120");
        assertEquals(1, rig.all("MarkQuarantined").size());
        assertEquals(0, rig.all("TrailingActivated").size());
        rig.pass(100 * Rig.MS);
        rig.falseMark(0, "120");
        assertEquals(0, rig.all("TrailingActivated").size());
        rig.pass(200 * Rig.MS);
        rig.falseMark(0, "120.5");
        assertEquals(1, rig.all("TrailingActivated").size());
        rig.falseMark(0, "-1");
        rig.falseMark(0, "0");
        assertEquals(3, rig.all("MarkQuarantined").size());
        // A jump that the last trades confirm is no error.
        rig.prices(0, Rig.price("100"), Rig.price("101"), FixedPoint.NULL, FixedPoint.NULL);
        assertEquals(3, rig.all("MarkQuarantined").size());
        rig.check();
    }

    @Test
    void shouldKeepTheFavourableExtremeOutWhenItIsBad() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(500 * Rig.MS);
        rig.prices(0, Rig.price("100.1"), Rig.price("100"), Rig.price("100"), Rig.price("130"));
        assertEquals(0, rig.all("TrailingActivated").size());
        rig.check();
    }
}
