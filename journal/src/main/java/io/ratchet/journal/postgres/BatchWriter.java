package io.ratchet.journal.postgres;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Writes a batch: position, rows and projections in one transaction. */
final class BatchWriter {
    private static final int ERROR_LENGTH_MAX = 2_000;

    private final Jdbi jdbi;
    private final int epoch;

    BatchWriter(final Jdbi jdbi, final int epoch) {
        this.jdbi = jdbi;
        this.epoch = epoch;
    }

    void write(final Batch batch) {
        jdbi.useTransaction(handle -> {
            StoredPosition.advance(handle, epoch, batch);
            if (batch.rows() > 0) {
                copyRows(handle, batch);
                Projections.apply(handle, epoch, batch);
            }
        });
    }

    /** Puts the one refused record of a batch aside and moves on. */
    void quarantine(final Batch batch, final Throwable cause) {
        final String error = String.valueOf(cause.getMessage());
        jdbi.useTransaction(handle -> {
            StoredPosition.advance(handle, epoch, batch);
            handle.createUpdate("INSERT INTO quarantined_records (epoch, sequence, message, error, record)"
                            + " VALUES (:epoch, :sequence, :message, :error, :record)")
                    .bind("epoch", epoch)
                    .bind("sequence", batch.toSequence())
                    .bind("message", batch.lastMessage())
                    .bind("error", error.substring(0, Math.min(error.length(), ERROR_LENGTH_MAX)))
                    .bind("record", batch.lastRecord())
                    .execute();
        });
    }

    private static void copyRows(final Handle handle, final Batch batch) {
        try {
            copyTables(handle, batch);
        } catch (final SQLException e) {
            throw new IllegalStateException("rows refused: " + e.getMessage(), e);
        }
    }

    private static void copyTables(final Handle handle, final Batch batch) throws SQLException {
        final CopyManager copies =
                handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
        for (final Table table : Table.values()) {
            final byte[] text = batch.copyText(table);
            if (text.length > 0) {
                final CopyIn copy = copies.copyIn(table.copySql());
                copy.writeToCopy(text, 0, text.length);
                copy.endCopy();
            }
        }
    }
}
