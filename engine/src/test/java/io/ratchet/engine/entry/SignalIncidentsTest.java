package io.ratchet.engine.entry;

import static io.ratchet.engine.entry.WaveScenario.signal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.entry.WaveScenario.Signal;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.Venue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignalIncidentsTest {
    private static final String WAVE = "07:45:00";
    private static final long SECOND = 1_000_000_000L;
    private static final long MS = Long.MIN_VALUE;

    @Test
    @DisplayName("B01: two identical waves in one instant open each signal once")
    void shouldOpenEachSignalOnceWhenAWaveComesTwiceInOneInstant() {
        final WaveScenario scenario = WaveScenario.startedAt("08:05:00");
        final Signal[] wave = new Signal[7];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = signal(i + 1, WAVE, 50 - i, 1);
        }
        scenario.batch(wave).batch(wave);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), scenario.takeRequested());
    }

    @Test
    @DisplayName("B07: a wave opens its five and not one more, whatever fails meanwhile")
    void shouldNeverHoldMoreSlotsThanTheTarget() {
        final WaveScenario scenario = WaveScenario.startedAt("08:05:00");
        final Signal[] wave = new Signal[12];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = signal(i + 1, WAVE, 50 - i, 1);
        }
        scenario.batch(wave);
        scenario.refuses(2, EntryRefusal.REJECTED_BY_VENUE).opens(1, 3, 4, 5, 6);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), scenario.takeRequested());
        assertTrue(scenario.takeFacts().contains("completed 07:45 signals 12 opened 5 refused 7"));
    }

    @Test
    @DisplayName("J02: a start at 02:52 expects the next wave at 03:05, and takes it")
    void shouldTakeTheNextWaveAfterAStartBetweenChecks() {
        final WaveScenario scenario = WaveScenario.startedAt("02:52:00");
        scenario.at("03:05:10").batch(signal(1, "02:45:00", 1, 1));
        assertEquals(List.of(1L), scenario.takeRequested());
    }

    @Test
    @DisplayName("J04: a start one minute after the check takes the wave that is there")
    void shouldTakeAFreshWaveThatIsBufferedAtStart() {
        final WaveScenario scenario = WaveScenario.startedAt("08:06:00");
        scenario.batch(signal(1, WAVE, 1, 1));
        assertEquals(List.of(1L), scenario.takeRequested());
    }

    @Test
    @DisplayName("J06: signal 11 passes when the ten above it are filtered")
    void shouldReachTheEleventhWhenTheFiltersRefuseTheFirstTen() {
        final WaveScenario scenario = WaveScenario.startedAt("08:05:00");
        final Signal[] wave = new Signal[11];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = signal(i + 1, WAVE, 50 - i, 1);
            if (i < 10) {
                scenario.screens.put(i + 1, EntryRefusal.SPREAD_TOO_WIDE);
            }
        }
        scenario.batch(wave);
        assertEquals(List.of(11L), scenario.takeRequested());
    }

    @Test
    @DisplayName("B22: a venue that is not ready for a moment does not kill a signal in its life")
    void shouldTradeARealtimeSignalOnceItsVenueIsReady() {
        final WaveScenario scenario = realtime("08:07:00");
        scenario.readiness.put(Venue.BINANCE, EntryRefusal.VENUE_NOT_OK);
        scenario.batch(now(1, "08:07:00"));
        assertEquals(List.of(), scenario.takeRequested());
        scenario.at("08:07:03");
        scenario.readiness.clear();
        scenario.at("08:07:05");
        assertEquals(List.of(1L), scenario.takeRequested());
    }

    @Test
    void shouldTakeEachRealtimeSignalAtOnceBeyondTheTargetOfAWave() {
        final WaveScenario scenario = realtime("08:07:00");
        for (int id = 1; id <= 9; id++) {
            scenario.batch(now(id, "08:07:00"));
            scenario.opens(id);
        }
        assertEquals(9, scenario.takeRequested().size());
    }

    @Test
    void shouldRefuseARealtimeSignalThatIsTooOldAtArrivalOrWhileItWaits() {
        final WaveScenario scenario = realtime("08:07:00");
        scenario.batch(now(1, "08:05:59"));
        assertEquals(List.of("1 SIGNAL_TOO_OLD"), scenario.takeFacts().subList(0, 1));
        scenario.readiness.put(Venue.BINANCE, EntryRefusal.VENUE_NOT_OK);
        scenario.batch(now(2, "08:07:00"));
        scenario.at("08:08:02");
        assertTrue(scenario.takeFacts().contains("2 SIGNAL_TOO_OLD"));
    }

    @Test
    void shouldCarryAWaitingRealtimeSignalOverTheQuarterOfTheHour() {
        final WaveScenario scenario = realtime("08:14:50");
        scenario.readiness.put(Venue.BINANCE, EntryRefusal.VENUE_NOT_OK);
        scenario.batch(now(1, "08:14:50"));
        scenario.at("08:15:01");
        assertEquals(List.of(), scenario.takeRequested());
        scenario.readiness.clear();
        scenario.at("08:15:05");
        assertEquals(List.of(1L), scenario.takeRequested());
        scenario.opens(1);
        scenario.at("08:31:00");
        assertEquals(List.of("1 opened position 1"), only(scenario.takeFacts(), "opened position"));
    }

    @Test
    void shouldTakeARealtimeSignalOnceAcrossARestart() {
        final WaveScenario scenario = realtime("08:07:00");
        scenario.batch(now(-77, "08:07:00"));
        scenario.restart();
        scenario.batch(now(-77, "08:07:00"));
        assertEquals(List.of(-77L), scenario.takeRequested());
    }

    @Test
    void shouldCertifyAWaveByReasonWhenItsLifeIsOver() {
        final WaveScenario scenario = WaveScenario.startedAt("08:05:00");
        scenario.screens.put(2, EntryRefusal.SPREAD_TOO_WIDE);
        scenario.screens.put(3, EntryRefusal.SPREAD_TOO_WIDE);
        scenario.batch(signal(1, WAVE, 5, 1), signal(2, WAVE, 4, 1), signal(3, WAVE, 3, 1));
        scenario.refuses(1, EntryRefusal.UNFILLED);
        assertEquals(List.of(), scenario.certificates);
        scenario.at("08:20:00");
        assertEquals(
                List.of(
                        "certificate row UNFILLED 1",
                        "certificate row SPREAD_TOO_WIDE 2",
                        "certificate 07:45 signals 3 opened 0 refused 3"),
                scenario.certificates);
    }

    /** A list sorted by the rule of the ranking, from the top until five are held: nothing cleverer. */
    @Test
    void shouldRequestInTheOrderOfASimpleModelOnRandomWaves() {
        final long seed = Long.getLong("ratchet.seed", System.nanoTime());
        System.out.println("ranking seed: -Dratchet.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            randomWave(random.split(), "seed " + seed + " round " + round);
        }
    }

    private static void randomWave(final SplittableRandom random, final String label) {
        final WaveScenario scenario = WaveScenario.startedAt("08:05:00");
        final List<Signal> signals = new ArrayList<>();
        final HashSet<Long> bad = new HashSet<>();
        final HashSet<Long> failing = new HashSet<>();
        final int count = 1 + random.nextInt(40);
        for (int i = 1; i <= count; i++) {
            final Signal signal = signal(i, WAVE, random.nextInt(6), random.nextInt(3));
            if (random.nextInt(5) == 0) {
                signal.scores(MS, random.nextInt(3));
            }
            if (random.nextInt(4) == 0) {
                bad.add((long) i);
                scenario.screens.put(i, EntryRefusal.ALREADY_OPEN);
            } else if (random.nextInt(4) == 0) {
                failing.add((long) i);
            }
            signals.add(signal);
        }
        scenario.batch(signals.toArray(new Signal[0]));
        final List<Long> requested = new ArrayList<>();
        List<Long> more = scenario.takeRequested();
        while (!more.isEmpty()) {
            requested.addAll(more);
            for (final long id : more) {
                if (failing.contains(id)) {
                    scenario.refuses(id, EntryRefusal.UNFILLED);
                } else {
                    scenario.opens(id);
                }
            }
            more = scenario.takeRequested();
        }
        assertEquals(model(signals, bad, failing), requested, label);
        scenario.at("08:20:00");
        assertEquals(
                count,
                only(scenario.takeFacts(), "").stream()
                        .filter(line -> line.matches("^\\d+ .*"))
                        .count(),
                label);
    }

    private static List<Long> model(final List<Signal> signals, final HashSet<Long> bad, final HashSet<Long> failing) {
        final List<Signal> ranked = new ArrayList<>(signals);
        ranked.removeIf(signal -> bad.contains(signal.id));
        ranked.sort(Comparator.comparingLong((Signal signal) -> signal.week)
                .thenComparingLong(signal -> signal.month)
                .reversed());
        final List<Long> requested = new ArrayList<>();
        int held = 0;
        for (final Signal signal : ranked) {
            if (held < 5) {
                requested.add(signal.id);
                held += failing.contains(signal.id) ? 0 : 1;
            }
        }
        return requested;
    }

    private static WaveScenario realtime(final String time) {
        return WaveScenario.startedAt(time).mode(SignalMode.REALTIME, 60 * SECOND);
    }

    /** A real-time signal says when it was made. */
    private static Signal now(final long id, final String time) {
        final Signal signal = signal(id, time, 1, 1).instrumentId(Math.abs((int) id));
        return signal.times(MS, signal.candleOpenMs);
    }

    private static List<String> only(final List<String> lines, final String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }
}
