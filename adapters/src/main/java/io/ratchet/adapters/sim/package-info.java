/**
 * The simulated exchange.
 *
 * <pre>
 *   prices ──► SimExchange (pure: no clock, thread, socket; randomness only from a seeded generator passed in)
 *                 ▲   │ SimListener: orders, fills, conditional orders, account
 *        commands │   ▼
 *      PaperVenue (SBE commands in, SBE inputs out; synchronous)   binance.BinanceVenueServer (the wire, own process)
 * </pre>
 *
 * <p>Nothing here is shared with the real adapters: no codec, signer or constant, so that one can find the other's
 * mistakes.
 */
package io.ratchet.adapters.sim;
