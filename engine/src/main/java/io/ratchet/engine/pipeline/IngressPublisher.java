package io.ratchet.engine.pipeline;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** Publishes inputs into the inbound ring. Any thread; never blocks. */
final class IngressPublisher implements Ingress {
    /** Where {@code timeNs}, the first field of every input, is. */
    static final int TIME_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH;
    /** Header and time stamp: no input is shorter. */
    static final int MESSAGE_LENGTH_MIN = TIME_OFFSET + Long.BYTES;

    private final RingBuffer<Slot> ring;
    private final Mailboxes mailboxes;
    private final EngineClock clock;
    private final PipelineCounters counters;

    /** Written by whoever halts or closes, read by every producer. */
    private volatile boolean open = true;
    /** Some mailbox may be dirty without a token. Set by producers, cleared by the clock thread. */
    private volatile boolean tokensParked;

    IngressPublisher(
            final RingBuffer<Slot> ring,
            final Mailboxes mailboxes,
            final EngineClock clock,
            final PipelineCounters counters) {
        this.ring = ring;
        this.mailboxes = mailboxes;
        this.clock = clock;
        this.counters = counters;
    }

    @Override
    public boolean offer(final MutableDirectBuffer buffer, final int offset, final int length) {
        checkInput(buffer, offset, length);
        final long position = claim();
        if (position < 0) {
            counters.onRefused();
            return false;
        }
        try {
            buffer.putLong(offset + TIME_OFFSET, clock.nowNs(), ByteOrder.LITTLE_ENDIAN);
            ring.get(position).message(0, buffer, offset, length);
        } finally {
            ring.publish(position);
        }
        return true;
    }

    @Override
    public void price(
            final int instrumentId,
            final int feedEpoch,
            final long mark,
            final long last,
            final long bid,
            final long ask,
            final long venueTimeMs) {
        if (instrumentId < 0 || instrumentId >= mailboxes.capacity() || !open) {
            counters.onPriceRefused();
            return;
        }
        switch (mailboxes.merge(instrumentId, feedEpoch, mark, last, bid, ask, venueTimeMs, clock.nowNs())) {
            case TOKEN_DUE -> publishToken(instrumentId);
            case STALE -> counters.onPriceRefused();
            case MERGED -> {}
        }
    }

    @Override
    public long nowNs() {
        return clock.nowNs();
    }

    /** No more offers are taken. Any thread. */
    void close() {
        open = false;
    }

    /** Clock thread: publishes the tokens that found the ring full. */
    void retryTokens() {
        if (!tokensParked) {
            return;
        }
        tokensParked = false;
        for (int instrumentId = 0; instrumentId < mailboxes.capacity() && !tokensParked; instrumentId++) {
            if (mailboxes.requeue(instrumentId)) {
                publishToken(instrumentId);
            }
        }
    }

    private void publishToken(final int instrumentId) {
        final long position = claim();
        if (position < 0) {
            mailboxes.unqueue(instrumentId);
            tokensParked = true;
            counters.onTokenParked();
        } else {
            ring.get(position).token(instrumentId);
            ring.publish(position);
        }
    }

    private long claim() {
        if (!open) {
            return -1;
        }
        try {
            return ring.tryNext();
        } catch (final InsufficientCapacityException ignored) {
            // A preallocated exception without a stack: the ring's way of saying that it is full.
            return -1;
        }
    }

    private static void checkInput(final MutableDirectBuffer buffer, final int offset, final int length) {
        if (length < MESSAGE_LENGTH_MIN || length > MESSAGE_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "input length: actual=" + length + " expected=" + MESSAGE_LENGTH_MIN + ".." + MESSAGE_LENGTH_MAX);
        }
        final int templateId =
                buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                        & 0xFFFF;
        if (RecordKind.ofTemplate(templateId) != RecordKind.INPUT) {
            throw new IllegalArgumentException(
                    "input template: actual=" + templateId + " expected<" + RecordKind.FIRST_COMMAND_TEMPLATE_ID);
        }
    }
}
