/**
 * The simulated Binance USD-M: its REST, market, user and trade wires before a {@link io.ratchet.adapters.sim.SimExchange}.
 *
 * <p>Thread: everything runs on one event loop; the exchange has no lock. Nothing is shared with the Binance client of
 * the product: codec, signer, error table and constants are this package's own.
 */
package io.ratchet.adapters.sim.binance;
