package io.ratchet.engine.core;

import io.ratchet.engine.aged.AgedRule;
import io.ratchet.engine.check.InvariantChecker;
import io.ratchet.engine.control.ForeignDesk;
import io.ratchet.engine.control.KillRule;
import io.ratchet.engine.control.OperatorDesk;
import io.ratchet.engine.entry.BlockedSymbols;
import io.ratchet.engine.entry.EntryChecks;
import io.ratchet.engine.entry.EntryRule;
import io.ratchet.engine.entry.WaveRule;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.exit.FlatRule;
import io.ratchet.engine.exit.LimitExit;
import io.ratchet.engine.ledger.FeeAssets;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.limits.Protections;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.MarketStatsTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.position.AttachedStops;
import io.ratchet.engine.position.ClosedPositions;
import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.CommandTable;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.IdEpoch;
import io.ratchet.engine.position.Limits;
import io.ratchet.engine.position.OrderTracker;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.protection.GuardSweep;
import io.ratchet.engine.protection.HealthWatch;
import io.ratchet.engine.protection.NakedWatch;
import io.ratchet.engine.protection.ProtectDeadline;
import io.ratchet.engine.protection.StopGuard;
import io.ratchet.engine.protection.TrailState;
import io.ratchet.engine.protection.TrailingStop;
import io.ratchet.engine.reconcile.LateTrades;
import io.ratchet.engine.reconcile.MismatchWatch;
import io.ratchet.engine.reconcile.OutcomeResolver;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.Reconciliation;
import io.ratchet.engine.reconcile.TradesWatch;
import io.ratchet.engine.reconcile.VenueLife;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.ClockTickDecoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.EntriesAppliedDecoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.FundingPaidDecoder;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentStatusChangedDecoder;
import io.ratchet.engine.sbe.LatchRestoredDecoder;
import io.ratchet.engine.sbe.LimitsAppliedDecoder;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MarketStatsDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandDecoder;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.PositionUpdateDecoder;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.SignalReceivedDecoder;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.SnapshotPositionDecoder;
import io.ratchet.engine.sbe.SnapshotRequestedDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.sbe.SymbolListedDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import io.ratchet.engine.snapshot.LayoutHash;
import io.ratchet.engine.snapshot.SnapshotWriter;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.state.StateHash;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The core. Each input changes what is known; then the rules run, in one fixed order, on the positions it touched, until
 * none is left; then the timers that are due, each in the same way. Rules look at state, not at events: what is missing is
 * asked for, whatever the reason it is missing, so a restart needs no rule of its own. Pure; 0 bytes allocated per input.
 *
 * <p>Thread: one at a time, the core thread or whoever drives it.
 */
public final class DecisionCore implements Core {
    private static final int TIMER_HOUSEKEEPING = PositionTable.POSITIONS_MAX;
    private static final int TIMER_WAVES = PositionTable.POSITIONS_MAX + 1;
    private static final int TIMER_LIMITS = PositionTable.POSITIONS_MAX + 2;
    private static final int TIMERS = PositionTable.POSITIONS_MAX + 3;
    private static final int SETTLE_MAX = 100_000;

