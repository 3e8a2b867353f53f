package io.ratchet.engine.position;

import io.ratchet.engine.state.StateFields;

/**
 * How many positions there are and how much money is in them, changed in the same event as what they count. Core thread.
 */
public final class Limits {
    private final long[] money = new long[PositionTable.POSITIONS_MAX];
    private int positions;
    private int opening;
    private long exposure;

    /**
     * A position was asked for: it holds a slot and its budget.
     *
     * @param slot   of the position.
     * @param budget money 1e-8.
     */
    public void opening(final int slot, final long budget) {
        positions++;
        opening++;
        money(slot, budget);
    }

    /**
     * It opened: the slot is no longer held by an entry in flight.
     */
    public void opened() {
        opening--;
    }

    /**
     * Money in a position changed.
     *
     * @param slot     of the position.
     * @param newMoney 1e-8.
     */
    public void money(final int slot, final long newMoney) {
        exposure += newMoney - money[slot];
        money[slot] = newMoney;
    }

    /**
     * A position ended.
     *
     * @param slot      of the position.
     * @param wasOpened false if it never opened.
     */
    public void ended(final int slot, final boolean wasOpened) {
        positions--;
        if (!wasOpened) {
            opening--;
        }
        money(slot, 0);
    }

    /**
     * Positions that are not flat.
     *
     * @return the count.
     */
    public int positions() {
        return positions;
    }

    /**
     * Entries in flight, unknown ones included.
     *
     * @return the count.
     */
    public int opening() {
        return opening;
    }

    /**
     * Money in all positions.
     *
     * @return 1e-8.
     */
    public long exposure() {
        return exposure;
    }

    /**
     * Money in one position.
     *
     * @param slot of it.
     * @return 1e-8.
     */
    public long money(final int slot) {
        return money[slot];
    }

    /**
     * Corrects the counters after a recount.
     *
     * @param newPositions counted.
     * @param newOpening   counted.
     * @param newExposure  counted, 1e-8.
     */
    public void correct(final int newPositions, final int newOpening, final long newExposure) {
        positions = newPositions;
        opening = newOpening;
        exposure = newExposure;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     * @param used   places of positions ever used.
     */
    public void state(final StateFields fields, final int used) {
        positions = fields.of("positions", positions);
        opening = fields.of("opening", opening);
        exposure = fields.of("exposure", exposure);
        fields.of("money", money, used);
    }
}
