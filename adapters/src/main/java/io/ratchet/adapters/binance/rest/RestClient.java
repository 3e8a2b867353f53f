package io.ratchet.adapters.binance.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ratchet.adapters.binance.BinanceConfig;
import io.ratchet.adapters.binance.HmacSha256Signer;
import io.ratchet.adapters.binance.OutcomeTable;
import io.ratchet.adapters.binance.RateBudget;
import io.ratchet.adapters.binance.RateBudget.Band;
import io.ratchet.adapters.binance.RateBudget.Limit;
import io.ratchet.adapters.binance.VenueClock;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.sbe.OutcomeReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URLEncoder;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Signed and unsigned requests. A request is written at most once per call; only a refusal of its time stamp, which
 * proves that it was not executed, is answered by a new measurement of the clock and one more attempt.
 *
 * <p>Calls from any thread, never blocking; replies on the client's threads.
 */
public final class RestClient implements AutoCloseable {
    private static final String TIME_PATH = "/fapi/v1/time";
    private static final String KEY_HEADER = "X-MBX-APIKEY";
    private static final String BANNED_UNTIL = "banned until ";
    private static final long REPLY_LENGTH_MAX = 16L << 20;
    private static final int ERROR_LENGTH_MAX = 64 << 10;
    private static final int STATUS_ERROR = 400;
    private static final int REQUESTS_MAX = 64;
    private static final long PAUSE_WITHOUT_HINT_MS = 60_000;
    private static final long PAUSE_MAX_MS = 3L * 24 * 3_600_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long MS_PER_SECOND = 1_000;
    private static final int CODE_CLOCK_GATEWAY = -1021;
    private static final int CODE_CLOCK_ENGINE = -5028;
    private static final int CODE_TOO_MANY_REQUESTS = -1003;

    private final BinanceConfig config;
    private final Ingress ingress;
    private final VenueClock clock;
    private final RateBudget budget;
    private final HttpTransport transport;
    private final HmacSha256Signer signer;
    private final byte[] signature = new byte[HmacSha256Signer.SIGNATURE_LENGTH];

    /** How a request is authorised. */
    public enum Security {
        /** Nobody in particular. */
        NONE,
        /** The key in the header, no signature: listen keys. */
        KEY,
        /** Key, time stamp and signature. */
        SIGNED
    }

    /**
     * A client without connections.
     *
     * @param config        where the venue is.
     * @param ingress       whose clock measures.
     * @param clock         of the venue.
     * @param budget        of the venue's limits.
     * @param threadFactory names the threads.
     */
    public RestClient(
            final BinanceConfig config,
            final Ingress ingress,
            final VenueClock clock,
            final RateBudget budget,
            final ThreadFactory threadFactory) {
        this(config, ingress, clock, budget, new OkHttpTransport(config.requestDeadlineMs(), threadFactory));
    }

    /**
     * A client over a given transport.
     *
     * @param config    where the venue is.
     * @param ingress   whose clock measures.
     * @param clock     of the venue.
     * @param budget    of the venue's limits.
     * @param transport carries the requests; closed with the client.
     */
    public RestClient(
            final BinanceConfig config,
            final Ingress ingress,
            final VenueClock clock,
            final RateBudget budget,
            final HttpTransport transport) {
        this.config = config;
        this.ingress = ingress;
        this.clock = clock;
        this.budget = budget;
        this.transport = transport;
        signer = new HmacSha256Signer(config.apiSecret().bytes());
    }

    /**
     * Begins a request.
     *
     * @param band     what it protects.
     * @param weight   of it; 0 if only orders are counted for it, which the caller has done.
     * @param method   GET, POST, PUT or DELETE.
     * @param path     with leading slash.
     * @param query    percent-encoded, without time stamp and signature, may be empty.
     * @param security how it is authorised.
     * @param handler  told once how it ended, on a thread of the client (or the caller's if it is not sent).
     */
    public void request(
            final Band band,
            final int weight,
            final String method,
            final String path,
            final String query,
            final Security security,
            final Consumer<RestReply> handler) {
        if (weight > 0 && !budget.tryWeight(band, weight)) {
            handler.accept(notSent(OutcomeReason.RATE_LIMITED, "request weight of its band is used up"));
            return;
        }
        if (transport.waiting() >= REQUESTS_MAX) {
            handler.accept(notSent(OutcomeReason.RING_FULL, "too many requests wait"));
            return;
        }
        send(new Attempt(method, path, query, security, handler, 0, true));
    }

