package io.ratchet.adapters.common;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;

/**
 * Statistics of one instrument from its marks alone: the change over five and fifteen minutes, and the average true range
 * of the last 14 whole candles of five minutes. Closed minutes only, so that the same marks give the same statistics
 * however often somebody looks. A gap of more than a candle begins anew. One thread.
 */
public final class MarkCandles {
    /** Candles in an average. */
    public static final int CANDLES = 14;

    private static final long MINUTE_MS = 60_000;
    private static final int MINUTES_PER_CANDLE = 5;
    private static final int CHANGE_SHORT = 5;
    private static final int CHANGE_LONG = 15;
    private static final long NONE = Long.MIN_VALUE;

    private final long[] closes = new long[CHANGE_LONG + 1];
    private final long[] ranges = new long[CANDLES];
    private long minute = NONE;
    private long mark;
    private int minutes;
    private long high;
    private long low;
    private long candleClose;
    private boolean isCandleWhole;
    private int candles;

    /**
     * A mark.
     *
     * @param timeMs  of it, never decreasing.
     * @param newMark 1e-10, above 0.
     * @return true if a minute before it closed: the statistics are new.
     */
    public boolean onMark(final long timeMs, final long newMark) {
        final long now = Math.floorDiv(timeMs, MINUTE_MS);
        final boolean isClosed = minute != NONE && now > minute;
        if (isClosed) {
            closeUntil(now);
        } else if (minute == NONE) {
            begin(now, newMark);
        }
        mark = newMark;
        high = Math.max(high, newMark);
        low = Math.min(low, newMark);
        return isClosed;
    }

    private void begin(final long now, final long newMark) {
        minute = now;
        minutes = 0;
        candles = 0;
        candleClose = 0;
        high = newMark;
        low = newMark;
        isCandleWhole = now % MINUTES_PER_CANDLE == 0;
    }

    /** Minutes without a mark close at the last one. */
    private void closeUntil(final long now) {
        if (now - minute > MINUTES_PER_CANDLE) {
            begin(now, mark);
            isCandleWhole = false;
            return;
        }
        while (minute < now) {
            System.arraycopy(closes, 0, closes, 1, CHANGE_LONG);
            closes[0] = mark;
            minutes++;
            minute++;
            if (minute % MINUTES_PER_CANDLE == 0) {
                closeCandle();
            }
        }
    }

    private void closeCandle() {
        if (isCandleWhole) {
            final long range = candleClose == 0
                    ? high - low
                    : Math.max(high - low, Math.max(Math.abs(high - candleClose), Math.abs(low - candleClose)));
            ranges[candles % CANDLES] = range;
            candles++;
            candleClose = mark;
        }
        isCandleWhole = true;
        high = mark;
        low = mark;
    }

    /**
     * Change of the mark over five closed minutes.
     *
     * @return signed parts per million, NULL before there are so many.
     */
    public long change5mPpm() {
        return changePpm(CHANGE_SHORT);
    }

    /**
     * Change of the mark over fifteen closed minutes.
     *
     * @return signed parts per million, NULL before there are so many.
     */
    public long change15mPpm() {
        return changePpm(CHANGE_LONG);
    }

    private long changePpm(final int over) {
        if (minutes <= over) {
            return FixedPoint.NULL;
        }
        return FixedPoint.mulDivClamped(
                closes[0] - closes[over], FixedPoint.PPM_ONE, closes[over], Rounding.TOWARD_ZERO);
    }

    /**
     * Average true range.
     *
     * @return 1e-10, NULL before there are {@link #CANDLES} whole candles.
     */
    public long atr() {
        if (candles < CANDLES) {
            return FixedPoint.NULL;
        }
        long sum = 0;
        for (int i = 0; i < CANDLES; i++) {
            sum += ranges[i] / CANDLES;
        }
        return sum;
    }
}
