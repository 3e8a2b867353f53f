package io.ratchet.journal.postgres;

/**
 * What the persister is at.
 *
 * @param state             of it.
 * @param persistedSequence last journal sequence that is in the tables.
 * @param lag               records of the journal that are not.
 * @param rows              inserted since the start.
 * @param batches           committed since the start.
 * @param quarantined       records that PostgreSQL refused, since the start.
 * @param disconnects       times that the database was lost or could not be reached.
 * @param lastError         newest error, null if there was none.
 */
public record PersisterStatus(
        State state,
        long persistedSequence,
        long lag,
        long rows,
        long batches,
        long quarantined,
        long disconnects,
        String lastError) {

    /** Life of the persister. */
    public enum State {
        /** The database is away; tried again with growing pauses. */
        DISCONNECTED,
        /** Rows flow. */
        RUNNING,
        /** Going on would insert something twice or from another journal; a person must look. */
        HALTED
    }
}
