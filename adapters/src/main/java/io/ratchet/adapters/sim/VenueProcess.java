package io.ratchet.adapters.sim;

import io.ratchet.adapters.sim.binance.BinanceVenueConfig;
import io.ratchet.adapters.sim.binance.BinanceVenueServer;
import io.ratchet.adapters.sim.signal.SignalServer;
import io.ratchet.adapters.sim.signal.SignalServerConfig;
import io.ratchet.engine.market.FixedPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A simulated exchange and a signal server as one process: what the verb {@code venue} and the second process of
 * {@code demo} run.
 *
 * <p>On stdout, one JSON object a line: {@code ready} with the ports and the clock, {@code prices_end}, {@code frozen}. On
 * stdin, where it is read: {@code fault OPERATION KIND [TIMES [DELAY_MS [ID_PART]]]} arms a fault, {@code faults clear}
 * disarms all, {@code freeze} stops the prices for good; its end ends the process.
 */
public final class VenueProcess implements AutoCloseable {
    private static final int FAULT_WORDS_MIN = 3;
    private static final int TIMES_AT = 3;
    private static final int DELAY_AT = 4;
    private static final int PART_AT = 5;

    private final BinanceVenueServer server;
    private final SignalServer signals;
    private final VenueProcessConfig config;
    private final PrintStream out;
    private final VenueClock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    private VenueProcess(final VenueProcessConfig config, final PrintStream out) throws IOException {
        this.config = config;
        this.out = out;
        if (!"binance".equals(config.venue())) {
            throw new IllegalArgumentException("venue: actual=" + config.venue() + " expected=binance");
        }
        final PriceSource prices = config.prices() == null
                ? new GeneratedPriceSource(config.venue(), config.seed(), config.symbols())
                : new FilePriceSource(PriceFile.read(config.prices()), config.venue(), config.loop());
        clock = new VenueClock(config.anchorWallMs(), config.startMs(), config.speedMilli());
        final VenueLog log = new VenueLog(config.log(), clock);
        server = new BinanceVenueServer(
                        BinanceVenueConfig.loopback(config.port(), config.apiKey(), config.apiSecret())
                                .withHost(config.host())
                                .withReplyDelayMs(config.replyDelayMs()),
                        SimConfig.venue().withStartBalance(config.balance() * FixedPoint.QUANTITY_ONE),
                        clock,
                        prices,
                        log,
                        () -> say(out, new JsonText().object().text("event", "prices_end")))
                .warmUp()
                .start();
        signals = config.signalPort() < 0 ? null : signalServer(prices);
    }

    private SignalServer signalServer(final PriceSource prices) throws IOException {
        final List<String> names =
                prices.symbols().stream().map(PriceSymbol::symbol).toList();
        try {
            return new SignalServer(
                            new SignalServerConfig(
                                    config.host(),
                                    config.signalPort(),
                                    config.signalToken(),
                                    1,
                                    names,
                                    config.signalsPerWave(),
                                    config.seed(),
                                    config.signals(),
                                    config.badSignals()),
                            clock)
                    .start();
        } catch (final IOException | IllegalArgumentException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Starts everything and says so.
     *
     * @param config what to run.
     * @param out    for the lines of this process.
     * @return the running process.
     * @throws IOException              if a port is taken or a file is bad; the message says which.
     * @throws IllegalArgumentException if the configuration cannot be run.
     */
    public static VenueProcess start(final VenueProcessConfig config, final PrintStream out) throws IOException {
        final VenueProcess process = new VenueProcess(config, out);
        say(
                out,
                new JsonText()
                        .object()
                        .text("event", "ready")
                        .text("venue", config.venue())
                        .text("host", config.host())
                        .number("port", process.port())
                        .number("signalPort", process.signalPort())
                        .number("startMs", process.clock.startMs())
                        .number("nowMs", process.clock.nowMs())
                        .number("speedMilli", config.speedMilli()));
        return process;
    }

    /**
     * Runs until stdin ends, the process is told to stop, or it is interrupted.
     *
     * @param in        commands.
     * @param watchesIn whether the end of stdin ends the process; without it stdin is not read.
     * @return exit code 0.
     */
    public int await(final InputStream in, final boolean watchesIn) {
        final Thread hook = new Thread(this::closeQuietly, "venue-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        if (watchesIn) {
            final Thread reader = new Thread(() -> read(in), "venue-stdin");
            reader.setDaemon(true);
            reader.start();
        }
        try {
            stopped.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeQuietly();
        return 0;
    }

    /**
     * Port of the exchange.
     *
     * @return the port.
     */
    public int port() {
        return server.port();
    }

    /**
     * Port of the signal server.
     *
     * @return the port, -1 when there is none.
     */
    public int signalPort() {
        return signals == null ? -1 : signals.port();
    }

    /**
     * The exchange's server, to look at and to meddle with.
     *
     * @return running.
     */
    public BinanceVenueServer server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            if (signals != null) {
                signals.close();
            }
            server.close();
        }
        stopped.countDown();
    }

    private void closeQuietly() {
        try {
            close();
        } catch (final IOException e) {
            System.err.println("venue: closing the log failed: " + e.getMessage());
        }
    }

    private void read(final InputStream in) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null) {
                command(line.trim());
                line = reader.readLine();
            }
        } catch (final IOException e) {
            System.err.println("venue: stdin cannot be read: " + e.getMessage());
        }
        stopped.countDown();
    }

    private void command(final String line) {
        final String[] words = line.split("\\s+");
        try {
            if (line.equals("faults clear")) {
                server.call(() -> {
                    server.faults().clear();
                    return null;
                });
            } else if (line.equals("freeze")) {
                server.call(() -> {
                    server.freeze();
                    return null;
                });
                say(out, new JsonText().object().text("event", "frozen"));
            } else if ("fault".equals(words[0]) && words.length >= FAULT_WORDS_MIN) {
                arm(words);
            } else if (!line.isEmpty()) {
                System.err.println("venue: command: actual='" + line
                        + "' expected=fault OPERATION KIND [TIMES [DELAY_MS [ID_PART]]], faults clear or freeze");
            }
        } catch (final IllegalArgumentException e) {
            System.err.println("venue: command '" + line + "': " + e.getMessage());
        }
    }

    private void arm(final String[] words) {
        final SimFault.Operation operation = SimFault.Operation.valueOf(words[1].toUpperCase(Locale.ROOT));
        final SimFault.Kind kind = SimFault.Kind.valueOf(words[2].toUpperCase(Locale.ROOT));
        final int times = words.length > TIMES_AT ? Integer.parseInt(words[TIMES_AT]) : 1;
        final long delayMs = words.length > DELAY_AT ? Long.parseLong(words[DELAY_AT]) : 0;
        SimFault fault = SimFault.of(operation, kind).withDelayMs(delayMs);
        if (words.length > PART_AT) {
            fault = fault.forIdsWith(words[PART_AT]);
        }
        final SimFault armed = fault;
        server.call(() -> {
            server.faults().add(armed, times);
            return null;
        });
    }

    private static void say(final PrintStream out, final JsonText json) {
        out.println(json.end());
        out.flush();
    }
}
