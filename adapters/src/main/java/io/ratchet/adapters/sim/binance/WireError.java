package io.ratchet.adapters.sim.binance;

/** What the wire itself refuses, before the exchange sees anything: number, HTTP status and text of the error page. */
enum WireError {
    TOO_MANY_REQUESTS(-1003, 429, "Too many requests; current limit is %s requests per minute."),
    BANNED(
            -1003,
            418,
            "Way too many requests; IP(127.0.0.1) banned until %s. Please use the websocket for live updates to avoid"
                    + " bans."),
    STATUS_UNKNOWN(
            -1007,
            408,
            "Timeout waiting for response from backend server. Send status unknown; execution status unknown."),
    OVERLOAD(
            -1008,
            503,
            "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try"
                    + " again."),
    TOO_MANY_ORDERS(-1015, 429, "Too many new orders; current limit is %s orders per %s."),
    TIMESTAMP(-1021, 400, "Timestamp for this request is outside of the recvWindow."),
    SIGNATURE(-1022, 400, "Signature for this request is not valid."),
    DUPLICATE_PARAMETER(-1101, 400, "Duplicate values for parameter '%s' detected."),
    MANDATORY(-1102, 400, "Mandatory parameter '%s' was not sent, was empty/null, or malformed."),
    UNREAD(-1104, 400, "Not all sent parameters were read; read '%s' parameter(s) but was sent '%s'."),
    EMPTY(-1105, 400, "Parameter '%s' was empty."),
    NOT_REQUIRED(-1106, 400, "Parameter '%s' sent when not required."),
    PRECISION(-1111, 400, "Precision is over the maximum defined for this asset."),
    TIME_IN_FORCE(-1115, 400, "Invalid timeInForce."),
    ORDER_TYPE(-1116, 400, "Invalid orderType."),
    SIDE(-1117, 400, "Invalid side."),
    SYMBOL(-1121, 400, "Invalid symbol."),
    LISTEN_KEY(-1125, 400, "This listenKey does not exist."),
    BAD_COMBINATION(-1128, 400, "Combination of optional parameters invalid."),
    BAD_VALUE(-1130, 400, "Data sent for parameter '%s' is not valid."),
    KEY_FORMAT(-2014, 401, "API-key format invalid."),
    KEY(-2015, 401, "Invalid API-key, IP, or permissions for action."),
    CLIENT_ID(-4015, 400, "Client order id is not valid."),
    NO_SUCH_PATH(-5000, 404, "Path %s, Method %s is invalid"),
    /** Of a stream socket. */
    STREAM_REQUEST(2, 400, "Invalid request: %s"),
    /** Of a stream socket. */
    STREAM_JSON(3, 400, "Invalid JSON: %s");

    private final int code;
    private final int status;
    private final String text;

    WireError(final int code, final int status, final String text) {
        this.code = code;
        this.status = status;
        this.text = text;
    }

    int code() {
        return code;
    }

    int status() {
        return status;
    }

    String text(final Object... arguments) {
        return arguments.length == 0 ? text : String.format(text, arguments);
    }
}
