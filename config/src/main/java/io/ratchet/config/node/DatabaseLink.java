package io.ratchet.config.node;

import io.ratchet.config.database.EmbeddedDatabase;
import io.ratchet.config.settings.Settings.DatabaseMode;
import io.ratchet.config.settings.Settings.DatabaseSettings;
import io.ratchet.journal.postgres.Persister;
import io.ratchet.journal.postgres.PostgresConfig;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the database and the persister on a thread of its own, and only once the positions are protected (or that
 * takes too long): protection waits for neither and shares no processor with their start. Made and closed by the main
 * thread.
 */
final class DatabaseLink implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseLink.class);
    private static final int TURNS_BEFORE_PROTECTED_MAX = 200;
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long START_MAX_MS = TimeUnit.SECONDS.toMillis(90);

    private final DatabaseSettings settings;
    private final Path embeddedDirectory;
    private final Path journal;
    private final EpochClock wallClock;
    private final LongSupplier visibleSequence;
    private final BooleanSupplier isProtected;
    private final ThreadFactory threads;
    private volatile boolean isEnding;
    private volatile EmbeddedDatabase embedded;
    private volatile Persister persister;
    private volatile PostgresConfig config;
    private volatile String failure;
    private Thread starter;

    DatabaseLink(
            final DatabaseSettings settings,
            final Path embeddedDirectory,
            final Path journal,
            final EpochClock wallClock,
            final LongSupplier visibleSequence,
            final BooleanSupplier isProtected,
            final ThreadFactory threads) {
        this.settings = settings;
        this.embeddedDirectory = embeddedDirectory;
        this.journal = journal;
        this.wallClock = wallClock;
        this.visibleSequence = visibleSequence;
        this.isProtected = isProtected;
        this.threads = threads;
    }

    /** Begins; returns at once. */
    void start() {
        if (settings.mode() != DatabaseMode.NONE) {
            starter = threads.newThread(this::run);
            starter.setName("ratchet-database");
            starter.start();
        }
    }

    /** Newest journal sequence in the tables, -1 where there is no database. */
    long persisted() {
        final Persister running = persister;
        return running == null ? -1 : running.persistedSequence();
    }

    /** What keeps the database away, null for nothing. */
    String failure() {
        return failure;
    }

    /** How to reach it, null before it runs or where there is none. */
    PostgresConfig config() {
        return config;
    }

    /** Waits until a record is in the tables; false when that takes too long or there is no database. */
    boolean awaitPersisted(final long sequence, final long timeoutMs) {
        awaitStarted();
        final Persister running = persister;
        return running != null && running.awaitPersisted(sequence, timeoutMs);
    }

    /** Stops the persister, whose journal must still be there; the server stays for those who count. */
    void stopPersister() {
        awaitStarted();
        if (persister != null) {
            persister.close();
        }
    }

    @Override
    public void close() {
        stopPersister();
        if (embedded != null) {
            embedded.close();
        }
    }

    private void run() {
        awaitProtected();
        try {
            final PostgresConfig target = target();
            final Persister made = new Persister(target, journal, wallClock, visibleSequence);
            made.start(threads);
            config = target;
            persister = made;
        } catch (final RuntimeException e) {
            failure = e.getMessage();
            LOGGER.error("database not started, facts stay in the journal: {}", e.getMessage());
        }
    }

    private void awaitProtected() {
        for (int i = 0; i < TURNS_BEFORE_PROTECTED_MAX && !isEnding && !isProtected.getAsBoolean(); i++) {
            LockSupport.parkNanos(TURN_NS);
        }
    }

    private PostgresConfig target() {
        if (settings.mode() == DatabaseMode.EMBEDDED) {
            embedded = EmbeddedDatabase.start(embeddedDirectory);
            return new PostgresConfig(embedded.url(), embedded.user(), () -> "");
        }
        final Supplier<String> password = settings.password().isGiven() ? settings.password()::reveal : () -> "";
        return new PostgresConfig(settings.url(), settings.user(), password);
    }

    private void awaitStarted() {
        isEnding = true;
        if (starter != null) {
            try {
                starter.join(START_MAX_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
