package io.ratchet.engine.position;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.market.WideSum;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.state.StateFields;

/**
 * One order of ours. Changed only by {@link CommandDesk} and {@link OrderTracker}; rules read it. Core thread.
 */
public final class OrderSlot {
    private static final int RESENDS_MAX = 3;

    final int index;
    final WideSum tradedNotional = new WideSum();
    OrderState state = OrderState.FREE;
    OrderRole role = OrderRole.NONE;
    int revision;
    long epochSeconds;
    long positionId;
    long commandSequence;
    long sentSequence;
    long issuedNs;
    long sentNs;
    long unansweredNs;
    long level;
    long quantity;
    boolean closePosition;
    MoveRule rule = MoveRule.NONE;
    boolean isTrail;
    long venueOrderId = FixedPoint.NULL;
    long childOrderId = FixedPoint.NULL;
    long filled;
    long traded;
    long averagePrice;
    long fees;
    OrderStatus endStatus = OrderStatus.NONE;
    OutcomeReason endReason = OutcomeReason.NONE;
    int venueCode;
    long confirmedNs;
    long shownNs;
    long shownIn;
    long triggeredNs;
    long endedNs;
    boolean wasLive;
    boolean wasUnknown;
    boolean isEndHandled;
    boolean isConfirmHandled;
    boolean isTriggerTold;
    boolean isFromEarlierStart;
    boolean isDoubted;
    boolean isConflicting;
    long cancelSequence;
    boolean isCancelRequested;
    long nextCancelNs;
    long querySequence;
    long nextQueryNs;
    int queries;
    int resends;
    long firstAbsentNs;
    long pendingLevel;
    long pendingQuantity;
    long moveSentNs;
    long moveIssuedNs;
    OutcomeReason moveFailure = OutcomeReason.NONE;
    long notShownNs;
    long evidenceMs;
    CommandOutcome moveOutcome = CommandOutcome.NONE;

    OrderSlot(final int index) {
        this.index = index;
    }

    void reset() {
        state = OrderState.FREE;
        role = OrderRole.NONE;
        revision = 0;
        epochSeconds = 0;
        positionId = 0;
        commandSequence = 0;
        sentSequence = 0;
        issuedNs = 0;
        sentNs = 0;
        unansweredNs = 0;
        level = 0;
        quantity = 0;
        closePosition = false;
        rule = MoveRule.NONE;
        isTrail = false;
        venueOrderId = FixedPoint.NULL;
        childOrderId = FixedPoint.NULL;
        filled = 0;
        traded = 0;
        tradedNotional.clear();
        averagePrice = 0;
        fees = 0;
        endStatus = OrderStatus.NONE;
        endReason = OutcomeReason.NONE;
        venueCode = 0;
        confirmedNs = 0;
        shownNs = 0;
        shownIn = 0;
        triggeredNs = 0;
        endedNs = 0;
        wasLive = false;
        wasUnknown = false;
        isEndHandled = false;
        isConfirmHandled = false;
        isTriggerTold = false;
        isFromEarlierStart = false;
        isDoubted = false;
        isConflicting = false;
        cancelSequence = 0;
        isCancelRequested = false;
        nextCancelNs = 0;
        querySequence = 0;
        nextQueryNs = 0;
        queries = 0;
        resends = 0;
        firstAbsentNs = 0;
        notShownNs = 0;
        evidenceMs = 0;
        endMove();
        moveFailure = OutcomeReason.NONE;
        moveIssuedNs = 0;
    }

    /** No amendment is on its way any more. */
    void endMove() {
        pendingLevel = 0;
        pendingQuantity = 0;
        moveSentNs = 0;
        moveOutcome = CommandOutcome.NONE;
    }

    /** Money of what was filled, as exactly as is known: trades first, else the venue's average. */
    void addNotionalTo(final WideSum sum) {
        if (filled == 0) {
            return;
        }
        if (traded >= filled || averagePrice == 0) {
            sum.add(tradedNotional);
            if (traded < filled && traded > 0) {
                sum.addProduct(tradedNotional.dividedBy(traded, Rounding.HALF_EVEN), filled - traded);
            }
        } else {
            sum.addProduct(averagePrice, filled);
        }
    }

    /** Whether some price is known for what was filled. */
    boolean isPriced() {
        return filled == 0 || averagePrice != 0 || traded > 0;
    }

