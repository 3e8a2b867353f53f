package io.ratchet.config.database;

import io.ratchet.engine.api.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL server that is left from a process that was killed. */
final class SurvivingServer {
    private static final String PID_FILE = "postmaster.pid";
    private static final long STOP_MAX_SECONDS = 30;

    private SurvivingServer() {}

    /** Stops the server that runs on a directory, if one does; touches no other process. */
    static void stop(final Path data) throws IOException {
        final Path pidFile = data.resolve(PID_FILE);
        if (!Files.exists(pidFile)) {
            return;
        }
        final Optional<ProcessHandle> server = processOf(pidFile).filter(process -> names(process, data));
        if (server.isPresent()) {
            interrupt(server.get());
        }
        // Either it removed the file as it ended, or the number in it belongs to somebody else by now.
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> processOf(final Path pidFile) throws IOException {
        final List<String> lines = Files.readAllLines(pidFile);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
        } catch (final NumberFormatException ignored) {
            // Cut short while it was written: no server came up with it.
            return Optional.empty();
        }
    }

    private static boolean names(final ProcessHandle process, final Path data) {
        final String[] arguments = process.info().arguments().orElse(new String[0]);
        final String command = process.info().command().orElse("");
        return command.contains("postgres") && List.of(arguments).contains(data.toString());
    }

    /** SIGINT is PostgreSQL's fast shutdown: sessions end, nothing is lost. */
    private static void interrupt(final ProcessHandle server) throws IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                .inheritIO()
                .start();
        try {
            server.onExit().get(STOP_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while a PostgreSQL server stops: pid=" + server.pid(), e);
        } catch (final ExecutionException | TimeoutException e) {
            throw new EngineException(
                    "a PostgreSQL server of an earlier run does not stop: pid=" + server.pid() + " waited="
                            + STOP_MAX_SECONDS + "s",
                    e);
        }
    }
}
