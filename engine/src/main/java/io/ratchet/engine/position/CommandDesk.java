package io.ratchet.engine.position;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.VenueTraits;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.CancelOrderEncoder;
import io.ratchet.engine.sbe.CancelStopEncoder;
import io.ratchet.engine.sbe.CloseAtMarketEncoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MoveExitEncoder;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.MoveStopEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.PlaceEntryEncoder;
import io.ratchet.engine.sbe.PlaceExitEncoder;
import io.ratchet.engine.sbe.PlaceStopEncoder;
import io.ratchet.engine.sbe.QueryOrderEncoder;
import io.ratchet.engine.sbe.SetLeverageEncoder;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * Where the commands of a position are issued: asks the {@link CommandGate}, claims the order and its id, puts the command
 * out and registers it as in flight. Core thread.
 */
public final class CommandDesk {
    /** Three digits to the base 36. */
    private static final int REVISION_MAX = 46_655;

    private final EngineTime time;
    private final IdEpoch ids;
    private final PositionTable positions;
    private final CommandTable commands;
    private final Decisions decisions;
    private CommandGate gate;

    /**
     * A desk without a gate; see {@link #gate}.
     *
     * @param time      of the core.
     * @param ids       that make order ids.
     * @param positions of the core.
     * @param commands  in flight.
     * @param decisions the exit.
     */
    public CommandDesk(
            final EngineTime time,
            final IdEpoch ids,
            final PositionTable positions,
            final CommandTable commands,
            final Decisions decisions) {
        this.time = time;
        this.ids = ids;
        this.positions = positions;
        this.commands = commands;
        this.decisions = decisions;
    }

    /**
     * Sets the gate; once, before the first command.
     *
     * @param newGate to ask.
     */
    public void gate(final CommandGate newGate) {
        gate = newGate;
    }

    /**
     * Opens a position: gives it its number and sends its entry.
     *
     * @param position without an entry.
     * @param quantity 1e-8.
     * @param price     1e-10 of a limit that fills at once or not at all, NULL for a market order.
     * @param stopLevel 1e-10 of the stop that the venue attaches to the position, NULL where stops are orders.
     * @return false if the command was withheld.
     */
    public boolean placeEntry(final Position position, final long quantity, final long price, final long stopLevel) {
        if (!hasRoom(position) || !gate.allowsEntry(position, quantity, stopLevel)) {
            return false;
        }
        positions.identify(position, ids.claimPositionId());
        final OrderSlot order = claim(position, OrderRole.ENTRY, 0, quantity);
        order.commandSequence = decisions.placeEntry(
                position,
                quantity,
                price,
                order,
                position.entrySide(),
                price == FixedPoint.NULL ? OrderType.MARKET : OrderType.LIMIT_IOC,
                stopLevel);
        register(position, order, order.commandSequence, PlaceEntryEncoder.TEMPLATE_ID);
        if (stopLevel != FixedPoint.NULL) {
            claimAttached(position, stopLevel);
        }
        return true;
    }

    private OrderSlot claimAttached(final Position position, final long level) {
        final OrderSlot order = claim(position, OrderRole.POSITION_STOP, level, 0);
        if (order == null) {
            tableFull(position, Position.ORDERS_MAX);
            return null;
        }
        order.closePosition = true;
        order.moveIssuedNs = time.nowNs();
        order.moveSentNs = time.nowNs();
        return order;
    }

    /**
     * Sets the stop that is a property of the position, or amends it in place.
     *
     * @param position to protect.
     * @param level    1e-10.
     * @param rule     why; NONE for a first stop.
     * @return its slot, null if the command was withheld.
     */
    public OrderSlot moveStop(final Position position, final long level, final MoveRule rule) {
        if (!hasRoom(position) || !gate.allowsStopMove(position, level, rule)) {
            return null;
        }
        final OrderSlot open = openAttached(position);
        final OrderSlot order = open == null ? claimAttached(position, level) : open;
        if (order == null) {
            return null;
        }
        order.resends = 0;
        order.moveIssuedNs = time.nowNs();
        if (order.state == OrderState.LIVE) {
            order.pendingLevel = level;
        } else {
            order.level = level;
        }
        order.rule = rule;
        sendMove(position, order);
        return order;
    }

