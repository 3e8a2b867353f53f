package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.protection.TrailState;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.VenueState;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Incidents of the trailing stop, and of the prices and alarms around it. */
final class TrailIncidentsTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;

    private static Rig opened(final PositionSide side) {
        final Rig rig = Scenes.withMark();
        rig.open(0, side, "1");
        rig.pass(Rig.SECOND);
        return rig;
    }

    @Test
    @DisplayName("E03: a hundred prices in 10 ms cause one move at a time, and the last one wins")
    void shouldHaveOneMoveInFlightWhenPricesStorm() {
        final Rig rig = opened(PositionSide.LONG);
        rig.mark(0, "102");
        rig.venue.next(STOP, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        for (int i = 0; i < 3; i++) {
            rig.venue.next(QueryOrderDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST);
        }
        final int before = rig.all("PlaceStop").size();
        for (int i = 1; i <= 100; i++) {
            rig.nowNs += 100_000;
            rig.mark(0, "1" + (10 + i / 10) + "." + i % 10);
        }
        assertEquals(before + 1, rig.all("PlaceStop").size());
        rig.pass(2 * Rig.SECOND);
        assertEquals(before + 2, rig.all("PlaceStop").size());
        // 120 · 0.995.
        assertEquals(Rig.price("119.4"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    @DisplayName("E05: 30 s without an answer about one symbol do not hold up the stop of another")
    void shouldMoveTheOtherStopWhileTheVenueIsSilentAboutOne() {
        final Rig rig = opened(PositionSide.LONG);
        rig.mark(1, "2000");
        rig.open(1, PositionSide.LONG, "0.1");
        rig.venue.next(STOP, Fate.SILENT_LOST);
        rig.mark(0, "103");
        rig.pass(Rig.SECOND);
        rig.mark(1, "2060");
        assertEquals(Rig.price("2049.7"), rig.venue.open(OrderRole.STOP).level);
        rig.pass(29 * Rig.SECOND);
        rig.mark(1, "2160");
        assertEquals(Rig.price("2149.2"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    @DisplayName(
            "E06: the stop of a short stays where it is while the price bounces up, and no move ends below the market")
    void shouldNotMoveTheStopOfAShortWhileThePriceRises() {
        final Rig rig = opened(PositionSide.SHORT);
        rig.mark(0, "97");
        rig.pass(Rig.SECOND);
        // 97.485 down.
        final long level = rig.venue.open(OrderRole.STOP).level;
        assertEquals(Rig.price("97.4"), level);
        final int placed = rig.all("PlaceStop").size();
        for (final String mark : List.of("97.1", "97.2", "97.05", "97.3", "97.39")) {
            rig.passAt(0, mark, 65 * Rig.SECOND);
        }
        assertEquals(placed, rig.all("PlaceStop").size());
        assertEquals(level, rig.venue.open(OrderRole.STOP).level);
        rig.mark(0, "97.4");
        assertTrue(rig.last("PositionClosed").contains("reason=TRAIL_STOP"), rig.last("PositionClosed"));
        rig.check();
    }

    @Test
    @DisplayName("E07: a long right after a short of the same symbol trails as a long, after a restart too")
    void shouldTrailAsALongWhenTheShortBeforeHasJustEnded() {
        final Rig rig = opened(PositionSide.SHORT);
        rig.mark(0, "97");
        rig.pass(500 * Rig.MS);
        rig.mark(0, "98");
        assertEquals(0, rig.core.openPositions());
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        assertEquals(1, rig.core.openPositions());
        // 98 · 0.98 = 96.04, up to 96.1.
        assertEquals(Rig.price("96.1"), rig.venue.open(OrderRole.ANCHOR).level);
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "98", 3 * Rig.SECOND);
        rig.mark(0, "100");
        assertEquals(Rig.price("99.5"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(io.ratchet.engine.sbe.OrderSide.SELL, rig.venue.open(OrderRole.STOP).side);
        rig.passAt(0, "99", 3 * Rig.SECOND);
        assertEquals(0, rig.core.openPositions());
        assertEquals(0L, rig.venue.sizes.get(0));
        rig.check();
    }

    @Test
    @DisplayName(
            "E10: a first level that is refused three times is never told, the old stop stands, and it is tried again")
    void shouldTellTheLevelThatStandsWhenTheFirstOneIsRefused() {
        final Rig rig = opened(PositionSide.LONG);
        for (int i = 0; i < 3; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        rig.mark(0, "103");
        for (int i = 0; i < 30 && rig.all("StopMoveFailed").size() < 3; i++) {
            // What is told is the level that stands, never the one that was refused.
            final List<String> told = rig.all("TrailingActivated");
            assertTrue(told.stream().allMatch(text -> text.contains("level=980000000000 ")), told.toString());
            assertEquals(0, rig.all("StopMoved").size());
            assertNull(rig.venue.open(OrderRole.STOP));
            assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level);
            rig.passAt(0, "103", 200 * Rig.MS);
        }
        assertEquals(3, rig.all("StopMoveFailed").size());
        rig.passAt(0, "103", 10 * Rig.SECOND);
        assertEquals(TrailState.ACTIVE, rig.core.trailState(1));
        assertEquals(Rig.price("102.5"), rig.venue.open(OrderRole.STOP).level);
        rig.check();
    }

    @Test
    @DisplayName("E11: an activation latches: the callback fires though the price fell below the activation before it")
    void shouldFireTheCallbackBelowTheActivation() {
        final Rig rig = Rig.running(config -> config.callbackPpm(30_000));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.mark(0, "102");
        // 102 · 0.97 = 98.94, up to 99.
        assertEquals(Rig.price("99"), rig.venue.open(OrderRole.STOP).level);
        rig.passAt(0, "100.5", 70 * Rig.SECOND);
        assertEquals(TrailState.ACTIVE, rig.core.trailState(1));
        rig.mark(0, "110");
        rig.passAt(0, "110", 2 * Rig.SECOND);
        rig.mark(0, "106.7");
        assertTrue(rig.last("PositionClosed").contains("reason=TRAIL_STOP"), rig.last("PositionClosed"));
        rig.check();
    }

    @Test
    @DisplayName("I05: a start with seven positions asks for their prices at once, without one private event")
    void shouldSubscribeAtTheStartWhenThePrivateStreamIsSilent() {
        final Rig rig = Rig.running();
        for (int id = 0; id < 7; id++) {
            if (id > 1) {
                rig.instrument(id, "COIN" + id + "USDT");
            }
            rig.mark(id, "100");
            rig.open(id, PositionSide.LONG, "1");
        }
        rig.pass(Rig.SECOND);
        rig.venue.dropInFlight();
        rig.pending.clear();
        rig.core = rig.replayed();
        rig.nowNs += 5 * Rig.SECOND;
        final int before = rig.all("Subscribe").size();
        rig.nodeStarted();
        rig.config();
        rig.feedEpoch++;
        rig.feed(MarketFeed.TRADE, FeedState.UP);
        rig.feed(MarketFeed.MARKET, FeedState.UP);
        rig.health(VenueState.DEGRADED);
        assertEquals(before + 7, rig.all("Subscribe").size());
        rig.mark(3, "103");
        rig.pass(2 * Rig.SECOND);
        rig.mark(3, "103");
        assertEquals(Rig.price("102.5"), rig.venue.open(OrderRole.STOP).level);
        rig.replayed();
    }

    @Test
    @DisplayName("L07: a healthy node raises no alarm in a day, idle or with a position")
    void shouldRaiseNoAlarmInAHealthyDay() {
        for (final boolean isIdle : new boolean[] {true, false}) {
            final Rig rig = Rig.running(config -> config.guardSweepSeconds(300));
            rig.mark(0, "100");
            if (!isIdle) {
                rig.open(0, PositionSide.LONG, "1");
            }
            final int told = rig.texts.size();
            rig.isTelling = false;
            final int outputs = rig.outputs.size();
            for (int minute = 0; minute < 24 * 60; minute++) {
                rig.mark(0, minute % 2 == 0 ? "100" : "100.2");
                rig.pass(30 * Rig.SECOND);
                rig.mark(0, "100.1");
                rig.pass(30 * Rig.SECOND);
            }
            final long alarms = rig.outputs.subList(outputs, rig.outputs.size()).stream()
                    .map(Texts::of)
                    .filter(text -> text.startsWith("AlertRaised "))
                    .count();
            assertEquals(0, alarms);
            assertEquals(told, rig.texts.size());
            assertEquals(isIdle ? 0 : 1, rig.core.openPositions());
            assertEquals(0, rig.core.violations());
        }
    }

    private static Rig openedUnderAMuteStream() {
        final Rig rig = Scenes.withMark();
        rig.venue.areFillsLost = true;
        rig.venue.areAnswersUnpriced = true;
        rig.open(0, PositionSide.LONG, "1");
        return rig;
    }

    @Test
    void shouldLatchWhenTheStreamNeverToldAtWhichPriceTheEntryWasFilled() {
        final Rig rig = openedUnderAMuteStream();
        rig.passAt(0, "100", 3 * Rig.SECOND);
        rig.passAt(0, "102", 2 * Rig.SECOND);
        assertEquals(Rig.price("101.5"), rig.venue.open(OrderRole.STOP).level);
        rig.replayed();
        rig.check();
    }

    @Test
    void shouldReadMissingTradesAFewTimesOnlyWhenTheVenueDoesNotListThem() {
        final Rig rig = openedUnderAMuteStream();
        rig.venue.trades.clear();
        rig.passAt(0, "100", 300 * Rig.SECOND);
        final long reads = rig.all("RequestSnapshot").stream()
                .filter(read -> read.contains("trades=YES"))
                .count();
        assertEquals(6, reads);
        rig.check();
    }
}
