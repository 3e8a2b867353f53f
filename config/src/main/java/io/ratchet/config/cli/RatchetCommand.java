package io.ratchet.config.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: holds the verbs and what they share. */
@Command(
        name = "ratchet",
        description =
                "Guards crypto perpetual positions: every one has a stop confirmed on the exchange, or is closed.",
        mixinStandardHelpOptions = true,
        versionProvider = RatchetCommand.Version.class,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ok",
            "1:error: bad option or file, port taken, second instance, journal damaged, replay differs",
            "2:not found",
            "3:not running",
            "4:the settings are wrong",
            "5:timeout",
            "6:UNPROTECTED: a position is without a confirmed stop"
        })
final class RatchetCommand implements Runnable {
    private final InputStream in;
    private final PrintStream out;
    private final PrintWriter err;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", description = "Show stack traces.", scope = ScopeType.INHERIT)
    private boolean debug;

    RatchetCommand(
            final InputStream in, final PrintStream out, final PrintWriter err, final Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** Prints the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ratchet " + BuildId.text() + " on Java " + Runtime.version()};
        }
    }

    void addVerbs(final CommandLine line) {
        line.addSubcommand(new DemoCommand(this));
        line.addSubcommand(new RunCommand(this));
        line.addSubcommand(new SimulateCommand(this));
        line.addSubcommand(new VenueCommand(this));
        line.addSubcommand(new ReplayCommand(this));
        line.addSubcommand(new CommandLine(new JournalCommand())
                .addSubcommand(new JournalDumpCommand(this))
                .addSubcommand(new JournalVerifyCommand(this)));
        line.addSubcommand(new StatusCommand(this));
        line.addSubcommand(new PositionsCommand(this));
        line.addSubcommand(new OrdersCommand(this));
        line.addSubcommand(new EntriesCommand.Stop(this));
        line.addSubcommand(new EntriesCommand.Resume(this));
        line.addSubcommand(new ForceExitCommand(this));
        line.addSubcommand(new SetStopCommand(this));
        line.addSubcommand(new ForeignCommand.Adopt(this));
        line.addSubcommand(new ForeignCommand.Guard(this));
        line.addSubcommand(new ForeignCommand.Ignore(this));
        line.addSubcommand(new BlockCommand(this));
        line.addSubcommand(new KillCommand(this));
        line.addSubcommand(new CheckConfigCommand(this));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb given");
    }

    InputStream in() {
        return in;
    }

    PrintStream out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    Map<String, String> environment() {
        return environment;
    }

    boolean isDebug() {
        return debug;
    }
}
