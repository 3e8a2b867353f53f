package io.ratchet.config.node;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.pipeline.UnsentCommands;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.OperatorCommandDecoder;
import io.ratchet.engine.snapshot.CoreRecovery;
import io.ratchet.engine.snapshot.SnapshotCollector;
import io.ratchet.engine.state.ReplayDifference;
import io.ratchet.engine.state.Replayer;
import io.ratchet.journal.VolatileJournal;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.ChronicleJournalReader;
import io.ratchet.journal.chronicle.JournalSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochClock;

/**
 * Brings a core to where its journal ends: audits the whole journal, loads the newest snapshot it holds, feeds the inputs
 * behind it, compares what it decides with what was decided then, and completes the outputs that a kill cut short. Main
 * thread, before the pipeline starts.
 */
final class Recovery {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NodeStartedDecoder nodeStarted = new NodeStartedDecoder();
    private final InstrumentDefinedDecoder instrumentDefined = new InstrumentDefinedDecoder();
    private final OperatorCommandDecoder operator = new OperatorCommandDecoder();
    private final SnapshotCollector snapshots = new SnapshotCollector();
    private final InstrumentRegistry registry;
    private final NodeView view;
    private int starts;

    private Recovery(final InstrumentRegistry registry, final NodeView view) {
        this.registry = registry;
        this.view = view;
    }

    /**
     * What the past left.
     *
     * @param journal   ready for the next record.
     * @param recovered core at the end of the journal.
     * @param starts    of earlier processes.
     * @param discarded snapshots that began and do not count.
     * @param tookNs    wall time of it all.
     */
    record Recovered(Journal journal, CoreRecovery.Recovered recovered, int starts, long discarded, long tookNs) {
        Replayer replayer() {
            return recovered.replayer();
        }

        DecisionCore core() {
            return recovered.core();
        }

        /** Between what the core decides and what is recorded, null for none. */
        ReplayDifference difference() {
            return recovered.replayer().firstDifference();
        }

        Summary recovery() {
            final Replayer replayer = recovered.replayer();
            return new Summary(
                    recovered.fromSequence(),
                    recovered.from() != null,
                    replayer.lastSequence(),
                    replayer.inputs(),
                    !replayer.wasUncompared(),
                    TimeUnit.NANOSECONDS.toMillis(tookNs));
        }

        /** One line for people. */
        String line() {
            final Replayer replayer = recovered.replayer();
            return "recovered to sequence " + replayer.lastSequence() + " from "
                    + (recovered.from() == null ? "the beginning" : "the snapshot at " + recovered.fromSequence())
                    + ": inputs decided again " + replayer.inputs()
                    + (replayer.wasUncompared() ? ", some by another version and not compared" : "") + ", took "
                    + TimeUnit.NANOSECONDS.toMillis(tookNs) + " ms";
        }
    }

    /**
     * How a start went.
     *
     * @param from       sequence behind which inputs were decided again, 0 for all.
     * @param isSnapshot whether a snapshot was loaded.
     * @param sequence   newest record then.
     * @param inputs     decided again.
     * @param isCompared whether all that was decided again was compared.
     * @param ms         wall time of the audit and all of it.
     */
    record Summary(long from, boolean isSnapshot, long sequence, long inputs, boolean isCompared, long ms) {}

    /**
     * Recovers.
     *
     * @param settings of the journal; the caller holds the lock of its directory.
     * @param around   wraps the core.
     * @param registry receives the instruments the journal knows.
     * @param view     sees the facts of the past, so that it shows what is open.
     * @return the past.
     * @throws io.ratchet.engine.api.JournalDamagedException if the journal is damaged; nothing was changed.
     */
    static Recovered recover(
            final JournalSettings settings,
            final UnaryOperator<Core> around,
            final InstrumentRegistry registry,
            final NodeView view) {
        final long startedNs = System.nanoTime();
        final Recovery recovery = new Recovery(registry, view);
        final ChronicleJournal journal = ChronicleJournal.open(settings, recovery::onRecord);
        final CoreRecovery.Recovered recovered = CoreRecovery.recover(
                recovery.snapshots.newestFirst(),
                Node.DECISION_VERSION,
                new UnsentCommands(),
                around,
                after -> new ChronicleJournalReader(settings.directory(), SystemEpochClock.INSTANCE, after));
        recovered.replayer().completeOutputs(journal);
        return new Recovered(
                journal, recovered, recovery.starts, recovery.snapshots.discarded(), System.nanoTime() - startedNs);
    }

    /**
     * No past at all: a journal that keeps nothing, for a bare guard.
     *
     * @param around wraps the core.
     * @return the beginning.
     */
    static Recovered withoutJournal(final UnaryOperator<Core> around) {
        final DecisionCore core = new DecisionCore();
        final Core driven = around.apply(core);
        return new Recovered(
                new VolatileJournal(),
                new CoreRecovery.Recovered(core, driven, new Replayer(driven), null, List.of()),
                0,
                0,
                0);
    }

    private void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        snapshots.onRecord(sequence, kind, buffer, offset, length);
        if (kind == RecordKind.FACT) {
            view.onOutput(sequence, buffer, offset, length);
        } else if (kind == RecordKind.INPUT) {
            header.wrap(buffer, offset);
            if (header.templateId() == NodeStartedDecoder.TEMPLATE_ID) {
                nodeStarted.wrapAndApplyHeader(buffer, offset, header);
                starts = (int) nodeStarted.starts();
            } else if (header.templateId() == InstrumentDefinedDecoder.TEMPLATE_ID) {
                registry.seed(instrumentDefined.wrapAndApplyHeader(buffer, offset, header));
            } else if (header.templateId() == OperatorCommandDecoder.TEMPLATE_ID) {
                view.onOperator(
                        operator.wrapAndApplyHeader(buffer, offset, header).action());
            }
        }
    }
}
