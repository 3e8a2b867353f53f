/**
 * Instruments, prices and the fixed-point arithmetic under them.
 *
 * <p>Thread: the core thread; {@link io.ratchet.engine.market.FixedPoint} and the decimal codec are static and pure.
 */
package io.ratchet.engine.market;
