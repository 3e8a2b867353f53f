package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions that are not ours, under each policy and at an operator's word. */
final class ForeignPositionTest {
    private static Rig with(final ForeignPolicy policy) {
        return Rig.running(config -> config.foreignPolicy(policy));
    }

    /** Somebody opens on our account, and a read shows it. */
    private static void appears(final Rig rig, final String quantity, final String mark) {
        rig.mark(0, mark);
        rig.venue.foreignTrade(0, Rig.quantity(quantity));
        rig.passAt(0, mark, 61 * Rig.SECOND);
    }

    private static long stop(final Rig rig) {
        return rig.venue.open(OrderRole.ANCHOR).level;
    }

    @Test
    void shouldTellOnceAndDoNothingWhenThePolicyIsAlert() {
        final Rig rig = with(ForeignPolicy.ALERT);
        appears(rig, "3", "100");
        rig.passAt(0, "100", 200 * Rig.SECOND);
        assertEquals(1, rig.all("AlertRaised").size());
        assertTrue(rig.last("AlertRaised").contains("positionId=1 "), rig.last("AlertRaised"));
        assertTrue(rig.last("AlertRaised").contains("code=FOREIGN_POSITION"));
        assertTrue(rig.last("ForeignExposureFound").contains("positionId=1 entryPrice=1000000000000 "));
        assertEquals(0, rig.venue.orders.size());
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=FOREIGN_EXPOSURE"));
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "100", 61 * Rig.SECOND);
        assertEquals(1, rig.all("AlertRaised").size());
        rig.check();
    }

    @Test
    void shouldGuardWithOneStopThreePercentFromTheMarkAndNeverClose() {
        final Rig rig = with(ForeignPolicy.GUARD);
        rig.venue.entries.put(0, Rig.price("120"));
        appears(rig, "3", "100");
        assertEquals(Rig.price("97"), stop(rig), "by the mark, not by the entry");
        assertTrue(rig.last("ForeignPolicyChanged").contains("level=970000000000 "));
        assertEquals(0, rig.all("PositionOpened").size());
        rig.mark(0, "110");
        rig.passAt(0, "110", 120 * Rig.SECOND);
        assertEquals(1, rig.all("PlaceStop").size(), "it does not trail");
        assertEquals(0, rig.all("CloseAtMarket").size());
        rig.operator(OperatorAction.FORCE_EXIT, 0, -1, 0, 0, true);
        assertTrue(rig.last("OperatorRefused").contains("reason=NOT_OPEN"), "all means ours");
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), io.ratchet.engine.sbe.OrderStatus.CANCELED);
        rig.passAt(0, "110", 5 * Rig.SECOND);
        assertEquals(Rig.price("97"), stop(rig));
        rig.check();
    }

    @Test
    void shouldNotCloseWhatItGuardsWhenTheStopIsRefused() {
        final Rig rig = with(ForeignPolicy.GUARD);
        for (int i = 0; i < 40; i++) {
            rig.venue.next(
                    io.ratchet.engine.sbe.PlaceStopDecoder.TEMPLATE_ID,
                    FakeVenue.Fate.REFUSED,
                    io.ratchet.engine.sbe.OutcomeReason.WOULD_TRIGGER);
        }
        appears(rig, "3", "100");
        rig.passAt(0, "100", 60 * Rig.SECOND);
        assertEquals(0, rig.all("CloseStarted").size());
        assertEquals(3, rig.venue.sizes.get(0) / Rig.quantity("1"));
        assertEquals(1, rig.core.unprotectedCount());
        rig.check();
    }

    @Test
    void shouldKeepGuardingAndOrderNothingTwiceWhenKilledAtItsCommand() {
        for (final boolean isExecuted : new boolean[] {false, true}) {
            final Rig rig = with(ForeignPolicy.GUARD);
            rig.mark(0, "100");
            rig.venue.foreignTrade(0, Rig.quantity("3"));
            rig.commands = 0;
            rig.crashAt = 3;
            rig.isCrashExecuted = isExecuted;
            rig.passAt(0, "100", 61 * Rig.SECOND);
            assertTrue(rig.isDead);
            rig.crashAndRestart(Rig.SECOND);
            rig.passAt(0, "100", 10 * Rig.SECOND);
            assertEquals(Rig.price("97"), stop(rig));
            assertEquals(1, rig.venue.openCount());
            assertEquals(0, rig.core.unprotectedCount());
            rig.check();
        }
    }

    @Test
    void shouldLetGoAndCancelItsStopWhenTheOwnerCloses() {
        final Rig rig = with(ForeignPolicy.GUARD);
        appears(rig, "3", "100");
        rig.venue.foreignTrade(0, -Rig.quantity("3"));
        rig.passAt(0, "100", 70 * Rig.SECOND);
        assertTrue(rig.last("ForeignReleased").contains("quantity=0 "), rig.last("ForeignReleased"));
        assertEquals(0, rig.all("PositionClosed").size());
        assertEquals(0, rig.venue.openCount());
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    void shouldNotGuardWhatAForeignStopProtects() {
        final Rig rig = with(ForeignPolicy.GUARD);
        final FakeVenue.Order foreign = rig.venue.late(0, 0, OrderRole.NONE, "0");
        foreign.side = OrderSide.SELL;
        foreign.level = Rig.price("95");
        foreign.closePosition = true;
        appears(rig, "3", "100");
        assertEquals(0, rig.all("PlaceStop").size());
        assertTrue(rig.last("ForeignPolicyChanged").contains("level=950000000000 "));
        rig.check();
    }

    @Test
    void shouldStayInsideLiquidationAndTellWhenItCannot() {
        final Rig rig = with(ForeignPolicy.GUARD);
        rig.venue.liquidations.put(0, Rig.price("98"));
        appears(rig, "3", "100");
        assertEquals(Rig.price("98.5"), stop(rig), "0.5 % inside liquidation");
        final Rig near = with(ForeignPolicy.GUARD);
        near.venue.liquidations.put(0, Rig.price("99.9"));
        appears(near, "3", "100");
        near.passAt(0, "100", 61 * Rig.SECOND);
        assertNull(near.venue.open(OrderRole.ANCHOR));
        assertEquals(1, near.all("AlertRaised").size());
        assertTrue(near.last("AlertRaised").contains("code=GUARD_IMPOSSIBLE"));
        rig.check();
        near.check();
    }

    @Test
    void shouldMakeItOursWhenThePolicyIsAdopt() {
        final Rig rig = with(ForeignPolicy.ADOPT);
        rig.venue.entries.put(0, Rig.price("100.5"));
        appears(rig, "3", "100");
        assertTrue(rig.last("PositionOpened").contains("positionId=1 "));
        assertTrue(rig.last("PositionOpened").contains("quantity=300000000 entryPrice=1005000000000 "));
        assertEquals(Rig.price("98.5"), stop(rig), "2 % from the entry");
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        rig.mark(0, "103");
        rig.passAt(0, "103", 2 * Rig.SECOND);
        assertEquals(1, rig.all("TrailingActivated").size());
        rig.mark(0, "102");
        rig.passAt(0, "102", 2 * Rig.SECOND);
        final String closed = rig.last("PositionClosed");
        assertTrue(closed.contains("reason=TRAIL_STOP"), closed);
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldMeasureFromTheMarkWhenAdoptingWhatIsBeyondItsStop() {
        final Rig rig = with(ForeignPolicy.ADOPT);
        rig.venue.entries.put(0, Rig.price("120"));
        appears(rig, "3", "100");
        assertEquals(Rig.price("98"), stop(rig));
        assertEquals(0, rig.all("CloseStarted").size());
        rig.check();
    }

    @Test
    void shouldDoWhatTheOperatorSaysOfOnePosition() {
        final Rig rig = with(ForeignPolicy.ALERT);
        appears(rig, "-3", "100");
        rig.operator(OperatorAction.SET_STOP, 1, -1, Rig.price("105"), 0, false);
        assertTrue(rig.last("OperatorRefused").contains("reason=FOREIGN "));
        rig.operator(OperatorAction.GUARD, 1);
        rig.passAt(0, "100", Rig.SECOND);
        assertEquals(Rig.price("103"), stop(rig));
        rig.operator(OperatorAction.GUARD, 1);
        assertTrue(rig.last("OperatorRefused").contains("reason=NO_CHANGE"));
        rig.operator(OperatorAction.IGNORE, 1);
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertEquals(0, rig.venue.openCount());
        assertTrue(rig.last("ForeignReleased").contains("quantity=300000000 positionId=1 "));
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertEquals(0, rig.venue.openCount(), "an operator's word outlives the next reads");
        rig.operator(OperatorAction.GUARD, 1);
        rig.passAt(0, "100", Rig.SECOND);
        rig.operator(OperatorAction.ADOPT, 1);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertEquals(1, rig.all("PositionOpened").size());
        assertEquals(Rig.price("102"), rig.venue.open(OrderRole.STOP).level, "2 % from the entry");
        assertTrue(rig.last("StopMoved").contains("rule=ADOPTION"));
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=OPERATOR"));
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldCloseAForeignPositionOnlyWhenItIsNamed() {
        final Rig rig = with(ForeignPolicy.IGNORE);
        appears(rig, "3", "100");
        assertEquals(0, rig.all("ForeignPolicyChanged").size());
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertTrue(rig.last("OperatorAccepted").contains("positionId=1 instrumentId=0 "));
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertEquals(0L, rig.venue.sizes.get(0));
        assertTrue(rig.last("PositionClosed").contains("reason=OPERATOR"));
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertTrue(rig.last("OperatorRefused").contains("reason=UNKNOWN_POSITION"));
        rig.check();
    }

    @Test
    void shouldDoNothingWhenTheNamedPositionIsGoneByTheFreshRead() {
        final Rig rig = with(ForeignPolicy.IGNORE);
        appears(rig, "3", "100");
        rig.venue.foreignTrade(0, -Rig.quantity("3"));
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertEquals(0, rig.all("CloseAtMarket").size());
        rig.venue.foreignTrade(0, Rig.quantity("2"));
        rig.passAt(0, "100", 61 * Rig.SECOND);
        assertEquals(0, rig.all("CloseAtMarket").size(), "another position, another decision");
        assertTrue(rig.last("ForeignExposureFound").contains("positionId=2 "));
        rig.check();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldUseNoIdTwiceWhenItIsTakenAgainUnderItsNumber(final boolean isRestarted) {
        final Rig rig = with(ForeignPolicy.GUARD);
        appears(rig, "3", "100");
        for (int i = 0; i < 2; i++) {
            rig.operator(OperatorAction.IGNORE, 1);
            rig.passAt(0, "100", 2 * Rig.SECOND);
            assertEquals(0, rig.venue.openCount());
            if (isRestarted) {
                rig.crashAndRestart(Rig.SECOND);
                rig.passAt(0, "100", 2 * Rig.SECOND);
            }
            rig.operator(i == 0 ? OperatorAction.GUARD : OperatorAction.ADOPT, 1);
            rig.passAt(0, "100", 2 * Rig.SECOND);
            assertEquals(1, rig.venue.openCount());
        }
        assertEquals(3, rig.all("PlaceStop").size());
        assertEquals(3, Scenes.idsOf(rig, "PlaceStop").size(), () -> Scenes.tail(rig));
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=OPERATOR"));
        rig.check();
    }

    @Test
    void shouldBeginItsRevisionsAnewWhenAnotherPositionTakesItsPlace() {
        final Rig rig = with(ForeignPolicy.GUARD);
        appears(rig, "3", "100");
        rig.operator(OperatorAction.IGNORE, 1);
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.venue.foreignTrade(0, -Rig.quantity("5"));
        rig.passAt(0, "100", 61 * Rig.SECOND);
        rig.operator(OperatorAction.GUARD, 2);
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertTrue(rig.last("PlaceStop").contains("positionId=2 revision=1 "), rig.last("PlaceStop"));
        rig.check();
    }
}
