package io.ratchet.adapters.sim;

/**
 * A fault to inject: applied to the next requests that fit.
 *
 * @param operation it fits, null for any.
 * @param symbol    it fits, null for any.
 * @param idPart    a part of the client order id it fits, null for any.
 * @param kind      what goes wrong.
 * @param code      of REFUSE; of others ignored.
 * @param text      of REFUSE.
 * @param delayMs   exchange ms of DELAY and of WITHHOLD_NEW (0: for ever).
 */
public record SimFault(
        Operation operation, String symbol, String idPart, Kind kind, int code, String text, long delayMs) {

    /** Kinds of requests. */
    public enum Operation {
        /** Place an ordinary order. */
        PLACE_ORDER,
        /** Place a conditional order. */
        PLACE_ALGO,
        /** Cancel an ordinary order. */
        CANCEL_ORDER,
        /** Cancel a conditional order. */
        CANCEL_ALGO,
        /** Anything that reads. */
        READ,
        /** Anything else. */
        OTHER
    }

    /** What goes wrong. */
    public enum Kind {
        /** A receipt without a status; the order does not rest until the delay is over (0: never). */
        WITHHOLD_NEW,
        /** Executed, no answer. */
        DROP_REPLY,
        /** Not executed, no answer. */
        DROP_REQUEST,
        /** Executed, answered with -1007. */
        UNKNOWN_AFTER,
        /** Not executed, answered with -1008 (503). */
        OVERLOAD,
        /** Not executed, answered with code and text. */
        REFUSE,
        /** Executed, answered later. */
        DELAY,
        /** Accepted, then refused by the matching engine when it triggers. */
        REJECT_AT_TRIGGER,
        /** Half of it executes, the rest expires. */
        PARTIAL
    }

    /**
     * A fault without further conditions.
     *
     * @param operation it fits.
     * @param kind      what goes wrong.
     * @return the fault.
     */
    public static SimFault of(final Operation operation, final Kind kind) {
        return new SimFault(operation, null, null, kind, 0, "", 0);
    }

    /**
     * A refusal.
     *
     * @param operation it fits.
     * @param code      to answer with.
     * @param text      to answer with.
     * @return the fault.
     */
    public static SimFault refuse(final Operation operation, final int code, final String text) {
        return new SimFault(operation, null, null, Kind.REFUSE, code, text, 0);
    }

    /**
     * The same for client order ids that contain a text.
     *
     * @param part of the id.
     * @return the narrowed fault.
     */
    public SimFault forIdsWith(final String part) {
        return new SimFault(operation, symbol, part, kind, code, text, delayMs);
    }

    /**
     * The same with a delay.
     *
     * @param ms exchange ms.
     * @return the changed fault.
     */
    public SimFault withDelayMs(final long ms) {
        return new SimFault(operation, symbol, idPart, kind, code, text, ms);
    }

    boolean fits(final Operation of, final String ofSymbol, final String clientId) {
        return (operation == null || operation == of)
                && (symbol == null || symbol.equals(ofSymbol))
                && (idPart == null || clientId != null && clientId.contains(idPart));
    }
}
