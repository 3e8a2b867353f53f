package io.ratchet.engine.core;

import io.ratchet.engine.core.FakeVenue.Order;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import java.util.HashMap;
import java.util.Map;

/**
 * Judges by what happened at the {@link FakeVenue}, not by what the core says: no intent is accepted twice, no exit opens or
 * flips, no position is without a stop for longer than its time while the venue can be reached.
 */
final class VenueTruth implements FakeVenue.Witness {
    private static final int WORKING_MAX = 2;
    /** Panic, a rung of the close ladder, and the answers. */
    private static final long NAKED_MAX_NS = 15 * Rig.SECOND;

    private static final long LATELY_NS = 30 * Rig.SECOND;
    private static final long UNREAD_NS = 10 * Rig.SECOND;
    /** An overload is held for panic at a time; then what is not overloaded any more closes. */
    private static final long OVERLOAD_NS = 20 * Rig.SECOND;
    /** A moment in which the venue could not be reached costs the reads after it. */
    private static final long INTERRUPTION_NS = 10 * Rig.SECOND;

    boolean isBlind;
    boolean isUserDown;
    /** After a start or a pause the first good read decides; until it comes nothing may be closed. */
    private long owedSequence;

    private final Rig rig;
    private final VenueFaults faults;
    private final Map<String, Order> byId = new HashMap<>();
    private final Map<Long, Order> entries = new HashMap<>();
    private final Map<Integer, Long> nakedNs = new HashMap<>();
    private final Map<Integer, Long> nakedSinceNs = new HashMap<>();
    private final Map<Integer, Long> longNakedUntilNs = new HashMap<>();
    private final Map<Integer, Long> allowedNs = new HashMap<>();
    private final Map<Integer, Long> costSeen = new HashMap<>();
    private final Map<Integer, Long> overloadsSeen = new HashMap<>();
    private long lastNs;
    private boolean wasAvailable = true;
    private long lastGoodReadId;
    private long goodReadNs;

    VenueTruth(final Rig rig, final VenueFaults faults) {
        this.rig = rig;
        this.faults = faults;
    }

    @Override
    public void accepted(final Order order) {
        final String id = order.epochSeconds + "/" + order.positionId + "/" + order.role + "/" + order.revision;
        final Order earlier = byId.put(id, order);
        // What the protect deadline sends once more may find that somebody took the first one away meanwhile: then
        // there is
        // one, as there should be.
        demand(
                earlier == null || earlier.isStop() && earlier.isTakenAway,
                "accepted twice: " + id + " earlier=" + (earlier == null ? "" : earlier.status));
        if (order.role == OrderRole.ENTRY) {
            demand(entries.put(order.positionId, order) == null, "second entry of position " + order.positionId);
            demand(size(order.instrumentId) == 0, "entry on an open position " + order.positionId);
            return;
        }
        final Order entry = entries.get(order.positionId);
        demand(entry != null && entry.side != order.side, "exit without an entry, or on its side: " + id);
        demand(
                order.closePosition ? order.quantity == 0 : order.quantity > 0 && order.quantity <= entry.filled,
                "exit of " + order.quantity + " of " + entry.filled + ": " + id);
        demand(open(order, OrderRole.ANCHOR) <= 1, "two anchors of position " + order.positionId);
        demand(open(order, OrderRole.STOP) <= WORKING_MAX, "three working stops of position " + order.positionId);
    }

    private int open(final Order like, final OrderRole role) {
        int count = 0;
        for (final Order order : rig.venue.orders) {
            count += order.isOpen() && !order.isHidden && order.positionId == like.positionId && order.role == role
                    ? 1
                    : 0;
        }
        return count;
    }

    @Override
    public void filled(final Order order, final long before, final long after) {
        if (order.role != OrderRole.ENTRY) {
            demand(
                    Long.signum(before) * Long.signum(after) >= 0 && Math.abs(after) <= Math.abs(before),
                    "exit changed " + before + " to " + after);
        }
    }

