package io.ratchet.adapters.binance;

import static io.ratchet.engine.sbe.CommandOutcome.ACCEPTED;
import static io.ratchet.engine.sbe.CommandOutcome.REJECTED;
import static io.ratchet.engine.sbe.CommandOutcome.UNKNOWN;

import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.OutcomeReason;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What a refusal of Binance proves, as data: an allow-list, code by code. A code without a row proves nothing: UNKNOWN,
 * UNLISTED, and an alert in the core. REJECTED here means that the order was definitely not executed. Source: the error
 * page of the venue and its general information page (503 texts). Immutable, any thread.
 */
public final class OutcomeTable {
    /** HTTP status of success. */
    public static final int STATUS_OK = 200;
    /** HTTP status of "too many requests". */
    public static final int STATUS_TOO_MANY_REQUESTS = 429;
    /** HTTP status of an address ban. */
    public static final int STATUS_BANNED = 418;
    /** HTTP status of the firewall. */
    public static final int STATUS_FIREWALL = 403;

    private static final int STATUS_UNAUTHORISED = 401;
    private static final int STATUS_BACKEND_TIMEOUT = 408;
    private static final int STATUS_SERVER_ERROR = 500;
    private static final int STATUS_UNAVAILABLE = 503;
    private static final int CODE_UNKNOWN_ERROR = -1000;
    private static final int CODE_INTERNAL_ERROR = -1001;
    private static final String TEXT_UNAVAILABLE = "Service Unavailable.";
    private static final String TEXT_FAILED = "Internal error; unable to process your request. Please try again.";

