package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A socket of the WebSocket API. */
final class TradeSocket extends WireSocket {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES_PER_SECOND = 1_000;
    /** Parameters that must be JSON strings: a JSON number has already lost decimals somewhere. */
    private static final Set<String> DECIMALS =
            Set.of("quantity", "price", "triggerPrice", "stopPrice", "activatePrice", "callbackRate");

    private final Calls calls;
    private final WireLimits limits;
    private final boolean showLimits;

    /** Serves a call and delivers events around its answer. */
    interface Calls {
        /**
         * Serves a call.
         *
         * @param method of the call.
         * @param params of it.
         * @param key    the API key in them, null for none.
         * @param answer takes the reply, before or after its events.
         */
        void call(String method, WireParams params, String key, java.util.function.Consumer<WireApi.Reply> answer);
    }

    TradeSocket(final BinanceVenueConfig config, final Calls calls, final WireLimits limits, final boolean showLimits) {
        super(config, MESSAGES_PER_SECOND);
        this.calls = calls;
        this.limits = limits;
        this.showLimits = showLimits;
    }

    @Override
    void onText(final String text) {
        final JsonNode request;
        try {
            request = JSON.readTree(text);
        } catch (final JacksonException e) {
            send(refused("null", WireRefusal.of(WireError.MANDATORY, "method"), false));
            return;
        }
        final JsonNode id = request.get("id");
        final String shownId = id == null ? "null" : id.toString();
        final JsonNode method = request.get("method");
        if (method == null || !method.isString()) {
            send(refused(shownId, WireRefusal.of(WireError.MANDATORY, "method"), false));
            return;
        }
        final Map<String, String> values = new LinkedHashMap<>();
        final JsonNode params = request.get("params");
        if (params != null && params.isObject()) {
            for (final Map.Entry<String, JsonNode> param : params.properties()) {
                if (DECIMALS.contains(param.getKey()) && !param.getValue().isString()) {
                    send(refused(shownId, WireRefusal.of(WireError.MANDATORY, param.getKey()), false));
                    return;
                }
                values.put(
                        param.getKey(),
                        param.getValue().isString()
                                ? param.getValue().asString()
                                : param.getValue().toString());
            }
        }
        calls.call(method.asString(), WireParams.sorted(values), values.get("apiKey"), reply -> answer(shownId, reply));
    }

    private void answer(final String id, final WireApi.Reply reply) {
        if (reply.dropped()) {
            return;
        }
        final JsonText json = new JsonText().object().raw("id", id).number("status", reply.status());
        json.raw(reply.good() ? "result" : "error", reply.body());
        if (showLimits) {
            json.raw("rateLimits", limits.usedJson(reply.order()));
        }
        send(json.end().toString(), reply.delayMs());
    }

    private String refused(final String id, final WireRefusal refusal, final boolean order) {
        final JsonText json = new JsonText()
                .object()
                .raw("id", id)
                .number("status", refusal.status())
                .raw("error", refusal.json());
        if (showLimits) {
            json.raw("rateLimits", limits.usedJson(order));
        }
        return json.end().toString();
    }

    @Override
    void onClosed() {
        // Its requests live on: the exchange has them.
    }
}
