package io.ratchet.config.demo;

import io.ratchet.config.node.NodeView;
import io.ratchet.config.report.Amounts;
import io.ratchet.engine.sbe.NodeState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Draws the running node: a screen redrawn in place on a terminal, otherwise a line now and then. Main thread.
 */
final class TerminalView {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K\n";
    private static final String CLEAR_REST_OF_SCREEN = "\u001b[J";
    private static final String ROW = "%-10s %-5s %10s %11s %11s %s";
    private static final String GAP = "   ";
    private static final int NEWS_SHOWN_MAX = 6;
    private static final int BLANKS_AND_CURSOR = 2;
    private static final int SCREEN_EVERY = 1;
    private static final int LINE_EVERY = 10;

    private final PrintStream out;
    private final Terminal terminal;
    private final IntFunction<String> symbols;
    private int turns;

    TerminalView(final PrintStream out, final Terminal terminal, final IntFunction<String> symbols) {
        this.out = out;
        this.terminal = terminal;
        this.symbols = symbols;
    }

    /**
     * What the view shows beside the node's own reading.
     *
     * @param progress     what is over of the demo, for instance {@code 12:00 of 60:00 market minutes}.
     * @param journaled    newest record.
     * @param persisted    newest record in PostgreSQL, or why there is none.
     * @param pricesMerged prices merged because the core had newer ones waiting.
     */
    record Surroundings(String progress, long journaled, String persisted, long pricesMerged) {}

    /** Draws if it is time; called about twice a second. */
    void draw(final NodeView.Reading reading, final Surroundings around) {
        final int every = terminal.isScreen() ? SCREEN_EVERY : LINE_EVERY;
        if (turns++ % every != 0) {
            return;
        }
        if (terminal.isScreen()) {
            terminal.readSize();
            out.print(HOME
                    + String.join(CLEAR_REST_OF_LINE, frame(reading, around))
                    + CLEAR_REST_OF_LINE
                    + CLEAR_REST_OF_SCREEN);
        } else {
            out.println(summary(reading, around));
        }
        out.flush();
    }

    /** One line that says it all. */
    String summary(final NodeView.Reading reading, final Surroundings around) {
        final NodeView.Counts counts = reading.counts();
        return String.format(
                Locale.ROOT,
                "%s | node %s | venue binance %s | waves %d | open %d (trailing %d) | opened %d | stops %d | moves %d | closed %d | pnl %s |"
                        + " naked max %s | journal %d | persisted: %s",
                around.progress(),
                reading.nodeState(),
                reading.venue(),
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

    /** One frame: no line longer than the terminal is wide, no more lines than it has. */
    List<String> frame(final NodeView.Reading reading, final Surroundings around) {
        final NodeView.Counts counts = reading.counts();
        final List<String> lines = new ArrayList<>();
        flow(lines, List.of("RATCHET demo", around.progress(), "simulated exchange"));
        lines.add(state("node " + reading.nodeState(), reading.nodeState() == NodeState.RUNNING));
        lines.add(state("venue binance " + reading.venue(), reading.venue().isOk()));
        lines.add("");
        flow(
                lines,
                List.of(
                        "waves " + counts.waves(),
                        "opened " + counts.opened(),
                        "stops confirmed " + counts.confirmed(),
                        "stop moves " + counts.moves(),
                        "closed " + counts.closed(),
                        "stops lost " + counts.lost(),
                        "pnl " + Amounts.money(counts.pnl()),
                        "naked max " + Amounts.millis(counts.nakedMaxNs()),
                        "journal " + around.journaled(),
                        "persisted: " + around.persisted(),
                        "prices merged " + around.pricesMerged()));
        lines.add("");
        lines.add(cut(String.format(Locale.ROOT, ROW, "symbol", "side", "quantity", "entry", "stop", "trail")));
        final int news = Math.min(NEWS_SHOWN_MAX, reading.news().size());
        final int room = Math.max(1, terminal.rows() - lines.size() - news - BLANKS_AND_CURSOR);
        final int shown =
                reading.positions().size() <= room ? reading.positions().size() : room - 1;
        reading.positions().stream().limit(shown).forEach(line -> lines.add(cut(row(line))));
        if (shown < reading.positions().size()) {
            lines.add("and " + (reading.positions().size() - shown) + " more");
        }
        lines.add("");
        reading.news()
                .subList(reading.news().size() - news, reading.news().size())
                .forEach(line -> lines.add(cut(line)));
        return lines;
    }

    private String state(final String text, final boolean isWell) {
        return terminal.coloured(cut(text), isWell ? Terminal.Colour.GREEN : Terminal.Colour.YELLOW);
    }

    /** As many items on a line as fit on it. */
    private void flow(final List<String> lines, final List<String> items) {
        final StringBuilder line = new StringBuilder();
        for (final String item : items) {
            if (line.length() > 0 && line.length() + GAP.length() + item.length() > terminal.columns()) {
                lines.add(cut(line.toString()));
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : GAP).append(item);
        }
        lines.add(cut(line.toString()));
    }

    private String cut(final String line) {
        return line.length() <= terminal.columns() ? line : line.substring(0, terminal.columns() - 1) + ">";
    }

    private String row(final NodeView.PositionLine line) {
        return String.format(
                Locale.ROOT,
                ROW,
                symbols.apply(line.instrumentId()),
                line.side(),
                Amounts.quantity(line.quantity()),
                Amounts.price(line.entryPrice()),
                Amounts.price(line.stopLevel()),
                line.trailing() ? "active" : "waiting");
    }
}
