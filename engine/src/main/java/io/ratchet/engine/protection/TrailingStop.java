package io.ratchet.engine.protection;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.MarketStatsTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.SkipReason;
import io.ratchet.engine.sbe.TrailSource;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * The ratchet. Waits for the activation profit, or for any profit once the position is old enough, latches, and from then
 * on follows the best accepted price since the entry at a distance. Moves only when strictly better and either 1.0 %
 * better, or 0.1 % better and 60 s after the last confirmed level (the numbers are policy). From the breakeven profit on
 * the stop is at least where nothing is lost; that move and the first one of the trail ask for no more than to be better.
 * Compares exact fractions of rounded levels. Core thread.
 *
 * <p>The price is the mark or, as an option, the last price; a print of the last price counts when the next one bears it
 * out, and a level that the mark has passed is not asked for then. Rules run on prices only.
 */
public final class TrailingStop {
    private static final long SKIP_INTERVAL_NS = 60_000_000_000L;
    /** The profit was not reached. */
    private static final int BREAKEVEN_NONE = 0;
    /** Reached; the stop is not there yet. */
    private static final int BREAKEVEN_DUE = 1;
    /** A stop at least as good is confirmed. */
    private static final int BREAKEVEN_DONE = 2;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final StopGuard guard;
    private final TrailDistance distance;
    private final boolean isVerbose;
    private final long[] peaks = new long[PositionTable.POSITIONS_MAX];
    private final boolean[] isActive = new boolean[PositionTable.POSITIONS_MAX];
    private final boolean[] isByAge = new boolean[PositionTable.POSITIONS_MAX];
    private final int[] breakeven = new int[PositionTable.POSITIONS_MAX];
    private final long[] unsettled = new long[PositionTable.POSITIONS_MAX];
    private final SkipReason[] skipReasons = new SkipReason[PositionTable.POSITIONS_MAX];
    private final long[] heldPeaks = new long[PositionTable.POSITIONS_MAX];
    private final long[] skipNs = new long[PositionTable.POSITIONS_MAX];
    /** Of the evaluation under way. */
    private boolean isTold;

    private long target;
    private MoveRule targetRule = MoveRule.NONE;

