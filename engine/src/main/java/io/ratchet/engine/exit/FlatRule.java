package io.ratchet.engine.exit;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.ledger.FeeAssets;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.CommandDesk;
import io.ratchet.engine.position.OrderSlot;
import io.ratchet.engine.position.OrderState;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.position.Wakes;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.reconcile.VenueView;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * When nothing is left: tells how the position ended, cancels what remains of it, and has the venue prove in a fresh read
 * of positions and both books that nothing of ours is there. Only then is it FLAT. Core thread.
 */
public final class FlatRule {
    private static final int BACKOFF_MAX = 5;
    private static final long TRADES_SECONDS = 5;
    private static final long FEES_SECONDS = 5;

    private final EngineTime time;
    private final Policy policy;
    private final Decisions decisions;
    private final PriceBook prices;
    private final PositionTable positions;
    private final CommandDesk desk;
    private final Reads reads;
    private final CloseLadder ladder;
    private final Wakes wakes;
    private final Ledger ledger;
    private final FeeAssets fees;
    private final long[] flatNs = new long[PositionTable.POSITIONS_MAX];
    private final long[] tradesAsked = new long[PositionTable.POSITIONS_MAX];
    private final long[] verifyAsked = new long[PositionTable.POSITIONS_MAX];
    private final long[] verifyNs = new long[PositionTable.POSITIONS_MAX];
    private final int[] verifyTries = new int[PositionTable.POSITIONS_MAX];
    private final long[] provenNs = new long[PositionTable.POSITIONS_MAX];
    private final boolean[] isTold = new boolean[PositionTable.POSITIONS_MAX];

    /**
     * Nothing flat yet.
     *
     * @param time      of the core.
     * @param policy    numbers.
     * @param decisions the exit.
     * @param prices    of the core.
     * @param positions of the core.
     * @param desk      issues commands.
     * @param reads     and venues.
     * @param ladder    that closes.
     * @param wakes     of positions.
     * @param ledger    books results.
     * @param fees      in other assets.
     */
    public FlatRule(
            final EngineTime time,
            final Policy policy,
            final Decisions decisions,
            final PriceBook prices,
            final PositionTable positions,
            final CommandDesk desk,
            final Reads reads,
            final CloseLadder ladder,
            final Wakes wakes,
            final Ledger ledger,
            final FeeAssets fees) {
        this.time = time;
        this.policy = policy;
        this.decisions = decisions;
        this.prices = prices;
        this.positions = positions;
        this.desk = desk;
        this.reads = reads;
        this.ladder = ladder;
        this.wakes = wakes;
        this.ledger = ledger;
        this.fees = fees;
    }

    /**
     * Whether a position is gone by evidence.
     *
     * @param position asked about.
     * @return true if it opened and nothing of it is left.
     */
    public static boolean isFlat(final Position position) {
        return position.entryQuantity() > 0 && position.quantity() == 0 && position.isEntryEnded();
    }

