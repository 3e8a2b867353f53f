package io.ratchet.adapters.signal;

import static io.ratchet.engine.market.FixedPoint.NULL;

import io.ratchet.engine.sbe.SignalDefect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The best signals of late: merged by id, newest candle first, then descending by (score of the week, score of the
 * month), equal ones in the order of arrival, a missing score last; bounded in number and age. Whatever is not among
 * them is handed on as OUTRANKED, so that it gets its outcome like any other. One thread.
 */
final class SignalBuffer {
    /** Signals that are kept. */
    static final int CAPACITY = 100;

    private static final Comparator<SignalRow> PROTECTIVE = Comparator.comparingLong(
                    (SignalRow row) -> row.candleOpenMs())
            .thenComparingLong(SignalBuffer::rank)
            .thenComparingLong(SignalRow::scoreMonth)
            .reversed();

    private final int capacity;
    private final long maxAgeMs;
    private final List<SignalRow> best = new ArrayList<>();

    SignalBuffer(final int capacity, final long maxAgeMs) {
        this.capacity = capacity;
        this.maxAgeMs = maxAgeMs;
    }

    /** The null value is the smallest long: a missing score comes last by itself. */
    private static long rank(final SignalRow row) {
        return row.scoreWeek() == NULL ? row.extras().totalScore() : row.scoreWeek();
    }

    /**
     * Takes signals in.
     *
     * @param rows  fresh ones, in their order.
     * @param nowMs engine time.
     * @return the same in the same order, those that are not among the best marked as such; defective ones as they are.
     */
    List<SignalRow> merge(final List<SignalRow> rows, final long nowMs) {
        best.removeIf(row -> row.candleOpenMs() < nowMs - maxAgeMs);
        final Set<Long> ids = new HashSet<>();
        best.forEach(row -> ids.add(row.id()));
        for (final SignalRow row : rows) {
            if (row.defect() == SignalDefect.NONE && ids.add(row.id())) {
                best.add(row);
            }
        }
        best.sort(PROTECTIVE);
        while (best.size() > capacity) {
            best.remove(best.size() - 1);
        }
        final Set<Long> kept = new HashSet<>();
        best.forEach(row -> kept.add(row.id()));
        final List<SignalRow> marked = new ArrayList<>();
        for (final SignalRow row : rows) {
            final boolean isOutranked = row.defect() == SignalDefect.NONE && !kept.contains(row.id());
            marked.add(isOutranked ? row.with(SignalDefect.OUTRANKED) : row);
        }
        return marked;
    }

    /** The best ones, best first. */
    List<SignalRow> best() {
        return List.copyOf(best);
    }
}
