package io.ratchet.engine.protection;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.market.VenueTraits;
import io.ratchet.engine.position.AttachedStops;
import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.OrderTracker;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.reconcile.ForeignBook;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * Sees to the stops that a position should have: an anchor over the whole position at the initial level, which never
 * moves, and from the first move on a working stop of the full size. A move places the new working stop, waits until it
 * is confirmed, then cancels the old one. What is lost or refused is placed again. Core thread.
 *
 * <p>ENTRY_CORRECTION: the anchor goes out on the first fill. If the average of all fills sets a tighter level, a working
 * stop takes it, once; if it sets a looser one, the tighter anchor stays, since nothing of ours loosens.
 */
public final class StopGuard extends StopState {

    private static final long CORRECTION_SECONDS = 5;
    private static final long SIBLING_SECONDS = 5;
    private static final long GUARD_RETRY_SECONDS = 10;
    /** A stop that the venue ended so soon after it was confirmed had nothing to protect there, or could not stay. */
    private static final long ENDED_SOON_SECONDS = 10;
    /** The next one then waits up to 16 retries: 6.4 s, in which a read says what is left, or the deadline closes it. */
    private static final int ENDED_BACKOFF_MAX = 4;

    private static final int FAILURES_ALERTED = 3;
    private static final int BACKOFF_MAX = 5;
    /** While another stop covers the position, refused attempts double their distance up to 256 retries: 51.2 s. */
    private static final int COVERED_BACKOFF_MAX = 8;
    /** A level is given up after so many refusals while nothing else protects. */
    private static final int LEVEL_REFUSALS_MAX = 2;

    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final OrderTracker tracker;
    private final CommandDesk desk;
    private final Reads reads;
    private final ForeignBook foreign;
    private final EntrySwitch entries;
    private final StopFacts facts;
    private final CloseLadder ladder;
    private final Wakes wakes;
    private final PositionStop attached;

    private final int[] openStops = new int[PositionTable.POSITIONS_MAX];
    private final int[] openStopsAt = new int[Reads.VENUES_MAX];

    /**
     * Nothing to protect yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     * @param tracker     of orders.
     * @param desk        issues commands.
     * @param reads       and venues.
     * @param foreign     what is not ours.
     * @param entries     knows of another instance.
     * @param ladder      closes what cannot be protected.
     * @param wakes       of positions.
     * @param stops       that are properties of positions.
     */
    public StopGuard(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final OrderTracker tracker,
            final CommandDesk desk,
            final Reads reads,
            final ForeignBook foreign,
            final EntrySwitch entries,
            final CloseLadder ladder,
            final Wakes wakes,
            final AttachedStops stops) {
        super(time);
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.tracker = tracker;
        this.desk = desk;
        this.reads = reads;
        this.foreign = foreign;
        this.entries = entries;
        facts = new StopFacts(time, decisions);
        this.ladder = ladder;
        this.wakes = wakes;
        attached =
                new PositionStop(this, time, policy, decisions, positions, tracker, stops, desk, reads, ladder, wakes);
    }

    /**
     * A position opened: from here on it needs a stop.
     *
     * @param position that opened.
     * @param entry    average, or the best estimate of it; 1e-10.
     */
    public void opened(final Position position, final long entry) {
        initialLevel[position.slot()] = levelOf(position, entry);
    }

    /**
     * A foreign position was taken: from here on it needs a stop at this level.
     *
     * @param position taken.
     * @param level    1e-10, on tick.
     */
    public void protectAt(final Position position, final long level) {
        initialLevel[position.slot()] = level;
        // The level is not by the entry: there is nothing to correct when its average is known.
        isCorrected[position.slot()] = true;
    }

    /**
     * The level a position would get for its entry.
     *
     * @param position to protect.
     * @param entry    1e-10.
     * @return 1e-10, on tick.
     */
    public long levelFor(final Position position, final long entry) {
        return levelOf(position, entry);
    }

    /**
     * An operator wants the stop at this level, better or worse: it goes there as soon as a move may begin; the last one
     * wanted wins. The fixed stop underneath follows where it is in the way.
     *
     * @param position protected.
     * @param level    1e-10, on tick, not crossed.
     * @param rule     OPERATOR or ADOPTION.
     */
    public void want(final Position position, final long level, final MoveRule rule) {
        wantedLevel[position.slot()] = level;
        wantedRule[position.slot()] = rule;
        positions.touch(position);
    }

