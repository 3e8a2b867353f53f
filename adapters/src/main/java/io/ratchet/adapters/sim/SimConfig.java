package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;

/**
 * What an exchange checks and charges.
 *
 * @param filters              whether price, quantity, notional and band filters are enforced.
 * @param margin               whether balance and leverage limits are enforced.
 * @param liquidation          whether positions are liquidated.
 * @param lastBeforeMark       without a book a market order fills at last, then mark; else at mark only.
 * @param strictReduceOnly     whether open reduce-only orders use up the capacity of a position (-2022).
 * @param takerFeePpm          fee of a market order.
 * @param makerFeePpm          fee of a resting order.
 * @param startBalance         money 1e-8.
 * @param defaultLeverage      of a contract that nobody set.
 * @param maintenancePpm       maintenance margin.
 * @param conditionalOrdersMax over all contracts, 0 for no limit.
 * @param openOrdersMax        ordinary orders of one contract, 0 for no limit.
 * @param triggerLatencyMs     how long a stop is TRIGGERING before it executes.
 * @param fillParts            into how many trades an execution is split, ≥ 1.
 * @param charges              funding, and the asset of fees.
 */
public record SimConfig(
        boolean filters,
        boolean margin,
        boolean liquidation,
        boolean lastBeforeMark,
        boolean strictReduceOnly,
        int takerFeePpm,
        int makerFeePpm,
        long startBalance,
        int defaultLeverage,
        int maintenancePpm,
        int conditionalOrdersMax,
        int openOrdersMax,
        long triggerLatencyMs,
        int fillParts,
        SimCharges charges) {
    private static final int TAKER_PPM = 500;
    private static final int MAKER_PPM = 200;
    private static final int MAINTENANCE_PPM = 5_000;
    private static final int ORDERS_MAX = 200;
    private static final int LEVERAGE = 20;

    /**
     * A venue with all its rules: 0.05 % taker, 0.02 % maker, 200 conditional orders, 100,000 of balance.
     *
     * @return the rules of the wire servers and of paper trading.
     */
    public static SimConfig venue() {
        return new SimConfig(
                true,
                true,
                true,
                true,
                true,
                TAKER_PPM,
                MAKER_PPM,
                100_000L * FixedPoint.QUANTITY_ONE,
                LEVERAGE,
                MAINTENANCE_PPM,
                ORDERS_MAX,
                ORDERS_MAX,
                0,
                1,
                SimCharges.venue());
    }

    /**
     * A venue that only matches: no notional, maximum, band, leverage, liquidation or balance check; fills at bid or
     * ask, else mark.
     *
     * @return the rules of the {@code simulate} verb.
     */
    public static SimConfig matchingOnly() {
        return new SimConfig(
                false,
                false,
                false,
                false,
                false,
                TAKER_PPM,
                MAKER_PPM,
                0,
                LEVERAGE,
                MAINTENANCE_PPM,
                0,
                0,
                0,
                1,
                SimCharges.none());
    }

    /**
     * The same with another trigger latency.
     *
     * @param latencyMs ≥ 0.
     * @return the changed rules.
     */
    public SimConfig withTriggerLatencyMs(final long latencyMs) {
        return new SimConfig(
                filters,
                margin,
                liquidation,
                lastBeforeMark,
                strictReduceOnly,
                takerFeePpm,
                makerFeePpm,
                startBalance,
                defaultLeverage,
                maintenancePpm,
                conditionalOrdersMax,
                openOrdersMax,
                latencyMs,
                fillParts,
                charges);
    }

    /**
     * The same with executions split into several trades.
     *
     * @param parts ≥ 1.
     * @return the changed rules.
     */
    public SimConfig withFillParts(final int parts) {
        return new SimConfig(
                filters,
                margin,
                liquidation,
                lastBeforeMark,
                strictReduceOnly,
                takerFeePpm,
                makerFeePpm,
                startBalance,
                defaultLeverage,
                maintenancePpm,
                conditionalOrdersMax,
                openOrdersMax,
                triggerLatencyMs,
                parts,
                charges);
    }

    /**
     * The same with another reduce-only rule.
     *
     * @param strict whether open reduce-only orders use up the capacity of a position.
     * @return the changed rules.
     */
    public SimConfig withStrictReduceOnly(final boolean strict) {
        return new SimConfig(
                filters,
                margin,
                liquidation,
                lastBeforeMark,
                strict,
                takerFeePpm,
                makerFeePpm,
                startBalance,
                defaultLeverage,
                maintenancePpm,
                conditionalOrdersMax,
                openOrdersMax,
                triggerLatencyMs,
                fillParts,
                charges);
    }

    /**
     * The same with another balance.
     *
     * @param balance money 1e-8.
     * @return the changed rules.
     */
    public SimConfig withStartBalance(final long balance) {
        return new SimConfig(
                filters,
                margin,
                liquidation,
                lastBeforeMark,
                strictReduceOnly,
                takerFeePpm,
                makerFeePpm,
                balance,
                defaultLeverage,
                maintenancePpm,
                conditionalOrdersMax,
                openOrdersMax,
                triggerLatencyMs,
                fillParts,
                charges);
    }

    /**
     * The same with other charges.
     *
     * @param newCharges funding, and the asset of fees.
     * @return the changed rules.
     */
    public SimConfig withCharges(final SimCharges newCharges) {
        return new SimConfig(
                filters,
                margin,
                liquidation,
                lastBeforeMark,
                strictReduceOnly,
                takerFeePpm,
                makerFeePpm,
                startBalance,
                defaultLeverage,
                maintenancePpm,
                conditionalOrdersMax,
                openOrdersMax,
                triggerLatencyMs,
                fillParts,
                newCharges);
    }
}
