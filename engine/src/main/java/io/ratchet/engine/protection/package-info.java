/**
 * The reason the product exists: each position has a confirmed stop, the stop only ever tightens, and the time without one
 * is bounded and measured.
 *
 * <p>Thread: the core thread.
 */
package io.ratchet.engine.protection;
