package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultEncoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.MarketFeed;
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
import io.ratchet.engine.sbe.Venue;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Incidents in which an open was not one thing: torn, doubled, rolled back without need, or of the wrong size. */
final class OpeningIncidentsTest {
    private static final int ENTRY = PlaceEntryDecoder.TEMPLATE_ID;
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;

    /** An answer to the last entry that says nothing but that it was taken, as Binance's ACK and Bybit's create do. */
    private static void bareAnswer(final Rig rig, final long venueOrderId, final long average) {
        final CommandResultEncoder message = new CommandResultEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .commandSequence(Scenes.lastCommand(rig, ENTRY))
                .handedNs(rig.nowNs)
                .sentNs(rig.nowNs)
                .ackNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .venueOrderId(venueOrderId)
                .linkedOrderId(FixedPoint.NULL)
                .level(FixedPoint.NULL)
                .quantity(FixedPoint.NULL)
                .filledQuantity(FixedPoint.NULL)
                .averagePrice(average)
                .price(FixedPoint.NULL)
                .instrumentId(0)
                .venueCode(0)
                .commandType(ENTRY);
        message.clientOrderId().epochSeconds(0).positionId(0).revision(0).role(OrderRole.NONE);
        message.venue(Venue.BINANCE)
                .outcome(CommandOutcome.ACCEPTED)
                .reason(OutcomeReason.NONE)
                .status(OrderStatus.NONE)
                .book(OrderBook.ORDINARY)
                .side(OrderSide.NONE)
                .text("");
        rig.send(8 + CommandResultEncoder.BLOCK_LENGTH + 1);
    }

    private static FakeVenue.Order silentEntry(final Rig rig) {
        rig.venue.next(ENTRY, Fate.SILENT_LOST);
        rig.open(0, PositionSide.LONG, "1");
        return rig.venue.late(0, 1, OrderRole.ENTRY, "1");
    }

    private static void assertOneProtectedPosition(final Rig rig) {
        rig.passAt(0, "100", 70 * Rig.SECOND);
        assertEquals(1, rig.all("PositionOpened").size(), Scenes.tail(rig));
        assertEquals(1, rig.core.openPositions());
        assertEquals(1, rig.venue.openCount());
        assertEquals(0, rig.core.unprotectedCount());
        assertEquals(0, rig.all("CloseStarted").size());
        assertEquals(0, rig.all("ForeignExposureFound").size());
        assertEquals(1, rig.venue.sizes.get(0) / Rig.quantity("1"));
        rig.check();
    }

    @Test
    @DisplayName(
            "B03, B11: an answer that holds nothing but an id is no failure; the stream says the fill and its price")
    void shouldTakeTheFillFromTheStreamWhenTheAnswerSaysNothing() {
        for (final long average : new long[] {FixedPoint.NULL, 0}) {
            final Rig rig = Scenes.withMark();
            final FakeVenue.Order entry = silentEntry(rig);
            bareAnswer(rig, entry.venueOrderId, average);
            rig.pass(300 * Rig.MS);
            assertEquals(0, rig.all("PositionOpened").size());
            assertEquals(0, rig.all("EntryRefused").size());
            rig.venue.fill(entry, entry.quantity);
            assertTrue(rig.last("PositionOpened").contains("entryPrice=1000000000000 "), rig.last("PositionOpened"));
            assertOneProtectedPosition(rig);
        }
    }

    @Test
    @DisplayName("B03, B11: without the stream the fill and its price are asked for by id")
    void shouldAskForTheFillByIdWhenNeitherAnswerNorStreamSaysIt() {
        final Rig rig = Scenes.withMark();
        final FakeVenue.Order entry = silentEntry(rig);
        rig.venue.areFillsLost = true;
        rig.venue.fill(entry, entry.quantity);
        rig.venue.areFillsLost = false;
        bareAnswer(rig, entry.venueOrderId, FixedPoint.NULL);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertTrue(rig.last("PositionOpened").contains("entryPrice=1000000000000 "), Scenes.tail(rig));
        assertOneProtectedPosition(rig);
    }