    /**
     * Nothing to trail yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param stats       of the core.
     * @param positions   of the core.
     * @param guard       moves stops.
     * @param isVerbose   tell at each evaluation why no move was made; changes no state.
     */
    public TrailingStop(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final MarketStatsTable stats,
            final PositionTable positions,
            final StopGuard guard,
            final boolean isVerbose) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.guard = guard;
        this.distance = new TrailDistance(policy, instruments, stats);
        this.isVerbose = isVerbose;
        Arrays.fill(skipReasons, SkipReason.NONE);
    }

    /**
     * Whether a stop goes where a price put it, so that it needs a fresh one.
     *
     * @param rule of a move.
     * @return true for the rules of the trail and of health.
     */
    public static boolean isByPrice(final MoveRule rule) {
        return rule == MoveRule.HEALTH
                || rule.value() >= MoveRule.TRAIL.value() && rule.value() <= MoveRule.ATR.value();
    }

    /**
     * A position opened.
     *
     * @param position that opened.
     * @param entry    its price, 1e-10: the first peak.
     */
    public void opened(final Position position, final long entry) {
        peaks[position.slot()] = entry;
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        peaks[slot] = 0;
        isActive[slot] = false;
        isByAge[slot] = false;
        breakeven[slot] = BREAKEVEN_NONE;
        unsettled[slot] = 0;
        heldPeaks[slot] = 0;
        skipReasons[slot] = SkipReason.NONE;
        skipNs[slot] = 0;
    }

    /**
     * Prices of its instrument came.
     *
     * @param position of the instrument.
     */
    public void onPrice(final Position position) {
        final long favourable = favourable(position);
        if (favourable == 0 || position.phase() != PositionPhase.OPEN || position.quantity() == 0) {
            return;
        }
        if (position.isGuarded()) {
            return;
        }
        final int slot = position.slot();
        if (Coverage.isBetter(position, favourable, peaks[slot])) {
            peaks[slot] = favourable;
        }
        latch(position, favourable);
        if (isActive[slot] || breakeven[slot] == BREAKEVEN_DUE) {
            isTold = true;
            evaluate(position);
        }
    }

    /** The best price of the input that the policy lets the trail follow; 0 if it brought none. */
    private long favourable(final Position position) {
        if (policy.trailSource() == TrailSource.LAST) {
            return prices.agreedLast(position.instrumentId(), position.isLong());
        }
        if (!prices.isMarkAccepted()) {
            return 0;
        }
        return position.isLong() ? prices.highest() : prices.lowest();
    }

    private void latch(final Position position, final long favourable) {
        final int slot = position.slot();
        final boolean isBreakevenOpen = policy.breakevenPpm() > 0 && breakeven[slot] == BREAKEVEN_NONE;
        if (isActive[slot] && !isByAge[slot] && !isBreakevenOpen) {
            return;
        }
        final long entry = position.entryAverage();
        if (entry == 0) {
            return;
        }
        if (isBreakevenOpen && Profits.isAtLeast(position, entry, peaks[slot], policy.breakevenPpm())) {
            breakeven[slot] = BREAKEVEN_DUE;
        }
        final boolean isReached = Profits.isAtLeast(position, entry, peaks[slot], policy.activationPpm());
        if (isActive[slot]) {
            isByAge[slot] &= !isReached;
        } else if (isReached || isOldEnough(position) && Coverage.isBetter(position, favourable, entry)) {
            isActive[slot] = true;
            isByAge[slot] = !isReached;
            unsettled[slot] = favourable;
        }
    }

    private boolean isOldEnough(final Position position) {
        return policy.activationAgeNs() > 0
                && position.openedNs() != 0
                && time.nowNs() - position.openedNs() >= policy.activationAgeNs();
    }

    /**
     * A move ended or a stop was confirmed: the newest target may be due now.
     *
     * @param position protected.
     */
    public void run(final Position position) {
        final int slot = position.slot();
        if ((isActive[slot] || breakeven[slot] == BREAKEVEN_DUE)
                && position.phase() == PositionPhase.OPEN
                && guard.takeFreed(position)
                && prices.isMarkFresh(position.instrumentId())
                && guard.mayMove(position)) {
            isTold = false;
            follow(position);
        }
    }

    private void evaluate(final Position position) {
        if (guard.confirmedLevel(position) == 0) {
            return;
        }
        if (guard.isMoving(position)) {
            choose(position);
            if (target != 0 && Coverage.isBetter(position, target, guard.moveLevel(position))) {
                skip(position, SkipReason.MOVE_IN_FLIGHT, target, 0);
            }
            return;
        }
        follow(position);
    }

    /** The better one of what the trail wants and what breakeven wants. */
    private void choose(final Position position) {
        final int slot = position.slot();
        target = 0;
        targetRule = MoveRule.NONE;
        if (isActive[slot]) {
            final boolean isEntryNeeded = policy.stepDistancePpm(0) != 0;
            target = distance.level(position, isEntryNeeded ? position.entryAverage() : 0, peaks[slot]);
            targetRule = distance.rule() == MoveRule.TRAIL && isByAge[slot] ? MoveRule.TIME : distance.rule();
        }
        if (breakeven[slot] == BREAKEVEN_DUE) {
            chooseBreakeven(position);
        }
    }

    private void chooseBreakeven(final Position position) {
        final long entry = position.entryAverage();
        if (entry == 0) {
            return;
        }
        final long exact = Profits.breakeven(position, entry, policy.takerFeePpm());
        final long tick = instruments.at(position.instrumentId()).tickSize();
        final long level = position.isLong() ? FixedPoint.ceilToTick(exact, tick) : FixedPoint.floorToTick(exact, tick);
        if (!Coverage.isBetter(position, level, guard.confirmedLevel(position))) {
            breakeven[position.slot()] = BREAKEVEN_DONE;
        } else if (Coverage.isBetter(position, level, target)) {
            target = level;
            targetRule = MoveRule.BREAKEVEN;
        }
    }

    /**
     * An operator set the stop: the trail follows again when the price goes beyond the peak of now.
     *
     * @param position protected.
     */
    public void hold(final Position position) {
        heldPeaks[position.slot()] = peaks[position.slot()];
    }

    private boolean isHeld(final Position position) {
        final int slot = position.slot();
        if (heldPeaks[slot] != 0 && Coverage.isBetter(position, peaks[slot], heldPeaks[slot])) {
            heldPeaks[slot] = 0;
        }
        return heldPeaks[slot] != 0;
    }

    private void follow(final Position position) {
        if (isHeld(position)) {
            return;
        }
        choose(position);
        if (target == 0) {
            return;
        }
        final int slot = position.slot();
        final long level = guard.confirmedLevel(position);
        final boolean isBetter = Coverage.isBetter(position, target, level);
        if (isBetter && isBeyondMark(position)) {
            skip(position, SkipReason.BEYOND_MARK, target, 0);
        } else if (unsettled[slot] != 0) {
            settle(position, level, isBetter);
        } else if (!isBetter) {
            skip(position, SkipReason.NOT_BETTER, target, improvementPpm(target, level));
        } else if (targetRule == MoveRule.BREAKEVEN && !isActive[slot]) {
            guard.move(position, target, targetRule, false, 0);
        } else {
            followBetter(position, level);
        }
    }

    /** The mark triggers: what the last price alone says must not put a stop where the mark fires it at once. */
    private boolean isBeyondMark(final Position position) {
        final int id = position.instrumentId();
        return policy.trailSource() == TrailSource.LAST
                && (!prices.isMarkFresh(id) || Coverage.isCrossed(position, prices.mark(id), target));
    }

    /** The first level of the trail is taken if it is better, whatever the improvement. */
    private void settle(final Position position, final long level, final boolean isBetter) {
        final int slot = position.slot();
        final long activation = unsettled[slot];
        if (isBetter) {
            if (guard.move(position, target, targetRule, true, activation)) {
                unsettled[slot] = 0;
            }
        } else {
            unsettled[slot] = 0;
            guard.settled(position);
            decisions.trailingActivated(position, activation, level);
        }
    }

    private void followBetter(final Position position, final long level) {
        if (!FixedPoint.isApartAtLeast(target, level, policy.moveOverridePpm())) {
            final long waited = time.nowNs() - guard.confirmedNs(position);
            if (waited < policy.moveMinIntervalNs()) {
                skip(position, SkipReason.TOO_SOON, target, policy.moveMinIntervalNs() - waited);
                return;
            }
            if (!FixedPoint.isApartAtLeast(target, level, policy.moveMinImprovementPpm())) {
                final long missing = policy.moveMinImprovementPpm() - improvementPpm(target, level);
                skip(position, SkipReason.TOO_SMALL, target, missing);
                return;
            }
        }
        guard.move(position, target, targetRule, true, 0);
    }

    /** Whole parts per million of the difference, for people. */
    private static long improvementPpm(final long candidate, final long level) {
        return FixedPoint.mulDivClamped(Math.abs(candidate - level), FixedPoint.PPM_ONE, level, Rounding.TOWARD_ZERO);
    }

    private void skip(final Position position, final SkipReason reason, final long candidate, final long missing) {
        if (!isTold) {
            return;
        }
        final int slot = position.slot();
        final long now = time.nowNs();
        final boolean isNews = reason != SkipReason.NOT_BETTER
                && reason != skipReasons[slot]
                && (skipNs[slot] == 0 || now - skipNs[slot] >= SKIP_INTERVAL_NS);
        if (isNews) {
            skipReasons[slot] = reason;
            skipNs[slot] = now;
        }
        if (isNews || isVerbose) {
            decisions.stopMoveSkipped(position, candidate, guard.confirmedLevel(position), missing, reason);
        }
    }

    /**
     * Whether the trail is active.
     *
     * @param position asked about.
     * @return true once it latched.
     */
    public boolean isActive(final Position position) {
        return isActive[position.slot()];
    }

    /**
     * How far the trail has come.
     *
     * @param position asked about.
     * @return the state.
     */
    public TrailState state(final Position position) {
        if (position.hasTriggeredSince(1)) {
            return TrailState.TRIGGERED;
        }
        if (isActive[position.slot()]) {
            return TrailState.ACTIVE;
        }
        return breakeven[position.slot()] == BREAKEVEN_DONE ? TrailState.WAITING : TrailState.INACTIVE;
    }

    /**
     * The best accepted price since the entry.
     *
     * @param position asked about.
     * @return 1e-10.
     */
    public long peak(final Position position) {
        return peaks[position.slot()];
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        for (int slot = 0; slot < positions.used(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                peaks[slot] = fields.of("peaks", peaks[slot]);
                isActive[slot] = fields.of("isActive", isActive[slot]);
                isByAge[slot] = fields.of("isByAge", isByAge[slot]);
                breakeven[slot] = fields.of("breakeven", breakeven[slot]);
                unsettled[slot] = fields.of("unsettled", unsettled[slot]);
                heldPeaks[slot] = fields.of("heldPeaks", heldPeaks[slot]);
                skipReasons[slot] = fields.of("skipReasons", skipReasons[slot], SkipReason.class);
                skipNs[slot] = fields.of("skipNs", skipNs[slot]);
            }
        }
    }
}
