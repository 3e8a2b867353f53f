package io.ratchet.config.demo;

import io.ratchet.config.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What to demonstrate.
 *
 * @param prices     file in the simulate format, null for generated prices.
 * @param loop       whether the file begins again at its end.
 * @param signals    file of signals, null for generated ones.
 * @param symbols    contracts with generated prices.
 * @param signalsPerWave generated signals of each wave.
 * @param settings   makes the settings of the node from secrets and from the keys that the demo decides itself.
 * @param minutes    of market time; 0 for the length of the price file, or an hour of generated prices.
 * @param speedMilli of the one clock, in thousandths of real time.
 * @param seed       of prices and signals.
 * @param httpPort   of health, 0 for none.
 * @param staysUp    whether the node stays up behind the report until the process is stopped.
 * @param data       directory for what the demo leaves.
 * @param terminal   that output goes to.
 */
public record DemoPlan(
        Path prices,
        boolean loop,
        Path signals,
        int symbols,
        int signalsPerWave,
        BiFunction<Map<String, String>, Map<String, String>, Settings> settings,
        int minutes,
        int speedMilli,
        long seed,
        int httpPort,
        boolean staysUp,
        Path data,
        Terminal terminal) {}
