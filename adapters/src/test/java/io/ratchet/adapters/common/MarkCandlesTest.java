package io.ratchet.adapters.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkCandlesTest {
    private static final long MINUTE_MS = 60_000;
    private static final long START_MS = 1_700_000_100_000L / (5 * MINUTE_MS) * 5 * MINUTE_MS;

    @Test
    void shouldEqualAPlainCountOverAllMarks() {
        final long seed = Long.getLong("ratchet.seed", 5L);
        System.out.println("ratchet.seed=" + seed);
        final Random random = new Random(seed);
        final MarkCandles candles = new MarkCandles();
        final List<long[]> marks = new ArrayList<>();
        long timeMs = START_MS;
        long mark = 1_000_000;
        int told = 0;
        while (timeMs < START_MS + 200 * MINUTE_MS) {
            final boolean isNew = candles.onMark(timeMs, mark);
            if (isNew) {
                check(candles, marks, Math.floorDiv(timeMs, MINUTE_MS) * MINUTE_MS);
                told++;
            }
            marks.add(new long[] {timeMs, mark});
            timeMs += 1 + random.nextInt(90_000);
            mark += random.nextInt(20_001) - 10_000;
        }
        assertTrue(told > 100);
    }

    private static void check(final MarkCandles candles, final List<long[]> marks, final long nowMs) {
        assertEquals(change(marks, nowMs, 5), candles.change5mPpm());
        assertEquals(change(marks, nowMs, 15), candles.change15mPpm());
        final long lastMs = nowMs / (5 * MINUTE_MS) * 5 * MINUTE_MS;
        if (lastMs - START_MS < 14 * 5 * MINUTE_MS) {
            assertEquals(FixedPoint.NULL, candles.atr());
            return;
        }
        long sum = 0;
        for (int i = 1; i <= 14; i++) {
            sum += range(marks, lastMs - i * 5 * MINUTE_MS) / 14;
        }
        assertEquals(sum, candles.atr());
    }

    /** The last mark before a time. */
    private static long at(final List<long[]> marks, final long timeMs) {
        long found = 0;
        for (final long[] mark : marks) {
            found = mark[0] < timeMs ? mark[1] : found;
        }
        return found;
    }

    private static long change(final List<long[]> marks, final long nowMs, final int minutes) {
        final long fromMs = nowMs - minutes * MINUTE_MS;
        if (fromMs <= START_MS) {
            return FixedPoint.NULL;
        }
        return (at(marks, nowMs) - at(marks, fromMs)) * 1_000_000 / at(marks, fromMs);
    }

    /** A candle begins where the one before closed. */
    private static long range(final List<long[]> marks, final long fromMs) {
        final long before = at(marks, fromMs);
        long high = before == 0 ? Long.MIN_VALUE : before;
        long low = before == 0 ? Long.MAX_VALUE : before;
        for (final long[] mark : marks) {
            if (mark[0] >= fromMs && mark[0] < fromMs + 5 * MINUTE_MS) {
                high = Math.max(high, mark[1]);
                low = Math.min(low, mark[1]);
            }
        }
        return high - low;
    }

    @Test
    void shouldKnowNothingAfterAGapOfMoreThanACandle() {
        final MarkCandles candles = new MarkCandles();
        for (int i = 0; i < 200; i++) {
            candles.onMark(START_MS + i * MINUTE_MS, 1_000 + i);
        }
        assertFalse(candles.atr() == FixedPoint.NULL);
        assertTrue(candles.onMark(START_MS + 206 * MINUTE_MS, 5_000));
        assertEquals(FixedPoint.NULL, candles.atr());
        assertEquals(FixedPoint.NULL, candles.change5mPpm());
    }
}
