package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.FakeVenue.Fate;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionSide;
import java.math.BigDecimal;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Incidents in which protection was lost, wrong or there twice. */
final class ProtectionIncidentsTest {
    private static final int STOP = PlaceStopDecoder.TEMPLATE_ID;

    private static Rig withMany(final int count) {
        final Rig rig = Rig.running(config -> config.maxPositions(0).guardSweepSeconds(300));
        for (int id = 0; id < count; id++) {
            if (id > 1) {
                rig.instrument(id, "COIN" + id + "USDT");
            }
            rig.mark(id, "100");
            rig.open(id, id % 3 == 0 ? PositionSide.SHORT : PositionSide.LONG, "1");
        }
        assertEquals(count, rig.venue.openCount());
        return rig;
    }

    private static void pass(final Rig rig, final int count, final long seconds) {
        for (long s = 0; s < seconds; s++) {
            rig.pass(Rig.SECOND);
            for (int id = 0; id < count; id++) {
                rig.mark(id, "100");
            }
        }
    }

    private static Rig opened(final PositionSide side) {
        final Rig rig = Scenes.withMark();
        rig.open(0, side, "1");
        rig.passAt(0, "100", 2 * Rig.SECOND);
        return rig;
    }

    private static Rig trailing() {
        final Rig rig = opened(PositionSide.LONG);
        rig.mark(0, "103");
        rig.passAt(0, "103", 2 * Rig.SECOND);
        assertNotNull(rig.venue.open(OrderRole.STOP));
        return rig;
    }

    private static void refuseStops(final Rig rig, final OutcomeReason reason) {
        for (int i = 0; i < 500; i++) {
            rig.venue.next(STOP, Fate.REFUSED, reason);
        }
    }

    @Test
    @DisplayName("A01, A05: sweeps and reads with 27 positions and a wallet of nothing but USDT cancel no stop")
    void shouldFindNoOrphanAmongTwentySevenPositions() {
        final Rig rig = withMany(27);
        new Bookings(rig).balance("54000");
        pass(rig, 27, 400);
        rig.crashAndRestart(3 * Rig.SECOND);
        new Bookings(rig).balance("54000");
        pass(rig, 27, 130);
        assertEquals(27, rig.core.openPositions());
        assertEquals(27, rig.venue.openCount());
        assertEquals(0, rig.all("CancelStop").size() + rig.all("CancelOrder").size());
        assertEquals(
                0,
                rig.all("LeftoverOrderFound").size()
                        + rig.all("ForeignExposureFound").size());
        assertEquals(0, rig.all("PositionClosed").size());
        rig.check();
    }

    @ParameterizedTest
    @CsvSource({"LONG, 98.04, 98", "SHORT, 101.96, 102"})
    @DisplayName("A02: a market within 0.05 % of the stop: the stop is legal and stands at the first try")
    void shouldPlaceTheStopAtTheFirstTryWhenTheMarketIsNextToIt(
            final PositionSide side, final String mark, final String level) {
        final Rig rig = Scenes.withMark();
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.SILENT_LOST);
        rig.open(0, side, "1");
        final FakeVenue.Order entry = rig.venue.late(0, 1, OrderRole.ENTRY, "1");
        entry.side = side == PositionSide.LONG ? OrderSide.BUY : OrderSide.SELL;
        // Filled at 100, and the market is elsewhere before the stop is out.
        rig.venue.next(STOP, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        rig.venue.fill(entry, entry.quantity);
        rig.venue.mark(0, Rig.price(mark));
        rig.falseMark(0, mark);
        rig.pass(Rig.SECOND);
        assertEquals(Rig.price(level), rig.venue.open(OrderRole.ANCHOR).level);
        assertEquals(2, rig.all("PlaceStop").size(), "the one that was not sent, and the one that stands");
        assertEquals(0, rig.all("CloseStarted").size());
        rig.check();
    }

