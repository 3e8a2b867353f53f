package io.ratchet.engine.protection;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.position.AttachedStops;
import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.OrderTracker;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.time.EngineTime;

/**
 * The stop of a position at a venue that attaches it (Bybit): it comes with the entry, at a level by the expected price, and
 * is corrected once when the average of the fills is known. A move amends it in place, so no moment is naked. It counts
 * where the venue shows it; until then the last value is sent again, which harms nothing. What somebody took away is set
 * again, what somebody loosened is put back. Core thread.
 */
final class PositionStop {
    private static final long CORRECTION_SECONDS = 5;
    /** A move that is answered and not shown is given up after so many attempts; the rule that wants it decides anew. */
    private static final int RESENDS_MAX = 3;

    private static final int MOVE_BACKOFF_MAX = 5;
    private static final int NAKED_BACKOFF_MAX = 1;

    private final StopGuard guard;
    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final PositionTable positions;
    private final OrderTracker tracker;
    private final AttachedStops attached;
    private final CommandDesk desk;
    private final Reads reads;
    private final CloseLadder ladder;
    private final Wakes wakes;

    PositionStop(
            final StopGuard guard,
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final PositionTable positions,
            final OrderTracker tracker,
            final AttachedStops attached,
            final CommandDesk desk,
            final Reads reads,
            final CloseLadder ladder,
            final Wakes wakes) {
        this.guard = guard;
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.positions = positions;
        this.tracker = tracker;
        this.attached = attached;
        this.desk = desk;
        this.reads = reads;
        this.ladder = ladder;
        this.wakes = wakes;
    }

    /** Takes the stop one step toward what it should be. */
    void run(final Position position) {
        takeEvidence(position);
        if (position.quantity() == 0 || position.openedNs() == 0) {
            endWithPosition(position);
            return;
        }
        if (!guard.isFreeToPlace(position)) {
            return;
        }
        guard.followWanted(position);
        correct(position);
        ensure(position);
    }

    /** The venue ends it with the position; should the position show again, it is set anew. */
    private void endWithPosition(final Position position) {
        final OrderSlot order = position.attachedStop();
        final boolean isGone = position.openedNs() != 0 && position.isEntryEnded();
        if (!isGone || order == null || !order.isOpen()) {
            return;
        }
        if (guard.isMoving(position)) {
            guard.interrupted(position);
        }
        attached.diedWithPosition(order);
        positions.touch(position);
    }

    // What became of it.

    private void takeEvidence(final Position position) {
        final OrderSlot order = position.attachedStop();
        if (order == null) {
            return;
        }
        if (order.state() == OrderState.ENDED && !order.isEndHandled()) {
            tracker.endHandled(order);
            ended(position, order);
        } else if (order.state() == OrderState.LIVE && !order.isConfirmHandled()) {
            tracker.confirmHandled(order);
            confirmed(position, order);
        }
        if (order.moveFailure() != OutcomeReason.NONE) {
            final OutcomeReason reason = order.moveFailure();
            attached.failureHandled(order);
            failed(position, order, reason);
        }
    }

    private void confirmed(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        guard.refusals[slot] = 0;
        guard.isOverloaded[slot] = false;
        guard.placesFailed[slot] = 0;
        guard.nextCoveredPlaceNs[slot] = 0;
        final long level = order.level();
        if (guard.isMoving(position) && level == guard.moveLevel[slot]) {
            moved(position, order);
            return;
        }
        final long best = guard.confirmedLevel[slot];
        if (best != 0 && Coverage.isBetter(position, best, level)) {
            // Somebody loosened it, or an earlier value arrived late: it is put back.
            return;
        }
        guard.tellConfirmed(position, order);
        if (Coverage.isBetter(position, level, best)) {
            commit(slot, level);
            guard.isFreed[slot] = true;
        }
    }

    private void commit(final int slot, final long level) {
        guard.confirmedLevel[slot] = level;
        guard.confirmedNs[slot] = time.nowNs();
    }

