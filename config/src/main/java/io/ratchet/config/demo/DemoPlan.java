package io.ratchet.config.demo;

import java.nio.file.Path;

/**
 * What to demonstrate.
 *
 * @param prices     file in the simulate format, null for generated prices.
 * @param loop       whether the file begins again at its end.
 * @param signals    file of signals, null for generated ones.
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
        int minutes,
        int speedMilli,
        long seed,
        int httpPort,
        boolean staysUp,
        Path data,
        Terminal terminal) {}
