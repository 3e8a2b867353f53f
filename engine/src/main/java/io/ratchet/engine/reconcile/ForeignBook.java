package io.ratchet.engine.reconcile;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.state.StateFields;

/**
 * What the last good read showed that is not ours: positions, and stops that close a position whatever its size. Core
 * thread.
 */
public final class ForeignBook {
    private final long[] quantity = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] sellLevel = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] buyLevel = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final int[] orders = new int[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] sellCover = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] buyCover = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] coverLevel = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] sellLast = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] buyLast = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] ids = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final int[] lastRevisions = new int[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] entryPrice = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] mark = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] liquidation = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final boolean[] isOurs = new boolean[InstrumentTable.INSTRUMENTS_MAX];
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

    /**
     * Whether a live order with our prefix that an earlier journal remembers, not this one, is on an instrument.
     *
     * @param instrumentId of it.
     * @return true where the position is most likely ours.
     */
    public boolean isOurs(final int instrumentId) {
        return isOurs[instrumentId];
    }

    /** A live order with our prefix that an earlier journal remembers, not this one. */
    void ours(final int instrumentId) {
        size = Math.max(size, instrumentId + 1);
        isOurs[instrumentId] = true;
    }

    void order(final int instrumentId) {
        size = Math.max(size, instrumentId + 1);
        orders[instrumentId]++;
    }

    /**
     * The number of a foreign position, from the numbers of ours, so that an operator can name it.
     *
     * @param instrumentId it holds.
     * @return 1 and up, 0 if there is none.
     */
    public long id(final int instrumentId) {
        return instrumentId < 0 || instrumentId >= size ? 0 : ids[instrumentId];
    }

    /**
     * The largest revision that orders of ours used for a foreign position while it was in the table.
     *
     * @param instrumentId it holds.
     * @return 0 if it never was.
     */
    public int lastRevision(final int instrumentId) {
        return lastRevisions[instrumentId];
    }

    /**
     * The foreign position with a number.
     *
     * @param id of it, above 0.
     * @return its instrument, -1 if there is none.
     */
    public int find(final long id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id && quantity[i] != 0) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Entry price of what the venue holds on an instrument, ours or not.
     *
     * @param instrumentId of it.
     * @return 1e-10, 0 if it holds nothing.
     */
    public long entryPrice(final int instrumentId) {
        return entryPrice[instrumentId];
    }

    /**
     * Mark of the row of that read.
     *
     * @param instrumentId of it.
     * @return 1e-10, NULL or 0 if it was not said.
     */
    public long mark(final int instrumentId) {
        return mark[instrumentId];
    }

    /**
     * Liquidation price of what the venue holds on an instrument, ours or not.
     *
     * @param instrumentId of it.
     * @return 1e-10, 0 if the venue gives none.
     */
    public long liquidation(final int instrumentId) {
        return liquidation[instrumentId] == FixedPoint.NULL ? 0 : liquidation[instrumentId];
    }

    /**
     * Whether stops that are not ours protect the whole of a foreign position.
     *
     * @param instrumentId it holds.
     * @return true if they are on the right side and cover its size.
     */
    public boolean isCovered(final int instrumentId) {
        final long size = quantity[instrumentId];
        return size > 0 ? sellCover[instrumentId] >= size : buyCover[instrumentId] >= -size;
    }

    /**
     * Level of one of those stops.
     *
     * @param instrumentId of it.
     * @return 1e-10, 0 if there is none.
     */
    public long coverLevel(final int instrumentId) {
        return coverLevel[instrumentId];
    }

    /**
     * Where foreign stops of a side have closed a size, each over a part of it or over all.
     *
     * @param instrumentId they are on.
     * @param side         of the stops.
     * @param size         1e-8.
     * @return 1e-10 of the one that triggers last, 0 if their sum does not cover the size.
     */
    public long coveredAt(final int instrumentId, final OrderSide side, final long size) {
        final boolean isSell = side == OrderSide.SELL;
        final long covered = isSell ? sellCover[instrumentId] : buyCover[instrumentId];
        return covered < size ? 0 : isSell ? sellLast[instrumentId] : buyLast[instrumentId];
    }

    /**
     * Instruments that may have something foreign.
     *
     * @return the bound of iteration.
     */
    public int limit() {
        return size;
    }

    /**
     * A foreign position is in the table from here on.
     *
     * @param instrumentId it holds.
     */
    public void taken(final int instrumentId) {
        quantity[instrumentId] = 0;
        identify(instrumentId, 0);
    }

    /**
     * A guarded position leaves the table and is foreign as before, under its number. It may be taken again: its next
     * orders must not get ids that the venue has seen.
     *
     * @param instrumentId it holds.
     * @param signed       1e-8.
     * @param position     that leaves.
     */
    public void returned(final int instrumentId, final long signed, final Position position) {
        quantity(instrumentId, signed);
        identify(instrumentId, position.id());
        lastRevisions[instrumentId] = position.lastRevision();
    }

    void identify(final int instrumentId, final long id) {
        size = Math.max(size, instrumentId + 1);
        ids[instrumentId] = id;
        lastRevisions[instrumentId] = 0;
    }

    void row(final int instrumentId, final long newEntry, final long newMark, final long newLiquidation) {
        size = Math.max(size, instrumentId + 1);
        entryPrice[instrumentId] = newEntry;
        mark[instrumentId] = newMark;
        liquidation[instrumentId] = newLiquidation;
    }

    void cover(final int instrumentId, final OrderSide side, final long newQuantity, final long level) {
        size = Math.max(size, instrumentId + 1);
        final long[] cover = side == OrderSide.SELL ? sellCover : buyCover;
        cover[instrumentId] = Math.max(cover[instrumentId], cover[instrumentId] + newQuantity);
        coverLevel[instrumentId] = level;
        final long[] last = side == OrderSide.SELL ? sellLast : buyLast;
        final boolean isFirst = last[instrumentId] == 0;
        last[instrumentId] =
                isFirst || (side == OrderSide.SELL ? level < last[instrumentId] : level > last[instrumentId])
                        ? level
                        : last[instrumentId];
    }

    void quantity(final int instrumentId, final long newQuantity) {
        size = Math.max(size, instrumentId + 1);
        if (newQuantity == 0) {
            identify(instrumentId, 0);
        }
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
        isOurs[instrumentId] = false;
        sellLevel[instrumentId] = 0;
        buyLevel[instrumentId] = 0;
        sellCover[instrumentId] = 0;
        buyCover[instrumentId] = 0;
        coverLevel[instrumentId] = 0;
        sellLast[instrumentId] = 0;
        buyLast[instrumentId] = 0;
    }

    int size() {
        return size;
    }

    void state(final StateFields fields) {
        size = fields.count("size", size, InstrumentTable.INSTRUMENTS_MAX);
        fields.of("quantity", quantity, size);
        fields.of("orders", orders, size);
        fields.of("isOurs", isOurs, size);
        fields.of("sellLevel", sellLevel, size);
        fields.of("buyLevel", buyLevel, size);
        fields.of("sellCover", sellCover, size);
        fields.of("buyCover", buyCover, size);
        fields.of("coverLevel", coverLevel, size);
        fields.of("sellLast", sellLast, size);
        fields.of("buyLast", buyLast, size);
        fields.of("ids", ids, size);
        fields.of("lastRevisions", lastRevisions, size);
        fields.of("entryPrice", entryPrice, size);
        fields.of("mark", mark, size);
        fields.of("liquidation", liquidation, size);
    }
}
