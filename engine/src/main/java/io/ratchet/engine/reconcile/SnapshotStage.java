package io.ratchet.engine.reconcile;

import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.SnapshotPositionDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.state.StateFields;

/** Rows of one read that has not ended: they count only if it ends well. Core thread. */
final class SnapshotStage {
    static final int POSITIONS_MAX = 2_048;
    static final int ORDERS_MAX = 4_096;
    static final int TRADES_MAX = 4_096;

    final int[] positionInstrument = new int[POSITIONS_MAX];
    final long[] positionQuantity = new long[POSITIONS_MAX];
    final long[] positionEntry = new long[POSITIONS_MAX];
    final long[] positionLiquidation = new long[POSITIONS_MAX];
    final long[] positionMark = new long[POSITIONS_MAX];
    final long[] positionStop = new long[POSITIONS_MAX];
    final long[] positionTimeMs = new long[POSITIONS_MAX];
    final int[] orderInstrument = new int[ORDERS_MAX];
    final long[] orderVenueId = new long[ORDERS_MAX];
    final long[] orderLinkedId = new long[ORDERS_MAX];
    final long[] orderLevel = new long[ORDERS_MAX];
    final long[] orderQuantity = new long[ORDERS_MAX];
    final long[] orderFilled = new long[ORDERS_MAX];
    final long[] orderAverage = new long[ORDERS_MAX];
    final long[] orderEpochSeconds = new long[ORDERS_MAX];
    final long[] orderPositionId = new long[ORDERS_MAX];
    final int[] orderRevision = new int[ORDERS_MAX];
    final OrderRole[] orderRole = new OrderRole[ORDERS_MAX];
    final OrderBook[] orderBook = new OrderBook[ORDERS_MAX];
    final OrderSide[] orderSide = new OrderSide[ORDERS_MAX];
    final OrderStatus[] orderStatus = new OrderStatus[ORDERS_MAX];
    final OrderType[] orderType = new OrderType[ORDERS_MAX];
    final boolean[] orderClosesPosition = new boolean[ORDERS_MAX];
    final boolean[] orderIsReduceOnly = new boolean[ORDERS_MAX];
    final boolean[] orderIsStop = new boolean[ORDERS_MAX];
    final long[] tradeOrderId = new long[TRADES_MAX];
    final long[] tradeId = new long[TRADES_MAX];
    final long[] tradePrice = new long[TRADES_MAX];
    final long[] tradeQuantity = new long[TRADES_MAX];
    final long[] tradeFee = new long[TRADES_MAX];
    final long[] tradeFeeAmount = new long[TRADES_MAX];
    final long[] tradeFeeAsset = new long[TRADES_MAX];
    final long[] tradeTimeMs = new long[TRADES_MAX];
    final long[] tradeEpochSeconds = new long[TRADES_MAX];
    final long[] tradePositionId = new long[TRADES_MAX];
    final int[] tradeRevision = new int[TRADES_MAX];
    final OrderRole[] tradeRole = new OrderRole[TRADES_MAX];
    final OrderSide[] tradeSide = new OrderSide[TRADES_MAX];
    final boolean[] tradeIsMaker = new boolean[TRADES_MAX];
    long snapshotId;
    long readNs;
    boolean isHedgeMode;
    boolean isOverfull;
    int positions;
    int orders;
    int trades;

    void begin(final long newSnapshotId, final long newReadNs, final boolean newIsHedgeMode) {
        snapshotId = newSnapshotId;
        readNs = newReadNs;
        isHedgeMode = newIsHedgeMode;
        isOverfull = false;
        positions = 0;
        orders = 0;
        trades = 0;
    }

    void add(final SnapshotPositionDecoder row) {
        if (positions == POSITIONS_MAX) {
            isOverfull = true;
            return;
        }
        positionInstrument[positions] = row.instrumentId();
        positionQuantity[positions] = row.quantity();
        positionEntry[positions] = row.entryPrice();
        positionLiquidation[positions] = row.liquidationPrice();
        positionMark[positions] = row.markPrice();
        positionStop[positions] = row.stopLevel();
        positionTimeMs[positions] = row.venueTimeMs();
        positions++;
    }

    void add(final SnapshotOrderDecoder row) {
        if (orders == ORDERS_MAX) {
            isOverfull = true;
            return;
        }
        orderInstrument[orders] = row.instrumentId();
        orderVenueId[orders] = row.venueOrderId();
        orderLinkedId[orders] = row.linkedOrderId();
        orderLevel[orders] = row.level();
        orderQuantity[orders] = row.quantity();
        orderFilled[orders] = row.filledQuantity();
        orderAverage[orders] = row.averagePrice();
        orderEpochSeconds[orders] = row.clientOrderId().epochSeconds();
        orderPositionId[orders] = row.clientOrderId().positionId();
        orderRevision[orders] = row.clientOrderId().revision();
        orderRole[orders] = row.clientOrderId().role();
        orderBook[orders] = row.book();
        orderSide[orders] = row.side();
        orderStatus[orders] = row.status();
        orderType[orders] = row.orderType();
        orderClosesPosition[orders] = row.closePosition() == Flag.YES;
        orderIsReduceOnly[orders] = row.reduceOnly() == Flag.YES;
        orderIsStop[orders] = row.orderType() == OrderType.STOP_MARKET;
        orders++;
    }

