package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a position whose trades nobody can list. */
final class FlatTest {
    private static Rig open(final PositionSide side) {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, side, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        rig.venue.areTradesFailing = true;
        return rig;
    }

    @Test
    void shouldEstimateTheExitByTheMarkWhenClosedByHandAndTradesCannotBeRead() {
        final Rig rig = open(PositionSide.LONG);
        rig.mark(0, "101");
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        Scenes.tellPosition(rig, 0, "0");
        rig.passAt(0, "101", 15 * Rig.SECOND);
        final String closed = rig.last("PositionClosed");
        // Bought at 100 and gone at 101; the fee of the entry is known, that of the exit is taken to be 0.05 %.
        assertEquals(100_000_000L - 50_000L - 5_050_000L, ProtectDeadlineTest.field(closed, "pnl"), closed);
        assertTrue(closed.contains("reason=FOREIGN "), closed);
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    void shouldEstimateTheRestByTheMarkWhenAShortIsClosedInPartByHand() {
        final Rig rig = open(PositionSide.SHORT);
        rig.venue.foreignTrade(0, Rig.quantity("0.5"));
        Scenes.tellPosition(rig, 0, "-0.5");
        rig.passAt(0, "100", 5 * Rig.SECOND);
        rig.venue.next(CloseAtMarketDecoder.TEMPLATE_ID, Fate.DONE);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 15 * Rig.SECOND);
        final String closed = rig.last("PositionClosed");
        assertEquals(-50_000L - 25_000L - 2_500_000L, ProtectDeadlineTest.field(closed, "pnl"), closed);
        rig.check();
    }

    private static Rig addedTo(final boolean isTold) {
        final Rig rig = Scenes.withMark();
        rig.open(0, PositionSide.LONG, "1");
        // The next read of the interval falls into the time in which the first close is in question.
        rig.passAt(0, "100", 56 * Rig.SECOND);
        if (!isTold) {
            // The first close stays in question while reads show the greater size.
            rig.venue.next(CloseAtMarketDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        }
        rig.venue.foreignTrade(0, Rig.quantity("0.5"));
        if (isTold) {
            Scenes.tellPosition(rig, 0, "1.5");
        }
        return rig;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepTheStopsAndTellNoEndWhenOurCloseLeavesWhatSomebodyElseAdded(final boolean isTold) {
        final Rig rig = addedTo(isTold);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        for (int i = 0; i < 400; i++) {
            rig.passAt(0, "100", 50 * Rig.MS);
            assertFalse(Scenes.isNakedAtVenue(rig), () -> Scenes.tail(rig));
        }
        assertEquals(Rig.quantity("0.5"), rig.venue.sizes.get(0));
        assertEquals(0, rig.all("PositionClosed").size());
        rig.replayed();
        rig.check();
    }

    /** Closed by hand with a mute stream, its stops gone and refused; reads fail from the moment the end is believed. */
    private static Rig goneUnderAMuteStream() {
        final Rig rig = open(PositionSide.LONG);
        Scenes.tellPosition(rig, 0, "1");
        rig.venue.readDelayNs = 100 * Rig.MS;
        for (int i = 0; i < 40; i++) {
            rig.venue.next(PlaceStopDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.WRONG_ENDPOINT);
        }
        rig.venue.foreignTrade(0, -Rig.quantity("1"));
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.EXPIRED);
        for (int i = 0; i < 1_000 && rig.all("PositionQuantityChanged").isEmpty(); i++) {
            rig.passAt(0, "100", 10 * Rig.MS);
        }
        rig.venue.areReadsFailing = true;
        return rig;
    }

    @Test
    void shouldTellTheEndByTheReadThatProvedItWhenTheStreamIsMuteAndLaterReadsFail() {
        final Rig rig = goneUnderAMuteStream();
        assertTrue(rig.last("PositionQuantityChanged").contains("newQuantity=0 "), () -> Scenes.tail(rig));
        rig.passAt(0, "100", 20 * Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size(), () -> Scenes.tail(rig));
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    void shouldAwaitAReadWhenTheStreamTellsOfASizeAfterTheReadThatShowedNone() {
        final Rig rig = goneUnderAMuteStream();
        Scenes.tellPosition(rig, 0, "1");
        rig.passAt(0, "100", 20 * Rig.SECOND);
        assertEquals(0, rig.all("PositionClosed").size(), () -> Scenes.tail(rig));
        rig.venue.areReadsFailing = false;
        rig.passAt(0, "100", 40 * Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size());
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }
}
