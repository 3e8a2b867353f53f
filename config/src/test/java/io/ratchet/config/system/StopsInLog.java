package io.ratchet.config.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The resting stops by the exchange's log. */
final class StopsInLog {
    private final Path log;

    StopsInLog(final Path log) {
        this.log = log;
    }

    /** Client ids of those that rest now. */
    List<String> live() throws IOException {
        final Map<Long, String> live = new LinkedHashMap<>();
        for (final String line : Files.readAllLines(log)) {
            final JsonNode record;
            try {
                record = JsonMapper.shared().readTree(line);
            } catch (final JacksonException ignored) {
                // The last line while it is being written.
                continue;
            }
            if ("stop".equals(record.path("type").asString(""))) {
                if ("live".equals(record.path("state").asString(""))) {
                    live.put(
                            record.path("orderId").asLong(),
                            record.path("client").asString(""));
                } else {
                    live.remove(record.path("orderId").asLong());
                }
            }
        }
        return new ArrayList<>(live.values());
    }
}
