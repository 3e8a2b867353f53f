package io.ratchet.bench.simulator;

import io.ratchet.engine.position.Coverage;
import io.ratchet.engine.position.Limits;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.protection.ProtectDeadline;
import io.ratchet.engine.protection.StopGuard;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PositionPhase;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.Map;

/** What seeded defects do instead. Called from changed classes only, and loaded with them; deterministic. */
public final class MutantHelp {
    private static final Map<Object, Object[]> LATE = new IdentityHashMap<>();
    private static long skewNs;

    private MutantHelp() {}

    /** By how much the venue's clock is ahead of ours. */
    static void skew(final long ns) {
        skewNs = ns;
        LATE.clear();
    }

    /**
     * A stop protects from the moment that it is sent.
     *
     * @param position to protect.
     * @param order    a stop of it.
     * @return true if it covers the size.
     */
    public static boolean isFullWhenSent(final Position position, final OrderSlot order) {
        return order.isOpen() && order.isStop() && (order.closePosition() || order.quantity() >= position.quantity());
    }

    /**
     * A move may begin while another is in flight.
     *
     * @param guard    of stops.
     * @param position to protect.
     * @return true if there is something to move.
     */
    public static boolean mayAlwaysMove(final StopGuard guard, final Position position) {
        return position.quantity() > 0 && position.phase() == PositionPhase.OPEN && guard.confirmedLevel(position) != 0;
    }

    /**
     * A stop that is being cancelled counts for the other's cancel.
     *
     * @param position to protect.
     * @param left     not counted.
     * @return level.
     */
    public static long bestLevelWithout(final Position position, final OrderSlot left) {
        return Coverage.bestLevelWithout(position, left);
    }

    /**
     * The side of the entry instead of the exit's.
     *
     * @param position to leave.
     * @return the wrong side.
     */
    public static OrderSide wrongSide(final Position position) {
        return position.entrySide();
    }

    /**
     * Fills on the clock of the venue.
     *
     * @param deadline of protection.
     * @param position naked.
     * @return since when, by the venue.
     */
    public static long venueSince(final ProtectDeadline deadline, final Position position) {
        return position.openedNs() + skewNs;
    }

    /**
     * Counts an end when the next one comes.
     *
     * @param limits    counters.
     * @param slot      of the position.
     * @param wasOpened whether it did.
     */
    public static void endedLate(final Limits limits, final int slot, final boolean wasOpened) {
        final Object[] earlier = LATE.put(limits, new Object[] {slot, wasOpened});
        if (earlier != null) {
            limits.ended((Integer) earlier[0], (Boolean) earlier[1]);
        }
    }

    /**
     * A start forgets the peaks of trails.
     *
     * @param core that starts.
     */
    public static void forgetPeaks(final Object core) {
        clear(of(core, "trail"), "peaks");
    }

    /**
     * A start forgets which trails were active.
     *
     * @param core that starts.
     */
    public static void forgetActivation(final Object core) {
        clear(of(core, "trail"), "isActive");
        clear(of(core, "trail"), "peaks");
    }

    /**
     * A start forgets what stops entries.
     *
     * @param core that starts.
     */
    public static void forgetLatches(final Object core) {
        clear(of(of(core, "protections"), "latches"), "untilNs");
    }

    private static Object of(final Object owner, final String name) {
        try {
            final Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (final ReflectiveOperationException gone) {
            throw new IllegalStateException("no field " + name + " in " + owner.getClass(), gone);
        }
    }

    private static void clear(final Object owner, final String name) {
        final Object array = of(owner, name);
        for (int i = 0; i < Array.getLength(array); i++) {
            if (array instanceof long[]) {
                Array.setLong(array, i, 0);
            } else {
                Array.setBoolean(array, i, false);
            }
        }
    }
}
