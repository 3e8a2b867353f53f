package io.ratchet.engine.core;

import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.BlockReason;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;

/**
 * Is shown the state of a core, between two inputs: first the node, then its venues, each position followed by its orders,
 * what is foreign, what is blocked. Called by the core thread, so it must be quick; positions and orders are alive, and must
 * not be kept.
 */
public interface CoreVisitor {

    /**
     * The node.
     *
     * @param nowNs                engine time of the last input.
     * @param state                of the node.
     * @param isStoppedByOperator  whether an operator stopped entries.
     * @param isStoppedByViolation whether a broken promise did.
     * @param isKill               whether a kill is under way.
     * @param unprotected          positions without a stop over their whole size.
     * @param exposure             money in all positions of ours, 1e-8.
     */
    void node(
            long nowNs,
            NodeState state,
            boolean isStoppedByOperator,
            boolean isStoppedByViolation,
            boolean isKill,
            int unprotected,
            long exposure);

    /**
     * A venue in use.
     *
     * @param venue    the exchange.
     * @param state    of its part of the node.
     * @param health   as its gateway sees it.
     * @param refusal  why no position could be opened there now, NONE if one could.
     * @param readNs   engine time of the last good read, 0 before the first.
     */
    void venue(Venue venue, NodeState state, VenueState health, EntryRefusal refusal, long readNs);

    /**
     * A position that is not FLAT.
     *
     * @param position  of the table.
     * @param mark      1e-10, 0 if none is known.
     * @param stopLevel the best one that rests, 1e-10, 0 if there is none.
     * @param wanted    level an operator asked for that no move took up yet, 1e-10, 0 if there is none.
     * @param peak      best accepted price since the entry, 1e-10.
     * @param isTrail   whether the trail is active.
     * @param isCovered whether it is protected.
     * @param closing   why it is being closed, NONE if it is not.
     */
    void position(
            Position position,
            long mark,
            long stopLevel,
            long wanted,
            long peak,
            boolean isTrail,
            boolean isCovered,
            CloseReason closing);

    /**
     * An open order of the position shown last.
     *
     * @param position of the order.
     * @param order    that may rest or execute.
     */
    void order(Position position, OrderSlot order);

    /**
     * A foreign position that is not in the table.
     *
     * @param id           of it.
     * @param instrumentId it holds.
     * @param quantity     1e-8, signed.
     * @param entryPrice   1e-10.
     * @param mark         1e-10, 0 if none is known.
     * @param coverLevel   of a foreign stop that protects it, 1e-10, 0 if there is none.
     * @param policy       what is done about it.
     */
    void foreign(
            long id,
            int instrumentId,
            long quantity,
            long entryPrice,
            long mark,
            long coverLevel,
            ForeignPolicy policy);

    /**
     * The newest certificate of a venue.
     *
     * @param venue           that was flat.
     * @param certifiedNs     engine time.
     * @param snapshotId      of the read that proves it.
     * @param positionsClosed by the kill.
     * @param ordersCancelled by the kill.
     * @param foreignLeft     positions that are not ours.
     */
    void certificate(
            Venue venue, long certifiedNs, long snapshotId, int positionsClosed, int ordersCancelled, int foreignLeft);

    /**
     * An instrument that is closed to entries.
     *
     * @param instrumentId of it.
     * @param untilNs      engine time.
     * @param reason       why.
     */
    void block(int instrumentId, long untilNs, BlockReason reason);
}
