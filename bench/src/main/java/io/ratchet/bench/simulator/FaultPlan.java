package io.ratchet.bench.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the script of a seed. The swarm: each seed has some groups of faults and not others, and an intensity, so that rare
 * combinations get their turn without the rest in the way.
 */
final class FaultPlan {
    /** Contracts of a life, if nothing else is said; faults are aimed at these many, however many there are. */
    static final int SYMBOLS = 6;

    private static final long MINUTE_MS = 60_000;
    private static final long SECOND_MS = 1_000;
    private static final int[] INTENSITY_PERCENT = {15, 40, 100, 200};
    private static final long[] WAVES_MS = {105_000, 1_005_000, 1_905_000, 2_805_000};

    /**
     * Of so many lives one is calm, and one has faults of one group only: what comes right by itself has the time for it, and
     * nothing is excused for long.
     */
    private static final int STYLES = 8;

    private static final int CALM = 0;
    private static final int ALONE = 1;
    private static final int CALM_PERCENT = 4;
    private static final int ALONE_PERCENT = 100;

    private FaultPlan() {}

    /** The script of a seed. */
    static Script of(final long seed, final int minutes) {
        return of(seed, minutes, SYMBOLS);
    }

    /** The script of a seed among so many contracts. */
    static Script of(final long seed, final int minutes, final int symbols) {
        final SplittableRandom swarm = Streams.of(seed, "swarm");
        final int drawn = INTENSITY_PERCENT[swarm.nextInt(INTENSITY_PERCENT.length)];
        final SplittableRandom calm = Streams.of(seed, "calm");
        final int style = calm.nextInt(STYLES);
        final int intensity = style == CALM ? CALM_PERCENT : style == ALONE ? ALONE_PERCENT : drawn;
        final FaultKind.Group[] groups = FaultKind.Group.values();
        final FaultKind.Group alone = groups[calm.nextInt(groups.length)];
        final boolean[] isOn = new boolean[groups.length];
        for (final FaultKind.Group group : groups) {
            final boolean isDrawn = swarm.nextInt(100) < 70;
            isOn[group.ordinal()] = group == FaultKind.Group.ACTIVITY || (style == ALONE ? group == alone : isDrawn);
        }
        final List<Fault> faults = new ArrayList<>();
        final long endMs = minutes * MINUTE_MS;
        for (final FaultKind kind : FaultKind.values()) {
            final boolean isPicked = Streams.of(seed, "pick " + kind).nextInt(100) < 75;
            if (kind.meanSeconds() > 0 && isOn[kind.group().ordinal()] && isPicked) {
                draw(kind, Streams.of(seed, kind.name()), intensity(kind, intensity), endMs, faults);
            }
        }
        for (final long waveMs : WAVES_MS) {
            if (waveMs < endMs) {
                faults.add(new Fault(waveMs, FaultKind.SIGNALS, 3 + swarm.nextInt(4), 0, swarm.nextInt(1_000)));
            }
        }
        faults.sort(Comparator.comparingLong(Fault::atMs));
        return new Script(seed, minutes, symbols, 1 + (seed & Long.MAX_VALUE >> 1), faults);
    }

    private static int intensity(final FaultKind kind, final int percent) {
        return kind.group() == FaultKind.Group.ACTIVITY ? 100 : percent;
    }

    private static void draw(
            final FaultKind kind,
            final SplittableRandom random,
            final int percent,
            final long endMs,
            final List<Fault> faults) {
        final double meanMs = kind.meanSeconds() * 1_000.0 * 100 / percent;
        long atMs = 20 * SECOND_MS;
        while (true) {
            atMs += 1 + (long) (-Math.log(1 - random.nextDouble()) * meanMs);
            if (atMs >= endMs) {
                return;
            }
            faults.add(one(kind, random, atMs));
        }
    }

    private static Fault one(final FaultKind kind, final SplittableRandom random, final long atMs) {
        final int target = random.nextInt(SYMBOLS);
        final long shortMs = 200 + random.nextInt(4_000);
        final long longMs = 2_000 + random.nextInt(40_000);
        final int coin = random.nextInt(2);
        switch (kind) {
            case JUMP:
                return new Fault(atMs, kind, target, 0, (random.nextInt(50) + 5) * (coin == 0 ? 1 : -1));
            case HAND_CLOSE:
            case ADL:
                return new Fault(atMs, kind, target, 0, coin == 0 ? 1_000 : 1 + random.nextInt(999));
            case NET_SLOW:
                return new Fault(atMs, kind, 0, longMs, 20 + random.nextInt(2_500));
            case NET_RESET:
            case NET_MUTE:
                return new Fault(atMs, kind, random.nextInt(5), shortMs * 3, coin);
            case NET_PARTITION:
            case NET_REST_LOSS:
                return new Fault(atMs, kind, 0, longMs / 2, coin);
            case UNKNOWN_DONE:
            case UNKNOWN_NOT_DONE:
            case LOST_ANSWER:
            case LOST_REQUEST:
                return new Fault(atMs, kind, random.nextInt(4), 0, 1 + random.nextInt(2));
            case STORM:
            case OVERLOAD:
            case READS_FAIL:
                return new Fault(atMs, kind, random.nextInt(5), 0, 1 + random.nextInt(20));
            case BAN:
                return new Fault(atMs, kind, 0, 5_000 + random.nextInt(60_000), 0);
            case INVISIBLE:
                return new Fault(atMs, kind, target, 30_000 + random.nextInt(60_000), 0);
            case EMPTY_LIST:
                return new Fault(atMs, kind, random.nextInt(3), 0, 1 + coin);
            case WITHHELD:
                return new Fault(atMs, kind, 0, coin == 0 ? 100 + shortMs / 6 : Math.min(longMs / 2, 24_000), 0);
            case CRASH:
            case POWER:
                return new Fault(atMs, kind, 0, 500 + random.nextInt(20_000), random.nextInt(12));
            case PAUSE:
                return new Fault(atMs, kind, 0, coin == 0 ? shortMs : longMs / 3, 0);
            case RESTART:
                return new Fault(atMs, kind, 0, 500 + random.nextInt(5_000), 0);
            case SET_STOP:
            case POLICY:
                return new Fault(atMs, kind, target, 0, random.nextInt(1_000_000));
            case STATS:
                return new Fault(atMs, kind, target, 100 + random.nextInt(3_000), random.nextInt(100_000) - 50_000);
            case HAND_STOPS:
                return new Fault(atMs, kind, 0, 20_000 + longMs * 4, random.nextInt(14));
            case WRONG_ENDPOINT:
                return new Fault(atMs, kind, 0, 0, 1 + random.nextInt(6));
            case REFUSE:
                return new Fault(atMs, kind, random.nextInt(4), 0, random.nextInt(1_000));
            case CLOCK:
                return new Fault(atMs, kind, 0, 0, random.nextInt(2_001) - 1_000);
            case CRASH_AGAIN:
                return new Fault(atMs, kind, 1 + random.nextInt(3), 500 + random.nextInt(4_000), random.nextInt(60));
            case DISK_SLOW:
                return new Fault(atMs, kind, 0, longMs, 5 + random.nextInt(600));
            default:
                return new Fault(atMs, kind, target, longMs, coin);
        }
    }
}
