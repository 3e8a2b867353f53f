package io.ratchet.adapters.net;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A WebSocket that comes back after any end, and that is renewed before the venue ends it: the new connection is opened
 * first, then the old one is closed after an overlap, so that nothing is missed in between.
 *
 * <p>Event loop thread; {@link #current()} from any thread.
 */
public final class ManagedSocket implements WebSocketListener {
    /** Longer than any answer is waited for, so that a renewal loses none. */
    private static final long OVERLAP_MS = 5_000;

    private static final long PROVEN_AFTER_MS = 10_000;

    private final NetworkLoop loop;
    private final Supplier<URI> address;
    private final WebSocketSettings settings;
    private final ReconnectDelay delay;
    private final long lifeMs;
    private final Owner owner;
    private volatile WebSocketConnection current;
    private WebSocketConnection connecting;
    private boolean isStarted;
    private long generation;

    /** Hears the connections of one socket. */
    public interface Owner {
        /**
         * A connection is open and is the current one from now on.
         *
         * @param connection new.
         */
        void onUp(WebSocketConnection connection);

        /** The current connection has stayed long enough to be called good. */
        default void onProven() {}

        /**
         * A whole text message; during an overlap from the old connection too.
         *
         * @param connection it came from.
         * @param payload    valid only during the call.
         */
        void onText(WebSocketConnection connection, ByteBuf payload);

        /**
         * A connection is over.
         *
         * @param connection that is over.
         * @param isLost     false if a newer one has taken its place already.
         * @param reason     sanitised.
         */
        void onDown(WebSocketConnection connection, boolean isLost, String reason);
    }

    /**
     * Not connected yet.
     *
     * @param loop       that carries it.
     * @param address    asked before each attempt; null postpones the attempt.
     * @param settings   limits.
     * @param delay      between attempts.
     * @param lifeMs     wall milliseconds after which a connection is renewed.
     * @param owner      hears it.
     */
    public ManagedSocket(
            final NetworkLoop loop,
            final Supplier<URI> address,
            final WebSocketSettings settings,
            final ReconnectDelay delay,
            final long lifeMs,
            final Owner owner) {
        this.loop = loop;
        this.address = address;
        this.settings = settings;
        this.delay = delay;
        this.lifeMs = lifeMs;
        this.owner = owner;
    }

    /** Begins to connect. */
    public void start() {
        if (!isStarted) {
            isStarted = true;
            attempt();
        }
    }

    /** Ends for good. */
    public void stop() {
        isStarted = false;
        generation++;
        if (connecting != null) {
            connecting.close("stopped");
        }
        if (current != null) {
            current.close("stopped");
        }
    }

    /**
     * Gives the current connection up; a new one follows.
     *
     * @param why for the owner.
     */
    public void restart(final String why) {
        if (current != null) {
            current.close(why);
        } else if (isStarted && connecting == null) {
            attempt();
        }
    }

    /**
     * The open connection. Any thread.
     *
     * @return null while there is none.
     */
    public WebSocketConnection current() {
        return current;
    }

    @Override
    public void onOpen(final WebSocketConnection connection) {
        if (connection != connecting) {
            connection.close("superseded");
            return;
        }
        connecting = null;
        final WebSocketConnection old = current;
        current = connection;
        generation++;
        final long thisGeneration = generation;
        loop.eventLoop().schedule(() -> renew(thisGeneration), lifeMs, TimeUnit.MILLISECONDS);
        loop.eventLoop().schedule(() -> proven(thisGeneration), PROVEN_AFTER_MS, TimeUnit.MILLISECONDS);
        owner.onUp(connection);
        if (old != null) {
            loop.eventLoop().schedule(() -> old.close("renewed"), OVERLAP_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onText(final WebSocketConnection connection, final ByteBuf payload) {
        owner.onText(connection, payload);
    }

    @Override
    public void onClosed(final WebSocketConnection connection, final String reason) {
        final boolean isCurrent = connection == current;
        if (isCurrent) {
            current = null;
        }
        final boolean wasConnecting = connection == connecting;
        if (wasConnecting) {
            connecting = null;
        }
        owner.onDown(connection, isCurrent || wasConnecting && current == null, reason);
        if (isStarted && (isCurrent || wasConnecting) && connecting == null) {
            loop.eventLoop().schedule(this::attempt, delay.nextMs(), TimeUnit.MILLISECONDS);
        }
    }

    /** One that stays is good; a server that opens and closes at once must not be stormed. */
    private void proven(final long expectedGeneration) {
        if (generation == expectedGeneration && current != null) {
            delay.reset();
            owner.onProven();
        }
    }

    private void renew(final long expectedGeneration) {
        if (isStarted && generation == expectedGeneration && connecting == null) {
            attempt();
        }
    }

    private void attempt() {
        if (!isStarted || connecting != null) {
            return;
        }
        final URI uri = address.get();
        if (uri != null) {
            connecting = WebSocketConnection.connect(loop, uri, settings, this);
        }
    }
}
