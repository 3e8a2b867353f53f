package io.ratchet.adapters.net;

/**
 * Limits of a WebSocket connection; wall-clock milliseconds.
 *
 * @param frameLengthMax   bytes of a message.
 * @param connectTimeoutMs for TCP, TLS and the handshake each.
 * @param pingIntervalMs   between our pings; 0 sends none.
 * @param pongTimeoutMs    a ping without a pong for so long ends the connection.
 * @param silenceMs        no message for so long ends the connection; 0 allows any silence.
 */
public record WebSocketSettings(
        int frameLengthMax, int connectTimeoutMs, int pingIntervalMs, int pongTimeoutMs, int silenceMs) {
    /** 1 MiB messages, 5 s to connect, ping each 20 s, pong within 10 s, any silence. */
    public static final WebSocketSettings DEFAULT = new WebSocketSettings(1 << 20, 5_000, 20_000, 10_000, 0);

    /**
     * The same with a limit on silence.
     *
     * @param milliseconds without a message; 0 allows any.
     * @return the settings.
     */
    public WebSocketSettings withSilenceMs(final int milliseconds) {
        return new WebSocketSettings(frameLengthMax, connectTimeoutMs, pingIntervalMs, pongTimeoutMs, milliseconds);
    }
}
