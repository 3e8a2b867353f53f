package io.ratchet.journal;

import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.journal.chronicle.JournalAudit;
import io.ratchet.journal.message.MessageField;
import io.ratchet.journal.message.MessageJson;
import io.ratchet.journal.message.MessageLayout;
import io.ratchet.journal.message.MessageSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * Prints the records of a journal, one JSON object a line:
 * {@code {"sequence":7,"kind":"FACT","message":"StopMoved",…}}.
 */
public final class JournalDump {
    private static final int LINE_LENGTH = 512;

    private final Filter filter;
    private final Appendable output;
    private final StringBuilder line = new StringBuilder(LINE_LENGTH);
    private long printed;

    private JournalDump(final Filter filter, final Appendable output) {
        this.filter = filter;
        this.output = output;
    }

    /**
     * Which records are printed; all conditions hold.
     *
     * @param fromSequence first sequence.
     * @param toSequence   last sequence.
     * @param kinds        of record; empty for all.
     * @param messages     names of messages; empty for all.
     * @param positionId   of the position the record is about, also by its order id; 0 for all.
     */
    public record Filter(
            long fromSequence, long toSequence, Set<RecordKind> kinds, Set<String> messages, long positionId) {
        /** Everything. */
        public static final Filter ALL = new Filter(1, Long.MAX_VALUE, Set.of(), Set.of(), 0);

        /** Checks that the names are names of messages. */
        public Filter {
            for (final String message : messages) {
                if (MessageSchema.instance().layouts().stream()
                        .noneMatch(layout -> layout.name().equals(message))) {
                    throw new EngineException("no message has this name: actual=" + message);
                }
            }
        }

        boolean accepts(
                final long sequence,
                final RecordKind kind,
                final MessageLayout layout,
                final DirectBuffer buffer,
                final int offset) {
            return sequence >= fromSequence
                    && sequence <= toSequence
                    && (kinds.isEmpty() || kinds.contains(kind))
                    && (messages.isEmpty() || messages.contains(layout.name()))
                    && (positionId == 0 || isAbout(layout, buffer, offset));
        }

        private boolean isAbout(final MessageLayout layout, final DirectBuffer buffer, final int offset) {
            final MessageField direct = layout.field("positionId");
            final MessageField field = direct == null ? layout.field("clientOrderId.positionId") : direct;
            return field != null && field.value(buffer, offset + MessageSchema.HEADER_LENGTH) == positionId;
        }
    }

    /**
     * Prints a journal up to its end or its first bad record.
     *
     * @param directory of the journal; only read, a writer may be at work on it.
     * @param filter    of the records.
     * @param output    for the lines.
     * @return how many lines were printed.
     * @throws JournalDamagedException after the good records before the damage were printed.
     */
    public static long dump(final Path directory, final Filter filter, final Appendable output) {
        final JournalDump dump = new JournalDump(filter, output);
        try {
            JournalAudit.of(directory, dump::onRecord);
        } catch (final UncheckedIOException e) {
            throw new EngineException("journal dump cannot be written: cause=" + e.getCause(), e.getCause());
        }
        return dump.printed;
    }

    /**
     * One record as a line without its end.
     *
     * @param json     that it is appended to.
     * @param sequence of the record.
     * @param kind     of the record.
     * @param buffer   that holds the message, header first.
     * @param offset   of the message.
     */
    public static void appendRecord(
            final StringBuilder json,
            final long sequence,
            final RecordKind kind,
            final DirectBuffer buffer,
            final int offset) {
        final MessageLayout layout = MessageSchema.instance().layoutOf(buffer, offset);
        json.append("{\"sequence\":").append(sequence).append(",\"kind\":\"").append(kind);
        json.append("\",\"message\":\"").append(layout.name()).append('"');
        MessageJson.appendFields(json, layout, buffer, offset);
        json.append('}');
    }

    private void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        if (!filter.accepts(sequence, kind, MessageSchema.instance().layoutOf(buffer, offset), buffer, offset)) {
            return;
        }
        line.setLength(0);
        appendRecord(line, sequence, kind, buffer, offset);
        try {
            output.append(line.append('\n'));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        printed++;
    }
}
