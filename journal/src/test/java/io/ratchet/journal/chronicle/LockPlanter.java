package io.ratchet.journal.chronicle;

import java.nio.file.Path;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.Pauser;

/** Leaves the queue's write lock held by this process id, as a container restart with the same id finds it. */
final class LockPlanter {
    private LockPlanter() {}

    static void plant(final Path directory) {
        SingleChronicleQueueBuilder.addAliases();
        try (TableStore<Metadata.NoMeta> store = SingleTableBuilder.binary(
                        directory.resolve("metadata.cq4t"), Metadata.NoMeta.INSTANCE)
                .build()) {
            new TableStoreWriteLock(store, Pauser::balanced, 1_000L).lock();
        }
    }
}
