package io.ratchet.engine.entry;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.limits.Protections;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.market.VenueTraits;
import io.ratchet.engine.position.ClosedPositions;
import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.Limits;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.protection.StopGuard;
import io.ratchet.engine.protection.TrailingStop;
import io.ratchet.engine.reconcile.ForeignBook;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * The atomic open: leverage verified, a fresh price, a size on step, one market order that is never sent twice; the first
 * evidence of a fill makes it a position that needs a stop. Everything else ends in one typed refusal. Core thread.
 */
public final class EntryRule implements EntryRequests {
    private static final int STAGE_NONE = 0;
    private static final int STAGE_LEVERAGE = 1;
    private static final int STAGE_LEVERAGE_SENT = 2;
    private static final int STAGE_PRICE = 3;
    private static final int STAGE_SENT = 4;
    private static final int STAGE_OPENED = 5;
    private static final int STOPS_PER_ENTRY = 2;
    private static final int CONCLUSIONS_MAX = 2_048;
    private static final int NO_SLOT = -1;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final ClosedPositions closed;
    private final Limits limits;
    private final EntrySwitch entries;
    private final CommandDesk desk;
    private final Reads reads;
    private final ForeignBook foreign;
    private final StopGuard guard;
    private final TrailingStop trail;
    private final Wakes wakes;
    private final Protections protections;
    private final EntryChecks checks;
    private final EntrySizer sizer;

    private final int[] stages = new int[PositionTable.POSITIONS_MAX];
    private final long[] signalIds = new long[PositionTable.POSITIONS_MAX];
    private final long[] quantities = new long[PositionTable.POSITIONS_MAX];
    private final long[] budgets = new long[PositionTable.POSITIONS_MAX];
    private final long[] waitUntilNs = new long[PositionTable.POSITIONS_MAX];
    private final OutcomeReason[] outcomes = new OutcomeReason[PositionTable.POSITIONS_MAX];
    private final long[] leverageEpoch = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final boolean[] isPinned = new boolean[InstrumentTable.INSTRUMENTS_MAX];
    private final boolean[] isSubscribed = new boolean[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] concludedSignals = new long[CONCLUSIONS_MAX];
    private final long[] concludedPositions = new long[CONCLUSIONS_MAX];
    private final EntryRefusal[] conclusions = new EntryRefusal[CONCLUSIONS_MAX];
    private int concluded;
    private long epochSeconds;

