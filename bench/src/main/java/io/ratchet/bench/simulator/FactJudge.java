package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CloseStartedDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.EntryRefusedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionQuantityChangedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopLostDecoder;
import io.ratchet.engine.sbe.StopMoveFailedDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.StopRefusedDecoder;
import io.ratchet.engine.sbe.StopTriggeredDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.agrona.DirectBuffer;

/**
 * Evidence leads to its fact in time, by the journal alone: a stop that is confirmed, refused, lost or triggered is told, and
 * one that the venue refuses because its level is crossed, as the marks say too, lets the position be closed.
 */
final class FactJudge implements RecordJudge {
    private static final long MS = 1_000_000;
    /** Facts follow their evidence at once. */
    private static final long FACT_NS = 2_000 * MS;

    /** A read that is owed first, a move that is in flight. */
    private static final long PLACE_NS = 10_000 * MS;

    private static final long MARK_MAX_AGE_NS = 1_500 * MS;
    /** Outliers wait for a second mark. */
    private static final long MARK_STEP_PPM = 20_000;

    private static final long PPM = 1_000_000;

    private static final Set<OrderStatus> ENDS =
            EnumSet.of(OrderStatus.CANCELED, OrderStatus.EXPIRED, OrderStatus.REJECTED, OrderStatus.FINISHED);

    private final LongPredicate isHeld;
    private final Report report;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PriceDecoder price = new PriceDecoder();
    private final PlaceStopDecoder stop = new PlaceStopDecoder();
    private final PlaceEntryDecoder entry = new PlaceEntryDecoder();
    private final CancelStopDecoder cancel = new CancelStopDecoder();
    private final CommandResultDecoder result = new CommandResultDecoder();
    private final OrderUpdateDecoder update = new OrderUpdateDecoder();
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final PositionClosedDecoder closed = new PositionClosedDecoder();
    private final CloseStartedDecoder closing = new CloseStartedDecoder();
    private final StopConfirmedDecoder confirmed = new StopConfirmedDecoder();
    private final StopMovedDecoder moved = new StopMovedDecoder();
    private final TrailingActivatedDecoder activated = new TrailingActivatedDecoder();
    private final StopMoveFailedDecoder moveFailed = new StopMoveFailedDecoder();
    private final StopRefusedDecoder refused = new StopRefusedDecoder();
    private final StopLostDecoder lost = new StopLostDecoder();
    private final StopTriggeredDecoder triggered = new StopTriggeredDecoder();
    private final EntryRefusedDecoder entryRefused = new EntryRefusedDecoder();
    private final PositionQuantityChangedDecoder changed = new PositionQuantityChangedDecoder();
    private final VenueHealthDecoder health = new VenueHealthDecoder();
    private boolean isReachable;
    private final Map<Long, Boolean> open = new HashMap<>();
    private final Map<String, Order> orders = new HashMap<>();
    private final Map<Integer, long[]> marks = new HashMap<>();
    private final List<Owed> owed = new ArrayList<>();

    /** What evidence leads to. */
    private enum Fact {
        CONFIRMED("I5 confirmation not told"),
        REFUSED("I5 refusal not told"),
        ENTRY_REFUSED("I5 refusal of an entry not told"),
        LOST("I5 end of a stop not told"),
        TRIGGERED("I5 trigger not told"),
        CLOSE("I1 crossed level not closed"),
        REPLACED("I1 lost stop not replaced"),
        RESIZED("I1 stop not resized");

        private final String invariant;

        Fact(final String invariant) {
            this.invariant = invariant;
        }
    }

    /** A fact that is to come. */
    private record Owed(Fact fact, String id, long positionId, long untilNs, long sequence) {}

    /** What is known of an order. */
    private static final class Order {
        private long positionId;
        private long level;
        private long quantity;
        private boolean isResent;
        private boolean isCancelSent;
        private boolean isConfirmed;
        private boolean isTriggered;
        private boolean isEnded;
    }

    /** Judges by the journal, and by what the exchange holds: of a position that is gone nothing more need be told. */
    FactJudge(final LongPredicate isHeld, final Report report) {
        this.isHeld = isHeld;
        this.report = report;
    }

