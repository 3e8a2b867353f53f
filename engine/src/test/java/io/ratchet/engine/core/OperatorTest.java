package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** What an operator asks of positions that are ours; each answer names its request, each state survives a restart. */
final class OperatorTest {
    private static Rig open(final PositionSide side) {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, side, "1");
        rig.passAt(0, "100", Rig.SECOND);
        return rig;
    }

    private static void setStop(final Rig rig, final String level) {
        rig.operator(OperatorAction.SET_STOP, 1, -1, Rig.price(level), FixedPoint.NULL, false);
    }

    private static void assertRefused(final Rig rig, final String action, final String reason) {
        final String refused = rig.last("OperatorRefused");
        assertTrue(refused.contains("action=" + action + " reason=" + reason + " "), refused);
        assertTrue(refused.contains("requestId=1 "), refused);
    }

    // Entries.

    @Test
    void shouldKeepEntriesStoppedOverARestartUntilResumed() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.operator(OperatorAction.STOP_ENTRIES, 0);
        assertTrue(rig.last("OperatorAccepted").contains("action=STOP_ENTRIES"));
        rig.crashAndRestart(Rig.SECOND);
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"));
        rig.operator(OperatorAction.RESUME, 0);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    void shouldBlockASymbolForItsTimeOverARestart() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.operator(OperatorAction.BLOCK, 0, 0, FixedPoint.NULL, 60 * Rig.SECOND, false);
        assertTrue(rig.last("SymbolBlocked").contains("reason=OPERATOR"));
        rig.operator(OperatorAction.BLOCK, 0, 0, FixedPoint.NULL, 30 * Rig.SECOND, false);
        assertRefused(rig, "BLOCK", "NO_CHANGE");
        rig.operator(OperatorAction.BLOCK, 0, 77, FixedPoint.NULL, 30 * Rig.SECOND, false);
        assertRefused(rig, "BLOCK", "UNKNOWN_INSTRUMENT");
        rig.crashAndRestart(Rig.SECOND);
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=SYMBOL_BLOCKED"));
        rig.operator(OperatorAction.UNBLOCK, 0, 0, FixedPoint.NULL, FixedPoint.NULL, false);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.operator(OperatorAction.UNBLOCK, 0, 0, FixedPoint.NULL, FixedPoint.NULL, false);
        assertRefused(rig, "UNBLOCK", "NO_CHANGE");
        rig.check();
    }

    // Force exit.

    @Test
    void shouldCloseReduceOnlyWhenForcedToExit() {
        final Rig rig = open(PositionSide.LONG);
        rig.operator(OperatorAction.FORCE_EXIT, 7);
        assertRefused(rig, "FORCE_EXIT", "UNKNOWN_POSITION");
        rig.venue.next(io.ratchet.engine.sbe.CloseAtMarketDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertTrue(rig.last("OperatorAccepted").contains("positionId=1 instrumentId=0 venue=BINANCE"));
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertRefused(rig, "FORCE_EXIT", "ALREADY_CLOSING");
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=OPERATOR"));
        assertEquals(0, rig.venue.openCount());
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertRefused(rig, "FORCE_EXIT", "UNKNOWN_POSITION");
        rig.check();
    }

    @Test
    void shouldCloseAllThatIsOursWhenAskedForAll() {
        final Rig rig = open(PositionSide.LONG);
        rig.mark(1, "2000");
        rig.open(1, PositionSide.SHORT, "0.1");
        rig.passAt(1, "2000", Rig.SECOND);
        rig.operator(OperatorAction.FORCE_EXIT, 0, -1, FixedPoint.NULL, FixedPoint.NULL, true);
        rig.passAt(1, "2000", 2 * Rig.SECOND);
        assertEquals(2, rig.all("PositionFlatVerified").size());
        rig.operator(OperatorAction.FORCE_EXIT, 0, -1, FixedPoint.NULL, FixedPoint.NULL, true);
        assertRefused(rig, "FORCE_EXIT", "NOT_OPEN");
        rig.check();
    }

    // Set stop.

    @Test
    void shouldTightenTheStopWhenTheOperatorSetsABetterOne() {
        final Rig rig = open(PositionSide.LONG);
        setStop(rig, "99");
        rig.passAt(0, "100", Rig.SECOND);
        final String moved = rig.last("StopMoved");
        assertTrue(moved.contains("oldLevel=980000000000 newLevel=990000000000 "), moved);
        assertTrue(moved.contains("rule=OPERATOR"), moved);
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level);
        assertEquals(2, rig.venue.openCount());
        setStop(rig, "99");
        assertRefused(rig, "SET_STOP", "NO_CHANGE");
        rig.check();
    }

    @Test
    void shouldLoosenTheStopAndTheOneUnderneathWhenTheOperatorSetsAWorseOne() {
        for (final PositionSide side : new PositionSide[] {PositionSide.LONG, PositionSide.SHORT}) {
            final Rig rig = open(side);
            final String level = side == PositionSide.LONG ? "95" : "105";
            setStop(rig, level);
            rig.passAt(0, "100", 2 * Rig.SECOND);
            assertTrue(rig.last("StopMoved").contains("rule=OPERATOR"));
            assertEquals(Rig.price(level), rig.venue.open(OrderRole.STOP).level);
            assertEquals(Rig.price(level), rig.venue.open(OrderRole.ANCHOR).level);
            assertEquals(2, rig.venue.openCount());
            assertEquals(1, rig.all("NakedInterval").size(), "naked only while it opened");
            rig.mark(0, side == PositionSide.LONG ? "97" : "103");
            assertEquals(0, rig.all("PositionClosed").size());
            rig.mark(0, side == PositionSide.LONG ? "94.9" : "105.1");
            rig.passAt(0, "94.9", 2 * Rig.SECOND);
            assertTrue(rig.last("PositionClosed").contains("reason=STOP "));
            assertEquals(0, rig.venue.openCount());
            rig.check();
        }
    }

    @Test
    void shouldFinishTheLooseningWhenKilledAtAnyOfItsCommands() {
        for (final boolean isExecuted : new boolean[] {false, true}) {
            for (int at = 1; at <= 3; at++) {
                final Rig rig = open(PositionSide.LONG);
                rig.commands = 0;
                rig.crashAt = at;
                rig.isCrashExecuted = isExecuted;
                setStop(rig, "95");
                rig.passAt(0, "100", 2 * Rig.SECOND);
                assertTrue(rig.isDead, "crash at " + at);
                rig.crashAndRestart(3 * Rig.SECOND);
                rig.passAt(0, "100", 15 * Rig.SECOND);
                assertEquals(Rig.price("95"), rig.venue.open(OrderRole.STOP).level, "crash at " + at);
                assertEquals(Rig.price("95"), rig.venue.open(OrderRole.ANCHOR).level, "crash at " + at);
                assertEquals(2, rig.venue.openCount());
                assertEquals(0, rig.core.unprotectedCount());
                rig.check();
            }
        }
    }

    @Test
    void shouldNotFollowTheTrailBackUntilThereIsANewPeakWhenLoosened() {
        final Rig rig = open(PositionSide.LONG);
        rig.mark(0, "104");
        rig.passAt(0, "104", Rig.SECOND);
        assertEquals(Rig.price("103.5"), rig.venue.open(OrderRole.STOP).level, "0.5 % below the peak, on tick");
        setStop(rig, "99");
        rig.passAt(0, "104", 120 * Rig.SECOND);
        assertEquals(Rig.price("99"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level);
        rig.mark(0, "104.1");
        rig.passAt(0, "104.1", Rig.SECOND);
        assertEquals(Rig.price("103.6"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    void shouldTakeTheLastLevelWhenSetTwiceWhileAMoveIsInFlight() {
        final Rig rig = open(PositionSide.LONG);
        rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        setStop(rig, "98.5");
        setStop(rig, "99");
        setStop(rig, "99.2");
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertEquals(Rig.price("99.2"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(2, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldKeepTheOldStopWhenTheVenueRefusesTheNewOne() {
        final Rig rig = open(PositionSide.LONG);
        rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.PRECISION);
        setStop(rig, "95");
        rig.passAt(0, "100", Rig.SECOND);
        assertEquals(1, rig.all("StopMoveFailed").size());
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level);
        assertNull(rig.venue.open(OrderRole.STOP));
        rig.check();
    }

    @Test
    void shouldHoldTheNewStopWhenTheOldOneUnderneathDoesNotGo() {
        final Rig rig = open(PositionSide.LONG);
        rig.venue.next(CancelStopDecoder.TEMPLATE_ID, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        setStop(rig, "95");
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertEquals(Rig.price("95"), rig.venue.open(OrderRole.ANCHOR).level);
        assertNotNull(rig.venue.open(OrderRole.STOP));
        rig.check();
    }

    @Test
    void shouldRefuseAStopThatCannotStand() {
        final Rig rig = open(PositionSide.LONG);
        setStop(rig, "100");
        assertRefused(rig, "SET_STOP", "WRONG_SIDE");
        assertTrue(rig.last("OperatorRefused").contains("actual=1000000000000 expected=1000000000000 "));
        setStop(rig, "99.05");
        assertRefused(rig, "SET_STOP", "OFF_TICK");
        setStop(rig, "-1");
        assertRefused(rig, "SET_STOP", "OUT_OF_RANGE");
        rig.venue.liquidations.put(0, Rig.price("90"));
        rig.passAt(0, "100", 61 * Rig.SECOND);
        setStop(rig, "90.4");
        assertRefused(rig, "SET_STOP", "NEAR_LIQUIDATION");
        assertTrue(rig.last("OperatorRefused").contains("expected=905000000000 "), rig.last("OperatorRefused"));
        rig.pass(10 * Rig.SECOND);
        setStop(rig, "95");
        assertRefused(rig, "SET_STOP", "NO_PRICE");
        rig.mark(0, "100");
        rig.operator(OperatorAction.SET_STOP, 9, -1, Rig.price("95"), FixedPoint.NULL, false);
        assertRefused(rig, "SET_STOP", "UNKNOWN_POSITION");
        rig.operator(OperatorAction.ADOPT, 1);
        assertRefused(rig, "ADOPT", "NOT_FOREIGN");
        assertEquals(1, rig.all("PlaceStop").size());
        rig.check();
    }
}