    private final EngineTime time = new EngineTime();
    private final Policy policy = new Policy();
    private final Timers timers = new Timers(TIMERS);
    private final Decisions decisions = new Decisions(time);
    private final InstrumentTable instruments = new InstrumentTable();
    private final PriceBook prices = new PriceBook(time, policy);
    private final MarketStatsTable stats = new MarketStatsTable(time, policy);
    private final PositionTable positions = new PositionTable();
    private final ClosedPositions closed = new ClosedPositions();
    private final CommandTable commands = new CommandTable();
    private final IdEpoch ids = new IdEpoch();
    private final Limits limits = new Limits();
    private final EntrySwitch entries = new EntrySwitch();
    private final Wakes wakes = new Wakes(time, timers);
    private final StateHash hash = new StateHash();
    private final OrderTracker tracker = new OrderTracker(time, policy, decisions);
    private final CommandDesk desk = new CommandDesk(time, ids, positions, commands, decisions);
    private final Ledger ledger = new Ledger(time, decisions, instruments, prices, positions);
    private final FeeAssets fees = new FeeAssets(instruments, prices, positions, ledger);
    private final Reads reads = new Reads(time, policy, decisions, positions);
    private final LateTrades late = new LateTrades(time, policy, instruments, reads, ledger);
    private final Protections protections = new Protections(time, decisions, instruments, positions, reads, ledger);
    private final AttachedStops attached = new AttachedStops(time, policy, tracker, desk);
    private final Reconciliation reconciliation = new Reconciliation(
            time,
            policy,
            decisions,
            instruments,
            positions,
            ids,
            tracker,
            reads,
            late,
            entries,
            fees,
            attached,
            closed);
    private final OutcomeResolver resolver = new OutcomeResolver(time, reads, desk, wakes, tracker);
    private final MismatchWatch mismatch = new MismatchWatch(time, policy, positions, reads, wakes);
    private final TradesWatch untold = new TradesWatch(time, policy, positions, reads, wakes);
    private final LimitExit exits =
            new LimitExit(time, policy, decisions, instruments, prices, positions, tracker, desk, reads, wakes);
    private final CloseLadder ladder = new CloseLadder(
            time, policy, decisions, instruments, prices, positions, tracker, desk, reads, wakes, exits);
    private final FlatRule flat =
            new FlatRule(time, policy, decisions, prices, positions, desk, reads, ladder, wakes, ledger, fees);
    private final StopGuard guard = new StopGuard(
            time,
            policy,
            decisions,
            instruments,
            prices,
            positions,
            tracker,
            desk,
            reads,
            reconciliation.foreign(),
            entries,
            ladder,
            wakes,
            attached);
    private final TrailingStop trail;
    private final HealthWatch health;
    private final GuardSweep sweep = new GuardSweep(time, policy, positions);
    private final NakedWatch watch = new NakedWatch(time, policy, decisions, positions, reads, guard, wakes);
    private final ProtectDeadline deadline =
            new ProtectDeadline(time, policy, decisions, prices, positions, reads, ladder, guard, watch, wakes);
    private final BlockedSymbols blocked = new BlockedSymbols(time, decisions, instruments);
    private final EntryPolicy numbers = new EntryPolicy();
    private final EntryChecks checks =
            new EntryChecks(time, policy, numbers, instruments, prices, stats, positions, limits, blocked);
    private final AgedRule aged;
    private final EntryRule entry;
    private final WaveRule waves;
    private final VenueLife life =
            new VenueLife(time, policy, decisions, instruments, positions, limits, entries, reads, watch, deadline);
    private final ForeignDesk foreign;
    private final KillRule kill;
    private final OperatorDesk operators;
    private final InvariantChecker checker;
    private final OrderInputs orderInputs;

    private final SnapshotWriter snapshots = new SnapshotWriter();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NodeStartedDecoder nodeStarted = new NodeStartedDecoder();
    private final ConfigAppliedDecoder configApplied = new ConfigAppliedDecoder();
    private final InstrumentDefinedDecoder instrumentDefined = new InstrumentDefinedDecoder();
    private final InstrumentStatusChangedDecoder statusChanged = new InstrumentStatusChangedDecoder();
    private final PriceDecoder price = new PriceDecoder();
    private final SignalReceivedDecoder signal = new SignalReceivedDecoder();
    private final FeedStatusDecoder feedStatus = new FeedStatusDecoder();
    private final VenueHealthDecoder venueHealth = new VenueHealthDecoder();
    private final OrderUpdateDecoder orderUpdate = new OrderUpdateDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final PositionUpdateDecoder positionUpdate = new PositionUpdateDecoder();
    private final CommandResultDecoder commandResult = new CommandResultDecoder();
    private final VenueSnapshotBeginDecoder snapshotBegin = new VenueSnapshotBeginDecoder();
    private final SnapshotPositionDecoder snapshotPosition = new SnapshotPositionDecoder();
    private final SnapshotOrderDecoder snapshotOrder = new SnapshotOrderDecoder();
    private final SnapshotTradeDecoder snapshotTrade = new SnapshotTradeDecoder();
    private final VenueSnapshotEndDecoder snapshotEnd = new VenueSnapshotEndDecoder();
    private final MarketStatsDecoder marketStats = new MarketStatsDecoder();
    private final BalanceUpdateDecoder balance = new BalanceUpdateDecoder();
    private final FundingPaidDecoder funding = new FundingPaidDecoder();
    private final LimitsAppliedDecoder limitsApplied = new LimitsAppliedDecoder();
    private final LatchRestoredDecoder latchRestored = new LatchRestoredDecoder();
    private final OperatorCommandDecoder operator = new OperatorCommandDecoder();
    private final EntriesAppliedDecoder entriesApplied = new EntriesAppliedDecoder();
    private final SymbolListedDecoder symbolListed = new SymbolListedDecoder();

