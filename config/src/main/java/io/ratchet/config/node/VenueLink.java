package io.ratchet.config.node;

import io.ratchet.engine.api.VenueGateway;

/** The node's connection to one exchange, real, simulated or on paper. Started and closed by the main thread. */
interface VenueLink extends AutoCloseable {

    /**
     * The way out for commands.
     *
     * @return called by the egress thread of the venue.
     */
    VenueGateway gateway();

    /** Begins to connect; returns at once. */
    void start();

    @Override
    void close();
}
