package io.ratchet.engine.reconcile;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.ZombieForeign;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import java.util.Arrays;

/**
 * Orders that no position needs, as good reads of positions and both books show them; a failed read says nothing. One is
 * let alone for the grace, then cancelled a few times, then reported and tried on at each look only: a venue that does not
 * let go of an order must not cost the budget of a stop. Only orders with our prefix are cancelled, others where the policy
 * says so. Core thread.
 */
final class Leftovers {
    /** More than the 200 conditional orders an account may have; what finds no place here waits until one is free. */
    static final int LEFTOVERS_MAX = 256;
    /** Cancellations in one read: the rest follows in the next. */
    static final int CANCELS_PER_READ_MAX = 10;

    private static final int NEXT_READ_SECONDS = 1;
    /** After each try: seconds of the wall until the next one; the last stays where tries have no bound. */
    private static final int[] PAUSE_SECONDS = {1, 10, 60, 300};

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final Reads reads;
    private final ReadFacts facts;
    private final Venue[] venues = new Venue[LEFTOVERS_MAX];
    private final int[] instrumentIds = new int[LEFTOVERS_MAX];
    private final long[] orderIds = new long[LEFTOVERS_MAX];
    private final long[] epochs = new long[LEFTOVERS_MAX];
    private final long[] positionIds = new long[LEFTOVERS_MAX];
    private final int[] revisions = new int[LEFTOVERS_MAX];
    private final OrderRole[] roles = new OrderRole[LEFTOVERS_MAX];
    private final OrderBook[] books = new OrderBook[LEFTOVERS_MAX];
    private final OrderSide[] sides = new OrderSide[LEFTOVERS_MAX];
    private final int[] tries = new int[LEFTOVERS_MAX];
    private final long[] nextNs = new long[LEFTOVERS_MAX];
    private final long[] seen = new long[LEFTOVERS_MAX];
    private final boolean[] isReported = new boolean[LEFTOVERS_MAX];
    private final long[] cleared = new long[Reads.VENUES_MAX];
    private int count;
    private int cancelledNow;

