package io.ratchet.journal;

import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NakedCause;
import io.ratchet.engine.sbe.NakedIntervalEncoder;
import io.ratchet.engine.sbe.SubscribeEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthEncoder;
import io.ratchet.engine.sbe.VenueState;
import org.agrona.concurrent.UnsafeBuffer;

/** A stream of messages of all kinds and many lengths; the same number gives the same message. */
public final class TestMessages {
    private static final int LENGTH_MAX = 512;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ClockTickEncoder tick = new ClockTickEncoder();
    private final VenueHealthEncoder health = new VenueHealthEncoder();
    private final SubscribeEncoder subscribe = new SubscribeEncoder();
    private final NakedIntervalEncoder naked = new NakedIntervalEncoder();

    /** The bytes of the message encoded last. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Encodes message number n and returns its length. */
    public int encode(final long n) {
        buffer.setMemory(0, LENGTH_MAX, (byte) 0);
        switch ((int) (n % 4)) {
            case 0:
                tick.wrapAndApplyHeader(buffer, 0, header).timeNs(n);
                return header.encodedLength() + tick.encodedLength();
            case 1:
                health.wrapAndApplyHeader(buffer, 0, header)
                        .timeNs(n)
                        .venue(Venue.BINANCE)
                        .state(VenueState.OK)
                        .text("x".repeat((int) (n % 119)));
                return header.encodedLength() + health.encodedLength();
            case 2:
                subscribe
                        .wrapAndApplyHeader(buffer, 0, header)
                        .inputSequence(n)
                        .timeNs(n)
                        .instrumentId(1);
                return header.encodedLength() + subscribe.encodedLength();
            default:
                naked.wrapAndApplyHeader(buffer, 0, header)
                        .inputSequence(n)
                        .timeNs(n)
                        .positionId(1)
                        .venue(Venue.BINANCE)
                        .ns(n)
                        .minNs(n)
                        .cause(NakedCause.OPEN);
                return header.encodedLength() + naked.encodedLength();
        }
    }
}
