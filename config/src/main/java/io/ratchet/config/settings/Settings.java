package io.ratchet.config.settings;

import io.ratchet.adapters.binance.BinanceConfig;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.common.VenueEnvironment;
import io.ratchet.engine.pipeline.WaitMode;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The settings of one process, checked and in the units of the engine.
 *
 * @param policy    what changes a decision.
 * @param entries   what changes a decision about signals and entries.
 * @param results   what stops entries because of results.
 * @param venue     the exchange and the account.
 * @param signals   the signal server.
 * @param dataDir   everything this node remembers.
 * @param journal   the journal.
 * @param database  the PostgreSQL.
 * @param pipeline  rings and threads.
 * @param httpPort  of health and status on loopback, 0 for none.
 * @param effective every key with its value and the source of it, in the order of the schema.
 */
public record Settings(
        Policy policy,
        EntriesPolicy entries,
        ResultsPolicy results,
        VenueSettings venue,
        SignalSettings signals,
        Path dataDir,
        JournalSettings journal,
        DatabaseSettings database,
        PipelineSettings pipeline,
        int httpPort,
        List<EffectiveValue> effective) {

    private static final String PAPER = "paper";
    private static final int MS_PER_S = 1_000;

    static Settings of(final Values values, final List<EffectiveValue> effective) {
        final Path dataDir = Path.of(values.text("data.dir"));
        final String journalDir = values.text("journal.dir");
        return new Settings(
                Policy.of(values),
                EntriesPolicy.of(values),
                ResultsPolicy.of(values),
                VenueSettings.of(values),
                new SignalSettings(
                        values.flag("signals.enabled"),
                        values.text("signals.url"),
                        values.secret("signals.token"),
                        values.integer("signals.silence_s") * MS_PER_S,
                        "long".equals(values.text("signals.missing_direction"))),
                dataDir,
                new JournalSettings(
                        journalDir.isEmpty() ? dataDir.resolve("journal") : Path.of(journalDir),
                        values.integer("journal.snapshot_interval_s")),
                new DatabaseSettings(
                        DatabaseMode.valueOf(values.text("database.mode").toUpperCase(Locale.ROOT)),
                        values.text("database.url"),
                        values.text("database.user"),
                        values.secret("database.password")),
                PipelineSettings.of(values),
                values.integer("http.port"),
                List.copyOf(effective));
    }

    /**
     * Encodes the policy as the input that brings it to the core.
     *
     * @param encoder    wrapped, header applied; {@code timeNs} is left to the ring.
     * @param speedMilli thousandths of the speed of the engine clock, 1000 for real time.
     * @return the encoder.
     */
    public ConfigAppliedEncoder toConfigApplied(final ConfigAppliedEncoder encoder, final int speedMilli) {
        return policy.encode(encoder, speedMilli);
    }

    /**
     * What the Binance adapter needs; reads the secrets.
     *
     * @param speedMilli thousandths of the speed of the engine clock, 1000 for real time.
     * @param jitterSeed of the reconnect delays.
     * @return the checked configuration.
     * @throws SettingsException if a secret or, when simulated, an address is missing.
     */
    public BinanceConfig toBinanceConfig(final int speedMilli, final long jitterSeed) {
        final String key = required("venue.key", venue.key());
        final Secret secret = Secret.of(required("venue.secret", venue.secret()));
        return venue.addresses().binance(this, key, secret, speedMilli, jitterSeed);
    }

    /**
     * What a paper venue on Binance's prices needs: the same without an account.
     *
     * @param speedMilli thousandths of the speed of the engine clock, 1000 for real time.
     * @param jitterSeed of the reconnect delays.
     * @return the checked configuration.
     */
    public BinanceConfig toPaperConfig(final int speedMilli, final long jitterSeed) {
        return venue.addresses().binance(this, PAPER, Secret.of(PAPER), speedMilli, jitterSeed);
    }

    private static String required(final String name, final SecretReference reference) {
        if (!reference.isGiven()) {
            throw new SettingsException("key '" + name + "': actual=nothing expected=${NAME} or file:PATH");
        }
        return reference.reveal();
    }

    /**
     * The exchange and the account on it.
     *
     * @param name             of the exchange, lower case.
     * @param environment      which of its environments.
     * @param addresses        given ones; empty where the environment's own is meant.
     * @param key              API key.
     * @param secret           API secret.
     * @param accountTag       two characters in every client order id.
     * @param requestTimeoutMs after which a request without an answer is UNKNOWN.
     * @param waitsForDisk     whether opening commands wait until they are durable.
     */
    public record VenueSettings(
            String name,
            VenueEnvironment environment,
            VenueAddresses addresses,
            SecretReference key,
            SecretReference secret,
            String accountTag,
            int requestTimeoutMs,
            boolean waitsForDisk) {
        private static VenueSettings of(final Values values) {
            return new VenueSettings(
                    values.text("venue.name"),
                    VenueEnvironment.valueOf(values.text("venue.environment").toUpperCase(Locale.ROOT)),
                    VenueAddresses.of(values),
                    values.secret("venue.key"),
                    values.secret("venue.secret"),
                    values.text("venue.account_tag"),
                    values.integer("venue.request_timeout_ms"),
                    values.flag("journal.opening_waits_for_disk"));
        }
    }

    /**
     * The signal server.
     *
     * @param enabled connect to it.
     * @param url     of its WebSocket.
     * @param token   for auth.
     * @param silenceMs  after which a server with heartbeats is given up.
     * @param isLongOnly whether a real-time signal without direction is long.
     */
    public record SignalSettings(
            boolean enabled, String url, SecretReference token, int silenceMs, boolean isLongOnly) {}

    /**
     * The journal.
     *
     * @param dir               of its files.
     * @param snapshotIntervalS between two snapshots of the state, 0 for none but at a stop.
     */
    public record JournalSettings(Path dir, int snapshotIntervalS) {}

    /** Where facts are copied to. */
    public enum DatabaseMode {
        /** One that runs under the data directory. */
        EMBEDDED,
        /** An existing one. */
        URL,
        /** Nowhere. */
        NONE
    }

    /**
     * The PostgreSQL.
     *
     * @param mode     which.
     * @param url      JDBC address for mode URL.
     * @param user     for mode URL.
     * @param password for mode URL.
     */
    public record DatabaseSettings(DatabaseMode mode, String url, String user, SecretReference password) {}

    /**
     * Rings and threads.
     *
     * @param inboundSlots  a power of two.
     * @param egressSlots   a power of two.
     * @param listenerSlots a power of two.
     * @param instruments   capacity of the table.
     * @param waitMode         how threads wait.
     * @param coreCpu       -1 for any.
     * @param egressCpu     -1 for any.
     */
    public record PipelineSettings(
            int inboundSlots,
            int egressSlots,
            int listenerSlots,
            int instruments,
            WaitMode waitMode,
            int coreCpu,
            int egressCpu) {
        private static PipelineSettings of(final Values values) {
            return new PipelineSettings(
                    values.integer("pipeline.inbound_slots"),
                    values.integer("pipeline.egress_slots"),
                    values.integer("pipeline.listener_slots"),
                    values.integer("pipeline.instruments"),
                    WaitMode.valueOf(values.text("pipeline.wait").toUpperCase(Locale.ROOT)),
                    values.integer("pipeline.core_cpu"),
                    values.integer("pipeline.egress_cpu"));
        }
    }
}