    private static final Row[] ROWS = {
        row(-1000, UNKNOWN, OutcomeReason.SERVER_ERROR, "unknown error: executed or not"),
        row(-1001, UNKNOWN, OutcomeReason.SERVER_ERROR, "internal error: executed or not"),
        row(-1002, REJECTED, OutcomeReason.AUTHENTICATION, "unauthorised"),
        row(-1003, REJECTED, OutcomeReason.RATE_LIMITED, "too many requests, or the address is banned"),
        row(-1006, UNKNOWN, OutcomeReason.SERVER_ERROR, "unexpected response: execution status unknown"),
        row(-1007, UNKNOWN, OutcomeReason.TIMEOUT, "backend timeout: execution status unknown"),
        row(-1008, REJECTED, OutcomeReason.OVERLOAD, "throttled under overload, definitely not executed"),
        row(-1015, REJECTED, OutcomeReason.RATE_LIMITED, "too many orders"),
        row(-1016, REJECTED, OutcomeReason.OVERLOAD, "service shutting down"),
        row(-1021, REJECTED, OutcomeReason.CLOCK, "timestamp outside the window, gateway"),
        row(-1022, REJECTED, OutcomeReason.AUTHENTICATION, "signature is wrong"),
        row(-1100, REJECTED, OutcomeReason.INVALID_REQUEST, "illegal characters"),
        row(-1101, REJECTED, OutcomeReason.INVALID_REQUEST, "too many parameters"),
        row(-1102, REJECTED, OutcomeReason.INVALID_REQUEST, "mandatory parameter missing"),
        row(-1103, REJECTED, OutcomeReason.INVALID_REQUEST, "unknown parameter"),
        row(-1104, REJECTED, OutcomeReason.INVALID_REQUEST, "unread parameter"),
        row(-1105, REJECTED, OutcomeReason.INVALID_REQUEST, "empty parameter"),
        row(-1106, REJECTED, OutcomeReason.INVALID_REQUEST, "parameter not required"),
        row(-1111, REJECTED, OutcomeReason.PRECISION, "too many decimals"),
        row(-1115, REJECTED, OutcomeReason.INVALID_REQUEST, "time in force"),
        row(-1116, REJECTED, OutcomeReason.INVALID_REQUEST, "order type"),
        row(-1117, REJECTED, OutcomeReason.INVALID_REQUEST, "side"),
        row(-1121, REJECTED, OutcomeReason.INVALID_REQUEST, "symbol"),
        row(-1122, REJECTED, OutcomeReason.SYMBOL_CLOSED, "symbol status"),
        row(-1125, REJECTED, OutcomeReason.INVALID_REQUEST, "listen key gone"),
        row(-1128, REJECTED, OutcomeReason.INVALID_REQUEST, "combination of parameters"),
        row(-1130, REJECTED, OutcomeReason.INVALID_REQUEST, "value of a parameter"),
        row(-2010, REJECTED, OutcomeReason.NONE, "new order rejected, see the text"),
        row(-2011, REJECTED, OutcomeReason.UNKNOWN_ORDER, "cancel: final already or never there"),
        row(-2013, REJECTED, OutcomeReason.UNKNOWN_ORDER, "no such order in this book"),
        row(-2014, REJECTED, OutcomeReason.AUTHENTICATION, "key format"),
        row(-2015, REJECTED, OutcomeReason.AUTHENTICATION, "key, address or permission"),
        row(-2017, REJECTED, OutcomeReason.AUTHENTICATION, "key locked"),
        row(-2018, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "balance"),
        row(-2019, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "margin"),
        row(-2020, REJECTED, OutcomeReason.PRICE_BAND, "unable to fill"),
        row(-2021, REJECTED, OutcomeReason.WOULD_TRIGGER, "the level is crossed already"),
        row(-2022, REJECTED, OutcomeReason.REDUCE_ONLY_REJECTED, "no position to reduce, or other reduce orders"),
        row(-2023, REJECTED, OutcomeReason.LIQUIDATION, "the account is in liquidation"),
        row(-2024, REJECTED, OutcomeReason.REDUCE_ONLY_REJECTED, "position not sufficient"),
        row(-2025, REJECTED, OutcomeReason.TOO_MANY_STOPS, "too many open orders"),
        row(-2026, REJECTED, OutcomeReason.INVALID_REQUEST, "type not allowed with reduce-only"),
        row(-2027, REJECTED, OutcomeReason.QUANTITY_LIMIT, "position limit at this leverage"),
        row(-2028, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "leverage too small"),
        row(-4001, REJECTED, OutcomeReason.PRICE_BAND, "price below 0"),
        row(-4002, REJECTED, OutcomeReason.PRICE_BAND, "price above the maximum"),
        row(-4003, REJECTED, OutcomeReason.BELOW_MINIMUM, "quantity not above 0"),
        row(-4004, REJECTED, OutcomeReason.BELOW_MINIMUM, "quantity below the minimum"),
        row(-4005, REJECTED, OutcomeReason.QUANTITY_LIMIT, "quantity above the maximum"),
        row(-4006, REJECTED, OutcomeReason.PRICE_BAND, "stop price below 0"),
        row(-4007, REJECTED, OutcomeReason.PRICE_BAND, "stop price above the maximum"),
        row(-4013, REJECTED, OutcomeReason.PRICE_BAND, "price below the minimum"),
        row(-4014, REJECTED, OutcomeReason.PRECISION, "price off the tick"),
        row(-4015, REJECTED, OutcomeReason.INVALID_REQUEST, "client id too long"),
        row(-4016, REJECTED, OutcomeReason.PRICE_BAND, "price above the band"),
        row(-4023, REJECTED, OutcomeReason.PRECISION, "quantity off the step"),
        row(-4024, REJECTED, OutcomeReason.PRICE_BAND, "price below the band"),
        row(-4028, REJECTED, OutcomeReason.INVALID_REQUEST, "leverage out of range"),
        row(-4045, REJECTED, OutcomeReason.TOO_MANY_STOPS, "200 conditional orders over all symbols"),
        row(-4046, ACCEPTED, OutcomeReason.NO_CHANGE, "margin type is what it should be"),
        row(-4047, REJECTED, OutcomeReason.MODE_MISMATCH, "margin type: open orders"),
        row(-4048, REJECTED, OutcomeReason.MODE_MISMATCH, "margin type: open position"),
        row(-4059, ACCEPTED, OutcomeReason.NO_CHANGE, "position mode is what it should be"),
        row(-4061, REJECTED, OutcomeReason.MODE_MISMATCH, "position side does not match the mode"),
        row(-4062, REJECTED, OutcomeReason.REDUCE_ONLY_REJECTED, "reduce-only conflict"),
        row(-4067, REJECTED, OutcomeReason.MODE_MISMATCH, "position mode: open orders"),
        row(-4068, REJECTED, OutcomeReason.MODE_MISMATCH, "position mode: open position"),
        row(-4087, REJECTED, OutcomeReason.NO_PERMISSION, "account is reduce-only"),
        row(-4088, REJECTED, OutcomeReason.NO_PERMISSION, "account may not trade"),
        row(-4105, REJECTED, OutcomeReason.NO_PERMISSION, "restricted"),
        row(-4106, REJECTED, OutcomeReason.NO_PERMISSION, "restricted"),
        row(-4107, REJECTED, OutcomeReason.NO_PERMISSION, "restricted"),
        row(-4109, REJECTED, OutcomeReason.NO_PERMISSION, "inactive account"),
        row(-4116, REJECTED, OutcomeReason.DUPLICATE_ID, "the earlier attempt was accepted"),
        row(-4117, REJECTED, OutcomeReason.STOP_TRIGGERING, "the stop is triggering"),
        row(-4118, REJECTED, OutcomeReason.REDUCE_ONLY_REJECTED, "reduce-only margin check"),
        row(-4120, REJECTED, OutcomeReason.WRONG_ENDPOINT, "conditional orders belong to the algo service"),
        row(-4130, REJECTED, OutcomeReason.CLOSE_POSITION_STOP_EXISTS, "a close-position stop is there already"),
        row(-4131, REJECTED, OutcomeReason.PRICE_BAND, "market order: counter price beyond the band"),
        row(-4137, REJECTED, OutcomeReason.INVALID_REQUEST, "quantity with close-position"),
        row(-4138, REJECTED, OutcomeReason.INVALID_REQUEST, "reduce-only with close-position"),
        row(-4140, REJECTED, OutcomeReason.ENTRY_NOT_ALLOWED, "symbol status does not allow opening"),
        row(-4141, REJECTED, OutcomeReason.SYMBOL_CLOSED, "symbol is closed"),
        row(-4142, REJECTED, OutcomeReason.WOULD_TRIGGER, "would trigger immediately"),
        row(-4161, REJECTED, OutcomeReason.MODE_MISMATCH, "leverage not lowered: isolated position"),
        row(-4164, REJECTED, OutcomeReason.BELOW_MINIMUM, "notional below the minimum"),
        row(-4168, REJECTED, OutcomeReason.MODE_MISMATCH, "margin type: multi-assets mode"),
        row(-4183, REJECTED, OutcomeReason.PRICE_BAND, "stop-limit price above the cap"),
        row(-4184, REJECTED, OutcomeReason.PRICE_BAND, "stop-limit price below the floor"),
        row(-4189, REJECTED, OutcomeReason.NO_PERMISSION, "restricted"),
        row(-4210, REJECTED, OutcomeReason.PRICE_BAND, "stop price above the cap"),
        row(-4211, REJECTED, OutcomeReason.PRICE_BAND, "stop price below the floor"),
        row(-4400, REJECTED, OutcomeReason.NO_PERMISSION, "restricted"),
        row(-4401, REJECTED, OutcomeReason.NO_PERMISSION, "restricted"),
        row(-5021, REJECTED, OutcomeReason.NONE, "fill-or-kill was not filled"),
        row(-5022, REJECTED, OutcomeReason.NONE, "post-only would take"),
        row(-5024, REJECTED, OutcomeReason.AMEND_REFUSED, "amendment: the symbol is not trading"),
        row(-5025, REJECTED, OutcomeReason.AMEND_REFUSED, "amendment: no limit order"),
        row(-5026, REJECTED, OutcomeReason.AMEND_REFUSED, "amendment: too many of this order"),
        row(-5027, REJECTED, OutcomeReason.NO_CHANGE, "amendment: price and quantity are what they should be"),
        row(-5043, REJECTED, OutcomeReason.AMEND_PENDING, "amendment: an earlier one is on its way"),
        row(-5028, REJECTED, OutcomeReason.CLOCK, "timestamp outside the window, engine"),
    };

