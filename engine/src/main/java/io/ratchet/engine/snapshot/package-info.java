/**
 * The whole state of the core in the journal, so that a start need not decide the whole past again.
 *
 * <pre>
 *   SnapshotRequested ─► core: a pass over its state ─► {@link io.ratchet.engine.snapshot.StateImage} ─► begin, sections, end
 *   journal ─► {@link io.ratchet.engine.snapshot.SnapshotCollector} ─► newest whole snapshots ─►
 *        {@link io.ratchet.engine.snapshot.ImageReader} ─► a fresh core
 * </pre>
 *
 * <p>A snapshot is an output like any other: a replay compares it, and without its end it does not count. Which fields it
 * holds, and in which order, is said by one pass over the components, the same that makes the hash of the state
 * ({@link io.ratchet.engine.state.StateFields}); {@link io.ratchet.engine.snapshot.LayoutHash} tells layouts apart.
 *
 * <p>Threads: writing is the core thread's and allocates only when the state has outgrown every earlier one; collecting
 * and loading belong to whoever recovers.
 */
package io.ratchet.engine.snapshot;
