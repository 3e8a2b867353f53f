package io.ratchet.engine.exit;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.OrderTracker;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * The one limit exit of a position, reduce-only: placed where a rule wants it, amended when that moved enough, cancelled
 * when nobody wants it or a close at the market needs what may be reduced. One command in flight; the last wanted price
 * wins. What became of a command is read before another is decided (incident F03: 30 exits on one position). Core thread.
 */
public final class LimitExit {
    private static final int BACKOFF_MAX = 6;
    private static final int REPLACED_AFTER = 3;

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
    private final long[] wanted = new long[PositionTable.POSITIONS_MAX];
    private final long[] nextNs = new long[PositionTable.POSITIONS_MAX];
    private final int[] failures = new int[PositionTable.POSITIONS_MAX];
    private final boolean[] isBandRefused = new boolean[PositionTable.POSITIONS_MAX];
    private final boolean[] isReplaced = new boolean[PositionTable.POSITIONS_MAX];
    private final long[] toldPrice = new long[PositionTable.POSITIONS_MAX];
    private final long[] toldFilled = new long[PositionTable.POSITIONS_MAX];

    /**
     * No exit yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit of the core.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     * @param tracker     of orders.
     * @param desk        issues commands.
     * @param reads       and venues.
     * @param wakes       of positions.
     */
    public LimitExit(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final OrderTracker tracker,
            final CommandDesk desk,
            final Reads reads,
            final Wakes wakes) {
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
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        wanted[slot] = 0;
        nextNs[slot] = 0;
        failures[slot] = 0;
        isBandRefused[slot] = false;
        isReplaced[slot] = false;
        toldPrice[slot] = 0;
        toldFilled[slot] = 0;
    }

    /**
     * The exit shall rest at a price.
     *
     * @param position to wind down.
     * @param price    1e-10, on tick.
     */
    public void want(final Position position, final long price) {
        final int slot = position.slot();
        wanted[slot] = price;
        final OrderSlot order = open(position);
        final boolean isDue = order == null || isAtRest(order) && isToMove(position, order, legal(position));
        if (isDue && time.nowNs() >= nextNs[slot]) {
            positions.touch(position);
        }
    }

    /**
     * The exit shall go.
     *
     * @param position that is not to be wound down now.
     */
    public void withdraw(final Position position) {
        if (wanted[position.slot()] != 0) {
            wanted[position.slot()] = 0;
            positions.touch(position);
        }
    }

    /**
     * Whether an exit rests, or may.
     *
     * @param position asked about.
     * @return true while one is not known to have ended.
     */
    public boolean isOut(final Position position) {
        return open(position) != null;
    }

