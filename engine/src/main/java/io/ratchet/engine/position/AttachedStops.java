package io.ratchet.engine.position;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.VenueTraits;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.time.EngineTime;

/**
 * What is known of the stop that is a property of a position (Bybit). An answer to a command proves nothing but refusals:
 * the stop rests where the position, or the child order that belongs to it, shows it. Evidence that is older by the
 * venue's own clock than what is known already says nothing. Core thread.
 */
public final class AttachedStops {
    private final EngineTime time;
    private final Policy policy;
    private final OrderTracker tracker;
    private final CommandDesk desk;

    /**
     * Nothing known yet.
     *
     * @param time    of the core.
     * @param policy  numbers.
     * @param tracker of orders.
     * @param desk    claims what is found.
     */
    public AttachedStops(
            final EngineTime time, final Policy policy, final OrderTracker tracker, final CommandDesk desk) {
        this.time = time;
        this.policy = policy;
        this.tracker = tracker;
        this.desk = desk;
    }

    /**
     * The result of the entry that carried the stop: it says as much of the stop.
     *
     * @param position of both.
     * @param result   the input.
     */
    public void onEntryResult(final Position position, final CommandResultDecoder result) {
        final OrderSlot order = CommandDesk.openAttached(position);
        if (order == null || order.state != OrderState.SENT || order.commandSequence != 0) {
            return;
        }
        final boolean isAccepted = result.outcome() == CommandOutcome.ACCEPTED;
        order.state = isAccepted ? OrderState.ACKNOWLEDGED : OrderState.UNKNOWN;
        order.moveOutcome = isAccepted ? CommandOutcome.ACCEPTED : CommandOutcome.UNKNOWN;
        order.moveSentNs = time.nowNs();
    }

    /**
     * The result of a command that sets the stop, or takes it away.
     *
     * @param order    that was to change.
     * @param result   the input.
     * @param sequence of the command.
     */
    public void onResult(final OrderSlot order, final CommandResultDecoder result, final long sequence) {
        if (sequence == order.cancelSequence) {
            onCleared(order, result);
            return;
        }
        order.commandSequence = 0;
        if (!order.isOpen() || order.state == OrderState.TRIGGERED) {
            return;
        }
        order.venueCode = result.venueCode();
        order.endReason = result.reason();
        final OutcomeReason reason = result.reason();
        final CommandOutcome outcome = result.outcome();
        if (outcome == CommandOutcome.ACCEPTED || reason == OutcomeReason.NO_CHANGE) {
            // "Not modified" says that it is there already: that is read, not believed.
            pending(order, CommandOutcome.ACCEPTED, OrderState.ACKNOWLEDGED);
        } else if (reason == OutcomeReason.POSITION_NOT_FOUND) {
            pending(order, CommandOutcome.UNKNOWN, OrderState.UNKNOWN);
            order.moveFailure = reason;
        } else if (outcome == CommandOutcome.REJECTED || outcome == CommandOutcome.NOT_SENT) {
            refused(order, outcome, reason);
        } else {
            order.unansweredNs = time.nowNs();
            order.wasUnknown = true;
            pending(order, CommandOutcome.UNKNOWN, OrderState.UNKNOWN);
        }
    }

    private void pending(final OrderSlot order, final CommandOutcome outcome, final OrderState state) {
        if (order.state != OrderState.LIVE) {
            order.state = state;
        } else if (!order.isMovePending()) {
            // It was shown where it was to go before the answer came.
            return;
        }
        order.moveOutcome = outcome;
        order.moveSentNs = time.nowNs();
    }

    private void refused(final OrderSlot order, final CommandOutcome outcome, final OutcomeReason reason) {
        if (order.state == OrderState.LIVE) {
            if (order.isMovePending()) {
                order.endMove();
                order.moveFailure = reason == OutcomeReason.NONE ? OutcomeReason.UNLISTED : reason;
            }
            return;
        }
        tracker.end(order, outcome == CommandOutcome.REJECTED ? OrderStatus.REJECTED : OrderStatus.ABSENT);
    }

