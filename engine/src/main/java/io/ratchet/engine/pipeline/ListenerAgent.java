package io.ratchet.engine.pipeline;

import com.lmax.disruptor.EventPoller;
import io.ratchet.engine.api.EngineListener;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;

/** The thread of the listeners. Looks once a millisecond: nobody's stop depends on it. */
final class ListenerAgent implements Runnable, EventPoller.Handler<Slot> {
    private static final long SLEEP_NS = 1_000_000L;

    private final OutputRing ring;
    private final EngineListener[] listeners;
    private final PipelineCounters counters;
    private final ErrorHandler errorHandler;
    private volatile boolean running = true;

    ListenerAgent(
            final OutputRing ring,
            final List<EngineListener> listeners,
            final PipelineCounters counters,
            final ErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
        this.ring = ring;
        this.listeners = listeners.toArray(EngineListener[]::new);
        this.counters = counters;
    }

    @Override
    public void run() {
        while (running) {
            poll();
            LockSupport.parkNanos(SLEEP_NS);
        }
        poll();
    }

    void stop() {
        running = false;
    }

    @Override
    public boolean onEvent(final Slot slot, final long ringSequence, final boolean endOfBatch) {
        for (final EngineListener listener : listeners) {
            try {
                listener.onOutput(slot.sequence(), slot.buffer(), 0, slot.length());
            } catch (final Throwable e) {
                // A listener only watches: the others and the engine go on.
                fail(e);
            }
        }
        return true;
    }

    private void poll() {
        try {
            ring.poller().poll(this);
        } catch (final Exception e) {
            fail(e);
        }
    }

    private void fail(final Throwable cause) {
        counters.onListenerFailure();
        errorHandler.onError(cause);
    }
}
