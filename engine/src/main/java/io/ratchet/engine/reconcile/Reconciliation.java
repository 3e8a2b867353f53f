package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.ledger.Assets;
import io.ratchet.engine.ledger.FeeAssets;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.position.AttachedStops;
import io.ratchet.engine.position.ClosedPositions;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.IdEpoch;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.OrderTracker;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.SnapshotPositionDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.state.StateHash;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * Applies successful reads: the exchange is right about positions and orders, the journal about what we meant. Rows are
 * staged and count only at a successful end; a position that was touched after the request keeps what it knows. Core
 * thread.
 */
public final class Reconciliation {
    private static final int NOT_LISTED = -1;
    private static final long NS_PER_MS = 1_000_000L;

    private final EngineTime time;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PositionTable positions;
    private final IdEpoch ids;
    private final OrderTracker tracker;
    private final Reads reads;
    private final LateTrades late;
    private final ClosedPositions closed;
    private final FeeAssets fees;
    private final AttachedStops attached;
    private final ForeignBook foreign = new ForeignBook();
    private final ReadFacts facts;
    private final Leftovers leftovers;
    private final LeftoverSweep sweep;
    private final OtherInstance instance;
    private final SnapshotStage[] fullStages = new SnapshotStage[Reads.VENUES_MAX];
    private final SnapshotStage[] tradeStages = new SnapshotStage[Reads.VENUES_MAX];
    private final int[] rowOfInstrument = new int[InstrumentTable.INSTRUMENTS_MAX];
    private final Policy policy;
    private final SizeDoubt sizeDoubt;
    private final boolean[] hasOrder = new boolean[PositionTable.POSITIONS_MAX];
    private int verified;
    private int differing;

