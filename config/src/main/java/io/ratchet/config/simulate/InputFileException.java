package io.ratchet.config.simulate;

/** A file given by the user cannot be used. One line: file, line, column, actual, expected. */
public final class InputFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With the place.
     *
     * @param message file, line, column, actual, expected.
     */
    public InputFileException(final String message) {
        super(message);
    }
}
