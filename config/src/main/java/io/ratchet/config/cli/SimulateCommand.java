package io.ratchet.config.cli;

import io.ratchet.config.settings.Settings;
import io.ratchet.config.simulate.Simulator;
import java.io.BufferedOutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recorded prices and entries through the production core. */
@Command(
        name = "simulate",
        description = {
            "Run recorded prices and entries through the production core and a paper venue, as fast as it goes.",
            "One JSON line per fact on stdout: the same input gives the same bytes. Wall-clock figures on stderr.",
            "prices: time_ms,venue,symbol,mark,last,bid,ask (empty = unchanged, in time order; .gz is read too)",
            "entries: time_ms,venue,symbol,side,quantity (LONG or SHORT)",
            "instruments: venue,symbol,tick,step,min_quantity"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final int BUFFER_LENGTH = 1 << 16;
    private static final double NS_PER_S = 1e9;

    private final RatchetCommand root;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--prices", required = true, paramLabel = "CSV[.gz]", description = "Prices.")
    private Path prices;

    @Option(names = "--entries", required = true, paramLabel = "CSV", description = "What is opened and when.")
    private Path entries;

    @Option(
            names = "--instruments",
            paramLabel = "CSV",
            description = "Tick, step and minimum of symbols; otherwise read off the other two files.")
    private Path instruments;

    @Option(
            names = "--signals",
            paramLabel = "JSONL",
            description = "Signals for the waves, one object a line as the signal server sends them.")
    private Path signals;

    @Option(names = "--verbose", description = "Also each stop move that was not made, and why.")
    private boolean verbose;

    SimulateCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final long startNs = System.nanoTime();
        final Settings settings = options.load(root.environment());
        final Simulator.Figures figures = Simulator.simulate(
                new Simulator.Request(prices, entries, instruments, signals, verbose),
                settings,
                new BufferedOutputStream(root.out(), BUFFER_LENGTH),
                (sequence, kind, buffer, offset, length) -> {
                    // Nothing is journaled: the same files give the same records.
                });
        final double seconds = (System.nanoTime() - startNs) / NS_PER_S;
        root.err()
                .println(String.format(
                        Locale.ROOT,
                        "simulated %d price rows, %d inputs, %d lines in %.2f s (%.0f rows/s)",
                        figures.rows(),
                        figures.inputs(),
                        figures.lines(),
                        seconds,
                        figures.rows() / seconds));
        return ExitCode.OK;
    }
}
