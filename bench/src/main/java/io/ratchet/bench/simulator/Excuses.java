package io.ratchet.bench.simulator;

import java.util.ArrayList;
import java.util.List;

/** When, and at which contract, somebody else was at fault, or repairing took its time. */
final class Excuses {
    private final List<List<long[]>> spans = new ArrayList<>();

    Excuses(final int instruments) {
        for (int i = 0; i < instruments; i++) {
            spans.add(new ArrayList<>());
        }
    }

    /** From one time to another at every contract; in the order of their beginning. */
    void add(final long fromNs, final long toNs) {
        for (int i = 0; i < spans.size(); i++) {
            add(i, fromNs, toNs);
        }
    }

    /** From one time to another at one contract; in the order of their beginning. */
    void add(final int instrument, final long fromNs, final long toNs) {
        final List<long[]> own = spans.get(instrument);
        final long[] last = own.isEmpty() ? null : own.get(own.size() - 1);
        if (last != null && fromNs <= last[1]) {
            last[1] = Math.max(last[1], toNs);
        } else {
            own.add(new long[] {fromNs, toNs});
        }
    }

    boolean holdsAt(final int instrument, final long timeNs) {
        final List<long[]> own = spans.get(instrument);
        for (int i = own.size() - 1; i >= 0; i--) {
            if (own.get(i)[0] <= timeNs) {
                return timeNs <= own.get(i)[1];
            }
        }
        return false;
    }

    /** How much of a span of time nobody else was at fault. */
    long ownNs(final int instrument, final long fromNs, final long toNs) {
        final List<long[]> all = spans.get(instrument);
        long own = Math.max(0, toNs - fromNs);
        for (int i = all.size() - 1; i >= 0 && all.get(i)[1] > fromNs; i--) {
            own -= Math.max(0, Math.min(toNs, all.get(i)[1]) - Math.max(fromNs, all.get(i)[0]));
        }
        return own;
    }
}
