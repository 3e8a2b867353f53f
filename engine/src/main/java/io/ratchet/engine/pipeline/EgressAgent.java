package io.ratchet.engine.pipeline;

import com.lmax.disruptor.EventPoller;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.OutcomeReason;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The thread of one venue's gateway: hands it its commands and turns its duty cycle.
 *
 * <p>A gateway that throws has an unknown command in its hands: the agent reports UNKNOWN for it, counts, and goes on.
 */
final class EgressAgent implements Runnable, EventPoller.Handler<Slot> {
    /** Commands between two turns of the duty cycle. */
    private static final int COMMANDS_MAX = 16;

    private static final int YIELDS = 10;
    private static final long SLEEP_NS = 1_000_000L;

    private final OutputRing ring;
    private final VenueGateway gateway;
    private final Ingress ingress;
    private final PipelineCounters counters;
    private final ErrorHandler errorHandler;
    private final Doorbell doorbell;
    private final int spins;
    private final Commands commands = new Commands();
    private final UnsafeBuffer unanswered = new UnsafeBuffer(new byte[Slot.OUTPUT_LENGTH]);
    private int handed;
    private volatile boolean running = true;

    /**
     * An agent.
     *
     * @param doorbell rung by the core; null to spin for ever.
     * @param spins    rounds before yielding.
     */
    EgressAgent(
            final OutputRing ring,
            final VenueGateway gateway,
            final Ingress ingress,
            final PipelineCounters counters,
            final ErrorHandler errorHandler,
            final Doorbell doorbell,
            final int spins) {
        this.ring = ring;
        this.gateway = gateway;
        this.ingress = ingress;
        this.counters = counters;
        this.errorHandler = errorHandler;
        this.doorbell = doorbell;
        this.spins = spins;
    }

    @Override
    public void run() {
        int idleRounds = 0;
        while (running) {
            idleRounds = doWork() > 0 ? 0 : idle(idleRounds);
        }
        doWork();
        try {
            gateway.close();
        } catch (final Throwable e) {
            fail(e);
        }
    }

    void stop() {
        running = false;
        if (doorbell != null) {
            doorbell.ring();
        }
    }

    @Override
    public boolean onEvent(final Slot slot, final long ringSequence, final boolean endOfBatch) {
        try {
            gateway.onCommand(slot.sequence(), slot.buffer(), 0, slot.length());
        } catch (final Throwable e) {
            // Whether the command left the machine is not known; the core asks the venue.
            fail(e);
            reportUnknown(slot);
        }
        return ++handed < COMMANDS_MAX;
    }

    /** One turn: commands that wait, then the gateway's own work. */
    int doWork() {
        handed = 0;
        try {
            ring.poller().poll(this);
            return handed + gateway.doWork();
        } catch (final Throwable e) {
            // Tried again: a thread that ended here would leave the venue's positions without hands.
            fail(e);
            return handed;
        }
    }

    private void fail(final Throwable cause) {
        counters.onGatewayFailure();
        errorHandler.onError(cause);
    }

    private void reportUnknown(final Slot slot) {
        final int length = commands.encodeUnanswered(
                unanswered,
                0,
                slot.sequence(),
                slot.buffer(),
                0,
                CommandOutcome.UNKNOWN,
                OutcomeReason.INVALID_REQUEST);
        while (running && !ingress.offer(unanswered, 0, length)) {
            LockSupport.parkNanos(SLEEP_NS);
        }
    }

    private int idle(final int rounds) {
        if (doorbell == null || rounds < spins) {
            Thread.onSpinWait();
        } else if (rounds < spins + YIELDS) {
            Thread.yield();
        } else {
            doorbell.prepare();
            if (ring.isDrained() && running) {
                doorbell.sleep(SLEEP_NS);
            } else {
                doorbell.cancel();
            }
            return rounds;
        }
        return rounds + 1;
    }
}
