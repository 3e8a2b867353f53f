package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.JournalLostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of one hour of the journal, named by Chronicle's FAST_HOURLY cycle.
 *
 * @param path  of the file.
 * @param cycle hours since the epoch, UTC.
 */
record CycleFile(Path path, int cycle) {
    /** Length of a cycle in ms. */
    static final long CYCLE_MS = TimeUnit.HOURS.toMillis(1);

    private static final Pattern NAME = Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)-(\\d\\d)F\\.cq4");
    private static final int MONTH_GROUP = 2;
    private static final int DAY_GROUP = 3;
    private static final int HOUR_GROUP = 4;
    private static final int HOURS_PER_DAY = 24;

    /**
     * The cycle files of a directory.
     *
     * @param directory of the journal; may be missing.
     * @return in the order of time.
     */
    static List<CycleFile> list(final Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(CycleFile::ofPath)
                    .filter(f -> f.cycle >= 0)
                    .sorted((a, b) -> Integer.compare(a.cycle, b.cycle))
                    .toList();
        } catch (final IOException e) {
            throw new JournalLostException(
                    "journal directory cannot be read: directory=" + directory + " cause=" + e, e);
        }
    }

    private static CycleFile ofPath(final Path path) {
        final Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return new CycleFile(path, -1);
        }
        final long days = LocalDate.of(
                        Integer.parseInt(name.group(1)),
                        Integer.parseInt(name.group(MONTH_GROUP)),
                        Integer.parseInt(name.group(DAY_GROUP)))
                .toEpochDay();
        return new CycleFile(path, Math.toIntExact(days * HOURS_PER_DAY + Integer.parseInt(name.group(HOUR_GROUP))));
    }
}
