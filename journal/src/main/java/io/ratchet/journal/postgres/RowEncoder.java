package io.ratchet.journal.postgres;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.journal.message.Decimals;
import io.ratchet.journal.message.MessageField;
import io.ratchet.journal.message.MessageJson;
import io.ratchet.journal.message.MessageLayout;
import io.ratchet.journal.message.MessageSchema;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/** Writes records as lines of PostgreSQL's COPY text format. One thread. */
final class RowEncoder {
    private static final String NULL = "\\N";
    private static final String NONE = "NONE";
    private static final int LENGTH_MASK = 0xff;
    private static final int MICRO_DIGITS_BASE = 1_000_000;
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Int2ObjectHashMap<Row> rows = new Int2ObjectHashMap<>();
    private final StringBuilder json = new StringBuilder();
    private final int epoch;
    private Instruments instruments;
    private long secondOfText = Long.MIN_VALUE;
    private String secondText;

    /** Table and columns of one message. */
    private record Row(
            MessageLayout layout,
            Table table,
            ColumnSource[] columns,
            MessageField instrumentId,
            boolean definesInstrument) {}

    RowEncoder(final int epoch) {
        this.epoch = epoch;
        for (final MessageLayout layout : MessageSchema.instance().layouts()) {
            final Table table = Table.of(layout);
            if (table != null) {
                rows.put(layout.templateId(), row(layout, table));
            }
        }
    }

    /** Starts anew with what the database knows. */
    void instruments(final Instruments known) {
        instruments = known;
    }

    /**
     * Adds the row of a record to a batch, if it has one.
     */
    void encode(final Batch batch, final long sequence, final DirectBuffer buffer, final int offset) {
        final MessageLayout layout = MessageSchema.instance().layoutOf(buffer, offset);
        final Row row = rows.get(layout.templateId());
        if (row == null) {
            return;
        }
        if (row.definesInstrument) {
            defineInstrument(row.layout, buffer, offset);
        }
        final Instruments.Instrument instrument = row.instrumentId == null
                ? null
                : instruments.get((int) row.instrumentId.value(buffer, offset + MessageSchema.HEADER_LENGTH));
        final StringBuilder text = batch.rowsOf(row.table);
        for (int i = 0; i < row.columns.length; i++) {
            if (i > 0) {
                text.append('\t');
            }
            append(text, row, row.columns[i], sequence, instrument, buffer, offset);
        }
        text.append('\n');
        batch.added(row.table, layout.name());
    }

    private static Row row(final MessageLayout layout, final Table table) {
        final ColumnSource[] columns = table.columns().stream()
                .map(column -> ColumnSource.of(column, layout))
                .toArray(ColumnSource[]::new);
        return new Row(
                layout,
                table,
                columns,
                layout.field("instrumentId"),
                layout.name().equals("InstrumentDefined"));
    }

    private void append(
            final StringBuilder text,
            final Row row,
            final ColumnSource column,
            final long sequence,
            final Instruments.Instrument instrument,
            final DirectBuffer buffer,
            final int offset) {
        final int block = offset + MessageSchema.HEADER_LENGTH;
        switch (column.kind()) {
            case EPOCH -> text.append(epoch);
            case SEQUENCE -> text.append(sequence);
            case MESSAGE_NAME -> text.append(row.layout.name());
            case VENUE -> appendVenue(text, column.field(), instrument, buffer, block);
            case SYMBOL -> appendSymbol(text, column.field(), instrument, buffer, block);
            case POSITIVE -> appendPositive(text, column.field().value(buffer, block));
            case BODY -> appendBody(text, row.layout, buffer, offset);
            case TIME_NS -> appendTime(text, column.field().value(buffer, block), NS_PER_SECOND);
            case TIME_MS -> appendTime(text, column.field().value(buffer, block), TimeUnit.SECONDS.toMillis(1));
            case VALUE -> appendValue(text, column.field(), buffer, offset);
            default -> text.append(NULL);
        }
    }

