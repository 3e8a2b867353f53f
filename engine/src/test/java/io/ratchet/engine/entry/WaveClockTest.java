package io.ratchet.engine.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveClockTest {
    private static final long CHECKS = 1L << 5 | 1L << 20 | 1L << 35 | 1L << 50;

    @Test
    void shouldExpectTheWaveOfTheTableInEachOfTheSixtyMinutes() {
        final long hourMs = ms("2025-10-15T08:00:00Z");
        for (int minute = 0; minute < 60; minute++) {
            final String wave = minute <= 15
                    ? "2025-10-15T07:45:00Z"
                    : minute <= 30
                            ? "2025-10-15T08:00:00Z"
                            : minute <= 45 ? "2025-10-15T08:15:00Z" : "2025-10-15T08:30:00Z";
            final long firstMs = hourMs + minute * 60_000L;
            assertEquals(ms(wave), WaveClock.expectedWave(firstMs), "minute " + minute);
            assertEquals(ms(wave), WaveClock.expectedWave(firstMs + 59_999), "end of minute " + minute);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2025-10-15T00:05:00Z, 2025-10-14T23:45:00Z",
        "2025-11-01T00:05:00Z, 2025-10-31T23:45:00Z",
        "2026-01-01T00:15:59Z, 2025-12-31T23:45:00Z",
        "2024-03-01T00:00:00Z, 2024-02-29T23:45:00Z",
        "2026-01-01T00:20:00Z, 2026-01-01T00:00:00Z"
    })
    void shouldRollDayMonthAndYear(final String check, final String wave) {
        assertEquals(ms(wave), WaveClock.expectedWave(ms(check)));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-10-15T08:05:00.000Z, 2025-10-15T08:05:00Z, 2025-10-15T08:20:00Z",
        "2025-10-15T08:04:59.999Z, 2025-10-15T07:50:00Z, 2025-10-15T08:05:00Z",
        "2025-10-15T08:19:59.999Z, 2025-10-15T08:05:00Z, 2025-10-15T08:20:00Z",
        "2025-12-31T23:59:00.000Z, 2025-12-31T23:50:00Z, 2026-01-01T00:05:00Z",
        "2026-01-01T00:04:00.000Z, 2025-12-31T23:50:00Z, 2026-01-01T00:05:00Z"
    })
    void shouldFindTheChecksAroundATime(final String now, final String before, final String after) {
        assertEquals(ms(before), WaveClock.checkAtOrBefore(ms(now), CHECKS));
        assertEquals(ms(after), WaveClock.checkAfter(ms(now), CHECKS));
    }

    @Test
    void shouldFindTheSameMinuteOfTheNextHourWhenThereIsOneCheckMinute() {
        final long checkMs = ms("2025-10-15T08:07:00Z");
        assertEquals(checkMs, WaveClock.checkAtOrBefore(checkMs, 1L << 7));
        assertEquals(checkMs + 3_600_000L, WaveClock.checkAfter(checkMs, 1L << 7));
    }

    @Test
    void shouldNeverCheckWithAnEmptyMask() {
        assertEquals(WaveClock.NEVER, WaveClock.checkAtOrBefore(0, 0));
        assertEquals(WaveClock.NEVER, WaveClock.checkAfter(0, 0));
    }

    private static long ms(final String text) {
        return Instant.parse(text).toEpochMilli();
    }
}
