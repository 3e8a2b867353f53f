package io.ratchet.engine.position;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.market.WideSum;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import java.util.Arrays;

/**
 * One position of ours: what was asked for, what was filled, its orders. Its size is counted from the orders, so that no
 * message can count twice; what the venue shows beyond them is the adjustment. Core thread.
 */
public final class Position {
    /** Orders kept at a time; ended ones make room after their amounts were folded into the position. */
    public static final int ORDERS_MAX = 16;

    private static final int TRADES_MAX = 256;
    private static final int ROLES = 7;

    final OrderSlot[] orders = new OrderSlot[ORDERS_MAX];
    final OrderSlot outside = new OrderSlot(ORDERS_MAX);
    final OrderSlot addedOutside = new OrderSlot(ORDERS_MAX + 1);
    final int[] revisions = new int[ROLES];
    final int slot;
    private final long[] tradeIds = new long[TRADES_MAX];
    private final WideSum foldedExitNotional = new WideSum();
    private final WideSum scratch = new WideSum();
    private final WideSum entered = new WideSum();
    private int trades;
    private long forgottenTradeId = FixedPoint.NULL;
    private long foldedExit;
    private long foldedExitStop;
    private long foldedExitTrail;
    private long foldedExitClose;
    private long foldedExitLimit;
    private long foldedFees;
    private long unfoldedTrades;
    long id;
    int instrumentId;
    Venue venue = Venue.NONE;
    PositionSide side = PositionSide.NONE;
    PositionPhase phase = PositionPhase.NONE;
    long adjustment;
    long requestedNs;
    long openedNs;
    long openedPrice;
    long lastFillNs;
    long touchedSequence;
    long knownTradeMs;
    long firstTradeMs;
    long reportedQuantity;
    long heldSinceReport;
    boolean isLiquidated;
    boolean isGuarded;
    boolean isLettingGo;
    boolean isDeleveraged;
    private long quantity;
    private long entryQuantity;
    private long funding;

    Position(final int slot) {
        this.slot = slot;
        for (int i = 0; i < ORDERS_MAX; i++) {
            orders[i] = new OrderSlot(i);
        }
    }

    void reset() {
        for (int i = 0; i < ORDERS_MAX; i++) {
            orders[i].reset();
        }
        outside.reset();
        addedOutside.reset();
        Arrays.fill(revisions, 0);
        foldedExitNotional.clear();
        trades = 0;
        forgottenTradeId = FixedPoint.NULL;
        foldedExit = 0;
        foldedExitStop = 0;
        foldedExitTrail = 0;
        foldedExitClose = 0;
        foldedExitLimit = 0;
        foldedFees = 0;
        unfoldedTrades = 0;
        id = 0;
        instrumentId = 0;
        venue = Venue.NONE;
        side = PositionSide.NONE;
        phase = PositionPhase.NONE;
        adjustment = 0;
        requestedNs = 0;
        openedNs = 0;
        openedPrice = 0;
        lastFillNs = 0;
        touchedSequence = 0;
        knownTradeMs = 0;
        firstTradeMs = 0;
        reportedQuantity = FixedPoint.NULL;
        heldSinceReport = 0;
        isLiquidated = false;
        isGuarded = false;
        isLettingGo = false;
        isDeleveraged = false;
        quantity = 0;
        entryQuantity = 0;
        funding = 0;
    }

    /**
     * Whether this journal may have issued an order of it.
     *
     * @param role     of the order.
     * @param revision of the order.
     * @return false for a number that was not reached yet.
     */
    public boolean mayHaveIssued(final OrderRole role, final int revision) {
        return revision <= revisions[role.value()];
    }

    /**
     * The largest revision that any order of it has.
     *
     * @return 0 and up.
     */
    public int lastRevision() {
        int last = 0;
        for (int i = 0; i < revisions.length; i++) {
            last = Math.max(last, revisions[i]);
        }
        return last;
    }

    /** Counts the size anew from the orders. */
    void recount() {
        long entered = addedOutside.filled;
        long left = foldedExit + outside.filled;
        for (int i = 0; i < ORDERS_MAX; i++) {
            final OrderSlot order = orders[i];
            if (order.role == OrderRole.ENTRY) {
                entered += order.filled;
            } else {
                left += order.filled;
            }
        }
        entryQuantity = entered;
        quantity = Math.max(0, entered - left + adjustment);
        heldSinceReport = Math.max(heldSinceReport, quantity);
    }

