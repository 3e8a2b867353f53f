package io.ratchet.config.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each option of the trail shows in {@code simulate} under its name. */
class SimulateOptionsTest {
    private static final Pattern RULE = Pattern.compile("\"rule\":\"(\\w+)\"");

    @TempDir
    Path dir;

    private CliRun simulate(final String config) throws IOException {
        final StringBuilder prices = new StringBuilder("time_ms,venue,symbol,mark,last,bid,ask\n");
        final Random random = new Random(7);
        double up = 100;
        double down = 100;
        for (int i = 0; i < 2_000; i++) {
            final long timeMs = 1_700_000_000_000L + i * 10_000L;
            up *= 1 + 0.00004 + random.nextGaussian() * 0.0004;
            down *= 1 - 0.00004 + random.nextGaussian() * 0.0004;
            prices.append(timeMs)
                    .append(",binance,UPUSDT,")
                    .append(String.format("%.4f", up))
                    .append(",,,\n");
            prices.append(timeMs)
                    .append(",binance,DOWNUSDT,")
                    .append(String.format("%.4f", down))
                    .append(",,,\n");
        }
        final Path priceFile = Files.writeString(dir.resolve("p.csv"), prices);
        final Path entryFile = Files.writeString(dir.resolve("e.csv"), """
                time_ms,venue,symbol,side,quantity
                1700007000000,binance,UPUSDT,LONG,1
                1700007000000,binance,DOWNUSDT,SHORT,1
                """);
        final Path configFile = Files.writeString(dir.resolve("c.yaml"), config);
        final CliRun run = CliRun.of(
                "simulate",
                "-c",
                configFile.toString(),
                "--prices",
                priceFile.toString(),
                "--entries",
                entryFile.toString());
        assertEquals(ExitCode.OK, run.exitCode(), run::err);
        return run;
    }

    private static Set<String> rules(final CliRun run) {
        final Set<String> rules = new TreeSet<>();
        final Matcher matcher = RULE.matcher(run.out());
        while (matcher.find()) {
            rules.add(matcher.group(1));
        }
        return rules;
    }

    @ParameterizedTest
    @CsvSource({
        "breakeven, breakeven_percent: 0.3",
        "step, 'steps: \"0.4=0.3 0.8=0.2 1.2=0.1\"'",
        "time, activate_after_s: 300",
        "momentum, momentum_percent: 0.02",
        "atr, atr_percent: 150"
    })
    void shouldNameTheRuleThatMovedTheStop(final String rule, final String option) throws IOException {
        final String config = "trailing:\n  activation_percent: 0.5\n  min_interval_s: 10\n  " + option + "\n";
        final CliRun run = simulate(config);
        assertTrue(rules(run).contains(rule), rules(run) + run.err());
        assertEquals(run.out(), simulate(config).out());
    }

    @Test
    void shouldMoveByTheTrailAloneWhenNoOptionIsOn() throws IOException {
        final CliRun run = simulate("trailing:\n  activation_percent: 0.5\n  min_interval_s: 10\n");
        assertEquals(Set.of("trail"), rules(run));
    }

    @Test
    void shouldRefuseRowsThatDoNotAscend() throws IOException {
        final Path prices = Files.writeString(dir.resolve("p.csv"), "time_ms,venue,symbol,mark,last,bid,ask\n");
        final Path config = Files.writeString(dir.resolve("c.yaml"), "trailing:\n  steps: \"2=0.3 1=0.5\"\n");
        final CliRun run = CliRun.of(
                "simulate", "-c", config.toString(), "--prices", prices.toString(), "--entries", prices.toString());
        assertFalse(run.exitCode() == ExitCode.OK);
        assertTrue(run.err().contains("trailing.steps"), run::err);
    }
}
