package io.ratchet.journal.chronicle;

import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;

/**
 * How a journal is kept.
 *
 * @param directory       of the cycle files; created if missing.
 * @param clock           wall clock that names the cycle files; may step back, the journal does not follow.
 * @param threads         makes the force thread.
 * @param onLost          told once, on the force thread, when forcing or reading back failed: the node must halt.
 * @param blockLength     bytes mapped at a time, at least 64 KiB; the same for the life of a journal directory.
 * @param forceIntervalNs pause between two forces: with the force itself the most that a loss of power can take.
 */
public record JournalSettings(
        Path directory,
        EpochClock clock,
        ThreadFactory threads,
        ErrorHandler onLost,
        int blockLength,
        long forceIntervalNs) {
    /** Bytes mapped at a time unless said otherwise. */
    public static final int BLOCK_LENGTH_DEFAULT = 64 << 20;
    /** Smallest block. */
    public static final int BLOCK_LENGTH_MIN = 64 << 10;
    /** Pause between forces unless said otherwise. */
    public static final long FORCE_INTERVAL_NS_DEFAULT = TimeUnit.MILLISECONDS.toNanos(4);

    /** Checks the limits. */
    public JournalSettings {
        if (blockLength < BLOCK_LENGTH_MIN) {
            throw new IllegalArgumentException(
                    "journal block length: actual=" + blockLength + " expected>=" + BLOCK_LENGTH_MIN);
        }
        if (forceIntervalNs <= 0) {
            throw new IllegalArgumentException("journal force interval: actual=" + forceIntervalNs + " expected>0");
        }
    }

    /**
     * With the usual block and force interval.
     *
     * @param directory of the cycle files.
     * @param clock     wall clock.
     * @param threads   makes the force thread.
     * @param onLost    told when the journal is lost.
     * @return the settings.
     */
    public static JournalSettings of(
            final Path directory, final EpochClock clock, final ThreadFactory threads, final ErrorHandler onLost) {
        return new JournalSettings(directory, clock, threads, onLost, BLOCK_LENGTH_DEFAULT, FORCE_INTERVAL_NS_DEFAULT);
    }
}
