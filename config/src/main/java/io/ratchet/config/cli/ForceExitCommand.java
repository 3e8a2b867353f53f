package io.ratchet.config.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Closes one position, or all of ours. */
@Command(
        name = "force-exit",
        description = "Close a position at the market, reduce-only; a foreign one too if its id is named.")
final class ForceExitCommand extends ActionCommand {
    @ArgGroup(multiplicity = "1")
    private Target target;

    ForceExitCommand(final RatchetCommand root) {
        super(root, "force-exit");
    }

    /** One, or all. */
    static final class Target {
        @Parameters(paramLabel = "ID", description = "Of the position, as positions shows it.")
        private Long id;

        @Option(names = "--all", description = "All positions of ours; foreign and guarded ones stay.")
        private boolean all;
    }

    @Override
    void fill(final ObjectNode body) {
        if (target.id != null) {
            body.put("position", target.id);
        }
        body.put("all", target.all);
    }

    @Override
    String done(final JsonNode answer) {
        return "closing "
                + (target.id == null ? "all positions of ours" : Rows.text(answer, "symbol") + " " + target.id)
                + " (journal " + Rows.text(answer, "journal_sequence") + ")";
    }
}