    void state(final StateFields fields) {
        state = fields.of("state", state, OrderState.class);
        if (!fields.isPresent("used", state != OrderState.FREE)) {
            return;
        }
        role = fields.of("role", role, OrderRole.class);
        revision = fields.of("revision", revision);
        epochSeconds = fields.of("epochSeconds", epochSeconds);
        positionId = fields.of("positionId", positionId);
        commandSequence = fields.of("commandSequence", commandSequence);
        sentSequence = fields.of("sentSequence", sentSequence);
        issuedNs = fields.of("issuedNs", issuedNs);
        sentNs = fields.of("sentNs", sentNs);
        unansweredNs = fields.of("unansweredNs", unansweredNs);
        level = fields.of("level", level);
        quantity = fields.of("quantity", quantity);
        closePosition = fields.of("closePosition", closePosition);
        rule = fields.of("rule", rule, MoveRule.class);
        isTrail = fields.of("isTrail", isTrail);
        venueOrderId = fields.of("venueOrderId", venueOrderId);
        childOrderId = fields.of("childOrderId", childOrderId);
        filled = fields.of("filled", filled);
        traded = fields.of("traded", traded);
        tradedNotional.state(fields);
        averagePrice = fields.of("averagePrice", averagePrice);
        fees = fields.of("fees", fees);
        endStatus = fields.of("endStatus", endStatus, OrderStatus.class);
        endReason = fields.of("endReason", endReason, OutcomeReason.class);
        venueCode = fields.of("venueCode", venueCode);
        confirmedNs = fields.of("confirmedNs", confirmedNs);
        shownNs = fields.of("shownNs", shownNs);
        shownIn = fields.of("shownIn", shownIn);
        triggeredNs = fields.of("triggeredNs", triggeredNs);
        endedNs = fields.of("endedNs", endedNs);
        wasLive = fields.of("wasLive", wasLive);
        wasUnknown = fields.of("wasUnknown", wasUnknown);
        isEndHandled = fields.of("isEndHandled", isEndHandled);
        isConfirmHandled = fields.of("isConfirmHandled", isConfirmHandled);
        isTriggerTold = fields.of("isTriggerTold", isTriggerTold);
        isFromEarlierStart = fields.of("isFromEarlierStart", isFromEarlierStart);
        isDoubted = fields.of("isDoubted", isDoubted);
        isConflicting = fields.of("isConflicting", isConflicting);
        cancelSequence = fields.of("cancelSequence", cancelSequence);
        isCancelRequested = fields.of("isCancelRequested", isCancelRequested);
        nextCancelNs = fields.of("nextCancelNs", nextCancelNs);
        querySequence = fields.of("querySequence", querySequence);
        nextQueryNs = fields.of("nextQueryNs", nextQueryNs);
        queries = fields.of("queries", queries);
        resends = fields.of("resends", resends);
        firstAbsentNs = fields.of("firstAbsentNs", firstAbsentNs);
        notShownNs = fields.of("notShownNs", notShownNs);
        pendingLevel = fields.of("pendingLevel", pendingLevel);
        pendingQuantity = fields.of("pendingQuantity", pendingQuantity);
        moveSentNs = fields.of("moveSentNs", moveSentNs);
        moveIssuedNs = fields.of("moveIssuedNs", moveIssuedNs);
        moveFailure = fields.of("moveFailure", moveFailure, OutcomeReason.class);
        evidenceMs = fields.of("evidenceMs", evidenceMs);
        moveOutcome = fields.of("moveOutcome", moveOutcome, CommandOutcome.class);
    }

    /** Hands over an amount that is no order of ours. */
    void stateAmounts(final StateFields fields) {
        filled = fields.of("filled", filled);
        traded = fields.of("traded", traded);
        tradedNotional.state(fields);
        fees = fields.of("fees", fees);
    }

    /**
     * Its place in the position.
     *
     * @return 0 and up.
     */
    public int index() {
        return index;
    }

    /**
     * What we know of it.
     *
     * @return the state.
     */
    public OrderState state() {
        return state;
    }

    /**
     * What it is for.
     *
     * @return the role.
     */
    public OrderRole role() {
        return role;
    }

    /**
     * Its number among the orders of its role and position.
     *
     * @return 1 and up.
     */
    public int revision() {
        return revision;
    }

    /**
     * The id epoch in which it was issued.
     *
     * @return seconds.
     */
    public long epochSeconds() {
        return epochSeconds;
    }

    /**
     * The position that it carries in its id.
     *
     * @return the number.
     */
    public long positionId() {
        return positionId;
    }

    /**
     * When its first command was issued.
     *
     * @return engine time in ns.
     */
    public long issuedNs() {
        return issuedNs;
    }

