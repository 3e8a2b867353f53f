package io.ratchet.engine.ledger;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.state.StateFields;
import java.util.Arrays;

/**
 * Results of the newest positions that ended: what the rules that look back count, and what a late trade or funding
 * payment corrects. A ring; the oldest makes room, its result stays in a sum. Core thread; allocates nothing.
 */
public final class ClosedTrades {
    /** Results kept. */
    public static final int TRADES_MAX = 1_024;
    /** Not found. */
    public static final int NONE = -1;

    private static final long RATIO_ONE = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;

    private final long[] positionIds = new long[TRADES_MAX];
    private final int[] instrumentIds = new int[TRADES_MAX];
    private final PositionSide[] sides = new PositionSide[TRADES_MAX];
    private final CloseReason[] reasons = new CloseReason[TRADES_MAX];
    private final long[] openedNs = new long[TRADES_MAX];
    private final long[] closedNs = new long[TRADES_MAX];
    private final long[] firstTradeMs = new long[TRADES_MAX];
    private final long[] lastTradeMs = new long[TRADES_MAX];
    private final long[] notionals = new long[TRADES_MAX];
    private final long[] pnls = new long[TRADES_MAX];
    private final long[] fundings = new long[TRADES_MAX];
    private final long[] missing = new long[TRADES_MAX];
    private final long[] unpriced = new long[TRADES_MAX];
    private final long[] assumedPrices = new long[TRADES_MAX];
    private final long[] assumedFees = new long[TRADES_MAX];
    private long added;
    private long droppedPnl;

    /** No results yet. */
    public ClosedTrades() {
        Arrays.fill(sides, PositionSide.NONE);
        Arrays.fill(reasons, CloseReason.NONE);
    }

    /** Keeps a result, in place of an earlier one of the same position; returns what it changed in the sum. */
    long put(final Position position, final long nowNs, final Result result) {
        int index = find(position.id());
        final long before = index == NONE ? 0 : pnls[index];
        if (index == NONE) {
            index = (int) (added++ % TRADES_MAX);
            droppedPnl += added > TRADES_MAX ? pnls[index] : 0;
        }
        positionIds[index] = position.id();
        instrumentIds[index] = position.instrumentId();
        sides[index] = position.side();
        reasons[index] = result.reason;
        openedNs[index] = position.openedNs();
        closedNs[index] = nowNs;
        firstTradeMs[index] = position.firstTradeMs();
        lastTradeMs[index] = position.knownTradeMs();
        notionals[index] = result.notional;
        pnls[index] = result.pnl;
        fundings[index] = result.funding;
        missing[index] = result.missing;
        unpriced[index] = result.unpriced;
        assumedPrices[index] = result.exitPrice;
        assumedFees[index] = result.assumedFees;
        return result.pnl - before;
    }

    /** A result was wrong by so much. */
    void amend(final int index, final long pnl) {
        pnls[index] += pnl;
    }

    /** Funding of a position that ended; returns its sum. */
    long addFunding(final int index, final long money) {
        pnls[index] += money;
        fundings[index] += money;
        return fundings[index];
    }

    /** How much of a quantity was not known to have traded; it is from now. */
    long takeMissing(final int index, final long quantity) {
        final long taken = Math.min(missing[index], quantity);
        missing[index] -= taken;
        return taken;
    }

    /** How much of a quantity had no price; it has from now. */
    long takeUnpriced(final int index, final long quantity) {
        final long taken = Math.min(unpriced[index], quantity);
        unpriced[index] -= taken;
        return taken;
    }

    /** The share of the assumed fees that a quantity bears, of what was missing before it was taken. */
    long takeAssumedFees(final int index, final long quantity) {
        if (quantity == 0) {
            return 0;
        }
        final long of = missing[index] + quantity;
        final long taken = FixedPoint.mulDiv(assumedFees[index], quantity, of, Rounding.HALF_EVEN);
        assumedFees[index] -= taken;
        return taken;
    }

    long missingOf(final int index) {
        return missing[index];
    }

    long unpricedOf(final int index) {
        return unpriced[index];
    }

    long assumedFeesOf(final int index) {
        return assumedFees[index];
    }

    long assumedPrice(final int index) {
        return assumedPrices[index];
    }

    /** The result of a position. */
    int find(final long positionId) {
        for (int i = 0; i < size(); i++) {
            if (positionIds[i] == positionId) {
                return i;
            }
        }
        return NONE;
    }

    /**
     * The position of an instrument that its trades show open at a time of the venue.
     *
     * @param instrumentId it held.
     * @param timeMs       of the venue.
     * @return its index, {@link #NONE} if there is none.
     */
    int openAt(final int instrumentId, final long timeMs) {
        for (int i = 0; i < size(); i++) {
            final boolean isKnown = instrumentIds[i] == instrumentId && missing[i] == 0 && firstTradeMs[i] > 0;
            if (isKnown && firstTradeMs[i] <= timeMs && timeMs <= lastTradeMs[i]) {
                return i;
            }
        }
        return NONE;
    }

