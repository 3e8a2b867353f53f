package io.ratchet.config.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code /health} of a node. */
final class Health {
    private static final long POLL_MS = 10;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final HttpRequest request;

    Health(final int port) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the node's health is as wanted; fails when its process ends. */
    JsonNode await(final ProductProcess node, final Predicate<JsonNode> wanted, final long seconds)
            throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        JsonNode last = null;
        while (System.nanoTime() < deadlineNs) {
            last = read();
            if (last != null && wanted.test(last)) {
                return last;
            }
            if (!node.isAlive()) {
                throw new AssertionError("the node ended: " + node.output());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        throw new AssertionError("health in " + seconds + " s: " + last + "\n" + node.output());
    }

    /** One reading; null while nobody answers. */
    JsonNode read() throws InterruptedException {
        try {
            return JsonMapper.shared()
                    .readTree(client.send(request, BodyHandlers.ofString()).body());
        } catch (final IOException ignored) {
            return null;
        }
    }
}
