package io.ratchet.engine.entry;

import io.ratchet.engine.state.StateFields;

/** The times of the last openings, to limit how many there are in a window. Core thread; allocates nothing. */
final class OpeningsWindow {
    /** The largest limit that can be counted. */
    static final int CAPACITY = 1_024;

    private final long[] openedNs = new long[CAPACITY];
    private int head;
    private int count;

    /** A position opened; the oldest is forgotten where there is no room. */
    void add(final long nowNs) {
        openedNs[head + count & CAPACITY - 1] = nowNs;
        if (count == CAPACITY) {
            head = head + 1 & CAPACITY - 1;
        } else {
            count++;
        }
    }

    /** Openings not older than the window; one that is exactly as old is out. */
    int recent(final long nowNs, final long windowNs) {
        while (count > 0 && nowNs - openedNs[head] >= windowNs) {
            head = head + 1 & CAPACITY - 1;
            count--;
        }
        return count;
    }

    void state(final StateFields fields) {
        count = fields.count("count", count, CAPACITY);
        for (int i = 0; i < count; i++) {
            // Loaded from the first place on: where the oldest one lies decides nothing.
            final int place = head + i & CAPACITY - 1;
            openedNs[place] = fields.of("openedNs", openedNs[place]);
        }
    }
}
