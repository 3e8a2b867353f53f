package io.ratchet.config.database;

import io.ratchet.engine.api.EngineException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of our own in a fixed directory. It keeps what it holds from run to run, but makes no statement
 * about durability (it runs without fsync): it is a projection of the journal and can be made again from it.
 *
 * <p>The server outlives a kill of its JVM and then refuses a second start on its directory; the survivor is found by
 * {@code postmaster.pid}, stopped only if its command line names the very directory, and awaited.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final int ROOT = 0;

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(final EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts the server; the first time it makes the database, which takes seconds.
     *
     * @param directory for its data, below the data directory whose lock the caller holds; created if missing.
     * @return the running server.
     * @throws EngineException with one clear reason if it cannot run here.
     */
    public static EmbeddedDatabase start(final Path directory) {
        final Path data = directory.toAbsolutePath().normalize();
        try {
            requireUnshareForRoot();
            SurvivingServer.stop(data);
            dropUnfinished(data);
            Files.createDirectories(data.getParent());
            final EmbeddedDatabase started = new EmbeddedDatabase(EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setOverrideWorkingDirectory(ProgramDirectory.own(data).toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_MAX)
                    .setServerConfig("max_connections", "40")
                    .setServerConfig("listen_addresses", "localhost")
                    .setServerConfig("unix_socket_directories", "''")
                    .start());
            Files.writeString(finishedMark(data), "");
            return started;
        } catch (final IOException | IllegalStateException e) {
            throw new EngineException(
                    "embedded PostgreSQL cannot start: directory=" + data + " cause=" + e.getMessage(), e);
        }
    }

    /**
     * Where to connect.
     *
     * @return a JDBC URL without user.
     */
    public String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + DATABASE;
    }

    /**
     * Whom to connect as; no password is needed from this host.
     *
     * @return the user.
     */
    public String user() {
        return USER;
    }

    /** Stops the server; what it holds stays. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (final IOException e) {
            throw new EngineException("embedded PostgreSQL cannot be stopped: cause=" + e, e);
        }
    }

    /** PostgreSQL refuses to run as root; embedded it gives root away by a user namespace. */
    private static void requireUnshareForRoot() throws IOException {
        if (isRootProcess(Path.of("/proc/self")) && !LinuxUtils.isUnshareAvailable()) {
            throw new EngineException(
                    "embedded PostgreSQL cannot run as root here: the command unshare is missing or not"
                            + " permitted; run as an ordinary user, or configure the URL of a PostgreSQL server");
        }
    }

    /** The link itself is root's always; the directory it leads to belongs to whoever runs the process. */
    static boolean isRootProcess(final Path self) throws IOException {
        return Files.exists(self) && Integer.valueOf(ROOT).equals(Files.getAttribute(self, "unix:uid"));
    }

    /** A directory whose first start was cut short never held anything, and PostgreSQL would not take it. */
    private static void dropUnfinished(final Path data) throws IOException {
        if (!Files.exists(data) || Files.exists(finishedMark(data))) {
            return;
        }
        final List<Path> all;
        try (Stream<Path> walk = Files.walk(data)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : all) {
            Files.delete(path);
        }
    }

    private static Path finishedMark(final Path data) {
        return data.resolveSibling(data.getFileName() + ".made");
    }
}
