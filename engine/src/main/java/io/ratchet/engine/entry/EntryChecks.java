package io.ratchet.engine.entry;

import io.ratchet.engine.core.EntryPolicy;
import io.ratchet.engine.core.Policy;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.market.Instrument;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.market.MarketStatsTable;
import io.ratchet.engine.market.PriceBook;
import io.ratchet.engine.position.Limits;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.EntriesAppliedDecoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.PositionPhase;
import io.ratchet.engine.sbe.SizingMode;
import io.ratchet.engine.sbe.SymbolListedDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * Filters and limits of entries: lists of symbols, quality of the market, counts, exposure, balance. Each has its own
 * refusal; a limit of 0 is off; a figure that is not known passes, unless the settings say otherwise. Core thread;
 * allocates nothing.
 */
public final class EntryChecks {
    private final EngineTime time;
    private final Policy policy;
    private final EntryPolicy numbers;
    private final InstrumentTable instruments;
    private final PriceBook prices;
    private final MarketStatsTable stats;
    private final PositionTable positions;
    private final Limits limits;
    private final BlockedSymbols blocked;
    private final SymbolFilter lists;
    private final Balances balances;
    private final EntrySizer sizer;
    private final OpeningsWindow openings = new OpeningsWindow();

    /**
     * Nothing opened yet.
     *
     * @param time        of the core.
     * @param policy      numbers.
     * @param numbers     of signals and entries.
     * @param instruments of the core.
     * @param prices      of the core.
     * @param stats       of the market.
     * @param positions   of the core.
     * @param limits      counters.
     * @param blocked     instruments closed to entries for a time.
     */
    public EntryChecks(
            final EngineTime time,
            final Policy policy,
            final EntryPolicy numbers,
            final InstrumentTable instruments,
            final PriceBook prices,
            final MarketStatsTable stats,
            final PositionTable positions,
            final Limits limits,
            final BlockedSymbols blocked) {
        this.time = time;
        this.policy = policy;
        this.numbers = numbers;
        this.instruments = instruments;
        this.prices = prices;
        this.stats = stats;
        this.positions = positions;
        this.limits = limits;
        this.blocked = blocked;
        lists = new SymbolFilter(instruments);
        balances = new Balances(time);
        sizer = new EntrySizer(policy, numbers, prices, balances);
    }

    /**
     * New numbers.
     *
     * @param message the input.
     */
    public void onEntriesApplied(final EntriesAppliedDecoder message) {
        numbers.apply(message);
    }

    /**
     * One pattern of a list of symbols.
     *
     * @param message the input.
     */
    public void onSymbolListed(final SymbolListedDecoder message) {
        lists.onListed(message);
    }

    /**
     * A venue tells a balance.
     *
     * @param message the input.
     */
    public void onBalance(final BalanceUpdateDecoder message) {
        balances.onBalance(message);
    }

    EntrySizer sizer() {
        return sizer;
    }

    boolean isMarketWithoutBook() {
        return numbers.isMarketWithoutBook();
    }

    /** What a signal's budget is at a venue; NULL without a trusted equity. */
    long budget(final Venue venue) {
        return sizer.budget(venue);
    }

    boolean isBlocked(final int instrumentId) {
        return blocked.isBlocked(instrumentId);
    }

    /** Filters of signals that need no account: lists, the market as far as it is known, the minimum notional. */
    EntryRefusal screen(final int instrumentId) {
        final EntryRefusal listed = lists.refusal(instrumentId);
        if (listed != EntryRefusal.NONE) {
            return listed;
        }
        final EntryRefusal minimum = minimum(instrumentId);
        if (minimum != EntryRefusal.NONE) {
            return minimum;
        }
        final EntryRefusal spread = spread(instrumentId);
        return spread == EntryRefusal.NONE ? market(instrumentId) : spread;
    }

    /** A fixed size may be known to be too small before a price is asked for. */
    private EntryRefusal minimum(final int instrumentId) {
        if (numbers.sizingMode() != SizingMode.FIXED) {
            return EntryRefusal.NONE;
        }
        final Instrument instrument = instruments.at(instrumentId);
        if (policy.sizingMoney() < instrument.minNotional()) {
            return EntryRefusal.BELOW_MINIMUM;
        }
        if (!prices.isMarkFresh(instrumentId)) {
            return EntryRefusal.NONE;
        }
        final long mark = prices.mark(instrumentId);
        return sizer.quantity(instrument, mark, policy.sizingMoney()) < instrument.minQuantity()
                ? EntryRefusal.BELOW_MINIMUM
                : EntryRefusal.NONE;
    }

    /** Of a fresh book; without one nothing is known. */
    EntryRefusal spread(final int instrumentId) {
        if (numbers.maxSpreadPpm() == 0 || !prices.isBookFresh(instrumentId)) {
            return EntryRefusal.NONE;
        }
        return FixedPoint.isApartMoreThan(prices.ask(instrumentId), prices.bid(instrumentId), numbers.maxSpreadPpm())
                ? EntryRefusal.SPREAD_TOO_WIDE
                : EntryRefusal.NONE;
    }

