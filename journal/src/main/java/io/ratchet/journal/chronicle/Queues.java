package io.ratchet.journal.chronicle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.BufferMode;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.WireType;
import org.agrona.concurrent.EpochClock;

/**
 * Builds the queues: every option that shapes behaviour is said here, none is left to a system property.
 */
final class Queues {
    /** The one roll cycle; a journal keeps it for life. */
    static final RollCycle ROLL_CYCLE = RollCycles.FAST_HOURLY;

    private static final String METADATA_FILE = "metadata.cq4t";
    private static final long TIMEOUT_MS = 2_000;
    private static final long DIRECTORY_REFRESH_MS = 250;

    static {
        // The library's banner and its usage statistics; the manifest cannot carry system properties.
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.analytics.disable", "true");
    }

    private Queues() {}

    static SingleChronicleQueue writable(final Path directory, final int blockLength, final TimeProvider time) {
        return builder(directory, blockLength, time).readOnly(false).build();
    }

    static SingleChronicleQueue readable(final Path directory, final TimeProvider time) {
        return builder(directory, JournalSettings.BLOCK_LENGTH_MIN, time)
                .readOnly(true)
                .build();
    }

    /**
     * Frees what a dead writer held. The queue itself only does so when the process id in the lock is not alive, which
     * it always is in a container that restarts with the same id. Only under the lock of the data directory.
     */
    static void releaseLocks(final Path directory) {
        final Path metadata = directory.resolve(METADATA_FILE);
        if (!Files.exists(metadata)) {
            return;
        }
        SingleChronicleQueueBuilder.addAliases();
        try (TableStore<Metadata.NoMeta> store = SingleTableBuilder.binary(metadata, Metadata.NoMeta.INSTANCE)
                        .readOnly(false)
                        .build();
                TableStoreWriteLock append = new TableStoreWriteLock(
                        store, Pauser::balanced, TIMEOUT_MS, TableStoreWriteLock.APPEND_LOCK_KEY);
                TableStoreWriteLock write = new TableStoreWriteLock(store, Pauser::balanced, TIMEOUT_MS)) {
            append.forceUnlock();
            write.forceUnlock();
        }
    }

    private static SingleChronicleQueueBuilder builder(
            final Path directory, final int blockLength, final TimeProvider time) {
        return SingleChronicleQueueBuilder.builder(directory, WireType.BINARY_LIGHT)
                .rollCycle(ROLL_CYCLE)
                .epoch(0)
                .blockSize(blockLength)
                .indexCount(ROLL_CYCLE.defaultIndexCount())
                .indexSpacing(ROLL_CYCLE.defaultIndexSpacing())
                .timeProvider(time)
                .timeoutMS(TIMEOUT_MS)
                .pauserSupplier(Pauser::balanced)
                .writeBufferMode(BufferMode.None)
                .readBufferMode(BufferMode.None)
                .syncMode(SyncMode.NONE)
                .doubleBuffer(false)
                .checkInterrupts(false)
                .sourceId(0)
                .forceDirectoryListingRefreshIntervalMs(DIRECTORY_REFRESH_MS);
    }

    /** Never goes back: a queue whose clock does refuses appends or puts them before older records. */
    static TimeProvider monotone(final EpochClock clock, final long floorMs) {
        return new MonotoneTime(clock, floorMs);
    }

    /** Wall clock that never goes back, from a floor on. Any thread. */
    private static final class MonotoneTime implements TimeProvider {
        private final EpochClock clock;
        private volatile long newestMs;

        MonotoneTime(final EpochClock clock, final long floorMs) {
            this.clock = clock;
            this.newestMs = floorMs;
        }

        @Override
        public long currentTimeMillis() {
            final long now = clock.time();
            final long newest = newestMs;
            if (now <= newest) {
                return newest;
            }
            // A race between threads loses at most a millisecond; what counts is that no thread sees time go back far
            // enough to leave a cycle, and only the core thread names cycles.
            newestMs = now;
            return now;
        }

        @Override
        public long currentTimeMicros() {
            return TimeUnit.MILLISECONDS.toMicros(currentTimeMillis());
        }

        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(currentTimeMillis());
        }
    }
}
