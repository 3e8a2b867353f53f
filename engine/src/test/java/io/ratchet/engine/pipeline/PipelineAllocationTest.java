package io.ratchet.engine.pipeline;

import static io.ratchet.engine.pipeline.TestInputs.await;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.Venue;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** The rings, the mailboxes and the agents by themselves; the real core and journal are measured in the bench module. */
final class PipelineAllocationTest {
    private static final int WARM_UP = 50_000;
    private static final int EVENTS = 200_000;
    private static final double BYTES_PER_EVENT_MAX = 0.5;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TestInputs inputs = new TestInputs();
    private final AtomicReference<HaltReport> halt = new AtomicReference<>();

    @Test
    void shouldAllocateNothingOnAnyThreadOncePricesAndOrdersFlow() {
        final Pipeline pipeline = new Pipeline(new PipelineContext()
                .journal(new CountingJournal())
                .core(new FakeCore())
                .inboundSlots(1_024)
                .instrumentsMax(64)
                .haltListener(halt::set)
                .conclude());
        pipeline.gateway(Venue.BINANCE, new DeafGateway());
        pipeline.listener((sequence, buffer, offset, length) -> {});
        try (pipeline) {
            pipeline.start();
            drive(pipeline, WARM_UP);
            final long[] before = allocated();
            final long producerBefore = threads.getCurrentThreadAllocatedBytes();
            drive(pipeline, EVENTS);
            final long producer = threads.getCurrentThreadAllocatedBytes() - producerBefore;
            final long[] after = allocated();

            assertNull(halt.get());
            assertTrue(producer < EVENTS * BYTES_PER_EVENT_MAX, "producer allocated " + producer);
            for (int index = 0; index < after.length; index++) {
                final long bytes = after[index] - before[index];
                assertTrue(bytes < EVENTS * BYTES_PER_EVENT_MAX, "ratchet thread " + index + " allocated " + bytes);
            }
        }
    }

    private void drive(final Pipeline pipeline, final int events) {
        final long target = pipeline.counters().handled() + events;
        long mark = 1;
        inputs.open(1, 1, 1);
        while (pipeline.counters().handled() < target) {
            pipeline.ingress().price((int) (mark & 63), 1, mark, FixedPoint.NULL, mark, mark, mark);
            mark++;
            if (mark % 10 == 0 && !inputs.offer(pipeline.ingress())) {
                LockSupport.parkNanos(10_000);
            }
        }
        await("the core", () -> pipeline.backlog() == 0);
    }

    private long[] allocated() {
        final long[] ids = new long[4];
        int found = 0;
        for (final long id : threads.getAllThreadIds()) {
            final var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("ratchet-")) {
                ids[found++] = id;
            }
        }
        Arrays.sort(ids);
        return threads.getThreadAllocatedBytes(ids);
    }

    private static final class CountingJournal implements Journal {
        private long lastSequence;

        @Override
        public void append(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
            lastSequence = sequence;
        }

        @Override
        public long durableSequence() {
            return lastSequence;
        }

        @Override
        public long lastSequence() {
            return lastSequence;
        }

        @Override
        public void close() {}
    }

    private static final class DeafGateway implements VenueGateway {
        @Override
        public void onCommand(final long sequence, final DirectBuffer buffer, final int offset, final int length) {}

        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
