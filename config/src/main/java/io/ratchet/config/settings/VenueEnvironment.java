package io.ratchet.config.settings;

import java.util.Locale;
import java.util.Set;

/** An environment of Binance USD-M: its addresses (PROTOCOLS of the venue, as of 2026) and the hosts it may use. */
public enum VenueEnvironment {
    /** Real money. */
    LIVE(
            "https://fapi.binance.com",
            "wss://fstream.binance.com",
            "wss://ws-fapi.binance.com/ws-fapi/v1",
            Set.of("fapi.binance.com", "fstream.binance.com", "ws-fapi.binance.com")),
    /** The old test network; the same back end as demo. */
    TESTNET(
            "https://testnet.binancefuture.com",
            "wss://fstream.binancefuture.com",
            "wss://testnet.binancefuture.com/ws-fapi/v1",
            Set.of("testnet.binancefuture.com", "fstream.binancefuture.com")),
    /** The venue's demo trading. */
    DEMO(
            "https://demo-fapi.binance.com",
            "wss://demo-fstream.binance.com",
            "wss://testnet.binancefuture.com/ws-fapi/v1",
            Set.of("demo-fapi.binance.com", "demo-fstream.binance.com", "testnet.binancefuture.com")),
    /** Our simulated exchange on loopback; its addresses must be given. */
    SIMULATED("", "", "", Set.of("localhost", "127.0.0.1", "::1", "[::1]"));

    private final String restUrl;
    private final String streamUrl;
    private final String tradeUrl;
    private final Set<String> hosts;

    VenueEnvironment(final String restUrl, final String streamUrl, final String tradeUrl, final Set<String> hosts) {
        this.restUrl = restUrl;
        this.streamUrl = streamUrl;
        this.tradeUrl = tradeUrl;
        this.hosts = hosts;
    }

    static VenueEnvironment ofName(final String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String restUrl() {
        return restUrl;
    }

    String streamUrl() {
        return streamUrl;
    }

    String tradeUrl() {
        return tradeUrl;
    }

    boolean allows(final String host) {
        return host != null && hosts.contains(host);
    }
}
