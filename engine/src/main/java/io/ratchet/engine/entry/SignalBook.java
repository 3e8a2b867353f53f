package io.ratchet.engine.entry;

import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;

/**
 * The signals that wait for their turn, ranked: by wave, then descending by (score of the week, score of the month), equal
 * scores in the order of arrival, a missing score last. Bounded; the core thread.
 */
final class SignalBook {
    /** Signals of the current and the next wave. */
    static final int CAPACITY = 2_048;

    private final int[] ranking;
    private final int[] free;
    private final long[] waveMs;
    private final long[] signalIds;
    private final long[] weekScores;
    private final long[] monthScores;
    private final long[] createdNs;
    private final int[] instrumentIds;
    private final Venue[] venues;
    private final PositionSide[] sides;
    private int count;

    SignalBook(final int capacity) {
        ranking = new int[capacity];
        free = new int[capacity];
        waveMs = new long[capacity];
        signalIds = new long[capacity];
        weekScores = new long[capacity];
        monthScores = new long[capacity];
        createdNs = new long[capacity];
        instrumentIds = new int[capacity];
        venues = new Venue[capacity];
        sides = new PositionSide[capacity];
        for (int i = 0; i < capacity; i++) {
            free[i] = i;
        }
    }

    boolean isFull() {
        return count == ranking.length;
    }

    int count() {
        return count;
    }

    /** Adds a signal; not called when full. */
    void add(
            final long wave,
            final long signalId,
            final long weekScore,
            final long monthScore,
            final long created,
            final int instrumentId,
            final Venue venue,
            final PositionSide side) {
        final int slot = free[count];
        waveMs[slot] = wave;
        signalIds[slot] = signalId;
        weekScores[slot] = weekScore;
        monthScores[slot] = monthScore;
        createdNs[slot] = created;
        instrumentIds[slot] = instrumentId;
        venues[slot] = venue;
        sides[slot] = side;
        final int rank = rankOf(slot);
        System.arraycopy(ranking, rank, ranking, rank + 1, count - rank);
        ranking[rank] = slot;
        count++;
    }

    /** All that wait belong to another wave from now on; their order stays. */
    void carryOver(final long wave) {
        for (int rank = 0; rank < count; rank++) {
            waveMs[ranking[rank]] = wave;
        }
    }

    /** Removes the signal of a rank; those behind it move up. */
    void remove(final int rank) {
        final int slot = ranking[rank];
        count--;
        System.arraycopy(ranking, rank + 1, ranking, rank, count - rank);
        free[count] = slot;
    }

    long waveMs(final int rank) {
        return waveMs[ranking[rank]];
    }

    long signalId(final int rank) {
        return signalIds[ranking[rank]];
    }

    /** Engine time at which the signal was made, the null value if it does not say. */
    long createdNs(final int rank) {
        return createdNs[ranking[rank]];
    }

    int instrumentId(final int rank) {
        return instrumentIds[ranking[rank]];
    }

    Venue venue(final int rank) {
        return venues[ranking[rank]];
    }

    PositionSide side(final int rank) {
        return sides[ranking[rank]];
    }

    void state(final StateFields fields) {
        count = fields.count("count", count, ranking.length);
        for (int rank = 0; rank < count; rank++) {
            if (fields.isLoading()) {
                // Which slot holds a signal decides nothing: loaded into the first ones, the others stay free.
                ranking[rank] = rank;
            }
            final int slot = ranking[rank];
            waveMs[slot] = fields.of("waveMs", waveMs[slot]);
            signalIds[slot] = fields.of("signalIds", signalIds[slot]);
            weekScores[slot] = fields.of("weekScores", weekScores[slot]);
            monthScores[slot] = fields.of("monthScores", monthScores[slot]);
            createdNs[slot] = fields.of("createdNs", createdNs[slot]);
            instrumentIds[slot] = fields.of("instrumentIds", instrumentIds[slot]);
            venues[slot] = fields.of("venues", venues[slot], Venue.class);
            sides[slot] = fields.of("sides", sides[slot], PositionSide.class);
        }
    }

    /** Behind every signal that is not worse: binary search, so equal ones keep their order. */
    private int rankOf(final int slot) {
        int low = 0;
        int high = count;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (isBefore(slot, ranking[middle])) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** A missing score is the smallest long, so it comes last by itself. */
    private boolean isBefore(final int left, final int right) {
        if (waveMs[left] != waveMs[right]) {
            return waveMs[left] < waveMs[right];
        }
        if (weekScores[left] != weekScores[right]) {
            return weekScores[left] > weekScores[right];
        }
        return monthScores[left] > monthScores[right];
    }
}
