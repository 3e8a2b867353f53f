package io.ratchet.bench.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a run depends on.
 *
 * @param seed    of market, latencies and signals.
 * @param minutes of the first phase, in which everything may go wrong.
 * @param symbols how many contracts there are.
 * @param policy  number of the policy it begins with, 0 for the defaults.
 * @param faults  in the order of time.
 */
record Script(long seed, int minutes, int symbols, long policy, List<Fault> faults) {

    Script {
        faults = List.copyOf(faults);
    }

    Script with(final List<Fault> other) {
        return new Script(seed, minutes, symbols, policy, other);
    }

    /** The same under the defaults. */
    Script withoutPolicy() {
        return new Script(seed, minutes, symbols, 0, faults);
    }

    /** As it is kept in a file. */
    String text() {
        final StringBuilder text = new StringBuilder(
                "seed " + seed + " minutes " + minutes + " symbols " + symbols + " policy " + policy + "\n");
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
        if (head == null || head.length != 6 && head.length != 8) {
            throw new IllegalArgumentException("script: expected 'seed S minutes M symbols N [policy P]' first");
        }
        return new Script(
                Long.parseLong(head[1]),
                Integer.parseInt(head[3]),
                Integer.parseInt(head[5]),
                head.length == 6 ? 0 : Long.parseLong(head[7]),
                faults);
    }
}
