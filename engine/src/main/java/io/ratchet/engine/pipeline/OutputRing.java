package io.ratchet.engine.pipeline;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import org.agrona.DirectBuffer;

/** A ring from the core thread to one other thread. */
final class OutputRing {
    private final RingBuffer<Slot> ring;
    private final EventPoller<Slot> poller;

    /**
     * An empty ring.
     *
     * @param slots  of it, a power of two.
     * @param signal rung after each publication; null where the consumer looks by itself.
     */
    OutputRing(final int slots, final Doorbell signal) {
        final WaitStrategy strategy = signal == null ? new BusySpinWaitStrategy() : new SignalOnly(signal);
        ring = RingBuffer.createSingleProducer(Slot.factory(slots, Slot.OUTPUT_LENGTH), slots, strategy);
        poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
    }

    /** Core thread: copies one output into the ring; false when it is full. */
    boolean tryPublish(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        final long position;
        try {
            position = ring.tryNext();
        } catch (final InsufficientCapacityException ignored) {
            // A preallocated exception without a stack: the ring's way of saying that it is full.
            return false;
        }
        ring.get(position).message(sequence, buffer, offset, length);
        ring.publish(position);
        return true;
    }

    /** Core thread: whether no more than half of the ring is used. */
    boolean isHalfEmpty() {
        return ring.remainingCapacity() >= ring.getBufferSize() / 2;
    }

    /** Consumer thread. */
    EventPoller<Slot> poller() {
        return poller;
    }

    /** Any thread: whether everything published was consumed. */
    boolean isDrained() {
        return poller.getSequence().get() >= ring.getCursor();
    }

    /** The consumer polls; only the ringing after a publication is of use. */
    private record SignalOnly(Doorbell signal) implements WaitStrategy {
        @Override
        public long waitFor(
                final long sequence,
                final Sequence cursor,
                final Sequence dependentSequence,
                final SequenceBarrier barrier) {
            throw new UnsupportedOperationException("an output ring is polled");
        }

        @Override
        public void signalAllWhenBlocking() {
            signal.ring();
        }
    }
}
