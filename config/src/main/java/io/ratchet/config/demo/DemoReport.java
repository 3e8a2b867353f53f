package io.ratchet.config.demo;

import io.ratchet.adapters.sim.VenueAudit;
import io.ratchet.adapters.sim.VenueLogAudit;
import io.ratchet.config.cli.ExitCode;
import io.ratchet.config.node.Node;
import io.ratchet.config.report.Amounts;
import io.ratchet.config.report.LoadReport;
import io.ratchet.config.report.PositionStories;
import io.ratchet.config.report.ProtectionReport;
import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.state.Replayer;
import io.ratchet.journal.chronicle.JournalAudit;
import io.ratchet.journal.postgres.Database;
import io.ratchet.journal.postgres.DatabaseCounts;
import io.ratchet.journal.postgres.JournalCounts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The end of a demonstration: the engine's journal, the venue's own log, a replay and the database, held against each
 * other. Main thread, after the node has stopped.
 */
final class DemoReport {
    private static final long OPENING_MAX_NS = TimeUnit.SECONDS.toNanos(3);

    private static final Pattern ERROR_LINE = Pattern.compile("^\\S+(?: \\S+)? +ERROR |\"level\":\"ERROR\"");

    private final DemoPlan plan;
    private final Path directory;
    private final Path venueLog;
    private final String halted;
    private final Resources resources;
    private final PriceLatency latency;
    private final LoadReport load = new LoadReport();
    private final List<String> failures = new ArrayList<>();
    private final StringBuilder text = new StringBuilder(4_096);

    DemoReport(
            final DemoPlan plan,
            final Path directory,
            final Path venueLog,
            final String halted,
            final Resources resources,
            final PriceLatency latency) {
        this.plan = plan;
        this.directory = directory;
        this.venueLog = venueLog;
        this.halted = halted;
        this.resources = resources;
        this.latency = latency;
    }

    /** Prints it; the exit code says whether everything agrees. */
    int print(final Node node, final PrintStream out) {
        final ProtectionReport journal = new ProtectionReport();
        final PositionStories stories = new PositionStories();
        final Replayer replayer = new Replayer(new DecisionCore());
        final Path journalDirectory = directory.resolve("journal");
        JournalAudit.of(journalDirectory, (sequence, kind, buffer, offset, length) -> {
            journal.onRecord(sequence, kind, buffer, offset, length);
            stories.onRecord(sequence, kind, buffer, offset, length);
            load.onRecord(sequence, kind, buffer, offset, length);
            replayer.onRecord(sequence, kind, buffer, offset, length);
        });
        if (halted != null) {
            failures.add(halted);
        }
        text.append("\nPROTECTION REPORT   environment simulated, seed ")
                .append(plan.seed())
                .append(", data ")
                .append(directory)
                .append("\n\n");
        journal.print(text);
        if (journal.violations() > 0) {
            failures.add("violations: " + journal.violations() + ", of them commands withheld: " + journal.withheld());
        }
        line("price, venue to core", latency.fromVenue());
        line("price, receipt to core", latency.fromIngress());
        venue(stories);
        load();
        database(node, journalDirectory, replayer.lastSequence());
        replay(replayer);
        final long unprotected = node.view().read().unprotected();
        line("left open", node.view().read().positions().size() + ", unprotected " + unprotected);
        verdict(journal.opened(), unprotected);
        out.print(text);
        out.flush();
        if (unprotected > 0) {
            return ExitCode.UNPROTECTED;
        }
        return failures.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
    }

    private void venue(final PositionStories stories) {
        final VenueAudit audit;
        try {
            audit = VenueLogAudit.read(venueLog);
        } catch (final IOException e) {
            throw new EngineException("venue log cannot be read: " + e.getMessage(), e);
        }
        text.append("\n  the venue's own log, read by a checker that shares nothing with the engine\n");
        audit.lines().forEach(finding -> text.append("    ").append(finding).append('\n'));
        failures.addAll(audit.failures(OPENING_MAX_NS));
        final Agreement agreement = Agreement.of(audit, stories.stories());
        failures.addAll(agreement.differences());
        text.append("    engine and venue ")
                .append(agreement.differences().isEmpty() ? "agree" : "DIFFER")
                .append(" on ")
                .append(audit.positions().size())
                .append(" positions; naked time at opening differs by at most ")
                .append(Amounts.millis(agreement.nakedDifferenceMaxNs()))
                .append(", tolerated ")
                .append(Amounts.millis(Agreement.NAKED_TOLERANCE_NS))
                .append(
                        "\n    (the first level, corrected to the final average of the fills, is carried by a working stop,\n"
                                + "    role s: the venue counts its end as TRAIL_STOP, the engine as stop until the trail is active)\n\n");
    }

    private void load() {
        final Path log = directory.resolve("ratchet.log");
        try (Stream<String> lines = Files.lines(log)) {
            load.print(
                    text,
                    Files.size(log),
                    lines.filter(line -> ERROR_LINE.matcher(line).find()).count());
        } catch (final IOException e) {
            throw new EngineException("log cannot be read: " + e.getMessage(), e);
        }
        if (load.wavesNotOnce() > 0) {
            failures.add("waves not processed exactly once: " + load.wavesNotOnce());
        }
        text.append("    the node at quarters of the run\n");
        resources.lines().forEach(look -> text.append("      ").append(look).append('\n'));
        text.append('\n');
        failures.addAll(resources.growth());
    }

    private void database(final Node node, final Path journalDirectory, final long lastSequence) {
        if (node.database() == null) {
            failures.add("PostgreSQL: " + node.databaseFailure());
            line("rows in PostgreSQL", "none: " + node.databaseFailure());
            return;
        }
        final JournalCounts expected = JournalCounts.of(journalDirectory, lastSequence);
        try (Database database = Database.open(node.database())) {
            final JournalCounts actual = DatabaseCounts.of(database);
            line(
                    "rows in PostgreSQL",
                    actual.total() + " (" + actual.facts() + " facts, " + actual.orderUpdates() + " order updates, "
                            + actual.fills() + " fills); the journal has " + expected.total());
            if (!actual.equals(expected)) {
                failures.add("PostgreSQL: actual=" + actual + " expected=" + expected);
            }
        }
    }

    private void replay(final Replayer replayer) {
        if (replayer.firstDifference() == null) {
            line(
                    "replay",
                    "equal, " + replayer.inputs() + " inputs, hash "
                            + Long.toHexString(replayer.payloadHash().value()) + ", state "
                            + Long.toHexString(replayer.stateHash()));
        } else {
            line("replay", "DIFFERS at sequence " + replayer.firstDifference().sequence());
            failures.add("replay differs: " + replayer.firstDifference());
        }
    }

    private void verdict(final long opened, final long unprotected) {
        if (failures.isEmpty() && unprotected == 0) {
            final String verdict = opened == 0
                    ? "VERDICT: nothing was opened, so nothing was shown"
                    : "VERDICT: protected throughout; both sides agree";
            text.append("\n  ")
                    .append(plan.terminal()
                            .coloured(verdict, opened == 0 ? Terminal.Colour.YELLOW : Terminal.Colour.GREEN))
                    .append('\n');
            return;
        }
        text.append("\n  ")
                .append(plan.terminal().coloured("VERDICT: FAILED", Terminal.Colour.RED))
                .append('\n');
        failures.forEach(failure -> text.append("    ").append(failure).append('\n'));
    }

    private void line(final String label, final String value) {
        ProtectionReport.text(text, label, value);
    }
}
