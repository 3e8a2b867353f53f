package io.ratchet.engine.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FixedPointTest {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    @Test
    void shouldEqualBigIntegerWhenMultipliedAndDivided() {
        final long seed = Long.getLong("ratchet.seed", 20_251_010L);
        System.out.println("ratchet.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            final long a = random.nextLong() >> random.nextInt(64);
            final long b = random.nextLong() >> random.nextInt(64);
            final long divisor = (random.nextLong() >>> 1 >> random.nextInt(63)) | 1;
            for (final Rounding rounding : Rounding.values()) {
                assertMulDiv(a, b, divisor, rounding);
            }
            final int expected = BigInteger.valueOf(a)
                    .multiply(BigInteger.valueOf(b))
                    .compareTo(BigInteger.valueOf(divisor).multiply(BigInteger.valueOf(b ^ a)));
            assertEquals(expected, Integer.signum(FixedPoint.compareProducts(a, b, divisor, b ^ a)));
        }
    }

    private static void assertMulDiv(final long a, final long b, final long divisor, final Rounding rounding) {
        final BigInteger expected = new BigDecimal(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)))
                .divide(BigDecimal.valueOf(divisor), 0, mode(rounding))
                .toBigIntegerExact();
        if (expected.compareTo(LONG_MAX) > 0 || expected.compareTo(LONG_MIN) <= 0) {
            if (!expected.equals(LONG_MIN)) {
                assertThrows(ArithmeticException.class, () -> FixedPoint.mulDiv(a, b, divisor, rounding));
            }
            final long clamped = FixedPoint.mulDivClamped(a, b, divisor, rounding);
            assertEquals(expected.signum() > 0 ? Long.MAX_VALUE : -Long.MAX_VALUE, clamped);
        } else {
            assertEquals(expected.longValueExact(), FixedPoint.mulDiv(a, b, divisor, rounding));
        }
    }

    private static RoundingMode mode(final Rounding rounding) {
        switch (rounding) {
            case TOWARD_ZERO:
                return RoundingMode.DOWN;
            case AWAY_FROM_ZERO:
                return RoundingMode.UP;
            case FLOOR:
                return RoundingMode.FLOOR;
            case CEILING:
                return RoundingMode.CEILING;
            default:
                return RoundingMode.HALF_EVEN;
        }
    }

    @Test
    void shouldRoundToTickWhenBetweenTicks() {
        assertEquals(1_200, FixedPoint.floorToTick(1_299, 100));
        assertEquals(1_300, FixedPoint.ceilToTick(1_201, 100));
        assertEquals(1_200, FixedPoint.floorToTick(1_200, 100));
        assertEquals(1_200, FixedPoint.ceilToTick(1_200, 100));
        assertEquals(1_201, FixedPoint.ceilToTick(1_201, 0));
    }

    @Test
    void shouldBeInclusiveWhenDistanceIsTheBound() {
        assertTrue(FixedPoint.isApartAtLeast(1_001_000, 1_000_000, 1_000));
        assertFalse(FixedPoint.isApartMoreThan(1_001_000, 1_000_000, 1_000));
        assertTrue(FixedPoint.isApartMoreThan(998_999, 1_000_000, 1_000));
    }

    @Test
    void shouldGiveMoneyWhenPriceAndQuantityAreScaled() {
        assertEquals(
                150 * FixedPoint.QUANTITY_ONE,
                FixedPoint.money(100 * FixedPoint.PRICE_ONE, 3 * FixedPoint.QUANTITY_ONE / 2, Rounding.HALF_EVEN));
    }
}
