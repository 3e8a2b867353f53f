package io.ratchet.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a file forward through one buffer. Plain reads: a file shorter than it should be cannot fault the process, as
 * a mapping would.
 */
final class FileWindow implements AutoCloseable {
    private static final int LENGTH = 1 << 20;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private FileChannel channel;
    private long fileLength;
    private long start;
    private int filled;

    /** Turns to a file. */
    void open(final Path file) throws IOException {
        close();
        channel = FileChannel.open(file, StandardOpenOption.READ);
        fileLength = channel.size();
        start = 0;
        filled = 0;
    }

    /** Forgets what was read: a writer may have gone on. */
    void refresh() throws IOException {
        fileLength = channel.size();
        filled = 0;
    }

    long fileLength() {
        return fileLength;
    }

    /**
     * Makes a range readable at the returned offset of {@link #buffer()}; the range lies within the file.
     *
     * @return the offset.
     */
    int locate(final long position, final int length) throws IOException {
        if (position < start || position + length > start + filled) {
            fill(position, length);
        }
        return (int) (position - start);
    }

    int word(final long position) throws IOException {
        return buffer.getInt(locate(position, Integer.BYTES), ByteOrder.LITTLE_ENDIAN);
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /**
     * Finds the first byte that is not zero.
     *
     * @return its position, or -1 if there is none up to the end of the file.
     */
    long firstNonZero(final long from) throws IOException {
        long position = from;
        while (position < fileLength) {
            final int length = (int) Math.min(LENGTH, fileLength - position);
            final int offset = locate(position, length);
            for (int i = 0; i < length; ) {
                if (i + Long.BYTES <= length && buffer.getLong(offset + i) == 0) {
                    i += Long.BYTES;
                } else if (buffer.getByte(offset + i) != 0) {
                    return position + i;
                } else {
                    i++;
                }
            }
            position += length;
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void fill(final long position, final int length) throws IOException {
        bytes.clear();
        start = position;
        filled = 0;
        while (bytes.hasRemaining()) {
            final int read = channel.read(bytes, position + filled);
            if (read < 0) {
                break;
            }
            filled += read;
        }
        bytes.clear();
        if (filled < length) {
            throw new IOException(
                    "file ended while it was read: position=" + position + " actual=" + filled + " expected=" + length);
        }
    }
}