    /** Confirm, then commit. */
    private void moved(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        final long old = guard.confirmedLevel[slot];
        final long level = order.level();
        final MoveRule rule = guard.moveRule[slot];
        final long activation = guard.moveActivation[slot];
        final long requestedNs = guard.moveRequestedNs[slot];
        guard.isWorkingTrail[slot] = guard.isMoveTrail[slot];
        attached.trails(order, guard.isMoveTrail[slot]);
        guard.moveFailures[slot] = 0;
        guard.endMove(slot);
        guard.isFreed[slot] = true;
        if (rule == MoveRule.RESTORE) {
            if (Coverage.isBetter(position, level, old)) {
                commit(slot, level);
            }
            guard.tellConfirmed(position, order);
            return;
        }
        commit(slot, level);
        if (rule == MoveRule.OPERATOR || rule == MoveRule.ADOPTION) {
            guard.rebase(position, level);
        } else if (rule == MoveRule.ENTRY_CORRECTION) {
            corrected(position, old, level);
        }
        if (activation != 0) {
            decisions.trailingActivated(position, activation, level);
        } else {
            decisions.stopMoved(position, old, level, requestedNs, rule);
        }
    }

    private void corrected(final Position position, final long old, final long level) {
        final int slot = position.slot();
        guard.initialLevel[slot] = level;
        if (Coverage.isBetter(position, old, level)) {
            guard.rebases[slot]++;
        }
    }

    private void ended(final Position position, final OrderSlot order) {
        if (position.quantity() == 0) {
            return;
        }
        if (guard.isMoving(position)) {
            guard.interrupted(position);
        }
        if (order.filled() > 0 || order.triggeredNs() != 0) {
            // It fired and something is left: the level is crossed, the rest follows.
            ladder.start(position, CloseReason.PAST_LEVEL);
        } else if (order.wasLive()) {
            guard.lost(position, order);
            if (position.reportedQuantity() == 0) {
                // It may have ended with the position.
                awaitRead(position);
            }
        } else {
            guard.refused(position, order);
        }
    }

    private void awaitRead(final Position position) {
        guard.awaitedRead[position.slot()] = time.sequence();
        guard.awaitedNs[position.slot()] = time.nowNs();
        reads.want(position.venue());
    }

    private void failed(final Position position, final OrderSlot order, final OutcomeReason reason) {
        if (reason == OutcomeReason.POSITION_NOT_FOUND) {
            if (!attached.isPerhapsHidden(position)) {
                awaitRead(position);
            }
            return;
        }
        if (guard.isMoving(position)) {
            guard.moveFailed(
                    position, guard.moveLevel[position.slot()], order.venueCode(), CommandOutcome.REJECTED, reason);
        }
    }

    // What there should be.

    private void ensure(final Position position) {
        final int slot = position.slot();
        final OrderSlot order = position.attachedStop();
        guard.initialLevel[slot] = guard.onTick(position, guard.initialLevel[slot]);
        guard.fallBackToEmergency(position);
        if (order == null || !order.isOpen()) {
            place(position);
        } else if (order.isUnresolved() || order.isMovePending()) {
            pursue(position, order);
        } else if (order.state() == OrderState.LIVE
                && !guard.isMoving(position)
                && Coverage.isBetter(position, intended(position), order.level())
                && guard.mayPlace(position, intended(position))) {
            move(position, intended(position), MoveRule.RESTORE, guard.isWorkingTrail[slot], 0);
        }
    }

    /** The last confirmed level; the initial one before there is one, and after an emergency. */
    private long intended(final Position position) {
        final int slot = position.slot();
        final long confirmed = guard.confirmedLevel[slot];
        if (confirmed == 0) {
            return guard.anchorLevel(position);
        }
        final boolean isEmergency = confirmed == guard.emergencyLevel[slot];
        return isEmergency && Coverage.isBetter(position, guard.initialLevel[slot], confirmed)
                ? guard.initialLevel[slot]
                : confirmed;
    }

    private void place(final Position position) {
        final long level = guard.onTick(position, intended(position));
        if (guard.mayPlace(position, level)) {
            final OrderSlot order = desk.moveStop(position, level, firstRule(position, level));
            guard.retryIfWithheld(position, order);
        }
    }

    private MoveRule firstRule(final Position position, final long level) {
        final int slot = position.slot();
        if (guard.confirmedLevel[slot] != 0) {
            return MoveRule.RESTORE;
        }
        return level == guard.emergencyLevel[slot] ? MoveRule.EMERGENCY : MoveRule.NONE;
    }

