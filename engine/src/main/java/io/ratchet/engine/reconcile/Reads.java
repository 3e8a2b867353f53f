package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;

/**
 * Which reads are wanted and which are on their way: at most one full read (positions and both books) and one read of
 * trades per venue at a time. The id of a read is the journal sequence of its request. Core thread.
 */
public final class Reads {
    /** Venues are few; the table is by {@link Venue#value()}. */
    public static final int VENUES_MAX = 3;

    private static final long NS_PER_MS = 1_000_000L;
    private static final long LOST_NS = 30_000_000_000L;
    private static final int BACKOFF_MAX = 4;
    private static final long FOREIGN_SPACING_S = 10;
    private static final int NO_INSTRUMENT = -1;
    /** Trades are asked for from a little before the entry was sent: clocks differ. */
    private static final long TRADES_MARGIN_MS = 60_000L;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final PositionTable positions;
    private final VenueView[] venues = new VenueView[VENUES_MAX];
    private final boolean[] areTradesWanted = new boolean[PositionTable.POSITIONS_MAX];
    private int tradesWanted;
    private final long[] tradesRead = new long[PositionTable.POSITIONS_MAX];
    private final long[] applied = new long[PositionTable.POSITIONS_MAX];
    private final long[] shownQuantity = new long[PositionTable.POSITIONS_MAX];
    private final long[] surplus = new long[PositionTable.POSITIONS_MAX];
    private final boolean[] isBare = new boolean[PositionTable.POSITIONS_MAX];

