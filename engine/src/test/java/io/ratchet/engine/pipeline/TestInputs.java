package io.ratchet.engine.pipeline;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthEncoder;
import io.ratchet.engine.sbe.VenueState;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes inputs and waits for what they cause. One thread. */
public final class TestInputs {
    private static final long WAIT_MAX_NS = 10_000_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OperatorCommandEncoder operator = new OperatorCommandEncoder();
    private int length;

    public static void await(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + WAIT_MAX_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    public TestInputs operator(final OperatorAction action, final long requestId, final int stops, final int alerts) {
        operator.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .requestId(requestId)
                .quantity(alerts)
                .level(stops)
                .instrumentId(3)
                .positionId(0)
                .action(action)
                .side(PositionSide.NONE)
                .durationNs(OperatorCommandEncoder.durationNsNullValue())
                .all(Flag.NO);
        length = MessageHeaderEncoder.ENCODED_LENGTH + operator.encodedLength();
        return this;
    }

    public TestInputs open(final long requestId, final int stops, final int alerts) {
        return operator(OperatorAction.OPEN, requestId, stops, alerts);
    }

    public TestInputs config(final int stopPpm) {
        final ConfigAppliedEncoder config = new ConfigAppliedEncoder();
        buffer.setMemory(0, 512, (byte) 0);
        config.wrapAndApplyHeader(buffer, 0, header).stopPpm(stopPpm);
        length = MessageHeaderEncoder.ENCODED_LENGTH + config.encodedLength();
        return this;
    }

    public TestInputs venueHealth(final VenueState state) {
        final VenueHealthEncoder health = new VenueHealthEncoder();
        health.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .venue(Venue.BINANCE)
                .state(state)
                .text("");
        length = MessageHeaderEncoder.ENCODED_LENGTH + health.encodedLength();
        return this;
    }

    public boolean offer(final Ingress ingress) {
        return ingress.offer(buffer, 0, length);
    }

    /** As a connection does it: parks the one message and offers it again. */
    public void offerUntilTaken(final Ingress ingress) {
        await("a place in the ring", () -> offer(ingress));
    }

    public UnsafeBuffer buffer() {
        return buffer;
    }

    public int length() {
        return length;
    }
}
