package io.ratchet.engine.market;

import io.ratchet.engine.sbe.Venue;

/**
 * In what venues differ for a decision. Static and pure.
 */
public enum VenueTraits {
    /** Stops are orders of their own, with our ids, limited in number and never amended (Binance). */
    STOP_ORDERS(false),
    /**
     * The stop is a property of the position: one, without an id, set with the entry, amended in place, gone with the
     * position (Bybit). A position may be shown late; a close takes all that is there.
     */
    POSITION_STOP(true);

    private final boolean attached;

    VenueTraits(final boolean attached) {
        this.attached = attached;
    }

    /**
     * How a venue is.
     *
     * @param venue the exchange.
     * @return its traits.
     */
    public static VenueTraits of(final Venue venue) {
        return venue == Venue.BYBIT ? POSITION_STOP : STOP_ORDERS;
    }

    /**
     * Whether the stop is a property of the position: it comes with the entry and is amended in place.
     *
     * @return true for one that is.
     */
    public boolean attachesStops() {
        return attached;
    }

    /**
     * Whether stops count against a limit of the account.
     *
     * @return true if they do.
     */
    public boolean limitsStops() {
        return !attached;
    }

    /**
     * Whether an order can close all that is there, whatever its size.
     *
     * @return true if one can.
     */
    public boolean closesWhole() {
        return attached;
    }
}
