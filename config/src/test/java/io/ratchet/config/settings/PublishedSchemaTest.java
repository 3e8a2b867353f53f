package io.ratchet.config.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.EntriesAppliedDecoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PublishedSchemaTest {
    private static final Set<String> RELOAD_CLASSES = Set.of("decision", "process");

    @Test
    void shouldPublishTheSchemaThatTheJarHolds() throws IOException {
        try (InputStream in = SettingsSchema.class.getResourceAsStream("/ratchet.schema.json")) {
            assertNotNull(in);
            assertEquals(
                    Files.readString(Path.of("ratchet.schema.json")),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldDocumentEachKeyWithUnitDefaultAndReloadClass() {
        for (final SettingsKey key : SettingsSchema.instance().keys().values()) {
            assertTrue(key.schema().has("default"), key::path);
            assertTrue(key.schema().get("description").asString().length() > 3, key::path);
            assertTrue(key.schema().has("x-unit"), key::path);
            assertTrue(RELOAD_CLASSES.contains(key.schema().get("x-reload").asString()), key::path);
        }
    }

    @Test
    void shouldLoadEveryProfile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("profiles"))) {
            final List<Path> profiles =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertFalse(profiles.isEmpty());
            for (final Path profile : profiles) {
                assertNotNull(SettingsLoader.load(profile, Map.of(), Map.of()));
            }
        }
        assertNotNull(SettingsLoader.load(Path.of("ratchet.yaml"), Map.of(), Map.of()));
    }

    @Test
    void shouldReachTheSimulatedExchangeWithItsProfile() {
        final Map<String, String> environment =
                Map.of("SIMULATED_KEY", "key", "SIMULATED_SECRET", "secret", "SIMULATED_TOKEN", "token");
        final Settings settings = SettingsLoader.load(Path.of("profiles/simulated.yaml"), environment, Map.of());
        assertEquals(
                "ws://127.0.0.1:18080/ws-fapi/v1",
                settings.toBinanceConfig(1_000, 1).tradeApi().toString());
        assertEquals("token", settings.signals().token().reveal());
    }

    @Test
    void shouldSetEveryNumberOfConfigApplied() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        buffer.setMemory(0, 512, (byte) 0x5a);
        final ConfigAppliedEncoder encoder =
                new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        SettingsLoader.defaults().toConfigApplied(encoder, 1_000);
        final String first = text(buffer);
        buffer.setMemory(0, 512, (byte) 0x00);
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        SettingsLoader.defaults().toConfigApplied(encoder, 1_000);
        // A field that nothing sets would show what was in the buffer before.
        assertEquals(first, text(buffer));
    }

    @Test
    void shouldSetEveryNumberOfEntriesApplied() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        buffer.setMemory(0, 512, (byte) 0x5a);
        final String first = entries(buffer);
        buffer.setMemory(0, 512, (byte) 0x00);
        assertEquals(first, entries(buffer));
    }

    private static String entries(final UnsafeBuffer buffer) {
        SettingsLoader.defaults()
                .entries()
                .encode(new EntriesAppliedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()), 1_000);
        return new EntriesAppliedDecoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder())
                .toString();
    }

    private static String text(final UnsafeBuffer buffer) {
        return new ConfigAppliedDecoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder())
                .toString();
    }
}