    /**
     * Level of a stop, price of a limit exit as the venue last confirmed it.
     *
     * @return 1e-10.
     */
    public long level() {
        return level;
    }

    /**
     * Quantity asked for; 0 for a stop that closes the position whatever its size.
     *
     * @return 1e-8.
     */
    public long quantity() {
        return quantity;
    }

    /**
     * Whether it closes the position whatever its size.
     *
     * @return true for an anchor.
     */
    public boolean closePosition() {
        return closePosition;
    }

    /**
     * Why the stop was placed.
     *
     * @return the rule, NONE for a first stop.
     */
    public MoveRule rule() {
        return rule;
    }

    /**
     * Whether the stop was placed by the trail after its activation.
     *
     * @return true if it was.
     */
    public boolean isTrail() {
        return isTrail;
    }

    /**
     * The venue's number of it.
     *
     * @return the number, NULL while unknown.
     */
    public long venueOrderId() {
        return venueOrderId;
    }

    /**
     * Whether a trade with this order number is of this order.
     *
     * @param tradeOrderId the venue's number of the order that traded.
     * @return true if it is this order, or the order that this stop became when it triggered.
     */
    public boolean isVenueOrder(final long tradeOrderId) {
        return tradeOrderId == childOrderId || !isStop() && tradeOrderId == venueOrderId;
    }

    /**
     * The venue's number that trades of it bear.
     *
     * @return the order's own, or that of the order this stop became; {@link FixedPoint#NULL} if it is not known.
     */
    public long tradedOrderId() {
        return isStop() ? childOrderId : venueOrderId;
    }

    /**
     * How much of it is filled.
     *
     * @return 1e-8.
     */
    public long filled() {
        return filled;
    }

    /**
     * How it ended.
     *
     * @return the status, NONE while it has not.
     */
    public OrderStatus endStatus() {
        return endStatus;
    }

    /**
     * Why it was refused.
     *
     * @return the reason.
     */
    public OutcomeReason endReason() {
        return endReason;
    }

    /**
     * The venue's code of the refusal.
     *
     * @return the code, 0 without.
     */
    public int venueCode() {
        return venueCode;
    }

    /**
     * When it was last seen to begin to rest.
     *
     * @return engine time in ns, 0 if never.
     */
    public long confirmedNs() {
        return confirmedNs;
    }

    /**
     * When it ended.
     *
     * @return engine time in ns.
     */
    public long endedNs() {
        return endedNs;
    }

    /**
     * When the last good list of positions began that does not show what this entry would have opened.
     *
     * @return engine time in ns, 0 if there was none.
     */
    public long notShownNs() {
        return notShownNs;
    }

    /**
     * When the venue last showed it.
     *
     * @return engine time in ns.
     */
    public long shownNs() {
        return shownNs;
    }

    /**
     * The last full read that showed it.
     *
     * @return its id, 0 if none did.
     */
    public long shownIn() {
        return shownIn;
    }

    /**
     * When the venue began to execute it.
     *
     * @return engine time in ns.
     */
    public long triggeredNs() {
        return triggeredNs;
    }

    /**
     * Whether it rested at the venue at some time.
     *
     * @return true if it did.
     */
    public boolean wasLive() {
        return wasLive;
    }

    /**
     * Whether we asked for its cancellation.
     *
     * @return true if we did.
     */
    public boolean isCancelRequested() {
        return isCancelRequested;
    }

    /**
     * Whether a cancellation is on its way.
     *
     * @return true if it is.
     */
    public boolean isCancelInFlight() {
        return cancelSequence != 0;
    }

    /**
     * Earliest time of the next attempt to cancel it.
     *
     * @return engine time in ns.
     */
    public long nextCancelNs() {
        return nextCancelNs;
    }

    /**
     * Whether its command stems from before the last process start.
     *
     * @return true if it does.
     */
    public boolean isFromEarlierStart() {
        return isFromEarlierStart;
    }

    /**
     * Whether a read must say what became of it.
     *
     * @return true if it does not show where it should.
     */
    public boolean isDoubted() {
        return isDoubted;
    }

    /**
     * Whether it is a stop in question that the last answer of the venue did not show, and that was not sent too often.
     *
     * @return true if the same id may go out once more.
     */
    public boolean isAbsentSoFar() {
        return isStop()
                && (state == OrderState.UNKNOWN || state == OrderState.ACKNOWLEDGED)
                && firstAbsentNs != 0
                && resends < RESENDS_MAX
                && !isCancelRequested;
    }

