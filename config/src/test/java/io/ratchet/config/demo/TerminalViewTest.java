package io.ratchet.config.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.config.node.NodeView;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.VenueState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TerminalViewTest {
    private static final TerminalView.Surroundings AROUND =
            new TerminalView.Surroundings("12:03 of 60:00 market minutes at x20", 123_456, "123450", 17);

    @Test
    void shouldFitAnyTerminalWithoutALineThatWraps() {
        for (final int columns : new int[] {60, 80, 132}) {
            final List<String> frame = frame(columns, "24", "1");
            assertTrue(frame.stream().allMatch(line -> line.length() <= columns), String.join("\n", frame));
            assertTrue(frame.size() < 24, "lines " + frame.size());
            assertTrue(frame.stream().anyMatch(line -> line.startsWith("and ")));
            assertTrue(frame.contains("node RUNNING"));
            assertTrue(frame.contains("venue binance DEGRADED: user stream down"));
            assertEquals("BTCUSDT closed by STOP, pnl -1.20", frame.get(frame.size() - 1));
        }
    }

    @Test
    void shouldColourOnlyWhereNobodyMinds() {
        assertTrue(String.join("", frame(80, "24", "")).contains("\u001b[32m"));
        assertFalse(String.join("", frame(80, "24", "1")).contains("\u001b"));
        assertEquals("text", Terminal.of(Map.of("TERM", "xterm"), false).coloured("text", Terminal.Colour.RED));
    }

    @Test
    void shouldRedrawFromTheTopWithoutPushingAnythingAway() {
        final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        final TerminalView view = new TerminalView(
                new PrintStream(drawn, true, StandardCharsets.UTF_8), terminal(80, "24", "1"), id -> "BTCUSDT");
        view.draw(reading(), AROUND);
        final String text = drawn.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("\u001b[HRATCHET demo"), text);
        assertTrue(text.endsWith("\u001b[K\n\u001b[J"), text);
        assertFalse(text.contains("\u001b[2J"), text);
    }

    private static List<String> frame(final int columns, final String rows, final String noColour) {
        final Terminal terminal = terminal(columns, rows, noColour);
        terminal.readSize();
        return new TerminalView(System.out, terminal, id -> "BTCUSDT").frame(reading(), AROUND);
    }

    private static Terminal terminal(final int columns, final String rows, final String noColour) {
        return Terminal.of(Map.of("TERM", "xterm", "COLUMNS", "" + columns, "LINES", rows, "NO_COLOR", noColour), true);
    }

    private static NodeView.Reading reading() {
        return new NodeView.Reading(
                123_456,
                NodeState.RUNNING,
                new NodeView.VenueLine(VenueState.DEGRADED, "user stream down"),
                false,
                new NodeView.Counts(3, 24, 31, 118, 9, 0, 234_567_890L, -1_234_000_000L),
                LongStream.rangeClosed(1, 15)
                        .mapToObj(id -> new NodeView.PositionLine(
                                id,
                                0,
                                id % 2 == 0 ? PositionSide.LONG : PositionSide.SHORT,
                                1_563_000,
                                641_234_000_000_000L,
                                628_409_300_000_000L,
                                id % 3 == 0))
                        .toList(),
                List.of(
                        "wave 2026-11-24T12:15:00Z: 8 signals",
                        "wave over: 5 opened, 3 refused of 8",
                        "BTCUSDT closed by STOP, pnl -1.20"));
    }
}
