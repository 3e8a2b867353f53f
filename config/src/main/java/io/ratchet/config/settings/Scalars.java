package io.ratchet.config.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Texts of the environment and of flags into the nodes that the schema expects; what does not fit stays a text. */
final class Scalars {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{1,30})?|\\.\\d{1,30})");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,30}");

    private Scalars() {}

    static boolean isDecimal(final String text) {
        return DECIMAL.matcher(text).matches();
    }

    static JsonNode parse(final String text, final SettingsKey key) {
        final JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (key.type()) {
            case "integer":
                return INTEGER.matcher(text).matches()
                        ? nodes.numberNode(new BigInteger(text))
                        : nodes.stringNode(text);
            case "number":
                return isDecimal(text) ? nodes.numberNode(new BigDecimal(text)) : nodes.stringNode(text);
            case "boolean":
                return "true".equals(text) || "false".equals(text)
                        ? nodes.booleanNode("true".equals(text))
                        : nodes.stringNode(text);
            case "array":
                return list(text);
            default:
                return nodes.stringNode(text);
        }
    }

    private static ArrayNode list(final String text) {
        final ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (final String item : text.split(",", -1)) {
            final String stripped = item.strip();
            if (INTEGER.matcher(stripped).matches()) {
                list.add(new BigInteger(stripped));
            } else {
                list.add(stripped);
            }
        }
        return list;
    }
}
