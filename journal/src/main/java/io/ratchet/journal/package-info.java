/**
 * Remembers. The journal is one total order of inputs and outputs on disk; everything else here reads it.
 *
 * <pre>
 *   core thread ── append ──► cycle files (mmap) ◄── force thread: fdatasync, read back, durable mark
 *                                   ▲   ▲   ▲
 *                          replay ──┘   │   └── verify, dump (plain file reads)
 *                              persister┘ ──► PostgreSQL
 * </pre>
 *
 * <p>A record that was appended survives the death of the process; one at or below the durable sequence survives the
 * loss of power.
 */
package io.ratchet.journal;
