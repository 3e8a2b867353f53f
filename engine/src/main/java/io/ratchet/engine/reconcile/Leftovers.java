package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * Orders of ours that no position needs, as reads show them. A cancellation that does not help is repeated at growing
 * distances: a read of both books is dear, and a venue that does not let go of an order must not cost the budget of a stop.
 * Core thread.
 */
final class Leftovers {
    private static final int LEFTOVERS_MAX = 64;
    /** After each try: seconds of the wall until the next one; the last stays. */
    private static final int[] PAUSE_SECONDS = {1, 10, 60, 300};

    private final EngineTime time;
    private final Policy policy;
    private final int[] venues = new int[LEFTOVERS_MAX];
    private final long[] orderIds = new long[LEFTOVERS_MAX];
    private final int[] tries = new int[LEFTOVERS_MAX];
    private final long[] nextNs = new long[LEFTOVERS_MAX];
    private final long[] seen = new long[LEFTOVERS_MAX];
    private int count;

    Leftovers(final EngineTime time, final Policy policy) {
        this.time = time;
        this.policy = policy;
    }

    /**
     * When an order may be cancelled.
     *
     * @param venue      that shows it.
     * @param orderId    the venue's number of it.
     * @param snapshotId of the read.
     * @return engine time; 0 for one that was not tried.
     */
    long nextNs(final Venue venue, final long orderId, final long snapshotId) {
        final int index = find(venue, orderId);
        if (index == count) {
            return 0;
        }
        seen[index] = snapshotId;
        return nextNs[index];
    }

    /**
     * An order is being cancelled.
     *
     * @param venue      that shows it.
     * @param orderId    the venue's number of it.
     * @param snapshotId of the read.
     * @return engine time at which a read must show that it is gone.
     */
    long tried(final Venue venue, final long orderId, final long snapshotId) {
        final int found = find(venue, orderId);
        if (found == LEFTOVERS_MAX) {
            // More at once than are kept: each is still cancelled at most once per regular read.
            return time.nowNs() + PAUSE_SECONDS[PAUSE_SECONDS.length - 1] * policy.wallSecondNs();
        }
        if (found == count) {
            venues[found] = venue.value();
            orderIds[found] = orderId;
            tries[found] = 0;
            count++;
        }
        seen[found] = snapshotId;
        nextNs[found] = time.nowNs() + PAUSE_SECONDS[tries[found]] * policy.wallSecondNs();
        tries[found] = Math.min(tries[found] + 1, PAUSE_SECONDS.length - 1);
        return nextNs[found];
    }

    private int find(final Venue venue, final long orderId) {
        int index = 0;
        while (index < count && (orderIds[index] != orderId || venues[index] != venue.value())) {
            index++;
        }
        return index;
    }

    /**
     * A read was applied: what it did not show is gone.
     *
     * @param venue      that was read.
     * @param snapshotId of the read.
     */
    void keepSeen(final Venue venue, final long snapshotId) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (venues[i] != venue.value() || seen[i] == snapshotId) {
                venues[kept] = venues[i];
                orderIds[kept] = orderIds[i];
                tries[kept] = tries[i];
                nextNs[kept] = nextNs[i];
                seen[kept] = seen[i];
                kept++;
            }
        }
        count = kept;
    }

    void state(final StateFields fields) {
        count = fields.count("count", count, LEFTOVERS_MAX);
        fields.of("venues", venues, count);
        fields.of("orderIds", orderIds, count);
        fields.of("tries", tries, count);
        fields.of("nextNs", nextNs, count);
        fields.of("seen", seen, count);
    }
}
