package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each option of the trail, and all together, against slow decimals on random walks, long and short. */
final class TrailingOptionsModelTest {
    private static final int WALKS = 100;
    private static final int STEPS = 120;
    private static final int WALKS_PER_CORE = 50;
    private static final int STATS_AGE_SECONDS = 40;

    private final Map<String, Integer> rules = new TreeMap<>();
    private final Map<String, Integer> closes = new TreeMap<>();
    private Rig rig;

    private enum Option {
        STEP,
        BREAKEVEN,
        TIME,
        MOMENTUM,
        ATR
    }

    @ParameterizedTest
    @CsvSource({"STEP, 200", "BREAKEVEN, 50", "TIME, 5", "MOMENTUM, 50", "ATR, 50"})
    void shouldEqualTheSlowModelWhenOneOptionIsOn(final Option option, final int least) {
        walk(EnumSet.of(option));
        assertTrue(rules.getOrDefault(option.name(), 0) >= least, option + " " + rules);
        assertTrue(rules.keySet().size() <= 2, rules.toString());
    }

    @ParameterizedTest
    @CsvSource({"11", "12"})
    void shouldEqualTheSlowModelWhenOptionsAreMixed(final int salt) {
        final Random random = new Random(seed() + salt);
        for (int round = 0; round < 2; round++) {
            final Set<Option> options = EnumSet.noneOf(Option.class);
            for (final Option option : Option.values()) {
                if (random.nextInt(3) > 0) {
                    options.add(option);
                }
            }
            walk(options);
        }
        assertTrue(rules.keySet().size() >= 4 && closes.size() == 3, rules + " " + closes);
    }

    private static long seed() {
        final long seed = Long.getLong("ratchet.seed", 97_531L);
        System.out.println("ratchet.seed=" + seed);
        return seed;
    }

    private void walk(final Set<Option> options) {
        final Random random = new Random(seed() * 31 + options.toString().hashCode());
        for (int walk = 0; walk < WALKS; walk++) {
            final int instrumentId = walk % WALKS_PER_CORE * 2;
            rig = instrumentId == 0 ? Rig.running() : rig;
            final long walkSeed = random.nextLong();
            walk(options, instrumentId, walkSeed, true);
            walk(options, instrumentId + 1, walkSeed, false);
            if (instrumentId == 0 && walk == 0) {
                rig.check();
            }
        }
        System.out.println(options + " rules=" + rules + " closes=" + closes);
    }

    private void walk(final Set<Option> options, final int instrumentId, final long seed, final boolean isLong) {
        final Random random = new Random(seed);
        final SlowOptions.Numbers numbers = new SlowOptions.Numbers();
        rig.change = config -> numbers(config, numbers, options, new Random(seed));
        rig.config();
        final int decimals = random.nextInt(7);
        final BigDecimal tick = BigDecimal.valueOf(1 + random.nextInt(5), decimals);
        define(instrumentId, tick);
        rig.texts.clear();
        BigDecimal mark = tick.multiply(BigDecimal.valueOf(2_000 + random.nextInt(100_000)));
        mark(instrumentId, mark);
        rig.open(instrumentId, isLong ? PositionSide.LONG : PositionSide.SHORT, "0.5");
        final SlowOptions slow = new SlowOptions(numbers, isLong, tick, mark, rig.nowNs);
        for (int step = 0; step < STEPS && !slow.isClosed(); step++) {
            rig.nowNs += (100 + random.nextInt(25_000)) * Rig.MS;
            if (random.nextInt(3) == 0) {
                stats(slow, instrumentId, mark, random);
            }
            final double drift = random.nextGaussian() * 0.004 + (isLong ? 0.0008 : -0.0008);
            final BigDecimal moved = mark.multiply(BigDecimal.valueOf(1 + drift));
            mark = moved.divide(tick, 0, RoundingMode.HALF_UP).multiply(tick).max(tick);
            slow.price(mark, rig.nowNs);
            mark(instrumentId, mark);
        }
        final String name = options + " isLong=" + isLong + " walk seed " + seed;
        assertEquals(String.join("\n", slow.events), String.join("\n", events()), name);
        assertEquals(0, rig.core.violations(), name);
    }

    private void stats(final SlowOptions slow, final int instrumentId, final BigDecimal mark, final Random random) {
        final long changePpm = random.nextInt(5) == 0 ? FixedPoint.NULL : random.nextInt(40_001) - 20_000;
        final BigDecimal range = random.nextInt(5) == 0
                ? null
                : mark.multiply(BigDecimal.valueOf(random.nextInt(12_000) + 1, 6))
                        .setScale(10, RoundingMode.HALF_UP);
        slow.stats(changePpm == FixedPoint.NULL ? null : BigDecimal.valueOf(changePpm, 6), range, rig.nowNs);
        rig.stats(instrumentId, changePpm, range == null ? FixedPoint.NULL : Rig.price(range.toPlainString()));
    }

