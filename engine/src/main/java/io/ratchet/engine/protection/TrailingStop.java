package io.ratchet.engine.protection;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.SkipReason;
import io.ratchet.engine.state.StateHash;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * The ratchet. Waits for the activation profit, latches, and from then on follows the best accepted mark since the entry
 * at the callback distance. Moves only when strictly better and either 1.0 % better, or 0.1 % better and 60 s after the
 * last confirmed level (the numbers are policy). Compares exact fractions of rounded levels. Core thread.
 */
public final class TrailingStop {
    private static final long SKIP_INTERVAL_NS = 60_000_000_000L;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final StopGuard guard;
    private final boolean isVerbose;
    private final long[] peaks = new long[PositionTable.POSITIONS_MAX];
    private final boolean[] isActive = new boolean[PositionTable.POSITIONS_MAX];
    private final long[] unsettled = new long[PositionTable.POSITIONS_MAX];
    private final SkipReason[] skipReasons = new SkipReason[PositionTable.POSITIONS_MAX];
    private final long[] skipNs = new long[PositionTable.POSITIONS_MAX];
    private boolean isTold;

    /**
     * Nothing to trail yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
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
        this.isVerbose = isVerbose;
        Arrays.fill(skipReasons, SkipReason.NONE);
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
        unsettled[slot] = 0;
        skipReasons[slot] = SkipReason.NONE;
        skipNs[slot] = 0;
    }

    /**
     * A mark was accepted.
     *
     * @param position of the instrument.
     */
    public void onPrice(final Position position) {
        final int slot = position.slot();
        if (position.phase() != PositionPhase.OPEN || position.quantity() == 0) {
            return;
        }
        final long favourable = position.isLong() ? prices.highest() : prices.lowest();
        if (Coverage.isBetter(position, favourable, peaks[slot])) {
            peaks[slot] = favourable;
        }
        if (!isActive[slot] && isActivatedBy(position, peaks[slot])) {
            isActive[slot] = true;
            unsettled[slot] = favourable;
        }
        if (isActive[slot]) {
            isTold = true;
            evaluate(position);
        }
    }

    /**
     * A move ended or a stop was confirmed: the newest target may be due now.
     *
     * @param position protected.
     */
    public void run(final Position position) {
        if (isActive[position.slot()]
                && position.phase() == PositionPhase.OPEN
                && guard.takeFreed(position)
                && prices.isMarkFresh(position.instrumentId())
                && guard.mayMove(position)) {
            isTold = false;
            follow(position);
        }
    }

    private boolean isActivatedBy(final Position position, final long price) {
        final long entry = position.entryAverage();
        if (entry == 0) {
            return false;
        }
        final long factor = FixedPoint.PPM_ONE + (position.isLong() ? policy.activationPpm() : -policy.activationPpm());
        final int comparison = FixedPoint.compareProducts(price, FixedPoint.PPM_ONE, entry, factor);
        return position.isLong() ? comparison >= 0 : comparison <= 0;
    }

    private long candidate(final Position position) {
        final long peak = peaks[position.slot()];
        final long tick = instruments.at(position.instrumentId()).tickSize();
        if (position.isLong()) {
            return FixedPoint.ceilToTick(FixedPoint.shiftedByPpm(peak, -policy.callbackPpm(), Rounding.CEILING), tick);
        }
        return FixedPoint.floorToTick(FixedPoint.shiftedByPpm(peak, policy.callbackPpm(), Rounding.FLOOR), tick);
    }

    private void evaluate(final Position position) {
        if (guard.confirmedLevel(position) == 0) {
            return;
        }
        if (guard.isMoving(position)) {
            final long candidate = candidate(position);
            if (Coverage.isBetter(position, candidate, guard.moveLevel(position))) {
                skip(position, SkipReason.MOVE_IN_FLIGHT, candidate, 0);
            }
            return;
        }
        follow(position);
    }

    private void follow(final Position position) {
        final long candidate = candidate(position);
        final long level = guard.confirmedLevel(position);
        final boolean isBetter = Coverage.isBetter(position, candidate, level);
        if (unsettled[position.slot()] != 0) {
            settle(position, candidate, level, isBetter);
        } else if (!isBetter) {
            skip(position, SkipReason.NOT_BETTER, candidate, improvementPpm(candidate, level));
        } else {
            followBetter(position, candidate, level);
        }
    }

    /** The first level of the trail is taken if it is better, whatever the improvement. */
    private void settle(final Position position, final long candidate, final long level, final boolean isBetter) {
        final int slot = position.slot();
        final long activation = unsettled[slot];
        if (isBetter) {
            if (guard.move(position, candidate, MoveRule.TRAIL, true, activation)) {
                unsettled[slot] = 0;
            }
        } else {
            unsettled[slot] = 0;
            guard.settled(position);
            decisions.trailingActivated(position, activation, level);
        }
    }

    private void followBetter(final Position position, final long candidate, final long level) {
        if (!FixedPoint.isApartAtLeast(candidate, level, policy.moveOverridePpm())) {
            final long waited = time.nowNs() - guard.confirmedNs(position);
            if (waited < policy.moveMinIntervalNs()) {
                skip(position, SkipReason.TOO_SOON, candidate, policy.moveMinIntervalNs() - waited);
                return;
            }
            if (!FixedPoint.isApartAtLeast(candidate, level, policy.moveMinImprovementPpm())) {
                final long missing = policy.moveMinImprovementPpm() - improvementPpm(candidate, level);
                skip(position, SkipReason.TOO_SMALL, candidate, missing);
                return;
            }
        }
        guard.move(position, candidate, MoveRule.TRAIL, true, 0);
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
     * The best accepted mark since the entry.
     *
     * @param position asked about.
     * @return 1e-10.
     */
    public long peak(final Position position) {
        return peaks[position.slot()];
    }

    /**
     * Adds it to the hash of the state.
     *
     * @param hash to add to.
     */
    public void hash(final StateHash hash) {
        for (int slot = 0; slot < positions.limit(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                hash.add(peaks[slot]);
                hash.add(isActive[slot]);
                hash.add(unsettled[slot]);
                hash.add(skipReasons[slot].value());
                hash.add(skipNs[slot]);
            }
        }
    }
}
