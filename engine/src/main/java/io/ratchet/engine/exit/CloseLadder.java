package io.ratchet.engine.exit;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
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
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * CloseAtMarket: a reduce-only market order, then limits at the edge of the band that fill at once or not at all, in
 * chunks where the venue limits the quantity. Each rung is a new order after terminal evidence of the last one; it ends
 * only when the position is gone. Stops stay until then. Core thread.
 */
public final class CloseLadder {
    /** A close goes on under a limit of the rate, but a venue that is pressed on extends its ban: this pace at most. */
    private static final long LIMITED_SECONDS_MAX = 2;
    /** Doublings of the pace; more than the bound in time ever needs. */
    private static final int LIMITED_MAX = 8;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final OrderTracker tracker;
    private final CommandDesk desk;
    private final Reads reads;
    private final Wakes wakes;
    private final LimitExit exits;
    private final CloseReason[] reasons = new CloseReason[PositionTable.POSITIONS_MAX];
    private final int[] rungs = new int[PositionTable.POSITIONS_MAX];
    private final long[] nextNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] issuedNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] chunks = new long[PositionTable.POSITIONS_MAX];
    private final boolean[] isLimit = new boolean[PositionTable.POSITIONS_MAX];
    private final long[] awaitedRead = new long[PositionTable.POSITIONS_MAX];
    private final long[] awaitedNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] exitsNs = new long[PositionTable.POSITIONS_MAX];
    private final int[] limited = new int[PositionTable.POSITIONS_MAX];

    /**
     * No close yet.
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
     * @param wakes       of positions.
     * @param exits       that use up what may be reduced: they go first.
     */
    public CloseLadder(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final OrderTracker tracker,
            final CommandDesk desk,
            final Reads reads,
            final Wakes wakes,
            final LimitExit exits) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.tracker = tracker;
        this.desk = desk;
        this.reads = reads;
        this.wakes = wakes;
        this.exits = exits;
        Arrays.fill(reasons, CloseReason.NONE);
    }

    /**
     * Begins to close a position; one that is being closed already keeps its first reason, and one that is only guarded
     * is never closed.
     *
     * @param position to close.
     * @param reason   why.
     */
    public void start(final Position position, final CloseReason reason) {
        final int slot = position.slot();
        if (reasons[slot] != CloseReason.NONE || position.quantity() == 0 || position.isGuarded()) {
            return;
        }
        clear(slot);
        reasons[slot] = reason;
        decisions.closeStarted(position, position.quantity(), reason);
        changePhase(position, PositionPhase.CLOSING);
        positions.touch(position);
    }

    private void changePhase(final Position position, final PositionPhase phase) {
        if (position.phase() != phase) {
            decisions.positionPhaseChanged(position, position.phase(), phase);
            positions.phase(position, phase);
        }
    }

    /**
     * Whether a close is under way.
     *
     * @param position asked about.
     * @return true from its start to flat.
     */
    public boolean isClosing(final Position position) {
        return reasons[position.slot()] != CloseReason.NONE;
    }

    /**
     * Why a position is being closed.
     *
     * @param position asked about.
     * @return the reason, NONE if it is not.
     */
    public CloseReason reason(final Position position) {
        return reasons[position.slot()];
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        reasons[slot] = CloseReason.NONE;
        rungs[slot] = 0;
        nextNs[slot] = 0;
        issuedNs[slot] = 0;
        chunks[slot] = 0;
        isLimit[slot] = false;
        awaitedRead[slot] = 0;
        awaitedNs[slot] = 0;
        exitsNs[slot] = 0;
        limited[slot] = 0;
    }

    /**
     * Sends the next rung if it is due.
     *
     * @param position to close.
     */
    public void run(final Position position) {
        final int slot = position.slot();
        if (reasons[slot] == CloseReason.NONE) {
            return;
        }
        final boolean isInFlight = takeEnds(position);
        if (reasons[slot] == CloseReason.NONE || position.quantity() == 0 || isInFlight) {
            return;
        }
        final VenueView venue = reads.venue(position.venue());
        if (venue.isBlind() || venue.isRestarting() || isReadAwaited(position)) {
            return;
        }
        if (time.nowNs() < nextNs[slot]) {
            wakes.at(nextNs[slot]);
            return;
        }
        if (!isHeldByExit(position)) {
            send(position);
        }
    }

    /** A limit exit of ours uses up what may be reduced: its cancellation gets a moment, not more. */
    private boolean isHeldByExit(final Position position) {
        final int slot = position.slot();
        if (!exits.isOut(position)) {
            exitsNs[slot] = 0;
            return false;
        }
        if (exitsNs[slot] == 0) {
            exitsNs[slot] = time.nowNs();
        }
        final long untilNs = exitsNs[slot] + policy.reduceOnlyWaitNs();
        if (time.nowNs() < untilNs) {
            wakes.at(untilNs);
            return true;
        }
        return false;
    }

    private boolean isReadAwaited(final Position position) {
        final int slot = position.slot();
        if (awaitedRead[slot] == 0) {
            return false;
        }
        if (reads.appliedSequence(position) > awaitedRead[slot]) {
            awaitedRead[slot] = 0;
            return false;
        }
        reads.ensurePending(position.venue());
        // A reduce-only close of what is left by all that is known harms nothing: it does not wait for a venue that
        // cannot
        // be read.
        final long untilNs = awaitedNs[slot] + policy.reduceOnlyWaitNs() + policy.closeLadderNs();
        if (time.nowNs() >= untilNs) {
            awaitedRead[slot] = 0;
            return false;
        }
        wakes.at(untilNs);
        return true;
    }

    /** Looks at rungs that ended; true while one is open. */
    private boolean takeEnds(final Position position) {
        boolean isInFlight = false;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() != OrderRole.CLOSE) {
                continue;
            }
            if (order.isOpen()) {
                isInFlight = true;
            } else if (order.state() == OrderState.ENDED && !order.isEndHandled()) {
                tracker.endHandled(order);
                ended(position, order);
            }
        }
        return isInFlight;
    }

    private void ended(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        if (order.endReason() != OutcomeReason.RATE_LIMITED) {
            limited[slot] = 0;
        }
        if (order.filled() > 0) {
            filled(slot, order);
        } else if (order.endStatus() == OrderStatus.REJECTED) {
            rejected(position, order);
        } else if (order.endStatus() == OrderStatus.ABSENT && !order.wasUnknown()) {
            notSent(position, order);
        } else if (order.endStatus() != OrderStatus.ABSENT) {
            toLimit(slot);
        }
    }

    private void filled(final int slot, final OrderSlot order) {
        if (order.filled() < order.quantity()) {
            toLimit(slot);
        }
    }

    /** The first limit follows at once, the next ones at their pace. */
    private void toLimit(final int slot) {
        if (isLimit[slot]) {
            nextNs[slot] = issuedNs[slot] + policy.closeLadderNs();
        }
        isLimit[slot] = true;
    }

    private void rejected(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        final long now = time.nowNs();
        switch (order.endReason()) {
            case REDUCE_ONLY_REJECTED:
            case LIQUIDATION:
                awaitedRead[slot] = time.sequence();
                awaitedNs[slot] = now;
                reads.want(position.venue());
                nextNs[slot] = now + policy.reduceOnlyWaitNs();
                break;
            case PRICE_BAND:
                toLimit(slot);
                break;
            case QUANTITY_LIMIT:
                chunks[slot] = half(position, order.quantity());
                break;
            case OVERLOAD:
                nextNs[slot] = now + policy.overloadRetryNs();
                break;
            case RATE_LIMITED:
                nextNs[slot] = now + limitedNs(slot);
                break;
            default:
                nextNs[slot] = now + policy.closeLadderNs();
                break;
        }
    }

    /** Twice as long with each refusal in a row, up to a bound; what is not even sent does the venue no harm. */
    private long limitedNs(final int slot) {
        final long retryNs = policy.overloadRetryNs();
        final long waitNs = retryNs << limited[slot];
        limited[slot] = Math.min(limited[slot] + 1, LIMITED_MAX);
        return Math.max(retryNs, Math.min(waitNs, LIMITED_SECONDS_MAX * policy.wallSecondNs()));
    }

    private long half(final Position position, final long quantity) {
        final long step = Math.max(1, instruments.at(position.instrumentId()).stepSize());
        return Math.max(step, quantity / 2 / step * step);
    }

    private void notSent(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        if (order.endReason() != OutcomeReason.STALE_COMMAND) {
            nextNs[slot] = time.nowNs() + policy.overloadRetryNs();
            return;
        }
        // Decided anew: a close for want of a stop has no ground any more when one rests and is not crossed.
        final CloseReason reason = reasons[slot];
        final long level = Coverage.bestLevel(position);
        final boolean isForWantOfStop = reason == CloseReason.PROTECT_DEADLINE || reason == CloseReason.PAST_LEVEL;
        if (isForWantOfStop && level != 0 && !isCrossed(position, level)) {
            reasons[slot] = CloseReason.NONE;
            changePhase(position, PositionPhase.OPEN);
        }
    }

    private boolean isCrossed(final Position position, final long level) {
        final int id = position.instrumentId();
        return prices.isMarkFresh(id) && Coverage.isCrossed(position, prices.mark(id), level);
    }

    private void send(final Position position) {
        final int slot = position.slot();
        final Instrument instrument = instruments.at(position.instrumentId());
        final boolean isPriced = isLimit[slot] && prices.isMarkFresh(instrument.id());
        final long price = isPriced ? bandEdge(position, instrument) : FixedPoint.NULL;
        final long quantity = quantity(position, instrument, isPriced);
        final OrderSlot order = desk.close(position, quantity, price, rungs[slot], reasons[slot]);
        issuedNs[slot] = time.nowNs();
        if (order == null) {
            nextNs[slot] = time.nowNs() + policy.closeLadderNs();
            wakes.at(nextNs[slot]);
        } else {
            rungs[slot] = Math.min(rungs[slot] + 1, Short.MAX_VALUE);
        }
    }

    private long quantity(final Position position, final Instrument instrument, final boolean isPriced) {
        final long max = isPriced ? instrument.maxQuantity() : instrument.maxMarketQuantity();
        long quantity = position.quantity();
        if (chunks[position.slot()] > 0) {
            quantity = Math.min(quantity, chunks[position.slot()]);
        }
        if (max > 0 && quantity > max) {
            final long step = Math.max(1, instrument.stepSize());
            quantity = Math.max(step, max / step * step);
        }
        return quantity;
    }

    private long bandEdge(final Position position, final Instrument instrument) {
        final long mark = prices.mark(instrument.id());
        if (position.isLong()) {
            final int band = instrument.bandDownPpm() > 0 ? instrument.bandDownPpm() : policy.closeSlippagePpm();
            final long edge = FixedPoint.shiftedByPpm(mark, -band, Rounding.CEILING);
            return Math.max(FixedPoint.ceilToTick(edge, instrument.tickSize()), instrument.minPrice());
        }
        final int band = instrument.bandUpPpm() > 0 ? instrument.bandUpPpm() : policy.closeSlippagePpm();
        final long edge = FixedPoint.shiftedByPpm(mark, band, Rounding.FLOOR);
        final long onTick = FixedPoint.floorToTick(edge, instrument.tickSize());
        return instrument.maxPrice() > 0 ? Math.min(onTick, instrument.maxPrice()) : onTick;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        final int used = positions.used();
        fields.of("reasons", reasons, used, CloseReason.class);
        fields.of("rungs", rungs, used);
        fields.of("nextNs", nextNs, used);
        fields.of("issuedNs", issuedNs, used);
        fields.of("chunks", chunks, used);
        fields.of("isLimit", isLimit, used);
        fields.of("awaitedRead", awaitedRead, used);
        fields.of("awaitedNs", awaitedNs, used);
        fields.of("exitsNs", exitsNs, used);
        fields.of("limited", limited, used);
    }
}
