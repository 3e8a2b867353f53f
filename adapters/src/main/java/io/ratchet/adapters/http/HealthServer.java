package io.ratchet.adapters.http;

import io.javalin.Javalin;
import io.ratchet.engine.api.EngineException;
import java.util.function.Supplier;

/**
 * Serves {@code /health} on loopback. Started and stopped by the composition root; requests run on Jetty's threads.
 */
public final class HealthServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final String LOOPBACK = "127.0.0.1";

    private final Javalin javalin;

    private HealthServer(final Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts listening.
     *
     * @param port   to listen on; 0 picks a free one.
     * @param health read anew at each request; must not block.
     * @return the running server.
     * @throws EngineException if the port is not free.
     */
    public static HealthServer start(final int port, final Supplier<HealthReport> health) {
        final Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.routes.get("/health", context -> {
                final HealthReport report = health.get();
                context.status(report.healthy() ? OK : UNAVAILABLE);
                context.contentType("application/json");
                context.result(report.json() + "\n");
            });
        });
        try {
            javalin.start(LOOPBACK, port);
        } catch (final RuntimeException e) {
            javalin.stop();
            throw new EngineException("http port: actual=" + LOOPBACK + ":" + port + " is not free", e);
        }
        return new HealthServer(javalin);
    }

    /**
     * The port it listens on.
     *
     * @return the port.
     */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
