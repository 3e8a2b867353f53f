package io.ratchet.engine.core;

import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;

/** Told of facts about positions as they are decided, to sum them up. Core thread; must not decide anything itself. */
public interface FactObserver {

    /**
     * The venue holds a stop.
     *
     * @param position it protects.
     * @param level    1e-10.
     * @param order    the stop.
     */
    void onStopConfirmed(Position position, long level, OrderSlot order);

    /**
     * A naked interval ended.
     *
     * @param position that was naked.
     * @param ns       for so long, wall time.
     */
    void onNaked(Position position, long ns);

    /**
     * A loose interval ended.
     *
     * @param position whose best stop was worse than the last confirmed one.
     * @param ns       for so long, wall time.
     */
    void onLoose(Position position, long ns);

    /**
     * A position is flat by evidence.
     *
     * @param position that ended.
     */
    void onClosed(Position position);

    /**
     * An order of ours without a position was found.
     *
     * @param positionId in its id.
     */
    void onLeftover(long positionId);
}
