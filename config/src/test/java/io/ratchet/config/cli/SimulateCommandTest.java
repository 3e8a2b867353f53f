package io.ratchet.config.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.config.simulate.ReferenceSimulator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
    private static final String PRICES = "time_ms,venue,symbol,mark,last,bid,ask\n";
    private static final String ENTRIES = "time_ms,venue,symbol,side,quantity\n";
    private static final Path RESOURCES = Path.of("src/test/resources/simulate");

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"long", "short", "edges"})
    void shouldPrintTheHandMadeLines(final String name) throws IOException {
        final Path prices = RESOURCES.resolve(name).resolve("prices.csv");
        final Path entries = RESOURCES.resolve(name).resolve("entries.csv");
        final List<String> expected = Files.readAllLines(RESOURCES.resolve(name).resolve("expected.jsonl"));
        assertEquals(expected, ReferenceSimulator.simulate(prices, entries));
        assertEquals(expected, facts(simulate(prices, entries)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oct10_crash", "btc_2023"})
    void shouldEqualTheReferenceOnRecordedPricesAndGiveTheSameBytesTwice(final String name) throws IOException {
        final Path data = recordedData();
        final Path prices = data.resolve("prices_" + name + ".csv.gz");
        final Path entries = data.resolve("entries_" + name + ".csv");
        final CliRun first = simulate(prices, entries);
        assertEquals(ReferenceSimulator.simulate(prices, entries), facts(first));
        assertEquals(first.out(), simulate(prices, entries).out());
        assertTrue(first.err().contains("rows/s"), first::err);
    }

    private static Path recordedData() {
        for (final String candidate : List.of("../../shared/data", "../shared/data")) {
            if (Files.isDirectory(Path.of(candidate))) {
                return Path.of(candidate);
            }
        }
        Assumptions.abort("recorded data is not here");
        return null;
    }

    @Test
    void shouldEqualTheReferenceOnAThousandRandomWalks() throws IOException {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final int walks = 1_000;
        final StringBuilder entries = new StringBuilder(ENTRIES);
        final StringBuilder prices = new StringBuilder(PRICES);
        final long[] marks = new long[walks];
        final int[] decimals = new int[walks];
        for (int i = 0; i < walks; i++) {
            decimals[i] = random.nextInt(0, 6);
            marks[i] = random.nextLong(5_000, 2_000_000);
            entries.append("1700000000000,binance,W").append(i).append("USDT,").append(i % 2 == 0 ? "LONG" : "SHORT");
            entries.append(',').append(random.nextInt(1, 100)).append('\n');
        }
        long timeMs = 1_700_000_000_000L;
        for (int step = 0; step < 120; step++) {
            for (int i = 0; i < walks; i++) {
                appendRow(prices, timeMs, i, marks, decimals[i], random);
            }
            timeMs += random.nextLong(1, 20_000);
        }
        final Path priceFile = file("prices.csv", prices.toString());
        final Path entryFile = file("entries.csv", entries.toString());
        final List<String> expected = ReferenceSimulator.simulate(priceFile, entryFile);
        assertTrue(expected.stream().filter(line -> line.contains("StopMoved")).count() > 500);
        assertSameLines(expected, facts(simulate(priceFile, entryFile)), "ratchet.seed=" + seed);
    }

    /** The stop is a property of the position there and comes with the entry: the rules are the same, to the line. */
    @Test
    void shouldTellTheSameOfBybitAsOfBinance() throws IOException {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("ratchet.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final int walks = 200;
        final StringBuilder entries = new StringBuilder(ENTRIES);
        final StringBuilder prices = new StringBuilder(PRICES);
        final long[] marks = new long[walks];
        for (int i = 0; i < walks; i++) {
            marks[i] = random.nextLong(5_000, 2_000_000);
            entries.append("1700000000000,binance,W").append(i).append("USDT,").append(i % 2 == 0 ? "LONG" : "SHORT");
            entries.append(',').append(random.nextInt(1, 100)).append('\n');
        }
        long timeMs = 1_700_000_000_000L;
        for (int step = 0; step < 200; step++) {
            for (int i = 0; i < walks; i++) {
                appendRow(prices, timeMs, i, marks, i % 6, random);
            }
            timeMs += random.nextLong(1, 400_000);
        }
        final Path priceFile = file("prices.csv", prices.toString());
        final Path entryFile = file("entries.csv", entries.toString());
        final List<String> expected = facts(simulate(priceFile, entryFile)).stream()
                .map(line -> line.replace("\"venue\":\"binance\"", "\"venue\":\"bybit\""))
                .toList();
        final List<String> bybit = facts(simulate(
                file("bybit.csv", prices.toString().replace(",binance,", ",bybit,")),
                file("bybit-entries.csv", entries.toString().replace(",binance,", ",bybit,"))));
        assertTrue(expected.stream().filter(line -> line.contains("StopMoved")).count() > 100);
        assertTrue(bybit.stream().noneMatch(line -> line.contains("binance")));
        assertSameLines(expected, bybit, "ratchet.seed=" + seed);
    }

    private static void assertSameLines(final List<String> expected, final List<String> actual, final String what) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i), what);
        }
        assertEquals(expected.size(), actual.size(), what);
    }

    /** The mark has one decimal more than the last price, so that levels must be rounded to tick. */
    private static void appendRow(
            final StringBuilder prices,
            final long timeMs,
            final int walk,
            final long[] marks,
            final int decimals,
            final SplittableRandom random) {
        final long step = Math.max(1, marks[walk] / 250);
        marks[walk] =
                Math.max(1_000, marks[walk] + random.nextLong(-step, step + 1) + (walk % 4 < 2 ? step / 8 : -step / 8));
        prices.append(timeMs).append(",binance,W").append(walk).append("USDT,");
        if (random.nextInt(10) > 0) {
            prices.append(decimal(marks[walk], decimals + 1));
        }
        prices.append(',').append(decimal(marks[walk] / 10, decimals));
        if (random.nextInt(4) == 0) {
            prices.append(',').append(decimal(marks[walk] / 10 - 1, decimals));
            prices.append(',').append(decimal(marks[walk] / 10 + 1, decimals));
        } else {
            prices.append(",,");
        }
        prices.append('\n');
    }

    private static String decimal(final long value, final int decimals) {
        return new java.math.BigDecimal(java.math.BigInteger.valueOf(value), decimals).toPlainString();
    }

    @Test
    void shouldLeaveWhatIsOpenAtTheEndOpenAndCountInTheSummary() throws IOException {
        final Path prices = file("p.csv", PRICES + "1700000000000,binance,AUSDT,10.0,10.0,,\n");
        final Path entries = file("e.csv", ENTRIES + "1700000000001,binance,AUSDT,LONG,1\n");
        final CliRun run = simulate(prices, entries);
        final String summary = run.outLines().get(run.outLines().size() - 1);
        assertTrue(
                summary.matches("\\{\"fact\":\"Summary\",\"seq\":4,\"time_ms\":1700000000001,\"venue\":null,"
                        + "\"symbol\":null,\"position\":null,\"counts\":\\{\"NakedInterval\":1,\"PositionOpened\":1,"
                        + "\"StopConfirmed\":1\\},\"hash\":\"[0-9a-f]{16}\"\\}"),
                summary);
    }

    @Test
    void shouldUseSettingsAndInstrumentsWhenGiven() throws IOException {
        final Path prices = file("p.csv", PRICES + "1700000000000,binance,AUSDT,100.37,100.4,,\n");
        final Path entries = file("e.csv", ENTRIES + "1700000000000,binance,AUSDT,LONG,1\n");
        final Path instruments = file("i.csv", "venue,symbol,tick,step,min_quantity\nbinance,AUSDT,0.5,1,1\n");
        final Path config = file("c.yaml", "stop:\n  percent: 10\n");
        final CliRun run = CliRun.of(
                "simulate",
                "-c",
                config.toString(),
                "--prices",
                prices.toString(),
                "--entries",
                entries.toString(),
                "--instruments",
                instruments.toString());
        assertEquals(ExitCode.OK, run.exitCode(), run::err);
        assertTrue(run.out().contains("\"fact\":\"StopConfirmed\""), run::out);
        assertTrue(run.out().contains("\"level\":\"90.5\""), run::out);
    }

    @Test
    void shouldOpenTheWaveOfSignalsAtItsCheckAndRefuseWhatCannotBeUsed() throws IOException {
        final StringBuilder prices = new StringBuilder(PRICES);
        // 2025-10-10 12:14 UTC and ten minutes on, a row a second.
        for (int i = 0; i < 600; i++) {
            prices.append(1_760_098_440_000L + i * 1_000L).append(",binance,AUSDT,100.00,100.00,,\n");
            prices.append(1_760_098_440_000L + i * 1_000L).append(",binance,BUSDT,50.00,50.00,,\n");
        }
        final CliRun run = CliRun.of(
                "simulate",
                "--prices",
                file("p.csv", prices.toString()).toString(),
                "--entries",
                file("e.csv", ENTRIES).toString(),
                "--instruments",
                file(
                                "i.csv",
                                "venue,symbol,tick,step,min_quantity\nbinance,AUSDT,0.01,0.001,0.001\n"
                                        + "binance,BUSDT,0.01,0.001,0.001\n")
                        .toString(),
                "--signals",
                file(
                                "s.jsonl",
                                signal(1, "AUSDT", "BUY", "70.5")
                                        + signal(2, "BUSDT", "SELL", "NaN")
                                        + signal(3, "CUSDT", "BUY", "71")
                                        + signal(4, "BUSDT", "SELL", "69"))
                        .toString());
        final List<String> facts = facts(run);
        assertTrue(facts.get(0).contains("\"symbol\":\"BUSDT\",\"position\":null,\"reason\":\"DEFECTIVE\""));
        assertTrue(facts.get(1).contains("\"symbol\":null,\"position\":null,\"reason\":\"SYMBOL_UNKNOWN\""));
        // Minute 20 is the check of the candle of minute 0; the better score first; 200 USD each.
        assertEquals(
                "{\"fact\":\"PositionOpened\",\"seq\":3,\"time_ms\":1760098800000,\"venue\":\"binance\","
                        + "\"symbol\":\"AUSDT\",\"position\":1,\"side\":\"LONG\",\"quantity\":\"2\",\"entry\":\"100\"}",
                facts.get(2));
        assertTrue(run.out().contains("\"side\":\"SHORT\",\"quantity\":\"4\",\"entry\":\"50\""), run::out);
    }

    private static String signal(final int id, final String symbol, final String action, final String score) {
        return "{\"id\":" + id + ",\"pair_symbol\":\"" + symbol + "\",\"recommended_action\":\"" + action
                + "\",\"score_week\":" + score + ",\"score_month\":60,\"timestamp\":\"2025-10-10T12:00:00Z\","
                + "\"created_at\":\"2025-10-10T12:15:03Z\",\"exchange_id\":1}\n";
    }

    @Test
    void shouldNameTheLineWhenASignalIsNone() throws IOException {
        final Path prices = file("p.csv", PRICES + "1700000000000,binance,AUSDT,1.0,1.0,,\n");
        final Path entries = file("e.csv", ENTRIES);
        final String[] args = {
            "simulate", "--prices", prices.toString(), "--entries", entries.toString(), "--signals", ""
        };
        args[args.length - 1] =
                file("s.jsonl", signal(1, "AUSDT", "BUY", "1") + "{\"id\":2\n").toString();
        assertOneLine(CliRun.of(args), "s.jsonl line 2: actual=no JSON expected=a JSON object");
        args[args.length - 1] = file("s.jsonl", "{\"id\":2}\n").toString();
        assertOneLine(CliRun.of(args), "s.jsonl line 1: actual=no time expected=created_at or timestamp");
        args[args.length - 1] = dir.resolve("none").toString();
        assertOneLine(CliRun.of(args), "none: no such file");
    }

    @Test
    void shouldTellEachMoveNotMadeWhenVerbose() throws IOException {
        final Path prices = RESOURCES.resolve("long/prices.csv");
        final Path entries = RESOURCES.resolve("long/entries.csv");
        final CliRun run =
                CliRun.of("simulate", "--verbose", "--prices", prices.toString(), "--entries", entries.toString());
        assertTrue(run.out().contains("\"fact\":\"StopMoveSkipped\""), run::out);
        assertTrue(run.out().contains("\"reason\":\"too_soon\""), run::out);
        assertFalse(simulate(prices, entries).out().contains("StopMoveSkipped"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1700000000000,binance,AUSDT,1.0,1.0,|line 2: columns actual=6|",
                "1700000000000,binance,AUSDT,1.0,1.0,,,1|line 2: columns actual=8|",
                "yesterday,binance,AUSDT,1.0,1.0,,,|columns actual=8|",
                "17e11,binance,AUSDT,1.0,1.0,,|line 2 column 1 (time_ms): actual=17e11 expected=ms since the epoch|",
                "17000.5,binance,AUSDT,1.0,1.0,,|line 2 column 1 (time_ms): actual=17000.5 expected=ms since|",
                "1700000000000,kraken,AUSDT,1.0,1.0,,|line 2 column 2 (venue): actual=kraken expected=binance or bybit|",
                "1700000000000,binance,a usdt,1.0,1.0,,|line 2 column 3 (symbol): actual=a usdt expected=a symbol|",
                "1700000000000,binance,AUSDT,x,1.0,,|line 2 column 4 (mark): actual=x expected=a price, a plain"
                        + " decimal|",
                "1700000000000,binance,AUSDT,1e3,1.0,,|line 2 column 4 (mark): actual=1e3 expected=a price|",
                "1700000000000,binance,AUSDT,1.0,-1.0,,|line 2 column 5 (last): actual=-1.0 expected=a price above 0|",
                "1700000000000,binance,AUSDT,1.0,0,,|line 2 column 5 (last): actual=0 expected=a price above 0|",
                "1700000000000,binance,AUSDT,1.0,1.0,NaN,|line 2 column 6 (bid): actual=NaN expected=a price|",
                "1700000000000,binance,AUSDT,1.0,1.0,,0.00000000001|line 2 column 7 (ask): actual=0.00000000001"
                        + " expected=a price with at most 10 decimals|",
                "1700000000000,binance,AUSDT,1.0,9999999999,,|line 2 column 5 (last): actual=9999999999 expected=a"
                        + " price in range|",
                "1700000000000,binance,AUSDT,1.0,1.0,,/1699999999999,binance,AUSDT,1.0,1.0,,|line 3 column 1"
                        + " (time_ms): actual=1699999999999 expected=not before the row above, 1700000000000|",
                "1700000000000,binance,AUSDT,1.0,1.0,,//|line 3: columns actual=1 (nothing) expected=7|",
            })
    void shouldNameFileLineAndColumnWhenAPriceRowIsBad(final String rows, final String expected) throws IOException {
        final Path prices = file("p.csv", PRICES + rows.replace('/', '\n') + '\n');
        final Path entries = file("e.csv", ENTRIES);
        final CliRun run = simulate(prices, entries);
        assertEquals(ExitCode.ERROR, run.exitCode(), run::err);
        assertEquals(1, run.errLines().size(), run::err);
        assertTrue(run.err().startsWith("ratchet: " + prices + ' '), run::err);
        assertTrue(run.err().contains(expected), run::err);
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1700000000000,binance,BUSDT,LONG,1|line 2 column 3 (symbol): actual=BUSDT expected=a symbol of the"
                        + " prices file",
                "1700000000000,binance,AUSDT,BUY,1|line 2 column 4 (side): actual=BUY expected=LONG or SHORT",
                "1700000000000,binance,AUSDT,LONG,0|line 2 column 5 (quantity): actual=0 expected=a quantity above 0",
                "1700000000000,binance,AUSDT,LONG,|line 2 column 5 (quantity): actual=nothing expected=a quantity",
            })
    void shouldNameFileLineAndColumnWhenAnEntryRowIsBad(final String row, final String expected) throws IOException {
        final Path prices = file("p.csv", PRICES + "1700000000000,binance,AUSDT,1.0,1.0,,\n");
        final Path entries = file("e.csv", ENTRIES + row + '\n');
        final CliRun run = simulate(prices, entries);
        assertEquals(ExitCode.ERROR, run.exitCode(), run::err);
        assertTrue(run.err().contains(entries + " " + expected), run::err);
        assertEquals(1, run.errLines().size(), run::err);
    }

    @Test
    void shouldSayOneLineWhenAFileIsMissingEmptyOrNotGzip() throws IOException {
        final Path entries = file("e.csv", ENTRIES);
        assertOneLine(simulate(dir.resolve("none.csv"), entries), "none.csv: no such file");
        assertOneLine(simulate(dir, entries), ": actual=a directory expected=a CSV file");
        assertOneLine(
                simulate(file("empty.csv", ""), entries), "line 1: actual=an empty file expected=header time_ms,");
        assertOneLine(
                simulate(file("header.csv", "time,price\n"), entries), "line 1: header actual=time,price expected=");
        assertOneLine(
                simulate(file("plain.csv.gz", PRICES), entries), "plain.csv.gz: not a gzip file: Not in GZIP format");
        final Path cut = dir.resolve("cut.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
            out.write((PRICES + "1700000000000,binance,AUSDT,1.0,1.0,,\n".repeat(1000))
                    .getBytes(StandardCharsets.US_ASCII));
        }
        final byte[] bytes = Files.readAllBytes(cut);
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length - 20));
        assertOneLine(simulate(cut, entries), "the gzip stream is damaged");
    }

    private static void assertOneLine(final CliRun run, final String expected) {
        assertEquals(ExitCode.ERROR, run.exitCode(), run::err);
        assertEquals(1, run.errLines().size(), run::err);
        assertTrue(run.err().contains(expected), run::err);
    }

    private static List<String> facts(final CliRun run) {
        assertEquals(ExitCode.OK, run.exitCode(), run::err);
        final List<String> lines = new ArrayList<>(run.outLines());
        assertTrue(
                lines.get(lines.size() - 1).startsWith("{\"fact\":\"Summary\""),
                () -> lines.toString().toLowerCase(Locale.ROOT));
        lines.remove(lines.size() - 1);
        return lines;
    }

    private static CliRun simulate(final Path prices, final Path entries) {
        return CliRun.of("simulate", "--prices", prices.toString(), "--entries", entries.toString());
    }

    private Path file(final String name, final String content) throws IOException {
        final Path file = dir.resolve(name);
        Files.writeString(file, content);
        return file;
    }
}
