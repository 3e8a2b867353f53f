package io.ratchet.adapters.sim;

/**
 * Why the exchange refuses a request: number and text as the venue's error page has them.
 */
public enum SimRefusal {
    /** Open orders of a symbol. */
    MAX_OPEN_ORDERS(-2025, "Reach max open order limit."),
    /** Conditional orders over all symbols. */
    MAX_STOP_ORDERS(-4045, "Reach max stop order limit."),
    /** The order to cancel is not open. */
    UNKNOWN_ORDER(-2011, "Unknown order sent."),
    /** The order to read does not exist. */
    NO_SUCH_ORDER(-2013, "Order does not exist."),
    /** Not enough margin to open. */
    MARGIN_INSUFFICIENT(-2019, "Margin is insufficient."),
    /** Nothing to trade against. */
    UNABLE_TO_FILL(-2020, "Unable to fill."),
    /** The level is already past the market. */
    WOULD_TRIGGER(-2021, "Order would immediately trigger."),
    /** Reduce-only without a position, or over what open reduce-only orders leave. */
    REDUCE_ONLY_REJECTED(-2022, "ReduceOnly Order is rejected."),
    /** More than the leverage allows. */
    MAX_LEVERAGE_RATIO(-2027, "Exceeded the maximum allowable position at current leverage."),
    /** Price not positive. */
    PRICE_NOT_POSITIVE(-4001, "Price less than 0."),
    /** Price above the filter. */
    PRICE_ABOVE_MAX(-4002, "Price greater than max price."),
    /** Quantity not positive. */
    QUANTITY_NOT_POSITIVE(-4003, "Quantity less than or equal to zero."),
    /** Quantity below the filter. */
    QUANTITY_BELOW_MIN(-4004, "Quantity less than min quantity."),
    /** Quantity above the filter. */
    QUANTITY_ABOVE_MAX(-4005, "Quantity greater than max quantity."),
    /** Trigger price not positive. */
    STOP_PRICE_NOT_POSITIVE(-4006, "Stop price less than zero."),
    /** Trigger price above the filter. */
    STOP_PRICE_ABOVE_MAX(-4007, "Stop price greater than max price."),
    /** Price below the filter. */
    PRICE_BELOW_MIN(-4013, "Price less than min price."),
    /** Price off the tick. */
    PRICE_OFF_TICK(-4014, "Price not increased by tick size."),
    /** Buy price above the band around mark. */
    PRICE_ABOVE_BAND(-4016, "Price is higher than mark price multiplier cap."),
    /** Quantity off the step. */
    QUANTITY_OFF_STEP(-4023, "Qty not increased by step size."),
    /** Sell price below the band around mark. */
    PRICE_BELOW_BAND(-4024, "Price is lower than mark price multiplier floor."),
    /** Leverage outside 1 to 125. */
    INVALID_LEVERAGE(-4028, "Invalid leverage."),
    /** Margin type is already that. */
    MARGIN_TYPE_UNCHANGED(-4046, "No need to change margin type."),
    /** Margin type cannot change under open orders. */
    MARGIN_TYPE_OPEN_ORDERS(-4047, "Margin type cannot be changed if there exists open orders."),
    /** Margin type cannot change under a position. */
    MARGIN_TYPE_POSITION(-4048, "Margin type cannot be changed if there exists position."),
    /** Position mode is already that. */
    POSITION_MODE_UNCHANGED(-4059, "No need to change position side."),
    /** positionSide does not fit the position mode. */
    POSITION_SIDE_MISMATCH(-4061, "Order's position side does not match user's setting."),
    /** Position mode cannot change under open orders. */
    POSITION_MODE_OPEN_ORDERS(-4067, "Position side cannot be changed if there exists open orders."),
    /** Position mode cannot change under a position. */
    POSITION_MODE_POSITION(-4068, "Position side cannot be changed if there exists position."),
    /** The client order id is in use by an open order. */
    DUPLICATE_ID(-4116, "ClientOrderId is duplicated."),
    /** The stop is on its way to the matching engine. */
    STOP_TRIGGERING(-4117, "Stop order is in triggering process."),
    /** An amended reduce-only order would reduce more than others leave. */
    REDUCE_ONLY_CONFLICT(-4118, "ReduceOnly Order Failed. Please check your existing position and open orders."),
    /** Conditional types live behind another endpoint. */
    USE_ALGO_ENDPOINT(
            -4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead."),
    /** A second close-position order in one direction. */
    CLOSE_POSITION_EXISTS(
            -4130, "An open stop or take profit order with GTE and closePosition in the direction is existing."),
    /** Counter price outside the band. */
    MARKET_OUTSIDE_BAND(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit."),
    /** Quantity together with closePosition. */
    CLOSE_POSITION_WITH_QUANTITY(-4137, "Quantity must be zero with closePosition equals true."),
    /** reduceOnly together with closePosition. */
    CLOSE_POSITION_WITH_REDUCE_ONLY(-4138, "Reduce only must be true with closePosition equals true."),
    /** The contract takes no openings. */
    SYMBOL_NOT_OPEN(-4140, "Invalid symbol status for opening position."),
    /** The contract is closed. */
    SYMBOL_CLOSED(-4141, "Symbol is closed."),
    /** Leverage of an isolated position cannot be lowered. */
    LEVERAGE_REDUCTION(-4161, "Leverage reduction is not supported in Isolated Margin Mode with open positions."),
    /** Notional below the minimum and not reduce-only. */
    NOTIONAL_BELOW_MIN(-4164, "Order's notional must be no smaller than 5.0 (unless you choose reduce only)."),
    /** Fill-or-kill could not be filled. */
    FOK_NOT_FILLED(-5021, "Due to the order could not be filled immediately, the FOK order has been rejected."),
    /** Post-only would take. */
    GTX_WOULD_TAKE(-5022, "Due to the order could not be executed as maker, the Post Only order will be rejected."),
    /** The symbol of the order to amend is not trading. */
    AMEND_NOT_TRADING(-5024, "Symbol is not in trading status. Order amendment is not permitted."),
    /** Only limit orders can be amended. */
    AMEND_NOT_LIMIT(-5025, "Only limit order is supported."),
    /** An order can be amended only so often. */
    AMEND_TOO_OFTEN(-5026, "Exceed maximum modify order limit."),
    /** Neither price nor quantity would change. */
    AMEND_UNCHANGED(-5027, "No need to modify the order."),
    /** Bybit: the stop is at that level already. */
    STOP_UNCHANGED(34040, "not modified"),
    /** Bybit: there is no position, or none that is visible yet. */
    ZERO_POSITION(10001, "can not set tp/sl/ts for zero position"),
    /** Bybit: the level is already past the price that triggers it. */
    PAST_BASE_PRICE(10001, "StopLoss set for position should be beyond base_price"),
    /** Bybit: conditional orders of one symbol. */
    SYMBOL_STOPS_FULL(110009, "The number of conditional orders exceeds the limit"),
    /** Bybit: stops over a part of a position. */
    PARTIAL_STOPS_FULL(110061, "The number of TP/SL orders exceeds the limit");

    private final int code;
    private final String text;

    SimRefusal(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    /**
     * The venue's number.
     *
     * @return a negative number.
     */
    public int code() {
        return code;
    }

    /**
     * The venue's words.
     *
     * @return one sentence.
     */
    public String text() {
        return text;
    }
}
