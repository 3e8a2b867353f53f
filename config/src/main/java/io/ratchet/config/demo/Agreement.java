package io.ratchet.config.demo;

import io.ratchet.adapters.sim.VenueAudit;
import io.ratchet.config.report.Amounts;
import io.ratchet.config.report.PositionStories;
import io.ratchet.engine.sbe.CloseReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Holds the engine's story of each position against the one that the venue's log tells. Pure.
 */
final class Agreement {
    /** How far the two measurements of one naked interval may be apart: the way there and back, and the scheduler. */
    static final long NAKED_TOLERANCE_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final List<String> differences = new ArrayList<>();
    private long nakedDifferenceMaxNs;

    private Agreement() {}

    static Agreement of(final VenueAudit venue, final Map<Long, PositionStories.Story> engine) {
        final Agreement agreement = new Agreement();
        final Set<Long> seen = new HashSet<>();
        for (final VenueAudit.Position position : venue.positions()) {
            seen.add(position.id());
            agreement.compare(position, engine.get(position.id()));
        }
        for (final Long id : engine.keySet()) {
            if (!seen.contains(id)) {
                agreement.differences.add("position " + id + ": in the journal but not at the venue");
            }
        }
        return agreement;
    }

    /** One sentence for each difference; empty when both sides agree. */
    List<String> differences() {
        return differences;
    }

    /** The largest difference between two measurements of one naked interval at opening, wall ns. */
    long nakedDifferenceMaxNs() {
        return nakedDifferenceMaxNs;
    }

    private void compare(final VenueAudit.Position venue, final PositionStories.Story engine) {
        final String name = venue.symbol() + " position " + venue.id();
        if (engine == null) {
            differences.add(name + ": at the venue but not in the journal");
            return;
        }
        if (!isCause(venue.cause(), engine)) {
            differences.add(name + ": ended at the venue by " + venue.cause() + " (" + venue.closedBy()
                    + "), in the journal by " + engine.reason());
        }
        final long openingNs = Math.abs(venue.nakedOpeningNs() - engine.openingNs());
        nakedDifferenceMaxNs = Math.max(nakedDifferenceMaxNs, openingNs);
        compareNaked(name + " at opening", venue.nakedOpeningNs(), engine.openingNs());
        compareNaked(name + " later", venue.nakedNs() - venue.nakedOpeningNs(), engine.laterNakedNs());
    }

    private void compareNaked(final String name, final long venueNs, final long engineNs) {
        if (Math.abs(venueNs - engineNs) > NAKED_TOLERANCE_NS) {
            differences.add(name + ": naked at the venue " + Amounts.millis(venueNs) + ", in the journal "
                    + Amounts.millis(engineNs));
        }
    }

    /** Which of the venue's causes a reason of ours stands for. */
    private static boolean isCause(final VenueAudit.Cause cause, final PositionStories.Story engine) {
        final CloseReason reason = engine.reason();
        return switch (cause) {
            case OPEN -> reason == CloseReason.NONE;
            case STOP -> reason == CloseReason.STOP;
            // A working stop also carries the first level, corrected to the final fill average, until the trail is
            // active.
            case TRAIL_STOP -> reason == (engine.hasTrailed() ? CloseReason.TRAIL_STOP : CloseReason.STOP);
            case LIQUIDATION -> reason == CloseReason.LIQUIDATION || reason == CloseReason.ADL;
            case FOREIGN -> reason == CloseReason.FOREIGN;
            case OUR_ORDER ->
                reason == CloseReason.PROTECT_DEADLINE
                        || reason == CloseReason.PAST_LEVEL
                        || reason == CloseReason.OPERATOR
                        || reason == CloseReason.ENTRY_FAILED
                        || reason == CloseReason.AGED_EMERGENCY
                        || reason == CloseReason.AGED_TARGET;
        };
    }
}
