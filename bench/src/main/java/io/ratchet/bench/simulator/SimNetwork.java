package io.ratchet.bench.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.ratchet.adapters.binance.rest.HttpTransport;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.WebSocketConnection;
import io.ratchet.adapters.net.WebSocketListener;
import io.ratchet.adapters.net.WebSocketSettings;
import io.ratchet.adapters.sim.binance.WireVenue;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The network between the node and the venue: WebSocket connections in order, each with its own latency, REST requests in any
 * order, and everything that goes wrong with them.
 */
final class SimNetwork {
    static final int TRADE = 0;
    static final int USER = 1;
    private static final int PUBLIC = 2;
    private static final int MARKET = 3;
    private static final int SIGNALS = 4;
    private static final int REORDERED = 5;

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final int BASE_LATENCY_MS = 3;
    private static final int JITTER_MS = 40;
    private static final int REORDER_MS = 900;

    private final World world;
    private final WireVenue venue;
    private final SimSignals signals;
    private final ReadLies lies;
    private final Report report;
    private final long seed;
    private final List<Connection> connections = new ArrayList<>();
    private final long[] drawn = new long[REORDERED + 1];
    private long slowUntilNs;
    private int slowMs;
    private long partitionUntilNs;
    private long restLossUntilNs;
    private boolean areAnswersLost;
    private long reorderUntilNs;
    private long repeatUntilNs;

    SimNetwork(
            final World world,
            final WireVenue venue,
            final SimSignals signals,
            final ReadLies lies,
            final long seed,
            final Report report) {
        this.world = world;
        this.venue = venue;
        this.signals = signals;
        this.lies = lies;
        this.seed = seed;
        this.report = report;
    }

    NetworkLoop.Connector connector(final SimNode node) {
        return (uri, settings, listener) -> new Connection(node, uri, settings, listener);
    }

    HttpTransport transport(final SimNode node, final int deadlineMs) {
        return new Transport(node, deadlineMs);
    }

    void slow(final long ms, final int moreMs) {
        slowUntilNs = world.nowNs() + ms * MS;
        slowMs = moreMs;
    }

    void partition(final long ms) {
        partitionUntilNs = world.nowNs() + ms * MS;
        for (final Connection connection : List.copyOf(connections)) {
            connection.reset(true);
        }
    }

    void loseRest(final long ms, final boolean onlyAnswers) {
        restLossUntilNs = world.nowNs() + ms * MS;
        areAnswersLost = onlyAnswers;
    }

    void reorderUser(final long ms) {
        reorderUntilNs = world.nowNs() + ms * MS;
    }

    void repeatUser(final long ms) {
        repeatUntilNs = world.nowNs() + ms * MS;
    }

    void reset(final int kind, final boolean isInFlightLost) {
        for (final Connection connection : List.copyOf(connections)) {
            if (connection.kind == kind) {
                connection.reset(isInFlightLost);
            }
        }
    }

    void mute(final int kind, final long ms, final boolean isBrokenAfter) {
        for (final Connection connection : connections) {
            if (connection.kind == kind) {
                connection.muteUntilNs = world.nowNs() + ms * MS;
                if (isBrokenAfter) {
                    world.in(ms * MS, () -> connection.reset(true));
                }
            }
        }
    }

    /** The venue says nothing on the private streams that are open, for good: only a new connection hears again. */
    void deafenUser(final long ms) {
        final long untilNs = world.nowNs() + ms * MS;
        for (final Connection connection : connections) {
            if (connection.kind == USER) {
                connection.deafUntilNs = untilNs;
            }
        }
    }

    /** All faults are over. */
    void heal() {
        slowUntilNs = 0;
        partitionUntilNs = 0;
        restLossUntilNs = 0;
        reorderUntilNs = 0;
        repeatUntilNs = 0;
        for (final Connection connection : connections) {
            connection.muteUntilNs = 0;
            connection.deafUntilNs = 0;
        }
    }

    /** A process died: its connections are gone, what it had sent is on its way. */
    void cut(final SimNode node) {
        for (final Connection connection : List.copyOf(connections)) {
            if (connection.node == node) {
                connection.die();
            }
        }
    }

