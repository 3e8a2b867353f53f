package io.ratchet.engine.pipeline;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.Venue;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The pipeline without its threads: the same rings, mailboxes, core stage and egress, turned by whoever owns the time. For
 * the simulator, where all that happens is decided by a seed.
 * Nobody listens: who wants the outputs reads the journal.
 *
 * <p>One thread. What the core or the journal throws comes out of {@link #turn()}; the pipeline is of no use after it.
 */
public final class SteppedPipeline {
    private static final long TICK_INTERVAL_MAX_NS = 1_000_000_000L;
    private static final int TICK_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + ClockTickEncoder.BLOCK_LENGTH;

    private final PipelineContext context;
    private final PipelineCounters counters = new PipelineCounters();
    private final IngressPublisher ingress;
    private final CoreStage stage;
    private final EventPoller<Slot> inbound;
    private final List<EgressAgent> egress = new ArrayList<>();
    private final UnsafeBuffer tick = new UnsafeBuffer(new byte[TICK_LENGTH]);
    private long lastTickNs;
    private int handled;

    /**
     * A pipeline at rest.
     *
     * @param context concluded; wait mode, thread factory and halt listener are not used.
     */
    public SteppedPipeline(final PipelineContext context) {
        if (!context.isConcluded()) {
            throw new IllegalArgumentException("pipeline context: not concluded");
        }
        this.context = context;
        final int slots = context.inboundSlots();
        final RingBuffer<Slot> ring = RingBuffer.createMultiProducer(Slot.factory(slots, Slot.INBOUND_LENGTH), slots);
        final Mailboxes mailboxes = new Mailboxes(context.instrumentsMax());
        ingress = new IngressPublisher(ring, mailboxes, context.clock(), counters);
        stage = new CoreStage(context, mailboxes, new OutputRing(context.listenerSlots(), null), counters);
        inbound = ring.newPoller();
        ring.addGatingSequences(inbound.getSequence());
        lastTickNs = context.clock().nowNs();
        new ClockTickEncoder()
                .wrapAndApplyHeader(tick, 0, new MessageHeaderEncoder())
                .timeNs(0);
    }

    /**
     * The way in.
     *
     * @return for gateways and everybody else.
     */
    public Ingress ingress() {
        return ingress;
    }

    /**
     * Connects a venue.
     *
     * @param venue   it stands for.
     * @param gateway its way out.
     */
    public void gateway(final Venue venue, final VenueGateway gateway) {
        final OutputRing ring = new OutputRing(context.egressSlots(), null);
        stage.route(venue.value(), ring);
        egress.add(new EgressAgent(ring, gateway, ingress, counters, context.errorHandler(), null, 1));
    }

    /**
     * One turn: a tick if one is due, all inputs that wait, their commands to the gateways, the gateways' own work.
     *
     * @return how much was done; 0 when there is nothing to do at this instant.
     */
    public int turn() {
        ingress.retryTokens();
        int work = tickIfDue() + pollInputs();
        for (final EgressAgent agent : egress) {
            work += agent.doWork();
        }
        return work;
    }

    /**
     * When {@link #turn()} has something to do though nothing comes in.
     *
     * @return engine time in ns.
     */
    public long nextWakeNs() {
        return Math.min(stage.nextDeadlineNs(), lastTickNs + TICK_INTERVAL_MAX_NS);
    }

    /**
     * Failures of gateways that were survived.
     *
     * @return the count.
     */
    public long gatewayFailures() {
        return counters.gatewayFailures();
    }

    private int tickIfDue() {
        final long nowNs = ingress.nowNs();
        if (counters.ticks() != stage.ticksHandled() || nowNs < nextWakeNs() || !ingress.offer(tick, 0, TICK_LENGTH)) {
            return 0;
        }
        lastTickNs = nowNs;
        counters.onTick();
        return 1;
    }

    private int pollInputs() {
        handled = 0;
        try {
            inbound.poll((slot, sequence, endOfBatch) -> {
                if (handled == 0) {
                    stage.onBatchStart(1, 1);
                }
                handled++;
                stage.onEvent(slot, sequence, endOfBatch);
                return true;
            });
        } catch (final RuntimeException | Error fatal) {
            throw fatal;
        } catch (final Exception checked) {
            throw new IllegalStateException(checked);
        }
        return handled;
    }
}
