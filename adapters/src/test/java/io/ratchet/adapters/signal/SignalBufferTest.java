package io.ratchet.adapters.signal;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.adapters.signal.SignalRow.Extras;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.Venue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SignalBufferTest {
    private static final long NOW = 1_760_515_200_000L;
    private static final long CANDLE = NOW - 900_000;

    @Test
    void shouldSortByScoresDescendingStableAndNullsLast() {
        final SignalBuffer buffer = new SignalBuffer(10, 3_600_000);
        buffer.merge(
                List.of(
                        row(1, CANDLE, 5, 1),
                        row(2, CANDLE, NULL, 9),
                        row(3, CANDLE, 7, 1),
                        row(4, CANDLE, 5, NULL),
                        row(5, CANDLE, 5, 1),
                        row(6, CANDLE, 5, 2)),
                NOW);
        assertEquals(List.of(3L, 6L, 1L, 5L, 4L, 2L), ids(buffer.best()));
    }

    @Test
    void shouldMarkWhatIsBeyondTheBestAndKeepTheOrderOfArrival() {
        final SignalBuffer buffer = new SignalBuffer(SignalBuffer.CAPACITY, 3_600_000);
        final List<SignalRow> rows = new ArrayList<>();
        for (int id = 1; id <= 130; id++) {
            rows.add(row(id, CANDLE, id, 1));
        }
        final List<SignalRow> marked = buffer.merge(rows, NOW);
        assertEquals(ids(rows), ids(marked));
        assertEquals(SignalDefect.OUTRANKED, marked.get(29).defect());
        assertEquals(SignalDefect.NONE, marked.get(30).defect());
        assertEquals(100, buffer.best().size());
        assertEquals(130, buffer.best().get(0).id());
    }

    @Test
    void shouldNotLetTheBestOfAnOldCandleOutrankANewOne() {
        final SignalBuffer buffer = new SignalBuffer(2, 3_600_000);
        buffer.merge(List.of(row(1, CANDLE - 900_000, 99, 1), row(2, CANDLE - 900_000, 98, 1)), NOW);
        final List<SignalRow> marked = buffer.merge(List.of(row(3, CANDLE, 1, 1)), NOW);
        assertEquals(SignalDefect.NONE, marked.get(0).defect());
        assertEquals(List.of(3L, 1L), ids(buffer.best()));
    }

    @Test
    void shouldMergeByIdAndForgetByAge() {
        final SignalBuffer buffer = new SignalBuffer(10, 3_600_000);
        buffer.merge(List.of(row(1, CANDLE, 5, 1)), NOW);
        buffer.merge(List.of(row(1, CANDLE, 9, 1), row(2, CANDLE, 7, 1)), NOW);
        assertEquals(List.of(2L, 1L), ids(buffer.best()));
        buffer.merge(List.of(), NOW + 3_600_000);
        assertEquals(List.of(), ids(buffer.best()));
    }

    private static SignalRow row(final long id, final long candleMs, final long week, final long month) {
        return new SignalRow(
                id,
                "BTCUSDT",
                Venue.BINANCE,
                PositionSide.LONG,
                week,
                month,
                candleMs,
                candleMs + 900_000,
                Extras.NONE,
                SignalDefect.NONE);
    }

    private static List<Long> ids(final List<SignalRow> rows) {
        return rows.stream().map(SignalRow::id).collect(Collectors.toList());
    }
}
