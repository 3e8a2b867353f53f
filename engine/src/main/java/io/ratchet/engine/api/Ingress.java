package io.ratchet.engine.api;

import org.agrona.MutableDirectBuffer;

/**
 * The way into the engine. Any thread; never blocks, never throws for back-pressure.
 */
public interface Ingress {

    /** Length in bytes of the largest message, header included; the size of a ring slot less its bookkeeping. */
    int MESSAGE_LENGTH_MAX = 500;

    /**
     * Offers one encoded input. Its first field, {@code timeNs}, is stamped here. Lossless: on {@code false} the
     * caller keeps the message, stops reading its connection and offers again each millisecond.
     *
     * @param buffer that holds the SBE message, header first; the time stamp is written into it.
     * @param offset of the message.
     * @param length of the message in bytes, at most {@link #MESSAGE_LENGTH_MAX}.
     * @return false when the ring is full.
     */
    boolean offer(MutableDirectBuffer buffer, int offset, int length);

    /**
     * Offers prices of one instrument. Never refused: prices that the core has not yet taken are merged to the newest
     * values and the extremes of the mark. {@link io.ratchet.engine.market.FixedPoint#NULL} for what is unchanged.
     *
     * @param instrumentId of the instrument.
     * @param feedEpoch    of the connection that brought them.
     * @param mark         1e-10.
     * @param last         1e-10.
     * @param bid          1e-10.
     * @param ask          1e-10.
     * @param venueTimeMs  as the venue stamped it.
     */
    void price(int instrumentId, int feedEpoch, long mark, long last, long bid, long ask, long venueTimeMs);

    /**
     * The clock that stamps inputs. Venue deadlines and time-outs are measured on it too.
     *
     * @return engine time in nanoseconds since the epoch; may run faster than the wall in a demo.
     */
    long nowNs();
}
