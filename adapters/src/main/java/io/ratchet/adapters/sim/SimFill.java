package io.ratchet.adapters.sim;

/**
 * One trade of an order.
 *
 * @param tradeId      unique in its exchange.
 * @param order        that traded, already updated.
 * @param price        1e-10.
 * @param quantity     1e-8, positive.
 * @param fee          1e-8 of its asset.
 * @param feeAsset     asset of the fee.
 * @param realisedPnl  money 1e-8, fee not counted.
 * @param maker        whether it rested.
 * @param liquidation  whether the venue forced it.
 * @param adl          whether it deleveraged.
 * @param positionAfter signed size after it, 1e-8.
 * @param timeMs       exchange time.
 */
public record SimFill(
        long tradeId,
        SimOrder order,
        long price,
        long quantity,
        long fee,
        String feeAsset,
        long realisedPnl,
        boolean maker,
        boolean liquidation,
        boolean adl,
        long positionAfter,
        long timeMs) {}
