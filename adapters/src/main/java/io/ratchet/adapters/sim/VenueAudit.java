package io.ratchet.adapters.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the venue's own log says happened; made by {@link VenueLogAudit}. Times are wall ns of the venue.
 *
 * @param positions  in the order they opened.
 * @param duplicates client ids of ours that were accepted twice, and positions whose entry was.
 * @param violations exits that were not reduce-only, sign flips.
 * @param requests   how many requests there were.
 * @param refused    how many of them were refused.
 * @param lastNs     wall time of the last record.
 */
public record VenueAudit(
        List<Position> positions,
        List<String> duplicates,
        List<String> violations,
        long requests,
        long refused,
        long lastNs) {
    private static final double NS_PER_MS = 1e6;

    /** Why a position ended, as the venue saw it. */
    public enum Cause {
        /** It is open. */
        OPEN,
        /** Our anchor, or any other stop that is no working stop. */
        STOP,
        /** A working stop. */
        TRAIL_STOP,
        /** An order of ours. */
        OUR_ORDER,
        /** The venue took it. */
        LIQUIDATION,
        /** Somebody else. */
        FOREIGN
    }

    /**
     * A stretch of time without a live stop over the full size on the right side, or with a worse one than before.
     *
     * @param startNs wall time.
     * @param ns      how long; up to the last record while it lasts.
     * @param opening whether it began with the position.
     * @param ended   whether it is over.
     */
    public record Interval(long startNs, long ns, boolean opening, boolean ended) {}

    /**
     * One position, from flat to flat.
     *
     * @param symbol    of it.
     * @param id        our number of it from the client id of its entry; 0 when the entry was not ours.
     * @param isLong    its side.
     * @param openedNs  wall time of its first fill.
     * @param closedNs  wall time at which it was flat, 0 while open.
     * @param openedMs  venue time of its first fill.
     * @param closedMs  venue time at which it was flat, 0 while open.
     * @param cause     why it ended.
     * @param closedBy  client id of the order that made it flat.
     * @param naked     without cover; the one of the opening is there even when it lasts 0 ns.
     * @param loose     with worse cover than it had.
     * @param stopMoves working stops that came to rest after the first.
     */
    public record Position(
            String symbol,
            long id,
            boolean isLong,
            long openedNs,
            long closedNs,
            long openedMs,
            long closedMs,
            Cause cause,
            String closedBy,
            List<Interval> naked,
            List<Interval> loose,
            int stopMoves) {

        /**
         * Naked time in all.
         *
         * @return wall ns.
         */
        public long nakedNs() {
            return naked.stream().mapToLong(Interval::ns).sum();
        }

        /**
         * Naked time from the first fill to the first cover.
         *
         * @return wall ns.
         */
        public long nakedOpeningNs() {
            return naked.stream()
                    .filter(Interval::opening)
                    .mapToLong(Interval::ns)
                    .sum();
        }
    }

    /**
     * Positions by cause of their end.
     *
     * @return all causes, in order, with their counts.
     */
    public Map<Cause, Long> closes() {
        final Map<Cause, Long> closes = new LinkedHashMap<>();
        for (final Cause cause : Cause.values()) {
            closes.put(cause, positions.stream().filter(p -> p.cause() == cause).count());
        }
        return closes;
    }

    /**
     * What is wrong, one sentence each.
     *
     * @param openingMaxNs how long an opening may be naked, wall ns.
     * @return empty when nothing is.
     */
    public List<String> failures(final long openingMaxNs) {
        final List<String> failures = new ArrayList<>();
        for (final Position position : positions) {
            final String name = position.symbol() + " position " + position.id();
            for (final Interval interval : position.naked()) {
                final long max = interval.opening() ? openingMaxNs : 0;
                // What lasts to the end of the log has no length yet; while open it is wrong whatever it is.
                if (interval.ns() > max || !interval.opening() && !interval.ended()) {
                    failures.add(name + ": naked " + (interval.opening() ? "at the opening" : "while open")
                            + ": actual=" + millis(interval.ns()) + " expected<=" + millis(max) + ", since "
                            + instant(interval.startNs()));
                }
            }
            for (final Interval interval : position.loose()) {
                failures.add(name + ": its cover got worse: actual=" + millis(interval.ns())
                        + " expected=0.000 ms, since " + instant(interval.startNs()));
            }
        }
        duplicates.forEach(duplicate -> failures.add("accepted twice: " + duplicate));
        failures.addAll(violations);
        return failures;
    }

    /**
     * The findings for people; durations are of the wall.
     *
     * @return one line each.
     */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        lines.add("requests " + requests + ", refused " + refused);
        final Map<Cause, Long> causes = closes();
        final long open = causes.remove(Cause.OPEN);
        lines.add("positions " + positions.size() + " = closed " + (positions.size() - open) + " + open " + open);
        final StringBuilder closes = new StringBuilder("closed by");
        causes.forEach(
                (cause, count) -> closes.append(' ').append(cause).append('=').append(count));
        lines.add(closes.toString());
        final long[] openings =
                positions.stream().mapToLong(Position::nakedOpeningNs).sorted().toArray();
        lines.add("naked at opening: p50 " + millis(quantile(openings, 50)) + "  p99 " + millis(quantile(openings, 99))
                + "  max " + millis(quantile(openings, 100)));
        final long later = positions.stream()
                .mapToLong(p -> p.nakedNs() - p.nakedOpeningNs())
                .sum();
        final long loose = positions.stream()
                .flatMap(p -> p.loose().stream())
                .mapToLong(Interval::ns)
                .sum();
        lines.add("naked while open: " + millis(later) + "; with worse cover than before: " + millis(loose));
        lines.add("stop moves: "
                + positions.stream().mapToInt(Position::stopMoves).sum());
        lines.add("accepted twice: " + duplicates.size() + "; other violations: " + violations.size());
        return lines;
    }

    private static String millis(final long ns) {
        return String.format(Locale.ROOT, "%.3f ms", ns / NS_PER_MS);
    }

    private static Instant instant(final long wallNs) {
        return Instant.ofEpochSecond(0, wallNs);
    }

    private static long quantile(final long[] sorted, final int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
