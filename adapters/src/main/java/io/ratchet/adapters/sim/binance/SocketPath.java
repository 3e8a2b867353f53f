package io.ratchet.adapters.sim.binance;

import java.util.ArrayList;
import java.util.List;

/** Paths of stream sockets: a route, ws or stream, and perhaps a stream or a key behind it. */
final class SocketPath {
    static final String PUBLIC = "public";
    static final String MARKET = "market";
    static final String PRIVATE = "private";

    private SocketPath() {}

    /** The route; unrouted paths carry only public data; empty when it is no stream path. */
    static String route(final String path) {
        final String[] parts = path.split("/");
        if (parts.length < 2) {
            return "";
        }
        if (isForm(parts[1])) {
            return PUBLIC;
        }
        final boolean known = parts[1].equals(PUBLIC) || parts[1].equals(MARKET) || parts[1].equals(PRIVATE);
        return known && parts.length > 2 && isForm(parts[2]) ? parts[1] : "";
    }

    static boolean wrapped(final String path) {
        return path.startsWith("/stream") || path.contains("/stream/") || path.endsWith("/stream");
    }

    static String last(final String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static List<String> streams(final String path, final WireParams params) {
        final List<String> streams = new ArrayList<>();
        for (final String stream : params.get("streams", "").split("/")) {
            if (!stream.isEmpty()) {
                streams.add(stream);
            }
        }
        final String last = last(path);
        if (!last.isEmpty() && !isForm(last)) {
            streams.add(WireParams.rest("s=" + last.replace("+", "%2B"), "").get("s"));
        }
        return streams;
    }

    private static boolean isForm(final String part) {
        return "ws".equals(part) || "stream".equals(part);
    }
}