    /**
     * The position of an instrument that began last before a time, if it had not ended by then.
     *
     * @param instrumentId it held.
     * @param timeMs       of the venue.
     * @param graceMs      how much the clocks may be apart, where no trade tells an end.
     * @return its index, {@link #NONE} if there is none.
     */
    int nearAt(final int instrumentId, final long timeMs, final long graceMs) {
        int last = NONE;
        for (int i = 0; i < size(); i++) {
            final boolean isNear = instrumentIds[i] == instrumentId
                    && startMs(i) - (firstTradeMs[i] > 0 ? 0 : graceMs) <= timeMs
                    && timeMs <= endMs(i, graceMs);
            if (isNear && (last == NONE || startMs(i) > startMs(last))) {
                last = i;
            }
        }
        return last;
    }

    private long endMs(final int index, final long graceMs) {
        final boolean isKnown = missing[index] == 0 && lastTradeMs[index] > 0;
        return isKnown ? lastTradeMs[index] : Math.max(lastTradeMs[index], closedNs[index] / NS_PER_MS) + graceMs;
    }

    private long startMs(final int index) {
        return firstTradeMs[index] > 0 ? firstTradeMs[index] : openedNs[index] / NS_PER_MS;
    }

    /**
     * How many results are kept.
     *
     * @return the count.
     */
    public int size() {
        return (int) Math.min(added, TRADES_MAX);
    }

    /**
     * How many results there ever were.
     *
     * @return the count.
     */
    public long added() {
        return added;
    }

    /**
     * The place of a result, newest first.
     *
     * @param age 0 for the newest, below {@link #size()}.
     * @return its index for the other methods.
     */
    public int newest(final int age) {
        return (int) ((added - 1 - age) % TRADES_MAX);
    }

    /**
     * The position.
     *
     * @param index of a result.
     * @return its number.
     */
    public long positionId(final int index) {
        return positionIds[index];
    }

    /**
     * What it held.
     *
     * @param index of a result.
     * @return the instrument.
     */
    public int instrumentId(final int index) {
        return instrumentIds[index];
    }

    /**
     * Its direction.
     *
     * @param index of a result.
     * @return LONG or SHORT.
     */
    public PositionSide side(final int index) {
        return sides[index];
    }

    /**
     * Why it ended.
     *
     * @param index of a result.
     * @return the reason.
     */
    public CloseReason reason(final int index) {
        return reasons[index];
    }

    /**
     * When it was told closed.
     *
     * @param index of a result.
     * @return engine time in ns.
     */
    public long closedNs(final int index) {
        return closedNs[index];
    }

    /**
     * What it brought, net of fees and funding.
     *
     * @param index of a result.
     * @return money 1e-8.
     */
    public long pnl(final int index) {
        return pnls[index];
    }

    /**
     * What it had cost to enter, without leverage.
     *
     * @param index of a result.
     * @return money 1e-8.
     */
    public long notional(final int index) {
        return notionals[index];
    }

    /**
     * What it brought as a share of what it had cost.
     *
     * @param index of a result.
     * @return 1e-9, half even; 0 without a cost.
     */
    public long ratio(final int index) {
        return ratio(pnls[index], notionals[index]);
    }

    /**
     * A result as a share of a cost.
     *
     * @param pnl      money.
     * @param notional money, at least 0.
     * @return 1e-9, half even; 0 without a cost.
     */
    public static long ratio(final long pnl, final long notional) {
        return notional <= 0 ? 0 : FixedPoint.mulDivClamped(pnl, RATIO_ONE, notional, Rounding.HALF_EVEN);
    }

    /**
     * The sum of all results there ever were, counted anew.
     *
     * @return money 1e-8.
     */
    public long sum() {
        long sum = droppedPnl;
        for (int i = 0; i < size(); i++) {
            sum += pnls[i];
        }
        return sum;
    }

    /** What a position brought, for {@link #put}; used again and again. */
    static final class Result {
        long pnl;
        long funding;
        long notional;
        long exitPrice;
        long missing;
        long unpriced;
        long assumedFees;
        CloseReason reason = CloseReason.NONE;
    }

    void state(final StateFields fields) {
        added = fields.of("added", added);
        droppedPnl = fields.of("droppedPnl", droppedPnl);
        fields.of("positionIds", positionIds, size());
        fields.of("instrumentIds", instrumentIds, size());
        fields.of("sides", sides, size(), PositionSide.class);
        fields.of("reasons", reasons, size(), CloseReason.class);
        fields.of("openedNs", openedNs, size());
        fields.of("closedNs", closedNs, size());
        fields.of("firstTradeMs", firstTradeMs, size());
        fields.of("lastTradeMs", lastTradeMs, size());
        fields.of("notionals", notionals, size());
        fields.of("pnls", pnls, size());
        fields.of("fundings", fundings, size());
        fields.of("missing", missing, size());
        fields.of("unpriced", unpriced, size());
        fields.of("assumedPrices", assumedPrices, size());
        fields.of("assumedFees", assumedFees, size());
    }
}
