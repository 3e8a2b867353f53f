package io.ratchet.adapters.sim.binance;

import io.ratchet.adapters.sim.JsonText;

/**
 * The venue's counters: REQUEST_WEIGHT per minute and address, ORDERS per 10 s and per minute and account, in venue
 * time. Going on after 429 brings a ban (418).
 */
final class WireLimits {
    private static final long MINUTE_MS = 60_000;
    private static final long TEN_SECONDS_MS = 10_000;
    private static final long BAN_MS = 120_000;
    private static final int STRIKES_MAX = 10;

    private final int weightMax;
    private final int ordersTenSecondsMax;
    private final int ordersMinuteMax;

    private long minute;
    private long tenSeconds;
    private int weight;
    private int ordersTenSeconds;
    private int ordersMinute;
    private int strikes;
    private long bannedUntilMs;

    WireLimits(final int weightMax, final int ordersTenSecondsMax, final int ordersMinuteMax) {
        this.weightMax = weightMax;
        this.ordersTenSecondsMax = ordersTenSecondsMax;
        this.ordersMinuteMax = ordersMinuteMax;
    }

    void weigh(final int more, final long nowMs) {
        roll(nowMs);
        if (nowMs < bannedUntilMs) {
            throw WireRefusal.of(WireError.BANNED, bannedUntilMs);
        }
        weight += more;
        if (weight > weightMax) {
            strikes++;
            if (strikes > STRIKES_MAX) {
                bannedUntilMs = nowMs + BAN_MS;
                throw WireRefusal.of(WireError.BANNED, bannedUntilMs);
            }
            throw WireRefusal.of(WireError.TOO_MANY_REQUESTS, weightMax);
        }
    }

    /** Bans the address. */
    void ban(final long untilMs) {
        bannedUntilMs = Math.max(bannedUntilMs, untilMs);
    }

    /** Ends a ban. */
    void pardon() {
        bannedUntilMs = 0;
        strikes = 0;
    }

    /** Uses up the weight of this minute. */
    void exhaust(final long nowMs) {
        roll(nowMs);
        weight = Math.max(weight, weightMax);
    }

    void countOrder(final long nowMs) {
        roll(nowMs);
        if (ordersTenSeconds >= ordersTenSecondsMax) {
            throw WireRefusal.of(WireError.TOO_MANY_ORDERS, ordersTenSecondsMax, "10 SECOND");
        }
        if (ordersMinute >= ordersMinuteMax) {
            throw WireRefusal.of(WireError.TOO_MANY_ORDERS, ordersMinuteMax, "1 MINUTE");
        }
        ordersTenSeconds++;
        ordersMinute++;
    }

    private void roll(final long nowMs) {
        if (nowMs / MINUTE_MS != minute) {
            minute = nowMs / MINUTE_MS;
            weight = 0;
            ordersMinute = 0;
            strikes = 0;
        }
        if (nowMs / TEN_SECONDS_MS != tenSeconds) {
            tenSeconds = nowMs / TEN_SECONDS_MS;
            ordersTenSeconds = 0;
        }
    }

    int weight() {
        return weight;
    }

    int weightMax() {
        return weightMax;
    }

    int ordersTenSeconds() {
        return ordersTenSeconds;
    }

    int ordersMinute() {
        return ordersMinute;
    }

    /** Seconds until a refused client may try again. */
    long retryAfterSeconds(final long nowMs) {
        final long until = nowMs < bannedUntilMs ? bannedUntilMs : (nowMs / MINUTE_MS + 1) * MINUTE_MS;
        return (until - nowMs + 999) / 1_000;
    }

    String ordersJson() {
        return new JsonText()
                .array()
                .raw(limit("ORDERS", "SECOND", 10, ordersTenSecondsMax, -1))
                .raw(limit("ORDERS", "MINUTE", 1, ordersMinuteMax, -1))
                .close()
                .toString();
    }

    String allJson() {
        return new JsonText()
                .array()
                .raw(limit("REQUEST_WEIGHT", "MINUTE", 1, weightMax, -1))
                .raw(limit("ORDERS", "MINUTE", 1, ordersMinuteMax, -1))
                .raw(limit("ORDERS", "SECOND", 10, ordersTenSecondsMax, -1))
                .close()
                .toString();
    }

    /** The block of a WebSocket API reply. */
    String usedJson(final boolean withOrders) {
        final JsonText json = new JsonText().array();
        if (withOrders) {
            json.raw(limit("ORDERS", "SECOND", 10, ordersTenSecondsMax, ordersTenSeconds));
            json.raw(limit("ORDERS", "MINUTE", 1, ordersMinuteMax, ordersMinute));
        }
        return json.raw(limit("REQUEST_WEIGHT", "MINUTE", 1, weightMax, weight))
                .close()
                .toString();
    }

    private static String limit(
            final String type, final String interval, final int number, final int max, final int count) {
        final JsonText json = new JsonText()
                .object()
                .text("rateLimitType", type)
                .text("interval", interval)
                .number("intervalNum", number)
                .number("limit", max);
        if (count >= 0) {
            json.number("count", count);
        }
        return json.end().toString();
    }
}
