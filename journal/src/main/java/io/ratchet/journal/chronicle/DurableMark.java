package io.ratchet.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Remembers, outside the cycle files, the newest record that was forced to disk. Without it a journal that lost its
 * tail (a truncated or deleted last file) looks like one that never had it.
 *
 * <p>Written after the force it speaks of, so what is on disk here is on disk there; two slots, written in turn, each
 * with its checksum, so that a torn write leaves the other. Not forced itself: it may lag, never lead.
 *
 * <pre>
 *   slot: | sequence int64 | hash int32 | CRC32C of the 12 bytes before |     two of them
 * </pre>
 */
final class DurableMark implements AutoCloseable {
    /** Name of the file, beside the cycle files. */
    static final String FILE_NAME = "durable.mark";

    private static final int HASH_OFFSET = 8;
    private static final int CRC_OFFSET = 12;
    private static final int SLOT_LENGTH = 16;
    private static final int SLOTS = 2;

    private final FileChannel channel;
    private final ByteBuffer slot = ByteBuffer.allocateDirect(SLOT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private int next;

    /**
     * What is remembered.
     *
     * @param sequence of the newest forced record, 0 for none.
     * @param hash     of that record.
     */
    record Mark(long sequence, int hash) {
        /** Nothing is known to be on disk. */
        static final Mark NONE = new Mark(0, 0);
    }

    DurableMark(final Path directory) throws IOException {
        channel = FileChannel.open(
                directory.resolve(FILE_NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        next = newerSlot(directory) == 0 ? 1 : 0;
    }

    /**
     * Remembers a record. Any one thread.
     *
     * @param sequence of it; forced to disk.
     * @param hash     of it.
     */
    void write(final long sequence, final int hash) throws IOException {
        slot.clear();
        slot.putLong(0, sequence).putInt(HASH_OFFSET, hash).putInt(CRC_OFFSET, checksum(slot, crc));
        slot.clear();
        channel.write(slot, (long) next * SLOT_LENGTH);
        next = (next + 1) % SLOTS;
    }

    /**
     * Reads what is remembered.
     *
     * @param directory of the journal.
     * @return the newest readable mark.
     */
    static Mark read(final Path directory) throws IOException {
        final ByteBuffer bytes = readSlots(directory);
        Mark newest = Mark.NONE;
        for (int i = 0; i < SLOTS; i++) {
            final Mark mark = slotAt(bytes, i);
            if (mark != null && mark.sequence >= newest.sequence) {
                newest = mark;
            }
        }
        return newest;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int newerSlot(final Path directory) throws IOException {
        final ByteBuffer bytes = readSlots(directory);
        final Mark first = slotAt(bytes, 0);
        final Mark second = slotAt(bytes, 1);
        if (second == null) {
            return 0;
        }
        return first != null && first.sequence >= second.sequence ? 0 : 1;
    }

    private static ByteBuffer readSlots(final Path directory) throws IOException {
        final Path file = directory.resolve(FILE_NAME);
        final byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        return ByteBuffer.wrap(Arrays.copyOf(content, SLOTS * SLOT_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Mark slotAt(final ByteBuffer bytes, final int index) {
        final ByteBuffer slot = bytes.slice(index * SLOT_LENGTH, SLOT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        if (checksum(slot, new CRC32C()) != slot.getInt(CRC_OFFSET)) {
            return null;
        }
        return new Mark(slot.getLong(0), slot.getInt(HASH_OFFSET));
    }

    private static int checksum(final ByteBuffer slot, final CRC32C crc) {
        slot.limit(CRC_OFFSET).position(0);
        crc.reset();
        crc.update(slot);
        slot.clear();
        return (int) crc.getValue();
    }
}
