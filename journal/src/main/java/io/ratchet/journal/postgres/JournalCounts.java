package io.ratchet.journal.postgres;

import io.ratchet.journal.chronicle.JournalAudit;
import io.ratchet.journal.message.MessageSchema;
import java.nio.file.Path;

/**
 * How many records of each sort that PostgreSQL gets: as the journal holds them, or as the tables do.
 *
 * @param facts          everything that the core found out.
 * @param commands       everything that it asked for.
 * @param commandResults what became of commands.
 * @param orderUpdates   order events.
 * @param fills          fills of the user stream and trades read from the venue.
 * @param signals        received, defective ones too.
 * @param otherInputs    all other inputs but prices, ticks and snapshot rows.
 */
public record JournalCounts(
        long facts, long commands, long commandResults, long orderUpdates, long fills, long signals, long otherInputs) {

    /**
     * Counts by reading the whole journal.
     *
     * @param directory of the journal.
     * @return the counts.
     */
    public static JournalCounts of(final Path directory) {
        return of(directory, Long.MAX_VALUE);
    }

    /**
     * Counts by reading the journal up to a record.
     *
     * @param directory  of the journal.
     * @param toSequence last sequence that counts.
     * @return the counts.
     */
    public static JournalCounts of(final Path directory, final long toSequence) {
        final RecordCounter counter = new RecordCounter();
        JournalAudit.of(directory, (sequence, kind, buffer, offset, length) -> {
            if (sequence <= toSequence) {
                counter.count(MessageSchema.instance().layoutOf(buffer, offset));
            }
        });
        return counter.counts();
    }

    /**
     * All records that become rows.
     *
     * @return their number.
     */
    public long total() {
        return facts + commands + commandResults + orderUpdates + fills + signals + otherInputs;
    }
}