    void followWanted(final Position position) {
        final int slot = position.slot();
        final long level = wantedLevel[slot];
        if (level == 0) {
            return;
        }
        if (level == confirmedLevel[slot] && moveStage[slot] == STAGE_IDLE) {
            wantedLevel[slot] = 0;
        } else if (isCrossed(position, level)) {
            wantedLevel[slot] = 0;
            decisions.stopMoveFailed(position, level, 1, 0, CommandOutcome.NOT_SENT, OutcomeReason.WOULD_TRIGGER);
        } else if (mayMove(position)) {
            final MoveRule rule = wantedRule[slot];
            wantedLevel[slot] = 0;
            move(position, level, rule, false, 0);
        } else if (time.nowNs() < nextMoveNs[slot]) {
            wakes.at(nextMoveNs[slot]);
        }
    }

    /** The fixed stop that a named rule left at a level that is better than what is wanted now. */
    private void refreshAnchor(final Position position) {
        final int slot = position.slot();
        if (rebases[slot] == 0 || moveStage[slot] != STAGE_IDLE) {
            return;
        }
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() == OrderRole.ANCHOR
                    && order.state() == OrderState.LIVE
                    && order.level() != anchorLevel(position)) {
                cancel(position, order);
            }
        }
    }

    void rebase(final Position position, final long level) {
        final int slot = position.slot();
        rebases[slot]++;
        if (Coverage.isBetter(position, initialLevel[slot], level)) {
            initialLevel[slot] = level;
        }
        if (emergencyLevel[slot] != 0 && Coverage.isBetter(position, emergencyLevel[slot], level)) {
            emergencyLevel[slot] = 0;
        }
    }

    long levelOf(final Position position, final long entry) {
        return levelOf(position, entry, policy.stopPpm());
    }

    private long levelOf(final Position position, final long entry, final int ppm) {
        final long tick = instruments.at(position.instrumentId()).tickSize();
        if (position.isLong()) {
            return FixedPoint.ceilToTick(FixedPoint.shiftedByPpm(entry, -ppm, Rounding.CEILING), tick);
        }
        return FixedPoint.floorToTick(FixedPoint.shiftedByPpm(entry, ppm, Rounding.FLOOR), tick);
    }

    /** The venue may have changed its tick since a level was decided: toward the market, since nothing of ours loosens. */
    long onTick(final Position position, final long level) {
        final long tick = instruments.at(position.instrumentId()).tickSize();
        return position.isLong() ? FixedPoint.ceilToTick(level, tick) : FixedPoint.floorToTick(level, tick);
    }

    /**
     * Takes the stops of a position one step toward what they should be.
     *
     * @param position to protect.
     */
    public void run(final Position position) {
        tellTriggered(position);
        if (isAttached(position)) {
            attached.run(position);
            return;
        }
        countStops(position);
        takeConfirmed(position);
        takeEnded(position);
        if (position.quantity() == 0 || position.openedNs() == 0) {
            return;
        }
        resendAbsent(position);
        closeIfCrossed(position);
        continueMove(position);
        if (!isFreeToPlace(position)) {
            return;
        }
        followWanted(position);
        refreshAnchor(position);
        ensureAnchor(position);
        ensureWorking(position);
        correct(position);
        countStops(position);
    }

    /** After a start: a read in all books does not show a stop that may have gone out. */
    private void resendAbsent(final Position position) {
        if (!reads.isReadSinceStart(position) || reads.shownQuantity(position) == 0) {
            return;
        }
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            if (position.order(i).isDueAgain() && !reads.venue(position.venue()).isBlind()) {
                desk.resendStop(position, position.order(i));
            }
        }
    }

    /**
     * The venue refused the second attempt of a stop because its level is crossed. What became of the first is still read,
     * but whether it rested or not, there is nothing to wait for.
     */
    private void closeIfCrossed(final Position position) {
        if (Coverage.bestLevel(position) != 0) {
            return;
        }
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isStop()
                    && order.state() == OrderState.UNKNOWN
                    && order.endReason() == OutcomeReason.WOULD_TRIGGER
                    && (confirmedLevel[position.slot()] == 0 || isCrossed(position, order.level()))) {
                ladder.start(position, CloseReason.PAST_LEVEL);
            }
        }
    }

    boolean isFreeToPlace(final Position position) {
        final int slot = position.slot();
        final VenueView venue = reads.venue(position.venue());
        if (venue.isBlind() || venue.isRestarting() || ladder.isClosing(position)) {
            return false;
        }
        if (awaitedRead[slot] != 0) {
            // Without size there is nothing to protect: what became of the stops is being read.
            if (isReadOwed(position)) {
                reads.ensurePending(position.venue());
                return false;
            }
            awaitedRead[slot] = 0;
        }
        return true;
    }

    /**
     * Whether the read that says if anything is left is still to come. A venue that cannot be read does not keep a position
     * naked: what is left by all that is known is protected, and a stop without a position harms nothing.
     */
    private boolean isReadOwed(final Position position) {
        final int slot = position.slot();
        if (reads.appliedSequence(position) > awaitedRead[slot]) {
            return reads.shownQuantity(position) == 0;
        }
        final long untilNs = awaitedNs[slot] + policy.protectDeadlineNs();
        wakes.at(untilNs);
        return time.nowNs() < untilNs;
    }

    // What became of stops.

    private void tellTriggered(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isStop() && order.triggeredNs() != 0 && !order.isTriggerTold()) {
                tracker.triggerTold(order);
                facts.triggered(position, order);
            }
        }
    }

    private void takeConfirmed(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isStop() && order.state() == OrderState.LIVE && !order.isConfirmHandled()) {
                tracker.confirmHandled(order);
                confirmed(position, order);
            }
        }
    }

    private void confirmed(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        refusals[slot] = 0;
        isOverloaded[slot] = false;
        placesFailed[slot] = 0;
        nextCoveredPlaceNs[slot] = 0;
        conflicts[slot] = 0;
        conflictSequence[slot] = order.role() == OrderRole.ANCHOR ? 0 : conflictSequence[slot];
        if (moveStage[slot] == STAGE_PLACING && moveNew[slot] == order.index()) {
            moved(position, order);
            return;
        }
        tellConfirmed(position, order);
        if (Coverage.isFull(position, order) && Coverage.isBetter(position, order.level(), confirmedLevel[slot])) {
            confirmedLevel[slot] = order.level();
            confirmedNs[slot] = time.nowNs();
            isFreed[slot] = true;
        }
    }

    void tellConfirmed(final Position position, final OrderSlot order) {
        decisions.stopConfirmed(
                position, order.level(), order.quantity(), order.venueOrderId(), order, order.closePosition());
    }

    /** Confirm, then commit. */
    private void moved(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        final long old = confirmedLevel[slot];
        workingLevel[slot] = order.level();
        isWorkingTrail[slot] = isMoveTrail[slot];
        moveFailures[slot] = 0;
        if (moveRule[slot] != MoveRule.RESTORE) {
            confirmedLevel[slot] = order.level();
            confirmedNs[slot] = time.nowNs();
        }
        if (moveRule[slot] == MoveRule.OPERATOR || moveRule[slot] == MoveRule.ADOPTION) {
            rebase(position, order.level());
        }
        if (moveActivation[slot] != 0) {
            decisions.trailingActivated(position, moveActivation[slot], order.level());
            moveActivation[slot] = 0;
        } else if (moveRule[slot] == MoveRule.RESTORE) {
            tellConfirmed(position, order);
        } else {
            decisions.stopMoved(position, old, order.level(), moveRequestedNs[slot], moveRule[slot]);
        }
        moveStage[slot] = STAGE_CANCELLING;
    }

    private void takeEnded(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isStop() && order.state() == OrderState.ENDED && !order.isEndHandled()) {
                tracker.endHandled(order);
                ended(position, order);
            }
        }
    }

    private void ended(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        final boolean isNew = moveStage[slot] == STAGE_PLACING && moveNew[slot] == order.index();
        final boolean isOld = moveStage[slot] >= STAGE_CANCELLING && moveOld[slot] == order.index();
        if (position.quantity() == 0) {
            if (isNew || isOld) {
                interrupted(position);
            }
            return;
        }
        if (order.filled() > 0) {
            // It fired and something is left: the level is crossed, the rest follows.
            ladder.start(position, CloseReason.PAST_LEVEL);
        } else if (isNew) {
            moveFailed(position, order);
        } else if (order.wasLive() && !isOld && !isEndOfOurMaking(order)) {
            lost(position, order);
        } else if (!order.wasLive() && !isOld) {
            refused(position, order);
        }
    }

    /** Without size there is nothing to move. Should it come back, what should be there is placed anew. */
    void interrupted(final Position position) {
        final int slot = position.slot();
        final long activation = moveActivation[slot];
        endMove(slot);
        isFreed[slot] = true;
        if (activation != 0) {
            decisions.trailingActivated(position, activation, confirmedLevel[slot]);
        }
    }

    private static boolean isEndOfOurMaking(final OrderSlot order) {
        return order.isCancelRequested()
                && (order.endStatus() == OrderStatus.CANCELED || order.endStatus() == OrderStatus.ABSENT);
    }

    void lost(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        decisions.stopLost(position, order.level(), order, order.endStatus());
        alert(position, order.level(), 0, AlertCode.STOP_LOST);
        lostShownNs[slot] = order.shownNs();
        final long since = time.nowNs() - SIBLING_SECONDS * policy.wallSecondNs();
        if (order.endStatus() == OrderStatus.REJECTED) {
            ladder.start(position, CloseReason.PAST_LEVEL);
        } else if (position.hasTriggeredSince(since)) {
            awaitedRead[slot] = time.sequence();
            awaitedNs[slot] = time.nowNs();
            reads.want(position.venue());
        } else if (order.endStatus() == OrderStatus.EXPIRED) {
            endedByVenue(position, order);
        }
    }

    /**
     * A venue takes a stop for a position that it does not hold any more and ends it at once. Each further attempt waits
     * longer, since a read counts only while nothing of ours changes.
     */
    private void endedByVenue(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        final boolean isSoon = order.endedNs() - order.confirmedNs() <= ENDED_SOON_SECONDS * policy.wallSecondNs();
        endedSoon[slot] = isSoon ? endedSoon[slot] + 1 : 0;
        reads.want(position.venue());
        if (endedSoon[slot] > 1) {
            final int waits = Math.min(endedSoon[slot] - 2, ENDED_BACKOFF_MAX);
            nextPlaceNs[slot] = time.nowNs() + (policy.overloadRetryNs() << waits);
            endedSoon[slot] = Math.min(endedSoon[slot], ENDED_BACKOFF_MAX + 2);
        }
    }

    void refused(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        final long now = time.nowNs();
        facts.refused(position, order);
        if (order.isConflicting()) {
            conflicts[slot]++;
            conflictSequence[slot] = time.sequence();
            reads.want(position.venue());
            return;
        }
        switch (order.endReason()) {
            case WOULD_TRIGGER:
                refused(position, order, now);
                break;
            case OVERLOAD:
            case RATE_LIMITED:
                isOverloaded[slot] = true;
                overloadedNs[slot] = now;
                retryLater(slot);
                break;
            case TOO_MANY_STOPS:
                reads.want(position.venue());
                refusals[slot]++;
                retryLater(slot);
                break;
            default:
                isOverloaded[slot] = false;
                refusals[slot]++;
                levelRefusals[slot] += order.endStatus() == OrderStatus.REJECTED ? 1 : 0;
                retryLater(slot);
                break;
        }
    }

    private void retryLater(final int slot) {
        final long retryNs = policy.overloadRetryNs();
        nextPlaceNs[slot] = time.nowNs() + retryNs;
        nextCoveredPlaceNs[slot] = time.nowNs() + (retryNs << Math.min(placesFailed[slot], COVERED_BACKOFF_MAX));
        placesFailed[slot] = Math.min(placesFailed[slot] + 1, COVERED_BACKOFF_MAX);
    }

    /** The level is crossed, says the venue. */
    private void refused(final Position position, final OrderSlot order, final long now) {
        final int slot = position.slot();
        final boolean isFirst = confirmedLevel[slot] == 0;
        if (isFirst) {
            wouldTriggerNs[position.instrumentId()] = now;
        }
        if (position.isGuarded()) {
            // It is not ours to close: the level is tried again when the market may have come back.
            refusals[slot]++;
            nextPlaceNs[slot] = now + GUARD_RETRY_SECONDS * policy.wallSecondNs();
        } else if (isFirst || order.role() == OrderRole.ANCHOR || isCrossed(position, order.level())) {
            ladder.start(position, CloseReason.PAST_LEVEL);
        } else {
            refusals[slot]++;
            retryLater(slot);
        }
    }

    private void moveFailed(final Position position, final OrderSlot order) {
        final boolean isRefused = order.endStatus() == OrderStatus.REJECTED;
        moveFailed(
                position,
                order.level(),
                order.venueCode(),
                isRefused ? CommandOutcome.REJECTED : CommandOutcome.NOT_SENT,
                order.endReason());
    }

    void moveFailed(
            final Position position,
            final long level,
            final int venueCode,
            final CommandOutcome outcome,
            final OutcomeReason reason) {
        final int slot = position.slot();
        moveFailures[slot]++;
        decisions.stopMoveFailed(position, level, moveFailures[slot], venueCode, outcome, reason);
        if (moveFailures[slot] == FAILURES_ALERTED) {
            alert(position, moveFailures[slot], FAILURES_ALERTED, AlertCode.MOVES_FAILED);
        }
        nextMoveNs[slot] = time.nowNs() + (policy.wallSecondNs() << Math.min(moveFailures[slot] - 1, BACKOFF_MAX));
        final long activation = moveActivation[slot];
        endMove(slot);
        if (activation != 0) {
            decisions.trailingActivated(position, activation, confirmedLevel[slot]);
        }
        if (reason == OutcomeReason.WOULD_TRIGGER && isCrossed(position, level)) {
            ladder.start(position, CloseReason.PAST_LEVEL);
        }
    }

    boolean isCrossed(final Position position, final long level) {
        final int id = position.instrumentId();
        return prices.isMarkFresh(id) && Coverage.isCrossed(position, prices.mark(id), level);
    }

    private void alert(final Position position, final long value, final long bound, final AlertCode code) {
        decisions.alertRaised(position.id(), position.instrumentId(), position.venue(), value, bound, code);
    }

    // What there should be.

    private void ensureAnchor(final Position position) {
        final int slot = position.slot();
        if (isWithoutAnchor[slot] || hasOpen(position, OrderRole.ANCHOR) || isHeldByConflict(position)) {
            return;
        }
        if (isForeignAnchored(position)) {
            return;
        }
        initialLevel[slot] = onTick(position, initialLevel[slot]);
        fallBackToEmergency(position);
        final long level = anchorLevel(position);
        if (mayPlace(position, level)) {
            final MoveRule rule = level == initialLevel[slot] ? MoveRule.NONE : MoveRule.EMERGENCY;
            final OrderSlot order = desk.placeStop(position, OrderRole.ANCHOR, level, 0, true, rule, false);
            retryIfWithheld(position, order);
        }
    }

    /**
     * The venue does not take the intended level and nothing else rests: another level is better than none. The intended
     * one is then tried on as a working stop, unless it is the farther one of the two: nothing of ours loosens. A level that
     * the market has passed already would close for no reason.
     */
    void fallBackToEmergency(final Position position) {
        final int slot = position.slot();
        final long entry = position.entryAverage();
        if (emergencyLevel[slot] != 0
                || policy.emergencyStopPpm() == 0
                || levelRefusals[slot] < LEVEL_REFUSALS_MAX
                || entry == 0
                || position.isGuarded()
                || Coverage.bestLevel(position) != 0) {
            return;
        }
        final long level = levelOf(position, entry, policy.emergencyStopPpm());
        if (level <= 0 || level == initialLevel[slot] || isCrossed(position, level)) {
            return;
        }
        emergencyLevel[slot] = level;
        if (workingLevel[slot] == 0 && Coverage.isBetter(position, initialLevel[slot], level)) {
            workingLevel[slot] = initialLevel[slot];
        }
        alert(position, level, initialLevel[slot], AlertCode.EMERGENCY_STOP);
    }

    /** After -4130: the read of the books says whose stop it is. */
    private boolean isHeldByConflict(final Position position) {
        final int slot = position.slot();
        if (conflictSequence[slot] == 0) {
            return false;
        }
        if (reads.appliedSequence(position) <= conflictSequence[slot]) {
            reads.ensurePending(position.venue());
            return true;
        }
        conflictSequence[slot] = 0;
        final long level = foreign.stopLevel(position.instrumentId(), position.exitSide());
        if (level == 0 && conflicts[slot] < 2) {
            // It was an old one of ours, which the read has found and cancelled.
            return false;
        }
        isWithoutAnchor[slot] = true;
        refusals[slot]++;
        workingLevel[slot] = workingLevel[slot] == 0 ? anchorLevel(position) : workingLevel[slot];
        return true;
    }

    private boolean isForeignAnchored(final Position position) {
        return isWithoutAnchor[position.slot()] && foreign.stopLevel(position.instrumentId(), position.exitSide()) != 0;
    }

    private void ensureWorking(final Position position) {
        final int slot = position.slot();
        if (workingLevel[slot] == 0
                || moveStage[slot] != STAGE_IDLE
                || isEmergencyFirst(position)
                || isBehindEmergency(position)) {
            return;
        }
        final OrderSlot working = working(position);
        if (working == null) {
            workingLevel[slot] = onTick(position, workingLevel[slot]);
            if (mayPlace(position, workingLevel[slot])) {
                final OrderSlot order = desk.placeStop(
                        position,
                        OrderRole.STOP,
                        workingLevel[slot],
                        position.quantity(),
                        false,
                        MoveRule.RESTORE,
                        isWorkingTrail[slot]);
                retryIfWithheld(position, order);
            }
        } else if (working.state() == OrderState.LIVE && isShort(position, working)) {
            restore(position, working);
        } else {
            cancelSurplus(position, working);
        }
    }

    /** The level that is known to be refused comes after the one that may be taken. */
    private boolean isEmergencyFirst(final Position position) {
        return emergencyLevel[position.slot()] != 0 && Coverage.bestLevel(position) == 0;
    }

    /** The emergency stop is the nearer one and covers everything: a working stop behind it is neither placed nor sized. */
    private boolean isBehindEmergency(final Position position) {
        final int slot = position.slot();
        return emergencyLevel[slot] != 0 && Coverage.isBetter(position, emergencyLevel[slot], workingLevel[slot]);
    }

    /** Of another size than the position, or an earlier one that outlived a better one. */
    private boolean isShort(final Position position, final OrderSlot working) {
        return working.quantity() != position.quantity()
                || Coverage.isBetter(position, workingLevel[position.slot()], working.level());
    }

    private void restore(final Position position, final OrderSlot working) {
        final int slot = position.slot();
        final boolean isWorse = Coverage.isBetter(position, workingLevel[slot], working.level());
        final long level = onTick(position, isWorse ? workingLevel[slot] : working.level());
        if (mayPlace(position, level)) {
            move(position, level, MoveRule.RESTORE, isWorkingTrail[slot], 0);
        }
    }

    /** Whether a stop at this level may be placed now; a crossed one closes instead, by two marks while overloaded. */
    boolean mayPlace(final Position position, final long level) {
        final int slot = position.slot();
        if (level == 0) {
            return false;
        }
        if (isCrossed(position, level) && !isOverloaded[slot]) {
            ladder.start(position, CloseReason.PAST_LEVEL);
            return false;
        }
        final boolean isCovered = Coverage.bestLevel(position) != 0 || foreignAnchor(position) != 0;
        final long dueNs = isCovered ? Math.max(nextPlaceNs[slot], nextCoveredPlaceNs[slot]) : nextPlaceNs[slot];
        if (time.nowNs() < dueNs) {
            wakes.at(dueNs);
            return false;
        }
        return !ladder.isClosing(position);
    }

    void retryIfWithheld(final Position position, final OrderSlot order) {
        if (order == null) {
            refusals[position.slot()]++;
            nextPlaceNs[position.slot()] = time.nowNs() + policy.wallSecondNs();
            wakes.at(nextPlaceNs[position.slot()]);
        }
    }

    private static boolean hasOpen(final Position position, final OrderRole role) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() == role && order.isOpen()) {
                return true;
            }
        }
        return false;
    }

    /** The best working stop that is open and stays. */
    private static OrderSlot working(final Position position) {
        OrderSlot best = null;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() == OrderRole.STOP
                    && order.isOpen()
                    && !order.isCancelRequested()
                    && (best == null || Coverage.isBetter(position, order.level(), best.level()))) {
                best = order;
            }
        }
        return best;
    }

    private void cancelSurplus(final Position position, final OrderSlot kept) {
        if (kept.state() != OrderState.LIVE) {
            return;
        }
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order != kept && order.role() == OrderRole.STOP && order.state() == OrderState.LIVE) {
                cancel(position, order);
            }
        }
    }

    private void cancel(final Position position, final OrderSlot order) {
        if (order.isCancelInFlight() || isNeeded(position, order)) {
            return;
        }
        if (time.nowNs() < order.nextCancelNs()) {
            wakes.at(order.nextCancelNs());
        } else if (!desk.cancelStop(position, order)) {
            wakes.at(time.nowNs() + policy.wallSecondNs());
        }
    }

    /** Without it the position would be looser or naked: it goes only when its successor rests, which touches this. */
    private boolean isNeeded(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        final long rest = Coverage.bestCertainLevelWithout(position, order);
        final long confirmed = confirmedLevel[slot];
        final boolean isLoosened = rest == 0 || confirmed != 0 && Coverage.isBetter(position, confirmed, rest);
        final boolean isBroken = moveStage[slot] == STAGE_BREAKING && rest != 0;
        return isLoosened && !isBroken && Coverage.isFull(position, order);
    }

    private void correct(final Position position) {
        final int slot = position.slot();
        if (isCorrected[slot]
                || !position.isEntryEnded()
                || moveStage[slot] != STAGE_IDLE
                || confirmedLevel[slot] == 0) {
            return;
        }
        final long average = position.entryAverage();
        final long until = position.lastFillNs() + CORRECTION_SECONDS * policy.wallSecondNs();
        if (workingLevel[slot] != 0 || time.nowNs() > until) {
            isCorrected[slot] = true;
            return;
        }
        if (average == 0) {
            return;
        }
        isCorrected[slot] = position.quantityWithoutTrades() == 0;
        final long level = levelOf(position, average);
        if (Coverage.isBetter(position, level, confirmedLevel[slot]) && !isCrossed(position, level)) {
            isCorrected[slot] = true;
            move(position, level, MoveRule.ENTRY_CORRECTION, false, 0);
        }
    }

    // Moves.

    /**
     * Begins to move the working stop. One move at a time.
     *
     * @param position   to protect.
     * @param level      new, 1e-10, on tick.
     * @param rule       why.
     * @param isTrail    whether the trail asks.
     * @param activation price at which the trail latched, if this is its first level; else 0.
     * @return false if it could not begin.
     */
    public boolean move(
            final Position position,
            final long level,
            final MoveRule rule,
            final boolean isTrail,
            final long activation) {
        final int slot = position.slot();
        if (isHeldByOther(position, rule)) {
            return false;
        }
        if (isAttached(position)) {
            return attached.move(position, level, rule, isTrail, activation);
        }
        if (!mayMove(position)) {
            return false;
        }
        final OrderSlot old = working(position);
        moveOld[slot] = old == null ? NONE : old.index();
        moveLevel[slot] = level;
        moveRule[slot] = rule;
        isMoveTrail[slot] = isTrail;
        moveRequestedNs[slot] = time.nowNs();
        moveActivation[slot] = activation;
        if (old != null && isShortOfOrders(position.venue()) && Coverage.bestLevelWithout(position, old) != 0) {
            moveStage[slot] = STAGE_BREAKING;
            cancel(position, old);
            return true;
        }
        return placeNew(position);
    }

    /** Another instance may move the same stops: ours go on only where a person says so, or where one is missing. */
    private boolean isHeldByOther(final Position position, final MoveRule rule) {
        return entries.isOtherInstanceAt(position.venue().value())
                && rule != MoveRule.OPERATOR
                && rule != MoveRule.ADOPTION
                && rule != MoveRule.RESTORE;
    }

    private boolean placeNew(final Position position) {
        final int slot = position.slot();
        moveLevel[slot] = onTick(position, moveLevel[slot]);
        final OrderSlot order = desk.placeStop(
                position,
                OrderRole.STOP,
                moveLevel[slot],
                position.quantity(),
                false,
                moveRule[slot],
                isMoveTrail[slot]);
        if (order == null) {
            endMove(slot);
            nextMoveNs[slot] = time.nowNs() + policy.wallSecondNs();
            return false;
        }
        moveNew[slot] = order.index();
        moveStage[slot] = STAGE_PLACING;
        positions.touch(position);
        return true;
    }

    /**
     * Whether a move could begin.
     *
     * @param position asked about.
     * @return true if none is in flight and nothing else forbids it.
     */
    public boolean mayMove(final Position position) {
        if (isAttached(position)) {
            return attached.mayMove(position);
        }
        final int slot = position.slot();
        final VenueView venue = reads.venue(position.venue());
        return moveStage[slot] == STAGE_IDLE
                && position.quantity() > 0
                && position.phase() == PositionPhase.OPEN
                && confirmedLevel[slot] != 0
                && time.nowNs() >= nextMoveNs[slot]
                && !venue.isBlind()
                && !venue.isRestarting()
                && !ladder.isClosing(position)
                && awaitedRead[slot] == 0
                && hasRoomToMove(position);
    }

    /** At most one working stop is open, and it is known to rest: with the new one there are two. */
    private static boolean hasRoomToMove(final Position position) {
        int open = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() == OrderRole.STOP && order.isOpen()) {
                open += order.state() == OrderState.LIVE ? 1 : 2;
            }
        }
        return open <= 1;
    }

    private void continueMove(final Position position) {
        final int slot = position.slot();
        if (moveStage[slot] < STAGE_CANCELLING) {
            return;
        }
        final OrderSlot old = moveOld[slot] == NONE ? null : position.order(moveOld[slot]);
        final boolean isOldOpen = old != null && old.isOpen() && old.role() == OrderRole.STOP;
        if (isOldOpen && isMoveUndone(position, old)) {
            endMove(slot);
            isFreed[slot] = true;
        } else if (isOldOpen) {
            final VenueView venue = reads.venue(position.venue());
            if (old.state() == OrderState.LIVE && !venue.isBlind() && !venue.isRestarting()) {
                cancel(position, old);
            }
        } else if (moveStage[slot] == STAGE_BREAKING && !ladder.isClosing(position)) {
            placeAfterBreak(position);
        } else {
            endMove(slot);
            isFreed[slot] = true;
        }
    }

    /** The old stop is gone. What the trail wanted by a price that is old now is not placed: the level it had comes back. */
    private void placeAfterBreak(final Position position) {
        final int slot = position.slot();
        final long activation = moveActivation[slot];
        final boolean isStale = TrailingStop.isByPrice(moveRule[slot]) && !prices.isMarkFresh(position.instrumentId());
        if (!isStale && placeNew(position)) {
            return;
        }
        endMove(slot);
        isFreed[slot] = true;
        if (activation != 0) {
            decisions.trailingActivated(position, activation, confirmedLevel[slot]);
        }
    }

    /**
     * The new stop is gone, or the anchor that should hold meanwhile: the old one stays, until what should be there rests.
     */
    private boolean isMoveUndone(final Position position, final OrderSlot old) {
        final int slot = position.slot();
        if (moveStage[slot] == STAGE_BREAKING) {
            return old.state() == OrderState.LIVE
                    && !old.isCancelInFlight()
                    && Coverage.bestLevelWithout(position, old) == 0;
        }
        return moveNew[slot] != NONE && !position.order(moveNew[slot]).isOpen();
    }

    private void countStops(final Position position) {
        int open = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            open += position.order(i).isStop() && position.order(i).isOpen() ? 1 : 0;
        }
        openStopsAt[position.venue().value()] += open - openStops[position.slot()];
        openStops[position.slot()] = open;
    }

    /**
     * A position leaves the table: its stops are no longer counted.
     *
     * @param position that is flat.
     */
    public void released(final Position position) {
        openStopsAt[position.venue().value()] -= openStops[position.slot()];
        openStops[position.slot()] = 0;
        clear(position.slot());
    }

    /**
     * Conditional orders that the venue still allows.
     *
     * @param venue to ask about.
     * @return the count; the largest int while there is no limit.
     */
    public int freeConditionalOrders(final Venue venue) {
        if (policy.conditionalOrdersMax() == 0 || !VenueTraits.of(venue).limitsStops()) {
            return Integer.MAX_VALUE;
        }
        return policy.conditionalOrdersMax()
                - openStopsAt[venue.value()]
                - reads.venue(venue).foreignConditional();
    }

    private boolean isShortOfOrders(final Venue venue) {
        return freeConditionalOrders(venue) < policy.conditionalOrdersReserve();
    }

    // What others ask.

    /**
     * Sends every stop whose outcome is unknown once more, with the same id, if the venue answers that it does not know it: a
     * first attempt that was executed and has ended meanwhile must not be accepted twice.
     *
     * @param position to protect.
     */
    public void resendUnknown(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            if (position.order(i).isAbsentSoFar()) {
                desk.resendStop(position, position.order(i));
            }
        }
    }

    /**
     * Whether a read must say more before anything is placed.
     *
     * @param position protected.
     * @return true while one is awaited.
     */
    public boolean isReadAwaited(final Position position) {
        return awaitedRead[position.slot()] != 0 || conflictSequence[position.slot()] != 0;
    }

    /**
     * Level of a foreign stop that serves as the anchor.
     *
     * @param position protected.
     * @return 1e-10, 0 if there is none.
     */
    public long foreignAnchor(final Position position) {
        if (isAttached(position)) {
            return foreign.coveredAt(position.instrumentId(), position.exitSide(), position.quantity());
        }
        return isWithoutAnchor[position.slot()] ? foreign.stopLevel(position.instrumentId(), position.exitSide()) : 0;
    }

    private static boolean isAttached(final Position position) {
        return VenueTraits.of(position.venue()).attachesStops();
    }

    /**
     * An entry that carried its stop was refused because the stop would have triggered at once.
     *
     * @param instrumentId of the entry.
     */
    public void wouldTrigger(final int instrumentId) {
        wouldTriggerNs[instrumentId] = time.nowNs();
    }

    /**
     * Whether the first stop of this instrument would have triggered at once not long ago.
     *
     * @param instrumentId asked about.
     * @return true while entries are blocked by it.
     */
    public boolean isReopenBlocked(final int instrumentId) {
        final long at = wouldTriggerNs[instrumentId];
        return at != 0 && policy.reopenBlockNs() > 0 && time.nowNs() - at < policy.reopenBlockNs();
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        for (int slot = 0; slot < positions.used(); slot++) {
            if (positions.at(slot).phase() == PositionPhase.NONE) {
                continue;
            }
            slotState(fields, slot);
            openStops[slot] = fields.of("openStops", openStops[slot]);
        }
        fields.of("openStopsAt", openStopsAt, Reads.VENUES_MAX);
        fields.of("wouldTriggerNs", wouldTriggerNs, instruments.size());
    }
}
