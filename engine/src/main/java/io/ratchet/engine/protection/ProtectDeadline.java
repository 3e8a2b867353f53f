package io.ratchet.engine.protection;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.NakedCause;
import io.ratchet.engine.sbe.OverloadPolicy;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;

/**
 * Bounds the time without a stop. When it runs out: (a) definitely refused, proven absent or crossed: close; (b) unknown
 * while the venue answers: the same stop once more as soon as it says that it does not know it, read the books, then close
 * at panic; (c) overloaded: go on placing,
 * guard by two fresh marks beyond the level, at panic hold or close; (d) blind: nothing, the first good read decides.
 * Core thread.
 */
public final class ProtectDeadline {
    private static final int STAGE_NONE = 0;
    private static final int STAGE_FIRST = 1;
    private static final int STAGE_UNKNOWN = 2;
    private static final int STAGE_OVERLOADED = 3;
    private static final int MARKS_NEEDED = 2;
    /** A fill that is found late leaves at least this for one attempt at a stop. */
    private static final long ATTEMPT_SECONDS = 1;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final PriceBook prices;
    private final PositionTable positions;
    private final Reads reads;
    private final CloseLadder ladder;
    private final StopGuard guard;
    private final NakedWatch watch;
    private final Wakes wakes;
    private final int[] stages = new int[PositionTable.POSITIONS_MAX];
    private final long[] startedNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] windowNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] spentNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] deadlineNs = new long[PositionTable.POSITIONS_MAX];
    private final int[] marksBeyond = new int[PositionTable.POSITIONS_MAX];

    /**
     * Nothing to bound yet.
     *
     * @param time      of the core.
     * @param policy    numbers.
     * @param decisions the exit.
     * @param prices    of the core.
     * @param positions of the core.
     * @param reads     and venues.
     * @param ladder    closes.
     * @param guard     of stops.
     * @param watch     measures.
     * @param wakes     of positions.
     */
    public ProtectDeadline(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final PriceBook prices,
            final PositionTable positions,
            final Reads reads,
            final CloseLadder ladder,
            final StopGuard guard,
            final NakedWatch watch,
            final Wakes wakes) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.prices = prices;
        this.positions = positions;
        this.reads = reads;
        this.ladder = ladder;
        this.guard = guard;
        this.watch = watch;
        this.wakes = wakes;
    }

    /**
     * Arms, clears or fires the deadline of a position.
     *
     * @param position perhaps naked.
     */
    public void run(final Position position) {
        final int slot = position.slot();
        final boolean isNeeded = position.quantity() > 0
                && position.openedNs() != 0
                && !position.isGuarded()
                && !ladder.isClosing(position)
                && !watch.isCovered(position);
        if (!isNeeded) {
            clear(slot);
            return;
        }
        if (stages[slot] == STAGE_NONE) {
            begin(position);
        }
        if (guard.isOverloaded(position) && marksBeyond[slot] >= MARKS_NEEDED) {
            ladder.start(position, CloseReason.PAST_LEVEL);
            return;
        }
        if (reads.venue(position.venue()).areDeadlinesSuspended()) {
            return;
        }
        if (stages[slot] == STAGE_UNKNOWN && !reads.venue(position.venue()).isBlind()) {
            guard.resendUnknown(position);
        }
        if (time.nowNs() >= deadlineNs[slot] || isOverloadOver(position)) {
            fire(position);
        }
        if (!ladder.isClosing(position)) {
            wakes.at(deadlineNs[slot]);
        }
    }

    /** The time of a stop that triggered and does not trade runs since the trigger, that of a new position since its fill. */
    private void begin(final Position position) {
        final int slot = position.slot();
        final long triggeredNs = Coverage.triggeredNs(position);
        final long sinceNs = triggeredNs != 0 ? triggeredNs : nakedSinceNs(position);
        final long attemptNs =
                triggeredNs != 0 ? 0 : Math.min(policy.protectDeadlineNs(), ATTEMPT_SECONDS * policy.wallSecondNs());
        stages[slot] = STAGE_FIRST;
        startedNs[slot] = sinceNs;
        windowNs[slot] = sinceNs;
        spentNs[slot] = 0;
        deadlineNs[slot] = Math.max(sinceNs + policy.protectDeadlineNs(), time.nowNs() + attemptNs);
        marksBeyond[slot] = 0;
    }

    private long nakedSinceNs(final Position position) {
        final long startedAtNs = reads.venue(position.venue()).startedNs();
        return watch.wasCovered(position) ? time.nowNs() : Math.max(watch.filledSinceNs(position), startedAtNs);
    }

    /**
     * Starts the time of a position anew, as after a resync. Pause after pause must not put it off for ever: what was spent
     * before counts, and all of it is at most panic.
     *
     * @param position naked.
     */
    public void restart(final Position position) {
        final int slot = position.slot();
        spentNs[slot] += Math.min(time.nowNs(), deadlineNs[slot]) - windowNs[slot];
        final long leftNs = Math.max(0, policy.panicNs() - spentNs[slot]);
        stages[slot] = STAGE_FIRST;
        windowNs[slot] = time.nowNs();
        deadlineNs[slot] = time.nowNs() + Math.min(policy.protectDeadlineNs(), leftNs);
        marksBeyond[slot] = 0;
    }

    /**
     * Whether the deadline of a position is running.
     *
     * @param position asked about.
     * @return true if it is.
     */
    public boolean isRunning(final Position position) {
        return stages[position.slot()] != STAGE_NONE;
    }

    /**
     * Whether the deadline of a position is running and not overdue, or cannot fire yet.
     *
     * @param position asked about.
     * @return true if it excuses that no stop is there.
     */
    public boolean isInTime(final Position position) {
        final VenueView venue = reads.venue(position.venue());
        return isRunning(position)
                && (venue.areDeadlinesSuspended()
                        || venue.isBlind()
                        || time.nowNs() <= deadlineNs[position.slot()] + Timers.RESOLUTION_NS);
    }

    /**
     * Whether policy holds a position that the venue is too overloaded to protect; each extension is told.
     *
     * @param position asked about.
     * @return true while it is held.
     */
    public boolean isHeld(final Position position) {
        return stages[position.slot()] == STAGE_OVERLOADED && isInTime(position);
    }

    /**
     * The local guard counts fresh marks beyond the level.
     *
     * @param position whose mark was accepted.
     */
    public void onPrice(final Position position) {
        final int slot = position.slot();
        if (stages[slot] == STAGE_NONE || !guard.isOverloaded(position)) {
            return;
        }
        marksBeyond[slot] = isCrossed(position) ? marksBeyond[slot] + 1 : 0;
        if (marksBeyond[slot] >= MARKS_NEEDED) {
            positions.touch(position);
        }
    }

    private boolean isCrossed(final Position position) {
        final int id = position.instrumentId();
        return prices.isMarkFresh(id) && Coverage.isCrossed(position, prices.mark(id), guard.initialLevel(position));
    }

    private void fire(final Position position) {
        final VenueView venue = reads.venue(position.venue());
        if (venue.isBlind()) {
            // Nothing can be done meanwhile: it is not spent.
            windowNs[position.slot()] = time.nowNs();
            deadlineNs[position.slot()] = time.nowNs() + policy.protectDeadlineNs();
            extended(position, NakedCause.BLIND);
            watch.cause(position, NakedCause.BLIND);
            reads.ensurePending(position.venue());
            return;
        }
        switch (stages[position.slot()]) {
            case STAGE_FIRST:
                fireFirst(position);
                break;
            case STAGE_OVERLOADED:
                fireOverloaded(position);
                break;
            default:
                ladder.start(position, CloseReason.PROTECT_DEADLINE);
                break;
        }
    }

    private void fireFirst(final Position position) {
        final int slot = position.slot();
        final boolean isOverloaded = guard.isOverloaded(position) && !isAnyUnknown(position);
        final boolean isUnknown = hasUnresolvedStop(position) || guard.isReadAwaited(position);
        final boolean isOver = guard.isRefused(position) || isCrossed(position) || Coverage.triggeredNs(position) != 0;
        if (isUnknown && !isOverloaded && !isOver) {
            stages[slot] = STAGE_UNKNOWN;
            toPanic(position);
            guard.resendUnknown(position);
            reads.want(position.venue());
            extended(position, NakedCause.OPEN);
        } else if (isOverloaded) {
            stages[slot] = STAGE_OVERLOADED;
            toPanic(position);
            extended(position, NakedCause.OVERLOAD);
            watch.cause(position, NakedCause.OVERLOAD);
        } else {
            ladder.start(position, CloseReason.PROTECT_DEADLINE);
        }
    }

    private void toPanic(final Position position) {
        final int slot = position.slot();
        final long leftNs = Math.max(0, policy.panicNs() - spentNs[slot]);
        deadlineNs[slot] = Math.max(windowNs[slot] + leftNs, time.nowNs());
    }

    /** What was held because of an overload is refused for good now. */
    private boolean isOverloadOver(final Position position) {
        return stages[position.slot()] == STAGE_OVERLOADED
                && !guard.isOverloaded(position)
                && !reads.venue(position.venue()).isBlind();
    }

    /** An overload is held while the venue says so; that it does not answer, or refuses for another reason, is none. */
    private boolean isStillOverloaded(final Position position) {
        return guard.isOverloaded(position)
                && !isAnyUnknown(position)
                && time.nowNs() - guard.overloadedNs(position) <= policy.protectDeadlineNs();
    }

    private void fireOverloaded(final Position position) {
        if (!isStillOverloaded(position)) {
            stages[position.slot()] = STAGE_UNKNOWN;
            toPanic(position);
            if (guard.isRefused(position) || time.nowNs() >= deadlineNs[position.slot()]) {
                ladder.start(position, CloseReason.PROTECT_DEADLINE);
            }
            return;
        }
        if (policy.overloadPolicy() == OverloadPolicy.CLOSE) {
            ladder.start(position, CloseReason.PROTECT_DEADLINE);
        } else {
            deadlineNs[position.slot()] = time.nowNs() + Math.max(policy.panicNs(), policy.overloadRetryNs());
            extended(position, NakedCause.OVERLOAD);
        }
    }

    private static boolean isAnyUnknown(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isStop() && (order.state() == OrderState.UNKNOWN || order.state() == OrderState.ACKNOWLEDGED)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasUnresolvedStop(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isStop() && order.isUnresolved()) {
                return true;
            }
        }
        return false;
    }

    private void extended(final Position position, final NakedCause cause) {
        final int slot = position.slot();
        decisions.protectDeadlineExtended(position, deadlineNs[slot], cause);
        decisions.alertRaised(
                position.id(),
                position.instrumentId(),
                position.venue(),
                policy.wallNs(time.nowNs() - startedNs[slot]),
                policy.wallNs(policy.protectDeadlineNs()),
                AlertCode.PROTECT_EXTENDED);
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        stages[slot] = STAGE_NONE;
        startedNs[slot] = 0;
        windowNs[slot] = 0;
        spentNs[slot] = 0;
        deadlineNs[slot] = 0;
        marksBeyond[slot] = 0;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        for (int slot = 0; slot < positions.used(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                stages[slot] = fields.of("stages", stages[slot]);
                startedNs[slot] = fields.of("startedNs", startedNs[slot]);
                windowNs[slot] = fields.of("windowNs", windowNs[slot]);
                spentNs[slot] = fields.of("spentNs", spentNs[slot]);
                deadlineNs[slot] = fields.of("deadlineNs", deadlineNs[slot]);
                marksBeyond[slot] = fields.of("marksBeyond", marksBeyond[slot]);
            }
        }
    }
}
