package io.ratchet.config.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One key as the schema documents it.
 *
 * @param path   dots between its parts.
 * @param schema its node in the schema.
 */
record SettingsKey(String path, JsonNode schema) {

    String type() {
        return schema.get("type").asString();
    }

    JsonNode defaultValue() {
        return schema.get("default");
    }

    boolean isSecret() {
        return schema.has("x-secret");
    }

    String unit() {
        return schema.get("x-unit").asString();
    }

    /** A valid value that is not the given one. */
    String otherThan(final String value) {
        switch (type()) {
            case "boolean":
                return "true".equals(value) ? "false" : "true";
            case "array":
                return schema.at("/items/minimum").asString().equals(value)
                        ? schema.at("/items/maximum").asString()
                        : schema.at("/items/minimum").asString();
            case "integer", "number":
                final JsonNode maximum = schema.get("maximum");
                return maximum.decimalValue().compareTo(new BigDecimal(value)) == 0
                        ? maximum.decimalValue().subtract(BigDecimal.ONE).toPlainString()
                        : maximum.asString();
            default:
                if (schema.has("examples")) {
                    // The first one is unlike anything that somebody would choose, in each of its parts.
                    return schema.at("/examples/0").asString().equals(value)
                            ? schema.at("/examples/1").asString()
                            : schema.at("/examples/0").asString();
                }
                return schema.has("enum") && schema.at("/enum/0").asString().equals(value)
                        ? schema.at("/enum/1").asString()
                        : schema.has("enum") ? schema.at("/enum/0").asString() : value + 'x';
        }
    }

    /** The rule in words: type, bounds, unit. */
    String rule() {
        if (isSecret()) {
            return "${NAME} or file:PATH";
        }
        final List<String> parts = new ArrayList<>();
        parts.add(typeInWords());
        bound(parts, "exclusiveMinimum", "above ");
        bound(parts, "minimum", "at least ");
        bound(parts, "maximum", "at most ");
        if (schema.has("multipleOf")) {
            parts.add("at most 4 decimals");
        }
        if (schema.has("pattern")) {
            parts.add("like " + schema.get("pattern").asString());
        }
        if (!unit().isEmpty()) {
            parts.add("in " + unit());
        }
        return String.join(", ", parts);
    }

    private String typeInWords() {
        if (schema.has("enum")) {
            final List<String> values = new ArrayList<>();
            schema.get("enum").forEach(value -> values.add(value.asString()));
            return "one of " + String.join(" ", values);
        }
        switch (type()) {
            case "integer":
                return "a whole number";
            case "number":
                return "a decimal";
            case "boolean":
                return "true or false";
            case "array":
                return "a list of different whole numbers "
                        + schema.at("/items/minimum").asString() + " to "
                        + schema.at("/items/maximum").asString();
            default:
                return "a text";
        }
    }

    private void bound(final List<String> parts, final String keyword, final String words) {
        if (schema.has(keyword)) {
            parts.add(words + schema.get(keyword).asString());
        }
    }
}
