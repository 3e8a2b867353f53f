package io.ratchet.engine.ledger;

import io.ratchet.engine.state.StateFields;

/**
 * The newest funding payments that no known position explained. The trade that opened a position may become known only
 * after the payment: then it is the position's after all. A ring. Core thread; allocates nothing.
 */
final class UnclaimedFunding {
    static final int PAYMENTS_MAX = 256;
    /** Nothing to claim. */
    static final int NONE = -1;

    private static final int CLAIMED = Integer.MIN_VALUE;

    private final int[] instrumentIds = new int[PAYMENTS_MAX];
    private final long[] settlements = new long[PAYMENTS_MAX];
    private final long[] timesMs = new long[PAYMENTS_MAX];
    private final long[] amounts = new long[PAYMENTS_MAX];
    private long added;

    /** Keeps a payment, the oldest makes room; false if it was kept already: then only its earliest time is. */
    boolean add(final int instrumentId, final long settlement, final long timeMs, final long money) {
        for (int i = 0; i < size(); i++) {
            if (instrumentIds[i] == instrumentId && settlements[i] == settlement) {
                timesMs[i] = Math.min(timesMs[i], timeMs);
                return false;
            }
        }
        final int index = (int) (added++ % PAYMENTS_MAX);
        instrumentIds[index] = instrumentId;
        settlements[index] = settlement;
        timesMs[index] = timeMs;
        amounts[index] = money;
        return true;
    }

    /** A payment of an instrument in a span of the venue's time, both ends included; taken out of it. */
    int claim(final int instrumentId, final long fromMs, final long toMs) {
        for (int i = 0; i < size(); i++) {
            if (instrumentIds[i] == instrumentId && fromMs <= timesMs[i] && timesMs[i] <= toMs) {
                instrumentIds[i] = CLAIMED;
                return i;
            }
        }
        return NONE;
    }

    long timeMs(final int index) {
        return timesMs[index];
    }

    long money(final int index) {
        return amounts[index];
    }

    private int size() {
        return (int) Math.min(added, PAYMENTS_MAX);
    }

    void state(final StateFields fields) {
        added = fields.of("added", added);
        fields.of("instrumentIds", instrumentIds, size());
        fields.of("settlements", settlements, size());
        fields.of("timesMs", timesMs, size());
        fields.of("amounts", amounts, size());
    }
}
