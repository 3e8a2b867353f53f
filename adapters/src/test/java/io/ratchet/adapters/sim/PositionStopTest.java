package io.ratchet.adapters.sim;

import static io.ratchet.adapters.sim.CoreRig.SECOND;
import static io.ratchet.adapters.sim.CoreRig.field;
import static io.ratchet.adapters.sim.CoreRig.price;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.SimFault.Kind;
import io.ratchet.adapters.sim.SimFault.Operation;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.PositionSide;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stop that is a property of the position, from the entry to flat, against the simulated Bybit. */
class PositionStopTest {
    private final CoreRig rig = new CoreRig();

    @AfterEach
    void shouldReplayToTheSameBytes() {
        if (!rig.inputs.isEmpty()) {
            rig.replayed();
        }
    }

    private void openLong() {
        rig.begin();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(price("98"), rig.exchange().stopLevel(0), rig.tail());
    }

    private void assertSound() {
        assertEquals(0, rig.core.violations(), rig.tail());
    }

    @Test
    void shouldBeProtectedInTheInstantOfTheFillByTheStopOfTheEntry() {
        openLong();
        assertEquals("980000000000", field(rig.told("PlaceEntry").get(0), "stopLevel"));
        assertEquals(1, rig.count("StopConfirmed"), rig.tail());
        assertEquals("0", field(rig.told("NakedInterval").get(0), "ns"));
        assertEquals(0, rig.count("MoveStop") + rig.count("PlaceStop"), rig.tail());
        assertSound();
    }

    @Test
    void shouldProtectAShortAbove() {
        rig.begin();
        rig.mark(1, "100");
        rig.open(1, PositionSide.SHORT, "1");
        assertEquals(price("102"), rig.exchange().stopLevel(1));
        rig.mark(1, "102");
        assertEquals(0, rig.size(1));
        assertEquals("STOP", field(rig.told("PositionClosed").get(0), "reason"));
        assertSound();
    }

    @ParameterizedTest
    @CsvSource({"103, 101, 100.9", "99, 97, 97"})
    void shouldCorrectTheLevelToTheAverageOfTheFillsBetterOrWorse(
            final String ask, final String bid, final String unused) {
        rig.begin();
        rig.mark(0, "100");
        // The core does not know the book that the order meets.
        rig.bybit.match(
                0,
                io.ratchet.engine.market.FixedPoint.NULL,
                io.ratchet.engine.market.FixedPoint.NULL,
                price(bid),
                price(ask),
                rig.nowNs);
        rig.open(0, PositionSide.LONG, "1");
        final long corrected = ask.equals("99") ? price("97.1") : price("100.9");
        if (ask.equals("99")) {
            assertEquals(price("97.1"), rig.exchange().stopLevel(0), rig.tail());
            assertEquals("ENTRY_CORRECTION", field(rig.told("StopMoved").get(0), "rule"));
            assertEquals(0, rig.count("LooseInterval"));
        } else {
            // 2 % below the average is beyond the mark: it stays where it is.
            assertEquals(price("98"), rig.exchange().stopLevel(0), rig.tail());
        }
        assertTrue(corrected > 0);
        assertSound();
    }

    @Test
    void shouldTrailInPlaceAndNeverBeNakedOrLoose() {
        openLong();
        rig.mark(0, "102");
        assertEquals(price("101.5"), rig.exchange().stopLevel(0), rig.tail());
        rig.passAt(0, "103", 61 * SECOND);
        assertEquals(price("102.5"), rig.exchange().stopLevel(0), rig.tail());
        assertEquals(1, rig.exchange().openConditionals(0).size());
        assertEquals(1, rig.count("NakedInterval"));
        assertEquals(0, rig.count("LooseInterval"));
        assertEquals(1, rig.count("TrailingActivated"));
        assertEquals("TRAIL", field(rig.told("StopMoved").get(0), "rule"));
        rig.mark(0, "102.4");
        assertEquals(0, rig.size(0));
        assertEquals("TRAIL_STOP", field(rig.told("PositionClosed").get(0), "reason"));
        rig.pass(5 * SECOND);
        assertEquals(1, rig.count("PositionFlatVerified"), rig.tail());
        assertSound();
    }

    @Test
    void shouldNotTakeAnAnswerForARestingStop() {
        rig.exchange().slow(400, 0);
        rig.begin();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        assertEquals(0, rig.count("StopConfirmed"), rig.tail());
        assertEquals(1, rig.core.unprotectedCount());
        rig.pass(SECOND);
        assertEquals(1, rig.count("StopConfirmed"), rig.tail());
        assertEquals(0, rig.core.unprotectedCount());
        rig.mark(0, "102");
        assertEquals(0, rig.count("TrailingActivated"), rig.tail());
        rig.pass(SECOND);
        assertEquals(1, rig.count("TrailingActivated"), rig.tail());
        assertSound();
    }

