package io.ratchet.config.simulate;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code time_ms,venue,symbol,side,quantity}, in time order: what is opened and when. */
final class EntryFile {
    private static final String[] COLUMNS = {"time_ms", "venue", "symbol", "side", "quantity"};
    private static final int TIME = 0;
    private static final int VENUE = 1;
    private static final int SYMBOL = 2;
    private static final int SIDE = 3;
    private static final int QUANTITY = 4;

    private final List<Entry> entries = new ArrayList<>();
    private final int[] decimals;

    /**
     * One row.
     *
     * @param timeMs   of the entry.
     * @param symbol   index in the table.
     * @param side     LONG or SHORT.
     * @param quantity 1e-8.
     */
    record Entry(long timeMs, int symbol, PositionSide side, long quantity) {}

    /**
     * Reads a file.
     *
     * @param file    to read.
     * @param symbols that have prices; another one is an error.
     */
    EntryFile(final Path file, final SymbolTable symbols) {
        decimals = new int[symbols.size()];
        Arrays.fill(decimals, -1);
        long timeMs = 0;
        try (CsvReader csv = new CsvReader(file, COLUMNS)) {
            while (csv.next()) {
                timeMs = csv.timeMs(TIME, timeMs);
                final Venue venue = PriceFile.venue(csv, VENUE);
                final int symbol = symbols.find(venue, csv.bytes(), csv.offset(SYMBOL), csv.length(SYMBOL));
                if (symbol < 0) {
                    throw csv.bad(SYMBOL, "a symbol of the prices file");
                }
                entries.add(new Entry(timeMs, symbol, side(csv), csv.quantity(QUANTITY)));
                decimals[symbol] = Math.max(decimals[symbol], csv.decimals(QUANTITY));
            }
        }
    }

    private static PositionSide side(final CsvReader csv) {
        switch (csv.text(SIDE)) {
            case "LONG":
                return PositionSide.LONG;
            case "SHORT":
                return PositionSide.SHORT;
            default:
                throw csv.bad(SIDE, "LONG or SHORT");
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** The quantity step of a symbol: the decimals of its entries' quantities as written; 1 without entries. */
    long step(final int symbol) {
        return PriceFile.stepOf(
                Math.min(Math.max(0, decimals[symbol]), FixedPoint.QUANTITY_DECIMALS), FixedPoint.QUANTITY_ONE);
    }
}
