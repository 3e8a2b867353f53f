package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.protection.TrailState;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.TrailSource;
import org.junit.jupiter.api.Test;

final class TrailingOptionsTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;

    private static Rig opened(final PositionSide side, final Rig.ConfigChange change) {
        final Rig rig = Rig.running(change);
        rig.mark(0, "100");
        rig.open(0, side, "1");
        rig.pass(Rig.SECOND);
        return rig;
    }

    private static String level(final Rig rig) {
        return java.math.BigDecimal.valueOf(rig.venue.open(OrderRole.STOP).level, FixedPoint.PRICE_DECIMALS)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void last(final Rig rig, final String last) {
        rig.prices(0, FixedPoint.NULL, Rig.price(last), FixedPoint.NULL, FixedPoint.NULL);
    }

    @Test
    void shouldMoveToEntryPlusFeesWhenTheBreakevenProfitIsReachedAndWaitThere() {
        final Rig rig = opened(PositionSide.LONG, config -> config.breakevenPpm(5_000));
        rig.mark(0, "100.4");
        assertEquals(TrailState.INACTIVE, rig.core.trailState(1));
        rig.mark(0, "100.5");
        // 100 · 1.0005 / 0.9995 = 100.10005, up to 100.2.
        assertTrue(rig.last("StopMoved").contains("newLevel=1002000000000 "), rig.last("StopMoved"));
        assertTrue(rig.last("StopMoved").contains("rule=BREAKEVEN"));
        rig.mark(0, "100.6");
        assertEquals(TrailState.WAITING, rig.core.trailState(1));
        assertEquals(1, rig.all("StopMoved").size());
        rig.mark(0, "101.5");
        assertEquals(TrailState.ACTIVE, rig.core.trailState(1));
        assertEquals("101", level(rig));
        rig.mark(0, "101");
        assertTrue(rig.last("PositionClosed").contains("reason=TRAIL_STOP"), rig.last("PositionClosed"));
        rig.check();
    }

    @Test
    void shouldEndAsAStopWhenTheBreakevenLevelFires() {
        final Rig rig = opened(PositionSide.SHORT, config -> config.breakevenPpm(5_000));
        rig.mark(0, "99.5");
        // 100 · 0.9995 / 1.0005 = 99.90005, down to 99.9.
        assertEquals("99.9", level(rig));
        rig.mark(0, "99.9");
        assertTrue(rig.last("PositionClosed").contains("reason=STOP "), rig.last("PositionClosed"));
        rig.check();
    }

    @Test
    void shouldRetryBreakevenWhenTheMoveIsRefusedAndKeepTheOldStopMeanwhile() {
        final Rig rig = opened(PositionSide.LONG, config -> config.breakevenPpm(5_000));
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.mark(0, "100.5");
        assertEquals(1, rig.all("StopMoveFailed").size());
        assertEquals(TrailState.INACTIVE, rig.core.trailState(1));
        rig.passAt(0, "100.4", 3 * Rig.SECOND);
        assertTrue(rig.last("StopMoved").contains("rule=BREAKEVEN"));
        rig.check();
    }

    @Test
    void shouldRememberBreakevenAndAgeAndPeakAfterARestart() {
        final Rig rig =
                opened(PositionSide.LONG, config -> config.breakevenPpm(5_000).activationAgeSeconds(600));
        rig.mark(0, "100.7");
        rig.crashAndRestart(5 * Rig.SECOND);
        rig.passAt(0, "100.6", 3 * Rig.SECOND);
        assertEquals(1, rig.all("StopMoved").size());
        assertEquals(TrailState.WAITING, rig.core.trailState(1));
        rig.passAt(0, "100.6", 592 * Rig.SECOND);
        // The peak 100.7 · 0.995 = 100.1965, up to 100.2: no better than breakeven.
        assertTrue(rig.last("TrailingActivated").contains("level=1002000000000 "), rig.last("TrailingActivated"));
        rig.check();
    }

    @Test
    void shouldLatchByAgeOnlyWithAProfitAndAfterDaysToo() {
        final Rig rig = opened(
                PositionSide.LONG,
                config -> config.activationAgeSeconds(2 * 86_400).reconcileIntervalNs(0));
        rig.nowNs += 2 * 86_400 * Rig.SECOND - 2 * Rig.SECOND;
        rig.tick();
        rig.mark(0, "100.1");
        assertEquals(0, rig.all("TrailingActivated").size());
        rig.pass(Rig.SECOND);
        rig.mark(0, "100");
        assertEquals(0, rig.all("TrailingActivated").size());
        rig.mark(0, "100.1");
        assertTrue(rig.last("TrailingActivated").contains("price=1001000000000 "), rig.last("TrailingActivated"));
        assertEquals("99.6", level(rig));
        rig.passAt(0, "100.9", Rig.SECOND);
        rig.passAt(0, "100.9", 61 * Rig.SECOND);
        assertTrue(rig.last("StopMoved").contains("rule=TIME"), rig.last("StopMoved"));
        rig.mark(0, "101.8");
        rig.passAt(0, "101.8", 61 * Rig.SECOND);
        assertTrue(rig.last("StopMoved").contains("rule=TRAIL"), rig.last("StopMoved"));
        assertEquals(0, rig.core.violations());
    }

    @Test
    void shouldTightenByTheRowThatThePeakHasReachedExactly() {
        final Rig rig = opened(
                PositionSide.LONG,
                config -> config.step1ProfitPpm(20_000)
                        .step1DistancePpm(3_000)
                        .step2ProfitPpm(30_000)
                        .step2DistancePpm(2_000));
        rig.mark(0, "101.9");
        // 101.9 · 0.995 = 101.3905, up to 101.4.
        assertEquals("101.4", level(rig));
        rig.passAt(0, "102", 61 * Rig.SECOND);
        // 102 · 0.997 = 101.694, up to 101.7.
        assertEquals("101.7", level(rig));
        assertTrue(rig.last("StopMoved").contains("rule=STEP"));
        rig.mark(0, "103");
        // 103 · 0.998 = 102.794, up to 102.8, 1.08 % better.
        assertEquals("102.8", level(rig));
        rig.check();
    }

    @Test
    void shouldFollowTheRangeWhileItIsKnownAndTheCallbackWhenItIsStale() {
        final Rig rig = opened(
                PositionSide.SHORT,
                config -> config.atrPpm(2_000_000)
                        .atrMinPpm(1_000)
                        .atrMaxPpm(50_000)
                        .statsMaxAgeSeconds(30));
        rig.stats(0, FixedPoint.NULL, Rig.price("0.6"));
        rig.mark(0, "98");
        // 98 + 1.2.
        assertEquals("99.2", level(rig));
        rig.stats(0, FixedPoint.NULL, Rig.price("0.000001"));
        rig.passAt(0, "97.5", 2 * Rig.SECOND);
        // Never nearer than 0.1 %: 97.5975, down to 97.5 would be at the price, so the tick decides: crossed.
        assertTrue(rig.last("PositionClosed").contains("reason=PAST_LEVEL"), rig.last("PositionClosed"));
        final Rig stale = opened(
                PositionSide.SHORT,
                config -> config.atrPpm(2_000_000)
                        .atrMinPpm(1_000)
                        .atrMaxPpm(50_000)
                        .statsMaxAgeSeconds(30));
        stale.stats(0, FixedPoint.NULL, Rig.price("0.6"));
        stale.passAt(0, "98", 31 * Rig.SECOND);
        stale.passAt(0, "97", 61 * Rig.SECOND);
        // 97 · 1.005 = 97.485, down to 97.4.
        assertEquals("97.4", level(stale));
        assertTrue(stale.last("StopMoved").contains("rule=TRAIL"));
        stale.check();
    }

    @Test
    void shouldTightenWithMomentumInOurDirectionOnly() {
        final Rig rig =
                opened(PositionSide.LONG, config -> config.momentumPpm(10_000).momentumFactorPpm(700_000));
        rig.stats(0, -50_000, FixedPoint.NULL);
        rig.mark(0, "102");
        assertEquals("101.5", level(rig));
        rig.stats(0, 10_000, FixedPoint.NULL);
        // Statistics alone move nothing.
        assertEquals(0, rig.all("StopMoved").size());
        rig.passAt(0, "102.4", 61 * Rig.SECOND);
        // 102.4 · (1 − 0.0035) = 102.0416, up to 102.1.
        assertEquals("102.1", level(rig));
        assertTrue(rig.last("StopMoved").contains("rule=MOMENTUM"));
        rig.check();
    }

    @Test
    void shouldNotMoveAPeakOrAStopByOnePrintOfTheLastPrice() {
        final Rig rig = opened(PositionSide.LONG, config -> config.trailSource(TrailSource.LAST));
        rig.mark(0, "103");
        assertEquals(0, rig.all("TrailingActivated").size());
        last(rig, "100");
        last(rig, "140");
        last(rig, "100.2");
        last(rig, "140");
        assertEquals(0, rig.all("TrailingActivated").size());
        rig.pass(3 * Rig.SECOND);
        rig.mark(0, "103");
        // Too old to bear anything out.
        last(rig, "140");
        assertEquals(0, rig.all("TrailingActivated").size());
        last(rig, "102");
        assertTrue(rig.last("TrailingActivated").contains("price=1020000000000 "), rig.last("TrailingActivated"));
        assertEquals("101.5", level(rig));
        rig.check();
    }

    @Test
    void shouldNotAskForALevelThatTheMarkHasPassedWhenTheLastPriceRunsAhead() {
        final Rig rig = opened(PositionSide.LONG, config -> config.trailSource(TrailSource.LAST));
        rig.mark(0, "101");
        last(rig, "102");
        last(rig, "102");
        // 101.5 would fire at once.
        assertTrue(rig.last("StopMoveSkipped").contains("reason=BEYOND_MARK"), rig.last("StopMoveSkipped"));
        assertEquals(0, rig.all("CloseStarted").size());
        rig.mark(0, "101.8");
        last(rig, "101.9");
        assertEquals("101.5", level(rig));
        rig.check();
    }

    @Test
    void shouldTellTriggeredWhenAStopFired() {
        final Rig rig = opened(PositionSide.LONG, config -> {});
        rig.mark(0, "102");
        rig.venue.areFillsLost = true;
        final FakeVenue.Order working = rig.venue.open(OrderRole.STOP);
        working.status = OrderStatus.TRIGGERING;
        rig.venue.update(working, io.ratchet.engine.sbe.OrderBook.CONDITIONAL);
        assertEquals(TrailState.TRIGGERED, rig.core.trailState(1));
    }
}
