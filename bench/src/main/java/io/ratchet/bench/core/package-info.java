/**
 * The core against its floors: a bare append of the same bytes, a bare ring of the same slots.
 *
 * <p>Threads: the benchmark thread drives the core; a ring has one more thread at its other end.
 */
package io.ratchet.bench.core;
