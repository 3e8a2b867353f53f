package io.ratchet.engine.protection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.engine.sbe.RiskClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthScorerTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "60000, 100000", "50000, 100000", "35000, 90000", "20000, 80000", "0, 60000", "-10000, 50000",
        "-20000, 40000", "-35000, 30000", "-50000, 20000", "-75000, 10000", "-100000, 0", "-900000, 0"
    })
    void shouldScoreProfitByItsBand(final long profitPpm, final int expected) {
        final HealthScorer scorer = new HealthScorer();
        scorer.score(profitPpm, 0, HealthScorer.UNKNOWN, 0, HealthScorer.UNKNOWN, HealthScorer.UNKNOWN);
        assertEquals(expected, scorer.scores()[HealthScorer.PROFIT]);
    }

    @Test
    void shouldWeighOnlyWhatIsKnown() {
        final HealthScorer scorer = new HealthScorer();
        scorer.score(0, 10_001, HealthScorer.UNKNOWN, 12 * HOUR_NS + 1, HealthScorer.UNKNOWN, HealthScorer.UNKNOWN);
        // (30·60 + 20·70 + 15·70) / 65.
        assertArrayEquals(new int[] {65_384, 60_000, 70_000, -1, 70_000, -1}, scorer.scores());
        scorer.score(20_000, 5_000, 30_000, 4 * HOUR_NS, 2_000, 4_000);
        // (30·80 + 20·100 + 20·60 + 15·100 + 15·65) / 100.
        assertArrayEquals(new int[] {80_750, 80_000, 100_000, 60_000, 100_000, 65_000}, scorer.scores());
        scorer.score(20_000, 5_000, 40_001, 49 * HOUR_NS, HealthScorer.UNKNOWN, 4_000_000);
        assertArrayEquals(new int[] {67_500, 80_000, 100_000, 20_000, 30_000, 100_000}, scorer.scores());
    }

    @ParameterizedTest
    @CsvSource({
        "-30000, 0, 90000, EMERGENCY",
        "0, 50000, 90000, EMERGENCY",
        "10000, 0, 19999, EMERGENCY",
        "-29999, 0, 90000, CRITICAL",
        "-20000, 0, 90000, CRITICAL",
        "10000, 30000, 90000, CRITICAL",
        "10000, 0, 20000, CRITICAL",
        "-19999, 0, 90000, HIGH",
        "-10000, 0, 90000, HIGH",
        "1, 20000, 90000, HIGH",
        "1, 0, 30000, HIGH",
        "-9999, 0, 90000, MEDIUM",
        "0, 0, 90000, MEDIUM",
        "1, 10000, 90000, MEDIUM",
        "1, 0, 50000, MEDIUM",
        "1, 9999, 70000, LOW"
    })
    void shouldClassByTheWorstSign(
            final long profitPpm, final long drawdownPpm, final int score, final RiskClass expected) {
        assertEquals(expected, HealthScorer.risk(profitPpm, drawdownPpm, score));
    }
}