    /**
     * No reads yet.
     *
     * @param time      of the core.
     * @param policy    numbers.
     * @param decisions the exit.
     * @param positions of the core.
     */
    public Reads(final EngineTime time, final Policy policy, final Decisions decisions, final PositionTable positions) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.positions = positions;
        for (int i = 0; i < VENUES_MAX; i++) {
            venues[i] = new VenueView(Venue.NONE);
        }
        venues[Venue.BINANCE.value()] = new VenueView(Venue.BINANCE);
        venues[Venue.BYBIT.value()] = new VenueView(Venue.BYBIT);
    }

    /**
     * State of a venue.
     *
     * @param venue the exchange.
     * @return what is known of it.
     */
    public VenueView venue(final Venue venue) {
        return venues[venue.value()];
    }

    /**
     * State of a venue by number.
     *
     * @param index 0 to {@link #VENUES_MAX}-1.
     * @return what is known of it.
     */
    public VenueView venueAt(final int index) {
        return venues[index];
    }

    /**
     * A full read is wanted that begins after now. If one is on its way, another follows it.
     *
     * @param venue to read.
     */
    public void want(final Venue venue) {
        final VenueView view = venues[venue.value()];
        view.isFullWanted = true;
        if (view.failures == 0) {
            view.nextFullNs = 0;
        }
    }

    /**
     * A full read is wanted for something that is not ours: such reads keep a distance, because others may trade a lot.
     *
     * @param venue to read.
     */
    public void wantForForeign(final Venue venue) {
        final VenueView view = venues[venue.value()];
        wantAt(venue, Math.max(time.nowNs(), view.fullRequestedNs + FOREIGN_SPACING_S * policy.wallSecondNs()));
    }

    /**
     * A full read is wanted, but not at once: what is in question needs time to settle.
     *
     * @param venue to read.
     */
    public void wantLater(final Venue venue) {
        wantAt(venue, time.nowNs() + policy.queryRetryNs());
    }

    /** A full read is wanted that begins then, or earlier if somebody else wants one. */
    void wantAt(final Venue venue, final long atNs) {
        final VenueView view = venues[venue.value()];
        if (!view.isFullWanted) {
            view.isFullWanted = true;
            view.nextFullNs = Math.max(view.nextFullNs, atNs);
        } else if (view.failures == 0) {
            view.nextFullNs = Math.min(view.nextFullNs, atNs);
        }
    }

    /**
     * A full read must be wanted or on its way; if none is, one is wanted.
     *
     * @param venue to read.
     */
    public void ensurePending(final Venue venue) {
        ensurePending(venue, 0);
    }

    /**
     * A full read must be wanted or on its way; if none is, one is wanted, not before that time.
     *
     * @param venue to read.
     * @param atNs  engine time.
     */
    public void ensurePending(final Venue venue, final long atNs) {
        if (venues[venue.value()].fullSnapshotId == 0) {
            wantAt(venue, Math.max(atNs, time.nowNs() + policy.queryRetryNs()));
        }
    }

    /**
     * The trades of a position are wanted.
     *
     * @param position to read for.
     */
    public void wantTrades(final Position position) {
        tradesWanted(position.slot(), true);
    }

    /**
     * Asks for the trades of a position that left the table, if nothing else is asked for and no open position wants any.
     *
     * @param at           venue it was at.
     * @param positionId   of it.
     * @param instrumentId it held.
     * @param requestedNs  when it was asked for, engine time.
     * @return whether it was asked for.
     */
    boolean askTrades(final Venue at, final long positionId, final int instrumentId, final long requestedNs) {
        final VenueView venue = venues[at.value()];
        if (tradesWanted > 0 || venue.tradesSnapshotId != 0 || time.nowNs() < venue.nextTradesNs || !venue.wasReached) {
            return false;
        }
        requestTrades(venue, VenueView.NO_SLOT, positionId, instrumentId, requestedNs);
        return true;
    }

    private void tradesWanted(final int slot, final boolean isWanted) {
        if (areTradesWanted[slot] != isWanted) {
            areTradesWanted[slot] = isWanted;
            tradesWanted += isWanted ? 1 : -1;
        }
    }

    /**
     * The request of the last successful full read that was applied to a position.
     *
     * @param position read.
     * @return its journal sequence, 0 if there is none.
     */
    public long appliedSequence(final Position position) {
        return applied[position.slot()];
    }

    /**
     * Whether that read showed nothing of the position: no size, no order in either book.
     *
     * @param position read.
     * @return true if so.
     */
    public boolean isBare(final Position position) {
        return isBare[position.slot()];
    }

    /**
     * Whether a successful full read since the process start was applied to a position.
     *
     * @param position asked about.
     * @return false until then.
     */
    public boolean isReadSinceStart(final Position position) {
        return applied[position.slot()] > venues[position.venue().value()].startedSequence;
    }

    /**
     * The size that read showed.
     *
     * @param position read.
     * @return 1e-8, in its direction.
     */
    public long shownQuantity(final Position position) {
        return shownQuantity[position.slot()];
    }

    /**
     * By how much the size that read showed was above what our orders explained then.
     *
     * @param position read.
     * @return 1e-8, negative when less was shown.
     */
    public long surplus(final Position position) {
        return surplus[position.slot()];
    }

    /**
     * The request of the last successful read of the trades of a position.
     *
     * @param position read.
     * @return its journal sequence, 0 if there is none.
     */
    public long tradesSequence(final Position position) {
        return tradesRead[position.slot()];
    }

    /**
     * Forgets what was read about a place in the table.
     *
     * @param slot of a position that begins.
     */
    public void clear(final int slot) {
        tradesWanted(slot, false);
        tradesRead[slot] = 0;
        applied[slot] = 0;
        isBare[slot] = false;
        shownQuantity[slot] = 0;
        surplus[slot] = 0;
    }

    void applied(final Position position, final long requestSequence, final long shown, final boolean newIsBare) {
        applied[position.slot()] = requestSequence;
        shownQuantity[position.slot()] = shown;
        surplus[position.slot()] = shown - position.quantity();
        isBare[position.slot()] = newIsBare;
    }

    void tradesApplied(final Position position, final long requestSequence) {
        tradesRead[position.slot()] = requestSequence;
    }

    void onNodeStarted() {
        for (int i = 0; i < VENUES_MAX; i++) {
            final VenueView venue = venues[i];
            venue.fullSnapshotId = 0;
            venue.isFullWanted = false;
            venue.nextFullNs = 0;
            venue.failures = 0;
            venue.tradesSnapshotId = 0;
            venue.nextTradesNs = 0;
            venue.tradesFailures = 0;
        }
        for (int slot = 0; slot < positions.limit(); slot++) {
            tradesWanted(slot, positions.at(slot).id() != 0);
        }
    }

    /** Asks for what is wanted; at the end of each event. */
    public void run() {
        for (int i = 1; i < VENUES_MAX; i++) {
            if (venues[i].isUsed) {
                runFull(venues[i]);
                runTrades(venues[i]);
            }
        }
    }

    private void runFull(final VenueView venue) {
        final long now = time.nowNs();
        if (venue.fullSnapshotId != 0 && now - venue.fullRequestedNs > lostNs()) {
            fullEnded(venue, false);
        }
        if (!venue.isFullWanted || venue.fullSnapshotId != 0 || now < venue.nextFullNs || !venue.wasReached) {
            return;
        }
        venue.isFullWanted = false;
        venue.fullRequestedNs = now;
        venue.fullSnapshotId = decisions.outputs().nextSequence();
        decisions.requestSnapshot(
                venue.fullSnapshotId, FixedPoint.NULL, NO_INSTRUMENT, venue.venue(), true, true, true, false);
    }

    private void runTrades(final VenueView venue) {
        final long now = time.nowNs();
        if (venue.tradesSnapshotId != 0 && now - venue.tradesRequestedNs > lostNs()) {
            tradesEnded(venue, false);
        }
        if (tradesWanted == 0 || venue.tradesSnapshotId != 0 || now < venue.nextTradesNs || !venue.wasReached) {
            return;
        }
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (areTradesWanted[slot] && position.id() != 0 && position.venue() == venue.venue()) {
                requestTrades(venue, position);
                return;
            }
        }
    }

    private void requestTrades(final VenueView venue, final Position position) {
        tradesWanted(position.slot(), false);
        requestTrades(venue, position.slot(), position.id(), position.instrumentId(), position.requestedNs());
    }

    private void requestTrades(
            final VenueView venue,
            final int slot,
            final long positionId,
            final int instrumentId,
            final long requestedNs) {
        venue.tradesSlot = slot;
        venue.tradesPositionId = positionId;
        venue.tradesRequestedNs = time.nowNs();
        venue.tradesSnapshotId = decisions.outputs().nextSequence();
        final long sinceMs = requestedNs / NS_PER_MS - TRADES_MARGIN_MS;
        decisions.requestSnapshot(
                venue.tradesSnapshotId, sinceMs, instrumentId, venue.venue(), false, false, false, true);
    }

    void fullEnded(final VenueView venue, final boolean isGood) {
        venue.fullSnapshotId = 0;
        venue.failures = isGood ? 0 : venue.failures + 1;
        if (!isGood) {
            venue.isFullWanted = true;
            // Nothing can be proven by a venue whose reads fail.
            venue.availableSinceNs = time.nowNs();
            venue.nextFullNs = time.nowNs() + backoffNs(venue.failures);
        }
    }

    void tradesEnded(final VenueView venue, final boolean isGood) {
        venue.tradesSnapshotId = 0;
        venue.tradesFailures = isGood ? 0 : venue.tradesFailures + 1;
        if (!isGood) {
            if (venue.tradesSlot != VenueView.NO_SLOT
                    && positions.at(venue.tradesSlot).id() == venue.tradesPositionId) {
                tradesWanted(venue.tradesSlot, true);
            }
            venue.nextTradesNs = time.nowNs() + backoffNs(venue.tradesFailures);
        }
    }

    private long backoffNs(final int failures) {
        final long step = Math.max(policy.queryRetryNs(), Timers.RESOLUTION_NS);
        return step << Math.min(failures - 1, BACKOFF_MAX);
    }

    private long lostNs() {
        return policy.wallSecondNs() * (LOST_NS / 1_000_000_000L);
    }

    /**
     * When {@link #run} has something to do though nothing happens.
     *
     * @return engine time, {@link Timers#NEVER} if never.
     */
    public long nextNs() {
        long next = Timers.NEVER;
        for (int i = 1; i < VENUES_MAX; i++) {
            final VenueView venue = venues[i];
            if (venue.fullSnapshotId != 0) {
                next = Math.min(next, venue.fullRequestedNs + lostNs() + 1);
            } else if (venue.isFullWanted && venue.wasReached) {
                next = Math.min(next, venue.nextFullNs);
            }
            if (venue.tradesSnapshotId != 0) {
                next = Math.min(next, venue.tradesRequestedNs + lostNs() + 1);
            } else if (venue.nextTradesNs > time.nowNs()) {
                next = Math.min(next, venue.nextTradesNs);
            }
        }
        return next;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        tradesWanted = fields.of("tradesWanted", tradesWanted);
        for (int i = 1; i < VENUES_MAX; i++) {
            venues[i].state(fields);
        }
        fields.of("areTradesWanted", areTradesWanted, positions.used());
        fields.of("tradesRead", tradesRead, positions.used());
        fields.of("applied", applied, positions.used());
        fields.of("isBare", isBare, positions.used());
        fields.of("shownQuantity", shownQuantity, positions.used());
        fields.of("surplus", surplus, positions.used());
    }
}
