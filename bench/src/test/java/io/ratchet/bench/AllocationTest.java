package io.ratchet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ratchet.bench.workload.CoreWorkload;
import io.ratchet.bench.workload.Cores;
import io.ratchet.bench.workload.Recording;
import io.ratchet.bench.workload.TemporaryDirectory;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.pipeline.HaltReport;
import io.ratchet.engine.pipeline.Pipeline;
import io.ratchet.engine.pipeline.PipelineContext;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.JournalSettings;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole engine, its journal on, a million events: the core thread allocates nothing. */
final class AllocationTest {
    private static final int EVENTS = 1_000_000;
    private static final int WARM_UP = 200_000;
    private static final int MOVES_MIN = 10_000;
    private static final double BYTES_PER_EVENT_MAX = 0.5;
    private static final long WAIT_NS = 20_000;

    private static CoreWorkload workload;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicReference<HaltReport> halt = new AtomicReference<>();
    private volatile long timeNs;

    @BeforeAll
    static void record() {
        workload = CoreWorkload.record(EVENTS + WARM_UP);
        System.out.println("AllocationTest " + workload.line());
    }

    @Test
    void shouldAllocateNothingOnTheCoreThreadWithTheJournalOn() {
        // Moves are spread evenly: so many of them fall into the measured part.
        assertTrue((long) workload.moves() * EVENTS / (EVENTS + WARM_UP) >= MOVES_MIN, workload.line());
        final double bytes = bytesPerEvent(Cores.newCore(), EVENTS);

        System.out.printf("AllocationTest core thread: %.6f B/event over %d events%n", bytes, EVENTS);
        assertTrue(bytes < BYTES_PER_EVENT_MAX, "bytes per event: " + bytes);
    }

    @Test
    void shouldFailWhenOneAllocationIsPlanted() {
        final Core planted = new PlantedAllocation(Cores.newCore());
        final double bytes = bytesPerEvent(planted, EVENTS / 10);

        assertTrue(bytes >= BYTES_PER_EVENT_MAX, "a planted allocation was not seen, bytes per event: " + bytes);
    }

    private double bytesPerEvent(final Core core, final int events) {
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                Journal journal = ChronicleJournal.open(JournalSettings.of(
                        directory.path(), System::currentTimeMillis, Thread::new, Throwable::printStackTrace))) {
            final CoreThread coreThread = new CoreThread();
            final Pipeline pipeline = new Pipeline(new PipelineContext()
                    .journal(journal)
                    .core(core)
                    .clock(() -> timeNs)
                    .threadFactory(coreThread)
                    .ticksFromElsewhere()
                    .haltListener(halt::set)
                    .conclude());
            pipeline.gateway(Venue.BINANCE, new DeafGateway());
            try (pipeline) {
                pipeline.start();
                offer(pipeline, workload.prelude(), 0, Integer.MAX_VALUE);
                final int measuredFrom = offer(pipeline, workload.events(), 0, WARM_UP);
                final long id = coreThread.id();
                final long before = threads.getThreadAllocatedBytes(id);
                final int measuredTo = offer(pipeline, workload.events(), measuredFrom, events);
                final long after = threads.getThreadAllocatedBytes(id);
                assertNull(halt.get(), () -> halt.get().line());
                if (events == EVENTS) {
                    // Whatever else was decided here than when the workload was recorded is not this workload.
                    offer(pipeline, workload.events(), measuredTo, Integer.MAX_VALUE);
                    assertEquals(workload.records().count(), journal.lastSequence());
                }
                return (double) (after - before) / events;
            }
        }
    }

    /** Offers so many events and waits until they are handled; returns the position behind them. */
    private int offer(final Pipeline pipeline, final Recording recording, final int from, final int count) {
        final Ingress ingress = pipeline.ingress();
        int position = from;
        for (int left = count; left > 0 && position < recording.end(); left--) {
            final int offset = recording.offset(position);
            timeNs = recording.buffer().getLong(offset + Long.BYTES, ByteOrder.LITTLE_ENDIAN);
            while (!ingress.offer(recording.buffer(), offset, recording.length(position))) {
                assertNull(halt.get(), () -> halt.get().line());
                LockSupport.parkNanos(WAIT_NS);
            }
            position = recording.next(position);
        }
        while (pipeline.backlog() > 0) {
            assertNull(halt.get(), () -> halt.get().line());
            LockSupport.parkNanos(WAIT_NS);
        }
        return position;
    }

    /** Knows the core thread among those of the pipeline by its name. */
    private static final class CoreThread implements ThreadFactory {
        private final List<Thread> all = new ArrayList<>();

        @Override
        public Thread newThread(final Runnable runnable) {
            final Thread thread = new Thread(runnable);
            all.add(thread);
            return thread;
        }

        long id() {
            return all.stream()
                    .filter(thread -> thread.getName().equals("ratchet-core"))
                    .findFirst()
                    .orElseThrow()
                    .getId();
        }
    }

    /** One small object for each input. */
    private static final class PlantedAllocation implements Core {
        private final Core core;
        private Object last;

        PlantedAllocation(final Core core) {
            this.core = core;
        }

        @Override
        public void onInput(
                final long sequence,
                final DirectBuffer buffer,
                final int offset,
                final int length,
                final Outputs outputs) {
            last = new Object();
            core.onInput(sequence, buffer, offset, length, outputs);
        }

        @Override
        public long nextDeadlineNs() {
            return last == null ? Long.MAX_VALUE : core.nextDeadlineNs();
        }

        @Override
        public long stateHash() {
            return core.stateHash();
        }
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
