package io.ratchet.adapters.sim;

import java.util.function.LongSupplier;

/**
 * Time of a simulated venue: start + speed × elapsed. Two processes given the same anchor agree.
 */
public final class VenueClock {
    private static final long NS_PER_MS = 1_000_000L;
    private static final long MILLI = 1_000L;

    private final long anchorWallNs;
    private final long startNs;
    private final int speedMilli;
    private final LongSupplier wall;

    /**
     * A clock.
     *
     * @param anchorWallMs wall time at which the venue's clock shows startMs; 0 for now.
     * @param startMs      what it shows then; 0 for the anchor itself.
     * @param speedMilli   speed in thousandths: 1000 is real time.
     */
    public VenueClock(final long anchorWallMs, final long startMs, final int speedMilli) {
        this(machineWall(), anchorWallMs, startMs, speedMilli);
    }

    /**
     * A clock at the speed of a given wall.
     *
     * @param wall gives wall time in ns since the epoch, never backwards.
     */
    public VenueClock(final LongSupplier wall) {
        this(wall, 0, 0, (int) MILLI);
    }

    private VenueClock(final LongSupplier wall, final long anchorWallMs, final long startMs, final int speedMilli) {
        if (speedMilli < 1) {
            throw new IllegalArgumentException("clock speed in thousandths: actual=" + speedMilli + " expected>=1");
        }
        this.wall = wall;
        this.anchorWallNs = anchorWallMs == 0 ? wall.getAsLong() : anchorWallMs * NS_PER_MS;
        this.startNs = startMs == 0 ? anchorWallNs : startMs * NS_PER_MS;
        this.speedMilli = speedMilli;
    }

    /**
     * Wall time, monotone within this process.
     *
     * @return ns since the epoch.
     */
    public long wallNs() {
        return wall.getAsLong();
    }

    /**
     * Venue time.
     *
     * @return ms since the epoch.
     */
    public long nowMs() {
        final long elapsed = wallNs() - anchorWallNs;
        return (startNs + elapsed / MILLI * speedMilli) / NS_PER_MS;
    }

    /**
     * Venue time at which it started.
     *
     * @return ms since the epoch.
     */
    public long startMs() {
        return startNs / NS_PER_MS;
    }

    /**
     * Its speed.
     *
     * @return in thousandths.
     */
    public int speedMilli() {
        return speedMilli;
    }

    /**
     * A wall duration in venue time.
     *
     * @param wallMs ms of the wall.
     * @return ms of the venue.
     */
    public long stretched(final long wallMs) {
        return wallMs * speedMilli / MILLI;
    }

    private static LongSupplier machineWall() {
        final long wallAtNanoZero = System.currentTimeMillis() * NS_PER_MS - System.nanoTime();
        return () -> wallAtNanoZero + System.nanoTime();
    }
}
