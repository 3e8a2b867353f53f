package io.ratchet.config.cli;

import io.ratchet.config.settings.SettingsException;
import io.ratchet.config.simulate.InputFileException;
import io.ratchet.engine.api.EngineException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses the arguments, runs a verb, turns what goes wrong into one line on stderr and an exit code. Stack traces only
 * with {@code --debug}.
 */
public final class Cli {
    private final InputStream in;
    private final PrintStream out;
    private final PrintWriter err;
    private final Map<String, String> environment;

    /**
     * For one process, or one test.
     *
     * @param in          read only by a verb that is told to.
     * @param out         for what a verb prints.
     * @param err         for errors and figures of the wall clock.
     * @param environment of the process.
     */
    public Cli(
            final InputStream in, final PrintStream out, final PrintStream err, final Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
        this.environment = environment;
    }

    /**
     * Runs one verb.
     *
     * @param args verb and options.
     * @return the exit code.
     */
    public int run(final String... args) {
        final RatchetCommand root = new RatchetCommand(in, out, err, environment);
        final CommandLine line = new CommandLine(root);
        root.addVerbs(line);
        // What is set now reaches the verbs that are there already, and only those.
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(this::onUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> onFailure(e, root, parsed));
        try {
            return withOutputWritten(line.execute(args));
        } catch (final Error e) {
            // The parser lets errors through, such as one of memory.
            return onError(e, root);
        }
    }

    /** A stream that prints tells of a full disk or a closed pipe only to who asks. */
    private int withOutputWritten(final int code) {
        if (!out.checkError()) {
            return code;
        }
        err.println("ratchet: stdout: actual=not all was written expected=room for the output");
        return code == ExitCode.OK ? ExitCode.ERROR : code;
    }

    private int onUsage(final ParameterException e, final String[] args) {
        final String verb = e.getCommandLine().getCommandSpec().qualifiedName();
        err.println("ratchet: " + oneLine(e.getMessage()) + suggestion(e) + "; see: " + verb + " --help");
        return ExitCode.ERROR;
    }

    private static String suggestion(final ParameterException e) {
        if (e instanceof final UnmatchedArgumentException unmatched) {
            final List<String> near = unmatched.getSuggestions();
            return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + '?';
        }
        return "";
    }

    private int onFailure(final Exception e, final RatchetCommand root, final ParseResult parsed) {
        if (root.isDebug()) {
            e.printStackTrace(err);
        }
        if (e instanceof final SettingsException settings) {
            settings.lines().forEach(line -> err.println("ratchet: " + oneLine(line)));
            return ExitCode.CONFIG;
        }
        if (e instanceof final CliException known) {
            err.println("ratchet: " + oneLine(known.getMessage()));
            return known.exitCode();
        }
        if (e instanceof InputFileException || e instanceof EngineException) {
            err.println("ratchet: " + oneLine(e.getMessage()));
            return ExitCode.ERROR;
        }
        final String message = e.getMessage() == null ? "" : ": " + oneLine(e.getMessage());
        err.println("ratchet: " + e.getClass().getSimpleName() + message + " (--debug shows where)");
        return ExitCode.ERROR;
    }

    private int onError(final Error e, final RatchetCommand root) {
        if (root.isDebug()) {
            e.printStackTrace(err);
        }
        err.println(
                "ratchet: " + e.getClass().getSimpleName() + ": " + oneLine(e.getMessage()) + " (--debug shows where)");
        return ExitCode.ERROR;
    }

    private static String oneLine(final String text) {
        return String.valueOf(text).replaceAll("\\s*\\R\\s*", ", ");
    }
}
