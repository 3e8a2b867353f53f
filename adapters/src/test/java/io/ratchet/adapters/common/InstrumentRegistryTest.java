package io.ratchet.adapters.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.Venue;
import org.junit.jupiter.api.Test;

final class InstrumentRegistryTest {
    private static final InstrumentSpec SPEC =
            new InstrumentSpec(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, InstrumentStatus.TRADING);

    private final InstrumentRegistry registry = new InstrumentRegistry();

    @Test
    void shouldGiveDenseIdsPerVenueAndSymbol() {
        for (int i = 0; i < 700; i++) {
            assertEquals(i, registry.register(Venue.BINANCE, "S" + i + "USDT"));
        }
        assertEquals(700, registry.register(Venue.BYBIT, "S5USDT"));
        assertEquals(5, registry.register(Venue.BINANCE, "S5USDT"));
        final byte[] bytes = "xS699USDTy".getBytes(UTF_8);
        assertEquals(699, registry.instrumentId(Venue.BINANCE, bytes, 1, 8));
        assertEquals(InstrumentRegistry.UNKNOWN, registry.instrumentId(Venue.BYBIT, "S6USDT"));
        assertTrue(registry.contains(Venue.BYBIT, 700));
        assertFalse(registry.contains(Venue.BINANCE, 700));
        assertFalse(registry.contains(Venue.BINANCE, -1));
    }

    @Test
    void shouldTellOnlyChangesOfASpecification() {
        final int id = registry.register(Venue.BINANCE, "BTCUSDT");
        assertTrue(registry.announced(id, SPEC));
        assertFalse(
                registry.announced(id, new InstrumentSpec(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, InstrumentStatus.TRADING)));
        assertTrue(registry.announced(id, new InstrumentSpec(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, InstrumentStatus.HALTED)));
    }

    @Test
    void shouldComeBackFromAJournalWithTheSameIds() {
        final int id = registry.register(Venue.BINANCE, "币安人生USDT");
        final String engineSymbol = registry.engineSymbol(id);
        assertTrue(engineSymbol.chars().allMatch(c -> c < 128) && engineSymbol.length() <= 32, engineSymbol);
        final InputEncoder encoder = new InputEncoder(Venue.BINANCE);
        encoder.instrumentDefined(id, engineSymbol, SPEC);
        final InstrumentDefinedDecoder decoder = new InstrumentDefinedDecoder();
        decoder.wrapAndApplyHeader(encoder.buffer(), 0, new MessageHeaderDecoder());
        final InstrumentRegistry recovered = new InstrumentRegistry();
        recovered.seed(decoder);
        assertEquals(id, recovered.instrumentId(Venue.BINANCE, "币安人生USDT"));
        assertFalse(recovered.announced(id, SPEC));
        recovered.seed(decoder);
        assertEquals(1, recovered.count());
        encoder.instrumentDefined(5, "BTCUSDT", SPEC);
        assertThrows(IllegalStateException.class, () -> recovered.seed(decoder));
    }

    @Test
    void shouldRefuseSymbolsThatNoMessageCanCarry() {
        assertEquals(InstrumentRegistry.UNKNOWN, registry.register(Venue.BINANCE, "A".repeat(33)));
        assertEquals(0, registry.count());
    }
}
