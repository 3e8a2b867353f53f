package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** Another instance on the account: found, what stops, what goes on, and what ends it. */
class OtherInstanceTest {
    private static Rig trailing() {
        final Rig rig = Rig.running(config -> config.instanceQuietSeconds(300));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "102", 2 * Rig.SECOND);
        assertEquals(1, rig.all("TrailingActivated").size());
        return rig;
    }

    private static FakeVenue.Order other(final Rig rig, final int instrumentId, final long epochLater) {
        final FakeVenue.Order order = rig.venue.late(instrumentId, 900, OrderRole.STOP, "1");
        order.epochSeconds += epochLater;
        order.side = OrderSide.SELL;
        order.level = Rig.price("90");
        return order;
    }

    private static int alerts(final Rig rig) {
        return (int) rig.all("AlertRaised").stream()
                .filter(text -> text.contains("FOREIGN_INSTANCE"))
                .count();
    }

    @Test
    void shouldStopEntriesAndMovesAndTellItOnceWhenAReadShowsAnIdNeverIssued() {
        final Rig rig = trailing();
        final int moves = rig.all("StopMoved").size();
        other(rig, 1, 0);
        rig.passAt(0, "102", 61 * Rig.SECOND);
        assertEquals(1, rig.all("ForeignInstanceFound").size());
        rig.passAt(0, "108", 130 * Rig.SECOND);
        assertEquals(1, rig.all("ForeignInstanceFound").size());
        assertEquals(1, alerts(rig));
        assertEquals(moves, rig.all("StopMoved").size());

        rig.mark(1, "100");
        rig.open(1, PositionSide.LONG, "1");

        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"));
        rig.check();
    }

    @Test
    void shouldStillReplaceALostStopAndObeyAnOperator() {
        final Rig rig = trailing();
        other(rig, 1, 0);
        rig.passAt(0, "102", 61 * Rig.SECOND);

        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), io.ratchet.engine.sbe.OrderStatus.CANCELED);
        rig.passAt(0, "102", 2 * Rig.SECOND);
        assertTrue(rig.venue.open(OrderRole.ANCHOR) != null);
        rig.operator(OperatorAction.SET_STOP, 1, -1, Rig.price("101.7"), Long.MIN_VALUE, false);
        rig.passAt(0, "102", 2 * Rig.SECOND);

        assertTrue(rig.last("StopMoved").contains("rule=OPERATOR"));
        rig.check();
    }

    @Test
    void shouldFindItByAnEventOfTheStreamAndForgetItOnlyAfterQuietReads() {
        final Rig rig = trailing();
        final FakeVenue.Order order = other(rig, 1, 500);
        rig.venue.update(order, OrderBook.CONDITIONAL);
        assertEquals(1, rig.all("ForeignInstanceFound").size());
        rig.venue.orders.remove(order);

        rig.passAt(0, "102", 290 * Rig.SECOND);
        assertEquals(0, rig.all("ForeignInstanceCleared").size());
        rig.passAt(0, "108", 80 * Rig.SECOND);

        assertTrue(rig.last("ForeignInstanceCleared").contains("cause=EVIDENCE"));
        assertTrue(rig.last("StopMoved").contains("rule=TRAIL"));
        rig.mark(1, "100");
        rig.open(1, PositionSide.LONG, "1");
        assertEquals(2, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    void shouldNotForgetItWhileReadsFail() {
        final Rig rig = trailing();
        final FakeVenue.Order order = other(rig, 1, 500);
        rig.venue.update(order, OrderBook.CONDITIONAL);
        rig.venue.orders.remove(order);
        rig.venue.areReadsFailing = true;
        rig.passAt(0, "102", 900 * Rig.SECOND);
        assertEquals(0, rig.all("ForeignInstanceCleared").size());
        rig.venue.areReadsFailing = false;
        rig.passAt(0, "102", 61 * Rig.SECOND);
        assertEquals(1, rig.all("ForeignInstanceCleared").size());
    }

    @Test
    void shouldBeThereAfterARestartUntilAnOperatorResumes() {
        final Rig rig = trailing();
        // Of a later epoch than that of the restart too.
        final FakeVenue.Order order = other(rig, 1, 5_000);
        rig.venue.update(order, OrderBook.CONDITIONAL);
        rig.venue.orders.remove(order);
        rig.crashAndRestart(5 * Rig.SECOND);
        rig.passAt(0, "102", 10 * Rig.SECOND);
        rig.mark(1, "100");
        rig.open(1, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"));

        rig.operator(OperatorAction.RESUME, 0);
        assertTrue(rig.last("ForeignInstanceCleared").contains("cause=OPERATOR"));
        rig.open(1, PositionSide.LONG, "1");

        assertEquals(2, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    void shouldFindItAgainAfterAResumeWhenItIsStillThere() {
        final Rig rig = trailing();
        other(rig, 1, 0);
        rig.passAt(0, "102", 61 * Rig.SECOND);
        rig.operator(OperatorAction.RESUME, 0);
        rig.passAt(0, "102", 61 * Rig.SECOND);
        assertEquals(2, rig.all("ForeignInstanceFound").size());
        assertEquals(2, alerts(rig));
        rig.check();
    }

    @Test
    void shouldTakeAnOrderOfAnOlderEpochForALeftoverOfOurs() {
        final Rig rig = trailing();
        final FakeVenue.Order order = other(rig, 1, -1_000);
        rig.passAt(0, "102", 62 * Rig.SECOND);
        assertEquals(0, rig.all("ForeignInstanceFound").size());
        assertFalse(order.isOpen());
        rig.check();
    }

    @Test
    void shouldNameARevisionThatALivingPositionHasNotComeTo() {
        final Rig rig = trailing();
        final FakeVenue.Order order = rig.venue.late(0, 1, OrderRole.STOP, "1");
        order.side = OrderSide.SELL;
        order.level = Rig.price("90");
        order.revision = 40;
        rig.passAt(0, "102", 61 * Rig.SECOND);
        assertEquals(1, rig.all("ForeignInstanceFound").size());
        assertTrue(order.isOpen());
        rig.check();
    }
}
