/**
 * Binance USD-M futures: order entry over the WebSocket API, reads over REST, market and user streams.
 *
 * <pre>
 *   egress thread                 event loop thread                          OkHttp threads
 *   BinanceGateway                TradeSocket  MarketStreams  UserStream     RestClient callbacks
 *     encode + sign (0 B) ───────►   replies ──► in-flight slot                 ──► in-flight slot, read jobs
 *     deadlines, parked results      BinanceAdapter: start, health, clock
 * </pre>
 *
 * <p>Stops live in the algo service and ordinary orders in another book: what one shows says nothing about the other.
 */
package io.ratchet.adapters.binance;
