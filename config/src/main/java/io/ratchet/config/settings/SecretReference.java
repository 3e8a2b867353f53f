package io.ratchet.config.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A reference to a secret; the secret itself is read on demand and never printed. */
public final class SecretReference {
    private static final String FILE_PREFIX = "file:";
    private static final long FILE_BYTES_MAX = 4_096;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final String key;
    private final String reference;
    private final Map<String, String> environment;

    SecretReference(final String key, final String reference, final Map<String, String> environment) {
        this.key = key;
        this.reference = reference;
        this.environment = environment;
    }

    /**
     * Whether the settings name one.
     *
     * @return false when the key is empty.
     */
    public boolean isGiven() {
        return !reference.isEmpty();
    }

    /**
     * Reads the secret.
     *
     * @return it, empty when none is named.
     * @throws SettingsException if the variable is not set, or the file is missing or readable by others.
     */
    public String reveal() {
        if (reference.isEmpty()) {
            return "";
        }
        return reference.startsWith(FILE_PREFIX)
                ? ofFile(Path.of(reference.substring(FILE_PREFIX.length())))
                : ofVariable(reference.substring(2, reference.length() - 1));
    }

    /** The reference and whether the secret can be had, for people. */
    String description() {
        try {
            return reference.isEmpty() || !reveal().isEmpty() ? reference : reference + " (empty)";
        } catch (final SettingsException e) {
            return reference + (reference.startsWith(FILE_PREFIX) ? " (not readable)" : " (not set)");
        }
    }

    private String ofVariable(final String name) {
        final String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new SettingsException(
                    "key '" + key + "': environment variable " + name + " actual=not set expected=set");
        }
        return value;
    }

    private String ofFile(final Path file) {
        try {
            final Set<PosixFilePermission> shared = EnumSet.copyOf(OTHERS);
            shared.retainAll(Files.getPosixFilePermissions(file));
            if (!shared.isEmpty()) {
                throw new SettingsException(
                        "key '" + key + "': file " + file + " permissions actual=open to " + shared + " expected=0600");
            }
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new SettingsException(
                        "key '" + key + "': file " + file + " expected<=" + FILE_BYTES_MAX + " bytes");
            }
            return Files.readString(file).strip();
        } catch (final IOException e) {
            throw new SettingsException("key '" + key + "': file " + file + " cannot be read");
        }
    }

    /** The reference, never the secret. */
    @Override
    public String toString() {
        return reference;
    }
}
