package io.ratchet.config.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stops entries, or lets them go on. */
abstract class EntriesCommand extends ActionCommand {
    private final String done;

    EntriesCommand(final RatchetCommand root, final String verb, final String done) {
        super(root, verb);
        this.done = done;
    }

    @Override
    void fill(final ObjectNode body) {
        // Nothing to say.
    }

    @Override
    String done(final JsonNode answer) {
        return done + " (journal " + Rows.text(answer, "journal_sequence") + ")";
    }

    /** No new positions. */
    @Command(
            name = "stop-entries",
            description = "Open no more positions until resume; it outlives a restart. Open ones stay guarded.")
    static final class Stop extends EntriesCommand {
        Stop(final RatchetCommand root) {
            super(root, "stop-entries", "entries are stopped");
        }
    }

    /** New positions again. */
    @Command(name = "resume", description = "Open positions again, after stop-entries, a violation or a kill.")
    static final class Resume extends EntriesCommand {
        Resume(final RatchetCommand root) {
            super(root, "resume", "entries are resumed");
        }
    }
}
