package io.ratchet.engine.position;

import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.OrderRole;

/**
 * Asked before each command is put out; a refusal has already been told as a fact. Core thread.
 */
public interface CommandGate {

    /**
     * May this position be opened?
     *
     * @param position to open.
     * @param quantity  1e-8.
     * @param stopLevel 1e-10 of the stop that comes with it, NULL where stops are orders.
     * @return false if the command is withheld.
     */
    boolean allowsEntry(Position position, long quantity, long stopLevel);

    /**
     * May the stop that is a property of the position be set to this level?
     *
     * @param position to protect.
     * @param level    1e-10.
     * @param rule     why; NONE for a first stop.
     * @return false if the command is withheld.
     */
    boolean allowsStopMove(Position position, long level, MoveRule rule);

    /**
     * May this stop be placed?
     *
     * @param position      to protect.
     * @param role          ANCHOR or STOP.
     * @param level         1e-10.
     * @param quantity      1e-8, 0 with closePosition.
     * @param closePosition whether it closes the position whatever its size.
     * @param rule          why.
     * @return false if the command is withheld.
     */
    boolean allowsStop(
            Position position, OrderRole role, long level, long quantity, boolean closePosition, MoveRule rule);

    /**
     * May this order be sent once more with the same id?
     *
     * @param position of the order.
     * @param order    whose outcome is unknown.
     * @return false if the command is withheld.
     */
    boolean allowsResend(Position position, OrderSlot order);

    /**
     * May this order be cancelled?
     *
     * @param position of the order.
     * @param order    to cancel.
     * @return false if the command is withheld.
     */
    boolean allowsCancel(Position position, OrderSlot order);

    /**
     * May this much be closed?
     *
     * @param position to reduce.
     * @param quantity 1e-8.
     * @return false if the command is withheld.
     */
    boolean allowsClose(Position position, long quantity);

    /**
     * May this limit exit be placed?
     *
     * @param position to wind down.
     * @param quantity 1e-8.
     * @param price    1e-10.
     * @return false if the command is withheld.
     */
    boolean allowsExit(Position position, long quantity, long price);

    /**
     * May this limit exit be amended?
     *
     * @param position to wind down.
     * @param order    that rests.
     * @param quantity of the whole order, 1e-8.
     * @param price    1e-10.
     * @return false if the command is withheld.
     */
    boolean allowsExitMove(Position position, OrderSlot order, long quantity, long price);

    /**
     * May this limit exit be cancelled?
     *
     * @param position of the exit.
     * @param order    the exit.
     * @return false if the command is withheld.
     */
    boolean allowsExitCancel(Position position, OrderSlot order);
}