    @Test
    @DisplayName("B06: a close after an open of which nothing was told closes what the exchange holds, and no more")
    void shouldCloseWhatTheVenueHoldsWhenNoAnswerToldTheFill() {
        final Rig rig = Scenes.withMark();
        for (int i = 0; i < 200; i++) {
            rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
        }
        rig.venue.next(ENTRY, Fate.SILENT_LOST);
        rig.open(0, PositionSide.LONG, "1");
        final FakeVenue.Order entry = rig.venue.late(0, 1, OrderRole.ENTRY, "1");
        rig.venue.areFillsLost = true;
        rig.venue.fill(entry, Rig.quantity("0.6"), OrderStatus.EXPIRED);
        rig.venue.areFillsLost = false;
        bareAnswer(rig, entry.venueOrderId, FixedPoint.NULL);
        rig.passAt(0, "100", 15 * Rig.SECOND);
        assertTrue(rig.last("CloseAtMarket").contains("quantity=60000000 "), Scenes.tail(rig));
        assertEquals(0L, rig.venue.sizes.get(0));
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    @DisplayName("B08, I16: an open has prices before its order, its trail, its money and its place in every count")
    void shouldCountSubscribeAndTrailWhatItOpens() {
        final Rig rig = Rig.running(config -> config.maxExposureMoney(150 * FixedPoint.QUANTITY_ONE));
        rig.mark(0, "100");
        rig.mark(1, "100");
        rig.open(0, PositionSide.LONG, "1");
        final String texts = String.join("\n", rig.texts);
        assertTrue(texts.indexOf("Subscribe ") >= 0 && texts.indexOf("Subscribe ") < texts.indexOf("PlaceEntry "));
        assertEquals(1, rig.core.openPositions());
        rig.open(1, PositionSide.LONG, "0.501");
        assertTrue(rig.last("EntryRefused").contains("reason=MAX_EXPOSURE"), rig.last("EntryRefused"));
        rig.open(1, PositionSide.LONG, "0.5");
        assertEquals(2, rig.core.openPositions());
        rig.mark(0, "102");
        assertEquals(1, rig.all("TrailingActivated").size());
        rig.check();
    }

    @Test
    @DisplayName("B12: a full read between the fill and its stop makes no second position of it")
    void shouldMakeOnePositionWhenAReadComesBetweenFillAndStop() {
        final Rig rig = Scenes.withMark();
        rig.venue.next(STOP, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(0, rig.venue.openCount());
        final int reads = rig.all("RequestSnapshot").size();
        rig.feed(MarketFeed.USER, FeedState.DOWN);
        rig.feed(MarketFeed.USER, FeedState.UP);
        assertTrue(rig.all("RequestSnapshot").size() > reads);
        assertEquals(0, rig.venue.openCount());
        assertOneProtectedPosition(rig);
    }

    @Test
    @DisplayName("B14: a fill that overtakes the answer to its order is not dropped")
    void shouldTakeAFillThatComesBeforeTheAnswer() {
        final Rig rig = Scenes.withMark();
        final FakeVenue.Order entry = silentEntry(rig);
        rig.venue.fill(entry, entry.quantity);
        assertEquals(1, rig.all("StopConfirmed").size());
        rig.pass(400 * Rig.MS);
        bareAnswer(rig, entry.venueOrderId, FixedPoint.NULL);
        assertOneProtectedPosition(rig);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"DONE", "REFUSED", "NOT_SENT", "UNKNOWN_DONE", "UNKNOWN_LOST", "HALF"})
    @DisplayName("B20: whatever step of an open fails and however, within 30 s there is a position with a stop or none")
    void shouldEndWithAStopOrFlatWhateverStepFails(final Fate fate) {
        for (final int step : new int[] {
            SetLeverageDecoder.TEMPLATE_ID, ENTRY, STOP, QueryOrderDecoder.TEMPLATE_ID, CloseAtMarketDecoder.TEMPLATE_ID
        }) {
            for (int times = 1; times <= timesMax(step, fate); times += 8) {
                for (final PositionSide side : new PositionSide[] {PositionSide.LONG, PositionSide.SHORT}) {
                    failing(step, fate, times, side);
                }
            }
        }
    }

    /** A close that is lost again and again is a venue that is not there: the checker says so after 30 s, rightly. */
    private static int timesMax(final int step, final Fate fate) {
        final boolean isClose = step == CloseAtMarketDecoder.TEMPLATE_ID;
        return fate == Fate.HALF || isClose && fate == Fate.UNKNOWN_LOST ? 1 : 25;
    }

    private static void failing(final int step, final Fate fate, final int times, final PositionSide side) {
        final Rig rig = Rig.running(config -> config.leverage(1));
        rig.mark(0, "100");
        for (int i = 0; i < times; i++) {
            rig.venue.next(step, fate, fate == Fate.REFUSED ? OutcomeReason.INVALID_REQUEST : OutcomeReason.TIMEOUT);
        }
        if (step == QueryOrderDecoder.TEMPLATE_ID) {
            rig.venue.next(ENTRY, Fate.UNKNOWN_DONE, OutcomeReason.TIMEOUT);
            rig.venue.areFillsLost = true;
        }
        if (step == CloseAtMarketDecoder.TEMPLATE_ID) {
            for (int i = 0; i < 200; i++) {
                rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.INVALID_REQUEST);
            }
        }
        rig.isTelling = false;
        rig.open(0, side, "1");
        rig.venue.areFillsLost = false;
        // The venue is available again when it has failed often enough; from then on there are 30 s.
        for (int s = 0; s < 200 && !rig.venue.next.get(step).isEmpty() && rig.core.openPositions() > 0; s++) {
            rig.passAt(0, "100", Rig.SECOND);
        }
        rig.passAt(0, "100", 30 * Rig.SECOND);
        final String name = "step " + step + " " + fate + " times " + times + " " + side + "\n" + Scenes.tail(rig);
        final long size = rig.venue.sizes.getOrDefault(0, 0L);
        if (size == 0) {
            assertEquals(0, rig.core.openPositions(), name);
            assertEquals(0, rig.venue.openCount(), name);
        } else {
            assertEquals(side == PositionSide.LONG, size > 0, name);
            assertEquals(1, rig.core.openPositions(), name);
            assertEquals(0, rig.core.unprotectedCount(), name);
            assertNotNull(rig.venue.open(OrderRole.ANCHOR), name);
        }
        rig.check();
    }