    private void onCleared(final OrderSlot order, final CommandResultDecoder result) {
        order.cancelSequence = 0;
        final boolean isGone = result.outcome() == CommandOutcome.ACCEPTED
                || result.reason() == OutcomeReason.NO_CHANGE
                || result.reason() == OutcomeReason.POSITION_NOT_FOUND;
        if (isGone) {
            tracker.end(order, OrderStatus.CANCELED);
        } else {
            order.nextCancelNs = time.nowNs() + policy.queryRetryNs();
        }
    }

    /**
     * The rule that sets the stop has seen why it was not set.
     *
     * @param order attached.
     */
    public void failureHandled(final OrderSlot order) {
        order.moveFailure = OutcomeReason.NONE;
    }

    /**
     * The level that is shown is, or is not, one of the trail.
     *
     * @param order   attached and live.
     * @param isTrail whether the trail asked for it.
     */
    public void trails(final OrderSlot order, final boolean isTrail) {
        order.isTrail = isTrail;
    }

    /**
     * A move is given up: the stop stays where it is shown.
     *
     * @param order attached and live.
     */
    public void giveUp(final OrderSlot order) {
        order.endMove();
    }

    /**
     * The venue shows the stop of a position, in its stream.
     *
     * @param position    with a size.
     * @param level       1e-10, 0 if it has none.
     * @param venueTimeMs of what shows it.
     * @return true if something changed.
     */
    public boolean onShown(final Position position, final long level, final long venueTimeMs) {
        if (!VenueTraits.of(position.venue).attachesStops()) {
            return false;
        }
        final OrderSlot open = CommandDesk.openAttached(position);
        final OrderSlot order = open == null && level != 0 ? found(position) : open;
        if (order == null || order.state == OrderState.TRIGGERED || venueTimeMs < order.evidenceMs) {
            return false;
        }
        // A list of orders is read, not stamped.
        order.evidenceMs = venueTimeMs == Long.MAX_VALUE ? order.evidenceMs : venueTimeMs;
        return level == 0 ? absent(order) : at(order, level);
    }

    /**
     * A read shows the stop of a position; what concerned the position after the request is not in it.
     *
     * @param position    read.
     * @param level       1e-10, 0 if it has none.
     * @param venueTimeMs of the row.
     */
    public void onRead(final Position position, final long level, final long venueTimeMs) {
        final OrderSlot order = CommandDesk.openAttached(position);
        onShown(position, level, order == null ? venueTimeMs : Math.max(venueTimeMs, order.evidenceMs));
    }

    private OrderSlot found(final Position position) {
        final OrderSlot order = desk.foundAttached(position);
        if (order != null) {
            order.state = OrderState.UNKNOWN;
        }
        return order;
    }

    /** Not there: lost if it was, else not yet. */
    private boolean absent(final OrderSlot order) {
        if (order.state != OrderState.LIVE) {
            return false;
        }
        if (order.isMovePending()) {
            // What is on its way sets it anew.
            order.level = order.pendingLevel;
            order.pendingLevel = 0;
            order.state = order.commandSequence != 0 ? OrderState.SENT : OrderState.UNKNOWN;
            return true;
        }
        tracker.end(order, OrderStatus.CANCELED);
        return true;
    }

    private boolean at(final OrderSlot order, final long level) {
        final boolean isNews = order.state != OrderState.LIVE || order.level != level;
        if (order.state != OrderState.LIVE) {
            final long target = order.level;
            order.state = OrderState.LIVE;
            order.confirmedNs = time.nowNs();
            order.wasLive = true;
            // An earlier value may show before the one that is on its way.
            final boolean isOnItsWay = order.commandSequence != 0 || order.moveOutcome != CommandOutcome.NONE;
            order.pendingLevel = isOnItsWay && target != level ? target : 0;
        }
        order.level = level;
        order.shownNs = time.nowNs();
        order.isDoubted = false;
        order.endStatus = OrderStatus.NONE;
        order.isConfirmHandled &= !isNews;
        if (order.pendingLevel == level) {
            order.endMove();
        }
        return isNews;
    }

