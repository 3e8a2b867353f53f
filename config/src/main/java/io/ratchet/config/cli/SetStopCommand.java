package io.ratchet.config.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Moves a stop to where an operator wants it. */
@Command(
        name = "set-stop",
        description = {
            "Move the stop of a position, to a better or a worse level.",
            "The new stop is confirmed before the old one goes. After a worse level the trail waits for a new peak."
        })
final class SetStopCommand extends ActionCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "Of the position.")
    private long id;

    @Parameters(index = "1", paramLabel = "LEVEL", description = "Trigger price on mark, on tick.")
    private String level;

    SetStopCommand(final RatchetCommand root) {
        super(root, "set-stop");
    }

    @Override
    void fill(final ObjectNode body) {
        body.put("position", id).put("level", level);
    }

    @Override
    String done(final JsonNode answer) {
        return "stop of " + Rows.text(answer, "symbol") + " " + id + " goes to " + level + " (journal "
                + Rows.text(answer, "journal_sequence") + ")";
    }
}
