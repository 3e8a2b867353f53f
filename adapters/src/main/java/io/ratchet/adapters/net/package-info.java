/**
 * Sockets: the Netty event loop of an adapter, WebSocket connections, reconnection delays, and the outbox that parks
 * decoded events while the inbound ring is full.
 *
 * <p>Threads: an event loop is one thread, and everything here lives on it unless it says otherwise. Nothing blocks it.
 */
package io.ratchet.adapters.net;
