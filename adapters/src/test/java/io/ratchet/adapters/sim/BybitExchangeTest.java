package io.ratchet.adapters.sim;

import static io.ratchet.adapters.sim.CoreRig.price;
import static io.ratchet.adapters.sim.CoreRig.quantity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.bybit.BybitOutcomes;
import io.ratchet.engine.market.FixedPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulated exchange in the style of Bybit: it refuses what the real one refuses. */
class BybitExchangeTest {
    private final RecordingListener listener = new RecordingListener();
    private final SimExchange exchange = new SimExchange(SimConfig.venue(), listener, 1, SimStyle.BYBIT);

    @BeforeEach
    void list() {
        final long step = FixedPoint.QUANTITY_ONE / 1_000;
        exchange.list(
                "BTCUSDT",
                new SimInstrument.Filters(
                        FixedPoint.PRICE_ONE / 10,
                        step,
                        step,
                        quantity("100"),
                        quantity("5"),
                        quantity("5"),
                        0,
                        0,
                        50_000,
                        50_000));
        exchange.advance(1_000_000);
        mark("100");
    }

    private void mark(final String mark) {
        exchange.price(0, price(mark), FixedPoint.NULL, FixedPoint.NULL, FixedPoint.NULL);
    }

    private void last(final String last) {
        exchange.price(0, FixedPoint.NULL, price(last), FixedPoint.NULL, FixedPoint.NULL);
    }

    private SimResult buy(final String id, final String quantity, final String stop) {
        return exchange.placeWithStop(
                SimOrderRequest.market(0, id, SimSide.BUY, quantity(quantity), false), price(stop), null);
    }

    @Test
    void shouldAttachTheStopOfTheEntryToThePosition() {
        assertTrue(buy("a", "1", "98").accepted());
        assertEquals(price("98"), exchange.stopLevel(0));
        assertEquals(1, exchange.openConditionals(0).size());
    }

    @Test
    void shouldRefuseAnEntryWhoseStopIsPastTheMark() {
        assertEquals(SimRefusal.PAST_BASE_PRICE, buy("a", "1", "100").refusal());
        assertEquals(0, exchange.position(0).quantity());
    }

    @Test
    void shouldAmendInPlaceAndSayWhatIsNotModified() {
        buy("a", "1", "98");
        final long id = exchange.openConditionals(0).get(0).orderId();
        assertNull(exchange.stop(0, price("99"), true));
        assertEquals(price("99"), exchange.stopLevel(0));
        assertEquals(id, exchange.openConditionals(0).get(0).orderId());
        assertEquals(SimRefusal.STOP_UNCHANGED, exchange.stop(0, price("99"), true));
        assertEquals(SimRefusal.PAST_BASE_PRICE, exchange.stop(0, price("100"), true));
        assertNull(exchange.stop(0, 0, true));
        assertEquals(0, exchange.stopLevel(0));
        assertEquals(SimRefusal.STOP_UNCHANGED, exchange.stop(0, 0, true));
    }

    @Test
    void shouldRefuseAStopWithoutAPositionOrWithOneThatIsNotShownYet() {
        assertEquals(SimRefusal.ZERO_POSITION, exchange.stop(0, price("98"), true));
        exchange.slow(0, 24_000);
        buy("a", "1", "98");
        assertTrue(exchange.hides(0));
        assertEquals(SimRefusal.ZERO_POSITION, exchange.stop(0, price("99"), true));
        exchange.advance(1_024_000);
        assertFalse(exchange.hides(0));
        assertNull(exchange.stop(0, price("99"), true));
    }

    @Test
    void shouldAnswerBeforeTheStopRests() {
        exchange.slow(500, 0);
        buy("a", "1", "98");
        assertEquals(0, exchange.stopLevel(0));
        assertEquals(SimRefusal.STOP_UNCHANGED, exchange.stop(0, price("98"), true));
        exchange.advance(1_000_499);
        assertEquals(0, exchange.stopLevel(0));
        exchange.advance(1_000_500);
        assertEquals(price("98"), exchange.stopLevel(0));
    }

    @Test
    void shouldTriggerOnMarkOrOnLastAsAskedFor() {
        buy("a", "1", "98");
        last("97");
        assertEquals(quantity("1"), exchange.position(0).quantity());
        exchange.stop(0, price("96"), false);
        mark("95.9");
        assertEquals(quantity("1"), exchange.position(0).quantity());
        last("95");
        assertEquals(0, exchange.position(0).quantity());
    }

