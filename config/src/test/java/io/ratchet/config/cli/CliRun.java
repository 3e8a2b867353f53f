package io.ratchet.config.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One run of the program inside the test.
 *
 * @param exitCode it ends with.
 * @param out      what it printed.
 * @param err      what it printed on stderr.
 */
record CliRun(int exitCode, String out, String err) {

    static CliRun of(final String... args) {
        return with(Map.of(), args);
    }

    static CliRun with(final Map<String, String> environment, final String... args) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        final PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
        final int exitCode = new Cli(InputStream.nullInputStream(), outStream, errStream, environment).run(args);
        outStream.flush();
        return new CliRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    List<String> errLines() {
        return err.lines().toList();
    }

    List<String> outLines() {
        return out.lines().toList();
    }
}
