package io.ratchet.engine.snapshot;

import io.ratchet.engine.api.EngineException;

/** A snapshot that cannot be loaded; the core it was to be loaded into is of no use any more. */
public final class UnreadableSnapshotException extends EngineException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message what, which, actual, expected.
     */
    public UnreadableSnapshotException(final String message) {
        super(message);
    }

    /**
     * Says why.
     *
     * @param message what, which.
     * @param cause   that loading ended with.
     */
    public UnreadableSnapshotException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
