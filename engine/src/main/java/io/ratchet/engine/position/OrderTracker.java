package io.ratchet.engine.position;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * Turns what the venue says into the state of orders. Several sources say the same thing in any order and more than once:
 * each only ever adds evidence, a filled amount never shrinks, an end is final unless it rested on absence alone. Core
 * thread.
 */
public final class OrderTracker {
    private static final long NS_PER_MS = 1_000_000L;
    /** An order found by its id must not be older than its command, less this. */
    private static final long CREATION_MARGIN_MS = 5_000L;

    /** Venues have not shown what they had acknowledged for up to 24 s (incident B13). */
    private static final long INVISIBLE_SECONDS = 30;

    private static final int QUICK_QUERIES = 40;
    private static final int QUERY_BACKOFF_MAX = 3;

    /** Venues are few; the table is by {@link Venue#value()}. */
    private static final int VENUES_MAX = 3;

    private final long[] cancelled = new long[VENUES_MAX];
    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;

    /**
     * A tracker.
     *
     * @param time      of the core.
     * @param policy    numbers.
     * @param decisions the exit.
     */
    public OrderTracker(final EngineTime time, final Policy policy, final Decisions decisions) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
    }

    /**
     * A process start: no result of an earlier command will come.
     *
     * @param position to change.
     */
    public void onNodeStarted(final Position position) {
        final long now = time.nowNs();
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.orders[i];
            order.commandSequence = 0;
            order.cancelSequence = 0;
            order.querySequence = 0;
            if (!order.isOpen()) {
                continue;
            }
            if (order.isUnresolved()) {
                order.state = OrderState.UNKNOWN;
                order.wasUnknown = true;
                order.sentNs = now;
            }
            order.isFromEarlierStart = true;
            order.resends = 0;
            order.isCancelRequested = false;
            order.nextCancelNs = 0;
            order.nextQueryNs = now;
            order.firstAbsentNs = 0;
            order.isDoubted = order.isMovePending();
            order.moveSentNs = order.isMovePending() ? now : 0;
        }
    }

    /**
     * The result of the command that sent an order.
     *
     * @param position of the order.
     * @param order    that was sent.
     * @param result   the input.
     */
    public void onSent(final Position position, final OrderSlot order, final CommandResultDecoder result) {
        final boolean isAwaited = order.state == OrderState.SENT;
        switch (result.outcome()) {
            case ACCEPTED:
                accepted(position, order, result, isAwaited);
                break;
            case REJECTED:
                if (isAwaited) {
                    rejected(order, result);
                }
                break;
            case NOT_SENT:
                if (isAwaited) {
                    notSent(order, result);
                }
                break;
            default:
                if (isAwaited) {
                    unknown(order, result);
                }
                break;
        }
        order.commandSequence = 0;
        position.recount();
    }

    private void accepted(
            final Position position,
            final OrderSlot order,
            final CommandResultDecoder result,
            final boolean isAwaited) {
        final long now = time.nowNs();
        if (isAwaited) {
            order.state = OrderState.ACKNOWLEDGED;
            order.sentNs = now;
            order.nextQueryNs = now + (order.isStop() ? policy.queryRetryNs() : policy.closeFirstEvidenceNs());
        }
        venueOrder(order, result.venueOrderId());
        cumulative(position, order, result.filledQuantity(), result.averagePrice());
        status(position, order, result.status(), result.book());
    }

    private void rejected(final OrderSlot order, final CommandResultDecoder result) {
        final OutcomeReason reason = result.reason();
        order.endReason = reason;
        order.venueCode = result.venueCode();
        order.isConflicting = reason == OutcomeReason.CLOSE_POSITION_STOP_EXISTS;
        if (order.wasUnknown || reason == OutcomeReason.DUPLICATE_ID) {
            // The refusal is of the second attempt: it says nothing of the first, which a read must find.
            unresolved(order, order.sentNs);
        } else {
            end(order, OrderStatus.REJECTED);
        }
    }

    private void notSent(final OrderSlot order, final CommandResultDecoder result) {
        order.endReason = result.reason();
        order.venueCode = result.venueCode();
        if (order.wasUnknown) {
            unresolved(order, order.sentNs);
        } else {
            end(order, OrderStatus.ABSENT);
        }
    }

    private void unknown(final OrderSlot order, final CommandResultDecoder result) {
        order.endReason = result.reason();
        order.venueCode = result.venueCode();
        unresolved(order, result.sentNs() == FixedPoint.NULL ? time.nowNs() : result.sentNs());
    }

    private void unresolved(final OrderSlot order, final long sentNs) {
        order.unansweredNs = time.nowNs();
        order.state = OrderState.UNKNOWN;
        order.wasUnknown = true;
        order.sentNs = sentNs;
        order.nextQueryNs = time.nowNs();
    }

    /**
     * The result of the amendment of a limit exit.
     *
     * @param position of the order.
     * @param order    that was amended.
     * @param result   the input.
     */
    public void onMoved(final Position position, final OrderSlot order, final CommandResultDecoder result) {
        order.commandSequence = 0;
        switch (result.outcome()) {
            case ACCEPTED:
                cumulative(position, order, result.filledQuantity(), result.averagePrice());
                amended(order, order.pendingLevel, order.pendingQuantity);
                status(position, order, result.status(), result.book());
                break;
            case REJECTED:
            case NOT_SENT:
                if (result.reason() == OutcomeReason.NO_CHANGE) {
                    amended(order, order.pendingLevel, order.pendingQuantity);
                } else {
                    moveFailed(order, result);
                }
                break;
            default:
                order.unansweredNs = time.nowNs();
                order.moveSentNs = result.sentNs() == FixedPoint.NULL ? time.nowNs() : result.sentNs();
                doubt(order);
                break;
        }
        position.recount();
    }

    private static void amended(final OrderSlot order, final long price, final long quantity) {
        if (order.isMovePending() && order.isOpen()) {
            order.level = price;
            order.quantity = quantity;
        }
        order.endMove();
    }

    private void moveFailed(final OrderSlot order, final CommandResultDecoder result) {
        order.endMove();
        order.venueCode = result.venueCode();
        order.moveFailure = result.reason() == OutcomeReason.NONE ? OutcomeReason.UNLISTED : result.reason();
        if (result.reason() == OutcomeReason.UNKNOWN_ORDER) {
            doubt(order);
        }
    }

    /**
     * The rule that moves a limit exit has seen why it was not moved.
     *
     * @param order that stayed where it was.
     */
    public void moveFailureHandled(final OrderSlot order) {
        order.moveFailure = OutcomeReason.NONE;
    }

    /**
     * The result of a cancellation.
     *
     * @param position of the order.
     * @param order    to be cancelled.
     * @param result   the input.
     */
    public void onCancelled(final Position position, final OrderSlot order, final CommandResultDecoder result) {
        final long now = time.nowNs();
        order.cancelSequence = 0;
        if (result.outcome() == CommandOutcome.ACCEPTED) {
            cumulative(position, order, result.filledQuantity(), result.averagePrice());
            final OrderStatus status = result.status();
            end(position, order, isFinal(status) && status != OrderStatus.ABSENT ? status : OrderStatus.CANCELED);
        } else if (result.outcome() == CommandOutcome.REJECTED && result.reason() == OutcomeReason.STOP_TRIGGERING) {
            triggered(order);
        } else if (result.outcome() == CommandOutcome.NOT_SENT) {
            order.nextCancelNs = now + policy.queryRetryNs();
        } else {
            order.nextCancelNs = now + policy.queryRetryNs();
            doubt(order);
        }
        position.recount();
    }

    /**
     * The result of a read of one order.
     *
     * @param position of the order.
     * @param order    that was read.
     * @param result   the input.
     * @param issuedNs when the read was asked for.
     * @return true if it changed what is known of the order.
     */
    public boolean onQueried(
            final Position position, final OrderSlot order, final CommandResultDecoder result, final long issuedNs) {
        order.querySequence = 0;
        order.unansweredNs = result.outcome() == CommandOutcome.ACCEPTED ? order.unansweredNs : time.nowNs();
        order.queries++;
        order.nextQueryNs = time.nowNs() + queryPauseNs(order.queries);
        if (result.outcome() != CommandOutcome.ACCEPTED) {
            return false;
        }
        final OrderState oldState = order.state;
        final long oldFilled = order.filled;
        final long readNs = result.sentNs() == FixedPoint.NULL ? issuedNs : result.sentNs();
        if (result.status() == OrderStatus.ABSENT) {
            absent(position, order, readNs);
        } else if (isMatching(position, order, result)) {
            found(position, order, result, readNs);
        } else {
            collision(position, order);
        }
        position.recount();
        return order.state != oldState || order.filled != oldFilled;
    }

    /** Quick at first, because a position may hang on it; then slower, because reads cost the budget of the others. */
    private long queryPauseNs(final int queries) {
        return policy.queryRetryNs() << Math.min(Math.max(0, queries - QUICK_QUERIES), QUERY_BACKOFF_MAX);
    }

    private void found(
            final Position position, final OrderSlot order, final CommandResultDecoder result, final long readNs) {
        final boolean wasUnresolved = order.isUnresolved();
        venueOrder(order, result.venueOrderId());
        childOrder(order, result.linkedOrderId());
        cumulative(position, order, result.filledQuantity(), result.averagePrice());
        status(position, order, result.status(), result.book());
        restAgain(order, result, readNs);
        if (result.status() != OrderStatus.NONE) {
            order.isDoubted = false;
            order.firstAbsentNs = 0;
        }
        if (wasUnresolved && !order.isUnresolved() && order.wasUnknown) {
            resolved(position, order, result.status());
        }
        if (order.isExit() && order.isOpen()) {
            foundAt(position, order, result, readNs);
        }
    }

    /**
     * It was told to trigger, as by the refusal of a cancellation, and longer afterwards than any read ever lagged behind it
     * still rests: nothing executes it. As it was it could neither be cancelled nor end.
     */
    private void restAgain(final OrderSlot order, final CommandResultDecoder result, final long readNs) {
        if (order.state == OrderState.TRIGGERED
                && order.filled == 0
                && result.status() == OrderStatus.NEW
                && result.book() == OrderBook.CONDITIONAL
                && readNs - order.triggeredNs >= INVISIBLE_SECONDS * policy.wallSecondNs()) {
            order.state = OrderState.LIVE;
            order.triggeredNs = 0;
            order.isTriggerTold = false;
        }
    }

    /** Where a limit exit rests. An amendment in question may still arrive until its window has passed. */
    private void foundAt(
            final Position position, final OrderSlot order, final CommandResultDecoder result, final long readNs) {
        final long price = result.price();
        final boolean isPriced = price != FixedPoint.NULL && price > 0;
        if (!order.isMovePending()) {
            order.level = isPriced ? price : order.level;
            return;
        }
        final boolean isDone = price == order.pendingLevel && isSameOrUnsaid(result.quantity(), order.pendingQuantity);
        if (isDone) {
            amended(order, order.pendingLevel, order.pendingQuantity);
        } else if (readNs >= order.moveSentNs + policy.recvWindowNs() + policy.absenceMarginNs()) {
            order.endMove();
            order.level = isPriced ? price : order.level;
        } else {
            order.isDoubted = true;
            order.nextQueryNs = time.nowNs() + policy.queryRetryNs();
            return;
        }
        decisions.outcomeResolved(
                position,
                order.sentSequence,
                time.nowNs() - order.moveIssuedNs,
                MoveExitDecoder.TEMPLATE_ID,
                result.status());
    }

    private void absent(final Position position, final OrderSlot order, final long readNs) {
        // While an attempt is on its way, a read says nothing of it: it may have begun before.
        if (!order.isOpen() || order.state == OrderState.SENT) {
            return;
        }
        if (order.firstAbsentNs == 0) {
            order.firstAbsentNs = readNs;
        }
        if (readNs < provesAbsenceNs(position, order)) {
            return;
        }
        // A read by id may lag behind (incident B13): an entry is given up only when the position is not there either.
        if (order.role == OrderRole.ENTRY && order.notShownNs < provesAbsenceNs(position, order)) {
            return;
        }
        final boolean wasUnresolved = order.isUnresolved();
        end(order, OrderStatus.ABSENT);
        if (wasUnresolved && order.wasUnknown) {
            resolved(position, order, OrderStatus.ABSENT);
        }
    }

    /** A read that began at or after this time and does not show the order proves that it is not there. */
    private long provesAbsenceNs(final Position position, final OrderSlot order) {
        if (order.state == OrderState.UNKNOWN) {
            final long window = order.role == OrderRole.ENTRY ? policy.entryRecvWindowNs() : policy.recvWindowNs();
            return order.sentNs + window + policy.absenceMarginNs();
        }
        if (order.state == OrderState.ACKNOWLEDGED && position.quantity() > 0) {
            // The venue said yes: that no read shows it yet is a read that lags behind (incident B13), for as long as
            // any did.
            return order.sentNs + INVISIBLE_SECONDS * policy.wallSecondNs();
        }
        if (order.state == OrderState.ACKNOWLEDGED) {
            // Without size it protects nothing: should it show after all, a read finds what is left over.
            return order.sentNs + policy.recvWindowNs() + policy.absenceMarginNs();
        }
        return order.firstAbsentNs + policy.absenceMarginNs();
    }

    /**
     * When a full read that settles whether an entry exists has to begin.
     *
     * @param position of the order.
     * @param order    asked about.
     * @return engine time; 0 if none is needed.
     */
    public long absenceReadNs(final Position position, final OrderSlot order) {
        return order.role == OrderRole.ENTRY && order.isOpen() && order.firstAbsentNs != 0
                ? provesAbsenceNs(position, order)
                : 0;
    }

    private void resolved(final Position position, final OrderSlot order, final OrderStatus status) {
        decisions.outcomeResolved(
                position, order.sentSequence, time.nowNs() - order.issuedNs, templateOf(order), status);
    }

    private static int templateOf(final OrderSlot order) {
        switch (order.role) {
            case ENTRY:
                return PlaceEntryDecoder.TEMPLATE_ID;
            case CLOSE:
                return CloseAtMarketDecoder.TEMPLATE_ID;
            case EXIT:
                return PlaceExitDecoder.TEMPLATE_ID;
            default:
                return PlaceStopDecoder.TEMPLATE_ID;
        }
    }

    private static boolean isMatching(
            final Position position, final OrderSlot order, final CommandResultDecoder result) {
        final OrderSide expected = order.role == OrderRole.ENTRY ? position.entrySide() : position.exitSide();
        if (result.instrumentId() != position.instrumentId
                || result.side() != OrderSide.NONE && result.side() != expected) {
            return false;
        }
        if (result.venueTimeMs() != FixedPoint.NULL
                && result.venueTimeMs() != 0
                && result.venueTimeMs() < order.issuedNs / NS_PER_MS - CREATION_MARGIN_MS) {
            return false;
        }
        final boolean isAnySize = order.closePosition || order.quantity == 0 || order.isMovePending();
        return isSameOrUnsaid(result.level(), order.isStop() ? order.level : FixedPoint.NULL)
                && isSameOrUnsaid(result.quantity(), isAnySize ? FixedPoint.NULL : order.quantity);
    }

    private static boolean isSameOrUnsaid(final long actual, final long expected) {
        return expected == FixedPoint.NULL || actual == FixedPoint.NULL || actual == 0 || actual == expected;
    }

    private void collision(final Position position, final OrderSlot order) {
        if (order.role != OrderRole.ENTRY) {
            tellCollision(position, order);
            end(order, OrderStatus.REJECTED);
            return;
        }
        // It may be filled all the same: it stays in question until the position shows or is proven absent.
        order.firstAbsentNs = order.firstAbsentNs == 0 ? time.nowNs() : order.firstAbsentNs;
        if (!order.isDoubted) {
            order.isDoubted = true;
            tellCollision(position, order);
        } else if (order.notShownNs >= provesAbsenceNs(position, order)) {
            end(order, OrderStatus.REJECTED);
        }
    }

    private void tellCollision(final Position position, final OrderSlot order) {
        decisions.alertRaised(
                position.id,
                position.instrumentId,
                position.venue,
                order.revision,
                order.epochSeconds,
                AlertCode.ID_COLLISION);
    }

    /**
     * The venue reports an order.
     *
     * @param position      of the order.
     * @param order         reported.
     * @param venueOrderId  of it, NULL if unsaid.
     * @param linkedOrderId of the order that a stop became, NULL if unsaid.
     * @param filled        cumulative, 1e-8.
     * @param averagePrice  of that, NULL if unsaid.
     * @param status        of it.
     * @param book          it is in.
     */
    public void onReported(
            final Position position,
            final OrderSlot order,
            final long venueOrderId,
            final long linkedOrderId,
            final long filled,
            final long averagePrice,
            final OrderStatus status,
            final OrderBook book) {
        final boolean wasUnresolved = order.isUnresolved();
        if (book == OrderBook.ORDINARY && order.isStop()) {
            childOrder(order, venueOrderId);
        } else {
            venueOrder(order, venueOrderId);
            childOrder(order, linkedOrderId);
        }
        cumulative(position, order, filled, averagePrice);
        status(position, order, status, book);
        order.isDoubted &= order.isMovePending();
        order.firstAbsentNs = 0;
        if (wasUnresolved && !order.isUnresolved() && order.wasUnknown) {
            resolved(position, order, status);
        }
        position.recount();
    }

    /**
     * The venue shows what can only be there when this order is not.
     *
     * @param position of the order.
     * @param order    that rested.
     */
    public void vanished(final Position position, final OrderSlot order) {
        end(order, OrderStatus.ABSENT);
        position.recount();
    }

    /**
     * A stop of ours that the journal does not know: its command was in the tail that a loss of power took. It is taken in
     * as one whose outcome is unknown; what the venue shows of it is reported next.
     *
     * @param position      it names.
     * @param role          ANCHOR or STOP.
     * @param revision      of it.
     * @param epochSeconds  of it, of an earlier start.
     * @param level         1e-10.
     * @param quantity      1e-8, 0 if it closes the position.
     * @param closePosition whether it covers whatever the size is.
     * @return the order, null while there is no room for it.
     */
    public OrderSlot adopt(
            final Position position,
            final OrderRole role,
            final int revision,
            final long epochSeconds,
            final long level,
            final long quantity,
            final boolean closePosition) {
        final OrderSlot order = position.claimOrder();
        if (order == null) {
            return null;
        }
        order.role = role;
        order.revision = revision;
        order.epochSeconds = epochSeconds;
        order.positionId = position.id;
        order.level = level;
        order.quantity = quantity;
        order.closePosition = closePosition;
        order.state = OrderState.UNKNOWN;
        order.isFromEarlierStart = true;
        order.issuedNs = time.nowNs();
        order.sentNs = time.nowNs();
        return order;
    }

    /**
     * A trade of an order.
     *
     * @param position    of the order.
     * @param order       that traded.
     * @param tradeId     of it.
     * @param price       1e-10.
     * @param quantity    1e-8.
     * @param fee         1e-8, FixedPoint.NULL when it is in an asset that has no known price.
     * @param isMaker     whether the fee is a maker's.
     * @param venueTimeMs of it.
     * @return false if the trade was known.
     */
    public boolean onTrade(
            final Position position,
            final OrderSlot order,
            final long tradeId,
            final long price,
            final long quantity,
            final long fee,
            final boolean isMaker,
            final long venueTimeMs) {
        if (!position.isNewTrade(tradeId, venueTimeMs)) {
            return false;
        }
        final long money = feeOrEstimate(fee, price, quantity, isMaker);
        order.traded += quantity;
        order.tradedNotional.addProduct(price, quantity);
        order.fees += money;
        if (order.traded > order.filled) {
            filledTo(position, order, order.traded);
        }
        if (order.isStop()) {
            if (order.triggeredNs == 0) {
                order.triggeredNs = time.nowNs();
            }
            if (order.isOpen()) {
                order.state = OrderState.TRIGGERED;
                order.nextQueryNs = time.nowNs() + policy.absenceMarginNs();
            }
        }
        endIfFilled(order);
        position.recount();
        return true;
    }

    /**
     * A trade of an exit of ours that is not kept any more: it was folded into the position, perhaps as one that filled nothing.
     *
     * @param position    of the order.
     * @param role        of the order.
     * @param tradeId     of it.
     * @param price       1e-10.
     * @param quantity    1e-8.
     * @param fee         1e-8, FixedPoint.NULL when unknown.
     * @param isMaker     whether the fee is a maker's.
     * @param venueTimeMs of it.
     * @return false if the trade was known.
     */
    public boolean onFoldedTrade(
            final Position position,
            final OrderRole role,
            final long tradeId,
            final long price,
            final long quantity,
            final long fee,
            final boolean isMaker,
            final long venueTimeMs) {
        if (!position.isNewTrade(tradeId, venueTimeMs)) {
            return false;
        }
        final long money = feeOrEstimate(fee, price, quantity, isMaker);
        position.onFoldedTrade(role, price, quantity, money);
        position.recount();
        return true;
    }

    /**
     * A trade that is not of any order of ours and reduced the position.
     *
     * @param position    reduced.
     * @param tradeId     of it.
     * @param price       1e-10.
     * @param quantity    1e-8, at most what is missing.
     * @param fee         1e-8, FixedPoint.NULL when unknown.
     * @param venueTimeMs of it.
     * @return false if the trade was known.
     */
    public boolean onOutsideTrade(
            final Position position,
            final long tradeId,
            final long price,
            final long quantity,
            final long fee,
            final long venueTimeMs) {
        return onTrade(position, position.outside, tradeId, price, quantity, fee, false, venueTimeMs);
    }

    /**
     * A trade that is not of any order of ours and added to the position: it counts in its basis.
     *
     * @param position    that grew.
     * @param tradeId     of it.
     * @param price       1e-10.
     * @param quantity    1e-8.
     * @param fee         1e-8, FixedPoint.NULL when unknown.
     * @param venueTimeMs of it.
     * @return false if the trade was known.
     */
    public boolean onAddedTrade(
            final Position position,
            final long tradeId,
            final long price,
            final long quantity,
            final long fee,
            final long venueTimeMs) {
        if (!position.isNewTrade(tradeId, venueTimeMs)) {
            return false;
        }
        final OrderSlot added = position.addedOutside;
        added.traded += quantity;
        added.filled += quantity;
        added.tradedNotional.addProduct(price, quantity);
        added.fees += feeOrEstimate(fee, price, quantity, false);
        // What the venue showed as added is explained by this trade now.
        position.adjustment -= Math.min(quantity, Math.max(0, position.adjustment));
        position.recount();
        return true;
    }

    /**
     * The venue shows another size than our orders explain: the venue is right.
     *
     * @param position to adjust.
     * @param quantity 1e-8, in our direction, at least 0.
     */
    public void adjust(final Position position, final long quantity) {
        position.adjustment += quantity - position.quantity();
        position.recount();
    }

    /**
     * What the venue's stream says about the size; evidence for a read, nothing more.
     *
     * @param position reported.
     * @param quantity 1e-8, in our direction.
     */
    public void reported(final Position position, final long quantity) {
        position.reportedQuantity = quantity;
        position.heldSinceReport = position.quantity();
    }

    /**
     * The venue forced a fill.
     *
     * @param position      of the fill.
     * @param isLiquidation by liquidation.
     * @param isAdl         by deleveraging.
     */
    public void forced(final Position position, final boolean isLiquidation, final boolean isAdl) {
        position.isLiquidated |= isLiquidation;
        position.isDeleveraged |= isAdl;
    }

    /**
     * A list of open orders does not show this one: a read by its id must say what became of it. If that read gives no
     * answer, a second list that begins {@code panic} later and does not show a resting stop either is the other source.
     *
     * @param position of the order.
     * @param order    that is missing.
     * @param readNs   when the read began.
     * @return when the next list is wanted, 0 if none is.
     */
    public long missing(final Position position, final OrderSlot order, final long readNs) {
        if (order.isAttached() || order.state != OrderState.LIVE && order.state != OrderState.TRIGGERED) {
            return 0;
        }
        if (order.firstAbsentNs == 0) {
            order.firstAbsentNs = readNs;
        }
        if (order.state == OrderState.LIVE && readNs - order.firstAbsentNs >= policy.panicNs()) {
            end(order, OrderStatus.ABSENT);
            position.recount();
            return 0;
        }
        doubt(order);
        return order.state == OrderState.LIVE ? order.firstAbsentNs + policy.panicNs() : 0;
    }

    /**
     * A good list of positions does not show what an entry would have opened.
     *
     * @param entry  in question.
     * @param readNs when the read began.
     */
    public void notShown(final OrderSlot entry, final long readNs) {
        entry.notShownNs = readNs;
    }

    /**
     * A list of open orders shows this one.
     *
     * @param order      that rests.
     * @param snapshotId of the read.
     */
    public void shown(final OrderSlot order, final long snapshotId) {
        order.shownNs = time.nowNs();
        order.shownIn = snapshotId;
    }

    /**
     * The rule that waits for the end of an order has seen it.
     *
     * @param order that ended.
     */
    public void endHandled(final OrderSlot order) {
        order.isEndHandled = true;
    }

    /**
     * It was told that a stop fired.
     *
     * @param order that triggered.
     */
    public void triggerTold(final OrderSlot order) {
        order.isTriggerTold = true;
    }

    /**
     * The rule that waits for the confirmation of a stop has seen it.
     *
     * @param order that is live.
     */
    public void confirmHandled(final OrderSlot order) {
        order.isConfirmHandled = true;
    }

    private void doubt(final OrderSlot order) {
        if (order.isOpen()) {
            order.isDoubted = true;
            order.nextQueryNs = time.nowNs();
        }
    }

    private static void venueOrder(final OrderSlot order, final long venueOrderId) {
        if (venueOrderId != FixedPoint.NULL && venueOrderId != 0) {
            order.venueOrderId = venueOrderId;
        }
    }

    private static void childOrder(final OrderSlot order, final long childOrderId) {
        if (childOrderId != FixedPoint.NULL && childOrderId != 0) {
            order.childOrderId = childOrderId;
        }
    }

    private void cumulative(
            final Position position, final OrderSlot order, final long filled, final long averagePrice) {
        if (filled == FixedPoint.NULL || filled < order.filled || filled == 0) {
            return;
        }
        if (averagePrice != FixedPoint.NULL && averagePrice > 0) {
            order.averagePrice = averagePrice;
        } else if (filled > order.filled) {
            // An average of less than this is no average of this.
            order.averagePrice = order.traded >= filled ? order.averagePrice : 0;
        }
        if (filled > order.filled) {
            filledTo(position, order, filled);
        }
    }

    /** A fill that a read had already shown in the size explains that much of the adjustment. */
    private void filledTo(final Position position, final OrderSlot order, final long filled) {
        final long more = filled - order.filled;
        order.filled = filled;
        if (order.role == OrderRole.ENTRY) {
            position.lastFillNs = time.nowNs();
            position.adjustment -= Math.min(more, Math.max(0, position.adjustment));
        } else {
            position.adjustment += Math.min(more, Math.max(0, -position.adjustment));
        }
    }

    private void status(
            final Position position, final OrderSlot order, final OrderStatus status, final OrderBook book) {
        switch (status) {
            case NEW:
            case PARTIALLY_FILLED:
                if (order.isStop() && (book == OrderBook.ORDINARY || order.filled > 0)) {
                    triggered(order);
                } else {
                    live(order);
                }
                break;
            case TRIGGERING:
            case TRIGGERED:
                triggered(order);
                break;
            case NONE:
            case ABSENT:
                break;
            default:
                endReported(position, order, status);
                break;
        }
    }

    private void endReported(final Position position, final OrderSlot order, final OrderStatus status) {
        if (status == OrderStatus.FILLED && order.filled == 0) {
            // Filled without an amount: it can only be all of it.
            filledTo(position, order, order.quantity > 0 ? order.quantity : position.quantity());
        }
        if (order.isStop() && order.filled > 0 && order.triggeredNs == 0) {
            order.triggeredNs = time.nowNs();
        }
        end(position, order, status);
    }

    private void live(final OrderSlot order) {
        final boolean isEnded = order.state == OrderState.ENDED;
        if (order.state == OrderState.TRIGGERED || isEnded && order.endStatus != OrderStatus.ABSENT) {
            return;
        }
        if (order.state != OrderState.LIVE) {
            order.state = OrderState.LIVE;
            order.endStatus = OrderStatus.NONE;
            order.confirmedNs = time.nowNs();
            order.isEndHandled = false;
            order.wasLive = true;
            if (!order.isStop()) {
                order.nextQueryNs = time.nowNs() + policy.closeFirstEvidenceNs();
            }
        }
        order.shownNs = time.nowNs();
    }

    private void triggered(final OrderSlot order) {
        if (order.state == OrderState.ENDED) {
            return;
        }
        if (order.triggeredNs == 0) {
            order.triggeredNs = time.nowNs();
        }
        if (order.state != OrderState.TRIGGERED) {
            order.state = OrderState.TRIGGERED;
            order.wasLive = true;
            order.nextQueryNs = time.nowNs() + policy.absenceMarginNs();
        }
    }

    private void endIfFilled(final OrderSlot order) {
        if (order.isOpen() && isSized(order) && order.filled >= order.quantity && order.filled > 0) {
            end(order, OrderStatus.FILLED);
        }
    }

    /** A close of all that is there carries the size that was known; a stop over the whole position carries none. */
    private static boolean isSized(final OrderSlot order) {
        return !order.closePosition || order.role == OrderRole.CLOSE;
    }

    private void end(final Position position, final OrderSlot order, final OrderStatus status) {
        final boolean isNew = order.state != OrderState.ENDED || order.endStatus == OrderStatus.ABSENT;
        cancelled[position.venue.value()] += isNew && status == OrderStatus.CANCELED ? 1 : 0;
        end(order, status);
    }

    /**
     * Orders of ours that ended cancelled.
     *
     * @param venue of them.
     * @return the count since the beginning.
     */
    public long cancelled(final Venue venue) {
        return cancelled[venue.value()];
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("cancelled", cancelled, VENUES_MAX);
    }

    void end(final OrderSlot order, final OrderStatus status) {
        if (order.state == OrderState.ENDED) {
            if (order.endStatus == OrderStatus.ABSENT) {
                order.endStatus = status;
            }
            return;
        }
        order.state = OrderState.ENDED;
        order.endStatus = status;
        order.endedNs = time.nowNs();
        order.isDoubted = false;
        order.cancelSequence = 0;
        order.endMove();
    }

    private static boolean isFinal(final OrderStatus status) {
        switch (status) {
            case FILLED:
            case CANCELED:
            case REJECTED:
            case EXPIRED:
            case FINISHED:
            case ABSENT:
                return true;
            default:
                return false;
        }
    }

    private long feeOrEstimate(final long fee, final long price, final long quantity, final boolean isMaker) {
        return fee != FixedPoint.NULL ? fee : estimatedFee(price, quantity, isMaker);
    }

    /**
     * What a fee is taken for while it is not known in money.
     *
     * @param price    1e-10.
     * @param quantity 1e-8.
     * @param isMaker  whether it is a maker's.
     * @return money 1e-8, half even.
     */
    public long estimatedFee(final long price, final long quantity, final boolean isMaker) {
        final long money = FixedPoint.money(price, quantity, Rounding.HALF_EVEN);
        return FixedPoint.ppmOf(money, isMaker ? policy.makerFeePpm() : policy.takerFeePpm(), Rounding.HALF_EVEN);
    }
}