    /**
     * Sends the last value once more: the venue takes it as often as it comes.
     *
     * @param position to protect.
     * @param order    attached, not shown where it should be.
     * @return false if the command was withheld.
     */
    public boolean resendMove(final Position position, final OrderSlot order) {
        if (!hasRoom(position) || !gate.allowsResend(position, order)) {
            return false;
        }
        order.resends++;
        sendMove(position, order);
        return true;
    }

    private void sendMove(final Position position, final OrderSlot order) {
        if (order.state != OrderState.LIVE) {
            order.state = OrderState.SENT;
        }
        order.moveOutcome = CommandOutcome.NONE;
        order.moveSentNs = time.nowNs();
        order.commandSequence = decisions.moveStop(position, order.targetLevel(), order.rule);
        register(position, order, order.commandSequence, MoveStopEncoder.TEMPLATE_ID);
    }

    /**
     * Takes the stop of the position away.
     *
     * @param position that is let go.
     * @param order    attached and live.
     */
    public void clearStop(final Position position, final OrderSlot order) {
        if (hasRoom(position)) {
            order.isCancelRequested = true;
            order.cancelSequence = decisions.moveStop(position, 0, MoveRule.NONE);
            register(position, order, order.cancelSequence, MoveStopEncoder.TEMPLATE_ID);
        }
    }

    /**
     * The venue shows a stop on a position that has none in the books: somebody set it, or an attempt that was given up
     * arrived after all.
     *
     * @param position it is on.
     * @return its slot, in question still; null if there is no room.
     */
    OrderSlot foundAttached(final Position position) {
        return claimAttached(position, 0);
    }

    static OrderSlot openAttached(final Position position) {
        final OrderSlot order = position.attachedStop();
        return order != null && order.isOpen() ? order : null;
    }

    /**
     * Places a stop.
     *
     * @param position      to protect.
     * @param role          ANCHOR or STOP.
     * @param level         1e-10.
     * @param quantity      1e-8; 0 with closePosition.
     * @param closePosition whether it closes the position whatever its size.
     * @param rule          why; NONE for a first stop.
     * @param isTrail       whether the trail is active and placed it.
     * @return the order, null if the command was withheld.
     */
    public OrderSlot placeStop(
            final Position position,
            final OrderRole role,
            final long level,
            final long quantity,
            final boolean closePosition,
            final MoveRule rule,
            final boolean isTrail) {
        if (!hasRoom(position) || !gate.allowsStop(position, role, level, quantity, closePosition, rule)) {
            return null;
        }
        final OrderSlot order = claim(position, role, level, quantity);
        if (order == null) {
            tableFull(position, Position.ORDERS_MAX);
            return null;
        }
        order.closePosition = closePosition;
        order.rule = rule;
        order.isTrail = isTrail;
        sendStop(position, order);
        return order;
    }

    /**
     * Sends a stop whose outcome is unknown once more, with the same id.
     *
     * @param position to protect.
     * @param order    a stop.
     * @return false if the command was withheld.
     */
    public boolean resendStop(final Position position, final OrderSlot order) {
        if (!hasRoom(position) || !gate.allowsResend(position, order)) {
            return false;
        }
        // Absence is proven of the last attempt, or of none.
        order.sentNs = time.nowNs();
        order.firstAbsentNs = 0;
        order.state = OrderState.SENT;
        order.wasUnknown = true;
        order.resends++;
        sendStop(position, order);
        return true;
    }

    private void sendStop(final Position position, final OrderSlot order) {
        order.commandSequence = decisions.placeStop(
                position, order.level, order.quantity, order, position.exitSide(), order.closePosition);
        register(position, order, order.commandSequence, PlaceStopEncoder.TEMPLATE_ID);
    }

