/**
 * Binance over REST: asynchronous, never retried by the library, never redirected, bounded replies.
 *
 * <p>Threads: calls from any thread; replies on the client's own threads.
 */
package io.ratchet.adapters.binance.rest;
