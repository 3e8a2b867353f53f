package io.ratchet.config.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulated exchange and signal server in a process of their own, and the settings of a node that trades there. */
final class Exchange implements AutoCloseable {
    static final Map<String, String> SECRETS = Map.of(
            "TEST_KEY", "system-test-key", "TEST_SECRET", "system-test-secret", "TEST_TOKEN", "system-test-token");
    private static final long READY_S = 60;

    private final ProductProcess process;
    private final Path directory;
    private final Path log;
    private final int speed;
    private final long anchorMs;
    private final long startMs;
    private final JsonNode ready;
    private int httpPort;
    private List<String> nodeJvm = List.of();

    private Exchange(
            final ProductProcess process,
            final Path directory,
            final Path log,
            final int speed,
            final long anchorMs,
            final long startMs,
            final JsonNode ready) {
        this.process = process;
        this.directory = directory;
        this.log = log;
        this.speed = speed;
        this.anchorMs = anchorMs;
        this.startMs = startMs;
        this.ready = ready;
    }

    static Exchange start(final Path directory, final long seed, final int speed, final String... more)
            throws IOException, InterruptedException {
        final Path log = directory.resolve("venue.jsonl");
        final long anchorMs = System.currentTimeMillis();
        // Shortly before a check minute, so that the first wave is soon.
        final long startMs = anchorMs / 900_000 * 900_000 + 240_000;
        final List<String> args = new ArrayList<>(List.of(
                "venue",
                "--stdin",
                "--port",
                "0",
                "--signal-port",
                "0",
                "--seed",
                Long.toString(seed),
                "--speed",
                Integer.toString(speed),
                "--anchor-ms",
                Long.toString(anchorMs),
                "--start-ms",
                Long.toString(startMs),
                "--log",
                log.toString(),
                "--key",
                SECRETS.get("TEST_KEY"),
                "--secret",
                SECRETS.get("TEST_SECRET"),
                "--token",
                SECRETS.get("TEST_TOKEN")));
        args.addAll(List.of(more));
        final ProductProcess process = ProductProcess.start(directory, Map.of(), args.toArray(String[]::new));
        final String line = process.await(text -> text.contains("\"ready\""), READY_S);
        return new Exchange(
                process,
                directory,
                log,
                speed,
                anchorMs,
                startMs,
                JsonMapper.shared().readTree(line));
    }

    Path log() {
        return log;
    }

    int port() {
        return ready.path("port").asInt();
    }

    /** Arms a fault or another command of the venue process. */
    void say(final String command) throws IOException {
        process.say(command);
    }

    /** Flags for the JVM of the nodes from now on. */
    void nodeJvm(final String... flags) {
        nodeJvm = List.of(flags);
    }

    /** Starts a node that trades here; its data directory outlives it. */
    ProductProcess node(final Path data, final int port, final String... more) throws IOException {
        httpPort = port;
        final List<String> args = new ArrayList<>(List.of(
                "run",
                "-c",
                settings(data).toString(),
                "--http",
                Integer.toString(port),
                "--speed",
                Integer.toString(speed),
                "--anchor-ms",
                Long.toString(anchorMs),
                "--start-ms",
                Long.toString(startMs)));
        args.addAll(List.of(more));
        return ProductProcess.start(directory, nodeJvm, SECRETS, args.toArray(String[]::new));
    }

    /** Starts a node whose core breaks when a file appears. */
    ProductProcess failingNode(final Path data, final int port, final Path trigger) throws IOException {
        httpPort = port;
        return ProductProcess.startMain(
                directory,
                SECRETS,
                FailingNode.class,
                settings(data).toString(),
                Integer.toString(port),
                Integer.toString(speed),
                Long.toString(anchorMs),
                Long.toString(startMs),
                trigger.toString());
    }

    /** The health port of the node started last. */
    int httpPort() {
        return httpPort;
    }

    /** Stops that rest at the exchange, by its log. */
    long liveStops() throws IOException {
        return new StopsInLog(log).live().size();
    }

    /** Deletes every resting stop, as somebody with the keys could. */
    void deleteStops() throws IOException, InterruptedException {
        for (final String client : new StopsInLog(log).live()) {
            deleteStop(client);
        }
    }

    /** Deletes one resting stop. */
    void deleteStop(final String client) throws IOException, InterruptedException {
        new BinanceHand(port(), SECRETS.get("TEST_KEY"), SECRETS.get("TEST_SECRET"))
                .deleteStop(client, startMs + (System.currentTimeMillis() - anchorMs) * speed);
    }

    private Path settings(final Path data) throws IOException {
        final String host = "127.0.0.1:" + port();
        final Path settings = directory.resolve("node.yaml");
        Files.writeString(
                settings,
                String.join(
                        "\n",
                        "venue:",
                        "  environment: simulated",
                        "  urls:",
                        "    rest: http://" + host,
                        "    public_stream: ws://" + host + "/public",
                        "    market_stream: ws://" + host + "/market",
                        "    private_stream: ws://" + host + "/private",
                        "    trade_api: ws://" + host + "/ws-fapi/v1",
                        "  key: ${TEST_KEY}",
                        "  secret: ${TEST_SECRET}",
                        "signals:",
                        "  url: ws://127.0.0.1:" + ready.path("signalPort").asInt(),
                        "  token: ${TEST_TOKEN}",
                        "data:",
                        "  dir: " + data,
                        ""));
        return settings;
    }

    /** Ends it; afterwards its log is whole. */
    void end() throws IOException, InterruptedException {
        process.stop(READY_S);
    }

    @Override
    public void close() {
        process.close();
    }
}
