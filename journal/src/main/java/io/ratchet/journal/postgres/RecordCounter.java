package io.ratchet.journal.postgres;

import io.ratchet.journal.message.MessageLayout;

/** Counts records by the table that they go to. */
final class RecordCounter {
    private final long[] counts = new long[Table.values().length];

    /**
     * Counts a record.
     *
     * @param layout of its message.
     */
    void count(final MessageLayout layout) {
        final Table table = Table.of(layout);
        if (table != null) {
            counts[table.ordinal()]++;
        }
    }

    /**
     * What was counted.
     *
     * @return the counts.
     */
    JournalCounts counts() {
        return new JournalCounts(
                of(Table.FACTS),
                of(Table.COMMANDS),
                of(Table.COMMAND_RESULTS),
                of(Table.ORDER_UPDATES),
                of(Table.FILLS),
                of(Table.SIGNALS),
                of(Table.INPUTS));
    }

    private long of(final Table table) {
        return counts[table.ordinal()];
    }
}
