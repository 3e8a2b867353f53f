package io.ratchet.engine.ledger;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.market.Rounding;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.FundingPaidDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * The account's results: of positions that ended, as they were told and corrected since, and of open ones at their marks.
 * A result is what the exits brought less what the entries cost, exact to 1e-18 and rounded once (half even), less fees,
 * plus funding; there is no leverage in it. Money that the venue books elsewhere (transfers, foreign positions) is not
 * here. Core thread; allocates nothing.
 */
public final class Ledger {
    private static final int SEEN_MAX = 4_096;
    /** A week of hourly payments on 48 contracts. */
    private static final int FUNDINGS_SEEN_MAX = 8_192;

    private static final long NS_PER_MS = 1_000_000L;
    /** How much the clocks, and what is known of the ends of a position, may be wrong. */
    private static final long FUNDING_GRACE_MS = 60_000;
    /** The venue settles within so much of the time it names. */
    private static final long SETTLEMENT_DEVIATION_MS = 15_000;

    private static final long SETTLEMENT_MS = 60_000;

    private final EngineTime time;
    private final Decisions decisions;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final PositionTable positions;
    private final ClosedTrades trades = new ClosedTrades();
    private final ClosedTrades.Result result = new ClosedTrades.Result();
    private final boolean[] isTold = new boolean[PositionTable.POSITIONS_MAX];
    private final long[] toldPnl = new long[PositionTable.POSITIONS_MAX];
    private final long[] toldFees = new long[PositionTable.POSITIONS_MAX];
    private final long[] toldExit = new long[PositionTable.POSITIONS_MAX];
    private final long[] lastMarks = new long[PositionTable.POSITIONS_MAX];
    private final SeenKeys fundings = new SeenKeys(FUNDINGS_SEEN_MAX, true);
    private final SeenKeys lateTrades = new SeenKeys(SEEN_MAX, false);
    private final UnclaimedFunding unclaimed = new UnclaimedFunding();
    private long closedPnl;
    private long bookings;

    /**
     * Nothing won or lost yet.
     *
     * @param time        of the core.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param positions   of the core.
     */
    public Ledger(
            final EngineTime time,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PriceBook prices,
            final PositionTable positions) {
        this.time = time;
        this.decisions = decisions;
        this.instruments = instruments;
        this.prices = prices;
        this.positions = positions;
    }

    /**
     * A position is gone by evidence: its result is told and booked. Told again after it came back, only the difference is
     * booked (incident K05).
     *
     * @param position    that is flat.
     * @param exitPrice   average of the exits, or what is assumed in its place.
     * @param assumedFees of quantity whose trades are not known, money.
     * @param reason      why it ended.
     */
    public void close(final Position position, final long exitPrice, final long assumedFees, final CloseReason reason) {
        final int slot = position.slot();
        claim(position);
        final long fees = position.knownFees() + assumedFees;
        final long pnl = position.pnlAt(exitPrice) - fees + position.funding();
        result.pnl = pnl;
        result.funding = position.funding();
        result.notional = FixedPoint.money(position.basis(), position.entryQuantity(), Rounding.HALF_EVEN);
        result.exitPrice = exitPrice;
        result.missing = position.quantityWithoutTrades();
        result.unpriced = position.quantityWithoutPrice();
        result.assumedFees = assumedFees;
        result.reason = reason;
        closedPnl += trades.put(position, time.nowNs(), result);
        bookings++;
        isTold[slot] = true;
        toldPnl[slot] = pnl;
        toldFees[slot] = fees;
        toldExit[slot] = exitPrice;
        decisions.positionClosed(
                position,
                position.entryQuantity(),
                position.basis(),
                exitPrice,
                pnl,
                fees,
                position.funding(),
                position.openedNs(),
                position.side(),
                reason);
    }