    /** A core that tells why a stop did not move only when the reason changes, as it is journaled. */
    public DecisionCore() {
        this(false);
    }

    /**
     * A core.
     *
     * @param isVerbose tell at each price why a stop did not move; changes facts, never state or commands.
     */
    public DecisionCore(final boolean isVerbose) {
        trail = new TrailingStop(time, policy, decisions, instruments, prices, stats, positions, guard, isVerbose);
        health = new HealthWatch(time, policy, decisions, instruments, prices, stats, positions, guard, trail, ladder);
        aged = new AgedRule(
                time,
                policy,
                decisions,
                instruments,
                prices,
                positions,
                reads,
                entries,
                guard,
                trail,
                ladder,
                exits,
                isVerbose);
        entry = new EntryRule(
                time,
                policy,
                decisions,
                instruments,
                prices,
                positions,
                closed,
                limits,
                entries,
                desk,
                reads,
                reconciliation.foreign(),
                guard,
                trail,
                wakes,
                checks,
                protections);
        waves = new WaveRule(entry, numbers);
        decisions.observer(waves.observer());
        foreign = new ForeignDesk(
                time,
                policy,
                decisions,
                instruments,
                prices,
                positions,
                entries,
                reconciliation.foreign(),
                entry,
                guard,
                ladder,
                desk,
                reads,
                wakes);
        kill = new KillRule(
                time, decisions, instruments, positions, entries, reads, tracker, reconciliation, ladder, foreign);
        operators = new OperatorDesk(
                time, decisions, instruments, prices, positions, entries, blocked, guard, trail, ladder, foreign, kill);
        checker = new InvariantChecker(
                time,
                policy,
                decisions,
                instruments,
                prices,
                positions,
                limits,
                entries,
                timers,
                reads,
                ladder,
                flat,
                guard,
                watch,
                deadline,
                ledger);
        desk.gate(checker);
        orderInputs = new OrderInputs(
                time,
                policy,
                decisions,
                ids,
                positions,
                closed,
                commands,
                tracker,
                entry,
                reconciliation.instance(),
                reads,
                blocked,
                ledger,
                fees,
                attached);
    }

    @Override
    public void onInput(
            final long sequence, final DirectBuffer buffer, final int offset, final int length, final Outputs outputs) {
        decisions.begin(outputs);
        header.wrap(buffer, offset);
        final int templateId = header.templateId();
        final long lastNs = time.nowNs();
        final long expectedNs = Math.min(timers.nextDeadlineNs(), lastNs + policy.wallSecondNs());
        final int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        time.advance(sequence, buffer.getLong(block, ByteOrder.LITTLE_ENDIAN));
        if (templateId == PriceDecoder.TEMPLATE_ID) {
            noticeJump(lastNs, expectedNs);
            price.wrap(buffer, block, header.blockLength(), header.version());
            onPrice();
        } else {
            if (templateId != NodeStartedDecoder.TEMPLATE_ID) {
                noticeJump(lastNs, expectedNs);
            }
            dispatch(templateId, buffer, block, lastNs);
            settle();
            protect();
            checker.recount();
        }
        fireTimers();
        if (protections.isDue()) {
            protect();
        }
        waves.onEventEnd(time.nowNs(), decisions.outputs());
        checker.sweep();
        if (templateId != PriceDecoder.TEMPLATE_ID) {
            life.run();
            reconciliation.sweep().run();
            kill.run();
            settle();
        }
        reads.run();
        late.run();
        scheduleOwn();
        if (templateId == SnapshotRequestedDecoder.TEMPLATE_ID) {
            state(snapshots.begin());
            snapshots.write(layout(), ids.decisionVersion(), time.nowNs(), outputs);
        }
    }

