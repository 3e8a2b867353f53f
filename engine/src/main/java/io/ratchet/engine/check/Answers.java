package io.ratchet.engine.check;

import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;

/**
 * Whether a venue takes what would protect or close a position. Time during which it does not is no time of the rules: an
 * open ends protected or flat within thirty seconds of the venue's availability. Static and pure.
 */
final class Answers {
    private Answers() {}

    /**
     * Whether the venue said lately that it takes nothing: too much load, an address that is banned.
     *
     * @param position to protect.
     * @param nowNs    engine time.
     * @param maxNs    how long such a word counts: who does not ask again has no excuse.
     * @return true while it does.
     */
    static boolean isTurnedAway(final Position position, final long nowNs, final long maxNs) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            final boolean isForLoad =
                    order.endReason() == OutcomeReason.OVERLOAD || order.endReason() == OutcomeReason.RATE_LIMITED;
            if (isProtecting(order) && hasEnded(order) && isForLoad && nowNs - order.endedNs() <= maxNs) {
                return true;
            }
        }
        return false;
    }

    /**
     * Time that went by with attempts that were never answered and of which it is proven now that they did not arrive. One
     * that stays in question counts against us.
     *
     * @param position to protect.
     * @param fromNs   engine time: what ended before was counted, or is of no interest.
     * @return ns, overlapping attempts counted once.
     */
    static long lostNs(final Position position, final long fromNs) {
        long firstNs = Long.MAX_VALUE;
        long lastNs = 0;
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (isProtecting(order)
                    && hasEnded(order)
                    && order.endStatus() == OrderStatus.ABSENT
                    && order.wasUnknown()
                    && order.endedNs() > fromNs) {
                firstNs = Math.min(firstNs, Math.max(fromNs, order.issuedNs()));
                lastNs = Math.max(lastNs, order.endedNs());
            }
        }
        return Math.max(0, lastNs - firstNs);
    }

    private static boolean isProtecting(final OrderSlot order) {
        return order.isStop() || order.role() == OrderRole.CLOSE;
    }

    private static boolean hasEnded(final OrderSlot order) {
        return order.state() == OrderState.ENDED;
    }
}
