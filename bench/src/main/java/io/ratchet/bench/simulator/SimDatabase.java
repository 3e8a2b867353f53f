package io.ratchet.bench.simulator;

import io.ratchet.journal.postgres.Batch;
import io.ratchet.journal.postgres.Instruments;
import io.ratchet.journal.postgres.PositionMovedException;
import io.ratchet.journal.postgres.RowStore;
import io.ratchet.journal.postgres.StoredPosition;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A PostgreSQL as a persister sees it: transactions, a unique key, connections that end before or after a commit, a
 * fail-over to a standby that is behind, rows that it refuses. It outlives the node.
 */
final class SimDatabase {
    private static final String AWAY = "08006";
    private static final String BAD_ROW = "22003";
    private static final String DUPLICATE = "23505";
    private static final long STANDBY_NS = 5_000_000_000L;

    private static final String TABLE_INPUTS = "inputs";
    private static final String INSTRUMENT_DEFINED = "InstrumentDefined";
    private static final int COLUMN_INPUT = 4;

    private final World world;
    private final Report report;
    private final TreeMap<Long, String> rows = new TreeMap<>();
    private final TreeMap<Long, String> quarantined = new TreeMap<>();
    private final Map<Integer, String[]> instruments = new HashMap<>();
    private StoredPosition position = new StoredPosition(0, 0);
    private StoredPosition standby = new StoredPosition(0, 0);
    private long standbyNs;
    private long awayUntilNs;
    private int writesUntilLost = -1;
    private boolean isLostAfterCommit;
    private boolean isRefusing;
    private long refusedSequence = -1;
    private int connection;

    SimDatabase(final World world, final Report report) {
        this.world = world;
        this.report = report;
    }

    /** Rows by sequence, each with its table. */
    Map<Long, String> rows() {
        return rows;
    }

    /** Rows that were refused and put aside. */
    Map<Long, String> quarantined() {
        return quarantined;
    }

    long position() {
        return position.sequence();
    }

    /** Nothing can be reached for a while. */
    void away(final long ns) {
        awayUntilNs = world.nowNs() + ns;
        connection++;
        report.probe("database away");
    }

    /** The connection of one of the next writes ends, before its commit or after it. */
    void loseCommit(final int writes, final boolean isAfterCommit) {
        writesUntilLost = writes;
        isLostAfterCommit = isAfterCommit;
    }

    /** A standby that is some seconds behind takes over: what was committed since then is lost. */
    void failOver() {
        position = standby;
        rows.tailMap(position.sequence(), false).clear();
        quarantined.tailMap(position.sequence(), false).clear();
        connection++;
        report.probe("database failed over");
    }

    /** The first row of the next write is one that the database refuses, whenever it comes. */
    void refuseOne() {
        isRefusing = refusedSequence < 0;
    }

    void heal() {
        awayUntilNs = 0;
        writesUntilLost = -1;
        isRefusing = false;
    }

    /** A new connection. */
    RowStore connect() {
        demandPresence();
        return new Connection(connection);
    }

    private void demandPresence() {
        if (world.nowNs() < awayUntilNs) {
            throw failure(AWAY, "connection refused");
        }
    }

    private static IllegalStateException failure(final String sqlState, final String text) {
        return new IllegalStateException(text, new SQLException(text, sqlState));
    }

    /** A standby follows, some seconds behind. */
    private void replicate() {
        if (world.nowNs() - standbyNs > STANDBY_NS) {
            standbyNs = world.nowNs();
            standby = position;
        }
    }

    private final class Connection implements RowStore {
        private final int number;

        private Connection(final int number) {
            this.number = number;
        }

        @Override
        public StoredPosition position() {
            demandConnection();
            return position;
        }

        @Override
        public Instruments instruments() {
            demandConnection();
            final Instruments known = new Instruments();
            instruments.forEach((id, names) -> known.define(id, names[0], names[1]));
            return known;
        }

        @Override
        public void write(final Batch batch) {
            demandConnection();
            replicate();
            final boolean isLost = writesUntilLost == 0;
            if (writesUntilLost >= 0) {
                writesUntilLost--;
            }
            if (isLost && !isLostAfterCommit) {
                report.probe("database lost before commit");
                throw failure(AWAY, "connection lost before commit");
            }
            check(batch);
            batch.forEachRow((table, line) -> check(sequence(line)));
            batch.forEachRow(this::insert);
            position = new StoredPosition(batch.toSequence(), batch.toHash());
            if (isLost) {
                report.probe("database lost after commit");
                throw failure(AWAY, "connection lost after commit");
            }
        }

        @Override
        public void quarantine(final Batch batch, final Throwable cause) {
            demandConnection();
            check(batch);
            batch.forEachRow((table, line) -> quarantined.put(sequence(line), table + ' ' + line));
            position = new StoredPosition(batch.toSequence(), batch.toHash());
            refusedSequence = -1;
            report.probe("database row put aside");
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        private void demandConnection() {
            demandPresence();
            if (number != connection) {
                throw failure(AWAY, "connection lost");
            }
        }

        private void check(final Batch batch) {
            if (position.sequence() != batch.fromSequence()) {
                throw new PositionMovedException("stored=" + position.sequence() + " expected=" + batch.fromSequence());
            }
        }

        /** Nothing of a batch is stored unless all of it can be. */
        private void check(final long sequence) {
            if (isRefusing) {
                isRefusing = false;
                refusedSequence = sequence;
            }
            if (sequence == refusedSequence) {
                throw failure(BAD_ROW, "numeric field overflow: sequence=" + sequence);
            }
            if (rows.containsKey(sequence)) {
                throw failure(DUPLICATE, "duplicate key: sequence=" + sequence);
            }
        }

        private void insert(final String table, final String line) {
            rows.put(sequence(line), table + ' ' + line);
            if (table.equals(TABLE_INPUTS)) {
                final String[] columns = line.split("\t");
                if (columns[COLUMN_INPUT].equals(INSTRUMENT_DEFINED)) {
                    instruments.put(
                            Integer.valueOf(columns[COLUMN_INPUT + 2]),
                            new String[] {columns[COLUMN_INPUT + 1], columns[COLUMN_INPUT + 3]});
                }
            }
        }

        private long sequence(final String line) {
            final int tab = line.indexOf('\t');
            return Long.parseLong(line.substring(tab + 1, line.indexOf('\t', tab + 1)));
        }
    }
}
