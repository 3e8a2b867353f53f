package io.ratchet.config.cli;

import io.ratchet.config.settings.EffectiveValue;
import io.ratchet.config.settings.Settings;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows every setting in force and where it comes from. */
@Command(
        name = "check-config",
        description =
                "Check the settings; print every value in force with its source. Secrets are shown as references.")
final class CheckConfigCommand implements Callable<Integer> {
    private final RatchetCommand root;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--json", description = "One JSON object per line: key, value, source.")
    private boolean json;

    CheckConfigCommand(final RatchetCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        final Settings settings = options.load(root.environment());
        if (json) {
            printJson(settings.effective(), root.out());
        } else {
            printText(settings.effective(), root.out());
        }
        return ExitCode.OK;
    }

    private static void printJson(final List<EffectiveValue> values, final PrintStream out) {
        for (final EffectiveValue value : values) {
            out.println("{\"key\":" + Json.quoted(value.key()) + ",\"value\":" + Json.quoted(value.value())
                    + ",\"source\":" + Json.quoted(value.source()) + '}');
        }
    }

    private static void printText(final List<EffectiveValue> values, final PrintStream out) {
        int keyWidth = 0;
        int valueWidth = 0;
        for (final EffectiveValue value : values) {
            keyWidth = Math.max(keyWidth, value.key().length());
            valueWidth = Math.max(valueWidth, value.value().length());
        }
        for (final EffectiveValue value : values) {
            out.println(value.key() + " ".repeat(keyWidth - value.key().length()) + "  " + value.value()
                    + " ".repeat(valueWidth - value.value().length()) + "  # " + value.source());
        }
    }
}
