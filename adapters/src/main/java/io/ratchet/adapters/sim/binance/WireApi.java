package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.SimFault;
import io.ratchet.adapters.sim.VenueLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Serves requests of both wires: limits, keys, signatures, faults, log. */
final class WireApi {
    private static final int OK = 200;
    private static final int KEY_LENGTH_MIN = 10;
    private static final long LEAD_MS = 1_000;
    private static final long RECV_WINDOW_MS = 5_000;
    private static final Set<String> SIGNED_PARAMS = Set.of("timestamp", "recvWindow", "signature", "apiKey");

    /**
     * An answer.
     *
     * @param status  of HTTP.
     * @param body    JSON: the result, or code and msg.
     * @param dropped whether it must not be sent.
     * @param delayMs of the wall, before it is sent.
     * @param order   whether order budget is reported with it.
     */
    record Reply(int status, String body, boolean dropped, long delayMs, boolean order) {
        boolean good() {
            return status == OK;
        }
    }

    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final WireContext context;
    private final VenueLog log;
    private final BinanceVenueConfig config;
    private final WireSignature signature;
    private long requests;

    WireApi(final WireContext context, final UserStreams streams, final VenueLog log, final BinanceVenueConfig config) {
        this.context = context;
        this.log = log;
        this.config = config;
        this.signature = new WireSignature(config.apiSecret());
        new TradeEndpoints(context).register(endpoints);
        new AccountEndpoints(context, streams).register(endpoints);
    }

    /**
     * Serves a request.
     *
     * @param via    rest or ws.
     * @param op     method and path, or method of the WebSocket API.
     * @param params of it.
     * @param key    the API key sent, null for none.
     * @return the answer.
     */
    Reply call(final String via, final String op, final WireParams params, final String key) {
        requests++;
        final long id = requests;
        log.request(id, via, op, params.all());
        final Endpoint endpoint = endpoints.get(op);
        final Reply reply = serve(endpoint, op, params, key);
        log.reply(id, reply.status(), code(reply), reply.dropped());
        return reply;
    }

    private Reply serve(final Endpoint endpoint, final String op, final WireParams params, final String key) {
        final boolean order = endpoint != null && endpoint.order();
        SimFault fault = null;
        try {
            context.limits.weigh(endpoint == null ? 1 : endpoint.weight().applyAsInt(params), context.nowMs());
            if (endpoint == null) {
                final int space = op.indexOf(' ');
                throw WireRefusal.of(
                        WireError.NO_SUCH_PATH,
                        op.substring(space + 1),
                        space < 0 ? "WebSocket" : op.substring(0, space));
            }
            secure(endpoint, params, key);
            params.check(known(endpoint));
            if (order) {
                context.limits.countOrder(context.nowMs());
            }
            fault = context.faults.take(endpoint.operation(), params.get("symbol"), clientId(params));
            before(fault);
            context.fault = fault;
            final String body = endpoint.handler().apply(params);
            return after(fault, body, endpoint);
        } catch (final WireRefusal refusal) {
            final boolean dropped = fault != null && fault.kind() == SimFault.Kind.DROP_REQUEST;
            return new Reply(refusal.status(), refusal.json(), dropped, 0, order);
        } finally {
            context.fault = null;
        }
    }

    private static void before(final SimFault fault) {
        if (fault == null) {
            return;
        }
        switch (fault.kind()) {
            case OVERLOAD, DROP_REQUEST -> throw WireRefusal.of(WireError.OVERLOAD);
            case REFUSE -> throw new WireRefusal(400, fault.code(), fault.text());
            default -> {
                // Acts while or after it is executed.
            }
        }
    }

    private Reply after(final SimFault fault, final String body, final Endpoint endpoint) {
        final boolean trade =
                endpoint.operation() != SimFault.Operation.READ && endpoint.operation() != SimFault.Operation.OTHER;
        final long delay = trade ? config.replyDelayMs() : 0;
        if (fault == null) {
            return new Reply(OK, body, false, delay, endpoint.order());
        }
        return switch (fault.kind()) {
            case DROP_REPLY -> new Reply(OK, body, true, 0, endpoint.order());
            case UNKNOWN_AFTER ->
                new Reply(
                        WireError.STATUS_UNKNOWN.status(),
                        WireRefusal.of(WireError.STATUS_UNKNOWN).json(),
                        false,
                        delay,
                        endpoint.order());
            case DELAY -> new Reply(OK, body, false, delay + fault.delayMs(), endpoint.order());
            default -> new Reply(OK, body, false, delay, endpoint.order());
        };
    }

    private void secure(final Endpoint endpoint, final WireParams params, final String key) {
        if (endpoint.security() == Endpoint.Security.NONE) {
            return;
        }
        if (key == null || key.length() < KEY_LENGTH_MIN) {
            throw WireRefusal.of(WireError.KEY_FORMAT);
        }
        if (!config.apiKey().equals(key)) {
            throw WireRefusal.of(WireError.KEY);
        }
        if (endpoint.security() == Endpoint.Security.SIGNED) {
            params.required("timestamp");
            params.required("signature");
            checkTime(params.whole("timestamp", 0), params.whole("recvWindow", stretched(RECV_WINDOW_MS)));
            if (!signature.right(params.signed(), params.signature())) {
                throw WireRefusal.of(WireError.SIGNATURE);
            }
        }
    }

    private void checkTime(final long timestamp, final long recvWindow) {
        final long now = context.nowMs();
        if (timestamp >= now + stretched(LEAD_MS) || now - timestamp > recvWindow) {
            throw WireRefusal.of(WireError.TIMESTAMP);
        }
    }

    /** A network tolerance in venue time: it is a second of the wall at any speed. */
    private long stretched(final long ms) {
        return Math.max(ms, context.clock.stretched(ms));
    }

    private static Set<String> known(final Endpoint endpoint) {
        final Set<String> known = new HashSet<>(endpoint.params());
        if (endpoint.security() != Endpoint.Security.NONE) {
            known.addAll(SIGNED_PARAMS);
        }
        return known;
    }

    private static String clientId(final WireParams params) {
        for (final String name : new String[] {"newClientOrderId", "clientAlgoId", "origClientOrderId"}) {
            if (params.has(name)) {
                return params.get(name);
            }
        }
        return null;
    }

    private static int code(final Reply reply) {
        final String mark = "{\"code\":";
        if (reply.good() || !reply.body().startsWith(mark)) {
            return 0;
        }
        return Integer.parseInt(reply.body(), mark.length(), reply.body().indexOf(','), 10);
    }
}
