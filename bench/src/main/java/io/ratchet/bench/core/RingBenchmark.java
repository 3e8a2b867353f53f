package io.ratchet.bench.core;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.sun.management.ThreadMXBean;
import io.ratchet.bench.workload.CoreWorkload;
import io.ratchet.bench.workload.Recording;
import io.ratchet.bench.workload.Records;
import io.ratchet.engine.pipeline.DecisionStep;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Two threads, one ring of 512-byte slots between them, the same publisher and wait strategy: a consumer that decides,
 * against one that looks at the time stamp.
 *
 * <p>An operation is one input, from its publication to the end of its decision.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 12)
@Fork(1)
public class RingBenchmark {
    private static final int EVENTS = JournalBenchmark.EVENTS;
    private static final int SLOTS = 8_192;
    private static final int SLOT_LENGTH = 512;
    private static final int TIME_OFFSET = 8;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The recorded inputs. */
    @State(Scope.Benchmark)
    public static class Workload {
        private final CoreWorkload workload = CoreWorkload.record(EVENTS);

        /** Made by JMH. */
        public Workload() {
            System.out.println("# " + workload.line());
        }
    }

    /** A place of the ring. */
    static final class Slot {
        private final UnsafeBuffer buffer;
        private int length;

        Slot(final UnsafeBuffer buffer) {
            this.buffer = buffer;
        }
    }

    /** A ring and its consumer. */
    private static final class Ring {
        private final RingBuffer<Slot> slots;
        private final BatchEventProcessor<Slot> processor;
        private final Thread thread;

        Ring(final EventHandler<Slot> handler) {
            final ByteBuffer memory = ByteBuffer.allocateDirect(SLOTS * SLOT_LENGTH);
            final int[] next = new int[1];
            slots = RingBuffer.createMultiProducer(
                    () -> new Slot(new UnsafeBuffer(memory, SLOT_LENGTH * next[0]++, SLOT_LENGTH)),
                    SLOTS,
                    new YieldingWaitStrategy());
            processor = new BatchEventProcessorBuilder().build(slots, slots.newBarrier(), handler);
            slots.addGatingSequences(processor.getSequence());
            thread = new Thread(processor, "consumer");
            thread.start();
        }

        long publish(final Recording recording) {
            for (int position = 0; position < recording.end(); position = recording.next(position)) {
                final long sequence = claim();
                final Slot slot = slots.get(sequence);
                slot.length = recording.length(position);
                slot.buffer.putBytes(0, recording.buffer(), recording.offset(position), slot.length);
                slots.publish(sequence);
            }
            while (processor.getSequence().get() < slots.getCursor()) {
                Thread.onSpinWait();
            }
            return slots.getCursor();
        }

        private long claim() {
            while (true) {
                try {
                    return slots.tryNext();
                } catch (final InsufficientCapacityException ignored) {
                    // Full: as a connection does it, later again.
                    Thread.onSpinWait();
                }
            }
        }

        /** Bytes that the consumer has allocated since it lives. */
        @SuppressWarnings("deprecation")
        long allocated() {
            return THREADS.getThreadAllocatedBytes(thread.getId());
        }

        void close() throws InterruptedException {
            processor.halt();
            thread.join();
        }
    }

    /** What the consumer allocates while it is measured: the profiler would count the preparations too. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Allocation {
        /** Bytes of the consumer in one invocation. */
        public long allocated;
    }

    /** A consumer that only looks. */
    @State(Scope.Thread)
    public static class Floor {
        private Ring ring;
        private long sum;

        /** Starts the consumer. */
        @Setup(Level.Invocation)
        public void open() {
            ring = new Ring((slot, sequence, endOfBatch) -> sum += slot.buffer.getLong(TIME_OFFSET));
        }

        /**
         * Stops the consumer.
         *
         * @throws InterruptedException never.
         */
        @TearDown(Level.Invocation)
        public void close() throws InterruptedException {
            ring.close();
        }
    }

    /** A consumer that decides. */
    @State(Scope.Thread)
    public static class Deciding {
        private Ring ring;

        /**
         * Plays the prelude and starts the consumer.
         *
         * @param workload to come.
         */
        @Setup(Level.Invocation)
        public void open(final Workload workload) {
            final DecisionStep step = JournalBenchmark.newStep(new Records());
            JournalBenchmark.play(step, workload.workload.prelude());
            ring = new Ring((slot, sequence, endOfBatch) -> step.decide(slot.buffer, 0, slot.length));
        }

        /**
         * Stops the consumer.
         *
         * @throws InterruptedException never.
         */
        @TearDown(Level.Invocation)
        public void close() throws InterruptedException {
            ring.close();
        }
    }

    /**
     * Floor.
     *
     * @param workload to publish.
     * @param floor    consumes.
     * @param allocation of the consumer.
     * @return the last sequence.
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long bareDisruptor(final Workload workload, final Floor floor, final Allocation allocation) {
        allocation.allocated = -floor.ring.allocated();
        final long result = floor.ring.publish(workload.workload.events());
        allocation.allocated += floor.ring.allocated();
        return result;
    }

    /**
     * Subject.
     *
     * @param workload to publish.
     * @param subject  decides.
     * @param allocation of the consumer.
     * @return the last sequence.
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long coreInRing(final Workload workload, final Deciding subject, final Allocation allocation) {
        allocation.allocated = -subject.ring.allocated();
        final long result = subject.ring.publish(workload.workload.events());
        allocation.allocated += subject.ring.allocated();
        return result;
    }
}
