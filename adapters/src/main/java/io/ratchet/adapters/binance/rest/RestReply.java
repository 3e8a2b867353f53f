package io.ratchet.adapters.binance.rest;

import io.ratchet.engine.sbe.OutcomeReason;
import tools.jackson.databind.JsonNode;

/**
 * How one request ended.
 *
 * @param kind    what is known of it.
 * @param status  HTTP status, 0 without an answer.
 * @param body    parsed reply, null if there is none or it could not be parsed.
 * @param code    negative error code of the venue, 0 if there is none.
 * @param message of the venue or of the failure, sanitised.
 * @param reason  of a request that was not answered.
 * @param sentNs  engine time before the request.
 * @param ackNs   engine time of the answer or failure.
 */
public record RestReply(
        Kind kind, int status, JsonNode body, int code, String message, OutcomeReason reason, long sentNs, long ackNs) {

    /** What is known of a request. */
    public enum Kind {
        /** The venue answered. */
        ANSWERED,
        /** Nothing was written to the venue. */
        NOT_SENT,
        /** Written, and no answer came. */
        LOST
    }

    /**
     * Whether the venue did what was asked and said so legibly.
     *
     * @return whether.
     */
    public boolean isSuccess() {
        return kind == Kind.ANSWERED && status >= 200 && status < 300 && code == 0 && body != null;
    }
}
