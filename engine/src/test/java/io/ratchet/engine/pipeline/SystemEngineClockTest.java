package io.ratchet.engine.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SystemEngineClockTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void shouldStretchWithoutOverflowOverYears() {
        final long tenYearsNs = 10L * 365 * 86_400 * SECOND_NS;
        assertEquals(tenYearsNs / 1_000 * 1_500, SystemEngineClock.stretched(tenYearsNs, 1_500));
        assertEquals(20 * 999, SystemEngineClock.stretched(999, 20_000));
        assertEquals(-20_000, SystemEngineClock.stretched(-1_000, 20_000));
    }

    @Test
    void shouldNeverGoBack() {
        final EngineClock clock = SystemEngineClock.realTime();
        long last = clock.nowNs();
        for (int index = 0; index < 100_000; index++) {
            final long now = clock.nowNs();
            assertTrue(now >= last);
            last = now;
        }
    }

    @Test
    void shouldStartAtTheLastJournaledTimeWhenTheWallWasSetBack() {
        final long future = SystemEngineClock.wallNs() + 3_600 * SECOND_NS;
        final long now = SystemEngineClock.notBefore(future).nowNs();
        assertTrue(now >= future && now < future + 10 * SECOND_NS);
    }

    @Test
    void shouldShowTheSameTimeInTwoProcessesWithOneOrigin() {
        final long originWallNs = SystemEngineClock.wallNs() - SECOND_NS;
        final long originNs = 42 * SECOND_NS;
        final long first =
                SystemEngineClock.accelerated(originNs, originWallNs, 20_000).nowNs();
        final long second =
                SystemEngineClock.accelerated(originNs, originWallNs, 20_000).nowNs();
        assertTrue(first >= originNs + 20 * SECOND_NS);
        assertTrue(Math.abs(second - first) < 20 * SECOND_NS, "difference " + (second - first));
    }

    @Test
    void shouldRefuseAStandingClock() {
        assertThrows(IllegalArgumentException.class, () -> SystemEngineClock.accelerated(0, 0, 0));
    }
}
