package io.ratchet.config.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What stdout leads to: a terminal that can be redrawn, or not; its size; whether it may be coloured. Main thread.
 */
public final class Terminal {
    private static final int COLUMNS_OTHERWISE = 80;
    private static final int ROWS_OTHERWISE = 24;
    private static final int SIZE_MIN = 20;
    private static final long STTY_MAX_MS = 500;
    private static final int READINGS_APART = 8;

    private final Map<String, String> environment;
    private final boolean isScreen;
    private int columns = COLUMNS_OTHERWISE;
    private int rows = ROWS_OTHERWISE;
    private int readings;

    private Terminal(final Map<String, String> environment, final boolean isScreen) {
        this.environment = environment;
        this.isScreen = isScreen;
    }

    /**
     * What the process writes to.
     *
     * @param environment of the process: TERM, COLUMNS, LINES, NO_COLOR.
     * @param isTty       whether stdout is a terminal.
     * @return it.
     */
    public static Terminal of(final Map<String, String> environment, final boolean isTty) {
        final String kind = environment.getOrDefault("TERM", "");
        return new Terminal(environment, isTty && !kind.isEmpty() && !"dumb".equals(kind));
    }

    /** Whether it can be redrawn in place. */
    boolean isScreen() {
        return isScreen;
    }

    /**
     * A text in a colour, where colours are wanted.
     *
     * @param text   as it is.
     * @param colour it gets.
     * @return the text, with or without the codes.
     */
    public String coloured(final String text, final Colour colour) {
        final boolean isColoured =
                isScreen && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return isColoured ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }

    /** Columns as last read. */
    int columns() {
        return columns;
    }

    /** Rows as last read. */
    int rows() {
        return rows;
    }

    /** Reads the size now and then, since a window may be resized. */
    void readSize() {
        if (readings++ % READINGS_APART == 0) {
            final String[] size = isScreen ? stty() : new String[0];
            rows = positive(environment.get("LINES"), size, 0, ROWS_OTHERWISE);
            columns = positive(environment.get("COLUMNS"), size, 1, COLUMNS_OTHERWISE);
        }
    }

    private static int positive(final String given, final String[] size, final int index, final int otherwise) {
        final String text = given != null ? given : index < size.length ? size[index] : "";
        try {
            return Math.max(SIZE_MIN, Integer.parseInt(text));
        } catch (final NumberFormatException ignored) {
            return otherwise;
        }
    }

    private static String[] stty() {
        try {
            final Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .start();
            if (stty.waitFor(STTY_MAX_MS, TimeUnit.MILLISECONDS)) {
                return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                        .trim()
                        .split(" ");
            }
            stty.destroy();
        } catch (final IOException ignored) {
            // No such command or no terminal: the size stays what it was taken for.
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new String[0];
    }

    /** The few colours used. */
    public enum Colour {
        /** Well. */
        GREEN(32),
        /** Look at it. */
        YELLOW(33),
        /** Wrong. */
        RED(31);

        private final int code;

        Colour(final int code) {
            this.code = code;
        }
    }
}
