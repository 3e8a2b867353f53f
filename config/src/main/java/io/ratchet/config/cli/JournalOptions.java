package io.ratchet.config.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where the journal is that a verb reads. */
final class JournalOptions {
    private static final String JOURNAL_DIR = "journal";
    private static final String FILE_SUFFIX = ".cq4";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "ratchet-data",
            description =
                    "Data directory of a node, or a journal directory itself, a copy too; default: ${DEFAULT-VALUE}.")
    private Path data;

    /**
     * Finds the journal.
     *
     * @return its directory, which holds at least one file of it.
     * @throws CliException NOT_FOUND if there is none.
     */
    Path directory() {
        if (!Files.isDirectory(data)) {
            throw new CliException(ExitCode.NOT_FOUND, data + ": no such directory");
        }
        final Path nested = data.resolve(JOURNAL_DIR);
        final Path directory = Files.isDirectory(nested) ? nested : data;
        if (!hasFiles(directory)) {
            throw new CliException(ExitCode.NOT_FOUND, directory + ": no journal there (no file *" + FILE_SUFFIX + ")");
        }
        return directory;
    }

    private static boolean hasFiles(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(FILE_SUFFIX));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