    @Test
    void shouldKeepTheNewestTargetWhileOneMoveIsOnItsWay() {
        openLong();
        rig.exchange().slow(2_000, 0);
        rig.mark(0, "102");
        rig.mark(0, "104");
        rig.mark(0, "106");
        assertEquals(1, rig.count("MoveStop"), rig.tail());
        for (int i = 0; i < 8; i++) {
            rig.pass(SECOND);
            rig.mark(0, "106");
        }
        assertEquals(price("105.5"), rig.exchange().stopLevel(0), rig.tail());
        assertSound();
    }

    @Test
    void shouldReadBackWhatIsNotModified() {
        openLong();
        rig.isUserLost = true;
        rig.mark(0, "102");
        assertEquals(price("101.5"), rig.exchange().stopLevel(0));
        assertEquals(0, rig.count("TrailingActivated"), rig.tail());
        rig.passAt(0, "102", 5 * SECOND);
        assertEquals(1, rig.count("TrailingActivated"), rig.tail());
        assertSound();
    }

    @Test
    void shouldSetAgainWhatSomebodyTookAway() {
        openLong();
        rig.pass(SECOND);
        rig.exchange().stop(0, 0, true);
        rig.drain();
        assertEquals(1, rig.count("StopLost"), rig.tail());
        assertEquals(price("98"), rig.exchange().stopLevel(0), rig.tail());
        assertEquals("RESTORE", field(rig.told("MoveStop").get(0), "rule"));
        rig.exchange().cancelConditional(rig.exchange().openConditionals(0).get(0));
        rig.drain();
        rig.pass(SECOND);
        assertEquals(price("98"), rig.exchange().stopLevel(0), rig.tail());
        assertSound();
    }

    @Test
    void shouldPutBackWhatSomebodyLoosenedAndKeepWhatSomebodyTightened() {
        openLong();
        rig.pass(SECOND);
        rig.exchange().stop(0, price("97"), true);
        rig.drain();
        assertEquals(price("98"), rig.exchange().stopLevel(0), rig.tail());
        assertEquals(1, rig.count("LooseInterval"), rig.tail());
        rig.exchange().stop(0, price("99"), true);
        rig.drain();
        rig.pass(SECOND);
        assertEquals(price("99"), rig.exchange().stopLevel(0), rig.tail());
        assertSound();
    }

    @Test
    void shouldCountPartialStopsByTheirSumAndStillSetTheWholeOne() {
        openLong();
        rig.pass(SECOND);
        rig.exchange().partialStop(0, CoreRig.quantity("0.4"), price("98.5"));
        rig.exchange().partialStop(0, CoreRig.quantity("0.6"), price("97.5"));
        rig.drain();
        rig.pass(2 * SECOND);
        rig.bybit.faults().add(SimFault.refuse(Operation.PLACE_ALGO, 110009, "too many"), 3);
        rig.exchange().stop(0, 0, true);
        rig.drain();
        assertEquals(0, rig.core.unprotectedCount(), rig.tail());
        rig.passAt(0, "100", 10 * SECOND);
        assertEquals(price("98"), rig.exchange().stopLevel(0), rig.tail());
        assertEquals(1, rig.count("NakedInterval"), rig.tail());
        assertSound();
    }

    @Test
    void shouldNotCountPartialStopsThatLeaveAPartOpen() {
        openLong();
        rig.pass(SECOND);
        rig.exchange().partialStop(0, CoreRig.quantity("0.4"), price("98.5"));
        rig.drain();
        rig.pass(2 * SECOND);
        rig.bybit.faults().add(SimFault.refuse(Operation.PLACE_ALGO, 110009, "too many"), 1);
        rig.exchange().stop(0, 0, true);
        rig.drain();
        assertEquals(1, rig.core.unprotectedCount(), rig.tail());
        rig.passAt(0, "100", 3 * SECOND);
        assertEquals(price("98"), rig.exchange().stopLevel(0), rig.tail());
        assertSound();
    }

    @Test
    void shouldCloseWhenTheFirstStopCannotBeSet() {
        rig.exchange().slow(3_600_000, 0);
        rig.begin();
        rig.mark(0, "100");
        rig.bybit.faults().add(SimFault.refuse(Operation.PLACE_ALGO, 10001, "base_price"), 100);
        rig.open(0, PositionSide.LONG, "1");
        rig.passAt(0, "100", 12 * SECOND);
        assertEquals(0, rig.size(0), rig.tail());
        assertEquals("PROTECT_DEADLINE", field(rig.told("CloseStarted").get(0), "reason"));
        assertEquals("YES", field(rig.told("CloseAtMarket").get(0), "closePosition"));
        assertSound();
    }

