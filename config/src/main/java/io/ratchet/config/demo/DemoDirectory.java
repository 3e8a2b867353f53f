package io.ratchet.config.demo;

import io.ratchet.engine.api.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of the demo. Each demo has its own clock, so it begins with an empty one; only a directory that a demo
 * made itself is ever emptied.
 */
final class DemoDirectory {
    private static final String MARK = "made-by-ratchet-demo";

    private DemoDirectory() {}

    /** Makes it, or empties the one of an earlier demo but for the database server, which takes seconds to make. */
    static Path fresh(final Path directory) {
        try {
            if (Files.exists(directory)) {
                checkOurs(directory);
                delete(directory);
            }
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(MARK), "This directory is emptied when a demo starts.\n");
            return directory;
        } catch (final IOException e) {
            throw new EngineException("demo directory cannot be made: directory=" + directory + " cause=" + e, e);
        }
    }

    private static void checkOurs(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            if (!Files.exists(directory.resolve(MARK)) && files.findAny().isPresent()) {
                throw new EngineException("demo directory: actual=" + directory
                        + " holds something else, expected an empty one or one that a demo made");
            }
        }
    }

    private static void delete(final Path directory) throws IOException {
        final List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : all) {
            Files.delete(path);
        }
    }
}
