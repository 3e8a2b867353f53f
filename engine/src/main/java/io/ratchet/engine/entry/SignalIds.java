package io.ratchet.engine.entry;

import io.ratchet.engine.state.StateFields;
import org.agrona.collections.LongHashSet;

/**
 * The signals that were taken in, so that each is taken once, restarts included: replay brings the set back.
 *
 * <p>Bounded in number and in age. An id that falls out early does no harm: the wave of its signal is long over, so it
 * would only get a second WAVE_OVER.
 */
final class SignalIds {
    /** 24 hours of 96 waves with 680 signals each. */
    static final int CAPACITY = 1 << 16;

    private final LongHashSet known;
    private final long[] ids;
    private final long[] addedNs;
    private final int mask;
    private int head;
    private int count;

    SignalIds(final int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("signal ids: capacity actual=" + capacity + " expected=a power of 2");
        }
        // Twice the capacity stays below the load factor: the set never grows.
        known = new LongHashSet(capacity * 2);
        ids = new long[capacity];
        addedNs = new long[capacity];
        mask = capacity - 1;
    }

    /** Adds an id, returns false if it is known. A retention of 0 keeps ids as long as there is room. */
    boolean add(final long id, final long nowNs, final long retentionNs) {
        expire(nowNs, retentionNs);
        if (!known.add(id)) {
            return false;
        }
        if (count == ids.length) {
            removeOldest();
        }
        final int slot = head + count & mask;
        ids[slot] = id;
        addedNs[slot] = nowNs;
        count++;
        return true;
    }

    int count() {
        return count;
    }

    void state(final StateFields fields) {
        count = fields.count("count", count, ids.length);
        for (int i = 0; i < count; i++) {
            // Loaded from the first place on: where the oldest one lies decides nothing.
            final int slot = head + i & mask;
            ids[slot] = fields.of("ids", ids[slot]);
            addedNs[slot] = fields.of("addedNs", addedNs[slot]);
            if (fields.isLoading()) {
                known.add(ids[slot]);
            }
        }
    }

    private void expire(final long nowNs, final long retentionNs) {
        while (retentionNs > 0 && count > 0 && nowNs - addedNs[head] > retentionNs) {
            removeOldest();
        }
    }

    private void removeOldest() {
        known.remove(ids[head]);
        head = head + 1 & mask;
        count--;
    }
}