    @Test
    void shouldKeepTheStopWhenAMoveWouldTriggerAndNoMarkConfirmsIt() {
        openLong();
        rig.pass(SECOND);
        rig.bybit.faults().add(SimFault.refuse(Operation.PLACE_ALGO, 110093, "would trigger"), 1);
        rig.mark(0, "102");
        assertEquals(1, rig.count("StopMoveFailed"), rig.tail());
        assertEquals(0, rig.count("CloseStarted"));
        assertEquals(price("98"), rig.exchange().stopLevel(0));
        assertSound();
    }

    @Test
    void shouldRefuseTheEntryWhoseStopTheVenueRefusesAndBlockTheSymbol() {
        rig.begin();
        rig.mark(0, "100");
        rig.bybit.match(
                0,
                price("97"),
                io.ratchet.engine.market.FixedPoint.NULL,
                io.ratchet.engine.market.FixedPoint.NULL,
                io.ratchet.engine.market.FixedPoint.NULL,
                rig.nowNs);
        rig.open(0, PositionSide.LONG, "1");
        assertEquals("REJECTED_BY_VENUE", field(rig.told("EntryRefused").get(0), "reason"), rig.tail());
        rig.mark(0, "97");
        rig.open(0, PositionSide.LONG, "1");
        assertEquals("RECENT_WOULD_TRIGGER", field(rig.told("EntryRefused").get(1), "reason"), rig.tail());
        assertSound();
    }

    @ParameterizedTest
    @ValueSource(ints = {170209, 10024, 10029})
    void shouldOpenNothingForADayWhereTheRegionForbidsItAndStillExit(final int code) {
        openLong();
        rig.bybit.faults().add(SimFault.refuse(Operation.PLACE_ORDER, code, "region"), 1);
        rig.mark(1, "100");
        rig.open(1, PositionSide.LONG, "1");
        assertEquals(1, rig.count("SymbolBlocked"), rig.tail());
        rig.open(1, PositionSide.LONG, "1");
        assertEquals("SYMBOL_BLOCKED", field(rig.told("EntryRefused").get(1), "reason"));
        rig.bybit.faults().add(SimFault.refuse(Operation.PLACE_ORDER, code, "region"), 1);
        rig.operator(OperatorAction.FORCE_EXIT, 1, io.ratchet.engine.market.FixedPoint.NULL);
        rig.passAt(0, "100", 5 * SECOND);
        assertEquals(0, rig.size(0), rig.tail());
        assertSound();
    }

    @ParameterizedTest
    @CsvSource({"110118, LIMIT_IOC", "170193, LIMIT_IOC", "110003, LIMIT_IOC", "110017, MARKET"})
    void shouldGoDownTheLadderByWhatTheVenueSays(final int code, final String next) {
        openLong();
        rig.bybit.faults().add(SimFault.refuse(Operation.PLACE_ORDER, code, "no"), 1);
        rig.operator(OperatorAction.FORCE_EXIT, 1, io.ratchet.engine.market.FixedPoint.NULL);
        rig.passAt(0, "100", 3 * SECOND);
        assertEquals(0, rig.size(0), rig.tail());
        assertEquals(next, field(rig.told("CloseAtMarket").get(1), "orderType"));
        assertSound();
    }

    @Test
    void shouldNotTakeAPositionThatIsNotShownYetForGone() {
        rig.exchange().slow(0, 24_000);
        rig.begin();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.userFeed(FeedState.DOWN);
        rig.userFeed(FeedState.UP);
        rig.passAt(0, "100", 40 * SECOND);
        assertEquals(CoreRig.quantity("1"), rig.size(0), rig.tail());
        assertEquals(0, rig.count("PositionClosed"), rig.tail());
        assertEquals(0, rig.core.unprotectedCount(), rig.tail());
        assertSound();
    }

    @Test
    void shouldTryAgainWhileTheVenueKnowsOfNoPositionAndThenReadWhatBecameOfIt() {
        rig.exchange().slow(0, 5_000);
        rig.begin();
        rig.mark(0, "100");
        rig.isUserLost = true;
        rig.open(0, PositionSide.LONG, "1");
        rig.isUserLost = false;
        rig.passAt(0, "100", 30 * SECOND);
        assertTrue(rig.exchange().stopLevel(0) == price("98") || rig.size(0) == 0, rig.tail());
        assertEquals(0, rig.core.unprotectedCount(), rig.tail());
        assertSound();
    }

    @Test
    void shouldEndWithThePositionThatSomebodyClosed() {
        openLong();
        rig.pass(SECOND);
        rig.exchange().place(SimOrderRequest.market(0, "web_1", SimSide.SELL, CoreRig.quantity("1"), false));
        rig.drain();
        rig.pass(10 * SECOND);
        assertEquals(1, rig.count("PositionFlatVerified"), rig.tail());
        assertEquals(0, rig.core.openPositions());
        assertSound();
    }

