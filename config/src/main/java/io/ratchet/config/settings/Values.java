package io.ratchet.config.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Valid values by key, read in the units of the engine. Every conversion is exact. */
final class Values {
    private static final int PERCENT_TO_PPM_DECIMALS = 4;
    private static final int MONEY_DECIMALS = 8;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_MIN = 60 * NS_PER_S;
    private static final long NS_PER_H = 3_600L * NS_PER_S;

    private final Map<String, JsonNode> nodes = new LinkedHashMap<>();
    private final Map<String, String> environment;

    Values(final Map<String, JsonNode> nodes, final Map<String, String> environment) {
        this.nodes.putAll(nodes);
        this.environment = environment;
    }

    private JsonNode node(final String key) {
        final JsonNode node = nodes.get(key);
        if (node == null) {
            throw new IllegalStateException("key is not in the schema: " + key);
        }
        return node;
    }

    /** Percent with at most 4 decimals into parts per million. */
    int ppm(final String key) {
        return scaled(key, PERCENT_TO_PPM_DECIMALS).intValueExact();
    }

    /** Money into 1e-8. */
    long money(final String key) {
        return scaled(key, MONEY_DECIMALS).longValueExact();
    }

    private BigDecimal scaled(final String key, final int decimals) {
        return node(key).decimalValue().movePointRight(decimals).setScale(0, RoundingMode.UNNECESSARY);
    }

    int integer(final String key) {
        return node(key).intValue();
    }

    boolean flag(final String key) {
        return node(key).booleanValue();
    }

    String text(final String key) {
        return node(key).asString();
    }

    /** A duration into nanoseconds; its unit is the last part of the key's name. */
    long nanos(final String key) {
        return Math.multiplyExact(node(key).longValue(), nanosPerUnit(key));
    }

    private static long nanosPerUnit(final String key) {
        if (key.endsWith("_ms")) {
            return NS_PER_MS;
        }
        if (key.endsWith("_s")) {
            return NS_PER_S;
        }
        if (key.endsWith("_min")) {
            return NS_PER_MIN;
        }
        if (key.endsWith("_h")) {
            return NS_PER_H;
        }
        throw new IllegalStateException("key has no unit of time: " + key);
    }

    List<Integer> integers(final String key) {
        final List<Integer> integers = new ArrayList<>();
        node(key).forEach(item -> integers.add(item.intValue()));
        return List.copyOf(integers);
    }

    List<String> texts(final String key) {
        final List<String> texts = new ArrayList<>();
        node(key).forEach(item -> texts.add(item.asString()));
        return List.copyOf(texts);
    }

    /** Rows of percents, {@code PROFIT=DISTANCE PROFIT=DISTANCE}, into parts per million. */
    List<TrailingOptions.Step> steps(final String key) {
        final List<TrailingOptions.Step> steps = new ArrayList<>();
        if (!text(key).isEmpty()) {
            for (final String row : text(key).split(" ")) {
                final String[] parts = row.split("=");
                steps.add(new TrailingOptions.Step(ppmOf(parts[0]), ppmOf(parts[1])));
            }
        }
        return List.copyOf(steps);
    }

    private static int ppmOf(final String percent) {
        return new BigDecimal(percent).movePointRight(PERCENT_TO_PPM_DECIMALS).intValueExact();
    }

    SecretReference secret(final String key) {
        return new SecretReference(key, text(key), environment);
    }
}