    /**
     * Cancels a stop.
     *
     * @param position of the stop.
     * @param order    the stop.
     * @return false if the command was withheld.
     */
    public boolean cancelStop(final Position position, final OrderSlot order) {
        if (!hasRoom(position) || !gate.allowsCancel(position, order)) {
            return false;
        }
        order.isCancelRequested = true;
        order.cancelSequence = decisions.cancelStop(position, order.venueOrderId, order);
        register(position, order, order.cancelSequence, CancelStopEncoder.TEMPLATE_ID);
        return true;
    }

    /**
     * Places a limit exit.
     *
     * @param position to wind down.
     * @param quantity 1e-8.
     * @param price    1e-10.
     * @return the order, null if the command was withheld.
     */
    public OrderSlot placeExit(final Position position, final long quantity, final long price) {
        if (!hasRoom(position) || !gate.allowsExit(position, quantity, price)) {
            return null;
        }
        final OrderSlot order = claim(position, OrderRole.EXIT, price, quantity);
        if (order == null) {
            tableFull(position, Position.ORDERS_MAX);
            return null;
        }
        order.commandSequence = decisions.placeExit(position, quantity, price, order, position.exitSide());
        register(position, order, order.commandSequence, PlaceExitEncoder.TEMPLATE_ID);
        return order;
    }

    /**
     * Amends a limit exit in place.
     *
     * @param position to wind down.
     * @param order    that rests.
     * @param quantity of the whole order, what is filled included; 1e-8.
     * @param price    1e-10.
     * @return false if the command was withheld.
     */
    public boolean moveExit(final Position position, final OrderSlot order, final long quantity, final long price) {
        if (!hasRoom(position) || !gate.allowsExitMove(position, order, quantity, price)) {
            return false;
        }
        order.pendingLevel = price;
        order.pendingQuantity = quantity;
        order.moveIssuedNs = time.nowNs();
        order.moveSentNs = time.nowNs();
        order.commandSequence = decisions.moveExit(position, quantity, price, order, position.exitSide());
        register(position, order, order.commandSequence, MoveExitEncoder.TEMPLATE_ID);
        return true;
    }

    /**
     * Cancels a limit exit.
     *
     * @param position of the exit.
     * @param order    the exit.
     * @return false if the command was withheld.
     */
    public boolean cancelExit(final Position position, final OrderSlot order) {
        if (!hasRoom(position) || !gate.allowsExitCancel(position, order)) {
            return false;
        }
        order.isCancelRequested = true;
        order.cancelSequence = decisions.cancelOrder(position, order.venueOrderId, order);
        register(position, order, order.cancelSequence, CancelOrderEncoder.TEMPLATE_ID);
        return true;
    }

    /**
     * Closes at the market, or by a limit that fills at once or not at all.
     *
     * @param position to reduce.
     * @param quantity 1e-8.
     * @param price    1e-10, NULL for a market order.
     * @param rung     0 and up.
     * @param reason   of the close.
     * @return the order, null if the command was withheld.
     */
    public OrderSlot close(
            final Position position, final long quantity, final long price, final int rung, final CloseReason reason) {
        if (!hasRoom(position) || !gate.allowsClose(position, quantity)) {
            return null;
        }
        final OrderSlot order = claim(position, OrderRole.CLOSE, 0, quantity);
        if (order == null) {
            tableFull(position, Position.ORDERS_MAX);
            return null;
        }
        order.closePosition = VenueTraits.of(position.venue).closesWhole()
                && price == FixedPoint.NULL
                && quantity == position.quantity();
        order.commandSequence = decisions.closeAtMarket(
                position,
                quantity,
                price,
                order,
                position.exitSide(),
                price == FixedPoint.NULL ? OrderType.MARKET : OrderType.LIMIT_IOC,
                rung,
                reason,
                order.closePosition);
        register(position, order, order.commandSequence, CloseAtMarketEncoder.TEMPLATE_ID);
        return order;
    }

    /**
     * Reads an order in all books.
     *
     * @param position of the order.
     * @param order    to read.
     */
    public void query(final Position position, final OrderSlot order) {
        if (!hasRoom(position)) {
            return;
        }
        final OrderBook book = order.isStop() ? OrderBook.CONDITIONAL : OrderBook.ORDINARY;
        order.querySequence = decisions.queryOrder(position, order, book);
        commands.add(
                order.querySequence,
                QueryOrderEncoder.TEMPLATE_ID,
                position.slot,
                order.index,
                position.instrumentId,
                time.nowNs());
    }

