package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class EntryOutcomeTest {
    private static final int ENTRY = PlaceEntryDecoder.TEMPLATE_ID;

    private static Rig withMark() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        return rig;
    }

    @Test
    void shouldProtectWhenTheUnknownEntryWasExecuted() {
        final Rig rig = withMark();
        rig.venue.areFillsLost = true;
        rig.venue.next(ENTRY, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        assertEquals(1, rig.all("StopConfirmed").size());
        assertEquals(1, rig.all("PlaceEntry").size());
        rig.check();
    }

    @Test
    void shouldRefuseOnlyWhenAbsenceIsProvenWhenTheUnknownEntryWasLost() {
        final Rig rig = withMark();
        rig.venue.next(ENTRY, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 1_900 * Rig.MS);
        assertEquals(0, rig.all("EntryRefused").size());
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ALREADY_OPEN"));
        rig.passAt(0, "100", 400 * Rig.MS);
        assertTrue(rig.last("EntryRefused").contains("reason=UNFILLED"));
        assertEquals(1, rig.all("PlaceEntry").size());
        rig.check();
    }

    @Test
    void shouldProtectTheLateFillWhenTheEntryWasGivenUp() {
        final Rig rig = withMark();
        rig.venue.next(ENTRY, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertEquals(1, rig.all("EntryRefused").size());
        final FakeVenue.Order late = rig.venue.late(0, 1, io.ratchet.engine.sbe.OrderRole.ENTRY, "1");
        rig.venue.fill(late, late.quantity);
        assertTrue(rig.last("PositionOpened").contains("positionId=1 "));
        assertEquals(1, rig.all("StopConfirmed").size());
        rig.check();
    }

    @Test
    void shouldUseNoIdTwiceAndCountNoFillTwiceWhenAPositionComesBackMoreThanOnce() {
        final Rig rig = withMark();
        rig.venue.next(ENTRY, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 3 * Rig.SECOND);
        final FakeVenue.Order late = rig.venue.late(0, 1, io.ratchet.engine.sbe.OrderRole.ENTRY, "3");
        for (int part = 1; part <= 3; part++) {
            rig.mark(0, "100");
            rig.venue.fill(late, Rig.quantity("1"));
            assertEquals(part, rig.all("PositionOpened").size(), () -> Scenes.tail(rig));
            rig.passAt(0, "97", 5 * Rig.SECOND);
            assertEquals(part, rig.all("PositionFlatVerified").size(), () -> Scenes.tail(rig));
            rig.venue.update(late, OrderBook.ORDINARY);
            rig.passAt(0, "97", 5 * Rig.SECOND);
            assertEquals(0, rig.core.openPositions(), "it is known how much of it filled");
        }
        assertEquals(rig.all("PlaceStop").size(), Scenes.idsOf(rig, "PlaceStop").size(), () -> Scenes.tail(rig));
        rig.check();
    }

    @Test
    @DisplayName("A15: a refused entry is followed by no stop and no close")
    void shouldRefuseWhenTheVenueRejectsOrTheEntryIsNotSent() {
        final Rig rig = withMark();
        rig.venue.next(ENTRY, Fate.REFUSED, OutcomeReason.INSUFFICIENT_MARGIN);
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=REJECTED_BY_VENUE outcomeReason=INSUFFICIENT_MARGIN"));
        rig.venue.next(ENTRY, Fate.NOT_SENT, OutcomeReason.WAITED_FOR_DISK);
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=NOT_SENT outcomeReason=WAITED_FOR_DISK"));
        assertEquals(0, rig.all("PlaceStop").size() + rig.all("CloseAtMarket").size());
        assertEquals(0, rig.core.openPositions());
        rig.check();
    }

    @Test
    void shouldOpenOnceWhenFillAndResultTellTheSame() {
        final Rig rig = withMark();
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.tellLastFillAgain();
        rig.venue.update(rig.venue.orders.get(0), OrderBook.ORDINARY);
        assertEquals(1, rig.all("PositionOpened").size());
        assertEquals(0, rig.all("PositionQuantityChanged").size());
        rig.mark(0, "97");
        assertTrue(rig.last("PositionClosed").contains("quantity=100000000 "));
        rig.venue.tellLastFillAgain();
        rig.pass(Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size());
        rig.check();
    }

    @Test
    void shouldKeepHalfWhenOnlyHalfIsFilled() {
        final Rig rig = withMark();
        rig.venue.next(ENTRY, Fate.HALF);
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("PositionOpened").contains("quantity=50000000 "));
        assertEquals(1, rig.all("StopConfirmed").size());
        rig.check();
    }

    @Test
    void shouldRefuseTypedWhenNoPriceOrStaleOrBadSize() {
        final Rig rig = Rig.running();
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(2_100 * Rig.MS);
        assertTrue(rig.last("EntryRefused").contains("reason=NO_PRICE"));
        rig.mark(0, "100");
        rig.pass(6 * Rig.SECOND);
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(2_100 * Rig.MS);
        assertTrue(rig.last("EntryRefused").contains("reason=STALE_PRICE"));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "0.0005");
        assertTrue(rig.last("EntryRefused").contains("reason=QUANTITY_OFF_STEP"));
        rig.open(0, PositionSide.LONG, "0.001");
        assertTrue(rig.last("EntryRefused").contains("reason=BELOW_MINIMUM"));
        rig.open(0, PositionSide.LONG, "101");
        assertTrue(rig.last("EntryRefused").contains("reason=ABOVE_MAXIMUM"));
        rig.open(7, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=SYMBOL_UNKNOWN"));
        rig.prices(0, Rig.price("100"), Rig.price("101"), Rig.price("100"), Rig.price("100"));
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=LAST_FAR_FROM_MARK"));
        assertEquals(0, rig.all("PlaceEntry").size());
        rig.check();
    }

    @Test
    void shouldVerifyLeverageFirstWhenThePolicySetsIt() {
        final Rig rig = Rig.running(config -> config.leverage(1));
        rig.mark(0, "100");
        rig.venue.next(SetLeverageDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.UNLISTED);
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=LEVERAGE_NOT_SET"));
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.mark(0, "97");
        rig.mark(0, "97");
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(2, rig.all("SetLeverage").size());
        assertEquals(2, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    void shouldRefuseWhenHedgeModeOrForeignPosition() {
        final Rig rig = new Rig();
        rig.venue.isHedgeMode = true;
        rig.start();
        assertTrue(rig.last("AlertRaised").contains("code=HEDGE_MODE"));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=HEDGE_MODE"));
        rig.venue.isHedgeMode = false;
        rig.venue.sizes.put(0, Rig.quantity("3"));
        rig.passAt(0, "100", 61 * Rig.SECOND);
        assertTrue(rig.last("ForeignExposureFound").contains("quantity=300000000 "));
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=FOREIGN_EXPOSURE"));
        assertEquals(0, rig.all("CloseAtMarket").size());
        rig.check();
    }

    @Test
    void shouldRefuseAndResumeWhenTheOperatorSaysSo() {
        final Rig rig = withMark();
        rig.operator(OperatorAction.STOP_ENTRIES, 0);
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"));
        rig.operator(OperatorAction.RESUME, 0);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        assertTrue(rig.last("PositionClosed").contains("reason=OPERATOR"));
        rig.operator(OperatorAction.SHUTDOWN, 0);
        assertTrue(rig.last("NodeStateChanged").contains("to=STOPPING"));
        rig.check();
    }

    @Test
    void shouldIgnorePricesOfAnEarlierConnection() {
        final Rig rig = withMark();
        rig.feedEpoch++;
        rig.feed(MarketFeed.MARKET, FeedState.UP);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(0, rig.all("PlaceEntry").size());
        rig.mark(0, "100");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.check();
    }
}
