package io.ratchet.config.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.jar.JarFile;

/**
 * Names the build: the version and a digest of the program's own classes in the jar that runs, so that two builds of
 * equal code have equal ids and any change shows.
 */
public final class BuildId {
    private static final String OWN_CLASSES = "io/ratchet/";
    private static final int DIGEST_BYTES = 6;
    /** Made once: the parser asks for the version of each verb. */
    private static final String TEXT = make();

    private BuildId() {}

    /**
     * The id.
     *
     * @return version, and digest where the program runs from a jar.
     */
    public static String text() {
        return TEXT;
    }

    private static String make() {
        final String version = BuildId.class.getPackage().getImplementationVersion();
        final String name = version == null ? "dev" : version;
        final Path jar = jar();
        return jar == null ? name : name + '+' + digest(jar);
    }

    private static Path jar() {
        try {
            final CodeSource source = BuildId.class.getProtectionDomain().getCodeSource();
            final Path path =
                    source == null ? null : Path.of(source.getLocation().toURI());
            return path != null && Files.isRegularFile(path) ? path : null;
        } catch (final URISyntaxException e) {
            return null;
        }
    }

    /** Of names and checksums only, which the jar keeps in its directory: no class is read. */
    private static String digest(final Path jar) {
        final TreeMap<String, Long> checksums = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .filter(entry -> entry.getName().startsWith(OWN_CLASSES) && !entry.isDirectory())
                    .forEach(entry -> checksums.put(entry.getName(), entry.getCrc()));
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            checksums.forEach(
                    (name, checksum) -> digest.update((name + checksum + '\n').getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
        } catch (final IOException | NoSuchAlgorithmException e) {
            return "unknown";
        }
    }
}
