package io.ratchet.adapters.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.ratchet.adapters.common.RecordingIngress;
import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ManagedSocketTest implements ManagedSocket.Owner {
    private static final Runnable NOTHING = () -> {};
    private static final long LONG_LIFE_MS = 3_600_000;

    private final RecordingIngress waiting = new RecordingIngress();
    private final NetworkLoop loop = new NetworkLoop(Executors.defaultThreadFactory());
    private final FakeServer server = new FakeServer();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger ups = new AtomicInteger();

    @AfterEach
    void stop() {
        loop.close();
        server.close();
    }

    @Test
    void shouldComeBackAfterTheServerCutIt() {
        start(WebSocketSettings.DEFAULT, LONG_LIFE_MS);
        waiting.await("up", NOTHING, () -> server.open("/x") == 1);
        server.cut("/x");
        waiting.await("up again", NOTHING, () -> ups.get() == 2);
        assertEquals("down lost", events.get(1).substring(0, 9));
    }

    @Test
    void shouldOpenTheNewConnectionBeforeItClosesTheOldOne() {
        start(WebSocketSettings.DEFAULT, 300);
        waiting.await("renewed", NOTHING, () -> ups.get() >= 2 && server.open("/x") >= 2);
        server.push("/x", "hello");
        waiting.await(
                "text of both",
                NOTHING,
                () -> events.stream().filter("text hello"::equals).count() >= 2);
        assertTrue(events.stream().noneMatch(event -> event.startsWith("down lost")), events.toString());
    }

    @Test
    void shouldGiveUpASilentConnection() {
        start(WebSocketSettings.DEFAULT.withSilenceMs(500), LONG_LIFE_MS);
        waiting.await("silence", NOTHING, () -> events.stream().anyMatch(e -> e.contains("silent for")));
    }

    @Test
    void shouldGiveUpAConnectionThatAnswersNoPing() {
        server.conversation((socket, path, text) -> {
            if (text == null) {
                // What is not read is not answered.
                socket.config().setAutoRead(false);
            }
        });
        start(new WebSocketSettings(1 << 20, 5_000, 250, 500, 0), LONG_LIFE_MS);
        waiting.await("no pong", NOTHING, () -> events.stream().anyMatch(e -> e.contains("no pong for")));
    }

    @Test
    @DisplayName("I14: a quiet connection that answers pings is left alone, however quiet it is")
    void shouldBearAnySilenceWhenNoLimitIsSet() {
        start(new WebSocketSettings(1 << 20, 5_000, 50, 2_000, 0), LONG_LIFE_MS);
        waiting.await("up", NOTHING, () -> ups.get() == 1);
        final long until = waiting.nowNs() + 1_000_000_000L;
        waiting.await("a while", NOTHING, () -> waiting.nowNs() > until);
        assertEquals(List.of("up"), events);
    }

    @Test
    @DisplayName("I11: a connect that is never answered ends after its time, and is tried again")
    void shouldGiveUpAConnectThatIsNeverAnswered() throws java.io.IOException {
        final List<java.net.Socket> accepted = new CopyOnWriteArrayList<>();
        try (java.net.ServerSocket hole =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getByName("127.0.0.1"))) {
            final Thread taking = new Thread(() -> take(hole, accepted));
            taking.start();
            final URI uri = URI.create("ws://127.0.0.1:" + hole.getLocalPort() + "/x");
            final ManagedSocket socket = new ManagedSocket(
                    loop,
                    () -> uri,
                    new WebSocketSettings(1 << 20, 200, 0, 0, 0),
                    new ReconnectDelay(10, 20, new SplittableRandom(1)),
                    LONG_LIFE_MS,
                    this);
            loop.execute(socket::start);
            waiting.await("a second attempt", NOTHING, () -> accepted.size() >= 2);
        }
        assertEquals(0, ups.get());
    }

    private static void take(final java.net.ServerSocket hole, final List<java.net.Socket> accepted) {
        try {
            while (true) {
                accepted.add(hole.accept());
            }
        } catch (final java.io.IOException closed) {
            assertTrue(hole.isClosed());
        }
    }

    @Test
    void shouldRefuseMessagesBeyondItsLimit() {
        server.conversation((socket, path, text) -> {
            if (text == null) {
                socket.writeAndFlush(new TextWebSocketFrame("x".repeat(2_000)));
            }
        });
        start(new WebSocketSettings(1_000, 5_000, 0, 0, 0), LONG_LIFE_MS);
        waiting.await("refusal", NOTHING, () -> events.stream().anyMatch(e -> e.startsWith("down lost")));
        assertTrue(events.stream().noneMatch(e -> e.startsWith("text")));
    }

    @Test
    void shouldGrowItsDelayUntilItIsProven() {
        final ReconnectDelay delay = new ReconnectDelay(1_000, 60_000, new SplittableRandom(3));
        long base = 1_000;
        for (int i = 0; i < 12; i++) {
            final long next = delay.nextMs();
            assertTrue(next >= base * 3 / 4 && next <= base * 5 / 4, "attempt " + i + ": " + next);
            base = Math.min(60_000, base * 2);
        }
        delay.reset();
        assertTrue(delay.nextMs() <= 1_250);
    }

    @Override
    public void onUp(final WebSocketConnection connection) {
        events.add("up");
        ups.incrementAndGet();
    }

    @Override
    public void onText(final WebSocketConnection connection, final ByteBuf payload) {
        events.add("text " + payload.toString(UTF_8));
    }

    @Override
    public void onDown(final WebSocketConnection connection, final boolean isLost, final String reason) {
        events.add("down " + (isLost ? "lost " : "old ") + reason);
    }

    private void start(final WebSocketSettings settings, final long lifeMs) {
        final URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/x");
        final ManagedSocket socket = new ManagedSocket(
                loop, () -> uri, settings, new ReconnectDelay(10, 20, new SplittableRandom(1)), lifeMs, this);
        loop.execute(socket::start);
    }
}