    @Test
    @DisplayName("B23: six opens in one instant ask the exchange nothing but the leverage, and none waits for another")
    void shouldOpenSixAtOnceFromWhatIsKnown() {
        final Rig rig = Rig.running(config -> config.leverage(1));
        for (int id = 0; id < 6; id++) {
            if (id > 1) {
                rig.instrument(id, "COIN" + id + "USDT");
            }
            rig.mark(id, "100");
        }
        final int reads = rig.all("RequestSnapshot").size();
        // The first answer about leverage is slow in coming.
        rig.venue.next(SetLeverageDecoder.TEMPLATE_ID, Fate.SILENT_DONE);
        final long at = rig.nowNs;
        for (int id = 0; id < 6; id++) {
            rig.open(id, PositionSide.LONG, "1");
        }
        assertEquals(5, rig.all("PositionOpened").size());
        assertEquals(at, rig.nowNs);
        assertEquals(reads, rig.all("RequestSnapshot").size());
        assertEquals(0, rig.all("QueryOrder").size());
        assertEquals(6, rig.all("SetLeverage").size());
        rig.check();
    }

    @ParameterizedTest
    @CsvSource({
        // money, price, step, minimum, minimum notional, quantity or refusal
        "200, 100, 0.001, 0.001, 5, 2",
        "200, 103, 0.001, 0.001, 5, 1.941",
        "200, 103, 0.1, 0.1, 5, 1.9",
        "200, 3, 1, 1, 5, 66",
        "200, 3, 10, 10, 5, 60",
        "200, 45, 10, 10, 5, BELOW_MINIMUM",
        "200, 4108, 0.001, 0.001, 200, BELOW_MINIMUM",
        "6, 4108, 0.001, 0.001, 5, BELOW_MINIMUM",
        "6, 5.5, 1, 1, 5, 1",
        "6, 492, 0.001, 0.1, 5, BELOW_MINIMUM",
        "200, 0.0000248, 1, 1, 5, 8064516",
        "200, 9523, 0.021, 0.021, 5, 0.021",
        "200, 100, 0.001, 0.001, 201, BELOW_MINIMUM"
    })
    @DisplayName("G01, B19: a size is on step, not below the minimums and within its money, or a typed refusal")
    void shouldSizeOnStepWithinTheMoneyOrRefuse(
            final String money,
            final String price,
            final String step,
            final String minimum,
            final String notional,
            final String expected) {
        final Rig rig =
                Rig.running(config -> config.sizingMoney(Rig.quantity(money)).maxExposureMoney(0));
        sized(rig, step, minimum, notional);
        rig.mark(0, price);
        final SignalScene signals = new SignalScene(rig);
        signals.realtime();
        signals.signal(0, PositionSide.LONG);
        if (Character.isLetter(expected.charAt(0))) {
            assertTrue(rig.last("SignalConcluded").contains("refusal=" + expected + " "), rig.last("SignalConcluded"));
            assertEquals(0, rig.all("PlaceEntry").size());
        } else {
            final String quantity = "quantity=" + Rig.quantity(expected) + " ";
            assertTrue(rig.last("PlaceEntry").contains(quantity), rig.last("PlaceEntry"));
            assertTrue(new BigDecimal(expected).multiply(new BigDecimal(price)).compareTo(new BigDecimal(money)) <= 0);
        }
        rig.check();
    }

