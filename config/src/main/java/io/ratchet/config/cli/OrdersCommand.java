package io.ratchet.config.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Open orders of a running node. */
@Command(
        name = "orders",
        description = {
            "List our open orders: entries, stops, limit exits, closes.",
            "Ends with 6 while a position is without a confirmed stop."
        })
final class OrdersCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Mixin
    private NodeOptions options;

    OrdersCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final JsonNode answer = options.client().get("/orders");
        if (options.isJson()) {
            root.out().println(answer);
        } else if (answer.path("orders").isEmpty()) {
            root.out().println("no open orders");
        } else {
            table(answer).lines().forEach(root.out()::println);
        }
        root.out().flush();
        return Rows.exitCode(answer);
    }

    private static Table table(final JsonNode answer) {
        final Table table = new Table()
                .column("POS", true, 100)
                .column("SYMBOL", false, 99)
                .column("ROLE", false, 98)
                .column("SIDE", false, 97)
                .column("LEVEL", true, 96)
                .column("SIZE", true, 95)
                .column("STATE", false, 94)
                .column("FILLED", true, 93)
                .column("AGE S", true, 92)
                .column("VENUE ID", true, 91)
                .column("VENUE", false, 90);
        for (final JsonNode row : answer.path("orders")) {
            table.row(
                    Rows.text(row, "position"),
                    Rows.text(row, "symbol"),
                    Rows.text(row, "role"),
                    Rows.text(row, "side"),
                    Rows.text(row, "level"),
                    Rows.text(row, "size"),
                    Rows.text(row, "state"),
                    Rows.text(row, "filled"),
                    Rows.text(row, "age_s"),
                    Rows.text(row, "venue_order_id"),
                    Rows.text(row, "venue"));
        }
        return table;
    }
}
