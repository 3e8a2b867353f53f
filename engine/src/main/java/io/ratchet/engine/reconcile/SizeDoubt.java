package io.ratchet.engine.reconcile;

import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.state.StateFields;

/**
 * A read that shows another size than our orders explain may lag behind (incidents A19, A21, B13), so it is believed only
 * when a second one, begun a while later, shows the same. Core thread.
 */
final class SizeDoubt {
    private final long[] positionId = new long[PositionTable.POSITIONS_MAX];
    private final long[] shown = new long[PositionTable.POSITIONS_MAX];
    private final long[] firstReadNs = new long[PositionTable.POSITIONS_MAX];
    private final boolean[] isTraded = new boolean[PositionTable.POSITIONS_MAX];

    /**
     * Takes what a read shows.
     *
     * @param position read.
     * @param quantity it showed, 1e-8, not what our orders explain.
     * @param readNs   when the read began.
     * @param marginNs least time between the two reads.
     * @return true if an earlier read showed the same.
     */
    boolean isSeenTwice(final Position position, final long quantity, final long readNs, final long marginNs) {
        final int slot = position.slot();
        if (positionId[slot] != position.id() || shown[slot] != quantity) {
            positionId[slot] = position.id();
            shown[slot] = quantity;
            firstReadNs[slot] = readNs;
            isTraded[slot] = false;
        }
        return readNs - firstReadNs[slot] >= marginNs;
    }

    /**
     * Trades of somebody else explain what reads show.
     *
     * @param position read.
     * @return true if that is new, and there is something to explain.
     */
    boolean traded(final Position position) {
        final int slot = position.slot();
        final boolean isNew = positionId[slot] == position.id() && !isTraded[slot];
        isTraded[slot] |= isNew;
        return isNew;
    }

    boolean isTraded(final Position position) {
        return positionId[position.slot()] == position.id() && isTraded[position.slot()];
    }

    /** A read shows what our orders explain. */
    void agreed(final Position position) {
        positionId[position.slot()] = 0;
        isTraded[position.slot()] = false;
    }

    void state(final StateFields fields, final PositionTable positions) {
        fields.of("positionId", positionId, positions.used());
        fields.of("shown", shown, positions.used());
        fields.of("firstReadNs", firstReadNs, positions.used());
        fields.of("isTraded", isTraded, positions.used());
    }
}