    @Override
    public void forget() {
        open.clear();
        orders.clear();
        marks.clear();
        owed.clear();
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final int type, final DirectBuffer buffer, final int offset) {
        if (kind == RecordKind.INPUT && !owed.isEmpty()) {
            demandFacts(buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH));
        }
        switch (type) {
            case PriceDecoder.TEMPLATE_ID:
                onPrice(price.wrapAndApplyHeader(buffer, offset, header));
                break;
            case PlaceStopDecoder.TEMPLATE_ID:
                stop.wrapAndApplyHeader(buffer, offset, header);
                sent(full(stop.clientOrderId()), stop.clientOrderId().positionId(), stop.level());
                break;
            case PlaceEntryDecoder.TEMPLATE_ID:
                entry.wrapAndApplyHeader(buffer, offset, header);
                sent(full(entry.clientOrderId()), entry.clientOrderId().positionId(), 1);
                break;
            case CancelStopDecoder.TEMPLATE_ID:
                order(full(cancel.wrapAndApplyHeader(buffer, offset, header).clientOrderId())).isCancelSent = true;
                break;
            case CommandResultDecoder.TEMPLATE_ID:
                onResult(sequence, result.wrapAndApplyHeader(buffer, offset, header));
                break;
            case OrderUpdateDecoder.TEMPLATE_ID:
                onUpdate(sequence, update.wrapAndApplyHeader(buffer, offset, header));
                break;
            case VenueHealthDecoder.TEMPLATE_ID:
                final VenueState state =
                        health.wrapAndApplyHeader(buffer, offset, header).state();
                isReachable = state == VenueState.OK || state == VenueState.DEGRADED;
                owed.removeIf(one -> one.fact == Fact.REPLACED || one.fact == Fact.RESIZED);
                break;
            case NodeStartedDecoder.TEMPLATE_ID:
                isReachable = false;
                owed.clear();
                marks.clear();
                break;
            default:
                onFact(type, buffer, offset);
        }
    }

    private void onFact(final int type, final DirectBuffer buffer, final int offset) {
        switch (type) {
            case PositionOpenedDecoder.TEMPLATE_ID:
                opened.wrapAndApplyHeader(buffer, offset, header);
                open.put(opened.positionId(), opened.side() == PositionSide.LONG);
                break;
            case PositionClosedDecoder.TEMPLATE_ID:
                ended(closed.wrapAndApplyHeader(buffer, offset, header).positionId());
                break;
            case CloseStartedDecoder.TEMPLATE_ID:
                over(closing.wrapAndApplyHeader(buffer, offset, header).positionId());
                break;
            case StopConfirmedDecoder.TEMPLATE_ID:
                told(
                        Fact.CONFIRMED,
                        full(confirmed
                                .wrapAndApplyHeader(buffer, offset, header)
                                .clientOrderId()));
                break;
            case StopRefusedDecoder.TEMPLATE_ID:
                told(
                        Fact.REFUSED,
                        full(refused.wrapAndApplyHeader(buffer, offset, header).clientOrderId()));
                break;
            case StopLostDecoder.TEMPLATE_ID:
                told(
                        Fact.LOST,
                        full(lost.wrapAndApplyHeader(buffer, offset, header).clientOrderId()));
                break;
            case StopTriggeredDecoder.TEMPLATE_ID:
                told(
                        Fact.TRIGGERED,
                        full(triggered
                                .wrapAndApplyHeader(buffer, offset, header)
                                .clientOrderId()));
                break;
            case EntryRefusedDecoder.TEMPLATE_ID:
                entryRefused.wrapAndApplyHeader(buffer, offset, header);
                // It names no position: one refusal pays for one.
                for (int i = 0; i < owed.size(); i++) {
                    if (owed.get(i).fact == Fact.ENTRY_REFUSED) {
                        owed.remove(i);
                        break;
                    }
                }
                break;
            case StopMovedDecoder.TEMPLATE_ID:
                moved.wrapAndApplyHeader(buffer, offset, header);
                movedTo(moved.positionId(), moved.newLevel());
                break;
            case TrailingActivatedDecoder.TEMPLATE_ID:
                activated.wrapAndApplyHeader(buffer, offset, header);
                movedTo(activated.positionId(), activated.level());
                break;
            case StopMoveFailedDecoder.TEMPLATE_ID:
                moveFailed.wrapAndApplyHeader(buffer, offset, header);
                owed.removeIf(one -> one.fact == Fact.REFUSED && one.positionId == moveFailed.positionId());
                break;
            default:
                break;
        }
    }

    /** A stop that rests at another size has to follow. */
    private void onQuantity(final PositionQuantityChangedDecoder one) {
        for (final Map.Entry<String, Order> order : orders.entrySet()) {
            final Order stopped = order.getValue();
            if (isReachable
                    && open.containsKey(one.positionId())
                    && one.newQuantity() != 0
                    && stopped.positionId == one.positionId()
                    && stopped.quantity != 0
                    && stopped.quantity != one.newQuantity()
                    && stopped.isConfirmed
                    && !stopped.isEnded
                    && !stopped.isTriggered
                    && !stopped.isCancelSent) {
                owe(Fact.RESIZED, order.getKey(), one.positionId(), one.timeNs(), one.inputSequence());
            }
        }
    }

    private void demandFacts(final long nowNs) {
        for (int i = owed.size() - 1; i >= 0; i--) {
            final Owed one = owed.get(i);
            if (nowNs > one.untilNs) {
                owed.remove(i);
                JournalOracle.demand(
                        one.fact != Fact.ENTRY_REFUSED && !isHeld.test(one.positionId),
                        one.fact.invariant,
                        "position=" + one.positionId + " order=" + one.id + " evidence=" + one.sequence);
            }
        }
    }

    private void onPrice(final PriceDecoder one) {
        if (one.mark() != FixedPoint.NULL) {
            final long[] known = marks.computeIfAbsent(one.instrumentId(), none -> new long[4]);
            known[2] = known[0];
            known[3] = known[1];
            known[0] = one.mark();
            known[1] = one.timeNs();
        }
    }

    private void sent(final String id, final long positionId, final long level) {
        final Order order = order(id);
        order.isResent |= order.level != 0;
        order.positionId = positionId;
        order.level = level;
    }

    private void onResult(final long sequence, final CommandResultDecoder one) {
        final OrderRole role = one.clientOrderId().role();
        final String id = full(one.clientOrderId());
        final long positionId = one.clientOrderId().positionId();
        final boolean isFirst = !order(id).isResent && one.reason() != OutcomeReason.DUPLICATE_ID;
        final boolean isRefused = one.outcome() == CommandOutcome.REJECTED && isFirst;
        if (one.commandType() == PlaceEntryDecoder.TEMPLATE_ID && isRefused) {
            owe(Fact.ENTRY_REFUSED, id, positionId, one.timeNs(), sequence);
        } else if (one.commandType() == PlaceStopDecoder.TEMPLATE_ID && open.containsKey(positionId)) {
            if (isRefused) {
                owe(Fact.REFUSED, id, positionId, one.timeNs(), sequence);
                if (one.reason() == OutcomeReason.WOULD_TRIGGER && isCrossed(one, order(id).level)) {
                    report.probe("crossed level refused");
                    owe(Fact.CLOSE, id, positionId, one.timeNs(), sequence);
                }
            }
        }
        if (role == OrderRole.STOP || role == OrderRole.ANCHOR) {
            onAnswer(sequence, one, id);
        }
    }

    /** Of a placement or of a query: an update that comes late to what a query showed ended tells nothing new. */
    private void onAnswer(final long sequence, final CommandResultDecoder one, final String id) {
        if (one.outcome() == CommandOutcome.ACCEPTED && ENDS.contains(one.status())) {
            order(id).isEnded = true;
        }
        if (one.commandType() != CancelStopDecoder.TEMPLATE_ID
                && one.outcome() == CommandOutcome.ACCEPTED
                && one.status() == OrderStatus.NEW
                && open.containsKey(one.clientOrderId().positionId())) {
            rests(sequence, id, one.clientOrderId().positionId(), one.timeNs());
        }
    }

    /** Both of the last marks are beyond it, and both are fresh. */
    private boolean isCrossed(final CommandResultDecoder one, final long level) {
        final long[] known = marks.get(one.instrumentId());
        if (known == null || level == 0 || one.timeNs() - known[3] > MARK_MAX_AGE_NS) {
            return false;
        }
        final boolean isLong = open.get(one.clientOrderId().positionId());
        final boolean isStep = Math.abs(known[0] - known[2]) > known[2] / PPM * MARK_STEP_PPM;
        return !isStep && isBeyond(isLong, known[0], level) && isBeyond(isLong, known[2], level);
    }

    private static boolean isBeyond(final boolean isLong, final long mark, final long level) {
        return isLong ? mark < level : mark > level;
    }

    private void onUpdate(final long sequence, final OrderUpdateDecoder one) {
        final OrderRole role = one.clientOrderId().role();
        final long positionId = one.clientOrderId().positionId();
        if (role != OrderRole.ANCHOR && role != OrderRole.STOP || !open.containsKey(positionId)) {
            return;
        }
        final String id = full(one.clientOrderId());
        final Order order = order(id);
        switch (one.status()) {
            case NEW:
                rests(sequence, id, positionId, one.timeNs());
                break;
            case TRIGGERING:
            case TRIGGERED:
                if (!order.isTriggered && !order.isEnded) {
                    order.isTriggered = true;
                    owe(Fact.TRIGGERED, id, positionId, one.timeNs(), sequence);
                }
                break;
            case CANCELED:
            case EXPIRED:
            case REJECTED:
                if (order.isConfirmed && !order.isEnded && !order.isCancelSent && !order.isTriggered) {
                    owe(Fact.LOST, id, positionId, one.timeNs(), sequence);
                }
                order.isEnded = true;
                owed.removeIf(other -> other.fact == Fact.CONFIRMED && other.id.equals(id));
                break;
            default:
                order.isEnded |= one.status() == OrderStatus.FILLED || one.status() == OrderStatus.FINISHED;
                break;
        }
    }

    private void rests(final long sequence, final String id, final long positionId, final long nowNs) {
        final Order order = order(id);
        if (!order.isConfirmed && !order.isEnded && !order.isTriggered) {
            order.isConfirmed = true;
            owe(Fact.CONFIRMED, id, positionId, nowNs, sequence);
        }
    }

    private void owe(final Fact fact, final String id, final long positionId, final long nowNs, final long sequence) {
        report.probe("owed " + fact);
        final boolean isPlacement = fact == Fact.REPLACED || fact == Fact.RESIZED;
        owed.add(new Owed(fact, id, positionId, nowNs + (isPlacement ? PLACE_NS : FACT_NS), sequence));
    }

    private void told(final Fact fact, final String id) {
        owed.removeIf(one -> one.fact == fact && one.id.equals(id));
        order(id).isConfirmed |= fact == Fact.CONFIRMED;
        order(id).isTriggered |= fact == Fact.TRIGGERED;
    }

    /** The order that a move placed is not named: the one at its level, which may be told to rest once more later. */
    private void movedTo(final long positionId, final long level) {
        for (final Order order : orders.values()) {
            order.isConfirmed |= order.positionId == positionId && order.level == level;
        }
        owed.removeIf(
                one -> one.fact == Fact.CONFIRMED && one.positionId == positionId && order(one.id).level == level);
    }

    /** Facts follow their evidence: what led to the end was told before it. */
    private void ended(final long positionId) {
        for (final Owed one : owed) {
            JournalOracle.demand(
                    one.positionId != positionId || one.fact != Fact.TRIGGERED,
                    one.fact.invariant,
                    "position=" + positionId + " is told to be closed, order=" + one.id + " evidence=" + one.sequence);
        }
        over(positionId);
    }

    /** What becomes of a position that is being closed is judged by the close. */
    private void over(final long positionId) {
        open.remove(positionId);
        owed.removeIf(one -> one.positionId == positionId);
    }

    private Order order(final String id) {
        return orders.computeIfAbsent(id, none -> new Order());
    }

    private static String full(final ClientOrderIdDecoder id) {
        return id.epochSeconds() + "." + id.positionId() + "." + id.role() + "." + id.revision();
    }
}