    /** Sent or answered, and not shown where it should be. */
    private void pursue(final Position position, final OrderSlot order) {
        if (order.isMoveInFlight()) {
            return;
        }
        final boolean isMove = order.isMovePending();
        final long pauseNs =
                policy.queryRetryNs() << Math.min(order.resends(), isMove ? MOVE_BACKOFF_MAX : NAKED_BACKOFF_MAX);
        long dueNs = order.moveSentNs() + pauseNs;
        if (order.moveOutcome() == CommandOutcome.ACCEPTED) {
            // Accepted is not resting: it is read first.
            reads.ensurePending(position.venue());
            dueNs = Math.max(dueNs, order.moveSentNs() + policy.absenceMarginNs());
        }
        if (time.nowNs() < dueNs) {
            wakes.at(dueNs);
        } else if (!isMove) {
            pursueFirst(position, order);
        } else if (order.resends() >= RESENDS_MAX) {
            attached.giveUp(order);
            guard.moveFailed(
                    position,
                    guard.moveLevel[position.slot()],
                    order.venueCode(),
                    CommandOutcome.UNKNOWN,
                    OutcomeReason.TIMEOUT);
        } else if (!desk.resendMove(position, order)) {
            wakes.at(time.nowNs() + policy.wallSecondNs());
        }
    }

    private void pursueFirst(final Position position, final OrderSlot order) {
        final long level = guard.onTick(position, intended(position));
        if (!guard.mayPlace(position, level)) {
            return;
        }
        if (level == order.level()) {
            if (!desk.resendMove(position, order)) {
                guard.retryIfWithheld(position, null);
            }
        } else {
            guard.retryIfWithheld(position, desk.moveStop(position, level, firstRule(position, level)));
        }
    }

    /** Once, to where it belongs by the average of the fills, better or worse: ENTRY_CORRECTION. */
    private void correct(final Position position) {
        final int slot = position.slot();
        if (guard.isCorrected[slot]
                || !position.isEntryEnded()
                || guard.isMoving(position)
                || guard.confirmedLevel[slot] == 0) {
            return;
        }
        final long average = position.entryAverage();
        final long untilNs = position.lastFillNs() + CORRECTION_SECONDS * policy.wallSecondNs();
        if (time.nowNs() > untilNs || guard.isWorkingTrail[slot] || position.isGuarded()) {
            guard.isCorrected[slot] = true;
            return;
        }
        if (average == 0) {
            return;
        }
        final long level = guard.levelOf(position, average);
        if (level == guard.confirmedLevel[slot]) {
            guard.isCorrected[slot] = position.quantityWithoutTrades() == 0;
        } else if (!guard.isCrossed(position, level) && mayMove(position)) {
            guard.initialLevel[slot] = level;
            move(position, level, MoveRule.ENTRY_CORRECTION, false, 0);
        }
    }

    // Moves.

    boolean move(
            final Position position,
            final long level,
            final MoveRule rule,
            final boolean isTrail,
            final long activation) {
        final int slot = position.slot();
        if (!mayMove(position)) {
            return false;
        }
        final long onTick = guard.onTick(position, level);
        guard.moveStage[slot] = StopState.STAGE_PLACING;
        guard.moveLevel[slot] = onTick;
        guard.moveRule[slot] = rule;
        guard.isMoveTrail[slot] = isTrail;
        guard.moveRequestedNs[slot] = time.nowNs();
        guard.moveActivation[slot] = activation;
        final OrderSlot order = desk.moveStop(position, onTick, rule);
        if (order == null) {
            guard.endMove(slot);
            guard.nextMoveNs[slot] = time.nowNs() + policy.wallSecondNs();
            return false;
        }
        positions.touch(position);
        return true;
    }

    boolean mayMove(final Position position) {
        final int slot = position.slot();
        final VenueView venue = reads.venue(position.venue());
        final OrderSlot order = position.attachedStop();
        return guard.moveStage[slot] == StopState.STAGE_IDLE
                && position.quantity() > 0
                && position.phase() == PositionPhase.OPEN
                && guard.confirmedLevel[slot] != 0
                && time.nowNs() >= guard.nextMoveNs[slot]
                && !venue.isBlind()
                && !venue.isRestarting()
                && !ladder.isClosing(position)
                && guard.awaitedRead[slot] == 0
                && order != null
                && order.state() == OrderState.LIVE
                && !order.isMovePending()
                && !order.isMoveInFlight();
    }
}
