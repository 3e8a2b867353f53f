package io.ratchet.adapters.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.binance.RateBudget.Band;
import io.ratchet.adapters.binance.RateBudget.Limit;
import io.ratchet.adapters.binance.rest.RestClient;
import io.ratchet.adapters.common.RecordingIngress;
import org.junit.jupiter.api.Test;

final class RateBudgetTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final RecordingIngress ingress = new RecordingIngress();
    private final RateBudget budget = new RateBudget(new VenueClock(ingress), ingress);

    @Test
    void shouldKeepRoomForWhatProtects() {
        budget.limit(Limit.ORDERS_10S, 100);
        final int[] sent = new int[Band.values().length];
        for (final Band band : new Band[] {Band.ENTRY, Band.MOVE, Band.CANCEL, Band.FIRST_STOP, Band.CLOSE}) {
            while (budget.tryOrder(band)) {
                sent[band.ordinal()]++;
            }
        }
        assertEquals(70, sent[Band.ENTRY.ordinal()]);
        assertEquals(20, sent[Band.MOVE.ordinal()]);
        assertEquals(5, sent[Band.CANCEL.ordinal()]);
        assertEquals(3, sent[Band.FIRST_STOP.ordinal()]);
        assertEquals(2, sent[Band.CLOSE.ordinal()]);
        ingress.shift(11 * SECOND_NS);
        assertTrue(budget.tryOrder(Band.ENTRY));
    }

    @Test
    void shouldBelieveTheVenueWhenItCountsMore() {
        budget.reported(Limit.WEIGHT_1M, 2_000);
        assertFalse(budget.tryWeight(Band.QUERY, 5));
        assertTrue(budget.tryWeight(Band.CANCEL, 5));
        budget.reported(Limit.WEIGHT_1M, 10);
        assertEquals(2_005, budget.used(Limit.WEIGHT_1M));
        ingress.shift(61 * SECOND_NS);
        assertEquals(0, budget.used(Limit.WEIGHT_1M));
    }

    @Test
    void shouldHoldBackAllButProtectionDuringAPause() {
        budget.pause(5 * SECOND_NS);
        budget.pause(SECOND_NS);
        ingress.shift(2 * SECOND_NS);
        assertFalse(budget.tryOrder(Band.ENTRY));
        assertFalse(budget.tryWeight(Band.QUERY, 1));
        assertTrue(budget.tryOrder(Band.CLOSE));
        assertTrue(budget.tryOrder(Band.MOVE));
        ingress.shift(4 * SECOND_NS);
        assertTrue(budget.tryOrder(Band.ENTRY));
    }

    @Test
    void shouldReadHowLongTheVenueAsksToWait() {
        assertEquals(60_000, RestClient.pauseMs("Too many requests.", 0));
        assertEquals(
                5_000, RestClient.pauseMs("Way too much; IP banned until 1791000005000. Use streams.", 1791000000000L));
        assertEquals(0, RestClient.pauseMs("banned until 5", 1791000000000L));
        assertEquals(60_000, RestClient.pauseMs("banned until tomorrow", 1791000000000L));
    }
}