    private static final Row SUCCESS = row(0, ACCEPTED, OutcomeReason.NONE, "success");
    private static final Row UNLISTED = row(0, UNKNOWN, OutcomeReason.UNLISTED, "a code without a row");
    private static final Row SERVER_ERROR = row(0, UNKNOWN, OutcomeReason.SERVER_ERROR, "no definite text");
    private static final Row NOT_EXECUTED = row(0, REJECTED, OutcomeReason.OVERLOAD, "503 with a text of failure");
    private static final Row TIMED_OUT = row(0, UNKNOWN, OutcomeReason.TIMEOUT, "408 of the backend");
    private static final Row LIMITED = row(0, REJECTED, OutcomeReason.RATE_LIMITED, "429, 418 or 403");
    private static final Row KEY_REFUSED = row(0, REJECTED, OutcomeReason.AUTHENTICATION, "401");
    private static final Row UNPARSABLE = row(0, UNKNOWN, OutcomeReason.UNPARSABLE, "no code in the reply");

    private static final Int2ObjectHashMap<Row> BY_CODE = byCode();

    private OutcomeTable() {}

    /**
     * A row of the table.
     *
     * @param code    of the venue; 0 for rows that stand for a status.
     * @param outcome what it proves.
     * @param reason  normalised over venues.
     * @param note    for people.
     */
    public record Row(int code, CommandOutcome outcome, OutcomeReason reason, String note) {}

