package io.ratchet.engine.api;

/** Root of what the engine throws; messages say what, which, actual, expected. */
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message what, which, actual, expected.
     */
    public EngineException(final String message) {
        super(message);
    }

    /**
     * With a message and a cause.
     *
     * @param message what, which, actual, expected.
     * @param cause   of it.
     */
    public EngineException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
