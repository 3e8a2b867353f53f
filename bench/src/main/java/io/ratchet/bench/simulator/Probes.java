package io.ratchet.bench.simulator;

import java.util.Map;
import java.util.TreeMap;

/**
 * Rare paths that hundreds of lives must have taken, and how often at least: about a fifth of what is usual in three hundred
 * lives of half an hour.
 */
final class Probes {
    static final Map<String, Integer> MINIMA = new TreeMap<>();

    static {
        MINIMA.put("pause", 75);
        MINIMA.put("connection reset", 100);
        MINIMA.put("crash while recovering", 42);
        MINIMA.put("recovered from a snapshot", 100);
        MINIMA.put("clock stepped", 44);
        MINIMA.put("database away", 100);
        MINIMA.put("database failed over", 32);
        MINIMA.put("database lost after commit", 100);
        MINIMA.put("database lost before commit", 100);
        MINIMA.put("database row put aside", 35);
        MINIMA.put("order in doubt", 100);
        MINIMA.put("position invisible", 22);
        MINIMA.put("rest answer lost", 100);
        MINIMA.put("rest request lost", 100);
        MINIMA.put("list empty by error", 43);
        MINIMA.put("hand traded", 71);
        MINIMA.put("hand cancelled a stop", 23);
        MINIMA.put("stop cancelled silently", 5);
        MINIMA.put("result compared", 100);
        MINIMA.put("naked time compared", 39);
        MINIMA.put("trail due", 100);
        MINIMA.put("wave completed", 93);
        MINIMA.put("signals polled", 100);
        MINIMA.put("signals pushed", 100);
        MINIMA.put("user event out of order", 100);
        MINIMA.put("user event twice", 100);
        MINIMA.put("funding booked", 100);
        MINIMA.put("book of stops filled", 13);
        MINIMA.put("another instance placed an order", 14);
        MINIMA.put("delist", 13);
        MINIMA.put("halt", 15);
        MINIMA.put("stop moved TRAIL", 100);
        MINIMA.put("stop moved BREAKEVEN", 58);
        MINIMA.put("stop moved STEP", 100);
        MINIMA.put("closed STOP", 100);
        MINIMA.put("closed TRAIL_STOP", 100);
        MINIMA.put("closed LIQUIDATION", 8);
        MINIMA.put("closed AGED_TARGET", 17);
        MINIMA.put("UNKNOWN TIMEOUT", 100);
        MINIMA.put("NOT_SENT RATE_LIMITED", 100);
        MINIMA.put("REJECTED WRONG_ENDPOINT", 14);
        MINIMA.put("operator KILL", 20);
        MINIMA.put("operator ADOPT", 100);
        MINIMA.put("operator SET_STOP", 70);
    }

    private Probes() {}
}
