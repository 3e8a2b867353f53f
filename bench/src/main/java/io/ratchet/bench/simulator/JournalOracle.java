package io.ratchet.bench.simulator;

import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.AlertCode;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.CommandWithheldDecoder;
import io.ratchet.engine.sbe.ForeignExposureFoundDecoder;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.NodeStateChangedDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SignalConcludedDecoder;
import io.ratchet.engine.sbe.SignalReceivedDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.engine.state.RecordText;
import io.ratchet.journal.chronicle.MemoryJournal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;

/** Judges by what the journal says, record by record. */
final class JournalOracle {
    private static final int POLL_RECORDS = 1_024;
    private static final Set<MoveRule> MAY_LOOSEN =
            EnumSet.of(MoveRule.ENTRY_CORRECTION, MoveRule.ADOPTION, MoveRule.OPERATOR);

    private final MemoryJournal journal;
    private final List<RecordJudge> judges;
    private final Report report;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDefinedDecoder instrument = new InstrumentDefinedDecoder();
    private final SignalReceivedDecoder signal = new SignalReceivedDecoder();
    private final SignalConcludedDecoder concluded = new SignalConcludedDecoder();
    private final NodeStateChangedDecoder nodeState = new NodeStateChangedDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final StopMovedDecoder moved = new StopMovedDecoder();
    private final CommandResultDecoder result = new CommandResultDecoder();
    private final CommandWithheldDecoder withheld = new CommandWithheldDecoder();
    private final ForeignExposureFoundDecoder exposure = new ForeignExposureFoundDecoder();
    private final AlertRaisedDecoder alert = new AlertRaisedDecoder();

    private final Map<String, Integer> instruments = new HashMap<>();
    private final Map<Long, Integer> signals = new TreeMap<>();
    private final Map<Long, Open> open = new TreeMap<>();
    private final Map<Integer, Long> foreign = new TreeMap<>();
    private final Map<Long, String> pending = new TreeMap<>();
    private JournalReader reader;
    private NodeState state = NodeState.NONE;

    /** A position that the journal says is open. */
    record Open(int instrumentId, boolean isLong) {}

    JournalOracle(final MemoryJournal journal, final List<RecordJudge> judges, final Report report) {
        this.journal = journal;
        this.judges = judges;
        this.report = report;
        reader = journal.reader();
    }

    /** Reads what is new. */
    void read() {
        while (reader.poll(this::onRecord, POLL_RECORDS) > 0) {
            // Until its end.
        }
    }

    /** The end of the journal was lost: what it said counts no more. */
    void reread() {
        instruments.clear();
        signals.clear();
        open.clear();
        pending.clear();
        foreign.clear();
        judges.forEach(RecordJudge::forget);
        state = NodeState.NONE;
        reader = journal.reader();
        read();
    }

    /** The engine's id of a symbol, -1 while it has none. */
    int instrumentId(final String symbol) {
        return instruments.getOrDefault(symbol, -1);
    }

    /** The engine's id of a foreign position in a contract, 0 while it has none. */
    long foreignId(final int instrumentId) {
        return foreign.getOrDefault(instrumentId, 0L);
    }

    NodeState state() {
        return state;
    }

    Map<Long, Open> open() {
        return open;
    }

    /** After the faults are over and a minute has passed. */
    void converged() {
        demand(state == NodeState.RUNNING, "I20 node", "state: actual=" + state + " expected=RUNNING");
        for (final Map.Entry<Long, Integer> one : signals.entrySet()) {
            demand(one.getValue() == 1, "I20 signal", "outcomes of signal " + one.getKey() + "=" + one.getValue());
        }
        demand(pending.isEmpty(), "I8 command without result", pending.toString());
        judges.forEach(RecordJudge::converged);
    }