    @Test
    void shouldFollowTheSizeAndEndWithThePosition() {
        buy("a", "1", "98");
        exchange.place(SimOrderRequest.market(0, "b", SimSide.BUY, quantity("1"), false));
        mark("98");
        assertEquals(0, exchange.position(0).quantity());
        buy("c", "1", "96");
        exchange.partialStop(0, quantity("0.3"), price("97"));
        assertTrue(exchange.closeAll(0, "d", SimSide.SELL, null).accepted());
        assertEquals(0, exchange.openConditionals(0).size());
        assertEquals(0, exchange.stopLevel(0));
    }

    @Test
    void shouldAddAStopOverAPartWithEachCallUpToTwenty() {
        buy("a", "1", "98");
        for (int i = 0; i < 20; i++) {
            assertNull(exchange.partialStop(0, quantity("0.1"), price("97")));
        }
        assertEquals(SimRefusal.PARTIAL_STOPS_FULL, exchange.partialStop(0, quantity("0.1"), price("97")));
        mark("96.9");
        assertEquals(0, exchange.position(0).quantity());
        assertEquals(0, exchange.openConditionals(0).size());
    }

    @Test
    void shouldTakeTenConditionalOrdersOfASymbol() {
        for (int i = 0; i < 10; i++) {
            assertTrue(exchange.place(SimOrderRequest.stop(0, "s" + i, SimSide.SELL, quantity("0.1"), price("90")))
                    .accepted());
        }
        assertEquals(
                SimRefusal.SYMBOL_STOPS_FULL,
                exchange.place(SimOrderRequest.stop(0, "s10", SimSide.SELL, quantity("0.1"), price("90")))
                        .refusal());
    }

    @Test
    void shouldNeverTakeAnIdTwice() {
        buy("a", "1", "98");
        assertEquals(SimRefusal.DUPLICATE_ID, buy("a", "1", "98").refusal());
    }

    @Test
    void shouldCloseAllThatIsThereUpToTheLargestMarketOrder() {
        exchange.leverage(0, 10);
        buy("a", "4", "98");
        buy("b", "4", "98");
        assertEquals(
                quantity("5"),
                exchange.closeAll(0, "c", SimSide.SELL, null).order().executed());
        assertEquals(quantity("3"), exchange.position(0).quantity());
        assertTrue(exchange.closeAll(0, "d", SimSide.SELL, null).accepted());
        assertEquals(
                SimRefusal.REDUCE_ONLY_REJECTED,
                exchange.closeAll(0, "e", SimSide.SELL, null).refusal());
    }

    @Test
    void shouldRefuseWhatTheBalanceOrTheBandForbids() {
        final SimExchange poor =
                new SimExchange(SimConfig.venue().withStartBalance(quantity("1")), listener, 1, SimStyle.BYBIT);
        poor.list("BTCUSDT", exchange.instruments().get(0).filters());
        poor.price(0, price("100"), FixedPoint.NULL, FixedPoint.NULL, FixedPoint.NULL);
        assertEquals(
                SimRefusal.MARGIN_INSUFFICIENT,
                poor.placeWithStop(SimOrderRequest.market(0, "a", SimSide.BUY, quantity("4"), false), price("98"), null)
                        .refusal());
        assertEquals(
                SimRefusal.PRICE_ABOVE_BAND,
                exchange.place(SimOrderRequest.limit(
                                0, "b", SimSide.BUY, quantity("1"), price("106"), SimTimeInForce.GTC, false))
                        .refusal());
    }

    /** The number and the text that the simulated exchange gives prove to the table of the real one what they mean here. */
    @ParameterizedTest
    @EnumSource(
            value = SimRefusal.class,
            names = {
                "STOP_UNCHANGED",
                "ZERO_POSITION",
                "PAST_BASE_PRICE",
                "SYMBOL_STOPS_FULL",
                "PARTIAL_STOPS_FULL",
                "REDUCE_ONLY_REJECTED",
                "MARGIN_INSUFFICIENT",
                "UNABLE_TO_FILL",
                "WOULD_TRIGGER",
                "PRICE_ABOVE_BAND",
                "PRICE_BELOW_BAND",
                "DUPLICATE_ID",
                "NOTIONAL_BELOW_MIN",
                "UNKNOWN_ORDER",
                "NO_SUCH_ORDER"
            })
    void shouldMeanTheSameToTheTableOfTheRealOne(final SimRefusal refusal) {
        assertEquals(
                PaperReasons.of(refusal),
                BybitOutcomes.classify(BybitCodes.code(refusal), refusal.text()).reason());
    }
}
