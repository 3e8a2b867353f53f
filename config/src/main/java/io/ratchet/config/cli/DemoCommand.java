package io.ratchet.config.cli;

import io.ratchet.adapters.sim.GeneratedPriceSource;
import io.ratchet.adapters.sim.VenueProcessConfig;
import io.ratchet.adapters.sim.signal.SignalServerConfig;
import io.ratchet.config.demo.Demo;
import io.ratchet.config.demo.DemoPlan;
import io.ratchet.config.demo.Terminal;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The demonstration. */
@Command(
        name = "demo",
        description = {
            "Run everything on this machine, without keys and without a network: a simulated exchange and a signal"
                    + " server in a second process, the node with its database in this one.",
            "Ends with the protection report; an hour of the market at the default speed takes three minutes. Ctrl-C"
                    + " (exit code 130) and SIGTERM (143) end it early, with the report.",
            "The node runs with the settings of -c and --set, but for the addresses, keys and directories, which are"
                    + " the demo's own.",
            "A line of --signals is one object as the signal server sends it: id, pair_symbol, recommended_action (BUY"
                    + " or SELL), score_week, score_month, exchange_id (1 Binance), timestamp (opening of its 15-minute"
                    + " candle) and created_at. created_at says when it is sent; without both times it comes with the"
                    + " next wave:",
            "{\"id\":1,\"pair_symbol\":\"BTCUSDT\",\"recommended_action\":\"BUY\",\"score_week\":71.5,"
                    + "\"score_month\":64.25,\"exchange_id\":1}"
        })
final class DemoCommand implements Callable<Integer> {
    private static final long STOP_MAX_S = 60;
    private static final int MINUTES_MAX = 525_600;

    private final RatchetCommand root;

    @Option(names = "--prices", paramLabel = "CSV[.gz]", description = "Prices as for simulate; else generated.")
    private Path prices;

    @Option(names = "--loop", description = "Begin the prices again at their end.")
    private boolean loop;

    @Option(names = "--signals", paramLabel = "JSONL", description = "Signals, one object a line; else generated.")
    private Path signals;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--symbols",
            paramLabel = "N",
            defaultValue = "" + VenueProcessConfig.DEFAULT_SYMBOLS,
            description = "Contracts with generated prices, 1 to 30; default: ${DEFAULT-VALUE}.")
    private int symbols;

    @Option(
            names = "--signals-per-wave",
            paramLabel = "N",
            defaultValue = "" + VenueProcessConfig.DEFAULT_SIGNALS_PER_WAVE,
            description = "Generated signals of each wave, 1 to " + SignalServerConfig.PER_WAVE_MAX
                    + "; default: ${DEFAULT-VALUE}.")
    private int signalsPerWave;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Of market time; default: the length of the price file, or 60.")
    private int minutes;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "20",
            description = "How much faster than the wall the market runs; default: ${DEFAULT-VALUE}.")
    private BigDecimal speed;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of generated prices and signals; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--http", paramLabel = "PORT", description = "Serve /health on this port of loopback.")
    private int http;

    @Option(names = "--exit", description = "With --http: end after the report instead of serving until Ctrl-C.")
    private boolean exit;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "ratchet-data/demo",
            description = "What the demo leaves; emptied at the start of the next one; default: ${DEFAULT-VALUE}.")
    private Path data;

    DemoCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        check();
        final Terminal terminal = Terminal.of(root.environment(), System.console() != null);
        final Demo demo = new Demo(
                new DemoPlan(
                        prices,
                        loop,
                        signals,
                        symbols,
                        signalsPerWave,
                        options::load,
                        minutes,
                        SpeedOption.milli(speed),
                        seed,
                        http,
                        !exit,
                        data,
                        terminal),
                root.out());
        final CountDownLatch done = new CountDownLatch(1);
        final Thread hook = new Thread(() -> stop(demo, done), "ratchet-demo-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return demo.run();
        } finally {
            done.countDown();
        }
    }

    private void check() {
        if (minutes < 0 || minutes > MINUTES_MAX) {
            throw new CliException(ExitCode.ERROR, "--minutes: actual=" + minutes + " expected=1 to " + MINUTES_MAX);
        }
        checkRange("--symbols", symbols, GeneratedPriceSource.SYMBOLS_MAX);
        checkRange("--signals-per-wave", signalsPerWave, SignalServerConfig.PER_WAVE_MAX);
        checkReadable("--prices", prices);
        checkReadable("--signals", signals);
    }

    private static void checkRange(final String option, final int actual, final int max) {
        if (actual < 1 || actual > max) {
            throw new CliException(ExitCode.ERROR, option + ": actual=" + actual + " expected=1 to " + max);
        }
    }

    private static void checkReadable(final String option, final Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new CliException(ExitCode.ERROR, option + ": " + file + ": no such file, or not readable");
        }
    }

    /** A signal ends the demo early, but not before its report. */
    private static void stop(final Demo demo, final CountDownLatch done) {
        demo.interrupt();
        try {
            done.await(STOP_MAX_S, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
