package io.ratchet.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.ratchet.engine.api.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * HTTP on loopback: {@code /health} is open; {@code /status}, {@code /positions}, {@code /orders} and
 * {@code POST /actions/VERB} need the token of this start. Started and stopped by the composition root; requests run on
 * Jetty's threads.
 */
public final class ControlServer implements AutoCloseable {
    /** Bytes of a body. */
    public static final int BODY_MAX = 4_096;

    private static final String LOOPBACK = "127.0.0.1";
    private static final String JSON = "application/json";

    private final Javalin javalin;
    private volatile AccessGuard guard;

    private ControlServer(final String token, final NodeControl control, final int port) {
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.routes.get("/health", context -> health(context, control));
            config.routes.get("/status", context -> read(context, control::status));
            config.routes.get("/positions", context -> read(context, control::positions));
            config.routes.get("/orders", context -> read(context, control::orders));
            config.routes.post("/actions/{verb}", context -> act(context, control::act));
            config.routes.exception(
                    Exception.class,
                    (e, context) -> answer(
                            context, Reply.error(500, "INTERNAL", e.getClass().getSimpleName())));
        });
        try {
            javalin.start(LOOPBACK, port);
        } catch (final RuntimeException e) {
            javalin.stop();
            throw new EngineException("http port: actual=" + LOOPBACK + ":" + port + " is not free", e);
        }
        guard = new AccessGuard(token, javalin.port());
    }

    /**
     * Starts listening.
     *
     * @param port    to listen on; 0 picks a free one.
     * @param token   that requests must carry.
     * @param control of the node.
     * @return the running server.
     * @throws EngineException if the port is not free.
     */
    public static ControlServer start(final int port, final String token, final NodeControl control) {
        return new ControlServer(token, control, port);
    }

    /**
     * The port it listens on.
     *
     * @return the port.
     */
    public int port() {
        return javalin.port();
    }

    private static void health(final Context context, final NodeControl control) {
        final HealthReport report = control.health();
        answer(context, new Reply(report.healthy() ? Reply.OK : Reply.UNAVAILABLE, report.json()));
    }

    private void read(final Context context, final Supplier<Reply> reading) {
        final Reply refusal = refusal(context);
        answer(context, refusal == null ? reading.get() : refusal);
    }

    private void act(final Context context, final Function<ActionRequest, Reply> action) throws IOException {
        final Reply refusal = refusal(context);
        answer(context, refusal == null ? acted(context, action) : refusal);
    }

    private Reply refusal(final Context context) {
        final AccessGuard current = guard;
        if (current == null || !current.isHost(context.header("Host"))) {
            return Reply.error(Reply.FORBIDDEN, "HOST", "Host: expected=127.0.0.1 or localhost with the port");
        }
        if (!current.isOrigin(context.header("Origin"))) {
            return Reply.error(Reply.FORBIDDEN, "ORIGIN", "Origin: expected=none, or this server");
        }
        if (!current.isToken(context.header("Authorization"))) {
            return Reply.error(
                    Reply.UNAUTHORISED,
                    "TOKEN",
                    "Authorization: expected=Bearer and the token in control.token of the data directory");
        }
        return null;
    }

    private static Reply acted(final Context context, final Function<ActionRequest, Reply> action) throws IOException {
        final String type = context.header("Content-Type");
        if (type == null || !type.startsWith(JSON)) {
            return Reply.error(Reply.UNSUPPORTED, "CONTENT_TYPE", "Content-Type: expected=" + JSON);
        }
        final byte[] body;
        try (InputStream in = context.req().getInputStream()) {
            body = in.readNBytes(BODY_MAX + 1);
        }
        if (body.length > BODY_MAX) {
            return Reply.error(Reply.TOO_LARGE, "BODY", "body: expected<=" + BODY_MAX + " bytes");
        }
        try {
            return action.apply(ActionRequest.parse(context.pathParam("verb"), new String(body, UTF_8)));
        } catch (final IllegalArgumentException e) {
            return Reply.error(Reply.BAD_REQUEST, "BAD_REQUEST", e.getMessage());
        }
    }

    private static void answer(final Context context, final Reply reply) {
        context.status(reply.status());
        context.contentType(JSON);
        context.header("Cache-Control", "no-store");
        context.header("X-Content-Type-Options", "nosniff");
        context.result(reply.json() + "\n");
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
