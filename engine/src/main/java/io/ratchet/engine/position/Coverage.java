package io.ratchet.engine.position;

import io.ratchet.engine.sbe.OrderRole;

/**
 * Which stops protect a position. Static and pure.
 */
public final class Coverage {
    private Coverage() {}

    /**
     * Whether a stop protects its whole position.
     *
     * @param position to protect.
     * @param order    a stop of it.
     * @return true if it rests at the venue and covers the size.
     */
    public static boolean isFull(final Position position, final OrderSlot order) {
        return order.state == OrderState.LIVE
                && order.isStop()
                && (order.closePosition || order.quantity >= position.quantity());
    }

    /**
     * The best level among the stops that protect the whole position.
     *
     * @param position to protect.
     * @return 1e-10, 0 if there is none.
     */
    public static long bestLevel(final Position position) {
        return bestLevelWithout(position, null);
    }

    /**
     * As {@link #bestLevel}, one stop left out.
     *
     * @param position to protect.
     * @param left     not counted.
     * @return 1e-10, 0 if there is none.
     */
    public static long bestLevelWithout(final Position position, final OrderSlot left) {
        return bestLevelWithout(position, left, false);
    }

    /**
     * As {@link #bestLevelWithout}, stops in doubt left out too: who gives up a stop must be sure of the other.
     *
     * @param position to protect.
     * @param left     not counted.
     * @return 1e-10, 0 if there is none.
     */
    public static long bestCertainLevelWithout(final Position position, final OrderSlot left) {
        return bestLevelWithout(position, left, true);
    }

    private static long bestLevelWithout(final Position position, final OrderSlot left, final boolean isCertain) {
        long best = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.orders[i];
            if (order != left
                    && !(isCertain && order.isDoubted)
                    && isFull(position, order)
                    && isBetter(position, order.level, best)) {
                best = order.level;
            }
        }
        return best;
    }

    /**
     * Whether a level protects better than another.
     *
     * @param position to protect.
     * @param level    1e-10.
     * @param other    1e-10, 0 for none.
     * @return true if it is nearer to the market, strictly.
     */
    public static boolean isBetter(final Position position, final long level, final long other) {
        return other == 0 || (position.isLong() ? level > other : level < other);
    }

    /**
     * Whether a price has reached a level.
     *
     * @param position protected by it.
     * @param price    1e-10.
     * @param level    1e-10.
     * @return true if a stop at the level would trigger.
     */
    public static boolean isCrossed(final Position position, final long price, final long level) {
        return position.isLong() ? price <= level : price >= level;
    }

    /**
     * Whether a stop is being executed and not overdue.
     *
     * @param position of the stop.
     * @param nowNs    engine time.
     * @param maxNs    how long a triggered stop counts as protection: after that its fill is overdue.
     * @return true if one is.
     */
    public static boolean isTriggered(final Position position, final long nowNs, final long maxNs) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.orders[i];
            if (order.state == OrderState.TRIGGERED && nowNs - order.triggeredNs <= maxNs) {
                return true;
            }
        }
        return false;
    }

    /**
     * When the stop that is being executed triggered.
     *
     * @param position of the stop.
     * @return engine time of the latest, 0 if none is being executed.
     */
    public static long triggeredNs(final Position position) {
        long latest = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.orders[i];
            if (order.state == OrderState.TRIGGERED) {
                latest = Math.max(latest, order.triggeredNs);
            }
        }
        return latest;
    }

    /**
     * Whether a market close is on its way.
     *
     * @param position being closed.
     * @return true if a close order is open.
     */
    public static boolean isClosing(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            if (position.orders[i].role == OrderRole.CLOSE && position.orders[i].isOpen()) {
                return true;
            }
        }
        return false;
    }
}
