package io.ratchet.config.cli;

import io.ratchet.config.settings.Settings;
import io.ratchet.config.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that name settings. */
final class SettingsOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Settings, YAML; without it the defaults.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, such as trailing.callback_percent=0.4; outweighs file and environment.")
    private Map<String, String> flags = new LinkedHashMap<>();

    Settings load(final Map<String, String> environment) {
        return load(environment, Map.of());
    }

    Settings load(final Map<String, String> environment, final Map<String, String> verbFlags) {
        final Map<String, String> all = new LinkedHashMap<>(flags);
        all.putAll(verbFlags);
        return SettingsLoader.load(file, environment, all);
    }

    boolean hasFile() {
        return file != null;
    }
}