    /**
     * A position leaves the table: what came after it was told is booked now.
     *
     * @param position that is flat or never opened.
     */
    public void released(final Position position) {
        final int slot = position.slot();
        if (isTold[slot]) {
            claim(position);
            final long missing = position.quantityWithoutTrades();
            final int index = trades.find(position.id());
            if (index != ClosedTrades.NONE) {
                settle(position, index, missing);
            }
            if (missing > 0) {
                // What is read of them later lists these again.
                rememberTrades(position);
            }
        }
        isTold[slot] = false;
        toldPnl[slot] = 0;
        toldFees[slot] = 0;
        toldExit[slot] = 0;
        lastMarks[slot] = 0;
    }

    private void rememberTrades(final Position position) {
        for (int i = 0; i < position.tradesKept(); i++) {
            lateTrades.add(position.instrumentId(), position.tradeId(i));
        }
    }

    /**
     * Whether a result rests on an assumption, as trades are missing.
     *
     * @param positionId of a position that ended.
     * @return true if so.
     */
    public boolean isTradeMissing(final long positionId) {
        final int index = trades.find(positionId);
        return index != ClosedTrades.NONE && trades.missingOf(index) > 0;
    }

    /** Trades that came after it was told take the place of what was assumed then. */
    private void settle(final Position position, final int index, final long missing) {
        final int slot = position.slot();
        if (trades.missingOf(index) > missing) {
            trades.takeAssumedFees(index, trades.takeMissing(index, trades.missingOf(index) - missing));
            trades.takeUnpriced(index, trades.unpricedOf(index) - position.quantityWithoutPrice());
        }
        final long fees = position.knownFees() + trades.assumedFeesOf(index);
        final long pnl = position.pnlAt(toldExit[slot]) - fees + position.funding();
        if (pnl != toldPnl[slot] || fees != toldFees[slot]) {
            book(
                    index,
                    position.id(),
                    position.instrumentId(),
                    position.venue(),
                    pnl - toldPnl[slot],
                    fees - toldFees[slot],
                    0);
        }
    }

    private void book(
            final int index,
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long pnl,
            final long fees,
            final long tradeId) {
        trades.amend(index, pnl);
        closedPnl += pnl;
        bookings++;
        decisions.ledgerCorrected(positionId, instrumentId, venue, pnl, fees, tradeId);
    }

    /**
     * What was told of a position that ended was wrong by so much.
     *
     * @param positionId   of it; one that is not known any more is left as it was.
     * @param instrumentId it held.
     * @param venue        it was at.
     * @param pnl          to add, money.
     * @param fees         to add, money.
     * @param tradeId      that told, 0 if it was no trade.
     */
    public void correct(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long pnl,
            final long fees,
            final long tradeId) {
        final int index = trades.find(positionId);
        if (index != ClosedTrades.NONE) {
            book(index, positionId, instrumentId, venue, pnl, fees, tradeId);
        }
    }

    /**
     * A trade of an exit whose position left the table already. It counts once, and only as far as trades of the position
     * were missing when it was told.
     *
     * @param positionId   of the exit.
     * @param instrumentId it held.
     * @param venue        it was at.
     * @param tradeId      of it.
     * @param price        1e-10.
     * @param quantity     1e-8.
     * @param fee          money, {@link FixedPoint#NULL} if it is not known: what was assumed stays.
     */
    public void lateTrade(
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long tradeId,
            final long price,
            final long quantity,
            final long fee) {
        final int index = trades.find(positionId);
        if (index == ClosedTrades.NONE || trades.missingOf(index) == 0 || !lateTrades.add(instrumentId, tradeId)) {
            return;
        }
        final long taken = trades.takeMissing(index, quantity);
        final long assumed = trades.takeAssumedFees(index, taken);
        final long moved = trades.takeUnpriced(index, taken);
        final long apart = trades.side(index) == PositionSide.LONG
                ? price - trades.assumedPrice(index)
                : trades.assumedPrice(index) - price;
        final long fees = fee == FixedPoint.NULL ? 0 : fee - assumed;
        final long pnl = FixedPoint.money(apart, moved, Rounding.HALF_EVEN) - fees;
        book(index, positionId, instrumentId, venue, pnl, fees, tradeId);
    }

