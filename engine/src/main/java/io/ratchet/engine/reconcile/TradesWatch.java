package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * Fills whose trades nobody told: a venue's answer to an order bears no price, and a private stream that is up may be mute.
 * Without its price an entry has no average, so no correction, no trail and no result. Trades come by themselves in an
 * instant; if not, they are read, ever more rarely, and a few times only: what others did before we took a position over
 * is never found. Core thread.
 */
public final class TradesWatch {
    private static final int ASKS_MAX = 6;

    private final EngineTime time;
    private final Policy policy;
    private final PositionTable positions;
    private final Reads reads;
    private final Wakes wakes;
    private final long[] missing = new long[PositionTable.POSITIONS_MAX];
    private final long[] nextNs = new long[PositionTable.POSITIONS_MAX];
    private final int[] asks = new int[PositionTable.POSITIONS_MAX];

    /**
     * Nothing missing yet.
     *
     * @param time      of the core.
     * @param policy    numbers.
     * @param positions of the core.
     * @param reads     and venues.
     * @param wakes     of positions.
     */
    public TradesWatch(
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
     * Asks for the trades of an open position when some are missing for a while.
     *
     * @param position of the table.
     */
    public void run(final Position position) {
        final int slot = position.slot();
        final long now = position.quantity() == 0 ? 0 : position.quantityWithoutTrades();
        if (now != missing[slot]) {
            missing[slot] = now;
            asks[slot] = 0;
            nextNs[slot] = time.nowNs() + policy.queryRetryNs();
        }
        if (now == 0 || asks[slot] >= ASKS_MAX) {
            return;
        }
        if (time.nowNs() >= nextNs[slot]) {
            reads.wantTrades(position);
            nextNs[slot] = time.nowNs() + (policy.queryRetryNs() << asks[slot]);
            asks[slot]++;
        }
        wakes.at(nextNs[slot]);
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        missing[slot] = 0;
        nextNs[slot] = 0;
        asks[slot] = 0;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("missing", missing, positions.used());
        fields.of("nextNs", nextNs, positions.used());
        fields.of("asks", asks, positions.used());
    }
}
