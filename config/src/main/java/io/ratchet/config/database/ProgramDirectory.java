package io.ratchet.config.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where the server's program is unpacked: once per user, since what one user unpacked the next may neither write nor
 * trust. Stateless; any thread.
 */
final class ProgramDirectory {
    private static final String NAME = "ratchet-postgres-";
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private ProgramDirectory() {}

    /**
     * The one of this user below the directory for temporary files; beside the data where that one is somebody else's.
     *
     * @param data directory of the server's data; belongs to this user.
     * @return an existing directory of this user.
     */
    static Path own(final Path data) throws IOException {
        final Path shared = Path.of(System.getProperty("java.io.tmpdir"), NAME + System.getProperty("user.name"));
        return own(shared, data);
    }

    /** The shared one if it is of the same owner as the parent of the data, and nobody else may write to it. */
    static Path own(final Path shared, final Path data) throws IOException {
        Files.createDirectories(data.getParent());
        if (!Files.exists(shared, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(shared);
            restrict(shared);
        }
        return isOurs(shared, data.getParent())
                ? shared
                : Files.createDirectories(data.resolveSibling(data.getFileName() + ".program"));
    }

    private static boolean isOurs(final Path shared, final Path ours) throws IOException {
        return Files.isDirectory(shared, LinkOption.NOFOLLOW_LINKS)
                && Files.isWritable(shared)
                && Files.getOwner(shared, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(ours))
                && (!isPosix(shared) || OWNER_ONLY.containsAll(Files.getPosixFilePermissions(shared)));
    }

    private static void restrict(final Path directory) throws IOException {
        if (isPosix(directory)) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }

    private static boolean isPosix(final Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
