package io.ratchet.config.settings;

import io.ratchet.adapters.common.Secret;
import io.ratchet.config.settings.Settings.DatabaseMode;
import io.ratchet.config.settings.Settings.PipelineSettings;
import io.ratchet.engine.pipeline.WaitMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules between keys, which a schema of single values cannot state. */
final class SettingsRules {
    private final List<String> broken = new ArrayList<>();
    private final Map<String, String> sources;

    private SettingsRules(final Map<String, String> sources) {
        this.sources = sources;
    }

    /**
     * Checks settings.
     *
     * @param settings whose single values are valid.
     * @param sources  of the values by key.
     * @return a line for each broken rule.
     */
    static List<String> check(final Settings settings, final Map<String, String> sources) {
        final SettingsRules rules = new SettingsRules(sources);
        rules.policy(settings.policy());
        rules.venue(settings);
        rules.pipeline(settings.pipeline());
        rules.need(
                settings.database().mode() != DatabaseMode.URL
                        || !settings.database().url().isEmpty(),
                "database.url",
                "nothing",
                "a JDBC address, as database.mode is url");
        return rules.broken;
    }

    private void policy(final Policy policy) {
        need(
                policy.options().areStepsAscending(),
                "trailing.steps",
                policy.options().steps(),
                "profits that ascend, distances above 0");
        need(
                policy.options().atrMinPpm() <= policy.options().atrMaxPpm(),
                "trailing.atr_min_percent",
                policy.options().atrMinPpm() + " ppm",
                "not above trailing.atr_max_percent " + policy.options().atrMaxPpm() + " ppm");
        need(
                policy.protect().panicNs() >= policy.protect().deadlineNs(),
                "protect.panic_ms",
                policy.protect().panicNs() / 1_000_000,
                "not below protect.deadline_ms " + policy.protect().deadlineNs() / 1_000_000);
        need(
                policy.venue().conditionalOrdersReserve() + 2 <= policy.venue().conditionalOrders(),
                "venue.conditional_orders_reserve",
                policy.venue().conditionalOrdersReserve(),
                "at least 2 below venue.conditional_orders " + policy.venue().conditionalOrders());
    }

    /**
     * Keys must not reach a host that is not the venue's, nor travel in clear text, nor reach a real account where a
     * simulator is meant: the adapter's own checks, before anything is connected.
     */
    private void venue(final Settings settings) {
        if (settings.venue().addresses().isIncomplete(settings.venue().environment())) {
            return; // The demo brings its own simulator; run refuses to start.
        }
        try {
            settings.venue().addresses().binance(settings, "key", Secret.of("secret"), 1_000, 0);
        } catch (final IllegalArgumentException e) {
            broken.add("section 'venue': " + e.getMessage());
        }
    }

    private void pipeline(final PipelineSettings pipeline) {
        powerOfTwo("pipeline.inbound_slots", pipeline.inboundSlots());
        powerOfTwo("pipeline.egress_slots", pipeline.egressSlots());
        powerOfTwo("pipeline.listener_slots", pipeline.listenerSlots());
        need(
                pipeline.waitMode() != WaitMode.SPIN || pipeline.coreCpu() >= 0 && pipeline.egressCpu() >= 0,
                "pipeline.wait",
                "spin",
                "adaptive, or spin with pipeline.core_cpu and pipeline.egress_cpu set");
        need(
                pipeline.coreCpu() < 0 || pipeline.coreCpu() != pipeline.egressCpu(),
                "pipeline.egress_cpu",
                pipeline.egressCpu(),
                "another cpu than pipeline.core_cpu");
    }

    private void powerOfTwo(final String key, final int value) {
        need(Integer.bitCount(value) == 1, key, value, "a power of two");
    }

    private void need(final boolean kept, final String key, final Object actual, final String expected) {
        if (!kept) {
            broken.add(sources.get(key) + ": key '" + key + "': actual=" + actual + " expected=" + expected);
        }
    }
}
