package io.ratchet.adapters.common;

import io.ratchet.engine.codec.OrderIdFields;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.WorkingType;

/**
 * One order as a venue shows it, in a stream event, a list row or a reply. A reusable carrier between a venue's parser
 * and {@link InputEncoder}; one thread. Prices 1e-10, quantities 1e-8, {@link FixedPoint#NULL} for what is not said.
 */
public final class OrderRow {
    /** Whose order it is and what for. */
    public final OrderIdFields clientId = new OrderIdFields();
    /** The id text of an order that is not ours, empty otherwise. */
    public String foreignId;
    /** Instrument, or {@link InstrumentRegistry#UNKNOWN}. */
    public int instrumentId;
    /** When the venue says this state began. */
    public long venueTimeMs;
    /** When the venue says it was created. */
    public long createdMs;
    /** The venue's number. */
    public long venueOrderId;
    /** The ordinary order that a triggered conditional one became. */
    public long linkedOrderId;
    /** Limit price. */
    public long price;
    /** Trigger level. */
    public long level;
    /** Ordered quantity; 0 for a close-position order. */
    public long quantity;
    /** Executed quantity. */
    public long filledQuantity;
    /** Average fill price. */
    public long averagePrice;
    /** Book it is in. */
    public OrderBook book;
    /** Side. */
    public OrderSide side;
    /** Type. */
    public OrderType type;
    /** Status. */
    public OrderStatus status;
    /** Price that triggers it. */
    public WorkingType workingType;
    /** Whether it only reduces. */
    public boolean isReduceOnly;
    /** Whether it closes the position. */
    public boolean isClosePosition;

    /** A cleared row. */
    public OrderRow() {
        clear();
    }

    /** Forgets everything. */
    public void clear() {
        clientId.clear();
        foreignId = "";
        instrumentId = InstrumentRegistry.UNKNOWN;
        venueTimeMs = 0;
        createdMs = 0;
        venueOrderId = FixedPoint.NULL;
        linkedOrderId = FixedPoint.NULL;
        price = FixedPoint.NULL;
        level = FixedPoint.NULL;
        quantity = 0;
        filledQuantity = 0;
        averagePrice = FixedPoint.NULL;
        book = OrderBook.NONE;
        side = OrderSide.NONE;
        type = OrderType.OTHER;
        status = OrderStatus.NONE;
        workingType = WorkingType.NONE;
        isReduceOnly = false;
        isClosePosition = false;
    }
}
