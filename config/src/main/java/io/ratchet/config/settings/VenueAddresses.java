package io.ratchet.config.settings;

import io.ratchet.adapters.binance.BinanceConfig;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.common.VenueEnvironment;
import java.net.URI;
import java.util.List;

/**
 * Addresses of a venue as given; an empty one means the environment's own.
 *
 * @param rest          base of the REST interface.
 * @param publicStream  high-frequency market streams.
 * @param marketStream  regular market streams.
 * @param privateStream user stream.
 * @param tradeApi      WebSocket order entry.
 */
public record VenueAddresses(
        String rest, String publicStream, String marketStream, String privateStream, String tradeApi) {
    /** The keys of the addresses, in the order of the components, with the names the adapter's checks use. */
    static final List<String> NAMES = List.of("rest", "public_stream", "market_stream", "private_stream", "trade_api");

    static VenueAddresses of(final Values values) {
        return new VenueAddresses(
                values.text("venue.urls.rest"),
                values.text("venue.urls.public_stream"),
                values.text("venue.urls.market_stream"),
                values.text("venue.urls.private_stream"),
                values.text("venue.urls.trade_api"));
    }

    /**
     * Whether at least one address must come from the settings and does not: the simulated venue has none of its own.
     *
     * @param environment of the venue.
     * @return true if it cannot be connected to.
     */
    public boolean isIncomplete(final VenueEnvironment environment) {
        return environment == VenueEnvironment.SIMULATED
                && List.of(rest, publicStream, marketStream, privateStream, tradeApi)
                        .contains("");
    }

    BinanceConfig binance(
            final Settings settings, final String key, final Secret secret, final int speedMilli, final long seed) {
        final Settings.VenueSettings venue = settings.venue();
        if (isIncomplete(venue.environment())) {
            throw new SettingsException(
                    "section 'venue.urls': actual=an empty address expected=all five, as venue.environment is"
                            + " simulated");
        }
        final BinanceConfig own = venue.environment() == VenueEnvironment.SIMULATED
                ? null
                : BinanceConfig.of(venue.environment(), key, secret, venue.accountTag(), seed);
        return new BinanceConfig(
                venue.environment(),
                either(rest, own == null ? null : own.rest()),
                either(publicStream, own == null ? null : own.publicStream()),
                either(marketStream, own == null ? null : own.marketStream()),
                either(privateStream, own == null ? null : own.privateStream()),
                either(tradeApi, own == null ? null : own.tradeApi()),
                key,
                secret,
                venue.accountTag(),
                speedMilli,
                venue.requestTimeoutMs(),
                (int) (settings.policy().venue().recvWindowNs() / 1_000_000),
                (int) (settings.policy().venue().entryRecvWindowNs() / 1_000_000),
                venue.waitsForDisk(),
                seed);
    }

    private static URI either(final String given, final URI otherwise) {
        return given.isEmpty() ? otherwise : URI.create(given);
    }
}
