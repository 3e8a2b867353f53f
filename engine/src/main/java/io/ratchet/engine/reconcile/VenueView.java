package io.ratchet.engine.reconcile;

import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.ResyncCause;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.state.StateFields;

/**
 * What we know of one venue: its health, its feeds, whether its reads are good, how far this start has come. Core thread.
 */
public final class VenueView {
    private final Venue venue;
    VenueState health = VenueState.NONE;
    NodeState nodeState = NodeState.NONE;
    boolean isUsed;
    boolean isUserUp;
    boolean wasUserUp;
    boolean wasReached;
    boolean isHedgeMode;
    boolean isHedgeAlerted;
    boolean isStarted;
    long startedNs;
    long startedSequence;
    boolean isResyncing;
    ResyncCause resyncCause = ResyncCause.NONE;
    long resyncStartedNs;
    long resyncSequence;
    int foreignConditional;
    long foreignHash;
    boolean isFullWanted;
    long fullSnapshotId;
    long fullRequestedNs;
    long nextFullNs;
    int failures;
    long availableSinceNs;
    long lastGoodSequence;
    long lastGoodNs;
    long reconciliationNs;
    boolean areReadsStale;
    int ownOrders;
    long tradesSnapshotId;
    int tradesSlot;
    long tradesPositionId;
    long tradesRequestedNs;
    long nextTradesNs;
    int tradesFailures;

    /** Trades are asked for a position that left the table. */
    static final int NO_SLOT = -1;

    VenueView(final Venue venue) {
        this.venue = venue;
    }

    void state(final StateFields fields) {
        health = fields.of("health", health, VenueState.class);
        nodeState = fields.of("nodeState", nodeState, NodeState.class);
        isUsed = fields.of("isUsed", isUsed);
        isUserUp = fields.of("isUserUp", isUserUp);
        wasUserUp = fields.of("wasUserUp", wasUserUp);
        wasReached = fields.of("wasReached", wasReached);
        isHedgeMode = fields.of("isHedgeMode", isHedgeMode);
        isHedgeAlerted = fields.of("isHedgeAlerted", isHedgeAlerted);
        isStarted = fields.of("isStarted", isStarted);
        startedNs = fields.of("startedNs", startedNs);
        startedSequence = fields.of("startedSequence", startedSequence);
        isResyncing = fields.of("isResyncing", isResyncing);
        resyncCause = fields.of("resyncCause", resyncCause, ResyncCause.class);
        resyncStartedNs = fields.of("resyncStartedNs", resyncStartedNs);
        resyncSequence = fields.of("resyncSequence", resyncSequence);
        foreignConditional = fields.of("foreignConditional", foreignConditional);
        foreignHash = fields.of("foreignHash", foreignHash);
        isFullWanted = fields.of("isFullWanted", isFullWanted);
        fullSnapshotId = fields.of("fullSnapshotId", fullSnapshotId);
        fullRequestedNs = fields.of("fullRequestedNs", fullRequestedNs);
        nextFullNs = fields.of("nextFullNs", nextFullNs);
        failures = fields.of("failures", failures);
        availableSinceNs = fields.of("availableSinceNs", availableSinceNs);
        lastGoodSequence = fields.of("lastGoodSequence", lastGoodSequence);
        lastGoodNs = fields.of("lastGoodNs", lastGoodNs);
        reconciliationNs = fields.of("reconciliationNs", reconciliationNs);
        areReadsStale = fields.of("areReadsStale", areReadsStale);
        ownOrders = fields.of("ownOrders", ownOrders);
        tradesSnapshotId = fields.of("tradesSnapshotId", tradesSnapshotId);
        tradesSlot = fields.of("tradesSlot", tradesSlot);
        tradesPositionId = fields.of("tradesPositionId", tradesPositionId);
        tradesRequestedNs = fields.of("tradesRequestedNs", tradesRequestedNs);
        nextTradesNs = fields.of("nextTradesNs", nextTradesNs);
        tradesFailures = fields.of("tradesFailures", tradesFailures);
    }

    /**
     * Which venue.
     *
     * @return the exchange.
     */
    public Venue venue() {
        return venue;
    }

    /**
     * Whether anything of it was ever seen.
     *
     * @return true if it is in use.
     */
    public boolean isUsed() {
        return isUsed;
    }

    /**
     * Whether no full read was good for so long that what we know of positions and stops is in doubt.
     *
     * @return true until the next good one.
     */
    public boolean areReadsStale() {
        return areReadsStale;
    }

    /**
     * Whether nothing can be sent to it with hope.
     *
     * @return true while BLIND or CLOSED.
     */
    public boolean isBlind() {
        return health == VenueState.BLIND || health == VenueState.CLOSED;
    }

    /**
     * Whether it is good enough for entries.
     *
     * @return true while OK, or while nothing was said.
     */
    public boolean isOk() {
        return health == VenueState.OK || health == VenueState.NONE;
    }

    /**
     * Whether the account is in hedge mode, which refuses entries.
     *
     * @return true if a read said so.
     */
    public boolean isHedgeMode() {
        return isHedgeMode;
    }

    /**
     * Whether no successful read began since the process start: only what is safe without one may be sent.
     *
     * @return true until then.
     */
    public boolean isRestarting() {
        return isStarted && lastGoodSequence <= startedSequence;
    }

    /**
     * Whether deadline actions wait for a read.
     *
     * @return true during a resync.
     */
    public boolean areDeadlinesSuspended() {
        return isResyncing && resyncCause != ResyncCause.USER_FEED_GAP;
    }

    /**
     * How far this start has come here.
     *
     * @return STARTING, PROTECT_ONLY or RUNNING.
     */
    public NodeState nodeState() {
        return nodeState;
    }

    /**
     * Conditional orders that are not ours.
     *
     * @return the count in the last good read.
     */
    public int foreignConditional() {
        return foreignConditional;
    }

    /**
     * Engine time of the process start.
     *
     * @return ns.
     */
    public long startedNs() {
        return startedNs;
    }

    /**
     * Since when it can be reached and read: the last of process start, end of blindness, return of the user feed, failed read.
     *
     * @return engine time in ns.
     */
    public long availableSinceNs() {
        return availableSinceNs;
    }

    /**
     * Whether the user feed is connected.
     *
     * @return true if it is.
     */
    public boolean isUserUp() {
        return isUserUp;
    }

    /**
     * Health as the gateway sees it.
     *
     * @return NONE before it was told.
     */
    public VenueState health() {
        return health;
    }

    /**
     * When the last good read of positions and both books was applied, or was due.
     *
     * @return engine time in ns.
     */
    public long lastGoodNs() {
        return lastGoodNs;
    }

    /**
     * The request of the last good read of positions and both books.
     *
     * @return its journal sequence, 0 before the first.
     */
    public long lastGoodSequence() {
        return lastGoodSequence;
    }

    /**
     * Orders of ours that the last good read showed, those of guarded positions left out.
     *
     * @return the count over both books.
     */
    public int ownOrders() {
        return ownOrders;
    }
}
