package io.ratchet.engine.pipeline;

import static io.ratchet.engine.pipeline.TestInputs.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.PriceDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Prices of many producers over rings that are far too small: merged, never lost, never blocking. */
final class PriceConflationTest {
    private static final long NULL = FixedPoint.NULL;
    private static final int PRODUCERS = 3;
    private static final int OWN_INSTRUMENTS = 5;
    private static final int SHARED = PRODUCERS * OWN_INSTRUMENTS;
    private static final int ROUNDS = 4_000;

    private final RecordingJournal journal = new RecordingJournal();

    @Test
    void shouldDeliverTheNewestPriceAndEveryExtremeWhenTheRingIsTiny() throws InterruptedException {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("PriceConflationTest ratchet.seed=" + seed);
        final AtomicLong time = new AtomicLong(1);
        final Pipeline pipeline = new Pipeline(new PipelineContext()
                .journal(journal)
                .core(new FakeCore(1))
                .clock(time::incrementAndGet)
                .inboundSlots(2)
                .instrumentsMax(SHARED + 1)
                .haltListener(report -> System.err.println(report.line()))
                .conclude());
        try (pipeline) {
            pipeline.start();
            final List<Producer> producers = new ArrayList<>();
            for (int index = 0; index < PRODUCERS; index++) {
                producers.add(new Producer(pipeline, index, seed + index));
            }
            producers.forEach(Thread::start);
            for (final Producer producer : producers) {
                producer.join();
            }
            await("the newest prices", () -> newestAreDelivered(producers));
            assertTrue(pipeline.counters().tokensParked() > 0, "the ring was too large for this test");
            assertTrue(pipeline.pricesMerged() > 0, "the core was too fast for this test");
            for (final Producer producer : producers) {
                for (int own = 0; own < OWN_INSTRUMENTS; own++) {
                    final int instrument = producer.instrument(own);
                    assertEquals(
                            producer.min[own], extreme(instrument, true), "min of " + instrument + " seed=" + seed);
                    assertEquals(
                            producer.max[own], extreme(instrument, false), "max of " + instrument + " seed=" + seed);
                }
            }
            final long sharedMax = producers.stream()
                    .mapToLong(producer -> producer.sharedMax)
                    .max()
                    .orElseThrow();
            await("the shared extreme", () -> extreme(SHARED, false) == sharedMax);
        }
    }

    private boolean newestAreDelivered(final List<Producer> producers) {
        final long[] newest = new long[SHARED + 1];
        prices().forEach(price -> newest[price.instrumentId()] = price.mark());
        return producers.stream().allMatch(producer -> producer.isDelivered(newest));
    }

    private long extreme(final int instrumentId, final boolean min) {
        long extreme = min ? Long.MAX_VALUE : Long.MIN_VALUE;
        for (final PriceDecoder price : prices()) {
            if (price.instrumentId() == instrumentId) {
                extreme = min ? Math.min(extreme, price.markMin()) : Math.max(extreme, price.markMax());
            }
        }
        return extreme;
    }

    private List<PriceDecoder> prices() {
        final List<PriceDecoder> prices = new ArrayList<>();
        for (final UnsafeBuffer record : journal.records(PriceDecoder.TEMPLATE_ID)) {
            prices.add(new PriceDecoder().wrapAndApplyHeader(record, 0, new MessageHeaderDecoder()));
        }
        return prices;
    }

    private static final class Producer extends Thread {
        private final Pipeline pipeline;
        private final int index;
        private final SplittableRandom random;
        private final long[] newest = new long[OWN_INSTRUMENTS];
        private final long[] min = new long[OWN_INSTRUMENTS];
        private final long[] max = new long[OWN_INSTRUMENTS];
        private long sharedMax;

        Producer(final Pipeline pipeline, final int index, final long seed) {
            this.pipeline = pipeline;
            this.index = index;
            random = new SplittableRandom(seed);
            Arrays.fill(min, Long.MAX_VALUE);
        }

        @Override
        public void run() {
            for (int round = 0; round < ROUNDS; round++) {
                final int own = random.nextInt(OWN_INSTRUMENTS);
                final long mark = 1 + random.nextLong(1_000_000);
                newest[own] = mark;
                min[own] = Math.min(min[own], mark);
                max[own] = Math.max(max[own], mark);
                pipeline.ingress().price(instrument(own), 1, mark, NULL, NULL, NULL, round);
                final long shared = 1 + random.nextLong(1_000_000);
                sharedMax = Math.max(sharedMax, shared);
                pipeline.ingress().price(SHARED, 1, shared, NULL, NULL, NULL, round);
                if ((round & 63) == 0) {
                    Thread.yield();
                }
            }
        }

        int instrument(final int own) {
            return index * OWN_INSTRUMENTS + own;
        }

        boolean isDelivered(final long[] delivered) {
            for (int own = 0; own < OWN_INSTRUMENTS; own++) {
                if (delivered[instrument(own)] != newest[own]) {
                    return false;
                }
            }
            return true;
        }
    }
}
