package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.JsonText;
import io.ratchet.adapters.sim.SimRefusal;

/** A request is refused: HTTP status, code and text. */
final class WireRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;

    private final int status;
    private final int code;

    WireRefusal(final int status, final int code, final String text) {
        super(text, null, false, false);
        this.status = status;
        this.code = code;
    }

    static WireRefusal of(final WireError error, final Object... arguments) {
        return new WireRefusal(error.status(), error.code(), error.text(arguments));
    }

    static WireRefusal of(final SimRefusal refusal) {
        return new WireRefusal(BAD_REQUEST, refusal.code(), refusal.text());
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    String json() {
        return new JsonText()
                .object()
                .number("code", code)
                .text("msg", getMessage())
                .end()
                .toString();
    }
}
