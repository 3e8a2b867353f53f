package io.ratchet.engine.snapshot;

import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.state.NeverSent;
import io.ratchet.engine.state.Replayer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * Brings a core to the end of a journal: the newest snapshot that can be loaded, then the inputs behind it, compared with
 * what is recorded; without a snapshot, all inputs. Cold path; one thread.
 */
public final class CoreRecovery {
    private static final int POLL_RECORDS = 4_096;

    private CoreRecovery() {}

    /**
     * Where a recovery arrived.
     *
     * @param core       at the end of the journal.
     * @param driven     the same as the caller wrapped it.
     * @param replayer   at the end of the journal; completes what a kill cut short.
     * @param from       snapshot it began with, null for the beginning.
     * @param unreadable a line for each newer snapshot that could not be loaded.
     */
    public record Recovered(
            DecisionCore core, Core driven, Replayer replayer, StateSnapshot from, List<String> unreadable) {
        /**
         * Where the replay began.
         *
         * @return sequence of the last record it did not need, 0 for the whole journal.
         */
        public long fromSequence() {
            return from == null ? 0 : from.endSequence();
        }
    }

    /**
     * Recovers.
     *
     * @param newestFirst     whole snapshots of the journal.
     * @param decisionVersion of this build; what another one decided is not compared.
     * @param neverSent       says of a command that only this build decides that it never left.
     * @param around          wraps the core.
     * @param readerAfter     reads the journal behind a sequence; may begin earlier.
     * @return the core and how it got there.
     */
    public static Recovered recover(
            final List<StateSnapshot> newestFirst,
            final long decisionVersion,
            final NeverSent neverSent,
            final UnaryOperator<Core> around,
            final LongFunction<JournalReader> readerAfter) {
        final List<String> unreadable = new ArrayList<>();
        for (final StateSnapshot snapshot : newestFirst) {
            try {
                final DecisionCore core = snapshot.load();
                return replayed(core, snapshot, unreadable, decisionVersion, neverSent, around, readerAfter);
            } catch (final UnreadableSnapshotException e) {
                unreadable.add(e.getMessage());
            }
        }
        return replayed(new DecisionCore(), null, unreadable, decisionVersion, neverSent, around, readerAfter);
    }

    private static Recovered replayed(
            final DecisionCore core,
            final StateSnapshot from,
            final List<String> unreadable,
            final long decisionVersion,
            final NeverSent neverSent,
            final UnaryOperator<Core> around,
            final LongFunction<JournalReader> readerAfter) {
        final Core driven = around.apply(core);
        final Replayer replayer = new Replayer(driven);
        replayer.compareOnly(decisionVersion, neverSent);
        if (from != null) {
            replayer.resume(from);
        }
        final long after = from == null ? 0 : from.endSequence();
        try (JournalReader reader = readerAfter.apply(after)) {
            int read;
            do {
                read = reader.poll(
                        (sequence, kind, buffer, offset, length) -> {
                            if (sequence > after) {
                                replayer.onRecord(sequence, kind, buffer, offset, length);
                            }
                        },
                        POLL_RECORDS);
            } while (read > 0);
        }
        replayer.endHistory();
        return new Recovered(core, driven, replayer, from, unreadable);
    }
}
