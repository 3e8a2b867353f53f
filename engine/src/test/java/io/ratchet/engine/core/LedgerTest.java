package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PositionSide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LedgerTest {
    private static final int BNB = 2;

    private static Rig opened(final String quantity) {
        final Rig rig = Rig.running();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, quantity);
        rig.pass(Rig.SECOND);
        return rig;
    }

    private static void stopOut(final Rig rig) {
        rig.mark(0, "97");
        rig.pass(10 * Rig.SECOND);
        assertEquals(0, rig.core.openPositions());
    }

    private static long pnl(final Rig rig) {
        return Bookings.field(rig.last("PositionClosed"), "pnl");
    }

    private static long fees(final Rig rig) {
        return Bookings.field(rig.last("PositionClosed"), "fees");
    }

    @Test
    @DisplayName("K03 K06: the result is price times quantity less both fees, whatever the leverage")
    void shouldNetBothFeesAndNoLeverage() {
        final Rig rig = Rig.running(config -> config.leverage(10));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        stopOut(rig);
        assertEquals(Rig.quantity("-3"), pnl(rig) + fees(rig));
        assertEquals(Rig.quantity("0.000985"), fees(rig));
        assertEquals(pnl(rig), rig.core.ledger().closedPnl());
        rig.check();
    }

    @Test
    @DisplayName("K02: what others add counts in the basis, of the quantity change and of the result alike")
    void shouldTakeAddsAndPartialClosesOfOthersIntoOneBasis() {
        final Rig rig = opened("1");
        final Bookings bookings = new Bookings(rig);
        rig.venue.sizes.put(0, Rig.quantity("2"));
        bookings.foreignFill(0, OrderSide.BUY, "101", "1");
        assertTrue(rig.last("PositionQuantityChanged").contains("entryPrice=1005000000000 "));
        rig.venue.sizes.put(0, 0L);
        bookings.foreignFill(0, OrderSide.SELL, "102", "2");
        rig.pass(15 * Rig.SECOND);
        final String closed = rig.last("PositionClosed");
        assertTrue(closed.contains("quantity=200000000 entryPrice=1005000000000 exitPrice=1020000000000 "), closed);
        assertEquals(Rig.quantity("3"), pnl(rig) + fees(rig));
        rig.check();
    }

    @Test
    void shouldBookTheSameWhenTradesArriveInAnotherOrderOrTwice() {
        final long[] results = new long[2];
        for (int order = 0; order < 2; order++) {
            final Rig rig = opened("1");
            final Bookings bookings = new Bookings(rig);
            for (int i = 0; i < 2; i++) {
                final boolean isFirst = i == order;
                rig.venue.sizes.put(0, i == 1 ? 0L : Rig.quantity(isFirst ? "0.7" : "0.3"));
                for (int twice = 0; twice < 2; twice++) {
                    bookings.fill(
                            0,
                            OrderSide.SELL,
                            isFirst ? "101.1" : "99.7",
                            isFirst ? "0.3" : "0.7",
                            isFirst ? "0.011" : "0.022",
                            "USDT",
                            isFirst ? 71 : 72,
                            null,
                            Flag.YES);
                }
            }
            rig.pass(15 * Rig.SECOND);
            assertTrue(rig.last("PositionClosed").contains("reason=ADL"), rig.last("PositionClosed"));
            assertEquals(Rig.quantity("0.12"), pnl(rig) + fees(rig));
            assertEquals(Rig.quantity("0.0335"), fees(rig));
            results[order] = rig.core.ledger().closedPnl();
            rig.check();
        }
        assertEquals(results[0], results[1]);
    }

    @Test
    void shouldConvertAFeeAtTheMarkOfItsAsset() {
        final Rig rig = Rig.running();
        rig.instrument(BNB, "BNBUSDT");
        rig.mark(BNB, "600.5");
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.sizes.put(0, 0L);
        new Bookings(rig).fill(0, OrderSide.SELL, "101", "1", "0.00001", "BNB", 81, null, Flag.NO);
        rig.venue.sizes.put(0, 0L);
        rig.pass(15 * Rig.SECOND);
        assertEquals(Rig.quantity("0.006505"), fees(rig));
        assertEquals(
                1,
                rig.all("Subscribe").stream()
                        .filter(text -> text.contains("instrumentId=2 "))
                        .count());
        rig.check();
    }

    @Test
    void shouldAskForThePriceOfAnUnknownAssetAndCorrectTheEstimate() {
        final Rig rig = Rig.running();
        rig.instrument(BNB, "BNBUSDT");
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.venue.sizes.put(0, 0L);
        new Bookings(rig).fill(0, OrderSide.SELL, "101", "1", "0.00001", "BNB", 81, null, Flag.NO);
        assertTrue(rig.last("Subscribe").contains("instrumentId=2 "));
        assertEquals(0, rig.all("PositionClosed").size());
        rig.mark(BNB, "700");
        assertEquals(Rig.quantity("0.0075"), fees(rig));
        rig.venue.sizes.put(0, 0L);
        rig.pass(15 * Rig.SECOND);
        assertEquals(0, rig.core.openPositions());
        rig.crashAndRestart(Rig.SECOND);
        assertTrue(rig.last("Subscribe").contains("instrumentId=2 "));
        rig.check();
    }

    @Test
    void shouldTakeTheMarketAtItsOpeningForTheEntryWhenNobodyTellsItsPrice() {
        final Rig rig = Rig.running();
        rig.venue.areFillsLost = true;
        rig.venue.areTradesFailing = true;
        rig.venue.areAnswersUnpriced = true;
        rig.mark(0, "100");
        rig.open(0, PositionSide.SHORT, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        assertEquals(1, rig.core.openPositions());
        rig.mark(0, "103");
        rig.passAt(0, "103", 90 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("entryPrice=1000000000000 "), rig.last("PositionClosed"));
        assertEquals(Rig.quantity("-3"), pnl(rig) + fees(rig));
        rig.check();
    }

    /** Stopped out while neither the stream tells trades nor reads list them, by a fee that is not the assumed one. */
    private static Rig stoppedOutUntold() {
        final Rig rig = opened("1");
        rig.venue.areFillsLost = true;
        rig.venue.areTradesFailing = true;
        rig.mark(0, "97");
        rig.passAt(0, "96", 90 * Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size());
        assertEquals(0, rig.core.openPositions());
        return rig;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("K04 K05: trades that nobody told are read after the end, and count once")
    void shouldReadTheTradesOfAnEndThatWasToldOnAnAssumption(final boolean isRestarted) {
        final Rig rig = stoppedOutUntold();
        final long told = pnl(rig);
        if (isRestarted) {
            rig.crashAndRestart(Rig.SECOND);
        }
        rig.venue.areTradesFailing = false;
        rig.passAt(0, "96", 90 * Rig.SECOND);
        assertEquals(1, rig.all("LedgerCorrected").size(), () -> String.join("\n", rig.texts));
        assertEquals(
                told + Bookings.field(rig.last("LedgerCorrected"), "pnl"),
                rig.core.ledger().closedPnl());
        final int asked = tradesAskedFor(rig);
        // Told after it was read: known.
        final FakeVenue.Trade trade = rig.venue.trades.get(rig.venue.trades.size() - 1);
        new Bookings(rig).fill(0, OrderSide.SELL, "97", "1", "0.05", "USDT", trade.id(), trade.order(), Flag.NO);
        rig.passAt(0, "96", 600 * Rig.SECOND);
        assertEquals(1, rig.all("LedgerCorrected").size());
        assertEquals(asked, tradesAskedFor(rig), "what is complete is not asked for again");
        rig.check();
    }

    @Test
    void shouldAskForTheTradesOfAnEndAFewTimesOnlyWhenNoReadWorks() {
        final Rig rig = stoppedOutUntold();
        final int before = tradesAskedFor(rig);
        rig.passAt(0, "96", 3_600 * Rig.SECOND);
        final int after = tradesAskedFor(rig);
        assertTrue(after > before + 3 && after <= before + 10, () -> "asked " + before + ", then " + after);
        rig.passAt(0, "96", 3_600 * Rig.SECOND);
        assertEquals(after, tradesAskedFor(rig));
        assertEquals(0, rig.all("LedgerCorrected").size());
        rig.check();
    }

    private static int tradesAskedFor(final Rig rig) {
        return (int) rig.all("RequestSnapshot").stream()
                .filter(text -> text.contains("trades=YES"))
                .count();
    }

    @Test
    @DisplayName("K04 K05: trades that come after the end was told correct the result, once")
    void shouldCorrectTheResultWhenATradeComesAfterFlat() {
        final Rig rig = opened("1");
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        rig.venue.areFillsLost = true;
        rig.venue.areTradesFailing = true;
        rig.mark(0, "97");
        rig.passAt(0, "96", 90 * Rig.SECOND);
        assertEquals(1, rig.all("PositionClosed").size());
        final long told = pnl(rig);
        rig.venue.areFillsLost = false;
        final Bookings bookings = new Bookings(rig);
        for (int twice = 0; twice < 2; twice++) {
            bookings.fill(0, OrderSide.SELL, "97", "1", "0.05", "USDT", 555, anchor, Flag.NO);
        }
        rig.pass(20 * Rig.SECOND);
        assertEquals(1, rig.all("LedgerCorrected").size(), () -> String.join("\n", rig.texts));
        assertEquals(Rig.quantity("-3.0505"), rig.core.ledger().closedPnl());
        assertEquals(Rig.quantity("-3.0505") - told, Bookings.field(rig.last("LedgerCorrected"), "pnl"));
        rig.check();
    }

    @Test
    void shouldStopEntriesAndCountAgainWhenTheSumOfResultsIsWrong() {
        final Rig rig = opened("1");
        rig.force(() -> rig.core.seam().ledger().correctClosedPnl(5));
        rig.tick();
        assertTrue(rig.last("AlertRaised").contains("value=10 "), rig.last("AlertRaised"));
        assertEquals(0, rig.core.ledger().closedPnl());
        rig.mark(1, "2000");
        rig.open(1, PositionSide.LONG, "0.1");
        assertTrue(rig.last("EntryRefused").contains("reason=ENTRIES_STOPPED"));
    }
}
