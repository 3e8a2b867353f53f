package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceSourceTest {
    @TempDir
    Path directory;

    private Path file(final String rows) throws IOException {
        final Path file = directory.resolve("prices.csv");
        Files.writeString(file, PriceFile.HEADER + "\n" + rows);
        return file;
    }

    @Test
    void shouldReadRowsAndTakeTheTickFromTradesBeforeMarks() throws IOException {
        final PriceFile file = PriceFile.read(file("""
            1000,binance,AUSDT,1.23456,1.2,,
            1000,bybit,AUSDT,,,1.1,1.15
            1001,binance,BUSDT,7.125,,,
            """));
        assertEquals(3, file.rows());
        assertEquals(1, file.symbols().get(0).decimals());
        assertEquals(2, file.symbols().get(1).decimals());
        assertEquals(3, file.symbols().get(2).decimals());
        final PriceRow row = new PriceRow();
        file.row(1, row);
        assertEquals(FixedPoint.NULL, row.mark());
        assertEquals(SimDecimal.parse("1.15", 10), row.ask());
        assertEquals(3, file.line(1));
    }

    @Test
    void shouldReadGzipByItsFirstBytes() throws IOException {
        final Path file = directory.resolve("prices.csv");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((PriceFile.HEADER + "\n1,binance,AUSDT,1,1,1,1\n").getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(1, PriceFile.read(file).rows());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000,binance,AUSDT,abc,,,|column mark: actual=abc",
                "1000,binance,AUSDT,,-1,,|column last: actual=-1",
                "1000,binance,AUSDT,,,1.12345678901,|column bid",
                "1000,binance,AUSDT,1,1,1|column ask",
                "1000,binance,AUSDT,1,1,1,1,1|column after ask",
                "1000,kraken,AUSDT,1,,,|column venue: actual=kraken",
                "1000,binance,a-usdt,1,,,|column symbol: actual=a-usdt",
                "x,binance,AUSDT,1,,,|column time_ms: actual=x",
                "999,binance,AUSDT,1,,,|column time_ms: actual=999"
            })
    void shouldNameFileLineColumnActualAndExpectedWhenARowIsMalformed(final String row, final String expected)
            throws IOException {
        final Path file = file("1000,binance,AUSDT,1,,,\n" + row + "\n");
        final String message = assertThrows(PriceFile.MalformedException.class, () -> PriceFile.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ":3: " + expected), message);
        assertTrue(message.contains(" expected="), message);
    }

    @Test
    void shouldRefuseAnotherHeaderAndAnEmptyFile() throws IOException {
        final Path file = directory.resolve("p.csv");
        Files.writeString(file, "");
        assertTrue(assertThrows(IOException.class, () -> PriceFile.read(file))
                .getMessage()
                .contains(":1: column header"));
        Files.writeString(file, PriceFile.HEADER + "\n");
        assertTrue(assertThrows(IOException.class, () -> PriceFile.read(file))
                .getMessage()
                .contains("no rows"));
    }

    @Test
    void shouldBeginAgainOneSecondLaterWhenLooping() throws IOException {
        final PriceFile file = PriceFile.read(file("1000,binance,AUSDT,1,,,\n4000,binance,AUSDT,2,,,\n"));
        final PriceRow row = new PriceRow();
        final FilePriceSource once = new FilePriceSource(file, "binance", false);
        assertTrue(once.next(row) && once.next(row));
        assertFalse(once.next(row));
        final FilePriceSource loop = new FilePriceSource(file, "binance", true);
        assertTrue(loop.next(row) && loop.next(row) && loop.next(row));
        assertEquals(5_000, row.timeMs());
        assertThrows(IllegalArgumentException.class, () -> new FilePriceSource(file, "bybit", false));
    }

    @Test
    void shouldGenerateADayThatStaysWithinFifteenPercentAndAnHourThatActivatesTrails() {
        final int symbols = 12;
        for (long seed = 1; seed <= 3; seed++) {
            final GeneratedPriceSource source = new GeneratedPriceSource("binance", seed, symbols);
            final PriceRow row = new PriceRow();
            final long[] offPpm = new long[symbols];
            final long[] hourMaxPpm = new long[symbols];
            for (int i = 0; i < symbols * 4 * 86_400; i++) {
                source.next(row);
                final long first = source.symbols().get(row.symbol()).firstPrice();
                offPpm[row.symbol()] = (row.last() - first) * 1_000 / (first / 1_000);
                assertTrue(Math.abs(offPpm[row.symbol()]) < 150_000, "seed " + seed + ": " + offPpm[row.symbol()]);
                if (i < symbols * 4 * 3_600) {
                    hourMaxPpm[row.symbol()] = Math.max(hourMaxPpm[row.symbol()], Math.abs(offPpm[row.symbol()]));
                }
            }
            final String figures = "seed " + seed + ": " + Arrays.toString(hourMaxPpm) + Arrays.toString(offPpm);
            assertTrue(Arrays.stream(hourMaxPpm).filter(off -> off > 10_000).count() >= 9, figures);
            assertTrue(Arrays.stream(offPpm).anyMatch(off -> off > 0), figures);
            assertTrue(Arrays.stream(offPpm).anyMatch(off -> off < 0), figures);
        }
    }

    @Test
    void shouldGenerateTheSamePricesFromTheSameSeedOnTickAndInTimeOrder() {
        final GeneratedPriceSource one = new GeneratedPriceSource("binance", 42, 12);
        final GeneratedPriceSource other = new GeneratedPriceSource("binance", 42, 12);
        final PriceRow a = new PriceRow();
        final PriceRow b = new PriceRow();
        long time = 0;
        long low = Long.MAX_VALUE;
        long high = 0;
        for (int i = 0; i < 12 * 4 * 3_600; i++) {
            assertTrue(one.next(a) && other.next(b));
            assertEquals(a.last(), b.last());
            assertEquals(a.mark(), b.mark());
            assertTrue(a.timeMs() >= time);
            time = a.timeMs();
            assertTrue(a.bid() < a.ask() && a.mark() > 0);
            final long tick = one.symbols().get(a.symbol()).filters().tickSize();
            assertEquals(0, a.last() % tick);
            assertEquals(0, a.bid() % tick);
            assertEquals(0, a.ask() % tick);
            if (a.symbol() == 0) {
                low = Math.min(low, a.last());
                high = Math.max(high, a.last());
            }
        }
        // An hour moves enough to make trails and stops work.
        assertTrue(high - low > low / 50, "low=" + low + " high=" + high);
    }

    @Test
    void shouldMakeSaneFiltersFromAPrice() {
        final SimInstrument.Filters f =
                new PriceSymbol("binance", "AUSDT", 2, SimDecimal.parse("259.55", 10)).filters();
        assertEquals(SimDecimal.parse("0.01", 10), f.tickSize());
        assertEquals(SimDecimal.parse("0.001", 8), f.stepSize());
        assertEquals(0, (f.maxPrice() - f.minPrice()) % f.tickSize());
        assertTrue(f.maxMarketQuantity() > SimDecimal.parse("100", 8));
    }

    @Test
    void shouldReadTheRecordedCrash() throws IOException {
        final Path recorded = Path.of("../../shared/data/prices_oct10_crash.csv.gz");
        Assumptions.assumeTrue(Files.exists(recorded), "no recorded prices here");
        final PriceFile file = PriceFile.read(recorded);
        assertEquals(110_684, file.rows());
        assertEquals(12, file.symbols().size());
    }
}
