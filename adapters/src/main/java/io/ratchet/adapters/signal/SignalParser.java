package io.ratchet.adapters.signal;

import static io.ratchet.engine.market.FixedPoint.NULL;
import static io.ratchet.engine.market.FixedPoint.PRICE_DECIMALS;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_DECIMALS;
import static io.ratchet.engine.market.FixedPoint.QUANTITY_ONE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.signal.SignalRow.Extras;
import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.Venue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Frames of the signal server. A bare NaN, a null score, a text where a number belongs spoil that one signal, never the
 * frame. Limits: depth 16, {@link #SIGNALS_MAX} signals. Any thread.
 */
final class SignalParser {
    /** Signals of a frame; what is beyond them is counted, not read. */
    static final int SIGNALS_MAX = 1_000;

    private static final int DEPTH_MAX = 16;
    private static final int TEXT_LENGTH_MAX = 65_536;
    private static final int NUMBER_LENGTH_MAX = 64;
    private static final int ID_LENGTH_MAX = 18;
    private static final int EXPONENT_MAX = 30;
    private static final long SCORE_MAX = 100 * QUANTITY_ONE;
    private static final long TOTAL_MAX = 1_000_000 * QUANTITY_ONE;
    private static final long CANDLE_MS = 15L * 60 * 1_000;
    private static final int LONG_DIGITS = 18;
    /** Some name a linear contract by what it settles in: BTC/USDT:USDT. */
    private static final Pattern SETTLED = Pattern.compile(":USD[TC]$");

    private static final long FNV_SEED = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final int SYMBOL_LENGTH_MAX = SignalReceivedEncoder.symbolLength();
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TEXT_LENGTH_MAX)
                            .maxNumberLength(NUMBER_LENGTH_MAX)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SignalParser() {}

    /**
     * Parses a frame.
     *
     * @throws tools.jackson.core.JacksonException if it is no JSON within the limits.
     * @throws VenueFormatException                if it is no object.
     */
    static JsonNode parse(final byte[] frame, final int length) {
        final JsonNode root = MAPPER.readTree(frame, 0, length);
        if (!root.isObject()) {
            throw new VenueFormatException("signal frame: actual=no object expected=an object");
        }
        return root;
    }

    /** The type of a frame, empty if it has none. */
    static String type(final JsonNode root) {
        return root.path("type").asString("");
    }

    /** The signals of a {@code signals} frame, in its order, one per id. */
    static List<SignalRow> signals(final JsonNode root) {
        return signals(root, false, false);
    }

    /**
     * The signals of a frame of either protocol, in its order, one per id.
     *
     * @param root       of a {@code signals}, {@code signals_snapshot} or {@code signal} frame.
     * @param isRealtime whether only a real-time server sends such a frame.
     * @param isLongOnly whether a missing direction is long.
     */
    static List<SignalRow> signals(final JsonNode root, final boolean isRealtime, final boolean isLongOnly) {
        final List<SignalRow> rows = new ArrayList<>();
        final Set<Long> ids = new HashSet<>();
        final JsonNode data = data(root, isRealtime);
        if (!data.isArray()) {
            return List.of(signal(data, isRealtime, isLongOnly));
        }
        for (int i = 0; i < Math.min(data.size(), SIGNALS_MAX); i++) {
            final SignalRow row = signal(data.get(i), isRealtime, isLongOnly);
            if (ids.add(row.id())) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** An array, or the object that is the one signal: beside the type, or below data or signal. */
    private static JsonNode data(final JsonNode root, final boolean isRealtime) {
        for (final String name : List.of("data", "signals", "signal")) {
            final JsonNode data = root.path(name);
            if (data.isArray() || isRealtime && data.isObject()) {
                return data;
            }
        }
        if (isRealtime && "signal".equals(type(root))) {
            return root;
        }
        throw new VenueFormatException("signals data: actual=no array expected=an array");
    }

    private static SignalRow signal(final JsonNode node, final boolean isRealtimeFrame, final boolean isLongOnly) {
        if (!node.isObject()) {
            return new SignalRow(
                    contentId(node),
                    "",
                    Venue.NONE,
                    PositionSide.NONE,
                    NULL,
                    NULL,
                    NULL,
                    NULL,
                    Extras.NONE,
                    SignalDefect.NOT_AN_OBJECT);
        }
        // An old server that learnt new fields still sends "signals".
        final boolean isRealtime = isRealtimeFrame || node.has("total_score") || node.has("direction");
        return isRealtime ? realtimeSignal(node, isLongOnly) : waveSignal(node);
    }

    private static SignalRow waveSignal(final JsonNode node) {
        final Defects defects = new Defects();
        final long id = id(node, defects);
        final String symbol = symbol(node.get("pair_symbol"), defects);
        final Venue venue = venue(node, defects);
        final PositionSide side = side(node.path("recommended_action"), defects);
        final long week = score(node.get("score_week"), defects);
        final long month = score(node.get("score_month"), defects);
        final long createdMs = time(node.get("created_at"), false, defects);
        final boolean hasCandle = isPresent(node.get("timestamp"));
        final long candleMs = time(hasCandle ? node.get("timestamp") : node.get("created_at"), true, defects);
        return new SignalRow(id, symbol, venue, side, week, month, candleMs, createdMs, Extras.NONE, defects.first);
    }

    /** Its time stamp is when it was made; its candle is the one that had closed by then. */
    private static SignalRow realtimeSignal(final JsonNode node, final boolean isLongOnly) {
        final Defects defects = new Defects();
        final JsonNode pair = node.get("pair_symbol");
        final String symbol = symbol(isPresent(pair) ? pair : node.get("symbol"), defects);
        final boolean hasVenue = isPresent(node.get("exchange_id")) || isPresent(node.get("exchange"));
        final Venue venue = hasVenue ? venue(node, defects) : Venue.BINANCE;
        final JsonNode direction = firstOf(node, "direction", "action", "recommended_action");
        final PositionSide side = isLongOnly && !isPresent(direction) ? PositionSide.LONG : side(direction, defects);
        final boolean hasTotal = isPresent(node.get("total_score"));
        final long total = hasTotal ? figure(node.get("total_score"), QUANTITY_DECIMALS) : NULL;
        if (hasTotal && (total == NULL || Math.abs(total) > TOTAL_MAX)) {
            defects.add(
                    number(node.get("total_score")) == null
                            ? SignalDefect.SCORE_NOT_A_NUMBER
                            : SignalDefect.OUT_OF_RANGE);
        }
        final boolean needsScores = !hasTotal;
        final long week = optionalScore(node.get("score_week"), needsScores, defects);
        final long month = optionalScore(node.get("score_month"), needsScores, defects);
        final long createdMs = time(firstOf(node, "timestamp", "created_at"), true, defects);
        final long candleMs = createdMs == NULL ? NULL : Math.floorDiv(createdMs, CANDLE_MS) * CANDLE_MS - CANDLE_MS;
        final Extras extras = new Extras(
                total,
                figure(node.get("price"), PRICE_DECIMALS),
                figure(node.get("rsi"), QUANTITY_DECIMALS),
                figure(node.get("volume_zscore"), QUANTITY_DECIMALS),
                figure(node.get("oi_delta_pct"), QUANTITY_DECIMALS));
        return new SignalRow(
                isPresent(node.get("id")) ? id(node, defects) : derivedId(symbol, side, createdMs),
                symbol,
                venue,
                side,
                week,
                month,
                candleMs,
                createdMs,
                extras,
                defects.first);
    }

    private static JsonNode firstOf(final JsonNode node, final String... names) {
        for (final String name : names) {
            if (isPresent(node.get(name))) {
                return node.get(name);
            }
        }
        return MissingNode.getInstance();
    }

    private static long optionalScore(final JsonNode value, final boolean isRequired, final Defects defects) {
        return isPresent(value) || isRequired ? score(value, defects) : NULL;
    }

    /** What says who, which way and when is the same signal, however often it comes; below 0, where servers number none. */
    private static long derivedId(final String symbol, final PositionSide side, final long createdMs) {
        long hash = FNV_SEED;
        for (final byte character : (symbol + '|' + side + '|' + createdMs).getBytes(UTF_8)) {
            hash = (hash ^ character & 0xFF) * FNV_PRIME;
        }
        return -1 - (hash >>> 1 & Long.MAX_VALUE >> 1);
    }

    /** A figure that is told along, the null value if it is none that fits. */
    private static long figure(final JsonNode value, final int decimals) {
        final BigDecimal number = isPresent(value) ? number(value) : null;
        if (number == null || Math.abs(number.precision() - (long) number.scale()) > EXPONENT_MAX) {
            return NULL;
        }
        final BigDecimal scaled = number.movePointRight(decimals).setScale(0, RoundingMode.DOWN);
        return scaled.precision() <= LONG_DIGITS ? scaled.longValue() : NULL;
    }

    private static long id(final JsonNode node, final Defects defects) {
        final JsonNode value = node.get("id");
        final String text =
                isPresent(value) && !value.isContainer() ? value.asString("").strip() : "";
        final boolean isInteger = !text.isEmpty()
                && text.length() <= ID_LENGTH_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (isInteger) {
            return Long.parseLong(text);
        }
        defects.add(SignalDefect.ID_MISSING);
        return contentId(node);
    }

    /** A signal without id is known by what it says, so that the next poll does not bring it as another one. */
    private static long contentId(final JsonNode node) {
        final CRC32C hash = new CRC32C();
        hash.update(node.toString().getBytes(UTF_8));
        return -1 - hash.getValue();
    }

    private static String symbol(final JsonNode value, final Defects defects) {
        final String text = isPresent(value) && value.isString() ? value.stringValue() : "";
        final String symbol =
                SETTLED.matcher(text.toUpperCase(Locale.ROOT)).replaceFirst("").replaceAll("[/_\\-\\s]", "");
        if (symbol.isEmpty()) {
            defects.add(SignalDefect.SYMBOL_MISSING);
            return "";
        }
        if (symbol.length() > SYMBOL_LENGTH_MAX || symbol.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            defects.add(SignalDefect.SYMBOL_UNKNOWN);
            final String clean = VenueText.sanitised(symbol);
            return clean.substring(0, Math.min(clean.length(), SYMBOL_LENGTH_MAX));
        }
        return symbol;
    }

    private static Venue venue(final JsonNode node, final Defects defects) {
        final JsonNode value = node.has("exchange_id") ? node.get("exchange_id") : node.get("exchange");
        final String text = isPresent(value) && !value.isContainer() ? value.asString("") : "";
        switch (text.toLowerCase(Locale.ROOT)) {
            case "1":
            case "binance":
                return Venue.BINANCE;
            case "2":
            case "bybit":
                return Venue.BYBIT;
            default:
                defects.add(SignalDefect.VENUE_UNKNOWN);
                return Venue.NONE;
        }
    }

    private static PositionSide side(final JsonNode value, final Defects defects) {
        switch (value.asString("").toUpperCase(Locale.ROOT)) {
            case "BUY":
            case "LONG":
                return PositionSide.LONG;
            case "SELL":
            case "SHORT":
                return PositionSide.SHORT;
            default:
                defects.add(SignalDefect.ACTION_UNKNOWN);
                return PositionSide.NONE;
        }
    }

    private static long score(final JsonNode value, final Defects defects) {
        if (!isPresent(value)) {
            defects.add(SignalDefect.SCORE_MISSING);
            return NULL;
        }
        final BigDecimal score = number(value);
        if (score == null) {
            defects.add(SignalDefect.SCORE_NOT_A_NUMBER);
            return NULL;
        }
        final long scaled = Math.abs(score.precision() - (long) score.scale()) > EXPONENT_MAX && score.signum() != 0
                ? NULL + 1
                : Decimals.parse(
                        score.setScale(QUANTITY_DECIMALS, RoundingMode.DOWN).toPlainString(), QUANTITY_DECIMALS);
        if (Decimals.isRefused(scaled) || scaled < 0 || scaled > SCORE_MAX) {
            defects.add(SignalDefect.OUT_OF_RANGE);
            return NULL;
        }
        return scaled;
    }

    /** NaN and the infinities are numbers to the parser, but not to us. */
    private static BigDecimal number(final JsonNode value) {
        if (value.isContainer() || value.isBoolean()) {
            return null;
        }
        final String text = value.asString("").strip();
        if (text.isEmpty() || text.length() > NUMBER_LENGTH_MAX) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (final NumberFormatException notNumber) {
            return null;
        }
    }

    private static long time(final JsonNode value, final boolean isRequired, final Defects defects) {
        if (!isPresent(value)) {
            if (isRequired) {
                defects.add(SignalDefect.TIME_MISSING);
            }
            return NULL;
        }
        final String text;
        if (value.isNumber()) {
            final BigDecimal number = number(value);
            text = number == null || Math.abs(number.scale()) > EXPONENT_MAX ? "" : number.toPlainString();
        } else {
            text = value.isString() ? value.stringValue() : "";
        }
        final long epochMs = SignalTimes.parse(text);
        if (epochMs == NULL) {
            defects.add(SignalDefect.TIME_INVALID);
        }
        return epochMs;
    }

    private static boolean isPresent(final JsonNode value) {
        return value != null && !value.isNull() && !value.isMissingNode();
    }

    /** Only the first defect counts. */
    private static final class Defects {
        private SignalDefect first = SignalDefect.NONE;

        private void add(final SignalDefect defect) {
            first = first == SignalDefect.NONE ? defect : first;
        }
    }
}