    /**
     * What a reply proves.
     *
     * @param status  HTTP status, or the same field of a WebSocket API reply.
     * @param code    of the venue, 0 if the reply has none.
     * @param message of the venue, may be empty.
     * @return the row that says so.
     */
    public static Row classify(final int status, final int code, final String message) {
        if (status >= STATUS_OK && status < 300 && code >= 0) {
            return SUCCESS;
        }
        if (status == STATUS_UNAVAILABLE && (code == 0 || code == CODE_UNKNOWN_ERROR || code == CODE_INTERNAL_ERROR)) {
            return TEXT_UNAVAILABLE.equals(message) || TEXT_FAILED.equals(message) ? NOT_EXECUTED : SERVER_ERROR;
        }
        if (code < 0) {
            final Row row = BY_CODE.get(code);
            return row == null ? UNLISTED : row;
        }
        return ofStatus(status);
    }

    /**
     * The row of a code.
     *
     * @param code of the venue.
     * @return the row, null if the code is not listed.
     */
    public static Row row(final int code) {
        return BY_CODE.get(code);
    }

    /**
     * How many codes are listed.
     *
     * @return the count.
     */
    public static int size() {
        return ROWS.length;
    }

    private static Row ofStatus(final int status) {
        if (status == STATUS_TOO_MANY_REQUESTS || status == STATUS_BANNED || status == STATUS_FIREWALL) {
            return LIMITED;
        }
        if (status == STATUS_UNAUTHORISED) {
            return KEY_REFUSED;
        }
        if (status == STATUS_BACKEND_TIMEOUT) {
            return TIMED_OUT;
        }
        return status >= STATUS_SERVER_ERROR ? SERVER_ERROR : UNPARSABLE;
    }

    private static Row row(
            final int code, final CommandOutcome outcome, final OutcomeReason reason, final String note) {
        return new Row(code, outcome, reason, note);
    }

    private static Int2ObjectHashMap<Row> byCode() {
        final Int2ObjectHashMap<Row> rows = new Int2ObjectHashMap<>();
        for (final Row row : ROWS) {
            if (rows.put(row.code(), row) != null) {
                throw new IllegalStateException("outcome table: actual=two rows of " + row.code() + " expected=one");
            }
        }
        return rows;
    }
}
