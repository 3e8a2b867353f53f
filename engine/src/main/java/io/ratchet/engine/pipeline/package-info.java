/**
 * Threads, rings and the clock: everything around the core that moves bytes and decides nothing.
 *
 * <pre>
 *  market  user  signals  results  operator      ClockTicker
 *     │      │      │        │         │             │          any thread: IngressPublisher
 *     ▼      ▼      ▼        ▼         ▼             ▼          (prices: Mailboxes, one token per dirty instrument)
 *   ┌──────────────── inbound ring (MULTI) ─────────────┐
 *   └────────────────────────┬──────────────────────────┘
 *                            ▼
 *      core thread: CoreStage   journal.append(input) → core.onInput → journal.append(outputs) → hand over
 *                            │
 *            ┌───────────────┼───────────────────┐
 *            ▼               ▼                   ▼
 *      egress ring     egress ring         listener ring        a full egress ring is NOT_SENT, fed back as an input;
 *      EgressAgent     EgressAgent         ListenerAgent        a full listener ring drops and counts
 *      VenueGateway    VenueGateway        EngineListener…
 * </pre>
 *
 * <p>The only package that imports the Disruptor and the only one of the engine that reads a clock or starts a thread.
 */
package io.ratchet.engine.pipeline;
