/**
 * Signals over a WebSocket: the wave protocol of the signal server (auth_required, auth, auth_success, get_signals,
 * signals).
 *
 * <p>Thread: the client's own event loop.
 */
package io.ratchet.adapters.signal;
