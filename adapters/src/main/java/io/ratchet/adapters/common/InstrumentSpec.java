package io.ratchet.adapters.common;

import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentStatus;

/**
 * A contract as its venue describes it. Prices 1e-10, quantities and notional 1e-8; a filter of 0 is off.
 *
 * @param tickSize          price step.
 * @param stepSize          quantity step.
 * @param minQuantity       of a limit order.
 * @param maxQuantity       of a limit order.
 * @param maxMarketQuantity of a market order.
 * @param minNotional       of an opening order.
 * @param minPrice          lowest price.
 * @param maxPrice          highest price.
 * @param bandUpPpm         a buy may be so much above the mark.
 * @param bandDownPpm       a sell may be so much below the mark.
 * @param status            whether it trades.
 */
public record InstrumentSpec(
        long tickSize,
        long stepSize,
        long minQuantity,
        long maxQuantity,
        long maxMarketQuantity,
        long minNotional,
        long minPrice,
        long maxPrice,
        int bandUpPpm,
        int bandDownPpm,
        InstrumentStatus status) {

    /**
     * Of a journaled definition.
     *
     * @param decoder wrapped around it.
     * @return the specification.
     */
    public static InstrumentSpec of(final InstrumentDefinedDecoder decoder) {
        return new InstrumentSpec(
                decoder.tickSize(),
                decoder.stepSize(),
                decoder.minQuantity(),
                decoder.maxQuantity(),
                decoder.maxMarketQuantity(),
                decoder.minNotional(),
                decoder.minPrice(),
                decoder.maxPrice(),
                decoder.bandUpPpm(),
                decoder.bandDownPpm(),
                decoder.status());
    }
}