    /**
     * Nothing asked for yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     * @param closed      positions that ended.
     * @param limits      counters.
     * @param entries     the switch.
     * @param desk        issues commands.
     * @param reads       and venues.
     * @param foreign     what is not ours.
     * @param guard       of stops.
     * @param trail       of stops.
     * @param wakes       of positions.
     * @param checks      filters and limits.
     * @param protections rules that look at results.
     */
    public EntryRule(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final ClosedPositions closed,
            final Limits limits,
            final EntrySwitch entries,
            final CommandDesk desk,
            final Reads reads,
            final ForeignBook foreign,
            final StopGuard guard,
            final TrailingStop trail,
            final Wakes wakes,
            final EntryChecks checks,
            final Protections protections) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.closed = closed;
        this.limits = limits;
        this.entries = entries;
        this.desk = desk;
        this.reads = reads;
        this.foreign = foreign;
        this.guard = guard;
        this.trail = trail;
        this.wakes = wakes;
        this.protections = protections;
        this.checks = checks;
        sizer = checks.sizer();
        Arrays.fill(signalIds, FixedPoint.NULL);
        Arrays.fill(outcomes, OutcomeReason.NONE);
        Arrays.fill(conclusions, EntryRefusal.NONE);
    }

    @Override
    public EntryRefusal readiness(final Venue venue) {
        if (entries.isStopped()) {
            return EntryRefusal.ENTRIES_STOPPED;
        }
        final VenueView view = reads.venue(venue);
        if (view.isHedgeMode()) {
            return EntryRefusal.HEDGE_MODE;
        }
        if (view.nodeState() != NodeState.RUNNING) {
            return EntryRefusal.NODE_NOT_RUNNING;
        }
        return view.isOk() && !view.areReadsStale() ? EntryRefusal.NONE : EntryRefusal.VENUE_NOT_OK;
    }

    @Override
    public EntryRefusal screen(final int instrumentId, final PositionSide side) {
        final EntryRefusal refusal = possible(instrumentId, side);
        return refusal != EntryRefusal.NONE ? refusal : checks.screen(instrumentId);
    }

    /** What holds for an operator too, whom no list and no filter binds. */
    private EntryRefusal possible(final int instrumentId, final PositionSide side) {
        if (!instruments.isKnown(instrumentId)) {
            return EntryRefusal.SYMBOL_UNKNOWN;
        }
        if (!instruments.at(instrumentId).isTrading()) {
            return EntryRefusal.SYMBOL_NOT_TRADING;
        }
        if (positions.ofInstrument(instrumentId) != null) {
            return EntryRefusal.ALREADY_OPEN;
        }
        if (guard.isReopenBlocked(instrumentId)) {
            return EntryRefusal.RECENT_WOULD_TRIGGER;
        }
        if (foreign.quantity(instrumentId) != 0) {
            return EntryRefusal.FOREIGN_EXPOSURE;
        }
        return checks.isBlocked(instrumentId) ? EntryRefusal.SYMBOL_BLOCKED : protections.refusal(instrumentId, side);
    }

    @Override
    public EntryRefusal request(
            final long signalId,
            final int instrumentId,
            final Venue venue,
            final PositionSide side,
            final long nowNs,
            final Outputs outputs) {
        EntryRefusal refusal = readiness(venue);
        if (refusal == EntryRefusal.NONE) {
            refusal = checks.counts(instrumentId, venue);
        }
        final long budget = checks.budget(venue);
        if (refusal == EntryRefusal.NONE && budget == FixedPoint.NULL) {
            refusal = EntryRefusal.EQUITY_STALE;
        }
        if (refusal == EntryRefusal.NONE) {
            refusal = begin(signalId, instrumentId, side, 0, budget);
        }
        if (refusal != EntryRefusal.NONE) {
            refused(instrumentId, signalId, venue, side, refusal, OutcomeReason.NONE);
        }
        return refusal;
    }

    /**
     * An operator asks to open; waves and count limits do not apply.
     *
     * @param instrumentId to hold.
     * @param side         LONG or SHORT.
     * @param quantity     1e-8, on step.
     */
    public void requestByOperator(final int instrumentId, final PositionSide side, final long quantity) {
        final boolean isKnown = instruments.isKnown(instrumentId);
        final Venue venue = isKnown ? instruments.at(instrumentId).venue() : Venue.NONE;
        EntryRefusal refusal = isKnown ? readiness(venue) : EntryRefusal.SYMBOL_UNKNOWN;
        if (refusal == EntryRefusal.NONE) {
            final boolean isSized = quantity > 0 && quantity != FixedPoint.NULL;
            refusal = isSized ? begin(FixedPoint.NULL, instrumentId, side, quantity, 0) : EntryRefusal.BELOW_MINIMUM;
        }
        if (refusal != EntryRefusal.NONE) {
            refused(instrumentId, FixedPoint.NULL, venue, side, refusal, OutcomeReason.NONE);
        }
    }

    private EntryRefusal begin(
            final long signalId,
            final int instrumentId,
            final PositionSide side,
            final long quantity,
            final long budget) {
        protections.beforeEntry();
        final EntryRefusal refusal =
                signalId == FixedPoint.NULL ? possible(instrumentId, side) : screen(instrumentId, side);
        if (refusal != EntryRefusal.NONE) {
            return refusal;
        }
        final Instrument instrument = instruments.at(instrumentId);
        final int free = guard.freeConditionalOrders(instrument.venue());
        if (free - STOPS_PER_ENTRY * limits.opening() < STOPS_PER_ENTRY + policy.conditionalOrdersReserve()
                && free != Integer.MAX_VALUE) {
            return EntryRefusal.CONDITIONAL_ORDERS_FULL;
        }
        if (isStopNearLiquidation()) {
            return EntryRefusal.STOP_NEAR_LIQUIDATION;
        }
        final EntryRefusal money = checks.money(instrument.venue(), NO_SLOT, budget);
        if (money != EntryRefusal.NONE) {
            return money;
        }
        final boolean isLeverageKnown = policy.leverage() == 0 || leverageEpoch[instrumentId] == epochSeconds;
        if (!isLeverageKnown && foreign.orders(instrumentId) > 0) {
            // Leverage is never changed under somebody else's order.
            return EntryRefusal.FOREIGN_ORDER;
        }
        final Position position = positions.claim(instrumentId, instrument.venue(), side, time.nowNs());
        if (position == null) {
            return EntryRefusal.TABLE_FULL;
        }
        final int slot = position.slot();
        stages[slot] = isLeverageKnown ? STAGE_PRICE : STAGE_LEVERAGE;
        signalIds[slot] = signalId;
        quantities[slot] = quantity;
        budgets[slot] = budget;
        outcomes[slot] = OutcomeReason.NONE;
        waitUntilNs[slot] = time.nowNs() + policy.entryPriceWaitNs();
        reads.clear(slot);
        limits.opening(slot, budget);
        subscribe(instrument);
        positions.touch(position);
        return EntryRefusal.NONE;
    }

    /** With isolated margin a position is liquidated about 1/leverage away; cross margin lies further. */
    private boolean isStopNearLiquidation() {
        return policy.liquidationBufferPpm() > 0
                && policy.leverage() > 0
                && policy.stopPpm() + policy.liquidationBufferPpm() > FixedPoint.PPM_ONE / policy.leverage();
    }

    private void subscribe(final Instrument instrument) {
        if (!isSubscribed[instrument.id()]) {
            isSubscribed[instrument.id()] = true;
            decisions.subscribe(instrument.id(), instrument.venue());
        }
    }

    /**
     * Takes an opening one step further.
     *
     * @param position perhaps opening.
     * @return true when it ended without a position: the caller releases it.
     */
    public boolean run(final Position position) {
        if (position.phase() != PositionPhase.OPENING) {
            return false;
        }
        final int slot = position.slot();
        if (stages[slot] == STAGE_LEVERAGE) {
            final boolean isSent = desk.setLeverage(position, policy.leverage(), policy.marginMode());
            stages[slot] = isSent ? STAGE_LEVERAGE_SENT : STAGE_LEVERAGE;
            return !isSent && refuse(position, EntryRefusal.TABLE_FULL);
        }
        if (stages[slot] == STAGE_PRICE) {
            return price(position);
        }
        return stages[slot] == STAGE_SENT && sent(position);
    }

    /**
     * Leverage and margin mode were verified, or not.
     *
     * @param position that waits for it.
     * @param result   the input.
     */
    public void onLeverage(final Position position, final CommandResultDecoder result) {
        final int slot = position.slot();
        final boolean isSet = result.outcome() == CommandOutcome.ACCEPTED
                || result.outcome() == CommandOutcome.REJECTED && result.reason() == OutcomeReason.NO_CHANGE;
        if (isSet) {
            leverageEpoch[position.instrumentId()] = epochSeconds;
        }
        if (position.phase() != PositionPhase.OPENING || stages[slot] != STAGE_LEVERAGE_SENT) {
            return;
        }
        stages[slot] = isSet ? STAGE_PRICE : STAGE_NONE;
        outcomes[slot] = result.reason();
        waitUntilNs[slot] = time.nowNs() + policy.entryPriceWaitNs();
        positions.touch(position);
    }

    private boolean price(final Position position) {
        final int slot = position.slot();
        final int id = position.instrumentId();
        if (isAwaited(id) && time.nowNs() < waitUntilNs[slot]) {
            wakes.at(waitUntilNs[slot]);
            return false;
        }
        if (!isPriced(id)) {
            return refuse(position, prices.mark(id) == 0 ? EntryRefusal.NO_PRICE : EntryRefusal.STALE_PRICE);
        }
        final long limit = sizer.limit(instruments.at(id), position.isLong());
        final EntryRefusal refusal = finalCheck(position, limit);
        if (refusal != EntryRefusal.NONE) {
            return refuse(position, refusal);
        }
        final long quantity = quantities[slot];
        limits.money(slot, FixedPoint.money(worst(id, limit), quantity, Rounding.CEILING));
        if (!desk.placeEntry(position, quantity, limit, stopLevel(position))) {
            return refuse(position, EntryRefusal.NOT_SENT);
        }
        decisions.positionPhaseChanged(position, PositionPhase.NONE, PositionPhase.OPENING);
        stages[slot] = STAGE_SENT;
        return false;
    }

    /** Where the venue attaches the stop, it comes with the entry: by the price that the entry is expected to fill at. */
    private long stopLevel(final Position position) {
        if (!VenueTraits.of(position.venue()).attachesStops()) {
            return FixedPoint.NULL;
        }
        final int id = position.instrumentId();
        final long counter = position.isLong() ? prices.ask(id) : prices.bid(id);
        return guard.levelFor(position, prices.isBookFresh(id) && counter > 0 ? counter : price(id));
    }

    /** A limit entry waits for the book as any entry waits for the mark; without ages there is nothing to wait for. */
    private boolean isAwaited(final int id) {
        return !isPriced(id) || sizer.isLimit() && policy.lastMaxAgeNs() > 0 && !prices.isBookFresh(id);
    }

    /** A fresh mark; without age limits, as in a simulation, a book is enough. */
    private boolean isPriced(final int id) {
        return prices.isMarkFresh(id) || policy.markMaxAgeNs() == 0 && prices.isBookFresh(id);
    }

    private long price(final int id) {
        return prices.hasMark(id) ? prices.mark(id) : prices.ask(id);
    }

    /** What a position may cost at most: a buy limit above the mark is money that may be spent. */
    private long worst(final int id, final long limit) {
        return limit == FixedPoint.NULL ? price(id) : Math.max(price(id), limit);
    }

    private EntryRefusal finalCheck(final Position position, final long limit) {
        final int slot = position.slot();
        final int id = position.instrumentId();
        final Instrument instrument = instruments.at(id);
        final EntryRefusal readiness = readiness(position.venue());
        if (readiness != EntryRefusal.NONE) {
            return readiness;
        }
        protections.beforeEntry();
        final EntryRefusal results = protections.refusal(id, position.side());
        if (results != EntryRefusal.NONE) {
            return results;
        }
        if (policy.lastMarkDeviationPpm() > 0
                && prices.isLastFresh(id)
                && prices.isMarkFresh(id)
                && FixedPoint.isApartMoreThan(prices.last(id), prices.mark(id), policy.lastMarkDeviationPpm())) {
            return EntryRefusal.LAST_FAR_FROM_MARK;
        }
        if (sizer.isLimit() && limit == FixedPoint.NULL && !checks.isMarketWithoutBook()) {
            return EntryRefusal.NO_BOOK;
        }
        final EntryRefusal spread = checks.spread(id);
        if (spread != EntryRefusal.NONE && signalIds[slot] != FixedPoint.NULL) {
            return spread;
        }
        final long worst = worst(id, limit);
        if (quantities[slot] == 0) {
            quantities[slot] = sizer.quantity(instrument, worst, budgets[slot]);
        } else if (!FixedPoint.isOnStep(quantities[slot], instrument.stepSize())) {
            return EntryRefusal.QUANTITY_OFF_STEP;
        }
        final EntryRefusal size = sizer.refusal(instrument, price(id), quantities[slot]);
        return size != EntryRefusal.NONE
                ? size
                : checks.money(position.venue(), slot, FixedPoint.money(worst, quantities[slot], Rounding.CEILING));
    }

    private boolean sent(final Position position) {
        if (position.entryQuantity() > 0) {
            opened(position);
            return false;
        }
        final OrderSlot entry = position.entry();
        if (entry == null || entry.state() != OrderState.ENDED) {
            return false;
        }
        outcomes[position.slot()] = entry.endReason();
        if (entry.endReason() == OutcomeReason.WOULD_TRIGGER) {
            guard.wouldTrigger(position.instrumentId());
        }
        return refuse(position, refusalOf(entry));
    }

    private static EntryRefusal refusalOf(final OrderSlot entry) {
        if (entry.isFromEarlierStart() && entry.endStatus() == OrderStatus.ABSENT) {
            return EntryRefusal.STALE_AFTER_RESTART;
        }
        if (entry.endStatus() == OrderStatus.REJECTED) {
            return EntryRefusal.REJECTED_BY_VENUE;
        }
        return entry.endStatus() == OrderStatus.ABSENT && !entry.wasUnknown()
                ? EntryRefusal.NOT_SENT
                : EntryRefusal.UNFILLED;
    }

    private void opened(final Position position) {
        final int slot = position.slot();
        final long average = position.entryAverage();
        final long entry = average != 0 ? average : price(position.instrumentId());
        stages[slot] = STAGE_OPENED;
        decisions.positionPhaseChanged(position, PositionPhase.OPENING, PositionPhase.OPEN);
        positions.phase(position, PositionPhase.OPEN);
        positions.opened(position, time.nowNs(), entry);
        limits.opened();
        checks.opened();
        decisions.positionOpened(position, position.entryQuantity(), entry, signalIds[slot], position.side());
        guard.opened(position, entry);
        trail.opened(position, entry);
        if (signalIds[slot] != FixedPoint.NULL) {
            conclude(signalIds[slot], position.id(), EntryRefusal.NONE);
        }
    }

    /**
     * Keeps the money of a position in step with its size.
     *
     * @param position that is open.
     */
    public void account(final Position position) {
        if (position.openedNs() != 0 && !position.isGuarded()) {
            final long average = position.entryAverage();
            if (average != 0) {
                limits.money(position.slot(), FixedPoint.money(average, position.quantity(), Rounding.CEILING));
            }
        }
    }

    private boolean refuse(final Position position, final EntryRefusal refusal) {
        final int slot = position.slot();
        refused(position.instrumentId(), signalIds[slot], position.venue(), position.side(), refusal, outcomes[slot]);
        if (signalIds[slot] != FixedPoint.NULL) {
            conclude(signalIds[slot], 0, refusal);
        }
        return true;
    }

    private void refused(
            final int instrumentId,
            final long signalId,
            final Venue venue,
            final PositionSide side,
            final EntryRefusal refusal,
            final OutcomeReason outcome) {
        decisions.entryRefused(instrumentId, signalId, venue, side, refusal, outcome);
    }

    private void conclude(final long signalId, final long positionId, final EntryRefusal refusal) {
        concludedSignals[concluded] = signalId;
        concludedPositions[concluded] = positionId;
        conclusions[concluded] = refusal;
        concluded++;
    }

    /**
     * Tells the waves what became of their requests; at the end of an event, since they may ask again.
     *
     * @param waves to tell.
     */
    public void drainConclusions(final EntryConclusions waves) {
        int next = 0;
        while (next < concluded) {
            final long signalId = concludedSignals[next];
            final long positionId = concludedPositions[next];
            final EntryRefusal refusal = conclusions[next];
            next++;
            waves.onEntryConcluded(signalId, positionId, refusal, time.nowNs(), decisions.outputs());
        }
        concluded = 0;
    }

    /**
     * A position leaves the table.
     *
     * @param position that is flat or never opened.
     */
    public void release(final Position position) {
        final int slot = position.slot();
        final int id = position.instrumentId();
        if (position.id() != 0) {
            closed.add(position, time.nowNs());
        }
        if (!position.isGuarded()) {
            limits.ended(slot, stages[slot] == STAGE_OPENED);
        }
        stages[slot] = STAGE_NONE;
        signalIds[slot] = FixedPoint.NULL;
        quantities[slot] = 0;
        budgets[slot] = 0;
        waitUntilNs[slot] = 0;
        outcomes[slot] = OutcomeReason.NONE;
        if (isSubscribed[id] && !isPinned[id]) {
            isSubscribed[id] = false;
            decisions.unsubscribe(id, position.venue());
        }
    }

    /**
     * A process start: what waits for leverage or a price is stale, and so is what is known of leverage and feeds.
     *
     * @param newEpochSeconds of the start.
     */
    public void onNodeStarted(final long newEpochSeconds) {
        epochSeconds = newEpochSeconds;
        Arrays.fill(isSubscribed, false);
    }

    /**
     * Whether a position was asked for before this start and its entry was never sent.
     *
     * @param position of the table.
     * @return true if it ends as STALE_AFTER_RESTART.
     */
    public boolean refuseStale(final Position position) {
        final int stage = stages[position.slot()];
        return position.phase() == PositionPhase.OPENING
                && stage < STAGE_SENT
                && refuse(position, EntryRefusal.STALE_AFTER_RESTART);
    }

    /**
     * Whether leverage could not be verified: the opening ends here.
     *
     * @param position of the table.
     * @return true if the caller releases it.
     */
    public boolean refuseWithoutLeverage(final Position position) {
        return position.phase() == PositionPhase.OPENING
                && stages[position.slot()] == STAGE_NONE
                && refuse(position, EntryRefusal.LEVERAGE_NOT_SET);
    }

    /**
     * The prices of an instrument are needed from now on, with or without a position.
     *
     * @param instrumentId of a known instrument.
     */
    public void pin(final int instrumentId) {
        isPinned[instrumentId] = true;
        subscribe(instruments.at(instrumentId));
    }

    /**
     * Feeds of a venue can be asked for again after a start.
     *
     * @param venue that is reachable.
     */
    public void resubscribe(final Venue venue) {
        for (int id = 0; id < instruments.size(); id++) {
            if (isPinned[id] && instruments.at(id).venue() == venue) {
                subscribe(instruments.at(id));
            }
        }
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() != PositionPhase.NONE && position.venue() == venue) {
                subscribe(instruments.at(position.instrumentId()));
            }
        }
    }

    /**
     * A fill came late for an entry that was given up: it is ours, and it needs a stop.
     *
     * @param closedIndex  of the position in {@link ClosedPositions}.
     * @param positionId   of the fill.
     * @param revision     of the entry's id.
     * @return the position, null if the instrument is taken or the table full.
     */
    public Position revive(final int closedIndex, final long positionId, final int revision) {
        final int instrumentId = closed.instrumentId(closedIndex);
        if (positions.ofInstrument(instrumentId) != null) {
            return null;
        }
        final Instrument instrument = instruments.at(instrumentId);
        final Position position =
                positions.claim(instrumentId, instrument.venue(), closed.side(closedIndex), time.nowNs());
        if (position == null) {
            return null;
        }
        final int slot = position.slot();
        positions.identify(position, positionId);
        desk.revive(position, closed.entryEpochSeconds(closedIndex), revision, closed.lastRevision(closedIndex));
        stages[slot] = STAGE_SENT;
        signalIds[slot] = FixedPoint.NULL;
        outcomes[slot] = OutcomeReason.NONE;
        reads.clear(slot);
        limits.opening(slot, 0);
        subscribe(instrument);
        return position;
    }

    /**
     * Takes a foreign position into the table, guarded or as ours.
     *
     * @param instrumentId it holds, without a position so far.
     * @param side         of it.
     * @param positionId   of it.
     * @param lastRevision largest revision ever used for it, 0 for none.
     * @param quantity     1e-8.
     * @param entryPrice   1e-10.
     * @param isGuarded    whether it stays somebody else's.
     * @return the position, OPEN and without a stop of ours; null when the table is full.
     */
    public Position take(
            final int instrumentId,
            final PositionSide side,
            final long positionId,
            final int lastRevision,
            final long quantity,
            final long entryPrice,
            final boolean isGuarded) {
        final Instrument instrument = instruments.at(instrumentId);
        final Position position = positions.claim(instrumentId, instrument.venue(), side, time.nowNs());
        if (position == null) {
            return null;
        }
        final int slot = position.slot();
        desk.take(position, positionId, lastRevision, quantity, entryPrice);
        stages[slot] = STAGE_OPENED;
        signalIds[slot] = FixedPoint.NULL;
        outcomes[slot] = OutcomeReason.NONE;
        reads.clear(slot);
        decisions.positionPhaseChanged(position, PositionPhase.NONE, PositionPhase.OPEN);
        positions.phase(position, PositionPhase.OPEN);
        positions.opened(position, time.nowNs(), entryPrice);
        positions.guarded(position, isGuarded);
        subscribe(instrument);
        if (!isGuarded) {
            own(position);
        }
        return position;
    }

    /**
     * A position that was somebody else's is ours from here on: it counts, and it trails.
     *
     * @param position of the table.
     */
    public void own(final Position position) {
        final long entry = position.entryAverage();
        positions.guarded(position, false);
        limits.opening(position.slot(), FixedPoint.money(entry, position.quantity(), Rounding.CEILING));
        limits.opened();
        decisions.positionOpened(position, position.quantity(), entry, FixedPoint.NULL, position.side());
        trail.opened(position, entry);
        positions.touch(position);
    }

    /**
     * Whether an opening waits for a price.
     *
     * @param position of the table.
     * @return true if a price may send its entry.
     */
    public boolean isWaitingForPrice(final Position position) {
        return position.phase() == PositionPhase.OPENING && stages[position.slot()] == STAGE_PRICE;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        epochSeconds = fields.of("epochSeconds", epochSeconds);
        concluded = fields.count("concluded", concluded, CONCLUSIONS_MAX);
        fields.of("concludedSignals", concludedSignals, concluded);
        fields.of("concludedPositions", concludedPositions, concluded);
        fields.of("conclusions", conclusions, concluded, EntryRefusal.class);
        final int used = positions.used();
        fields.of("stages", stages, used);
        fields.of("signalIds", signalIds, used);
        fields.of("quantities", quantities, used);
        fields.of("budgets", budgets, used);
        fields.of("waitUntilNs", waitUntilNs, used);
        fields.of("outcomes", outcomes, used, OutcomeReason.class);
        fields.of("leverageEpoch", leverageEpoch, instruments.size());
        fields.of("isSubscribed", isSubscribed, instruments.size());
        fields.of("isPinned", isPinned, instruments.size());
    }
}
