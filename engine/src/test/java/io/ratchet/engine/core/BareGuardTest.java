package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** A node that lost its journal: what it finds at the venue is all it knows. */
final class BareGuardTest {
    private static final long DOWN = 2 * Rig.SECOND;

    private static Rig holding(final String quantity) {
        return holding(quantity, ForeignPolicy.ALERT);
    }

    private static Rig holding(final String quantity, final ForeignPolicy policy) {
        final Rig rig = Rig.running(config -> config.foreignPolicy(policy));
        rig.venue.entries.put(0, Rig.price("100"));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, quantity);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level);
        return rig;
    }

    /** Every stop is gone while nobody looked. */
    private static void loseStops(final Rig rig) {
        rig.venue.areUpdatesLost = true;
        for (final FakeVenue.Order order : rig.venue.orders) {
            if (order.isOpen()) {
                rig.venue.lose(order, OrderStatus.CANCELED);
            }
        }
        rig.venue.areUpdatesLost = false;
    }

    /** A working stop of an earlier epoch over one third of the position. */
    private static FakeVenue.Order partialStop(final Rig rig, final String level) {
        final FakeVenue.Order part = rig.venue.late(0, 1, OrderRole.STOP, "1");
        part.side = OrderSide.SELL;
        part.level = Rig.price(level);
        return part;
    }

    @Test
    void shouldLeaveTheStopsOfAnEarlierEpochWhereTheyAreAndOpenNothing() {
        final Rig rig = holding("1");
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        rig.loseJournal(DOWN);
        rig.passAt(0, "100", 200 * Rig.SECOND);
        assertSame(anchor, rig.venue.open(OrderRole.ANCHOR));
        assertEquals(1, rig.venue.openCount());
        assertEquals(0, rig.all("PlaceStop").size());
        assertEquals(0, rig.all("LeftoverOrderFound").size());
        assertTrue(rig.last("ForeignPolicyChanged").contains("level=980000000000 "), rig.last("ForeignPolicyChanged"));
        assertEquals(NodeState.BARE_GUARD, rig.core.nodeState());
        rig.mark(1, "100");
        rig.open(1, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"), rig.last("EntryRefused"));
        rig.operator(OperatorAction.RESUME, 0);
        rig.open(1, PositionSide.LONG, "1");
        assertEquals(2, rig.all("EntryRefused").size(), "nobody resumes entries without a journal");
        rig.check();
    }

    @Test
    void shouldPlaceAStopAtOnceWhereThereIsNoneAndNotTrailIt() {
        final Rig rig = holding("1");
        rig.passAt(0, "104", 2 * Rig.SECOND);
        loseStops(rig);
        rig.loseJournal(DOWN);
        rig.passAt(0, "104", 2 * Rig.SECOND);
        assertEquals(Rig.price("100.9"), rig.venue.open(OrderRole.ANCHOR).level, "3 % from the mark, on tick");
        rig.passAt(0, "110", 130 * Rig.SECOND);
        assertEquals(1, rig.all("PlaceStop").size());
        assertEquals(0, rig.all("TrailingActivated").size());
        assertEquals(0, rig.all("CloseAtMarket").size());
        rig.check();
    }

    @Test
    void shouldPlaceTheFirstStopAgainWhenAnOrderOfOursTellsWhoseItIs() {
        final Rig rig = holding("3");
        loseStops(rig);
        partialStop(rig, "97");
        rig.loseJournal(DOWN);
        rig.passAt(0, "99", 2 * Rig.SECOND);
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level, "2 % from the entry");
        assertEquals(0, rig.all("CloseStarted").size());
        rig.check();
    }

    @Test
    void shouldCloseWhatIsOursAndPastItsLevelAndNothingElse() {
        final Rig rig = holding("3");
        loseStops(rig);
        final FakeVenue.Order part = partialStop(rig, "97");
        rig.mark(0, "97.5");
        rig.loseJournal(DOWN);
        rig.passAt(0, "97.5", 5 * Rig.SECOND);
        assertTrue(rig.last("CloseStarted").contains("reason=PAST_LEVEL"), rig.last("CloseStarted"));
        assertEquals(0L, rig.venue.sizes.get(0));
        rig.passAt(0, "97.5", 120 * Rig.SECOND);
        assertTrue(!part.isOpen(), "what is left of ours is cleared once nothing is held");
        assertEquals(0, rig.venue.openCount());
        final Rig unknown = holding("3");
        loseStops(unknown);
        unknown.mark(0, "97.5");
        unknown.loseJournal(DOWN);
        unknown.passAt(0, "97.5", 5 * Rig.SECOND);
        assertEquals(0, unknown.all("CloseStarted").size(), "no order tells that it is ours");
        assertEquals(Rig.price("94.6"), unknown.venue.open(OrderRole.ANCHOR).level);
        rig.check();
        unknown.check();
    }

    @Test
    void shouldLetAloneWhatIsToBeIgnoredUnlessAnOrderOfOursIsOnIt() {
        final Rig rig = holding("3", ForeignPolicy.IGNORE);
        loseStops(rig);
        rig.loseJournal(DOWN);
        rig.passAt(0, "100", 65 * Rig.SECOND);
        assertNull(rig.venue.open(OrderRole.ANCHOR));
        partialStop(rig, "97");
        rig.passAt(0, "100", 65 * Rig.SECOND);
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level);
        rig.check();
    }

    @Test
    void shouldNotTakeAStopOfAnEarlierJournalForALeftoverOfAPositionThatBearsItsNumber() {
        final Rig rig = holding("3", ForeignPolicy.GUARD);
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        rig.beginNewJournal(DOWN, false);
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertTrue(anchor.isOpen(), "the only stop");
        assertEquals(0, rig.all("LeftoverOrderFound").size());
        assertEquals(0, rig.all("PlaceStop").size());
        assertTrue(rig.last("ForeignPolicyChanged").contains("level=980000000000 positionId=1 "));
        rig.venue.lose(anchor, OrderStatus.CANCELED);
        rig.passAt(0, "100", 65 * Rig.SECOND);
        assertEquals(Rig.price("97"), rig.venue.open(OrderRole.ANCHOR).level, "guarded like any foreign position");
        rig.check();
    }

    @Test
    void shouldBeAWholeNodeAgainAtTheNextStart() {
        final Rig rig = holding("1");
        rig.loseJournal(DOWN);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        rig.crashAndRestart(Rig.SECOND);
        rig.mark(1, "100");
        rig.passAt(1, "100", 5 * Rig.SECOND);
        assertEquals(NodeState.RUNNING, rig.core.nodeState());
        rig.open(1, PositionSide.LONG, "1");
        rig.passAt(1, "100", 5 * Rig.SECOND);
        assertEquals(1, rig.all("PositionOpened").size());
        rig.check();
    }
}
