package io.ratchet.engine.api;

/** What a journal record is. The order of the constants is the journal's number for them and never changes. */
public enum RecordKind {
    /** Something that happened: the only source of decisions. */
    INPUT,
    /** Something the core asked a venue to do; handed over only after all outputs of its input are journaled. */
    COMMAND,
    /** Something the core found out; read by the persister, the dashboard and people. */
    FACT,
    /** A piece of the core's state, put out because an input asked for it; read by whoever recovers. */
    SNAPSHOT;

    private static final RecordKind[] KINDS = values();

    /** First template id of the commands. */
    public static final int FIRST_COMMAND_TEMPLATE_ID = 50;
    /** First template id of the facts. */
    public static final int FIRST_FACT_TEMPLATE_ID = 100;
    /** First template id of the messages that make a snapshot of the state. */
    public static final int FIRST_SNAPSHOT_TEMPLATE_ID = 200;

    /**
     * The kind of a message by its template id.
     *
     * @param templateId of the SBE message header.
     * @return its kind.
     */
    public static RecordKind ofTemplate(final int templateId) {
        if (templateId >= FIRST_SNAPSHOT_TEMPLATE_ID) {
            return SNAPSHOT;
        }
        if (templateId >= FIRST_FACT_TEMPLATE_ID) {
            return FACT;
        }
        return templateId >= FIRST_COMMAND_TEMPLATE_ID ? COMMAND : INPUT;
    }

    /**
     * The kind with a given number.
     *
     * @param ordinal as journaled.
     * @return the kind.
     * @throws IllegalArgumentException if there is no such kind.
     */
    public static RecordKind ofOrdinal(final int ordinal) {
        if (ordinal < 0 || ordinal >= KINDS.length) {
            throw new IllegalArgumentException("record kind: actual=" + ordinal + " expected=0.." + (KINDS.length - 1));
        }
        return KINDS[ordinal];
    }
}
