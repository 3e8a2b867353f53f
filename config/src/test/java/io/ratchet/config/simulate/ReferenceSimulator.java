package io.ratchet.config.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The rules of {@code simulate} once more, slow and obvious, in decimals: shares no line with the product. Knows one
 * venue, the default policy, and what happens when stops are confirmed, triggered and filled at once.
 */
public final class ReferenceSimulator {
    private static final BigDecimal STOP = new BigDecimal("0.02");
    private static final BigDecimal ACTIVATION = new BigDecimal("0.015");
    private static final BigDecimal CALLBACK = new BigDecimal("0.005");
    private static final BigDecimal IMPROVEMENT = new BigDecimal("0.001");
    private static final BigDecimal OVERRIDE = new BigDecimal("0.010");
    private static final BigDecimal FEE = new BigDecimal("0.0005");
    private static final long INTERVAL_MS = 60_000;

    private final Map<String, BigDecimal[]> prices = new HashMap<>();
    private final Map<String, BigDecimal> ticks = new HashMap<>();
    private final Map<String, Position> open = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private int positions;

    /** An open position. */
    private static final class Position {
        private int id;
        private boolean isLong;
        private BigDecimal quantity;
        private BigDecimal entry;
        private BigDecimal level;
        private BigDecimal peak;
        private boolean isActive;
        private long confirmedMs;
    }

    private ReferenceSimulator() {}

    /**
     * Simulates two files.
     *
     * @param priceFile CSV.
     * @param entryFile CSV.
     * @return all lines but the summary.
     * @throws IOException if one cannot be read.
     */
    public static List<String> simulate(final Path priceFile, final Path entryFile) throws IOException {
        return new ReferenceSimulator().run(read(priceFile), read(entryFile));
    }

