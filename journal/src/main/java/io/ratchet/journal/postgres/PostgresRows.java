package io.ratchet.journal.postgres;

/** The tables of a PostgreSQL. */
final class PostgresRows implements RowStore {
    private final Database database;
    private final BatchWriter writer;
    private final int epoch;

    private PostgresRows(final Database database, final int epoch) {
        this.database = database;
        this.epoch = epoch;
        writer = new BatchWriter(database.jdbi(), epoch);
    }

    /** Connects; blocks up to the connect timeout. */
    static PostgresRows open(final PostgresConfig config, final int epoch) {
        return new PostgresRows(Database.open(config), epoch);
    }

    @Override
    public StoredPosition position() {
        return StoredPosition.read(database.jdbi(), epoch);
    }

    @Override
    public Instruments instruments() {
        return Instruments.load(database.jdbi(), epoch);
    }

    @Override
    public void write(final Batch batch) {
        writer.write(batch);
    }

    @Override
    public void quarantine(final Batch batch, final Throwable cause) {
        writer.quarantine(batch, cause);
    }

    @Override
    public void close() {
        database.close();
    }
}