    void add(final SnapshotTradeDecoder row, final long fee, final long feeAsset) {
        if (trades == TRADES_MAX) {
            isOverfull = true;
            return;
        }
        tradeOrderId[trades] = row.venueOrderId();
        tradeId[trades] = row.tradeId();
        tradePrice[trades] = row.price();
        tradeQuantity[trades] = row.quantity();
        tradeFee[trades] = fee;
        tradeFeeAmount[trades] = row.fee();
        tradeFeeAsset[trades] = feeAsset;
        tradeTimeMs[trades] = row.venueTimeMs();
        tradeEpochSeconds[trades] = row.clientOrderId().epochSeconds();
        tradePositionId[trades] = row.clientOrderId().positionId();
        tradeRevision[trades] = row.clientOrderId().revision();
        tradeRole[trades] = row.clientOrderId().role();
        tradeSide[trades] = row.side();
        tradeIsMaker[trades] = row.maker() == Flag.YES;
        trades++;
    }

    /** Rows of a read that is under way are state: the end of the read depends on them. */
    void state(final StateFields fields) {
        snapshotId = fields.of("snapshotId", snapshotId);
        readNs = fields.of("readNs", readNs);
        isHedgeMode = fields.of("isHedgeMode", isHedgeMode);
        isOverfull = fields.of("isOverfull", isOverfull);
        statePositions(fields);
        stateOrders(fields);
        stateTrades(fields);
    }

    private void statePositions(final StateFields fields) {
        positions = fields.count("positions", positions, POSITIONS_MAX);
        fields.of("positionInstrument", positionInstrument, positions);
        fields.of("positionQuantity", positionQuantity, positions);
        fields.of("positionEntry", positionEntry, positions);
        fields.of("positionLiquidation", positionLiquidation, positions);
        fields.of("positionMark", positionMark, positions);
        fields.of("positionStop", positionStop, positions);
        fields.of("positionTimeMs", positionTimeMs, positions);
    }

    private void stateOrders(final StateFields fields) {
        orders = fields.count("orders", orders, ORDERS_MAX);
        fields.of("orderInstrument", orderInstrument, orders);
        fields.of("orderVenueId", orderVenueId, orders);
        fields.of("orderLinkedId", orderLinkedId, orders);
        fields.of("orderLevel", orderLevel, orders);
        fields.of("orderQuantity", orderQuantity, orders);
        fields.of("orderFilled", orderFilled, orders);
        fields.of("orderAverage", orderAverage, orders);
        fields.of("orderEpochSeconds", orderEpochSeconds, orders);
        fields.of("orderPositionId", orderPositionId, orders);
        fields.of("orderRevision", orderRevision, orders);
        fields.of("orderRole", orderRole, orders, OrderRole.class);
        fields.of("orderBook", orderBook, orders, OrderBook.class);
        fields.of("orderSide", orderSide, orders, OrderSide.class);
        fields.of("orderStatus", orderStatus, orders, OrderStatus.class);
        fields.of("orderType", orderType, orders, OrderType.class);
        fields.of("orderClosesPosition", orderClosesPosition, orders);
        fields.of("orderIsReduceOnly", orderIsReduceOnly, orders);
        fields.of("orderIsStop", orderIsStop, orders);
    }

    private void stateTrades(final StateFields fields) {
        trades = fields.count("trades", trades, TRADES_MAX);
        fields.of("tradeOrderId", tradeOrderId, trades);
        fields.of("tradeId", tradeId, trades);
        fields.of("tradePrice", tradePrice, trades);
        fields.of("tradeQuantity", tradeQuantity, trades);
        fields.of("tradeFee", tradeFee, trades);
        fields.of("tradeFeeAmount", tradeFeeAmount, trades);
        fields.of("tradeFeeAsset", tradeFeeAsset, trades);
        fields.of("tradeTimeMs", tradeTimeMs, trades);
        fields.of("tradeEpochSeconds", tradeEpochSeconds, trades);
        fields.of("tradePositionId", tradePositionId, trades);
        fields.of("tradeRevision", tradeRevision, trades);
        fields.of("tradeRole", tradeRole, trades, OrderRole.class);
        fields.of("tradeSide", tradeSide, trades, OrderSide.class);
        fields.of("tradeIsMaker", tradeIsMaker, trades);
    }
}