    /** Rules that stop entries because of results; and what fees need to be converted. */
    private void protect() {
        final boolean wasClosingAll = protections.isClosingAll();
        protections.run();
        if (!wasClosingAll && protections.isClosingAll()) {
            touchAll();
            settle();
        }
        int id = fees.nextToSubscribe();
        while (id >= 0) {
            entry.pin(id);
            id = fees.nextToSubscribe();
        }
    }

    private void noticeJump(final long lastNs, final long expectedNs) {
        if (policy.resyncJumpNs() > 0 && lastNs != 0 && time.nowNs() - expectedNs > policy.resyncJumpNs()) {
            life.onJump(time.nowNs() - expectedNs);
        }
    }

    private void dispatch(final int templateId, final DirectBuffer buffer, final int block, final long lastNs) {
        final int length = header.blockLength();
        final int version = header.version();
        switch (templateId) {
            case ClockTickDecoder.TEMPLATE_ID:
                break;
            case CommandResultDecoder.TEMPLATE_ID:
                orderInputs.onResult(commandResult.wrap(buffer, block, length, version));
                break;
            case OrderUpdateDecoder.TEMPLATE_ID:
                orderInputs.onOrderUpdate(orderUpdate.wrap(buffer, block, length, version));
                break;
            case FillDecoder.TEMPLATE_ID:
                orderInputs.onFill(fill.wrap(buffer, block, length, version));
                break;
            case PositionUpdateDecoder.TEMPLATE_ID:
                orderInputs.onPositionUpdate(positionUpdate.wrap(buffer, block, length, version));
                break;
            case SignalReceivedDecoder.TEMPLATE_ID:
                waves.onSignal(signal.wrap(buffer, block, length, version), time.nowNs(), decisions.outputs());
                break;
            case OperatorCommandDecoder.TEMPLATE_ID:
                onOperator(operator.wrap(buffer, block, length, version));
                break;
            default:
                dispatchRare(templateId, buffer, block, lastNs);
                break;
        }
    }

    private void dispatchRare(final int templateId, final DirectBuffer buffer, final int block, final long lastNs) {
        final int length = header.blockLength();
        final int version = header.version();
        switch (templateId) {
            case NodeStartedDecoder.TEMPLATE_ID:
                onNodeStarted(nodeStarted.wrap(buffer, block, length, version), lastNs);
                break;
            case ConfigAppliedDecoder.TEMPLATE_ID:
                policy.apply(configApplied.wrap(buffer, block, length, version));
                waves.onConfigApplied(configApplied, time.nowNs(), decisions.outputs());
                break;
            case BalanceUpdateDecoder.TEMPLATE_ID:
                protections.onBalance(balance.wrap(buffer, block, length, version));
                checks.onBalance(balance);
                break;
            case FundingPaidDecoder.TEMPLATE_ID:
                ledger.onFunding(funding.wrap(buffer, block, length, version), fees);
                break;
            case LimitsAppliedDecoder.TEMPLATE_ID:
                protections.onLimits(limitsApplied.wrap(buffer, block, length, version));
                break;
            case LatchRestoredDecoder.TEMPLATE_ID:
                protections.onRestored(latchRestored.wrap(buffer, block, length, version));
                break;
            case InstrumentDefinedDecoder.TEMPLATE_ID:
                onInstrument(instrumentDefined.wrap(buffer, block, length, version));
                break;
            case InstrumentStatusChangedDecoder.TEMPLATE_ID:
                instruments.status(statusChanged.wrap(buffer, block, length, version));
                break;
            case FeedStatusDecoder.TEMPLATE_ID:
                onFeed(feedStatus.wrap(buffer, block, length, version));
                break;
            case MarketStatsDecoder.TEMPLATE_ID:
                marketStats.wrap(buffer, block, length, version);
                if (instruments.isKnown(marketStats.instrumentId())) {
                    stats.onMarketStats(marketStats);
                }
                break;
            case VenueHealthDecoder.TEMPLATE_ID:
                venueHealth.wrap(buffer, block, length, version);
                life.used(venueHealth.venue());
                life.onHealth(venueHealth.venue(), venueHealth.state());
                waves.onReadinessChanged(time.nowNs(), decisions.outputs());
                break;
            case EntriesAppliedDecoder.TEMPLATE_ID:
                checks.onEntriesApplied(entriesApplied.wrap(buffer, block, length, version));
                waves.onEntriesApplied(time.nowNs(), decisions.outputs());
                break;
            case SymbolListedDecoder.TEMPLATE_ID:
                checks.onSymbolListed(symbolListed.wrap(buffer, block, length, version));
                break;
            default:
                dispatchRead(templateId, buffer, block);
                break;
        }
    }

