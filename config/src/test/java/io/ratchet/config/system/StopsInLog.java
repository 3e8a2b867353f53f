package io.ratchet.config.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The resting stops by the exchange's log. */
final class StopsInLog {
    private static final Set<String> EXECUTED = Set.of("TRIGGERING", "TRIGGERED", "FINISHED");

    private final Path log;

    StopsInLog(final Path log) {
        this.log = log;
    }

    /** Client ids of those that rest now. */
    List<String> live() throws IOException {
        final Map<Long, String> live = new LinkedHashMap<>();
        for (final JsonNode record : records()) {
            if ("live".equals(record.path("state").asString(""))) {
                live.put(record.path("orderId").asLong(), record.path("client").asString(""));
            } else {
                live.remove(record.path("orderId").asLong());
            }
        }
        return new ArrayList<>(live.values());
    }

    /** Client ids of those that the market reached: each ended a position. */
    Set<String> executed() throws IOException {
        final Set<String> executed = new HashSet<>();
        for (final JsonNode record : records()) {
            if (EXECUTED.contains(record.path("status").asString(""))) {
                executed.add(record.path("client").asString(""));
            }
        }
        return executed;
    }

    private List<JsonNode> records() throws IOException {
        final List<JsonNode> records = new ArrayList<>();
        for (final String line : Files.readAllLines(log)) {
            try {
                final JsonNode record = JsonMapper.shared().readTree(line);
                if ("stop".equals(record.path("type").asString(""))) {
                    records.add(record);
                }
            } catch (final JacksonException ignored) {
                // The last line while it is being written.
            }
        }
        return records;
    }
}
