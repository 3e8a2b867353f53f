package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.SignalConcludedDecoder;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * Unknown is a state that only evidence leaves: while the outcome of an order is in doubt, nothing takes its place under
 * another id, and an entry is not given up (I5, I8).
 */
final class DoubtJudge implements RecordJudge {
    private final Report report;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PlaceStopDecoder stop = new PlaceStopDecoder();
    private final PlaceExitDecoder exit = new PlaceExitDecoder();
    private final PlaceEntryDecoder entry = new PlaceEntryDecoder();
    private final CloseAtMarketDecoder close = new CloseAtMarketDecoder();
    private final CommandResultDecoder result = new CommandResultDecoder();
    private final OrderUpdateDecoder update = new OrderUpdateDecoder();
    private final SnapshotOrderDecoder row = new SnapshotOrderDecoder();
    private final SnapshotTradeDecoder trade = new SnapshotTradeDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final VenueSnapshotEndDecoder end = new VenueSnapshotEndDecoder();
    private final SignalConcludedDecoder concluded = new SignalConcludedDecoder();
    private final QueryOrderDecoder query = new QueryOrderDecoder();
    private final VenueSnapshotBeginDecoder begin = new VenueSnapshotBeginDecoder();
    private final ConfigAppliedDecoder config = new ConfigAppliedDecoder();
    private final Map<Long, String> sent = new HashMap<>();
    private final Map<String, String> doubts = new HashMap<>();
    /** From when on a read that does not show an order proves that it will not come: by its name. */
    private final Map<String, Long> provableNs = new HashMap<>();

    private final Map<Long, Long> queriedNs = new HashMap<>();
    private long readNs;
    private long windowNs;
    private long entryWindowNs;
    /** Orders that were heard of before their answer came. */
    private final Set<String> heardOf = new HashSet<>();

    DoubtJudge(final Report report) {
        this.report = report;
    }

    @Override
    public void forget() {
        sent.clear();
        doubts.clear();
        provableNs.clear();
        queriedNs.clear();
        heardOf.clear();
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case PlaceStopDecoder.TEMPLATE_ID:
                onSent(sequence, stop.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case PlaceExitDecoder.TEMPLATE_ID:
                onSent(sequence, exit.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case PlaceEntryDecoder.TEMPLATE_ID:
                onSent(
                        sequence,
                        entry.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case CloseAtMarketDecoder.TEMPLATE_ID:
                onSent(
                        sequence,
                        close.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case CommandResultDecoder.TEMPLATE_ID:
                onResult(result.wrapAndApplyHeader(buffer, offset, header));
                break;
            case QueryOrderDecoder.TEMPLATE_ID:
                queriedNs.put(
                        sequence,
                        query.wrapAndApplyHeader(buffer, offset, header).timeNs());
                break;
            case SignalConcludedDecoder.TEMPLATE_ID:
                onConcluded(concluded.wrapAndApplyHeader(buffer, offset, header));
                break;
            default:
                onEvidence(type, buffer, offset);
        }
    }

    private void onEvidence(final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case OrderUpdateDecoder.TEMPLATE_ID:
                known(update.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case SnapshotOrderDecoder.TEMPLATE_ID:
                known(row.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case SnapshotTradeDecoder.TEMPLATE_ID:
                known(trade.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case FillDecoder.TEMPLATE_ID:
                known(fill.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                break;
            case VenueSnapshotBeginDecoder.TEMPLATE_ID:
                readNs = begin.wrapAndApplyHeader(buffer, offset, header).readNs();
                break;
            case VenueSnapshotEndDecoder.TEMPLATE_ID:
                if (end.wrapAndApplyHeader(buffer, offset, header).success() == Flag.YES) {
                    doubts.values().removeIf(full -> readNs >= provableNs.get(full));
                }
                break;
            case ConfigAppliedDecoder.TEMPLATE_ID:
                config.wrapAndApplyHeader(buffer, offset, header);
                windowNs = config.recvWindowNs();
                entryWindowNs = config.entryRecvWindowNs();
                break;
            case NodeStartedDecoder.TEMPLATE_ID:
                sent.clear();
                doubts.clear();
                break;
            default:
                break;
        }
    }

    private void onSent(final long sequence, final ClientOrderIdDecoder id) {
        final String place = place(id);
        final String full = full(id);
        final String doubted = doubts.get(place);
        JournalOracle.demand(
                doubted == null || doubted.equals(full),
                "I8 another id while in doubt",
                "sequence=" + sequence + " id=" + full + " in doubt=" + doubted);
        sent.put(sequence, full);
    }

    private void onResult(final CommandResultDecoder one) {
        final String full = sent.remove(one.commandSequence());
        if (full != null && one.outcome() == CommandOutcome.UNKNOWN && !heardOf.contains(full)) {
            report.probe("order in doubt");
            doubts.put(full.substring(0, full.lastIndexOf('.')), full);
            final boolean isEntry = one.clientOrderId().role() == OrderRole.ENTRY;
            final long sentNs = one.sentNs() == FixedPoint.NULL ? one.timeNs() : one.sentNs();
            provableNs.put(full, sentNs + (isEntry ? entryWindowNs : windowNs));
        } else if (one.clientOrderId().role() != OrderRole.NONE && one.outcome() != CommandOutcome.UNKNOWN) {
            onAnswer(one);
        }
    }

    /** That it is not there says something only once it can come no more. */
    private void onAnswer(final CommandResultDecoder one) {
        final Long askedNs = queriedNs.remove(one.commandSequence());
        final Long provable = provableNs.get(full(one.clientOrderId()));
        if (one.status() != OrderStatus.ABSENT || provable == null || askedNs != null && askedNs >= provable) {
            known(one.clientOrderId());
        }
    }

    private void onConcluded(final SignalConcludedDecoder one) {
        final String suffix = "." + one.positionId() + "." + OrderRole.ENTRY;
        if (one.positionId() != 0) {
            doubts.keySet()
                    .forEach(place -> JournalOracle.demand(
                            !place.endsWith(suffix),
                            "I5 entry concluded in doubt",
                            "signal=" + one.signalId() + " position=" + one.positionId() + " refusal="
                                    + one.refusal()));
        }
    }

    private void known(final ClientOrderIdDecoder id) {
        if (id.role() != OrderRole.NONE) {
            heardOf.add(full(id));
        }
        if (full(id).equals(doubts.get(place(id)))) {
            doubts.remove(place(id));
        }
    }

    private static String place(final ClientOrderIdDecoder id) {
        return id.epochSeconds() + "." + id.positionId() + "." + id.role();
    }

    private static String full(final ClientOrderIdDecoder id) {
        return place(id) + "." + id.revision();
    }
}
