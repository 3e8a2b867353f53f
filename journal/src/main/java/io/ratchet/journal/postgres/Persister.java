package io.ratchet.journal.postgres;

import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.journal.chronicle.ChronicleJournalReader;
import io.ratchet.journal.chronicle.JournalTail;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * Brings the journal to PostgreSQL, each record once: tails it with a reader of its own, and stores rows and position in
 * the same transaction. The database may be away for hours; nothing waits for it.
 *
 * <p>After any failure whose outcome is unknown (a lost connection at commit) the stored position is read again and the
 * journal is read from there. A row that PostgreSQL refuses is found by halving the batch and put aside, counted. A row
 * that is there already means that position and tables disagree: the persister halts, it never skips.
 */
public final class Persister implements Agent {
    /** Epoch of the journal; a new one begins when a damaged journal is put aside. */
    public static final int JOURNAL_EPOCH = 1;

    private static final int BATCH_ROWS_MAX = 16_384;
    private static final int POLL_LIMIT = 1_024;
    private static final long POSITION_INTERVAL_MS = 250;
    private static final long BACKOFF_FIRST_MS = 500;
    private static final long BACKOFF_MAX_MS = 30_000;
    private static final long IDLE_MS = 5;
    private static final long DRAIN_POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Supplier<RowStore> stores;
    private final LongFunction<JournalTail> tails;
    private final EpochClock clock;
    private final LongSupplier visibleSequence;
    private final RowEncoder encoder = new RowEncoder(JOURNAL_EPOCH);
    private final Batch batch = new Batch();
    private final AtomicLong persisted = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong quarantined = new AtomicLong();
    private final AtomicLong disconnects = new AtomicLong();
    private volatile PersisterStatus.State state = PersisterStatus.State.DISCONNECTED;
    private volatile String lastError;
    private volatile AgentRunner runner;
    private RowStore store;
    private JournalTail reader;
    private int batchRowsMax = BATCH_ROWS_MAX;
    private long nextAttemptMs;
    private long backoffMs = BACKOFF_FIRST_MS;
    private long batchBegunMs;
    private int batchFromHash;

    /**
     * A persister that is not yet running.
     *
     * @param config          of the database.
     * @param journal         directory of the journal.
     * @param clock           wall clock, for pauses.
     * @param visibleSequence newest sequence that may be persisted: the journal's durable one, so that a loss of power
     *                        cannot leave rows of records that the journal lost.
     */
    public Persister(
            final PostgresConfig config,
            final Path journal,
            final EpochClock clock,
            final LongSupplier visibleSequence) {
        this(
                () -> PostgresRows.open(config, JOURNAL_EPOCH),
                after -> new ChronicleJournalReader(journal, clock, after),
                clock,
                visibleSequence);
    }

    /**
     * A persister between any journal and any store.
     *
     * @param stores          connects to the store; throws while it is away.
     * @param tails           a reader of the journal behind a sequence.
     * @param clock           wall clock, for pauses.
     * @param visibleSequence newest sequence that may be persisted.
     */
    public Persister(
            final Supplier<RowStore> stores,
            final LongFunction<JournalTail> tails,
            final EpochClock clock,
            final LongSupplier visibleSequence) {
        this.stores = stores;
        this.tails = tails;
        this.clock = clock;
        this.visibleSequence = visibleSequence;
    }

    /**
     * Runs the duty cycle on a thread of its own.
     *
     * @param threads makes the thread.
     */
    public void start(final ThreadFactory threads) {
        final AgentRunner started = new AgentRunner(new SleepingMillisIdleStrategy(IDLE_MS), this::failed, null, this);
        runner = started;
        AgentRunner.startOnThread(started, threads);
    }

    @Override
    public int doWork() {
        try {
            return switch (state) {
                case HALTED -> 0;
                case DISCONNECTED -> connect();
                case RUNNING -> persist();
            };
        } catch (final RuntimeException | Error e) {
            failed(e);
            return 0;
        }
    }

    @Override
    public String roleName() {
        return "persister";
    }

    @Override
    public void onClose() {
        disconnect();
    }

    /**
     * Last journal sequence that is in the tables. Any thread.
     *
     * @return the sequence, 0 before the first connect.
     */
    public long persistedSequence() {
        return persisted.get();
    }

    /**
     * Where it stands. Any thread.
     *
     * @return counters of this moment.
     */
    public PersisterStatus status() {
        final long done = persisted.get();
        return new PersisterStatus(
                state,
                done,
                Math.max(0, visibleSequence.getAsLong() - done),
                rows.get(),
                batches.get(),
                quarantined.get(),
                disconnects.get(),
                lastError);
    }

