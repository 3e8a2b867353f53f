package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.BalanceUpdateEncoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.PriceEncoder;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.SizingMode;
import io.ratchet.engine.sbe.Venue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Entries for real-time signals: sizing, order type, limits, filters; each refusal has its own name. */
class SignalEntryTest {
    private static final long MONEY = FixedPoint.QUANTITY_ONE;

    private Rig rig;
    private long nextId = 1;

    /** Changes one number. */
    private interface Change {
        void apply(EntriesAppliedEncoder entries);
    }

    private Rig running(final Change change) {
        rig = Rig.running(config -> config.waveEnabled(Flag.YES));
        numbers(change);
        book(0, "99.9", "100", "100.1");
        book(1, "99.9", "100", "100.1");
        return rig;
    }

    private void numbers(final Change change) {
        rig.scratch.setMemory(0, rig.scratch.capacity(), (byte) 0);
        final EntriesAppliedEncoder entries =
                new EntriesAppliedEncoder().wrapAndApplyHeader(rig.scratch, 0, rig.header);
        entries.timeNs(rig.nowNs)
                .signalMode(SignalMode.REALTIME)
                .sizingMode(SizingMode.FIXED)
                .entryOrderType(OrderType.MARKET)
                .openingsWindowNs(900 * Rig.SECOND);
        change.apply(entries);
        rig.send(8 + EntriesAppliedEncoder.BLOCK_LENGTH);
    }

    private void book(final int id, final String bid, final String mark, final String ask) {
        rig.venue.mark(id, Rig.price(mark));
        new PriceEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .mark(Rig.price(mark))
                .last(Rig.price(mark))
                .bid(Rig.price(bid))
                .ask(Rig.price(ask))
                .markMin(FixedPoint.NULL)
                .markMax(FixedPoint.NULL)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .instrumentId(id)
                .feedEpoch(rig.feedEpoch);
        rig.send(8 + PriceEncoder.BLOCK_LENGTH);
    }

    private void balance(final String wallet, final long available) {
        new BalanceUpdateEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .walletBalance(Rig.quantity(wallet))
                .availableBalance(available)
                .asset("USDT")
                .venue(Venue.BINANCE)
                .transfer(FixedPoint.NULL);
        rig.send(8 + BalanceUpdateEncoder.BLOCK_LENGTH);
    }

    private void signal(final int instrumentId, final PositionSide side) {
        rig.scratch.setMemory(0, rig.scratch.capacity(), (byte) 0);
        new SignalReceivedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .signalId(nextId++)
                .scoreWeek(MONEY)
                .scoreMonth(MONEY)
                .candleOpenMs(FixedPoint.NULL)
                .createdMs(rig.nowNs / Rig.MS)
                .instrumentId(instrumentId)
                .batchId(1)
                .batchIndex(0)
                .batchSize(1)
                .venue(Venue.BINANCE)
                .side(side)
                .defect(SignalDefect.NONE)
                .symbol("X");
        rig.send(8 + SignalReceivedEncoder.BLOCK_LENGTH);
    }

    private void refused(final String reason) {
        assertTrue(rig.last("SignalConcluded").contains("refusal=" + reason + " "), rig.last("SignalConcluded"));
        rig.check();
    }

    @Test
    void shouldOpenAtTheMarketForAFixedMoney() {
        running(entries -> {});
        signal(0, PositionSide.LONG);
        assertTrue(rig.last("PlaceEntry").contains("quantity=200000000 "), rig.last("PlaceEntry"));
        assertTrue(rig.last("PlaceEntry").contains("orderType=MARKET"));
        refused("NONE");
    }

    @Test
    @DisplayName("N07: a limit entry goes the slippage cap beyond the other side of the book, on tick, inside the cap")
    void shouldPlaceALimitThatFillsAtOnceInsideTheSlippageCap() {
        running(entries -> entries.entryOrderType(OrderType.LIMIT_IOC).entrySlippagePpm(1_500));
        signal(0, PositionSide.LONG);
        // 100.1 × 1.0015 = 100.25015, tick 0.1, down
        assertTrue(rig.last("PlaceEntry").contains("price=1002000000000 "), rig.last("PlaceEntry"));
        assertTrue(rig.last("PlaceEntry").contains("orderType=LIMIT_IOC"));
        signal(1, PositionSide.SHORT);
        // 99.9 × 0.9985 = 99.75015, up
        assertTrue(rig.last("PlaceEntry").contains("price=998000000000 "), rig.last("PlaceEntry"));
        rig.check();
    }

