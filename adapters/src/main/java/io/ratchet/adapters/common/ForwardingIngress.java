package io.ratchet.adapters.common;

import io.ratchet.engine.api.Ingress;
import org.agrona.MutableDirectBuffer;

/** A way into the engine that hands everything on; who looks at something on its way extends it. Any thread. */
public abstract class ForwardingIngress implements Ingress {
    private final Ingress ingress;

    /**
     * Hands on.
     *
     * @param ingress takes everything.
     */
    protected ForwardingIngress(final Ingress ingress) {
        this.ingress = ingress;
    }

    @Override
    public boolean offer(final MutableDirectBuffer buffer, final int offset, final int length) {
        return ingress.offer(buffer, offset, length);
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
        ingress.price(instrumentId, feedEpoch, mark, last, bid, ask, venueTimeMs);
    }

    @Override
    public long nowNs() {
        return ingress.nowNs();
    }
}
