package io.ratchet.config.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says what is to be done about a foreign position. */
abstract class ForeignCommand extends ActionCommand {
    private final String done;

    @Parameters(paramLabel = "ID", description = "Of the foreign position, as positions shows it.")
    private long id;

    ForeignCommand(final RatchetCommand root, final String verb, final String done) {
        super(root, verb);
        this.done = done;
    }

    @Override
    void fill(final ObjectNode body) {
        body.put("position", id);
    }

    @Override
    String done(final JsonNode answer) {
        return Rows.text(answer, "symbol") + " " + id + " " + done + " (journal "
                + Rows.text(answer, "journal_sequence") + ")";
    }

    /** It becomes ours. */
    @Command(
            name = "adopt",
            description = "Make a foreign position ours: it gets our stop, and trails. A fresh read decides.")
    static final class Adopt extends ForeignCommand {
        Adopt(final RatchetCommand root) {
            super(root, "adopt", "is being adopted");
        }
    }

    /** It gets one stop. */
    @Command(
            name = "guard",
            description = "Give a foreign position one stop, foreign.guard_percent from the mark. It is never closed.")
    static final class Guard extends ForeignCommand {
        Guard(final RatchetCommand root) {
            super(root, "guard", "is being guarded");
        }
    }

    /** It is let alone. */
    @Command(name = "ignore", description = "Let a foreign position alone; its guard is taken away.")
    static final class Ignore extends ForeignCommand {
        Ignore(final RatchetCommand root) {
            super(root, "ignore", "is let alone");
        }
    }
}
