package io.ratchet.config.demo;

import io.ratchet.adapters.sim.VenueProcessConfig;
import io.ratchet.config.cli.BuildId;
import io.ratchet.config.logging.Logging;
import io.ratchet.config.node.Node;
import io.ratchet.config.node.NodePlan;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.pipeline.EngineClock;
import io.ratchet.engine.pipeline.SystemEngineClock;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a demonstration from start to report. Main thread.
 *
 * <p>One accelerated clock for the exchange, the signal server and the node: business durations are in it, network and
 * protect deadlines are stretched by its speed, so that three seconds stay three seconds of the wall.
 */
public final class Demo {
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long QUARTER_MS = TimeUnit.MINUTES.toMillis(15);
    private static final long BEFORE_CHECK_MS = TimeUnit.MINUTES.toMillis(3);
    /** Wall time that both processes have for starting before the market begins. */
    private static final long START_WALL_MS = TimeUnit.SECONDS.toMillis(8);

    private static final int GENERATED_MINUTES = 60;

    private final DemoPlan plan;
    private final PrintStream out;
    private final AtomicReference<String> halted = new AtomicReference<>();
    private final Resources resources = new Resources();
    private PriceLatency latency;
    private volatile boolean isInterrupted;

    /**
     * Not yet running.
     *
     * @param plan what to show.
     * @param out  where the view and the report go.
     */
    public Demo(final DemoPlan plan, final PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** Ends the demonstration early, with its report. Any thread. */
    public void interrupt() {
        isInterrupted = true;
    }

    /**
     * Runs it.
     *
     * @return exit code: 0 when both sides agree and nothing was violated.
     */
    public int run() {
        final Path directory = DemoDirectory.fresh(plan.data());
        Logging.sendTo(directory.resolve("ratchet.log"));
        final Path venueLog = directory.resolve("venue.jsonl");
        final long anchorWallMs = SystemEngineClock.wallNs() / NS_PER_MS;
        final PriceSpan span = plan.prices() == null ? null : PriceSpan.of(plan.prices());
        final long leadMs = START_WALL_MS * plan.speedMilli() / SystemEngineClock.REAL_TIME_SPEED_MILLI;
        final long startMs = (span == null ? generatedStartMs(anchorWallMs) : span.firstMs()) - leadMs;
        final EngineClock clock =
                SystemEngineClock.accelerated(startMs * NS_PER_MS, anchorWallMs * NS_PER_MS, plan.speedMilli());
        try (VenueChild venue =
                VenueChild.start(venueOptions(venueLog, anchorWallMs, startMs), directory.resolve("venue.err"))) {
            final Settings settings = settings(directory, venue);
            try (Node node = Node.start(NodePlan.realTime(settings, plan.seed(), BuildId.text())
                    .withClock(clock, plan.speedMilli())
                    .withCoreAround(core -> latency = new PriceLatency(core, clock, plan.speedMilli()))
                    .withHaltHandler(halted::set))) {
                watch(node, venue, clock, startMs + leadMs, endMs(startMs + leadMs, span));
                resources.lookAtEnd(clock.nowNs() / NS_PER_MS - startMs - leadMs);
                // What the market did while the node stops would be in the venue's log and nowhere else.
                venue.freeze();
                node.stop();
                venue.end();
                final int code =
                        new DemoReport(plan, directory, venueLog, halted.get(), resources, latency).print(node, out);
                stayUp();
                return code;
            }
        }
    }

    private void watch(
            final Node node, final VenueChild venue, final EngineClock clock, final long startMs, final long endMs) {
        final TerminalView view =
                new TerminalView(out, plan.terminal(), id -> node.registry().engineSymbol(id));
        while (!isInterrupted && halted.get() == null && venue.isAlive() && clock.nowNs() / NS_PER_MS < endMs) {
            final long nowMs = clock.nowNs() / NS_PER_MS;
            view.draw(
                    node.view().read(),
                    new TerminalView.Surroundings(
                            minutes(nowMs - startMs)
                                    + (endMs == Long.MAX_VALUE ? "" : " of " + minutes(endMs - startMs))
                                    + " market minutes at x" + speed(),
                            node.journaled(),
                            node.persisted(),
                            node.pipeline().pricesMerged()));
            resources.lookAt(nowMs - startMs, endMs == Long.MAX_VALUE ? 0 : endMs - startMs);
            LockSupport.parkNanos(TURN_NS);
        }
    }

    private void stayUp() {
        if (plan.staysUp() && plan.httpPort() != 0 && !isInterrupted) {
            out.println("http://127.0.0.1:" + plan.httpPort() + "/health stays up until this process is stopped");
            while (!isInterrupted) {
                LockSupport.parkNanos(TURN_NS);
            }
        }
    }

    private List<String> venueOptions(final Path log, final long anchorWallMs, final long startMs) {
        final List<String> options = new ArrayList<>(List.of(
                "--port",
                "0",
                "--signal-port",
                "0",
                "--symbols",
                Integer.toString(plan.symbols()),
                "--signals-per-wave",
                Integer.toString(plan.signalsPerWave()),
                "--seed",
                Long.toString(plan.seed()),
                "--speed",
                speed(),
                "--anchor-ms",
                Long.toString(anchorWallMs),
                "--start-ms",
                Long.toString(startMs),
                "--log",
                log.toString()));
        if (plan.prices() != null) {
            options.add("--prices");
            options.add(plan.prices().toString());
        }
        if (plan.loop()) {
            options.add("--loop");
        }
        if (plan.signals() != null) {
            options.add("--signals");
            options.add(plan.signals().toString());
        }
        return options;
    }

    private Settings settings(final Path directory, final VenueChild venue) {
        final String base = "127.0.0.1:" + venue.port();
        final Map<String, String> flags = new LinkedHashMap<>();
        flags.put("venue.environment", "simulated");
        flags.put("venue.urls.rest", "http://" + base);
        flags.put("venue.urls.public_stream", "ws://" + base + "/public");
        flags.put("venue.urls.market_stream", "ws://" + base + "/market");
        flags.put("venue.urls.private_stream", "ws://" + base + "/private");
        flags.put("venue.urls.trade_api", "ws://" + base + "/ws-fapi/v1");
        flags.put("venue.key", "${DEMO_KEY}");
        flags.put("venue.secret", "${DEMO_SECRET}");
        flags.put("signals.url", "ws://127.0.0.1:" + venue.signalPort());
        flags.put("signals.token", "${DEMO_TOKEN}");
        flags.put("data.dir", directory.toString());
        flags.put("journal.dir", directory.resolve("journal").toString());
        flags.put("database.mode", "embedded");
        flags.put("http.port", Integer.toString(plan.httpPort()));
        final Map<String, String> secrets = Map.of(
                "DEMO_KEY", VenueProcessConfig.DEFAULT_KEY,
                "DEMO_SECRET", VenueProcessConfig.DEFAULT_SECRET,
                "DEMO_TOKEN", VenueProcessConfig.DEFAULT_TOKEN);
        return plan.settings().apply(secrets, flags);
    }

    private long endMs(final long startMs, final PriceSpan span) {
        if (plan.minutes() > 0) {
            return startMs + TimeUnit.MINUTES.toMillis(plan.minutes());
        }
        if (span == null) {
            return startMs + TimeUnit.MINUTES.toMillis(GENERATED_MINUTES);
        }
        return plan.loop() ? Long.MAX_VALUE : span.lastMs();
    }

    /** Three minutes before a check minute, so that the first wave is soon. */
    private static long generatedStartMs(final long wallMs) {
        return wallMs / QUARTER_MS * QUARTER_MS + QUARTER_MS / 3 - BEFORE_CHECK_MS;
    }

    private String speed() {
        return BigDecimal.valueOf(plan.speedMilli(), 3).stripTrailingZeros().toPlainString();
    }

    private static String minutes(final long ms) {
        final Duration duration = Duration.ofMillis(Math.max(0, ms));
        return String.format("%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
