package io.ratchet.engine.entry;

/**
 * When waves are looked for and which one is then expected. All times are ms since the Unix epoch; hours and quarters of
 * UTC begin on multiples, so days, months and years roll by themselves.
 */
public final class WaveClock {
    /** A wave is named by the open time of its candle. */
    public static final long WAVE_MS = 15 * 60_000L;
    /** No check minute is configured. */
    public static final long NEVER = Long.MAX_VALUE;
    /** Minutes 0 to 59, the bits a mask may have. */
    public static final long ALL_MINUTES = (1L << 60) - 1;

    private static final long MINUTE_MS = 60_000L;
    private static final int MINUTES = 60;
    private static final long HOUR_MS = MINUTES * MINUTE_MS;

    private WaveClock() {}

    /**
     * The latest check at or before a time.
     *
     * @param nowMs      the time.
     * @param minuteMask bit m is minute m of the hour.
     * @return the start of that check minute, {@link #NEVER} if the mask is empty.
     */
    public static long checkAtOrBefore(final long nowMs, final long minuteMask) {
        final long minute = Math.floorDiv(nowMs, MINUTE_MS);
        for (int back = 0; back < MINUTES; back++) {
            if (isCheckMinute(minute - back, minuteMask)) {
                return (minute - back) * MINUTE_MS;
            }
        }
        return NEVER;
    }

    /**
     * The first check after a time; the life of a wave ends there.
     *
     * @param nowMs      the time.
     * @param minuteMask bit m is minute m of the hour.
     * @return the start of that check minute, {@link #NEVER} if the mask is empty.
     */
    public static long checkAfter(final long nowMs, final long minuteMask) {
        final long minute = Math.floorDiv(nowMs, MINUTE_MS);
        for (int ahead = 1; ahead <= MINUTES; ahead++) {
            if (isCheckMinute(minute + ahead, minuteMask)) {
                return (minute + ahead) * MINUTE_MS;
            }
        }
        return NEVER;
    }

    /**
     * The wave that a check expects: minute 0 to 15 → :45 of the hour before, 16 to 30 → :00, 31 to 45 → :15, 46 to 59 →
     * :30.
     *
     * @param checkMs time of the check.
     * @return open time of the wave's candle.
     */
    public static long expectedWave(final long checkMs) {
        final long hourMs = Math.floorDiv(checkMs, HOUR_MS) * HOUR_MS;
        final int minute = minuteOfHour(Math.floorDiv(checkMs, MINUTE_MS));
        if (minute <= 15) {
            return hourMs - WAVE_MS;
        }
        if (minute <= 30) {
            return hourMs;
        }
        return minute <= 45 ? hourMs + WAVE_MS : hourMs + 2 * WAVE_MS;
    }

    /**
     * The wave that a candle time is in.
     *
     * @param candleMs a time.
     * @return the quarter of an hour that it is in.
     */
    public static long waveOf(final long candleMs) {
        return Math.floorDiv(candleMs, WAVE_MS) * WAVE_MS;
    }

    private static boolean isCheckMinute(final long minute, final long minuteMask) {
        return (minuteMask & 1L << minuteOfHour(minute)) != 0;
    }

    private static int minuteOfHour(final long minute) {
        return Math.floorMod(minute, MINUTES);
    }
}
