package io.ratchet.journal.postgres;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How far the journal is in the tables.
 *
 * @param sequence of the last record.
 * @param hash     of it; tells this journal from another one.
 */
public record StoredPosition(long sequence, int hash) {

    /** The stored position; a new database gets one of zero. */
    static StoredPosition read(final Jdbi jdbi, final int epoch) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("INSERT INTO journal_position (epoch, sequence, hash) VALUES (:epoch, 0, 0)"
                            + " ON CONFLICT (epoch) DO NOTHING")
                    .bind("epoch", epoch)
                    .execute();
            return handle.createQuery("SELECT sequence, hash FROM journal_position WHERE epoch = :epoch")
                    .bind("epoch", epoch)
                    .map((row, context) -> new StoredPosition(row.getLong(1), row.getInt(2)))
                    .one();
        });
    }

    /**
     * Moves the position on, first of all in the transaction: the row's lock makes a second persister wait, and then
     * find another position than it expects.
     */
    static void advance(final Handle handle, final int epoch, final Batch batch) {
        final int changed = handle.createUpdate("UPDATE journal_position SET sequence = :to, hash = :hash,"
                        + " updated_at = now() WHERE epoch = :epoch AND sequence = :from")
                .bind("to", batch.toSequence())
                .bind("hash", batch.toHash())
                .bind("epoch", epoch)
                .bind("from", batch.fromSequence())
                .execute();
        if (changed != 1) {
            throw new PositionMovedException("stored position: expected=" + batch.fromSequence() + " is another now");
        }
    }
}
