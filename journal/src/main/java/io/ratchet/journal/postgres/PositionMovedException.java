package io.ratchet.journal.postgres;

import io.ratchet.engine.api.EngineException;

/** The stored position is not the one that the batch began at: it has to be read again. */
public final class PositionMovedException extends EngineException {
    private static final long serialVersionUID = 1L;

    /**
     * With its evidence.
     *
     * @param message which position was expected, which one is stored.
     */
    public PositionMovedException(final String message) {
        super(message);
    }
}
