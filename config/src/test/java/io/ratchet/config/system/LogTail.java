package io.ratchet.config.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Follows the venue's log while it is written. */
final class LogTail {
    private static final long POLL_MS = 2;

    private final Path log;

    LogTail(final Path log) {
        this.log = log;
    }

    /** Waits until a request of one of these kinds arrives from now on. */
    void awaitRequest(final List<String> operations, final long seconds) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(file.length());
            final StringBuilder pending = new StringBuilder();
            while (System.nanoTime() < deadlineNs) {
                final byte[] more = new byte[(int) (file.length() - file.getFilePointer())];
                file.readFully(more);
                pending.append(new String(more, StandardCharsets.UTF_8));
                for (int end = pending.indexOf("\n"); end >= 0; end = pending.indexOf("\n")) {
                    final String line = pending.substring(0, end);
                    pending.delete(0, end + 1);
                    if (line.contains("\"request\"") && operations.stream().anyMatch(line::contains)) {
                        return;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
        }
        throw new AssertionError("no request of " + operations + " in " + seconds + " s");
    }
}
