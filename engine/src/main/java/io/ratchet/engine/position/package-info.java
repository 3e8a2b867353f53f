/**
 * Positions, their orders, the commands in flight and what the venue said about them. Tracks; rules decide elsewhere.
 *
 * <p>Thread: the core thread. Every table is preallocated; a full one refuses.
 */
package io.ratchet.engine.position;