    private void appendValue(
            final StringBuilder text, final MessageField field, final DirectBuffer buffer, final int offset) {
        final int block = offset + MessageSchema.HEADER_LENGTH;
        switch (field.kind()) {
            case ENUM -> appendName(text, field, buffer, block);
            case FLAG -> text.append(field.value(buffer, block) == 0 ? 'f' : 't');
            case TEXT -> appendText(text, buffer, block + field.offset(), textLength(field, buffer, block));
            case DATA -> {
                final int data = block + MessageSchema.blockLengthOf(buffer, offset);
                appendText(text, buffer, data + 1, buffer.getByte(data) & LENGTH_MASK);
            }
            default -> appendNumber(text, field, field.value(buffer, block));
        }
    }

    private static void appendNumber(final StringBuilder text, final MessageField field, final long value) {
        if (value == FixedPoint.NULL) {
            text.append(NULL);
        } else if (field.decimals() == 0) {
            text.append(value);
        } else {
            Decimals.append(text, value, field.decimals());
        }
    }

    private static void appendPositive(final StringBuilder text, final long value) {
        if (value > 0) {
            text.append(value);
        } else {
            text.append(NULL);
        }
    }

    private static void appendName(
            final StringBuilder text, final MessageField field, final DirectBuffer buffer, final int block) {
        final String name = field.nameOf(field.value(buffer, block));
        text.append(NONE.equals(name) ? NULL : name);
    }

    private static void appendVenue(
            final StringBuilder text,
            final MessageField field,
            final Instruments.Instrument instrument,
            final DirectBuffer buffer,
            final int block) {
        if (field != null) {
            appendName(text, field, buffer, block);
        } else {
            text.append(instrument == null ? NULL : instrument.venue());
        }
    }

    private static void appendSymbol(
            final StringBuilder text,
            final MessageField field,
            final Instruments.Instrument instrument,
            final DirectBuffer buffer,
            final int block) {
        if (field != null) {
            appendText(text, buffer, block + field.offset(), textLength(field, buffer, block));
        } else {
            text.append(instrument == null ? NULL : instrument.symbol());
        }
    }

    private void appendBody(
            final StringBuilder text, final MessageLayout layout, final DirectBuffer buffer, final int offset) {
        json.setLength(0);
        MessageJson.appendFields(json, layout, buffer, offset);
        json.setCharAt(0, '{');
        json.append('}');
        for (int i = 0; i < json.length(); i++) {
            final char c = json.charAt(i);
            if (c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
    }

    /** Microseconds, truncated; the second's text is kept, as most rows share it. */
    private void appendTime(final StringBuilder text, final long time, final long unitsPerSecond) {
        if (time == FixedPoint.NULL || time == 0) {
            text.append(NULL);
            return;
        }
        final long second = Math.floorDiv(time, unitsPerSecond);
        if (second != secondOfText) {
            final String iso = Instant.ofEpochSecond(second).toString();
            secondText = iso.substring(0, iso.length() - 1);
            secondOfText = second;
        }
        final long micros =
                Math.floorMod(time, unitsPerSecond) * MICRO_DIGITS_BASE / unitsPerSecond + MICRO_DIGITS_BASE;
        final int start = text.append(secondText).length();
        text.append(micros).setCharAt(start, '.');
        text.append('Z');
    }

    private void defineInstrument(final MessageLayout layout, final DirectBuffer buffer, final int offset) {
        final int block = offset + MessageSchema.HEADER_LENGTH;
        final MessageField symbol = layout.field("symbol");
        final MessageField venue = layout.field("venue");
        final StringBuilder text = new StringBuilder();
        appendText(text, buffer, block + symbol.offset(), textLength(symbol, buffer, block));
        instruments.define(
                (int) layout.field("instrumentId").value(buffer, block),
                venue.nameOf(venue.value(buffer, block)),
                text.toString());
    }

    private static int textLength(final MessageField field, final DirectBuffer buffer, final int block) {
        int length = 0;
        while (length < field.length() && buffer.getByte(block + field.offset() + length) != 0) {
            length++;
        }
        return length;
    }

    private static void appendText(
            final StringBuilder text, final DirectBuffer buffer, final int offset, final int length) {
        if (length == 0) {
            text.append(NULL);
            return;
        }
        for (int i = 0; i < length; i++) {
            final char c = (char) (buffer.getByte(offset + i) & LENGTH_MASK);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
