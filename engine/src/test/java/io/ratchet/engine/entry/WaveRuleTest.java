package io.ratchet.engine.entry;

import static io.ratchet.engine.entry.WaveScenario.signal;
import static io.ratchet.engine.entry.WaveScenario.startedAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.entry.WaveScenario.Signal;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateHash;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WaveRuleTest {
    private static final String WAVE = "07:45:00";
    private static final String NEXT_WAVE = "08:00:00";
    private static final long NULL = Long.MIN_VALUE;

    @Test
    void shouldRequestTheBestFiveInOrderWhenABatchIsComplete() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(
                signal(1, WAVE, 50, 1),
                signal(2, WAVE, 90, 1),
                signal(3, WAVE, 50, 9),
                signal(4, WAVE, 70, 1),
                signal(5, WAVE, 10, 1),
                signal(6, WAVE, 60, 1),
                signal(7, WAVE, 80, 1));

        assertEquals(List.of(2L, 7L, 4L, 6L, 3L), scenario.takeRequested());
        assertEquals(List.of("detected 07:45 signals 7"), scenario.takeFacts());
    }

    @Test
    void shouldKeepTheOrderOfArrivalWhenScoresAreEqual() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(signal(5, WAVE, 7, 7), signal(2, WAVE, 7, 7), signal(9, WAVE, 7, 7));

        assertEquals(List.of(5L, 2L, 9L), scenario.takeRequested());
    }

    @Test
    void shouldRankAMissingScoreLast() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(
                signal(1, WAVE, 0, 0).scores(NULL, WaveScenario.SCORE),
                signal(2, WAVE, 0, 0).scores(0, NULL),
                signal(3, WAVE, 0, 0).scores(-1, 0),
                signal(4, WAVE, 0, 0).scores(0, -5));

        assertEquals(List.of(4L, 2L, 3L, 1L), scenario.takeRequested());
    }

    @Test
    void shouldNotRankBeforeTheBatchIsComplete() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.part(signal(1, WAVE, 1, 1), 0, 3);
        scenario.part(signal(2, WAVE, 2, 1), 1, 3);
        assertTrue(scenario.takeRequested().isEmpty());

        scenario.part(signal(3, WAVE, 3, 1), 2, 3);
        assertEquals(List.of(3L, 2L, 1L), scenario.takeRequested());
    }

    @Test
    void shouldConcludeTheRestAsFullWhenTheTargetIsMet() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(ranked(1, 7)).takeFacts();
        scenario.opens(1, 2, 3, 4);
        assertEquals(
                List.of("1 opened position 1", "2 opened position 2", "3 opened position 3", "4 opened position 4"),
                scenario.takeFacts());

        scenario.opens(5);

        assertEquals(
                List.of(
                        "5 opened position 5",
                        "6 WAVE_FULL",
                        "7 WAVE_FULL",
                        "completed 07:45 signals 7 opened 5 refused 2"),
                scenario.takeFacts());
    }

    @Test
    void shouldGoOnDownTheRankingWhenEntriesAreRefused() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(ranked(1, 12));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), scenario.takeRequested());

        scenario.refuses(2, EntryRefusal.STALE_PRICE);
        assertEquals(List.of(6L), scenario.takeRequested());
        scenario.refuses(6, EntryRefusal.BELOW_MINIMUM).refuses(1, EntryRefusal.UNFILLED);
        assertEquals(List.of(7L, 8L), scenario.takeRequested());
        scenario.refuses(7, EntryRefusal.NO_PRICE);

        assertEquals(List.of(9L), scenario.takeRequested());
    }

    @Test
    void shouldGoOnAtOnceWhenARequestIsRefusedAtOnce() {
        final WaveScenario scenario = startedAt("08:05:01");
        LongStream.rangeClosed(1, 8).forEach(id -> scenario.refusals.put(id, EntryRefusal.MAX_EXPOSURE));
        scenario.batch(ranked(1, 10));

        assertEquals(LongStream.rangeClosed(1, 10).boxed().toList(), scenario.takeRequested());
        assertEquals(9, scenario.takeFacts().size());
        assertEquals(2, scenario.rule.inFlight());
    }

    @Test
    void shouldHoldTheSlotOfAnEntryThatIsNotConcluded() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(ranked(1, 7)).opens(1, 2, 3, 4);
        scenario.requested.clear();

        // Entry 5 stays UNKNOWN for the rest of the wave: nobody else gets its slot.
        scenario.at("08:19:59.999");
        assertTrue(scenario.takeRequested().isEmpty());
        scenario.takeFacts();
        scenario.at("08:20:00");
        assertEquals(List.of("6 WAVE_FULL", "7 WAVE_FULL"), scenario.takeFacts());
        scenario.opens(5);

        assertEquals(
                List.of("5 opened position 5", "completed 07:45 signals 7 opened 5 refused 2"), scenario.takeFacts());
    }

    @Test
    void shouldEndTheWaveAtTheNextCheckMinute() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(ranked(1, 2)).opens(1).takeFacts();
        scenario.at("08:20:00");
        assertTrue(scenario.takeFacts().isEmpty());

        scenario.refuses(2, EntryRefusal.UNFILLED);

        assertEquals(List.of("2 UNFILLED", "completed 07:45 signals 2 opened 1 refused 1"), scenario.takeFacts());
    }

    @Test
    void shouldTakeALateWaveAndLateSignalsUntilTheNextCheck() {
        final WaveScenario scenario = startedAt("08:05:00");
        scenario.at("08:12:00").batch(signal(1, WAVE, 1, 1)).takeRequested();

        scenario.at("08:19:59.999").batch(signal(2, WAVE, 9, 9));

        assertEquals(List.of(2L), scenario.takeRequested());
    }

    @Test
    void shouldRefuseASignalOfAWaveThatIsOver() {
        final WaveScenario scenario = startedAt("08:05:00");
        scenario.at("08:20:00").batch(signal(1, WAVE, 1, 1));

        assertEquals(List.of("1 WAVE_OVER"), scenario.takeFacts());
    }

    @Test
    void shouldTakeAFreshWaveAtStart() {
        final WaveScenario scenario = startedAt("08:11:30");
        scenario.batch(signal(1, WAVE, 1, 1));

        assertEquals(List.of(1L), scenario.takeRequested());
    }

    @Test
    void shouldKeepAnEarlyWaveUntilItsCheck() {
        final WaveScenario scenario = startedAt("08:16:00");
        scenario.batch(signal(1, NEXT_WAVE, 1, 1), signal(2, NEXT_WAVE, 2, 2));
        assertTrue(scenario.takeRequested().isEmpty());
        scenario.at("08:19:59.999");
        assertTrue(scenario.takeFacts().isEmpty());

        scenario.at("08:20:00");

        assertEquals(List.of(2L, 1L), scenario.takeRequested());
        assertEquals(List.of("detected 08:00 signals 2"), scenario.takeFacts());
    }

    @Test
    void shouldRefuseACandleThatCannotHaveClosed() {
        final WaveScenario scenario = startedAt("08:16:00");
        scenario.batch(signal(1, "08:15:00", 1, 1));

        assertEquals(List.of("1 DEFECTIVE TIME_INVALID"), scenario.takeFacts());
    }

    @Test
    void shouldIgnoreARepeatedSignalWhateverItSays() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(ranked(1, 3)).opens(1);
        scenario.takeFacts();
        scenario.takeRequested();

        scenario.at("08:05:02")
                .batch(ranked(1, 3))
                .batch(signal(2, WAVE, 99, 99).instrumentId(77));
        scenario.at("08:25:00").batch(ranked(1, 3));

        assertTrue(scenario.takeRequested().isEmpty());
        assertEquals(List.of(), scenario.takeFacts());
    }

    @Test
    void shouldTakeOnlyTheNewOnesWhenAPollRepeatsTheWaveWithMore() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(ranked(1, 3)).takeRequested();

        scenario.batch(ranked(1, 4));

        assertEquals(List.of(4L), scenario.takeRequested());
    }

    @Test
    void shouldNotTakeAgainAfterARestart() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(ranked(1, 6)).opens(1, 2, 3, 4, 5);
        scenario.takeFacts();
        scenario.takeRequested();

        scenario.restart();
        scenario.configure();
        scenario.batch(ranked(1, 8));

        assertTrue(scenario.takeRequested().isEmpty());
        assertEquals(List.of("7 WAVE_FULL", "8 WAVE_FULL"), scenario.takeFacts());
    }

    @Test
    void shouldRankWhatIsThereWhenARestartCutTheBatch() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.part(signal(1, WAVE, 1, 1), 0, 3);
        scenario.part(signal(2, WAVE, 2, 1), 1, 3);
        scenario.restart();

        assertEquals(List.of(2L, 1L), scenario.takeRequested());
    }

    @Test
    void shouldRankWhatIsThereWhenTheRestOfTheBatchDoesNotCome() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.part(signal(1, WAVE, 1, 1), 0, 3);
        scenario.part(signal(2, WAVE, 2, 1), 1, 3);
        scenario.at("08:05:05.999");
        assertTrue(scenario.takeRequested().isEmpty());

        scenario.at("08:05:06");

        assertEquals(List.of(2L, 1L), scenario.takeRequested());
        assertTrue(scenario.rule.nextDeadlineNs() > 0);
    }

    @Test
    void shouldConcludeADefectiveSignalAloneAndOnce() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(
                signal(1, WAVE, 1, 1).defect(SignalDefect.SCORE_NOT_A_NUMBER),
                signal(2, WAVE, 1, 1),
                signal(3, WAVE, 1, 1).defect(SignalDefect.SCORE_MISSING),
                signal(4, WAVE, 1, 1).side(PositionSide.NONE),
                signal(5, WAVE, 1, 1).venue(Venue.NONE),
                signal(6, WAVE, 1, 1).times(NULL, NULL),
                signal(7, WAVE, 1, 1).defect(SignalDefect.SYMBOL_UNKNOWN),
                signal(8, WAVE, 1, 1).instrumentId(-1));
        scenario.batch(signal(1, WAVE, 1, 1));

        assertEquals(List.of(2L), scenario.takeRequested());
        assertEquals(
                List.of(
                        "1 DEFECTIVE SCORE_NOT_A_NUMBER",
                        "3 DEFECTIVE SCORE_MISSING",
                        "4 DEFECTIVE ACTION_UNKNOWN",
                        "5 DEFECTIVE VENUE_UNKNOWN",
                        "6 DEFECTIVE TIME_MISSING",
                        "7 SYMBOL_UNKNOWN SYMBOL_UNKNOWN",
                        "8 SYMBOL_UNKNOWN",
                        "detected 07:45 signals 3"),
                scenario.takeFacts());
    }

    @Test
    void shouldConcludeASignalWithoutIdOnceWhenPollsRepeatIt() {
        final WaveScenario scenario = startedAt("08:05:01");
        for (int poll = 0; poll < 3; poll++) {
            scenario.batch(
                    signal(0, WAVE, 1, 1).defect(SignalDefect.ID_MISSING).symbol("BTCUSDT"),
                    signal(0, WAVE, 1, 1).defect(SignalDefect.ID_MISSING).symbol("ETHUSDT"));
        }

        assertEquals(List.of("0 DEFECTIVE ID_MISSING", "0 DEFECTIVE ID_MISSING"), scenario.takeFacts());
    }

    @Test
    void shouldUseTheTimeOfCreationWhenTheCandleIsMissing() {
        final WaveScenario scenario = startedAt("08:05:01");
        final Signal signal = signal(1, "07:51:12", 1, 1);
        scenario.batch(signal.times(NULL, signal.candleOpenMs));

        assertEquals(List.of(1L), scenario.takeRequested());
    }

    @Test
    void shouldFilterBeforeRanking() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.screens.put(1, EntryRefusal.ALREADY_OPEN);
        scenario.screens.put(3, EntryRefusal.SYMBOL_NOT_TRADING);
        scenario.screens.put(9, EntryRefusal.SYMBOL_UNKNOWN);
        scenario.batch(ranked(1, 9));

        assertEquals(List.of(2L, 4L, 5L, 6L, 7L), scenario.takeRequested());
        assertEquals(
                List.of("detected 07:45 signals 9", "1 ALREADY_OPEN", "3 SYMBOL_NOT_TRADING", "9 SYMBOL_UNKNOWN"),
                scenario.takeFacts());
    }

    @Test
    void shouldWaitWhileTheNodeIsNotRunningAndSayWhyWhenTheWaveEnds() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.readiness.put(Venue.BINANCE, EntryRefusal.NODE_NOT_RUNNING);
        scenario.batch(ranked(1, 2));
        scenario.at("08:05:10");
        assertTrue(scenario.takeRequested().isEmpty());

        scenario.takeFacts();
        scenario.at("08:20:00");

        assertEquals(
                List.of("1 NODE_NOT_RUNNING", "2 NODE_NOT_RUNNING", "completed 07:45 signals 2 opened 0 refused 2"),
                scenario.takeFacts());
    }

    @Test
    void shouldRequestWithinASecondOnceTheNodeRuns() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.readiness.put(Venue.BINANCE, EntryRefusal.NODE_NOT_RUNNING);
        scenario.batch(ranked(1, 2));
        scenario.readiness.clear();
        scenario.at("08:05:02");

        assertEquals(List.of(1L, 2L), scenario.takeRequested());
    }

    @Test
    void shouldRequestAtOnceWhenTheCoreSaysThatReadinessChanged() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.readiness.put(Venue.BINANCE, EntryRefusal.VENUE_NOT_OK);
        scenario.batch(ranked(1, 2));
        scenario.readiness.clear();
        scenario.readinessChanged();

        assertEquals(List.of(1L, 2L), scenario.takeRequested());
    }

    @Test
    void shouldLetOnlyTheBufferPassThoseWhoseVenueIsNotReady() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.readiness.put(Venue.BYBIT, EntryRefusal.VENUE_NOT_OK);
        final Signal[] signals = ranked(1, 12);
        signals[0].venue(Venue.BYBIT);
        signals[1].venue(Venue.BYBIT);
        signals[2].venue(Venue.BYBIT);
        scenario.batch(signals);

        // Seven candidates: 1 to 3 keep their rank and wait, 4 to 7 go.
        assertEquals(List.of(4L, 5L, 6L, 7L), scenario.takeRequested());
        scenario.readiness.clear();
        scenario.at("08:05:03");
        assertEquals(List.of(1L), scenario.takeRequested());
    }

    @Test
    void shouldRefuseAllWhenWavesAreOff() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.isEnabled = false;
        scenario.configure();
        scenario.batch(signal(1, WAVE, 1, 1));

        assertEquals(List.of("1 ENTRIES_STOPPED"), scenario.takeFacts());
    }

    @Test
    void shouldNotBeginAWaveAgainWhenWavesAreSwitchedOffAndOn() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.batch(ranked(1, 5));
        scenario.isEnabled = false;
        scenario.configure();
        scenario.isEnabled = true;
        scenario.configure();
        scenario.takeFacts();
        scenario.batch(signal(8, WAVE, 1, 1));

        assertEquals(List.of("8 WAVE_OVER"), scenario.takeFacts());
    }

    @Test
    void shouldConcludeEverySignalOnceWhenATimeJumpSkipsChecks() {
        final WaveScenario scenario = startedAt("08:16:00");
        scenario.batch(signal(1, NEXT_WAVE, 1, 1));

        scenario.at("2025-10-15T11:20:00Z").batch(signal(2, "11:00:00", 1, 1));

        // The early wave became current at 08:20 by its timer and its entry is still in flight.
        assertEquals(List.of(1L, 2L), scenario.takeRequested());
        scenario.opens(1, 2);
        assertEquals(
                List.of(
                        "detected 08:00 signals 1",
                        "detected 11:00 signals 1",
                        "1 opened position 1",
                        "completed 08:00 signals 1 opened 1 refused 0",
                        "2 opened position 2"),
                scenario.takeFacts());
    }

    @Test
    void shouldConcludeEverySignalExactlyOnceWhenTheTableIsFull() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.maxPerWave = 1;
        scenario.configure();
        for (int i = 0; i < 3; i++) {
            scenario.batch(ranked(1 + 1000 * i, 1000 + 1000 * i));
        }
        scenario.opens(1);

        final long concluded = scenario.takeFacts().stream()
                .filter(fact -> Character.isDigit(fact.charAt(0)))
                .map(fact -> fact.substring(0, fact.indexOf(' ')))
                .distinct()
                .count();
        assertEquals(3000, concluded);
        assertEquals(0, scenario.rule.waiting());
    }

    @Test
    void shouldIgnoreAConclusionThatIsNotOfAWave() {
        final WaveScenario scenario = startedAt("08:05:01");
        scenario.opens(4711);

        assertTrue(scenario.takeFacts().isEmpty());
    }

    @Test
    void shouldHaveNoDeadlineButTheNextCheckWithoutSignals() {
        final WaveScenario scenario = startedAt("08:05:01");
        final long checkNs = scenario.rule.nextDeadlineNs();
        assertEquals(15 * 60 - 1, (checkNs - scenario.nowNs) / 1_000_000_000L);

        scenario.isEnabled = false;
        scenario.configure();

        assertEquals(Long.MAX_VALUE, scenario.rule.nextDeadlineNs());
    }

    @Test
    void shouldTellEachWaveAsExpectedAtItsCheckMinuteAndNotFoundAfterItsWindow() {
        final WaveScenario scenario = startedAt("08:05:00").window(240);

        scenario.at("08:23:59");
        assertEquals(List.of("expected 07:45", "not found 07:45 after 240 s", "expected 08:00"), scenario.windows);
        scenario.at("08:24:00");

        assertEquals("not found 08:00 after 240 s", scenario.windows.get(3));
        scenario.at("08:34:59");
        assertEquals(4, scenario.windows.size(), "told once");
    }

    @Test
    void shouldNotTellAWaveAsNotFoundThatCameAndStillTakeOneThatCameLate() {
        final WaveScenario scenario = startedAt("08:05:00").window(240);
        scenario.at("08:08:59").batch(signal(1, WAVE, 1, 1)).takeRequested();
        scenario.at("08:19:00");
        assertEquals(List.of("expected 07:45"), scenario.windows);

        scenario.at("08:24:01").batch(signal(2, "2025-10-15T08:00:00Z", 1, 1));

        assertEquals(List.of("expected 07:45", "expected 08:00", "not found 08:00 after 240 s"), scenario.windows);
        assertEquals(List.of(2L), scenario.takeRequested());
    }

    @Test
    void shouldWaitTheWholeWindowWhenItStartsLate() {
        final WaveScenario scenario = startedAt("08:11:00").window(240);

        scenario.at("08:14:59");
        assertEquals(List.of("expected 07:45"), scenario.windows);
        scenario.at("08:15:00");

        assertEquals("not found 07:45 after 240 s", scenario.windows.get(1));
    }

    @Test
    void shouldTellHowAWaveWasOver() {
        final WaveScenario scenario = startedAt("08:05:00");
        scenario.maxPerWave = 1;
        scenario.configure();
        scenario.batch(signal(1, WAVE, 1, 1)).opens(1);
        scenario.at("08:20:00")
                .batch(signal(2, "2025-10-15T08:00:00Z", 1, 1))
                .refuses(2, EntryRefusal.REJECTED_BY_VENUE);
        scenario.readiness.put(Venue.BINANCE, EntryRefusal.VENUE_NOT_OK);
        scenario.at("08:35:00").batch(signal(3, "2025-10-15T08:15:00Z", 1, 1));
        scenario.at("08:50:00");

        assertEquals(List.of("07:45 TARGET_REACHED", "08:00 SPENT", "08:15 TIME_OVER"), scenario.endings);
    }

    @Test
    void shouldHashAllThatDecides() {
        final WaveScenario left = startedAt("08:05:01");
        final WaveScenario right = startedAt("08:05:01");
        assertEquals(hash(left), hash(right));
        left.batch(ranked(1, 7));
        assertNotEquals(hash(left), hash(right));
        right.batch(ranked(1, 7));
        assertEquals(hash(left), hash(right));
        left.opens(1);

        assertNotEquals(hash(left), hash(right));
    }

    /** Signals whose rank is their id. */
    private static Signal[] ranked(final int first, final int last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(id -> signal(id, WAVE, 100_000 - id, 0))
                .toArray(Signal[]::new);
    }

    private static long hash(final WaveScenario scenario) {
        final StateHash hash = new StateHash();
        scenario.rule.state(hash);
        return hash.value();
    }
}
