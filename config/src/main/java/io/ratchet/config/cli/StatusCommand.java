package io.ratchet.config.cli;

import io.ratchet.config.demo.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** State of a running node. */
@Command(
        name = "status",
        description = {
            "Show the state of the running node.",
            "Ends with 6 while a position is without a confirmed stop."
        })
final class StatusCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Mixin
    private NodeOptions options;

    StatusCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final JsonNode status = options.client().get("/status");
        if (options.isJson()) {
            root.out().println(status);
        } else {
            print(status);
        }
        root.out().flush();
        return Rows.exitCode(status);
    }

    private void print(final JsonNode status) {
        if ("BARE_GUARD".equals(Rows.text(status, "state"))) {
            final Terminal terminal = Terminal.of(root.environment(), System.console() != null);
            root.out()
                    .println(terminal.coloured(
                            "BARE GUARD: nothing is opened and no stop trails; positions without a stop get one. Why: "
                                    + Rows.text(status, "bare_guard"),
                            Terminal.Colour.RED));
        }
        line("environment", Rows.text(status, "environment"));
        line("node", Rows.text(status, "state") + stops(status));
        line("positions", Rows.text(status, "open") + " ours, " + Rows.text(status, "foreign") + " foreign");
        line("unprotected", Rows.text(status, "unprotected"));
        line("exposure", Rows.text(status, "exposure") + " USD");
        line("unrealised PnL", Rows.text(status, "unrealised_pnl") + " USD");
        final Table venues = new Table()
                .column("VENUE", false, 3)
                .column("STATE", false, 2)
                .column("HEALTH", false, 2)
                .column("ENTRIES", false, 2)
                .column("LAST READ", false, 1);
        for (final JsonNode venue : status.path("venues")) {
            venues.row(
                    Rows.text(venue, "venue"),
                    Rows.text(venue, "state"),
                    Rows.text(venue, "health"),
                    Rows.text(venue, "entries"),
                    Rows.text(venue, "last_read"));
        }
        root.out().println();
        venues.lines().forEach(root.out()::println);
        if (status.path("blocks").isEmpty()) {
            return;
        }
        final Table blocks = new Table()
                .column("BLOCKED", false, 3)
                .column("VENUE", false, 1)
                .column("REASON", false, 2)
                .column("UNTIL", false, 2);
        for (final JsonNode block : status.path("blocks")) {
            blocks.row(
                    Rows.text(block, "symbol"),
                    Rows.text(block, "venue"),
                    Rows.text(block, "reason"),
                    Rows.text(block, "until"));
        }
        root.out().println();
        blocks.lines().forEach(root.out()::println);
    }

    private static String stops(final JsonNode status) {
        final StringBuilder text = new StringBuilder();
        text.append(status.path("kill_active").asBoolean() ? ", KILL under way" : "");
        text.append(status.path("stopped_by_operator").asBoolean() ? ", entries stopped by an operator" : "");
        text.append(status.path("stopped_by_violation").asBoolean() ? ", entries stopped by a violation" : "");
        return text.toString();
    }

    private void line(final String name, final String value) {
        root.out().println(String.format("%-15s %s", name, value));
    }
}
