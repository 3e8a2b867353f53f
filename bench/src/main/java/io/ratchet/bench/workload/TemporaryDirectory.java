package io.ratchet.bench.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is gone afterwards.
 *
 * @param path of it.
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {
    /** System property that names the parent; the temporary directory of the machine by default. */
    public static final String PARENT_PROPERTY = "bench.dir";

    /**
     * A new one.
     *
     * @return the directory.
     */
    public static TemporaryDirectory create() {
        try {
            final String parent = System.getProperty(PARENT_PROPERTY, System.getProperty("java.io.tmpdir"));
            return new TemporaryDirectory(Files.createTempDirectory(Path.of(parent), "ratchet-bench"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(path)) {
            final List<Path> deepestFirst =
                    paths.sorted(Comparator.reverseOrder()).toList();
            for (final Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
