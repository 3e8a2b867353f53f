/**
 * Decoding of market frames against a streaming parser that yields the same prices and refuses the same frames.
 *
 * <p>Thread: the benchmark thread.
 */
package io.ratchet.bench.decode;
