package io.ratchet.engine.limits;

import io.ratchet.engine.core.Decisions;
import io.ratchet.engine.ledger.ClosedTrades;
import io.ratchet.engine.ledger.Ledger;
import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.reconcile.Reads;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.KillSwitchAction;
import io.ratchet.engine.sbe.LatchRelease;
import io.ratchet.engine.sbe.LatchRestoredDecoder;
import io.ratchet.engine.sbe.LimitsAppliedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Protection;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;
import io.ratchet.engine.time.Timers;

/**
 * Runs the rules that stop entries because of results, and says whether an entry is stopped. Rules that look back run when a
 * result was booked; those that look at open results run once a second, and before an entry. Core thread.
 */
public final class Protections {
    private static final long SECOND_NS = 1_000_000_000L;

    private final EngineTime time;
    private final InstrumentTable instruments;
    private final Ledger ledger;
    private final LimitsPolicy policy = new LimitsPolicy();
    private final Latches latches;
    private final Equity equity;
    private final DailyLoss dailyLoss;
    private final KillSwitch killSwitch;
    private final StoplossGuard stoplossGuard;
    private final MaxDrawdown maxDrawdown;
    private final CooldownPeriod cooldown;
    private final LowProfitPairs lowProfit;
    private long seenBookings;
    private long seenResults;
    private long judgedSequence;
    private long nextNs = Timers.NEVER;

    /**
     * All rules off.
     *
     * @param time        of the core.
     * @param decisions   the exit.
     * @param instruments of the core.
     * @param positions   of the core.
     * @param reads       and venues.
     * @param ledger      results.
     */
    public Protections(
            final EngineTime time,
            final Decisions decisions,
            final InstrumentTable instruments,
            final PositionTable positions,
            final Reads reads,
            final Ledger ledger) {
        this.time = time;
        this.instruments = instruments;
        this.ledger = ledger;
        latches = new Latches(time, decisions, instruments);
        equity = new Equity(time, policy, reads, ledger);
        dailyLoss = new DailyLoss(time, policy, decisions, ledger, latches);
        killSwitch = new KillSwitch(policy, decisions, equity, latches);
        stoplossGuard = new StoplossGuard(time, policy, decisions, ledger.trades(), latches);
        maxDrawdown = new MaxDrawdown(time, policy, decisions, ledger, positions, latches);
        cooldown = new CooldownPeriod(time, policy, decisions, latches);
        lowProfit = new LowProfitPairs(time, policy, decisions, ledger.trades(), latches);
    }

    /** A process start: balances of before are old. */
    public void onNodeStarted() {
        equity.onNodeStarted();
    }

    /**
     * Takes new numbers; a rule that is switched off lets go of what it stopped.
     *
     * @param message the input.
     */
    public void onLimits(final LimitsAppliedDecoder message) {
        policy.apply(message);
        releaseIf(policy.maxDailyLossMoney() == 0, Protection.DAILY_LOSS);
        if (policy.killSwitchPpm() == 0) {
            killSwitch.reset();
        }
        releaseIf(policy.killSwitchPpm() == 0, Protection.KILL_SWITCH);
        releaseIf(policy.stoplossGuardTradeLimit() == 0, Protection.STOPLOSS_GUARD);
        releaseIf(policy.maxDrawdownTradeLimit() == 0, Protection.MAX_DRAWDOWN);
        releaseIf(policy.cooldownStopNs() == 0, Protection.COOLDOWN_PERIOD);
        releaseIf(policy.lowProfitTradeLimit() == 0, Protection.LOW_PROFIT_PAIRS);
    }

    private void releaseIf(final boolean isOff, final Protection protection) {
        if (isOff) {
            latches.release(protection, LatchRelease.SWITCHED_OFF);
        }
    }

    /**
     * The venue reports a balance.
     *
     * @param message the input.
     */
    public void onBalance(final BalanceUpdateDecoder message) {
        equity.onBalance(message);
    }

    /**
     * What an earlier journal had latched or counted: DAILY_LOSS and KILL_SWITCH bring the loss of the day and the highest
     * equity as value, and no latch when untilNs is 0.
     *
     * @param message the input.
     */
    public void onRestored(final LatchRestoredDecoder message) {
        final int id = message.instrumentId();
        if (message.protection() == Protection.DAILY_LOSS) {
            dailyLoss.restore(message.value());
        }
        if (message.protection() == Protection.KILL_SWITCH) {
            killSwitch.restore(message.value());
        }
        if (id == Latches.ALL || instruments.isKnown(id)) {
            latches.set(message.protection(), id, message.side(), message.untilNs());
        }
    }

    /** An operator resumes entries: the kill switch lets go. */
    public void onResume() {
        latches.release(Protection.KILL_SWITCH, LatchRelease.OPERATOR);
        killSwitch.reset();
    }

    /** At the end of each input that is not a price, and when {@link #isDue()}. */
    public void run() {
        latches.expire();
        dailyLoss.roll();
        if (ledger.bookings() != seenBookings) {
            onBooked();
        }
        if (!policy.watchesPrices()) {
            nextNs = Timers.NEVER;
        } else if (nextNs == Timers.NEVER || time.nowNs() >= nextNs) {
            nextNs = (time.nowNs() / SECOND_NS + 1) * SECOND_NS;
            judge();
        }
    }

