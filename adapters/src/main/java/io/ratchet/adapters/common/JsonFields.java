package io.ratchet.adapters.common;

import io.ratchet.engine.market.Decimals;
import io.ratchet.engine.market.FixedPoint;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads venue JSON by field: unknown fields are ignored, every number may come as a number or as text, exactly (no
 * floating point). Limits: depth 32, texts 64 KiB, numbers 64 digits. Immutable, any thread.
 */
public final class JsonFields {
    private static final int DEPTH_MAX = 32;
    private static final int TEXT_LENGTH_MAX = 65_536;
    private static final int NUMBER_LENGTH_MAX = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TEXT_LENGTH_MAX)
                            .maxNumberLength(NUMBER_LENGTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFields() {}

    /**
     * Parses a message.
     *
     * @param source of the bytes.
     * @param length in bytes.
     * @return its root.
     * @throws tools.jackson.core.JacksonException if it is not JSON within the limits.
     */
    public static JsonNode parse(final byte[] source, final int length) {
        return MAPPER.readTree(source, 0, length);
    }

    /**
     * Parses a stream of at most so many bytes.
     *
     * @param source    read to its end, not closed.
     * @param lengthMax of it.
     * @return its root.
     * @throws tools.jackson.core.JacksonException if it is not JSON within the limits.
     * @throws VenueFormatException                if it is longer.
     */
    public static JsonNode parse(final InputStream source, final long lengthMax) {
        try (JsonParser parser = MAPPER.createParser(new BoundedStream(source, lengthMax))) {
            return MAPPER.readTree(parser);
        }
    }

    /**
     * A text field.
     *
     * @param node  that may have it.
     * @param field name.
     * @return the text, empty if absent or null.
     */
    public static String text(final JsonNode node, final String field) {
        final JsonNode value = node.get(field);
        if (value == null || value.isNull() || value.isContainer()) {
            return "";
        }
        return value.isString() ? value.stringValue() : plain(value);
    }

    /**
     * A text field that must be there.
     *
     * @param node  that has it.
     * @param field name.
     * @return the text, not empty.
     * @throws VenueFormatException if it is not there.
     */
    public static String required(final JsonNode node, final String field) {
        final String text = text(node, field);
        if (text.isEmpty()) {
            throw new VenueFormatException("field " + field + ": actual=absent expected=a value");
        }
        return text;
    }

    /**
     * An integer, as a number or as text.
     *
     * @param node     that may have it.
     * @param field    name.
     * @param fallback if absent, null or empty.
     * @return the value.
     * @throws VenueFormatException if it is no integer of 64 bits.
     */
    public static long integer(final JsonNode node, final String field, final long fallback) {
        final String text = text(node, field);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException notInteger) {
            throw refusal(field, text, "an integer");
        }
    }

    /**
     * A decimal, exactly.
     *
     * @param node     that may have it.
     * @param field    name.
     * @param decimals of the scale.
     * @param fallback if absent, null or empty.
     * @return scaled.
     * @throws VenueFormatException if it is no decimal of the scale.
     */
    public static long decimal(final JsonNode node, final String field, final int decimals, final long fallback) {
        final String text = text(node, field);
        if (text.isEmpty()) {
            return fallback;
        }
        final long value = Decimals.parse(text, decimals);
        if (Decimals.isRefused(value)) {
            throw refusal(field, text, "a decimal of at most " + decimals + " places");
        }
        return value;
    }

    /**
     * A decimal that must be there: what is absent is not zero.
     *
     * @param node     that has it.
     * @param field    name.
     * @param decimals of the scale.
     * @return scaled.
     * @throws VenueFormatException if it is absent or no decimal of the scale.
     */
    public static long requiredDecimal(final JsonNode node, final String field, final int decimals) {
        required(node, field);
        return decimal(node, field, decimals, 0);
    }

    /**
     * A decimal that the venue has computed (an average, a fee, a profit): places beyond the scale are cut.
     *
     * @param node     that may have it.
     * @param field    name.
     * @param decimals of the scale.
     * @param fallback if absent, null or empty.
     * @return scaled, rounded towards zero.
     * @throws VenueFormatException if it is no decimal.
     */
    public static long truncated(final JsonNode node, final String field, final int decimals, final long fallback) {
        final String text = text(node, field);
        if (text.isEmpty()) {
            return fallback;
        }
        final int point = text.indexOf('.');
        final boolean isLong = point >= 0 && text.length() - point - 1 > decimals;
        final long value = Decimals.parse(isLong ? text.substring(0, point + 1 + decimals) : text, decimals);
        if (Decimals.isRefused(value) || isLong && !isDigits(text, point + 1 + decimals)) {
            throw refusal(field, text, "a decimal");
        }
        return value;
    }

    /**
     * A price 1e-10 where zero stands for none.
     *
     * @param node  that may have it.
     * @param field name.
     * @return scaled or {@link FixedPoint#NULL}.
     */
    public static long priceOrNull(final JsonNode node, final String field) {
        final long value = truncated(node, field, FixedPoint.PRICE_DECIMALS, 0);
        return value == 0 ? FixedPoint.NULL : value;
    }

    /**
     * A boolean, as such or as text.
     *
     * @param node  that may have it.
     * @param field name.
     * @return whether it is there and true.
     */
    public static boolean flag(final JsonNode node, final String field) {
        return "true".equalsIgnoreCase(text(node, field));
    }

    private static boolean isDigits(final String text, final int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String plain(final JsonNode value) {
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asString();
    }

    private static VenueFormatException refusal(final String field, final String actual, final String expected) {
        return new VenueFormatException(
                "field " + field + ": actual=" + VenueText.sanitised(actual) + " expected=" + expected);
    }

    /** Refuses to go beyond its limit, so that no reply can fill the memory. */
    private static final class BoundedStream extends InputStream {
        private final InputStream source;
        private long left;

        private BoundedStream(final InputStream source, final long lengthMax) {
            this.source = source;
            left = lengthMax;
        }

        @Override
        public int read() throws IOException {
            final int octet = source.read();
            return octet < 0 ? octet : counted(octet, 1);
        }

        @Override
        public int read(final byte[] target, final int offset, final int length) throws IOException {
            final int count = source.read(target, offset, length);
            return count < 0 ? count : counted(count, count);
        }

        private int counted(final int result, final int count) {
            left -= count;
            if (left < 0) {
                throw new VenueFormatException("reply length: actual=beyond the limit expected=within it");
            }
            return result;
        }
    }
}
