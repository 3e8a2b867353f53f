package io.ratchet.journal.postgres;

import io.ratchet.journal.message.MessageField;
import io.ratchet.journal.message.MessageLayout;

/**
 * Where the value of one column of one message comes from.
 *
 * @param kind  how it is made.
 * @param field it is made of, null if of none.
 */
record ColumnSource(Kind kind, MessageField field) {

    /** How a column's value is made. */
    enum Kind {
        EPOCH,
        SEQUENCE,
        MESSAGE_NAME,
        VENUE,
        SYMBOL,
        POSITIVE,
        BODY,
        TIME_NS,
        TIME_MS,
        VALUE,
        NULL
    }

    private static final int MS_SUFFIX_LENGTH = "_time".length();
    private static final int AT_SUFFIX_LENGTH = "_at".length();

    static ColumnSource of(final String column, final MessageLayout layout) {
        return switch (column) {
            case "epoch" -> new ColumnSource(Kind.EPOCH, null);
            case "sequence" -> new ColumnSource(Kind.SEQUENCE, null);
            case "fact", "command", "input", "source" -> new ColumnSource(Kind.MESSAGE_NAME, null);
            case "venue" -> new ColumnSource(Kind.VENUE, layout.field("venue"));
            case "symbol" -> new ColumnSource(Kind.SYMBOL, layout.field("symbol"));
            case "body" -> new ColumnSource(Kind.BODY, null);
            case "at" -> field(Kind.TIME_NS, layout, "timeNs");
            case "venue_time" -> field(Kind.TIME_MS, layout, "venueTimeMs");
            case "position_id" ->
                field(
                        Kind.POSITIVE,
                        layout,
                        layout.field("positionId") == null ? "clientOrderId.positionId" : "positionId");
            case "role" -> field(Kind.VALUE, layout, "clientOrderId.role");
            case "id_epoch" -> field(Kind.POSITIVE, layout, "clientOrderId.epochSeconds");
            case "revision" -> field(Kind.VALUE, layout, "clientOrderId.revision");
            default -> bySuffix(column, layout);
        };
    }

    private static ColumnSource bySuffix(final String column, final MessageLayout layout) {
        if (column.endsWith("_at")) {
            return field(Kind.TIME_NS, layout, camel(column.substring(0, column.length() - AT_SUFFIX_LENGTH)) + "Ns");
        }
        if (column.endsWith("_time")) {
            return field(Kind.TIME_MS, layout, camel(column.substring(0, column.length() - MS_SUFFIX_LENGTH)) + "Ms");
        }
        return field(Kind.VALUE, layout, camel(column));
    }

    private static ColumnSource field(final Kind kind, final MessageLayout layout, final String path) {
        final MessageField field = layout.field(path);
        return field == null ? new ColumnSource(Kind.NULL, null) : new ColumnSource(kind, field);
    }

    private static String camel(final String column) {
        final StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < column.length(); i++) {
            final char c = column.charAt(i);
            if (c != '_') {
                name.append(upper ? Character.toUpperCase(c) : c);
            }
            upper = c == '_';
        }
        return name.toString();
    }
}
