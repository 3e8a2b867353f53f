package io.ratchet.journal.postgres;

/** Compares what the tables hold with what the journal holds (I9). */
public final class DatabaseCounts {

    private DatabaseCounts() {}

    /**
     * Counts the rows.
     *
     * @param database that the journal was persisted to.
     * @return rows by table, as {@link JournalCounts} has records.
     */
    public static JournalCounts of(final Database database) {
        return new JournalCounts(
                database.rows(Table.FACTS.sqlName()),
                database.rows(Table.COMMANDS.sqlName()),
                database.rows(Table.COMMAND_RESULTS.sqlName()),
                database.rows(Table.ORDER_UPDATES.sqlName()),
                database.rows(Table.FILLS.sqlName()),
                database.rows(Table.SIGNALS.sqlName()),
                database.rows(Table.INPUTS.sqlName()));
    }
}
