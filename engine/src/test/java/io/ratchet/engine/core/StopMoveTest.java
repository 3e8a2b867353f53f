package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

final class StopMoveTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;
    private static final int CANCEL = CancelStopDecoder.TEMPLATE_ID;

    private static Rig activated() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.mark(0, "102");
        assertEquals(Rig.price("101.5"), rig.venue.open(OrderRole.STOP).level);
        return rig;
    }

    @Test
    void shouldMoveAtOnceWhenOnePercentBetter() {
        final Rig rig = activated();
        rig.pass(Rig.SECOND);
        rig.mark(0, "103.1");
        // 103.1 · 0.995 = 102.5845, up to 102.6: 1.08 % above 101.5.
        assertTrue(rig.last("StopMoved").contains("oldLevel=1015000000000 newLevel=1026000000000 "));
        assertTrue(rig.last("StopMoved").contains("rule=TRAIL"));
        assertEquals(2, rig.venue.openCount());
        assertEquals(0, rig.all("LooseInterval").size());
        assertEquals(1, rig.all("NakedInterval").size());
        rig.check();
    }

    @Test
    void shouldNotMoveByAPriceThatArrivesWhenItsConnectionHasEnded() {
        final Rig rig = activated();
        rig.pass(Rig.SECOND);
        rig.feed(MarketFeed.MARKET, FeedState.DOWN);
        rig.mark(0, "103.1");
        assertEquals(0, rig.all("StopMoved").size());
        assertEquals(0, rig.all("CommandWithheld").size());
        rig.feedEpoch++;
        rig.feed(MarketFeed.MARKET, FeedState.UP);
        rig.mark(0, "103.1");
        assertEquals(1, rig.all("StopMoved").size());
        rig.check();
    }

    @Test
    void shouldSkipWhenTooSmallAfterAMinute() {
        final Rig rig = activated();
        rig.passAt(0, "102", 61 * Rig.SECOND);
        rig.mark(0, "102.05");
        // 102.05 · 0.995 = 101.53975, up to 101.6: 0.0985 % better.
        assertTrue(rig.last("StopMoveSkipped").contains("reason=TOO_SMALL"), rig.last("StopMoveSkipped"));
        assertEquals(0, rig.all("StopMoved").size());
        rig.mark(0, "102.2");
        assertEquals(1, rig.all("StopMoved").size());
        rig.check();
    }

    @Test
    void shouldKeepTheOldStopAndAlertWhenThreeMovesFail() {
        final Rig rig = activated();
        for (int i = 0; i < 3; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        rig.passAt(0, "104", 8 * Rig.SECOND);
        assertEquals(3, rig.all("StopMoveFailed").size());
        assertTrue(rig.all("AlertRaised").toString().contains("MOVES_FAILED"));
        assertEquals(1, rig.all("StopMoved").size());
        assertEquals(Rig.price("103.5"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(2, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldCloseWhenAMoveWouldTriggerAndAFreshMarkConfirms() {
        final Rig rig = activated();
        rig.passAt(0, "101.9", 30 * Rig.SECOND);
        rig.mark(0, "102.4");
        rig.passAt(0, "101.8", 31 * Rig.SECOND);
        // The candidate of the peak 102.4 is 101.9, above the mark.
        assertTrue(rig.last("StopMoveFailed").contains("reason=WOULD_TRIGGER"));
        assertTrue(rig.last("PositionClosed").contains("reason=PAST_LEVEL"));
        rig.check();
    }

    @Test
    void shouldKeepTheOldStopWhenAMoveWouldTriggerButNoMarkConfirms() {
        final Rig rig = activated();
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.WOULD_TRIGGER);
        rig.pass(Rig.SECOND);
        rig.mark(0, "104");
        assertEquals(1, rig.all("StopMoveFailed").size());
        assertEquals(0, rig.all("CloseStarted").size());
        assertEquals(2, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldResolveTheMoveWhenItsAnswerIsLost() {
        final Rig rig = activated();
        rig.venue.next(STOP, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.pass(Rig.SECOND);
        rig.mark(0, "104");
        assertEquals(1, rig.all("StopMoved").size());
        assertEquals(2, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldGiveTheMoveUpWhenItIsProvenAbsent() {
        final Rig rig = activated();
        rig.venue.next(STOP, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.pass(Rig.SECOND);
        rig.mark(0, "104");
        rig.passAt(0, "104", 5 * Rig.SECOND);
        assertEquals(0, rig.all("StopMoved").size());
        assertEquals(0, rig.all("StopMoveFailed").size());
        rig.passAt(0, "104", 4 * Rig.SECOND);
        assertEquals(1, rig.all("StopMoveFailed").size());
        assertEquals(1, rig.all("StopMoved").size());
        rig.check();
    }

    @Test
    void shouldEndTheMoveWhenTheCancelIsUnknownOrTheOldStopIsGone() {
        final Rig rig = activated();
        rig.venue.next(CANCEL, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.pass(Rig.SECOND);
        rig.mark(0, "104");
        assertEquals(3, rig.venue.openCount());
        rig.passAt(0, "104", 2 * Rig.SECOND);
        assertEquals(2, rig.venue.openCount());
        rig.venue.next(CANCEL, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.mark(0, "106");
        rig.passAt(0, "106", 2 * Rig.SECOND);
        assertEquals(2, rig.venue.openCount());
        assertEquals(2, rig.all("StopMoved").size());
        assertEquals(0, rig.all("StopLost").size());
        rig.check();
    }

    @Test
    void shouldTakeTheNewestTargetWhenThePriceRanAwayDuringAMove() {
        final Rig rig = activated();
        rig.venue.next(STOP, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        for (int i = 0; i < 3; i++) {
            rig.venue.next(io.ratchet.engine.sbe.QueryOrderDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST);
        }
        rig.pass(Rig.SECOND);
        rig.mark(0, "104");
        rig.pass(100 * Rig.MS);
        rig.mark(0, "108");
        assertTrue(rig.last("StopMoveSkipped").contains("reason=MOVE_IN_FLIGHT"));
        assertEquals(0, rig.all("StopMoved").size());
        rig.pass(2 * Rig.SECOND);
        assertEquals(2, rig.all("StopMoved").size());
        assertEquals(Rig.price("107.5"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    void shouldBreakUnderTheAnchorWhenConditionalOrdersRunShort() {
        final Rig rig = activated();
        rig.change = config -> config.conditionalOrdersMax(11).conditionalOrdersReserve(10);
        rig.config();
        rig.pass(Rig.SECOND);
        rig.mark(0, "104");
        assertEquals(1, rig.all("StopMoved").size());
        assertTrue(rig.last("LooseInterval").contains("ns=0 ")
                && rig.last("LooseInterval").contains("cause=MOVE"));
        assertEquals(2, rig.venue.openCount());
        rig.open(1, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=CONDITIONAL_ORDERS_FULL"));
        rig.check();
    }

    @Test
    void shouldUseTheFavourableExtremeForThePeakAndTheMarkToDecide() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.venue.mark(0, Rig.price("101.4"));
        rig.prices(0, Rig.price("101.4"), FixedPoint.NULL, Rig.price("100.5"), Rig.price("101.6"));
        assertTrue(rig.last("TrailingActivated").contains("price=1016000000000 level=1011000000000 "));
        rig.check();
    }

    @Test
    void shouldPlaceAgainAtOnceWhenAStopIsLost() {
        final Rig rig = activated();
        rig.pass(Rig.SECOND);
        rig.venue.lose(rig.venue.open(OrderRole.STOP), OrderStatus.CANCELED);
        assertEquals(1, rig.all("StopLost").size());
        assertEquals(Rig.price("101.5"), rig.venue.open(OrderRole.STOP).level);
        assertTrue(rig.last("LooseInterval").contains("cause=STOP_LOST"));
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.EXPIRED);
        assertNotNull(rig.venue.open(OrderRole.ANCHOR));
        assertEquals(1, rig.all("NakedInterval").size());
        rig.check();
    }

    @Test
    void shouldMeasureNakedWhenTheOnlyStopIsLost() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.SHORT, "1");
        rig.pass(10 * Rig.SECOND);
        rig.venue.next(STOP, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.pass(Rig.SECOND);
        assertNotNull(rig.venue.open(OrderRole.ANCHOR));
        assertTrue(rig.last("NakedInterval").contains("cause=STOP_LOST"));
        assertTrue(rig.last("NakedInterval").contains("minNs=200000000 "), rig.last("NakedInterval"));
        rig.check();
    }

    @Test
    void shouldCloseWhenAStopIsRejectedAsItTriggers() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.REJECTED);
        assertTrue(rig.last("PositionClosed").contains("reason=PAST_LEVEL"));
        assertNull(rig.venue.open(OrderRole.ANCHOR));
        rig.check();
    }

    @Test
    void shouldReadThePositionFirstWhenASiblingFilledJustNow() {
        final Rig rig = activated();
        rig.pass(Rig.SECOND);
        rig.venue.areFillsLost = true;
        rig.venue.readDelayNs = 100 * Rig.MS;
        final FakeVenue.Order working = rig.venue.open(OrderRole.STOP);
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        working.status = OrderStatus.TRIGGERING;
        rig.venue.update(working, io.ratchet.engine.sbe.OrderBook.CONDITIONAL);
        rig.venue.fill(working, working.quantity);
        final int placed = rig.all("PlaceStop").size();
        rig.venue.lose(anchor, OrderStatus.EXPIRED);
        assertEquals(placed, rig.all("PlaceStop").size());
        rig.pass(3 * Rig.SECOND);
        assertEquals(placed, rig.all("PlaceStop").size());
        assertTrue(rig.last("PositionClosed").contains("reason=TRAIL_STOP"), rig.last("PositionClosed"));
        rig.check();
    }

    @Test
    void shouldCorrectTheEntryOnceWhenTheAverageSetsATighterLevel() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(io.ratchet.engine.sbe.PlaceEntryDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        rig.open(0, PositionSide.LONG, "2");
        final FakeVenue.Order entry = rig.venue.late(0, 1, OrderRole.ENTRY, "2");
        rig.venue.fill(entry, Rig.quantity("1"), OrderStatus.PARTIALLY_FILLED);
        assertTrue(rig.last("StopConfirmed").contains("level=980000000000 "));
        rig.pass(Rig.SECOND);
        rig.mark(0, "101");
        rig.venue.fill(entry, Rig.quantity("1"), OrderStatus.FILLED);
        // Average 100.5, 2 % below: 98.49, up to 98.5.
        assertTrue(rig.last("StopMoved").contains("newLevel=985000000000 "), rig.last("StopMoved"));
        assertTrue(rig.last("StopMoved").contains("rule=ENTRY_CORRECTION"));
        assertEquals(Rig.quantity("2"), rig.venue.open(OrderRole.STOP).quantity);
        rig.check();
    }

    @Test
    void shouldCancelAStopThatWasSaidToTriggerWhenItGoesOnResting() {
        final Rig rig = activated();
        rig.venue.next(
                io.ratchet.engine.sbe.CancelStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.STOP_TRIGGERING);
        rig.passAt(0, "102", 60 * Rig.SECOND);
        rig.mark(0, "104");
        assertEquals(1, rig.all("StopTriggered").size());
        assertEquals(3, rig.venue.openCount());
        rig.passAt(0, "104", 60 * Rig.SECOND);
        assertEquals(2, rig.venue.openCount());
        assertEquals(0, rig.all("CloseStarted").size());
        rig.check();
    }
}
