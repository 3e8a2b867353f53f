package io.ratchet.adapters.sim.signal;

import io.ratchet.adapters.sim.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signals of each 15-minute wave as JSON texts. A wave belongs to a candle: it is made when the candle closes and
 * carries its open time. Generated waves depend on seed and candle only, ids included.
 */
final class SignalWaves {
    static final long CANDLE_MS = 15L * 60 * 1_000;
    private static final int IDS_PER_WAVE = 10_000;
    private static final int SCORE_MAX = 10_000;
    private static final Pattern CREATED = Pattern.compile("\"created_at\"\\s*:\\s*\"([^\"]*)\"");

    private record Line(String json, long atMs) {}

    private final SignalServerConfig config;
    private final List<Line> lines = new ArrayList<>();
    private final boolean fromFile;

    SignalWaves(final SignalServerConfig config) throws IOException {
        this.config = config;
        this.fromFile = config.file() != null;
        if (fromFile) {
            for (final String text : Files.readAllLines(config.file(), StandardCharsets.UTF_8)) {
                if (!text.isBlank()) {
                    lines.add(new Line(text.trim(), createdAt(text)));
                }
            }
        }
    }

    private static long createdAt(final String json) {
        final Matcher matcher = CREATED.matcher(json);
        if (!matcher.find()) {
            return -1;
        }
        try {
            return OffsetDateTime.parse(matcher.group(1)).toInstant().toEpochMilli();
        } catch (final DateTimeParseException e) {
            // A time that cannot be read is the client's to refuse; it is sent with the next wave.
            return -1;
        }
    }

    /** Signals of the candle that just closed. */
    List<String> wave(final long candleOpenMs) {
        return fromFile ? untimed(candleOpenMs) : generated(candleOpenMs);
    }

    /** Signals of a file whose own time has come. */
    List<String> due(final long nowMs) {
        final List<String> due = new ArrayList<>();
        lines.removeIf(line -> {
            final boolean now = line.atMs() >= 0 && line.atMs() <= nowMs;
            if (now) {
                due.add(line.json());
            }
            return now;
        });
        return due;
    }

    private List<String> untimed(final long candleOpenMs) {
        final List<String> wave = new ArrayList<>();
        lines.removeIf(line -> {
            if (line.atMs() < 0) {
                wave.add(timed(line.json(), candleOpenMs));
            }
            return line.atMs() < 0;
        });
        return wave;
    }

    private static String timed(final String json, final long candleOpenMs) {
        if (!json.startsWith("{") || json.contains("\"timestamp\"")) {
            return json;
        }
        final String times = "\"timestamp\":\"" + Instant.ofEpochMilli(candleOpenMs) + "\",\"created_at\":\""
                + Instant.ofEpochMilli(candleOpenMs + CANDLE_MS) + '"';
        final String rest = json.substring(1).trim();
        return '{' + times + (rest.startsWith("}") ? "" : ",") + rest;
    }

    private List<String> generated(final long candleOpenMs) {
        final long wave = candleOpenMs / CANDLE_MS;
        final SplittableRandom random = new SplittableRandom(config.seed() * 1_000_003L + wave);
        final List<String> names = new ArrayList<>(config.symbols());
        final List<String> signals = new ArrayList<>();
        for (int i = 0; i < config.perWave(); i++) {
            if (names.isEmpty()) {
                names.addAll(config.symbols());
            }
            final String symbol = names.remove(random.nextInt(names.size()));
            signals.add(signal(wave, i, candleOpenMs, symbol, random, score(random), score(random)));
        }
        if (config.bad()) {
            final String symbol = config.symbols().get(0);
            signals.add(signal(wave, IDS_PER_WAVE - 4, candleOpenMs, symbol, random, "NaN", "50.0"));
            signals.add(signal(wave, IDS_PER_WAVE - 3, candleOpenMs, symbol, random, "null", "50.0"));
            signals.add(signal(wave, IDS_PER_WAVE - 2, candleOpenMs, null, random, "50.0", "50.0"));
            signals.add("17");
        }
        return signals;
    }

    private static String score(final SplittableRandom random) {
        final int score = random.nextInt(SCORE_MAX);
        return score / 100 + "." + (score % 100 < 10 ? "0" : "") + score % 100;
    }

    private String signal(
            final long wave,
            final int index,
            final long candleOpenMs,
            final String symbol,
            final SplittableRandom random,
            final String scoreWeek,
            final String scoreMonth) {
        return new JsonText()
                .object()
                .number("id", wave * IDS_PER_WAVE + index)
                .text("pair_symbol", symbol)
                .text("recommended_action", random.nextBoolean() ? "BUY" : "SELL")
                .raw("score_week", scoreWeek)
                .raw("score_month", scoreMonth)
                .text("timestamp", Instant.ofEpochMilli(candleOpenMs).toString())
                .text(
                        "created_at",
                        Instant.ofEpochMilli(candleOpenMs + CANDLE_MS).toString())
                .number("trading_pair_id", symbol == null ? 0 : Math.abs(symbol.hashCode() % 10_000))
                .number("exchange_id", config.exchangeId())
                .end()
                .toString();
    }
}
