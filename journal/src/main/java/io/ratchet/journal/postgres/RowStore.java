package io.ratchet.journal.postgres;

/**
 * Where the rows of a {@link Persister} go, and how far they are there: PostgreSQL, or a simulated one. Rows and position
 * change together or not at all. One thread.
 */
public interface RowStore extends AutoCloseable {
    /**
     * How far the journal is in the tables.
     *
     * @return the stored position; a new store has one of zero.
     */
    StoredPosition position();

    /**
     * What the tables know of instruments.
     *
     * @return venue and symbol of each.
     */
    Instruments instruments();

    /**
     * Stores a batch in one transaction: the position first, from where the batch begins.
     *
     * @param batch rows and the position behind them.
     * @throws RuntimeException with a {@code java.sql.SQLException} as its cause where there is one; nothing may be said
     *                          of what became of the batch unless its state says so.
     */
    void write(Batch batch);

    /**
     * Puts the one refused record of a batch aside and moves on, in one transaction.
     *
     * @param batch of one record.
     * @param cause why it is refused.
     */
    void quarantine(Batch batch, Throwable cause);

    @Override
    void close();
}