    /**
     * Whether its outcome is unknown since before the last start, a read does not show it, and it was not sent again.
     *
     * @return true if the same id may go out once more: if the first one arrives after all, one of the two is refused.
     */
    public boolean isDueAgain() {
        return isStop()
                && state == OrderState.UNKNOWN
                && isFromEarlierStart
                && firstAbsentNs != 0
                && resends == 0
                && !isCancelRequested;
    }

    /**
     * Whether a read of it is on its way.
     *
     * @return true if it is.
     */
    public boolean isQueryInFlight() {
        return querySequence != 0;
    }

    /**
     * Earliest time of the next read of it.
     *
     * @return engine time in ns.
     */
    public long nextQueryNs() {
        return nextQueryNs;
    }

    /**
     * Whether the rule that waits for its end has seen it.
     *
     * @return true if so.
     */
    public boolean isEndHandled() {
        return isEndHandled;
    }

    /**
     * Whether it was told that this stop fired.
     *
     * @return true if so.
     */
    public boolean isTriggerTold() {
        return isTriggerTold;
    }

    /**
     * Whether the rule that waits for its confirmation has seen it.
     *
     * @return true if so.
     */
    public boolean isConfirmHandled() {
        return isConfirmHandled;
    }

    /**
     * The command that sends, cancels or reads it, as the case may be.
     *
     * @param sequence of a command.
     * @return true if it is the one in flight.
     */
    public boolean isAwaiting(final long sequence) {
        return sequence == commandSequence || sequence == cancelSequence || sequence == querySequence;
    }

    /**
     * When the venue last failed to answer about it.
     *
     * @return engine time in ns, 0 if it always did.
     */
    public long unansweredNs() {
        return unansweredNs;
    }

    /**
     * Whether it was refused because another close-position stop exists.
     *
     * @return true if it was.
     */
    public boolean isConflicting() {
        return isConflicting;
    }

    /**
     * Whether its outcome was unknown at some time.
     *
     * @return true if it was.
     */
    public boolean wasUnknown() {
        return wasUnknown;
    }

    /**
     * Whether it may still rest or execute.
     *
     * @return true unless free or ended.
     */
    public boolean isOpen() {
        return state != OrderState.FREE && state != OrderState.ENDED;
    }

    /**
     * Whether nobody knows yet that it rests: sent, acknowledged or unknown.
     *
     * @return true if so.
     */
    public boolean isUnresolved() {
        return state == OrderState.SENT || state == OrderState.ACKNOWLEDGED || state == OrderState.UNKNOWN;
    }

    /**
     * Whether it is a limit exit.
     *
     * @return true for one.
     */
    public boolean isExit() {
        return role == OrderRole.EXIT;
    }

    /**
     * Whether an amendment of it is on its way, or nobody knows what became of it.
     *
     * @return true while so.
     */
    public boolean isMovePending() {
        return pendingLevel != 0;
    }

    /**
     * Why its last amendment definitely did not happen.
     *
     * @return the reason, NONE if none failed since the rule that moves it has seen one.
     */
    public OutcomeReason moveFailure() {
        return moveFailure;
    }

    /**
     * Whether it is a stop of any kind.
     *
     * @return true for an anchor, a working stop or the one that is a property of the position.
     */
    public boolean isStop() {
        return role == OrderRole.ANCHOR || role == OrderRole.STOP || role == OrderRole.POSITION_STOP;
    }

    /**
     * Whether it is no order but a property of the position: without an id, amended in place, gone with the position.
     *
     * @return true if it is.
     */
    public boolean isAttached() {
        return role == OrderRole.POSITION_STOP;
    }

    /**
     * Where it is to go: the target of the amendment on its way, or of the first attempt.
     *
     * @return 1e-10.
     */
    public long targetLevel() {
        return pendingLevel != 0 ? pendingLevel : level;
    }

    /**
     * What is known of the last attempt to set it, while no evidence shows it there.
     *
     * @return ACCEPTED or UNKNOWN after a result, NONE before or without one.
     */
    public CommandOutcome moveOutcome() {
        return moveOutcome;
    }

    /**
     * How often the last value was sent again.
     *
     * @return 0 and up.
     */
    public int resends() {
        return resends;
    }

    /**
     * When the last attempt to set it was sent, or its result arrived.
     *
     * @return engine time in ns, 0 without one.
     */
    public long moveSentNs() {
        return moveSentNs;
    }

    /**
     * Whether the result of a command that sets it is still to come.
     *
     * @return true while it is.
     */
    public boolean isMoveInFlight() {
        return commandSequence != 0;
    }
}
