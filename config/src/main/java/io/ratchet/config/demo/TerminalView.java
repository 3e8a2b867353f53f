package io.ratchet.config.demo;

import io.ratchet.config.node.NodeView;
import io.ratchet.config.report.Amounts;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Draws the running node: a screen redrawn in place on a terminal, otherwise a line now and then. Main thread.
 */
final class TerminalView {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";
    private static final int POSITIONS_SHOWN_MAX = 20;
    private static final int SCREEN_EVERY = 1;
    private static final int LINE_EVERY = 10;

    private final PrintStream out;
    private final boolean screen;
    private final IntFunction<String> symbols;
    private int turns;

    TerminalView(final PrintStream out, final boolean screen, final IntFunction<String> symbols) {
        this.out = out;
        this.screen = screen;
        this.symbols = symbols;
    }

    /**
     * What the view shows beside the node's own reading.
     *
     * @param progress     what is over of the demo, for instance {@code 12:00 of 60:00 market minutes}.
     * @param journaled    newest record.
     * @param persisted    newest record in PostgreSQL.
     * @param pricesMerged prices merged because the core had newer ones waiting.
     */
    record Surroundings(String progress, long journaled, long persisted, long pricesMerged) {}

    /** Draws if it is time; called about twice a second. */
    void draw(final NodeView.Reading reading, final Surroundings around) {
        final int every = screen ? SCREEN_EVERY : LINE_EVERY;
        if (turns++ % every != 0) {
            return;
        }
        out.print(screen ? HOME_AND_CLEAR + full(reading, around) : summary(reading, around) + "\n");
        out.flush();
    }

    /** One line that says it all. */
    String summary(final NodeView.Reading reading, final Surroundings around) {
        final NodeView.Counts counts = reading.counts();
        return String.format(
                Locale.ROOT,
                "%s | %s | waves %d | open %d (trailing %d) | opened %d | stops %d | moves %d | closed %d | pnl %s |"
                        + " naked max %s | journal %d | persisted %d",
                around.progress(),
                reading.nodeState(),
                counts.waves(),
                reading.positions().size(),
                reading.positions().stream()
                        .filter(NodeView.PositionLine::trailing)
                        .count(),
                counts.opened(),
                counts.confirmed(),
                counts.moves(),
                counts.closed(),
                Amounts.money(counts.pnl()),
                Amounts.millis(counts.nakedMaxNs()),
                around.journaled(),
                around.persisted());
    }

    private String full(final NodeView.Reading reading, final Surroundings around) {
        final NodeView.Counts counts = reading.counts();
        final StringBuilder text = new StringBuilder(2_048);
        text.append("RATCHET demo   ")
                .append(around.progress())
                .append("   node ")
                .append(reading.nodeState())
                .append("   environment simulated\n\n");
        text.append(String.format(
                Locale.ROOT,
                "waves %-6d opened %-6d stops confirmed %-6d moves %-6d closed %-6d lost %-4d pnl %s%n",
                counts.waves(),
                counts.opened(),
                counts.confirmed(),
                counts.moves(),
                counts.closed(),
                counts.lost(),
                Amounts.money(counts.pnl())));
        text.append(String.format(
                Locale.ROOT,
                "naked max %s   journal %d   PostgreSQL %d (behind %d)   prices merged %d%n%n",
                Amounts.millis(counts.nakedMaxNs()),
                around.journaled(),
                around.persisted(),
                Math.max(0, around.journaled() - around.persisted()),
                around.pricesMerged()));
        text.append(String.format(
                Locale.ROOT,
                "%5s %-14s %-5s %14s %16s %16s  %s%n",
                "id",
                "symbol",
                "side",
                "quantity",
                "entry",
                "stop",
                "trail"));
        reading.positions().stream().limit(POSITIONS_SHOWN_MAX).forEach(line -> text.append(row(line)));
        if (reading.positions().size() > POSITIONS_SHOWN_MAX) {
            text.append("      and ")
                    .append(reading.positions().size() - POSITIONS_SHOWN_MAX)
                    .append(" more\n");
        }
        text.append('\n');
        reading.news().forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }

    private String row(final NodeView.PositionLine line) {
        return String.format(
                Locale.ROOT,
                "%5d %-14s %-5s %14s %16s %16s  %s%n",
                line.positionId(),
                symbols.apply(line.instrumentId()),
                line.side(),
                Amounts.quantity(line.quantity()),
                Amounts.price(line.entryPrice()),
                Amounts.price(line.stopLevel()),
                line.trailing() ? "active" : "waiting");
    }
}
