/**
 * The journal on Chronicle Queue, guarded: plain Chronicle notices no flipped payload bit, reads silently past the end
 * at a hole, and appends behind it.
 *
 * <p>Each record is a frame of our own ({@link io.ratchet.journal.chronicle.RecordFrame}) with sequence, checksum and
 * the hash of the record before it. At start the whole journal is audited by plain file reads
 * ({@link io.ratchet.journal.chronicle.JournalAudit}); nothing is ever appended behind a hole. The only package that
 * knows {@code net.openhft}.
 *
 * <p>Threads: the core thread appends; the force thread forces, reads back and publishes the durable sequence; each
 * reader belongs to one thread.
 */
package io.ratchet.journal.chronicle;
