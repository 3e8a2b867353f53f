package io.ratchet.journal.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that is not ours: made, started, stopped and killed by its own commands. Debian's binaries if they
 * are installed, else those that the embedded one unpacked.
 */
final class TestServer implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path binaries;
    private final Path data;
    private final int port;
    private int databases;

    private TestServer(final Path binaries, final Path data, final int port) {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
    }

    static TestServer create(final Path directory) throws IOException {
        final TestServer server = new TestServer(findBinaries(directory), directory.resolve("server"), freePort());
        server.run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", server.data.toString());
        server.start();
        return server;
    }

    /** A new, empty database. */
    PostgresConfig newDatabase() throws SQLException {
        final String name = "test" + ++databases;
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new PostgresConfig("jdbc:postgresql://localhost:" + port + "/" + name, "postgres", () -> "");
    }

    void start() throws IOException {
        run(
                "pg_ctl",
                "-D",
                data.toString(),
                "-w",
                "-l",
                data + ".log",
                "-o",
                "-p " + port + " -c unix_socket_directories='' -c fsync=off",
                "start");
    }

    /** As a restart of the service does. */
    void stop() throws IOException {
        run("pg_ctl", "-D", data.toString(), "-w", "-m", "fast", "stop");
    }

    /** As a crash does. */
    void crash() throws IOException {
        run("pg_ctl", "-D", data.toString(), "-w", "-m", "immediate", "stop");
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            crash();
        }
    }

    private void run(final String command, final String... arguments) throws IOException {
        final List<String> line = new ArrayList<>();
        if (Integer.valueOf(0)
                .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(binaries.resolve(command).toString());
        line.addAll(List.of(arguments));
        final Path output = Files.createTempFile(data.getParent(), command, ".out");
        final Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (exitCode(process) != 0) {
            throw new IOException(command + " failed: " + Files.readString(output));
        }
    }

    private static int exitCode(final Process process) {
        try {
            return process.waitFor();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path findBinaries(final Path directory) throws IOException {
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                final Path newest = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.exists(bin.resolve("initdb")))
                        .max(Comparator.naturalOrder())
                        .orElse(null);
                if (newest != null) {
                    return newest;
                }
            }
        }
        EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("unpacked"))
                .start()
                .close();
        try (Stream<Path> unpacked = Files.walk(Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg"), 2)) {
            return unpacked.filter(bin -> Files.exists(bin.resolve("initdb")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
