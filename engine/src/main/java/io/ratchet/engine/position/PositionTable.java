package io.ratchet.engine.position;

import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import java.util.Arrays;

/**
 * All positions that are not FLAT, at fixed places; iteration is in the order of places. One position per instrument
 * (one-way mode). Core thread.
 */
public final class PositionTable {
    /** Capacity. */
    public static final int POSITIONS_MAX = 1_024;

    private final Position[] positions = new Position[POSITIONS_MAX];
    private final int[] byInstrument = new int[InstrumentTable.INSTRUMENTS_MAX];
    private final int[] touched = new int[POSITIONS_MAX];
    private final boolean[] isTouched = new boolean[POSITIONS_MAX];
    private int touchedCount;
    private int limit;
    private int used;
    private int count;

    /** An empty table. */
    public PositionTable() {
        for (int i = 0; i < POSITIONS_MAX; i++) {
            positions[i] = new Position(i);
            positions[i].reset();
        }
        Arrays.fill(byInstrument, -1);
    }

    /**
     * Begins a position.
     *
     * @param instrumentId to hold, without a position so far.
     * @param venue        of the instrument.
     * @param side         of the position.
     * @param nowNs        engine time.
     * @return the position, null when the table is full.
     */
    public Position claim(final int instrumentId, final Venue venue, final PositionSide side, final long nowNs) {
        int slot = 0;
        while (slot < limit && positions[slot].phase != PositionPhase.NONE) {
            slot++;
        }
        if (slot == POSITIONS_MAX) {
            return null;
        }
        limit = Math.max(limit, slot + 1);
        used = Math.max(used, limit);
        count++;
        final Position position = positions[slot];
        position.reset();
        position.instrumentId = instrumentId;
        position.venue = venue;
        position.side = side;
        position.phase = PositionPhase.OPENING;
        position.requestedNs = nowNs;
        byInstrument[instrumentId] = slot;
        return position;
    }

    /**
     * Forgets a position.
     *
     * @param position that is flat.
     */
    public void release(final Position position) {
        byInstrument[position.instrumentId] = -1;
        position.reset();
        count--;
        while (limit > 0 && positions[limit - 1].phase == PositionPhase.NONE) {
            limit--;
        }
    }

    /**
     * Gives a position its number.
     *
     * @param position without one.
     * @param id       the number.
     */
    public void identify(final Position position, final long id) {
        position.id = id;
    }

    /**
     * Changes the phase.
     *
     * @param position to change.
     * @param phase    new.
     */
    public void phase(final Position position, final PositionPhase phase) {
        position.phase = phase;
    }

    /**
     * Says whose a position is.
     *
     * @param position  of the table.
     * @param isGuarded whether it is somebody else's.
     */
    public void guarded(final Position position, final boolean isGuarded) {
        position.isGuarded = isGuarded;
    }

    /**
     * The guard of a position is to be given up.
     *
     * @param position that is guarded.
     */
    public void letGo(final Position position) {
        position.isLettingGo = true;
    }

    /**
     * Notes the first evidence of a fill.
     *
     * @param position that opened.
     * @param nowNs    engine time.
     * @param price    1e-10 of the fill, as far as it is known then, else of the market.
     */
    public void opened(final Position position, final long nowNs, final long price) {
        position.openedNs = nowNs;
        position.openedPrice = price;
    }

    /**
     * The position at a place.
     *
     * @param slot 0 to {@link #limit()}-1.
     * @return the position; its phase is NONE if the place is free.
     */
    public Position at(final int slot) {
        return positions[slot];
    }

    /**
     * The position of an instrument.
     *
     * @param instrumentId any number.
     * @return the position, null if there is none.
     */
    public Position ofInstrument(final int instrumentId) {
        if (instrumentId < 0 || instrumentId >= byInstrument.length || byInstrument[instrumentId] < 0) {
            return null;
        }
        return positions[byInstrument[instrumentId]];
    }

    /**
     * The position with a number.
     *
     * @param id of it, above 0.
     * @return the position, null if it is not in the table.
     */
    public Position byId(final long id) {
        for (int i = 0; i < limit; i++) {
            if (positions[i].id == id && positions[i].phase != PositionPhase.NONE) {
                return positions[i];
            }
        }
        return null;
    }

    /**
     * One more than the last used place.
     *
     * @return the bound of iteration.
     */
    public int limit() {
        return limit;
    }

    /**
     * One more than the last place that was ever used: what rules keep by place beyond it is as it was at the start.
     *
     * @return the bound of what has to be saved, at least {@link #limit()}.
     */
    public int used() {
        return used;
    }

    /**
     * Positions in the table.
     *
     * @return the count.
     */
    public int count() {
        return count;
    }

    /**
     * Marks a position for the rules to run on at the end of this event.
     *
     * @param position to mark.
     */
    public void touch(final Position position) {
        if (!isTouched[position.slot]) {
            isTouched[position.slot] = true;
            touched[touchedCount++] = position.slot;
        }
    }

    /**
     * Marks a position and remembers the input that concerned it.
     *
     * @param position to mark.
     * @param sequence of the input or command.
     */
    public void touch(final Position position, final long sequence) {
        position.touchedSequence = sequence;
        touch(position);
    }

    /**
     * Takes the next marked position.
     *
     * @return the position, null when none is left.
     */
    public Position pollTouched() {
        if (touchedCount == 0) {
            return null;
        }
        final int slot = touched[0];
        touchedCount--;
        System.arraycopy(touched, 1, touched, 0, touchedCount);
        isTouched[slot] = false;
        return positions[slot];
    }

    /**
     * Hands over all positions.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        count = fields.of("count", count);
        limit = fields.count("limit", limit, POSITIONS_MAX);
        used = fields.count("used", used, POSITIONS_MAX);
        for (int i = 0; i < limit; i++) {
            final Position position = positions[i];
            if (fields.isPresent("position", position.phase != PositionPhase.NONE)) {
                position.state(fields);
                byInstrument[position.instrumentId] = i;
            }
        }
        touchedCount = fields.count("touchedCount", touchedCount, POSITIONS_MAX);
        for (int i = 0; i < touchedCount; i++) {
            touched[i] = fields.of("touched", touched[i]);
            isTouched[touched[i]] = true;
        }
    }
}
