package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.VenueClock;
import java.util.SplittableRandom;

/** The one listen key of the one account: 60 minutes of the wall, extended by POST and PUT. */
final class ListenKeys {
    private static final long NS_PER_MS = 1_000_000L;
    private static final int LENGTH = 64;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final VenueClock clock;
    private final long lifeNs;
    private final SplittableRandom random;
    private String key;
    private long untilNs;

    ListenKeys(final VenueClock clock, final long lifeMs, final long seed) {
        this.clock = clock;
        this.lifeNs = lifeMs * NS_PER_MS;
        this.random = new SplittableRandom(seed);
    }

    String start() {
        if (key == null) {
            final StringBuilder made = new StringBuilder(LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                made.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            key = made.toString();
        }
        untilNs = clock.wallNs() + lifeNs;
        return key;
    }

    String extend() {
        if (key == null) {
            throw WireRefusal.of(WireError.LISTEN_KEY);
        }
        return start();
    }

    /** Ends the key; null when there was none. */
    String stop() {
        final String ended = key;
        key = null;
        return ended;
    }

    /** Ends the key when its time is over; null when it lives. */
    String expired() {
        return key != null && clock.wallNs() >= untilNs ? stop() : null;
    }

    boolean valid(final String candidate) {
        return key != null && key.equals(candidate);
    }
}
