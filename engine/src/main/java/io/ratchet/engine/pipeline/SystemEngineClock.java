package io.ratchet.engine.pipeline;

import java.time.Instant;

/**
 * Wall clock at the start, carried on by the monotonic clock: steps of the wall clock do not move it.
 *
 * <p>Engine time is {@code origin + speed · (wall - wall of the origin)}. Two processes that are given the same origin,
 * wall of the origin and speed share one accelerated clock. The only class that reads the clocks of the machine.
 */
public final class SystemEngineClock implements EngineClock {
    /** Real time. */
    public static final long REAL_TIME_SPEED_MILLI = 1_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long startNs;
    private final long startNanos;
    private final long speedMilli;

    private SystemEngineClock(final long startNs, final long startNanos, final long speedMilli) {
        if (speedMilli < 1) {
            throw new IllegalArgumentException("clock speed in thousandths: actual=" + speedMilli + " expected>=1");
        }
        this.startNs = startNs;
        this.startNanos = startNanos;
        this.speedMilli = speedMilli;
    }

    /**
     * A clock at the speed of the wall.
     *
     * @return the clock.
     */
    public static SystemEngineClock realTime() {
        return new SystemEngineClock(wallNs(), System.nanoTime(), REAL_TIME_SPEED_MILLI);
    }

    /**
     * A clock at the speed of the wall that never shows a time before one that was journaled: a wall clock that was
     * set back between two starts must not freeze the deadlines.
     *
     * @param lastTimeNs engine time of the last journaled input, 0 when there is none.
     * @return the clock.
     */
    public static SystemEngineClock notBefore(final long lastTimeNs) {
        return new SystemEngineClock(Math.max(wallNs(), lastTimeNs), System.nanoTime(), REAL_TIME_SPEED_MILLI);
    }

    /**
     * An accelerated clock that several processes can share.
     *
     * @param originNs     engine time at the origin.
     * @param originWallNs wall time at the origin, nanoseconds since the Unix epoch.
     * @param speedMilli   engine seconds per thousand wall seconds, ≥ 1; 1000 is real time.
     * @return the clock.
     */
    public static SystemEngineClock accelerated(final long originNs, final long originWallNs, final long speedMilli) {
        final long nanos = System.nanoTime();
        final long elapsedNs = wallNs() - originWallNs;
        return new SystemEngineClock(originNs + stretched(elapsedNs, speedMilli), nanos, speedMilli);
    }

    /**
     * The wall clock of the machine.
     *
     * @return nanoseconds since the Unix epoch.
     */
    public static long wallNs() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    /**
     * The monotonic clock of the machine, for durations of the wall: never engine time.
     *
     * @return nanoseconds since an arbitrary point.
     */
    public static long monotonicNs() {
        return System.nanoTime();
    }

    @Override
    public long nowNs() {
        return startNs + stretched(System.nanoTime() - startNanos, speedMilli);
    }

    /** Exact in 64 bits: a product of nanoseconds and thousandths would overflow after 107 days. */
    static long stretched(final long elapsedNs, final long speedMilli) {
        return speedMilli == REAL_TIME_SPEED_MILLI
                ? elapsedNs
                : Math.floorDiv(elapsedNs, 1_000) * speedMilli + Math.floorMod(elapsedNs, 1_000) * speedMilli / 1_000;
    }
}
