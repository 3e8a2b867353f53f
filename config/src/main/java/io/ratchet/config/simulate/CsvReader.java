package io.ratchet.config.simulate;

import io.ratchet.engine.market.DecimalRefusal;
import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.market.FixedPoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a CSV file without quotes, plain or gzip (name ends with {@code .gz}), line by line, as bytes. Every error names
 * file, line, column, actual and expected. One thread; allocates nothing per line.
 */
final class CsvReader implements AutoCloseable {
    /** Latest time: the year 2200, so that nanoseconds fit. */
    private static final long TIME_MS_MAX = 7_258_118_400_000L;

    private static final int CHUNK_LENGTH = 1 << 16;
    private static final int LINE_LENGTH_MAX = 1_024;
    private static final int SHOWN_MAX = 60;

    private final Path file;
    private final String[] columns;
    private final int[] offsets;
    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK_LENGTH];
    private final byte[] line = new byte[LINE_LENGTH_MAX + 1];
    private int chunkPosition;
    private int chunkLength;
    private int lineLength;
    private long lineNumber;

    /**
     * Opens a file and checks its header.
     *
     * @param file    to read.
     * @param columns its header must name, in this order.
     */
    CsvReader(final Path file, final String... columns) {
        this.file = file;
        this.columns = columns.clone();
        this.offsets = new int[columns.length + 1];
        this.in = open(file);
        final String header = String.join(",", columns);
        if (!nextLine()) {
            throw new InputFileException(file + " line 1: actual=an empty file expected=header " + header);
        }
        final String actual = text(0, lineLength);
        if (!actual.equals(header)) {
            throw new InputFileException(file + " line 1: header actual=" + shown(actual) + " expected=" + header);
        }
    }

    private static InputStream open(final Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new InputFileException(file + ": actual=a directory expected=a CSV file");
            }
            final InputStream raw = Files.newInputStream(file);
            if (!file.getFileName().toString().endsWith(".gz")) {
                return raw;
            }
            try {
                return new GZIPInputStream(raw, CHUNK_LENGTH);
            } catch (final IOException e) {
                raw.close();
                throw new InputFileException(file + ": not a gzip file: " + reason(e));
            }
        } catch (final NoSuchFileException e) {
            throw new InputFileException(file + ": no such file");
        } catch (final IOException e) {
            throw new InputFileException(file + ": cannot be read: " + reason(e));
        }
    }

    private static String reason(final IOException e) {
        return e instanceof EOFException || e.getMessage() == null ? "it ends too early" : e.getMessage();
    }

    /**
     * Reads the next row.
     *
     * @return false at the end of the file.
     */
    boolean next() {
        if (!nextLine()) {
            return false;
        }
        int column = 0;
        offsets[0] = 0;
        for (int i = 0; i < lineLength; i++) {
            if (line[i] == ',') {
                if (++column == columns.length) {
                    throw wrongCount();
                }
                offsets[column] = i + 1;
            }
        }
        if (column + 1 != columns.length) {
            throw wrongCount();
        }
        offsets[columns.length] = lineLength + 1;
        return true;
    }

    private InputFileException wrongCount() {
        int commas = 0;
        for (int i = 0; i < lineLength; i++) {
            commas += line[i] == ',' ? 1 : 0;
        }
        return new InputFileException(file + " line " + lineNumber + ": columns actual=" + (commas + 1) + " ("
                + shown(text(0, lineLength)) + ") expected=" + columns.length + " (" + String.join(",", columns) + ")");
    }

    private boolean nextLine() {
        lineLength = 0;
        lineNumber++;
        while (true) {
            if (chunkPosition == chunkLength && !fill()) {
                return lineLength > 0 && endLine();
            }
            final byte next = chunk[chunkPosition++];
            if (next == '\n') {
                return endLine();
            }
            if (lineLength == LINE_LENGTH_MAX) {
                throw new InputFileException(file + " line " + lineNumber + ": length actual>" + LINE_LENGTH_MAX
                        + " expected<=" + LINE_LENGTH_MAX + " bytes");
            }
            line[lineLength++] = next;
        }
    }

    private boolean endLine() {
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
        return true;
    }

    private boolean fill() {
        try {
            chunkPosition = 0;
            chunkLength = Math.max(0, in.read(chunk));
            return chunkLength > 0;
        } catch (final EOFException | ZipException e) {
            throw new InputFileException(file + " line " + lineNumber + ": the gzip stream is damaged: " + reason(e));
        } catch (final IOException e) {
            throw new InputFileException(file + " line " + lineNumber + ": cannot be read: " + reason(e));
        }
    }

    long lineNumber() {
        return lineNumber;
    }

    byte[] bytes() {
        return line;
    }

    int offset(final int column) {
        return offsets[column];
    }

    int length(final int column) {
        return offsets[column + 1] - 1 - offsets[column];
    }

    boolean isEmpty(final int column) {
        return length(column) == 0;
    }

    String text(final int column) {
        return text(offsets[column], length(column));
    }

    /** A time not before another one. */
    long timeMs(final int column, final long notBeforeMs) {
        final long time = Decimals.parse(line, offsets[column], length(column), 0);
        if (Decimals.isRefused(time) || time < 0 || time > TIME_MS_MAX || isDecimal(column)) {
            throw bad(column, "ms since the epoch, 0 to " + TIME_MS_MAX);
        }
        if (time < notBeforeMs) {
            throw bad(column, "not before the row above, " + notBeforeMs);
        }
        return time;
    }

    private boolean isDecimal(final int column) {
        return decimals(column) > 0 || line[offsets[column] + length(column) - 1] == '.';
    }

    /** A price above 0, or NULL where the column is empty. */
    long price(final int column) {
        return isEmpty(column) ? FixedPoint.NULL : positive(column, FixedPoint.PRICE_DECIMALS, "a price");
    }

    /** A quantity above 0. */
    long quantity(final int column) {
        return positive(column, FixedPoint.QUANTITY_DECIMALS, "a quantity");
    }

    /** A price step above 0. */
    long step(final int column, final int scale) {
        return positive(column, scale, "a step");
    }

    private long positive(final int column, final int scale, final String what) {
        final long value = Decimals.parse(line, offsets[column], length(column), scale);
        if (Decimals.isRefused(value)) {
            final DecimalRefusal refusal = DecimalRefusal.of(value);
            final String rule = refusal == DecimalRefusal.TOO_PRECISE
                    ? " with at most " + scale + " decimals"
                    : refusal == DecimalRefusal.OUT_OF_RANGE ? " in range" : ", a plain decimal above 0";
            throw bad(column, what + rule);
        }
        if (value <= 0) {
            throw bad(column, what + " above 0");
        }
        return value;
    }

    /** How many decimals the field was written with. */
    int decimals(final int column) {
        final int end = offsets[column] + length(column);
        for (int i = offsets[column]; i < end; i++) {
            if (line[i] == '.') {
                return end - i - 1;
            }
        }
        return 0;
    }

    InputFileException bad(final int column, final String expected) {
        return new InputFileException(file + " line " + lineNumber + " column " + (column + 1) + " (" + columns[column]
                + "): actual=" + shown(text(column)) + " expected=" + expected);
    }

    private String text(final int offset, final int length) {
        return new String(line, offset, length, StandardCharsets.UTF_8);
    }

    private static String shown(final String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        final String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= SHOWN_MAX ? printable : printable.substring(0, SHOWN_MAX) + "…";
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (final IOException ignored) {
            // Only read from: nothing is lost.
        }
    }
}
