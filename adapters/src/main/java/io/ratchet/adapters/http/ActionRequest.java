package io.ratchet.adapters.http;

import java.util.Iterator;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a person asks for.
 *
 * @param verb       of the path.
 * @param positionId 0 if none is named.
 * @param symbol     empty if none is named.
 * @param level      as text, empty if there is none.
 * @param seconds    of a block, -1 if none is given.
 * @param all        everything.
 */
public record ActionRequest(String verb, long positionId, String symbol, String level, long seconds, boolean all) {
    private static final Set<String> KEYS = Set.of("position", "symbol", "level", "seconds", "all");
    private static final int TEXT_MAX = 40;

    /**
     * Reads a body.
     *
     * @param verb of the path.
     * @param body JSON, or nothing.
     * @return the request.
     * @throws IllegalArgumentException with a text for people.
     */
    static ActionRequest parse(final String verb, final String body) {
        final JsonNode json;
        try {
            json = JsonMapper.shared().readTree(body.isBlank() ? "{}" : body);
        } catch (final JacksonException e) {
            throw new IllegalArgumentException("body: actual=no JSON expected=an object");
        }
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException("body: expected=an object");
        }
        final Iterator<String> names = json.propertyNames().iterator();
        while (names.hasNext()) {
            final String name = names.next();
            if (!KEYS.contains(name)) {
                throw new IllegalArgumentException("key: expected=one of position, symbol, level, seconds, all");
            }
        }
        return new ActionRequest(
                verb,
                number(json, "position", 0, 0xFFFF_FFFFL),
                text(json, "symbol"),
                text(json, "level"),
                number(json, "seconds", -1, Long.MAX_VALUE / 1_000_000_000L),
                flag(json, "all"));
    }

    private static long number(final JsonNode json, final String key, final long absent, final long max) {
        final JsonNode node = json.get(key);
        if (node == null || node.isNull()) {
            return absent;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0 || node.asLong() > max) {
            throw new IllegalArgumentException("key " + key + ": expected=a whole number from 0 to " + max);
        }
        return node.asLong();
    }

    private static String text(final JsonNode json, final String key) {
        final JsonNode node = json.get(key);
        if (node == null || node.isNull()) {
            return "";
        }
        if (!node.isString() || node.asString().length() > TEXT_MAX) {
            throw new IllegalArgumentException("key " + key + ": expected=a text of at most " + TEXT_MAX);
        }
        return node.asString();
    }

    private static boolean flag(final JsonNode json, final String key) {
        final JsonNode node = json.get(key);
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw new IllegalArgumentException("key " + key + ": expected=true or false");
        }
        return node.asBoolean();
    }
}
