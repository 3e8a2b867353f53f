package io.ratchet.engine.position;

import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.state.StateFields;

/**
 * Ids of positions that ended, so that a late fill is recognised as ours. A ring; the oldest makes room. Core thread.
 */
public final class ClosedPositions {
    /** Ids kept. */
    public static final int CLOSED_MAX = 4_096;
    /** Not found. */
    public static final int NONE = -1;

    private final long[] ids = new long[CLOSED_MAX];
    private final int[] instrumentIds = new int[CLOSED_MAX];
    private final PositionSide[] sides = new PositionSide[CLOSED_MAX];
    private final long[] endedNs = new long[CLOSED_MAX];
    private final long[] entryFilled = new long[CLOSED_MAX];
    private final long[] entryEpochs = new long[CLOSED_MAX];
    private final int[] lastRevisions = new int[CLOSED_MAX];
    private long added;

    /**
     * Keeps the id of a position.
     *
     * @param position that ended.
     * @param nowNs    engine time.
     */
    public void add(final Position position, final long nowNs) {
        final int index = (int) (added++ % CLOSED_MAX);
        ids[index] = position.id;
        instrumentIds[index] = position.instrumentId;
        sides[index] = position.side;
        endedNs[index] = nowNs;
        final OrderSlot entry = position.entry();
        entryFilled[index] = entry == null ? 0 : entry.filled;
        entryEpochs[index] = entry == null ? 0 : entry.epochSeconds;
        lastRevisions[index] = position.lastRevision();
    }

    /**
     * Finds a position that ended; one that came back and ended again, as it ended last.
     *
     * @param id          of it.
     * @param nowNs       engine time.
     * @param retentionNs how long an id is known.
     * @return its index, {@link #NONE} if it is not known (any more).
     */
    public int find(final long id, final long nowNs, final long retentionNs) {
        final int known = (int) Math.min(added, CLOSED_MAX);
        for (int age = 1; age <= known; age++) {
            final int i = (int) ((added - age) % CLOSED_MAX);
            if (ids[i] == id) {
                return retentionNs == 0 || nowNs - endedNs[i] <= retentionNs ? i : NONE;
            }
        }
        return NONE;
    }

    /**
     * The position of an instrument that ended last.
     *
     * @param instrumentId it held.
     * @param nowNs        engine time.
     * @param retentionNs  how long an id is known.
     * @return its number, 0 if none is known (any more).
     */
    public long lastOf(final int instrumentId, final long nowNs, final long retentionNs) {
        long found = 0;
        final int known = (int) Math.min(added, CLOSED_MAX);
        for (int i = 0; i < known; i++) {
            if (instrumentIds[i] == instrumentId && (retentionNs == 0 || nowNs - endedNs[i] <= retentionNs)) {
                found = Math.max(found, ids[i]);
            }
        }
        return found;
    }

    /**
     * Instrument of a position that ended.
     *
     * @param index from {@link #find}.
     * @return the instrument id.
     */
    public int instrumentId(final int index) {
        return instrumentIds[index];
    }

    /**
     * When it ended.
     *
     * @param index from {@link #find}.
     * @return engine time in ns.
     */
    public long endedNs(final int index) {
        return endedNs[index];
    }

    /**
     * Side of a position that ended.
     *
     * @param index from {@link #find}.
     * @return the side.
     */
    public PositionSide side(final int index) {
        return sides[index];
    }

    /**
     * What its entry had filled.
     *
     * @param index from {@link #find}.
     * @return 1e-8.
     */
    public long entryFilled(final int index) {
        return entryFilled[index];
    }

    /**
     * Epoch of its entry's id.
     *
     * @param index from {@link #find}.
     * @return seconds.
     */
    public long entryEpochSeconds(final int index) {
        return entryEpochs[index];
    }

    /**
     * The largest revision it used.
     *
     * @param index from {@link #find}.
     * @return 0 and up.
     */
    public int lastRevision(final int index) {
        return lastRevisions[index];
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        added = fields.of("added", added);
        final int known = (int) Math.min(added, CLOSED_MAX);
        fields.of("ids", ids, known);
        fields.of("instrumentIds", instrumentIds, known);
        fields.of("sides", sides, known, PositionSide.class);
        fields.of("endedNs", endedNs, known);
        fields.of("entryFilled", entryFilled, known);
        fields.of("entryEpochs", entryEpochs, known);
        fields.of("lastRevisions", lastRevisions, known);
    }
}
