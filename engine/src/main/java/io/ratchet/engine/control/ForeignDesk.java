package io.ratchet.engine.control;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.entry.EntryRule;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.protection.StopGuard;
import io.ratchet.engine.reconcile.ForeignBook;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * Positions that are not ours: told, guarded by one stop, adopted, or let alone. Decided by a fresh read, never by what
 * was known before; none is closed unless an operator names it or kills all. Core thread.
 */
public final class ForeignDesk {
    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final EntrySwitch entries;
    private final ForeignBook foreign;
    private final EntryRule entry;
    private final StopGuard guard;
    private final CloseLadder ladder;
    private final CommandDesk desk;
    private final Reads reads;
    private final Wakes wakes;
    private final ForeignPolicy[] said = new ForeignPolicy[InstrumentTable.INSTRUMENTS_MAX];
    private final boolean[] isSaid = new boolean[InstrumentTable.INSTRUMENTS_MAX];
    private final boolean[] isToClose = new boolean[InstrumentTable.INSTRUMENTS_MAX];
    private final long[] toldId = new long[InstrumentTable.INSTRUMENTS_MAX];
    private final ForeignPolicy[] toldPolicy = new ForeignPolicy[InstrumentTable.INSTRUMENTS_MAX];

    /**
     * Nothing foreign yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     * @param entries     whether there is a journal.
     * @param foreign     what the last good read showed.
     * @param entry       takes positions into the table.
     * @param guard       of stops.
     * @param ladder      closes what an operator names.
     * @param desk        issues commands.
     * @param reads       and venues.
     * @param wakes       of positions.
     */
    public ForeignDesk(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final EntrySwitch entries,
            final ForeignBook foreign,
            final EntryRule entry,
            final StopGuard guard,
            final CloseLadder ladder,
            final CommandDesk desk,
            final Reads reads,
            final Wakes wakes) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.entries = entries;
        this.foreign = foreign;
        this.entry = entry;
        this.guard = guard;
        this.ladder = ladder;
        this.desk = desk;
        this.reads = reads;
        this.wakes = wakes;
        Arrays.fill(said, ForeignPolicy.IGNORE);
        Arrays.fill(toldPolicy, ForeignPolicy.IGNORE);
    }

    /**
     * A full read was applied: what it shows that is not ours is treated as the policy, or an operator, says.
     *
     * @param venue that was read.
     */
    public void onRead(final Venue venue) {
        for (int id = 0; id < foreign.limit(); id++) {
            if (!instruments.isKnown(id) || instruments.at(id).venue() != venue) {
                continue;
            }
            if (foreign.quantity(id) != 0) {
                treat(id);
            } else if (positions.ofInstrument(id) == null) {
                isSaid[id] = false;
                isToClose[id] = false;
                toldId[id] = 0;
            }
        }
    }

    private void treat(final int id) {
        switch (policyOf(id)) {
            case ALERT:
                tell(id, ForeignPolicy.ALERT, FixedPoint.NULL);
                break;
            case GUARD:
                guard(id);
                break;
            case ADOPT:
                adopt(id);
                break;
            default:
                tell(id, ForeignPolicy.IGNORE, FixedPoint.NULL);
                break;
        }
    }

    /**
     * What is done about a foreign position.
     *
     * @param instrumentId it holds.
     * @return what an operator said of it, else the policy.
     */
    public ForeignPolicy policyOf(final int instrumentId) {
        if (isSaid[instrumentId]) {
            return said[instrumentId];
        }
        final ForeignPolicy usual = policy.foreignPolicy();
        return entries.isBareGuard() && (usual != ForeignPolicy.IGNORE || foreign.isOurs(instrumentId))
                ? ForeignPolicy.GUARD
                : usual;
    }

    /** Once for each position and policy. */
    private void tell(final int id, final ForeignPolicy told, final long level) {
        if (toldId[id] == foreign.id(id) && toldPolicy[id] == told) {
            return;
        }
        final boolean isFirst = toldId[id] != foreign.id(id);
        toldId[id] = foreign.id(id);
        toldPolicy[id] = told;
        final Venue venue = instruments.at(id).venue();
        final long signed = foreign.quantity(id);
        if (told != ForeignPolicy.IGNORE || !isFirst) {
            decisions.foreignPolicyChanged(
                    foreign.id(id), id, venue, sideOf(signed), Math.abs(signed), foreign.entryPrice(id), level, told);
        }
        if (told == ForeignPolicy.ALERT) {
            decisions.alertRaised(foreign.id(id), id, venue, signed, 0, AlertCode.FOREIGN_POSITION);
        }
    }

    private static PositionSide sideOf(final long signed) {
        return signed > 0 ? PositionSide.LONG : PositionSide.SHORT;
    }

    // Guard.

    private void guard(final int id) {
        if (foreign.isCovered(id)) {
            tell(id, ForeignPolicy.GUARD, foreign.coverLevel(id));
            return;
        }
        final long mark = mark(id);
        if (mark == 0 || positions.ofInstrument(id) != null) {
            return;
        }
        final boolean isLong = foreign.quantity(id) > 0;
        final boolean isOurs = entries.isBareGuard() && foreign.isOurs(id);
        final long level = isOurs
                ? insideLiquidation(id, isLong, distance(id, isLong, foreign.entryPrice(id), policy.stopPpm()))
                : insideLiquidation(id, isLong, distance(id, isLong, mark, policy.guardPpm()));
        if (isOurs && isCrossed(isLong, mark, level)) {
            closePastLevel(id, level);
            return;
        }
        if (isCrossed(isLong, mark, level)) {
            impossible(id, level, mark);
            return;
        }
        final Position position = take(id, true);
        if (position != null) {
            guard.protectAt(position, level);
            decisions.foreignPolicyChanged(position, position.entryAverage(), level, ForeignPolicy.GUARD);
            positions.touch(position);
        }
    }

    /** Without a journal: ours by an order of ours, not covered, and the market is where its first stop would be. */
    private void closePastLevel(final int id, final long level) {
        final Position position = take(id, false);
        if (position != null) {
            guard.protectAt(position, level);
            decisions.foreignPolicyChanged(position, position.entryAverage(), level, ForeignPolicy.ADOPT);
            ladder.start(position, CloseReason.PAST_LEVEL);
            positions.touch(position);
        }
    }

    private void impossible(final int id, final long level, final long mark) {
        if (toldId[id] != foreign.id(id) || toldPolicy[id] != ForeignPolicy.GUARD) {
            toldId[id] = foreign.id(id);
            toldPolicy[id] = ForeignPolicy.GUARD;
            decisions.alertRaised(
                    foreign.id(id), id, instruments.at(id).venue(), level, mark, AlertCode.GUARD_IMPOSSIBLE);
        }
    }

    private Position take(final int id, final boolean isGuarded) {
        final long signed = foreign.quantity(id);
        final Position position = entry.take(
                id,
                sideOf(signed),
                foreign.id(id),
                foreign.lastRevision(id),
                Math.abs(signed),
                foreign.entryPrice(id),
                isGuarded);
        if (position != null) {
            foreign.taken(id);
        }
        return position;
    }

    /**
     * The mark of the core's feed; an instrument nobody is subscribed to has that of its row.
     *
     * @param id of the instrument.
     * @return 1e-10, 0 if none is known.
     */
    public long mark(final int id) {
        if (prices.isMarkFresh(id) && prices.hasMark(id)) {
            return prices.mark(id);
        }
        final long mark = foreign.mark(id);
        return mark == FixedPoint.NULL ? 0 : mark;
    }

    private long distance(final int id, final boolean isLong, final long from, final int ppm) {
        final long tick = instruments.at(id).tickSize();
        return isLong
                ? FixedPoint.ceilToTick(FixedPoint.shiftedByPpm(from, -ppm, Rounding.CEILING), tick)
                : FixedPoint.floorToTick(FixedPoint.shiftedByPpm(from, ppm, Rounding.FLOOR), tick);
    }

    private long insideLiquidation(final int id, final boolean isLong, final long level) {
        final long nearest = nearestAllowed(id, isLong);
        if (nearest == 0) {
            return level;
        }
        return isLong ? Math.max(level, nearest) : Math.min(level, nearest);
    }

    /**
     * The level nearest to the liquidation that a stop may have.
     *
     * @param instrumentId of the position.
     * @param isLong       its side.
     * @return 1e-10, on tick; 0 if the venue gives no liquidation price.
     */
    public long nearestAllowed(final int instrumentId, final boolean isLong) {
        final long liquidation = foreign.liquidation(instrumentId);
        return liquidation <= 0
                ? 0
                : distance(instrumentId, !isLong, liquidation, policy.liquidationBufferPpm(), isLong);
    }

    private long distance(
            final int id, final boolean isBelow, final long from, final int ppm, final boolean isRoundedUp) {
        final long tick = instruments.at(id).tickSize();
        final long moved = FixedPoint.shiftedByPpm(from, isBelow ? -ppm : ppm, Rounding.HALF_EVEN);
        return isRoundedUp ? FixedPoint.ceilToTick(moved, tick) : FixedPoint.floorToTick(moved, tick);
    }

    private static boolean isCrossed(final boolean isLong, final long mark, final long level) {
        return isLong ? mark <= level : mark >= level;
    }

    // Adoption.

    private void adopt(final int id) {
        if (positions.ofInstrument(id) != null) {
            return;
        }
        final boolean isClose = isToClose[id];
        final long mark = mark(id);
        if (mark == 0 && !isClose) {
            return;
        }
        final boolean isLong = foreign.quantity(id) > 0;
        final long level = adoptionLevel(id, isLong, mark);
        if (!isClose && isCrossed(isLong, mark, level)) {
            impossible(id, level, mark);
            return;
        }
        final Position position = take(id, false);
        if (position == null) {
            return;
        }
        guard.protectAt(position, level);
        decisions.foreignPolicyChanged(position, position.entryAverage(), level, ForeignPolicy.ADOPT);
        isToClose[id] = false;
        if (isClose) {
            ladder.start(position, CloseReason.OPERATOR);
        }
        positions.touch(position);
    }

    /** By the entry, as ours; by the mark where the market is beyond that already: an adoption is no order to close. */
    private long adoptionLevel(final int id, final boolean isLong, final long mark) {
        final long byEntry =
                insideLiquidation(id, isLong, distance(id, isLong, foreign.entryPrice(id), policy.stopPpm()));
        return mark == 0 || isCrossed(isLong, mark, byEntry)
                ? insideLiquidation(id, isLong, distance(id, isLong, Math.max(1, mark), policy.stopPpm()))
                : byEntry;
    }

    // What an operator says.

    /**
     * An operator says what is to be done about a foreign position; a fresh read does it.
     *
     * @param instrumentId it holds.
     * @param what         is to be done.
     */
    public void say(final int instrumentId, final ForeignPolicy what) {
        isSaid[instrumentId] = true;
        said[instrumentId] = what;
        reads.want(instruments.at(instrumentId).venue());
    }

    /**
     * An operator has a foreign position closed: it is adopted by a fresh read, and closed.
     *
     * @param instrumentId it holds.
     */
    public void close(final int instrumentId) {
        isToClose[instrumentId] = true;
        say(instrumentId, ForeignPolicy.ADOPT);
    }

    /**
     * Whether a foreign position is to be closed as soon as a read shows it.
     *
     * @param instrumentId it holds.
     * @return true until it is adopted.
     */
    public boolean isToClose(final int instrumentId) {
        return isToClose[instrumentId];
    }

    /**
     * A guarded position becomes ours.
     *
     * @param position that is guarded.
     */
    public void adoptGuarded(final Position position) {
        final int id = position.instrumentId();
        isSaid[id] = true;
        said[id] = ForeignPolicy.ADOPT;
        entry.own(position);
        final long mark = prices.isMarkFresh(id) ? prices.mark(id) : 0;
        final long byEntry =
                insideLiquidation(id, position.isLong(), guard.levelFor(position, position.entryAverage()));
        final boolean isUsable = mark != 0 && !isCrossed(position.isLong(), mark, byEntry);
        if (isUsable && guard.confirmedLevel(position) != 0) {
            guard.want(position, byEntry, MoveRule.ADOPTION);
        }
        decisions.foreignPolicyChanged(
                position,
                position.entryAverage(),
                isUsable ? byEntry : guard.initialLevel(position),
                ForeignPolicy.ADOPT);
    }

    /**
     * The guard of a position is given up.
     *
     * @param position that is guarded.
     */
    public void letGo(final Position position) {
        final int id = position.instrumentId();
        isSaid[id] = true;
        said[id] = ForeignPolicy.IGNORE;
        positions.letGo(position);
        positions.touch(position);
    }

    /**
     * Takes a position whose guard is given up one step further: its stops are cancelled.
     *
     * @param position that is let go.
     * @return true when nothing of ours is left: the caller releases it.
     */
    public boolean runLettingGo(final Position position) {
        if (!position.hasOpenOrder() && !position.hasCommandInFlight()) {
            decisions.foreignReleased(position);
            decisions.positionPhaseChanged(position, position.phase(), PositionPhase.FLAT);
            final long signed = position.isLong() ? position.quantity() : -position.quantity();
            foreign.returned(position.instrumentId(), signed, position);
            toldId[position.instrumentId()] = position.id();
            toldPolicy[position.instrumentId()] = ForeignPolicy.IGNORE;
            return true;
        }
        if (reads.venue(position.venue()).isBlind()
                || reads.venue(position.venue()).isRestarting()) {
            return false;
        }
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isStop() && order.state() == OrderState.LIVE && !order.isCancelInFlight()) {
                if (time.nowNs() < order.nextCancelNs()) {
                    wakes.at(order.nextCancelNs());
                } else if (order.isAttached()) {
                    desk.clearStop(position, order);
                } else if (!desk.cancelStop(position, order)) {
                    wakes.at(time.nowNs() + policy.wallSecondNs());
                }
            }
        }
        return false;
    }

    /**
     * Whether a level is reached by the mark.
     *
     * @param position protected by it.
     * @param level    1e-10.
     * @return true if a stop there would trigger.
     */
    boolean isReached(final Position position, final long level) {
        return Coverage.isCrossed(position, prices.mark(position.instrumentId()), level);
    }

    /**
     * Foreign positions of a venue, guarded ones included.
     *
     * @param venue to count at.
     * @return the count.
     */
    public int left(final Venue venue) {
        int count = 0;
        for (int id = 0; id < foreign.limit(); id++) {
            if (foreign.quantity(id) != 0 && instruments.at(id).venue() == venue) {
                count++;
            }
        }
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() != PositionPhase.NONE && position.isGuarded() && position.venue() == venue) {
                count++;
            }
        }
        return count;
    }

    /**
     * What is foreign.
     *
     * @return as the last good read showed it.
     */
    public ForeignBook book() {
        return foreign;
    }

    /**
     * The instrument of a foreign position.
     *
     * @param positionId of it.
     * @return its instrument, null if there is none.
     */
    Instrument find(final long positionId) {
        final int id = foreign.find(positionId);
        return id < 0 ? null : instruments.at(id);
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("isSaid", isSaid, instruments.size());
        fields.of("said", said, instruments.size(), ForeignPolicy.class);
        fields.of("isToClose", isToClose, instruments.size());
        fields.of("toldId", toldId, instruments.size());
        fields.of("toldPolicy", toldPolicy, instruments.size(), ForeignPolicy.class);
    }
}
