package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A price file, {@code time_ms,venue,symbol,mark,last,bid,ask}, plain or gzip: empty is unchanged, rows in time order.
 * Read whole, so that the tick of a symbol (the most decimals of last, bid and ask as written; of mark if it has none
 * of these) is known before its first row.
 */
public final class PriceFile {
    /** First line of a price file. */
    public static final String HEADER = "time_ms,venue,symbol,mark,last,bid,ask";

    private static final String[] COLUMNS = HEADER.split(",");
    private static final int TIME = 0;
    private static final int VENUE = 1;
    private static final int SYMBOL = 2;
    private static final int MARK = 3;
    private static final int PRICES = 4;
    private static final int SYMBOL_LENGTH_MAX = 32;
    private static final int ROWS_FIRST = 1 << 12;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /** A row that is not what a price file holds; the message names file, line, column, actual and expected. */
    public static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(final String message) {
            super(message);
        }
    }

    private static final class SymbolRead {
        private final String venue;
        private final String symbol;
        private int traded = -1;
        private int marked;
        private long first = FixedPoint.NULL;

        SymbolRead(final String venue, final String symbol) {
            this.venue = venue;
            this.symbol = symbol;
        }
    }

    private final Path path;
    private final List<SymbolRead> reads = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final String[] fields = new String[COLUMNS.length];
    private final long[] parsed = new long[PRICES];
    private long[] times = new long[ROWS_FIRST];
    private int[] symbolOf = new int[ROWS_FIRST];
    private long[] prices = new long[ROWS_FIRST * PRICES];
    private int rows;
    private int line;

    private PriceFile(final Path path) {
        this.path = path;
    }

    /**
     * Reads a file.
     *
     * @param path of it; gzip is recognised by its first bytes.
     * @return the file.
     * @throws MalformedException at the first bad row.
     * @throws IOException        if it cannot be read.
     */
    public static PriceFile read(final Path path) throws IOException {
        final PriceFile file = new PriceFile(path);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(path), StandardCharsets.UTF_8))) {
            file.read(reader);
        }
        return file;
    }

    private static InputStream open(final Path path) throws IOException {
        final InputStream raw = new BufferedInputStream(Files.newInputStream(path));
        raw.mark(2);
        final boolean gzip = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
        raw.reset();
        return gzip ? new GZIPInputStream(raw) : raw;
    }

    /**
     * Contracts in the order of their first row.
     *
     * @return the contracts.
     */
    public List<PriceSymbol> symbols() {
        final List<PriceSymbol> symbols = new ArrayList<>();
        for (final SymbolRead read : reads) {
            final int decimals = read.traded >= 0 ? read.traded : read.marked;
            symbols.add(new PriceSymbol(read.venue, read.symbol, decimals, read.first));
        }
        return symbols;
    }

    /**
     * How many rows there are.
     *
     * @return ≥ 1.
     */
    public int rows() {
        return rows;
    }

    /**
     * One row.
     *
     * @param at  0 to rows-1.
     * @param row receives it.
     */
    public void row(final int at, final PriceRow row) {
        row.timeMs = times[at];
        row.symbol = symbolOf[at];
        row.mark = prices[at * PRICES];
        row.last = prices[at * PRICES + 1];
        row.bid = prices[at * PRICES + 2];
        row.ask = prices[at * PRICES + 3];
    }

    /**
     * Line of a row in the file.
     *
     * @param at 0 to rows-1.
     * @return its line number, the header is line 1.
     */
    public int line(final int at) {
        return at + 2;
    }

    private void read(final BufferedReader reader) throws IOException {
        line = 1;
        final String header = reader.readLine();
        if (!HEADER.equals(header)) {
            throw bad("header", header == null ? "an empty file" : header, HEADER);
        }
        String text = reader.readLine();
        while (text != null) {
            line++;
            row(text);
            text = reader.readLine();
        }
        if (rows == 0) {
            throw bad(COLUMNS[TIME], "no rows", "at least one row");
        }
    }

    private void row(final String text) throws MalformedException {
        split(text);
        final long time = SimDecimal.parse(fields[TIME], 0);
        if (time < 0) {
            throw bad(COLUMNS[TIME], fields[TIME], "milliseconds since the epoch");
        }
        if (rows > 0 && time < times[rows - 1]) {
            throw bad(COLUMNS[TIME], fields[TIME], "at least " + times[rows - 1] + ", the time of the row before");
        }
        final SymbolRead read = reads.get(symbol());
        for (int i = 0; i < PRICES; i++) {
            parsed[i] = price(read, MARK + i);
        }
        grow();
        times[rows] = time;
        symbolOf[rows] = symbol();
        System.arraycopy(parsed, 0, prices, rows * PRICES, PRICES);
        rows++;
    }

    private void split(final String text) throws MalformedException {
        int from = 0;
        for (int i = 0; i < COLUMNS.length; i++) {
            final int comma = text.indexOf(',', from);
            final boolean isLast = i == COLUMNS.length - 1;
            if (comma < 0 != isLast) {
                throw bad(
                        isLast ? "after " + COLUMNS[i] : COLUMNS[Math.min(i + 1, COLUMNS.length - 1)],
                        text.isEmpty() ? "an empty line" : text,
                        COLUMNS.length + " columns");
            }
            fields[i] = text.substring(from, isLast ? text.length() : comma);
            from = comma + 1;
        }
    }

    private int symbol() throws MalformedException {
        final String venue = fields[VENUE];
        final String symbol = fields[SYMBOL];
        final Integer known = index.get(venue + ',' + symbol);
        if (known != null) {
            return known;
        }
        if (!"binance".equals(venue) && !"bybit".equals(venue)) {
            throw bad(COLUMNS[VENUE], venue, "binance or bybit");
        }
        if (!symbol.matches("[A-Z0-9_]{1," + SYMBOL_LENGTH_MAX + "}")) {
            throw bad(COLUMNS[SYMBOL], symbol, "1 to " + SYMBOL_LENGTH_MAX + " of A-Z, 0-9 and _");
        }
        index.put(venue + ',' + symbol, reads.size());
        reads.add(new SymbolRead(venue, symbol));
        return reads.size() - 1;
    }

    private long price(final SymbolRead read, final int column) throws MalformedException {
        final String text = fields[column];
        if (text.isEmpty()) {
            return FixedPoint.NULL;
        }
        final long value = SimDecimal.parse(text, FixedPoint.PRICE_DECIMALS);
        if (value < 0) {
            throw bad(COLUMNS[column], text, "empty or a decimal of 0 or more with at most 10 decimals");
        }
        final int decimals = SimDecimal.decimalsWritten(text);
        if (column == MARK) {
            read.marked = Math.max(read.marked, decimals);
        } else {
            read.traded = Math.max(read.traded, decimals);
        }
        if (read.first == FixedPoint.NULL && value > 0) {
            read.first = value;
        }
        return value;
    }

    private void grow() {
        if (rows == times.length) {
            times = Arrays.copyOf(times, rows * 2);
            symbolOf = Arrays.copyOf(symbolOf, rows * 2);
            prices = Arrays.copyOf(prices, rows * 2 * PRICES);
        }
    }

    private MalformedException bad(final String column, final String actual, final String expected) {
        final String shown = actual.length() > 80 ? actual.substring(0, 80) + "…" : actual;
        return new MalformedException(
                path + ":" + line + ": column " + column + ": actual=" + shown + " expected=" + expected);
    }
}
