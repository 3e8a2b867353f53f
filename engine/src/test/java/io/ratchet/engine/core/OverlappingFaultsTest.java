package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.InstrumentStatusChangedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults that meet: each is harmless alone. */
final class OverlappingFaultsTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;
    private static final int CANCEL = CancelStopDecoder.TEMPLATE_ID;
    private static final int QUERY = QueryOrderDecoder.TEMPLATE_ID;

    private static Rig open() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        return rig;
    }

    private static Rig activated() {
        final Rig rig = open();
        rig.mark(0, "102");
        rig.pass(Rig.SECOND);
        return rig;
    }

    private static void next(final Rig rig, final int templateId, final Fate fate, final OutcomeReason reason) {
        for (int i = 0; i < 1_000; i++) {
            rig.venue.next(templateId, fate, reason);
        }
    }

    private static void triggering(final Rig rig, final FakeVenue.Order order) {
        order.status = OrderStatus.TRIGGERING;
        rig.venue.update(order, OrderBook.CONDITIONAL);
    }

    private static List<Integer> indexes(final Rig rig, final String name, final int from) {
        final List<Integer> found = new ArrayList<>();
        for (int i = from; i < rig.texts.size(); i++) {
            if (rig.texts.get(i).startsWith(name + " ")) {
                found.add(i);
            }
        }
        return found;
    }

    @Test
    void shouldNotCallAStopAbsentByAReadFromBeforeItWasSentAgain() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(STOP, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.venue.next(STOP, Fate.SILENT_DONE);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2_500 * Rig.MS);
        // From here on a read of an order begins before the deadline and is answered after it, with the second attempt
        // out.
        rig.venue.queryDelayNs = 400 * Rig.MS;
        rig.venue.readDelayNs = 500 * Rig.MS;
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertEquals(2, rig.all("PlaceStop").size());
        assertTrue(rig.last("PlaceStop").contains("revision=1 role=ANCHOR"), rig.last("PlaceStop"));
        assertEquals(1, rig.venue.openCount());
        assertEquals(1, rig.all("StopConfirmed").size());
        rig.check();
    }

    @Test
    void shouldKeepTheOldStopSilentlyWhenTheNewOneTriggersBeforeTheOldIsCancelled() {
        final Rig rig = activated();
        rig.venue.next(CANCEL, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        rig.mark(0, "104");
        final FakeVenue.Order fresh = rig.venue.open(OrderRole.STOP);
        assertEquals(Rig.price("103.5"), fresh.level);
        assertEquals(1, rig.all("CancelStop").size());
        triggering(rig, fresh);
        rig.pass(2 * Rig.SECOND);
        assertEquals(1, rig.all("CancelStop").size());
        assertEquals(0, rig.all("CommandWithheld").size());
        rig.venue.fill(fresh, fresh.quantity);
        rig.passAt(0, "103", 2 * Rig.SECOND);
        assertEquals(0, rig.venue.openCount());
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    void shouldRestoreTheNewLevelBeforeTheOldStopGoesWhenTheNewStopIsLost() {
        final Rig rig = activated();
        rig.venue.next(CANCEL, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        rig.mark(0, "104");
        rig.venue.lose(rig.venue.open(OrderRole.STOP), OrderStatus.EXPIRED);
        rig.passAt(0, "104", 2 * Rig.SECOND);
        assertEquals(2, rig.venue.openCount());
        assertEquals(Rig.price("103.5"), rig.venue.open(OrderRole.STOP).level);
        assertNotNull(rig.venue.open(OrderRole.ANCHOR));
        rig.check();
    }

    @Test
    void shouldRestoreTheBetterLevelWhenOnlyTheOldStopOutlivesARestart() {
        final Rig rig = activated();
        next(rig, CANCEL, Fate.REFUSED, OutcomeReason.OVERLOAD);
        rig.mark(0, "104");
        rig.pass(Rig.SECOND);
        assertEquals(3, rig.venue.openCount());
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.STOP), OrderStatus.CANCELED);
        rig.venue.areUpdatesLost = false;
        rig.venue.next.clear();
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "104", 5 * Rig.SECOND);
        assertEquals(Rig.price("103.5"), rig.venue.open(OrderRole.STOP).level);
        assertEquals(2, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldWakeTheGraceOfATriggeredStopByTheWallWhenTheClockIsFast() {
        final Rig rig = Rig.running(config -> config.clockSpeedMilli(20_000));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.venue.areUpdatesLost = false;
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        anchor.status = OrderStatus.TRIGGERING;
        rig.venue.update(anchor, OrderBook.CONDITIONAL);
        rig.pass(59 * Rig.SECOND);
        assertEquals(0, rig.core.unprotectedCount());
        assertEquals(0, rig.all("CloseStarted").size());
        rig.pass(2 * Rig.SECOND);
        assertEquals(1, rig.all("CloseStarted").size());
    }

    @Test
    void shouldReadAndCancelAtGrowingDistancesWhenALeftoverStays() {
        final Rig rig = open();
        next(rig, CANCEL, Fate.REFUSED, OutcomeReason.OVERLOAD);
        final FakeVenue.Order left = new FakeVenue.Order();
        left.epochSeconds = Rig.START_NS / Rig.SECOND - 100;
        left.positionId = 77;
        left.revision = 1;
        left.role = OrderRole.STOP;
        left.instrumentId = 1;
        left.side = OrderSide.SELL;
        left.level = Rig.price("1");
        left.quantity = Rig.quantity("1");
        left.venueOrderId = 4_711;
        rig.venue.orders.add(left);
        rig.health(VenueState.BLIND);
        rig.health(VenueState.OK);
        final int before = rig.all("RequestSnapshot").size();
        rig.passAt(0, "100", 60 * Rig.SECOND);
        final int reads = rig.all("RequestSnapshot").size() - before;
        assertTrue(reads >= 2 && reads <= 4, "reads=" + reads);
        assertEquals(3, rig.all("CancelStop").size());
        rig.venue.next.clear();
        rig.passAt(0, "100", 90 * Rig.SECOND);
        assertEquals(OrderStatus.CANCELED, left.status);
        rig.check();
    }

    @Test
    void shouldConcludeAStaleOpeningWithTheStartItself() {
        final Rig rig = Rig.running(config ->
                config.waveEnabled(Flag.YES).waveCheckMinuteMask(1L << 35).leverage(1));
        final long hourMs = 3_600_000L;
        final long waveMs = rig.nowNs / Rig.MS / hourMs * hourMs + 15 * 60_000L;
        // The wave of :15 is checked at :35.
        rig.pass((waveMs + 20 * 60_000L) * Rig.MS - rig.nowNs + Rig.SECOND);
        rig.venue.next(SetLeverageDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        rig.mark(0, "100");
        new SignalReceivedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .signalId(5)
                .scoreWeek(100)
                .scoreMonth(1)
                .candleOpenMs(waveMs)
                .createdMs(FixedPoint.NULL)
                .instrumentId(0)
                .batchId(1)
                .batchIndex(0)
                .batchSize(1)
                .venue(Venue.BINANCE)
                .side(PositionSide.LONG)
                .defect(SignalDefect.NONE)
                .symbol("BTCUSDT")
                .totalScore(FixedPoint.NULL)
                .price(FixedPoint.NULL)
                .rsi(FixedPoint.NULL)
                .volumeZScore(FixedPoint.NULL)
                .oiDeltaPercent(FixedPoint.NULL);
        rig.send(8 + SignalReceivedEncoder.BLOCK_LENGTH);
        assertEquals(1, rig.all("SetLeverage").size());
        final int before = rig.texts.size();
        rig.crashAndRestart(Rig.SECOND);
        final int concluded = indexes(rig, "SignalConcluded", before).get(0);
        assertTrue(rig.texts.get(concluded).contains("STALE_AFTER_RESTART"), rig.texts.get(concluded));
        assertEquals(
                ProtectDeadlineTest.field(rig.last("EntryRefused"), "inputSequence"),
                ProtectDeadlineTest.field(rig.texts.get(concluded), "inputSequence"));
        rig.check();
    }

    @Test
    void shouldCloseThoughNothingCanBeReadWhenReduceOnlyWasRefused() {
        final Rig rig = open();
        rig.venue.areReadsFailing = true;
        rig.venue.next(CloseAtMarketDecoder.TEMPLATE_ID, Fate.REFUSED, OutcomeReason.REDUCE_ONLY_REJECTED);
        rig.operator(OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 1_200 * Rig.MS);
        assertEquals(1, rig.all("CloseAtMarket").size());
        rig.passAt(0, "100", 300 * Rig.MS);
        assertEquals(2, rig.all("CloseAtMarket").size());
        assertEquals(0, rig.venue.sizes.get(0));
    }

    private static Rig flatWithoutTrades() {
        final Rig rig = open();
        rig.venue.areTradesFailing = true;
        rig.venue.areFillsLost = true;
        rig.venue.trigger(rig.venue.open(OrderRole.ANCHOR));
        rig.venue.areFillsLost = false;
        rig.health(VenueState.BLIND);
        rig.health(VenueState.OK);
        return rig;
    }

    @Test
    void shouldTellTheCloseByEstimateWhenTradesCannotBeRead() {
        final Rig rig = flatWithoutTrades();
        rig.passAt(0, "100", 4 * Rig.SECOND);
        assertEquals(0, rig.all("PositionClosed").size());
        rig.passAt(0, "100", 3 * Rig.SECOND);
        // Bought and sold at 100: the fee of the entry is known, that of the exit is taken to be 0.05 %.
        assertTrue(rig.last("PositionClosed").contains("pnl=-5050000 fees=5050000 "), rig.last("PositionClosed"));
        assertTrue(rig.last("PositionClosed").contains("reason=STOP "), rig.last("PositionClosed"));
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(2, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    void shouldReadSeldomAndBlameNobodyWhenNothingCanBeReadAfterFlat() {
        final Rig rig = flatWithoutTrades();
        rig.venue.areReadsFailing = true;
        rig.crashAndRestart(Rig.SECOND);
        final int before = rig.all("RequestSnapshot").size();
        rig.passAt(0, "100", 60 * Rig.SECOND);
        final int reads = rig.all("RequestSnapshot").size() - before;
        assertTrue(reads > 20 && reads < 50, "reads=" + reads);
        assertEquals(0, rig.core.violations());
        rig.venue.areReadsFailing = false;
        rig.passAt(0, "100", 15 * Rig.SECOND);
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    void shouldNoticeWhenAPositionProvenFlatStays() {
        final Rig rig = open();
        rig.venue.next(QUERY, Fate.DONE);
        rig.venue.queryDelayNs = 1_000 * Rig.SECOND;
        rig.force(() -> rig.core
                .seam()
                .desk()
                .query(
                        rig.core.seam().positions().ofInstrument(0),
                        rig.core.seam().positions().ofInstrument(0).entry()));
        rig.mark(0, "97");
        rig.passAt(0, "97", 75 * Rig.SECOND);
        assertEquals(1, rig.core.violations());
        assertTrue(rig.all("AlertRaised").toString().contains("value=12 bound=0 code=INVARIANT_VIOLATED"));
    }

    @Test
    void shouldTellOnceOfAHaltedSymbolWhileAnotherIsPending() {
        final Rig rig = open();
        rig.mark(1, "200");
        rig.open(1, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.venue.areUpdatesLost = true;
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        rig.venue.areUpdatesLost = false;
        next(rig, STOP, Fate.REFUSED, OutcomeReason.OVERLOAD);
        rig.crashAndRestart(Rig.SECOND);
        new InstrumentStatusChangedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .instrumentId(0)
                .status(InstrumentStatus.HALTED);
        rig.send(8 + InstrumentStatusChangedEncoder.BLOCK_LENGTH);
        rig.pass(90 * Rig.SECOND);
        assertEquals(2, rig.core.unprotectedCount());
        int told = 0;
        for (final String alert : rig.all("AlertRaised")) {
            told += alert.contains("bound=60000000000 code=NAKED_TOO_LONG") ? 1 : 0;
        }
        assertEquals(1, told);
    }

    @Test
    void shouldReadAStopInAllBooksBeforeItGoesOutAgainAfterAStart() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(STOP, Fate.SILENT_LOST);
        rig.open(0, PositionSide.LONG, "1");
        final int before = rig.texts.size();
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "100", Rig.SECOND);
        final int placed = indexes(rig, "PlaceStop", before).get(0);
        assertTrue(indexes(rig, "QueryOrder", before).get(0) < placed);
        assertTrue(indexes(rig, "RequestSnapshot", before).get(0) < placed);
        assertTrue(rig.texts.get(placed).contains("revision=1 role=ANCHOR"), rig.texts.get(placed));
        assertEquals(1, rig.venue.openCount());
        rig.check();
    }

    @Test
    void shouldCloseAtOnceWhenTheStopThatGoesOutAgainIsCrossed() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(STOP, Fate.SILENT_LOST);
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.mark(0, Rig.price("95"));
        rig.crashAndRestart(Rig.SECOND);
        rig.pass(Rig.SECOND);
        assertTrue(rig.last("CloseStarted").contains("reason=PAST_LEVEL"), rig.last("CloseStarted"));
        assertEquals(0, rig.venue.sizes.get(0));
    }

    @Test
    void shouldProtectAgainThoughNothingCanBeReadWhenAStopTriggeredWithoutAFill() {
        final Rig rig = open();
        rig.venue.areReadsFailing = true;
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        triggering(rig, anchor);
        rig.venue.lose(anchor, OrderStatus.EXPIRED);
        rig.passAt(0, "100", 2_900 * Rig.MS);
        assertEquals(1, rig.all("PlaceStop").size());
        rig.passAt(0, "100", 200 * Rig.MS);
        assertEquals(2, rig.all("PlaceStop").size());
        assertNotNull(rig.venue.open(OrderRole.ANCHOR));
        assertEquals(0, rig.all("CloseStarted").size());
        rig.check();
    }

    @Test
    void shouldNotSendAStopAgainWhileTheVenueAnswersNothingAboutIt() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(STOP, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
        next(rig, QUERY, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.venue.areReadsFailing = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 8 * Rig.SECOND);
        assertEquals(1, rig.all("PlaceStop").size());
        assertEquals(1, rig.all("ProtectDeadlineExtended").size());
        rig.venue.next.clear();
        rig.passAt(0, "100", Rig.SECOND);
        assertEquals(1, rig.all("PlaceStop").size());
        assertEquals(1, rig.all("StopConfirmed").size());
        rig.check();
    }

    @Test
    void shouldNotBlameAnOpenThatTheVenueDoesNotAnswerAbout() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        next(rig, QUERY, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 60 * Rig.SECOND);
        assertEquals(0, rig.core.violations());
        assertEquals(0, rig.all("EntryRefused").size());
        rig.venue.next.clear();
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertEquals(1, rig.all("EntryRefused").size());
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    void shouldBlameAnOpenThatTheVenueAnswersAboutForTooLong() {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 29 * Rig.SECOND);
        assertEquals(0, rig.core.violations());
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertEquals(1, rig.core.violations());
        assertTrue(
                rig.last("AlertRaised").contains("value=4 bound=0 code=INVARIANT_VIOLATED"), rig.last("AlertRaised"));
    }
}