    private static List<String[]> read(final Path file) throws IOException {
        final List<String[]> rows = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(line.split(",", -1));
            }
        }
        return rows;
    }

    private List<String> run(final List<String[]> rows, final List<String[]> entries) {
        findTicks(rows);
        int row = 0;
        int entry = 0;
        while (row < rows.size() || entry < entries.size()) {
            final long rowMs = row < rows.size() ? Long.parseLong(rows.get(row)[0]) : Long.MAX_VALUE;
            final long entryMs = entry < entries.size() ? Long.parseLong(entries.get(entry)[0]) : Long.MAX_VALUE;
            // At one time all price rows come before all entries.
            if (rowMs <= entryMs) {
                onRow(rowMs, rows.get(row++));
            } else {
                onEntry(entryMs, entries.get(entry++));
            }
        }
        return lines;
    }

    private void findTicks(final List<String[]> rows) {
        final Map<String, Integer> traded = new HashMap<>();
        final Map<String, Integer> marks = new HashMap<>();
        for (final String[] row : rows) {
            for (int i = 4; i <= 6; i++) {
                if (!row[i].isEmpty()) {
                    traded.merge(row[2], new BigDecimal(row[i]).scale(), Math::max);
                }
            }
            if (!row[3].isEmpty()) {
                marks.merge(row[2], new BigDecimal(row[3]).scale(), Math::max);
            }
        }
        marks.forEach((symbol, scale) -> ticks.put(symbol, BigDecimal.ONE.movePointLeft(scale)));
        traded.forEach((symbol, scale) -> ticks.put(symbol, BigDecimal.ONE.movePointLeft(scale)));
    }

    private void onRow(final long timeMs, final String[] row) {
        final BigDecimal[] now = prices.computeIfAbsent(row[2], symbol -> new BigDecimal[4]);
        for (int i = 0; i < 4; i++) {
            now[i] = row[3 + i].isEmpty() ? now[i] : new BigDecimal(row[3 + i]);
        }
        final Position position = open.get(row[2]);
        if (position == null || now[0] == null) {
            return;
        }
        if (position.isLong ? now[0].compareTo(position.level) <= 0 : now[0].compareTo(position.level) >= 0) {
            close(timeMs, row[2], position, now, position.isActive ? "trail_stop" : "stop");
        } else {
            trail(timeMs, row[2], position, now);
        }
    }

    private void close(
            final long timeMs,
            final String symbol,
            final Position position,
            final BigDecimal[] now,
            final String reason) {
        final BigDecimal counter = position.isLong ? now[2] : now[3];
        final BigDecimal exit = counter == null ? now[0] : counter;
        final BigDecimal gross = position.isLong
                ? exit.subtract(position.entry).multiply(position.quantity)
                : position.entry.subtract(exit).multiply(position.quantity);
        final BigDecimal fees = fee(position.entry, position.quantity).add(fee(exit, position.quantity));
        final BigDecimal pnl = gross.setScale(8, RoundingMode.HALF_UP).subtract(fees);
        line(
                "PositionClosed",
                timeMs,
                symbol,
                String.valueOf(position.id),
                ",\"reason\":\"" + reason + "\",\"exit\":\"" + plain(exit) + "\",\"pnl\":\"" + plain(pnl)
                        + "\",\"fees\":\"" + plain(fees) + '"');
        open.remove(symbol);
    }

    private static BigDecimal fee(final BigDecimal price, final BigDecimal quantity) {
        return price.multiply(quantity).multiply(FEE).setScale(8, RoundingMode.HALF_UP);
    }

    private void trail(final long timeMs, final String symbol, final Position position, final BigDecimal[] now) {
        final BigDecimal mark = now[0];
        position.peak = position.isLong ? position.peak.max(mark) : position.peak.min(mark);
        final BigDecimal candidate = away(position.peak, CALLBACK, position.isLong, ticks.get(symbol));
        final boolean isBetter =
                position.isLong ? candidate.compareTo(position.level) > 0 : candidate.compareTo(position.level) < 0;
        if (!position.isActive) {
            final BigDecimal profit = position.isLong ? mark.subtract(position.entry) : position.entry.subtract(mark);
            if (profit.compareTo(position.entry.multiply(ACTIVATION)) >= 0) {
                position.isActive = true;
                position.confirmedMs = timeMs;
                position.level = isBetter ? candidate : position.level;
                line(
                        "TrailingActivated",
                        timeMs,
                        symbol,
                        String.valueOf(position.id),
                        ",\"price\":\"" + plain(mark) + "\",\"level\":\"" + plain(position.level) + '"');
            }
            return;
        }
        final BigDecimal better = candidate.subtract(position.level).abs();
        final boolean isDue = timeMs - position.confirmedMs >= INTERVAL_MS
                && better.compareTo(position.level.multiply(IMPROVEMENT)) >= 0;
        final boolean isLarge = better.compareTo(position.level.multiply(OVERRIDE)) >= 0;
        // The price fell back while the interval ran: a stop there would trigger at once, so the venue refuses it.
        final boolean isPast = position.isLong ? mark.compareTo(candidate) <= 0 : mark.compareTo(candidate) >= 0;
        if (isBetter && (isDue || isLarge) && isPast) {
            close(timeMs, symbol, position, now, "past_level");
        } else if (isBetter && (isDue || isLarge)) {
            line(
                    "StopMoved",
                    timeMs,
                    symbol,
                    String.valueOf(position.id),
                    ",\"old\":\"" + plain(position.level) + "\",\"new\":\"" + plain(candidate)
                            + "\",\"rule\":\"trail\"");
            position.level = candidate;
            position.confirmedMs = timeMs;
        }
    }

    /** A level so far from a price that it is worse for the position, on tick, rounded toward the market. */
    private static BigDecimal away(
            final BigDecimal price, final BigDecimal share, final boolean isLong, final BigDecimal tick) {
        final BigDecimal factor = isLong ? BigDecimal.ONE.subtract(share) : BigDecimal.ONE.add(share);
        return price.multiply(factor)
                .divide(tick, 0, isLong ? RoundingMode.CEILING : RoundingMode.FLOOR)
                .multiply(tick);
    }

    private void onEntry(final long timeMs, final String[] row) {
        final String symbol = row[2];
        if (open.containsKey(symbol)) {
            line("EntryRefused", timeMs, symbol, "null", ",\"reason\":\"ALREADY_OPEN\"");
            return;
        }
        final BigDecimal[] now = prices.getOrDefault(symbol, new BigDecimal[4]);
        final boolean isLong = row[3].equals("LONG");
        final BigDecimal counter = isLong ? now[3] : now[2];
        final BigDecimal entry = counter == null ? now[0] : counter;
        if (entry == null) {
            line("EntryRefused", timeMs, symbol, "null", ",\"reason\":\"NO_PRICE\"");
            return;
        }
        final Position position = new Position();
        position.id = ++positions;
        position.isLong = isLong;
        position.quantity = new BigDecimal(row[4]);
        position.entry = entry;
        position.peak = entry;
        position.level = away(entry, STOP, isLong, ticks.get(symbol));
        position.confirmedMs = timeMs;
        open.put(symbol, position);
        final String id = String.valueOf(position.id);
        line(
                "PositionOpened",
                timeMs,
                symbol,
                id,
                ",\"side\":\"" + row[3] + "\",\"quantity\":\"" + plain(position.quantity) + "\",\"entry\":\""
                        + plain(entry) + '"');
        if (now[0] != null
                && (isLong ? now[0].compareTo(position.level) <= 0 : now[0].compareTo(position.level) >= 0)) {
            // The first stop would trigger at once: refused, and the position closed.
            close(timeMs, symbol, position, now, "past_level");
        } else {
            line("StopConfirmed", timeMs, symbol, id, ",\"level\":\"" + plain(position.level) + '"');
        }
        line("NakedInterval", timeMs, symbol, id, ",\"cause\":\"open\",\"ns\":0");
    }

    private static String plain(final BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private void line(
            final String fact, final long timeMs, final String symbol, final String position, final String rest) {
        lines.add("{\"fact\":\"" + fact + "\",\"seq\":" + (lines.size() + 1) + ",\"time_ms\":" + timeMs
                + ",\"venue\":\"binance\",\"symbol\":\"" + symbol + "\",\"position\":" + position + rest + '}');
    }
}
