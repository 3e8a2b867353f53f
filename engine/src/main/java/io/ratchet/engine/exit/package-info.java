/**
 * Ways out of a position: the close ladder, and the proof that nothing of it is left.
 *
 * <p>Thread: the core thread.
 */
package io.ratchet.engine.exit;
