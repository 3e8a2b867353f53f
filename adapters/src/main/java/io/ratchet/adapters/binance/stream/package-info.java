/**
 * Binance streams: prices without allocation, private events by Jackson.
 *
 * <p>Thread: the event loop of the adapter.
 */
package io.ratchet.adapters.binance.stream;
