package io.ratchet.bench.simulator;

import io.ratchet.config.settings.Settings;
import io.ratchet.config.settings.SettingsLoader;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The policy of a life, or of a part of it, drawn from a number: what a settings file could say, and ages short enough for a
 * life of half an hour. 0 is the defaults.
 *
 * @param settings     as loaded and checked.
 * @param agedSeconds  after which a position is aged, 0 for as the settings say.
 * @param graceSeconds of aged positions, and how long their targets fall after it.
 */
record SimPolicy(Settings settings, int agedSeconds, int graceSeconds) {
    private static final SimPolicy DEFAULTS = new SimPolicy(SettingsLoader.defaults(), 0, 0);

    /** The policy of a number. */
    static SimPolicy of(final long number) {
        if (number == 0) {
            return DEFAULTS;
        }
        final SplittableRandom random = Streams.of(number, "policy");
        final Map<String, String> keys = new HashMap<>();
        final Draw draw = new Draw(random, keys);
        stops(draw);
        entries(draw);
        limits(draw);
        protections(draw);
        draw.one("foreign.policy", 60, "ignore", "alert", "guard", "adopt");
        draw.one("account.dedicated", 20, "true");
        draw.one("shutdown.exits", 30, "keep");
        final boolean isAged = random.nextInt(100) < 50;
        return new SimPolicy(
                SettingsLoader.load(null, Map.of(), keys),
                isAged ? 120 + random.nextInt(600) : 0,
                60 + random.nextInt(240));
    }

    /** The input that brings it to the core. */
    ConfigAppliedEncoder encode(final ConfigAppliedEncoder message, final int speedMilli) {
        settings.toConfigApplied(message, speedMilli);
        return agedSeconds == 0
                ? message
                : message.agedAfterSeconds(agedSeconds)
                        .agedGraceSeconds(graceSeconds)
                        .agedProgressiveSeconds(2L * graceSeconds)
                        .agedAccelerationAfterSeconds(graceSeconds);
    }

    private static void stops(final Draw draw) {
        draw.one("stop.percent", 40, "1", "1.5", "3", "5");
        draw.one("trailing.activation_percent", 50, "0.5", "0.8", "1", "2.5");
        draw.one("trailing.callback_percent", 40, "0.3", "0.8", "1");
        draw.one("trailing.min_interval_s", 30, "10", "30");
        draw.one("trailing.source", 20, "last");
        draw.one("trailing.steps", 25, "1=0.8 2=0.5", "0.5=0.4 1.5=0.3 3=0.2");
        draw.one("trailing.breakeven_percent", 25, "0.5", "1");
        draw.one("trailing.activate_after_s", 20, "120", "600");
        draw.one("trailing.momentum_percent", 20, "0.2", "0.5");
        draw.one("trailing.atr_percent", 25, "100", "200");
        draw.one("protect.overload", 30, "close");
        draw.one("guard.sweep_s", 30, "30", "60");
        draw.one("health.high", 20, "tighten", "alert");
        draw.one("health.critical", 20, "tighten", "none");
        draw.one("health.emergency", 20, "close", "tighten");
        draw.one("aged.place_pause_s", 40, "5", "20");
    }

    private static void entries(final Draw draw) {
        draw.one("signals.mode", 30, "realtime");
        draw.one("signals.stop_list", 30, "SIMB*", "SIMAUSDT,SIMC*");
        draw.one("signals.only_list", 10, "SIMA*,SIMB*,SIMC*");
        draw.one("signals.missing_direction", 30, "long");
        draw.one("sizing.mode", 30, "risk_percent");
        draw.one("sizing.risk_percent", 50, "0.01", "0.05");
        draw.one("entry.order", 30, "limit_ioc");
        draw.one("entry.leverage", 40, "2", "5", "20", "40");
        draw.one("entry.margin_mode", 20, "crossed");
        draw.one("entry.reopen_block_s", 30, "0", "300");
        draw.one("filters.unknown", 10, "refuse");
        draw.one("waves.positions", 30, "1", "3");
        draw.one("waves.buffer_percent", 20, "0", "200");
    }

    private static void limits(final Draw draw) {
        draw.one("limits.positions", 30, "2", "3", "5");
        draw.one("limits.exposure_usd", 20, "500", "1000");
        draw.one("limits.positions_per_symbol", 20, "1");
        draw.one("limits.openings", 20, "2", "4");
        draw.one("limits.balance_reserve_usd", 10, "99500");
        draw.one("limits.daily_loss_usd", 20, "1", "10");
    }

    private static void protections(final Draw draw) {
        draw.one("kill_switch.drawdown_percent", 15, "0.002", "0.01");
        draw.one("kill_switch.action", 40, "close");
        draw.one("stoploss_guard.trade_limit", 20, "1", "2");
        draw.one("stoploss_guard.stop_duration_min", 50, "2", "5");
        draw.one("stoploss_guard.only_per_pair", 30, "true");
        draw.one("max_drawdown.trade_limit", 15, "2");
        draw.one("max_drawdown.max_allowed_drawdown_percent", 50, "1");
        draw.one("max_drawdown.stop_duration_min", 50, "3");
        draw.one("cooldown_period.stop_duration_min", 20, "1", "3");
        draw.one("low_profit_pairs.trade_limit", 15, "1");
        draw.one("low_profit_pairs.stop_duration_min", 50, "2");
    }

    /** Draws the value of a key, most often none. */
    private record Draw(SplittableRandom random, Map<String, String> keys) {
        private void one(final String key, final int percent, final String... values) {
            final int chance = random.nextInt(100);
            final String value = values[random.nextInt(values.length)];
            if (chance < percent) {
                keys.put(key, value);
            }
        }
    }
}
