package io.ratchet.engine.aged;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.exit.LimitExit;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.protection.StopGuard;
import io.ratchet.engine.protection.TrailingStop;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.AgedPhase;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * Winds down positions older than a limit (3 h) whose trail is not active. It looks at each accepted mark, so a stale price
 * decides nothing; takes the market when that betters the target of the {@link AgedLadder}, else has one limit exit rest
 * there; leaves the way free for the stop when the mark is near it; and at the end of the ladder closes at the market,
 * really. Ages count from the first fill on the engine's clock, which a restart brings back by replay. Core thread.
 */
public final class AgedRule {
    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final Reads reads;
    private final EntrySwitch entries;
    private final StopGuard guard;
    private final TrailingStop trail;
    private final CloseLadder closes;
    private final LimitExit exits;
    private final boolean isVerbose;
    private final AgedLadder ladder;
    private final AgedPhase[] phases = new AgedPhase[PositionTable.POSITIONS_MAX];

    /**
     * Nothing aged yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     * @param reads       and venues.
     * @param entries     tells whether the node is stopping.
     * @param guard       of stops.
     * @param trail       of stops: active, it owns the position.
     * @param closes      at the market.
     * @param exits       the limit exit.
     * @param isVerbose   tell the target at each evaluation; changes no state.
     */
    public AgedRule(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions,
            final Reads reads,
            final EntrySwitch entries,
            final StopGuard guard,
            final TrailingStop trail,
            final CloseLadder closes,
            final LimitExit exits,
            final boolean isVerbose) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
        this.reads = reads;
        this.entries = entries;
        this.guard = guard;
        this.trail = trail;
        this.closes = closes;
        this.exits = exits;
        this.isVerbose = isVerbose;
        ladder = new AgedLadder(policy);
        Arrays.fill(phases, AgedPhase.NONE);
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        phases[slot] = AgedPhase.NONE;
    }

    /**
     * A mark was accepted.
     *
     * @param position of the instrument.
     */
    public void onPrice(final Position position) {
        if (!isAged(position) || closes.isClosing(position)) {
            return;
        }
        if (isForbidden(position)) {
            exits.withdraw(position);
            return;
        }
        final VenueView venue = reads.venue(position.venue());
        if (venue.isBlind() || venue.isRestarting() || venue.areDeadlinesSuspended()) {
            return;
        }
        final long entry = position.entryAverage();
        final long market = market(position);
        if (entry != 0 && market != 0) {
            evaluate(position, entry, market);
        }
    }

    /**
     * Takes back the limit exit when there is no ground for it any more, price or not.
     *
     * @param position perhaps with a limit exit.
     */
    public void run(final Position position) {
        if (exits.isOut(position) && (!isAged(position) || isForbidden(position))) {
            exits.withdraw(position);
        }
    }

    private boolean isAged(final Position position) {
        return policy.agedAfterNs() > 0
                && position.phase() == PositionPhase.OPEN
                && position.openedNs() != 0
                && time.nowNs() - position.openedNs() >= policy.agedAfterNs()
                && position.quantity() > 0;
    }

    /** An active trail owns its position (incident F07); a node that stops leaves no limit exit behind. */
    private boolean isForbidden(final Position position) {
        return trail.isActive(position) || entries.isShuttingDown() && !policy.shutdownKeepsExits();
    }

    /**
     * What a market close would get: the best price of the other side, else the mark. A book that is far from the mark is
     * not believed (incident F04).
     */
    private long market(final Position position) {
        final int id = position.instrumentId();
        final long mark = prices.mark(id);
        if (!prices.isBookFresh(id)) {
            return mark;
        }
        final long market = position.isLong() ? prices.bid(id) : prices.ask(id);
        final boolean isDoubted = policy.lastMarkDeviationPpm() > 0
                && FixedPoint.isApartMoreThan(market, mark, policy.lastMarkDeviationPpm());
        return isDoubted ? 0 : market;
    }

    private void evaluate(final Position position, final long entry, final long market) {
        final long agedNs = time.nowNs() - position.openedNs() - policy.agedAfterNs();
        final AgedPhase phase = ladder.phase(agedNs);
        final boolean isEmergency = phase == AgedPhase.EMERGENCY;
        final long tick = instruments.at(position.instrumentId()).tickSize();
        final long target = isEmergency ? market : ladder.target(agedNs, entry, position.isLong(), tick);
        final long lossPico =
                isEmergency ? AgedLadder.lossPicoAt(market, entry, position.isLong()) : ladder.lossPico(agedNs);
        if (isVerbose) {
            decisions.agedTarget(position, agedNs, lossPico, target, phase);
        }
        enter(position, phase, target, lossPico, agedNs);
        if (isEmergency) {
            closes.start(position, CloseReason.AGED_EMERGENCY);
        } else if (position.isLong() ? market >= target : market <= target) {
            closes.start(position, CloseReason.AGED_TARGET);
        } else if (isNearStop(position)) {
            exits.withdraw(position);
        } else {
            exits.want(position, target);
        }
    }

    private void enter(
            final Position position, final AgedPhase phase, final long target, final long lossPico, final long agedNs) {
        final int slot = position.slot();
        if (phases[slot] == phase) {
            return;
        }
        decisions.agedPhaseChanged(position, target, lossPico, agedNs, phases[slot], phase);
        phases[slot] = phase;
        if (phase == AgedPhase.EMERGENCY) {
            decisions.alertRaised(
                    position.id(),
                    position.instrumentId(),
                    position.venue(),
                    agedNs,
                    policy.agedGraceNs() + policy.agedProgressiveNs(),
                    AlertCode.AGED_EMERGENCY);
        }
    }

    /** Without a stop that rests, protection comes first; near it, the stop needs all that may be reduced. */
    private boolean isNearStop(final Position position) {
        final long own = Coverage.bestLevel(position);
        final long level = own != 0 ? own : guard.foreignAnchor(position);
        return level == 0
                || policy.agedStopGapPpm() > 0
                        && !FixedPoint.isApartMoreThan(
                                prices.mark(position.instrumentId()), level, policy.agedStopGapPpm());
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("phases", phases, positions.used(), AgedPhase.class);
    }
}
