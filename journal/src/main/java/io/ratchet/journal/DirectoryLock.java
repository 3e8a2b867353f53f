package io.ratchet.journal;

import io.ratchet.engine.api.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One process per data directory. The kernel releases the lock when the process dies, however it dies; the process id
 * in the file only serves the message.
 */
public final class DirectoryLock implements AutoCloseable {
    /** Name of the lock file. */
    public static final String FILE_NAME = "engine.lock";

    private static final int PID_LENGTH_MAX = 32;

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(final Path file, final FileChannel channel, final FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock or refuses at once.
     *
     * @param dataDirectory that the process wants for itself; created if missing.
     * @return the lock, held until closed.
     * @throws EngineException if another process (or another part of this one) holds it, or the directory is unusable.
     */
    public static DirectoryLock acquire(final Path dataDirectory) {
        final Path file = dataDirectory.resolve(FILE_NAME);
        try {
            Files.createDirectories(dataDirectory);
            final FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = tryLock(channel);
            if (lock == null) {
                final String holder = readHolder(channel);
                channel.close();
                throw new EngineException("another instance holds " + file + ": pid=" + holder + " expected=none");
            }
            writeHolder(channel);
            return new DirectoryLock(file, channel, lock);
        } catch (final IOException e) {
            throw new EngineException("data directory cannot be locked: file=" + file + " cause=" + e, e);
        }
    }

    /**
     * The lock file.
     *
     * @return its path.
     */
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (final IOException e) {
            throw new EngineException("lock cannot be released: file=" + file + " cause=" + e, e);
        }
    }

    private static FileLock tryLock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException ignored) {
            // This very process holds it: the same answer as for another one.
            return null;
        }
    }

    private static String readHolder(final FileChannel channel) throws IOException {
        final ByteBuffer text = ByteBuffer.allocate(PID_LENGTH_MAX);
        channel.read(text, 0);
        final String holder = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
        return holder.isEmpty() ? "unknown" : holder;
    }

    private static void writeHolder(final FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }
}
