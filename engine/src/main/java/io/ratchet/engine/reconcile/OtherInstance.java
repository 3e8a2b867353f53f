package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.position.EntrySwitch;
import io.ratchet.engine.position.IdEpoch;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.InstanceEnd;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * Another instance on the same account: an order with our prefix and tag and an id that this journal never issued, of our
 * epoch or a later one. Entries stop everywhere and moves stop at that venue; stops are placed and closes go on, because
 * what is ours must stay protected. Gone only by evidence, good reads that show nothing of it for long enough, or when an
 * operator says so. An older epoch is no other instance: it is a leftover of an earlier start of ours. Core thread.
 */
public final class OtherInstance {
    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final IdEpoch ids;
    private final EntrySwitch entries;
    private final ReadFacts facts;
    private final long[] foundNs = new long[Reads.VENUES_MAX];
    private final long[] seenNs = new long[Reads.VENUES_MAX];
    private final long[] toldEpoch = new long[Reads.VENUES_MAX];

    OtherInstance(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final IdEpoch ids,
            final EntrySwitch entries,
            final ReadFacts facts) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.ids = ids;
        this.entries = entries;
        this.facts = facts;
    }

    /**
     * An order with our prefix that this journal never issued; told once for each epoch that shows itself.
     *
     * @param venue        that has it.
     * @param instrumentId it is on.
     * @param venueOrderId the venue's number of it, NULL if unsaid.
     * @param epochSeconds of its id.
     * @param positionId   of its id.
     * @param revision     of its id.
     * @param role         of its id.
     */
    public void seen(
            final Venue venue,
            final int instrumentId,
            final long venueOrderId,
            final long epochSeconds,
            final long positionId,
            final int revision,
            final OrderRole role) {
        final int index = venue.value();
        seenNs[index] = time.nowNs();
        if (foundNs[index] != 0 && toldEpoch[index] == epochSeconds) {
            return;
        }
        foundNs[index] = foundNs[index] == 0 ? time.nowNs() : foundNs[index];
        toldEpoch[index] = epochSeconds;
        entries.otherInstance(index, true);
        facts.foreignInstanceFound(
                venue, instrumentId, venueOrderId, epochSeconds, positionId, revision, role, ids.epochSeconds());
        decisions.alertRaised(
                positionId, instrumentId, venue, epochSeconds, ids.epochSeconds(), AlertCode.FOREIGN_INSTANCE);
    }

    /**
     * A good read of both books was applied.
     *
     * @param venue  that was read.
     * @param readNs when the read began.
     */
    void onRead(final Venue venue, final long readNs) {
        final int index = venue.value();
        final boolean isQuiet = policy.instanceQuietNs() > 0 && readNs - seenNs[index] >= policy.instanceQuietNs();
        if (foundNs[index] != 0 && isQuiet) {
            clear(index, venue, InstanceEnd.EVIDENCE);
        }
    }

    /** An operator resumes: if it is still there, the next read shows it again. */
    public void onResume() {
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            if (foundNs[i] != 0) {
                clear(i, Venue.get((short) i), InstanceEnd.OPERATOR);
            }
        }
    }

    private void clear(final int index, final Venue venue, final InstanceEnd cause) {
        facts.foreignInstanceCleared(venue, time.nowNs() - foundNs[index], cause);
        foundNs[index] = 0;
        toldEpoch[index] = 0;
        entries.otherInstance(index, false);
    }

    void state(final StateFields fields) {
        fields.of("foundNs", foundNs, Reads.VENUES_MAX);
        fields.of("seenNs", seenNs, Reads.VENUES_MAX);
        fields.of("toldEpoch", toldEpoch, Reads.VENUES_MAX);
    }
}
