package io.ratchet.adapters.binance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.common.VenueEnvironment;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BinanceConfigTest {
    private static final Secret SECRET = Secret.of("very-secret");

    @ParameterizedTest
    @EnumSource(
            value = VenueEnvironment.class,
            names = {"LIVE", "TESTNET", "DEMO"})
    void shouldKnowTheAddressesOfEachInstallation(final VenueEnvironment environment) {
        final BinanceConfig config = BinanceConfig.of(environment, "key", SECRET, "t1", 1);
        assertEquals("https", config.rest().getScheme());
        assertEquals("wss", config.marketStream().getScheme());
    }

    @ParameterizedTest
    @CsvSource({
        "LIVE, http://fapi.binance.com",
        "LIVE, https://fapi.binance.com.evil.example",
        "LIVE, https://demo-fapi.binance.com",
        "LIVE, https://127.0.0.1:8080",
        "TESTNET, https://fapi.binance.com",
        "DEMO, http://127.0.0.1:8080",
        "SIMULATED, https://fapi.binance.com",
        "SIMULATED, http://192.168.0.1:80",
        "SIMULATED, http://127.0.0.1.evil.example:80",
        "SIMULATED, ftp://127.0.0.1:80"
    })
    void shouldRefuseAddressesThatAreNotTheVenues(final VenueEnvironment environment, final String rest) {
        final BinanceConfig good = environment == VenueEnvironment.SIMULATED
                ? BinanceConfig.simulated(8_080, "key", SECRET, "t1", 1_000, 1)
                : BinanceConfig.of(environment, "key", SECRET, "t1", 1);
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> withRest(good, URI.create(rest)));
        assertTrue(refused.getMessage().contains("expected="), refused.getMessage());
    }

    @Test
    void shouldStretchNetworkDurationsByTheClockSpeed() {
        final BinanceConfig config = BinanceConfig.simulated(8_080, "key", SECRET, "t1", 20_000, 1);
        assertEquals(20_000_000L, config.engineNs(1));
        assertEquals(90_000L, config.wallMs(30 * 60_000L));
    }

    @Test
    void shouldNeverShowTheSecret() {
        final BinanceConfig config = BinanceConfig.simulated(8_080, "key", SECRET, "t1", 1_000, 1);
        assertFalse(config.toString().contains("very-secret"), config.toString());
        assertEquals("***", SECRET.toString());
        assertThrows(IllegalArgumentException.class, () -> Secret.of(""));
    }

    private static BinanceConfig withRest(final BinanceConfig config, final URI rest) {
        return new BinanceConfig(
                config.environment(),
                rest,
                config.publicStream(),
                config.marketStream(),
                config.privateStream(),
                config.tradeApi(),
                config.apiKey(),
                config.apiSecret(),
                config.accountTag(),
                config.clockSpeedMilli(),
                config.requestDeadlineMs(),
                config.recvWindowMs(),
                config.entryRecvWindowMs(),
                config.openingWaitsForDisk(),
                config.jitterSeed());
    }
}