    private boolean isPartitioned() {
        return world.nowNs() < partitionUntilNs;
    }

    private long latencyNs(final int stream) {
        final long hash = Streams.mixed(seed ^ (long) stream << 56 ^ ++drawn[stream]);
        final long base = (BASE_LATENCY_MS + (hash >>> 8) % JITTER_MS) * MS + (hash & 0xFFFFF);
        return world.nowNs() < slowUntilNs ? base + (hash >>> 20) % slowMs * MS : base;
    }

    private final class Connection extends WebSocketConnection implements WireVenue.Peer {
        private final SimNode node;
        private final WebSocketSettings settings;
        private final WebSocketListener listener;
        private final int kind;
        private final ArrayDeque<String> parked = new ArrayDeque<>();
        private WireVenue.Socket socket;
        private boolean isOpen;
        private boolean isEnded;
        private boolean isInFlightLost;
        private boolean isPaused;
        private boolean isSilenceWatched = true;
        private long heardNs;
        private long toVenueNs;
        private long toNodeNs;
        private long muteUntilNs;
        private long deafUntilNs;

        private Connection(
                final SimNode node, final URI uri, final WebSocketSettings settings, final WebSocketListener listener) {
            this.node = node;
            this.settings = settings;
            this.listener = listener;
            this.kind = kind(uri);
            connections.add(this);
            world.in(latencyNs(kind), () -> arrive(uri));
        }

        private void arrive(final URI uri) {
            if (isEnded) {
                return;
            }
            if (isPartitioned()) {
                world.in(settings.connectTimeoutMs() * MS, () -> node.run(() -> end("connect timed out")));
                return;
            }
            socket = kind == SIGNALS
                    ? signals.open(this)
                    : venue.open(uri.getPath(), uri.getQuery() == null ? "" : uri.getQuery(), this);
            final long latencyNs = latencyNs(kind);
            toNodeNs = world.nowNs() + latencyNs;
            world.in(latencyNs, () -> node.run(this::open));
        }

        private void open() {
            if (isEnded) {
                return;
            }
            if (socket == null) {
                end("refused");
                return;
            }
            isOpen = true;
            heardNs = world.nowNs();
            listener.onOpen(this);
            if (settings.silenceMs() > 0) {
                world.in(SECOND, this::watch);
            }
        }

