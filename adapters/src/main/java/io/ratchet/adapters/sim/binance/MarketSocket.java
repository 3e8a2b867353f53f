package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.JsonText;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A market stream socket on one of the routes. */
final class MarketSocket extends WireSocket {
    private static final int STREAMS_MAX = 1_024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MarketStreams streams;
    private final boolean market;
    private final Set<String> subscribed = new LinkedHashSet<>();
    private boolean wrapped;

    MarketSocket(
            final BinanceVenueConfig config, final MarketStreams streams, final boolean market, final boolean wrapped) {
        super(config, config.messagesPerSecond());
        this.streams = streams;
        this.market = market;
        this.wrapped = wrapped;
    }

    void subscribe(final String stream) {
        if (subscribed.add(stream)) {
            streams.add(stream, this, market);
        }
    }

    void push(final String stream, final String json) {
        send(wrapped ? "{\"stream\":\"" + stream + "\",\"data\":" + json + '}' : json);
    }

    @Override
    void onText(final String text) {
        final JsonNode request;
        try {
            request = JSON.readTree(text);
        } catch (final JacksonException e) {
            refuse(WireError.STREAM_JSON, "expected value at line 1 column 1", null);
            return;
        }
        final JsonNode id = request.get("id");
        if (id == null || !id.isIntegralNumber() || id.asLong() < 0) {
            refuse(WireError.STREAM_REQUEST, "request ID must be an unsigned integer", null);
            return;
        }
        final JsonNode method = request.get("method");
        answer(method == null ? "" : method.asString(""), request.get("params"), id.toString());
    }

    private void answer(final String method, final JsonNode params, final String id) {
        switch (method) {
            case "SUBSCRIBE" -> change(params, id, true);
            case "UNSUBSCRIBE" -> change(params, id, false);
            case "LIST_SUBSCRIPTIONS" -> {
                final JsonText json = new JsonText().object().array("result");
                subscribed.forEach(json::text);
                send(json.close().raw("id", id).end().toString());
            }
            case "SET_PROPERTY" -> {
                wrapped = params != null && params.size() == 2 && params.get(1).asBoolean(false);
                done(id);
            }
            default -> refuse(WireError.STREAM_REQUEST, "unknown variant `" + method + "`", id);
        }
    }

    private void change(final JsonNode params, final String id, final boolean add) {
        if (params == null || !params.isArray() || subscribed.size() + params.size() > STREAMS_MAX) {
            refuse(WireError.STREAM_REQUEST, "params must be an array of at most " + STREAMS_MAX + " streams", id);
            return;
        }
        for (final JsonNode param : params) {
            final String stream = param.asString("");
            if (add) {
                subscribe(stream);
            } else if (subscribed.remove(stream)) {
                streams.remove(stream, this);
            }
        }
        done(id);
    }

    private void done(final String id) {
        send("{\"result\":null,\"id\":" + id + '}');
    }

    private void refuse(final WireError error, final String what, final String id) {
        final JsonText json =
                new JsonText().object().number("code", error.code()).text("msg", error.text(what));
        if (id != null) {
            json.raw("id", id);
        }
        send(json.end().toString());
    }

    @Override
    void onClosed() {
        subscribed.forEach(stream -> streams.remove(stream, this));
        subscribed.clear();
    }
}