    @Test
    void shouldRefuseALimitEntryWithoutABookOnceTheWaitIsOver() {
        running(entries -> entries.entryOrderType(OrderType.LIMIT_IOC).entrySlippagePpm(1_500));
        rig.passAt(0, "100", 3 * Rig.SECOND);
        signal(0, PositionSide.LONG);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        refused("NO_BOOK");
    }

    @Test
    void shouldGoToTheMarketWithoutABookWhenTheSettingSaysSo() {
        running(entries -> entries.entryOrderType(OrderType.LIMIT_IOC)
                .entrySlippagePpm(1_500)
                .marketWithoutBook(Flag.YES));
        rig.passAt(0, "100", 3 * Rig.SECOND);
        signal(0, PositionSide.LONG);
        rig.passAt(0, "100", 3 * Rig.SECOND);
        assertTrue(rig.last("PlaceEntry").contains("orderType=MARKET"));
        rig.check();
    }

    @Test
    @DisplayName("G01: sizing by risk loses its share of the equity at the stop, on step")
    void shouldSizeByRiskOfATrustedEquity() {
        running(entries -> entries.sizingMode(SizingMode.RISK).riskPpm(10_000).equityMaxAgeNs(60 * Rig.SECOND));
        balance("1000", FixedPoint.NULL);
        signal(0, PositionSide.LONG);
        // 1 % of 1000 over 2 % to the stop: 500 at 100
        assertTrue(rig.last("PlaceEntry").contains("quantity=500000000 "), rig.last("PlaceEntry"));
        rig.check();
    }

    @Test
    void shouldBoundTheMoneyOfAPositionSizedByRisk() {
        running(entries -> entries.sizingMode(SizingMode.RISK).riskPpm(10_000).sizingMaxMoney(300 * MONEY));
        balance("1000", FixedPoint.NULL);
        signal(0, PositionSide.LONG);
        assertTrue(rig.last("PlaceEntry").contains("quantity=300000000 "), rig.last("PlaceEntry"));
        rig.check();
    }

    @Test
    void shouldRefuseToSizeByRiskOnAnUnknownOrStaleEquity() {
        running(entries -> entries.sizingMode(SizingMode.RISK).riskPpm(10_000).equityMaxAgeNs(60 * Rig.SECOND));
        signal(0, PositionSide.LONG);
        refused("EQUITY_STALE");
        balance("1000", FixedPoint.NULL);
        rig.passAt(0, "100", 61 * Rig.SECOND);
        signal(0, PositionSide.LONG);
        refused("EQUITY_STALE");
    }

    @Test
    void shouldKeepTheReserveOfTheBalance() {
        running(entries -> entries.balanceReserveMoney(10 * MONEY));
        balance("209", FixedPoint.NULL);
        signal(0, PositionSide.LONG);
        refused("BALANCE_RESERVE");
        balance("410", FixedPoint.NULL);
        signal(0, PositionSide.LONG);
        refused("NONE");
        // What the venue said may be older than that opening.
        balance("410", Rig.quantity("410"));
        signal(1, PositionSide.LONG);
        refused("NONE");
        rig.instrument(2, "SOLUSDT");
        book(2, "99.9", "100", "100.1");
        signal(2, PositionSide.LONG);
        refused("BALANCE_RESERVE");
    }

    @Test
    void shouldPassTheReserveWhenNoBalanceIsKnown() {
        running(entries -> entries.balanceReserveMoney(10 * MONEY));
        signal(0, PositionSide.LONG);
        refused("NONE");
    }

