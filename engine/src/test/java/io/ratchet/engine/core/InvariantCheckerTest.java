package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.VenueState;
import org.junit.jupiter.api.Test;

/** Each promise is broken by hand; the checker must notice. */
final class InvariantCheckerTest {

    private static Rig open() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(0, rig.core.violations());
        return rig;
    }

    private static Position position(final Rig rig) {
        return rig.core.seam().positions().byId(1);
    }

    private static OrderSlot anchor(final Rig rig) {
        return position(rig).find(OrderRole.ANCHOR, 1, Rig.START_NS / Rig.SECOND);
    }

    private static OrderSlot stop(final Rig rig, final String level, final String quantity, final MoveRule rule) {
        final OrderSlot[] placed = new OrderSlot[1];
        rig.force(() -> placed[0] = rig.core
                .seam()
                .desk()
                .placeStop(
                        position(rig), OrderRole.STOP, Rig.price(level), Rig.quantity(quantity), false, rule, false));
        return placed[0];
    }

    private static void assertWithheld(final Rig rig, final String invariant) {
        assertTrue(rig.last("CommandWithheld").contains("invariant=" + invariant + " "), rig.last("CommandWithheld"));
        assertTrue(rig.last("AlertRaised").contains("code=INVARIANT_VIOLATED"));
        assertEquals(1, rig.core.violations());
        rig.open(1, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"));
        rig.operator(OperatorAction.RESUME, 0);
        rig.mark(1, "100");
        rig.open(1, PositionSide.LONG, "1");
        assertEquals(2, rig.all("PositionOpened").size());
    }

    private static void assertNoticed(final Rig rig, final int invariant) {
        final String alert = rig.last("AlertRaised");
        assertTrue(alert.contains("value=" + invariant + " ") && alert.contains("code=INVARIANT_VIOLATED"), alert);
        assertEquals(1, rig.core.violations());
    }

    @Test
    void shouldWithholdAStopThatLoosens() {
        final Rig rig = open();
        assertNull(stop(rig, "97.9", "1", MoveRule.TRAIL));
        assertWithheld(rig, "I2");
    }

    @Test
    void shouldWithholdTheCancelOfTheOnlyStop() {
        final Rig rig = open();
        rig.force(() -> assertFalse(rig.core.seam().desk().cancelStop(position(rig), anchor(rig))));
        assertWithheld(rig, "I2");
    }

    @Test
    void shouldWithholdAStopOffTick() {
        final Rig rig = open();
        assertNull(stop(rig, "99.05", "1", MoveRule.TRAIL));
        assertWithheld(rig, "I1");
    }

    @Test
    void shouldWithholdAnExitLargerThanThePosition() {
        final Rig rig = open();
        rig.force(() -> assertNull(rig.core
                .seam()
                .desk()
                .close(position(rig), Rig.quantity("1.001"), FixedPoint.NULL, 0, CloseReason.OPERATOR)));
        assertWithheld(rig, "I3");
    }

    @Test
    void shouldWithholdAStopLargerThanThePosition() {
        final Rig rig = open();
        assertNull(stop(rig, "99", "2", MoveRule.TRAIL));
        assertWithheld(rig, "I3");
    }

    @Test
    void shouldWithholdEverythingWhenTheVenueIsBlind() {
        final Rig rig = open();
        rig.health(VenueState.BLIND);
        assertNull(stop(rig, "99", "1", MoveRule.TRAIL));
        assertTrue(rig.last("CommandWithheld").contains("invariant=I5 "));
        rig.force(() -> assertNull(rig.core
                .seam()
                .desk()
                .close(position(rig), Rig.quantity("1"), FixedPoint.NULL, 0, CloseReason.OPERATOR)));
        assertEquals(2, rig.core.violations());
        assertTrue(rig.last("CommandWithheld").contains("invariant=I5 "));
    }

    @Test
    void shouldWithholdASecondCloseAndASecondAnchorAndASecondEntry() {
        final Rig rig = open();
        rig.venue.next(CloseAtMarketDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.force(() -> assertNull(rig.core
                .seam()
                .desk()
                .close(position(rig), Rig.quantity("1"), FixedPoint.NULL, 1, CloseReason.OPERATOR)));
        assertTrue(rig.last("CommandWithheld").contains("invariant=I6 "));
        rig.force(() -> assertNull(rig.core
                .seam()
                .desk()
                .placeStop(position(rig), OrderRole.ANCHOR, Rig.price("98"), 0, true, MoveRule.NONE, false)));
        assertTrue(rig.last("CommandWithheld").contains("invariant=I6 "));
        rig.force(() -> assertFalse(
                rig.core.seam().desk().placeEntry(position(rig), Rig.quantity("1"), FixedPoint.NULL, FixedPoint.NULL)));
        assertTrue(rig.last("CommandWithheld").contains("invariant=I6 "));
        assertEquals(3, rig.core.violations());
    }

    @Test
    void shouldWithholdTheSameIdWhenItsOrderIsKnownToRest() {
        final Rig rig = open();
        rig.force(() -> assertFalse(rig.core.seam().desk().resendStop(position(rig), anchor(rig))));
        assertWithheld(rig, "I6");
    }

    @Test
    void shouldWithholdASecondMove() {
        final Rig rig = open();
        rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        rig.mark(0, "102");
        assertNull(stop(rig, "101.6", "1", MoveRule.TRAIL));
        assertWithheld(rig, "I7");
    }

    @Test
    void shouldWithholdAMoveOnAnOldPrice() {
        final Rig rig = open();
        rig.pass(6 * Rig.SECOND);
        assertNull(stop(rig, "99", "1", MoveRule.TRAIL));
        assertWithheld(rig, "I11");
    }

    @Test
    void shouldNoticeAPositionWithoutStopCloseOrDeadline() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        rig.open(0, PositionSide.LONG, "1");
        rig.force(() -> {
            rig.core.seam().deadline().clear(position(rig).slot());
            rig.core.seam().checker().check(position(rig));
        });
        assertNoticed(rig, 1);
        rig.pass(Rig.SECOND);
        assertTrue(rig.core.seam().deadline().isRunning(position(rig)), "the protective intent is decided anew");
    }

    @Test
    void shouldNoticeAnOpenThatTakesTooLong() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 29 * Rig.SECOND);
        assertEquals(0, rig.core.violations());
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertNoticed(rig, 4);
    }

    @Test
    void shouldCountAgainWhenACounterIsWrong() {
        final Rig rig = open();
        rig.core.seam().limits().opened();
        rig.tick();
        assertNoticed(rig, 10);
        assertEquals(0, rig.core.seam().limits().opening());
        rig.tick();
        assertEquals(1, rig.core.violations());
    }

    @Test
    void shouldCountTheMoneyInPositionsFromTheirSizeAndBasis() {
        final Rig rig = open();
        final long money = rig.core.seam().limits().exposure();
        // The sum agrees with its parts; the part does not agree with the position.
        rig.core.seam().limits().money(0, money / 2);
        rig.tick();
        assertNoticed(rig, 10);
        assertEquals(money, rig.core.seam().limits().exposure());
        assertEquals(money, rig.core.seam().limits().money(0));
        rig.tick();
        assertEquals(1, rig.core.violations());
    }

    @Test
    void shouldNoticeWrongMoneyAtAPriceToo() {
        final Rig rig = open();
        rig.core.seam().limits().money(0, 1);
        rig.mark(0, "100");
        assertNoticed(rig, 10);
    }

    @Test
    void shouldNoticeWhatStillRefersToAPositionThatIsGone() {
        final Rig rig = open();
        rig.mark(1, "100");
        rig.open(1, PositionSide.LONG, "1");
        final int slot = position(rig).slot();
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.core.seam().timers().schedule(slot, rig.nowNs + 3_600 * Rig.SECOND);
        rig.tick();
        rig.tick();
        assertNoticed(rig, 12);
    }

    private static void always(final Rig rig, final int templateId, final Fate fate, final OutcomeReason reason) {
        for (int i = 0; i < 3_000; i++) {
            rig.venue.next(templateId, fate, reason);
        }
    }

    private static long alerts(final Rig rig, final String code) {
        return rig.all("AlertRaised").stream()
                .filter(alert -> alert.contains("code=" + code + " "))
                .count();
    }

    private static void assertNoticedBetween(final Rig rig, final long fromNs, final long toNs) {
        rig.passAt(0, "100", fromNs);
        assertEquals(0, rig.core.violations());
        rig.passAt(0, "100", toNs - fromNs);
        assertEquals(1, rig.core.violations());
        assertTrue(rig.all("AlertRaised").toString().contains("value=1 bound=0 code=INVARIANT_VIOLATED"));
        rig.replayed();
    }

    /** No stop is accepted; the close of the position is in question for ever. */
    private static Rig closeInQuestion() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        always(rig, PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        always(rig, QueryOrderDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.UNPARSABLE);
        rig.venue.next(CloseAtMarketDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        return rig;
    }

    @Test
    void shouldNoticeAPositionWhoseCloseStaysInQuestion() {
        assertNoticedBetween(closeInQuestion(), 29 * Rig.SECOND, 32 * Rig.SECOND);
    }

    @Test
    void shouldBlameNobodyWhileTheVenueAnswersNoCloseAndNoticeOneThatIsRefusedForEver() {
        final Rig rig = closesInVain(6, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT, 7);
        assertNoticedBetween(rig, 24 * Rig.SECOND, 32 * Rig.SECOND);
    }

    @Test
    void shouldBlameNobodyWhileTheVenueTurnsEveryCloseAwayAndNoticeWhatIsLeftAfterwards() {
        final Rig rig = closesInVain(200, Fate.REFUSED, OutcomeReason.RATE_LIMITED, 200);
        assertNoticedBetween(rig, 24 * Rig.SECOND, 36 * Rig.SECOND);
    }

    /** No stop is taken, and none of so many closes arrives for at least 35 s; those after them are refused. */
    private static Rig closesInVain(final int count, final Fate fate, final OutcomeReason reason, final int awaited) {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        always(rig, PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        for (int i = 0; i < count; i++) {
            rig.venue.next(CloseAtMarketDecoder.TEMPLATE_ID, fate, reason);
        }
        always(rig, CloseAtMarketDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.open(0, PositionSide.LONG, "1");
        final long openedNs = rig.nowNs;
        while (rig.all("CloseAtMarket").size() < awaited) {
            rig.passAt(0, "100", Rig.SECOND);
        }
        assertTrue(rig.nowNs - openedNs >= 35 * Rig.SECOND, "attempts in vain for ns=" + (rig.nowNs - openedNs));
        return rig;
    }

    @Test
    void shouldBlameNobodyWhenReadsShowThatNothingIsLeftOfAPositionWhoseCloseIsInQuestion() {
        final Rig rig = closeInQuestion();
        rig.passAt(0, "100", 5 * Rig.SECOND);
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        Scenes.tellPosition(rig, 0, "0");
        rig.passAt(0, "100", 50 * Rig.SECOND);
        assertEquals(0, rig.all("PositionClosed").size());
        assertEquals(0, rig.core.violations());
        rig.replayed();
    }

    @Test
    void shouldAlertEachMinuteWhileAPositionStaysNaked() {
        final Rig rig = closeInQuestion();
        rig.passAt(0, "100", 59 * Rig.SECOND);
        assertEquals(1, alerts(rig, "NAKED_TOO_LONG"));
        rig.passAt(0, "100", 241 * Rig.SECOND);
        assertEquals(5, alerts(rig, "NAKED_TOO_LONG"));
        rig.replayed();
    }

    @Test
    void shouldNoticeAPositionWhoseOnlyStopStaysInDoubt() {
        final Rig rig = open();
        always(rig, QueryOrderDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.UNPARSABLE);
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        // The next reconciliation does not show it; that is the last read.
        rig.passAt(0, "100", 60_100 * Rig.MS);
        rig.venue.areReadsFailing = true;
        assertNoticedBetween(rig, 27 * Rig.SECOND, 33 * Rig.SECOND);
    }

    @Test
    void shouldNoticeAPositionWhoseDeadlineWaitsForAReadForEver() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        always(rig, PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.areReadsFailing = true;
        rig.nowNs += Rig.SECOND;
        rig.tick();
        assertNoticedBetween(rig, 27 * Rig.SECOND, 32 * Rig.SECOND);
    }

    @Test
    void shouldNoticeAPositionUnderAForeignStopThatIsNotReadAnyMore() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.CLOSE_POSITION_STOP_EXISTS);
        always(rig, PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        final FakeVenue.Order foreign = rig.venue.late(0, 0, OrderRole.NONE, "0");
        foreign.side = OrderSide.SELL;
        foreign.level = Rig.price("97");
        foreign.closePosition = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 300 * Rig.SECOND);
        assertEquals(0, rig.core.violations());
        rig.venue.areReadsFailing = true;
        assertNoticedBetween(rig, 120 * Rig.SECOND, 230 * Rig.SECOND);
    }

    @Test
    void shouldBlameNobodyWhileTheVenueIsBlindOrTheOverloadIsHeldByPolicy() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        always(rig, PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.OVERLOAD);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 60 * Rig.SECOND);
        rig.health(VenueState.BLIND);
        rig.passAt(0, "100", 60 * Rig.SECOND);
        assertEquals(0, rig.core.violations());
        assertTrue(alerts(rig, "PROTECT_EXTENDED") >= 20);
        rig.check();
    }
}