    /**
     * Remembers a trade; false if it was seen before. Trade ids of a symbol rise, so one at or below the highest that was
     * forgotten is old: a read of trades lists all of them again.
     */
    boolean isNewTrade(final long tradeId, final long venueTimeMs) {
        knownTradeMs = Math.max(knownTradeMs, venueTimeMs);
        if (venueTimeMs > 0 && (firstTradeMs == 0 || venueTimeMs < firstTradeMs)) {
            firstTradeMs = venueTimeMs;
        }
        if (isKnownTrade(tradeId)) {
            return false;
        }
        if (trades >= TRADES_MAX) {
            forgottenTradeId = Math.max(forgottenTradeId, tradeIds[trades % TRADES_MAX]);
        }
        tradeIds[trades % TRADES_MAX] = tradeId;
        trades++;
        return true;
    }

    /**
     * Whether a trade was counted.
     *
     * @param tradeId of it.
     * @return true if it was, or is too old to be news.
     */
    public boolean isKnownTrade(final long tradeId) {
        if (tradeId <= forgottenTradeId) {
            return true;
        }
        final int known = Math.min(trades, TRADES_MAX);
        for (int i = 0; i < known; i++) {
            if (tradeIds[i] == tradeId) {
                return true;
            }
        }
        return false;
    }

    /**
     * Trades that are remembered one by one.
     *
     * @return how many.
     */
    public int tradesKept() {
        return Math.min(trades, TRADES_MAX);
    }

    /**
     * A trade that was counted.
     *
     * @param index 0 to {@link #tradesKept()} - 1.
     * @return its id.
     */
    public long tradeId(final int index) {
        return tradeIds[index];
    }

    /** A free slot, made by folding an ended exit if there is none; null when all are in use. */
    OrderSlot claimOrder() {
        OrderSlot oldest = null;
        for (int i = 0; i < ORDERS_MAX; i++) {
            final OrderSlot order = orders[i];
            if (order.state == OrderState.FREE) {
                return order;
            }
            if (isFoldable(order) && (oldest == null || isFoldedBefore(order, oldest))) {
                oldest = order;
            }
        }
        if (oldest != null) {
            fold(oldest);
            oldest.reset();
        }
        return oldest;
    }

    private static boolean isFoldable(final OrderSlot order) {
        return order.state == OrderState.ENDED && order.isEndHandled && order.role != OrderRole.ENTRY;
    }

    private static boolean isFoldedBefore(final OrderSlot order, final OrderSlot other) {
        final boolean isComplete = order.traded >= order.filled;
        final boolean isOtherComplete = other.traded >= other.filled;
        return isComplete != isOtherComplete ? isComplete : order.endedNs < other.endedNs;
    }

    private void fold(final OrderSlot order) {
        foldedExit += order.filled;
        order.addNotionalTo(foldedExitNotional);
        foldedFees += order.fees;
        unfoldedTrades += Math.max(0, order.filled - order.traded);
        if (order.role == OrderRole.CLOSE) {
            foldedExitClose += order.filled;
        } else if (order.isExit()) {
            foldedExitLimit += order.filled;
        } else if (order.isTrail) {
            foldedExitTrail += order.filled;
        } else {
            foldedExitStop += order.filled;
        }
    }

    /** A trade of an exit that was folded already: what its filled amount did not say yet reduces the position now. */
    void onFoldedTrade(final OrderRole role, final long price, final long tradedQuantity, final long fee) {
        final long told = Math.min(unfoldedTrades, tradedQuantity);
        final long untold = tradedQuantity - told;
        unfoldedTrades -= told;
        foldedFees += fee;
        foldedExit += untold;
        foldedExitNotional.addProduct(price, untold);
        if (role == OrderRole.CLOSE) {
            foldedExitClose += untold;
        } else if (role == OrderRole.EXIT) {
            foldedExitLimit += untold;
        } else {
            foldedExitStop += untold;
        }
        // What the venue showed as missing is explained by this trade now.
        adjustment += Math.min(untold, Math.max(0, -adjustment));
    }