    /**
     * Whether a position is proven to be gone: every order of it is terminal, and a read that was asked for after the last
     * word about it shows nothing of it.
     *
     * @param position asked about.
     * @return true if so.
     */
    public boolean isProven(final Position position) {
        return flatNs[position.slot()] != 0
                && position.quantity() == 0
                && !position.hasOpenOrder()
                && reads.appliedSequence(position) >= position.touchedSequence()
                && reads.isBare(position);
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public void clear(final int slot) {
        flatNs[slot] = 0;
        tradesAsked[slot] = 0;
        verifyAsked[slot] = 0;
        verifyNs[slot] = 0;
        verifyTries[slot] = 0;
        provenNs[slot] = 0;
        isTold[slot] = false;
    }

    /**
     * Takes a position that is gone one step further.
     *
     * @param position perhaps gone.
     * @return true when it is FLAT, verified: the caller releases it.
     */
    public boolean run(final Position position) {
        final int slot = position.slot();
        if (!isFlat(position)) {
            if (flatNs[slot] != 0 && position.quantity() > 0) {
                reopen(position);
            }
            return false;
        }
        if (flatNs[slot] == 0) {
            flatNs[slot] = time.nowNs();
            changePhase(position, PositionPhase.CLOSING);
        }
        if (!isContradicted(position)) {
            tell(position);
            cancelRest(position);
        }
        // The proof does not wait for what is told: to tell may need the proof.
        final boolean isSettled = !position.hasOpenOrder() && !position.hasCommandInFlight();
        final boolean isGone = isSettled && (isProven(position) || isVerified(position));
        return isTold[slot] && isGone;
    }

    /**
     * The venue's last word is that it holds more than we count: somebody added to the position, and our close left that
     * over. Its stops stay and nothing is told until a read that began since says what is left; that read may be the one by
     * which the position is gone: a stream that is mute says nothing newer.
     */
    private boolean isContradicted(final Position position) {
        if (isProven(position)) {
            return false;
        }
        final int slot = position.slot();
        final boolean isReadSince = verifyAsked[slot] != 0 && reads.appliedSequence(position) > verifyAsked[slot];
        final boolean isReported = position.reportedSurplus() > 0 && !isReadSince;
        if (reads.surplus(position) <= 0 && !isReported) {
            return false;
        }
        if (verifyAsked[slot] == 0) {
            verifyAsked[slot] = time.sequence();
            reads.want(position.venue());
        }
        reads.ensurePending(position.venue());
        return true;
    }

    /** The venue shows that something is left after all. */
    private void reopen(final Position position) {
        clear(position.slot());
        ladder.clear(position.slot());
        changePhase(position, PositionPhase.OPEN);
    }

    private void changePhase(final Position position, final PositionPhase phase) {
        if (position.phase() != phase) {
            decisions.positionPhaseChanged(position, position.phase(), phase);
            positions.phase(position, phase);
        }
    }

    private void tell(final Position position) {
        final int slot = position.slot();
        if (isTold[slot] || isAnyInQuestion(position)) {
            return;
        }
        if (position.isGuarded()) {
            isTold[slot] = true;
            decisions.foreignReleased(position);
            return;
        }
        if (position.quantityWithoutTrades() > 0 && !areTradesRead(position)) {
            return;
        }
        if (isFeePending(position)) {
            return;
        }
        isTold[slot] = true;
        final long missing = position.quantityWithoutTrades();
        final long exit = exitPrice(position);
        final long estimate = FixedPoint.ppmOf(
                FixedPoint.money(exit, missing, Rounding.HALF_EVEN), policy.takerFeePpm(), Rounding.HALF_EVEN);
        ledger.close(position, exit, estimate, reason(position));
    }

    /** A fee in an asset whose first mark is on its way; it is not waited for long. */
    private boolean isFeePending(final Position position) {
        final long untilNs = flatNs[position.slot()] + FEES_SECONDS * policy.wallSecondNs();
        if (!fees.isPending(position) || time.nowNs() >= untilNs) {
            return false;
        }
        wakes.at(untilNs);
        return true;
    }

    /** What nobody told the price of is taken to have gone at the average of the others, or at the mark. */
    private long exitPrice(final Position position) {
        final long average = position.exitAverage();
        if (average != 0) {
            return average;
        }
        final long mark = prices.mark(position.instrumentId());
        return mark != 0 ? mark : position.entryAverage();
    }

    /** Trades come by themselves in an instant; if not, they are read once. */
    private boolean areTradesRead(final Position position) {
        final int slot = position.slot();
        if (tradesAsked[slot] == 0) {
            final long askNs = flatNs[slot] + policy.queryRetryNs();
            if (time.nowNs() < askNs) {
                wakes.at(askNs);
                return false;
            }
            tradesAsked[slot] = time.sequence();
            reads.wantTrades(position);
        }
        return reads.tradesSequence(position) > tradesAsked[slot] || isProvenLong(position);
    }

    /** A venue that is slow to list trades does not keep what is proven to be gone: what is missing is estimated. */
    private boolean isProvenLong(final Position position) {
        final int slot = position.slot();
        if (!isProven(position)) {
            provenNs[slot] = 0;
            return false;
        }
        if (provenNs[slot] == 0) {
            provenNs[slot] = time.nowNs();
        }
        final long untilNs = provenNs[slot] + TRADES_SECONDS * policy.wallSecondNs();
        if (time.nowNs() < untilNs) {
            wakes.at(untilNs);
        }
        return time.nowNs() >= untilNs;
    }

    private static boolean isAnyInQuestion(final Position position) {
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isOpen() && (order.isDoubted() || order.state() != OrderState.LIVE)) {
                return true;
            }
        }
        return false;
    }

    private CloseReason reason(final Position position) {
        final long byTrail = position.exitByTrail();
        final long byStop = position.exitByStop();
        final long byClose = position.exitByClose();
        final long byLimit = position.exitByLimit();
        final long byOthers =
                position.exitQuantity() - byTrail - byStop - byClose - byLimit + Math.max(0, -position.adjustment());
        if (byLimit > 0 && byLimit >= byTrail && byLimit >= byStop && byLimit >= byClose && byLimit >= byOthers) {
            return CloseReason.AGED_TARGET;
        }
        if (byTrail > 0 && byTrail >= byStop && byTrail >= byClose && byTrail >= byOthers) {
            return CloseReason.TRAIL_STOP;
        }
        if (byStop > 0 && byStop >= byClose && byStop >= byOthers) {
            return CloseReason.STOP;
        }
        if (byClose > 0 && byClose >= byOthers) {
            return ladder.reason(position);
        }
        if (position.isLiquidated()) {
            return CloseReason.LIQUIDATION;
        }
        return position.isDeleveraged() ? CloseReason.ADL : CloseReason.FOREIGN;
    }

    private void cancelRest(final Position position) {
        final VenueView venue = reads.venue(position.venue());
        if (venue.isBlind() || venue.isRestarting()) {
            return;
        }
        for (int i = 0; i < Position.ORDERS_MAX; i++) {
            final OrderSlot order = position.order(i);
            if (order.isStop()
                    && !order.isAttached()
                    && order.state() == OrderState.LIVE
                    && !order.isCancelInFlight()) {
                if (time.nowNs() < order.nextCancelNs()) {
                    wakes.at(order.nextCancelNs());
                } else {
                    desk.cancelStop(position, order);
                }
            }
        }
    }

    private boolean isVerified(final Position position) {
        final int slot = position.slot();
        if (verifyAsked[slot] == 0) {
            verifyAsked[slot] = time.sequence();
            reads.want(position.venue());
            return false;
        }
        if (reads.appliedSequence(position) > verifyAsked[slot]) {
            if (reads.isBare(position)) {
                return true;
            }
            // Something is still listed: it is being cancelled, at its own pace.
            verifyAsked[slot] = time.sequence();
            verifyNs[slot] = time.nowNs() + (policy.queryRetryNs() << Math.min(verifyTries[slot], BACKOFF_MAX));
            verifyTries[slot]++;
        }
        reads.ensurePending(position.venue(), verifyNs[slot]);
        return false;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        fields.of("flatNs", flatNs, positions.used());
        fields.of("tradesAsked", tradesAsked, positions.used());
        fields.of("verifyAsked", verifyAsked, positions.used());
        fields.of("verifyNs", verifyNs, positions.used());
        fields.of("verifyTries", verifyTries, positions.used());
        fields.of("provenNs", provenNs, positions.used());
        fields.of("isTold", isTold, positions.used());
    }
}
