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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrailingModelTest {
    private static final int WALKS = 1_000;
    private static final int STEPS = 120;
    private static final int WALKS_PER_CORE = 50;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private int moves;
    private int activations;
    private final java.util.Map<String, Integer> closes = new java.util.TreeMap<>();

    @Test
    void shouldEqualTheSlowModelOnRandomWalks() {
        final long seed = Long.getLong("ratchet.seed", 54_321L);
        System.out.println("ratchet.seed=" + seed);
        final Random random = new Random(seed);
        Rig rig = null;
        for (int walk = 0; walk < WALKS; walk++) {
            // A core is large: many walks share one, each on its own instrument.
            final int instrumentId = walk % WALKS_PER_CORE * 2;
            rig = instrumentId == 0 ? Rig.running() : rig;
            final long walkSeed = random.nextLong();
            walk(rig, instrumentId, walkSeed, true);
            walk(rig, instrumentId + 1, walkSeed, false);
        }
        System.out.println("activations=" + activations + " moves=" + moves + " closes=" + closes);
        assertTrue(moves > 1_000 && activations > 500 && closes.size() == 3, closes.toString());
    }

    private void walk(final Rig rig, final int instrumentId, final long seed, final boolean isLong) {
        final Random random = new Random(seed);
        final boolean isDefault = random.nextBoolean();
        final int stop = isDefault ? 20_000 : 5_000 + random.nextInt(30_000);
        final int activation = isDefault ? 15_000 : 1_000 + random.nextInt(25_000);
        final int callback = isDefault ? 5_000 : 500 + random.nextInt(20_000);
        final int improvement = isDefault ? 1_000 : random.nextInt(3_000);
        final int override = isDefault ? 10_000 : 2_000 + random.nextInt(20_000);
        final long interval = isDefault ? 60 * Rig.SECOND : random.nextInt(120) * Rig.SECOND;
        final int decimals = random.nextInt(9);
        final long tickUnits = 1 + random.nextInt(5);
        final BigDecimal tick = BigDecimal.valueOf(tickUnits, decimals);
        final BigDecimal base = tick.multiply(BigDecimal.valueOf(150 + random.nextInt(100_000)));
        rig.change = config -> simulation(config)
                .stopPpm(stop)
                .activationPpm(activation)
                .callbackPpm(callback)
                .moveMinImprovementPpm(improvement)
                .moveOverridePpm(override)
                .moveMinIntervalNs(interval);
        rig.config();
        define(rig, instrumentId, tick);
        rig.texts.clear();
        BigDecimal mark = base;
        mark(rig, instrumentId, mark);
        rig.open(instrumentId, isLong ? PositionSide.LONG : PositionSide.SHORT, "0.5");
        final SlowTrail slow = new SlowTrail(
                isLong,
                tick,
                mark,
                rig.nowNs,
                ppm(stop),
                ppm(activation),
                ppm(callback),
                ppm(improvement),
                ppm(override),
                interval);
        for (int step = 0; step < STEPS && !slow.isClosed(); step++) {
            rig.nowNs += (100 + random.nextInt(25_000)) * Rig.MS;
            final double drift = (random.nextGaussian() * 0.004 + (isLong ? 0.0008 : -0.0008));
            final BigDecimal moved = mark.multiply(BigDecimal.valueOf(1 + drift));
            mark = moved.divide(tick, 0, RoundingMode.HALF_UP).multiply(tick).max(tick);
            slow.price(mark, rig.nowNs);
            mark(rig, instrumentId, mark);
        }
        assertEquals(String.join("\n", slow.events), String.join("\n", events(rig)), "walk seed " + seed);
        assertEquals(0, rig.core.violations(), "walk seed " + seed);
    }

    private static BigDecimal ppm(final int value) {
        return BigDecimal.valueOf(value).divide(MILLION);
    }

    /** Ages, quarantine, notional and the like are off, as in {@code simulate}. */
    static ConfigAppliedEncoder simulation(final ConfigAppliedEncoder config) {
        return config.markMaxAgeNs(0)
                .lastMaxAgeNs(0)
                .lastMarkDeviationPpm(0)
                .quarantineJumpPpm(0)
                .maxExposureMoney(0)
                .reopenBlockNs(0)
                .reconcileIntervalNs(0)
                .resyncJumpNs(0)
                .conditionalOrdersMax(0)
                .liquidationBufferPpm(0);
    }

    private static void define(final Rig rig, final int instrumentId, final BigDecimal tick) {
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

    private static void mark(final Rig rig, final int instrumentId, final BigDecimal mark) {
        rig.mark(instrumentId, mark.toPlainString());
    }

    private List<String> events(final Rig rig) {
        final List<String> events = new ArrayList<>();
        for (final String text : rig.texts) {
            if (text.startsWith("StopConfirmed ")) {
                events.add("confirmed " + price(text, "level"));
            } else if (text.startsWith("TrailingActivated ")) {
                activations++;
                events.add("activated " + price(text, "price") + " " + price(text, "level"));
            } else if (text.startsWith("StopMoved ")) {
                moves++;
                events.add("moved " + price(text, "oldLevel") + " " + price(text, "newLevel"));
            } else if (text.startsWith("PositionClosed ")) {
                final String reason = field(text, "reason");
                closes.merge(reason, 1, Integer::sum);
                events.add("closed " + reason);
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