    void state(final StateFields fields) {
        id = fields.of("id", id);
        instrumentId = fields.of("instrumentId", instrumentId);
        venue = fields.of("venue", venue, Venue.class);
        side = fields.of("side", side, PositionSide.class);
        phase = fields.of("phase", phase, PositionPhase.class);
        adjustment = fields.of("adjustment", adjustment);
        requestedNs = fields.of("requestedNs", requestedNs);
        openedNs = fields.of("openedNs", openedNs);
        openedPrice = fields.of("openedPrice", openedPrice);
        lastFillNs = fields.of("lastFillNs", lastFillNs);
        touchedSequence = fields.of("touchedSequence", touchedSequence);
        knownTradeMs = fields.of("knownTradeMs", knownTradeMs);
        firstTradeMs = fields.of("firstTradeMs", firstTradeMs);
        reportedQuantity = fields.of("reportedQuantity", reportedQuantity);
        heldSinceReport = fields.of("heldSinceReport", heldSinceReport);
        isLiquidated = fields.of("isLiquidated", isLiquidated);
        isGuarded = fields.of("isGuarded", isGuarded);
        isLettingGo = fields.of("isLettingGo", isLettingGo);
        isDeleveraged = fields.of("isDeleveraged", isDeleveraged);
        quantity = fields.of("quantity", quantity);
        entryQuantity = fields.of("entryQuantity", entryQuantity);
        trades = fields.of("trades", trades);
        forgottenTradeId = fields.of("forgottenTradeId", forgottenTradeId);
        fields.of("tradeIds", tradeIds, Math.min(trades, TRADES_MAX));
        foldedExit = fields.of("foldedExit", foldedExit);
        foldedExitStop = fields.of("foldedExitStop", foldedExitStop);
        foldedExitTrail = fields.of("foldedExitTrail", foldedExitTrail);
        foldedExitClose = fields.of("foldedExitClose", foldedExitClose);
        foldedExitLimit = fields.of("foldedExitLimit", foldedExitLimit);
        foldedFees = fields.of("foldedFees", foldedFees);
        unfoldedTrades = fields.of("unfoldedTrades", unfoldedTrades);
        foldedExitNotional.state(fields);
        fields.of("revisions", revisions, ROLES);
        for (int i = 0; i < ORDERS_MAX; i++) {
            orders[i].state(fields);
        }
        outside.stateAmounts(fields);
        addedOutside.stateAmounts(fields);
        funding = fields.of("funding", funding);
    }

    /**
     * Its place in the table; the index of what rules keep about it.
     *
     * @return 0 and up.
     */
    public int slot() {
        return slot;
    }

    /**
     * Its number, given when the entry is sent.
     *
     * @return 1 and up, 0 before.
     */
    public long id() {
        return id;
    }

    /**
     * What it holds.
     *
     * @return the instrument.
     */
    public int instrumentId() {
        return instrumentId;
    }

    /**
     * Where it is.
     *
     * @return the exchange.
     */
    public Venue venue() {
        return venue;
    }

    /**
     * Its direction.
     *
     * @return LONG or SHORT.
     */
    public PositionSide side() {
        return side;
    }

    /**
     * Whether it gains when prices rise.
     *
     * @return true for LONG.
     */
    public boolean isLong() {
        return side == PositionSide.LONG;
    }

    /**
     * Side of an order that opens it.
     *
     * @return BUY for a long.
     */
    public OrderSide entrySide() {
        return isLong() ? OrderSide.BUY : OrderSide.SELL;
    }

    /**
     * Side of an order that reduces it.
     *
     * @return SELL for a long.
     */
    public OrderSide exitSide() {
        return isLong() ? OrderSide.SELL : OrderSide.BUY;
    }

    /**
     * Its life.
     *
     * @return the phase.
     */
    public PositionPhase phase() {
        return phase;
    }

    /**
     * Its size now.
     *
     * @return 1e-8, at least 0.
     */
    public long quantity() {
        return quantity;
    }

