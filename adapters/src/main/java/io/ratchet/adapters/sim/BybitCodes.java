package io.ratchet.adapters.sim;

import io.ratchet.engine.sbe.OutcomeReason;

/** What the refusals of the simulated exchange are called at Bybit, and what its numbers mean to the engine. */
final class BybitCodes {
    private static final int PARAMETER = 10001;

    private BybitCodes() {}

    /** The number of a refusal, as the error page of Bybit has it. */
    static int code(final SimRefusal refusal) {
        return switch (refusal) {
            case MAX_OPEN_ORDERS -> 110020;
            case MAX_STOP_ORDERS, SYMBOL_STOPS_FULL -> 110009;
            case PARTIAL_STOPS_FULL -> 110061;
            case UNKNOWN_ORDER, NO_SUCH_ORDER -> 110001;
            case MARGIN_INSUFFICIENT, MAX_LEVERAGE_RATIO -> 110007;
            case UNABLE_TO_FILL -> 110118;
            case WOULD_TRIGGER -> 110093;
            case REDUCE_ONLY_REJECTED, REDUCE_ONLY_CONFLICT -> 110017;
            case PRICE_ABOVE_BAND, PRICE_BELOW_BAND, MARKET_OUTSIDE_BAND -> 110003;
            case DUPLICATE_ID -> 110072;
            case NOTIONAL_BELOW_MIN -> 110094;
            case SYMBOL_NOT_OPEN -> 110074;
            case STOP_UNCHANGED -> 34040;
            case MARGIN_TYPE_UNCHANGED -> 110026;
            case POSITION_MODE_UNCHANGED -> 110025;
            default -> PARAMETER;
        };
    }

    /** What a number that a test injects means. */
    static OutcomeReason reason(final int code) {
        return switch (code) {
            case 34040, 110025, 110026, 110043 -> OutcomeReason.NO_CHANGE;
            case 110001 -> OutcomeReason.UNKNOWN_ORDER;
            case 110003, 110118, 170193, 170194 -> OutcomeReason.PRICE_BAND;
            case 110007, 110012 -> OutcomeReason.INSUFFICIENT_MARGIN;
            case 110009, 110061 -> OutcomeReason.TOO_MANY_STOPS;
            case 110017 -> OutcomeReason.REDUCE_ONLY_REJECTED;
            case 110072 -> OutcomeReason.DUPLICATE_ID;
            case 110092, 110093 -> OutcomeReason.WOULD_TRIGGER;
            case 10006 -> OutcomeReason.RATE_LIMITED;
            case 10429 -> OutcomeReason.OVERLOAD;
            case 10024, 10029, 170209 -> OutcomeReason.ENTRY_NOT_ALLOWED;
            case PARAMETER -> OutcomeReason.INVALID_REQUEST;
            default -> OutcomeReason.UNLISTED;
        };
    }
}