    @Test
    void shouldFollowTheSizeWhenAPartIsSold() {
        openLong();
        rig.pass(SECOND);
        rig.exchange().place(SimOrderRequest.market(0, "web_1", SimSide.SELL, CoreRig.quantity("0.4"), false));
        rig.drain();
        rig.pass(5 * SECOND);
        assertEquals(0, rig.count("MoveStop"), rig.tail());
        rig.mark(0, "97");
        assertEquals(0, rig.size(0));
        rig.pass(5 * SECOND);
        assertEquals(1, rig.count("PositionFlatVerified"), rig.tail());
        assertSound();
    }

    @Test
    void shouldCloseTheRestWhenTheStopFillsAPart() {
        openLong();
        rig.pass(SECOND);
        rig.bybit.faults().add(SimFault.of(Operation.PLACE_ALGO, Kind.DROP_REQUEST), 1);
        rig.exchange().deleverage(0, CoreRig.quantity("0.3"));
        rig.drain();
        rig.mark(0, "97.9");
        rig.pass(5 * SECOND);
        assertEquals(0, rig.size(0), rig.tail());
        assertEquals(0, rig.core.openPositions(), rig.tail());
        assertSound();
    }

    @Test
    void shouldCountEverythingOnceThatComesTwiceOrLate() {
        rig.begin();
        rig.mark(0, "100");
        rig.open(0, PositionSide.LONG, "1");
        final List<byte[]> opening = List.copyOf(rig.inputs);
        rig.mark(0, "102");
        rig.mark(0, "101.4");
        rig.pass(SECOND);
        assertEquals(0, rig.size(0));
        final List<byte[]> all = List.copyOf(rig.inputs);
        for (final byte[] input : all.subList(opening.size() - 8, all.size())) {
            final int template = new io.ratchet.engine.sbe.MessageHeaderDecoder()
                    .wrap(new org.agrona.concurrent.UnsafeBuffer(input), 0)
                    .templateId();
            if (template >= 9 && template <= 14) {
                rig.again(input);
            }
        }
        rig.pass(10 * SECOND);
        assertEquals(1, rig.count("PositionClosed"), rig.tail());
        assertEquals(0, rig.core.openPositions());
        assertSound();
    }

    @Test
    void shouldMoveAgainByAnOperatorAlsoToAWorseLevel() {
        openLong();
        rig.pass(SECOND);
        rig.operator(OperatorAction.SET_STOP, 1, price("97"));
        assertEquals(price("97"), rig.exchange().stopLevel(0), rig.tail());
        rig.pass(5 * SECOND);
        assertEquals(price("97"), rig.exchange().stopLevel(0), rig.tail());
        assertEquals(0, rig.count("LooseInterval"));
        assertSound();
    }

    @Test
    void shouldClearWhatIsLeftOfAPositionThatWasOurs() {
        openLong();
        rig.pass(SECOND);
        rig.mark(0, "97");
        rig.pass(5 * SECOND);
        assertEquals(1, rig.count("PositionFlatVerified"), rig.tail());
        final int before = rig.count("MoveStop");
        rig.exchange().restChild(SimOrderRequest.stop(0, PositionStops.WHOLE + 99, SimSide.SELL, 0, price("90")));
        rig.drain();
        rig.passAt(0, "97", 70 * SECOND);
        assertTrue(rig.count("LeftoverOrderFound") > 0, rig.tail());
        assertEquals("0", field(rig.told("MoveStop").get(before), "level"));
        assertSound();
    }

    @Test
    void shouldServeBothVenuesInOneCore() {
        rig.begin();
        rig.mark(0, "100");
        rig.mark(2, "100");
        rig.open(0, PositionSide.LONG, "1");
        rig.open(2, PositionSide.LONG, "1");
        assertEquals(price("98"), rig.exchange().stopLevel(0));
        assertEquals(1, rig.binance.exchange().openConditionals(0).size(), rig.tail());
        rig.mark(0, "102");
        rig.mark(2, "102");
        assertEquals(price("101.5"), rig.exchange().stopLevel(0));
        assertEquals(2, rig.binance.exchange().openConditionals(0).size(), rig.tail());
        rig.mark(0, "101");
        rig.mark(2, "101");
        rig.pass(5 * SECOND);
        assertEquals(2, rig.count("PositionFlatVerified"), rig.tail());
        final List<String> closed = rig.told("PositionClosed");
        assertEquals(field(closed.get(0), "pnl"), field(closed.get(1), "pnl"));
        assertFalse(rig.told("MoveStop").get(0).contains("BINANCE"));
        assertSound();
    }
}