    /**
     * What entered it: our entry, and what somebody else added.
     *
     * @return 1e-8.
     */
    public long entryQuantity() {
        return entryQuantity;
    }

    /**
     * What the venue showed beyond our orders.
     *
     * @return 1e-8, signed.
     */
    public long adjustment() {
        return adjustment;
    }

    /**
     * What the venue's stream last said, in our direction.
     *
     * @return 1e-8, NULL when it said nothing yet.
     */
    public long reportedQuantity() {
        return reportedQuantity;
    }

    /**
     * By how much the venue's last word exceeds all that we counted since: what our own orders had made of it by then, or
     * explained afterwards, is no surplus.
     *
     * @return 1e-8, 0 if there is no such word.
     */
    public long reportedSurplus() {
        return reportedQuantity == FixedPoint.NULL ? 0 : Math.max(0, reportedQuantity - heldSinceReport);
    }

    /**
     * When it was asked for.
     *
     * @return engine time in ns.
     */
    public long requestedNs() {
        return requestedNs;
    }

    /**
     * When the first evidence of a fill arrived.
     *
     * @return engine time in ns, 0 before.
     */
    public long openedNs() {
        return openedNs;
    }

    /**
     * When the last entry fill arrived.
     *
     * @return engine time in ns, 0 before.
     */
    public long lastFillNs() {
        return lastFillNs;
    }

    /**
     * The last input or command that concerned it; rows of a read that was asked for before are void.
     *
     * @return a journal sequence.
     */
    public long touchedSequence() {
        return touchedSequence;
    }

    /**
     * Venue time of its newest trade.
     *
     * @return ms, 0 when none is known.
     */
    public long knownTradeMs() {
        return knownTradeMs;
    }

    /**
     * When its first known trade happened.
     *
     * @return the venue's time in ms, 0 when none is known.
     */
    public long firstTradeMs() {
        return firstTradeMs;
    }

    /**
     * The entry order.
     *
     * @return the order, null before it was sent.
     */
    public OrderSlot entry() {
        for (int i = 0; i < ORDERS_MAX; i++) {
            if (orders[i].role == OrderRole.ENTRY) {
                return orders[i];
            }
        }
        return null;
    }

    /**
     * The stop that is a property of the position.
     *
     * @return the one that is open, else the one that ended last; null if there never was one, or at a venue without.
     */
    public OrderSlot attachedStop() {
        OrderSlot found = null;
        for (int i = 0; i < ORDERS_MAX; i++) {
            final OrderSlot order = orders[i];
            if (order.isAttached()
                    && (found == null || order.isOpen() || order.revision > found.revision && !found.isOpen())) {
                found = order;
            }
        }
        return found;
    }

    /**
     * An order by its place.
     *
     * @param index 0 to {@link #ORDERS_MAX}-1.
     * @return the slot, perhaps free.
     */
    public OrderSlot order(final int index) {
        return orders[index];
    }

    /**
     * An order by its id.
     *
     * @param role         of it.
     * @param revision     of it.
     * @param epochSeconds of it.
     * @return the order, null if there is none.
     */
    public OrderSlot find(final OrderRole role, final int revision, final long epochSeconds) {
        for (int i = 0; i < ORDERS_MAX; i++) {
            final OrderSlot order = orders[i];
            if (order.state != OrderState.FREE
                    && order.role == role
                    && order.revision == revision
                    && order.epochSeconds == epochSeconds) {
                return order;
            }
        }
        return null;
    }

    /**
     * Average of the entry fills.
     *
     * @return 1e-10, half even; 0 while no price is known.
     */
    public long entryAverage() {
        final OrderSlot entry = entry();
        if (entry == null || entry.filled == 0 || !entry.isPriced()) {
            return 0;
        }
        scratch.clear();
        entry.addNotionalTo(scratch);
        return scratch.dividedBy(entry.filled, Rounding.HALF_EVEN);
    }

    /**
     * Average of the fills that reduced it.
     *
     * @return 1e-10, half even; 0 while there is none whose price is known.
     */
    public long exitAverage() {
        final long exited = exitQuantity() - unpricedExit();
        if (exited == 0) {
            return 0;
        }
        scratch.clear();
        addExitNotional(scratch);
        return scratch.dividedBy(exited, Rounding.HALF_EVEN);
    }

