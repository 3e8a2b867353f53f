package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.OutcomeResolvedDecoder;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionFlatVerifiedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.ReadAppliedDecoder;
import io.ratchet.engine.sbe.ResyncCompletedDecoder;
import io.ratchet.engine.sbe.ResyncStartedDecoder;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueState;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * What has to be read is read, by the journal alone: after a gap of the private stream everything, after an unknown outcome
 * the order, before a position is called flat the books once more; and what a read shows of ours is counted.
 */
final class ReadJudge implements RecordJudge {
    private static final long SECOND = 1_000_000_000L;
    private static final long RESYNC_NS = 2 * SECOND;
    /** Evidence or a question, of an order whose outcome is unknown. */
    private static final long ASKED_NS = 10 * SECOND;
    /** It can come no more, two reads say so. */
    private static final long RESOLVED_NS = 60 * SECOND;

    private static final Set<OrderStatus> ENDS = EnumSet.of(
            OrderStatus.FILLED,
            OrderStatus.CANCELED,
            OrderStatus.REJECTED,
            OrderStatus.EXPIRED,
            OrderStatus.TRIGGERING,
            OrderStatus.TRIGGERED,
            OrderStatus.FINISHED);

    private final Episodes episodes;
    private final Report report;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FeedStatusDecoder feed = new FeedStatusDecoder();
    private final VenueHealthDecoder health = new VenueHealthDecoder();
    private final VenueSnapshotBeginDecoder begin = new VenueSnapshotBeginDecoder();
    private final SnapshotOrderDecoder row = new SnapshotOrderDecoder();
    private final ReadAppliedDecoder applied = new ReadAppliedDecoder();
    private final PositionFlatVerifiedDecoder flat = new PositionFlatVerifiedDecoder();
    private final OrderUpdateDecoder update = new OrderUpdateDecoder();
    private final CommandResultDecoder result = new CommandResultDecoder();
    private final OutcomeResolvedDecoder resolved = new OutcomeResolvedDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final QueryOrderDecoder query = new QueryOrderDecoder();
    private final ResyncStartedDecoder started = new ResyncStartedDecoder();
    private final Map<Long, Long> readsNs = new HashMap<>();
    private final Map<String, Long> unasked = new HashMap<>();
    private final Map<String, Long> unresolved = new HashMap<>();
    private final Set<Long> open = new HashSet<>();
    private final Set<String> heardOf = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private long rows;
    private boolean wasUp;
    private boolean isUp;
    private boolean isResyncing;
    private long resyncUntilNs;
    private boolean isReachable;

    ReadJudge(final Episodes episodes, final Report report) {
        this.episodes = episodes;
        this.report = report;
    }

    @Override
    public void forget() {
        readsNs.clear();
        heardOf.clear();
        ended.clear();
        open.clear();
        onStart();
        isResyncing = false;
    }

