package io.ratchet.config.cli;

import io.ratchet.adapters.sim.VenueProcess;
import io.ratchet.adapters.sim.VenueProcessConfig;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulated exchange as a server of its own. */
@Command(
        name = "venue",
        description = {
            "Run a simulated exchange that any client of the real one can trade against: REST, streams, order entry.",
            "Prints one JSON line with its ports, then runs until it is stopped. No real money, no network beyond"
                    + " HOST.",
            "Key and secret are those of its one account, known to everybody who can read this."
        })
final class VenueCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Option(
            names = "--venue",
            paramLabel = "NAME",
            description = "Which exchange: binance; default: ${DEFAULT-VALUE}.",
            defaultValue = "binance")
    private String venue;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Where to listen; default: ${DEFAULT-VALUE}.",
            defaultValue = "127.0.0.1")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the exchange; 0 takes a free one; default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--signal-port",
            paramLabel = "N",
            description = "Port of a signal server beside it; 0 takes a free one; without it there is none.")
    private int signalPort = -1;

    @Option(names = "--prices", paramLabel = "CSV[.gz]", description = "Prices as for simulate; else generated.")
    private Path prices;

    @Option(names = "--loop", description = "Begin the prices again at their end.")
    private boolean loop;

    @Option(
            names = "--symbols",
            paramLabel = "N",
            description = "Contracts with generated prices; default: ${DEFAULT-VALUE}.",
            defaultValue = "" + VenueProcessConfig.DEFAULT_SYMBOLS)
    private int symbols;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of generated prices and signals; default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Of its clock; 1 is real time; default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private BigDecimal speed;

    @Option(
            names = "--anchor-ms",
            paramLabel = "T",
            description = "Wall time at which its clock shows --start-ms; default: now.")
    private long anchorMs;

    @Option(names = "--start-ms", paramLabel = "T", description = "What its clock shows then; 0 for the anchor.")
    private long startMs;

    @Option(names = "--log", paramLabel = "FILE", description = "Log every request and event with its time.")
    private Path log;

    @Option(names = "--key", paramLabel = "TEXT", description = "API key; default: ${DEFAULT-VALUE}.")
    private String key = VenueProcessConfig.DEFAULT_KEY;

    @Option(names = "--secret", paramLabel = "TEXT", description = "API secret; default: ${DEFAULT-VALUE}.")
    private String secret = VenueProcessConfig.DEFAULT_SECRET;

    @Option(names = "--token", paramLabel = "TEXT", description = "Of the signal server; default: ${DEFAULT-VALUE}.")
    private String token = VenueProcessConfig.DEFAULT_TOKEN;

    @Option(names = "--signals", paramLabel = "JSONL", description = "Signals, one object a line; else generated.")
    private Path signals;

    @Option(
            names = "--signals-per-wave",
            paramLabel = "N",
            description = "Generated signals of each wave; default: ${DEFAULT-VALUE}.",
            defaultValue = "" + VenueProcessConfig.DEFAULT_SIGNALS_PER_WAVE)
    private int signalsPerWave;

    @Option(names = "--bad-signals", description = "Mix in signals that cannot be used.")
    private boolean badSignals;

    @Option(
            names = "--reply-delay-ms",
            paramLabel = "N",
            description = "Between execution and answer of a trade; default: ${DEFAULT-VALUE}.")
    private long replyDelayMs;

    @Option(
            names = "--balance",
            paramLabel = "USD",
            description = "At the start; default: ${DEFAULT-VALUE}.",
            defaultValue = "100000")
    private long balance;

    @Option(names = "--stdin", description = "Take fault commands on stdin; its end ends the process.")
    private boolean stdin;

    VenueCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final VenueProcessConfig config = new VenueProcessConfig(
                venue,
                host,
                port,
                signalPort,
                prices,
                loop,
                symbols,
                seed,
                SpeedOption.milli(speed),
                anchorMs,
                startMs,
                log,
                key,
                secret,
                token,
                signals,
                signalsPerWave,
                badSignals,
                replyDelayMs,
                balance);
        try (VenueProcess process = VenueProcess.start(config, root.out())) {
            return process.await(stdin ? root.in() : InputStream.nullInputStream(), stdin);
        } catch (final NoSuchFileException e) {
            throw new CliException(ExitCode.ERROR, e.getFile() + ": no such file", e);
        } catch (final IOException | IllegalArgumentException e) {
            throw new CliException(ExitCode.ERROR, e.getMessage(), e);
        }
    }
}
