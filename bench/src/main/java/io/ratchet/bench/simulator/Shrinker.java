package io.ratchet.bench.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a failing script small: faults are left out, in ever smaller groups, as long as the same promise is broken
 * (delta debugging).
 */
final class Shrinker {
    private final int runsMax;
    private int runs;

    /** With an upper bound on runs. */
    Shrinker(final int runsMax) {
        this.runsMax = runsMax;
    }

    /** A script with few faults that breaks the same promise; the given one if it breaks none. */
    Script shrink(final Script script) {
        final Run.Result first = Run.of(script);
        if (first.violation() == null) {
            return script;
        }
        final String invariant = first.violation().invariant();
        Script best = plainer(shortened(script, first), invariant);
        int groups = 2;
        while (best.faults().size() > 1 && runs < runsMax) {
            final Script smaller = smaller(best, groups, invariant);
            if (smaller != null) {
                best = smaller;
                groups = Math.max(2, groups - 1);
            } else if (groups >= best.faults().size()) {
                break;
            } else {
                groups = Math.min(best.faults().size(), 2 * groups);
            }
        }
        return best;
    }

    /** How many runs it took. */
    int runs() {
        return runs;
    }

    private Script shortened(final Script script, final Run.Result first) {
        final int minutes = (int) Math.min(script.minutes(), first.endedMs() / 60_000 + 1);
        final List<Fault> faults = new ArrayList<>(script.faults());
        faults.removeIf(fault -> fault.atMs() > first.endedMs());
        final Script shorter = new Script(script.seed(), minutes, script.symbols(), script.policy(), faults);
        return breaks(shorter, first.violation().invariant()) ? shorter : script;
    }

    private Script plainer(final Script script, final String invariant) {
        return script.policy() != 0 && breaks(script.withoutPolicy(), invariant) ? script.withoutPolicy() : script;
    }

    private Script smaller(final Script script, final int groups, final String invariant) {
        final List<Fault> faults = script.faults();
        final int size = faults.size();
        for (int group = 0; group < groups && runs < runsMax; group++) {
            final int from = size * group / groups;
            final int to = size * (group + 1) / groups;
            final List<Fault> kept = new ArrayList<>(faults.subList(0, from));
            kept.addAll(faults.subList(to, size));
            if (from < to && breaks(script.with(kept), invariant)) {
                return script.with(kept);
            }
        }
        return null;
    }

    private boolean breaks(final Script script, final String invariant) {
        runs++;
        final Violation violation = Run.of(script).violation();
        return violation != null && violation.invariant().equals(invariant);
    }
}
