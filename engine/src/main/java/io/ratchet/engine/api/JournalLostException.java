package io.ratchet.engine.api;

/** The journal can no longer be trusted to hold what it was given; the node must stop at once. */
public final class JournalLostException extends EngineException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message and a cause.
     *
     * @param message what, which, actual, expected.
     * @param cause   of it, may be null.
     */
    public JournalLostException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