    /** Rows of reads. Anything else is of no interest to a decision yet. */
    private void dispatchRead(final int templateId, final DirectBuffer buffer, final int block) {
        final int length = header.blockLength();
        final int version = header.version();
        switch (templateId) {
            case VenueSnapshotBeginDecoder.TEMPLATE_ID:
                reconciliation.onBegin(snapshotBegin.wrap(buffer, block, length, version));
                break;
            case SnapshotPositionDecoder.TEMPLATE_ID:
                reconciliation.onPosition(snapshotPosition.wrap(buffer, block, length, version));
                break;
            case SnapshotOrderDecoder.TEMPLATE_ID:
                reconciliation.onOrder(snapshotOrder.wrap(buffer, block, length, version));
                break;
            case SnapshotTradeDecoder.TEMPLATE_ID:
                reconciliation.onTrade(snapshotTrade.wrap(buffer, block, length, version));
                break;
            case VenueSnapshotEndDecoder.TEMPLATE_ID:
                snapshotEnd.wrap(buffer, block, length, version);
                if (reconciliation.onEnd(snapshotEnd)) {
                    settle();
                    life.onRead(snapshotEnd.venue());
                    foreign.onRead(snapshotEnd.venue());
                    touchAll();
                }
                break;
            default:
                break;
        }
    }

