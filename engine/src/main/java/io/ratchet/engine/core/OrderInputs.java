package io.ratchet.engine.core;

import io.ratchet.engine.entry.BlockedSymbols;
import io.ratchet.engine.entry.EntryRule;
import io.ratchet.engine.ledger.Assets;
import io.ratchet.engine.ledger.FeeAssets;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.position.AttachedStops;
import io.ratchet.engine.position.ClosedPositions;
import io.ratchet.engine.position.CommandTable;
import io.ratchet.engine.position.IdEpoch;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderTracker;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.reconcile.OtherInstance;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.BlockReason;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.MoveStopDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PositionUpdateDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.time.EngineTime;

/**
 * What the venue says about orders, brought to the position it is about: results, order events, fills, position reports.
 * Core thread.
 */
final class OrderInputs {
    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final IdEpoch ids;
    private final PositionTable positions;
    private final ClosedPositions closed;
    private final CommandTable commands;
    private final OrderTracker tracker;
    private final EntryRule entry;
    private final OtherInstance instance;
    private final Reads reads;
    private final Ledger ledger;
    private final FeeAssets fees;
    private final BlockedSymbols blocked;
    private final AttachedStops attached;

    OrderInputs(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final IdEpoch ids,
            final PositionTable positions,
            final ClosedPositions closed,
            final CommandTable commands,
            final OrderTracker tracker,
            final EntryRule entry,
            final OtherInstance instance,
            final Reads reads,
            final BlockedSymbols blocked,
            final Ledger ledger,
            final FeeAssets fees,
            final AttachedStops attached) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.ids = ids;
        this.positions = positions;
        this.closed = closed;
        this.commands = commands;
        this.tracker = tracker;
        this.entry = entry;
        this.instance = instance;
        this.reads = reads;
        this.ledger = ledger;
        this.fees = fees;
        this.blocked = blocked;
        this.attached = attached;
    }

    void onResult(final CommandResultDecoder result) {
        if (result.reason() == OutcomeReason.UNLISTED) {
            decisions.alertRaised(
                    result.clientOrderId().positionId(),
                    result.instrumentId(),
                    result.venue(),
                    result.venueCode(),
                    0,
                    AlertCode.UNLISTED_CODE);
        }
        if (result.outcome() == CommandOutcome.REJECTED
                && result.reason() == OutcomeReason.ENTRY_NOT_ALLOWED
                && policy.regionBlockNs() > 0) {
            // Exits go on; they are not opening.
            blocked.block(result.instrumentId(), time.nowNs() + policy.regionBlockNs(), BlockReason.REGION);
        }
        final long sequence = result.commandSequence();
        final int command = commands.find(sequence);
        if (command == CommandTable.NONE) {
            return;
        }
        final Position position = positions.at(commands.positionSlot(command));
        final int orderIndex = commands.orderIndex(command);
        final int templateId = commands.templateId(command);
        final long issuedNs = commands.issuedNs(command);
        final boolean isSameInstrument = position.instrumentId() == commands.instrumentId(command);
        commands.remove(sequence);
        if (templateId == SetLeverageDecoder.TEMPLATE_ID) {
            if (isSameInstrument) {
                entry.onLeverage(position, result);
                positions.touch(position, time.sequence());
            }
            return;
        }
        final OrderSlot order = position.order(orderIndex);
        if (order.isAwaiting(sequence)) {
            if (templateId == MoveStopDecoder.TEMPLATE_ID) {
                onStopMoved(position, order, result, sequence);
                return;
            }
            if (apply(position, order, templateId, issuedNs, result)) {
                positions.touch(position, time.sequence());
            } else {
                positions.touch(position);
            }
        }
    }

    private void onStopMoved(
            final Position position, final OrderSlot order, final CommandResultDecoder result, final long sequence) {
        attached.onResult(order, result, sequence);
        if (result.reason() == OutcomeReason.NO_CHANGE || result.reason() == OutcomeReason.POSITION_NOT_FOUND) {
            // It is read back where it is, or what became of the position.
            reads.want(position.venue());
        }
        positions.touch(position, time.sequence());
    }

    /** False for a read that told nothing new: it makes no other read stale. */
    private boolean apply(
            final Position position,
            final OrderSlot order,
            final int templateId,
            final long issuedNs,
            final CommandResultDecoder result) {
        switch (templateId) {
            case QueryOrderDecoder.TEMPLATE_ID:
                return tracker.onQueried(position, order, result, issuedNs);
            case MoveExitDecoder.TEMPLATE_ID:
                tracker.onMoved(position, order, result);
                return true;
            case CancelOrderDecoder.TEMPLATE_ID:
            case CancelStopDecoder.TEMPLATE_ID:
                tracker.onCancelled(position, order, result);
                return true;
            case PlaceEntryDecoder.TEMPLATE_ID:
                attached.onEntryResult(position, result);
                tracker.onSent(position, order, result);
                return true;
            default:
                tracker.onSent(position, order, result);
                return true;
        }
    }

    void onOrderUpdate(final OrderUpdateDecoder update) {
        final ClientOrderIdDecoder id = update.clientOrderId();
        final OrderRole role = id.role();
        if (role == OrderRole.POSITION_STOP) {
            onAttachedUpdate(update);
            return;
        }
        if (role == OrderRole.NONE) {
            onForeignUpdate(update);
            return;
        }
        final long epochSeconds = id.epochSeconds();
        final long positionId = id.positionId();
        final int revision = id.revision();
        final Position position =
                find(positionId, update.instrumentId(), role, epochSeconds, revision, update.filledQuantity());
        final OrderSlot order = position == null ? null : position.find(role, revision, epochSeconds);
        if (order != null) {
            tracker.onReported(
                    position,
                    order,
                    update.venueOrderId(),
                    update.linkedOrderId(),
                    update.filledQuantity(),
                    update.averagePrice(),
                    update.status(),
                    update.book());
            positions.touch(position, time.sequence());
        } else if (isResting(update.status())) {
            unknown(update);
        }
    }

    /** A foreign stop may be the only one a position has. */
    private void onForeignUpdate(final OrderUpdateDecoder update) {
        if (update.book() == OrderBook.CONDITIONAL && positions.ofInstrument(update.instrumentId()) != null) {
            reads.want(update.venue());
        }
    }

    /** It carries no id: it is ours if the position is. One over a part of the position is somebody else's. */
    private void onAttachedUpdate(final OrderUpdateDecoder update) {
        final Position position = positions.ofInstrument(update.instrumentId());
        if (position == null) {
            reads.wantForForeign(update.venue());
            return;
        }
        final boolean isKnown = update.closePosition() == Flag.YES
                && position.id() != 0
                && update.side() == position.exitSide()
                && attached.onChild(
                        position,
                        update.venueOrderId(),
                        update.level(),
                        update.filledQuantity(),
                        update.averagePrice(),
                        update.status(),
                        update.book(),
                        update.venueTimeMs());
        if (!isKnown) {
            reads.want(update.venue());
        }
        positions.touch(position, time.sequence());
    }

    private static boolean isResting(final OrderStatus status) {
        return status == OrderStatus.NEW || status == OrderStatus.PARTIALLY_FILLED;
    }

    /** Ours by its prefix, but nothing here knows it: another instance, or a fresh read decides. */
    private void unknown(final OrderUpdateDecoder update) {
        final ClientOrderIdDecoder id = update.clientOrderId();
        final long epochSeconds = id.epochSeconds();
        final long positionId = id.positionId();
        final int revision = id.revision();
        final OrderRole role = id.role();
        if (ids.mayHaveIssued(epochSeconds, positionId)) {
            reads.want(update.venue());
        } else {
            instance.seen(
                    update.venue(),
                    update.instrumentId(),
                    update.venueOrderId(),
                    epochSeconds,
                    positionId,
                    revision,
                    role);
        }
    }

    private Position find(
            final long positionId,
            final int instrumentId,
            final OrderRole role,
            final long epochSeconds,
            final int revision,
            final long filled) {
        if (!ids.isOfThisJournal(epochSeconds)) {
            return null;
        }
        final Position position = positions.byId(positionId);
        if (position != null) {
            return position.instrumentId() == instrumentId ? position : null;
        }
        if (role != OrderRole.ENTRY || filled <= 0) {
            return null;
        }
        final int index = closed.find(positionId, time.nowNs(), policy.idRetentionNs());
        final boolean isLate = index != ClosedPositions.NONE
                && closed.instrumentId(index) == instrumentId
                && closed.entryEpochSeconds(index) == epochSeconds
                && closed.entryFilled(index) < filled;
        return isLate ? entry.revive(index, positionId, revision) : null;
    }

    void onFill(final FillDecoder fill) {
        final ClientOrderIdDecoder id = fill.clientOrderId();
        final OrderRole role = id.role();
        if (role == OrderRole.POSITION_STOP && onAttachedFill(fill)) {
            return;
        }
        if (role == OrderRole.NONE || role == OrderRole.POSITION_STOP) {
            onForeignFill(fill);
            return;
        }
        final long epochSeconds = id.epochSeconds();
        final int revision = id.revision();
        final Position position =
                find(id.positionId(), fill.instrumentId(), role, epochSeconds, revision, fill.quantity());
        if (position == null) {
            onLateFill(id.positionId(), role, fill);
            return;
        }
        final OrderSlot order = position.find(role, revision, epochSeconds);
        tracker.forced(position, fill.liquidation() == Flag.YES, fill.adl() == Flag.YES);
        if (order == null) {
            onFoldedFill(position, role, fill);
            return;
        }
        final long fee = fee(fill);
        final boolean isNew = tracker.onTrade(
                position,
                order,
                fill.tradeId(),
                fill.price(),
                fill.quantity(),
                fee,
                fill.maker() == Flag.YES,
                fill.venueTimeMs());
        pend(position, fill, fee, isNew);
        positions.touch(position, time.sequence());
    }

    /** False if no stop of a position of ours can have filled: somebody else's then. */
    private boolean onAttachedFill(final FillDecoder fill) {
        final Position position = positions.ofInstrument(fill.instrumentId());
        final OrderSlot order = position == null ? null : position.attachedStop();
        if (order == null || position.openedNs() == 0 || fill.side() != position.exitSide()) {
            return false;
        }
        final long fee = fee(fill);
        final boolean isNew = tracker.onTrade(
                position,
                order,
                fill.tradeId(),
                fill.price(),
                fill.quantity(),
                fee,
                fill.maker() == Flag.YES,
                fill.venueTimeMs());
        pend(position, fill, fee, isNew);
        positions.touch(position, time.sequence());
        return true;
    }

    /** Of an order that is not kept any more: counted if it is an exit, and the venue says what is left. */
    private void onFoldedFill(final Position position, final OrderRole role, final FillDecoder fill) {
        if (role != OrderRole.ENTRY && fill.side() == position.exitSide()) {
            final long fee = fee(fill);
            final boolean isNew = tracker.onFoldedTrade(
                    position,
                    role,
                    fill.tradeId(),
                    fill.price(),
                    fill.quantity(),
                    fee,
                    fill.maker() == Flag.YES,
                    fill.venueTimeMs());
            pend(position, fill, fee, isNew);
        }
        reads.want(fill.venue());
        positions.touch(position, time.sequence());
    }

    private long fee(final FillDecoder fill) {
        return fees.money(fill.venue(), Assets.of(fill), fill.fee());
    }

    /** A fee that has no price yet is an estimate until it has. */
    private void pend(final Position position, final FillDecoder fill, final long fee, final boolean isNew) {
        if (isNew && fee == FixedPoint.NULL) {
            final long estimate = tracker.estimatedFee(fill.price(), fill.quantity(), fill.maker() == Flag.YES);
            fees.pend(position, fill.venue(), Assets.of(fill), fill.fee(), estimate);
        }
    }

    /** Of a position that left the table: its result may have rested on an assumption. */
    private void onLateFill(final long positionId, final OrderRole role, final FillDecoder fill) {
        reads.want(fill.venue());
        if (role != OrderRole.ENTRY) {
            ledger.lateTrade(
                    positionId,
                    fill.instrumentId(),
                    fill.venue(),
                    fill.tradeId(),
                    fill.price(),
                    fill.quantity(),
                    fee(fill));
        }
    }

    /** The venue, or a person, traded what we hold. */
    private void onForeignFill(final FillDecoder fill) {
        final Position position = positions.ofInstrument(fill.instrumentId());
        if (position == null) {
            reads.wantForForeign(fill.venue());
            return;
        }
        reads.want(fill.venue());
        if (position.openedNs() == 0 || position.quantity() == 0) {
            return;
        }
        tracker.forced(position, fill.liquidation() == Flag.YES, fill.adl() == Flag.YES);
        final long old = position.quantity();
        final long fee = fee(fill);
        final boolean isNew = fill.side() == position.exitSide()
                ? tracker.onOutsideTrade(
                        position, fill.tradeId(), fill.price(), Math.min(fill.quantity(), old), fee, fill.venueTimeMs())
                : tracker.onAddedTrade(
                        position, fill.tradeId(), fill.price(), fill.quantity(), fee, fill.venueTimeMs());
        pend(position, fill, fee, isNew);
        if (position.quantity() != old) {
            decisions.positionQuantityChanged(position, old, position.quantity(), position.basis());
        }
        positions.touch(position, time.sequence());
    }

    void onPositionUpdate(final PositionUpdateDecoder update) {
        final Position position = positions.ofInstrument(update.instrumentId());
        if (position == null) {
            if (update.quantity() != 0) {
                reads.wantForForeign(update.venue());
            }
            return;
        }
        final long quantity = update.quantity();
        final long held = Math.max(0, position.isLong() ? quantity : -quantity);
        tracker.reported(position, held);
        if (update.stopLevel() != FixedPoint.NULL && held > 0 && position.id() != 0) {
            attached.onShown(position, update.stopLevel(), update.venueTimeMs());
        }
        positions.touch(position, time.sequence());
    }
}
