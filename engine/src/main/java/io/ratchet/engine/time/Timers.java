package io.ratchet.engine.time;

import io.ratchet.engine.state.StateFields;
import java.util.Arrays;

/**
 * One deadline per timer id, due in (deadline, id) order, on a grid of 10 ms. A binary heap in arrays. Core thread.
 */
public final class Timers {
    /** Deadlines are rounded up to a multiple of this. */
    public static final long RESOLUTION_NS = 10_000_000L;
    /** What {@link #nextDeadlineNs()} says when nothing is scheduled. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int ABSENT = -1;

    private final long[] deadlines;
    private final int[] places;
    private final int[] heap;
    private int size;

    /**
     * Timers with ids 0 to capacity-1.
     *
     * @param capacity how many there are.
     */
    public Timers(final int capacity) {
        deadlines = new long[capacity];
        places = new int[capacity];
        heap = new int[capacity];
        Arrays.fill(deadlines, NEVER);
        Arrays.fill(places, ABSENT);
    }

    /**
     * Sets the deadline of a timer, replacing an earlier one.
     *
     * @param id         of the timer.
     * @param deadlineNs engine time; {@link #NEVER} cancels.
     */
    public void schedule(final int id, final long deadlineNs) {
        if (deadlineNs >= NEVER - RESOLUTION_NS) {
            cancel(id);
            return;
        }
        final long onGrid = -Math.floorDiv(-deadlineNs, RESOLUTION_NS) * RESOLUTION_NS;
        if (onGrid == deadlines[id]) {
            return;
        }
        deadlines[id] = onGrid;
        if (places[id] == ABSENT) {
            places[id] = size;
            heap[size++] = id;
        }
        siftUp(places[id]);
        siftDown(places[id]);
    }

    /**
     * Removes a timer if it is scheduled.
     *
     * @param id of the timer.
     */
    public void cancel(final int id) {
        final int place = places[id];
        if (place == ABSENT) {
            return;
        }
        places[id] = ABSENT;
        deadlines[id] = NEVER;
        size--;
        if (place < size) {
            heap[place] = heap[size];
            places[heap[place]] = place;
            siftUp(place);
            siftDown(place);
        }
    }

    /**
     * Takes the first timer that is due.
     *
     * @param nowNs engine time.
     * @return its id, -1 when none is due.
     */
    public int pollDue(final long nowNs) {
        if (size == 0 || deadlines[heap[0]] > nowNs) {
            return ABSENT;
        }
        final int id = heap[0];
        cancel(id);
        return id;
    }

    /**
     * The earliest deadline.
     *
     * @return engine time, {@link #NEVER} when there is none.
     */
    public long nextDeadlineNs() {
        return size == 0 ? NEVER : deadlines[heap[0]];
    }

    /**
     * Deadline of a timer.
     *
     * @param id of the timer.
     * @return engine time, {@link #NEVER} when it is not scheduled.
     */
    public long deadlineNs(final int id) {
        return deadlines[id];
    }

    /**
     * Hands over all deadlines.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        size = fields.count("size", size, heap.length);
        for (int place = 0; place < size; place++) {
            heap[place] = fields.of("heap", heap[place]);
            places[heap[place]] = place;
            deadlines[heap[place]] = fields.of("deadlines", deadlines[heap[place]]);
        }
    }

    private boolean isBefore(final int left, final int right) {
        return deadlines[left] < deadlines[right] || deadlines[left] == deadlines[right] && left < right;
    }

    private void siftUp(final int from) {
        int place = from;
        while (place > 0 && isBefore(heap[place], heap[(place - 1) / 2])) {
            swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
    }

    private void siftDown(final int from) {
        int place = from;
        while (true) {
            int least = place;
            final int left = 2 * place + 1;
            if (left < size && isBefore(heap[left], heap[least])) {
                least = left;
            }
            if (left + 1 < size && isBefore(heap[left + 1], heap[least])) {
                least = left + 1;
            }
            if (least == place) {
                return;
            }
            swap(place, least);
            place = least;
        }
    }

    private void swap(final int a, final int b) {
        final int id = heap[a];
        heap[a] = heap[b];
        heap[b] = id;
        places[heap[a]] = a;
        places[heap[b]] = b;
    }
}