    /**
     * A funding payment. It is booked on the position that was open then: the one in the table, or one that ended since.
     *
     * <p>The same payment, told twice, counts once. The stream tells it without a number, at the time it was booked; the
     * list of income with one, at the time it was due. What both share is the instrument and the settlement: a minute of
     * the venue's clock, since settlements are at full hours and at most 15 s off (Binance, introduction to funding rates).
     * One that no position explains is kept: told again at another time, or once a trade is known that came late, it may
     * find its position.
     *
     * @param funding the input.
     * @param fees    converts what is not money.
     */
    public void onFunding(final FundingPaidDecoder funding, final FeeAssets fees) {
        final int id = funding.instrumentId();
        final long timeMs = funding.venueTimeMs();
        final long settlement = settlement(timeMs);
        if (fundings.contains(id, settlement)) {
            return;
        }
        final long asMoney = fees.money(funding.venue(), Assets.of(funding), funding.money());
        final long money = asMoney == FixedPoint.NULL ? 0 : asMoney;
        final Position held = instruments.isKnown(id) ? positions.ofInstrument(id) : null;
        final Position position = held != null && held.openedNs() != 0 ? held : null;
        final int before = trades.openAt(id, timeMs);
        final int ended = before == ClosedTrades.NONE ? trades.nearAt(id, timeMs, FUNDING_GRACE_MS) : before;
        if (position != null && wasOpen(position, before, timeMs, 0)) {
            book(position, money, timeMs);
        } else if (ended != ClosedTrades.NONE) {
            book(ended, id, funding.venue(), money, timeMs);
        } else if (position != null
                && position.firstTradeMs() == 0
                && wasOpen(position, before, timeMs, FUNDING_GRACE_MS)) {
            book(position, money, timeMs);
        } else if (unclaimed.add(id, settlement, timeMs, money)) {
            decisions.fundingBooked(0, id, funding.venue(), money, 0, timeMs, false);
        }
    }

    private static long settlement(final long timeMs) {
        return (timeMs + SETTLEMENT_DEVIATION_MS) / SETTLEMENT_MS;
    }

    private static boolean isOver(final Position position, final long timeMs) {
        return position.quantity() == 0
                && position.quantityWithoutTrades() == 0
                && position.knownTradeMs() > 0
                && timeMs > position.knownTradeMs();
    }

    /** Whether a position of the table had begun and not ended, and no earlier one of its instrument had not ended yet. */
    private boolean wasOpen(final Position position, final int before, final long timeMs, final long graceMs) {
        final boolean isEarlier = before != ClosedTrades.NONE && trades.positionId(before) != position.id();
        final long startMs =
                position.firstTradeMs() > 0 ? position.firstTradeMs() : position.openedNs() / NS_PER_MS - graceMs;
        return !isEarlier && startMs <= timeMs && !isOver(position, timeMs);
    }

    /** A payment of a position that left the table. */
    private void book(final int ended, final int instrumentId, final Venue venue, final long money, final long timeMs) {
        fundings.add(instrumentId, settlement(timeMs));
        closedPnl += money;
        bookings++;
        decisions.fundingBooked(
                trades.positionId(ended), instrumentId, venue, money, trades.addFunding(ended, money), timeMs, true);
    }

    /** Payments that came before the trades of their position were known. */
    private void claim(final Position position) {
        if (position.firstTradeMs() <= 0) {
            return;
        }
        int index = unclaimed.claim(position.instrumentId(), position.firstTradeMs(), position.knownTradeMs());
        while (index != UnclaimedFunding.NONE) {
            book(position, unclaimed.money(index), unclaimed.timeMs(index));
            index = unclaimed.claim(position.instrumentId(), position.firstTradeMs(), position.knownTradeMs());
        }
    }

