package io.ratchet.engine.core;

import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.AgedPhase;
import io.ratchet.engine.sbe.AgedPhaseChangedEncoder;
import io.ratchet.engine.sbe.AgedTargetEncoder;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedEncoder;
import io.ratchet.engine.sbe.BlockReason;
import io.ratchet.engine.sbe.CancelOrderEncoder;
import io.ratchet.engine.sbe.CancelStopEncoder;
import io.ratchet.engine.sbe.CloseAtMarketEncoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CloseStartedEncoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandWithheldEncoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.EntryRefusedEncoder;
import io.ratchet.engine.sbe.ExitOrderEndedEncoder;
import io.ratchet.engine.sbe.ExitOrderMovedEncoder;
import io.ratchet.engine.sbe.ExitOrderPlacedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.ForeignExposureFoundEncoder;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.ForeignPolicyChangedEncoder;
import io.ratchet.engine.sbe.ForeignReleasedEncoder;
import io.ratchet.engine.sbe.FundingBookedEncoder;
import io.ratchet.engine.sbe.HealthAction;
import io.ratchet.engine.sbe.HealthScoreEncoder;
import io.ratchet.engine.sbe.Invariant;
import io.ratchet.engine.sbe.KillCertificateEncoder;
import io.ratchet.engine.sbe.LatchRelease;
import io.ratchet.engine.sbe.LatchReleasedEncoder;
import io.ratchet.engine.sbe.LatchSetEncoder;
import io.ratchet.engine.sbe.LedgerCorrectedEncoder;
import io.ratchet.engine.sbe.LeftoverOrderFoundEncoder;
import io.ratchet.engine.sbe.LooseIntervalEncoder;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MarkQuarantinedEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.MoveExitEncoder;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.MoveStopEncoder;
import io.ratchet.engine.sbe.NakedCause;
import io.ratchet.engine.sbe.NakedIntervalEncoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.NodeStateChangedEncoder;
import io.ratchet.engine.sbe.OperatorAcceptedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorRefusal;
import io.ratchet.engine.sbe.OperatorRefusedEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.OutcomeResolvedEncoder;
import io.ratchet.engine.sbe.PlaceEntryEncoder;
import io.ratchet.engine.sbe.PlaceExitEncoder;
import io.ratchet.engine.sbe.PlaceStopEncoder;
import io.ratchet.engine.sbe.PositionClosedEncoder;
import io.ratchet.engine.sbe.PositionFlatVerifiedEncoder;
import io.ratchet.engine.sbe.PositionOpenedEncoder;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.PositionPhaseChangedEncoder;
import io.ratchet.engine.sbe.PositionQuantityChangedEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.ProtectDeadlineExtendedEncoder;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.ProtectionTriggeredEncoder;
import io.ratchet.engine.sbe.QueryOrderEncoder;
import io.ratchet.engine.sbe.RequestSnapshotEncoder;
import io.ratchet.engine.sbe.ResyncCause;
import io.ratchet.engine.sbe.ResyncCompletedEncoder;
import io.ratchet.engine.sbe.ResyncStartedEncoder;
import io.ratchet.engine.sbe.RiskClass;
import io.ratchet.engine.sbe.SetLeverageEncoder;
import io.ratchet.engine.sbe.SkipReason;
import io.ratchet.engine.sbe.StopConfirmedEncoder;
import io.ratchet.engine.sbe.StopLostEncoder;
import io.ratchet.engine.sbe.StopMoveFailedEncoder;
import io.ratchet.engine.sbe.StopMoveSkippedEncoder;
import io.ratchet.engine.sbe.StopMovedEncoder;
import io.ratchet.engine.sbe.SubscribeEncoder;
import io.ratchet.engine.sbe.SymbolBlockedEncoder;
import io.ratchet.engine.sbe.TrailingActivatedEncoder;
import io.ratchet.engine.sbe.UnsubscribeEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;

/**
 * The only exit of the core: one method per command and fact. Every field is written each time, since the buffer is used
 * again. Core thread.
 */
