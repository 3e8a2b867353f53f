package io.ratchet.engine.limits;

import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.KillSwitchAction;
import io.ratchet.engine.sbe.LimitsAppliedDecoder;
import io.ratchet.engine.state.StateFields;

/**
 * The numbers of the rules that stop entries because of results, as the last LimitsApplied gave them. All off before the
 * first. Core thread.
 */
public final class LimitsPolicy {
    private long equityMaxAgeNs;
    private long maxDailyLossMoney;
    private int killSwitchPpm;
    private KillSwitchAction killSwitchAction = KillSwitchAction.STOP_ENTRIES;
    private long stoplossGuardLookbackNs;
    private long stoplossGuardStopNs;
    private int stoplossGuardRequiredProfitPpm;
    private int stoplossGuardTradeLimit;
    private boolean isStoplossGuardPerPair;
    private boolean isStoplossGuardPerSide;
    private long maxDrawdownLookbackNs;
    private long maxDrawdownStopNs;
    private int maxDrawdownAllowedPpm;
    private int maxDrawdownTradeLimit;
    private long cooldownStopNs;
    private long lowProfitLookbackNs;
    private long lowProfitStopNs;
    private int lowProfitRequiredProfitPpm;
    private int lowProfitTradeLimit;
    private boolean isLowProfitPerSide;

    /**
     * Takes new numbers.
     *
     * @param message the input.
     */
    public void apply(final LimitsAppliedDecoder message) {
        equityMaxAgeNs = message.equityMaxAgeNs();
        maxDailyLossMoney = message.maxDailyLossMoney();
        killSwitchPpm = message.killSwitchPpm();
        killSwitchAction = message.killSwitchAction();
        stoplossGuardLookbackNs = message.stoplossGuardLookbackNs();
        stoplossGuardStopNs = message.stoplossGuardStopNs();
        stoplossGuardRequiredProfitPpm = message.stoplossGuardRequiredProfitPpm();
        stoplossGuardTradeLimit = message.stoplossGuardTradeLimit();
        isStoplossGuardPerPair = message.stoplossGuardOnlyPerPair() == Flag.YES;
        isStoplossGuardPerSide = message.stoplossGuardOnlyPerSide() == Flag.YES;
        maxDrawdownLookbackNs = message.maxDrawdownLookbackNs();
        maxDrawdownStopNs = message.maxDrawdownStopNs();
        maxDrawdownAllowedPpm = message.maxDrawdownAllowedPpm();
        maxDrawdownTradeLimit = message.maxDrawdownTradeLimit();
        cooldownStopNs = message.cooldownStopNs();
        lowProfitLookbackNs = message.lowProfitLookbackNs();
        lowProfitStopNs = message.lowProfitStopNs();
        lowProfitRequiredProfitPpm = message.lowProfitRequiredProfitPpm();
        lowProfitTradeLimit = message.lowProfitTradeLimit();
        isLowProfitPerSide = message.lowProfitOnlyPerSide() == Flag.YES;
    }

    /**
     * Whether a limit looks at equity.
     *
     * @return true if the daily loss or the kill switch is on.
     */
    public boolean needsEquity() {
        return maxDailyLossMoney > 0 || killSwitchPpm > 0;
    }

    /**
     * Whether a rule looks at open results, which change with prices alone.
     *
     * @return true if one does.
     */
    public boolean watchesPrices() {
        return needsEquity() || maxDrawdownTradeLimit > 0;
    }

    /**
     * Age of a balance, and of the marks of open positions, above which equity is not trusted.
     *
     * @return ns.
     */
    public long equityMaxAgeNs() {
        return equityMaxAgeNs;
    }

    /**
     * Loss since 00:00 UTC at which entries stop until the next day.
     *
     * @return money 1e-8, 0 is off.
     */
    public long maxDailyLossMoney() {
        return maxDailyLossMoney;
    }

    /**
     * Fall of equity from its highest at which the kill switch acts.
     *
     * @return parts per million, 0 is off.
     */
    public int killSwitchPpm() {
        return killSwitchPpm;
    }

    /**
     * What the kill switch does.
     *
     * @return the action.
     */
    public KillSwitchAction killSwitchAction() {
        return killSwitchAction;
    }

    /**
     * StoplossGuard, lookback_period.
     *
     * @return ns.
     */
    public long stoplossGuardLookbackNs() {
        return stoplossGuardLookbackNs;
    }

    /**
     * StoplossGuard, stop_duration.
     *
     * @return ns.
     */
    public long stoplossGuardStopNs() {
        return stoplossGuardStopNs;
    }

    /**
     * StoplossGuard, required_profit: only stops that brought less count.
     *
     * @return parts per million.
     */
    public int stoplossGuardRequiredProfitPpm() {
        return stoplossGuardRequiredProfitPpm;
    }

