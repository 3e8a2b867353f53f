package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Policy;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;

/**
 * How often a read is asked for only to look for orders without a position: each minute while there are many, down to each
 * five minutes while there are none for long. Any good read that begins when a look is due counts as one. Core thread.
 */
public final class LeftoverSweep {
    /** More than this, and the next look comes as soon as may be. */
    private static final int MANY = 10;
    /** More than this, and it comes soon. */
    private static final int SOME = 5;
    /** Looks in a row that find nothing before the distance grows. */
    private static final int QUIET_LOOKS = 3;

    private static final int STEP_SECONDS = 30;

    private final EngineTime time;
    private final Policy policy;
    private final Reads reads;
    private final Leftovers leftovers;
    private final ReadFacts facts;
    private final long[] intervalNs = new long[Reads.VENUES_MAX];
    private final long[] dueNs = new long[Reads.VENUES_MAX];
    private final boolean[] isAsked = new boolean[Reads.VENUES_MAX];
    private final int[] quiet = new int[Reads.VENUES_MAX];

    LeftoverSweep(
            final EngineTime time,
            final Policy policy,
            final Reads reads,
            final Leftovers leftovers,
            final ReadFacts facts) {
        this.time = time;
        this.policy = policy;
        this.reads = reads;
        this.leftovers = leftovers;
        this.facts = facts;
    }

    /** Asks for a read where a look is due; at the end of events that are no prices. */
    public void run() {
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            final VenueView view = reads.venueAt(i);
            if (isActive(view) && !isAsked[i] && time.nowNs() >= dueNs[i]) {
                // Once: a read that fails is asked for again by itself.
                isAsked[i] = true;
                reads.want(view.venue());
            }
        }
    }

    private boolean isActive(final VenueView view) {
        return view.isUsed && view.wasReached && policy.zombieMinNs() > 0;
    }

    private long intervalNs(final int venue) {
        return Math.max(policy.zombieMinNs(), Math.min(policy.zombieMaxNs(), intervalNs[venue]));
    }

    /**
     * A good read was applied.
     *
     * @param view   of the venue.
     * @param readNs when the read began.
     */
    void onRead(final VenueView view, final long readNs) {
        final int venue = view.venue().value();
        final int ours = leftovers.known(view.venue(), true);
        final int foreign = leftovers.known(view.venue(), false);
        final long oldNs = intervalNs(venue);
        if (isActive(view) && readNs >= dueNs[venue]) {
            adapt(venue, ours);
            dueNs[venue] = time.nowNs() + intervalNs(venue);
            isAsked[venue] = false;
        }
        final long newNs = intervalNs(venue);
        if (leftovers.cancelledNow() > 0 || newNs != oldNs) {
            facts.leftoverSweep(
                    view, oldNs, newNs, ours, foreign, leftovers.cancelledNow(), leftovers.stuck(view.venue()));
        }
    }

    private void adapt(final int venue, final int ours) {
        final long oldNs = intervalNs(venue);
        quiet[venue] = ours == 0 ? Math.min(quiet[venue] + 1, QUIET_LOOKS + 1) : 0;
        if (ours > MANY) {
            intervalNs[venue] = policy.zombieMinNs();
        } else if (ours > SOME) {
            intervalNs[venue] = Math.min(oldNs, policy.zombieMinNs() / 2 * 3);
        } else if (quiet[venue] > QUIET_LOOKS) {
            intervalNs[venue] = Math.min(policy.zombieMaxNs(), oldNs + STEP_SECONDS * policy.wallSecondNs());
        }
    }

    /**
     * When {@link #run} has something to do though nothing happens.
     *
     * @return engine time, {@link Timers#NEVER} if never.
     */
    public long nextNs() {
        long next = Timers.NEVER;
        for (int i = 1; i < Reads.VENUES_MAX; i++) {
            next = isActive(reads.venueAt(i)) && !isAsked[i] ? Math.min(next, dueNs[i]) : next;
        }
        return next;
    }

    void state(final StateFields fields) {
        fields.of("intervalNs", intervalNs, Reads.VENUES_MAX);
        fields.of("dueNs", dueNs, Reads.VENUES_MAX);
        fields.of("isAsked", isAsked, Reads.VENUES_MAX);
        fields.of("quiet", quiet, Reads.VENUES_MAX);
    }
}
