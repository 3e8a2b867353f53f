package io.ratchet.adapters.sim;

import java.util.ArrayList;
import java.util.List;

/** The rows of one venue in a price file, once or over and over. */
public final class FilePriceSource implements PriceSource {
    private static final long LOOP_GAP_MS = 1_000;

    private final PriceFile file;
    private final boolean loop;
    private final List<PriceSymbol> symbols = new ArrayList<>();
    private final int[] indexOf;
    private final long firstMs;
    private final long lastMs;
    private long shiftMs;
    private int at;

    /**
     * Rows of a venue.
     *
     * @param file  that holds them.
     * @param venue lower case name.
     * @param loop  start again one second after the last row.
     * @throws IllegalArgumentException if the file has no row of the venue.
     */
    public FilePriceSource(final PriceFile file, final String venue, final boolean loop) {
        this.file = file;
        this.loop = loop;
        final List<PriceSymbol> all = file.symbols();
        indexOf = new int[all.size()];
        for (int i = 0; i < all.size(); i++) {
            final boolean ours = all.get(i).venue().equals(venue) && all.get(i).firstPrice() > 0;
            indexOf[i] = ours ? symbols.size() : -1;
            if (ours) {
                symbols.add(all.get(i));
            }
        }
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("price file: rows of venue " + venue + ": actual=0 expected>0");
        }
        final PriceRow row = new PriceRow();
        file.row(0, row);
        firstMs = row.timeMs();
        file.row(file.rows() - 1, row);
        lastMs = row.timeMs();
    }

    @Override
    public List<PriceSymbol> symbols() {
        return List.copyOf(symbols);
    }

    @Override
    public long startMs() {
        return firstMs;
    }

    @Override
    public boolean next(final PriceRow row) {
        do {
            if (at == file.rows()) {
                if (!loop) {
                    return false;
                }
                at = 0;
                shiftMs += lastMs - firstMs + LOOP_GAP_MS;
            }
            file.row(at++, row);
        } while (indexOf[row.symbol()] < 0);
        row.timeMs += shiftMs;
        row.symbol = indexOf[row.symbol];
        return true;
    }
}
