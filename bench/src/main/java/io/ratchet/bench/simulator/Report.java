package io.ratchet.bench.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was lived through, of one run or of many. */
final class Report {
    private static final double HOUR_NS = 3.6e12;

    private final Map<String, Long> probes = new TreeMap<>();
    private long seeds;
    private long simulatedNs;
    private long cpuNs;
    private long crashes;
    private long unknownOutcomes;
    private long positions;
    private long records;
    private long violations;
    private long wallNs;
    private int threads = 1;

    /** A rare path was reached. */
    void probe(final String name) {
        probes.merge(name, 1L, Long::sum);
    }

    void crash() {
        crashes++;
    }

    void unknownOutcome() {
        unknownOutcomes++;
    }

    void position() {
        positions++;
    }

    void violation() {
        violations++;
    }

    void lived(final long newSimulatedNs, final long newCpuNs, final long newRecords) {
        seeds++;
        simulatedNs += newSimulatedNs;
        cpuNs += newCpuNs;
        records += newRecords;
    }

    /** How long it took by the clock on the wall, on how many threads. */
    void wall(final long ns, final int onThreads) {
        wallNs = ns;
        threads = onThreads;
    }

    void add(final Report other) {
        other.probes.forEach((name, count) -> probes.merge(name, count, Long::sum));
        seeds += other.seeds;
        simulatedNs += other.simulatedNs;
        cpuNs += other.cpuNs;
        crashes += other.crashes;
        unknownOutcomes += other.unknownOutcomes;
        positions += other.positions;
        records += other.records;
        violations += other.violations;
    }

    long positions() {
        return positions;
    }

    long violations() {
        return violations;
    }

    Map<String, Long> probes() {
        return probes;
    }

    /** Probes that were hit less often than over hundreds of lives they must be; empty when all were. */
    String missedProbes() {
        final StringBuilder missed = new StringBuilder();
        for (final Map.Entry<String, Integer> one : Probes.MINIMA.entrySet()) {
            final long hits = probes.getOrDefault(one.getKey(), 0L);
            if (hits < one.getValue()) {
                missed.append(one.getKey() + ": actual=" + hits + " expected>=" + one.getValue() + "\n");
            }
        }
        return missed.toString();
    }

    /** For people. */
    String text() {
        final StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "seeds=%d simulated hours=%.1f crashes=%d unknown outcomes=%d positions=%d records=%d violations=%d%n",
                seeds,
                simulatedNs / HOUR_NS,
                crashes,
                unknownOutcomes,
                positions,
                records,
                violations));
        text.append(String.format(
                Locale.ROOT, "simulated hours per second of a core=%.3f", simulatedNs / HOUR_NS / (cpuNs / 1e9)));
        if (wallNs > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    ", per second of the wall and core=%.3f (wall seconds=%.0f threads=%d)",
                    simulatedNs / HOUR_NS / (wallNs / 1e9) / threads,
                    wallNs / 1e9,
                    threads));
        }
        text.append('\n');
        text.append("probes:");
        probes.forEach(
                (name, count) -> text.append("\n  ").append(name).append('=').append(count));
        return text.append('\n').toString();
    }
}
