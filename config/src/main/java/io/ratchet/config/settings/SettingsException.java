package io.ratchet.config.settings;

import java.util.List;

/** The settings cannot be used. Each line names place, key, actual value and rule; secrets are never in it. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    /**
     * With everything that is wrong.
     *
     * @param lines one for each defect, at least one.
     */
    public SettingsException(final List<String> lines) {
        super(String.join("; ", lines));
        this.lines = List.copyOf(lines);
    }

    /**
     * With one defect.
     *
     * @param line what, which, actual, expected.
     */
    public SettingsException(final String line) {
        this(List.of(line));
    }

    /**
     * Everything that is wrong.
     *
     * @return a line for each defect.
     */
    public List<String> lines() {
        return lines == null ? List.of(getMessage()) : lines;
    }
}
