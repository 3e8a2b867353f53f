package io.ratchet.bench.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * A seeded defect: one method of production code that does something else.
 *
 * @param name   to switch it on by.
 * @param owner  class, below {@code io.ratchet}.
 * @param method its name; all overloads.
 * @param change what becomes of it.
 * @param value  of {@link Change#RETURN}, or the name of the method or field used instead of {@code callee}.
 * @param callee for {@link Change#CALL_OTHER} and {@link Change#OTHER_FIELD}; class and method for
 *               {@link Change#CALL_HELP}.
 */
record Mutant(String name, String owner, String method, Change change, String value, String callee) {

    /** What becomes of a method. */
    enum Change {
        /** It returns a constant. */
        RETURN,
        /** It returns what the clock of the machine says. */
        RETURN_CLOCK,
        /** It does nothing. */
        SKIP,
        /** It calls another method of the same shape. */
        CALL_OTHER,
        /** It reads another static field of its class. */
        OTHER_FIELD,
        /** Its body is a method of {@link MutantHelp}. */
        HELP,
        /** It begins with a method of {@link MutantHelp}, which gets its object. */
        HELP_FIRST,
        /** It calls a method of {@link MutantHelp} instead of another one, which got the same. */
        CALL_HELP
    }

    /** Internal name of the class. */
    String internalName() {
        return "io/ratchet/" + owner;
    }

    static List<Mutant> all() {
        final List<Mutant> all = new ArrayList<>();
        final String tracker = "engine/position/OrderTracker";
        final String guard = "engine/protection/StopGuard";
        final String life = "engine/reconcile/VenueLife";
        final String reconciliation = "engine/reconcile/Reconciliation";
        final String flat = "engine/exit/FlatRule";
        all.add(new Mutant("timeout taken for failure", tracker, "onSent", Change.CALL_OTHER, "rejected", "unknown"));
        all.add(new Mutant("refusal taken for unknown", tracker, "onSent", Change.CALL_OTHER, "unknown", "rejected"));
        all.add(new Mutant("stop may loosen", "engine/position/Coverage", "isBetter", Change.RETURN, "1", null));
        all.add(new Mutant("cancel before place", guard, "hasRoomToMove", Change.RETURN, "0", null));
        all.add(new Mutant("old stops are kept", guard, "cancelSurplus", Change.SKIP, null, null));
        all.add(new Mutant("no anchor", guard, "ensureAnchor", Change.SKIP, null, null));
        all.add(new Mutant("no working stop", guard, "ensureWorking", Change.SKIP, null, null));
        all.add(new Mutant("no stops at all", guard, "run", Change.SKIP, null, null));
        all.add(new Mutant("ended stops are not noticed", guard, "takeEnded", Change.SKIP, null, null));
        all.add(new Mutant("confirmations are not noticed", guard, "takeConfirmed", Change.SKIP, null, null));
        all.add(new Mutant("wrong size of a stop is fine", guard, "isShort", Change.RETURN, "0", null));
        all.add(new Mutant("crossed level is not noticed", guard, "isCrossed", Change.RETURN, "0", null));
        all.add(new Mutant("two moves at a time", guard, "mayMove", Change.HELP, "mayAlwaysMove", null));
        all.add(new Mutant(
                "no protect deadline", "engine/protection/ProtectDeadline", "fire", Change.SKIP, null, null));
        all.add(new Mutant("a read of nothing proves flat", flat, "isProven", Change.RETURN, "1", null));
        all.add(new Mutant("flat without a fresh read", flat, "isVerified", Change.RETURN, "1", null));
        all.add(new Mutant("the rest is not cancelled", flat, "cancelRest", Change.SKIP, null, null));
        all.add(new Mutant(
                "differences are believed while orders are open",
                reconciliation,
                "isSettled",
                Change.RETURN,
                "1",
                null));
        all.add(new Mutant(
                "stale-snapshot fence off", "engine/position/Position", "touchedSequence", Change.RETURN, "0", null));
        all.add(new Mutant("positions of reads are ignored", reconciliation, "applyPosition", Change.SKIP, null, null));
        all.add(new Mutant("orders of reads are ignored", reconciliation, "applyOrder", Change.SKIP, null, null));
        all.add(new Mutant("left over orders stay", "engine/reconcile/Leftovers", "cancel", Change.SKIP, null, null));
        all.add(new Mutant("a trade is taken for missing", reconciliation, "applyTrades", Change.SKIP, null, null));
        all.add(new Mutant("ids reused after restart", "engine/position/IdEpoch", "open", Change.SKIP, null, null));
        all.add(new Mutant(
                "one id for all positions", "engine/position/IdEpoch", "claimPositionId", Change.RETURN, "1", null));
        all.add(new Mutant("opens are not counted", "engine/position/Limits", "opened", Change.SKIP, null, null));
        all.add(new Mutant("ends are not counted", "engine/position/Limits", "ended", Change.SKIP, null, null));
        all.add(new Mutant("no periodic reconciliation", life, "isReconciliationDue", Change.RETURN, "0", null));
        all.add(new Mutant("no resync", life, "beginResync", Change.SKIP, null, null));
        all.add(new Mutant("never ready", life, "isReady", Change.RETURN, "0", null));
        all.add(new Mutant(
                "unknown outcomes are not asked for",
                "engine/reconcile/OutcomeResolver",
                "run",
                Change.SKIP,
                null,
                null));
        all.add(new Mutant("absence at once", tracker, "provesAbsenceNs", Change.RETURN, "0", null));
        all.add(new Mutant("absence is ignored", tracker, "absent", Change.SKIP, null, null));
        all.add(new Mutant("triggers are not noticed", tracker, "triggered", Change.SKIP, null, null));
        all.add(new Mutant("reports are ignored", tracker, "onReported", Change.SKIP, null, null));
        all.add(new Mutant("trades are ignored", tracker, "onTrade", Change.RETURN, "0", null));
        all.add(new Mutant("close is not sent", "engine/exit/CloseLadder", "send", Change.SKIP, null, null));
        all.add(new Mutant(
                "a clock in the core", "engine/reconcile/Reads", "backoffNs", Change.RETURN_CLOCK, null, null));
        all.add(new Mutant("timers never fire", "engine/position/Wakes", "at", Change.SKIP, null, null));
        all.add(new Mutant(
                "time-outs are not reported", "adapters/binance/BinanceGateway", "turn", Change.RETURN, "0", null));
        all.add(new Mutant("queries have no end", "adapters/binance/ReadJobs", "query", Change.SKIP, null, null));
        all.add(new Mutant("snapshots have no end", "adapters/binance/ReadJobs", "drain", Change.RETURN, "0", null));
        addRestarts(all);
        all.add(new Mutant(
                "close not reduce-only",
                "adapters/binance/OrderFrameEncoder",
                "close",
                Change.OTHER_FIELD,
                "FALSE",
                "TRUE"));
        all.add(new Mutant(
                "wrong side of the stop", "engine/position/Position", "exitSide", Change.HELP, "wrongSide", null));
        all.add(new Mutant(
                "optimistic commit", "engine/position/Coverage", "isFull", Change.HELP, "isFullWhenSent", null));
        all.add(new Mutant(
                "two cancels in flight",
                guard,
                "isNeeded",
                Change.CALL_HELP,
                "bestLevelWithout",
                "engine/position/Coverage#bestCertainLevelWithout"));
        all.add(new Mutant(
                "deadline on venue time",
                "engine/protection/ProtectDeadline",
                "nakedSinceNs",
                Change.HELP,
                "venueSince",
                null));
        all.add(new Mutant(
                "counters changed later than state",
                "engine/entry/EntryRule",
                "release",
                Change.CALL_HELP,
                "endedLate",
                "engine/position/Limits#ended"));
        return all;
    }

    private static void addRestarts(final List<Mutant> all) {
        final String core = "engine/core/DecisionCore";
        final String start = "onNodeStarted";
        all.add(new Mutant("peaks lost at restart", core, start, Change.HELP_FIRST, "forgetPeaks", null));
        all.add(new Mutant("activation lost at restart", core, start, Change.HELP_FIRST, "forgetActivation", null));
        all.add(new Mutant("latch lost at restart", core, start, Change.HELP_FIRST, "forgetLatches", null));
        all.add(new Mutant("latch is never set", "engine/limits/Latches", "isRunning", Change.RETURN, "0", null));
        all.add(new Mutant("trail does not latch", "engine/protection/TrailingStop", "latch", Change.SKIP, null, null));
        all.add(new Mutant("old prices are fine", "engine/market/PriceBook", "isMarkFresh", Change.RETURN, "1", null));
        all.add(new Mutant("late trades are not booked", "engine/ledger/Ledger", "lateTrade", Change.SKIP, null, null));
        all.add(new Mutant("funding is not booked", "engine/ledger/Ledger", "onFunding", Change.SKIP, null, null));
        all.add(new Mutant("records are not stored", "journal/postgres/RowEncoder", "encode", Change.SKIP, null, null));
    }
}
