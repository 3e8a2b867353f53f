package io.ratchet.adapters.common;

/** A venue sent something that does not say what it must; the message names the field, never a secret. */
public final class VenueFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message what, which, actual, expected.
     */
    public VenueFormatException(final String message) {
        super(message);
    }
}
