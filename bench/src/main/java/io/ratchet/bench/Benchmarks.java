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
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks and sets each subject against its floor.
 *
 * <p>Floors and subjects take turns, one fork each a round, so that a change of the machine's mood meets both. The ratio
 * is that of the medians over the rounds; above 1 the subject is faster.
 */
public final class Benchmarks {
    private static final int ROUNDS_DEFAULT = 3;
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
                .addProfiler(GCProfiler.class)
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
                "%-40s %8.1f ns/op (min %.1f, max %.1f over %d)   %.3f B/op%n",
                name,
                each.median(),
                each.min(),
                each.max(),
                each.nanos.size(),
                each.bytes()));
        for (final Ratio ratio : RATIOS) {
            final Samples subject = samples.get(ratio.subject());
            final Samples floor = samples.get(ratio.floor());
            if (subject != null && floor != null) {
                System.out.printf(
                        Locale.ROOT,
                        "%-48s %.2f (target %.1f)%n",
                        ratio.name(),
                        floor.median() / subject.median(),
                        ratio.target());
            }
        }
    }

    /** What one benchmark took, round by round. */
    private static final class Samples {
        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();

        void add(final RunResult result) {
            final List<Double> iterations = new ArrayList<>();
            result.getBenchmarkResults()
                    .forEach(fork -> fork.getIterationResults()
                            .forEach(iteration ->
                                    iterations.add(iteration.getPrimaryResult().getScore())));
            iterations.sort(null);
            nanos.add(iterations.get(iterations.size() / 2));
            result.getSecondaryResults().forEach((name, each) -> {
                if (name.endsWith("gc.alloc.rate.norm")) {
                    bytes.add(each.getScore());
                }
            });
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

        double bytes() {
            return bytes.isEmpty() ? Double.NaN : median(bytes);
        }

        private static double median(final List<Double> values) {
            final List<Double> sorted = new ArrayList<>(values);
            sorted.sort(null);
            return sorted.get(sorted.size() / 2);
        }
    }
}
