package io.ratchet.adapters.net;

import io.netty.buffer.ByteBuf;

/** Hears one WebSocket connection. Event loop thread; exactly one {@link #onClosed} ends it, before or after opening. */
public interface WebSocketListener {

    /**
     * The handshake is done.
     *
     * @param connection that may be written to now.
     */
    void onOpen(WebSocketConnection connection);

    /**
     * One whole text message.
     *
     * @param connection it came from.
     * @param payload    valid only during the call.
     */
    void onText(WebSocketConnection connection, ByteBuf payload);

    /**
     * The connection is over: refused, lost, silent, closed by either side (code 1000 too).
     *
     * @param connection that is over.
     * @param reason     sanitised.
     */
    void onClosed(WebSocketConnection connection, String reason);
}
