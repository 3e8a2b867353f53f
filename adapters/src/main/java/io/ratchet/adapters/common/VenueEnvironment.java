package io.ratchet.adapters.common;

import java.util.Locale;

/** Which installation of a venue an adapter talks to ({@code venue.environment}). */
public enum VenueEnvironment {
    /** Real money. */
    LIVE,
    /** The venue's test network. */
    TESTNET,
    /** The venue's demo trading. */
    DEMO,
    /** A simulated exchange on this machine; the only one that may be reached without TLS. */
    SIMULATED;

    /**
     * As people and settings write it.
     *
     * @return lower case.
     */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
