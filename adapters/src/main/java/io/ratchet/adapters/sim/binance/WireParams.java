package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.SimDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Parameters of one request, decoded, and the bytes that were signed. */
final class WireParams {
    private static final String SIGNATURE = "signature";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> duplicates = new LinkedHashSet<>();
    private String signed = "";

    private WireParams() {}

    /**
     * Of a REST request: query and body, bare concatenation is what is signed, the query wins.
     *
     * @param query raw, without the question mark.
     * @param body  raw form body.
     * @return the parameters.
     */
    static WireParams rest(final String query, final String body) {
        final WireParams params = new WireParams();
        params.read(query);
        final WireParams inBody = new WireParams();
        inBody.read(body);
        params.duplicates.addAll(inBody.duplicates);
        inBody.values.forEach(params.values::putIfAbsent);
        params.signed = withoutSignature(query) + withoutSignature(body);
        return params;
    }

    /**
     * Of a WebSocket API request: sorted by name is what is signed.
     *
     * @param given name to text.
     * @return the parameters.
     */
    static WireParams sorted(final Map<String, String> given) {
        final WireParams params = new WireParams();
        params.values.putAll(given);
        final StringJoiner joiner = new StringJoiner("&");
        new TreeMap<>(given).forEach((name, value) -> {
            if (!SIGNATURE.equals(name)) {
                joiner.add(name + '=' + value);
            }
        });
        params.signed = joiner.toString();
        return params;
    }

    private void read(final String raw) {
        if (raw.isEmpty()) {
            return;
        }
        for (final String pair : raw.split("&")) {
            final int equals = pair.indexOf('=');
            final String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            final String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (values.putIfAbsent(name, value) != null) {
                duplicates.add(name);
            }
        }
    }

    private static String decode(final String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (final IllegalArgumentException e) {
            // A broken percent sequence: taken as it is, whoever reads the value refuses it.
            return text;
        }
    }

    private static String withoutSignature(final String raw) {
        final StringJoiner joiner = new StringJoiner("&");
        if (raw.isEmpty()) {
            return raw;
        }
        for (final String pair : raw.split("&", -1)) {
            if (!pair.startsWith(SIGNATURE + '=')) {
                joiner.add(pair);
            }
        }
        return joiner.toString();
    }

    String signed() {
        return signed;
    }

    String signature() {
        return values.getOrDefault(SIGNATURE, "");
    }

    Map<String, String> all() {
        return Collections.unmodifiableMap(values);
    }

    boolean has(final String name) {
        return values.containsKey(name);
    }

    String get(final String name) {
        return values.get(name);
    }

    String get(final String name, final String otherwise) {
        final String value = values.get(name);
        return value == null ? otherwise : value;
    }

    /** Refuses duplicates, unknown and empty parameters. */
    void check(final Set<String> known) {
        for (final String name : duplicates) {
            throw WireRefusal.of(WireError.DUPLICATE_PARAMETER, name);
        }
        int read = 0;
        for (final String name : values.keySet()) {
            read += known.contains(name) ? 1 : 0;
        }
        if (read < values.size()) {
            throw WireRefusal.of(WireError.UNREAD, read, values.size());
        }
        for (final Map.Entry<String, String> value : values.entrySet()) {
            if (value.getValue().isEmpty()) {
                throw WireRefusal.of(WireError.EMPTY, value.getKey());
            }
        }
    }

    String required(final String name) {
        final String value = values.get(name);
        if (value == null) {
            throw WireRefusal.of(WireError.MANDATORY, name);
        }
        return value;
    }

    boolean flag(final String name) {
        final String value = values.get(name);
        if (value == null) {
            return false;
        }
        if (!"true".equalsIgnoreCase(value) && !"false".equalsIgnoreCase(value)) {
            throw WireRefusal.of(WireError.BAD_VALUE, name);
        }
        return "true".equalsIgnoreCase(value);
    }

    long whole(final String name, final long otherwise) {
        final String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        final long parsed = SimDecimal.parse(value, 0);
        if (parsed == SimDecimal.INVALID || parsed == SimDecimal.TOO_PRECISE) {
            throw WireRefusal.of(WireError.MANDATORY, name);
        }
        return parsed;
    }

    /** A decimal with at most so many decimals. */
    long decimal(final String name, final int scale, final int precision) {
        final String value = required(name);
        final long parsed = SimDecimal.parse(value, scale);
        if (parsed == SimDecimal.INVALID) {
            throw WireRefusal.of(WireError.MANDATORY, name);
        }
        if (parsed == SimDecimal.TOO_PRECISE || SimDecimal.parse(value, precision) == SimDecimal.TOO_PRECISE) {
            throw WireRefusal.of(WireError.PRECISION);
        }
        return parsed;
    }
}
