package io.ratchet.engine.entry;

import io.ratchet.engine.core.FactObserver;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import java.util.Arrays;

/**
 * The positions that waves opened, until each has a confirmed stop or is gone: then the certificate of the wave can be
 * written. Core thread; allocates nothing.
 */
final class WaveLedger implements FactObserver {
    /** Rows of all waves that are not certified yet. */
    static final int ROWS_MAX = 2_048;

    private final WaveTally[] tallies = new WaveTally[ROWS_MAX];
    private final long[] positionIds = new long[ROWS_MAX];
    private final int[] instrumentIds = new int[ROWS_MAX];
    private final Venue[] venues = new Venue[ROWS_MAX];
    private final long[] levels = new long[ROWS_MAX];
    private final long[] venueOrderIds = new long[ROWS_MAX];
    private final long[] epochSeconds = new long[ROWS_MAX];
    private final int[] revisions = new int[ROWS_MAX];
    private final OrderRole[] roles = new OrderRole[ROWS_MAX];
    private final long[] nakedNs = new long[ROWS_MAX];
    private final long[] nakedMaxNs = new long[ROWS_MAX];
    private final long[] looseNs = new long[ROWS_MAX];
    private final int[] orphans = new int[ROWS_MAX];
    private final boolean[] isGone = new boolean[ROWS_MAX];
    private int count;
    private boolean isChanged;

    WaveLedger() {
        Arrays.fill(venues, Venue.NONE);
        Arrays.fill(roles, OrderRole.NONE);
    }

    /** A wave opened a position; without room it is not told in the rows of the certificate. */
    void opened(final WaveTally tally, final long positionId, final int instrumentId, final Venue venue) {
        if (count == ROWS_MAX) {
            return;
        }
        tallies[count] = tally;
        positionIds[count] = positionId;
        instrumentIds[count] = instrumentId;
        venues[count] = venue;
        levels[count] = 0;
        venueOrderIds[count] = FixedPoint.NULL;
        epochSeconds[count] = 0;
        revisions[count] = 0;
        roles[count] = OrderRole.NONE;
        nakedNs[count] = 0;
        nakedMaxNs[count] = 0;
        looseNs[count] = 0;
        orphans[count] = 0;
        isGone[count] = false;
        count++;
    }

    @Override
    public void onStopConfirmed(final Position position, final long level, final OrderSlot order) {
        final int row = rowOf(position.id());
        if (row < 0) {
            return;
        }
        levels[row] = level;
        if (order != null) {
            venueOrderIds[row] = order.venueOrderId();
            epochSeconds[row] = order.epochSeconds();
            revisions[row] = order.revision();
            roles[row] = order.role();
        }
        isChanged = true;
    }

    @Override
    public void onNaked(final Position position, final long ns) {
        final int row = rowOf(position.id());
        if (row >= 0) {
            nakedNs[row] += ns;
            nakedMaxNs[row] = Math.max(nakedMaxNs[row], ns);
        }
    }

    @Override
    public void onLoose(final Position position, final long ns) {
        final int row = rowOf(position.id());
        if (row >= 0) {
            looseNs[row] += ns;
        }
    }

    @Override
    public void onClosed(final Position position) {
        final int row = rowOf(position.id());
        if (row >= 0) {
            isGone[row] = true;
            isChanged = true;
        }
    }

    @Override
    public void onLeftover(final long positionId) {
        final int row = rowOf(positionId);
        if (row >= 0) {
            orphans[row]++;
        }
    }

    /** Whether something changed that may let a wave be certified; forgets it. */
    boolean takeChanged() {
        final boolean wasChanged = isChanged;
        isChanged = false;
        return wasChanged;
    }

    /** Whether each position of a wave has a confirmed stop or is gone. */
    boolean isSettled(final WaveTally tally) {
        for (int row = 0; row < count; row++) {
            if (tallies[row] == tally && levels[row] == 0 && !isGone[row]) {
                return false;
            }
        }
        return true;
    }

