package io.ratchet.engine.reconcile;

import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.OrderTracker;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.time.EngineTime;

/**
 * Reads each order whose outcome is not known, in all books, until there is evidence. Core thread.
 */
public final class OutcomeResolver {
    private final EngineTime time;
    private final Reads reads;
    private final CommandDesk desk;
    private final Wakes wakes;
    private final OrderTracker tracker;

    /**
     * A resolver.
     *
     * @param time  of the core.
     * @param reads and venues.
     * @param desk  issues the reads.
     * @param wakes   of positions.
     * @param tracker of orders.
     */
    public OutcomeResolver(
            final EngineTime time,
            final Reads reads,
            final CommandDesk desk,
            final Wakes wakes,
            final OrderTracker tracker) {
        this.time = time;
        this.reads = reads;
        this.desk = desk;
        this.wakes = wakes;
        this.tracker = tracker;
    }

    /**
     * Issues the reads that are due for a position.
     *
     * @param position to resolve.
     */
    public void run(final Position position) {
        final VenueView venue = reads.venue(position.venue());
        if (venue.isBlind() || !venue.wasReached) {
            return;
        }
        if (position.hasOrderFromEarlierStart() && !reads.isReadSinceStart(position)) {
            reads.ensurePending(position.venue());
        }
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            final long absenceReadNs = tracker.absenceReadNs(position, order);
            if (absenceReadNs > order.notShownNs()) {
                reads.ensurePending(position.venue(), absenceReadNs);
            }
            if (order.isAttached()) {
                resolveAttached(position, order);
            } else if (isInQuestion(order) && !order.isQueryInFlight()) {
                if (time.nowNs() >= order.nextQueryNs()) {
                    desk.query(position, order);
                } else {
                    wakes.at(order.nextQueryNs());
                }
            }
        }
    }

    /** It has no id to ask for: the position shows it, or what it left. */
    private void resolveAttached(final Position position, final OrderSlot order) {
        if (order.state() == OrderState.TRIGGERED) {
            if (time.nowNs() >= order.nextQueryNs()) {
                reads.ensurePending(position.venue());
            } else {
                wakes.at(order.nextQueryNs());
            }
        }
    }

    private static boolean isInQuestion(final OrderSlot order) {
        final OrderState state = order.state();
        return state == OrderState.UNKNOWN
                || state == OrderState.ACKNOWLEDGED
                || state == OrderState.TRIGGERED
                || state == OrderState.LIVE && (order.isDoubted() || !order.isStop() && !order.isExit());
    }
}
