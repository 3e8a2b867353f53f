package io.ratchet.journal.postgres;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;

/** Rows that become one transaction, and the place in the journal that they end at. One thread. */
public final class Batch {
    private final Map<Table, StringBuilder> text = new EnumMap<>(Table.class);
    private final Set<String> messages = new HashSet<>();
    private long fromSequence;
    private long toSequence;
    private int toHash;
    private int rows;
    private String lastMessage;
    private byte[] lastRecord = new byte[0];

    Batch() {}

    /** Starts behind a stored position. */
    void begin(final long sequence, final int hash) {
        text.values().forEach(rowsOfTable -> rowsOfTable.setLength(0));
        messages.clear();
        fromSequence = sequence;
        toSequence = sequence;
        toHash = hash;
        rows = 0;
    }

    StringBuilder rowsOf(final Table table) {
        return text.computeIfAbsent(table, ignored -> new StringBuilder());
    }

    void added(final Table table, final String message) {
        messages.add(message);
        lastMessage = message;
        rows++;
    }

    /** Marks how far the journal was read. */
    void readTo(final long sequence, final int hash) {
        toSequence = sequence;
        toHash = hash;
    }

    /** Keeps the bytes of a record, for when PostgreSQL refuses its row. */
    void keepRecord(final DirectBuffer buffer, final int offset, final int length) {
        lastRecord = new byte[length];
        buffer.getBytes(offset, lastRecord);
    }

    boolean contains(final String message) {
        return messages.contains(message);
    }

    byte[] copyText(final Table table) {
        final StringBuilder rowsOfTable = text.get(table);
        return rowsOfTable == null ? new byte[0] : rowsOfTable.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Shows every row.
     *
     * @param rowHandler takes the name of its table and its columns as PostgreSQL's COPY text, epoch and sequence first.
     */
    public void forEachRow(final BiConsumer<String, String> rowHandler) {
        text.forEach(
                (table, lines) -> lines.toString().lines().forEach(line -> rowHandler.accept(table.sqlName(), line)));
    }

    /**
     * Where the batch begins.
     *
     * @return the last sequence before it.
     */
    public long fromSequence() {
        return fromSequence;
    }

    /**
     * Where the batch ends.
     *
     * @return the last sequence of it.
     */
    public long toSequence() {
        return toSequence;
    }

    /**
     * Hash of the record it ends with.
     *
     * @return the hash.
     */
    public int toHash() {
        return toHash;
    }

    int rows() {
        return rows;
    }

    String lastMessage() {
        return lastMessage;
    }

    byte[] lastRecord() {
        return lastRecord;
    }
}
