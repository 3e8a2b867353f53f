package io.ratchet.adapters.sim;

import io.ratchet.engine.sbe.OutcomeReason;

/** What a refusal of the simulated exchange means to the engine. */
final class PaperReasons {
    static final int OVERLOAD_CODE = -1008;
    static final int BAD_SYMBOL_CODE = -1121;

    private PaperReasons() {}

    static OutcomeReason ofCode(final int code) {
        for (final SimRefusal refusal : SimRefusal.values()) {
            if (refusal.code() == code) {
                return of(refusal);
            }
        }
        return OutcomeReason.UNLISTED;
    }

    static OutcomeReason of(final SimRefusal refusal) {
        return switch (refusal) {
            case WOULD_TRIGGER, PAST_BASE_PRICE -> OutcomeReason.WOULD_TRIGGER;
            case ZERO_POSITION -> OutcomeReason.POSITION_NOT_FOUND;
            case CLOSE_POSITION_EXISTS -> OutcomeReason.CLOSE_POSITION_STOP_EXISTS;
            case DUPLICATE_ID -> OutcomeReason.DUPLICATE_ID;
            case UNKNOWN_ORDER, NO_SUCH_ORDER -> OutcomeReason.UNKNOWN_ORDER;
            case REDUCE_ONLY_REJECTED, REDUCE_ONLY_CONFLICT -> OutcomeReason.REDUCE_ONLY_REJECTED;
            case MARGIN_INSUFFICIENT, MAX_LEVERAGE_RATIO -> OutcomeReason.INSUFFICIENT_MARGIN;
            case UNABLE_TO_FILL, MARKET_OUTSIDE_BAND, PRICE_ABOVE_BAND, PRICE_BELOW_BAND -> OutcomeReason.PRICE_BAND;
            case QUANTITY_ABOVE_MAX -> OutcomeReason.QUANTITY_LIMIT;
            case QUANTITY_BELOW_MIN, QUANTITY_NOT_POSITIVE, NOTIONAL_BELOW_MIN -> OutcomeReason.BELOW_MINIMUM;
            case PRICE_OFF_TICK, QUANTITY_OFF_STEP -> OutcomeReason.PRECISION;
            case MAX_STOP_ORDERS, MAX_OPEN_ORDERS, SYMBOL_STOPS_FULL, PARTIAL_STOPS_FULL ->
                OutcomeReason.TOO_MANY_STOPS;
            case SYMBOL_CLOSED -> OutcomeReason.SYMBOL_CLOSED;
            case SYMBOL_NOT_OPEN -> OutcomeReason.ENTRY_NOT_ALLOWED;
            case AMEND_NOT_TRADING, AMEND_NOT_LIMIT, AMEND_TOO_OFTEN -> OutcomeReason.AMEND_REFUSED;
            case MARGIN_TYPE_UNCHANGED, POSITION_MODE_UNCHANGED, AMEND_UNCHANGED, STOP_UNCHANGED ->
                OutcomeReason.NO_CHANGE;
            case STOP_TRIGGERING -> OutcomeReason.STOP_TRIGGERING;
            case USE_ALGO_ENDPOINT -> OutcomeReason.WRONG_ENDPOINT;
            case POSITION_SIDE_MISMATCH,
                    POSITION_MODE_OPEN_ORDERS,
                    POSITION_MODE_POSITION,
                    MARGIN_TYPE_OPEN_ORDERS,
                    MARGIN_TYPE_POSITION -> OutcomeReason.MODE_MISMATCH;
            default -> OutcomeReason.INVALID_REQUEST;
        };
    }
}
