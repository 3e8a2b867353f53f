package io.ratchet.bench.workload;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** The floor of the journal: the queue by itself, no frame, no checksum, no force; same blocks, same roll cycle. */
public final class BareQueue implements AutoCloseable {
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final PointerBytesStore pointer = BytesStore.nativePointer();

    /**
     * An empty queue.
     *
     * @param directory   of it.
     * @param blockLength in bytes.
     */
    public BareQueue(final Path directory, final int blockLength) {
        queue = SingleChronicleQueueBuilder.binary(directory)
                .blockSize(blockLength)
                .rollCycle(RollCycles.FAST_HOURLY)
                .build();
        appender = queue.createAppender();
    }

    /**
     * Appends.
     *
     * @param address of the bytes, outside the heap.
     * @param length  in bytes.
     */
    public void append(final long address, final int length) {
        pointer.set(address, length);
        appender.writeBytes(pointer);
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
