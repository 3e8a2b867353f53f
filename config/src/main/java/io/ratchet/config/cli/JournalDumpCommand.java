package io.ratchet.config.cli;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.journal.JournalDump;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints records, a line each. */
@Command(name = "dump", description = "Print records, one JSON object a line. Checks them on the way like verify.")
final class JournalDumpCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Mixin
    private JournalOptions journal;

    @Option(names = "--from", paramLabel = "SEQ", description = "First sequence.")
    private long from = 1;

    @Option(names = "--until", paramLabel = "SEQ", description = "Last sequence.")
    private long until = Long.MAX_VALUE;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only these kinds: ${COMPLETION-CANDIDATES}.")
    private Set<RecordKind> kinds = new LinkedHashSet<>();

    @Option(
            names = "--message",
            paramLabel = "NAME",
            split = ",",
            description = "Only these messages, such as StopMoved.")
    private Set<String> messages = new LinkedHashSet<>();

    @Option(names = "--position", paramLabel = "ID", description = "Only what is about this position.")
    private long position;

    JournalDumpCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final JournalDump.Filter filter = new JournalDump.Filter(from, until, kinds, messages, position);
        final Path directory = journal.directory();
        final PrintStream out = root.out();
        try {
            JournalDump.dump(directory, filter, out);
        } finally {
            out.flush();
        }
        return ExitCode.OK;
    }
}
