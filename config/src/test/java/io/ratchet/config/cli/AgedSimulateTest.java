package io.ratchet.config.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TimeZone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ladder of aged positions through {@code simulate --verbose}, against the formulas in decimals. */
class AgedSimulateTest {
    private static final long START_MS = 1_700_000_000_000L;
    private static final long HOUR_MS = 3_600_000L;
    private static final String PRICES = "time_ms,venue,symbol,mark,last,bid,ask\n";
    private static final String ENTRIES = "time_ms,venue,symbol,side,quantity\n";
    private static final String[] HOURS = {"0", "8", "8.01", "9", "18", "23", "26.2", "26.33", "28", "28.01"};
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    @TempDir
    Path dir;

    /** The loss in percent at H, as DESIGN 5.7 has it; one formula, no line of the product. */
    private static BigDecimal loss(final BigDecimal aged) {
        final BigDecimal h = aged.subtract(new BigDecimal("8"));
        if (h.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal loss = h.multiply(new BigDecimal("0.5"));
        final BigDecimal beyond = h.subtract(BigDecimal.TEN);
        if (beyond.signum() > 0) {
            loss = loss.add(beyond.multiply(new BigDecimal("0.5")).multiply(new BigDecimal("0.2")));
        }
        return loss.min(BigDecimal.TEN);
    }

    private static BigDecimal target(
            final BigDecimal aged, final BigDecimal entry, final boolean isLong, final BigDecimal tick) {
        final boolean isGrace = aged.compareTo(new BigDecimal("8")) <= 0;
        final BigDecimal gain = isGrace ? new BigDecimal("0.2") : loss(aged).negate();
        final BigDecimal share = (isLong ? HUNDRED.add(gain) : HUNDRED.subtract(gain)).movePointLeft(2);
        return entry.multiply(share)
                .divide(tick, 0, isLong ? RoundingMode.CEILING : RoundingMode.FLOOR)
                .multiply(tick);
    }

    private static String plain(final BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String line(final String fact, final long timeMs, final String rest) {
        return "{\"fact\":\"" + fact + "\",\"time_ms\":" + timeMs + rest;
    }

    private static String agedTarget(
            final long timeMs, final BigDecimal aged, final BigDecimal loss, final BigDecimal at) {
        return line(
                "AgedTarget",
                timeMs,
                ",\"H\":\"" + plain(aged) + "\",\"loss_percent\":\"" + plain(loss) + "\",\"target\":\"" + plain(at)
                        + "\"}");
    }

    private static String phase(final long timeMs, final String phase, final BigDecimal at, final BigDecimal loss) {
        return line(
                "AgedPhaseChanged",
                timeMs,
                ",\"phase\":\"" + phase + "\",\"target\":\"" + plain(at) + "\",\"loss_percent\":\"" + plain(loss)
                        + "\"}");
    }

    /** Facts about age, exits and ends, without what is the same in each line. */
    private static List<String> facts(final CliRun run) {
        assertEquals(ExitCode.OK, run.exitCode(), run::err);
        final List<String> facts = new ArrayList<>();
        for (final String line : run.outLines()) {
            if (line.matches(".*\"fact\":\"(Aged|Exit|PositionClosed).*")) {
                facts.add(line.replaceAll(",\"seq\":\\d+", "")
                        .replaceAll(",\"venue\":\"binance\",\"symbol\":\"AUSDT\",\"position\":\\d+", ""));
            }
        }
        return facts;
    }

    private CliRun simulate(final String config, final String prices, final String entries) throws IOException {
        final Path configFile = Files.writeString(dir.resolve("c.yaml"), config);
        final Path priceFile = Files.writeString(dir.resolve("p.csv"), prices);
        final Path entryFile = Files.writeString(dir.resolve("e.csv"), entries);
        return CliRun.of(
                "simulate",
                "-c",
                configFile.toString(),
                "--verbose",
                "--prices",
                priceFile.toString(),
                "--entries",
                entryFile.toString());
    }

    private static long at(final BigDecimal aged) {
        return START_MS
                + 3 * HOUR_MS
                + aged.multiply(BigDecimal.valueOf(HOUR_MS)).longValueExact();
    }

    private static String row(final long timeMs, final String mark) {
        return timeMs + ",binance,AUSDT," + mark + ",,,\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"LONG", "SHORT"})
    void shouldEqualTheFormulasToTheDigitAtEveryStepOfTheLadder(final String side) throws IOException {
        final boolean isLong = "LONG".equals(side);
        final BigDecimal entry = new BigDecimal("123.456789");
        final BigDecimal tick = new BigDecimal("0.000001");
        final BigDecimal mark = new BigDecimal(isLong ? "104.9382" : "141.9753");
        final StringBuilder prices = new StringBuilder(PRICES).append(row(START_MS, entry.toPlainString()));
        prices.append(row(START_MS + 3 * HOUR_MS - 1, mark.toPlainString()));
        final List<String> expected = new ArrayList<>();
        BigDecimal resting = null;
        String phase = "";
        for (final String hours : HOURS) {
            final BigDecimal aged = new BigDecimal(hours);
            final long timeMs = at(aged);
            prices.append(row(timeMs, mark.toPlainString()));
            final boolean isEnd = aged.compareTo(new BigDecimal("28")) > 0;
            final BigDecimal lost = (isLong ? entry.subtract(mark) : mark.subtract(entry))
                    .multiply(HUNDRED)
                    .divide(entry, 10, RoundingMode.HALF_EVEN);
            final BigDecimal loss = isEnd ? lost : loss(aged);
            final BigDecimal target = isEnd ? mark : target(aged, entry, isLong, tick);
            expected.add(agedTarget(timeMs, aged, loss, target));
            final String now = aged.compareTo(new BigDecimal("8")) <= 0 ? "grace" : isEnd ? "emergency" : "progressive";
            if (!now.equals(phase)) {
                expected.add(phase(timeMs, now, target, loss));
                phase = now;
            }
            if (isEnd) {
                break;
            }
            if (resting == null) {
                expected.add(line("ExitOrderPlaced", timeMs, ",\"price\":\"" + plain(target) + "\"}"));
                resting = target;
            } else if (target.subtract(resting)
                            .abs()
                            .multiply(new BigDecimal("200"))
                            .compareTo(resting)
                    > 0) {
                expected.add(line(
                        "ExitOrderMoved",
                        timeMs,
                        ",\"old\":\"" + plain(resting) + "\",\"new\":\"" + plain(target) + "\"}"));
                resting = target;
            }
        }
        final CliRun run = simulate(
                "stop:\n  percent: 20\n", prices.toString(), ENTRIES + START_MS + ",binance,AUSDT," + side + ",1\n");
        final List<String> facts = facts(run);
        final String closed = facts.remove(facts.size() - 1);
        assertEquals(expected, facts);
        assertTrue(closed.contains("\"time_ms\":" + at(new BigDecimal("28.01"))), closed);
        assertTrue(closed.contains("\"reason\":\"aged_emergency\",\"exit\":\"" + plain(mark) + '"'), closed);
    }

    @Test
    void shouldEqualTheFormulasAtRandomAgesPricesAndTicks() throws IOException {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("AgedSimulateTest ratchet.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int life = 0; life < 20; life++) {
            final boolean isLong = random.nextBoolean();
            final int decimals = random.nextInt(1, 7);
            final BigDecimal tick = BigDecimal.ONE.movePointLeft(decimals);
            final BigDecimal entry = BigDecimal.valueOf(random.nextLong(100_000_000, 10_000_000_000L), 6)
                    .setScale(decimals, RoundingMode.HALF_UP);
            final BigDecimal mark =
                    entry.multiply(new BigDecimal(isLong ? "0.85" : "1.15")).setScale(decimals, RoundingMode.HALF_UP);
            final StringBuilder prices = new StringBuilder(PRICES).append(row(START_MS, entry.toPlainString()));
            final List<String> expected = new ArrayList<>();
            long timeMs = START_MS + 3 * HOUR_MS;
            while (timeMs <= START_MS + 31 * HOUR_MS) {
                // Hundredths of an hour: every quotient has an end.
                final BigDecimal aged = BigDecimal.valueOf((timeMs - START_MS - 3 * HOUR_MS) / 36_000, 2);
                prices.append(row(timeMs, mark.toPlainString()));
                expected.add(agedTarget(timeMs, aged, loss(aged), target(aged, entry, isLong, tick)));
                timeMs += random.nextLong(1, 200) * 36_000;
            }
            final CliRun run = simulate(
                    "stop:\n  percent: 20\n",
                    prices.toString(),
                    ENTRIES + START_MS + ",binance,AUSDT," + (isLong ? "LONG" : "SHORT") + ",1\n");
            final List<String> targets = new ArrayList<>(facts(run));
            targets.removeIf(fact -> !fact.contains("AgedTarget"));
            assertEquals(expected, targets, "seed=" + seed + " life=" + life);
        }
    }

    @Test
    void shouldLeaveByTheRestingExitAsAMakerWhenTheMarketComesToIt() throws IOException {
        final String prices = PRICES
                + row(START_MS, "100.00")
                + row(START_MS + 4 * HOUR_MS, "99.50")
                + row(START_MS + 4 * HOUR_MS + 1_000, "100.30");
        final CliRun run = simulate("{}\n", prices, ENTRIES + START_MS + ",binance,AUSDT,LONG,1\n");
        final String closed = facts(run).get(facts(run).size() - 1);
        // 0.2 − 100×0.05 % − 100.2×0.02 %.
        assertTrue(
                closed.contains(
                        "\"reason\":\"aged_target\",\"exit\":\"100.2\",\"pnl\":\"0.12996\",\"fees\":\"0.07004\""),
                closed);
        assertTrue(run.out().contains("\"ExitOrderPlaced\":1"), run::out);
    }

    @Test
    void shouldTakeTheMarketWhenItIsBetterThanTheTarget() throws IOException {
        final String prices = PRICES
                + row(START_MS, "100.00")
                + row(START_MS + 4 * HOUR_MS, "99.50")
                + row(START_MS + 13 * HOUR_MS, "99.10");
        final CliRun run = simulate("{}\n", prices, ENTRIES + START_MS + ",binance,AUSDT,LONG,1\n");
        final String closed = facts(run).get(facts(run).size() - 1);
        assertTrue(closed.contains("\"reason\":\"aged_target\",\"exit\":\"99.1\""), closed);
    }

    @Test
    void shouldDoNothingWhenTheLadderIsOff() throws IOException {
        final String prices = PRICES + row(START_MS, "100.00") + row(START_MS + 40 * HOUR_MS, "99.50");
        final CliRun run = simulate("aged:\n  after_h: 0\n", prices, ENTRIES + START_MS + ",binance,AUSDT,LONG,1\n");
        assertEquals(List.of(), facts(run));
    }

    @Test
    @DisplayName("F08: the zone of the host changes nothing")
    void shouldPrintTheSameBytesWhateverTheZoneOfTheHost() throws IOException {
        final TimeZone zone = TimeZone.getDefault();
        try {
            final List<String> outputs = new ArrayList<>();
            for (final String id : List.of("UTC", "Europe/Moscow", "Pacific/Kiritimati")) {
                TimeZone.setDefault(TimeZone.getTimeZone(id));
                final String prices = PRICES
                        + row(START_MS, "100.00")
                        + row(START_MS + 3 * HOUR_MS - 1, "99.00")
                        + row(START_MS + 3 * HOUR_MS, "99.00");
                outputs.add(simulate("{}\n", prices, ENTRIES + START_MS + ",binance,AUSDT,LONG,1\n")
                        .out());
            }
            assertEquals(outputs.get(0), outputs.get(1));
            assertEquals(outputs.get(0), outputs.get(2));
            assertTrue(outputs.get(0).contains("\"time_ms\":" + (START_MS + 3 * HOUR_MS) + ",\"venue\":\"binance\""));
            assertFalse(outputs.get(0).contains("\"H\":\"-"));
        } finally {
            TimeZone.setDefault(zone);
        }
    }
}
