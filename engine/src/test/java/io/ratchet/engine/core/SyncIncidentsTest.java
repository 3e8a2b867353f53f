package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Incidents in which what was believed and what the exchange held came apart, and orders were left behind. */
final class SyncIncidentsTest {
    private static Rig opened() {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        return rig;
    }

    private static void userGap(final Rig rig) {
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.feed(MarketFeed.USER, FeedState.UP);
    }

    @Test
    @DisplayName("C01: a position that a read lists twice stays one position, before and after a restart")
    void shouldKeepOnePositionWhenAReadListsItTwice() {
        final Rig rig = opened();
        rig.venue.isListedTwice = true;
        rig.passAt(0, "100", 130 * Rig.SECOND);
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ALREADY_OPEN"));
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertEquals(1, rig.core.openPositions());
        assertEquals(1, rig.venue.openCount());
        assertEquals(
                0,
                rig.all("ForeignExposureFound").size()
                        + rig.all("PositionQuantityChanged").size());
        rig.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "trail", "operator", "hand", "kill", "refused", "aged"})
    @DisplayName(
            "C04, C07, C13: however a position ends, its end has time, reason and price, and nothing of it is left")
    void shouldLeaveNothingBehindWhateverEndsAPosition(final String path) {
        final Rig rig = "aged".equals(path) ? Rig.running(AgedRuleTest.aged()) : Rig.running();
        rig.mark(0, "100");
        if ("refused".equals(path)) {
            for (int i = 0; i < 50; i++) {
                rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
            }
        }
        rig.open(0, PositionSide.LONG, "1");
        end(rig, path);
        // Prices go on in the very instant of the end and after it.
        for (final String mark : new String[] {"103", "97", "80", "120"}) {
            rig.mark(0, mark);
            rig.falseMark(0, mark);
        }
        rig.passAt(0, "100", 70 * Rig.SECOND);
        final String closed = rig.last("PositionClosed");
        assertTrue(Bookings.field(closed, "timeNs") > 0 && Bookings.field(closed, "exitPrice") > 0, closed);
        assertTrue(!closed.contains("reason=NONE"), closed);
        assertEquals(1, rig.all("PositionClosed").size());
        assertEquals(1, rig.all("PositionFlatVerified").size());
        assertNothingLeft(rig);
        rig.check();
    }

    private static void end(final Rig rig, final String path) {
        rig.passAt(0, "100", 2 * Rig.SECOND);
        switch (path) {
            case "stop":
                rig.mark(0, "97");
                break;
            case "trail":
                rig.mark(0, "103");
                rig.pass(Rig.SECOND);
                rig.mark(0, "102");
                break;
            case "operator":
                rig.operator(OperatorAction.FORCE_EXIT, 1);
                break;
            case "hand":
                rig.venue.foreignTrade(0, -Rig.quantity("1"));
                rig.passAt(0, "100", 65 * Rig.SECOND);
                break;
            case "kill":
                rig.operator(OperatorAction.KILL, 0, -1, FixedPoint.NULL, FixedPoint.NULL, false);
                rig.passAt(0, "100", 5 * Rig.SECOND);
                break;
            case "refused":
                rig.passAt(0, "100", 4 * Rig.SECOND);
                break;
            default:
                rig.nowNs += 40L * 3_600 * Rig.SECOND;
                rig.tick();
                rig.mark(0, "100");
                rig.passAt(0, "100", 5 * Rig.SECOND);
                break;
        }
    }

    private static void assertNothingLeft(final Rig rig) {
        assertEquals(0L, rig.venue.sizes.getOrDefault(0, 0L));
        assertEquals(0, rig.venue.openCount());
        assertEquals(0, rig.core.openPositions());
        assertEquals(rig.all("Subscribe").size(), rig.all("Unsubscribe").size());
        final int commands = rig.commands;
        rig.mark(0, "60");
        rig.mark(0, "140");
        assertEquals(commands, rig.commands, "a price after the end moves nothing");
    }

    @Test
    @DisplayName(
            "C08: when the stream says that nothing is held any more, no order for it follows, and it soon is closed")
    void shouldEndSoonWhenTheStreamSaysThatNothingIsHeld() {
        final Rig rig = opened();
        final int placed = rig.all("PlaceStop").size();
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        Scenes.tellPosition(rig, 0, "0");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=FOREIGN "), Scenes.tail(rig));
        rig.passAt(0, "90", 20 * Rig.SECOND);
        assertEquals(placed, rig.all("PlaceStop").size());
        assertEquals(0, rig.all("CloseAtMarket").size());
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    @DisplayName("C10: lists that are empty while the exchange warms up are no proof: 14 positions keep stop and trail")
    void shouldKeepFourteenTrailsWhenTheFirstReadsAreEmpty() {
        final Rig rig = Rig.running(config -> config.maxPositions(0));
        for (int id = 0; id < 14; id++) {
            if (id > 1) {
                rig.instrument(id, "COIN" + id + "USDT");
            }
            rig.mark(id, "100");
            rig.open(id, PositionSide.LONG, "1");
        }
        rig.pass(Rig.SECOND);
        for (int id = 0; id < 14; id++) {
            rig.mark(id, "103");
        }
        rig.pass(120 * Rig.SECOND);
        assertEquals(28, rig.venue.openCount());
        rig.venue.arePositionsHidden = true;
        rig.crashAndRestart(3 * Rig.SECOND);
        for (int ms = 0; ms < 6_000; ms += 100) {
            rig.pass(100 * Rig.MS);
            if (ms % 1_000 == 0) {
                userGap(rig);
            }
        }
        rig.venue.arePositionsHidden = false;
        for (int s = 0; s < 70; s++) {
            for (int id = 0; id < 14; id++) {
                rig.mark(id, "102.9");
            }
            rig.pass(Rig.SECOND);
        }
        assertEquals(14, rig.core.openPositions());
        assertEquals(28, rig.venue.openCount(), Scenes.tail(rig));
        assertEquals(0, rig.all("PositionClosed").size());
        assertEquals(14, rig.all("TrailingActivated").size());
        rig.check();
    }

    @Test
    @DisplayName("C11: the close of a position that is gone is sent once, and one read ends it")
    void shouldEndAfterOneConfirmationWhenThePositionToCloseIsGone() {
        final Rig rig = opened();
        rig.passAt(0, "100", 31 * Rig.SECOND);
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 30 * Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size(), Scenes.tail(rig));
        assertTrue(rig.all("CloseAtMarket").size() <= 5, Scenes.tail(rig));
        assertEquals(0L, rig.venue.sizes.get(0));
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    @DisplayName("C12: after a thousand opens and ends every table is empty and every subscription is given back")
    void shouldBeEmptyAfterAThousandPositions() {
        final Rig rig = Rig.running(config -> config.reopenBlockNs(0));
        rig.isTelling = false;
        for (int i = 0; i < 1_000; i++) {
            rig.mark(0, "100");
            rig.open(0, i % 2 == 0 ? PositionSide.LONG : PositionSide.SHORT, "1");
            rig.pass(Rig.SECOND);
            rig.mark(0, i % 4 < 2 ? "104" : "96");
            rig.mark(0, "100");
            if (rig.core.openPositions() > 0) {
                rig.operator(OperatorAction.FORCE_EXIT, 0, -1, FixedPoint.NULL, FixedPoint.NULL, true);
            }
            rig.pass(3 * Rig.SECOND);
            assertEquals(0, rig.core.openPositions(), "cycle " + i);
        }
        for (int slot = 0; slot < rig.core.seam().positions().limit(); slot++) {
            assertEquals(0, rig.core.seam().positions().at(slot).id());
        }
        assertEquals(
                0,
                rig.core.seam().limits().positions() + rig.core.seam().limits().opening());
        assertEquals(0, rig.core.seam().limits().exposure());
        assertEquals(0, rig.venue.openCount());
        assertEquals(0, rig.core.violations());
    }

    @Test
    @DisplayName("C14: a position is trailed from the answer to its open when the private stream is 30 s late")
    void shouldTrailAtOnceWhenThePrivateStreamIsLate() {
        final Rig rig = Scenes.withMark();
        rig.venue.areFillsLost = true;
        rig.venue.areUpdatesLost = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.mark(0, "103");
        assertEquals(Rig.price("102.5"), rig.venue.open(OrderRole.STOP).level);
        rig.passAt(0, "103", 30 * Rig.SECOND);
        rig.venue.areFillsLost = false;
        rig.venue.areUpdatesLost = false;
        rig.venue.tellLastFillAgain();
        Scenes.tellPosition(rig, 0, "1");
        rig.passAt(0, "103", 10 * Rig.SECOND);
        assertEquals(1, rig.all("PositionOpened").size());
        assertEquals(2, rig.venue.openCount());
        rig.check();
    }

    @Test
    @DisplayName("D01: nothing is cancelled while reads fail; once they succeed a leftover goes within one of them")
    void shouldCancelALeftoverOnlyWhenAReadProvesIt() {
        final Rig rig = opened();
        rig.mark(0, "97");
        rig.pass(3 * Rig.SECOND);
        assertEquals(1, rig.all("PositionFlatVerified").size());
        final FakeVenue.Order leftover = rig.venue.late(0, 1, OrderRole.STOP, "1");
        leftover.side = OrderSide.SELL;
        leftover.level = Rig.price("90");
        rig.venue.areReadsFailing = true;
        rig.passAt(0, "97", 180 * Rig.SECOND);
        assertEquals(0, rig.all("CancelStop").size() - cancelledBefore(rig));
        assertEquals(OrderStatus.NEW, leftover.status);
        rig.venue.areReadsFailing = false;
        rig.passAt(0, "97", 62 * Rig.SECOND);
        assertEquals(OrderStatus.CANCELED, leftover.status);
        rig.check();
    }

    private static int cancelledBefore(final Rig rig) {
        return (int) rig.texts.subList(0, rig.texts.indexOf(rig.last("PositionFlatVerified"))).stream()
                .filter(text -> text.startsWith("CancelStop "))
                .count();
    }

    @Test
    @DisplayName("D02: two working stops that a killed move left behind become one, the better one")
    void shouldLeaveOneWorkingStopWhenAMoveWasCutInTheMiddle() {
        final Rig rig = opened();
        rig.mark(0, "102");
        rig.pass(Rig.SECOND);
        // Killed between the new stop and the cancellation of the old one.
        rig.commands = 0;
        rig.crashAt = 2;
        rig.mark(0, "104");
        assertTrue(rig.isDead);
        assertEquals(3, rig.venue.openCount());
        rig.crashAndRestart(3 * Rig.SECOND);
        rig.passAt(0, "104", 10 * Rig.SECOND);
        assertEquals(2, rig.venue.openCount());
        assertEquals(Rig.price("103.5"), rig.venue.open(OrderRole.STOP).level);
        rig.mark(0, "90");
        rig.passAt(0, "90", 5 * Rig.SECOND);
        assertEquals(0, rig.venue.openCount());
        rig.check();
    }

    @Test
    @DisplayName("D03: to cancel what is gone already is done, not an alarm")
    void shouldTakeTheCancelOfAnUnknownOrderForDone() {
        final Rig rig = opened();
        rig.mark(0, "102");
        rig.pass(Rig.SECOND);
        final FakeVenue.Order old = rig.venue.open(OrderRole.STOP);
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(old, OrderStatus.CANCELED);
        rig.venue.areUpdatesLost = false;
        old.isHidden = true;
        rig.mark(0, "104");
        rig.passAt(0, "104", 10 * Rig.SECOND);
        final int cancelled = rig.all("CancelStop").size();
        assertTrue(cancelled >= 1, Scenes.tail(rig));
        rig.passAt(0, "104", 120 * Rig.SECOND);
        assertEquals(
                cancelled, rig.all("CancelStop").size(), "absence is proven within 10 s, and that is the end of it");
        assertEquals(1, rig.all("StopMoved").size());
        assertEquals(0, rig.all("AlertRaised").size(), rig.all("AlertRaised").toString());
        assertEquals(2, rig.venue.openCount());
        rig.check();
    }
}
