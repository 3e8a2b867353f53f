package io.ratchet.bench.simulator;

import java.util.Map;
import java.util.TreeMap;

/** Rare paths that hundreds of lives must have taken, and how often at least. */
final class Probes {
    static final Map<String, Integer> MINIMA = new TreeMap<>();

    private Probes() {}
}
