package io.ratchet.adapters.binance;

import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.market.FixedPoint;

/**
 * Binance's clock as far as we can tell: the engine clock plus a measured offset. Biased late, because the venue
 * tolerates one second of lead but a whole window of lag. Any thread.
 */
public final class VenueClock {
    private static final long NS_PER_MS = 1_000_000;
    private static final int BIAS_DIVISOR = 4;

    private final Ingress ingress;
    private volatile long offsetNs;
    private volatile long generation;

    /**
     * Unmeasured: offset 0.
     *
     * @param ingress whose clock it corrects.
     */
    public VenueClock(final Ingress ingress) {
        this.ingress = ingress;
    }

    /**
     * Takes a measurement.
     *
     * @param requestNs    engine time before the request.
     * @param serverTimeMs the answer.
     * @param replyNs      engine time after it.
     */
    public void measured(final long requestNs, final long serverTimeMs, final long replyNs) {
        final long roundTripNs = replyNs - requestNs;
        offsetNs = serverTimeMs * NS_PER_MS - (requestNs + roundTripNs / 2) - roundTripNs / BIAS_DIVISOR;
        generation++;
    }

    /**
     * The time stamp of a request.
     *
     * @return milliseconds since the epoch.
     */
    public long nowMs() {
        return (ingress.nowNs() + offsetNs) / NS_PER_MS;
    }

    /**
     * A time of the venue as the engine clock showed it, so that the two can be compared.
     *
     * @param venueMs milliseconds since the epoch by the venue's clock; 0 or the null value stay what they are.
     * @return the same instant by the engine clock.
     */
    public long engineMs(final long venueMs) {
        return venueMs == 0 || venueMs == FixedPoint.NULL ? venueMs : venueMs - offsetNs / NS_PER_MS;
    }

    /**
     * Offset to the engine clock.
     *
     * @return nanoseconds.
     */
    public long offsetNs() {
        return offsetNs;
    }

    /**
     * Counts the measurements: tells whether one was taken since.
     *
     * @return the count.
     */
    public long generation() {
        return generation;
    }
}