    private void onNodeStarted(final NodeStartedDecoder message, final long lastNs) {
        ids.open(message);
        commands.clear();
        entries.onNodeStarted();
        prices.onNodeStarted();
        sweep.onNodeStarted();
        protections.onNodeStarted();
        entry.onNodeStarted(message.epochSeconds());
        life.onNodeStarted(lastNs == 0 ? 0 : time.nowNs() - lastNs);
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() == PositionPhase.NONE) {
                continue;
            }
            if (entry.refuseStale(position)) {
                release(position);
                continue;
            }
            tracker.onNodeStarted(position);
            attached.onNodeStarted(position);
            watch.onNodeStarted(position, lastNs);
            deadline.clear(slot);
            positions.touch(position, time.sequence());
        }
        waves.onNodeStarted(time.nowNs(), decisions.outputs());
    }

    private void onInstrument(final InstrumentDefinedDecoder message) {
        if (instruments.define(message)) {
            life.used(message.venue());
        } else {
            decisions.alertRaised(
                    0,
                    message.instrumentId(),
                    message.venue(),
                    message.instrumentId(),
                    InstrumentTable.INSTRUMENTS_MAX,
                    AlertCode.TABLE_FULL);
        }
    }

    private void onFeed(final FeedStatusDecoder message) {
        final Venue venue = message.venue();
        if (message.feed() == MarketFeed.MARKET) {
            prices.onFeed(venue, message.state(), message.epoch());
            if (message.state() == FeedState.UP) {
                // Prices do not wait for the private stream (incident I05).
                entry.resubscribe(venue);
            }
        }
        if (message.feed() == MarketFeed.SIGNALS && message.state() == FeedState.REFUSED) {
            decisions.alertRaised(0, -1, venue, message.epoch(), 0, AlertCode.SIGNALS_REFUSED);
        }
        if (message.feed() != MarketFeed.USER) {
            return;
        }
        life.used(venue);
        if (life.onUserFeed(venue, message.state())) {
            entry.resubscribe(venue);
        }
    }

    private void onOperator(final OperatorCommandDecoder message) {
        switch (message.action()) {
            case OPEN:
                entry.requestByOperator(message.instrumentId(), message.side(), message.quantity());
                break;
            case BARE_GUARD:
                entries.guardBarely();
                break;
            case SHUTDOWN:
                entries.shutDown();
                touchAll();
                break;
            default:
                if (operators.onCommand(message) && message.action() == OperatorAction.RESUME) {
                    protections.onResume();
                    reconciliation.instance().onResume();
                }
                waves.onReadinessChanged(time.nowNs(), decisions.outputs());
                break;
        }
    }

    private void onPrice() {
        final int id = price.instrumentId();
        if (!instruments.isKnown(id)) {
            return;
        }
        final Venue venue = instruments.at(id).venue();
        prices.onPrice(price, venue);
        if (prices.isMarkQuarantined()) {
            decisions.markQuarantined(price.mark(), prices.mark(id), id, venue);
        }
        if (prices.isMarkAccepted()) {
            fees.onMark(id);
        }
        final Position position = positions.ofInstrument(id);
        if (position == null) {
            settle();
            return;
        }
        if (entry.isWaitingForPrice(position)) {
            positions.touch(position);
        }
        if (prices.isMarkAccepted()) {
            deadline.onPrice(position);
        }
        trail.onPrice(position);
        if (prices.isMarkAccepted() && !position.isGuarded()) {
            health.onPrice(position);
        }
        if (prices.isMarkAccepted() && !position.isGuarded()) {
            aged.onPrice(position);
        }
        settle();
    }

    /** Runs the rules on every touched position until none is left. */
    private void settle() {
        int runs = 0;
        // A start refuses what is stale without a run: those requests are concluded too.
        entry.drainConclusions(waves);
        Position position = positions.pollTouched();
        while (position != null) {
            if (++runs > SETTLE_MAX) {
                throw new IllegalStateException("rules do not settle: position=" + position.id() + " runs=" + runs);
            }
            if (position.phase() != PositionPhase.NONE) {
                run(position);
            }
            position = positions.pollTouched();
            if (position == null) {
                entry.drainConclusions(waves);
                position = positions.pollTouched();
            }
        }
    }

    private void run(final Position position) {
        wakes.begin();
        if (position.isLettingGo() && position.quantity() > 0) {
            runLettingGo(position);
            return;
        }
        if (entry.run(position) || entry.refuseWithoutLeverage(position)) {
            release(position);
            return;
        }
        entry.account(position);
        resolver.run(position);
        mismatch.run(position);
        untold.run(position);
        if (flat.run(position)) {
            verified(position);
            return;
        }
        if (protections.isClosingAll() && position.quantity() > 0 && !ladder.isClosing(position)) {
            ladder.start(position, CloseReason.KILL_SWITCH);
        }
        guard.run(position);
        trail.run(position);
        deadline.run(position);
        if (!position.isGuarded()) {
            aged.run(position);
        }
        exits.run(position, ladder.isClosing(position));
        ladder.run(position);
        watch.run(position);
        wakes.end(position);
        checker.check(position);
    }

    private void runLettingGo(final Position position) {
        resolver.run(position);
        if (foreign.runLettingGo(position)) {
            release(position);
        } else {
            wakes.end(position);
        }
    }

    private void verified(final Position position) {
        watch.run(position);
        decisions.positionPhaseChanged(position, position.phase(), PositionPhase.FLAT);
        decisions.positionFlatVerified(position, reads.appliedSequence(position));
        release(position);
    }

    private void release(final Position position) {
        final int slot = position.slot();
        ledger.released(position);
        late.released(position);
        kill.released(position);
        entry.release(position);
        guard.released(position);
        trail.clear(slot);
        health.clear(slot);
        ladder.clear(slot);
        exits.clear(slot);
        aged.clear(slot);
        flat.clear(slot);
        deadline.clear(slot);
        watch.clear(slot);
        mismatch.clear(slot);
        untold.clear(slot);
        reads.clear(slot);
        checker.clear(slot);
        timers.cancel(slot);
        positions.release(position);
    }

    private void touchAll() {
        for (int slot = 0; slot < positions.limit(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                positions.touch(positions.at(slot));
            }
        }
    }

    private void fireTimers() {
        int id = timers.pollDue(time.nowNs());
        while (id >= 0) {
            if (id == TIMER_WAVES) {
                waves.onTimer(time.nowNs(), decisions.outputs());
            } else if (id == TIMER_LIMITS) {
                protect();
            } else if (id < PositionTable.POSITIONS_MAX) {
                positions.touch(positions.at(id));
            } else {
                life.run();
                reconciliation.sweep().run();
                kill.run();
                sweep.run();
            }
            settle();
            id = timers.pollDue(time.nowNs());
        }
    }

    private void scheduleOwn() {
        final long now = time.nowNs();
        final long askNs = Math.min(reads.nextNs(), late.nextNs());
        final long readsNs = Math.min(askNs, reconciliation.sweep().nextNs());
        timers.schedule(TIMER_HOUSEKEEPING, later(now, Math.min(sweep.nextNs(), Math.min(readsNs, life.nextNs()))));
        timers.schedule(TIMER_WAVES, later(now, waves.nextDeadlineNs()));
        timers.schedule(TIMER_LIMITS, later(now, protections.nextNs()));
    }

    private static long later(final long now, final long deadlineNs) {
        return deadlineNs <= now ? now + 1 : deadlineNs;
    }

    @Override
    public long nextDeadlineNs() {
        return timers.nextDeadlineNs();
    }

    @Override
    public long stateHash() {
        hash.reset();
        state(hash);
        return hash.value();
    }

    /**
     * Which fields the state of a core has, in which order. Any thread.
     *
     * @return a number that is another one for another layout.
     */
    public static long layout() {
        return Layout.VALUE;
    }

    /** Read once from a core that is of no use after it. */
    private static final class Layout {
        private static final long VALUE = read();

        private static long read() {
            final LayoutHash hash = new LayoutHash();
            new DecisionCore().state(hash);
            return hash.value();
        }
    }

    /**
     * Hands over everything a decision may depend on; what others are bounded by comes first. Only by the core thread,
     * between two inputs, or while it does not run.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.part("time");
        time.state(fields);
        fields.part("policy");
        policy.state(fields);
        fields.part("timers");
        timers.state(fields);
        fields.part("instruments");
        instruments.state(fields);
        fields.part("prices");
        prices.state(fields);
        fields.part("stats");
        stats.state(fields);
        fields.part("positions");
        positions.state(fields);
        fields.part("closed");
        closed.state(fields);
        fields.part("commands");
        commands.state(fields);
        fields.part("ids");
        ids.state(fields);
        fields.part("limits");
        limits.state(fields, positions.used());
        fields.part("entries");
        entries.state(fields);
        fields.part("reads");
        reads.state(fields);
        fields.part("reconciliation");
        reconciliation.state(fields);
        fields.part("tracker");
        tracker.state(fields);
        fields.part("mismatch");
        mismatch.state(fields);
        fields.part("untold");
        untold.state(fields);
        fields.part("late");
        late.state(fields);
        fields.part("ladder");
        ladder.state(fields);
        fields.part("exits");
        exits.state(fields);
        fields.part("aged");
        aged.state(fields);
        fields.part("flat");
        flat.state(fields);
        fields.part("guard");
        guard.state(fields);
        fields.part("trail");
        trail.state(fields);
        fields.part("health");
        health.state(fields);
        fields.part("sweep");
        sweep.state(fields);
        fields.part("watch");
        watch.state(fields);
        fields.part("deadline");
        deadline.state(fields);
        fields.part("entry");
        entry.state(fields);
        fields.part("ledger");
        ledger.state(fields);
        fields.part("fees");
        fees.state(fields);
        fields.part("protections");
        protections.state(fields);
        fields.part("checks");
        checks.state(fields);
        fields.part("foreign");
        foreign.state(fields);
        fields.part("kill");
        kill.state(fields);
        fields.part("life");
        life.state(fields);
        fields.part("checker");
        checker.state(fields);
        fields.part("waves");
        waves.state(fields);
    }

    /**
     * The instruments the core knows, to seed the registry of the adapters after recovery. Only while the core thread
     * does not run.
     *
     * @return id to symbol, venue and filters.
     */
    public InstrumentTable instruments() {
        return instruments;
    }

    /**
     * Shows the whole state to somebody. Only by the core thread, between two inputs, or while it does not run.
     *
     * @param visitor is shown everything.
     */
    public void show(final CoreVisitor visitor) {
        visitor.node(
                time.nowNs(),
                life.nodeState(),
                entries.isStoppedByOperator(),
                entries.isStoppedByViolation() || entries.isOtherInstance(),
                kill.isActive(),
                life.unprotected(Venue.NONE),
                limits.exposure());
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            final VenueView venue = reads.venueAt(i);
            if (venue.isUsed()) {
                visitor.venue(
                        venue.venue(),
                        venue.nodeState(),
                        venue.health(),
                        entry.readiness(venue.venue()),
                        venue.lastGoodNs());
            }
        }
        for (int slot = 0; slot < positions.limit(); slot++) {
            if (positions.at(slot).phase() != PositionPhase.NONE) {
                show(visitor, positions.at(slot));
            }
        }
        kill.show(visitor);
        for (int id = 0; id < instruments.size(); id++) {
            if (foreign.book().id(id) != 0) {
                visitor.foreign(
                        foreign.book().id(id),
                        id,
                        foreign.book().quantity(id),
                        foreign.book().entryPrice(id),
                        foreign.mark(id),
                        foreign.book().isCovered(id) ? foreign.book().coverLevel(id) : 0,
                        foreign.policyOf(id));
            }
            if (blocked.isBlocked(id)) {
                visitor.block(id, blocked.untilNs(id), blocked.reason(id));
            }
        }
    }

    private void show(final CoreVisitor visitor, final Position position) {
        visitor.position(
                position,
                prices.hasMark(position.instrumentId()) ? prices.mark(position.instrumentId()) : 0,
                Coverage.bestLevel(position),
                guard.wantedLevel(position),
                trail.peak(position),
                trail.isActive(position),
                watch.isCovered(position),
                ladder.reason(position));
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            if (position.order(i).isOpen()) {
                visitor.order(position, position.order(i));
            }
        }
    }

    /**
     * Positions that hold something. Only while the core thread does not run.
     *
     * @return the count.
     */
    public int openPositions() {
        int count = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            count += positions.at(slot).quantity() > 0 ? 1 : 0;
        }
        return count;
    }

    /**
     * Positions without a stop over their whole size. Only while the core thread does not run.
     *
     * @return the count.
     */
    public int unprotectedCount() {
        return life.unprotected(Venue.NONE);
    }

    /**
     * State of the node. Only while the core thread does not run.
     *
     * @return the state.
     */
    public NodeState nodeState() {
        return life.nodeState();
    }

    /**
     * The last id epoch. Only while the core thread does not run.
     *
     * @return seconds, 0 before the first start.
     */
    public long lastEpochSeconds() {
        return ids.epochSeconds();
    }

    /**
     * Process starts so far. Only while the core thread does not run.
     *
     * @return as the last NodeStarted said.
     */
    public long starts() {
        return ids.starts();
    }

    /**
     * Engine time of the last input. Only while the core thread does not run.
     *
     * @return ns, 0 before the first.
     */
    public long lastTimeNs() {
        return time.nowNs();
    }

    /**
     * What was won and lost. Only while the core thread does not run.
     *
     * @return results.
     */
    public Ledger ledger() {
        return ledger;
    }

    /**
     * Rules that stop entries because of results. Only while the core thread does not run.
     *
     * @return latches, equity, the loss of the day.
     */
    public Protections protections() {
        return protections;
    }

    /**
     * How far the trail of a position has come. Only while the core thread does not run.
     *
     * @param positionId of it.
     * @return the state, null if there is no such position.
     */
    public TrailState trailState(final long positionId) {
        final Position position = positions.byId(positionId);
        return position == null ? null : trail.state(position);
    }

    /** Seam for the tests that force violations: what the checker is to notice must be broken by hand. */
    Seam seam() {
        return new Seam(positions, desk, timers, limits, deadline, checker, ledger);
    }

    /**
     * Violations of invariants found, withheld commands included. Only while the core thread does not run.
     *
     * @return the count.
     */
    public long violations() {
        return checker.violations();
    }
}
