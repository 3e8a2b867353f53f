package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * The venue's stream says another size than our orders explain. Fills and position reports cross each other, so only a
 * difference that lasts asks for a read. Core thread.
 */
public final class MismatchWatch {
    private final EngineTime time;
    private final Policy policy;
    private final PositionTable positions;
    private final Reads reads;
    private final Wakes wakes;
    private final long[] sinceNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] askedQuantity = new long[PositionTable.POSITIONS_MAX];

    /**
     * No difference yet.
     *
     * @param time      of the core.
     * @param policy    numbers.
     * @param positions of the core.
     * @param reads     and venues.
     * @param wakes     of positions.
     */
    public MismatchWatch(
            final EngineTime time,
            final Policy policy,
            final PositionTable positions,
            final Reads reads,
            final Wakes wakes) {
        this.time = time;
        this.policy = policy;
        this.positions = positions;
        this.reads = reads;
        this.wakes = wakes;
    }

    /**
     * Asks for a read when a difference has lasted; once for each reported size.
     *
     * @param position to compare.
     */
    public void run(final Position position) {
        final int slot = position.slot();
        final long reported = position.reportedQuantity();
        if (reported == FixedPoint.NULL || reported == position.quantity()) {
            sinceNs[slot] = 0;
            askedQuantity[slot] = FixedPoint.NULL;
            return;
        }
        if (askedQuantity[slot] == reported) {
            return;
        }
        if (sinceNs[slot] == 0) {
            sinceNs[slot] = time.nowNs();
        }
        final long dueNs = sinceNs[slot] + policy.queryRetryNs();
        if (time.nowNs() < dueNs) {
            wakes.at(dueNs);
        } else {
            askedQuantity[slot] = reported;
            sinceNs[slot] = 0;
            reads.want(position.venue());
        }
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        sinceNs[slot] = 0;
        askedQuantity[slot] = FixedPoint.NULL;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("sinceNs", sinceNs, positions.used());
        fields.of("askedQuantity", askedQuantity, positions.used());
    }
}
