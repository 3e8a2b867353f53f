package io.ratchet.config.node;

import io.ratchet.adapters.common.ForwardingIngress;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * The way into the engine, watched: what a link says of its own state is heard here too, once the ring has taken it. Any
 * thread, as the ingress itself; all but those rare messages pass at the price of one look at their type.
 */
final class WatchedIngress extends ForwardingIngress {
    private final Watcher watcher;

    WatchedIngress(final Ingress ingress, final Watcher watcher) {
        super(ingress);
        this.watcher = watcher;
    }

    /** Hears states; called by the thread that offers them. */
    interface Watcher {
        /** A feed changed its state. */
        default void onFeed(final FeedStatusDecoder feed) {}

        /** An instrument is defined. */
        default void onInstrument(final InstrumentDefinedDecoder instrument) {}

        /** A venue's health changed. */
        default void onHealth(final VenueHealthDecoder health) {}
    }

    @Override
    public boolean offer(final MutableDirectBuffer buffer, final int offset, final int length) {
        if (!super.offer(buffer, offset, length)) {
            return false;
        }
        switch (buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)) {
            case VenueHealthDecoder.TEMPLATE_ID ->
                watcher.onHealth(
                        new VenueHealthDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()));
            case FeedStatusDecoder.TEMPLATE_ID ->
                watcher.onFeed(new FeedStatusDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()));
            case InstrumentDefinedDecoder.TEMPLATE_ID ->
                watcher.onInstrument(
                        new InstrumentDefinedDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()));
            default -> {
                // Nobody watches it.
            }
        }
        return true;
    }
}
