package io.ratchet.config.settings;

import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.HealthAction;
import java.util.Locale;

/**
 * The guard's look at everything and the health of positions. 0 is off.
 *
 * @param sweepSeconds          between two looks at every position.
 * @param emergencyPpm          distance from the entry of the stop after a refused one.
 * @param healthIntervalSeconds between two scores.
 * @param high                  on entering that class of risk.
 * @param critical              on entering that class of risk.
 * @param emergency             on entering that class of risk.
 */
public record GuardOptions(
        int sweepSeconds,
        int emergencyPpm,
        int healthIntervalSeconds,
        HealthAction high,
        HealthAction critical,
        HealthAction emergency) {

    static GuardOptions of(final Values values) {
        return new GuardOptions(
                values.integer("guard.sweep_s"),
                values.ppm("guard.emergency_percent"),
                values.integer("health.interval_s"),
                action(values, "health.high"),
                action(values, "health.critical"),
                action(values, "health.emergency"));
    }

    private static HealthAction action(final Values values, final String key) {
        return HealthAction.valueOf(values.text(key).toUpperCase(Locale.ROOT));
    }

    void encode(final ConfigAppliedEncoder encoder) {
        encoder.guardSweepSeconds(sweepSeconds)
                .emergencyStopPpm(emergencyPpm)
                .healthIntervalSeconds(healthIntervalSeconds)
                .healthHigh(high)
                .healthCritical(critical)
                .healthEmergency(emergency);
    }
}