    private void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        final int type = header.templateId();
        for (int i = 0; i < judges.size(); i++) {
            judges.get(i).onRecord(sequence, kind, type, buffer, offset);
        }
        if (kind == RecordKind.COMMAND) {
            onCommand(sequence, type, buffer, offset, length);
            return;
        }
        switch (type) {
            case InstrumentDefinedDecoder.TEMPLATE_ID:
                instrument.wrapAndApplyHeader(buffer, offset, header);
                instruments.put(instrument.symbol(), instrument.instrumentId());
                break;
            case NodeStartedDecoder.TEMPLATE_ID:
                pending.clear();
                break;
            case SignalReceivedDecoder.TEMPLATE_ID:
                signals.putIfAbsent(
                        signal.wrapAndApplyHeader(buffer, offset, header).signalId(), 0);
                break;
            case SignalConcludedDecoder.TEMPLATE_ID:
                onConcluded(concluded.wrapAndApplyHeader(buffer, offset, header).signalId());
                break;
            case NodeStateChangedDecoder.TEMPLATE_ID:
                state = nodeState.wrapAndApplyHeader(buffer, offset, header).to();
                break;
            case PositionOpenedDecoder.TEMPLATE_ID:
                opened.wrapAndApplyHeader(buffer, offset, header);
                open.put(opened.positionId(), new Open(opened.instrumentId(), opened.side() == PositionSide.LONG));
                break;
            case ForeignExposureFoundDecoder.TEMPLATE_ID:
                exposure.wrapAndApplyHeader(buffer, offset, header);
                if (exposure.positionId() != 0) {
                    foreign.put(exposure.instrumentId(), exposure.positionId());
                }
                break;
            case PositionClosedDecoder.TEMPLATE_ID:
                closed.wrapAndApplyHeader(buffer, offset, header);
                open.remove(closed.positionId());
                report.probe("closed " + closed.reason());
                break;
            case StopMovedDecoder.TEMPLATE_ID:
                onMoved(moved.wrapAndApplyHeader(buffer, offset, header));
                break;
            case CommandResultDecoder.TEMPLATE_ID:
                onResult(result.wrapAndApplyHeader(buffer, offset, header));
                break;
            case CommandWithheldDecoder.TEMPLATE_ID:
                withheld.wrapAndApplyHeader(buffer, offset, header);
                throw new Violation("checker " + withheld.invariant(), RecordText.of(buffer, offset, length));
            case AlertRaisedDecoder.TEMPLATE_ID:
                alert.wrapAndApplyHeader(buffer, offset, header);
                report.probe("alert " + alert.code());
                demand(
                        alert.code() != AlertCode.INVARIANT_VIOLATED,
                        "checker alert " + alert.value(),
                        RecordText.of(buffer, offset, length));
                break;
            default:
                break;
        }
    }

    private void onCommand(
            final long sequence, final int type, final DirectBuffer buffer, final int offset, final int length) {
        final boolean hasResult = type != SubscribeDecoder.TEMPLATE_ID
                && type != UnsubscribeDecoder.TEMPLATE_ID
                && type != RequestSnapshotDecoder.TEMPLATE_ID;
        if (hasResult) {
            pending.put(sequence, type + "@" + buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH + 8));
        }
    }

    private void onConcluded(final long signalId) {
        final int outcomes = signals.merge(signalId, 1, Integer::sum);
        demand(outcomes == 1, "signal concluded twice", "signal=" + signalId + " outcomes=" + outcomes);
        report.probe("signal " + concluded.refusal());
    }

    private void onMoved(final StopMovedDecoder move) {
        final Open position = open.get(move.positionId());
        report.probe("stop moved " + move.rule());
        if (position != null && move.oldLevel() != FixedPoint.NULL) {
            final boolean isBetter =
                    position.isLong() ? move.newLevel() > move.oldLevel() : move.newLevel() < move.oldLevel();
            demand(
                    isBetter || MAY_LOOSEN.contains(move.rule()),
                    "I2 moved to a worse level",
                    "position=" + move.positionId() + " old=" + move.oldLevel() + " new=" + move.newLevel());
        }
    }

    private void onResult(final CommandResultDecoder one) {
        demand(
                pending.remove(one.commandSequence()) != null || one.commandSequence() == 0,
                "I7 result of nothing",
                "command=" + one.commandSequence());
        if (one.outcome() == CommandOutcome.UNKNOWN) {
            report.unknownOutcome();
        }
        if (one.outcome() != CommandOutcome.ACCEPTED) {
            report.probe(one.outcome() + " " + one.reason());
        }
    }

    static void demand(final boolean isKept, final String invariant, final String evidence) {
        if (!isKept) {
            throw new Violation(invariant, evidence);
        }
    }

    /** All signals that were journaled. */
    TreeSet<Long> signals() {
        return new TreeSet<>(signals.keySet());
    }
}
