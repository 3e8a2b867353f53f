package io.ratchet.config.node;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.OperatorCommandDecoder;
import io.ratchet.engine.state.ReplayDifference;
import io.ratchet.engine.state.Replayer;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.JournalSettings;
import org.agrona.DirectBuffer;

/**
 * Brings a core to where its journal ends: audits the whole journal, feeds it its inputs, compares what it decides with
 * what it decided then, and completes the outputs that a kill cut short. Main thread, before the pipeline starts.
 */
final class Recovery {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NodeStartedDecoder nodeStarted = new NodeStartedDecoder();
    private final InstrumentDefinedDecoder instrumentDefined = new InstrumentDefinedDecoder();
    private final InstrumentRegistry registry;
    private final OperatorCommandDecoder operator = new OperatorCommandDecoder();
    private final NodeView view;
    private final Replayer replayer;
    private int starts;

    private Recovery(final Core core, final InstrumentRegistry registry, final NodeView view) {
        this.registry = registry;
        this.view = view;
        this.replayer = new Replayer(core);
    }

    /**
     * What the past left.
     *
     * @param journal    ready for the next record.
     * @param replayer   at the end of the journal.
     * @param starts     of earlier processes.
     * @param difference between what the core decides and what is recorded, null for none.
     */
    record Recovered(ChronicleJournal journal, Replayer replayer, int starts, ReplayDifference difference) {}

    /**
     * Recovers.
     *
     * @param settings of the journal; the caller holds the lock of its directory.
     * @param core     without a past.
     * @param registry receives the instruments the journal knows.
     * @param view     sees the facts of the past, so that it shows what is open.
     * @return the past.
     * @throws io.ratchet.engine.api.JournalDamagedException if the journal is damaged; nothing was changed.
     */
    static Recovered recover(
            final JournalSettings settings, final Core core, final InstrumentRegistry registry, final NodeView view) {
        final Recovery recovery = new Recovery(core, registry, view);
        final ChronicleJournal journal = ChronicleJournal.open(settings, recovery::onRecord);
        recovery.replayer.completeOutputs(journal);
        return new Recovered(journal, recovery.replayer, recovery.starts, recovery.replayer.firstDifference());
    }

    private void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        replayer.onRecord(sequence, kind, buffer, offset, length);
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