    @Test
    @DisplayName("A03: a start that finds 21 positions without a stop gives each of them one, and the journal knows it")
    void shouldPlaceEachStopAgainWhenAllVanishedWhileDown() {
        final Rig rig = withMany(21);
        pass(rig, 21, 2);
        rig.venue.areUpdatesLost = true;
        for (final FakeVenue.Order order : rig.venue.orders) {
            if (order.isStop()) {
                rig.venue.lose(order, OrderStatus.CANCELED);
            }
        }
        rig.venue.areUpdatesLost = false;
        assertEquals(0, rig.venue.openCount());
        rig.crashAndRestart(3 * Rig.SECOND);
        pass(rig, 21, 5);
        assertEquals(21, rig.venue.openCount());
        assertEquals(42, rig.all("StopConfirmed").size());
        assertEquals(0, rig.core.unprotectedCount());
        assertEquals(0, rig.replayed().unprotectedCount());
        rig.check();
    }

    @ParameterizedTest
    @EnumSource(value = OrderType.class, mode = EnumSource.Mode.EXCLUDE, names = "NULL_VAL")
    @DisplayName("A06: whatever a foreign order is called, it is not cancelled, neither beside a position nor after it")
    void shouldCancelNoForeignOrderWhateverItsType(final OrderType type) {
        final Rig rig = opened(PositionSide.LONG);
        final FakeVenue.Order foreign = rig.venue.late(0, 0, OrderRole.NONE, "1");
        foreign.side = OrderSide.SELL;
        foreign.level = Rig.price("90");
        foreign.conditionalType = type;
        foreign.closePosition = true;
        rig.passAt(0, "100", 130 * Rig.SECOND);
        rig.operator(io.ratchet.engine.sbe.OperatorAction.FORCE_EXIT, 1);
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertEquals(OrderStatus.NEW, foreign.status);
        assertEquals(1, rig.all("PositionFlatVerified").size());
        rig.check();
    }

