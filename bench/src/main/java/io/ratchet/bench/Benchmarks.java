package io.ratchet.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks and sets each subject against its floor.
 *
 * <p>Floors and subjects take turns, one fork each a round, so that a change of the machine's mood meets both. The ratio
 * is that of the medians over the rounds; above 1 the subject is faster. On a machine that others use too, the one by
 * processor time is the one to look at; it exists where one thread does all the work.
 */
public final class Benchmarks {
    private static final int ROUNDS_DEFAULT = 3;
    private static final String ALLOCATED = "allocated";
    private static final String CPU = "cpuNs";
    private static final String FLAGS_RESOURCE = "jvm.properties";

    private record Ratio(String name, String subject, String floor, double target) {}

    private static final List<Ratio> RATIOS = List.of(
            new Ratio(
                    "core with journal / bare Chronicle append",
                    "JournalBenchmark.coreWithJournal",
                    "JournalBenchmark.bareAppend",
                    0.8),
            new Ratio(
                    "core without journal / bare Disruptor",
                    "RingBenchmark.coreInRing",
                    "RingBenchmark.bareDisruptor",
                    0.5),
            new Ratio(
                    "snapshot of 1,000 positions / bare Chronicle append",
                    "SnapshotBenchmark.snapshot",
                    "SnapshotBenchmark.bareAppend",
                    0.8),
            new Ratio(
                    "price frame decode / Jackson streaming",
                    "PriceDecodeBenchmark.ours",
                    "PriceDecodeBenchmark.jackson",
                    5.0));

    private Benchmarks() {}

    /**
     * Runs.
     *
     * @param args rounds (default 3), then a regular expression of benchmark names (default all).
     * @throws RunnerException if a benchmark fails.
     */
    public static void main(final String[] args) throws RunnerException {
        final int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS_DEFAULT;
        final String include = args.length > 1 ? args[1] : "io.ratchet.bench.*";
        final Map<String, Samples> samples = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (final RunResult result : new Runner(options(include)).run()) {
                samples.computeIfAbsent(name(result), name -> new Samples()).add(result);
            }
        }
        print(samples);
    }

    private static Options options(final String include) {
        return new OptionsBuilder()
                .include(include)
                .jvmArgs(jvmArgs())
                .shouldFailOnError(true)
                .build();
    }

    private static String[] jvmArgs() {
        final Properties properties = new Properties();
        try (InputStream in = Benchmarks.class.getResourceAsStream(FLAGS_RESOURCE)) {
            properties.load(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final List<String> args =
                new ArrayList<>(List.of(properties.getProperty("flags").split(" ")));
        args.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"));
        final String directory = System.getProperty("bench.dir");
        if (directory != null) {
            args.add("-Dbench.dir=" + directory);
        }
        return args.toArray(String[]::new);
    }

    private static String name(final RunResult result) {
        final String whole = result.getParams().getBenchmark();
        final int method = whole.lastIndexOf('.');
        return whole.substring(whole.lastIndexOf('.', method - 1) + 1);
    }

    private static void print(final Map<String, Samples> samples) {
        System.out.println();
        System.out.printf(
                "java %s on %s, %d processors%n",
                System.getProperty("java.vm.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
        samples.forEach((name, each) -> System.out.printf(
                Locale.ROOT,
                "%-40s %8.1f ns/op (min %.1f, max %.1f over %d) %8.1f ns of processor time %8.3f B/op%n",
                name,
                each.median(),
                each.min(),
                each.max(),
                each.nanos.size(),
                each.cpu(),
                each.bytes()));
        for (final Ratio ratio : RATIOS) {
            final Samples subject = samples.get(ratio.subject());
            final Samples floor = samples.get(ratio.floor());
            if (subject != null && floor != null) {
                System.out.printf(
                        Locale.ROOT,
                        "%-48s %.2f, by processor time %.2f (target %.1f; NaN: not counted)%n",
                        ratio.name(),
                        floor.median() / subject.median(),
                        floor.cpu() / subject.cpu(),
                        ratio.target());
            }
        }
    }

    /** What one benchmark took, round by round. */
    private static final class Samples {
        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();
        private final List<Double> cpu = new ArrayList<>();

        void add(final RunResult result) {
            final List<Double> iterations = new ArrayList<>();
            final List<Double> allocations = new ArrayList<>();
            final List<Double> processor = new ArrayList<>();
            for (final BenchmarkResult fork : result.getBenchmarkResults()) {
                for (final IterationResult iteration : fork.getIterationResults()) {
                    iterations.add(iteration.getPrimaryResult().getScore());
                    addOwn(iteration, ALLOCATED, allocations);
                    addOwn(iteration, CPU, processor);
                }
            }
            nanos.add(median(iterations));
            bytes.add(median(allocations));
            cpu.add(median(processor));
        }

        /** Counted by the benchmark for a whole invocation: JMH shares out the time among its operations, not this. */
        private static void addOwn(final IterationResult iteration, final String name, final List<Double> values) {
            final Result<?> own = iteration.getSecondaryResults().get(name);
            if (own != null) {
                values.add(own.getScore() / iteration.getBenchmarkParams().getOpsPerInvocation());
            }
        }

        double median() {
            return median(nanos);
        }

        double min() {
            return nanos.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        }

        double max() {
            return nanos.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        }

        double cpu() {
            return median(cpu);
        }

        double bytes() {
            return median(bytes);
        }

        private static double median(final List<Double> values) {
            final List<Double> sorted = new ArrayList<>(values);
            sorted.sort(null);
            return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
        }
    }
}
