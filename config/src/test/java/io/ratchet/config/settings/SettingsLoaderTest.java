package io.ratchet.config.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OverloadPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
    @TempDir
    Path dir;

    @Test
    void shouldHoldTheDocumentedNumbersWhenNothingIsSet() {
        final Policy policy = SettingsLoader.defaults().policy();
        assertEquals(20_000, policy.stopPpm());
        assertEquals(new Policy.Trailing(15_000, 5_000, 1_000, 10_000, 60_000_000_000L), policy.trailing());
        assertEquals(
                new Policy.Protect(3_000_000_000L, 10_000_000_000L, 400_000_000L, OverloadPolicy.HOLD),
                policy.protect());
        assertEquals(List.of(5, 20, 35, 50), policy.waves().checkMinutes());
        assertEquals(1L << 5 | 1L << 20 | 1L << 35 | 1L << 50, policy.waves().checkMinuteMask());
        assertEquals(20_000_000_000L, policy.limits().sizingMoney());
        assertEquals(MarginMode.ISOLATED, policy.entry().marginMode());
    }

    @Test
    void shouldLetFlagsOutweighVariablesOutweighTheFileOutweighDefaults() throws IOException {
        final Path file = file("stop:\n  percent: 3\ntrailing:\n  callback_percent: 0.7\n  activation_percent: 2\n");
        final Settings settings = SettingsLoader.load(
                file,
                Map.of("RATCHET__TRAILING__CALLBACK_PERCENT", "0.8", "RATCHET__TRAILING__ACTIVATION_PERCENT", "2.5"),
                Map.of("trailing.activation_percent", "2.75"));
        assertEquals(30_000, settings.policy().stopPpm());
        assertEquals(8_000, settings.policy().trailing().callbackPpm());
        assertEquals(27_500, settings.policy().trailing().activationPpm());
        assertEquals(file + " line 2", source(settings, "stop.percent"));
        assertEquals(
                "environment variable RATCHET__TRAILING__CALLBACK_PERCENT",
                source(settings, "trailing.callback_percent"));
        assertEquals("flag", source(settings, "trailing.activation_percent"));
        assertEquals("default", source(settings, "trailing.min_interval_s"));
    }

    @Test
    void shouldConvertPercentsByTextWhenNoDoubleCouldHoldThem() throws IOException {
        final Settings settings = SettingsLoader.load(file("stop:\n  percent: 1.1001\n"), Map.of(), Map.of());
        assertEquals(11_001, settings.policy().stopPpm());
        assertEquals("1.1001", value(settings, "stop.percent"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "stop:\\n  percnt: 2|line 2: unknown key 'stop.percnt', the nearest valid one is 'stop.percent'",
                "trailng:\\n  callback_percent: 1|line 1: unknown key 'trailng', the nearest valid one is 'trailing'",
                "venue:\\n"
                        + "  urls:\\n"
                        + "    rst: x|line 3: unknown key 'venue.urls.rst', the nearest valid one is 'venue.urls.rest'",
                "stop:\\n  percent: 2\\n  percent: 3|line 3: Duplicate Object property",
                "stop:\\n"
                        + "  percent: two|line 2: key 'stop.percent': actual=two expected=a decimal, above 0, at most 50,"
                        + " at most 4 decimals, in percent",
                "stop:\\n  percent: 1.00001|line 2: key 'stop.percent': actual=1.00001 expected=a decimal",
                "stop:\\n  percent: 0|line 2: key 'stop.percent': actual=0 expected=a decimal, above 0",
                "trailing:\\n"
                        + "  callback_percent: 0|line 2: key 'trailing.callback_percent': actual=0 expected=a decimal,"
                        + " above 0",
                "stop:\\n  percent: .nan|line 2: key 'stop.percent': actual=.nan expected=a decimal",
                "stop:\\n  percent:|line 2: key 'stop.percent': actual=nothing expected=a decimal",
                "stop: 2|line 1: section 'stop': actual=2 expected=keys stop.percent",
                "stop:\\n  percent:\\n    a: 2|line 2: key 'stop.percent': actual=a section expected=a decimal",
                "waves:\\n  enabled: on|line 2: key 'waves.enabled': actual=on expected=true or false",
                "waves:\\n"
                        + "  check_minutes: [5, 60]|line 2: key 'waves.check_minutes': actual=5,60 expected=a list of"
                        + " different whole numbers 0 to 59",
                "protect:\\n  overload: maybe|line 2: key 'protect.overload': actual=maybe expected=one of hold close",
                "protect:\\n"
                        + "  panic_ms: 2000|line 2: key 'protect.panic_ms': actual=2000 expected=not below"
                        + " protect.deadline_ms 3000",
                "entry:\\n"
                        + "  leverage: 1.5|line 2: key 'entry.leverage': actual=1.5 expected=a whole number, at least 1,"
                        + " at most 125, in x",
                "pipeline:\\n"
                        + "  inbound_slots: 1000|line 2: key 'pipeline.inbound_slots': actual=1000 expected=a power of"
                        + " two",
                "pipeline:\\n  wait: spin|line 2: key 'pipeline.wait': actual=spin expected=adaptive, or spin with",
                "venue:\\n"
                        + "  account_tag: R1|line 2: key 'venue.account_tag': actual=R1 expected=a text, like"
                        + " ^[a-z0-9]{2}$",
                "venue:\\n"
                        + "  urls:\\n"
                        + "    rest: https://fapi.example.com|section 'venue': binance rest:"
                        + " actual=https://fapi.example.com expected=one of",
                "venue:\\n"
                        + "  urls:\\n"
                        + "    rest: http://127.0.0.1:9000|section 'venue': binance rest: actual=http://127.0.0.1:9000"
                        + " expected=https",
                "database:\\n  mode: url|default: key 'database.url': actual=nothing expected=a JDBC address",
                "stop: &a\\n  percent: 2\\nclose: *a|line 3: actual=alias",
                "- 1|expected=sections and keys",
                "stop: [|not YAML",
                "stop:\\n  percent: 2\\n---\\nstop:\\n  percent: 3|a second document",
            })
    void shouldNameKeyValueAndRuleWhenTheFileIsWrong(final String yaml, final String expected) throws IOException {
        final Path file = file(yaml.replace("\\n", "\n"));
        final SettingsException e =
                assertThrows(SettingsException.class, () -> SettingsLoader.load(file, Map.of(), Map.of()));
        assertEquals(1, e.lines().size(), e.lines()::toString);
        assertTrue(e.lines().get(0).contains(expected), e.lines()::toString);
        assertFalse(e.lines().get(0).contains("\n"));
    }

    @Test
    void shouldListEveryDefectWhenThereAreSeveral() throws IOException {
        final Path file = file("stop:\n  percnt: 2\n  percent: -1\nfoo: 1\n");
        final SettingsException e =
                assertThrows(SettingsException.class, () -> SettingsLoader.load(file, Map.of(), Map.of()));
        assertEquals(3, e.lines().size(), e.lines()::toString);
    }

    @Test
    void shouldNameTheVariableWhenTheEnvironmentIsWrong() {
        final SettingsException e = assertThrows(
                SettingsException.class,
                () -> SettingsLoader.load(
                        null, Map.of("RATCHET__STOP__PERCENTS", "2", "RATCHET__WAVES__POSITIONS", "many"), Map.of()));
        assertEquals(
                List.of(
                        "environment variable RATCHET__STOP__PERCENTS: unknown key 'stop.percents',"
                                + " the nearest valid one is 'stop.percent'",
                        "environment variable RATCHET__WAVES__POSITIONS: key 'waves.positions': actual=many"
                                + " expected=a whole number, at least 1, at most 100, in positions"),
                e.lines());
    }

    @Test
    void shouldNameTheFileWhenItIsMissing() {
        final Path missing = dir.resolve("none.yaml");
        final SettingsException e =
                assertThrows(SettingsException.class, () -> SettingsLoader.load(missing, Map.of(), Map.of()));
        assertEquals(missing + ": no such file", e.getMessage());
    }

    @Test
    void shouldTakeAnEmptyFileAndEmptySections() throws IOException {
        assertEquals(
                20_000,
                SettingsLoader.load(file(""), Map.of(), Map.of()).policy().stopPpm());
        assertEquals(
                20_000,
                SettingsLoader.load(file("stop:\ntrailing:\n"), Map.of(), Map.of())
                        .policy()
                        .stopPpm());
    }

    @Test
    void shouldNeverShowASecret() throws IOException {
        final Path file = file("venue:\n  secret: hunter2-in-clear\n");
        final SettingsException e =
                assertThrows(SettingsException.class, () -> SettingsLoader.load(file, Map.of(), Map.of()));
        assertTrue(e.getMessage().contains("key 'venue.secret': actual=(not shown) expected=${NAME} or file:PATH"));
        assertFalse(e.getMessage().contains("hunter2"));
        final Settings settings =
                SettingsLoader.load(file("venue:\n  secret: ${MY_SECRET}\n"), Map.of("MY_SECRET", "hunter2"), Map.of());
        assertEquals("hunter2", settings.venue().secret().reveal());
        assertFalse(settings.toString().contains("hunter2"));
    }

    @Test
    void shouldReadASecretFileOnlyWhenNobodyElseCan() throws IOException {
        final Path secret = dir.resolve("secret");
        Files.writeString(secret, "hunter2\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        final Settings settings =
                SettingsLoader.load(file("venue:\n  secret: file:" + secret + "\n"), Map.of(), Map.of());
        assertEquals("hunter2", settings.venue().secret().reveal());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        final SettingsException e = assertThrows(
                SettingsException.class, () -> settings.venue().secret().reveal());
        assertTrue(e.getMessage().contains("expected=0600"), e.getMessage());
    }

    @Test
    void shouldSayWhichVariableWhenASecretIsNotSet() throws IOException {
        final Settings settings = SettingsLoader.load(file("venue:\n  key: ${NOT_SET}\n"), Map.of(), Map.of());
        assertEquals("${NOT_SET} (not set)", value(settings, "venue.key"));
        final SettingsException e = assertThrows(
                SettingsException.class, () -> settings.venue().key().reveal());
        assertEquals("key 'venue.key': environment variable NOT_SET actual=not set expected=set", e.getMessage());
    }

    @Test
    void shouldStretchNetworkDurationsOnlyWhenTheClockIsFast() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        SettingsLoader.defaults()
                .toConfigApplied(
                        new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()), 20_000);
        final ConfigAppliedDecoder applied =
                new ConfigAppliedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
        assertEquals(20_000, applied.clockSpeedMilli());
        assertEquals(60_000_000_000L, applied.protectDeadlineNs());
        assertEquals(200_000_000_000L, applied.panicNs());
        assertEquals(5_000_000_000L, applied.resyncJumpNs());
        assertEquals(60_000_000_000L, applied.moveMinIntervalNs());
        assertEquals(60_000_000_000L, applied.reconcileIntervalNs());
    }

    @ParameterizedTest
    @CsvSource({
        "'',ALERT",
        "'account:\n  dedicated: false\n',ALERT",
        "'account:\n  dedicated: true\n',GUARD",
        "'account:\n  dedicated: true\nforeign:\n  policy: ignore\n',IGNORE",
        "'foreign:\n  policy: guard\n',GUARD"
    })
    void shouldGuardForeignPositionsByItselfOnlyOnADedicatedAccount(final String yaml, final ForeignPolicy expected)
            throws IOException {
        final Settings settings = SettingsLoader.load(file(yaml), Map.of(), Map.of());
        assertEquals(expected, settings.policy().foreign().policy());
    }

    private Path file(final String yaml) throws IOException {
        final Path file = dir.resolve("ratchet.yaml");
        Files.writeString(file, yaml);
        return file;
    }

    private static String source(final Settings settings, final String key) {
        return of(settings, key).source();
    }

    private static String value(final Settings settings, final String key) {
        return of(settings, key).value();
    }

    private static EffectiveValue of(final Settings settings, final String key) {
        return settings.effective().stream()
                .filter(value -> value.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
