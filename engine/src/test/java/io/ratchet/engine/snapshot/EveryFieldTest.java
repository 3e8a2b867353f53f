package io.ratchet.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.state.StateFields;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Every mutable field of every component of the core is in the pass over its state, or is named here with the reason why
 * no decision depends on its value before an input. A field that somebody adds and forgets is found, whatever it is.
 */
class EveryFieldTest {
    /** Why the value between two inputs decides nothing. */
    private static final Map<String, String> OUTSIDE = Map.ofEntries(
            Map.entry("control.OperatorDesk.actual", "of the refusal being told"),
            Map.entry("control.OperatorDesk.expected", "of the refusal being told"),
            Map.entry("core.Decisions.observer", "wired when the core is made"),
            Map.entry("core.Decisions.outputs", "of the input being decided"),
            Map.entry("entry.OpeningsWindow.head", "where a ring begins; loaded from its first place on"),
            Map.entry("entry.SignalBook.free", "which slot is free; loaded into the first ones"),
            Map.entry("entry.SignalIds.head", "where a ring begins; loaded from its first place on"),
            Map.entry("ledger.ClosedTrades$Result.assumedFees", "of the booking under way"),
            Map.entry("ledger.ClosedTrades$Result.exitPrice", "of the booking under way"),
            Map.entry("ledger.ClosedTrades$Result.funding", "of the booking under way"),
            Map.entry("ledger.ClosedTrades$Result.missing", "of the booking under way"),
            Map.entry("ledger.ClosedTrades$Result.notional", "of the booking under way"),
            Map.entry("ledger.ClosedTrades$Result.pnl", "of the booking under way"),
            Map.entry("ledger.ClosedTrades$Result.reason", "of the booking under way"),
            Map.entry("ledger.ClosedTrades$Result.unpriced", "of the booking under way"),
            Map.entry("limits.MaxDrawdown.counted", "summed anew at each judgement"),
            Map.entry("limits.MaxDrawdown.high", "summed anew at each judgement"),
            Map.entry("limits.MaxDrawdown.sum", "summed anew at each judgement"),
            Map.entry("limits.MaxDrawdown.worst", "summed anew at each judgement"),
            Map.entry("position.CommandDesk.gate", "wired when the core is made"),
            Map.entry("position.CommandTable.free", "which entry is free; loaded into the first ones"),
            Map.entry("position.Wakes.earliestNs", "of the position whose rules run"),
            Map.entry("protection.HealthScorer.scores", "counted anew at each score"),
            Map.entry("protection.TrailDistance.rule", "of the level asked for last, read at once"),
            Map.entry("protection.TrailingStop.isTold", "of the evaluation under way"),
            Map.entry("protection.TrailingStop.target", "of the evaluation under way"),
            Map.entry("protection.TrailingStop.targetRule", "of the evaluation under way"),
            Map.entry("reconcile.Reconciliation.hasOrder", "of the read being applied"),
            Map.entry("reconcile.Reconciliation.rowOfInstrument", "of the read being applied"),
            Map.entry("snapshot.StateImage.bytes", "of the snapshot being written"),
            Map.entry("snapshot.StateImage.ends", "of the snapshot being written"),
            Map.entry("snapshot.StateImage.length", "of the snapshot being written"),
            Map.entry("snapshot.StateImage.names", "of the snapshot being written"),
            Map.entry("snapshot.StateImage.parts", "of the snapshot being written"),
            Map.entry("snapshot.StateImage.zeros", "of the snapshot being written"),
            Map.entry("state.PayloadHash.value", "of the snapshot being written"),
            Map.entry("state.StateHash.value", "of the hash being made"));

    @Test
    void shouldLoadEveryMutableField() {
        final Map<String, String> untouched =
                new TreeMap<>(Difference.of(filled(0), filled(1)).equal());
        untouched.keySet().removeAll(OUTSIDE.keySet());
        assertEquals(Map.of(), untouched, "fields that a snapshot does not hold");
    }

    @Test
    void shouldNameNoFieldAsOutsideThatIsInside() {
        final Set<String> named = new TreeSet<>(OUTSIDE.keySet());
        named.removeAll(Difference.of(filled(0), filled(1)).equal().keySet());
        assertEquals(Set.of(), named, "fields that are loaded, or that are gone");
    }

    @Test
    void shouldSeeAFieldThatWasForgotten() {
        final Forgetful left = new Forgetful();
        final Forgetful right = new Forgetful();
        left.state(new Filler(0));
        right.state(new Filler(1));
        final Difference difference = Difference.of(left, right);
        assertEquals(
                Set.of("snapshot.EveryFieldTest$Forgetful.forgotten", "snapshot.EveryFieldTest$Forgetful.notKept"),
                difference.equal().keySet());
        assertTrue(difference.differing().contains("snapshot.EveryFieldTest$Forgetful.saved"));
    }

    @Test
    void shouldHaveAnotherLayoutForAnotherField() {
        assertEquals(DecisionCore.layout(), layout(fields -> new DecisionCore().state(fields)));
        final long one = layout(fields -> fields.of("a", 0L));
        assertNotEquals(one, layout(fields -> fields.of("b", 0L)));
        assertNotEquals(one, layout(fields -> fields.of("a", 0)));
        assertNotEquals(one, layout(fields -> fields.of("a", new long[1], 1)));
        assertNotEquals(
                layout(fields -> {
                    fields.of("a", 0L);
                    fields.of("b", 0L);
                }),
                layout(fields -> {
                    fields.of("b", 0L);
                    fields.of("a", 0L);
                }));
    }

    private static long layout(final Consumer<StateFields> pass) {
        final LayoutHash hash = new LayoutHash();
        pass.accept(hash);
        return hash.value();
    }

    private static DecisionCore filled(final int kind) {
        final DecisionCore core = new DecisionCore();
        core.state(new Filler(kind));
        return core;
    }

    /** A component whose author forgot something. */
    private static final class Forgetful {
        private long saved;
        private int forgotten;
        private long notKept;

        void state(final StateFields fields) {
            saved = fields.of("saved", saved);
            fields.of("notKept", notKept);
        }
    }
}
