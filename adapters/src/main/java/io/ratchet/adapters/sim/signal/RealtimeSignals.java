package io.ratchet.adapters.sim.signal;

import io.ratchet.adapters.sim.JsonText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Signals of a wave in the words of the real-time protocol: no id, one total score, a direction, the time at which the
 * signal was made. What cannot be said in them stays as it is.
 */
final class RealtimeSignals {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RealtimeSignals() {}

    /** One signal as the fields of an object, or the text itself where it is none. */
    static String of(final String wave) {
        final JsonNode node;
        try {
            node = JSON.readTree(wave);
        } catch (final JacksonException unreadable) {
            return wave;
        }
        if (!node.isObject() || !node.path("score_week").isNumber()) {
            return wave;
        }
        final boolean isLong = "BUY".equals(node.path("recommended_action").asString(""));
        return new JsonText()
                .object()
                .text("symbol", node.path("pair_symbol").asString(""))
                .text("direction", isLong ? "LONG" : "SHORT")
                .raw("total_score", node.path("score_week").toString())
                .number("rsi", 50)
                .raw("volume_zscore", "1.5")
                .raw("oi_delta_pct", "0.25")
                .text("timestamp", node.path("created_at").asString(""))
                .number("exchange_id", node.path("exchange_id").asInt(1))
                .end()
                .toString();
    }
}
