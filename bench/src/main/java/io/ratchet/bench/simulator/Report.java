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
                Locale.ROOT, "simulated hours per second of a core=%.3f%n", simulatedNs / HOUR_NS / (cpuNs / 1e9)));
        text.append("probes:");
        probes.forEach(
                (name, count) -> text.append("\n  ").append(name).append('=').append(count));
        return text.append('\n').toString();
    }
}