    private static void sized(final Rig rig, final String step, final String minimum, final String notional) {
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .tickSize(1)
                .stepSize(Rig.quantity(step))
                .minQuantity(Rig.quantity(minimum))
                .maxQuantity(0)
                .maxMarketQuantity(0)
                .minNotional(Rig.quantity(notional))
                .minPrice(1)
                .maxPrice(900_000 * FixedPoint.PRICE_ONE)
                .bandUpPpm(50_000)
                .bandDownPpm(50_000)
                .instrumentId(0)
                .venue(Venue.BINANCE)
                .status(InstrumentStatus.TRADING)
                .symbol("BTCUSDT");
        rig.send(8 + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }

    @Test
    @DisplayName("G04: what is counted and checked against a limit is the size that is sent")
    void shouldCheckTheSizeThatItSends() {
        for (final boolean isTooMuch : new boolean[] {false, true}) {
            final Rig rig = Rig.running(config -> config.maxExposureMoney(Rig.quantity("300")));
            rig.mark(0, "103");
            rig.mark(1, "100.07");
            final SignalScene signals = new SignalScene(rig);
            signals.realtime();
            signals.signal(0, PositionSide.LONG);
            // 200 at 103 are 1.941 on step: 199.923 of money, which leaves 100.077.
            assertTrue(rig.last("PlaceEntry").contains("quantity=194100000 "), rig.last("PlaceEntry"));
            rig.open(1, PositionSide.LONG, isTooMuch ? "1.001" : "1");
            assertEquals(isTooMuch ? 1 : 2, rig.core.openPositions());
            assertEquals(isTooMuch ? 1 : 0, rig.all("EntryRefused").size());
            rig.check();
        }
    }
}
