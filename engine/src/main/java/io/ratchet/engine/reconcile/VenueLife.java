package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.Limits;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.protection.NakedWatch;
import io.ratchet.engine.protection.ProtectDeadline;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.ResyncCause;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;
import java.util.Arrays;

/**
 * Life of the venues and of the node: starts, feeds, health, resyncs, and when a venue is RUNNING. Core thread.
 */
public final class VenueLife {
    private static final int NO_INSTRUMENT = -1;
    private static final int STALE_INTERVALS = 3;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PositionTable positions;
    private final Limits limits;
    private final EntrySwitch entries;
    private final Reads reads;
    private final NakedWatch watch;
    private final ProtectDeadline deadline;
    private NodeState nodeState = NodeState.NONE;
    private final long[] haltedAlerted = new long[PositionTable.POSITIONS_MAX];
    private boolean isStopTold;
    private long shutdownSequence;

    /**
     * Nothing started yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param positions   of the core.
     * @param limits      counters.
     * @param entries     the switch.
     * @param reads       and venues.
     * @param watch       knows what is protected.
     * @param deadline    restarted after a resync.
     */
    public VenueLife(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PositionTable positions,
            final Limits limits,
            final EntrySwitch entries,
            final Reads reads,
            final NakedWatch watch,
            final ProtectDeadline deadline) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.instruments = instruments;
        this.positions = positions;
        this.limits = limits;
        this.entries = entries;
        this.reads = reads;
        this.watch = watch;
        this.deadline = deadline;
    }

    /**
     * A process start.
     *
     * @param gapNs since the last event, 0 if there was none.
     */
    public void onNodeStarted(final long gapNs) {
        isStopTold = false;
        shutdownSequence = 0;
        Arrays.fill(haltedAlerted, 0);
        reads.onNodeStarted();
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            final VenueView venue = reads.venueAt(i);
            venue.health = VenueState.NONE;
            venue.isUserUp = false;
            venue.wasUserUp = false;
            venue.wasReached = false;
            venue.isStarted = true;
            venue.startedNs = time.nowNs();
            venue.availableSinceNs = time.nowNs();
            venue.startedSequence = time.sequence();
            venue.nodeState = NodeState.STARTING;
            beginResync(venue, gapNs, ResyncCause.NODE_STARTED);
        }
        changeNode(NodeState.STARTING);
    }

    private void beginResync(final VenueView venue, final long gapNs, final ResyncCause cause) {
        venue.isResyncing = true;
        venue.resyncCause = cause;
        venue.resyncStartedNs = time.nowNs();
        venue.resyncSequence = time.sequence();
        if (venue.isUsed) {
            decisions.resyncStarted(gapNs, venue.venue(), cause);
        }
    }

    /**
     * Time jumped: what happened meanwhile is not known.
     *
     * @param gapNs beyond what was expected.
     */
    public void onJump(final long gapNs) {
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            final VenueView venue = reads.venueAt(i);
            if (venue.isUsed && !venue.isResyncing) {
                beginResync(venue, gapNs, ResyncCause.PAUSE);
                reads.want(venue.venue());
            }
        }
    }

    /**
     * Something of a venue was seen.
     *
     * @param venue the exchange.
     */
    public void used(final Venue venue) {
        if (venue != Venue.NONE) {
            reads.venue(venue).isUsed = true;
        }
    }

    /**
     * The user feed changed state.
     *
     * @param venue of the feed.
     * @param state new.
     * @return true if the venue can be reached for the first time since the start.
     */
    public boolean onUserFeed(final Venue venue, final FeedState state) {
        final VenueView view = reads.venue(venue);
        final boolean isUp = state == FeedState.UP;
        if (isUp == view.isUserUp) {
            return false;
        }
        view.isUserUp = isUp;
        if (!isUp) {
            return false;
        }
        final boolean isFirst = !view.wasUserUp;
        view.wasUserUp = true;
        view.wasReached = true;
        view.availableSinceNs = time.nowNs();
        if (!isFirst && !view.isResyncing) {
            beginResync(view, 0, ResyncCause.USER_FEED_GAP);
        }
        reads.want(venue);
        touchAll(venue, true);
        return isFirst;
    }

    /**
     * A venue's health changed.
     *
     * @param venue the exchange.
     * @param state new.
     */
    public void onHealth(final Venue venue, final VenueState state) {
        final VenueView view = reads.venue(venue);
        final boolean wasBlind = view.isBlind();
        // The first word of a gateway is that nothing is reached yet.
        final boolean isFirst = view.health == VenueState.NONE;
        view.health = state;
        if (view.isBlind() && !wasBlind && !isFirst) {
            decisions.alertRaised(0, NO_INSTRUMENT, venue, state.value(), 0, AlertCode.VENUE_BLIND);
        }
        if (!view.isBlind() && !view.wasReached) {
            view.wasReached = true;
            reads.want(venue);
        }
        if (wasBlind && !view.isBlind()) {
            view.availableSinceNs = time.nowNs();
            reads.want(venue);
        }
        touchAll(venue, false);
    }

    private void touchAll(final Venue venue, final boolean withTrades) {
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() != PositionPhase.NONE && position.venue() == venue) {
                positions.touch(position);
                if (withTrades && position.openedNs() != 0) {
                    reads.wantTrades(position);
                }
            }
        }
    }

    /**
     * A full read was applied.
     *
     * @param venue it was of.
     */
    public void onRead(final Venue venue) {
        final VenueView view = reads.venue(venue);
        if (view.isHedgeMode && view.nodeState != NodeState.NONE && !view.isHedgeAlerted) {
            view.isHedgeAlerted = true;
            decisions.alertRaised(0, NO_INSTRUMENT, venue, 1, 0, AlertCode.HEDGE_MODE);
        }
        view.isHedgeAlerted &= view.isHedgeMode;
        if (!view.isResyncing || view.lastGoodSequence <= view.resyncSequence) {
            return;
        }
        final boolean wereSuspended = view.areDeadlinesSuspended();
        view.isResyncing = false;
        decisions.resyncCompleted(
                view.lastGoodSequence, time.nowNs() - view.resyncStartedNs, unprotected(venue), venue);
        for (int slot = 0; wereSuspended && slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.venue() == venue && deadline.isRunning(position)) {
                deadline.restart(position);
            }
        }
    }

    /** Reconciles in turn, and tells the state of the node; at the end of events that are no prices. */
    public void run() {
        NodeState least = NodeState.NONE;
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            final VenueView venue = reads.venueAt(i);
            if (!venue.isUsed) {
                continue;
            }
            if (isReconciliationDue(venue)) {
                venue.reconciliationNs = time.nowNs();
                tellStaleReads(venue);
                reads.want(venue.venue());
            }
            advance(venue);
            least = least == NodeState.NONE || venue.nodeState.value() < least.value() ? venue.nodeState : least;
        }
        if (entries.isShuttingDown()) {
            stop();
        } else if (least != NodeState.NONE && nodeState != NodeState.NONE) {
            changeNode(entries.isBareGuard() && least == NodeState.RUNNING ? NodeState.BARE_GUARD : least);
        }
    }

    private void stop() {
        if (shutdownSequence == 0) {
            beginStop();
        }
        if (!isStopTold && limits.opening() == 0 && !isAnyUnsettled() && isSwept()) {
            isStopTold = true;
            changeNode(NodeState.STOPPING);
        }
    }

    /** The last sweep: what the venue shows now is what the stops are judged by. */
    private void beginStop() {
        shutdownSequence = time.sequence();
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            if (reads.venueAt(i).isUsed) {
                reads.want(reads.venueAt(i).venue());
            }
        }
    }

    private boolean isSwept() {
        boolean isSwept = true;
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            final VenueView venue = reads.venueAt(i);
            if (venue.isUsed && venue.wasUserUp && !venue.isBlind() && venue.lastGoodSequence <= shutdownSequence) {
                reads.ensurePending(venue.venue());
                isSwept = false;
            }
        }
        return isSwept;
    }

    /** An open that is neither protected nor flat. */
    private boolean isAnyUnsettled() {
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() == PositionPhase.OPEN && position.quantity() > 0 && !watch.isCovered(position)
                    || isExitGoing(position)) {
                return true;
            }
        }
        return false;
    }

    /** A limit exit whose cancellation is on its way. */
    private static boolean isExitGoing(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.role() == OrderRole.EXIT && order.isOpen() && order.isCancelRequested()) {
                return true;
            }
        }
        return false;
    }

    private void tellStaleReads(final VenueView venue) {
        final long boundNs = STALE_INTERVALS * policy.reconcileIntervalNs();
        final long ageNs = time.nowNs() - Math.max(venue.lastGoodNs, venue.startedNs);
        if (!venue.areReadsStale && ageNs >= boundNs) {
            venue.areReadsStale = true;
            decisions.alertRaised(0, NO_INSTRUMENT, venue.venue(), ageNs, boundNs, AlertCode.READS_STALE);
        }
    }

    private static long lastReconciliationNs(final VenueView venue) {
        return Math.max(venue.lastGoodNs, venue.reconciliationNs);
    }

    private boolean isReconciliationDue(final VenueView venue) {
        return policy.reconcileIntervalNs() > 0
                && venue.wasReached
                && time.nowNs() - lastReconciliationNs(venue) >= policy.reconcileIntervalNs();
    }

    private void advance(final VenueView venue) {
        if (venue.nodeState == NodeState.STARTING && policy.isApplied()) {
            changeVenue(venue, NodeState.PROTECT_ONLY);
        }
        if (venue.nodeState == NodeState.PROTECT_ONLY && isReady(venue)) {
            changeVenue(venue, NodeState.RUNNING);
        }
    }

    private boolean isReady(final VenueView venue) {
        if (venue.isRestarting() || !venue.isUserUp || venue.isHedgeMode || venue.areDeadlinesSuspended()) {
            return false;
        }
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() != PositionPhase.NONE
                    && position.venue() == venue.venue()
                    && !position.isGuarded()
                    && isPending(venue, position)) {
                return false;
            }
        }
        return true;
    }

    private boolean isPending(final VenueView venue, final Position position) {
        final boolean isOpening = position.phase() == PositionPhase.OPENING && position.hasUnresolvedFromEarlierStart();
        final boolean isConfirmed = watch.isCovered(position) && !position.hasDoubtedStop();
        if (!isOpening && (position.quantity() == 0 || isConfirmed)) {
            return false;
        }
        final Instrument instrument = instruments.at(position.instrumentId());
        if (instrument.isTrading() || time.nowNs() - venue.startedNs < policy.startupHaltedNs()) {
            return true;
        }
        if (haltedAlerted[position.slot()] != position.id()) {
            haltedAlerted[position.slot()] = position.id();
            decisions.alertRaised(
                    position.id(),
                    position.instrumentId(),
                    position.venue(),
                    policy.wallNs(time.nowNs() - venue.startedNs),
                    policy.wallNs(policy.startupHaltedNs()),
                    AlertCode.NAKED_TOO_LONG);
        }
        return false;
    }

    private void changeVenue(final VenueView venue, final NodeState state) {
        decisions.nodeStateChanged(unprotected(venue.venue()), venue.nodeState, state, venue.venue());
        venue.nodeState = state;
    }

    private void changeNode(final NodeState state) {
        if (state != nodeState) {
            decisions.nodeStateChanged(unprotected(Venue.NONE), nodeState, state, Venue.NONE);
            nodeState = state;
        }
    }

    /**
     * Positions without a stop over their whole size.
     *
     * @param venue to count at, NONE for all.
     * @return the count.
     */
    public int unprotected(final Venue venue) {
        int count = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.quantity() > 0
                    && (venue == Venue.NONE || position.venue() == venue)
                    && !watch.isCovered(position)) {
                count++;
            }
        }
        return count;
    }

    /**
     * When {@link #run} has something to do though nothing happens.
     *
     * @return engine time, {@link Timers#NEVER} if never.
     */
    public long nextNs() {
        long next = Timers.NEVER;
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            final VenueView venue = reads.venueAt(i);
            if (venue.isUsed && venue.wasReached && policy.reconcileIntervalNs() > 0) {
                next = Math.min(next, lastReconciliationNs(venue) + policy.reconcileIntervalNs());
            }
            if (venue.nodeState == NodeState.PROTECT_ONLY && policy.startupHaltedNs() > 0) {
                final long haltedNs = venue.startedNs + policy.startupHaltedNs();
                next = haltedNs > time.nowNs() ? Math.min(next, haltedNs) : next;
            }
        }
        return next;
    }

    /**
     * State of the node.
     *
     * @return the least of its venues.
     */
    public NodeState nodeState() {
        return nodeState;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        nodeState = fields.of("nodeState", nodeState, NodeState.class);
        isStopTold = fields.of("isStopTold", isStopTold);
        shutdownSequence = fields.of("shutdownSequence", shutdownSequence);
        fields.of("haltedAlerted", haltedAlerted, positions.used());
    }
}
