package io.ratchet.config.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What went wrong in production before there was Ratchet cannot go wrong again: a test shows it for each incident. */
class IncidentsTest {
    private static final int INCIDENTS = 158;
    private static final TestSources SOURCES = TestSources.below(TidyTest.ROOT);

    @Test
    void shouldNameTheTestsThatMakeEachIncidentImpossible() throws IOException {
        final Incidents incidents = new Incidents(table());
        assertEquals(INCIDENTS, Incidents.ids().size());
        assertEquals(List.of(), incidents.defects(SOURCES));
        assertEquals(INCIDENTS, incidents.all().size());
        System.out.println("incidents: " + INCIDENTS + ", waiting for something that is to come: "
                + incidents.all().stream().filter(row -> !row.later().isEmpty()).count());
    }

    /** The list is here so that it cannot grow unseen. */
    @Test
    void shouldLeaveToLaterWhatIsListedHereAndNothingElse() throws IOException {
        final List<String> later = new ArrayList<>();
        for (final Incidents.Incident row : new Incidents(table()).all()) {
            row.later().forEach(what -> later.add(row.id() + " " + what));
        }
        assertEquals(
                List.of(
                        "A09 BYBIT_WIRE",
                        "B16 BYBIT_WIRE",
                        "G03 BYBIT_WIRE",
                        "H03 BYBIT_WIRE",
                        "I01 FEED_HEALING",
                        "I03 BYBIT_WIRE",
                        "I06 FEED_HEALING",
                        "I12 FEED_HEALING"),
                later);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A01 | a → b | I1 | IncidentsTest.shouldNameTheTestsThatMakeEachIncidentImpossible |; A02 is missing",
                "A29 | a → b | I1 | IncidentsTest.shouldNameTheTestsThatMakeEachIncidentImpossible |;"
                        + " A29 is no incident",
                "A01 | a → b | I1 | |; A01 names no test",
                "A01 | a → b | I1 | NoSuchTest.shouldDo |; A01: NoSuchTest.shouldDo names no test class",
                "A01 | a → b | I1 | IncidentsTest.shouldDo |; A01: IncidentsTest.shouldDo names no method",
                "A01 | a → b | I1 | LogTail.awaitRequest |; A01: LogTail.awaitRequest names a method that is no test",
                "A01 | a → b | I1 | shouldDo |; A01: shouldDo is not Class.method",
                "A01 | a → b | I1 | | SOME_DAY; A01 waits for SOME_DAY",
                "A01 | a → b | I15 | X.y |; not a row",
                "A01 | a, b | I1 | X.y |; not a row",
                "A01 | a → b | I1; not a row",
                "A01 | a → b | I1 | RandomFaultsTest.shouldKeepEveryPromiseOverThousandsOfLives |;"
                        + " names a test that no build runs",
                "A01 | a → b | I1 | AgedRuleTest.shouldHaveOneExitOrderWhenItIsEvaluatedOften |;"
                        + " AgedRuleTest.shouldHaveOneExitOrderWhenItIsEvaluatedOften carries F03 and is not in its row",
            })
    void shouldNoticeADefectOfTheTable(final String row, final String defect) {
        final List<String> defects = new Incidents(List.of("# a comment", row)).defects(SOURCES);
        assertTrue(defects.stream().anyMatch(found -> found.contains(defect)), defects::toString);
    }

    @Test
    void shouldNoticeAnIncidentThatIsThereTwice() {
        final String row = "A01 | a → b | I1 | X.y |";
        final List<String> defects = new Incidents(List.of(row, row)).defects(SOURCES);
        assertTrue(defects.contains("A01 is there twice"), defects::toString);
    }

    @Test
    void shouldReadTheIdsThatATestCarries() {
        assertEquals(List.of("F08", "F09"), Incidents.carriedBy("F08, F09: a restart"));
        assertEquals(List.of("K03", "K06"), Incidents.carriedBy("K03 K06: the result"));
        assertEquals(List.of(), Incidents.carriedBy("N07: a limit"));
        assertEquals(List.of(), Incidents.carriedBy("no id"));
    }

    private static List<String> table() throws IOException {
        try (InputStream in = IncidentsTest.class.getResourceAsStream("/incidents.txt")) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
