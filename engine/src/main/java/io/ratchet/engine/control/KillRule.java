package io.ratchet.engine.control;

import io.ratchet.engine.core.CoreVisitor;
import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.exit.CloseLadder;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.OrderTracker;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.Reconciliation;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * The kill: entries stop, what is ours or adopted is closed reduce-only, orders are cancelled, and a read that begins after
 * all of that must show nothing of ours at the venue. Only then comes the certificate, one for each venue. A venue that
 * cannot be read keeps its kill open, over restarts too. Core thread.
 */
public final class KillRule {
    private final EngineTime time;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PositionTable positions;
    private final EntrySwitch entries;
    private final Reads reads;
    private final OrderTracker tracker;
    private final Reconciliation reconciliation;
    private final CloseLadder ladder;
    private final ForeignDesk foreign;
    private final long[] askedSequence = new long[Reads.VENUES_MAX];
    private final boolean[] isCertified = new boolean[Reads.VENUES_MAX];
    private final int[] closed = new int[Reads.VENUES_MAX];
    private final long[] cancelledBefore = new long[Reads.VENUES_MAX];
    private final int[] cancelled = new int[Reads.VENUES_MAX];
    private final long[] certifiedNs = new long[Reads.VENUES_MAX];
    private final long[] certifiedBy = new long[Reads.VENUES_MAX];
    private final int[] foreignLeft = new int[Reads.VENUES_MAX];
    private boolean isActive;
    private boolean isAll;
    private long startedNs;

    /**
     * No kill.
     *
     * @param time        of the core.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param positions   of the core.
     * @param entries     the switch.
     * @param reads       and venues.
     * @param tracker     knows what was cancelled.
     * @param reconciliation knows which leftovers were.
     * @param ladder      closes.
     * @param foreign     what is not ours.
     */
    public KillRule(
            final EngineTime time,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PositionTable positions,
            final EntrySwitch entries,
            final Reads reads,
            final OrderTracker tracker,
            final Reconciliation reconciliation,
            final CloseLadder ladder,
            final ForeignDesk foreign) {
        this.time = time;
        this.decisions = decisions;
        this.instruments = instruments;
        this.positions = positions;
        this.entries = entries;
        this.reads = reads;
        this.tracker = tracker;
        this.reconciliation = reconciliation;
        this.ladder = ladder;
        this.foreign = foreign;
    }

    /**
     * Begins. A kill that is under way takes in foreign positions too if that is asked for now.
     *
     * @param newIsAll whether foreign positions are closed as well.
     */
    public void start(final boolean newIsAll) {
        entries.stop();
        isAll = isActive && isAll || newIsAll;
        if (!isActive) {
            isActive = true;
            startedNs = time.nowNs();
            Arrays.fill(closed, 0);
            Arrays.fill(cancelled, 0);
            for (int i = 1; i < Reads.VENUES_MAX; i++) {
                cancelledBefore[i] = cancelledSoFar(reads.venueAt(i).venue());
            }
            Arrays.fill(certifiedNs, 0);
        }
        Arrays.fill(askedSequence, 0);
        Arrays.fill(isCertified, false);
    }

    private long cancelledSoFar(final Venue venue) {
        return tracker.cancelled(venue) + reconciliation.leftoversCleared(venue);
    }

    /**
     * Whether one is under way.
     *
     * @return true until every venue has its certificate.
     */
    public boolean isActive() {
        return isActive;
    }

    /**
     * Whether it takes in foreign positions.
     *
     * @return true if it does.
     */
    public boolean isAll() {
        return isActive && isAll;
    }

    /** Takes it one step further; at the end of events that are no prices. */
    public void run() {
        if (!isActive) {
            return;
        }
        closeWhatIsOpen();
        boolean isDone = true;
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            final VenueView venue = reads.venueAt(i);
            if (venue.isUsed() && !isCertified[i]) {
                verify(venue, i);
                isDone &= isCertified[i];
            }
        }
        isActive = !isDone;
    }

    private void closeWhatIsOpen() {
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() == PositionPhase.NONE || position.quantity() == 0 || ladder.isClosing(position)) {
                continue;
            }
            if (position.isGuarded() && isAll && !position.isLettingGo()) {
                foreign.adoptGuarded(position);
            }
            ladder.start(position, CloseReason.OPERATOR);
        }
    }

    private void verify(final VenueView venue, final int index) {
        if (isAnythingLeft(venue.venue())) {
            askedSequence[index] = 0;
        } else if (askedSequence[index] == 0) {
            ask(venue, index);
        } else if (venue.lastGoodSequence() <= askedSequence[index]) {
            reads.ensurePending(venue.venue());
        } else if (venue.ownOrders() > 0) {
            // They are being cancelled, at their own pace.
            askedSequence[index] = time.sequence();
            reads.ensurePending(venue.venue());
        } else {
            isCertified[index] = true;
            certifiedNs[index] = time.nowNs();
            certifiedBy[index] = venue.lastGoodSequence();
            foreignLeft[index] = foreign.left(venue.venue());
            cancelled[index] = (int) (cancelledSoFar(venue.venue()) - cancelledBefore[index]);
            decisions.killCertificate(
                    startedNs,
                    venue.lastGoodSequence(),
                    closed[index],
                    cancelled[index],
                    foreignLeft[index],
                    venue.venue(),
                    isAll);
        }
    }

    private void ask(final VenueView venue, final int index) {
        askedSequence[index] = time.sequence();
        reads.want(venue.venue());
    }

    private boolean isAnythingLeft(final Venue venue) {
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.phase() != PositionPhase.NONE
                    && position.venue() == venue
                    && (isAll || !position.isGuarded())) {
                return true;
            }
        }
        return isAll && isAnyForeignLeft(venue);
    }

    private boolean isAnyForeignLeft(final Venue venue) {
        boolean isLeft = false;
        for (int id = 0; id < foreign.book().limit(); id++) {
            if (foreign.book().quantity(id) != 0 && instruments.at(id).venue() == venue) {
                isLeft = true;
                if (!foreign.isToClose(id)) {
                    foreign.close(id);
                }
            }
        }
        return isLeft;
    }

    /**
     * Shows the newest certificates.
     *
     * @param visitor is shown one of each venue that has one.
     */
    public void show(final CoreVisitor visitor) {
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            if (certifiedNs[i] != 0) {
                visitor.certificate(
                        reads.venueAt(i).venue(),
                        certifiedNs[i],
                        certifiedBy[i],
                        closed[i],
                        cancelled[i],
                        foreignLeft[i]);
            }
        }
    }

    /**
     * A position leaves the table.
     *
     * @param position that is flat or never opened.
     */
    public void released(final Position position) {
        if (!isActive) {
            return;
        }
        final int venue = position.venue().value();
        closed[venue] += position.openedNs() != 0 && !position.isGuarded() ? 1 : 0;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        isActive = fields.of("isActive", isActive);
        isAll = fields.of("isAll", isAll);
        startedNs = fields.of("startedNs", startedNs);
        fields.of("askedSequence", askedSequence, Reads.VENUES_MAX);
        fields.of("isCertified", isCertified, Reads.VENUES_MAX);
        fields.of("closed", closed, Reads.VENUES_MAX);
        fields.of("cancelledBefore", cancelledBefore, Reads.VENUES_MAX);
        fields.of("cancelled", cancelled, Reads.VENUES_MAX);
        fields.of("certifiedNs", certifiedNs, Reads.VENUES_MAX);
        fields.of("certifiedBy", certifiedBy, Reads.VENUES_MAX);
        fields.of("foreignLeft", foreignLeft, Reads.VENUES_MAX);
    }
}