    /**
     * Nothing read yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param positions   of the core.
     * @param ids         that this journal issued.
     * @param tracker     of orders.
     * @param reads       that are on their way.
     * @param late        trades of positions that left the table.
     * @param entries     stopped when another instance is seen.
     * @param fees        in other assets.
     * @param attached    stops that are properties of positions.
     * @param closed      positions that ended.
     */
    public Reconciliation(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PositionTable positions,
            final IdEpoch ids,
            final OrderTracker tracker,
            final Reads reads,
            final LateTrades late,
            final EntrySwitch entries,
            final FeeAssets fees,
            final AttachedStops attached,
            final ClosedPositions closed) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.positions = positions;
        this.ids = ids;
        this.tracker = tracker;
        this.reads = reads;
        this.late = late;
        this.closed = closed;
        this.fees = fees;
        this.attached = attached;
        sizeDoubt = new SizeDoubt(policy);
        facts = new ReadFacts(time, decisions);
        leftovers = new Leftovers(time, policy, decisions, reads, facts);
        sweep = new LeftoverSweep(time, policy, reads, leftovers, facts);
        instance = new OtherInstance(time, policy, decisions, ids, entries, facts);
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            fullStages[i] = new SnapshotStage();
            tradeStages[i] = new SnapshotStage();
        }
        Arrays.fill(rowOfInstrument, NOT_LISTED);
    }

    /**
     * What is not ours.
     *
     * @return as the last good read showed it.
     */
    public ForeignBook foreign() {
        return foreign;
    }

    /**
     * Another instance on the same account.
     *
     * @return what is known of it.
     */
    public OtherInstance instance() {
        return instance;
    }

    /**
     * Looks for orders without a position.
     *
     * @return when reads are wanted for that.
     */
    public LeftoverSweep sweep() {
        return sweep;
    }

    /**
     * Orders without a position that were cancelled and then shown no more.
     *
     * @param venue of them.
     * @return the count since the beginning.
     */
    public long leftoversCleared(final Venue venue) {
        return leftovers.cleared(venue);
    }

    /**
     * A read begins to arrive.
     *
     * @param message the input.
     */
    public void onBegin(final VenueSnapshotBeginDecoder message) {
        final int venue = message.venue().value();
        final VenueView view = reads.venueAt(venue);
        if (message.snapshotId() == view.fullSnapshotId) {
            fullStages[venue].begin(message.snapshotId(), message.readNs(), message.hedgeMode() == Flag.YES);
        } else if (message.snapshotId() == view.tradesSnapshotId) {
            tradeStages[venue].begin(message.snapshotId(), message.readNs(), false);
        }
    }

    /**
     * A row.
     *
     * @param row the input.
     */
    public void onPosition(final SnapshotPositionDecoder row) {
        final SnapshotStage stage = fullStages[row.venue().value()];
        if (row.snapshotId() == stage.snapshotId) {
            stage.add(row);
        }
    }

    /**
     * A row.
     *
     * @param row the input.
     */
    public void onOrder(final SnapshotOrderDecoder row) {
        final SnapshotStage stage = fullStages[row.venue().value()];
        if (row.snapshotId() == stage.snapshotId) {
            stage.add(row);
        }
    }

    /**
     * A row.
     *
     * @param row the input.
     */
    public void onTrade(final SnapshotTradeDecoder row) {
        final SnapshotStage stage = tradeStages[row.venue().value()];
        if (row.snapshotId() == stage.snapshotId) {
            final long asset = Assets.of(row);
            stage.add(row, fees.money(row.venue(), asset, row.fee()), asset);
        }
    }

    /**
     * A read ended.
     *
     * @param message the input.
     * @return true if a full read succeeded and was applied.
     */
    public boolean onEnd(final VenueSnapshotEndDecoder message) {
        final int venue = message.venue().value();
        final VenueView view = reads.venueAt(venue);
        if (message.snapshotId() == view.fullSnapshotId) {
            return fullEnded(view, fullStages[venue], message.success() == Flag.YES);
        }
        if (message.snapshotId() == view.tradesSnapshotId) {
            tradesEnded(view, tradeStages[venue], message.success() == Flag.YES);
        }
        return false;
    }

    private boolean fullEnded(final VenueView view, final SnapshotStage stage, final boolean isSuccess) {
        final boolean isGood = isSuccess && stage.snapshotId == view.fullSnapshotId && !stage.isOverfull;
        if (stage.isOverfull) {
            decisions.alertRaised(
                    0, NOT_LISTED, view.venue(), stage.orders, SnapshotStage.ORDERS_MAX, AlertCode.TABLE_FULL);
        }
        reads.fullEnded(view, isGood);
        if (isGood) {
            view.lastGoodSequence = stage.snapshotId;
            view.lastGoodNs = time.nowNs();
            view.areReadsStale = false;
            apply(view, stage);
        }
        stage.begin(0, 0, false);
        return isGood;
    }

    private void apply(final VenueView view, final SnapshotStage stage) {
        view.isHedgeMode = stage.isHedgeMode;
        for (int row = 0; row < stage.positions; row++) {
            if (instruments.isKnown(stage.positionInstrument[row])) {
                rowOfInstrument[stage.positionInstrument[row]] = row;
            }
        }
        clearForeignStops(view);
        leftovers.begin();
        verified = 0;
        differing = 0;
        applyOrders(view, stage);
        applyPositions(view, stage);
        applyForeignPositions(view, stage);
        leftovers.keepSeen(view.venue(), stage.snapshotId);
        sweep.onRead(view, stage.readNs);
        instance.onRead(view.venue(), stage.readNs);
        facts.readApplied(
                view,
                time.nowNs() - view.fullRequestedNs,
                stage.positions,
                verified,
                differing,
                view.ownOrders,
                stage.orders - view.ownOrders);
        for (int row = 0; row < stage.positions; row++) {
            if (instruments.isKnown(stage.positionInstrument[row])) {
                rowOfInstrument[stage.positionInstrument[row]] = NOT_LISTED;
            }
        }
        Arrays.fill(hasOrder, 0, positions.limit(), false);
    }

    private void clearForeignStops(final VenueView view) {
        for (int i = 0; i < foreign.size(); i++) {
            if (instruments.at(i).venue() == view.venue()) {
                foreign.clearStops(i);
            }
        }
    }

    private void applyOrders(final VenueView view, final SnapshotStage stage) {
        long hash = 0;
        int conditional = 0;
        view.ownOrders = 0;
        for (int row = 0; row < stage.orders; row++) {
            if (stage.orderRole[row] == OrderRole.POSITION_STOP) {
                applyChild(view, stage, row);
            } else if (stage.orderRole[row] == OrderRole.NONE) {
                conditional += stage.orderBook[row] == OrderBook.CONDITIONAL ? 1 : 0;
                hash = StateHash.joined(hash, stage.orderVenueId[row]);
                foreignStop(stage, row);
                foreignLeftover(view, stage, row);
            } else {
                applyOrder(view, stage, row);
            }
        }
        view.foreignConditional = conditional;
        if (hash != view.foreignHash) {
            view.foreignHash = hash;
            tellForeignOrders(view, stage);
        }
    }

    /** The child of a stop that is a property of the position: it carries no id, so it is ours if the position is, or was. */
    private void applyChild(final VenueView view, final SnapshotStage stage, final int row) {
        final int id = stage.orderInstrument[row];
        if (!instruments.isKnown(id)) {
            return;
        }
        final Position position = positions.ofInstrument(id);
        final boolean isOurs = position != null && position.id() != 0 && stage.orderSide[row] == position.exitSide();
        if (isOurs && stage.orderClosesPosition[row]) {
            hasOrder[position.slot()] = true;
            if (position.touchedSequence() <= stage.snapshotId && position.quantity() > 0) {
                showChild(position, stage, row);
            } else if (position.openedNs() != 0 && position.quantity() == 0 && rowQuantity(stage, id) == 0) {
                leftovers.residue(view.venue(), stage, row, position.id(), true);
            }
            return;
        }
        final long last = position != null || rowQuantity(stage, id) != 0
                ? 0
                : closed.lastOf(id, time.nowNs(), policy.idRetentionNs());
        if (last != 0) {
            leftovers.residue(view.venue(), stage, row, last, false);
        } else {
            foreignStop(stage, row);
        }
    }

    private void showChild(final Position position, final SnapshotStage stage, final int row) {
        attached.onChild(
                position,
                stage.orderVenueId[row],
                stage.orderLevel[row],
                stage.orderFilled[row],
                stage.orderAverage[row],
                stage.orderStatus[row],
                stage.orderBook[row],
                Long.MAX_VALUE);
        final OrderSlot order = position.attachedStop();
        if (order != null && order.isOpen()) {
            tracker.shown(order, stage.snapshotId);
        }
    }

    /** Of somebody else, can only close, and there is nothing to close. */
    private void foreignLeftover(final VenueView view, final SnapshotStage stage, final int row) {
        final int instrumentId = stage.orderInstrument[row];
        if (instruments.isKnown(instrumentId)
                && (stage.orderClosesPosition[row] || stage.orderIsReduceOnly[row])
                && positions.ofInstrument(instrumentId) == null
                && rowQuantity(stage, instrumentId) == 0) {
            leftovers.found(view.venue(), stage, row, false);
        }
    }

    private void foreignStop(final SnapshotStage stage, final int row) {
        if (instruments.isKnown(stage.orderInstrument[row])) {
            foreign.order(stage.orderInstrument[row]);
        }
        // One that takes profit closes the position too, but on the other side of the market.
        if (stage.orderClosesPosition[row]
                && stage.orderType[row] == OrderType.STOP_MARKET
                && instruments.isKnown(stage.orderInstrument[row])) {
            foreign.stop(stage.orderInstrument[row], stage.orderSide[row], stage.orderLevel[row]);
        }
        if (stage.orderIsStop[row] && instruments.isKnown(stage.orderInstrument[row])) {
            final long covered = stage.orderClosesPosition[row] ? Long.MAX_VALUE : stage.orderQuantity[row];
            if (stage.orderClosesPosition[row] || stage.orderIsReduceOnly[row]) {
                foreign.cover(stage.orderInstrument[row], stage.orderSide[row], covered, stage.orderLevel[row]);
            }
        }
    }

    private void tellForeignOrders(final VenueView view, final SnapshotStage stage) {
        for (int row = 0; row < stage.orders; row++) {
            if (stage.orderRole[row] == OrderRole.NONE) {
                decisions.foreignExposureFound(
                        stage.orderQuantity[row],
                        stage.orderLevel[row],
                        stage.orderInstrument[row],
                        view.venue(),
                        stage.orderBook[row],
                        foreign.id(stage.orderInstrument[row]),
                        FixedPoint.NULL);
            }
        }
    }

    private void applyOrder(final VenueView view, final SnapshotStage stage, final int row) {
        final boolean isOfThisJournal = ids.isOfThisJournal(stage.orderEpochSeconds[row]);
        final Position position = isOfThisJournal ? positions.byId(stage.orderPositionId[row]) : null;
        view.ownOrders += position != null && position.isGuarded() ? 0 : 1;
        if (!ids.mayHaveIssued(stage.orderEpochSeconds[row], stage.orderPositionId[row])
                || position != null && !mayHaveIssued(position, stage, row)) {
            instance.seen(
                    view.venue(),
                    stage.orderInstrument[row],
                    stage.orderVenueId[row],
                    stage.orderEpochSeconds[row],
                    stage.orderPositionId[row],
                    stage.orderRevision[row],
                    stage.orderRole[row]);
            return;
        }
        if (position == null) {
            if (!isOfThisJournal && isHeldByNobody(stage, stage.orderInstrument[row])) {
                // Ours, but the journal that knows it is not there: it protects like anybody's.
                foreign.ours(stage.orderInstrument[row]);
                foreignStop(stage, row);
            } else {
                leftover(view, stage, row);
            }
            return;
        }
        if (position.instrumentId() != stage.orderInstrument[row]) {
            return;
        }
        hasOrder[position.slot()] = true;
        if (position.touchedSequence() > stage.snapshotId) {
            return;
        }
        OrderSlot order = position.find(stage.orderRole[row], stage.orderRevision[row], stage.orderEpochSeconds[row]);
        if (order == null && isForgotten(position, stage, row)) {
            order = adopted(position, stage, row);
            if (order == null) {
                // There is no room for it yet; it is in nobody's way until there is.
                reads.wantLater(view.venue());
                return;
            }
        }
        if (order == null || !order.isOpen() && order.endStatus() != OrderStatus.ABSENT) {
            leftovers.found(view.venue(), stage, row, true);
            return;
        }
        tracker.onReported(
                position,
                order,
                stage.orderVenueId[row],
                stage.orderLinkedId[row],
                stage.orderFilled[row],
                stage.orderAverage[row],
                stage.orderStatus[row],
                stage.orderBook[row]);
        tracker.shown(order, stage.snapshotId);
    }

    /**
     * A stop of an earlier start that the position does not know, because its command was lost with the end of the journal:
     * while it protects better than all that is shown, to cancel it would leave the position naked or looser.
     */
    private boolean isForgotten(final Position position, final SnapshotStage stage, final int row) {
        final OrderRole role = stage.orderRole[row];
        final long signed = rowQuantity(stage, position.instrumentId());
        final long size = Math.max(position.quantity(), position.isLong() ? signed : -signed);
        return (role == OrderRole.ANCHOR || role == OrderRole.STOP)
                && size > 0
                && (stage.orderClosesPosition[row] || stage.orderQuantity[row] >= size)
                && stage.orderEpochSeconds[row] < ids.epochSeconds()
                && stage.orderStatus[row] == OrderStatus.NEW
                && stage.orderSide[row] == position.exitSide()
                && !isCoveredAsWell(position, stage, row);
    }

    /** Takes it in; null while a stop of the same kind is on its way. */
    private OrderSlot adopted(final Position position, final SnapshotStage stage, final int row) {
        final OrderRole role = stage.orderRole[row];
        int working = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() != role || !order.isOpen()) {
                continue;
            }
            if (order.state() != OrderState.LIVE) {
                return null;
            }
            working++;
            if (role == OrderRole.ANCHOR) {
                // A venue has one stop for the whole position: that it shows this one proves that the other is gone.
                tracker.vanished(position, order);
            }
        }
        return role == OrderRole.STOP && working > 1
                ? null
                : tracker.adopt(
                        position,
                        role,
                        stage.orderRevision[row],
                        stage.orderEpochSeconds[row],
                        stage.orderLevel[row],
                        stage.orderClosesPosition[row] ? 0 : stage.orderQuantity[row],
                        stage.orderClosesPosition[row]);
    }

    /** Whether the same read shows a stop that the position knows, over all of it and no worse. */
    private static boolean isCoveredAsWell(final Position position, final SnapshotStage stage, final int row) {
        for (int other = 0; other < stage.orders; other++) {
            final OrderSlot order = stage.orderPositionId[other] == position.id()
                    ? position.find(stage.orderRole[other], stage.orderRevision[other], stage.orderEpochSeconds[other])
                    : null;
            if (order != null
                    && Coverage.isFull(position, order)
                    && !Coverage.isBetter(position, stage.orderLevel[row], order.level())) {
                return true;
            }
        }
        return false;
    }

    /** Of an epoch of ours; of a position that lives, a number that it has not come to yet is somebody else's. */
    private boolean mayHaveIssued(final Position position, final SnapshotStage stage, final int row) {
        return stage.orderEpochSeconds[row] < ids.epochSeconds()
                || position.mayHaveIssued(stage.orderRole[row], stage.orderRevision[row]);
    }

    /**
     * An order of ours whose position is gone. The read proves it if it began after the end of that position; and if there
     * is another one on the instrument by now, the order only goes when it is in the way or that one has its own stop.
     */
    private void leftover(final VenueView view, final SnapshotStage stage, final int row) {
        final int instrumentId = stage.orderInstrument[row];
        final int index = closed.find(stage.orderPositionId[row], time.nowNs(), policy.idRetentionNs());
        if (index != ClosedPositions.NONE && stage.readNs < closed.endedNs(index)) {
            reads.wantLater(view.venue());
            return;
        }
        final Position other = instruments.isKnown(instrumentId) ? positions.ofInstrument(instrumentId) : null;
        final boolean isUseless = other == null
                ? rowQuantity(stage, instrumentId) == 0
                : stage.orderClosesPosition[row] || Coverage.bestLevel(other) != 0;
        if (isUseless) {
            leftovers.found(view.venue(), stage, row, other != null);
        }
    }

    /** A size that no position of this journal has. */
    private boolean isHeldByNobody(final SnapshotStage stage, final int instrumentId) {
        return rowQuantity(stage, instrumentId) != 0 && positions.ofInstrument(instrumentId) == null;
    }

    private long rowQuantity(final SnapshotStage stage, final int instrumentId) {
        final int row = instruments.isKnown(instrumentId) ? rowOfInstrument[instrumentId] : NOT_LISTED;
        return row == NOT_LISTED ? 0 : stage.positionQuantity[row];
    }

    private void applyPositions(final VenueView view, final SnapshotStage stage) {
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.id() != 0 && position.venue() == view.venue()) {
                if (position.touchedSequence() <= stage.snapshotId) {
                    applyPosition(stage, position);
                } else {
                    reads.wantLater(view.venue());
                }
            }
            if (position.phase() != PositionPhase.NONE && position.venue() == view.venue()) {
                positions.touch(position);
            }
        }
    }

    private void applyPosition(final SnapshotStage stage, final Position position) {
        final long signed = rowQuantity(stage, position.instrumentId());
        final long shown = Math.max(0, position.isLong() ? signed : -signed);
        final OrderSlot entry = position.entry();
        if (shown > position.quantity() && entry != null && entry.isOpen()) {
            final long entryPrice = stage.positionEntry[rowOfInstrument[position.instrumentId()]];
            tracker.onReported(
                    position,
                    entry,
                    FixedPoint.NULL,
                    FixedPoint.NULL,
                    entry.filled() + shown - position.quantity(),
                    entry.filled() == 0 ? entryPrice : FixedPoint.NULL,
                    OrderStatus.NONE,
                    OrderBook.NONE);
        } else if (shown != position.quantity()) {
            differs(stage, position, shown);
        }
        if (shown == position.quantity()) {
            sizeDoubt.agreed(position);
        }
        verified += shown == position.quantity() ? 1 : 0;
        differing += shown == position.quantity() ? 0 : 1;
        if (shown == 0 && entry != null) {
            tracker.notShown(entry, stage.readNs);
        }
        applyMissing(stage, position);
        applyStop(stage, position, shown);
        reads.applied(position, stage.snapshotId, shown, shown == 0 && !hasOrder[position.slot()]);
    }

    private void differs(final SnapshotStage stage, final Position position, final long shown) {
        if (!isSettled(position, stage.snapshotId)) {
            reads.wantLater(position.venue());
            return;
        }
        if (sizeDoubt.isNew(position, shown)) {
            facts.quantityDoubted(position, shown, stage.snapshotId);
        }
        if (sizeDoubt.isBelieved(position, shown, stage.readNs)) {
            adjust(position, shown);
        } else {
            if (sizeDoubt.isLessShown(position)) {
                reads.wantTrades(position);
            }
            reads.wantAt(position.venue(), sizeDoubt.nextReadNs(position, time.nowNs()));
        }
    }

    private void applyStop(final SnapshotStage stage, final Position position, final long shown) {
        final int row = rowOfInstrument[position.instrumentId()];
        if (shown == 0 || row == NOT_LISTED || stage.positionStop[row] == FixedPoint.NULL) {
            return;
        }
        attached.onRead(position, stage.positionStop[row], stage.positionTimeMs[row]);
        final OrderSlot order = position.attachedStop();
        if (order != null && order.isOpen() && stage.positionStop[row] != 0) {
            tracker.shown(order, stage.snapshotId);
        }
    }

    private void applyMissing(final SnapshotStage stage, final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if ((order.isStop() || order.isExit()) && order.shownIn() != stage.snapshotId) {
                final long nextNs = tracker.missing(position, order, stage.readNs);
                if (nextNs > 0) {
                    reads.wantAt(position.venue(), nextNs);
                }
            }
        }
    }

    /** While an order's outcome is open, a difference may be its fill: it is read first. */
    private boolean isSettled(final Position position, final long snapshotId) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            final boolean isResting = order.isStop() || order.isExit();
            if (order.isAttached()) {
                continue;
            }
            if (order.role() != OrderRole.ENTRY && !isResting && order.isOpen()) {
                return false;
            }
            if (isResting && order.shownIn() != snapshotId && order.isOpen()) {
                return false;
            }
        }
        return position.isEntryEnded();
    }

    private static boolean isResolved(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isUnresolved() || order.isOpen() && order.isDoubted()) {
                return false;
            }
        }
        return true;
    }

    private void adjust(final Position position, final long shown) {
        final long old = position.quantity();
        tracker.adjust(position, shown);
        reads.wantTrades(position);
        decisions.positionQuantityChanged(position, old, shown, position.entryAverage());
    }

    private void applyForeignPositions(final VenueView view, final SnapshotStage stage) {
        for (int id = 0; id < instruments.size(); id++) {
            final Instrument instrument = instruments.at(id);
            if (instrument.venue() != view.venue()) {
                continue;
            }
            final Position position = positions.ofInstrument(id);
            final long signed = rowQuantity(stage, id);
            final boolean isOurs = position != null && position.id() != 0 && position.isLong() == signed > 0;
            final long found = isOurs ? 0 : signed;
            final int row = rowOfInstrument[id];
            foreign.row(
                    id,
                    row == NOT_LISTED ? 0 : stage.positionEntry[row],
                    row == NOT_LISTED ? FixedPoint.NULL : stage.positionMark[row],
                    row == NOT_LISTED ? FixedPoint.NULL : stage.positionLiquidation[row]);
            if (found != 0 && stage.positionStop[row] != FixedPoint.NULL && stage.positionStop[row] > 0) {
                foreign.cover(id, found > 0 ? OrderSide.SELL : OrderSide.BUY, Long.MAX_VALUE, stage.positionStop[row]);
            }
            if (found != foreign.quantity(id)) {
                if (found != 0 && Long.signum(found) != Long.signum(foreign.quantity(id))) {
                    foreign.identify(id, ids.claimPositionId());
                }
                foreign.quantity(id, found);
                if (found != 0) {
                    decisions.foreignExposureFound(
                            found,
                            FixedPoint.NULL,
                            id,
                            view.venue(),
                            OrderBook.NONE,
                            foreign.id(id),
                            foreign.entryPrice(id));
                }
            }
        }
    }

    private void tradesEnded(final VenueView view, final SnapshotStage stage, final boolean isSuccess) {
        final boolean isGood = isSuccess && stage.snapshotId == view.tradesSnapshotId && !stage.isOverfull;
        reads.tradesEnded(view, isGood);
        if (isGood && view.tradesSlot == VenueView.NO_SLOT) {
            late.apply(stage, view.tradesPositionId);
        } else if (isGood && positions.at(view.tradesSlot).id() == view.tradesPositionId) {
            onTrades(stage, positions.at(view.tradesSlot));
        }
        stage.begin(0, 0, false);
    }

    private void onTrades(final SnapshotStage stage, final Position position) {
        applyTrades(stage, position);
        sizeDoubt.explained(position, reducedOutside(stage, position));
        reads.tradesApplied(position, stage.snapshotId);
        positions.touch(position);
    }

    private void applyTrades(final SnapshotStage stage, final Position position) {
        for (int row = 0; row < stage.trades; row++) {
            final OrderSlot order = orderOf(stage, row, position);
            if (order != null) {
                final boolean isNew = tracker.onTrade(
                        position,
                        order,
                        stage.tradeId[row],
                        stage.tradePrice[row],
                        stage.tradeQuantity[row],
                        stage.tradeFee[row],
                        stage.tradeIsMaker[row],
                        stage.tradeTimeMs[row]);
                pend(stage, row, position, isNew);
            }
        }
        for (int row = 0; row < stage.trades; row++) {
            if (isOutside(stage, row, position)) {
                pend(stage, row, position, outsideTrade(stage, row, position));
            }
        }
    }

    /** By how much trades that are not of our orders, and that are not in its size yet, have reduced a position. */
    private static long reducedOutside(final SnapshotStage stage, final Position position) {
        long reduced = position.adjustment();
        for (int row = 0; row < stage.trades; row++) {
            // Since it was asked for: that it opened may have been learnt after others had reduced it.
            if (stage.tradeTimeMs[row] * 1_000_000L >= position.requestedNs()
                    && orderOf(stage, row, position) == null
                    && !position.isKnownTrade(stage.tradeId[row])) {
                reduced += stage.tradeSide[row] == position.exitSide()
                        ? stage.tradeQuantity[row]
                        : -stage.tradeQuantity[row];
            }
        }
        return reduced;
    }

    private boolean outsideTrade(final SnapshotStage stage, final int row, final Position position) {
        if (stage.tradeSide[row] == position.exitSide()) {
            return tracker.onOutsideTrade(
                    position,
                    stage.tradeId[row],
                    stage.tradePrice[row],
                    Math.min(stage.tradeQuantity[row], -position.adjustment()),
                    stage.tradeFee[row],
                    stage.tradeTimeMs[row]);
        }
        return tracker.onAddedTrade(
                position,
                stage.tradeId[row],
                stage.tradePrice[row],
                Math.min(stage.tradeQuantity[row], position.adjustment()),
                stage.tradeFee[row],
                stage.tradeTimeMs[row]);
    }

    private void pend(final SnapshotStage stage, final int row, final Position position, final boolean isNew) {
        if (isNew && stage.tradeFee[row] == FixedPoint.NULL) {
            final long estimate =
                    tracker.estimatedFee(stage.tradePrice[row], stage.tradeQuantity[row], stage.tradeIsMaker[row]);
            fees.pend(position, position.venue(), stage.tradeFeeAsset[row], stage.tradeFeeAmount[row], estimate);
        }
    }

    private static OrderSlot orderOf(final SnapshotStage stage, final int row, final Position position) {
        if (stage.tradeRole[row] == OrderRole.POSITION_STOP) {
            return ofStop(stage, row, position);
        }
        if (stage.tradePositionId[row] == position.id() && stage.tradeRole[row] != OrderRole.NONE) {
            return position.find(stage.tradeRole[row], stage.tradeRevision[row], stage.tradeEpochSeconds[row]);
        }
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() != OrderRole.NONE && order.isVenueOrder(stage.tradeOrderId[row])) {
                return order;
            }
        }
        return null;
    }

    /** Trades of an earlier position of the instrument are from before this one was asked for. */
    private static OrderSlot ofStop(final SnapshotStage stage, final int row, final Position position) {
        final OrderSlot order = position.attachedStop();
        final boolean isLater = stage.tradeTimeMs[row] * NS_PER_MS >= position.requestedNs();
        return isLater && stage.tradeSide[row] == position.exitSide() ? order : null;
    }

    /** Someone else traded what we hold: nothing of ours is in question, and the venue showed less, or more. */
    private boolean isOutside(final SnapshotStage stage, final int row, final Position position) {
        final boolean isExplaining =
                stage.tradeSide[row] == position.exitSide() ? position.adjustment() < 0 : position.adjustment() > 0;
        return isExplaining
                && stage.tradeRole[row] == OrderRole.NONE
                && stage.tradeTimeMs[row] * NS_PER_MS >= position.openedNs()
                && orderOf(stage, row, position) == null
                && isResolved(position);
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        sizeDoubt.state(fields, positions);
        foreign.state(fields);
        leftovers.state(fields);
        sweep.state(fields);
        instance.state(fields);
        verified = fields.of("verified", verified);
        differing = fields.of("differing", differing);
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            fullStages[i].state(fields);
            tradeStages[i].state(fields);
        }
    }
}
