package io.ratchet.adapters.http;

/**
 * An answer.
 *
 * @param status of HTTP.
 * @param json   one JSON object.
 */
public record Reply(int status, String json) {
    /** Done, or shown. */
    public static final int OK = 200;
    /** The request makes no sense. */
    public static final int BAD_REQUEST = 400;
    /** No token, or a wrong one. */
    public static final int UNAUTHORISED = 401;
    /** Asked by a page of another site. */
    public static final int FORBIDDEN = 403;
    /** No such thing. */
    public static final int NOT_FOUND = 404;
    /** The core refuses. */
    public static final int CONFLICT = 409;
    /** The body is too long. */
    public static final int TOO_LARGE = 413;
    /** The body is no JSON. */
    public static final int UNSUPPORTED = 415;
    /** The node cannot take it now. */
    public static final int UNAVAILABLE = 503;
    /** The core did not answer in time. */
    public static final int TIMEOUT = 504;

    /**
     * An error.
     *
     * @param status of HTTP.
     * @param error  its name, in capitals.
     * @param text   for people: what, which, actual, expected; without quotes and control characters.
     * @return the answer.
     */
    public static Reply error(final int status, final String error, final String text) {
        return new Reply(status, "{\"error\":\"" + error + "\",\"message\":\"" + printable(text) + "\"}");
    }

    private static String printable(final String text) {
        return text.replaceAll("[^ -~]|[\"\\\\]", "'");
    }
}
