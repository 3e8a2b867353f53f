package io.ratchet.adapters.http;

/** A port could not be bound. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With the place.
     *
     * @param message what, which, actual, expected.
     * @param cause   as the server library reported it.
     */
    public PortTakenException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
