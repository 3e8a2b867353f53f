/**
 * Reads any message by the schema itself, as text: dumps, differences of replays, the database.
 *
 * <p>The schema is turned once into flat tables of fields; no generated codec is named here, so a new message needs no
 * line of code. Objects that hold a {@link java.lang.StringBuilder} belong to one thread; the tables are immutable.
 */
package io.ratchet.journal.message;
