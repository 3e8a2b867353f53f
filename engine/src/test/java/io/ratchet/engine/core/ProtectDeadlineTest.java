package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.OverloadPolicy;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.VenueState;
import org.junit.jupiter.api.Test;

final class ProtectDeadlineTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;
    private static final int QUERY = QueryOrderDecoder.TEMPLATE_ID;

    private static Rig withMark() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        return rig;
    }

    private static void refuseAll(final Rig rig, final Fate fate, final OutcomeReason reason) {
        for (int i = 0; i < 200; i++) {
            rig.venue.next(STOP, fate, reason);
        }
    }

    private static void assertClosed(final Rig rig, final String reason, final long maxNs) {
        final String closed = rig.last("PositionClosed");
        assertTrue(closed.contains("reason=" + reason + " "), closed);
        assertEquals(0, rig.venue.sizes.get(0));
        assertEquals(0, rig.venue.openCount());
        final String naked = rig.last("NakedInterval");
        final long ns = field(naked, "ns");
        assertTrue(ns <= maxNs, naked);
        rig.pass(5 * Rig.SECOND);
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    static long field(final String text, final String name) {
        final int at = text.indexOf(" " + name + "=") + name.length() + 2;
        return Long.parseLong(text.substring(at, text.indexOf(' ', at)));
    }

    /** A receipt is no proof of absence, however many reads show nothing: they may lag. The same id goes out again, once. */
    @Test
    void shouldCloseAtPanicWhenTheReceiptIsNeverConfirmed() {
        final Rig rig = withMark();
        refuseAll(rig, Fate.RECEIPT_ONLY, OutcomeReason.NONE);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(0, rig.all("StopConfirmed").size());
        rig.passAt(0, "100", 9 * Rig.SECOND);
        assertEquals(0, rig.all("CloseStarted").size());
        assertEquals(1, rig.all("ProtectDeadlineExtended").size());
        assertTrue(rig.all("PlaceStop").stream().allMatch(stop -> stop.contains("revision=1 ")), Scenes.tail(rig));
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertClosed(rig, "PROTECT_DEADLINE", 10_010 * Rig.MS);
    }

    @Test
    void shouldCloseAtTheDeadlineWhenTheStopIsRefusedForGood() {
        final Rig rig = withMark();
        refuseAll(rig, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 4 * Rig.SECOND);
        assertClosed(rig, "PROTECT_DEADLINE", 3_010 * Rig.MS);
    }

    @Test
    void shouldProtectWhenTheFirstAttemptIsNotSent() {
        final Rig rig = withMark();
        rig.venue.next(STOP, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", Rig.SECOND);
        assertEquals(1, rig.all("StopConfirmed").size());
        assertEquals(200 * Rig.MS, field(rig.last("NakedInterval"), "ns"));
        rig.check();
    }

    @Test
    void shouldConfirmByQueryWhenTheAnswerIsLost() {
        final Rig rig = withMark();
        rig.venue.next(STOP, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("StopConfirmed").size());
        assertEquals(1, rig.all("OutcomeResolved").size());
        assertEquals(1, rig.all("PlaceStop").size());
        rig.check();
    }

    @Test
    void shouldSendTheSameIdAgainAndExtendWhenUnknownAtTheDeadline() {
        final Rig rig = withMark();
        rig.venue.next(STOP, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2_900 * Rig.MS);
        assertEquals(1, rig.all("PlaceStop").size());
        rig.passAt(0, "100", 200 * Rig.MS);
        assertEquals(2, rig.all("PlaceStop").size());
        assertTrue(rig.last("PlaceStop").contains("revision=1"), rig.last("PlaceStop"));
        assertEquals(1, rig.all("ProtectDeadlineExtended").size());
        assertEquals(1, rig.all("StopConfirmed").size());
        assertEquals(0, rig.all("CloseStarted").size());
        rig.check();
    }

    @Test
    void shouldCloseAtPanicWhenUnknownForEver() {
        final Rig rig = withMark();
        refuseAll(rig, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        for (int i = 0; i < 200; i++) {
            rig.venue.next(QUERY, Fate.UNKNOWN_LOST);
        }
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 9_900 * Rig.MS);
        assertEquals(0, rig.all("CloseStarted").size());
        rig.passAt(0, "100", Rig.SECOND);
        assertTrue(rig.last("CloseStarted").contains("reason=PROTECT_DEADLINE"));
        assertEquals(0, rig.venue.sizes.get(0));
    }

    @Test
    void shouldCloseAtOnceWhenTheFirstStopWouldTrigger() {
        final Rig rig = withMark();
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.WOULD_TRIGGER);
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("PositionClosed").contains("reason=PAST_LEVEL"));
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=RECENT_WOULD_TRIGGER"));
        rig.check();
    }

    @Test
    void shouldGuardLocallyAndHoldWhenOverloaded() {
        final Rig rig = withMark();
        refuseAll(rig, Fate.REFUSED, OutcomeReason.OVERLOAD);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 15 * Rig.SECOND);
        assertEquals(0, rig.all("CloseStarted").size());
        assertTrue(rig.last("ProtectDeadlineExtended").contains("cause=OVERLOAD"));
        assertTrue(rig.all("PlaceStop").size() > 50);
        rig.falseMark(0, "97.9");
        rig.pass(500 * Rig.MS);
        assertEquals(0, rig.all("CloseStarted").size(), "one mark is not enough");
        rig.falseMark(0, "97.9");
        assertEquals(1, rig.all("CloseStarted").size());
        assertTrue(rig.last("PositionClosed").contains("reason=PAST_LEVEL"));
        assertTrue(rig.last("NakedInterval").contains("cause=OVERLOAD"));
        rig.check();
    }

    @Test
    void shouldCloseAtPanicWhenOverloadedAndThePolicySaysSo() {
        final Rig rig = Rig.running(config -> config.overloadPolicy(OverloadPolicy.CLOSE));
        rig.mark(0, "100");
        refuseAll(rig, Fate.REFUSED, OutcomeReason.OVERLOAD);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 11 * Rig.SECOND);
        assertClosed(rig, "PROTECT_DEADLINE", 10_010 * Rig.MS);
    }

    @Test
    void shouldQueueNothingWhenBlindAndPlaceAfterTheFirstGoodRead() {
        final Rig rig = withMark();
        rig.venue.next(STOP, Fate.NOT_SENT, OutcomeReason.RING_FULL);
        rig.venue.areReadsFailing = true;
        rig.venue.after(0, () -> {});
        rig.open(0, PositionSide.LONG, "1");
        rig.health(VenueState.BLIND);
        rig.passAt(0, "100", 20 * Rig.SECOND);
        assertEquals(1, rig.all("PlaceStop").size());
        assertEquals(0, rig.all("CloseAtMarket").size());
        rig.venue.areReadsFailing = false;
        rig.health(VenueState.OK);
        rig.passAt(0, "100", Rig.SECOND);
        assertTrue(rig.venue.open(OrderRole.ANCHOR) != null);
        assertTrue(rig.last("NakedInterval").contains("cause=BLIND"), rig.last("NakedInterval"));
        rig.check();
    }

    private static void overloadedUntilTheDeadline(final Rig rig) {
        for (int i = 0; i < 25; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.OVERLOAD);
        }
    }

    @Test
    void shouldCloseAtOnceWhenTheStopIsRefusedForGoodAfterAnOverload() {
        final Rig rig = withMark();
        overloadedUntilTheDeadline(rig);
        refuseAll(rig, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 4_500 * Rig.MS);
        assertTrue(rig.last("ProtectDeadlineExtended").contains("cause=OVERLOAD"));
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertClosed(rig, "PROTECT_DEADLINE", 5_500 * Rig.MS);
    }

    @Test
    void shouldCloseAtPanicWhenTheOutcomeIsUnknownAfterAnOverload() {
        final Rig rig = withMark();
        overloadedUntilTheDeadline(rig);
        refuseAll(rig, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        for (int i = 0; i < 200; i++) {
            rig.venue.next(QUERY, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        }
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 9_900 * Rig.MS);
        assertEquals(0, rig.all("CloseStarted").size());
        rig.passAt(0, "100", 200 * Rig.MS);
        assertTrue(rig.last("CloseStarted").contains("reason=PROTECT_DEADLINE"));
        rig.check();
    }

    @Test
    void shouldCloseWithinPanicWhenPausesInterruptTheDeadlineAgainAndAgain() {
        final Rig rig = withMark();
        for (int i = 0; i < 5; i++) {
            refuseAll(rig, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        rig.venue.readDelayNs = 50 * Rig.MS;
        rig.open(0, PositionSide.LONG, "1");
        for (int i = 0; i < 4; i++) {
            assertEquals(0, rig.all("CloseStarted").size());
            rig.pass(2_500 * Rig.MS);
            rig.mark(0, "100");
            rig.nowNs += 500 * Rig.MS;
            rig.tick();
        }
        rig.pass(2 * Rig.SECOND);
        assertTrue(rig.last("CloseStarted").contains("reason=PROTECT_DEADLINE"));
        assertEquals(0, rig.venue.sizes.get(0));
        rig.check();
    }

    @Test
    void shouldGrantTheWholeDeadlineAfterOneLongPause() {
        final Rig rig = withMark();
        refuseAll(rig, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(2 * Rig.SECOND);
        rig.nowNs += 60 * Rig.SECOND;
        rig.tick();
        rig.passAt(0, "100", 2_900 * Rig.MS);
        assertEquals(0, rig.all("CloseStarted").size());
        rig.passAt(0, "100", 200 * Rig.MS);
        assertEquals(1, rig.all("CloseStarted").size());
        rig.check();
    }

    @Test
    void shouldCloseThreeSecondsAfterTheTriggerWhenTheTriggeredStopDoesNotTrade() {
        final Rig rig = withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        anchor.status = OrderStatus.TRIGGERED;
        rig.venue.update(anchor, OrderBook.CONDITIONAL);
        rig.passAt(0, "99", 2_900 * Rig.MS);
        assertEquals(0, rig.all("CloseStarted").size());
        rig.passAt(0, "99", 200 * Rig.MS);
        assertTrue(rig.last("CloseStarted").contains("reason=PROTECT_DEADLINE"));
        rig.check();
    }

    /** The answer to the entry is lost, and so is every read about it for 12 s; it was filled at once. */
    private static Rig foundLate() {
        final Rig rig = withMark();
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.venue.areFillsLost = true;
        rig.venue.areReadsFailing = true;
        for (int i = 0; i < 40; i++) {
            rig.venue.next(QUERY, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        }
        rig.open(0, PositionSide.LONG, "1");
        return rig;
    }

    @Test
    void shouldMeasureFromTheEntryWhenItsFillIsFoundLate() {
        final Rig rig = foundLate();
        rig.passAt(0, "100", 30 * Rig.SECOND);
        assertEquals(0, rig.all("CloseStarted").size());
        assertEquals(1, rig.all("StopConfirmed").size());
        final String naked = rig.last("NakedInterval");
        assertTrue(field(naked, "ns") >= 11 * Rig.SECOND, naked);
        assertTrue(field(naked, "minNs") < Rig.SECOND, naked);
        assertTrue(naked.contains("cause=OPEN"), naked);
        rig.check();
    }

    @Test
    void shouldCloseSoonWhenTheFillIsFoundLateAndNoStopIsConfirmed() {
        final Rig rig = foundLate();
        refuseAll(rig, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        while (rig.all("PositionOpened").isEmpty() && rig.nowNs < Rig.START_NS + 60 * Rig.SECOND) {
            rig.passAt(0, "100", 100 * Rig.MS);
        }
        assertEquals(0, rig.all("CloseStarted").size());
        rig.passAt(0, "100", 1_100 * Rig.MS);
        assertTrue(rig.last("CloseStarted").contains("reason=PROTECT_DEADLINE"));
        rig.check();
    }
}
