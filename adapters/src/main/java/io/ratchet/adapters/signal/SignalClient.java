package io.ratchet.adapters.signal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.ratchet.adapters.common.InputEncoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.InputOutbox;
import io.ratchet.adapters.net.ManagedSocket;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.ReconnectDelay;
import io.ratchet.adapters.net.WebSocketConnection;
import io.ratchet.adapters.net.WebSocketSettings;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.Venue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings signals into the engine: authenticates, polls once after it and then each second inside the check windows, takes
 * what is pushed as well, and comes back after any end of the connection. What was handed on once is not handed on again;
 * the engine takes each id once by itself, this only keeps the polls from flooding it.
 *
 * <pre>
 *   connect ─► auth_required ─► auth{token} ─► auth_success ─► FeedStatus UP ─► get_signals … signals ─► SignalReceived…
 *                                          └─► anything else ─► FeedStatus REFUSED, alarmed; the delay goes on growing
 * </pre>
 *
 * <p>A server that sends {@code signal}, {@code signals_snapshot} or {@code heartbeat} speaks the real-time protocol: it
 * is asked once and then no more, and after its first heartbeat silence ends the connection.
 *
 * <p>{@link #start} and {@link #close} from one thread, the rest on the client's own event loop.
 */
public final class SignalClient implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SignalClient.class);
    private static final long RECONNECT_FIRST_MS = 1_000;
    private static final long RECONNECT_MAX_MS = 60_000;
    private static final long AUTH_TIMEOUT_MS = 5_000;
    private static final long POLL_ANSWER_MS = 5_000;
    /** A connection lives as long as it likes. */
    private static final long LIFE_MS = 10L * 365 * 24 * 3_600_000;

    private static final int REMEMBERED_MAX = 8_192;
    private static final int OUTBOX_LENGTH_MAX = 8 << 20;
    /** Waves older than this are over in any case. */
    private static final long SIGNAL_AGE_MAX_MS = 3_600_000;

    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final String GET_SIGNALS = "{\"type\":\"get_signals\"}";

    private final SignalConfig config;
    private final Ingress ingress;
    private final InstrumentRegistry registry;
    private final NetworkLoop loop;
    private final InputOutbox outbox;
    private final ManagedSocket socket;
    private final JsonMapper mapper = JsonMapper.builder().build();
    private final InputEncoder encoder = new InputEncoder(Venue.NONE);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Ingress.MESSAGE_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SignalReceivedEncoder signal = new SignalReceivedEncoder();
    private final Map<SignalRow, Boolean> handedOn = new LinkedHashMap<>();

    private final SignalBuffer best = new SignalBuffer(SignalBuffer.CAPACITY, SIGNAL_AGE_MAX_MS);
    private byte[] scratch = new byte[65_536];
    private State state = State.DOWN;
    private int epoch;
    private int batchId;
    private boolean isClosed;
    /** Told once, until it is up again. */
    private boolean isRefused;

    private boolean isPolled;
    private boolean isAwaitingSignals;
    /** This server sends what it has by itself: no need to ask. */
    private boolean isRealtime;

    private long polledNs;
    private long refusedFrames;
    private String failureLogged = "";

    private enum State {
        DOWN,
        AWAITING_AUTH_REQUIRED,
        AWAITING_AUTH_RESULT,
        UP,
        REFUSED
    }

    /**
     * Not connected before {@link #start}.
     *
     * @param config        where signals come from.
     * @param ingress       into the engine.
     * @param registry      instruments of the node; polling waits until it knows some.
     * @param threadFactory names the threads.
     */
    public SignalClient(
            final SignalConfig config,
            final Ingress ingress,
            final InstrumentRegistry registry,
            final ThreadFactory threadFactory) {
        this(config, ingress, registry, new NetworkLoop(threadFactory));
    }

    /**
     * Not connected before {@link #start}, on a loop of somebody else's making.
     *
     * @param config   where signals come from.
     * @param ingress  into the engine.
     * @param registry instruments of the node; polling waits until it knows some.
     * @param loop     of the connection; closed by {@link #close}.
     */
    public SignalClient(
            final SignalConfig config,
            final Ingress ingress,
            final InstrumentRegistry registry,
            final NetworkLoop loop) {
        this.config = config;
        this.ingress = ingress;
        this.registry = registry;
        this.loop = loop;
        outbox = new InputOutbox(ingress, loop.eventLoop(), OUTBOX_LENGTH_MAX);
        // Batches of a new process must not look like the rest of one that an old process left open.
        batchId = (int) (ingress.nowNs() / NS_PER_SECOND & Integer.MAX_VALUE);
        socket = new ManagedSocket(
                loop,
                config::uri,
                WebSocketSettings.DEFAULT.withSilenceMs(config.silenceMs()),
                new ReconnectDelay(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, new SplittableRandom(config.jitterSeed())),
                LIFE_MS,
                new Owner());
    }

    /** Begins to connect; what comes of it is seen as FeedStatus. */
    public void start() {
        loop.execute(() -> {
            socket.start();
            poll();
        });
    }

    /** Closes the connection and ends the threads; waits a bounded time. */
    @Override
    public void close() {
        loop.execute(() -> {
            isClosed = true;
            socket.stop();
        });
        loop.close();
    }

    private void poll() {
        if (isClosed) {
            return;
        }
        loop.eventLoop().schedule(this::poll, config.pollWallMs(), TimeUnit.MILLISECONDS);
        final long nowNs = ingress.nowNs();
        final boolean isWanted = !isPolled || !isRealtime && config.isInWindow(nowNs / NS_PER_MS);
        final long answerNs = POLL_ANSWER_MS * NS_PER_MS * config.clockSpeedMilli() / 1_000;
        final boolean isFree = !isAwaitingSignals || nowNs - polledNs > answerNs;
        final WebSocketConnection connection = socket.current();
        if (state == State.UP && isWanted && isFree && registry.count() > 0 && connection != null) {
            isPolled = true;
            isAwaitingSignals = connection.send(GET_SIGNALS);
            polledNs = nowNs;
        }
    }

    private void onFrame(final WebSocketConnection connection, final JsonNode root) {
        final String type = SignalParser.type(root);
        switch (state) {
            case AWAITING_AUTH_REQUIRED:
                if ("auth_required".equals(type)) {
                    state = State.AWAITING_AUTH_RESULT;
                    connection.send(mapper.writeValueAsString(Map.of("type", "auth", "token", token())));
                    awaitAuth(connection, State.AWAITING_AUTH_RESULT);
                } else {
                    refused(connection, "expected auth_required, got " + type);
                }
                break;
            case AWAITING_AUTH_RESULT:
                if ("auth_success".equals(type)) {
                    up();
                } else {
                    refused(connection, type + " " + root.path("message").asString(""));
                }
                break;
            case UP:
                onMessage(connection, type, root);
                break;
            default:
                break;
        }
    }

    private void onMessage(final WebSocketConnection connection, final String type, final JsonNode root) {
        switch (type) {
            case "signals":
                isAwaitingSignals = false;
                handOn(SignalParser.signals(root, false, config.isLongOnly()));
                break;
            case "signal":
            case "signals_snapshot":
                isRealtime = true;
                isAwaitingSignals = false;
                handOn(SignalParser.signals(root, true, config.isLongOnly()));
                break;
            case "heartbeat":
                isRealtime = true;
                // Only a server that sends heartbeats is known to be dead when it is silent.
                connection.watchSilence(true);
                break;
            case "error":
                isAwaitingSignals = false;
                LOGGER.warn(
                        "signal server: {}",
                        VenueText.sanitised(root.path("message").asString("")));
                break;
            case "pong":
            case "stats":
            case "auth_required":
            case "auth_success":
            case "auth_failed":
                break;
            default:
                LOGGER.warn("signal frame of unknown type: {}", VenueText.sanitised(type));
        }
    }

    private void up() {
        state = State.UP;
        isRefused = false;
        epoch++;
        isPolled = false;
        isAwaitingSignals = false;
        isRealtime = false;
        failureLogged = "";
        LOGGER.info("signals up, epoch={}", epoch);
        feed(FeedState.UP, "");
    }

    private void refused(final WebSocketConnection connection, final String why) {
        state = State.REFUSED;
        if (!isRefused) {
            isRefused = true;
            LOGGER.error("signal server refused us: {}", VenueText.sanitised(why));
            feed(FeedState.REFUSED, VenueText.sanitised(why));
        }
        connection.close("refused");
    }

    private void awaitAuth(final WebSocketConnection connection, final State expected) {
        loop.eventLoop()
                .schedule(
                        () -> {
                            if (socket.current() == connection && state == expected) {
                                connection.close("no answer in the handshake");
                            }
                        },
                        AUTH_TIMEOUT_MS,
                        TimeUnit.MILLISECONDS);
    }

    private void handOn(final List<SignalRow> rows) {
        final List<SignalRow> fresh = new ArrayList<>();
        for (final SignalRow row : rows) {
            if (handedOn.put(row, Boolean.TRUE) == null) {
                fresh.add(row);
            }
        }
        while (handedOn.size() > REMEMBERED_MAX) {
            handedOn.remove(handedOn.keySet().iterator().next());
        }
        batchId = batchId + 1 & Integer.MAX_VALUE;
        final List<SignalRow> marked = best.merge(fresh, ingress.nowNs() / NS_PER_MS);
        for (int i = 0; i < fresh.size(); i++) {
            if (!outbox.offer(buffer, encode(marked.get(i), i, fresh.size()))) {
                // What was dropped is polled again after the reconnect.
                fresh.subList(i, fresh.size()).forEach(handedOn::remove);
                socket.restart("more signals than the ring takes");
                return;
            }
        }
    }

    private int encode(final SignalRow row, final int index, final int size) {
        signal.wrapAndApplyHeader(buffer, 0, header);
        return row.encode(signal, 0, registry.instrumentId(row.venue(), row.symbol()), batchId, index, size);
    }

    private void feed(final FeedState feedState, final String text) {
        outbox.offer(encoder.buffer(), encoder.feedStatus(MarketFeed.SIGNALS, feedState, epoch, text));
    }

    private String token() {
        return new String(config.token().bytes(), UTF_8);
    }

    private final class Owner implements ManagedSocket.Owner {
        @Override
        public void onUp(final WebSocketConnection connection) {
            outbox.connection(connection);
            connection.watchSilence(false);
            state = State.AWAITING_AUTH_REQUIRED;
            awaitAuth(connection, State.AWAITING_AUTH_REQUIRED);
        }

        @Override
        public void onText(final WebSocketConnection connection, final ByteBuf payload) {
            final int length = payload.readableBytes();
            if (length > scratch.length) {
                scratch = new byte[Math.max(length, 2 * scratch.length)];
            }
            payload.getBytes(payload.readerIndex(), scratch, 0, length);
            try {
                onFrame(connection, SignalParser.parse(scratch, length));
            } catch (final JacksonException | VenueFormatException bad) {
                refusedFrames++;
                isAwaitingSignals = false;
                LOGGER.warn("signal frame refused ({} so far): {}", refusedFrames, VenueText.of(bad));
            }
        }

        @Override
        public void onDown(final WebSocketConnection connection, final boolean isLost, final String reason) {
            final boolean wasUp = state == State.UP;
            state = State.DOWN;
            if (wasUp) {
                LOGGER.info("signals down: {}", reason);
                feed(FeedState.DOWN, reason);
            } else if (!reason.equals(failureLogged)) {
                // Each attempt ends here; one line for each new reason.
                failureLogged = reason;
                LOGGER.warn("signals not reached: {}", reason);
            }
        }
    }
}
