package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.HealthAction;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;

/** The emergency stop, the sweep, and what the health of a position causes. */
final class GuardOptionsTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;

    private static Rig opened(final PositionSide side, final Rig.ConfigChange change) {
        final Rig rig = Rig.running(change);
        rig.mark(0, "100");
        rig.open(0, side, "1");
        return rig;
    }

    private static Rig refused(final PositionSide side, final int times) {
        final Rig rig = Rig.running(config -> config.emergencyStopPpm(30_000));
        rig.mark(0, "100");
        for (int i = 0; i < times; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        rig.open(0, side, "1");
        return rig;
    }

    @Test
    void shouldPlaceAnEmergencyStopWhenTheIntendedLevelIsRefusedAndTryThatAgainAfterwards() {
        final Rig rig = refused(PositionSide.LONG, 2);
        rig.passAt(0, "100", Rig.SECOND);
        assertEquals(Rig.price("97"), rig.venue.open(OrderRole.ANCHOR).level);
        assertTrue(rig.all("AlertRaised").toString().contains("EMERGENCY_STOP"));
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(0, rig.all("CloseStarted").size());
        rig.mark(0, "102");
        assertEquals(Rig.price("101.5"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    void shouldKeepTheEmergencyStopWhenItIsNearerThanTheIntendedLevel() {
        final Rig rig = Rig.running(config -> config.stopPpm(50_000).emergencyStopPpm(30_000));
        rig.mark(0, "100");
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertEquals(Rig.price("97"), rig.venue.open(OrderRole.ANCHOR).level);
        assertEquals(1, rig.venue.openCount());
        assertEquals(0, rig.all("CloseStarted").size());
        rig.mark(0, "102");
        assertEquals(Rig.price("101.5"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    void shouldNotSizeAWorkingStopThatIsBehindTheEmergencyStopWhenSomebodyAdds() {
        final Rig rig = Rig.running(config -> config.stopPpm(50_000).emergencyStopPpm(30_000));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.operator(OperatorAction.SET_STOP, 1, -1, Rig.price("95.5"), FixedPoint.NULL, false);
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertEquals(Rig.price("95.5"), rig.venue.open(OrderRole.STOP).level);
        // The anchor goes, the working stop is too small for what somebody adds, and the intended level is refused.
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.venue.foreignTrade(0, Rig.quantity("0.5"));
        Scenes.tellPosition(rig, 0, "1.5");
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.passAt(0, "100", 90 * Rig.SECOND);
        assertEquals(Rig.price("97"), rig.venue.open(OrderRole.ANCHOR).level);
        assertEquals(0, rig.all("CommandWithheld").size());
        rig.check();
    }

    @Test
    void shouldTakeTheEmergencyStopAlongWhenAnOperatorWantsAFartherLevel() {
        final Rig rig = refused(PositionSide.LONG, 2);
        rig.passAt(0, "100", 6 * Rig.SECOND);
        rig.operator(OperatorAction.SET_STOP, 1, -1, Rig.price("96.5"), FixedPoint.NULL, false);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertEquals(Rig.price("96.5"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(Rig.price("96.5"), rig.venue.open(OrderRole.ANCHOR).level);
        rig.operator(OperatorAction.SET_STOP, 1, -1, Rig.price("97"), FixedPoint.NULL, false);
        final int placed = rig.all("PlaceStop").size();
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertEquals(placed, rig.all("PlaceStop").size());
        rig.check();
    }

    @Test
    void shouldLeaveTheEmergencyStopWhereItIsWhenAnOperatorWantsALevelBetweenItAndTheIntendedOne() {
        final Rig rig = refused(PositionSide.LONG, 2);
        rig.passAt(0, "100", 6 * Rig.SECOND);
        rig.operator(OperatorAction.SET_STOP, 1, -1, Rig.price("97.5"), FixedPoint.NULL, false);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertEquals(Rig.price("97.5"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(Rig.price("97"), rig.venue.open(OrderRole.ANCHOR).level);
        assertTrue(rig.all("PlaceStop").size() < 8, rig.all("PlaceStop").toString());
        rig.check();
    }

    @Test
    void shouldMirrorTheEmergencyStopOfAShortAndKeepItWhileTheIntendedLevelStaysRefused() {
        final Rig rig = refused(PositionSide.SHORT, 2);
        rig.pass(300 * Rig.MS);
        for (int i = 0; i < 5; i++) {
            rig.venue.next(STOP, i == 0 ? Fate.DONE : Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        rig.passAt(0, "100", 20 * Rig.SECOND);
        assertEquals(Rig.price("103"), rig.venue.open(OrderRole.ANCHOR).level);
        assertEquals(0, rig.all("CloseStarted").size());
        // Refused again more and more seldom, not at the pace of the naked.
        assertTrue(rig.all("PlaceStop").size() < 12, rig.all("PlaceStop").toString());
        rig.mark(0, "103");
        assertTrue(rig.last("PositionClosed").contains("reason=STOP "), rig.last("PositionClosed"));
        rig.check();
    }

    @Test
    void shouldPutTheEmergencyStopBackWhenItIsLostAndAfterARestart() {
        final Rig rig = refused(PositionSide.LONG, 2);
        rig.passAt(0, "100", 6 * Rig.SECOND);
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        assertEquals(Rig.price("97"), rig.venue.open(OrderRole.ANCHOR).level);
        rig.crashAndRestart(5 * Rig.SECOND);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertEquals(0, rig.core.unprotectedCount());
        assertEquals(2, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldCloseWhenTheMarketIsBeyondTheLevelsAlready() {
        final Rig rig = refused(PositionSide.LONG, 2);
        rig.mark(0, "96.5");
        rig.pass(Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=PAST_LEVEL"), rig.last("PositionClosed"));
        assertNull(rig.venue.open(OrderRole.ANCHOR));
        rig.check();
    }

    @Test
    void shouldCloseAtTheDeadlineWhenEvenTheEmergencyStopIsRefused() {
        final Rig rig = refused(PositionSide.LONG, 50);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=PROTECT_DEADLINE"), rig.last("PositionClosed"));
        rig.check();
    }

    @Test
    void shouldFindAPositionWhoseWakeWentLostByTheSweepAtTheLatest() {
        final Rig rig = opened(
                PositionSide.LONG, config -> config.guardSweepSeconds(300).reconcileIntervalNs(0));
        rig.passAt(0, "100", 10 * Rig.SECOND);
        rig.venue.next(STOP, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        assertNull(rig.venue.open(OrderRole.ANCHOR));
        // The wake of the position goes lost.
        rig.core.seam().timers().cancel(0);
        rig.pass(295 * Rig.SECOND);
        // Naked for too long: there is only one way left.
        assertTrue(rig.last("PositionClosed").contains("reason=PROTECT_DEADLINE"), rig.last("PositionClosed"));
    }

    @Test
    void shouldSweepAtEachStart() {
        final Rig rig = opened(PositionSide.LONG, config -> config.guardSweepSeconds(300));
        rig.passAt(0, "100", 10 * Rig.SECOND);
        rig.crashAndRestart(5 * Rig.SECOND);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertEquals(0, rig.core.unprotectedCount());
        rig.check();
    }

    @Test
    void shouldTellEachChangeOfRiskOnceAndAlertOnlyWhenItGetsWorse() {
        final Rig rig = opened(
                PositionSide.LONG,
                config -> config.stopPpm(100_000)
                        .healthIntervalSeconds(5)
                        .healthCritical(HealthAction.ALERT)
                        .healthEmergency(HealthAction.ALERT));
        rig.passAt(0, "100.5", 10 * Rig.SECOND);
        assertTrue(rig.last("HealthScore").contains("to=LOW "), rig.last("HealthScore"));
        rig.passAt(0, "98", 10 * Rig.SECOND);
        assertTrue(rig.last("HealthScore").contains("profitPpm=-20000 "), rig.last("HealthScore"));
        assertTrue(rig.last("HealthScore").contains("from=LOW to=CRITICAL action=ALERT"), rig.last("HealthScore"));
        rig.passAt(0, "97", 10 * Rig.SECOND);
        rig.passAt(0, "98.1", 10 * Rig.SECOND);
        assertTrue(rig.last("HealthScore").contains("from=EMERGENCY to=HIGH action=NONE"), rig.last("HealthScore"));
        assertEquals(
                2,
                rig.all("AlertRaised").stream()
                        .filter(t -> t.contains("code=HEALTH"))
                        .count());
        assertEquals(0, rig.all("CloseStarted").size());
        rig.check();
    }

    @Test
    void shouldTightenTheStopOnceWhenAskedToAndNeverLoosen() {
        final Rig rig = opened(
                PositionSide.SHORT,
                config -> config.stopPpm(100_000).healthIntervalSeconds(5).healthHigh(HealthAction.TIGHTEN));
        rig.passAt(0, "101", 12 * Rig.SECOND);
        // 101 · 1.005 = 101.505, up to 101.6.
        assertEquals(Rig.price("101.6"), rig.venue.open(OrderRole.STOP).level);
        assertTrue(rig.last("StopMoved").contains("rule=HEALTH"), rig.last("StopMoved"));
        rig.passAt(0, "100", 20 * Rig.SECOND);
        rig.passAt(0, "101", 20 * Rig.SECOND);
        assertEquals(1, rig.all("StopMoved").size());
        rig.mark(0, "101.6");
        assertTrue(rig.last("PositionClosed").contains("reason=STOP "), rig.last("PositionClosed"));
        rig.check();
    }

    @Test
    void shouldCloseWhenAskedToAndSurviveARestartWithTheSameRisk() {
        final Rig rig = opened(
                PositionSide.LONG,
                config -> config.stopPpm(100_000).healthIntervalSeconds(5).healthEmergency(HealthAction.CLOSE));
        rig.passAt(0, "98", 10 * Rig.SECOND);
        final int told = rig.all("HealthScore").size();
        rig.crashAndRestart(5 * Rig.SECOND);
        rig.passAt(0, "98", 10 * Rig.SECOND);
        assertEquals(told, rig.all("HealthScore").size());
        rig.passAt(0, "97", 7 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=HEALTH"), rig.last("PositionClosed"));
        rig.check();
    }
}
