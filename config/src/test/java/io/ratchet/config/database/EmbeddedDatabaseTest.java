package io.ratchet.config.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepItsDataAndReplaceTheSurvivorOfAKilledProcess() throws Exception {
        final Path data = directory.resolve("database");
        final Process killed = starter(data).start();
        assertTrue(killed.waitFor(120, TimeUnit.SECONDS));
        final long survivor = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        assertTrue(ProcessHandle.of(survivor).isPresent());
        try (EmbeddedDatabase second = EmbeddedDatabase.start(data)) {
            assertFalse(ProcessHandle.of(survivor).isPresent());
            assertEquals(42, query(second, "SELECT n FROM kept"));
        }
    }

    @Test
    void shouldMakeAnewWhatWasOnlyBeingMadeAndIgnoreAStrangersPid() throws Exception {
        final Path data = directory.resolve("database");
        Files.createDirectories(data);
        Files.writeString(data.resolve("PG_VERSION"), "17");
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n" + data + "\n");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertEquals(1, query(database, "SELECT 1"));
        }
    }

    @Test
    void shouldSayInOneLineThatRootNeedsUnshare() throws Exception {
        Assumptions.assumeTrue(EmbeddedDatabase.isRootProcess(Path.of("/proc/self")));
        final ProcessBuilder builder = starter(directory.resolve("database"));
        builder.environment().put("PATH", directory.toString());
        final Process refused = builder.start();
        assertTrue(refused.waitFor(120, TimeUnit.SECONDS));
        final String output = Files.readString(directory.resolve("starter.log"));
        assertTrue(output.contains("embedded PostgreSQL cannot run as root here: the command unshare is"), output);
        assertFalse(Files.exists(directory.resolve("database")));
    }

    @Test
    void shouldTakeTheOwnerOfTheProcessAndNotOfTheLinkToItForRoot() throws Exception {
        Assumptions.assumeTrue(EmbeddedDatabase.isRootProcess(Path.of("/proc/self")), "only root gives files away");
        final Path process = Files.createDirectory(directory.resolve("4711"));
        final Path link = Files.createSymbolicLink(directory.resolve("self"), process);
        assertTrue(EmbeddedDatabase.isRootProcess(link));
        Files.setAttribute(process, "unix:uid", 65_534);
        assertFalse(EmbeddedDatabase.isRootProcess(link));
    }

    @Test
    void shouldUnpackTheProgramBesideTheDataWhenAnotherCouldWriteWhereItIsShared() throws Exception {
        final Path data = directory.resolve("data").resolve("database");
        final Path shared = directory.resolve("shared");
        assertEquals(shared, ProgramDirectory.own(shared, data));
        assertEquals(shared, ProgramDirectory.own(shared, data));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(data.resolveSibling("database.program"), ProgramDirectory.own(shared, data));
    }

    private ProcessBuilder starter(final Path data) {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("starter.log").toFile());
    }

    /** Starts a server and dies without a word. */
    static final class Starter {
        private Starter() {}

        public static void main(final String[] arguments) throws SQLException {
            final EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
            try (Connection connection = DriverManager.getConnection(database.url(), database.user(), "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 42 AS n");
            }
            Runtime.getRuntime().halt(9);
        }
    }

    private static int query(final EmbeddedDatabase database, final String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