    /**
     * Whether {@link #run} has something to do.
     *
     * @return true after a booking and when time has come.
     */
    public boolean isDue() {
        return ledger.bookings() != seenBookings || time.nowNs() >= nextNs();
    }

    /** Before an entry is decided: what was booked, and open results as they are now, once per input. */
    public void beforeEntry() {
        latches.expire();
        dailyLoss.roll();
        if (ledger.bookings() != seenBookings) {
            onBooked();
        }
        if (policy.watchesPrices() && judgedSequence != time.sequence()) {
            judge();
        }
    }

    private void judge() {
        judgedSequence = time.sequence();
        maxDrawdown.judge(false);
        if (policy.needsEquity()) {
            equity.refresh();
            if (equity.isTrusted()) {
                dailyLoss.judge();
                killSwitch.judge();
            }
        }
    }

    private void onBooked() {
        seenBookings = ledger.bookings();
        final ClosedTrades trades = ledger.trades();
        boolean hasClosed = false;
        while (seenResults < trades.added()) {
            seenResults++;
            hasClosed = true;
            onClosed(trades.newest((int) (trades.added() - seenResults)));
        }
        maxDrawdown.judge(hasClosed);
        judge();
    }

    private void onClosed(final int index) {
        final int id = ledger.trades().instrumentId(index);
        final Venue venue = instruments.at(id).venue();
        final PositionSide side = ledger.trades().side(index);
        stoplossGuard.onClosed(id, venue, side);
        cooldown.onClosed(id, venue, ledger.trades().closedNs(index));
        lowProfit.onClosed(id, venue, side);
    }

    /**
     * Whether an entry is stopped by a rule; asks only, decides nothing.
     *
     * @param instrumentId to be entered.
     * @param side         to be entered.
     * @return NONE if no rule stops it.
     */
    public EntryRefusal refusal(final int instrumentId, final PositionSide side) {
        if (latches.active() > 0) {
            final EntryRefusal latched = latched(instrumentId, side);
            if (latched != EntryRefusal.NONE) {
                return latched;
            }
        }
        return policy.needsEquity() && !equity.isTrusted() ? EntryRefusal.EQUITY_STALE : EntryRefusal.NONE;
    }

    private EntryRefusal latched(final int id, final PositionSide side) {
        if (latches.isSet(Protection.KILL_SWITCH, id, side)) {
            return EntryRefusal.KILL_SWITCH;
        }
        if (latches.isSet(Protection.DAILY_LOSS, id, side)) {
            return EntryRefusal.DAILY_LOSS;
        }
        if (latches.isSet(Protection.STOPLOSS_GUARD, id, side)) {
            return EntryRefusal.STOPLOSS_GUARD;
        }
        if (latches.isSet(Protection.MAX_DRAWDOWN, id, side)) {
            return EntryRefusal.MAX_DRAWDOWN;
        }
        if (latches.isSet(Protection.COOLDOWN_PERIOD, id, side)) {
            return EntryRefusal.COOLDOWN_PERIOD;
        }
        return latches.isSet(Protection.LOW_PROFIT_PAIRS, id, side) ? EntryRefusal.LOW_PROFIT_PAIRS : EntryRefusal.NONE;
    }

    /**
     * Whether the kill switch wants all that is ours closed.
     *
     * @return true from when it acted until an operator resumes.
     */
    public boolean isClosingAll() {
        return policy.killSwitchAction() == KillSwitchAction.CLOSE && latches.isSetForAll(Protection.KILL_SWITCH);
    }

    /**
     * When {@link #run} has something to do though nothing happens.
     *
     * @return engine time, {@link Timers#NEVER} if never.
     */
    public long nextNs() {
        final long dayNs = policy.maxDailyLossMoney() > 0 ? dailyLoss.nextDayNs() : Timers.NEVER;
        return Math.min(Math.min(nextNs, latches.nextNs()), dayNs);
    }

    /**
     * What the accounts are worth.
     *
     * @return for rules that size by it.
     */
    public Equity equity() {
        return equity;
    }

    /**
     * What is set. Only while the core thread does not run.
     *
     * @return to be told to a new journal.
     */
    public Latches latches() {
        return latches;
    }

    /**
     * Lost since 00:00 UTC.
     *
     * @return money 1e-8, negative for a gain.
     */
    public long lossToday() {
        return dailyLoss.loss();
    }

    /**
     * The highest trusted equity that the kill switch goes by.
     *
     * @return money 1e-8, 0 if there is none.
     */
    public long peakEquity() {
        return killSwitch.peak();
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        policy.state(fields);
        latches.state(fields);
        equity.state(fields);
        dailyLoss.state(fields);
        killSwitch.state(fields);
        seenBookings = fields.of("seenBookings", seenBookings);
        seenResults = fields.of("seenResults", seenResults);
        judgedSequence = fields.of("judgedSequence", judgedSequence);
        nextNs = fields.of("nextNs", nextNs);
    }
}
