package io.ratchet.adapters.binance;

import io.netty.buffer.ByteBuf;
import io.ratchet.adapters.binance.RateBudget.Band;
import io.ratchet.adapters.binance.rest.RestClient;
import io.ratchet.adapters.binance.rest.RestClient.Security;
import io.ratchet.adapters.binance.rest.RestReply;
import io.ratchet.adapters.binance.stream.UserEventDecoder;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.InputOutbox;
import io.ratchet.adapters.net.ManagedSocket;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.net.ReconnectDelay;
import io.ratchet.adapters.net.WebSocketConnection;
import io.ratchet.adapters.net.WebSocketSettings;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.MarketFeed;
import java.net.URI;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Private events: gets a listen key, keeps it alive (each 30 minutes of the venue's clock), gets another one when it is
 * gone, and connects again after any end. Each connection is a new epoch: what happened in between is read by the core.
 * Event loop thread.
 */
final class UserStream implements ManagedSocket.Owner, UserEventDecoder.Sink {
    private static final Logger LOGGER = LoggerFactory.getLogger(UserStream.class);
    private static final String LISTEN_KEY_PATH = "/fapi/v1/listenKey";
    private static final long KEEP_ALIVE_MS = 30 * 60_000L;
    private static final long KEEP_ALIVE_RETRY_MS = 60_000;
    private static final long RENEW_MS = 23 * 3_600_000L;
    private static final long RECONNECT_FIRST_MS = 250;
    private static final long RECONNECT_MAX_MS = 10_000;
    private static final int OUTBOX_LENGTH_MAX = 4 << 20;
    private static final int CODE_LISTEN_KEY_GONE = -1125;

    private final BinanceConfig config;
    private final NetworkLoop loop;
    private final RestClient rest;
    private final AdapterEvents events;
    private final InputOutbox outbox;
    private final UserEventDecoder decoder;
    private final ManagedSocket socket;
    private final ReconnectDelay keyDelay;
    private byte[] scratch = new byte[4_096];
    private String listenKey;
    private boolean isKeyWanted;
    private boolean isStopped;
    private int epoch;

    UserStream(
            final BinanceConfig config,
            final NetworkLoop loop,
            final Ingress ingress,
            final InstrumentRegistry registry,
            final RestClient rest,
            final SplittableRandom random,
            final AdapterEvents events) {
        this.config = config;
        this.loop = loop;
        this.rest = rest;
        this.events = events;
        outbox = new InputOutbox(ingress, loop.eventLoop(), OUTBOX_LENGTH_MAX);
        decoder = new UserEventDecoder(
                registry, new BinanceParser(registry, new ClientOrderIds(config.accountTag())), this);
        keyDelay = new ReconnectDelay(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, random.split());
        socket = new ManagedSocket(
                loop,
                this::address,
                WebSocketSettings.DEFAULT,
                new ReconnectDelay(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, random.split()),
                config.wallMs(RENEW_MS),
                this);
    }

    void start() {
        isKeyWanted = true;
        requestKey();
        keepAlive();
    }

    void stop() {
        isStopped = true;
        socket.stop();
    }

    @Override
    public void onUp(final WebSocketConnection connection) {
        outbox.connection(connection);
        epoch++;
        events.feed(MarketFeed.USER, FeedState.UP, epoch, "");
    }

    @Override
    public void onProven() {
        keyDelay.reset();
    }

    @Override
    public void onText(final WebSocketConnection connection, final ByteBuf payload) {
        final int length = payload.readableBytes();
        if (length > scratch.length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        payload.getBytes(payload.readerIndex(), scratch, 0, length);
        try {
            decoder.decode(JsonFields.parse(scratch, length));
        } catch (final JacksonException | VenueFormatException broken) {
            // What the event said is lost: only a read can tell, and a new epoch makes the core read.
            LOGGER.warn("user event not understood, connecting again: {}", VenueText.of(broken));
            connection.close("event not understood");
        }
        if (outbox.takeOverflow()) {
            connection.close("more events than the ring takes");
        }
    }

    @Override
    public void onDown(final WebSocketConnection connection, final boolean isLost, final String reason) {
        if (!isLost || isStopped) {
            return;
        }
        events.feed(MarketFeed.USER, FeedState.DOWN, epoch, reason);
        // The key may be why: ask for it again (the venue gives the same one while it is valid) before connecting.
        listenKey = null;
        if (!isKeyWanted) {
            isKeyWanted = true;
            loop.eventLoop().schedule(this::requestKey, keyDelay.nextMs(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void input(final MutableDirectBuffer buffer, final int length) {
        outbox.offer(buffer, length);
    }

    @Override
    public void listenKeyExpired() {
        renewKey("listen key expired");
    }

    @Override
    public void unknownSymbol(final String symbol) {
        events.unknownSymbol(symbol);
    }

    private URI address() {
        return listenKey == null ? null : URI.create(config.privateStream() + "/ws/" + RestClient.encoded(listenKey));
    }

    private void renewKey(final String why) {
        if (listenKey == null) {
            return;
        }
        listenKey = null;
        isKeyWanted = true;
        events.feed(MarketFeed.USER, FeedState.DOWN, epoch, why);
        requestKey();
    }

    private void requestKey() {
        if (!isStopped && isKeyWanted) {
            rest.request(
                    Band.CANCEL,
                    1,
                    "POST",
                    LISTEN_KEY_PATH,
                    "",
                    Security.KEY,
                    reply -> loop.execute(() -> onKey(reply)));
        }
    }

    private void onKey(final RestReply reply) {
        if (isStopped || !isKeyWanted) {
            return;
        }
        final String key = reply.isSuccess() ? JsonFields.text(reply.body(), "listenKey") : "";
        if (key.isEmpty()) {
            LOGGER.warn(
                    "no listen key: {} status={} code={} {}",
                    reply.kind(),
                    reply.status(),
                    reply.code(),
                    reply.message());
            loop.eventLoop().schedule(this::requestKey, keyDelay.nextMs(), TimeUnit.MILLISECONDS);
            return;
        }
        isKeyWanted = false;
        listenKey = key;
        socket.start();
        socket.restart("new listen key");
    }

    private void keepAlive() {
        if (!isStopped) {
            loop.eventLoop().schedule(this::keepAlive, config.wallMs(KEEP_ALIVE_MS), TimeUnit.MILLISECONDS);
            keepAliveOnce();
        }
    }

    private void onKeptAlive(final String key, final RestReply reply) {
        if (reply.code() == CODE_LISTEN_KEY_GONE && key.equals(listenKey)) {
            renewKey("listen key is gone");
        } else if (!reply.isSuccess()) {
            LOGGER.warn(
                    "listen key not kept alive: {} status={} code={} {}",
                    reply.kind(),
                    reply.status(),
                    reply.code(),
                    reply.message());
            loop.eventLoop().schedule(this::keepAliveOnce, config.wallMs(KEEP_ALIVE_RETRY_MS), TimeUnit.MILLISECONDS);
        }
    }

    private void keepAliveOnce() {
        if (!isStopped && listenKey != null) {
            final String key = listenKey;
            rest.request(
                    Band.CANCEL,
                    1,
                    "PUT",
                    LISTEN_KEY_PATH,
                    "",
                    Security.KEY,
                    reply -> loop.execute(() -> onKeptAlive(key, reply)));
        }
    }
}