    /** The one that counts: the newest; an older one is only there when its absence was proven wrongly. */
    private static OrderSlot open(final Position position) {
        OrderSlot newest = null;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isExit() && order.isOpen() && (newest == null || order.issuedNs() > newest.issuedNs())) {
                newest = order;
            }
        }
        return newest;
    }

    private static boolean isAtRest(final OrderSlot order) {
        return order.state() == OrderState.LIVE
                && !order.isMovePending()
                && !order.isDoubted()
                && !order.isCancelRequested();
    }

    /**
     * Takes the exit one step toward what is wanted.
     *
     * @param position  to wind down.
     * @param isClosing whether a close at the market is under way: the exit goes.
     */
    public void run(final Position position, final boolean isClosing) {
        takeEnds(position);
        final OrderSlot order = open(position);
        if (order != null) {
            tell(position, order);
            takeMoveFailure(position, order);
        }
        final VenueView venue = reads.venue(position.venue());
        if (venue.isBlind() || venue.isRestarting()) {
            return;
        }
        final int slot = position.slot();
        final boolean isUnwanted = isClosing || position.quantity() == 0 || wanted[slot] == 0;
        cancelOthers(position, isUnwanted || isReplaced[slot] ? null : order);
        if (!isUnwanted && time.nowNs() >= nextNs[slot] && prices.isMarkFresh(position.instrumentId())) {
            follow(position, order);
        }
    }

    private void follow(final Position position, final OrderSlot order) {
        final long price = legal(position);
        if (order == null) {
            place(position, price);
        } else if (isAtRest(order) && isToMove(position, order, price)) {
            final long quantity = order.filled() + quantity(position);
            if (!desk.moveExit(position, order, quantity, price)) {
                failed(position.slot());
            }
        }
    }

    private void place(final Position position, final long price) {
        final int slot = position.slot();
        if (desk.placeExit(position, quantity(position), price) == null) {
            failed(slot);
        } else {
            toldPrice[slot] = 0;
            toldFilled[slot] = 0;
        }
    }

    private boolean isToMove(final Position position, final OrderSlot order, final long price) {
        return FixedPoint.isApartMoreThan(price, order.level(), policy.agedMovePpm())
                || order.quantity() - order.filled() != quantity(position);
    }

    private long quantity(final Position position) {
        final Instrument instrument = instruments.at(position.instrumentId());
        final long max = instrument.maxQuantity();
        return max > 0 && position.quantity() > max
                ? Math.max(1, FixedPoint.floorToTick(max, instrument.stepSize()))
                : position.quantity();
    }

    /**
     * The wanted price within what the venue takes: of a sell it refuses what is too low, of a buy what is too high. If it
     * refused one nevertheless, both edges bind.
     */
    private long legal(final Position position) {
        final Instrument instrument = instruments.at(position.instrumentId());
        final long mark = prices.mark(instrument.id());
        final boolean isLong = position.isLong();
        final boolean isBound = isBandRefused[position.slot()];
        final long tick = instrument.tickSize();
        long price = wanted[position.slot()];
        if (instrument.bandDownPpm() > 0 && (isLong || isBound)) {
            price = Math.max(
                    price,
                    FixedPoint.ceilToTick(
                            FixedPoint.shiftedByPpm(mark, -instrument.bandDownPpm(), Rounding.CEILING), tick));
        }
        if (instrument.bandUpPpm() > 0 && (!isLong || isBound)) {
            price = Math.min(
                    price,
                    FixedPoint.floorToTick(
                            FixedPoint.shiftedByPpm(mark, instrument.bandUpPpm(), Rounding.FLOOR), tick));
        }
        price = Math.max(price, FixedPoint.ceilToTick(Math.max(1, instrument.minPrice()), tick));
        return instrument.maxPrice() > 0 ? Math.min(price, FixedPoint.floorToTick(instrument.maxPrice(), tick)) : price;
    }

    private void cancelOthers(final Position position, final OrderSlot kept) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            final boolean isToGo = order != kept || order.isCancelRequested();
            if (order.isExit() && order.state() == OrderState.LIVE && !order.isCancelInFlight() && isToGo) {
                cancel(position, order);
            }
        }
    }

    private void cancel(final Position position, final OrderSlot order) {
        if (time.nowNs() < order.nextCancelNs()) {
            wakes.at(order.nextCancelNs());
        } else if (!desk.cancelExit(position, order)) {
            wakes.at(time.nowNs() + policy.wallSecondNs());
        }
    }

    // What became of it.

    private void tell(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        tellFilled(position, order);
        if (order.state() != OrderState.LIVE || order.isMovePending() || toldPrice[slot] == order.level()) {
            return;
        }
        if (toldPrice[slot] == 0) {
            decisions.exitOrderPlaced(position, order.level(), order.quantity(), order);
        } else {
            decisions.exitOrderMoved(position, toldPrice[slot], order.level(), order.quantity());
        }
        toldPrice[slot] = order.level();
        failures[slot] = 0;
    }

    private void tellFilled(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        final long more = order.filled() - toldFilled[slot];
        if (more > 0) {
            toldFilled[slot] = order.filled();
            if (position.quantity() > 0) {
                decisions.positionQuantityChanged(
                        position, position.quantity() + more, position.quantity(), position.entryAverage());
            }
        }
    }

    private void takeEnds(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isExit() && order.state() == OrderState.ENDED && !order.isEndHandled()) {
                tracker.endHandled(order);
                ended(position, order);
            }
        }
    }

    private void ended(final Position position, final OrderSlot order) {
        final int slot = position.slot();
        tellFilled(position, order);
        decisions.exitOrderEnded(position, order);
        toldPrice[slot] = 0;
        toldFilled[slot] = 0;
        if (order.endStatus() == OrderStatus.REJECTED) {
            refused(position, order.endReason());
        } else if (order.endStatus() == OrderStatus.ABSENT) {
            failed(slot);
        } else if (!isReplaced[slot]) {
            nextNs[slot] = time.nowNs() + policy.agedPlacePauseNs();
        }
        isReplaced[slot] = false;
    }

    private void takeMoveFailure(final Position position, final OrderSlot order) {
        final OutcomeReason reason = order.moveFailure();
        if (reason == OutcomeReason.NONE) {
            return;
        }
        tracker.moveFailureHandled(order);
        final int slot = position.slot();
        refused(position, reason);
        // What cannot be amended is cancelled and placed anew.
        isReplaced[slot] |= reason == OutcomeReason.AMEND_REFUSED || failures[slot] >= REPLACED_AFTER;
    }

    private void refused(final Position position, final OutcomeReason reason) {
        final int slot = position.slot();
        if (reason == OutcomeReason.PRICE_BAND) {
            isBandRefused[slot] = true;
        } else if (reason == OutcomeReason.REDUCE_ONLY_REJECTED) {
            // Something else is to reduce it, or nothing is left.
            reads.want(position.venue());
        }
        failed(slot);
    }

    private void failed(final int slot) {
        nextNs[slot] = time.nowNs() + (policy.wallSecondNs() << Math.min(failures[slot], BACKOFF_MAX));
        failures[slot] = Math.min(failures[slot] + 1, Short.MAX_VALUE);
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("wanted", wanted, positions.used());
        fields.of("nextNs", nextNs, positions.used());
        fields.of("failures", failures, positions.used());
        fields.of("isBandRefused", isBandRefused, positions.used());
        fields.of("isReplaced", isReplaced, positions.used());
        fields.of("toldPrice", toldPrice, positions.used());
        fields.of("toldFilled", toldFilled, positions.used());
    }
}
