package io.ratchet.config.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many starts in a row did not come to RUNNING: an input that breaks the core does so at each replay. The file
 * {@code starts.failed} in the data directory holds the count. A count that cannot be read or written is no reason not to
 * protect. Whoever holds the lock of the directory.
 */
final class StartCount {
    /** Starts that fail in a row before the next one is a bare guard. */
    static final int FAILED_MAX = 3;

    private static final Logger LOGGER = LoggerFactory.getLogger(StartCount.class);
    private static final String FILE = "starts.failed";
    private static final int DIGITS_MAX = 6;

    private final Path file;

    private StartCount(final Path file) {
        this.file = file;
    }

    /** The count in a data directory. */
    static StartCount in(final Path directory) {
        return new StartCount(directory.resolve(FILE));
    }

    /** Starts in a row that did not come to RUNNING. */
    int failed() {
        try {
            final String text = Files.exists(file) ? Files.readString(file).trim() : "0";
            return text.length() <= DIGITS_MAX && text.matches("\\d+") ? Integer.parseInt(text) : 0;
        } catch (final IOException e) {
            LOGGER.warn("starts that failed cannot be counted: file={} cause={}", file, e.toString());
            return 0;
        }
    }

    /** A start begins: it has failed until it is said to be well. */
    void begun() {
        write(failed() + 1);
    }

    /** The node runs, or was stopped in order. */
    void isWell() {
        if (failed() != 0) {
            write(0);
        }
    }

    private void write(final int count) {
        try {
            Files.writeString(file, count + "\n");
        } catch (final IOException e) {
            LOGGER.warn("starts that failed cannot be counted: file={} cause={}", file, e.toString());
        }
    }
}
