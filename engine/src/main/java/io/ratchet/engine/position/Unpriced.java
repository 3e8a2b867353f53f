package io.ratchet.engine.position;

import io.ratchet.engine.sbe.OrderRole;

/**
 * What left a position at a price that nobody told. Static and pure.
 */
public final class Unpriced {
    private Unpriced() {}

    /**
     * The size that is gone by evidence of the venue, without any order or trade that explains it.
     *
     * @param position that was reduced.
     * @return 1e-8.
     */
    public static long unexplained(final Position position) {
        return Math.max(0, -position.adjustment);
    }

    /**
     * The size that exits of ours filled, of which neither a trade nor an average is known.
     *
     * @param position that was reduced.
     * @return 1e-8.
     */
    public static long ofOurs(final Position position) {
        long sum = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.orders[i];
            if (order.role != OrderRole.ENTRY && !order.isPriced()) {
                sum += order.filled;
            }
        }
        return sum;
    }
}