    /**
     * Waits until the tables hold the journal up to a record. Any thread but the persister's.
     *
     * @param sequence  of the record.
     * @param timeoutMs to wait at most, of the given clock.
     * @return whether they do.
     */
    public boolean awaitPersisted(final long sequence, final long timeoutMs) {
        final long deadlineMs = clock.time() + timeoutMs;
        while (persisted.get() < sequence) {
            if (clock.time() > deadlineMs || state == PersisterStatus.State.HALTED) {
                return false;
            }
            LockSupport.parkNanos(DRAIN_POLL_NS);
        }
        return true;
    }

    /** Stops the thread and closes connections; what is not yet in the tables comes at the next start. */
    public void close() {
        final AgentRunner started = runner;
        if (started == null) {
            onClose();
        } else {
            started.close();
        }
    }

    private int connect() {
        if (clock.time() < nextAttemptMs) {
            return 0;
        }
        store = stores.get();
        final StoredPosition stored = store.position();
        state = PersisterStatus.State.RUNNING;
        readFrom(stored);
        return 1;
    }

    /** Starts reading behind the stored position, if it is a position of this journal. */
    private void readFrom(final StoredPosition stored) {
        CloseHelper.close(reader);
        reader = tails.apply(stored.sequence());
        encoder.instruments(store.instruments());
        persisted.set(stored.sequence());
        begin(stored.sequence(), stored.hash());
        try {
            if (stored.sequence() > 0 && (!reader.locate() || reader.lastHash() != stored.hash())) {
                halt("database belongs to another journal: its position sequence=" + stored.sequence()
                        + " is another record here");
            }
        } catch (final EngineException e) {
            halt("database belongs to another journal: " + e.getMessage());
        }
    }

    private int persist() {
        final int read = fill();
        final boolean due = clock.time() - batchBegunMs >= POSITION_INTERVAL_MS;
        final boolean full = batch.rows() >= batchRowsMax;
        final boolean drained = read == 0 && batch.rows() > 0;
        if (batch.toSequence() > batch.fromSequence() && (full || drained || due)) {
            write();
        }
        return read;
    }

    private int fill() {
        int total = 0;
        while (batch.rows() < batchRowsMax) {
            final long visible = visibleSequence.getAsLong() - reader.lastSequence();
            final int limit = (int) Math.min(Math.min(POLL_LIMIT, batchRowsMax - batch.rows()), visible);
            final int read = limit <= 0 ? 0 : reader.poll(this::onRecord, limit);
            if (read == 0) {
                break;
            }
            batch.readTo(reader.lastSequence(), reader.lastHash());
            total += read;
        }
        return total;
    }

    private void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        if (batchRowsMax == 1) {
            batch.keepRecord(buffer, offset, length);
        }
        encoder.encode(batch, sequence, buffer, offset);
    }

    private void write() {
        try {
            store.write(batch);
        } catch (final RuntimeException e) {
            if (Failure.of(e) != Failure.BAD_ROW) {
                throw e;
            }
            onBadRow(e);
            return;
        }
        rows.addAndGet(batch.rows());
        batchRowsMax = Math.min(BATCH_ROWS_MAX, batchRowsMax * 2);
        committed();
    }

    /** Halves the batch until it is the one row that PostgreSQL refuses. */
    private void onBadRow(final RuntimeException refused) {
        lastError = String.valueOf(refused.getMessage());
        if (batchRowsMax > 1) {
            batchRowsMax = Math.max(1, Math.min(batch.rows(), batchRowsMax) / 2);
            readFrom(new StoredPosition(batch.fromSequence(), batchFromHash));
            return;
        }
        store.quarantine(batch, refused);
        quarantined.incrementAndGet();
        committed();
    }

    private void committed() {
        backoffMs = BACKOFF_FIRST_MS;
        batches.incrementAndGet();
        persisted.set(batch.toSequence());
        begin(batch.toSequence(), batch.toHash());
    }

    private void begin(final long sequence, final int hash) {
        batch.begin(sequence, hash);
        batchFromHash = hash;
        batchBegunMs = clock.time();
    }

    private void failed(final Throwable thrown) {
        final String error = String.valueOf(thrown.getMessage());
        final Failure failure = Failure.of(thrown);
        if (failure == Failure.DUPLICATE) {
            halt("a record is in the database already: " + error);
        } else if (thrown instanceof EngineException && failure != Failure.POSITION_MOVED) {
            halt(error);
        } else {
            lastError = error;
            disconnects.incrementAndGet();
            disconnect();
            if (state != PersisterStatus.State.HALTED) {
                state = PersisterStatus.State.DISCONNECTED;
                nextAttemptMs = clock.time() + backoffMs;
                backoffMs = Math.min(BACKOFF_MAX_MS, backoffMs * 2);
            }
        }
    }

    private void halt(final String reason) {
        lastError = reason;
        state = PersisterStatus.State.HALTED;
        disconnect();
    }

    private void disconnect() {
        CloseHelper.quietClose(reader);
        reader = null;
        CloseHelper.quietClose(store);
        store = null;
    }
}