    private EntryRefusal market(final int instrumentId) {
        if (isBelow(stats.openInterest(instrumentId), numbers.minOpenInterestMoney())) {
            return EntryRefusal.OPEN_INTEREST_LOW;
        }
        if (isBelow(stats.volume1h(instrumentId), numbers.minVolumeMoney())) {
            return EntryRefusal.VOLUME_LOW;
        }
        if (isBeyond(stats.change5mPpm(instrumentId), numbers.maxChange5mPpm())
                || isBeyond(stats.change15mPpm(instrumentId), numbers.maxChange15mPpm())) {
            return EntryRefusal.MOVED_TOO_FAR;
        }
        return numbers.isUnknownStatsRefused() && isUnknown(instrumentId)
                ? EntryRefusal.STATS_UNKNOWN
                : EntryRefusal.NONE;
    }

    private static boolean isBelow(final long figure, final long least) {
        return least > 0 && figure != FixedPoint.NULL && figure < least;
    }

    private static boolean isBeyond(final long change, final long most) {
        return most > 0 && change != FixedPoint.NULL && (change > most || change < -most);
    }

    private boolean isUnknown(final int instrumentId) {
        return numbers.minOpenInterestMoney() > 0 && stats.openInterest(instrumentId) == FixedPoint.NULL
                || numbers.minVolumeMoney() > 0 && stats.volume1h(instrumentId) == FixedPoint.NULL
                || numbers.maxChange5mPpm() > 0 && stats.change5mPpm(instrumentId) == FixedPoint.NULL
                || numbers.maxChange15mPpm() > 0 && stats.change15mPpm(instrumentId) == FixedPoint.NULL;
    }

    /** Counts, which an operator's own opening need not obey. */
    EntryRefusal counts(final int instrumentId, final Venue venue) {
        if (policy.maxPositions() > 0 && limits.positions() >= policy.maxPositions()) {
            return EntryRefusal.MAX_POSITIONS;
        }
        if (numbers.maxPerVenue() > 0 && ofVenue(venue) >= numbers.maxPerVenue()) {
            return EntryRefusal.MAX_PER_VENUE;
        }
        if (numbers.maxPerSymbol() > 0 && ofSymbol(instrumentId) >= numbers.maxPerSymbol()) {
            return EntryRefusal.MAX_PER_SYMBOL;
        }
        // An opening that is not yet known to have failed counts.
        if (numbers.openingsMax() > 0
                && openings.recent(time.nowNs(), numbers.openingsWindowNs()) + limits.opening()
                        >= numbers.openingsMax()) {
            return EntryRefusal.TOO_MANY_OPENINGS;
        }
        return EntryRefusal.NONE;
    }

    private int ofVenue(final Venue venue) {
        int count = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            count += position.phase() != PositionPhase.NONE && position.venue() == venue ? 1 : 0;
        }
        return count;
    }

    private int ofSymbol(final int instrumentId) {
        if (!instruments.isKnown(instrumentId)) {
            return 0;
        }
        int count = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            count += position.phase() != PositionPhase.NONE && isSameSymbol(position.instrumentId(), instrumentId)
                    ? 1
                    : 0;
        }
        return count;
    }

    private boolean isSameSymbol(final int left, final int right) {
        for (int i = 0; i < SymbolListedDecoder.patternLength(); i++) {
            final byte one = instruments.at(left).symbolByte(i);
            if (one != instruments.at(right).symbolByte(i)) {
                return false;
            }
            if (one == 0) {
                return true;
            }
        }
        return true;
    }

    /**
     * Whether money may be put into one more position.
     *
     * @param venue of it.
     * @param slot  of it, if it is counted already; else -1.
     * @param money 1e-8 that it takes.
     * @return NONE, MAX_EXPOSURE or BALANCE_RESERVE.
     */
    EntryRefusal money(final Venue venue, final int slot, final long money) {
        final long others = limits.exposure() - (slot < 0 ? 0 : limits.money(slot));
        if (policy.maxExposureMoney() > 0 && others + money > policy.maxExposureMoney()) {
            return EntryRefusal.MAX_EXPOSURE;
        }
        if (numbers.balanceReserveMoney() == 0) {
            return EntryRefusal.NONE;
        }
        final long free = balances.free(venue, margin(committed(venue, slot)));
        return free != FixedPoint.NULL && free - margin(money) < numbers.balanceReserveMoney()
                ? EntryRefusal.BALANCE_RESERVE
                : EntryRefusal.NONE;
    }

    private long committed(final Venue venue, final int exceptSlot) {
        long sum = 0;
        for (int slot = 0; slot < positions.limit(); slot++) {
            final Position position = positions.at(slot);
            if (slot != exceptSlot && position.phase() != PositionPhase.NONE && position.venue() == venue) {
                sum += limits.money(slot);
            }
        }
        return sum;
    }

    private long margin(final long money) {
        return policy.leverage() > 1 ? money / policy.leverage() : money;
    }

    /** A position opened. */
    void opened() {
        openings.add(time.nowNs());
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        numbers.state(fields);
        blocked.state(fields);
        lists.state(fields);
        balances.state(fields);
        openings.state(fields);
    }
}