    @Test
    void shouldLimitThePositionsOfAVenue() {
        running(entries -> entries.maxPerVenue(1));
        signal(0, PositionSide.LONG);
        signal(1, PositionSide.LONG);
        refused("MAX_PER_VENUE");
    }

    @Test
    void shouldLimitOpeningsInAWindow() {
        running(entries -> entries.openingsMax(1));
        signal(0, PositionSide.LONG);
        signal(1, PositionSide.LONG);
        refused("TOO_MANY_OPENINGS");
        for (int i = 0; i < 15; i++) {
            rig.passAt(0, "100", 60 * Rig.SECOND);
        }
        book(1, "99.9", "100", "100.1");
        signal(1, PositionSide.LONG);
        refused("NONE");
    }

    @Test
    @DisplayName("N07: a spread above the limit refuses; one at it does not")
    void shouldRefuseAWideSpread() {
        running(entries -> entries.maxSpreadPpm(2_002));
        book(0, "99.9", "100", "100.2");
        signal(0, PositionSide.LONG);
        refused("SPREAD_TOO_WIDE");
        book(0, "100", "100", "100.2");
        signal(0, PositionSide.LONG);
        refused("NONE");
    }

    @Test
    @DisplayName("H04: a figure that is not known passes or is told unknown, as configured; it is never taken for 0")
    void shouldTellUnknownFromNothing() {
        running(entries -> entries.minOpenInterestMoney(1_000 * MONEY));
        signal(0, PositionSide.LONG);
        refused("NONE");
        running(entries -> entries.minOpenInterestMoney(1_000 * MONEY).refuseUnknownStats(Flag.YES));
        signal(0, PositionSide.LONG);
        refused("STATS_UNKNOWN");
    }

    @Test
    @DisplayName("B05: a money below the minimum notional is refused before anything is sent")
    void shouldRefuseBelowTheMinimumNotionalBeforeRanking() {
        rig = Rig.running(config -> config.waveEnabled(Flag.YES).sizingMoney(4 * MONEY));
        numbers(entries -> {});
        book(0, "99.9", "100", "100.1");
        signal(0, PositionSide.LONG);
        refused("BELOW_MINIMUM");
        assertEquals(0, rig.all("Subscribe").size());
    }

    @Test
    @DisplayName("B21: an empty account accepts a signal, and its wave is certified once the stop is confirmed")
    void shouldCertifyAWaveWithTheStopsThatProtectIt() {
        running(entries -> {});
        signal(0, PositionSide.LONG);
        signal(0, PositionSide.LONG);
        refused("ALREADY_OPEN");
        for (int i = 0; i < 16; i++) {
            rig.passAt(0, "100", 60 * Rig.SECOND);
        }
        assertEquals(1, rig.all("WaveCertificate").size());
        final String certificate = rig.last("WaveCertificate");
        assertTrue(certificate.contains("signals=2 opened=1 refused=1 stops=1 orphans=0 "), certificate);
        assertTrue(rig.last("WaveRefusals").contains("count=1 reason=ALREADY_OPEN "), rig.last("WaveRefusals"));
        final String stop = rig.last("WaveStop");
        assertTrue(stop.contains("positionId=1 ") && stop.contains("level=980000000000 "), stop);
        rig.check();
    }

    @Test
    @DisplayName("J01: a refused token is an alarm of its own")
    void shouldAlertWhenTheSignalServerRefusesTheToken() {
        running(entries -> {});
        rig.feed(MarketFeed.SIGNALS, FeedState.REFUSED);
        assertTrue(rig.last("AlertRaised").contains("code=SIGNALS_REFUSED"));
        rig.check();
    }

    @Test
    void shouldNotOpenASignalAgainAfterACrash() {
        running(entries -> {});
        signal(0, PositionSide.LONG);
        nextId--;
        rig.crashAndRestart(Rig.SECOND);
        numbers(entries -> {});
        rig.passAt(0, "100", 5 * Rig.SECOND);
        signal(0, PositionSide.LONG);
        assertEquals(1, rig.all("PlaceEntry").size());
        assertEquals(1, rig.all("SignalConcluded").size());
        rig.check();
    }
}
