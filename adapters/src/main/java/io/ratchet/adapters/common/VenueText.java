package io.ratchet.adapters.common;

/** Cleans texts of venues before they enter a message: printable ASCII, at most 120 bytes (DESIGN 2). Pure. */
public final class VenueText {
    /** Bytes that a text of a message may have. */
    public static final int LENGTH_MAX = 120;

    private static final char FIRST_PRINTABLE = ' ';
    private static final char LAST_PRINTABLE = '~';

    private VenueText() {}

    /**
     * Cleans a text: what is not printable ASCII becomes '?', what is longer than {@link #LENGTH_MAX} is cut.
     *
     * @param text of a venue or an exception, may be null.
     * @return the clean text, empty for null.
     */
    public static String sanitised(final String text) {
        if (text == null) {
            return "";
        }
        final int length = Math.min(text.length(), LENGTH_MAX);
        final StringBuilder clean = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            final char character = text.charAt(i);
            clean.append(character >= FIRST_PRINTABLE && character <= LAST_PRINTABLE ? character : '?');
        }
        return clean.toString();
    }

    /**
     * What an exception says in one short line: its simple name and message.
     *
     * @param failure to describe.
     * @return the clean text.
     */
    public static String of(final Throwable failure) {
        final String message = failure.getMessage();
        final String name = failure.getClass().getSimpleName();
        return sanitised(message == null ? name : name + ": " + message);
    }
}
