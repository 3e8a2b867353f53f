package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.state.StateFields;

/**
 * A read that shows another size than our orders explain may lag behind (incidents A19, A21, B13), so one read alone is
 * never believed. More than we know of is believed when a second read, begun a while later, shows the same. Less, or
 * nothing, takes a second source: the private stream says the same, the list of trades explains it, or a close is refused
 * for want of size. Without one, the same list must show it for longer than a position has ever stayed invisible, and for
 * much longer against trades by which it is held: it would cost the stop. Core thread.
 */
final class SizeDoubt {
    /** Venues have hidden a position for up to 24 s after it changed (incident B13). */
    private static final long INVISIBLE_SECONDS = 30;
    /** Against a list of trades by which it is held; what ends without a trade, as a delisting may, is found all the same. */
    private static final long CONTRADICTED_SECONDS = 300;

    private static final int BACKOFF_MAX = 4;

    private final Policy policy;
    private final long[] positionId = new long[PositionTable.POSITIONS_MAX];
    private final long[] shown = new long[PositionTable.POSITIONS_MAX];
    private final long[] firstReadNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] explained = new long[PositionTable.POSITIONS_MAX];
    private final boolean[] areTradesRead = new boolean[PositionTable.POSITIONS_MAX];
    private final int[] seen = new int[PositionTable.POSITIONS_MAX];

    SizeDoubt(final Policy policy) {
        this.policy = policy;
    }

    /**
     * Takes what a read shows.
     *
     * @param position read.
     * @param quantity it showed, 1e-8, not what our orders explain.
     * @param readNs   when the read began.
     * @return true if it is to be believed.
     */
    boolean isBelieved(final Position position, final long quantity, final long readNs) {
        final int slot = position.slot();
        if (positionId[slot] != position.id()) {
            agreed(position);
            positionId[slot] = position.id();
            shown[slot] = FixedPoint.NULL;
        }
        if (shown[slot] != quantity) {
            shown[slot] = quantity;
            firstReadNs[slot] = readNs;
            seen[slot] = 0;
        }
        seen[slot]++;
        final long forNs = readNs - firstReadNs[slot];
        final boolean isSecondSource = position.reportedQuantity() == quantity
                || explained[slot] >= position.quantity() - quantity
                || quantity == 0 && isNothingToReduce(position, firstReadNs[slot] - policy.absenceMarginNs());
        final long aloneSeconds = areTradesRead[slot] ? CONTRADICTED_SECONDS : INVISIBLE_SECONDS;
        return forNs >= policy.absenceMarginNs() && (isSecondSource || forNs >= aloneSeconds * policy.wallSecondNs());
    }

    /** A close that was refused since a while ago because there is nothing to reduce: the venue's own books say so. */
    private static boolean isNothingToReduce(final Position position, final long sinceNs) {
        boolean isRefused = false;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isExit() && order.isOpen()) {
                // It may be what used up all that can be reduced.
                return false;
            }
            isRefused |= order.role() == OrderRole.CLOSE
                    && order.endStatus() == OrderStatus.REJECTED
                    && order.endReason() == OutcomeReason.REDUCE_ONLY_REJECTED
                    && order.endedNs() >= sinceNs;
        }
        return isRefused;
    }

    /**
     * Whether less is shown than our orders explain, and the trades should say why.
     *
     * @param position asked about.
     * @return true while so.
     */
    boolean isLessShown(final Position position) {
        final int slot = position.slot();
        return positionId[slot] == position.id() && shown[slot] < position.quantity();
    }

    /**
     * When the next read should begin: each is dear, so the second one comes when it can count, and the ones that only wait
     * become rarer.
     *
     * @param position in doubt.
     * @param nowNs    engine time.
     * @return engine time.
     */
    long nextReadNs(final Position position, final long nowNs) {
        final int slot = position.slot();
        final long secondNs = firstReadNs[slot] + policy.absenceMarginNs();
        final int waits = Math.min(Math.max(0, seen[slot] - 2), BACKOFF_MAX);
        return nowNs < secondNs ? secondNs : nowNs + (policy.absenceMarginNs() << waits);
    }

    /**
     * The trades were read.
     *
     * @param position of the trades.
     * @param quantity by how much those that are not of our orders have reduced it, 1e-8.
     */
    void explained(final Position position, final long quantity) {
        if (positionId[position.slot()] == position.id()) {
            explained[position.slot()] = quantity;
            areTradesRead[position.slot()] = true;
        }
    }

    /** Whether no earlier read showed this size. */
    boolean isNew(final Position position, final long quantity) {
        final int slot = position.slot();
        return positionId[slot] != position.id() || shown[slot] != quantity;
    }

    /** A read shows what our orders explain. */
    void agreed(final Position position) {
        final int slot = position.slot();
        positionId[slot] = 0;
        explained[slot] = 0;
        areTradesRead[slot] = false;
        seen[slot] = 0;
    }

    void state(final StateFields fields, final PositionTable positions) {
        fields.of("positionId", positionId, positions.used());
        fields.of("shown", shown, positions.used());
        fields.of("firstReadNs", firstReadNs, positions.used());
        fields.of("explained", explained, positions.used());
        fields.of("areTradesRead", areTradesRead, positions.used());
        fields.of("seen", seen, positions.used());
    }
}
