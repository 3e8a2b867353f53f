package io.ratchet.config.cli;

/** Ends a verb with one line on stderr and an exit code. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * With a message.
     *
     * @param exitCode of {@link ExitCode}.
     * @param message  one line: what, which, actual, expected.
     */
    public CliException(final int exitCode, final String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * With a message and a cause, which only {@code --debug} shows.
     *
     * @param exitCode of {@link ExitCode}.
     * @param message  one line: what, which, actual, expected.
     * @param cause    of it.
     */
    public CliException(final int exitCode, final String message, final Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /**
     * How the process ends.
     *
     * @return of {@link ExitCode}.
     */
    public int exitCode() {
        return exitCode;
    }
}
