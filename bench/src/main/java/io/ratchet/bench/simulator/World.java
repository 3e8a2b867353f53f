package io.ratchet.bench.simulator;

import java.util.PriorityQueue;

/** Simulated time: what is to happen, in the order of time and, at one time, of its making. One thread. */
final class World {
    private static final int FIRST_EVENTS = 256;

    private final PriorityQueue<Event> events = new PriorityQueue<>(FIRST_EVENTS);
    private long nowNs;
    private long made;

    private record Event(long atNs, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(final Event other) {
            final int byTime = Long.compare(atNs, other.atNs);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }

    World(final long startNs) {
        nowNs = startNs;
    }

    long nowNs() {
        return nowNs;
    }

    void at(final long atNs, final Runnable action) {
        events.add(new Event(Math.max(atNs, nowNs), made++, action));
    }

    void in(final long ns, final Runnable action) {
        at(nowNs + ns, action);
    }

    /** When the next event is. */
    long nextNs() {
        final Event next = events.peek();
        return next == null ? Long.MAX_VALUE : next.atNs;
    }

    /** Moves time and lets the events up to it happen; one at a time: true while there was one. */
    boolean step(final long toNs) {
        final Event next = events.peek();
        if (next == null || next.atNs > toNs) {
            nowNs = Math.max(nowNs, toNs);
            return false;
        }
        events.poll();
        nowNs = next.atNs;
        next.action.run();
        return true;
    }
}
