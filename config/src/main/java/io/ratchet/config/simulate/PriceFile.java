package io.ratchet.config.simulate;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.Venue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code time_ms,venue,symbol,mark,last,bid,ask}, in time order; an empty price is unchanged. Read row by row.
 */
final class PriceFile implements AutoCloseable {
    private static final String[] COLUMNS = {"time_ms", "venue", "symbol", "mark", "last", "bid", "ask"};
    private static final int TIME = 0;
    private static final int VENUE = 1;
    private static final int SYMBOL = 2;
    private static final int MARK = 3;
    private static final int LAST = 4;
    private static final int BID = 5;
    private static final int ASK = 6;
    private static final byte[] BINANCE = "binance".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYBIT = "bybit".getBytes(StandardCharsets.US_ASCII);

    private final CsvReader csv;
    private final SymbolTable symbols;

    /** Of the current row. */
    long timeMs;
    /** Of the current row, in the order of first appearance. */
    int symbol;
    /** 1e-10 or NULL. */
    long mark;
    /** 1e-10 or NULL. */
    long last;
    /** 1e-10 or NULL. */
    long bid;
    /** 1e-10 or NULL. */
    long ask;

    PriceFile(final Path file, final SymbolTable symbols) {
        this.symbols = symbols;
        this.csv = new CsvReader(file, COLUMNS);
    }

    boolean next() {
        if (!csv.next()) {
            return false;
        }
        timeMs = csv.timeMs(TIME, timeMs);
        final Venue venue = venue(csv, VENUE);
        if (!SymbolTable.isSymbol(csv.bytes(), csv.offset(SYMBOL), csv.length(SYMBOL))) {
            throw csv.bad(SYMBOL, "a symbol, such as BTCUSDT");
        }
        symbol = symbols.add(venue, csv.bytes(), csv.offset(SYMBOL), csv.length(SYMBOL));
        mark = csv.price(MARK);
        last = csv.price(LAST);
        bid = csv.price(BID);
        ask = csv.price(ASK);
        return true;
    }

    static Venue venue(final CsvReader csv, final int column) {
        if (isText(csv, column, BINANCE)) {
            return Venue.BINANCE;
        }
        if (isText(csv, column, BYBIT)) {
            return Venue.BYBIT;
        }
        throw csv.bad(column, "binance or bybit");
    }

    private static boolean isText(final CsvReader csv, final int column, final byte[] text) {
        final int from = csv.offset(column);
        return Arrays.equals(csv.bytes(), from, from + csv.length(column), text, 0, text.length);
    }

    @Override
    public void close() {
        csv.close();
    }

    /** Most decimals of last, bid and ask of the current row as written; -1 when it has none of them. */
    private int tradedDecimals() {
        int most = -1;
        for (int column = LAST; column <= ASK; column++) {
            most = csv.isEmpty(column) ? most : Math.max(most, csv.decimals(column));
        }
        return most;
    }

    private int markDecimals() {
        return csv.isEmpty(MARK) ? -1 : csv.decimals(MARK);
    }

    /**
     * Reads a whole file once, so that an error shows before anything is simulated.
     *
     * @param file to read.
     * @return what it holds.
     */
    static Survey survey(final Path file) {
        final Survey survey = new Survey();
        try (PriceFile prices = new PriceFile(file, survey.symbols)) {
            while (prices.next()) {
                survey.add(prices);
            }
        }
        return survey;
    }

    /** What a price file holds. */
    static final class Survey {
        private final SymbolTable symbols = new SymbolTable();
        private int[] traded = new int[0];
        private int[] marks = new int[0];
        private long rows;
        private long firstMs;

        private void add(final PriceFile row) {
            firstMs = rows++ == 0 ? row.timeMs : firstMs;
            if (row.symbol >= traded.length) {
                final int known = traded.length;
                traded = Arrays.copyOf(traded, row.symbol + 1);
                marks = Arrays.copyOf(marks, row.symbol + 1);
                Arrays.fill(traded, known, traded.length, -1);
                Arrays.fill(marks, known, marks.length, -1);
            }
            traded[row.symbol] = Math.max(traded[row.symbol], row.tradedDecimals());
            marks[row.symbol] = Math.max(marks[row.symbol], row.markDecimals());
        }

        SymbolTable symbols() {
            return symbols;
        }

        long rows() {
            return rows;
        }

        /** Time of the first row; only where there are rows. */
        long firstMs() {
            return firstMs;
        }

        /** The price step: most decimals of last, bid, ask as written, of mark where there are none of these. */
        long tick(final int symbol) {
            final int decimals = Math.max(0, traded[symbol] >= 0 ? traded[symbol] : marks[symbol]);
            // More decimals than the scale can only be zeros.
            return stepOf(Math.min(decimals, FixedPoint.PRICE_DECIMALS), FixedPoint.PRICE_ONE);
        }
    }

    /** 10^-decimals in a scale whose one is given. */
    static long stepOf(final int decimals, final long one) {
        long step = one;
        for (int i = 0; i < decimals; i++) {
            step /= 10;
        }
        return step;
    }
}
