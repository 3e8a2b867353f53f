package io.ratchet.config.node;

import io.ratchet.config.database.EmbeddedDatabase;
import io.ratchet.config.settings.Settings.DatabaseMode;
import io.ratchet.config.settings.Settings.DatabaseSettings;
import io.ratchet.journal.postgres.Persister;
import io.ratchet.journal.postgres.PersisterStatus;
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
    private static final String RUNNING = "running";
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseLink.class);
    private static final int TURNS_BEFORE_PROTECTED_MAX = 200;
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long START_MAX_MS = TimeUnit.SECONDS.toMillis(90);
    private static final long DRAIN_MAX_MS = TimeUnit.SECONDS.toMillis(30);
    /** How long a stop waits for a database that does not answer: what is missing comes at the next start. */
    private static final long UNREACHABLE_DRAIN_MAX_MS = TimeUnit.SECONDS.toMillis(5);

    private static final long DRAIN_TURN_MS = 250;
    private static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(200);

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
    private String toldError = "";
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

    /** Newest journal sequence in the tables, -1 while none is known. */
    long persisted() {
        final Persister running = persister;
        final boolean isKnown = running != null && (running.persistedSequence() > 0 || state().equals(RUNNING));
        return isKnown ? running.persistedSequence() : -1;
    }

    /** How far it is, in words where there is no figure; ends a line of figures. */
    String progress() {
        final String state = state();
        return state.equals(RUNNING) ? Long.toString(persisted()) : "database " + state;
    }

    /** How it is, for people: off, starting, running, unreachable, refused. */
    String state() {
        final Persister running = persister;
        if (settings.mode() == DatabaseMode.NONE) {
            return "off";
        }
        if (running == null) {
            return failure == null ? "starting" : "not started";
        }
        final PersisterStatus status = running.status();
        return switch (status.state()) {
            case RUNNING -> RUNNING;
            case HALTED -> "refused";
            case DISCONNECTED -> status.lastError() == null ? "starting" : "unreachable";
        };
    }

    /** What keeps the database away, null for nothing. */
    String failure() {
        final Persister running = persister;
        final boolean isWell = running == null || running.status().state() == PersisterStatus.State.RUNNING;
        return isWell ? failure : oneLine(running.status().lastError());
    }

    /** How to reach it, null before it runs or where there is none. */
    PostgresConfig config() {
        return config;
    }

    /**
     * Waits until a record is in the tables, not for long if the database does not answer. What is missing then stays in
     * the journal and comes at the next start.
     */
    void drain(final long sequence) {
        awaitStarted();
        final Persister running = persister;
        if (running == null) {
            return; // Off, or its failure is told already.
        }
        long waitedMs = 0;
        while (!running.awaitPersisted(sequence, DRAIN_TURN_MS)) {
            waitedMs += DRAIN_TURN_MS;
            final PersisterStatus status = running.status();
            final boolean isUnreachable =
                    status.state() == PersisterStatus.State.DISCONNECTED && status.lastError() != null;
            if (status.state() == PersisterStatus.State.HALTED
                    || waitedMs >= (isUnreachable ? UNREACHABLE_DRAIN_MAX_MS : DRAIN_MAX_MS)) {
                LOGGER.warn(
                        "database behind at the end, the rest comes at the next start: waited={} ms, journaled={},"
                                + " persisted: {}",
                        waitedMs,
                        sequence,
                        progress());
                return;
            }
        }
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
            watch(made);
        } catch (final RuntimeException e) {
            failure = e.getMessage();
            LOGGER.error("database not started, facts stay in the journal: {}", e.getMessage());
        }
    }

    /** Tells once what keeps the database away, and when it is back. */
    private void watch(final Persister running) {
        while (!isEnding) {
            final PersisterStatus status = running.status();
            final boolean isWell = status.state() == PersisterStatus.State.RUNNING;
            final String error = isWell ? "" : oneLine(status.lastError());
            if (!error.equals(toldError)) {
                tell(status.state(), error);
                toldError = error;
            }
            LockSupport.parkNanos(WATCH_NS);
        }
    }

    private void tell(final PersisterStatus.State state, final String error) {
        final String where = settings.mode() == DatabaseMode.URL ? withoutParameters(settings.url()) : "embedded";
        switch (state) {
            case RUNNING -> LOGGER.info("database reached: {}", where);
            case HALTED -> LOGGER.error("database refused, facts stay in the journal: {} cause={}", where, error);
            case DISCONNECTED ->
                LOGGER.warn("database unreachable, facts stay in the journal meanwhile: {} cause={}", where, error);
        }
    }

    /** They may hold a password. */
    private static String withoutParameters(final String url) {
        final int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    private static String oneLine(final String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R[\\s-]*", ", ");
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
