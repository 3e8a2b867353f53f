package io.ratchet.adapters.binance.stream;

import io.ratchet.adapters.binance.stream.PriceFrameDecoder.Sink;
import java.util.Arrays;

/** The prices of one frame, held back until the whole of it has proved good. Grows to the largest frame. One thread. */
final class PriceRows {
    private static final int INITIAL_EVENTS = 1_024;

    private int count;
    private int[] instruments = new int[INITIAL_EVENTS];
    private long[] marks = new long[INITIAL_EVENTS];
    private long[] lasts = new long[INITIAL_EVENTS];
    private long[] bids = new long[INITIAL_EVENTS];
    private long[] asks = new long[INITIAL_EVENTS];
    private long[] times = new long[INITIAL_EVENTS];

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    void add(
            final int instrumentId,
            final long mark,
            final long last,
            final long bid,
            final long ask,
            final long timeMs) {
        if (count == instruments.length) {
            grow();
        }
        instruments[count] = instrumentId;
        marks[count] = mark;
        lasts[count] = last;
        bids[count] = bid;
        asks[count] = ask;
        times[count] = timeMs;
        count++;
    }

    void handOn(final Sink sink) {
        for (int i = 0; i < count; i++) {
            sink.price(instruments[i], marks[i], lasts[i], bids[i], asks[i], times[i]);
        }
    }

    private void grow() {
        final int length = 2 * count;
        instruments = Arrays.copyOf(instruments, length);
        marks = Arrays.copyOf(marks, length);
        lasts = Arrays.copyOf(lasts, length);
        bids = Arrays.copyOf(bids, length);
        asks = Arrays.copyOf(asks, length);
        times = Arrays.copyOf(times, length);
    }
}
