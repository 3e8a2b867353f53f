package io.ratchet.engine.codec;

import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.ClientOrderIdEncoder;
import io.ratchet.engine.sbe.OrderRole;

/**
 * The fields of one client order id, reused by its owner. Role NONE means that the order is not ours.
 */
public final class OrderIdFields {
    private long epochSeconds;
    private long positionId;
    private int revision;
    private OrderRole role = OrderRole.NONE;

    /**
     * Start of the id epoch: wall time of its NodeStarted.
     *
     * @return seconds since the Unix epoch.
     */
    public long epochSeconds() {
        return epochSeconds;
    }

    /**
     * The position that the order is for.
     *
     * @return its id, from 1.
     */
    public long positionId() {
        return positionId;
    }

    /**
     * Counts the orders of one role of one position.
     *
     * @return the revision.
     */
    public int revision() {
        return revision;
    }

    /**
     * What the order is for.
     *
     * @return the role, NONE if the order is not ours.
     */
    public OrderRole role() {
        return role;
    }

    /**
     * Whether the id is one of ours.
     *
     * @return true if it is.
     */
    public boolean isOurs() {
        return role != OrderRole.NONE;
    }

    /**
     * Sets all fields.
     *
     * @param epochSeconds of the id epoch.
     * @param positionId   of the position.
     * @param role         of the order.
     * @param revision     of the order.
     * @return this.
     */
    public OrderIdFields set(final long epochSeconds, final long positionId, final OrderRole role, final int revision) {
        this.epochSeconds = epochSeconds;
        this.positionId = positionId;
        this.role = role;
        this.revision = revision;
        return this;
    }

    /**
     * Makes this "not ours".
     *
     * @return this.
     */
    public OrderIdFields clear() {
        return set(0, 0, OrderRole.NONE, 0);
    }

    /**
     * Reads the fields of a message.
     *
     * @param decoder of the composite.
     * @return this.
     */
    public OrderIdFields read(final ClientOrderIdDecoder decoder) {
        return set(decoder.epochSeconds(), decoder.positionId(), decoder.role(), decoder.revision());
    }

    /**
     * Writes the fields into a message.
     *
     * @param encoder of the composite.
     */
    public void write(final ClientOrderIdEncoder encoder) {
        encoder.epochSeconds(epochSeconds)
                .positionId(positionId)
                .revision(revision)
                .role(role);
    }
}
