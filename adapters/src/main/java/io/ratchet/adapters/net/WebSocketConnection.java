package io.ratchet.adapters.net;

import java.net.URI;

/**
 * One WebSocket client connection, from connecting to its end; it is never reused. Text messages only.
 *
 * <p>{@link #send} and {@link #close} from any thread; the rest on the event loop.
 */
public abstract class WebSocketConnection implements InputOutbox.Pausable {

    /** For connections over TCP, and for those of a simulated network. */
    protected WebSocketConnection() {}

    /**
     * Begins to connect.
     *
     * @param loop       that carries it.
     * @param uri        ws or wss; the caller has checked the host.
     * @param settings   its limits.
     * @param listener   hears it.
     * @return the connection.
     */
    public static WebSocketConnection connect(
            final NetworkLoop loop, final URI uri, final WebSocketSettings settings, final WebSocketListener listener) {
        return loop.connect(uri, settings, listener);
    }

    /**
     * Whether it may be written to.
     *
     * @return whether the handshake is done and the connection not over.
     */
    public abstract boolean isOpen();

    /**
     * Whether it is over. Any thread.
     *
     * @return whether {@code onClosed} was or is being called.
     */
    public abstract boolean isEnded();

    /**
     * Sends a text message made of ASCII or UTF-8 bytes. Any thread, never blocks.
     *
     * @param source of the bytes.
     * @param length of the message.
     * @return false if the connection was over before anything was written.
     */
    public abstract boolean send(byte[] source, int length);

    /**
     * Sends a text message.
     *
     * @param text to send.
     * @return false if the connection was over before anything was written.
     */
    public abstract boolean send(String text);

    /** Stops or resumes reading. Event loop. */
    @Override
    public abstract void pause(boolean pause);

    /**
     * Whether silence may end the connection: no use before anything is subscribed. Event loop.
     *
     * @param isWatched whether.
     */
    public abstract void watchSilence(boolean isWatched);

    /**
     * Ends the connection. Any thread.
     *
     * @param why sanitised, for the listener.
     */
    public abstract void close(String why);
}
