package io.ratchet.config.settings;

import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.KillSwitchAction;
import io.ratchet.engine.sbe.LimitsAppliedEncoder;

/**
 * The rules that stop entries because of results; enters the journal as {@code LimitsApplied}. Durations are wall
 * durations in ns, ratios parts per million, money 1e-8. All rules are off by default.
 *
 * @param equityMaxAgeNs   of a balance that may decide.
 * @param dailyLossMoney   since 00:00 UTC.
 * @param killSwitchPpm    fall of equity from its highest.
 * @param killSwitchAction what it does.
 * @param stoplossGuard    too many stops.
 * @param maxDrawdown      of results.
 * @param cooldownStopNs   after an end.
 * @param lowProfitPairs   pairs that bring too little.
 */
public record ResultsPolicy(
        long equityMaxAgeNs,
        long dailyLossMoney,
        int killSwitchPpm,
        KillSwitchAction killSwitchAction,
        Rule stoplossGuard,
        Rule maxDrawdown,
        long cooldownStopNs,
        Rule lowProfitPairs) {
    private static final int SPEED_ONE = 1_000;

    static ResultsPolicy of(final Values values) {
        return new ResultsPolicy(
                values.nanos("limits.equity_max_age_s"),
                values.money("limits.daily_loss_usd"),
                values.ppm("kill_switch.drawdown_percent"),
                "close".equals(values.text("kill_switch.action"))
                        ? KillSwitchAction.CLOSE
                        : KillSwitchAction.STOP_ENTRIES,
                new Rule(
                        values.nanos("stoploss_guard.lookback_period_min"),
                        values.nanos("stoploss_guard.stop_duration_min"),
                        values.integer("stoploss_guard.trade_limit"),
                        values.ppm("stoploss_guard.required_profit_percent"),
                        values.flag("stoploss_guard.only_per_pair"),
                        values.flag("stoploss_guard.only_per_side")),
                new Rule(
                        values.nanos("max_drawdown.lookback_period_min"),
                        values.nanos("max_drawdown.stop_duration_min"),
                        values.integer("max_drawdown.trade_limit"),
                        values.ppm("max_drawdown.max_allowed_drawdown_percent"),
                        false,
                        false),
                values.nanos("cooldown_period.stop_duration_min"),
                new Rule(
                        values.nanos("low_profit_pairs.lookback_period_min"),
                        values.nanos("low_profit_pairs.stop_duration_min"),
                        values.integer("low_profit_pairs.trade_limit"),
                        values.ppm("low_profit_pairs.required_profit_percent"),
                        true,
                        values.flag("low_profit_pairs.only_per_side")));
    }

    /**
     * Encodes everything but {@code timeNs}, which the ring stamps. The age of a balance is about a silent venue, so it is
     * stretched by the speed of the clock; the others are about the market.
     *
     * @param encoder    wrapped, header applied.
     * @param speedMilli thousandths of the speed of the engine clock.
     * @return the encoder.
     */
    public LimitsAppliedEncoder encode(final LimitsAppliedEncoder encoder, final int speedMilli) {
        return encoder.timeNs(0)
                .equityMaxAgeNs(Math.multiplyExact(equityMaxAgeNs, speedMilli) / SPEED_ONE)
                .maxDailyLossMoney(dailyLossMoney)
                .stoplossGuardLookbackNs(stoplossGuard.lookbackNs)
                .stoplossGuardStopNs(stoplossGuard.stopNs)
                .maxDrawdownLookbackNs(maxDrawdown.lookbackNs)
                .maxDrawdownStopNs(maxDrawdown.stopNs)
                .cooldownStopNs(cooldownStopNs)
                .lowProfitLookbackNs(lowProfitPairs.lookbackNs)
                .lowProfitStopNs(lowProfitPairs.stopNs)
                .killSwitchPpm(killSwitchPpm)
                .stoplossGuardRequiredProfitPpm(stoplossGuard.boundPpm)
                .maxDrawdownAllowedPpm(maxDrawdown.boundPpm)
                .lowProfitRequiredProfitPpm(lowProfitPairs.boundPpm)
                .stoplossGuardTradeLimit(stoplossGuard.tradeLimit)
                .maxDrawdownTradeLimit(maxDrawdown.tradeLimit)
                .lowProfitTradeLimit(lowProfitPairs.tradeLimit)
                .killSwitchAction(killSwitchAction)
                .stoplossGuardOnlyPerPair(flag(stoplossGuard.isPerPair))
                .stoplossGuardOnlyPerSide(flag(stoplossGuard.isPerSide))
                .lowProfitOnlyPerSide(flag(lowProfitPairs.isPerSide));
    }

    private static Flag flag(final boolean value) {
        return value ? Flag.YES : Flag.NO;
    }

    /**
     * One rule that looks back.
     *
     * @param lookbackNs which ends count.
     * @param stopNs     how long entries stop.
     * @param tradeLimit from how many; 0 is off.
     * @param boundPpm   what is required, or allowed.
     * @param isPerPair  stops the pair alone.
     * @param isPerSide  stops the side alone.
     */
    public record Rule(
            long lookbackNs, long stopNs, int tradeLimit, int boundPpm, boolean isPerPair, boolean isPerSide) {}
}
