package io.ratchet.config.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stops entries, closes everything, and waits for the proof. */
@Command(
        name = "kill",
        description = {
            "Stop entries, close what is ours or adopted, cancel our orders, and prove by fresh reads that nothing is left.",
            "Prints the certificate of each venue. Ends with 5 if it takes longer than --wait; the kill goes on."
        })
final class KillCommand extends ActionCommand {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @Option(names = "--all", description = "Foreign and guarded positions too.")
    private boolean all;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "For the certificate; 0 does not wait; default: ${DEFAULT-VALUE}.")
    private long waitSeconds;

    KillCommand(final RatchetCommand root) {
        super(root, "kill");
    }

    @Override
    void fill(final ObjectNode body) {
        body.put("all", all);
    }

    @Override
    String done(final JsonNode answer) {
        return "kill" + (all ? " of all positions, foreign ones too" : "") + " has begun (journal "
                + Rows.text(answer, "journal_sequence") + ")";
    }

    @Override
    int follow(final NodeClient client, final JsonNode answer) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        while (waitSeconds > 0) {
            final JsonNode status = client.get("/status");
            if (!status.path("kill_active").asBoolean(true)) {
                status.path("certificates").forEach(this::print);
                root().out().flush();
                return ExitCode.OK;
            }
            if (System.nanoTime() > deadlineNs) {
                throw new CliException(
                        ExitCode.TIMEOUT, "no certificate in " + waitSeconds + " s; the kill goes on, see status");
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return ExitCode.OK;
    }

    private void print(final JsonNode certificate) {
        if (options().isJson()) {
            root().out().println(certificate);
            return;
        }
        root().out()
                .println("FLAT at " + Rows.text(certificate, "venue") + ": "
                        + Rows.text(certificate, "positions_closed") + " positions closed, "
                        + Rows.text(certificate, "orders_cancelled") + " orders cancelled");
        root().out()
                .println("  proven by read " + Rows.text(certificate, "snapshot_id") + " at "
                        + Rows.text(certificate, "time") + "; foreign positions left: "
                        + Rows.text(certificate, "foreign_left"));
    }
}
