package io.ratchet.config.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Closes a symbol to entries for a time. */
@Command(name = "block", description = "Open no position on a symbol for a time; exits go on.")
final class BlockCommand extends ActionCommand {
    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,6})([smhd])");

    @Parameters(paramLabel = "SYMBOL", description = "As the venue writes it; VENUE:SYMBOL where two have it.")
    private String symbol;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How long, in s, m, h or d; default: ${DEFAULT-VALUE}.")
    private String time;

    BlockCommand(final RatchetCommand root) {
        super(root, "block");
    }

    @Override
    void fill(final ObjectNode body) {
        body.put("symbol", symbol.toUpperCase(Locale.ROOT)).put("seconds", seconds(time));
    }

    /** Seconds of a text like 90s, 15m, 24h or 7d. */
    static long seconds(final String text) {
        final Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new CliException(ExitCode.ERROR, "--for: actual=" + text + " expected=a time like 90s, 15m, 24h, 7d");
        }
        final long unit = switch (matcher.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
        return Long.parseLong(matcher.group(1)) * unit;
    }

    @Override
    String done(final JsonNode answer) {
        return "no entries on " + Rows.text(answer, "symbol") + " for " + time + " (journal "
                + Rows.text(answer, "journal_sequence") + ")";
    }
}