public final class Decisions {
    private final EngineTime time;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SetLeverageEncoder setLeverage = new SetLeverageEncoder();
    private final PlaceEntryEncoder placeEntry = new PlaceEntryEncoder();
    private final PlaceStopEncoder placeStop = new PlaceStopEncoder();
    private final CancelStopEncoder cancelStop = new CancelStopEncoder();
    private final CancelOrderEncoder cancelOrder = new CancelOrderEncoder();
    private final CloseAtMarketEncoder closeAtMarket = new CloseAtMarketEncoder();
    private final QueryOrderEncoder queryOrder = new QueryOrderEncoder();
    private final RequestSnapshotEncoder requestSnapshot = new RequestSnapshotEncoder();
    private final SubscribeEncoder subscribe = new SubscribeEncoder();
    private final UnsubscribeEncoder unsubscribe = new UnsubscribeEncoder();
    private final NodeStateChangedEncoder nodeStateChanged = new NodeStateChangedEncoder();
    private final PositionOpenedEncoder positionOpened = new PositionOpenedEncoder();
    private final PositionQuantityChangedEncoder positionQuantityChanged = new PositionQuantityChangedEncoder();
    private final PositionPhaseChangedEncoder positionPhaseChanged = new PositionPhaseChangedEncoder();
    private final StopConfirmedEncoder stopConfirmed = new StopConfirmedEncoder();
    private final TrailingActivatedEncoder trailingActivated = new TrailingActivatedEncoder();
    private final StopMovedEncoder stopMoved = new StopMovedEncoder();
    private final StopMoveSkippedEncoder stopMoveSkipped = new StopMoveSkippedEncoder();
    private final StopMoveFailedEncoder stopMoveFailed = new StopMoveFailedEncoder();
    private final StopLostEncoder stopLost = new StopLostEncoder();
    private final NakedIntervalEncoder nakedInterval = new NakedIntervalEncoder();
    private final LooseIntervalEncoder looseInterval = new LooseIntervalEncoder();
    private final CloseStartedEncoder closeStarted = new CloseStartedEncoder();
    private final PositionClosedEncoder positionClosed = new PositionClosedEncoder();
    private final EntryRefusedEncoder entryRefused = new EntryRefusedEncoder();
    private final CommandWithheldEncoder commandWithheld = new CommandWithheldEncoder();
    private final OutcomeResolvedEncoder outcomeResolved = new OutcomeResolvedEncoder();
    private final MarkQuarantinedEncoder markQuarantined = new MarkQuarantinedEncoder();
    private final ResyncStartedEncoder resyncStarted = new ResyncStartedEncoder();
    private final ResyncCompletedEncoder resyncCompleted = new ResyncCompletedEncoder();
    private final LeftoverOrderFoundEncoder leftoverOrderFound = new LeftoverOrderFoundEncoder();
    private final ForeignExposureFoundEncoder foreignExposureFound = new ForeignExposureFoundEncoder();
    private final AlertRaisedEncoder alertRaised = new AlertRaisedEncoder();
    private final PositionFlatVerifiedEncoder positionFlatVerified = new PositionFlatVerifiedEncoder();
    private final ProtectDeadlineExtendedEncoder protectDeadlineExtended = new ProtectDeadlineExtendedEncoder();
    private final SymbolBlockedEncoder symbolBlocked = new SymbolBlockedEncoder();
    private final OperatorAcceptedEncoder operatorAccepted = new OperatorAcceptedEncoder();
    private final OperatorRefusedEncoder operatorRefused = new OperatorRefusedEncoder();
    private final ForeignPolicyChangedEncoder foreignPolicyChanged = new ForeignPolicyChangedEncoder();
    private final ForeignReleasedEncoder foreignReleased = new ForeignReleasedEncoder();
    private final KillCertificateEncoder killCertificate = new KillCertificateEncoder();
    private final FundingBookedEncoder fundingBooked = new FundingBookedEncoder();
    private final LedgerCorrectedEncoder ledgerCorrected = new LedgerCorrectedEncoder();
    private final ProtectionTriggeredEncoder protectionTriggered = new ProtectionTriggeredEncoder();
    private final LatchSetEncoder latchSet = new LatchSetEncoder();
    private final LatchReleasedEncoder latchReleased = new LatchReleasedEncoder();
    private final HealthScoreEncoder healthScore = new HealthScoreEncoder();
    private final PlaceExitEncoder placeExit = new PlaceExitEncoder();
    private final MoveExitEncoder moveExit = new MoveExitEncoder();
    private final MoveStopEncoder moveStop = new MoveStopEncoder();
    private final AgedTargetEncoder agedTarget = new AgedTargetEncoder();
    private final AgedPhaseChangedEncoder agedPhaseChanged = new AgedPhaseChangedEncoder();
    private final ExitOrderPlacedEncoder exitOrderPlaced = new ExitOrderPlacedEncoder();
    private final ExitOrderMovedEncoder exitOrderMoved = new ExitOrderMovedEncoder();
    private final ExitOrderEndedEncoder exitOrderEnded = new ExitOrderEndedEncoder();
    private FactObserver observer;
    private Outputs outputs;

    /**
     * An exit that stamps with a clock.
     *
     * @param time of the core.
     */
    public Decisions(final EngineTime time) {
        this.time = time;
    }

    /**
     * Who is told of facts about positions; once, before the first input.
     *
     * @param newObserver to tell.
     */
    public void observer(final FactObserver newObserver) {
        observer = newObserver;
    }

    /**
     * Where the outputs of the next input go.
     *
     * @param newOutputs of that input.
     */
    public void begin(final Outputs newOutputs) {
        outputs = newOutputs;
    }

    /**
     * The collector of the current input, for rules that encode for themselves.
     *
     * @return the outputs.
     */
    public Outputs outputs() {
        return outputs;
    }