    private void book(final Position position, final long money, final long timeMs) {
        final int slot = position.slot();
        fundings.add(position.instrumentId(), settlement(timeMs));
        position.addFunding(money);
        bookings++;
        positions.touch(position);
        final int index = isTold[slot] ? trades.find(position.id()) : ClosedTrades.NONE;
        if (index != ClosedTrades.NONE) {
            // It is told as late: what is settled when the position leaves the table must not tell it again.
            trades.addFunding(index, money);
            closedPnl += money;
            toldPnl[slot] += money;
        }
        decisions.fundingBooked(
                position.id(),
                position.instrumentId(),
                position.venue(),
                money,
                position.funding(),
                timeMs,
                index != ClosedTrades.NONE);
    }

    /**
     * What an open position has brought so far, sold at its mark: net of fees and funding.
     *
     * @param position of the table.
     * @return money 1e-8, 0 before its first fill.
     */
    public long openPnl(final Position position) {
        if (position.openedNs() == 0 || isTold[position.slot()] && position.quantity() == 0) {
            return 0;
        }
        final long told = isTold[position.slot()] ? toldPnl[position.slot()] : 0;
        return position.pnlAt(mark(position)) - position.knownFees() + position.funding() - told;
    }

    /** The newest mark that was seen while it was open; before the first, its entry. */
    private long mark(final Position position) {
        final long mark = prices.mark(position.instrumentId());
        if (mark > 0) {
            lastMarks[position.slot()] = mark;
        }
        return lastMarks[position.slot()] > 0 ? lastMarks[position.slot()] : position.basis();
    }

    /**
     * All that was won and lost: positions that ended, and open ones at their marks.
     *
     * @return money 1e-8.
     */
    public long totalPnl() {
        long total = closedPnl;
        for (int slot = 0; slot < positions.limit(); slot++) {
            total += openPnl(positions.at(slot));
        }
        return total;
    }

    /**
     * What open positions would bring beyond what the wallets show already: at their marks, less their entries.
     *
     * @return money 1e-8.
     */
    public long unrealised() {
        long sum = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.quantity() > 0) {
                final long apart = mark(position) - position.basis();
                sum += FixedPoint.money(position.isLong() ? apart : -apart, position.quantity(), Rounding.HALF_EVEN);
            }
        }
        return sum;
    }

    /**
     * Whether each open position has a mark of the present connection that is not older than this.
     *
     * @param maxAgeNs of a mark; 0 for any.
     * @return false if one has not.
     */
    public boolean isMarked(final long maxAgeNs) {
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (position.quantity() > 0 && !prices.hasMarkWithin(position.instrumentId(), maxAgeNs)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Results of positions that ended.
     *
     * @return to look back at.
     */
    public ClosedTrades trades() {
        return trades;
    }

    /**
     * What all positions that ended brought.
     *
     * @return money 1e-8.
     */
    public long closedPnl() {
        return closedPnl;
    }

    /**
     * How often anything was booked: rules that look at results run again when it has grown.
     *
     * @return the count.
     */
    public long bookings() {
        return bookings;
    }

    /**
     * Takes the sum from the results it is the sum of (I10).
     *
     * @param money counted anew.
     */
    public void correctClosedPnl(final long money) {
        closedPnl = money;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        closedPnl = fields.of("closedPnl", closedPnl);
        bookings = fields.of("bookings", bookings);
        trades.state(fields);
        fundings.state(fields);
        lateTrades.state(fields);
        unclaimed.state(fields);
        fields.of("isTold", isTold, positions.used());
        fields.of("toldPnl", toldPnl, positions.used());
        fields.of("toldFees", toldFees, positions.used());
        fields.of("toldExit", toldExit, positions.used());
        fields.of("lastMarks", lastMarks, positions.used());
    }
}
