package io.ratchet.adapters.sim;

import java.util.List;

/** Where simulated prices come from. One thread. */
public interface PriceSource {

    /**
     * All contracts it will ever price.
     *
     * @return in a fixed order.
     */
    List<PriceSymbol> symbols();

    /**
     * Its own time of the first row; the exchange shifts it to its clock.
     *
     * @return ms since the epoch.
     */
    long startMs();

    /**
     * The next row in time order.
     *
     * @param row receives it.
     * @return false at the end.
     */
    boolean next(PriceRow row);
}
