package io.ratchet.adapters.binance;

import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.common.VenueEnvironment;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where Binance is and how to talk to it. Durations are wall clock; the adapter stretches what the engine clock or the
 * venue's clock measures by the clock speed. Checked once, here; immutable.
 *
 * @param environment         which installation.
 * @param rest                e.g. {@code https://fapi.binance.com}.
 * @param publicStream        e.g. {@code wss://fstream.binance.com/public}.
 * @param marketStream        e.g. {@code wss://fstream.binance.com/market}.
 * @param privateStream       e.g. {@code wss://fstream.binance.com/private}.
 * @param tradeApi            e.g. {@code wss://ws-fapi.binance.com/ws-fapi/v1}.
 * @param apiKey              sent in the clear as the venue asks; not a secret by itself.
 * @param apiSecret           of the key.
 * @param accountTag          two lower case letters or digits: part of every order id.
 * @param clockSpeedMilli     1000 but in an accelerated demo.
 * @param requestDeadlineMs   after which a request without an answer is UNKNOWN.
 * @param recvWindowMs        of all requests but entries; at most 5000.
 * @param entryRecvWindowMs   of entries.
 * @param openingWaitsForDisk whether entries wait until their command survives the loss of power.
 * @param jitterSeed          of the reconnect delays.
 */
public record BinanceConfig(
        VenueEnvironment environment,
        URI rest,
        URI publicStream,
        URI marketStream,
        URI privateStream,
        URI tradeApi,
        String apiKey,
        Secret apiSecret,
        String accountTag,
        int clockSpeedMilli,
        int requestDeadlineMs,
        int recvWindowMs,
        int entryRecvWindowMs,
        boolean openingWaitsForDisk,
        long jitterSeed) {
    /** After so long a request without an answer is UNKNOWN. */
    public static final int REQUEST_DEADLINE_MS = 3_000;
    /** Window of all requests but entries. */
    public static final int RECV_WINDOW_MS = 5_000;
    /** Window of entries: short, so that absence is proven soon. */
    public static final int ENTRY_RECV_WINDOW_MS = 1_000;

    private static final int RECV_WINDOW_MAX_MS = 5_000;
    private static final int SPEED_ONE_MILLI = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final Map<VenueEnvironment, Set<String>> HOSTS = Map.of(
            VenueEnvironment.LIVE, Set.of("fapi.binance.com", "fstream.binance.com", "ws-fapi.binance.com"),
            VenueEnvironment.TESTNET,
                    Set.of("testnet.binancefuture.com", "fstream.binancefuture.com", "demo-fapi.binance.com"),
            VenueEnvironment.DEMO,
                    Set.of(
                            "demo-fapi.binance.com",
                            "demo-fstream.binance.com",
                            "testnet.binancefuture.com",
                            "fstream.binancefuture.com"));

    /** Checks everything. */
    public BinanceConfig {
        checkAddress("rest", environment, rest, "https", "http");
        checkAddress("publicStream", environment, publicStream, "wss", "ws");
        checkAddress("marketStream", environment, marketStream, "wss", "ws");
        checkAddress("privateStream", environment, privateStream, "wss", "ws");
        checkAddress("tradeApi", environment, tradeApi, "wss", "ws");
        check("apiKey", apiKey != null && !apiKey.isEmpty() && isPlainAscii(apiKey), "***", "printable ASCII");
        check("apiSecret", apiSecret != null, "none", "a secret");
        check("clockSpeedMilli", clockSpeedMilli >= SPEED_ONE_MILLI, clockSpeedMilli, ">= " + SPEED_ONE_MILLI);
        check("requestDeadlineMs", requestDeadlineMs > 0, requestDeadlineMs, "> 0");
        check("recvWindowMs", isWindow(recvWindowMs), recvWindowMs, "1.." + RECV_WINDOW_MAX_MS);
        check("entryRecvWindowMs", isWindow(entryRecvWindowMs), entryRecvWindowMs, "1.." + RECV_WINDOW_MAX_MS);
    }

    /**
     * The simulated exchange of this machine, everything on one port.
     *
     * @param port            of its server.
     * @param apiKey          it knows.
     * @param apiSecret       of the key.
     * @param accountTag      part of every order id.
     * @param clockSpeedMilli of the demo.
     * @param jitterSeed      of the reconnect delays.
     * @return the configuration with the default durations.
     */
    public static BinanceConfig simulated(
            final int port,
            final String apiKey,
            final Secret apiSecret,
            final String accountTag,
            final int clockSpeedMilli,
            final long jitterSeed) {
        final String host = "127.0.0.1:" + port;
        return new BinanceConfig(
                VenueEnvironment.SIMULATED,
                URI.create("http://" + host),
                URI.create("ws://" + host + "/public"),
                URI.create("ws://" + host + "/market"),
                URI.create("ws://" + host + "/private"),
                URI.create("ws://" + host + "/ws-fapi/v1"),
                apiKey,
                apiSecret,
                accountTag,
                clockSpeedMilli,
                REQUEST_DEADLINE_MS,
                RECV_WINDOW_MS,
                ENTRY_RECV_WINDOW_MS,
                true,
                jitterSeed);
    }

    /**
     * A real installation with its documented addresses.
     *
     * @param environment LIVE, TESTNET or DEMO.
     * @param apiKey      of the account.
     * @param apiSecret   of the key.
     * @param accountTag  part of every order id.
     * @param jitterSeed  of the reconnect delays.
     * @return the configuration with the default durations.
     */
    public static BinanceConfig of(
            final VenueEnvironment environment,
            final String apiKey,
            final Secret apiSecret,
            final String accountTag,
            final long jitterSeed) {
        final boolean isLive = environment == VenueEnvironment.LIVE;
        final String rest = isLive ? "https://fapi.binance.com" : "https://demo-fapi.binance.com";
        final String streams = isLive
                ? "wss://fstream.binance.com"
                : environment == VenueEnvironment.DEMO
                        ? "wss://demo-fstream.binance.com"
                        : "wss://fstream.binancefuture.com";
        final String trade =
                isLive ? "wss://ws-fapi.binance.com/ws-fapi/v1" : "wss://testnet.binancefuture.com/ws-fapi/v1";
        return new BinanceConfig(
                environment,
                URI.create(rest),
                URI.create(streams + "/public"),
                URI.create(streams + "/market"),
                URI.create(streams + "/private"),
                URI.create(trade),
                apiKey,
                apiSecret,
                accountTag,
                SPEED_ONE_MILLI,
                REQUEST_DEADLINE_MS,
                RECV_WINDOW_MS,
                ENTRY_RECV_WINDOW_MS,
                true,
                jitterSeed);
    }

    /**
     * A real installation for {@link BinanceMarketData} alone, which needs no account: nothing can be signed with it.
     *
     * @param environment LIVE, TESTNET or DEMO.
     * @param jitterSeed  of the reconnect delays.
     * @return the configuration with the default durations.
     */
    public static BinanceConfig marketDataOnly(final VenueEnvironment environment, final long jitterSeed) {
        return of(environment, "none", Secret.of("none"), "00", jitterSeed);
    }

    /**
     * A wall-clock duration on the engine clock.
     *
     * @param wallMs milliseconds.
     * @return engine nanoseconds.
     */
    public long engineNs(final long wallMs) {
        return wallMs * clockSpeedMilli * NS_PER_MS / SPEED_ONE_MILLI;
    }

    /**
     * A duration of the engine clock on the wall.
     *
     * @param engineMs milliseconds.
     * @return wall milliseconds, ≥ 1.
     */
    public long wallMs(final long engineMs) {
        return Math.max(1, engineMs * SPEED_ONE_MILLI / clockSpeedMilli);
    }

    private static boolean isWindow(final int value) {
        return value > 0 && value <= RECV_WINDOW_MAX_MS;
    }

    private static boolean isPlainAscii(final String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\');
    }

    private static void checkAddress(
            final String name,
            final VenueEnvironment environment,
            final URI uri,
            final String secureScheme,
            final String plainScheme) {
        check(name, uri != null && uri.getHost() != null && uri.getScheme() != null, uri, "an absolute address");
        final String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (environment == VenueEnvironment.SIMULATED) {
            check(name, scheme.equals(secureScheme) || scheme.equals(plainScheme), uri, plainScheme);
            check(name, isLoopback(uri.getHost()), uri, "a loopback address, because the environment is simulated");
        } else {
            check(name, scheme.equals(secureScheme), uri, secureScheme);
            check(name, HOSTS.get(environment).contains(uri.getHost()), uri, "one of " + HOSTS.get(environment));
        }
    }

    /** By its text alone: a name could resolve to anything, and to something else tomorrow. */
    private static boolean isLoopback(final String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static void check(final String name, final boolean isGood, final Object actual, final String expected) {
        if (!isGood) {
            throw new IllegalArgumentException("binance " + name + ": actual=" + actual + " expected=" + expected);
        }
    }
}