    /**
     * What reduced it.
     *
     * @return 1e-8.
     */
    public long exitQuantity() {
        long exited = foldedExit + outside.filled;
        for (int i = 0; i < ORDERS_MAX; i++) {
            if (orders[i].role != OrderRole.ENTRY) {
                exited += orders[i].filled;
            }
        }
        return exited;
    }

    /**
     * Average of all that entered it; what was added by others counts, other than in {@link #entryAverage()}, which stops
     * go by. An entry whose trades nobody told counts at the price it was told to be opened at: at nothing, it would be a
     * loss or a gain of all it is worth.
     *
     * @return 1e-10, half even; 0 while nothing was filled.
     */
    public long basis() {
        if (addedOutside.filled == 0 && (entry() == null || entry().isPriced())) {
            return entryAverage();
        }
        sumEntered();
        return entryQuantity == 0 ? 0 : entered.dividedBy(entryQuantity, Rounding.HALF_EVEN);
    }

    /**
     * Result before fees and funding if all that is left were sold at a price. What is gone though nobody told its price
     * counts at that price too; what it shows as added without one, at the basis.
     *
     * @param price 1e-10.
     * @return money 1e-8; exact but for one rounding, half even.
     */
    public long pnlAt(final long price) {
        final long basis = adjustment > 0 ? basis() : 0;
        sumEntered();
        scratch.clear();
        addExitNotional(scratch);
        scratch.subtract(entered);
        scratch.addProduct(price, quantity + quantityWithoutPrice());
        scratch.addProduct(-basis, Math.max(0, adjustment));
        final long money = scratch.dividedBy(FixedPoint.PRICE_ONE, Rounding.HALF_EVEN);
        return isLong() ? money : -money;
    }

    private void sumEntered() {
        entered.clear();
        final OrderSlot entry = entry();
        if (entry != null && entry.isPriced()) {
            entry.addNotionalTo(entered);
        } else if (entry != null) {
            entered.addProduct(openedPrice, entry.filled);
        }
        addedOutside.addNotionalTo(entered);
    }

    /**
     * Funding so far.
     *
     * @return money 1e-8, negative when we paid.
     */
    public long funding() {
        return funding;
    }

    /**
     * A funding payment.
     *
     * @param money 1e-8, negative when we paid.
     */
    public void addFunding(final long money) {
        funding += money;
    }

    /**
     * A fee that was estimated is known.
     *
     * @param more money 1e-8 beyond the estimate, signed.
     */
    public void correctFees(final long more) {
        foldedFees += more;
    }

    /**
     * What reduced it without a price that is known: the venue shows it as gone, or its order as filled.
     *
     * @return 1e-8.
     */
    public long quantityWithoutPrice() {
        return Math.max(0, -adjustment) + unpricedExit();
    }

    private long unpricedExit() {
        long unpriced = 0;
        for (int i = 0; i < ORDERS_MAX; i++) {
            if (orders[i].role != OrderRole.ENTRY && !orders[i].isPriced()) {
                unpriced += orders[i].filled;
            }
        }
        return unpriced;
    }

    private void addExitNotional(final WideSum sum) {
        sum.add(foldedExitNotional);
        outside.addNotionalTo(sum);
        for (int i = 0; i < ORDERS_MAX; i++) {
            if (orders[i].role != OrderRole.ENTRY) {
                orders[i].addNotionalTo(sum);
            }
        }
    }

    /**
     * Fees of the known trades.
     *
     * @return money 1e-8.
     */
    public long knownFees() {
        long fees = foldedFees + outside.fees + addedOutside.fees;
        for (int i = 0; i < ORDERS_MAX; i++) {
            fees += orders[i].fees;
        }
        return fees;
    }

    /**
     * Filled quantity whose trades, and so whose fees, are not known.
     *
     * @return 1e-8.
     */
    public long quantityWithoutTrades() {
        long missing = unfoldedTrades + Math.max(0, -adjustment);
        for (int i = 0; i < ORDERS_MAX; i++) {
            missing += Math.max(0, orders[i].filled - orders[i].traded);
        }
        return missing;
    }

