package io.ratchet.bench.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lives many seeds on a few threads: each seed on one of them and by itself, so that the number of threads changes nothing
 * but how long it takes.
 */
final class Lives {
    private static final int SHRUNK_MAX = 3;
    private static final int SHRINK_RUNS_MAX = 120;
    private static final int EVENTS_MAX = 50;

    private final int minutes;
    private final int threads;
    private final int symbols;
    private final Report total = new Report();
    private final Map<Long, Violation> broken = new TreeMap<>();

    Lives(final int minutes, final int threads) {
        this(minutes, threads, FaultPlan.SYMBOLS);
    }

    Lives(final int minutes, final int threads, final int symbols) {
        this.minutes = minutes;
        this.threads = threads;
        this.symbols = symbols;
    }

    /** Lives seeds from the first on, until there were so many or so much time of the wall is over. */
    void live(final long first, final long count, final long maxNs) {
        final AtomicLong next = new AtomicLong(first);
        final List<Thread> workers = new ArrayList<>();
        final long startedNs = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            final Thread worker = new Thread(() -> work(next, first + count, startedNs, maxNs), "lives-" + i);
            workers.add(worker);
            worker.start();
        }
        for (final Thread worker : workers) {
            join(worker);
        }
        total.wall(System.nanoTime() - startedNs, threads);
    }

    private void work(final AtomicLong next, final long end, final long startedNs, final long maxNs) {
        for (long seed = next.getAndIncrement();
                seed < end && System.nanoTime() - startedNs < maxNs;
                seed = next.getAndIncrement()) {
            final Run.Result result = Run.of(FaultPlan.of(seed, minutes, symbols));
            synchronized (this) {
                total.add(result.report());
                if (result.violation() != null) {
                    broken.put(seed, result.violation());
                }
            }
        }
    }

    private static void join(final Thread worker) {
        try {
            worker.join();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    Report total() {
        return total;
    }

    /** Seeds that broke a promise, with the command that repeats each. */
    String failures() {
        final StringBuilder text = new StringBuilder();
        broken.forEach((seed, violation) -> text.append("seed ")
                .append(seed)
                .append(": ")
                .append(violation.getMessage())
                .append("\n  ")
                .append(Simulator.command(seed, minutes, symbols))
                .append('\n'));
        return text.toString();
    }

    /** Makes the first few of them small and writes them to files that can be kept; says what it wrote. */
    String shrinkTo(final Path directory) {
        final StringBuilder text = new StringBuilder();
        final List<String> kinds = new ArrayList<>();
        for (final Map.Entry<Long, Violation> one : broken.entrySet()) {
            if (kinds.size() < SHRUNK_MAX && !kinds.contains(one.getValue().invariant())) {
                kinds.add(one.getValue().invariant());
                text.append(shrink(directory, one.getKey(), one.getValue())).append('\n');
            }
        }
        return text.toString();
    }

    private String shrink(final Path directory, final long seed, final Violation violation) {
        final Script small = new Shrinker(SHRINK_RUNS_MAX).shrink(FaultPlan.of(seed, minutes, symbols));
        final Path file = directory.resolve(
                violation.invariant().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + seed
                        + ".sim");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, "# " + violation.getMessage().replaceAll("\\s+", " ") + "\n" + small.text());
        } catch (final IOException broke) {
            throw new UncheckedIOException(broke);
        }
        final int events = small.faults().size();
        return file + ": " + events + " events" + (events > EVENTS_MAX ? ", expected<=" + EVENTS_MAX : "");
    }
}
