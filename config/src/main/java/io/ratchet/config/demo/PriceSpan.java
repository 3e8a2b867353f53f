package io.ratchet.config.demo;

import io.ratchet.adapters.sim.PriceFile;
import io.ratchet.adapters.sim.PriceRow;
import io.ratchet.engine.api.EngineException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The time a price file covers.
 *
 * @param firstMs time of its first row.
 * @param lastMs  time of its last row.
 */
record PriceSpan(long firstMs, long lastMs) {

    /** Reads the file once; a malformed one is refused here, before anything is started. */
    static PriceSpan of(final Path file) {
        try {
            final PriceFile prices = PriceFile.read(file);
            final PriceRow row = new PriceRow();
            prices.row(0, row);
            final long firstMs = row.timeMs();
            prices.row(prices.rows() - 1, row);
            return new PriceSpan(firstMs, row.timeMs());
        } catch (final IOException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }
}