    /**
     * Verify, and set where different, leverage and margin mode of an instrument without position or order.
     *
     * @param instrumentId as the schema says.
     * @param leverage as the schema says.
     * @param marginMode as the schema says.
     * @param venue as the schema says.
     * @return the journal sequence of the command.
     */
    public long setLeverage(
            final int instrumentId, final int leverage, final MarginMode marginMode, final Venue venue) {
        final long sequence = outputs.nextSequence();
        setLeverage
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(instrumentId)
                .leverage(leverage)
                .marginMode(marginMode)
                .venue(venue);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + setLeverage.encodedLength());
        return sequence;
    }

    /**
     * Opens. Waits for the disk in the gateway; never sent twice.
     *
     * @param position of it.
     * @param quantity as the schema says.
     * @param price as the schema says.
     * @param order whose id it carries.
     * @param side as the schema says.
     * @param orderType as the schema says.
     * @param stopLevel as the schema says.
     * @return the journal sequence of the command.
     */
    public long placeEntry(
            final Position position,
            final long quantity,
            final long price,
            final OrderSlot order,
            final OrderSide side,
            final OrderType orderType,
            final long stopLevel) {
        final long sequence = outputs.nextSequence();
        placeEntry
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .quantity(quantity)
                .price(price)
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .side(side)
                .orderType(orderType)
                .stopLevel(stopLevel);
        placeEntry
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + placeEntry.encodedLength());
        return sequence;
    }

    /**
     * A stop on mark: closePosition (quantity 0) or reduce-only over the quantity.
     *
     * @param position of it.
     * @param level as the schema says.
     * @param quantity as the schema says.
     * @param order whose id it carries.
     * @param side as the schema says.
     * @param closePosition YES if true.
     * @return the journal sequence of the command.
     */
    public long placeStop(
            final Position position,
            final long level,
            final long quantity,
            final OrderSlot order,
            final OrderSide side,
            final boolean closePosition) {
        final long sequence = outputs.nextSequence();
        placeStop
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .level(level)
                .quantity(quantity)
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .side(side)
                .closePosition(flag(closePosition));
        placeStop
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + placeStop.encodedLength());
        return sequence;
    }

    /**
     * Cancels a conditional order by its client order id.
     *
     * @param position of it.
     * @param venueOrderId as the schema says.
     * @param order whose id it carries.
     * @return the journal sequence of the command.
     */
    public long cancelStop(final Position position, final long venueOrderId, final OrderSlot order) {
        final long sequence = outputs.nextSequence();
        cancelStop
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .venueOrderId(venueOrderId)
                .instrumentId(position.instrumentId())
                .venue(position.venue());
        cancelStop
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + cancelStop.encodedLength());
        return sequence;
    }

    /**
     * Cancels an ordinary order by its client order id.
     *
     * @param position of it.
     * @param venueOrderId as the schema says.
     * @param order whose id it carries.
     * @return the journal sequence of the command.
     */
    public long cancelOrder(final Position position, final long venueOrderId, final OrderSlot order) {
        final long sequence = outputs.nextSequence();
        cancelOrder
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .venueOrderId(venueOrderId)
                .instrumentId(position.instrumentId())
                .venue(position.venue());
        cancelOrder
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + cancelOrder.encodedLength());
        return sequence;
    }

    /**
     * Cancels an order of ours that no position in the table knows.
     *
     * @param instrumentId of it.
     * @param venue        of it.
     * @param venueOrderId of it, NULL if unknown.
     * @param epochSeconds of its id.
     * @param positionId   of its id.
     * @param revision     of its id.
     * @param role         of its id.
     * @param book         it is in.
     */
    public void cancelLeftover(
            final int instrumentId,
            final Venue venue,
            final long venueOrderId,
            final long epochSeconds,
            final long positionId,
            final int revision,
            final OrderRole role,
            final OrderBook book) {
        if (book == OrderBook.CONDITIONAL) {
            cancelStop
                    .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                    .inputSequence(outputs.inputSequence())
                    .timeNs(time.nowNs())
                    .venueOrderId(venueOrderId)
                    .instrumentId(instrumentId)
                    .venue(venue)
                    .clientOrderId()
                    .epochSeconds(epochSeconds)
                    .positionId(positionId)
                    .revision(revision)
                    .role(role);
            outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + cancelStop.encodedLength());
        } else {
            cancelOrder
                    .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                    .inputSequence(outputs.inputSequence())
                    .timeNs(time.nowNs())
                    .venueOrderId(venueOrderId)
                    .instrumentId(instrumentId)
                    .venue(venue)
                    .clientOrderId()
                    .epochSeconds(epochSeconds)
                    .positionId(positionId)
                    .revision(revision)
                    .role(role);
            outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + cancelOrder.encodedLength());
        }
    }

    /**
     * Reduce-only close; orderType LIMIT_IOC with a price at the band edge on the later rungs of the ladder.
     *
     * @param position of it.
     * @param quantity as the schema says.
     * @param price as the schema says.
     * @param order whose id it carries.
     * @param side as the schema says.
     * @param orderType as the schema says.
     * @param rung as the schema says.
     * @param reason as the schema says.
     * @param closePosition YES if true.
     * @return the journal sequence of the command.
     */
    public long closeAtMarket(
            final Position position,
            final long quantity,
            final long price,
            final OrderSlot order,
            final OrderSide side,
            final OrderType orderType,
            final int rung,
            final CloseReason reason,
            final boolean closePosition) {
        final long sequence = outputs.nextSequence();
        closeAtMarket
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .quantity(quantity)
                .price(price)
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .side(side)
                .orderType(orderType)
                .rung(rung)
                .reason(reason)
                .closePosition(flag(closePosition));
        closeAtMarket
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + closeAtMarket.encodedLength());
        return sequence;
    }

    /**
     * The stop that is a property of the position goes to a level.
     *
     * @param position   of it; its number, its side.
     * @param level      as the schema says.
     * @param rule       as the schema says.
     * @return the journal sequence of the command.
     */
    public long moveStop(final Position position, final long level, final MoveRule rule) {
        return moveStop(position.id(), position.instrumentId(), position.venue(), position.exitSide(), level, rule);
    }

    /**
     * As {@link #moveStop(Position, long, MoveRule)}, of a position that is not in the table.
     *
     * @param positionId   as the schema says, 0 if it is not known.
     * @param instrumentId as the schema says.
     * @param venue        as the schema says.
     * @param side         as the schema says.
     * @param level        as the schema says.
     * @param rule         as the schema says.
     * @return the journal sequence of the command.
     */
    public long moveStop(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final OrderSide side,
            final long level,
            final MoveRule rule) {
        final long sequence = outputs.nextSequence();
        moveStop.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .level(level)
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .side(side)
                .rule(rule);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + moveStop.encodedLength());
        return sequence;
    }

    /**
     * Reads one order by client order id in all books.
     *
     * @param position of it.
     * @param order whose id it carries.
     * @param book as the schema says.
     * @return the journal sequence of the command.
     */
    public long queryOrder(final Position position, final OrderSlot order, final OrderBook book) {
        final long sequence = outputs.nextSequence();
        queryOrder
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .book(book);
        queryOrder
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + queryOrder.encodedLength());
        return sequence;
    }

    /**
     * Reads positions and both books (instrumentId -1), or the trades of one instrument since a time.
     *
     * @param snapshotId as the schema says.
     * @param tradesSinceMs as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param positions YES if true.
     * @param ordinaryOrders YES if true.
     * @param conditionalOrders YES if true.
     * @param trades YES if true.
     * @return the journal sequence of the command.
     */
    public long requestSnapshot(
            final long snapshotId,
            final long tradesSinceMs,
            final int instrumentId,
            final Venue venue,
            final boolean positions,
            final boolean ordinaryOrders,
            final boolean conditionalOrders,
            final boolean trades) {
        final long sequence = outputs.nextSequence();
        requestSnapshot
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .snapshotId(snapshotId)
                .tradesSinceMs(tradesSinceMs)
                .instrumentId(instrumentId)
                .venue(venue)
                .positions(flag(positions))
                .ordinaryOrders(flag(ordinaryOrders))
                .conditionalOrders(flag(conditionalOrders))
                .trades(flag(trades));
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + requestSnapshot.encodedLength());
        return sequence;
    }

    /**
     * Market data of an instrument.
     *
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @return the journal sequence of the command.
     */
    public long subscribe(final int instrumentId, final Venue venue) {
        final long sequence = outputs.nextSequence();
        subscribe
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(instrumentId)
                .venue(venue);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + subscribe.encodedLength());
        return sequence;
    }

    /**
     * No more market data of an instrument.
     *
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @return the journal sequence of the command.
     */
    public long unsubscribe(final int instrumentId, final Venue venue) {
        final long sequence = outputs.nextSequence();
        unsubscribe
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(instrumentId)
                .venue(venue);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + unsubscribe.encodedLength());
        return sequence;
    }

    /**
     * The node changed state.
     *
     * @param unprotected as the schema says.
     * @param from as the schema says.
     * @param to as the schema says.
     * @param venue as the schema says.
     */
    public void nodeStateChanged(final long unprotected, final NodeState from, final NodeState to, final Venue venue) {
        nodeStateChanged
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .unprotected(unprotected)
                .from(from)
                .to(to)
                .venue(venue);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + nodeStateChanged.encodedLength());
    }

    /**
     * A position exists: first evidence of a fill. quantity and entryPrice as known then.
     *
     * @param position of it.
     * @param quantity as the schema says.
     * @param entryPrice as the schema says.
     * @param signalId as the schema says.
     * @param side as the schema says.
     */
    public void positionOpened(
            final Position position,
            final long quantity,
            final long entryPrice,
            final long signalId,
            final PositionSide side) {
        positionOpened
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .quantity(quantity)
                .entryPrice(entryPrice)
                .signalId(signalId)
                .side(side);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + positionOpened.encodedLength());
    }

    /**
     * More or less of it than before.
     *
     * @param position of it.
     * @param oldQuantity as the schema says.
     * @param newQuantity as the schema says.
     * @param entryPrice as the schema says.
     */
    public void positionQuantityChanged(
            final Position position, final long oldQuantity, final long newQuantity, final long entryPrice) {
        positionQuantityChanged
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .oldQuantity(oldQuantity)
                .newQuantity(newQuantity)
                .entryPrice(entryPrice);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + positionQuantityChanged.encodedLength());
    }

    /**
     * A funding payment, booked on a position, or on none of ours.
     *
     * @param positionId of it, 0 for none.
     * @param instrumentId of it.
     * @param venue of it.
     * @param money as the schema says.
     * @param funding as the schema says.
     * @param venueTimeMs as the schema says.
     * @param late YES if the position had ended.
     */
    public void fundingBooked(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long money,
            final long funding,
            final long venueTimeMs,
            final boolean late) {
        fundingBooked
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .money(money)
                .funding(funding)
                .venueTimeMs(venueTimeMs)
                .late(flag(late));
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + fundingBooked.encodedLength());
    }

    /**
     * A trade came after its position was told closed.
     *
     * @param positionId of it.
     * @param instrumentId of it.
     * @param venue of it.
     * @param pnl as the schema says.
     * @param fees as the schema says.
     * @param tradeId as the schema says.
     */
    public void ledgerCorrected(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long pnl,
            final long fees,
            final long tradeId) {
        ledgerCorrected
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .pnl(pnl)
                .fees(fees)
                .tradeId(tradeId);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + ledgerCorrected.encodedLength());
    }

    /**
     * A rule found its limit reached.
     *
     * @param instrumentId as the schema says.
     * @param venue of it.
     * @param value as the schema says.
     * @param bound as the schema says.
     * @param trades as the schema says.
     * @param protection as the schema says.
     * @param side as the schema says.
     */
    public void protectionTriggered(
            final int instrumentId,
            final Venue venue,
            final long value,
            final long bound,
            final int trades,
            final Protection protection,
            final PositionSide side) {
        protectionTriggered
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(instrumentId)
                .venue(venue)
                .value(value)
                .bound(bound)
                .trades(trades)
                .protection(protection)
                .side(side);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + protectionTriggered.encodedLength());
    }

    /**
     * No entries from now until then.
     *
     * @param instrumentId as the schema says.
     * @param venue of it.
     * @param untilNs as the schema says.
     * @param protection as the schema says.
     * @param side as the schema says.
     */
    public void latchSet(
            final int instrumentId,
            final Venue venue,
            final long untilNs,
            final Protection protection,
            final PositionSide side) {
        latchSet.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(instrumentId)
                .venue(venue)
                .untilNs(untilNs)
                .protection(protection)
                .side(side);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + latchSet.encodedLength());
    }

    /**
     * Entries are no longer stopped by this latch.
     *
     * @param instrumentId as the schema says.
     * @param venue of it.
     * @param heldNs as the schema says.
     * @param protection as the schema says.
     * @param side as the schema says.
     * @param cause as the schema says.
     */
    public void latchReleased(
            final int instrumentId,
            final Venue venue,
            final long heldNs,
            final Protection protection,
            final PositionSide side,
            final LatchRelease cause) {
        latchReleased
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(instrumentId)
                .venue(venue)
                .heldNs(heldNs)
                .protection(protection)
                .side(side)
                .cause(cause);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + latchReleased.encodedLength());
    }

    /**
     * A position changed phase.
     *
     * @param position of it.
     * @param from as the schema says.
     * @param to as the schema says.
     */
    public void positionPhaseChanged(final Position position, final PositionPhase from, final PositionPhase to) {
        positionPhaseChanged
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .from(from)
                .to(to);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + positionPhaseChanged.encodedLength());
    }

    /**
     * The venue holds this stop: algoStatus NEW in a reply, a stream event or a list row.
     *
     * @param position of it.
     * @param level as the schema says.
     * @param quantity as the schema says.
     * @param venueOrderId as the schema says.
     * @param order whose id it carries.
     * @param closePosition YES if true.
     */
    public void stopConfirmed(
            final Position position,
            final long level,
            final long quantity,
            final long venueOrderId,
            final OrderSlot order,
            final boolean closePosition) {
        stopConfirmed
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .level(level)
                .quantity(quantity)
                .venueOrderId(venueOrderId)
                .closePosition(flag(closePosition));
        stopConfirmed
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + stopConfirmed.encodedLength());
        if (observer != null) {
            observer.onStopConfirmed(position, level, order);
        }
    }

    /**
     * The trail latched at this price; level is the stop level it sets.
     *
     * @param position of it.
     * @param price as the schema says.
     * @param level as the schema says.
     */
    public void trailingActivated(final Position position, final long price, final long level) {
        trailingActivated
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .price(price)
                .level(level);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + trailingActivated.encodedLength());
    }

    /**
     * A better stop is confirmed.
     *
     * @param position of it.
     * @param oldLevel as the schema says.
     * @param newLevel as the schema says.
     * @param requestedNs as the schema says.
     * @param rule as the schema says.
     */
    public void stopMoved(
            final Position position,
            final long oldLevel,
            final long newLevel,
            final long requestedNs,
            final MoveRule rule) {
        stopMoved
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .oldLevel(oldLevel)
                .newLevel(newLevel)
                .requestedNs(requestedNs)
                .rule(rule);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + stopMoved.encodedLength());
    }

    /**
     * A better level was not taken; missing is what is missing in the unit of the reason (ns or ppm).
     *
     * @param position of it.
     * @param candidateLevel as the schema says.
     * @param level as the schema says.
     * @param missing as the schema says.
     * @param reason as the schema says.
     */
    public void stopMoveSkipped(
            final Position position,
            final long candidateLevel,
            final long level,
            final long missing,
            final SkipReason reason) {
        stopMoveSkipped
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .candidateLevel(candidateLevel)
                .level(level)
                .missing(missing)
                .reason(reason);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + stopMoveSkipped.encodedLength());
    }

    /**
     * A move did not end in a confirmed stop; the old one stays.
     *
     * @param position of it.
     * @param level as the schema says.
     * @param failures as the schema says.
     * @param venueCode as the schema says.
     * @param outcome as the schema says.
     * @param reason as the schema says.
     */
    public void stopMoveFailed(
            final Position position,
            final long level,
            final long failures,
            final int venueCode,
            final CommandOutcome outcome,
            final OutcomeReason reason) {
        stopMoveFailed
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .level(level)
                .failures(failures)
                .venueCode(venueCode)
                .outcome(outcome)
                .reason(reason);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + stopMoveFailed.encodedLength());
    }

    /**
     * A live stop of ours ended without a fill.
     *
     * @param position of it.
     * @param level as the schema says.
     * @param order whose id it carries.
     * @param status as the schema says.
     */
    public void stopLost(final Position position, final long level, final OrderSlot order, final OrderStatus status) {
        stopLost.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .level(level)
                .status(status);
        stopLost.clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + stopLost.encodedLength());
    }

    /**
     * The position had no live stop over its full size for this long, in wall nanoseconds. minNs is less than ns where the last read that showed the stop is older.
     *
     * @param position of it.
     * @param ns as the schema says.
     * @param minNs as the schema says.
     * @param cause as the schema says.
     */
    public void nakedInterval(final Position position, final long ns, final long minNs, final NakedCause cause) {
        nakedInterval
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .ns(ns)
                .minNs(minNs)
                .cause(cause);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + nakedInterval.encodedLength());
        if (observer != null) {
            observer.onNaked(position, ns);
        }
    }

    /**
     * The best full-cover level was worse than the last confirmed one for this long, in wall nanoseconds.
     *
     * @param position of it.
     * @param ns as the schema says.
     * @param level as the schema says.
     * @param cause as the schema says.
     */
    public void looseInterval(final Position position, final long ns, final long level, final NakedCause cause) {
        looseInterval
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .ns(ns)
                .level(level)
                .cause(cause);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + looseInterval.encodedLength());
        if (observer != null) {
            observer.onLoose(position, ns);
        }
    }

    /**
     * A close begins.
     *
     * @param position of it.
     * @param quantity as the schema says.
     * @param reason as the schema says.
     */
    public void closeStarted(final Position position, final long quantity, final CloseReason reason) {
        closeStarted
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .quantity(quantity)
                .reason(reason);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + closeStarted.encodedLength());
    }

    /**
     * Flat by evidence. pnl is net of fees.
     *
     * @param position of it.
     * @param quantity as the schema says.
     * @param entryPrice as the schema says.
     * @param exitPrice as the schema says.
     * @param pnl as the schema says.
     * @param fees as the schema says.
     * @param funding as the schema says.
     * @param openedNs as the schema says.
     * @param side as the schema says.
     * @param reason as the schema says.
     */
    public void positionClosed(
            final Position position,
            final long quantity,
            final long entryPrice,
            final long exitPrice,
            final long pnl,
            final long fees,
            final long funding,
            final long openedNs,
            final PositionSide side,
            final CloseReason reason) {
        positionClosed
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .quantity(quantity)
                .entryPrice(entryPrice)
                .exitPrice(exitPrice)
                .pnl(pnl)
                .fees(fees)
                .funding(funding)
                .openedNs(openedNs)
                .side(side)
                .reason(reason);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + positionClosed.encodedLength());
        if (observer != null) {
            observer.onClosed(position);
        }
    }

    /**
     * No position for this request.
     *
     * @param instrumentId as the schema says.
     * @param signalId as the schema says.
     * @param venue as the schema says.
     * @param side as the schema says.
     * @param reason as the schema says.
     * @param outcomeReason as the schema says.
     */
    public void entryRefused(
            final int instrumentId,
            final long signalId,
            final Venue venue,
            final PositionSide side,
            final EntryRefusal reason,
            final OutcomeReason outcomeReason) {
        entryRefused
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(instrumentId)
                .signalId(signalId)
                .venue(venue)
                .side(side)
                .reason(reason)
                .outcomeReason(outcomeReason);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + entryRefused.encodedLength());
    }

    /**
     * A command that would break an invariant was not sent; entries stop.
     *
     * @param positionId as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param actual as the schema says.
     * @param expected as the schema says.
     * @param commandType as the schema says.
     * @param invariant as the schema says.
     */
    public void commandWithheld(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long actual,
            final long expected,
            final int commandType,
            final Invariant invariant) {
        commandWithheld
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .actual(actual)
                .expected(expected)
                .commandType(commandType)
                .invariant(invariant);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + commandWithheld.encodedLength());
    }

    /**
     * An unknown command outcome got its evidence.
     *
     * @param position of it.
     * @param commandSequence as the schema says.
     * @param tookNs as the schema says.
     * @param commandType as the schema says.
     * @param status as the schema says.
     */
    public void outcomeResolved(
            final Position position,
            final long commandSequence,
            final long tookNs,
            final int commandType,
            final OrderStatus status) {
        outcomeResolved
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .commandSequence(commandSequence)
                .tookNs(tookNs)
                .commandType(commandType)
                .status(status);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + outcomeResolved.encodedLength());
    }

    /**
     * A mark too far from the last accepted one waits for a second.
     *
     * @param mark as the schema says.
     * @param accepted as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     */
    public void markQuarantined(final long mark, final long accepted, final int instrumentId, final Venue venue) {
        markQuarantined
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .mark(mark)
                .accepted(accepted)
                .instrumentId(instrumentId)
                .venue(venue);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + markQuarantined.encodedLength());
    }

    /**
     * Deadline actions wait for a successful read.
     *
     * @param gapNs as the schema says.
     * @param venue as the schema says.
     * @param cause as the schema says.
     */
    public void resyncStarted(final long gapNs, final Venue venue, final ResyncCause cause) {
        resyncStarted
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .gapNs(gapNs)
                .venue(venue)
                .cause(cause);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + resyncStarted.encodedLength());
    }

    /**
     * The read that ends a resync was successful.
     *
     * @param snapshotId as the schema says.
     * @param tookNs as the schema says.
     * @param unprotected as the schema says.
     * @param venue as the schema says.
     */
    public void resyncCompleted(final long snapshotId, final long tookNs, final long unprotected, final Venue venue) {
        resyncCompleted
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .snapshotId(snapshotId)
                .tookNs(tookNs)
                .unprotected(unprotected)
                .venue(venue);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + resyncCompleted.encodedLength());
    }

    /**
     * An order of ours without a position, seen in a fresh read of both books; it is cancelled.
     *
     * @param positionId as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param venueOrderId as the schema says.
     * @param epochSeconds of its id.
     * @param revision of its id.
     * @param role of its id.
     * @param book as the schema says.
     */
    public void leftoverOrderFound(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long venueOrderId,
            final long epochSeconds,
            final int revision,
            final OrderRole role,
            final OrderBook book) {
        leftoverOrderFound
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .venueOrderId(venueOrderId)
                .book(book);
        leftoverOrderFound
                .clientOrderId()
                .epochSeconds(epochSeconds)
                .positionId(positionId)
                .revision(revision)
                .role(role);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + leftoverOrderFound.encodedLength());
        if (observer != null) {
            observer.onLeftover(positionId);
        }
    }

    /**
     * A position or order that is not ours.
     *
     * @param quantity as the schema says.
     * @param level as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param book as the schema says.
     * @param positionId as the schema says.
     * @param entryPrice as the schema says.
     */
    public void foreignExposureFound(
            final long quantity,
            final long level,
            final int instrumentId,
            final Venue venue,
            final OrderBook book,
            final long positionId,
            final long entryPrice) {
        foreignExposureFound
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .quantity(quantity)
                .level(level)
                .instrumentId(instrumentId)
                .venue(venue)
                .book(book)
                .positionId(positionId)
                .entryPrice(entryPrice);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + foreignExposureFound.encodedLength());
    }

    /**
     * A position entered another class of risk.
     *
     * @param position of it.
     * @param profitPpm as the schema says.
     * @param drawdownPpm as the schema says.
     * @param scores total, profit, drawdown, volatility, age, liquidity; thousandths, -1 if not known.
     * @param from as the schema says.
     * @param to as the schema says.
     * @param action as the schema says.
     */
    public void healthScore(
            final Position position,
            final long profitPpm,
            final long drawdownPpm,
            final int[] scores,
            final RiskClass from,
            final RiskClass to,
            final HealthAction action) {
        healthScore
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .score(scores[0])
                .profitPpm((int) profitPpm)
                .drawdownPpm((int) drawdownPpm)
                .profitScore(known(scores[1]))
                .drawdownScore(known(scores[2]))
                .volatilityScore(known(scores[3]))
                .ageScore(known(scores[4]))
                .liquidityScore(known(scores[5]))
                .from(from)
                .to(to)
                .action(action);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + healthScore.encodedLength());
    }

    private static long known(final int score) {
        return score < 0 ? HealthScoreEncoder.scoreNullValue() : score;
    }

    /**
     * Somebody must look. value and bound in the unit of the code.
     *
     * @param positionId as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param value as the schema says.
     * @param bound as the schema says.
     * @param code as the schema says.
     */
    public void alertRaised(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long value,
            final long bound,
            final AlertCode code) {
        alertRaised
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .value(value)
                .bound(bound)
                .code(code);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + alertRaised.encodedLength());
    }

    /**
     * A fresh read of both books shows nothing of ours for this position.
     *
     * @param position of it.
     * @param snapshotId as the schema says.
     */
    public void positionFlatVerified(final Position position, final long snapshotId) {
        positionFlatVerified
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .snapshotId(snapshotId);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + positionFlatVerified.encodedLength());
    }

    /**
     * The protect deadline ran out without a definite answer; the position is naked until the new deadline.
     *
     * @param position of it.
     * @param deadlineNs as the schema says.
     * @param cause as the schema says.
     */
    public void protectDeadlineExtended(final Position position, final long deadlineNs, final NakedCause cause) {
        protectDeadlineExtended
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .deadlineNs(deadlineNs)
                .cause(cause);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + protectDeadlineExtended.encodedLength());
    }

    /**
     * The core does what an operator asked.
     *
     * @param requestId as the schema says.
     * @param positionId as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param action as the schema says.
     */
    public void operatorAccepted(
            final long requestId,
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final OperatorAction action) {
        operatorAccepted
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .requestId(requestId)
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .action(action);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + operatorAccepted.encodedLength());
    }

    /**
     * The core does not do what an operator asked.
     *
     * @param requestId as the schema says.
     * @param actual as the schema says.
     * @param expected as the schema says.
     * @param positionId as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param action as the schema says.
     * @param reason as the schema says.
     */
    public void operatorRefused(
            final long requestId,
            final long actual,
            final long expected,
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final OperatorAction action,
            final OperatorRefusal reason) {
        operatorRefused
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .requestId(requestId)
                .actual(actual)
                .expected(expected)
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .action(action)
                .reason(reason);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + operatorRefused.encodedLength());
    }

    /**
     * What is done about a foreign position from here on.
     *
     * @param position taken into the table.
     * @param entryPrice as the schema says.
     * @param level as the schema says.
     * @param policy as the schema says.
     */
    public void foreignPolicyChanged(
            final Position position, final long entryPrice, final long level, final ForeignPolicy policy) {
        foreignPolicyChanged(
                position.id(),
                position.instrumentId(),
                position.venue(),
                position.side(),
                position.quantity(),
                entryPrice,
                level,
                policy);
    }

    /**
     * What is done about a foreign position from here on.
     *
     * @param positionId as the schema says.
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param side as the schema says.
     * @param quantity as the schema says.
     * @param entryPrice as the schema says.
     * @param level as the schema says.
     * @param policy as the schema says.
     */
    public void foreignPolicyChanged(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final PositionSide side,
            final long quantity,
            final long entryPrice,
            final long level,
            final ForeignPolicy policy) {
        foreignPolicyChanged
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .quantity(quantity)
                .entryPrice(entryPrice)
                .level(level)
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .side(side)
                .policy(policy);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + foreignPolicyChanged.encodedLength());
    }

    /**
     * A guarded position is let go.
     *
     * @param position of it.
     */
    public void foreignReleased(final Position position) {
        foreignReleased
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .quantity(position.quantity())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + foreignReleased.encodedLength());
    }

    /**
     * Nothing of ours is left at a venue, by a read that began after the last close.
     *
     * @param startedNs as the schema says.
     * @param snapshotId as the schema says.
     * @param positionsClosed as the schema says.
     * @param ordersCancelled as the schema says.
     * @param foreignLeft as the schema says.
     * @param venue as the schema says.
     * @param isAll as the schema says.
     */
    public void killCertificate(
            final long startedNs,
            final long snapshotId,
            final int positionsClosed,
            final int ordersCancelled,
            final int foreignLeft,
            final Venue venue,
            final boolean isAll) {
        killCertificate
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .startedNs(startedNs)
                .snapshotId(snapshotId)
                .positionsClosed(positionsClosed)
                .ordersCancelled(ordersCancelled)
                .foreignLeft(foreignLeft)
                .venue(venue)
                .all(flag(isAll));
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + killCertificate.encodedLength());
    }

    /**
     * A reduce-only limit order, good till cancelled, that winds a position down.
     *
     * @param position of it.
     * @param quantity as the schema says.
     * @param price as the schema says.
     * @param order whose id it carries.
     * @param side as the schema says.
     * @return the journal sequence of the command.
     */
    public long placeExit(
            final Position position,
            final long quantity,
            final long price,
            final OrderSlot order,
            final OrderSide side) {
        final long sequence = outputs.nextSequence();
        placeExit
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .quantity(quantity)
                .price(price)
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .side(side);
        placeExit
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + placeExit.encodedLength());
        return sequence;
    }

    /**
     * Amends that order in place.
     *
     * @param position of it.
     * @param quantity as the schema says.
     * @param price as the schema says.
     * @param order whose id it carries.
     * @param side as the schema says.
     * @return the journal sequence of the command.
     */
    public long moveExit(
            final Position position,
            final long quantity,
            final long price,
            final OrderSlot order,
            final OrderSide side) {
        final long sequence = outputs.nextSequence();
        moveExit.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .quantity(quantity)
                .price(price)
                .venueOrderId(order.venueOrderId())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .side(side);
        moveExit.clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + moveExit.encodedLength());
        return sequence;
    }

    /**
     * What the ladder of an aged position asks for now.
     *
     * @param position of it.
     * @param agedNs as the schema says.
     * @param lossPico as the schema says.
     * @param target as the schema says.
     * @param phase as the schema says.
     */
    public void agedTarget(
            final Position position, final long agedNs, final long lossPico, final long target, final AgedPhase phase) {
        agedTarget
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .agedNs(agedNs)
                .lossPico(lossPico)
                .target(target)
                .phase(phase);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + agedTarget.encodedLength());
    }

    /**
     * An aged position reached the next phase.
     *
     * @param position of it.
     * @param target as the schema says.
     * @param lossPico as the schema says.
     * @param agedNs as the schema says.
     * @param from as the schema says.
     * @param to as the schema says.
     */
    public void agedPhaseChanged(
            final Position position,
            final long target,
            final long lossPico,
            final long agedNs,
            final AgedPhase from,
            final AgedPhase to) {
        agedPhaseChanged
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .target(target)
                .lossPico(lossPico)
                .agedNs(agedNs)
                .from(from)
                .to(to);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + agedPhaseChanged.encodedLength());
    }

    /**
     * The limit exit rests at the venue.
     *
     * @param position of it.
     * @param price as the schema says.
     * @param quantity as the schema says.
     * @param order whose id it carries.
     */
    public void exitOrderPlaced(final Position position, final long price, final long quantity, final OrderSlot order) {
        exitOrderPlaced
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .price(price)
                .quantity(quantity);
        exitOrderPlaced
                .clientOrderId()
                .epochSeconds(order.epochSeconds())
                .positionId(order.positionId())
                .revision(order.revision())
                .role(order.role());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + exitOrderPlaced.encodedLength());
    }

    /**
     * The venue amended the limit exit.
     *
     * @param position of it.
     * @param oldPrice as the schema says.
     * @param newPrice as the schema says.
     * @param quantity as the schema says.
     */
    public void exitOrderMoved(final Position position, final long oldPrice, final long newPrice, final long quantity) {
        exitOrderMoved
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .oldPrice(oldPrice)
                .newPrice(newPrice)
                .quantity(quantity);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + exitOrderMoved.encodedLength());
    }

    /**
     * The limit exit is over.
     *
     * @param position of it.
     * @param order that ended.
     */
    public void exitOrderEnded(final Position position, final OrderSlot order) {
        exitOrderEnded
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .positionId(position.id())
                .instrumentId(position.instrumentId())
                .venue(position.venue())
                .price(order.level())
                .filledQuantity(order.filled())
                .venueCode(order.venueCode())
                .status(order.endStatus())
                .reason(order.endReason());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + exitOrderEnded.encodedLength());
    }

    private static Flag flag(final boolean value) {
        return value ? Flag.YES : Flag.NO;
    }

    /**
     * No position is opened on this instrument until then.
     *
     * @param instrumentId as the schema says.
     * @param venue as the schema says.
     * @param untilNs as the schema says.
     * @param reason as the schema says.
     */
    public void symbolBlocked(final int instrumentId, final Venue venue, final long untilNs, final BlockReason reason) {
        symbolBlocked
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(time.nowNs())
                .instrumentId(instrumentId)
                .venue(venue)
                .untilNs(untilNs)
                .reason(reason);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + symbolBlocked.encodedLength());
    }
}
