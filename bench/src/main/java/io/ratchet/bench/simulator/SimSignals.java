package io.ratchet.bench.simulator;

import io.ratchet.adapters.sim.binance.WireVenue;
import io.ratchet.engine.entry.WaveClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The signal server of a life: the handshake, and one of its two protocols. The older one is polled and pushes a whole wave,
 * the newer one pushes each signal and heartbeats. Some signals are defective, some are told twice.
 */
final class SimSignals {
    static final String HOST = "signals.simulated";
    static final String TOKEN = "simulated-token";

    private static final long HEARTBEAT_NS = 30_000_000_000L;
    private static final int BUFFER_MAX = 100;

    private final World world;
    private final Report report;
    private final boolean isRealtime;
    private final List<Client> clients = new ArrayList<>();
    private final List<String> buffer = new ArrayList<>();

    SimSignals(final World world, final long seed, final Report report) {
        this.world = world;
        this.report = report;
        isRealtime = Streams.of(seed, "signal protocol").nextInt(3) == 0;
        if (isRealtime) {
            world.in(HEARTBEAT_NS, this::heartbeat);
        }
    }

    /** A connection is there. */
    WireVenue.Socket open(final WireVenue.Peer peer) {
        world.in(1, () -> peer.text("{\"type\":\"auth_required\"}"));
        return new Client(peer);
    }

    /**
     * A wave, or as many single signals.
     *
     * @param first   id of the first.
     * @param count   of them.
     * @param symbols of the contracts they may name.
     * @param random  draws them.
     */
    void publish(final long first, final int count, final List<String> symbols, final SplittableRandom random) {
        final long nowMs = world.nowNs() / 1_000_000;
        final long candleMs = WaveClock.expectedWave(nowMs);
        final List<String> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String symbol = random.nextInt(20) == 0 ? "UNKNOWNUSDT" : symbols.get(random.nextInt(symbols.size()));
            fresh.add(isRealtime ? realtime(symbol, nowMs, random) : wave(first + i, symbol, candleMs, nowMs, random));
        }
        buffer.addAll(fresh);
        while (buffer.size() > BUFFER_MAX) {
            buffer.remove(0);
        }
        for (final Client client : List.copyOf(clients)) {
            if (isRealtime) {
                fresh.forEach(signal -> client.peer.text("{\"type\":\"signal\",\"data\":" + signal + "}"));
            } else {
                client.peer.text(frame("signals", fresh));
            }
        }
    }

    private static String wave(
            final long id,
            final String symbol,
            final long candleMs,
            final long createdMs,
            final SplittableRandom random) {
        final int defect = random.nextInt(40);
        final String score = defect == 0 ? "NaN" : defect == 1 ? "null" : 1 + random.nextInt(90) + ".25";
        return "{\"id\":" + id + ",\"pair_symbol\":\"" + symbol + "\",\"recommended_action\":\""
                + (random.nextBoolean() ? "BUY" : "SELL") + "\",\"score_week\":" + score + ",\"score_month\":"
                + (1 + random.nextInt(90)) + ",\"timestamp\":\"" + Instant.ofEpochMilli(candleMs)
                + "\",\"created_at\":\"" + Instant.ofEpochMilli(createdMs) + "\",\"exchange_id\":1}";
    }

    private static String realtime(final String symbol, final long createdMs, final SplittableRandom random) {
        final boolean hasDirection = random.nextInt(10) > 0;
        return "{\"symbol\":\"" + symbol + "\""
                + (hasDirection ? ",\"direction\":\"" + (random.nextBoolean() ? "LONG" : "SHORT") + "\"" : "")
                + ",\"total_score\":" + (1 + random.nextInt(90)) + ",\"rsi\":50,\"volume_zscore\":1.5"
                + ",\"oi_delta_pct\":0.25,\"timestamp\":\"" + Instant.ofEpochMilli(createdMs)
                + "\",\"exchange_id\":1}";
    }

    private void heartbeat() {
        world.in(HEARTBEAT_NS, this::heartbeat);
        clients.forEach(
                client -> client.peer.text("{\"type\":\"heartbeat\",\"ts\":" + world.nowNs() / 1_000_000 + "}"));
    }

    private static String frame(final String type, final List<String> signals) {
        return "{\"type\":\"" + type + "\",\"data\":[" + String.join(",", signals) + "],\"count\":" + signals.size()
                + "}";
    }

    private final class Client implements WireVenue.Socket {
        private final WireVenue.Peer peer;

        private Client(final WireVenue.Peer peer) {
            this.peer = peer;
        }

        @Override
        public void receive(final String text) {
            if (text.contains("\"auth\"")) {
                final boolean isRight = text.contains(TOKEN);
                peer.text(isRight ? "{\"type\":\"auth_success\"}" : "{\"type\":\"auth_failed\"}");
                if (isRight) {
                    clients.add(this);
                    report.probe("signals " + (isRealtime ? "pushed" : "polled"));
                    if (isRealtime) {
                        peer.text(frame("signals_snapshot", buffer));
                    }
                }
            } else if (text.contains("get_signals") && clients.contains(this)) {
                peer.text(frame("signals", buffer));
            }
        }

        @Override
        public void lost() {
            clients.remove(this);
        }
    }
}
