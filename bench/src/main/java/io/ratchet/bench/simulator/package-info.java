/**
 * The deterministic simulator: one seed decides the market, the signals, what people do, the network, the venue's faults, and
 * when the node crashes, pauses and starts again. The core, its codecs, the pipeline's stages, the journal's frames, the
 * Binance gateway with its sockets, parsers, budgets and reads, and the venue's wire run unchanged, on one thread, in
 * simulated time.
 *
 * <pre>
 *   FaultPlan(seed) ─► Script ─► Run: World ── market, signals, faults ──► WireVenue (SimExchange) ──► Truth
 *                                       └── SimNode: SteppedPipeline, BinanceAdapter ◄─ SimNetwork ─┘
 *                                                    └── MemoryJournal ──► JournalOracle
 * </pre>
 *
 * <p>The oracles read the exchange's truth and the journal, never the engine's tables.
 */
package io.ratchet.bench.simulator;
