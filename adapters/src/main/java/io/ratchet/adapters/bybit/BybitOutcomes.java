package io.ratchet.adapters.bybit;

import static io.ratchet.engine.sbe.CommandOutcome.ACCEPTED;
import static io.ratchet.engine.sbe.CommandOutcome.REJECTED;
import static io.ratchet.engine.sbe.CommandOutcome.UNKNOWN;

import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.OutcomeReason;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What a return code of Bybit proves, as data: an allow-list, code by code. A code without a row proves nothing: UNKNOWN,
 * UNLISTED, and an alert in the core. REJECTED means that the request was definitely not executed; ACCEPTED that the venue
 * took it, which is not resting yet. 10001 is told apart by its text. Source: the error page of v5, and for the texts of
 * 10001 what other clients report. Immutable, any thread.
 */
public final class BybitOutcomes {
    private static final int PARAMETER = 10001;
    private static final String ZERO_POSITION = "zero position";
    private static final String BASE_PRICE = "base_price";
    private static final String POSITION_MODE = "position idx not match position mode";
    private static final String NOT_MODIFIED = "not modified";

    private static final Row[] ROWS = {
        row(0, ACCEPTED, OutcomeReason.NONE, "success"),
        row(-1, REJECTED, OutcomeReason.CLOCK, "request expired"),
        row(10000, UNKNOWN, OutcomeReason.TIMEOUT, "server timeout: executed or not"),
        row(PARAMETER, REJECTED, OutcomeReason.INVALID_REQUEST, "parameter, with none of the known texts"),
        row(10002, REJECTED, OutcomeReason.CLOCK, "timestamp outside the window"),
        row(10003, REJECTED, OutcomeReason.AUTHENTICATION, "key, or its environment"),
        row(10004, REJECTED, OutcomeReason.AUTHENTICATION, "signature"),
        row(10005, REJECTED, OutcomeReason.NO_PERMISSION, "permission of the key"),
        row(10006, REJECTED, OutcomeReason.RATE_LIMITED, "too many visits"),
        row(10007, REJECTED, OutcomeReason.AUTHENTICATION, "user not authenticated"),
        row(10009, REJECTED, OutcomeReason.NO_PERMISSION, "region of the address"),
        row(10010, REJECTED, OutcomeReason.AUTHENTICATION, "address not bound to the key"),
        row(10014, UNKNOWN, OutcomeReason.DUPLICATE_ID, "duplicate request: the earlier one counts"),
        row(10016, UNKNOWN, OutcomeReason.SERVER_ERROR, "server error: executed or not"),
        row(10017, REJECTED, OutcomeReason.WRONG_ENDPOINT, "no such path"),
        row(10019, UNKNOWN, OutcomeReason.SERVER_ERROR, "trade service restarting: in-flight requests may finish"),
        row(10024, REJECTED, OutcomeReason.ENTRY_NOT_ALLOWED, "compliance"),
        row(10027, REJECTED, OutcomeReason.NO_PERMISSION, "trading banned"),
        row(10028, REJECTED, OutcomeReason.MODE_MISMATCH, "unified account only"),
        row(10029, REJECTED, OutcomeReason.ENTRY_NOT_ALLOWED, "symbol not on the list of the key"),
        row(10404, REJECTED, OutcomeReason.WRONG_ENDPOINT, "no such operation"),
        row(10429, UNKNOWN, OutcomeReason.OVERLOAD, "system protection"),
        row(33004, REJECTED, OutcomeReason.AUTHENTICATION, "key expired"),
        row(34040, ACCEPTED, OutcomeReason.NO_CHANGE, "not modified: read back"),
        row(110001, REJECTED, OutcomeReason.UNKNOWN_ORDER, "no such order, or too late"),
        row(110003, REJECTED, OutcomeReason.PRICE_BAND, "price outside the limits"),
        row(110004, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "wallet balance"),
        row(110006, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "assets below the requirement"),
        row(110007, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "available balance"),
        row(110008, REJECTED, OutcomeReason.UNKNOWN_ORDER, "order is over"),
        row(110009, REJECTED, OutcomeReason.TOO_MANY_STOPS, "stop orders of the symbol"),
        row(110010, REJECTED, OutcomeReason.UNKNOWN_ORDER, "order is cancelled"),
        row(110011, REJECTED, OutcomeReason.LIQUIDATION, "would liquidate"),
        row(110012, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "available balance"),
        row(110017, REJECTED, OutcomeReason.REDUCE_ONLY_REJECTED, "reduce-only: nothing to reduce"),
        row(110020, REJECTED, OutcomeReason.TOO_MANY_STOPS, "more than 500 active orders"),
        row(110021, REJECTED, OutcomeReason.QUANTITY_LIMIT, "open interest limit"),
        row(110022, REJECTED, OutcomeReason.ENTRY_NOT_ALLOWED, "reduce-only phase: quantity too large"),
        row(110023, REJECTED, OutcomeReason.ENTRY_NOT_ALLOWED, "reduce-only phase"),
        row(110024, REJECTED, OutcomeReason.MODE_MISMATCH, "position mode: open position"),
        row(110025, ACCEPTED, OutcomeReason.NO_CHANGE, "position mode is what it should be"),
        row(110026, ACCEPTED, OutcomeReason.NO_CHANGE, "margin mode is what it should be"),
        row(110027, ACCEPTED, OutcomeReason.NO_CHANGE, "margin is what it should be"),
        row(110028, REJECTED, OutcomeReason.MODE_MISMATCH, "position mode: open orders"),
        row(110043, ACCEPTED, OutcomeReason.NO_CHANGE, "leverage is what it should be"),
        row(110044, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "margin"),
        row(110045, REJECTED, OutcomeReason.INSUFFICIENT_MARGIN, "wallet balance"),
        row(110061, REJECTED, OutcomeReason.TOO_MANY_STOPS, "stops over a part of the position"),
        row(110063, REJECTED, OutcomeReason.SYMBOL_CLOSED, "settling"),
        row(110066, REJECTED, OutcomeReason.SYMBOL_CLOSED, "trading is off"),
        row(110072, REJECTED, OutcomeReason.DUPLICATE_ID, "the earlier attempt was accepted"),
        row(110074, REJECTED, OutcomeReason.SYMBOL_CLOSED, "contract is not live"),
        row(110079, UNKNOWN, OutcomeReason.AMEND_PENDING, "order is processing"),
        row(110092, REJECTED, OutcomeReason.WOULD_TRIGGER, "expects rising, trigger at or below the price"),
        row(110093, REJECTED, OutcomeReason.WOULD_TRIGGER, "expects falling, trigger at or above the price"),
        row(110094, REJECTED, OutcomeReason.BELOW_MINIMUM, "notional below the minimum"),
        row(110118, REJECTED, OutcomeReason.PRICE_BAND, "no market price: limits that fill at once"),
        row(110120, REJECTED, OutcomeReason.PRICE_BAND, "price outside the limits"),
        row(110121, REJECTED, OutcomeReason.PRICE_BAND, "price outside the limits"),
        row(170193, REJECTED, OutcomeReason.PRICE_BAND, "buy price too high"),
        row(170194, REJECTED, OutcomeReason.PRICE_BAND, "sell price too low"),
        row(170209, REJECTED, OutcomeReason.ENTRY_NOT_ALLOWED, "symbol not available in the region"),
    };

