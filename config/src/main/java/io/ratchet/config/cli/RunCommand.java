package io.ratchet.config.cli;

import io.ratchet.adapters.common.VenueEnvironment;
import io.ratchet.config.node.NodePlan;
import io.ratchet.config.node.NodeRunner;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.pipeline.SystemEngineClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The node. */
@Command(
        name = "run",
        description = {
            "Run the node until it is stopped by a signal; stops stay at the exchange.",
            "Without --live orders go to a paper venue on live prices; with environment simulated they go to the"
                    + " simulated exchange named in the settings."
        })
final class RunCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--live", description = "Orders go to the exchange, with real money on environment live.")
    private boolean live;

    @Option(
            names = "--paper",
            description = "Orders go to a paper venue on the exchange's prices, also with environment simulated.")
    private boolean paper;

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory; outweighs data.dir.")
    private Path data;

    @Option(names = "--http", paramLabel = "PORT", description = "Port of /health on loopback; outweighs http.port.")
    private Integer http;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "Of the clock; only with environment simulated, as of the venue process.")
    private BigDecimal speed;

    @Option(
            names = "--anchor-ms",
            paramLabel = "T",
            description = "Wall time at which the clock shows --start-ms; as of the venue process.")
    private long anchorMs;

    @Option(names = "--start-ms", paramLabel = "T", description = "What the clock shows at the anchor.")
    private long startMs;

    RunCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final Settings settings = options.load(root.environment(), flags());
        final boolean isSimulated = settings.venue().environment() == VenueEnvironment.SIMULATED;
        final int speedMilli = SpeedOption.milli(speed);
        check(isSimulated, speedMilli);
        final long seed = SystemEngineClock.wallNs();
        final NodePlan realTime = NodePlan.realTime(settings, seed, BuildId.text());
        final NodePlan plan = anchorMs == 0
                ? realTime
                : realTime.withClock(
                        SystemEngineClock.accelerated(
                                TimeUnit.MILLISECONDS.toNanos(startMs),
                                TimeUnit.MILLISECONDS.toNanos(anchorMs),
                                speedMilli),
                        speedMilli);
        return new NodeRunner(plan.onPaper(paper || !live && !isSimulated), root.out(), root.err()).run();
    }

    private Map<String, String> flags() {
        final Map<String, String> flags = new LinkedHashMap<>();
        if (data != null) {
            flags.put("data.dir", data.toString());
        }
        if (http != null) {
            flags.put("http.port", http.toString());
        }
        return flags;
    }

    private void check(final boolean isSimulated, final int speedMilli) {
        if (live && paper) {
            throw new CliException(ExitCode.ERROR, "--live and --paper: expected one of them");
        }
        if (live && isSimulated) {
            throw new CliException(
                    ExitCode.CONFIG, "--live: actual=venue.environment simulated expected=live, testnet or demo");
        }
        final boolean isRealTime =
                anchorMs == 0 && startMs == 0 && speedMilli == SystemEngineClock.REAL_TIME_SPEED_MILLI;
        if (!isSimulated && !isRealTime) {
            throw new CliException(
                    ExitCode.CONFIG,
                    "--speed, --anchor-ms, --start-ms: expected only with venue.environment simulated");
        }
        if (anchorMs == 0 && !isRealTime) {
            throw new CliException(ExitCode.ERROR, "--speed, --start-ms: expected together with --anchor-ms");
        }
    }
}
