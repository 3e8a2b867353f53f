package io.ratchet.bench.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a run depends on.
 *
 * @param seed    of market, latencies and signals.
 * @param minutes of the first phase, in which everything may go wrong.
 * @param symbols how many contracts there are.
 * @param faults  in the order of time.
 */
record Script(long seed, int minutes, int symbols, List<Fault> faults) {

    Script {
        faults = List.copyOf(faults);
    }

    Script with(final List<Fault> other) {
        return new Script(seed, minutes, symbols, other);
    }

    Script shortened(final int newMinutes) {
        final List<Fault> kept = new ArrayList<>(faults);
        kept.removeIf(fault -> fault.atMs() >= newMinutes * 60_000L);
        return new Script(seed, newMinutes, symbols, kept);
    }

    /** As it is kept in a file. */
    String text() {
        final StringBuilder text =
                new StringBuilder("seed " + seed + " minutes " + minutes + " symbols " + symbols + "\n");
        faults.forEach(fault -> text.append(fault.text()).append('\n'));
        return text.toString();
    }

    /** Reads what {@link #text()} wrote; lines with # are for people. */
    static Script parse(final String text) {
        final List<Fault> faults = new ArrayList<>();
        String[] head = null;
        for (final String line : text.split("\n")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (head == null) {
                head = line.trim().split(" +");
            } else {
                faults.add(Fault.parse(line));
            }
        }
        if (head == null || head.length != 6) {
            throw new IllegalArgumentException("script: expected 'seed S minutes M symbols N' first");
        }
        return new Script(Long.parseLong(head[1]), Integer.parseInt(head[3]), Integer.parseInt(head[5]), faults);
    }
}