    /** Writes the certificate of a wave, its rows first, and forgets its positions. */
    void certify(final WaveTally tally, final WaveFacts facts, final long nowNs, final Outputs outputs) {
        long naked = 0;
        long nakedMax = 0;
        long loose = 0;
        int left = 0;
        int rows = 0;
        int stops = 0;
        final int refusalRows = facts.refusals(tally, nowNs, outputs);
        for (int row = 0; row < count; row++) {
            if (tallies[row] != tally) {
                continue;
            }
            naked += nakedNs[row];
            nakedMax = Math.max(nakedMax, nakedMaxNs[row]);
            loose += looseNs[row];
            left += orphans[row];
            stops += isGone[row] || levels[row] == 0 ? 0 : 1;
            rows++;
            stop(row, facts, nowNs, outputs);
        }
        facts.certificate(tally, stops, left, naked, nakedMax, loose, refusalRows, rows, nowNs, outputs);
        forget(tally);
    }

    private void stop(final int row, final WaveFacts facts, final long nowNs, final Outputs outputs) {
        facts.stop(
                tallies[row].waveMs(),
                positionIds[row],
                instrumentIds[row],
                venues[row],
                isGone[row] ? 0 : levels[row],
                venueOrderIds[row],
                epochSeconds[row],
                revisions[row],
                roles[row],
                nakedNs[row],
                looseNs[row],
                nowNs,
                outputs);
    }

    private void forget(final WaveTally tally) {
        int kept = 0;
        for (int row = 0; row < count; row++) {
            if (tallies[row] != tally) {
                move(row, kept);
                kept++;
            }
        }
        for (int row = kept; row < count; row++) {
            tallies[row] = null;
        }
        count = kept;
    }

    private void move(final int from, final int to) {
        tallies[to] = tallies[from];
        positionIds[to] = positionIds[from];
        instrumentIds[to] = instrumentIds[from];
        venues[to] = venues[from];
        levels[to] = levels[from];
        venueOrderIds[to] = venueOrderIds[from];
        epochSeconds[to] = epochSeconds[from];
        revisions[to] = revisions[from];
        roles[to] = roles[from];
        nakedNs[to] = nakedNs[from];
        nakedMaxNs[to] = nakedMaxNs[from];
        looseNs[to] = looseNs[from];
        orphans[to] = orphans[from];
        isGone[to] = isGone[from];
    }

    private int rowOf(final long positionId) {
        if (positionId == 0) {
            return -1;
        }
        for (int row = count - 1; row >= 0; row--) {
            if (positionIds[row] == positionId) {
                return row;
            }
        }
        return -1;
    }

    void state(final StateFields fields, final WaveTally[] all) {
        count = fields.count("count", count, ROWS_MAX);
        isChanged = fields.of("isChanged", isChanged);
        for (int row = 0; row < count; row++) {
            tallies[row] = WaveTally.at(fields.of("tallies", WaveTally.indexOf(tallies[row], all)), all);
            positionIds[row] = fields.of("positionIds", positionIds[row]);
            instrumentIds[row] = fields.of("instrumentIds", instrumentIds[row]);
            venues[row] = fields.of("venues", venues[row], Venue.class);
            levels[row] = fields.of("levels", levels[row]);
            venueOrderIds[row] = fields.of("venueOrderIds", venueOrderIds[row]);
            epochSeconds[row] = fields.of("epochSeconds", epochSeconds[row]);
            revisions[row] = fields.of("revisions", revisions[row]);
            roles[row] = fields.of("roles", roles[row], OrderRole.class);
            nakedNs[row] = fields.of("nakedNs", nakedNs[row]);
            nakedMaxNs[row] = fields.of("nakedMaxNs", nakedMaxNs[row]);
            looseNs[row] = fields.of("looseNs", looseNs[row]);
            orphans[row] = fields.of("orphans", orphans[row]);
            isGone[row] = fields.of("isGone", isGone[row]);
        }
    }
}
