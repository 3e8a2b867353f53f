package io.ratchet.adapters.common;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.MarketStatsDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

final class StatsIngressTest {
    private static final long MINUTE_NS = 60_000_000_000L;

    private final RecordingIngress ring = new RecordingIngress();
    private long nowNs = 1_700_000_100L * 1_000_000_000L / (5 * MINUTE_NS) * 5 * MINUTE_NS;
    private StatsIngress ingress = new StatsIngress(ring, () -> nowNs);

    private void mark(final int instrument, final long mark) {
        ingress.price(instrument, 1, mark, NULL, NULL, NULL, 0);
    }

    /** Marks of so many minutes: up by one each, and a tenth back. */
    private void minutes(final int instrument, final int count) {
        for (int i = 0; i < count; i++) {
            mark(instrument, (1_000 + i) * PRICE_ONE);
            nowNs += MINUTE_NS;
        }
    }

    private List<DirectBuffer> said() {
        return ring.inputs(MarketStatsDecoder.TEMPLATE_ID);
    }

    private MarketStatsDecoder last() {
        final MarketStatsDecoder stats = new MarketStatsDecoder();
        stats.wrapAndApplyHeader(said().get(said().size() - 1), 0, new MessageHeaderDecoder());
        return stats;
    }

    @Test
    void shouldSayEachMinuteWhatTheMarksWereLike() {
        minutes(3, 6);
        assertEquals(0, said().size());
        mark(3, 1_006 * PRICE_ONE);
        assertEquals(1, said().size());
        assertEquals(3, last().instrumentId());
        assertEquals(5 * 1_000_000L / 1_000, last().change5mPpm());
        assertEquals(NULL, last().change15mPpm());
        assertEquals(NULL, last().atr());
        assertEquals(NULL, last().oi());
        assertEquals(NULL, last().volume1h());
        mark(3, 1_006 * PRICE_ONE);
        assertEquals(1, said().size());
        minutes(3, 80);
        assertTrue(last().atr() > 0 && last().atr() != NULL, "atr=" + last().atr());
        assertTrue(last().change15mPpm() != NULL);
    }

    @Test
    void shouldSayNothingOfAPriceWithoutAMarkAndKeepInstrumentsApart() {
        minutes(200, 6);
        nowNs += MINUTE_NS;
        ingress.price(200, 1, NULL, 5, 5, 5, 0);
        mark(0, PRICE_ONE);
        assertEquals(0, said().size());
        mark(200, 1_007 * PRICE_ONE);
        assertEquals(1, said().size());
    }

    @Test
    void shouldSayItWithTheNextMarkWhenTheRingWasFull() {
        minutes(0, 6);
        ring.full(true);
        mark(0, 1_006 * PRICE_ONE);
        assertEquals(0, said().size());
        ring.full(false);
        mark(0, 1_006 * PRICE_ONE);
        assertEquals(1, said().size());
    }

    @Test
    void shouldNotTakeBackAfterARestartWhatTheJournalKnowsAndSpeakAgainAfterFiveMinutes() {
        minutes(0, 90);
        final int before = said().size();
        ingress = new StatsIngress(ring, () -> nowNs);
        minutes(0, 6);
        assertEquals(before, said().size());
        mark(0, 1_000 * PRICE_ONE);
        assertEquals(before + 1, said().size());
        assertEquals(NULL, last().atr());
    }
}
