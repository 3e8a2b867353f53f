package io.ratchet.config.simulate;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.Venue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code venue,symbol,tick,step,min_quantity}: filters that replace those read off the prices and entries. */
final class InstrumentFile {
    private static final String[] COLUMNS = {"venue", "symbol", "tick", "step", "min_quantity"};
    private static final int VENUE = 0;
    private static final int SYMBOL = 1;
    private static final int TICK = 2;
    private static final int STEP = 3;
    private static final int MIN_QUANTITY = 4;

    private final Map<String, Row> rows = new HashMap<>();

    /**
     * Filters of one instrument.
     *
     * @param tick        1e-10.
     * @param step        1e-8.
     * @param minQuantity 1e-8.
     */
    record Row(long tick, long step, long minQuantity) {}

    InstrumentFile(final Path file) {
        try (CsvReader csv = new CsvReader(file, COLUMNS)) {
            while (csv.next()) {
                final Venue venue = PriceFile.venue(csv, VENUE);
                if (!SymbolTable.isSymbol(csv.bytes(), csv.offset(SYMBOL), csv.length(SYMBOL))) {
                    throw csv.bad(SYMBOL, "a symbol, such as BTCUSDT");
                }
                final Row row = new Row(
                        csv.step(TICK, FixedPoint.PRICE_DECIMALS),
                        csv.step(STEP, FixedPoint.QUANTITY_DECIMALS),
                        csv.step(MIN_QUANTITY, FixedPoint.QUANTITY_DECIMALS));
                if (rows.put(key(venue, csv.text(SYMBOL)), row) != null) {
                    throw csv.bad(SYMBOL, "each symbol once");
                }
            }
        }
    }

    /** The row of a symbol, null when it has none. */
    Row row(final Venue venue, final String symbol) {
        return rows.get(key(venue, symbol));
    }

    private static String key(final Venue venue, final String symbol) {
        return venue + " " + symbol;
    }
}
