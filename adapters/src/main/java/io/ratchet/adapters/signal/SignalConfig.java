package io.ratchet.adapters.signal;

import io.ratchet.adapters.common.Secret;
import java.net.URI;
import java.util.Set;

/**
 * Where signals come from. Check minutes and poll interval are on the engine clock, everything else on the wall.
 *
 * @param uri             ws or wss; the default server is {@code ws://10.8.0.1:8765} inside a private network.
 * @param token           of the handshake.
 * @param checkMinuteMask bit m set: poll from minute m of each hour on.
 * @param windowSeconds   how long to poll from a check minute on.
 * @param pollMs          between polls.
 * @param clockSpeedMilli 1000 but in an accelerated demo.
 * @param jitterSeed      of the reconnect delays.
 * @param silenceMs       without a message, after which a server that sends heartbeats is given up; 0 for never.
 * @param isLongOnly      whether a real-time signal without direction is long instead of defective.
 */
public record SignalConfig(
        URI uri,
        Secret token,
        long checkMinuteMask,
        int windowSeconds,
        int pollMs,
        int clockSpeedMilli,
        long jitterSeed,
        int silenceMs,
        boolean isLongOnly) {
    /** How long a server with heartbeats may be silent. */
    public static final int SILENCE_MS = 90_000;

    /** Where the server is unless somebody says otherwise. */
    public static final URI DEFAULT_URI = URI.create("ws://10.8.0.1:8765");
    /** How long to poll for a wave. */
    public static final int WINDOW_SECONDS = 240;
    /** Between polls. */
    public static final int POLL_MS = 1_000;

    private static final int SPEED_ONE_MILLI = 1_000;
    private static final int MINUTES = 60;

    /** Checks everything. */
    public SignalConfig {
        check("uri", uri != null && uri.getHost() != null && Set.of("ws", "wss").contains(uri.getScheme()), uri, "ws");
        check("token", token != null, "none", "a secret");
        check("checkMinuteMask", checkMinuteMask >>> MINUTES == 0, checkMinuteMask, "bits 0..59");
        check("windowSeconds", windowSeconds > 0 && windowSeconds <= 3_600, windowSeconds, "1..3600");
        check("pollMs", pollMs > 0, pollMs, "> 0");
        check("silenceMs", silenceMs >= 0, silenceMs, ">= 0");
        check("clockSpeedMilli", clockSpeedMilli >= SPEED_ONE_MILLI, clockSpeedMilli, ">= " + SPEED_ONE_MILLI);
    }

    /**
     * With the default window and poll interval.
     *
     * @param uri             of the server.
     * @param token           of the handshake.
     * @param checkMinuteMask bit m set: poll from minute m of each hour on.
     * @param clockSpeedMilli of the engine clock.
     * @param jitterSeed      of the reconnect delays.
     * @return the configuration.
     */
    public static SignalConfig of(
            final URI uri,
            final Secret token,
            final long checkMinuteMask,
            final int clockSpeedMilli,
            final long jitterSeed) {
        return new SignalConfig(
                uri, token, checkMinuteMask, WINDOW_SECONDS, POLL_MS, clockSpeedMilli, jitterSeed, SILENCE_MS, false);
    }

    /**
     * The same with a limit on silence and a meaning of missing directions.
     *
     * @param newSilenceMs  without a message; 0 for any silence.
     * @param newIsLongOnly whether a missing direction is long.
     * @return the configuration.
     */
    public SignalConfig with(final int newSilenceMs, final boolean newIsLongOnly) {
        return new SignalConfig(
                uri,
                token,
                checkMinuteMask,
                windowSeconds,
                pollMs,
                clockSpeedMilli,
                jitterSeed,
                newSilenceMs,
                newIsLongOnly);
    }

    /**
     * Whether an instant lies in a check window.
     *
     * @param epochMs engine time.
     * @return whether to poll.
     */
    public boolean isInWindow(final long epochMs) {
        final int secondOfHour = (int) Math.floorMod(epochMs / 1_000, 3_600L);
        for (int minute = 0; minute < MINUTES; minute++) {
            final boolean isCheck = (checkMinuteMask >>> minute & 1) == 1;
            if (isCheck && Math.floorMod(secondOfHour - minute * 60, 3_600) < windowSeconds) {
                return true;
            }
        }
        return false;
    }

    /**
     * The poll interval on the wall.
     *
     * @return milliseconds, ≥ 20.
     */
    public long pollWallMs() {
        return Math.max(20, (long) pollMs * SPEED_ONE_MILLI / clockSpeedMilli);
    }

    private static void check(final String name, final boolean isGood, final Object actual, final String expected) {
        if (!isGood) {
            throw new IllegalArgumentException("signals " + name + ": actual=" + actual + " expected=" + expected);
        }
    }
}
