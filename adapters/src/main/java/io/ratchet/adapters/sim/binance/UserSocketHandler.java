package io.ratchet.adapters.sim.binance;

/** A private socket: it only listens. */
final class UserSocketHandler extends WireSocket {
    private final UserStreams streams;

    UserSocketHandler(final BinanceVenueConfig config, final UserStreams streams) {
        super(config, config.messagesPerSecond());
        this.streams = streams;
    }

    @Override
    void onText(final String text) {
        // Nothing can be asked for here.
    }

    @Override
    void onClosed() {
        streams.remove(this);
    }
}
