package io.ratchet.adapters.sim.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.sim.VenueClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalServerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long START_MS = Instant.parse("2025-10-10T21:14:50Z").toEpochMilli();

    @TempDir
    Path directory;

    private static final class Client implements WebSocket.Listener, AutoCloseable {
        private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Client(final int port) {
            socket = HTTP.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port), this)
                    .join();
        }

        String next() {
            try {
                final String text = heard.poll(10, TimeUnit.SECONDS);
                if (text == null) {
                    throw new AssertionError("nothing within 10 s");
                }
                return text;
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        void say(final String text) {
            socket.sendText(text, true).join();
        }

        void authenticate() {
            assertEquals("{\"type\":\"auth_required\"}", next());
            say("{\"type\":\"auth\",\"token\":\"secret\"}");
            assertTrue(next().startsWith("{\"type\":\"auth_success\",\"query_interval\":"));
        }

        @Override
        public CompletionStage<?> onText(final WebSocket webSocket, final CharSequence data, final boolean last) {
            part.append(data);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket webSocket, final int code, final String reason) {
            heard.add("closed");
            return null;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    private static SignalServerConfig config(final Path file, final boolean bad) {
        return new SignalServerConfig(
                "127.0.0.1", 0, "secret", 1, List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"), 2, 5, file, bad);
    }

    @Test
    void shouldRefuseAWrongTokenAndClose() throws IOException {
        try (SignalServer server = new SignalServer(config(null, false), new VenueClock(0, START_MS, 1_000)).start();
                Client client = new Client(server.port())) {
            client.next();
            client.say("{\"type\":\"auth\",\"token\":\"guess\"}");
            assertTrue(client.next().startsWith("{\"type\":\"auth_failed\""));
            assertEquals("closed", client.next());
        }
    }

    @Test
    void shouldOfferTheLastWaveAtOnceAndPushTheNextWhenItsCandleCloses() throws IOException {
        final AtomicLong nowMs = new AtomicLong(START_MS);
        try (SignalServer server = new SignalServer(config(null, false), nowMs::get).start();
                Client client = new Client(server.port())) {
            client.authenticate();
            client.say("{\"type\":\"get_signals\"}");
            final String buffered = client.next();
            assertTrue(buffered.contains("\"timestamp\":\"2025-10-10T20:45:00Z\""), buffered);
            assertTrue(buffered.endsWith("\"count\":2}"), buffered);
            nowMs.addAndGet(TimeUnit.MINUTES.toMillis(15));
            final String pushed = client.next();
            assertTrue(pushed.contains("\"timestamp\":\"2025-10-10T21:00:00Z\""), pushed);
            assertTrue(pushed.contains("\"created_at\":\"2025-10-10T21:15:00Z\""), pushed);
            client.say("{\"type\":\"ping\"}");
            assertEquals("{\"type\":\"pong\"}", client.next());
            client.say("{\"type\":\"get_stats\"}");
            assertTrue(client.next().contains("\"type\":\"stats\""));
            client.say("{\"type\":\"sing\"}");
            assertTrue(client.next().contains("Unknown message type"));
            client.say("no json");
            assertTrue(client.next().contains("Invalid JSON"));
        }
    }

    @Test
    void shouldPushAWaveOfManySignalsInMessagesThatAClientTakes() throws IOException {
        final AtomicLong nowMs = new AtomicLong(START_MS);
        final SignalServerConfig many = new SignalServerConfig(
                "127.0.0.1", 0, "secret", 1, List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"), 1_201, 5, null, false);
        try (SignalServer server = new SignalServer(many, nowMs::get).start();
                Client client = new Client(server.port())) {
            client.authenticate();
            nowMs.addAndGet(TimeUnit.MINUTES.toMillis(15));
            final String first = client.next();
            final String second = client.next();
            final String third = client.next();
            assertTrue(first.endsWith("\"count\":500}"), first);
            assertTrue(second.endsWith("\"count\":500}"), second);
            assertTrue(third.endsWith("\"count\":201}"), third);
            assertEquals(1_201, ids(first + second + third).size());
        }
    }

    private static Set<String> ids(final String frames) {
        final Set<String> ids = new HashSet<>();
        final Matcher matcher = Pattern.compile("\"id\":(\\d+)").matcher(frames);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    @Test
    void shouldRefuseMoreSignalsThanTheIdsOfAWaveLeaveRoomFor() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new SignalServerConfig("127.0.0.1", 0, "secret", 1, List.of("BTCUSDT"), 5_001, 5, null, false));
    }

    @Test
    void shouldSpeakTheRealtimeProtocolWhenAsked() throws IOException {
        try (SignalServer server = new SignalServer(
                                config(null, false).realtime(200), new VenueClock(0, START_MS, 1_000))
                        .start();
                Client client = new Client(server.port())) {
            client.authenticate();
            final String snapshot = client.next();
            assertTrue(snapshot.startsWith("{\"type\":\"signals_snapshot\",\"data\":[{\"symbol\":"), snapshot);
            assertTrue(snapshot.contains("\"direction\":") && snapshot.contains("\"total_score\":"), snapshot);
            assertTrue(client.next().startsWith("{\"type\":\"heartbeat\",\"ts\":"));
        }
    }

    @Test
    void shouldMakeTheSameWaveFromTheSameSeed() throws IOException {
        final List<String> wave = new SignalWaves(config(null, false)).wave(START_MS / 900_000 * 900_000);
        assertEquals(wave, new SignalWaves(config(null, false)).wave(START_MS / 900_000 * 900_000));
        assertNotEquals(wave, new SignalWaves(config(null, false)).wave(START_MS / 900_000 * 900_000 + 900_000));
    }

    @Test
    void shouldMixInWhatCannotBeUsedWhenAskedTo() throws IOException {
        final List<String> wave = new SignalWaves(config(null, true)).wave(START_MS / 900_000 * 900_000);
        assertTrue(wave.stream().anyMatch(s -> s.contains("\"score_week\":NaN")));
        assertTrue(wave.stream().anyMatch(s -> s.contains("\"score_week\":null")));
        assertTrue(wave.stream().anyMatch(s -> s.contains("\"pair_symbol\":null")));
        assertTrue(wave.contains("17"));
    }

    @Test
    void shouldSendAFileByItsTimesOrWithTheNextWave() throws IOException {
        final Path file = directory.resolve("signals.jsonl");
        Files.writeString(file, """
            {"id":1,"pair_symbol":"BTCUSDT","created_at":"2025-10-10T21:14:00+00:00"}
            {"id":2,"pair_symbol":"BTCUSDT","score_week":NaN}
            {"id":3,"pair_symbol":"BTCUSDT","created_at":"2025-10-10T23:00:00Z"}
            """);
        final SignalWaves waves = new SignalWaves(config(file, false));
        assertEquals(1, waves.due(START_MS).size());
        assertEquals(0, waves.due(START_MS).size());
        final List<String> wave =
                waves.wave(Instant.parse("2025-10-10T21:00:00Z").toEpochMilli());
        assertEquals(
                List.of("{\"timestamp\":\"2025-10-10T21:00:00Z\",\"created_at\":\"2025-10-10T21:15:00Z\","
                        + "\"id\":2,\"pair_symbol\":\"BTCUSDT\",\"score_week\":NaN}"),
                wave);
        assertEquals(
                1,
                waves.due(Instant.parse("2025-10-10T23:00:00Z").toEpochMilli()).size());
    }
}