    private static void numbers(
            final ConfigAppliedEncoder config,
            final SlowOptions.Numbers numbers,
            final Set<Option> options,
            final Random random) {
        TrailingModelTest.simulation(config);
        config.stopPpm(say(v -> numbers.stop = v, 5_000 + random.nextInt(30_000)))
                .activationPpm(say(v -> numbers.activation = v, 1_000 + random.nextInt(25_000)))
                .callbackPpm(say(v -> numbers.callback = v, 500 + random.nextInt(20_000)))
                .moveMinImprovementPpm(say(v -> numbers.minImprovement = v, random.nextInt(3_000)))
                .moveOverridePpm(say(v -> numbers.override = v, 2_000 + random.nextInt(20_000)))
                .takerFeePpm(say(v -> numbers.fee = v, random.nextInt(1_500)));
        numbers.minIntervalNs = random.nextInt(120) * Rig.SECOND;
        numbers.statsAgeNs = STATS_AGE_SECONDS * Rig.SECOND;
        config.moveMinIntervalNs(numbers.minIntervalNs).statsMaxAgeSeconds(STATS_AGE_SECONDS);
        if (options.contains(Option.STEP)) {
            steps(config, numbers, random);
        }
        if (options.contains(Option.BREAKEVEN)) {
            config.breakevenPpm(say(v -> numbers.breakeven = v, 1 + random.nextInt(12_000)));
        }
        if (options.contains(Option.TIME)) {
            final int seconds = 1 + random.nextInt(900);
            numbers.ageNs = seconds * Rig.SECOND;
            config.activationAgeSeconds(seconds);
        }
        if (options.contains(Option.MOMENTUM)) {
            config.momentumPpm(say(v -> numbers.momentum = v, 1 + random.nextInt(15_000)))
                    .momentumFactorPpm(say(v -> numbers.momentumFactor = v, 100_000 + random.nextInt(899_999)));
        }
        if (options.contains(Option.ATR)) {
            config.atrPpm(say(v -> numbers.atr = v, 500_000 + random.nextInt(3_000_000)))
                    .atrMinPpm(say(v -> numbers.atrMin = v, 200 + random.nextInt(3_000)))
                    .atrMaxPpm(say(v -> numbers.atrMax = v, 4_000 + random.nextInt(30_000)));
        }
    }

    private static void steps(
            final ConfigAppliedEncoder config, final SlowOptions.Numbers numbers, final Random random) {
        final int rows = 1 + random.nextInt(4);
        numbers.steps = new BigDecimal[rows][2];
        final int[] profits = new int[4];
        final int[] distances = new int[4];
        for (int row = 0; row < rows; row++) {
            final int index = row;
            profits[row] = (row == 0 ? 0 : profits[row - 1]) + 1 + random.nextInt(12_000);
            distances[row] = 300 + random.nextInt(15_000);
            say(v -> numbers.steps[index][0] = v, profits[row]);
            say(v -> numbers.steps[index][1] = v, distances[row]);
        }
        config.step1ProfitPpm(profits[0])
                .step1DistancePpm(distances[0])
                .step2ProfitPpm(profits[1])
                .step2DistancePpm(distances[1])
                .step3ProfitPpm(profits[2])
                .step3DistancePpm(distances[2])
                .step4ProfitPpm(profits[3])
                .step4DistancePpm(distances[3]);
    }

    private interface Sink {
        void take(BigDecimal value);
    }

    private static int say(final Sink sink, final int ppm) {
        sink.take(BigDecimal.valueOf(ppm, 6));
        return ppm;
    }

    private void define(final int instrumentId, final BigDecimal tick) {
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .tickSize(Rig.price(tick.toPlainString()))
                .stepSize(FixedPoint.QUANTITY_ONE / 10)
                .minQuantity(FixedPoint.QUANTITY_ONE / 10)
                .maxQuantity(0)
                .maxMarketQuantity(0)
                .minNotional(0)
                .minPrice(0)
                .maxPrice(0)
                .bandUpPpm(0)
                .bandDownPpm(0)
                .instrumentId(instrumentId)
                .venue(Venue.BINANCE)
                .status(InstrumentStatus.TRADING)
                .symbol("S" + instrumentId);
        rig.send(8 + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }

    private void mark(final int instrumentId, final BigDecimal mark) {
        rig.mark(instrumentId, mark.toPlainString());
    }

    private List<String> events() {
        final List<String> events = new ArrayList<>();
        for (final String text : rig.texts) {
            if (text.startsWith("StopConfirmed ")) {
                events.add("confirmed " + price(text, "level"));
            } else if (text.startsWith("TrailingActivated ")) {
                events.add("activated " + price(text, "price") + " " + price(text, "level"));
            } else if (text.startsWith("StopMoved ")) {
                rules.merge(field(text, "rule"), 1, Integer::sum);
                events.add(
                        "moved " + price(text, "oldLevel") + " " + price(text, "newLevel") + " " + field(text, "rule"));
            } else if (text.startsWith("PositionClosed ")) {
                closes.merge(field(text, "reason"), 1, Integer::sum);
                events.add("closed " + field(text, "reason"));
            }
        }
        return events;
    }

    private static String price(final String text, final String name) {
        return SlowTrail.plain(new BigDecimal(field(text, name)).movePointLeft(FixedPoint.PRICE_DECIMALS));
    }

    private static String field(final String text, final String name) {
        final int at = text.indexOf(" " + name + "=") + name.length() + 2;
        return text.substring(at, text.indexOf(' ', at));
    }
}
