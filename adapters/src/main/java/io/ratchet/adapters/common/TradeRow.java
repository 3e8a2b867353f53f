package io.ratchet.adapters.common;

import io.ratchet.engine.codec.OrderIdFields;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.OrderSide;

/**
 * One trade as a venue shows it, in a stream event or a list row. A reusable carrier between a venue's parser and
 * {@link InputEncoder}; one thread. Prices 1e-10, quantities and money 1e-8.
 */
public final class TradeRow {
    /** Whose order it filled and what for. */
    public final OrderIdFields clientId = new OrderIdFields();
    /** The id text of an order that is not ours, empty otherwise. */
    public String foreignId;
    /** Instrument, or {@link InstrumentRegistry#UNKNOWN}. */
    public int instrumentId;
    /** When the venue says it happened. */
    public long venueTimeMs;
    /** The venue's number of the order. */
    public long venueOrderId;
    /** The venue's number of the trade. */
    public long tradeId;
    /** Price. */
    public long price;
    /** Quantity. */
    public long quantity;
    /** Fee; negative for a rebate. */
    public long fee;
    /** Realised profit or {@link FixedPoint#NULL}. */
    public long realisedPnl;
    /** Asset of the fee, at most 8 ASCII characters. */
    public String feeAsset;
    /** Side of the order. */
    public OrderSide side;
    /** Whether it made the market. */
    public boolean isMaker;
    /** Whether a liquidation forced it. */
    public boolean isLiquidation;
    /** Whether an auto-deleveraging forced it. */
    public boolean isAdl;

    /** A cleared row. */
    public TradeRow() {
        clear();
    }

    /** Forgets everything. */
    public void clear() {
        clientId.clear();
        foreignId = "";
        instrumentId = InstrumentRegistry.UNKNOWN;
        venueTimeMs = 0;
        venueOrderId = FixedPoint.NULL;
        tradeId = FixedPoint.NULL;
        price = 0;
        quantity = 0;
        fee = 0;
        realisedPnl = FixedPoint.NULL;
        feeAsset = "";
        side = OrderSide.NONE;
        isMaker = false;
        isLiquidation = false;
        isAdl = false;
    }
}
