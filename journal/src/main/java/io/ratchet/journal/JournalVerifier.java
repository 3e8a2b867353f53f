package io.ratchet.journal;

import io.ratchet.engine.api.JournalDamagedException;
import io.ratchet.journal.chronicle.JournalAudit;
import java.nio.file.Path;

/** Says of a journal whether it is whole; the journal is only read, a writer may be at work on it. */
public final class JournalVerifier {

    private JournalVerifier() {}

    /**
     * What a verification found.
     *
     * @param intact           whether every record is what was written and none is missing.
     * @param audit            of an intact journal, null for a damaged one.
     * @param firstBadSequence of a damaged one, 0 for an intact one.
     * @param damage           what is wrong, null for an intact one.
     */
    public record Verdict(boolean intact, JournalAudit audit, long firstBadSequence, String damage) {}

    /**
     * Verifies a whole journal.
     *
     * @param directory of the journal.
     * @return the verdict.
     */
    public static Verdict verify(final Path directory) {
        try {
            return new Verdict(true, JournalAudit.of(directory), 0, null);
        } catch (final JournalDamagedException e) {
            return new Verdict(false, null, e.sequence(), e.getMessage());
        }
    }
}
