package io.ratchet.bench.simulator;

import java.util.ArrayList;
import java.util.List;

/** When somebody else was at fault, or repairing took its time. */
final class Excuses {
    private final List<long[]> spans = new ArrayList<>();

    /** From one time to another; in the order of their beginning. */
    void add(final long fromNs, final long toNs) {
        final long[] last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        if (last != null && fromNs <= last[1]) {
            last[1] = Math.max(last[1], toNs);
        } else {
            spans.add(new long[] {fromNs, toNs});
        }
    }

    boolean holdsAt(final long timeNs) {
        final long[] span = before(timeNs);
        return span != null && timeNs <= span[1];
    }

    /** How much of a span of time nobody else was at fault. */
    long ownNs(final long fromNs, final long toNs) {
        long own = Math.max(0, toNs - fromNs);
        for (int i = spans.size() - 1; i >= 0 && spans.get(i)[1] > fromNs; i--) {
            own -= Math.max(0, Math.min(toNs, spans.get(i)[1]) - Math.max(fromNs, spans.get(i)[0]));
        }
        return own;
    }

    private long[] before(final long timeNs) {
        for (int i = spans.size() - 1; i >= 0; i--) {
            if (spans.get(i)[0] <= timeNs) {
                return spans.get(i);
            }
        }
        return null;
    }
}
