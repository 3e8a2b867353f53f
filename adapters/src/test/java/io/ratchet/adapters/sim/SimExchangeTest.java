package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimExchangeTest {
    private static final long NONE = FixedPoint.NULL;
    static final SimInstrument.Filters FILTERS = new SimInstrument.Filters(
            price("0.1"),
            quantity("0.001"),
            quantity("0.001"),
            quantity("1000"),
            quantity("100"),
            quantity("5"),
            price("0.1"),
            price("1000000"),
            150_000,
            150_000);

    private final RecordingListener seen = new RecordingListener();
    private final SimExchange exchange = exchange(SimConfig.venue(), seen);

    private static SimExchange exchange(final SimConfig config, final SimListener listener) {
        final SimExchange exchange = new SimExchange(config, listener, 1);
        exchange.list("BTCUSDT", FILTERS);
        exchange.list("ETHUSDT", FILTERS);
        exchange.advance(1_000_000);
        exchange.price(0, price("100"), price("100"), price("99.9"), price("100.1"));
        exchange.price(1, price("10"), price("10"), price("9.9"), price("10.1"));
        return exchange;
    }

    static long price(final String text) {
        return SimDecimal.parse(text, 10);
    }

    static long quantity(final String text) {
        return SimDecimal.parse(text, 8);
    }

    private SimResult buy(final String id, final String quantity) {
        return exchange.place(SimOrderRequest.market(0, id, SimSide.BUY, quantity(quantity), false));
    }

    private SimResult stop(final String id, final String quantity, final String level) {
        return exchange.place(SimOrderRequest.stop(0, id, SimSide.SELL, quantity(quantity), price(level)));
    }

    private void mark(final String mark) {
        exchange.price(0, price(mark), NONE, NONE, NONE);
    }

    private SimRefusal refusal(final SimOrderRequest request) {
        return exchange.place(request).refusal();
    }

    @Test
    void shouldFillAtTheAskAndChargeTakerFeeWhenMarketBuy() {
        buy("e1", "2");
        assertEquals(List.of("order e1 NEW", "fill e1 2@100.1", "position 2"), seen.take());
        assertEquals(price("100.1"), exchange.position(0).entryPrice());
        // 200.2 × 0.05 %.
        assertEquals(quantity("99999.8999"), exchange.margin().walletBalance());
    }

    @Test
    void shouldTellTheStoryInLiveOrderWhenAStopTriggers() {
        buy("e1", "2");
        stop("a1", "0", "98");
        stop("s1", "2", "99");
        seen.take();
        exchange.price(0, price("98.9"), NONE, price("98.8"), NONE);
        assertEquals(
                List.of(
                        "algo s1 TRIGGERING",
                        "order s1 NEW",
                        "fill s1 2@98.8",
                        "position 0",
                        "algo s1 TRIGGERED",
                        "algo s1 FINISHED",
                        "algo a1 EXPIRED"),
                seen.take());
        assertEquals(exchange.order("s1").orderId(), exchange.conditional("s1").childId());
        assertEquals(0, exchange.openConditionals(0).size());
    }

    @Test
    void shouldTriggerTheNearerStopFirstWhenOneRowPassesBoth() {
        buy("e1", "2");
        stop("a1", "0", "98");
        stop("s1", "2", "99");
        seen.take();
        mark("90");
        assertEquals("algo s1 TRIGGERING", seen.lines.get(0));
        assertEquals(
                1,
                exchange.fills().stream()
                        .filter(f -> f.order().request().side() == SimSide.SELL)
                        .count());
    }

    @Test
    void shouldKeepAReduceOnlyStopAndRejectItAtTriggerWhenThePositionIsGone() {
        buy("e1", "1");
        stop("s1", "1", "99");
        exchange.place(SimOrderRequest.market(0, "c1", SimSide.SELL, quantity("1"), true));
        assertEquals(1, exchange.openConditionals(0).size());
        seen.take();
        mark("98");
        assertEquals(List.of("algo s1 TRIGGERING", "algo s1 REJECTED"), seen.take());
        assertEquals(0, exchange.position(0).quantity());
    }

    @Test
    void shouldTriggerShortAndTakeProfitInTheirOwnDirections() {
        exchange.place(SimOrderRequest.market(0, "e1", SimSide.SELL, quantity("1"), false));
        exchange.place(SimOrderRequest.stop(0, "s1", SimSide.BUY, quantity("1"), price("102")));
        exchange.place(new SimOrderRequest(
                0,
                "t1",
                SimSide.BUY,
                SimType.TAKE_PROFIT_MARKET,
                SimTimeInForce.GTC,
                quantity("1"),
                NONE,
                price("95"),
                true,
                true,
                false,
                0));
        mark("101.9");
        assertEquals(SimStatus.NEW, exchange.conditional("s1").status());
        mark("95");
        assertEquals(SimStatus.FINISHED, exchange.conditional("t1").status());
        mark("102");
        assertEquals(SimStatus.REJECTED, exchange.conditional("s1").status());
    }

    @Test
    void shouldTriggerOnLastWhenTheWorkingTypeIsContractPrice() {
        buy("e1", "1");
        exchange.place(new SimOrderRequest(
                0,
                "s1",
                SimSide.SELL,
                SimType.STOP_MARKET,
                SimTimeInForce.GTC,
                quantity("1"),
                NONE,
                price("98"),
                false,
                true,
                false,
                0));
        mark("97");
        assertEquals(SimStatus.NEW, exchange.conditional("s1").status());
        exchange.price(0, NONE, price("98"), NONE, NONE);
        assertEquals(SimStatus.FINISHED, exchange.conditional("s1").status());
    }

    @Test
    void shouldRefuseStopsByTheRulesOfTheConditionalBook() {
        buy("e1", "1");
        assertTrue(stop("a1", "0", "98").accepted());
        assertEquals(SimRefusal.CLOSE_POSITION_EXISTS, stop("a2", "0", "97").refusal());
        assertEquals(SimRefusal.WOULD_TRIGGER, stop("s1", "1", "100").refusal());
        assertEquals(SimRefusal.PRICE_OFF_TICK, stop("s1", "1", "98.05").refusal());
        assertEquals(SimRefusal.STOP_PRICE_NOT_POSITIVE, stop("s1", "1", "0").refusal());
        assertEquals(
                SimRefusal.STOP_PRICE_ABOVE_MAX, stop("s1", "1", "1000000.1").refusal());
        assertTrue(stop("s1", "1", "98").accepted());
        assertEquals(SimRefusal.DUPLICATE_ID, stop("s1", "1", "97").refusal());
        exchange.cancelConditional(exchange.conditional("s1"));
        assertTrue(stop("s1", "1", "97").accepted(), "an id is unique among open orders only");
    }

    @Test
    void shouldExpireAtOnceWhenAClosePositionStopHasNoPosition() {
        assertTrue(stop("a1", "0", "98").accepted());
        assertEquals(List.of("algo a1 NEW", "algo a1 EXPIRED"), seen.take());
    }

    @Test
    void shouldRefuseTheOneAfterTwoHundredConditionalOrders() {
        buy("e1", "1");
        for (int i = 0; i < 200; i++) {
            assertTrue(stop("s" + i, "1", "50").accepted());
        }
        assertEquals(SimRefusal.MAX_STOP_ORDERS, stop("over", "1", "50").refusal());
    }

    @Test
    void shouldTellCancelsOfFinishedFromCancelsOfUnknownStops() {
        buy("e1", "1");
        stop("s1", "1", "98");
        assertTrue(exchange.cancelConditional(exchange.conditional("s1")).accepted());
        assertEquals(
                SimRefusal.UNKNOWN_ORDER,
                exchange.cancelConditional(exchange.conditional("s1")).refusal());
        assertEquals(
                SimRefusal.NO_SUCH_ORDER,
                exchange.cancelConditional(exchange.conditional("never")).refusal());
    }

    @Test
    void shouldRefuseACancelAndFillLaterWhenTheStopIsTriggering() {
        final SimExchange slow = exchange(SimConfig.venue().withTriggerLatencyMs(50), seen);
        slow.place(SimOrderRequest.market(0, "e1", SimSide.BUY, quantity("1"), false));
        slow.place(SimOrderRequest.stop(0, "s1", SimSide.SELL, quantity("1"), price("98")));
        slow.price(0, price("97"), NONE, price("96.9"), NONE);
        assertEquals(
                SimRefusal.STOP_TRIGGERING,
                slow.cancelConditional(slow.conditional("s1")).refusal());
        slow.price(0, price("95"), NONE, price("94.9"), NONE);
        slow.advance(1_000_049);
        assertEquals(SimStatus.TRIGGERING, slow.conditional("s1").status());
        slow.advance(1_000_050);
        assertEquals(SimStatus.FINISHED, slow.conditional("s1").status());
        assertEquals(price("94.9"), slow.order("s1").averagePrice());
    }

    @Test
    void shouldRefuseReduceOnlyWithoutPositionOrCapacity() {
        assertEquals(
                SimRefusal.REDUCE_ONLY_REJECTED,
                refusal(SimOrderRequest.market(0, "c0", SimSide.SELL, quantity("1"), true)));
        buy("e1", "1");
        assertEquals(
                SimRefusal.REDUCE_ONLY_REJECTED,
                refusal(SimOrderRequest.market(0, "c1", SimSide.BUY, quantity("1"), true)));
        exchange.place(
                SimOrderRequest.limit(0, "x1", SimSide.SELL, quantity("1"), price("110"), SimTimeInForce.GTC, true));
        assertEquals(
                SimRefusal.REDUCE_ONLY_REJECTED,
                refusal(SimOrderRequest.market(0, "c2", SimSide.SELL, quantity("1"), true)));
        exchange.cancelOrder(exchange.order("x1"));
        assertNull(refusal(SimOrderRequest.market(0, "c3", SimSide.SELL, quantity("1"), true)));
    }

    @Test
    void shouldCutAReduceOnlyOrderToThePositionAndNeverFlip() {
        buy("e1", "1");
        seen.take();
        exchange.place(SimOrderRequest.market(0, "c1", SimSide.SELL, quantity("3"), true));
        assertEquals(List.of("order c1 NEW", "fill c1 1@99.9", "position 0", "order c1 EXPIRED er4"), seen.take());
    }

    @Test
    void shouldExpireReduceOnlyLimitsWhenFlat() {
        buy("e1", "1");
        exchange.place(
                SimOrderRequest.limit(0, "x1", SimSide.SELL, quantity("0.5"), price("110"), SimTimeInForce.GTC, true));
        exchange.place(SimOrderRequest.market(0, "f1", SimSide.SELL, quantity("1"), false));
        assertEquals(SimStatus.EXPIRED, exchange.order("x1").status());
    }

    @Test
    void shouldFlipAndRealiseWhenAForeignOrderIsLarger() {
        buy("e1", "1");
        exchange.place(SimOrderRequest.market(0, "f1", SimSide.SELL, quantity("3"), false));
        assertEquals(quantity("-2"), exchange.position(0).quantity());
        assertEquals(price("99.9"), exchange.position(0).entryPrice());
        assertEquals(quantity("-0.2"), exchange.position(0).realisedPnl());
    }

    @Test
    void shouldRestThenFillAsMakerWhenTheMarketComes() {
        buy("e1", "1");
        exchange.place(
                SimOrderRequest.limit(0, "x1", SimSide.SELL, quantity("1"), price("101"), SimTimeInForce.GTC, true));
        seen.take();
        exchange.price(0, NONE, NONE, price("101.5"), price("101.6"));
        assertEquals(List.of("fill x1 1@101 maker", "position 0"), seen.take());
    }

    @Test
    void shouldExpireTheRestOfAnImmediateOrCancelOrder() {
        exchange.place(
                SimOrderRequest.limit(0, "i1", SimSide.BUY, quantity("1"), price("100"), SimTimeInForce.IOC, false));
        assertEquals(List.of("order i1 NEW", "order i1 EXPIRED er2"), seen.take());
        exchange.place(
                SimOrderRequest.limit(0, "i2", SimSide.BUY, quantity("1"), price("100.5"), SimTimeInForce.IOC, false));
        assertEquals(List.of("order i2 NEW", "fill i2 1@100.1", "position 1"), seen.take());
    }

    @Test
    void shouldRefuseByFilters() {
        assertEquals(SimRefusal.QUANTITY_OFF_STEP, buy("e", "1.0005").refusal());
        assertEquals(SimRefusal.QUANTITY_NOT_POSITIVE, buy("e", "0").refusal());
        assertEquals(SimRefusal.QUANTITY_ABOVE_MAX, buy("e", "101").refusal());
        assertEquals(SimRefusal.NOTIONAL_BELOW_MIN, buy("e", "0.01").refusal());
        assertEquals(SimRefusal.PRICE_ABOVE_BAND, limit("116").refusal());
        assertEquals(SimRefusal.PRICE_OFF_TICK, limit("99.95").refusal());
        assertEquals(SimRefusal.PRICE_NOT_POSITIVE, limit("0").refusal());
        exchange.price(0, NONE, NONE, NONE, price("120"));
        assertEquals(SimRefusal.MARKET_OUTSIDE_BAND, buy("e", "1").refusal());
    }

    private SimResult limit(final String price) {
        return exchange.place(
                SimOrderRequest.limit(0, "l", SimSide.BUY, quantity("1"), price(price), SimTimeInForce.GTC, false));
    }

    @Test
    void shouldRefuseWhatTheBalanceOrLeverageCannotCarry() {
        final SimExchange poor = exchange(SimConfig.venue().withStartBalance(quantity("10")), seen);
        assertEquals(
                SimRefusal.MARGIN_INSUFFICIENT,
                poor.place(SimOrderRequest.market(0, "e", SimSide.BUY, quantity("3"), false))
                        .refusal());
        poor.leverage(0, 125);
        assertTrue(poor.place(SimOrderRequest.market(0, "e", SimSide.BUY, quantity("3"), false))
                .accepted());
    }

    @Test
    void shouldLiquidateAnIsolatedPositionAtItsLevel() {
        exchange.marginType(0, true);
        exchange.leverage(0, 10);
        buy("e1", "1");
        final long level = exchange.margin().liquidationPrice(exchange.position(0));
        // 100.1 × (1 - 1/10) / (1 - 0.005), about 90.54.
        assertTrue(level > price("90.5") && level < price("90.6"), SimDecimal.plain(level, 10));
        seen.take();
        exchange.price(0, price("90.5"), NONE, price("90.4"), NONE);
        assertTrue(seen.take().contains("fill autoclose-1000000-0 1@90.4 liquidation"));
        assertEquals(0, exchange.position(0).quantity());
    }

    @Test
    void shouldChangeModesOnlyWhenNothingIsOpen() {
        assertEquals(SimRefusal.MARGIN_TYPE_UNCHANGED, exchange.marginType(0, false));
        assertEquals(SimRefusal.POSITION_MODE_UNCHANGED, exchange.hedgeMode(false));
        assertEquals(SimRefusal.INVALID_LEVERAGE, exchange.leverage(0, 126));
        exchange.marginType(0, true);
        buy("e1", "1");
        assertEquals(SimRefusal.LEVERAGE_REDUCTION, exchange.leverage(0, 5));
        assertEquals(SimRefusal.MARGIN_TYPE_POSITION, exchange.marginType(0, false));
        assertEquals(SimRefusal.POSITION_MODE_POSITION, exchange.hedgeMode(true));
        stop("s1", "1", "98");
        assertEquals(SimRefusal.MARGIN_TYPE_OPEN_ORDERS, exchange.marginType(0, false));
        assertEquals(SimRefusal.POSITION_MODE_OPEN_ORDERS, exchange.hedgeMode(true));
    }

    @Test
    void shouldAmendLimitOrdersOnly() {
        final SimOrder order = exchange.place(SimOrderRequest.limit(
                        0, "l1", SimSide.BUY, quantity("1"), price("99"), SimTimeInForce.GTC, false))
                .order();
        assertEquals(
                SimRefusal.AMEND_UNCHANGED,
                exchange.amend(order, quantity("1"), price("99")).refusal());
        exchange.amend(order, quantity("2"), price("99.5"));
        assertEquals(price("99.5"), order.price());
        exchange.amend(order, quantity("2"), price("100.1"));
        assertEquals(SimStatus.FILLED, order.status());
    }

    private SimOrder exit(final String id, final String quantity, final String price) {
        return exchange.place(SimOrderRequest.limit(
                        0, id, SimSide.SELL, quantity(quantity), price(price), SimTimeInForce.GTC, true))
                .order();
    }

    @Test
    void shouldHoldWhatMayBeReducedWhileAReduceOnlyOrderRests() {
        buy("e1", "2");
        final SimOrder first = exit("x1", "1.5", "110");
        assertEquals(
                SimRefusal.REDUCE_ONLY_REJECTED,
                refusal(SimOrderRequest.market(0, "c1", SimSide.SELL, quantity("2"), true)));
        final SimOrder second = exit("x2", "0.5", "111");
        assertEquals(
                SimRefusal.REDUCE_ONLY_CONFLICT,
                exchange.amend(second, quantity("0.6"), price("111")).refusal());
        exchange.amend(first, quantity("1"), price("110"));
        assertTrue(exchange.amend(second, quantity("0.6"), price("111")).accepted());
        exchange.cancelOrder(first);
        exchange.cancelOrder(second);
        assertTrue(exchange.place(SimOrderRequest.market(0, "c2", SimSide.SELL, quantity("2"), true))
                .accepted());
        assertEquals(0, exchange.position(0).quantity());
    }

    @Test
    void shouldRejectAReduceOnlyStopAtTriggerWhenARestingExitHoldsItAllButNotTheAnchor() {
        buy("e1", "2");
        exit("x1", "2", "110");
        stop("a1", "0", "98");
        stop("s1", "2", "99");
        seen.take();
        mark("98.5");
        assertEquals(List.of("algo s1 TRIGGERING", "algo s1 REJECTED"), seen.take());
        mark("97");
        assertEquals(0, exchange.position(0).quantity());
        assertEquals(0, exchange.openOrders(0).size());
    }

    @Test
    void shouldAmendAReduceOnlyOrderWithinItsFiltersTenThousandTimes() {
        buy("e1", "2");
        final SimOrder order = exit("x1", "2", "110");
        assertEquals(
                SimRefusal.PRICE_OFF_TICK,
                exchange.amend(order, quantity("2"), price("110.05")).refusal());
        assertEquals(
                SimRefusal.PRICE_BELOW_BAND,
                exchange.amend(order, quantity("2"), price("80")).refusal());
        for (int i = 0; i < 10_000; i++) {
            assertTrue(exchange.amend(order, quantity("2"), price(i % 2 == 0 ? "111" : "110"))
                    .accepted());
        }
        assertEquals(
                SimRefusal.AMEND_TOO_OFTEN,
                exchange.amend(order, quantity("2"), price("111")).refusal());
        assertEquals(
                SimRefusal.NO_SUCH_ORDER,
                exchange.amend(null, quantity("2"), price("111")).refusal());
    }

    @Test
    void shouldEndAnAmendedOrderWhenNothingOfItIsLeft() {
        buy("e1", "2");
        final SimOrder order = exit("x1", "2", "100.5");
        exchange.price(0, price("100"), NONE, price("100"), NONE);
        exchange.place(SimOrderRequest.market(0, "c1", SimSide.SELL, quantity("0.001"), false));
        exchange.amend(order, quantity("1"), price("99.5"));
        assertEquals(SimStatus.FILLED, order.status());
        assertEquals(quantity("1"), order.executed());
    }

    @Test
    void shouldSplitExecutionsWhenAskedTo() {
        final SimExchange split = exchange(SimConfig.venue().withFillParts(3), seen);
        split.place(SimOrderRequest.market(0, "e1", SimSide.BUY, quantity("5"), false));
        assertEquals(3, split.fills().size());
        assertEquals(quantity("5"), split.position(0).quantity());
        assertEquals(SimStatus.FILLED, split.order("e1").status());
    }

    @Test
    void shouldWithholdRejectAndHalveByFault() {
        buy("e1", "2");
        final SimOrder withheld = exchange.place(
                        SimOrderRequest.stop(0, "a1", SimSide.SELL, 0, price("98")),
                        SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.WITHHOLD_NEW)
                                .withDelayMs(10))
                .order();
        assertEquals(0, exchange.openConditionals(0).size());
        mark("97");
        assertEquals(SimStatus.WITHHELD, withheld.status(), "what does not rest protects nothing");
        exchange.price(0, price("100"), NONE, NONE, NONE);
        exchange.advance(1_000_010);
        assertEquals(SimStatus.NEW, withheld.status());
        exchange.cancelConditional(withheld);
        exchange.place(
                SimOrderRequest.stop(0, "s1", SimSide.SELL, quantity("2"), price("98")),
                SimFault.of(SimFault.Operation.PLACE_ALGO, SimFault.Kind.REJECT_AT_TRIGGER));
        mark("97");
        assertEquals(SimStatus.REJECTED, exchange.conditional("s1").status());
        exchange.place(
                SimOrderRequest.market(0, "c1", SimSide.SELL, quantity("2"), true),
                SimFault.of(SimFault.Operation.PLACE_ORDER, SimFault.Kind.PARTIAL));
        assertEquals(quantity("1"), exchange.position(0).quantity());
        assertEquals(SimStatus.EXPIRED, exchange.order("c1").status());
    }

    @Test
    void shouldKeepMoneyAndPositionsConsistentWhenAnythingHappens() {
        final long seed = Long.getLong("ratchet.seed", 20_251_010L);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            step(random, i);
            long sum = 0;
            long money = quantity("100000");
            for (final SimFill fill : exchange.fills()) {
                sum += fill.order().request().side().sign() * fill.quantity();
                money += fill.realisedPnl() - fill.fee();
            }
            assertEquals(sum, exchange.position(0).quantity(), "seed=" + seed + " step=" + i);
            assertEquals(money, exchange.margin().walletBalance(), "seed=" + seed + " step=" + i);
        }
    }

    private void step(final SplittableRandom random, final int i) {
        final SimSide side = random.nextBoolean() ? SimSide.BUY : SimSide.SELL;
        final long size = quantity("0.1") * (1 + random.nextInt(20));
        final long level = price("0.1") * (950 + random.nextInt(100));
        switch (random.nextInt(5)) {
            case 0 -> exchange.place(SimOrderRequest.market(0, "m" + i, side, size, random.nextBoolean()));
            case 1 ->
                exchange.place(
                        SimOrderRequest.limit(0, "l" + i, side, size, level, SimTimeInForce.GTC, random.nextBoolean()));
            case 2 -> exchange.place(SimOrderRequest.stop(0, "s" + i, side, random.nextBoolean() ? 0 : size, level));
            default -> exchange.price(0, level, level, level - price("0.1"), level + price("0.1"));
        }
    }
}
