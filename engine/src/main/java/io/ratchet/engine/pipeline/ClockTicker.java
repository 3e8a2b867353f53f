package io.ratchet.engine.pipeline;

import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Publishes a {@code ClockTick} when the core's next deadline is due, or a second of wall time after the last one. At
 * most one tick is on its way, so a busy core is not buried in them. Also the second chance of price tokens.
 */
final class ClockTicker implements Runnable {
    private static final long RESOLUTION_NS = 10_000_000L;
    private static final long INTERVAL_MAX_NS = 1_000_000_000L;
    private static final int TICK_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ClockTickEncoder.BLOCK_LENGTH;

    private final CoreStage stage;
    private final IngressPublisher ingress;
    private final PipelineCounters counters;
    private final UnsafeBuffer tick = new UnsafeBuffer(new byte[TICK_LENGTH]);
    private long lastTickNs = SystemEngineClock.monotonicNs();
    private volatile boolean running = true;

    ClockTicker(final CoreStage stage, final IngressPublisher ingress, final PipelineCounters counters) {
        this.stage = stage;
        this.ingress = ingress;
        this.counters = counters;
        new ClockTickEncoder()
                .wrapAndApplyHeader(tick, 0, new MessageHeaderEncoder())
                .timeNs(0);
    }

    @Override
    public void run() {
        while (running) {
            LockSupport.parkNanos(RESOLUTION_NS);
            ingress.retryTokens();
            if (isDue() && ingress.offer(tick, 0, TICK_LENGTH)) {
                lastTickNs = SystemEngineClock.monotonicNs();
                counters.onTick();
            }
        }
    }

    void stop() {
        running = false;
    }

    private boolean isDue() {
        return counters.ticks() == stage.ticksHandled()
                && (ingress.nowNs() >= stage.nextDeadlineNs()
                        || SystemEngineClock.monotonicNs() - lastTickNs >= INTERVAL_MAX_NS);
    }
}
