/** Decoding of market frames against a streaming parser that yields the same prices and refuses the same frames. */
package io.ratchet.bench.decode;