    /**
     * Begins a request that is signed already; it is not tried again.
     *
     * @param method      POST or DELETE.
     * @param path        with leading slash.
     * @param signedQuery whole.
     * @param handler     told once how it ended.
     */
    public void signedRequest(
            final String method, final String path, final String signedQuery, final Consumer<RestReply> handler) {
        send(new Attempt(method, path, signedQuery, Security.KEY, handler, 0, false));
    }

    /**
     * Measures the venue's clock.
     *
     * @param handler told whether it worked.
     */
    public void syncTime(final Consumer<Boolean> handler) {
        send(new Attempt(
                "GET",
                TIME_PATH,
                "",
                Security.NONE,
                reply -> {
                    final boolean isGood = reply.isSuccess() && isTimeMeasured(reply);
                    handler.accept(isGood);
                },
                0,
                false));
    }

    /**
     * Percent-encodes a value as the venue wants it before it is signed.
     *
     * @param value any text.
     * @return unreserved characters and %XX only.
     */
    public static String encoded(final String value) {
        return URLEncoder.encode(value, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Gives up idle connections: they may be as dead as what has just been lost, and one that is not is opened again. */
    public void dropIdleConnections() {
        transport.dropIdleConnections();
    }

    /** Cancels what runs and ends the threads. */
    @Override
    public void close() {
        transport.close();
    }

    private boolean isTimeMeasured(final RestReply reply) {
        final long serverTimeMs = JsonFields.integer(reply.body(), "serverTime", 0);
        if (serverTimeMs <= 0) {
            return false;
        }
        clock.measured(reply.sentNs(), serverTimeMs, reply.ackNs());
        return true;
    }

    private void send(final Attempt attempt) {
        final String query = attempt.security == Security.SIGNED ? signed(attempt.query) : attempt.query;
        final String url = config.rest() + attempt.path + (query.isEmpty() ? "" : "?" + query);
        attempt.sentNs = ingress.nowNs();
        transport.call(attempt.method, url, attempt.security == Security.NONE ? null : config.apiKey(), attempt);
    }

    private String signed(final String query) {
        final long windowMs = config.engineNs(config.recvWindowMs()) / NS_PER_MS;
        final String full =
                (query.isEmpty() ? "" : query + "&") + "recvWindow=" + windowMs + "&timestamp=" + clock.nowMs();
        final byte[] bytes = full.getBytes(UTF_8);
        synchronized (signer) {
            signer.sign(bytes, 0, bytes.length, signature, 0);
            return full + "&signature=" + new String(signature, UTF_8);
        }
    }

    private RestReply notSent(final OutcomeReason reason, final String message) {
        final long nowNs = ingress.nowNs();
        return new RestReply(RestReply.Kind.NOT_SENT, 0, null, 0, message, reason, nowNs, nowNs);
    }

    private void readLimits(
            final UnaryOperator<String> header, final int status, final int code, final String message) {
        report(header, "X-MBX-USED-WEIGHT-1M", Limit.WEIGHT_1M);
        report(header, "X-MBX-ORDER-COUNT-10S", Limit.ORDERS_10S);
        report(header, "X-MBX-ORDER-COUNT-1M", Limit.ORDERS_1M);
        if (status == OutcomeTable.STATUS_TOO_MANY_REQUESTS
                || status == OutcomeTable.STATUS_BANNED
                || status == OutcomeTable.STATUS_FIREWALL
                || code == CODE_TOO_MANY_REQUESTS) {
            budget.pause(pauseMs(header.apply("Retry-After"), message) * NS_PER_MS);
        }
    }

    private void report(final UnaryOperator<String> header, final String name, final Limit limit) {
        final long count = number(header.apply(name));
        if (count >= 0 && count <= Integer.MAX_VALUE) {
            budget.reported(limit, (int) count);
        }
    }

    private long pauseMs(final String retryAfter, final String message) {
        final long seconds = number(retryAfter);
        if (seconds >= 0) {
            return Math.min(PAUSE_MAX_MS, seconds * MS_PER_SECOND);
        }
        return pauseMs(message, clock.nowMs());
    }

    /**
     * How long the text of a refusal asks to wait.
     *
     * @param message "… banned until 1791000000000. …" or any other.
     * @param nowMs   of the venue's clock.
     * @return milliseconds; a minute if the text does not say.
     */
    public static long pauseMs(final String message, final long nowMs) {
        final int at = message.indexOf(BANNED_UNTIL);
        if (at < 0) {
            return PAUSE_WITHOUT_HINT_MS;
        }
        int end = at + BANNED_UNTIL.length();
        final int begin = end;
        while (end < message.length() && Character.isDigit(message.charAt(end))) {
            end++;
        }
        final long untilMs = number(message.substring(begin, end));
        return untilMs < 0 ? PAUSE_WITHOUT_HINT_MS : Math.max(0, Math.min(PAUSE_MAX_MS, untilMs - nowMs));
    }

    private static long number(final String text) {
        if (text == null || text.isEmpty()) {
            return -1;
        }
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException notInteger) {
            return -1;
        }
    }

    private final class Attempt implements HttpTransport.Handler {
        private final String method;
        private final String path;
        private final String query;
        private final Security security;
        private final Consumer<RestReply> handler;
        private final int retries;
        private final boolean isRepeatable;
        private long sentNs;

        private Attempt(
                final String method,
                final String path,
                final String query,
                final Security security,
                final Consumer<RestReply> handler,
                final int retries,
                final boolean isRepeatable) {
            this.method = method;
            this.path = path;
            this.query = query;
            this.security = security;
            this.handler = handler;
            this.retries = retries;
            this.isRepeatable = isRepeatable;
        }

        @Override
        public void failed(final boolean isSent, final boolean isTimeout, final String text) {
            final OutcomeReason lostReason = isTimeout ? OutcomeReason.TIMEOUT : OutcomeReason.DISCONNECTED;
            handler.accept(new RestReply(
                    isSent ? RestReply.Kind.LOST : RestReply.Kind.NOT_SENT,
                    0,
                    null,
                    0,
                    text,
                    isSent ? lostReason : OutcomeReason.NOT_CONNECTED,
                    sentNs,
                    ingress.nowNs()));
        }

        @Override
        public void answered(final int status, final UnaryOperator<String> header, final InputStream content) {
            JsonNode body = null;
            String problem = "";
            IOException lost = null;
            try {
                if (status >= STATUS_ERROR) {
                    final byte[] bytes = content.readNBytes(ERROR_LENGTH_MAX);
                    // Some refusals are plain text; the text itself is the evidence then.
                    problem = VenueText.sanitised(new String(bytes, UTF_8).strip());
                    body = JsonFields.parse(bytes, bytes.length);
                } else {
                    body = JsonFields.parse(content, REPLY_LENGTH_MAX);
                }
            } catch (final IOException broken) {
                lost = broken;
            } catch (final JacksonException | VenueFormatException unparsable) {
                if (unparsable.getCause() instanceof IOException) {
                    lost = (IOException) unparsable.getCause();
                }
                problem = problem.isEmpty() ? VenueText.of(unparsable) : problem;
            }
            if (lost != null) {
                failed(true, lost instanceof InterruptedIOException, VenueText.of(lost));
                return;
            }
            answered(status, header, body, problem);
        }

        private void answered(
                final int status, final UnaryOperator<String> header, final JsonNode body, final String problem) {
            final long ackNs = ingress.nowNs();
            int code = 0;
            String message = problem;
            if (body != null && body.isObject() && (body.has("code") || body.has("msg"))) {
                message = VenueText.sanitised(JsonFields.text(body, "msg"));
                code = errorCode(body);
            }
            readLimits(header, status, code, message);
            final boolean isClock = code == CODE_CLOCK_GATEWAY || code == CODE_CLOCK_ENGINE;
            if (isClock && isRepeatable && security == Security.SIGNED && retries == 0) {
                syncTime(isGood -> send(new Attempt(method, path, query, security, handler, 1, false)));
                return;
            }
            handler.accept(new RestReply(
                    RestReply.Kind.ANSWERED, status, body, code, message, OutcomeReason.NONE, sentNs, ackNs));
        }

        private int errorCode(final JsonNode body) {
            try {
                final long code = JsonFields.integer(body, "code", 0);
                return code < 0 && code >= Integer.MIN_VALUE ? (int) code : 0;
            } catch (final VenueFormatException notInteger) {
                return 0;
            }
        }
    }
}
