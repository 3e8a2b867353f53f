package io.ratchet.engine.api;

/** A journal record is not what was written, or one is missing. */
public final class JournalDamagedException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final long sequence;

    /**
     * With the place of the damage.
     *
     * @param sequence of the first record that is bad or missing.
     * @param message  what, which, actual, expected.
     */
    public JournalDamagedException(final long sequence, final String message) {
        super(message);
        this.sequence = sequence;
    }

    /**
     * The first record that is bad or missing.
     *
     * @return its sequence.
     */
    public long sequence() {
        return sequence;
    }
}
