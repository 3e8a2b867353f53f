package io.ratchet.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.sbe.ClockTickDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.StateSnapshotSectionDecoder;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.state.RecordText;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The core thread's handler: journals the input, decides, journals the outputs, and only then hands them over. What it
 * could not hand over comes back as an input of its own.
 */
final class CoreStage implements EventHandler<Slot> {
    private static final long SLOW_NS = 50_000_000L;
    private static final int VENUES_MAX = 16;
    private static final byte VENUE_BLIND = (byte) VenueState.BLIND.value();

    private final Core core;
    private final Mailboxes mailboxes;
    private final PipelineCounters counters;
    private final OutputRing listeners;
    private final EgressRoute[] routes = new EgressRoute[VENUES_MAX];
    private final DecisionStep step;
    private final Commands commands = new Commands();
    private final FedBackInputs fedBack = new FedBackInputs();
    private final AtomicLong nextDeadlineNs = new AtomicLong();
    private final AtomicLong ticksHandled = new AtomicLong();

    private final long snapshotIntervalNs;
    private long snapshotNs;
    private long publishedDeadlineNs;
    private long startedNs;
    private boolean anyRouteBlind;

    /** What is being handled; kept for the halt report. */
    private DirectBuffer currentBuffer;

    private int currentOffset;
    private int currentLength;

    CoreStage(
            final PipelineContext context,
            final Mailboxes mailboxes,
            final OutputRing listeners,
            final PipelineCounters counters) {
        this.core = context.core();
        this.step = new DecisionStep(
                context.journal(), core, context.payloadHash(), context.lastSequence(), context.lastTimeNs());
        this.mailboxes = mailboxes;
        this.listeners = listeners;
        this.counters = counters;
        snapshotIntervalNs = context.snapshotIntervalNs();
        snapshotNs = context.lastTimeNs();
        publishedDeadlineNs = core.nextDeadlineNs();
        nextDeadlineNs.set(publishedDeadlineNs);
    }

    /** Before the start. */
    void route(final int venue, final OutputRing ring) {
        if (routes[venue] != null) {
            throw new IllegalArgumentException("gateway of venue: venue=" + venue + " has one already");
        }
        routes[venue] = new EgressRoute(ring);
    }

    @Override
    public void onBatchStart(final long batchSize, final long queueDepth) {
        startedNs = SystemEngineClock.monotonicNs();
    }

    @Override
    public void onEvent(final Slot slot, final long ringSequence, final boolean endOfBatch) {
        if (slot.token() == Slot.NO_TOKEN) {
            handle(slot.buffer(), 0, slot.length());
        } else {
            final int length = mailboxes.take(slot.token(), slot.buffer());
            if (length > 0) {
                handle(slot.buffer(), 0, length);
            }
        }
        handleFedBack();
        publishDeadline();
    }

    /** Any thread: when the core wants the next tick. */
    long nextDeadlineNs() {
        return nextDeadlineNs.get();
    }

    /** Any thread: how many ticks were handled. */
    long ticksHandled() {
        return ticksHandled.get();
    }

    /** Core thread, or any after it ended: the journal sequence of the input being handled. */
    HaltReport report(final Throwable cause) {
        final String message =
                currentBuffer == null ? "none" : RecordText.of(currentBuffer, currentOffset, currentLength);
        return new HaltReport(step.lastSequence() + 1, message, cause);
    }

    private void handle(final MutableDirectBuffer buffer, final int offset, final int length) {
        currentBuffer = buffer;
        currentOffset = offset;
        currentLength = length;
        final long sequence = step.decide(buffer, offset, length);
        final int count = step.outputs().count();
        noteInput(buffer, offset);
        for (int index = 0; index < count; index++) {
            handOver(
                    sequence + 1 + index,
                    step.outputs().offset(index),
                    step.outputs().length(index));
        }
        counters.onHandled(count);
        measure();
    }

    private void handOver(final long sequence, final int offset, final int length) {
        final DirectBuffer buffer = step.outputs().buffer();
        final int templateId = Commands.templateId(buffer, offset);
        if (templateId == StateSnapshotSectionDecoder.TEMPLATE_ID) {
            // For the journal alone; who listens learns of the snapshot from its begin and end.
            return;
        }
        if (RecordKind.ofTemplate(templateId) == RecordKind.COMMAND) {
            handOverCommand(sequence, buffer, offset, length);
        }
        if (!listeners.tryPublish(sequence, buffer, offset, length)) {
            counters.onListenerDrop();
        }
    }

