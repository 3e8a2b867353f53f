package io.ratchet.config.cli;

import io.ratchet.journal.chronicle.JournalAudit;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks every record. */
@Command(
        name = "verify",
        description = "Check every record: sequence, checksum, chain, tail. Exit 1 names the first bad sequence.")
final class JournalVerifyCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Mixin
    private JournalOptions journal;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    JournalVerifyCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final Path directory = journal.directory();
        final JournalAudit audit = JournalAudit.of(directory);
        if (json) {
            root.out()
                    .println("{\"journal\":" + Json.quoted(directory.toString())
                            + ",\"verdict\":\"intact\",\"records\":"
                            + audit.lastSequence() + ",\"inputs\":" + audit.inputs() + ",\"commands\":"
                            + audit.commands() + ",\"facts\":" + audit.facts() + ",\"snapshots\":" + audit.snapshots()
                            + ",\"durable\":"
                            + audit.durableSequence() + ",\"files\":" + audit.files() + ",\"bytes\":" + audit.bytes()
                            + '}');
        } else {
            root.out()
                    .println("intact: " + audit.lastSequence() + " records (" + audit.inputs() + " inputs, "
                            + audit.commands() + " commands, " + audit.facts() + " facts, "
                            + audit.snapshots() + " of snapshots), forced to disk up to "
                            + audit.durableSequence() + ", " + audit.files() + " files, " + audit.bytes()
                            + " bytes, " + directory);
        }
        return ExitCode.OK;
    }
}