    /**
     * What stops that the trail placed have filled.
     *
     * @return 1e-8.
     */
    public long exitByTrail() {
        long sum = foldedExitTrail;
        for (int i = 0; i < ORDERS_MAX; i++) {
            sum += orders[i].isStop() && orders[i].isTrail ? orders[i].filled : 0;
        }
        return sum;
    }

    /**
     * What all other stops have filled.
     *
     * @return 1e-8.
     */
    public long exitByStop() {
        long sum = foldedExitStop;
        for (int i = 0; i < ORDERS_MAX; i++) {
            sum += orders[i].isStop() && !orders[i].isTrail ? orders[i].filled : 0;
        }
        return sum;
    }

    /**
     * What our market closes have filled.
     *
     * @return 1e-8.
     */
    public long exitByClose() {
        long sum = foldedExitClose;
        for (int i = 0; i < ORDERS_MAX; i++) {
            sum += orders[i].role == OrderRole.CLOSE ? orders[i].filled : 0;
        }
        return sum;
    }

    /**
     * What our limit exits have filled.
     *
     * @return 1e-8.
     */
    public long exitByLimit() {
        long sum = foldedExitLimit;
        for (int i = 0; i < ORDERS_MAX; i++) {
            sum += orders[i].isExit() ? orders[i].filled : 0;
        }
        return sum;
    }

    /**
     * Whether the venue liquidated it, wholly or in part.
     *
     * @return true if it did.
     */
    public boolean isLiquidated() {
        return isLiquidated;
    }

    /**
     * Whether it is somebody else's: it has one stop of ours, does not trail, counts in no limit and is never closed.
     *
     * @return true until it is adopted.
     */
    public boolean isGuarded() {
        return isGuarded;
    }

    /**
     * Whether its guard is being given up.
     *
     * @return true once an operator said so.
     */
    public boolean isLettingGo() {
        return isLettingGo;
    }

    /**
     * Whether the venue deleveraged it.
     *
     * @return true if it did.
     */
    public boolean isDeleveraged() {
        return isDeleveraged;
    }

    /**
     * Whether the entry can fill no more.
     *
     * @return true once it is terminal.
     */
    public boolean isEntryEnded() {
        final OrderSlot entry = entry();
        return entry == null || entry.state == OrderState.ENDED;
    }

    /**
     * Whether any order may still rest or execute.
     *
     * @return true if one may.
     */
    public boolean hasOpenOrder() {
        for (int i = 0; i < ORDERS_MAX; i++) {
            if (orders[i].isOpen()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the result of any command for it is still to come.
     *
     * @return true if one is.
     */
    public boolean hasCommandInFlight() {
        for (int i = 0; i < ORDERS_MAX; i++) {
            final OrderSlot order = orders[i];
            if (order.state != OrderState.FREE
                    && (order.commandSequence != 0 || order.cancelSequence != 0 || order.querySequence != 0)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an outcome from before the last process start is still unknown.
     *
     * @return true if one is.
     */
    public boolean hasUnresolvedFromEarlierStart() {
        for (int i = 0; i < ORDERS_MAX; i++) {
            if (orders[i].isFromEarlierStart && orders[i].isUnresolved()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a stop of it does not show where it should: a read will say what became of it.
     *
     * @return true if one is in doubt.
     */
    public boolean hasDoubtedStop() {
        for (int i = 0; i < ORDERS_MAX; i++) {
            if (orders[i].isDoubted && orders[i].isOpen() && orders[i].isStop()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an order of it, open or ended, stems from before the last process start.
     *
     * @return true if one does.
     */
    public boolean hasOrderFromEarlierStart() {
        for (int i = 0; i < ORDERS_MAX; i++) {
            if (orders[i].isFromEarlierStart && orders[i].state != OrderState.FREE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a stop of it triggered or filled lately.
     *
     * @param sinceNs engine time.
     * @return true if one did at or after that time.
     */
    public boolean hasTriggeredSince(final long sinceNs) {
        for (int i = 0; i < ORDERS_MAX; i++) {
            final OrderSlot order = orders[i];
            if (order.isStop() && order.triggeredNs >= sinceNs && order.triggeredNs != 0) {
                return true;
            }
        }
        return false;
    }
}
