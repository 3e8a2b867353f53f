/**
 * A small signal server: the predecessor's protocol over WebSocket, waves of the accelerated clock or a file of signals.
 *
 * <p>Thread: one event loop. Nothing is shared with the signal client.
 */
package io.ratchet.adapters.sim.signal;