    private void onStart() {
        unasked.clear();
        unresolved.clear();
        wasUp = false;
        isUp = false;
        resyncUntilNs = 0;
        isReachable = false;
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final int type, final DirectBuffer buffer, final int offset) {
        if (kind == RecordKind.INPUT) {
            onTime(buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH));
        }
        switch (type) {
            case NodeStartedDecoder.TEMPLATE_ID:
                onStart();
                break;
            case FeedStatusDecoder.TEMPLATE_ID:
                onFeed(feed.wrapAndApplyHeader(buffer, offset, header));
                break;
            case VenueHealthDecoder.TEMPLATE_ID:
                final VenueState state =
                        health.wrapAndApplyHeader(buffer, offset, header).state();
                isReachable = state == VenueState.OK || state == VenueState.DEGRADED;
                unasked.clear();
                unresolved.clear();
                break;
            case ResyncStartedDecoder.TEMPLATE_ID:
                started.wrapAndApplyHeader(buffer, offset, header);
                isResyncing = true;
                resyncUntilNs = 0;
                break;
            case ResyncCompletedDecoder.TEMPLATE_ID:
                isResyncing = false;
                break;
            default:
                onRead(type, buffer, offset);
        }
    }

    private void onRead(final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case VenueSnapshotBeginDecoder.TEMPLATE_ID:
                begin.wrapAndApplyHeader(buffer, offset, header);
                readsNs.put(begin.snapshotId(), begin.readNs());
                rows = begin.conditionalOrders() == Flag.YES ? 0 : rows;
                break;
            case SnapshotOrderDecoder.TEMPLATE_ID:
                row.wrapAndApplyHeader(buffer, offset, header);
                rows += row.clientOrderId().role() != OrderRole.NONE
                                && open.contains(row.clientOrderId().positionId())
                        ? 1
                        : 0;
                heardOf(row.clientOrderId());
                break;
            case ReadAppliedDecoder.TEMPLATE_ID:
                applied.wrapAndApplyHeader(buffer, offset, header);
                JournalOracle.demand(
                        applied.ownOrders() >= rows,
                        "I5 orders of a read",
                        "snapshot=" + applied.snapshotId() + " rows of ours=" + rows + " told=" + applied.ownOrders()
                                + "+" + applied.foreignOrders());
                break;
            case PositionFlatVerifiedDecoder.TEMPLATE_ID:
                onFlat(flat.wrapAndApplyHeader(buffer, offset, header));
                break;
            case OrderUpdateDecoder.TEMPLATE_ID:
                heardOf(update.wrapAndApplyHeader(buffer, offset, header).clientOrderId());
                if (ENDS.contains(update.status())) {
                    ended.add(full(update.clientOrderId()));
                }
                break;
            case QueryOrderDecoder.TEMPLATE_ID:
                unasked.remove(
                        full(query.wrapAndApplyHeader(buffer, offset, header).clientOrderId()));
                break;
            case CommandResultDecoder.TEMPLATE_ID:
                onResult(result.wrapAndApplyHeader(buffer, offset, header));
                break;
            case OutcomeResolvedDecoder.TEMPLATE_ID:
                over(resolved.wrapAndApplyHeader(buffer, offset, header).positionId());
                break;
            case PositionClosedDecoder.TEMPLATE_ID:
                closed.wrapAndApplyHeader(buffer, offset, header);
                open.remove(closed.positionId());
                over(closed.positionId());
                break;
            case PositionOpenedDecoder.TEMPLATE_ID:
                open.add(opened.wrapAndApplyHeader(buffer, offset, header).positionId());
                break;
            default:
                break;
        }
    }

    /** It names the command, not the order: what else of the position is unknown has been asked for as well. */
    private void over(final long positionId) {
        unresolved.keySet().removeIf(id -> id.split("\\.")[1].equals(Long.toString(positionId)));
    }

    private void onFeed(final FeedStatusDecoder one) {
        if (one.feed() != MarketFeed.USER) {
            return;
        }
        final boolean wasDown = !isUp;
        isUp = one.state() == FeedState.UP;
        if (isUp && wasDown) {
            if (wasUp && !isResyncing) {
                report.probe("resync owed");
                resyncUntilNs = one.timeNs() + RESYNC_NS;
            }
            wasUp = true;
        }
    }

    private void onTime(final long nowNs) {
        JournalOracle.demand(
                resyncUntilNs == 0 || nowNs <= resyncUntilNs,
                "I5 no resync",
                "after the private stream came back, until=" + resyncUntilNs);
        for (final Map.Entry<String, Long> one : unasked.entrySet()) {
            JournalOracle.demand(
                    nowNs <= one.getValue(), "I8 outcome not asked for", "order=" + one.getKey() + " is unknown");
        }
        for (final Map.Entry<String, Long> one : unresolved.entrySet()) {
            JournalOracle.demand(
                    nowNs <= one.getValue(), "I8 outcome not resolved", "order=" + one.getKey() + " stays unknown");
        }
    }

    /** A read that began before the position was gone cannot have shown that it is. */
    private void onFlat(final PositionFlatVerifiedDecoder one) {
        final Episodes.Episode episode = episodes.all().get(one.positionId());
        final Long readNs = readsNs.get(one.snapshotId());
        if (episode != null) {
            report.probe("flat verified");
            JournalOracle.demand(
                    readNs != null && episode.endedNs != 0 && readNs >= episode.endedNs,
                    "I12 flat without a fresh read",
                    "position=" + one.positionId() + " read=" + one.snapshotId() + " began=" + readNs + " gone="
                            + episode.endedNs);
        }
    }

    private void onResult(final CommandResultDecoder one) {
        final String id = full(one.clientOrderId());
        final boolean isPlacement = one.commandType() == PlaceStopDecoder.TEMPLATE_ID
                || one.commandType() == PlaceEntryDecoder.TEMPLATE_ID
                || one.commandType() == CloseAtMarketDecoder.TEMPLATE_ID;
        if (one.outcome() != CommandOutcome.UNKNOWN) {
            unasked.remove(id);
            if (ENDS.contains(one.status())) {
                // Asked for before the answer to its cancellation was given up: nothing is left to ask.
                ended.add(id);
            }
            if (isPlacement || one.status() != OrderStatus.ABSENT) {
                unresolved.remove(id);
            }
        } else if (one.commandType() == CancelStopDecoder.TEMPLATE_ID
                && isReachable
                && open.contains(one.clientOrderId().positionId())
                && !ended.contains(id)) {
            // What is left over of a position that is gone is found by full reads; that it goes is judged at the
            // exchange.
            report.probe("question owed");
            unasked.put(id, one.timeNs() + ASKED_NS);
        } else if (isPlacement && isReachable && !heardOf.contains(id)) {
            report.probe("question owed");
            unasked.put(id, one.timeNs() + ASKED_NS);
            unresolved.put(id, one.timeNs() + RESOLVED_NS);
        }
    }

    private void heardOf(final ClientOrderIdDecoder id) {
        if (id.role() != OrderRole.NONE) {
            final String full = full(id);
            heardOf.add(full);
            unasked.remove(full);
            unresolved.remove(full);
        }
    }

    private static String full(final ClientOrderIdDecoder id) {
        return id.epochSeconds() + "." + id.positionId() + "." + id.role() + "." + id.revision();
    }
}