    /**
     * Verifies leverage and margin mode.
     *
     * @param position to be opened.
     * @param leverage times.
     * @param mode     of the margin.
     * @return false if there was no room for the command.
     */
    public boolean setLeverage(final Position position, final int leverage, final MarginMode mode) {
        if (!hasRoom(position)) {
            return false;
        }
        final long sequence = decisions.setLeverage(position.instrumentId, leverage, mode, position.venue);
        commands.add(
                sequence,
                SetLeverageEncoder.TEMPLATE_ID,
                position.slot,
                CommandTable.NONE,
                position.instrumentId,
                time.nowNs());
        return true;
    }

    /**
     * Restores the entry of a position that was given up, so that its late fill is counted; later orders get ids that were
     * not used before.
     *
     * @param position     claimed and identified anew.
     * @param epochSeconds of the entry's id.
     * @param revision     of the entry's id.
     * @param lastRevision largest revision ever used for it.
     */
    public void revive(final Position position, final long epochSeconds, final int revision, final int lastRevision) {
        Arrays.fill(position.revisions, lastRevision);
        final OrderSlot order = position.claimOrder();
        order.role = OrderRole.ENTRY;
        order.revision = revision;
        order.epochSeconds = epochSeconds;
        order.positionId = position.id;
        order.state = OrderState.UNKNOWN;
        order.wasUnknown = true;
        order.issuedNs = time.nowNs();
        order.sentNs = time.nowNs();
        order.nextQueryNs = time.nowNs();
    }

    /**
     * Takes over a position that somebody else opened: its size stands in the place of an entry of ours.
     *
     * @param position     claimed.
     * @param positionId   of it.
     * @param lastRevision largest revision ever used for it, 0 for none.
     * @param quantity     1e-8, above 0.
     * @param entryPrice   1e-10, as the venue tells it.
     */
    public void take(
            final Position position,
            final long positionId,
            final int lastRevision,
            final long quantity,
            final long entryPrice) {
        positions.identify(position, positionId);
        Arrays.fill(position.revisions, lastRevision);
        final OrderSlot order = claim(position, OrderRole.ENTRY, 0, quantity);
        order.state = OrderState.ENDED;
        order.endStatus = OrderStatus.FILLED;
        order.endedNs = time.nowNs();
        order.isEndHandled = true;
        order.filled = quantity;
        order.averagePrice = entryPrice;
        order.traded = quantity;
        order.tradedNotional.addProduct(entryPrice, quantity);
        position.lastFillNs = time.nowNs();
        position.touchedSequence = time.sequence();
        position.recount();
    }

    private boolean hasRoom(final Position position) {
        if (!commands.hasRoom()) {
            tableFull(position, CommandTable.COMMANDS_MAX);
            return false;
        }
        return true;
    }

    private void tableFull(final Position position, final long bound) {
        decisions.alertRaised(position.id, position.instrumentId, position.venue, bound, bound, AlertCode.TABLE_FULL);
    }

    private OrderSlot claim(final Position position, final OrderRole role, final long level, final long quantity) {
        final OrderSlot order = position.claimOrder();
        if (order == null) {
            return null;
        }
        final int kind = role.value();
        position.revisions[kind] = position.revisions[kind] % REVISION_MAX + 1;
        order.role = role;
        order.revision = position.revisions[kind];
        order.epochSeconds = ids.epochSeconds();
        order.positionId = position.id;
        order.level = level;
        order.quantity = quantity;
        order.state = OrderState.SENT;
        order.issuedNs = time.nowNs();
        order.sentNs = time.nowNs();
        return order;
    }

    private void register(final Position position, final OrderSlot order, final long sequence, final int templateId) {
        if (sequence == order.commandSequence) {
            order.sentSequence = sequence;
        }
        commands.add(sequence, templateId, position.slot, order.index, position.instrumentId, time.nowNs());
        position.touchedSequence = sequence;
    }
}