    private static final Row UNLISTED = row(0, UNKNOWN, OutcomeReason.UNLISTED, "a code without a row");
    private static final Row HIDDEN =
            row(PARAMETER, REJECTED, OutcomeReason.POSITION_NOT_FOUND, "no position, or none that is visible yet");
    private static final Row CROSSED =
            row(PARAMETER, REJECTED, OutcomeReason.WOULD_TRIGGER, "the level is past the price that triggers it");
    private static final Row HEDGED =
            row(PARAMETER, REJECTED, OutcomeReason.MODE_MISMATCH, "position index does not match the mode");
    private static final Row UNCHANGED =
            row(PARAMETER, REJECTED, OutcomeReason.NO_CHANGE, "amendment: price and quantity are what they should be");
    private static final Int2ObjectHashMap<Row> BY_CODE = byCode();

    private BybitOutcomes() {}

    /**
     * A row of the table.
     *
     * @param code    retCode.
     * @param outcome what it proves.
     * @param reason  normalised over venues.
     * @param note    for people.
     */
    public record Row(int code, CommandOutcome outcome, OutcomeReason reason, String note) {}

    /**
     * What a reply proves.
     *
     * @param code retCode.
     * @param text retMsg, may be empty.
     * @return the row that says so.
     */
    public static Row classify(final int code, final String text) {
        if (code == PARAMETER) {
            return ofText(text);
        }
        final Row row = BY_CODE.get(code);
        return row == null ? UNLISTED : row;
    }

    private static Row ofText(final String text) {
        if (text.contains(ZERO_POSITION)) {
            return HIDDEN;
        }
        if (text.contains(BASE_PRICE)) {
            return CROSSED;
        }
        if (text.contains(POSITION_MODE)) {
            return HEDGED;
        }
        return text.contains(NOT_MODIFIED) ? UNCHANGED : BY_CODE.get(PARAMETER);
    }

    /**
     * How many codes are listed.
     *
     * @return the count.
     */
    public static int size() {
        return ROWS.length;
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
