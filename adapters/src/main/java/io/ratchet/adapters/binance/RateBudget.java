package io.ratchet.adapters.binance;

import io.ratchet.engine.api.Ingress;

/**
 * What is left of the venue's limits, in bands: the less a request protects, the earlier it is held back, so that no
 * query or entry can starve a close (DESIGN 6.3). Orders are counted per 10 s and per minute of the venue's clock,
 * request weight per minute; our own count is raised to what the venue reports. Any thread.
 */
public final class RateBudget {
    /** Requests by what they protect, the most urgent first; the percentage is how much of a limit it may use up. */
    public enum Band {
        /** Close at market. */
        CLOSE(100),
        /** The first stop of a position. */
        FIRST_STOP(98),
        /** Cancel of a stop or an order. */
        CANCEL(95),
        /** A better stop. */
        MOVE(90),
        /** Reads. */
        QUERY(80),
        /** The limit exit of an aged position. */
        AGED_EXIT(75),
        /** Entries and what prepares them. */
        ENTRY(70),
        /** What only counts money. */
        LEDGER(50);

        private final int percent;

        Band(final int percent) {
            this.percent = percent;
        }

        /**
         * Whether it protects a position: sent even while the venue asks for a pause.
         *
         * @return whether.
         */
        public boolean isProtective() {
            return ordinal() < QUERY.ordinal();
        }
    }

    /** The limits of the account. */
    public enum Limit {
        /** Orders in ten seconds. */
        ORDERS_10S(10_000, 300),
        /** Orders in a minute. */
        ORDERS_1M(60_000, 1_200),
        /** Request weight of the address in a minute. */
        WEIGHT_1M(60_000, 2_400);

        private final long windowMs;
        private final int defaultMax;

        Limit(final long windowMs, final int defaultMax) {
            this.windowMs = windowMs;
            this.defaultMax = defaultMax;
        }
    }

    private static final int PERCENT = 100;
    private static final Limit[] LIMITS = Limit.values();

    private final VenueClock clock;
    private final Ingress ingress;
    private final int[] max = new int[LIMITS.length];
    private final int[] used = new int[LIMITS.length];
    private final long[] window = new long[LIMITS.length];
    private volatile long pausedUntilNs = Long.MIN_VALUE;

    /**
     * Nothing used, default limits.
     *
     * @param clock   of the venue: its windows are aligned to it.
     * @param ingress whose clock pauses are measured on.
     */
    public RateBudget(final VenueClock clock, final Ingress ingress) {
        this.clock = clock;
        this.ingress = ingress;
        for (final Limit limit : LIMITS) {
            max[limit.ordinal()] = limit.defaultMax;
        }
    }

    /**
     * Takes a limit from {@code exchangeInfo}.
     *
     * @param limit which.
     * @param value new maximum, ignored if not positive.
     */
    public synchronized void limit(final Limit limit, final int value) {
        if (value > 0) {
            max[limit.ordinal()] = value;
        }
    }

    /**
     * Takes one order out of the budget.
     *
     * @param band of the order.
     * @return false if the band has nothing left or the venue asked for a pause.
     */
    public synchronized boolean tryOrder(final Band band) {
        if (isPausedFor(band) || !hasRoom(Limit.ORDERS_10S, band, 1) || !hasRoom(Limit.ORDERS_1M, band, 1)) {
            return false;
        }
        used[Limit.ORDERS_10S.ordinal()]++;
        used[Limit.ORDERS_1M.ordinal()]++;
        return true;
    }

    /**
     * Takes request weight out of the budget.
     *
     * @param band   of the request.
     * @param weight of it.
     * @return false if the band has nothing left or the venue asked for a pause.
     */
    public synchronized boolean tryWeight(final Band band, final int weight) {
        if (isPausedFor(band) || !hasRoom(Limit.WEIGHT_1M, band, weight)) {
            return false;
        }
        used[Limit.WEIGHT_1M.ordinal()] += weight;
        return true;
    }

    /**
     * The venue reports a count.
     *
     * @param limit of it.
     * @param count since its window began.
     */
    public synchronized void reported(final Limit limit, final int count) {
        roll(limit);
        used[limit.ordinal()] = Math.max(used[limit.ordinal()], count);
    }

    /**
     * The venue asks for a pause: nothing but protection goes out until then.
     *
     * @param durationNs on the engine clock.
     */
    public synchronized void pause(final long durationNs) {
        pausedUntilNs = Math.max(pausedUntilNs, ingress.nowNs() + durationNs);
    }

    /**
     * Whether the venue asked for a pause that is not over.
     *
     * @return whether.
     */
    public boolean isPaused() {
        return ingress.nowNs() < pausedUntilNs;
    }

    /**
     * How much of a limit is used up.
     *
     * @param limit of it.
     * @return count in the current window.
     */
    public synchronized int used(final Limit limit) {
        roll(limit);
        return used[limit.ordinal()];
    }

    private boolean isPausedFor(final Band band) {
        return !band.isProtective() && isPaused();
    }

    private boolean hasRoom(final Limit limit, final Band band, final int amount) {
        roll(limit);
        return used[limit.ordinal()] + amount <= max[limit.ordinal()] * band.percent / PERCENT;
    }

    private void roll(final Limit limit) {
        final long current = clock.nowMs() / limit.windowMs;
        if (window[limit.ordinal()] != current) {
            window[limit.ordinal()] = current;
            used[limit.ordinal()] = 0;
        }
    }
}