    @Test
    @DisplayName("A07: an average that a read shows changes neither the entry nor the level of the stop")
    void shouldKeepTheEntryWhenAReadShowsAnotherAverage() {
        final Rig rig = opened(PositionSide.LONG);
        rig.venue.entries.put(0, Rig.price("250"));
        rig.passAt(0, "100", 70 * Rig.SECOND);
        rig.crashAndRestart(Rig.SECOND);
        rig.passAt(0, "100", 70 * Rig.SECOND);
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level);
        rig.mark(0, "97");
        rig.pass(3 * Rig.SECOND);
        final String closed = rig.last("PositionClosed");
        assertTrue(closed.contains("entryPrice=1000000000000 exitPrice=970000000000 "), closed);
        rig.check();
    }

    @Test
    @DisplayName("A08, D05: the stop of the position before is never taken for the stop of the next one")
    void shouldProtectTheNextPositionByItsOwnStopWhenAnOldOneIsLeft() {
        final Rig rig = opened(PositionSide.LONG);
        // The position is closed; the cancellation of its stop gets lost for a while.
        for (int i = 0; i < 3; i++) {
            rig.venue.next(
                    io.ratchet.engine.sbe.CancelStopDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        }
        rig.operator(io.ratchet.engine.sbe.OperatorAction.FORCE_EXIT, 1);
        assertEquals(1, rig.venue.openCount());
        rig.mark(0, "110");
        rig.open(0, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=ALREADY_OPEN"), rig.last("EntryRefused"));
        rig.passAt(0, "110", 130 * Rig.SECOND);
        assertEquals(0, rig.venue.openCount());
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.venue.openCount());
        // 110 · 0.98.
        assertEquals(Rig.price("107.8"), rig.venue.open(OrderRole.ANCHOR).level);
        rig.check();
    }

    @Test
    @DisplayName(
            "A10, B13: a position that lists do not show for 24 s is protected all the while and not called closed")
    void shouldProtectAPositionThatListsDoNotShowYet() {
        final Rig rig = Scenes.withMark();
        rig.venue.arePositionsHidden = true;
        rig.open(0, PositionSide.LONG, "1");
        assertNotNull(rig.venue.open(OrderRole.ANCHOR));
        long naked = 0;
        for (int ms = 0; ms < 24_000; ms += 100) {
            if (ms % 5_000 == 0) {
                rig.feed(io.ratchet.engine.sbe.MarketFeed.USER, io.ratchet.engine.sbe.FeedState.DOWN);
                rig.feed(io.ratchet.engine.sbe.MarketFeed.USER, io.ratchet.engine.sbe.FeedState.UP);
            }
            rig.passAt(0, "100", 100 * Rig.MS);
            naked += Scenes.isNakedAtVenue(rig) ? 100 : 0;
        }
        rig.venue.arePositionsHidden = false;
        rig.passAt(0, "100", 130 * Rig.SECOND);
        assertEquals(0, naked, "ms without any stop\n" + Scenes.tail(rig));
        assertEquals(0, rig.all("PositionClosed").size(), Scenes.tail(rig));
        assertEquals(1, rig.core.openPositions());
        assertNotNull(rig.venue.open(OrderRole.ANCHOR));
        rig.check();
    }

    @Test
    @DisplayName("A11: sweeps under an active trail leave the anchor and one better stop, and place nothing")
    void shouldKeepOneWorkingStopWhenSweepsRunUnderATrail() {
        final Rig rig = Rig.running(config -> config.guardSweepSeconds(60));
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.pass(Rig.SECOND);
        rig.mark(0, "103");
        final int placed = rig.all("PlaceStop").size();
        rig.passAt(0, "103", 600 * Rig.SECOND);
        assertEquals(placed, rig.all("PlaceStop").size());
        assertEquals(2, rig.venue.openCount());
        assertTrue(rig.venue.open(OrderRole.STOP).level > rig.venue.open(OrderRole.ANCHOR).level);
        rig.check();
    }

    @Test
    @DisplayName("A12: a last price that is twice the mark moves no stop; nothing is opened on it")
    void shouldMeasureByTheMarkWhenTheLastPriceIsFarOff() {
        final Rig rig = opened(PositionSide.LONG);
        for (int i = 0; i < 5; i++) {
            rig.prices(0, Rig.price("100"), Rig.price("205"), Rig.price("100"), Rig.price("100"));
            rig.pass(Rig.SECOND);
        }
        assertEquals(0, rig.all("TrailingActivated").size());
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.CANCELED);
        assertEquals(Rig.price("98"), rig.venue.open(OrderRole.ANCHOR).level);
        rig.mark(1, "50");
        rig.prices(1, Rig.price("50"), Rig.price("102"), Rig.price("50"), Rig.price("50"));
        rig.open(1, PositionSide.LONG, "1");
        assertTrue(rig.last("EntryRefused").contains("reason=LAST_FAR_FROM_MARK"), rig.last("EntryRefused"));
        rig.check();
    }

    @Test
    @DisplayName("A13: an order that would buy is no stop of a long, whatever its level")
    void shouldNotTakeAnOrderOfTheWrongSideForAStop() {
        final Rig rig = Scenes.withMark();
        rig.venue.next(STOP, Fate.REFUSED, OutcomeReason.CLOSE_POSITION_STOP_EXISTS);
        refuseStops(rig, OutcomeReason.INVALID_REQUEST);
        final FakeVenue.Order foreign = rig.venue.late(0, 0, OrderRole.NONE, "1");
        foreign.side = OrderSide.BUY;
        foreign.level = Rig.price("97");
        foreign.closePosition = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", Rig.SECOND);
        assertEquals(1, rig.core.unprotectedCount());
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertTrue(rig.last("PositionClosed").contains("reason=PROTECT_DEADLINE"), Scenes.tail(rig));
        assertEquals(0L, rig.venue.sizes.get(0));
    }

    @Test
    @DisplayName("A16, A25: the first stop is on tick, below the entry of a long and above that of a short")
    void shouldPlaceTheStopOnTickOnItsSideWhateverTickAndPrice() {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("levels seed: -Dratchet.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (final String tick : new String[] {"0.1", "0.0001", "0.00000001", "0.0000000001", "5", "0.25"}) {
            for (final PositionSide side : new PositionSide[] {PositionSide.LONG, PositionSide.SHORT}) {
                for (int i = 0; i < 10; i++) {
                    level(new BigDecimal(tick), side, random.nextLong(200, 90_000), "seed " + seed);
                }
            }
        }
    }

    private static void level(final BigDecimal tick, final PositionSide side, final long ticks, final String label) {
        final Rig rig = Rig.running(config -> config.maxExposureMoney(0));
        Scenes.define(rig, tick.toPlainString());
        final BigDecimal mark = tick.multiply(BigDecimal.valueOf(ticks));
        rig.mark(0, mark.toPlainString());
        final String quantity =
                new BigDecimal("10").divide(mark, 3, java.math.RoundingMode.UP).toPlainString();
        Scenes.unlimited(rig, tick.toPlainString());
        rig.open(0, side, quantity);
        final String name =
                label + " tick " + tick + " mark " + mark + " " + side + "\n" + String.join("\n", rig.texts);
        final FakeVenue.Order anchor = rig.venue.open(OrderRole.ANCHOR);
        assertNotNull(anchor, name);
        final long entry = Rig.price(mark.toPlainString());
        assertEquals(0, anchor.level % Rig.price(tick.toPlainString()), name);
        final long distance = side == PositionSide.LONG ? entry - anchor.level : anchor.level - entry;
        assertTrue(distance > 0 && distance <= entry / 50, name);
        assertTrue(distance > entry / 50 - Rig.price(tick.toPlainString()), name);
        rig.check();
    }

    /** The levels are 48.02 up and 154.02 down: toward the market. */
    @ParameterizedTest
    @CsvSource({"LONG, 49, 48.1", "SHORT, 151, 154"})
    @DisplayName("A17, B17, B18: a fill far from the price asked for: stop and entry are the fill's, a close ends at 0")
    void shouldMeasureFromTheFillAndCloseWhenTheStopIsRefused(
            final PositionSide side, final String fill, final String level) {
        for (final boolean isRefused : new boolean[] {false, true}) {
            final Rig rig = Scenes.withMark();
            if (isRefused) {
                refuseStops(rig, OutcomeReason.INVALID_REQUEST);
            }
            // The market is elsewhere by the time that the order arrives.
            rig.venue.marks.put(0, Rig.price(fill));
            rig.open(0, side, "1");
            final String entry = "entryPrice=" + Rig.price(fill) + " ";
            assertTrue(rig.last("PositionOpened").contains(entry), rig.last("PositionOpened"));
            rig.passAt(0, fill, 5 * Rig.SECOND);
            if (isRefused) {
                final String close = rig.last("CloseAtMarket");
                assertTrue(close.contains(side == PositionSide.LONG ? "side=SELL " : "side=BUY "), close);
                assertEquals(0L, rig.venue.sizes.get(0));
            } else {
                assertEquals(Rig.price(level), rig.venue.open(OrderRole.ANCHOR).level);
            }
            rig.check();
        }
    }

    @Test
    @DisplayName("A18: nothing is opened before positions and both books were read without an error")
    void shouldOpenNothingUntilTheFirstReadSucceeds() {
        final Rig rig = new Rig();
        rig.venue.areReadsFailing = true;
        rig.start();
        rig.passAt(0, "100", 20 * Rig.SECOND);
        assertTrue(
                rig.core.nodeState() != NodeState.RUNNING, rig.core.nodeState().name());
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(0, rig.all("PlaceEntry").size());
        rig.venue.areReadsFailing = false;
        rig.passAt(0, "100", 20 * Rig.SECOND);
        assertEquals(NodeState.RUNNING, rig.core.nodeState());
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(1, rig.all("PositionOpened").size());
        rig.check();
    }

    @Test
    @DisplayName(
            "A19: a move over a slow line reads nothing between its two orders and leaves no moment without a stop")
    void shouldReadNothingWithinAMoveAndNeverBeNaked() {
        final Rig rig = Scenes.withMark();
        rig.venue.latency = new Random(7);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 3 * Rig.SECOND);
        final int[] naked = new int[1];
        final long[] best = {Rig.price("98")};
        rig.observer = () -> {
            naked[0] += Scenes.isNakedAtVenue(rig) || bestLevel(rig) < best[0] ? 1 : 0;
            best[0] = Math.max(best[0], bestLevel(rig));
        };
        for (final String mark : new String[] {"102", "104", "106", "108"}) {
            rig.mark(0, mark);
            rig.passAt(0, mark, 3 * Rig.SECOND);
        }
        assertEquals(0, naked[0], "moments with a worse stop than before, or none");
        assertTrue(rig.all("StopMoved").size() >= 3);
        boolean isMoving = false;
        for (final String text : rig.texts) {
            assertTrue(!isMoving || !text.startsWith("RequestSnapshot ") && !text.startsWith("QueryOrder "), text);
            isMoving = text.startsWith("PlaceStop ") || isMoving && !text.startsWith("CancelStop ");
            isMoving &= !rig.all("StopMoved").isEmpty() || text.contains("role=STOP");
        }
        assertEquals(0, rig.all("LooseInterval").size());
        rig.check();
    }

    private static long bestLevel(final Rig rig) {
        return rig.venue.orders.stream()
                .filter(order -> order.isStop() && order.isOpen() && !order.isHidden)
                .mapToLong(order -> order.level)
                .max()
                .orElse(0);
    }

    @Test
    @DisplayName("A20: sweeps in the middle of an open find nothing to do and nothing to break")
    void shouldSweepInTheMiddleOfAnOpen() {
        final Rig rig = Rig.running(config -> config.guardSweepSeconds(1));
        rig.mark(0, "100");
        rig.venue.queryDelayNs = 3 * Rig.SECOND;
        rig.venue.next(PlaceEntryDecoder.TEMPLATE_ID, Fate.UNKNOWN_LOST, OutcomeReason.TIMEOUT);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 2_500 * Rig.MS);
        assertEquals(0, rig.all("PlaceStop").size() + rig.all("CloseAtMarket").size());
        final FakeVenue.Order entry = rig.venue.late(0, 1, OrderRole.ENTRY, "1");
        rig.venue.fill(entry, entry.quantity);
        rig.passAt(0, "100", 10 * Rig.SECOND);
        assertEquals(1, rig.all("PlaceStop").size());
        assertEquals(0, rig.core.unprotectedCount());
        rig.check();
    }

    @Test
    @DisplayName(
            "A22: a price that jumps over the level while the stop is gone closes at once, without a try that must fail")
    void shouldCloseWithinATickWhenThePriceJumpsOverTheMissingStop() {
        final Rig rig = opened(PositionSide.LONG);
        rig.venue.next(STOP, Fate.NOT_SENT, OutcomeReason.NOT_CONNECTED);
        rig.venue.lose(rig.venue.open(OrderRole.ANCHOR), OrderStatus.EXPIRED);
        final int placed = rig.all("PlaceStop").size();
        rig.mark(0, "90");
        rig.pass(200 * Rig.MS);
        rig.mark(0, "90");
        rig.pass(100 * Rig.MS);
        assertTrue(rig.last("PositionClosed").contains("reason=PAST_LEVEL"), Scenes.tail(rig));
        assertEquals(placed, rig.all("PlaceStop").size());
        assertEquals(0L, rig.venue.sizes.get(0));
        rig.check();
    }

    @Test
    @DisplayName(
            "A27: our close and the stop at the exchange fill in one instant: what is left is 0, never the other side")
    void shouldEndAtZeroWhenOurCloseAndTheStopFillTogether() {
        for (final boolean isStopFirst : new boolean[] {false, true}) {
            final Rig rig = trailing();
            final FakeVenue.Order working = rig.venue.open(OrderRole.STOP);
            if (isStopFirst) {
                rig.venue.areFillsLost = true;
                rig.venue.trigger(working);
                rig.venue.areFillsLost = false;
            }
            rig.operator(io.ratchet.engine.sbe.OperatorAction.FORCE_EXIT, 1);
            if (!isStopFirst && working.isOpen()) {
                rig.venue.trigger(working);
            }
            rig.passAt(0, "103", 70 * Rig.SECOND);
            assertEquals(0L, rig.venue.sizes.get(0));
            assertEquals(1, rig.all("PositionClosed").size());
            assertEquals(1, rig.all("CloseAtMarket").size());
            assertEquals(0, rig.venue.openCount());
            rig.check();
        }
    }

    @ParameterizedTest
    @EnumSource(value = OutcomeReason.class, mode = EnumSource.Mode.EXCLUDE, names = "NULL_VAL")
    @DisplayName(
            "A28: a refusal that says nothing but its reason is understood, and the position is protected or closed")
    void shouldStayAbleToActWhenRefusalsCarryNothing(final OutcomeReason reason) {
        final Rig rig = Scenes.withMark();
        for (int i = 0; i < 3; i++) {
            rig.venue.next(STOP, Fate.REFUSED, reason);
        }
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 12 * Rig.SECOND);
        assertTrue(rig.core.openPositions() == 0 || rig.core.unprotectedCount() == 0, Scenes.tail(rig));
        assertEquals(rig.core.openPositions(), rig.venue.openCount());
        rig.prices(0, FixedPoint.NULL, FixedPoint.NULL, FixedPoint.NULL, FixedPoint.NULL);
        rig.check();
    }
}