    /**
     * The child order of the stop is reported.
     *
     * @param position     of it.
     * @param venueOrderId of the child.
     * @param level        1e-10.
     * @param filled       cumulative, 1e-8.
     * @param averagePrice of that, NULL if unsaid.
     * @param status       of it.
     * @param book         CONDITIONAL until it triggered.
     * @param venueTimeMs  of the report, Long.MAX_VALUE for one that was read.
     * @return false if it is not the child that counts now, so that a read must say more.
     */
    public boolean onChild(
            final Position position,
            final long venueOrderId,
            final long level,
            final long filled,
            final long averagePrice,
            final OrderStatus status,
            final OrderBook book,
            final long venueTimeMs) {
        final boolean isResting = status == OrderStatus.NEW && book == OrderBook.CONDITIONAL && filled == 0;
        if (isResting) {
            final boolean isNews = onShown(position, level, venueTimeMs);
            identify(CommandDesk.openAttached(position), venueOrderId);
            return isNews || CommandDesk.openAttached(position) != null;
        }
        final OrderSlot order = position.attachedStop();
        if (order == null) {
            return false;
        }
        final boolean isTriggered = filled > 0 || status != OrderStatus.CANCELED && status != OrderStatus.EXPIRED;
        if (!isTriggered && order.state != OrderState.TRIGGERED) {
            return ended(order, venueOrderId, venueTimeMs);
        }
        identify(order, venueOrderId);
        tracker.onReported(position, order, venueOrderId, venueOrderId, filled, averagePrice, status, book);
        return true;
    }

    /** A child that is replaced by an amendment may end too: only the end of the one that counts is a loss. */
    private boolean ended(final OrderSlot order, final long venueOrderId, final long venueTimeMs) {
        if (!order.isOpen() || venueTimeMs < order.evidenceMs) {
            return true;
        }
        if (order.childOrderId != venueOrderId || order.isMoveInFlight()) {
            return false;
        }
        order.evidenceMs = venueTimeMs == Long.MAX_VALUE ? order.evidenceMs : venueTimeMs;
        absent(order);
        return true;
    }

    private static void identify(final OrderSlot order, final long venueOrderId) {
        if (order != null && venueOrderId != FixedPoint.NULL && venueOrderId != 0) {
            order.venueOrderId = venueOrderId;
            order.childOrderId = venueOrderId;
        }
    }

    /**
     * The position is gone, and its stop with it.
     *
     * @param order attached and open.
     */
    public void diedWithPosition(final OrderSlot order) {
        tracker.end(order, order.filled > 0 ? OrderStatus.FILLED : OrderStatus.CANCELED);
        order.isEndHandled = true;
    }

    /**
     * A process start: no result of an earlier command will come.
     *
     * @param position to change, after its orders were.
     */
    public void onNodeStarted(final Position position) {
        final OrderSlot order = CommandDesk.openAttached(position);
        if (order != null && (order.isMovePending() || order.state == OrderState.UNKNOWN)) {
            order.moveOutcome = CommandOutcome.UNKNOWN;
            order.moveSentNs = time.nowNs();
            order.moveFailure = OutcomeReason.NONE;
        }
    }

    /**
     * Whether the venue may not show a position yet that it holds.
     *
     * @param position whose entry filled.
     * @return true within the time that it may take after the last fill.
     */
    public boolean isPerhapsHidden(final Position position) {
        return position.lastFillNs() != 0
                && policy.positionVisibleNs() > 0
                && time.nowNs() - position.lastFillNs() <= policy.positionVisibleNs();
    }
}
