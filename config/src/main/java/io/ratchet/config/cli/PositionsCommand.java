package io.ratchet.config.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Positions of a running node. */
@Command(
        name = "positions",
        description = {
            "List the positions, ours and foreign.",
            "Ends with 6 while one of ours, or a guarded one, is without a confirmed stop."
        })
final class PositionsCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Mixin
    private NodeOptions options;

    PositionsCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final JsonNode answer = options.client().get("/positions");
        if (options.isJson()) {
            root.out().println(answer);
        } else if (answer.path("positions").isEmpty()) {
            root.out().println("no positions");
        } else {
            table(answer).lines().forEach(root.out()::println);
        }
        root.out().flush();
        return Rows.exitCode(answer);
    }

    static Table table(final JsonNode answer) {
        final Table table = new Table()
                .column("ID", true, 100)
                .column("SYMBOL", false, 99)
                .column("SIDE", false, 98)
                .column("SIZE", true, 97)
                .column("STOP", true, 96)
                .column("STATE", false, 95)
                .column("MARK", true, 94)
                .column("ENTRY", true, 93)
                .column("UPNL", true, 92)
                .column("TRAIL", false, 91)
                .column("VENUE", false, 90);
        for (final JsonNode row : answer.path("positions")) {
            table.row(
                    Rows.text(row, "id"),
                    Rows.text(row, "symbol"),
                    Rows.text(row, "side"),
                    Rows.text(row, "size"),
                    Rows.text(row, "stop"),
                    state(row),
                    Rows.text(row, "mark"),
                    Rows.text(row, "entry"),
                    Rows.text(row, "unrealised_pnl"),
                    row.path("trail").asString("").equals("ACTIVE") ? "on" : "-",
                    Rows.text(row, "venue"));
        }
        return table;
    }

    private static String state(final JsonNode row) {
        final String owner = row.path("owner").asString("");
        if (owner.equals("FOREIGN")) {
            return "FOREIGN";
        }
        if (!row.path("protected").asBoolean(false)) {
            return "NAKED";
        }
        return owner.equals("GUARDED") ? "GUARDED" : Rows.text(row, "phase");
    }
}