    private long size(final int instrumentId) {
        return rig.venue.sizes.getOrDefault(instrumentId, 0L);
    }

    /** After each input: how long is what is open without a stop. */
    void observe() {
        final long passedNs = lastNs == 0 ? 0 : rig.nowNs - lastNs;
        lastNs = rig.nowNs;
        if (rig.venue.goodReadId != lastGoodReadId) {
            lastGoodReadId = rig.venue.goodReadId;
            goodReadNs = rig.nowNs;
        }
        final boolean isReadOwed = rig.venue.goodReadId <= owedSequence;
        final boolean isAvailable = !isBlind && !isUserDown && !isReadOwed;
        for (final int instrumentId : rig.venue.sizes.keySet()) {
            observe(instrumentId, isAvailable && wasAvailable ? passedNs : 0, isAvailable != wasAvailable);
        }
        wasAvailable = isAvailable;
    }

    private void observe(final int instrumentId, final long passedNs, final boolean isInterrupted) {
        if (isProtected(instrumentId)) {
            nakedNs.remove(instrumentId);
            final Long sinceNs = nakedSinceNs.remove(instrumentId);
            if (sinceNs != null && rig.nowNs - sinceNs >= NAKED_MAX_NS) {
                longNakedUntilNs.put(instrumentId, rig.nowNs);
            }
            return;
        }
        nakedSinceNs.putIfAbsent(instrumentId, rig.nowNs);
        if (nakedNs.putIfAbsent(instrumentId, 0L) == null) {
            allowedNs.put(instrumentId, NAKED_MAX_NS + 4 * faults.latencyMaxNs);
            costSeen.put(instrumentId, faults.costNs);
            overloadsSeen.put(instrumentId, faults.overloadsHeld);
        }
        final long costNs = faults.costNs - costSeen.put(instrumentId, faults.costNs);
        final long more = costNs + (isInterrupted ? INTERRUPTION_NS : 0);
        final long naked = nakedNs.merge(instrumentId, passedNs, Long::sum);
        long allowed = allowedNs.merge(instrumentId, more, Long::sum);
        if (faults.overloadsHeld != overloadsSeen.put(instrumentId, faults.overloadsHeld)) {
            allowed = allowedNs.merge(instrumentId, naked + OVERLOAD_NS, Math::max);
        }
        demand(
                naked <= allowed,
                "naked for " + naked / Rig.MS + " ms of " + allowed / Rig.MS + " ms: instrument=" + instrumentId
                        + " size=" + size(instrumentId));
    }

    /**
     * Whether to say that it is naked is right: it is for long, or was so lately (who could not read may not know yet that it
     * is over), or no read was good for so long that nobody can know.
     */
    boolean isRightlyToldNaked(final int instrumentId) {
        final long sinceNs = nakedSinceNs.getOrDefault(instrumentId, rig.nowNs);
        final long untilNs = longNakedUntilNs.getOrDefault(instrumentId, 0L);
        return rig.nowNs - sinceNs >= NAKED_MAX_NS
                || rig.nowNs - untilNs <= LATELY_NS
                || rig.nowNs - goodReadNs >= UNREAD_NS;
    }

    boolean isProtected(final int instrumentId) {
        final long size = size(instrumentId);
        boolean isProtected = size == 0;
        for (final Order order : rig.venue.orders) {
            isProtected |= order.isStop()
                    && order.isOpen()
                    && !order.isHidden
                    && order.instrumentId == instrumentId
                    && order.side == (size > 0 ? OrderSide.SELL : OrderSide.BUY)
                    && (order.closePosition || order.quantity >= Math.abs(size));
        }
        return isProtected;
    }

    void paused() {
        owedSequence = rig.sequence;
    }

    /** The node was down: that time does not count. */
    void restarted() {
        owedSequence = rig.sequence;
        lastNs = rig.nowNs;
        isBlind = false;
        isUserDown = false;
        wasAvailable = false;
    }

    private static void demand(final boolean isKept, final String what) {
        if (!isKept) {
            throw new AssertionError(what);
        }
    }
}
