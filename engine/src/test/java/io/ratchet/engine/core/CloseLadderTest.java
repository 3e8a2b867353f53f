package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseLadderTest {
    private static final int CLOSE = CloseAtMarketDecoder.TEMPLATE_ID;

    private static Rig open(final String quantity) {
        final Rig rig = Rig.running(config -> config.maxExposureMoney(0));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, quantity);
        return rig;
    }

    private static void assertFlat(final Rig rig) {
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertEquals(0, rig.venue.sizes.get(0));
        assertEquals(0, rig.venue.openCount());
        assertEquals(1, rig.all("PositionClosed").size());
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    void shouldGoOnWithLimitsAtTheBandEdgeWhenTheBookIsThin() {
        final Rig rig = open("1");
        rig.venue.next(CLOSE, Fate.REFUSED, OutcomeReason.PRICE_BAND);
        rig.venue.next(CLOSE, Fate.HALF);
        rig.venue.next(CLOSE, Fate.HALF);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertEquals(2, rig.all("CloseAtMarket").size());
        assertTrue(rig.last("CloseAtMarket").contains("price=950000000000 "), rig.last("CloseAtMarket"));
        assertTrue(rig.last("CloseAtMarket").contains("orderType=LIMIT_IOC rung=1 "));
        rig.passAt(0, "100", 900 * Rig.MS);
        assertEquals(2, rig.all("CloseAtMarket").size());
        rig.passAt(0, "100", 2_200 * Rig.MS);
        final List<String> rungs = rig.all("CloseAtMarket");
        assertEquals(4, rungs.size());
        assertTrue(rungs.get(2).contains("quantity=50000000 "));
        assertTrue(rungs.get(3).contains("revision=4 "));
        assertTrue(rig.last("PositionClosed").contains("reason=OPERATOR"));
        assertFlat(rig);
    }

    @Test
    void shouldCloseInChunksWhenTheQuantityIsAboveTheMaximum() {
        final Rig rig = open("100");
        rig.venue.sizes.merge(0, 0L, Long::sum);
        rig.venue.next(CLOSE, Fate.REFUSED, OutcomeReason.QUANTITY_LIMIT);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        final List<String> rungs = rig.all("CloseAtMarket");
        assertEquals(3, rungs.size());
        assertTrue(rungs.get(1).contains("quantity=5000000000 "));
        assertTrue(rungs.get(2).contains("quantity=5000000000 "));
        assertFlat(rig);
    }

    @Test
    void shouldReadThePositionWhenReduceOnlyIsRejected() {
        final Rig rig = open("1");
        rig.venue.next(CLOSE, Fate.REFUSED, OutcomeReason.REDUCE_ONLY_REJECTED);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertEquals(1, rig.all("CloseAtMarket").size());
        rig.passAt(0, "100", 400 * Rig.MS);
        assertEquals(2, rig.all("CloseAtMarket").size());
        assertFlat(rig);
    }

    @Test
    void shouldEndWhenReduceOnlyIsRejectedBecauseNothingIsLeft() {
        final Rig rig = open("1");
        rig.venue.areFillsLost = true;
        rig.venue.trigger(rig.venue.open(io.ratchet.engine.sbe.OrderRole.ANCHOR));
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 4 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=STOP "), rig.last("PositionClosed"));
        assertFlat(rig);
    }

    @Test
    void shouldResolveBeforeTheNextRungWhenTheOutcomeIsUnknown() {
        final Rig rig = open("1");
        rig.venue.next(CLOSE, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 5_900 * Rig.MS);
        assertEquals(1, rig.all("CloseAtMarket").size());
        rig.passAt(0, "100", 600 * Rig.MS);
        assertEquals(2, rig.all("CloseAtMarket").size());
        assertFlat(rig);
    }

    @Test
    void shouldNotCloseTwiceWhenTheUnknownCloseWasExecuted() {
        final Rig rig = open("1");
        rig.venue.areFillsLost = true;
        rig.venue.next(CLOSE, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.venue.next(QueryOrderDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertEquals(1, rig.all("CloseAtMarket").size());
        assertFlat(rig);
    }

    @Test
    void shouldDecideAnewWhenTheCommandWasStale() {
        final Rig rig = open("1");
        rig.venue.next(CLOSE, Fate.NOT_SENT, OutcomeReason.STALE_COMMAND);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertEquals(2, rig.all("CloseAtMarket").size());
        assertFlat(rig);
    }

    @Test
    void shouldKeepStopsWhileTheCloseIsUnderWay() {
        final Rig rig = open("1");
        rig.venue.next(CLOSE, Fate.REFUSED, OutcomeReason.OVERLOAD);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertEquals(1, rig.venue.openCount());
        assertEquals(0, rig.all("CancelStop").size());
        rig.passAt(0, "100", 300 * Rig.MS);
        assertFlat(rig);
    }

    private static void refuse(final Rig rig, final OutcomeReason reason, final int times) {
        for (int i = 0; i < times; i++) {
            rig.venue.next(CLOSE, Fate.REFUSED, reason);
        }
    }

    @Test
    void shouldSlowDownToTwoSecondsAndNeverEndWhenTheVenueLimitsTheRate() {
        final Rig rig = open("1");
        refuse(rig, OutcomeReason.RATE_LIMITED, 9);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        final int[] atMs = {0, 200, 600, 1_400, 3_000, 5_000, 7_000, 9_000, 11_000};
        for (int i = 0; i < atMs.length; i++) {
            final int aheadMs = i + 1 < atMs.length ? atMs[i + 1] - atMs[i] : 2_000;
            assertEquals(i + 1, rig.all("CloseAtMarket").size());
            rig.passAt(0, "100", (aheadMs - 100) * Rig.MS);
            assertEquals(i + 1, rig.all("CloseAtMarket").size(), "too early: " + i);
            rig.passAt(0, "100", 100 * Rig.MS);
        }
        assertEquals(10, rig.all("CloseAtMarket").size());
        assertFlat(rig);
    }

    @Test
    void shouldBeginTheSlowPaceAnewWhenAnotherAnswerCameBetween() {
        final Rig rig = open("1");
        refuse(rig, OutcomeReason.RATE_LIMITED, 3);
        refuse(rig, OutcomeReason.OVERLOAD, 1);
        refuse(rig, OutcomeReason.RATE_LIMITED, 1);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 1_500 * Rig.MS);
        assertEquals(4, rig.all("CloseAtMarket").size());
        rig.passAt(0, "100", 300 * Rig.MS);
        assertEquals(6, rig.all("CloseAtMarket").size());
        assertFlat(rig);
    }

    @Test
    void shouldKeepThePaceWhenTheVenueIsOverloadedOrNothingIsSent() {
        final Rig rig = open("1");
        refuse(rig, OutcomeReason.OVERLOAD, 10);
        for (int i = 0; i < 10; i++) {
            rig.venue.next(CLOSE, Fate.NOT_SENT, OutcomeReason.RATE_LIMITED);
        }
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 5 * Rig.SECOND);
        assertEquals(21, rig.all("CloseAtMarket").size());
        assertFlat(rig);
    }
}
