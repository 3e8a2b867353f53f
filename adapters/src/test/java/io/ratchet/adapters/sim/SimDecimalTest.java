package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimDecimalTest {

    @Test
    void shouldReadPlainDecimalsOnly() {
        assertEquals(12_345, SimDecimal.parse("123.45", 2));
        assertEquals(-12_345, SimDecimal.parse("-123.45", 2));
        assertEquals(12_300, SimDecimal.parse("123", 2));
        assertEquals(12_300, SimDecimal.parse("123.", 2));
        assertEquals(50, SimDecimal.parse(".5", 2));
        assertEquals(50, SimDecimal.parse("0.5000", 2));
        assertEquals(SimDecimal.TOO_PRECISE, SimDecimal.parse("0.505", 2));
        for (final String bad :
                new String[] {"", "-", ".", "1e5", "1,5", "NaN", "--1", "1.2.3", "99999999999999999999"}) {
            assertEquals(SimDecimal.INVALID, SimDecimal.parse(bad, 2), bad);
        }
    }

    @Test
    void shouldWriteWhatItRead() {
        assertEquals("0.05", SimDecimal.plain(5, 2));
        assertEquals("-0.5", SimDecimal.plain(-50, 2));
        assertEquals("12", SimDecimal.plain(1200, 2));
        assertEquals("0", SimDecimal.plain(0, 8));
        assertEquals("12.0", SimDecimal.fixed(1200, 2, 1));
        assertEquals("12", SimDecimal.fixed(1299, 2, 0));
    }

    @Test
    void shouldEqualBigDecimalWhenRandom() {
        final long seed = Long.getLong("ratchet.seed", 7L);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            final long a = random.nextLong(-1L << 50, 1L << 50);
            final long b = random.nextLong(1L << 40);
            final long c = 1 + random.nextLong(1L << 35) + (1L << 34);
            final BigDecimal expected = new BigDecimal(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)))
                    .divide(BigDecimal.valueOf(c), 0, RoundingMode.HALF_UP);
            if (expected.unscaledValue().bitLength() < 63) {
                assertEquals(expected.longValueExact(), SimMath.mulDiv(a, b, c), "seed=" + seed + " i=" + i);
            }
            assertEquals(BigDecimal.valueOf(a, 8), new BigDecimal(SimDecimal.fixed(a, 8, 8)));
        }
    }
}
