package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.VenueState;
import org.junit.jupiter.api.Test;

/** The end of a node in order: it says STOPPING only when what is open is known to be protected. */
final class ShutdownTest {
    private static boolean isStopping(final Rig rig) {
        return rig.last("NodeStateChanged").contains("to=STOPPING");
    }

    @Test
    void shouldReadTheVenueOnceMoreBeforeItStops() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", Rig.SECOND);
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.venue.areUpdatesLost = false;
        rig.venue.readDelayNs = 500 * Rig.MS;
        rig.operator(OperatorAction.SHUTDOWN, 0);
        assertFalse(isStopping(rig), "the last sweep is under way");
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertTrue(isStopping(rig));
        assertEquals(0, rig.core.unprotectedCount());
        assertTrue(rig.venue.open(OrderRole.ANCHOR) != null, "the sweep found what was lost");
        rig.check();
    }

    @Test
    void shouldWaitForAnOpenWhoseOutcomeIsUnknown() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.areFillsLost = true;
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.operator(OperatorAction.SHUTDOWN, 0);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertTrue(isStopping(rig));
        assertEquals(1, rig.core.openPositions());
        assertEquals(0, rig.core.unprotectedCount());
        rig.check();
    }

    @Test
    void shouldNotWaitForAVenueThatCannotBeRead() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", Rig.SECOND);
        rig.health(VenueState.BLIND);
        rig.operator(OperatorAction.SHUTDOWN, 0);
        assertTrue(isStopping(rig));
        rig.check();
    }

    @Test
    void shouldRefuseToResumeWhileStoppingAndTakeEntriesAfterTheNextStart() {
        final Rig rig = Rig.running();
        rig.operator(OperatorAction.SHUTDOWN, 0);
        rig.operator(OperatorAction.RESUME, 0);
        assertTrue(rig.last("OperatorRefused").contains("reason=NODE_STOPPING"));
        rig.crashAndRestart(Rig.SECOND);
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.check();
    }
}