        private void watch() {
            if (isEnded) {
                return;
            }
            world.in(SECOND, this::watch);
            if (isSilenceWatched && !isPaused && world.nowNs() - heardNs >= settings.silenceMs() * MS) {
                node.run(() -> end("silent"));
            }
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public boolean isEnded() {
            return isEnded;
        }

        @Override
        public boolean send(final byte[] source, final int length) {
            return send(new String(source, 0, length, UTF_8));
        }

        @Override
        public boolean send(final String text) {
            if (!isOpen) {
                return false;
            }
            long atNs = Math.max(toVenueNs, world.nowNs() + latencyNs(kind));
            atNs = Math.max(atNs, muteUntilNs);
            toVenueNs = atNs;
            world.at(atNs, () -> {
                if (!isInFlightLost && !(isEnded && isPartitioned())) {
                    socket.receive(text);
                }
            });
            return true;
        }

        @Override
        public void pause(final boolean pause) {
            isPaused = pause;
            while (!isPaused && !parked.isEmpty()) {
                deliver(parked.poll());
            }
        }

        @Override
        public void watchSilence(final boolean isWatched) {
            if (isWatched != isSilenceWatched) {
                isSilenceWatched = isWatched;
                heardNs = world.nowNs();
            }
        }

        @Override
        public void close(final String why) {
            world.in(latencyNs(kind), () -> node.run(() -> end(why)));
        }

        @Override
        public void text(final String text) {
            final long now = world.nowNs();
            if (isEnded || now < deafUntilNs) {
                return;
            }
            if (kind == USER && now < reorderUntilNs) {
                report.probe("user event out of order");
                deliverAt(
                        now + latencyNs(kind) + (Streams.mixed(seed ^ ++drawn[REORDERED]) >>> 8) % REORDER_MS * MS,
                        text);
                return;
            }
            toNodeNs = Math.max(Math.max(toNodeNs, now + latencyNs(kind)), muteUntilNs);
            deliverAt(toNodeNs, text);
            if (kind == USER && now < repeatUntilNs) {
                report.probe("user event twice");
                deliverAt(toNodeNs + SECOND, text);
            }
        }

        @Override
        public void closed(final String why) {
            world.in(latencyNs(kind), () -> node.run(() -> end(why)));
        }

        private void deliverAt(final long atNs, final String text) {
            world.at(atNs, () -> {
                if (!isEnded) {
                    node.run(() -> deliver(text));
                }
            });
        }

        private void deliver(final String text) {
            if (isEnded || !isOpen) {
                return;
            }
            if (isPaused) {
                parked.add(text);
                return;
            }
            heardNs = world.nowNs();
            listener.onText(this, Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
        }

        private void reset(final boolean isSentLost) {
            if (!isEnded) {
                report.probe("connection reset");
                isInFlightLost = isSentLost;
                node.run(() -> end("reset by the network"));
            }
        }

        private void end(final String why) {
            if (!isEnded) {
                die();
                listener.onClosed(this, why);
            }
        }

        private void die() {
            isEnded = true;
            isOpen = false;
            connections.remove(this);
            if (socket != null) {
                socket.lost();
            }
        }
    }

    private static int kind(final URI uri) {
        final String path = uri.getPath();
        if (SimSignals.HOST.equals(uri.getHost())) {
            return SIGNALS;
        }
        if (path.startsWith("/ws-fapi")) {
            return TRADE;
        }
        if (path.startsWith("/private")) {
            return USER;
        }
        return path.startsWith("/public") ? PUBLIC : MARKET;
    }

    private final class Transport implements HttpTransport {
        private final SimNode node;
        private final int deadlineMs;

        private Transport(final SimNode node, final int deadlineMs) {
            this.node = node;
            this.deadlineMs = deadlineMs;
        }

        @Override
        public void call(final String method, final String url, final String apiKey, final Handler handler) {
            new Call(node, handler, method, URI.create(url), apiKey).begin(deadlineMs);
        }

        @Override
        public int waiting() {
            return 0;
        }

        @Override
        public void dropIdleConnections() {
            // Every request has a connection of its own.
        }

        @Override
        public void close() {
            // What runs is forgotten with its node.
        }
    }

    private final class Call {
        private final SimNode node;
        private final HttpTransport.Handler handler;
        private final String method;
        private final String path;
        private final String query;
        private final String apiKey;
        private boolean isDone;

        private Call(
                final SimNode node,
                final HttpTransport.Handler handler,
                final String method,
                final URI uri,
                final String apiKey) {
            this.node = node;
            this.handler = handler;
            this.method = method;
            this.path = uri.getRawPath();
            this.query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            this.apiKey = apiKey;
        }

        private void begin(final int deadlineMs) {
            if (isPartitioned()) {
                world.in(latencyNs(MARKET), () -> finish(() -> handler.failed(false, false, "no route")));
                return;
            }
            world.in(latencyNs(MARKET), this::arrive);
            world.in(deadlineMs * MS, () -> finish(() -> handler.failed(true, true, "timeout")));
        }

        private void arrive() {
            final boolean isLossy = world.nowNs() < restLossUntilNs;
            if (isLossy && !areAnswersLost || isPartitioned()) {
                report.probe("rest request lost");
                return;
            }
            venue.rest(method, path, query, apiKey, answer -> {
                if (isLossy) {
                    report.probe("rest answer lost");
                    return;
                }
                final String body = answer.status() == 200 ? lies.told(path, query, answer.body()) : answer.body();
                world.in(latencyNs(MARKET) + answer.delayMs() * MS, () -> {
                    if (!isPartitioned()) {
                        finish(() -> handler.answered(
                                answer.status(),
                                name -> answer.headers().get(name),
                                new ByteArrayInputStream(body.getBytes(UTF_8))));
                    }
                });
            });
        }

        private void finish(final Runnable end) {
            if (!isDone) {
                isDone = true;
                node.run(end);
            }
        }
    }
}
