package io.ratchet.engine.control;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.entry.BlockedSymbols;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.protection.StopGuard;
import io.ratchet.engine.protection.TrailingStop;
import io.ratchet.engine.sbe.BlockReason;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandDecoder;
import io.ratchet.engine.sbe.OperatorRefusal;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.time.EngineTime;

/**
 * Takes what an operator asks and answers each with one fact: OperatorAccepted, or OperatorRefused with its reason. OPEN and
 * SHUTDOWN are not taken here: the one is answered by PositionOpened or EntryRefused, the other by NodeStateChanged. Core
 * thread.
 */
public final class OperatorDesk {
    private static final int NO_INSTRUMENT = -1;

    private final EngineTime time;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final EntrySwitch entries;
    private final BlockedSymbols blocked;
    private final StopGuard guard;
    private final TrailingStop trail;
    private final CloseLadder ladder;
    private final ForeignDesk foreign;
    private final KillRule kill;
    private long actual;
    private long expected;

    /**
     * A desk.
     *
     * @param time        of the core.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     * @param entries     the switch.
     * @param blocked     instruments.
     * @param guard       of stops.
     * @param trail       of stops.
     * @param ladder      closes.
     * @param foreign     what is not ours.
     * @param kill        the kill.
     */
    public OperatorDesk(
            final EngineTime time,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final EntrySwitch entries,
            final BlockedSymbols blocked,
            final StopGuard guard,
            final TrailingStop trail,
            final CloseLadder ladder,
            final ForeignDesk foreign,
            final KillRule kill) {
        this.time = time;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.entries = entries;
        this.blocked = blocked;
        this.guard = guard;
        this.trail = trail;
        this.ladder = ladder;
        this.foreign = foreign;
        this.kill = kill;
    }

    /**
     * An operator asks.
     *
     * @param command the input.
     * @return true if it is done, or will be.
     */
    public boolean onCommand(final OperatorCommandDecoder command) {
        actual = FixedPoint.NULL;
        expected = FixedPoint.NULL;
        final OperatorRefusal refusal = decide(command);
        final OperatorAction action = command.action();
        final long positionId = command.positionId();
        final int instrumentId = instrumentOf(command);
        final Venue venue =
                instruments.isKnown(instrumentId) ? instruments.at(instrumentId).venue() : Venue.NONE;
        if (refusal == OperatorRefusal.NONE) {
            decisions.operatorAccepted(command.requestId(), positionId, instrumentId, venue, action);
        } else {
            decisions.operatorRefused(
                    command.requestId(), actual, expected, positionId, instrumentId, venue, action, refusal);
        }
        return refusal == OperatorRefusal.NONE;
    }

    private int instrumentOf(final OperatorCommandDecoder command) {
        final Position position = command.positionId() == 0 ? null : positions.byId(command.positionId());
        if (position != null) {
            return position.instrumentId();
        }
        final Instrument instrument = command.positionId() == 0 ? null : foreign.find(command.positionId());
        return instrument == null ? command.instrumentId() : instrument.id();
    }

    private OperatorRefusal decide(final OperatorCommandDecoder command) {
        switch (command.action()) {
            case STOP_ENTRIES:
                entries.stop();
                return OperatorRefusal.NONE;
            case RESUME:
                return resume();
            case FORCE_EXIT:
                return command.all() == Flag.YES ? forceExitAll() : forceExit(command.positionId());
            case SET_STOP:
                return setStop(command.positionId(), command.level());
            case ADOPT:
            case GUARD:
            case IGNORE:
                return treat(command.positionId(), policyOf(command.action()));
            case BLOCK:
                return block(command.instrumentId(), command.durationNs());
            case UNBLOCK:
                return unblock(command.instrumentId());
            case KILL:
                kill.start(command.all() == Flag.YES);
                return OperatorRefusal.NONE;
            default:
                return OperatorRefusal.OUT_OF_RANGE;
        }
    }

    private OperatorRefusal resume() {
        if (kill.isActive()) {
            return OperatorRefusal.KILL_ACTIVE;
        }
        if (entries.isShuttingDown()) {
            return OperatorRefusal.NODE_STOPPING;
        }
        entries.resume();
        return OperatorRefusal.NONE;
    }

    // Closing.

    private OperatorRefusal forceExit(final long positionId) {
        final Position position = positionId == 0 ? null : positions.byId(positionId);
        if (position == null) {
            final Instrument instrument = positionId == 0 ? null : foreign.find(positionId);
            if (instrument == null) {
                return OperatorRefusal.UNKNOWN_POSITION;
            }
            foreign.close(instrument.id());
            return OperatorRefusal.NONE;
        }
        if (position.quantity() == 0) {
            return OperatorRefusal.NOT_OPEN;
        }
        if (ladder.isClosing(position)) {
            return OperatorRefusal.ALREADY_CLOSING;
        }
        if (position.isGuarded()) {
            foreign.adoptGuarded(position);
        }
        ladder.start(position, CloseReason.OPERATOR);
        return OperatorRefusal.NONE;
    }

