package io.ratchet.config.cli;

/** What the exit code of the process says. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;
    /** Bad file or option, port taken, second instance, journal damaged, replay differs. */
    public static final int ERROR = 1;
    /** What was asked for is not there. */
    public static final int NOT_FOUND = 2;
    /** No node is running. */
    public static final int NOT_RUNNING = 3;
    /** The settings are wrong. */
    public static final int CONFIG = 4;
    /** It took too long. */
    public static final int TIMEOUT = 5;
    /** A position is without a confirmed stop. */
    public static final int UNPROTECTED = 6;

    private ExitCode() {}
}
