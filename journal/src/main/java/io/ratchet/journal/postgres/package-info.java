/**
 * The journal in PostgreSQL: every fact, command, order event, fill and signal exactly once.
 *
 * <p>The {@link io.ratchet.journal.postgres.Persister} is a reader of the journal like any other: it may lag for hours,
 * stop, or restart, and the engine cannot tell. Its position is stored in the transaction of the rows. The only package
 * that knows {@code java.sql}, JDBI and Flyway.
 *
 * <p>Thread: the persister's own; counters are read by any thread.
 */
package io.ratchet.journal.postgres;