    private OperatorRefusal forceExitAll() {
        int found = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() != PositionPhase.NONE
                    && position.quantity() > 0
                    && !position.isGuarded()
                    && !ladder.isClosing(position)) {
                ladder.start(position, CloseReason.OPERATOR);
                found++;
            }
        }
        return found == 0 ? OperatorRefusal.NOT_OPEN : OperatorRefusal.NONE;
    }

    // Stops.

    private OperatorRefusal setStop(final long positionId, final long level) {
        final Position position = positionId == 0 ? null : positions.byId(positionId);
        if (position == null) {
            return foreign.find(positionId) == null ? OperatorRefusal.UNKNOWN_POSITION : OperatorRefusal.FOREIGN;
        }
        final OperatorRefusal refusal = stateRefusal(position);
        if (refusal != OperatorRefusal.NONE) {
            return refusal;
        }
        final OperatorRefusal ofLevel = levelRefusal(position, level);
        if (ofLevel != OperatorRefusal.NONE) {
            return ofLevel;
        }
        if (Coverage.isBetter(position, guard.confirmedLevel(position), level)) {
            trail.hold(position);
        }
        guard.want(position, level, MoveRule.OPERATOR);
        return OperatorRefusal.NONE;
    }

    private OperatorRefusal stateRefusal(final Position position) {
        if (ladder.isClosing(position)) {
            return OperatorRefusal.ALREADY_CLOSING;
        }
        if (position.quantity() == 0 || position.phase() != PositionPhase.OPEN) {
            return OperatorRefusal.NOT_OPEN;
        }
        return guard.confirmedLevel(position) == 0 ? OperatorRefusal.NOT_PROTECTED : OperatorRefusal.NONE;
    }

    private OperatorRefusal levelRefusal(final Position position, final long level) {
        final int id = position.instrumentId();
        final long tick = instruments.at(id).tickSize();
        if (level == FixedPoint.NULL || level <= 0) {
            return refuse(level, tick, OperatorRefusal.OUT_OF_RANGE);
        }
        if (!FixedPoint.isOnStep(level, tick)) {
            return refuse(level, tick, OperatorRefusal.OFF_TICK);
        }
        if (!prices.isMarkFresh(id) || !prices.hasMark(id)) {
            return OperatorRefusal.NO_PRICE;
        }
        if (foreign.isReached(position, level)) {
            return refuse(level, prices.mark(id), OperatorRefusal.WRONG_SIDE);
        }
        final long nearest = foreign.nearestAllowed(id, position.isLong());
        if (nearest != 0 && Coverage.isBetter(position, nearest, level)) {
            return refuse(level, nearest, OperatorRefusal.NEAR_LIQUIDATION);
        }
        final boolean isSame = level == guard.confirmedLevel(position) && guard.wantedLevel(position) == 0;
        return isSame ? refuse(level, level, OperatorRefusal.NO_CHANGE) : OperatorRefusal.NONE;
    }

    private OperatorRefusal refuse(final long newActual, final long newExpected, final OperatorRefusal refusal) {
        actual = newActual;
        expected = newExpected;
        return refusal;
    }

    // Foreign positions.

    private static ForeignPolicy policyOf(final OperatorAction action) {
        switch (action) {
            case ADOPT:
                return ForeignPolicy.ADOPT;
            case GUARD:
                return ForeignPolicy.GUARD;
            default:
                return ForeignPolicy.IGNORE;
        }
    }

    private OperatorRefusal treat(final long positionId, final ForeignPolicy what) {
        final Position position = positionId == 0 ? null : positions.byId(positionId);
        if (position == null) {
            final Instrument instrument = positionId == 0 ? null : foreign.find(positionId);
            if (instrument == null) {
                return OperatorRefusal.UNKNOWN_POSITION;
            }
            foreign.say(instrument.id(), what);
            return OperatorRefusal.NONE;
        }
        if (!position.isGuarded()) {
            return OperatorRefusal.NOT_FOREIGN;
        }
        if (what == ForeignPolicy.GUARD || position.isLettingGo()) {
            return OperatorRefusal.NO_CHANGE;
        }
        if (position.quantity() == 0) {
            return OperatorRefusal.NOT_OPEN;
        }
        if (what == ForeignPolicy.ADOPT) {
            foreign.adoptGuarded(position);
        } else {
            foreign.letGo(position);
        }
        return OperatorRefusal.NONE;
    }

    // Blocks.

    private OperatorRefusal block(final int instrumentId, final long durationNs) {
        if (instrumentId == NO_INSTRUMENT || !instruments.isKnown(instrumentId)) {
            return OperatorRefusal.UNKNOWN_INSTRUMENT;
        }
        if (durationNs != FixedPoint.NULL && durationNs <= 0) {
            return refuse(durationNs, 1, OperatorRefusal.OUT_OF_RANGE);
        }
        final long until = durationNs == FixedPoint.NULL
                ? BlockedSymbols.FOR_EVER_NS
                : Math.min(BlockedSymbols.FOR_EVER_NS - time.nowNs(), durationNs) + time.nowNs();
        if (blocked.isBlocked(instrumentId) && blocked.untilNs(instrumentId) >= until) {
            return refuse(until, blocked.untilNs(instrumentId), OperatorRefusal.NO_CHANGE);
        }
        blocked.block(instrumentId, until, BlockReason.OPERATOR);
        return OperatorRefusal.NONE;
    }

    private OperatorRefusal unblock(final int instrumentId) {
        if (!instruments.isKnown(instrumentId)) {
            return OperatorRefusal.UNKNOWN_INSTRUMENT;
        }
        if (!blocked.isBlocked(instrumentId)) {
            return OperatorRefusal.NO_CHANGE;
        }
        blocked.unblock(instrumentId);
        return OperatorRefusal.NONE;
    }
}