    Leftovers(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final Reads reads,
            final ReadFacts facts) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.reads = reads;
        this.facts = facts;
        Arrays.fill(venues, Venue.NONE);
        Arrays.fill(roles, OrderRole.NONE);
        Arrays.fill(books, OrderBook.NONE);
        Arrays.fill(sides, OrderSide.NONE);
    }

    /** A good read is applied from here on. */
    void begin() {
        cancelledNow = 0;
    }

    /**
     * The read shows an order that no position needs.
     *
     * @param venue     that was read.
     * @param stage     rows of the read.
     * @param row       of the order.
     * @param isInNeed  whether a position of ours is on the instrument, for which it is in the way: without grace.
     */
    void found(final Venue venue, final SnapshotStage stage, final int row, final boolean isInNeed) {
        found(venue, stage, row, stage.orderPositionId[row], stage.orderRole[row], isInNeed);
    }

    /**
     * The read shows a stop that was a property of a position: it carries no id, so it is ours if the position was. The venue
     * should have ended it with the position; it is cleared by setting none.
     *
     * @param venue      that was read.
     * @param stage      rows of the read.
     * @param row        of the order.
     * @param positionId of the position.
     * @param isInNeed   whether that position is still in the table: without grace.
     */
    void residue(
            final Venue venue,
            final SnapshotStage stage,
            final int row,
            final long positionId,
            final boolean isInNeed) {
        found(venue, stage, row, positionId, OrderRole.POSITION_STOP, isInNeed);
    }

    private void found(
            final Venue venue,
            final SnapshotStage stage,
            final int row,
            final long positionId,
            final OrderRole role,
            final boolean isInNeed) {
        final int index = find(venue, stage.orderVenueId[row]);
        if (index == LEFTOVERS_MAX) {
            reads.wantAt(venue, time.nowNs() + NEXT_READ_SECONDS * policy.wallSecondNs());
            return;
        }
        if (index == count) {
            add(venue, stage, row, positionId, role, isInNeed);
        } else if (seen[index] == stage.snapshotId) {
            // The same row twice in one read is one order.
            return;
        }
        seen[index] = stage.snapshotId;
        if (time.nowNs() < nextNs[index]) {
            if (!isLookedForOnly(index)) {
                reads.wantAt(venue, nextNs[index]);
            }
        } else if (roles[index] == OrderRole.NONE && policy.zombieForeign() == ZombieForeign.REPORT) {
            report(index, 0, AlertCode.FOREIGN_LEFTOVER);
        } else if (cancelledNow == CANCELS_PER_READ_MAX) {
            reads.wantAt(venue, time.nowNs() + NEXT_READ_SECONDS * policy.wallSecondNs());
        } else {
            cancel(index);
        }
    }

    private void add(
            final Venue venue,
            final SnapshotStage stage,
            final int row,
            final long positionId,
            final OrderRole role,
            final boolean isInNeed) {
        venues[count] = venue;
        instrumentIds[count] = stage.orderInstrument[row];
        orderIds[count] = stage.orderVenueId[row];
        epochs[count] = stage.orderEpochSeconds[row];
        positionIds[count] = positionId;
        revisions[count] = stage.orderRevision[row];
        roles[count] = role;
        sides[count] = stage.orderSide[row];
        books[count] = stage.orderBook[row];
        tries[count] = 0;
        nextNs[count] = isInNeed ? 0 : time.nowNs() + policy.zombieGraceNs();
        isReported[count] = false;
        count++;
    }

    private void cancel(final int index) {
        final boolean isOurs = roles[index] != OrderRole.NONE;
        if (isStuck(index)) {
            report(index, tries[index], isOurs ? AlertCode.LEFTOVER_STAYS : AlertCode.FOREIGN_LEFTOVER);
        }
        if (isOurs && tries[index] == 0) {
            decisions.leftoverOrderFound(
                    positionIds[index],
                    instrumentIds[index],
                    venues[index],
                    orderIds[index],
                    epochs[index],
                    revisions[index],
                    roles[index],
                    books[index]);
        }
        send(index);
        cancelledNow++;
        tries[index]++;
        nextNs[index] = time.nowNs() + pauseNs(index);
        if (!isLookedForOnly(index)) {
            reads.wantAt(venues[index], nextNs[index]);
        }
    }

    /** Its tries are used up: from then on it is tried once at each look. */
    private boolean isStuck(final int index) {
        return policy.zombieTries() > 0 && tries[index] >= policy.zombieTries();
    }

    private void send(final int index) {
        if (roles[index] == OrderRole.POSITION_STOP) {
            decisions.moveStop(positionIds[index], instrumentIds[index], venues[index], sides[index], 0, MoveRule.NONE);
            return;
        }
        decisions.cancelLeftover(
                instrumentIds[index],
                venues[index],
                orderIds[index],
                epochs[index],
                positionIds[index],
                revisions[index],
                roles[index],
                books[index]);
    }

    /** No read is wanted for it any more: the next look shows it, or not. */
    private boolean isLookedForOnly(final int index) {
        return policy.zombieMinNs() > 0 && policy.zombieTries() > 0 && tries[index] > policy.zombieTries();
    }

    private long pauseNs(final int index) {
        return isLookedForOnly(index)
                ? policy.zombieMinNs() / 2
                : PAUSE_SECONDS[Math.min(tries[index], PAUSE_SECONDS.length) - 1] * policy.wallSecondNs();
    }

    private void report(final int index, final int bound, final AlertCode code) {
        if (!isReported[index]) {
            isReported[index] = true;
            decisions.alertRaised(
                    positionIds[index], instrumentIds[index], venues[index], orderIds[index], bound, code);
        }
    }

    private int find(final Venue venue, final long orderId) {
        int index = 0;
        while (index < count && (orderIds[index] != orderId || venues[index] != venue)) {
            index++;
        }
        return index;
    }

    /**
     * A read was applied: what it did not show is gone.
     *
     * @param venue      that was read.
     * @param snapshotId of the read.
     */
    void keepSeen(final Venue venue, final long snapshotId) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (venues[i] != venue || seen[i] == snapshotId) {
                move(i, kept);
                kept++;
            } else if (tries[i] > 0) {
                cleared[venue.value()]++;
                facts.leftoverOrderCleared(
                        venue,
                        instrumentIds[i],
                        orderIds[i],
                        epochs[i],
                        positionIds[i],
                        revisions[i],
                        roles[i],
                        books[i],
                        tries[i]);
            }
        }
        count = kept;
    }

    private void move(final int from, final int to) {
        venues[to] = venues[from];
        instrumentIds[to] = instrumentIds[from];
        orderIds[to] = orderIds[from];
        epochs[to] = epochs[from];
        positionIds[to] = positionIds[from];
        revisions[to] = revisions[from];
        roles[to] = roles[from];
        sides[to] = sides[from];
        books[to] = books[from];
        tries[to] = tries[from];
        nextNs[to] = nextNs[from];
        seen[to] = seen[from];
        isReported[to] = isReported[from];
    }

    /** Orders of a venue that the last good read showed; ours, or those of others. */
    int known(final Venue venue, final boolean isOurs) {
        int known = 0;
        for (int i = 0; i < count; i++) {
            known += venues[i] == venue && roles[i] != OrderRole.NONE == isOurs ? 1 : 0;
        }
        return known;
    }

    /** Those of them that are still there after their tries. */
    int stuck(final Venue venue) {
        int stuck = 0;
        for (int i = 0; i < count; i++) {
            stuck += venues[i] == venue && isStuck(i) ? 1 : 0;
        }
        return stuck;
    }

    /** Cancellations that the last read asked for. */
    int cancelledNow() {
        return cancelledNow;
    }

    /** Orders that were cancelled and then shown no more, ever. */
    long cleared(final Venue venue) {
        return cleared[venue.value()];
    }

    void state(final StateFields fields) {
        count = fields.count("count", count, LEFTOVERS_MAX);
        fields.of("venues", venues, count, Venue.class);
        fields.of("instrumentIds", instrumentIds, count);
        fields.of("orderIds", orderIds, count);
        fields.of("epochs", epochs, count);
        fields.of("positionIds", positionIds, count);
        fields.of("revisions", revisions, count);
        fields.of("roles", roles, count, OrderRole.class);
        fields.of("sides", sides, count, OrderSide.class);
        fields.of("books", books, count, OrderBook.class);
        fields.of("tries", tries, count);
        fields.of("nextNs", nextNs, count);
        fields.of("seen", seen, count);
        fields.of("isReported", isReported, count);
        fields.of("cleared", cleared, Reads.VENUES_MAX);
        cancelledNow = fields.of("cancelledNow", cancelledNow);
    }
}
