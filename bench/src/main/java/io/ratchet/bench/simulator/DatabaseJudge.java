package io.ratchet.bench.simulator;

import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.sbe.StateSnapshotBeginDecoder;
import io.ratchet.engine.sbe.StateSnapshotEndDecoder;
import io.ratchet.engine.sbe.StateSnapshotSectionDecoder;
import io.ratchet.journal.chronicle.MemoryJournal;
import io.ratchet.journal.postgres.Persister;
import io.ratchet.journal.postgres.PersisterStatus;
import java.util.Map;
import java.util.Set;

/**
 * Every fact, order event and fill of the journal is in the database exactly once, as a persister that never met a fault
 * would have stored it (I9).
 */
final class DatabaseJudge {
    private static final int POLL_RECORDS = 4_096;
    /** Stay in the journal. */
    private static final Set<Integer> SNAPSHOTS = Set.of(
            StateSnapshotBeginDecoder.TEMPLATE_ID,
            StateSnapshotSectionDecoder.TEMPLATE_ID,
            StateSnapshotEndDecoder.TEMPLATE_ID);

    private static final int DUTIES_MAX = 10_000;

    private DatabaseJudge() {}

    /**
     * Judges, once the faults are over.
     *
     * @param database with all of the journal in it.
     * @param journal  of the life.
     * @param durable  as far as it must be there.
     */
    static void judge(final SimDatabase database, final MemoryJournal journal, final long durable) {
        JournalOracle.demand(
                database.position() >= durable,
                "I9 lag",
                "database=" + database.position() + " journal=" + durable + " after a minute without faults");
        final SimDatabase other = rebuilt(journal, database.position());
        for (final Map.Entry<Long, String> row : other.rows().entrySet()) {
            final String stored = database.rows()
                    .getOrDefault(row.getKey(), database.quarantined().get(row.getKey()));
            JournalOracle.demand(
                    row.getValue().equals(stored),
                    "I9 row",
                    "sequence=" + row.getKey() + " actual=" + stored + " expected=" + row.getValue());
        }
        final int stored = database.rows().size() + database.quarantined().size();
        JournalOracle.demand(
                stored == other.rows().size(),
                "I9 rows",
                "actual=" + stored + " expected=" + other.rows().size());
        everyRecord(database, journal);
    }

    /** What a persister makes of the journal that meets nothing but it. */
    private static SimDatabase rebuilt(final MemoryJournal journal, final long toSequence) {
        final World quiet = new World(1);
        final SimDatabase database = new SimDatabase(quiet, new Report());
        final Persister persister = new Persister(database::connect, journal::tail, () -> 1, () -> toSequence);
        for (int i = 0; i < DUTIES_MAX && database.position() < toSequence; i++) {
            persister.doWork();
        }
        demandRunning(persister);
        return database;
    }

    /** A persister that would have to skip or repeat something has stopped. */
    static void demandRunning(final Persister persister) {
        JournalOracle.demand(
                persister.status().state() != PersisterStatus.State.HALTED,
                "I9 persister halted",
                persister.status().lastError());
    }

    /** By the journal alone: which records must have a row. */
    private static void everyRecord(final SimDatabase database, final MemoryJournal journal) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        try (JournalReader reader = journal.reader()) {
            while (reader.poll(
                            (sequence, kind, buffer, offset, length) -> {
                                final int type = header.wrap(buffer, offset).templateId();
                                final boolean isNeeded = kind != RecordKind.INPUT && !SNAPSHOTS.contains(type)
                                        || type == OrderUpdateDecoder.TEMPLATE_ID
                                        || type == FillDecoder.TEMPLATE_ID
                                        || type == SnapshotTradeDecoder.TEMPLATE_ID;
                                JournalOracle.demand(
                                        !isNeeded
                                                || sequence > database.position()
                                                || database.rows().containsKey(sequence)
                                                || database.quarantined().containsKey(sequence),
                                        "I9 record without a row",
                                        "sequence=" + sequence + " type=" + type);
                            },
                            POLL_RECORDS)
                    > 0) {
                // Until its end.
            }
        }
    }
}
