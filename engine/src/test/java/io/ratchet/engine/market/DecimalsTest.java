package io.ratchet.engine.market;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 8, 0",
        "-0, 8, 0",
        "0.25, 8, 25000000",
        "-0.25, 8, -25000000",
        "67123.1, 10, 671231000000000",
        "0.0000000001, 10, 1",
        "900000000, 10, 9000000000000000000",
        "-900000000.0000000000, 10, -9000000000000000000",
        "90000000000, 8, 9000000000000000000",
        "1.50000000000000000000000, 8, 150000000",
        "0001.5, 8, 150000000",
        "0.000000000000000000000000, 0, 0",
        "9000000000000000000, 0, 9000000000000000000",
        "1.000000000000000000, 18, 1000000000000000000"
    })
    void shouldReadExactly(final String text, final int decimals, final long expected) {
        assertEquals(expected, parse(text, decimals));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 8, EMPTY",
        "-, 8, NOT_A_DECIMAL",
        ".5, 8, NOT_A_DECIMAL",
        "5., 8, NOT_A_DECIMAL",
        "., 8, NOT_A_DECIMAL",
        "-.5, 8, NOT_A_DECIMAL",
        "1.2.3, 8, NOT_A_DECIMAL",
        "1..2, 8, NOT_A_DECIMAL",
        "--1, 8, NOT_A_DECIMAL",
        "+1, 8, NOT_A_DECIMAL",
        "' 1', 8, NOT_A_DECIMAL",
        "'1 ', 8, NOT_A_DECIMAL",
        "'1,5', 8, NOT_A_DECIMAL",
        "NaN, 8, NOT_A_DECIMAL",
        "Infinity, 8, NOT_A_DECIMAL",
        "null, 8, NOT_A_DECIMAL",
        "0x1F, 8, NOT_A_DECIMAL",
        "e5, 8, NOT_A_DECIMAL",
        "٣, 8, NOT_A_DECIMAL",
        "1e5, 8, EXPONENT",
        "1.5E-7, 8, EXPONENT",
        "0.000000001, 8, TOO_PRECISE",
        "1.5, 0, TOO_PRECISE",
        "0.0000000000100, 10, TOO_PRECISE",
        "900000000.0000000001, 10, OUT_OF_RANGE",
        "-90000000000.00000001, 8, OUT_OF_RANGE",
        "90000000001, 8, OUT_OF_RANGE",
        "9000000000000000001, 0, OUT_OF_RANGE",
        "9223372036854775808, 0, OUT_OF_RANGE",
        "99999999999999999999999999999999, 8, OUT_OF_RANGE"
    })
    void shouldRefuseWithAReason(final String text, final int decimals, final DecimalRefusal expected) {
        final long actual = parse(text, decimals);
        assertTrue(Decimals.isRefused(actual));
        assertEquals(expected, DecimalRefusal.of(actual));
    }

    @Test
    void shouldTellRefusalsFromEveryValueAndFromNull() {
        for (final DecimalRefusal refusal : DecimalRefusal.values()) {
            assertEquals(refusal, DecimalRefusal.of(refusal.code()));
            assertEquals(refusal != DecimalRefusal.NONE, Decimals.isRefused(refusal.code()));
        }
        assertEquals(DecimalRefusal.NONE, DecimalRefusal.of(Decimals.MIN));
        assertEquals(DecimalRefusal.NONE, DecimalRefusal.of(FixedPoint.NULL));
        assertFalse(Decimals.isRefused(Decimals.MIN));
        assertEquals(DecimalRefusal.EMPTY, DecimalRefusal.of(Decimals.parse(null, 8)));
    }

    @Test
    void shouldReadWhatItWrites() {
        final long seed = Long.getLong("ratchet.seed", 20251015L);
        System.out.println("DecimalsTest seed " + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            final int decimals = random.nextInt(19);
            final long value = random.nextLong() % Decimals.MAX >> random.nextInt(60);
            final String text = format(value, decimals);
            final BigDecimal expected = BigDecimal.valueOf(value, decimals);
            final BigDecimal stripped = expected.signum() == 0 ? BigDecimal.ZERO : expected.stripTrailingZeros();
            final String context = "seed=" + seed + " value=" + value + " decimals=" + decimals;
            assertEquals(stripped.toPlainString(), text, context);
            assertEquals(value, parse(text, decimals), context);
            assertEquals(value, parse(expected.toPlainString(), decimals), context);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8, 0",
        "1, 8, 0.00000001",
        "-1, 8, -0.00000001",
        "100000000, 8, 1",
        "-150000000, 8, -1.5",
        "671231000000000, 10, 67123.1",
        "9000000000000000000, 18, 9",
        "9223372036854775807, 0, 9223372036854775807",
        "-9223372036854775807, 18, -9.223372036854775807"
    })
    void shouldWriteAsFewDigitsAsItNeeds(final long value, final int decimals, final String expected) {
        assertEquals(expected, format(value, decimals));
        assertTrue(expected.length() <= Decimals.FORMATTED_LENGTH_MAX);
    }

    @Test
    void shouldRefuseToWriteNull() {
        assertThrows(IllegalArgumentException.class, () -> Decimals.priceText(FixedPoint.NULL));
        assertThrows(IllegalArgumentException.class, () -> Decimals.toText(1, 19));
    }

    /** Reads from an array, a buffer and a String, which must agree. */
    private static long parse(final String text, final int decimals) {
        final byte[] bytes = (' ' + text + '7').getBytes(UTF_8);
        final int length = bytes.length - 2;
        final long value = Decimals.parse(bytes, 1, length, decimals);
        assertEquals(value, Decimals.parse(new UnsafeBuffer(bytes), 1, length, decimals));
        assertEquals(value, Decimals.parse(text, decimals));
        return value;
    }

    /** Writes to an array, a buffer and a String, which must agree. */
    private static String format(final long value, final int decimals) {
        final String text = Decimals.toText(value, decimals);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[32]);
        final int length = Decimals.format(value, decimals, buffer, 3);
        assertEquals(text, buffer.getStringWithoutLengthAscii(3, length));
        return text;
    }
}
