package io.ratchet.config.node;

import io.ratchet.engine.api.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a verb finds the node of a data directory: {@code control.token}, a secret of this start that its owner alone may
 * read, and {@code control.json}, the port and the process. Both are written at the start and removed at the stop.
 */
public final class ControlFiles {
    private static final String TOKEN = "control.token";
    private static final String ADDRESS = "control.json";
    private static final String OWNER_ONLY = "rw-------";
    private static final int TOKEN_BYTES = 32;

    private ControlFiles() {}

    /**
     * Where a node answers.
     *
     * @param port  on loopback.
     * @param pid   of its process.
     * @param token that requests must carry.
     */
    public record Address(int port, long pid, String token) {}

    /** Makes the token of this start. */
    static String createToken(final Path directory) {
        final byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        final String token = HexFormat.of().formatHex(bytes);
        write(directory.resolve(TOKEN), token);
        return token;
    }

    /** Tells where this process answers. */
    static void announce(final Path directory, final int port) {
        write(
                directory.resolve(ADDRESS),
                "{\"port\":" + port + ",\"pid\":" + ProcessHandle.current().pid() + "}");
    }

    /** Nobody answers any more. */
    static void remove(final Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(ADDRESS));
            Files.deleteIfExists(directory.resolve(TOKEN));
        } catch (final IOException e) {
            throw failure(directory, e);
        }
    }

    /**
     * Finds the node of a data directory.
     *
     * @param directory of it.
     * @return where it answers; null if no node has told, or its process is gone.
     */
    public static Address find(final Path directory) {
        try {
            final JsonNode json = JsonMapper.shared().readTree(Files.readString(directory.resolve(ADDRESS)));
            final long pid = json.path("pid").asLong(0);
            final String token = Files.readString(directory.resolve(TOKEN)).strip();
            return ProcessHandle.of(pid).isPresent()
                    ? new Address(json.path("port").asInt(0), pid, token)
                    : null;
        } catch (final IOException | JacksonException e) {
            return null;
        }
    }

    private static void write(final Path file, final String text) {
        final Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            Files.writeString(next, text + "\n", StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw failure(file, e);
        }
    }

    private static EngineException failure(final Path file, final IOException cause) {
        return new EngineException("control file " + file + ": cannot be written: " + cause.getMessage(), cause);
    }
}
