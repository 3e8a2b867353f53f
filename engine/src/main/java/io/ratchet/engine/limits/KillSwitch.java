package io.ratchet.engine.limits;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;

/**
 * Stops entries, and closes what is ours if the policy says so, when trusted equity has fallen by the limit from its highest.
 * What is moved into or out of the account moves the highest with it. Holds until an operator resumes, which begins anew from
 * the equity of then. Core thread.
 */
final class KillSwitch {
    private static final int ANY_VENUES = -1;

    private final LimitsPolicy policy;
    private final Decisions decisions;
    private final Equity equity;
    private final Latches latches;
    private long peak;
    private long peakTransferred;
    private int peakVenues;

    KillSwitch(final LimitsPolicy policy, final Decisions decisions, final Equity equity, final Latches latches) {
        this.policy = policy;
        this.decisions = decisions;
        this.equity = equity;
        this.latches = latches;
    }

    /** Only while equity is trusted. */
    void judge() {
        if (policy.killSwitchPpm() == 0) {
            return;
        }
        final long now = equity.money();
        final int venues = equity.venues();
        if (venues != peakVenues && peakVenues != ANY_VENUES) {
            peak = now;
        } else {
            peak = Math.max(peak + equity.transferred() - peakTransferred, now);
        }
        peakVenues = venues;
        peakTransferred = equity.transferred();
        if (peak > 0 && isReached(now) && !latches.isSetForAll(Protection.KILL_SWITCH)) {
            latch(now);
        }
    }

    private boolean isReached(final long now) {
        return FixedPoint.compareProducts(peak - now, FixedPoint.PPM_ONE, peak, policy.killSwitchPpm()) >= 0;
    }

    private void latch(final long now) {
        final long fall = FixedPoint.mulDivClamped(peak - now, FixedPoint.PPM_ONE, peak, Rounding.TOWARD_ZERO);
        decisions.protectionTriggered(
                Latches.ALL, Venue.NONE, fall, policy.killSwitchPpm(), 0, Protection.KILL_SWITCH, PositionSide.NONE);
        decisions.alertRaised(0, Latches.ALL, Venue.NONE, fall, policy.killSwitchPpm(), AlertCode.KILL_SWITCH);
        latches.set(Protection.KILL_SWITCH, Latches.ALL, PositionSide.NONE, Latches.FOR_EVER_NS);
    }

    /** The highest equity so far. */
    long peak() {
        return peak;
    }

    /** Begins anew from the equity of the next look. */
    void reset() {
        peakVenues = 0;
        peak = 0;
    }

    /** Carried over from an earlier journal. */
    void restore(final long newPeak) {
        peak = newPeak;
        peakTransferred = equity.transferred();
        peakVenues = ANY_VENUES;
    }

    void state(final StateFields fields) {
        peak = fields.of("peak", peak);
        peakTransferred = fields.of("peakTransferred", peakTransferred);
        peakVenues = fields.of("peakVenues", peakVenues);
    }
}
