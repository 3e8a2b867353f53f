package io.ratchet.engine.reconcile;

import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.state.StateHash;

/**
 * What the last good read showed that is not ours: positions, and stops that close a position whatever its size. Core
 * thread.
 */
public final class ForeignBook {
    private final long[] quantity = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] sellLevel = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] buyLevel = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final int[] orders = new int[InstrumentTable.INSTRUMENTS_MAX];
    private int size;

    /**
     * Size of a foreign position.
     *
     * @param instrumentId it holds.
     * @return 1e-8, signed, 0 if there is none.
     */
    public long quantity(final int instrumentId) {
        return quantity[instrumentId];
    }

    /**
     * Level of the best foreign stop that closes the whole position.
     *
     * @param instrumentId it is on.
     * @param side         of the stop.
     * @return 1e-10, 0 if there is none.
     */
    public long stopLevel(final int instrumentId, final OrderSide side) {
        return side == OrderSide.SELL ? sellLevel[instrumentId] : buyLevel[instrumentId];
    }

    /**
     * Orders of either book that are not ours.
     *
     * @param instrumentId they are on.
     * @return the count in the last good read.
     */
    public int orders(final int instrumentId) {
        return orders[instrumentId];
    }

    void order(final int instrumentId) {
        size = Math.max(size, instrumentId + 1);
        orders[instrumentId]++;
    }

    void quantity(final int instrumentId, final long newQuantity) {
        size = Math.max(size, instrumentId + 1);
        quantity[instrumentId] = newQuantity;
    }

    void stop(final int instrumentId, final OrderSide side, final long level) {
        size = Math.max(size, instrumentId + 1);
        if (side == OrderSide.SELL) {
            sellLevel[instrumentId] = Math.max(sellLevel[instrumentId], level);
        } else if (buyLevel[instrumentId] == 0 || level < buyLevel[instrumentId]) {
            buyLevel[instrumentId] = level;
        }
    }

    void clearStops(final int instrumentId) {
        orders[instrumentId] = 0;
        sellLevel[instrumentId] = 0;
        buyLevel[instrumentId] = 0;
    }

    int size() {
        return size;
    }

    void hash(final StateHash hash) {
        hash.add(size);
        for (int i = 0; i < size; i++) {
            hash.add(quantity[i]);
            hash.add(orders[i]);
            hash.add(sellLevel[i]);
            hash.add(buyLevel[i]);
        }
    }
}