    private void handOverCommand(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        final int venue = Commands.venue(buffer, offset);
        final EgressRoute route = venue < VENUES_MAX ? routes[venue] : null;
        if (route == null) {
            refuse(sequence, buffer, offset, OutcomeReason.NOT_CONNECTED);
        } else if (!route.ring.tryPublish(sequence, buffer, offset, length)) {
            refuse(sequence, buffer, offset, OutcomeReason.RING_FULL);
            blind(venue, route);
        }
    }

    private void refuse(final long sequence, final DirectBuffer buffer, final int offset, final OutcomeReason reason) {
        counters.onEgressRefused();
        fedBack.end(commands.encodeUnanswered(
                fedBack.buffer(), fedBack.claim(), sequence, buffer, offset, CommandOutcome.NOT_SENT, reason));
    }

    private void blind(final int venue, final EgressRoute route) {
        if (!route.isBlind) {
            route.isBlind = true;
            anyRouteBlind = true;
            fedBack.venueHealth(venue, VENUE_BLIND);
        }
    }

    /** One round: what these inputs feed back in turn waits for the next event, so a full ring cannot hold the core. */
    private void handleFedBack() {
        if (anyRouteBlind) {
            restoreSight();
        }
        requestSnapshotIfDue();
        for (int left = fedBack.size(); left > 0; left--) {
            final int offset = fedBack.firstOffset();
            fedBack.buffer().putLong(offset + IngressPublisher.TIME_OFFSET, step.lastTimeNs(), ByteOrder.LITTLE_ENDIAN);
            handle(fedBack.buffer(), offset, fedBack.firstLength());
            fedBack.removeFirst();
        }
    }

    private void requestSnapshotIfDue() {
        if (snapshotIntervalNs == 0) {
            return;
        }
        if (snapshotNs == 0) {
            snapshotNs = step.lastTimeNs();
        }
        if (step.lastTimeNs() - snapshotNs >= snapshotIntervalNs) {
            snapshotNs = step.lastTimeNs();
            fedBack.snapshotRequested();
        }
    }

    private void restoreSight() {
        boolean stillBlind = false;
        for (int venue = 0; venue < VENUES_MAX; venue++) {
            final EgressRoute route = routes[venue];
            if (route != null && route.isBlind) {
                if (route.ring.isHalfEmpty()) {
                    route.isBlind = false;
                    fedBack.venueHealth(venue, route.health);
                } else {
                    stillBlind = true;
                }
            }
        }
        anyRouteBlind = stillBlind;
    }

    private void noteInput(final DirectBuffer buffer, final int offset) {
        switch (Commands.templateId(buffer, offset)) {
            case ClockTickDecoder.TEMPLATE_ID -> ticksHandled.lazySet(ticksHandled.get() + 1);
            case VenueHealthDecoder.TEMPLATE_ID -> {
                if (buffer != fedBack.buffer()) {
                    noteHealth(buffer, offset + IngressPublisher.TIME_OFFSET);
                }
            }
            default -> {}
        }
    }

    private void noteHealth(final DirectBuffer buffer, final int block) {
        final int venue = buffer.getByte(block + VenueHealthDecoder.venueEncodingOffset()) & 0xFF;
        if (venue < VENUES_MAX && routes[venue] != null) {
            routes[venue].health = buffer.getByte(block + VenueHealthDecoder.stateEncodingOffset());
        }
    }

    private void publishDeadline() {
        final long deadlineNs = fedBack.size() > 0 || anyRouteBlind ? 0 : core.nextDeadlineNs();
        if (deadlineNs != publishedDeadlineNs) {
            publishedDeadlineNs = deadlineNs;
            nextDeadlineNs.lazySet(deadlineNs);
        }
    }

    private void measure() {
        final long endedNs = SystemEngineClock.monotonicNs();
        if (endedNs - startedNs > SLOW_NS) {
            counters.onSlowInput(endedNs - startedNs);
        }
        startedNs = endedNs;
    }

    /** Where the commands of one venue go. Core thread. */
    private static final class EgressRoute {
        private final OutputRing ring;
        private boolean isBlind;
        private byte health = (byte) VenueState.OK.value();

        EgressRoute(final OutputRing ring) {
            this.ring = ring;
        }
    }
}