    /**
     * StoplossGuard, trade_limit.
     *
     * @return stops, 0 is off.
     */
    public int stoplossGuardTradeLimit() {
        return stoplossGuardTradeLimit;
    }

    /**
     * StoplossGuard, only_per_pair.
     *
     * @return true if stops of a pair lock that pair alone.
     */
    public boolean isStoplossGuardPerPair() {
        return isStoplossGuardPerPair;
    }

    /**
     * StoplossGuard, only_per_side.
     *
     * @return true if stops of a side lock that side alone.
     */
    public boolean isStoplossGuardPerSide() {
        return isStoplossGuardPerSide;
    }

    /**
     * MaxDrawdown, lookback_period.
     *
     * @return ns.
     */
    public long maxDrawdownLookbackNs() {
        return maxDrawdownLookbackNs;
    }

    /**
     * MaxDrawdown, stop_duration.
     *
     * @return ns.
     */
    public long maxDrawdownStopNs() {
        return maxDrawdownStopNs;
    }

    /**
     * MaxDrawdown, max_allowed_drawdown.
     *
     * @return parts per million of the cost of a position.
     */
    public int maxDrawdownAllowedPpm() {
        return maxDrawdownAllowedPpm;
    }

    /**
     * MaxDrawdown, trade_limit.
     *
     * @return positions, 0 is off.
     */
    public int maxDrawdownTradeLimit() {
        return maxDrawdownTradeLimit;
    }

    /**
     * CooldownPeriod, stop_duration.
     *
     * @return ns, 0 is off.
     */
    public long cooldownStopNs() {
        return cooldownStopNs;
    }

    /**
     * LowProfitPairs, lookback_period.
     *
     * @return ns.
     */
    public long lowProfitLookbackNs() {
        return lowProfitLookbackNs;
    }

    /**
     * LowProfitPairs, stop_duration.
     *
     * @return ns.
     */
    public long lowProfitStopNs() {
        return lowProfitStopNs;
    }

    /**
     * LowProfitPairs, required_profit.
     *
     * @return parts per million.
     */
    public int lowProfitRequiredProfitPpm() {
        return lowProfitRequiredProfitPpm;
    }

    /**
     * LowProfitPairs, trade_limit.
     *
     * @return positions, 0 is off.
     */
    public int lowProfitTradeLimit() {
        return lowProfitTradeLimit;
    }

    /**
     * LowProfitPairs, only_per_side.
     *
     * @return true if the results of a side lock that side alone.
     */
    public boolean isLowProfitPerSide() {
        return isLowProfitPerSide;
    }

    /**
     * Hands over every number.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        equityMaxAgeNs = fields.of("equityMaxAgeNs", equityMaxAgeNs);
        maxDailyLossMoney = fields.of("maxDailyLossMoney", maxDailyLossMoney);
        killSwitchPpm = fields.of("killSwitchPpm", killSwitchPpm);
        killSwitchAction = fields.of("killSwitchAction", killSwitchAction, KillSwitchAction.class);
        stoplossGuardLookbackNs = fields.of("stoplossGuardLookbackNs", stoplossGuardLookbackNs);
        stoplossGuardStopNs = fields.of("stoplossGuardStopNs", stoplossGuardStopNs);
        stoplossGuardRequiredProfitPpm = fields.of("stoplossGuardRequiredProfitPpm", stoplossGuardRequiredProfitPpm);
        stoplossGuardTradeLimit = fields.of("stoplossGuardTradeLimit", stoplossGuardTradeLimit);
        isStoplossGuardPerPair = fields.of("isStoplossGuardPerPair", isStoplossGuardPerPair);
        isStoplossGuardPerSide = fields.of("isStoplossGuardPerSide", isStoplossGuardPerSide);
        maxDrawdownLookbackNs = fields.of("maxDrawdownLookbackNs", maxDrawdownLookbackNs);
        maxDrawdownStopNs = fields.of("maxDrawdownStopNs", maxDrawdownStopNs);
        maxDrawdownAllowedPpm = fields.of("maxDrawdownAllowedPpm", maxDrawdownAllowedPpm);
        maxDrawdownTradeLimit = fields.of("maxDrawdownTradeLimit", maxDrawdownTradeLimit);
        cooldownStopNs = fields.of("cooldownStopNs", cooldownStopNs);
        lowProfitLookbackNs = fields.of("lowProfitLookbackNs", lowProfitLookbackNs);
        lowProfitStopNs = fields.of("lowProfitStopNs", lowProfitStopNs);
        lowProfitRequiredProfitPpm = fields.of("lowProfitRequiredProfitPpm", lowProfitRequiredProfitPpm);
        lowProfitTradeLimit = fields.of("lowProfitTradeLimit", lowProfitTradeLimit);
        isLowProfitPerSide = fields.of("isLowProfitPerSide", isLowProfitPerSide);
    }
}
