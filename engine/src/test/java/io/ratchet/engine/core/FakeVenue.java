package io.ratchet.engine.core;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.ClientOrderIdEncoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultEncoder;
import io.ratchet.engine.sbe.FillEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OrderUpdateEncoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionUpdateEncoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.SnapshotOrderEncoder;
import io.ratchet.engine.sbe.SnapshotPositionEncoder;
import io.ratchet.engine.sbe.SnapshotTradeEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueSnapshotBeginEncoder;
import io.ratchet.engine.sbe.VenueSnapshotEndEncoder;
import io.ratchet.engine.sbe.WorkingType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An exchange of a few lines that answers at once, or as badly as a test asks. It knows nothing of the core's classes.
 */
final class FakeVenue {
    /** How a command fares. */
    enum Fate {
        /** Executed and answered. */
        DONE,
        /** Executed, answered without the status NEW, and then not to be found. */
        RECEIPT_ONLY,
        /** Refused. */
        REFUSED,
        /** Never left the house. */
        NOT_SENT,
        /** Executed, the answer is lost. */
        UNKNOWN_DONE,
        /** Lost on the way, nobody knows. */
        UNKNOWN_LOST,
        /** Executed; the process dies before the answer. */
        SILENT_DONE,
        /** Lost; the process dies before it is known. */
        SILENT_LOST,
        /** A market order that finds only half of it. */
        HALF
    }

    private static final int RESULTS = 0;
    private static final int USER = 1;
    private static final int READS = 2;

    /** The fate of one command, and the reason that the venue gives. */
    record Next(Fate fate, OutcomeReason reason) {}

    /** Where something waits: what the node sent, what it is to hear, or inside the venue. */
    private enum Place {
        REQUEST,
        ANSWER,
        INSIDE
    }

    private record Due(long dueNs, Place place, Runnable action) {}

    /** Sees what really happens at the venue. */
    interface Witness {
        /**
         * An order is in the venue's books.
         *
         * @param order accepted.
         */
        void accepted(Order order);

        /**
         * An order filled.
         *
         * @param order  that filled.
         * @param before signed size of the position before.
         * @param after  and after.
         */
        void filled(Order order, long before, long after);
    }

    static final class Order {
        long epochSeconds;
        long positionId;
        int revision;
        OrderRole role;
        int instrumentId;
        OrderSide side;
        OrderStatus status = OrderStatus.NEW;
        long level;
        long quantity;
        long filled;
        long average;
        boolean closePosition;
        OrderType conditionalType = OrderType.STOP_MARKET;
        boolean isHidden;
        boolean isTakenAway;
        long venueOrderId;
        long childOrderId;
        long createdNs;

        boolean isStop() {
            return role == OrderRole.ANCHOR || role == OrderRole.STOP;
        }

        boolean isExit() {
            return role == OrderRole.EXIT;
        }

        boolean isOpen() {
            return status == OrderStatus.NEW || isExit() && status == OrderStatus.PARTIALLY_FILLED;
        }
    }

    record Trade(Order order, long id, long price, long quantity, long fee, long timeMs) {}

    final List<Order> orders = new ArrayList<>();
    final List<Trade> trades = new ArrayList<>();
    final Map<Integer, Long> sizes = new HashMap<>();
    final Map<Integer, Long> marks = new HashMap<>();
    /** Of positions somebody else opened; the mark where there is none. */
    final Map<Integer, Long> entries = new HashMap<>();

    final Map<Integer, Long> liquidations = new HashMap<>();
    final Map<Integer, ArrayDeque<Next>> next = new HashMap<>();
    final List<Due> due = new ArrayList<>();
    /** The venue's clock against the engine's. */
    long clockOffMs;
    /** How long a read by id does not know an order. */
    long queryLagNs;

    boolean isHedgeMode;
    /** Open limit exits use up what may be reduced. */
    boolean isStrict = true;

    boolean areReadsFailing;
    /** Reads succeed and list no position at all. */
    boolean arePositionsHidden;
    /** Reads succeed and list no order at all. */
    boolean areOrdersHidden;
    /** Reads list each position twice. */
    boolean isListedTwice;

    boolean areTradesFailing;
    /** A full read comes with all its rows, and then says that there was another page. */
    boolean isPageLimitReached;
    /** Each row of the open orders comes twice. */
    boolean areOrderRowsTwice;

    /** Answers to orders say what was filled and not at which price. */
    boolean areAnswersUnpriced;

    boolean areFillsLost;
    boolean areUpdatesLost;
    long readDelayNs;
    long queryDelayNs;
    java.util.Random latency;
    VenueFaults faults;
    Witness witness;
    /** The request of the last full read that succeeded, if there are faults. */
    long goodReadId;

    private final long[] lastDueNs = new long[3];
    private final Rig rig;
    private long ids = 1_000;

    FakeVenue(final Rig rig) {
        this.rig = rig;
    }

    void next(final int templateId, final Fate fate, final OutcomeReason reason) {
        next.computeIfAbsent(templateId, key -> new ArrayDeque<>()).add(new Next(fate, reason));
    }

    void next(final int templateId, final Fate fate) {
        next(templateId, fate, OutcomeReason.NONE);
    }

    private Next take(final int templateId) {
        final ArrayDeque<Next> queue = next.get(templateId);
        if (queue != null && !queue.isEmpty()) {
            return queue.poll();
        }
        return faults == null ? new Next(Fate.DONE, OutcomeReason.NONE) : faults.next(templateId);
    }

    /** The node dies: no answer reaches it, but what it sent may still arrive. */
    void dropInFlight() {
        due.removeIf(action -> action.place() == Place.ANSWER
                || action.place() == Place.REQUEST && (faults == null || !faults.arrivesAfterDeath()));
        Arrays.fill(lastDueNs, 0);
    }

    long nextDueNs() {
        long first = Long.MAX_VALUE;
        for (final Due action : due) {
            first = Math.min(first, action.dueNs());
        }
        return first;
    }

    void deliverDue() {
        final List<Due> ordered = new ArrayList<>(due);
        ordered.sort((a, b) -> Long.compare(a.dueNs(), b.dueNs()));
        for (final Due action : ordered) {
            if (action.dueNs() <= rig.nowNs && due.remove(action)) {
                action.action().run();
            }
        }
    }

    void after(final long ns, final Runnable action) {
        due.add(new Due(rig.nowNs + ns, Place.ANSWER, action));
    }

    private long latencyNs(final int maxMs) {
        if (faults != null) {
            return faults.latencyNs();
        }
        return latency == null ? 0 : latency.nextInt(maxMs) * Rig.MS;
    }

    private void emit(final int length, final int channel) {
        // Results overtake each other; a stream and the pages of a read do not.
        final long soonNs = rig.nowNs + latencyNs(300);
        final long dueNs = channel == RESULTS ? soonNs : Math.max(lastDueNs[channel], soonNs);
        lastDueNs[channel] = dueNs;
        if (dueNs <= rig.nowNs) {
            rig.send(length);
            return;
        }
        final byte[] bytes = new byte[length];
        rig.scratch.getBytes(0, bytes);
        due.add(new Due(dueNs, Place.ANSWER, () -> rig.sendLate(bytes)));
    }

    /** A command arrives, at once or a little later. */
    void onCommand(final long sequence, final int templateId, final byte[] bytes) {
        final long latencyNs = latencyNs(150);
        if (latencyNs == 0) {
            execute(sequence, templateId, bytes);
        } else {
            due.add(new Due(rig.nowNs + latencyNs, Place.REQUEST, () -> execute(sequence, templateId, bytes)));
        }
    }

    private void execute(final long sequence, final int templateId, final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        switch (templateId) {
            case PlaceEntryDecoder.TEMPLATE_ID:
                final PlaceEntryDecoder entry = new PlaceEntryDecoder().wrapAndApplyHeader(buffer, 0, header);
                place(
                        sequence,
                        templateId,
                        order(entry.clientOrderId(), entry.instrumentId(), entry.side(), 0, entry.quantity(), false));
                break;
            case CloseAtMarketDecoder.TEMPLATE_ID:
                final CloseAtMarketDecoder close = new CloseAtMarketDecoder().wrapAndApplyHeader(buffer, 0, header);
                place(
                        sequence,
                        templateId,
                        order(close.clientOrderId(), close.instrumentId(), close.side(), 0, close.quantity(), false));
                break;
            case PlaceStopDecoder.TEMPLATE_ID:
                final PlaceStopDecoder stop = new PlaceStopDecoder().wrapAndApplyHeader(buffer, 0, header);
                place(
                        sequence,
                        templateId,
                        order(
                                stop.clientOrderId(),
                                stop.instrumentId(),
                                stop.side(),
                                stop.level(),
                                stop.quantity(),
                                stop.closePosition() == Flag.YES));
                break;
            case CancelStopDecoder.TEMPLATE_ID:
                final CancelStopDecoder cancelStop = new CancelStopDecoder().wrapAndApplyHeader(buffer, 0, header);
                cancel(sequence, templateId, find(cancelStop.clientOrderId()), cancelStop.instrumentId());
                break;
            case CancelOrderDecoder.TEMPLATE_ID:
                final CancelOrderDecoder cancelOrder = new CancelOrderDecoder().wrapAndApplyHeader(buffer, 0, header);
                cancel(sequence, templateId, find(cancelOrder.clientOrderId()), cancelOrder.instrumentId());
                break;
            case PlaceExitDecoder.TEMPLATE_ID:
                final PlaceExitDecoder exit = new PlaceExitDecoder().wrapAndApplyHeader(buffer, 0, header);
                place(
                        sequence,
                        templateId,
                        order(
                                exit.clientOrderId(),
                                exit.instrumentId(),
                                exit.side(),
                                exit.price(),
                                exit.quantity(),
                                false));
                break;
            case MoveExitDecoder.TEMPLATE_ID:
                moveExit(sequence, new MoveExitDecoder().wrapAndApplyHeader(buffer, 0, header));
                break;
            case QueryOrderDecoder.TEMPLATE_ID:
                query(sequence, new QueryOrderDecoder().wrapAndApplyHeader(buffer, 0, header));
                break;
            case RequestSnapshotDecoder.TEMPLATE_ID:
                read(new RequestSnapshotDecoder().wrapAndApplyHeader(buffer, 0, header));
                break;
            case SetLeverageDecoder.TEMPLATE_ID:
                final SetLeverageDecoder leverage = new SetLeverageDecoder().wrapAndApplyHeader(buffer, 0, header);
                final Next fate = take(templateId);
                if (fate.fate() == Fate.SILENT_DONE || fate.fate() == Fate.SILENT_LOST) {
                    break;
                }
                result(
                        sequence,
                        templateId,
                        null,
                        leverage.instrumentId(),
                        outcome(fate.fate()),
                        fate.reason(),
                        OrderStatus.NONE,
                        FixedPoint.NULL);
                break;
            default:
                break;
        }
    }

    private Order order(
            final ClientOrderIdDecoder id,
            final int instrumentId,
            final OrderSide side,
            final long level,
            final long quantity,
            final boolean closePosition) {
        final Order order = new Order();
        order.epochSeconds = id.epochSeconds();
        order.positionId = id.positionId();
        order.revision = id.revision();
        order.role = id.role();
        order.instrumentId = instrumentId;
        order.side = side;
        order.level = level;
        order.quantity = quantity;
        order.closePosition = closePosition;
        order.venueOrderId = ids++;
        order.childOrderId = ids++;
        order.createdNs = rig.nowNs;
        return order;
    }

    private static CommandOutcome outcome(final Fate fate) {
        switch (fate) {
            case DONE:
            case RECEIPT_ONLY:
            case HALF:
                return CommandOutcome.ACCEPTED;
            case REFUSED:
                return CommandOutcome.REJECTED;
            case NOT_SENT:
                return CommandOutcome.NOT_SENT;
            default:
                return CommandOutcome.UNKNOWN;
        }
    }

    private void place(final long sequence, final int templateId, final Order order) {
        final Next fate = take(templateId);
        Next actual = fate;
        if (arrives(fate.fate())) {
            final OutcomeReason refusal = refusal(order);
            if (refusal == OutcomeReason.NONE) {
                execute(order, fate.fate());
            } else {
                actual = new Next(Fate.REFUSED, refusal);
            }
        }
        if (fate.fate() == Fate.SILENT_DONE || fate.fate() == Fate.SILENT_LOST) {
            return;
        }
        final OrderStatus status =
                actual.fate() == Fate.DONE || actual.fate() == Fate.HALF ? order.status : OrderStatus.NONE;
        final CommandOutcome outcome =
                fate.fate() == Fate.UNKNOWN_DONE ? CommandOutcome.UNKNOWN : outcome(actual.fate());
        result(sequence, templateId, order, order.instrumentId, outcome, actual.reason(), status, FixedPoint.NULL);
    }

    private static boolean arrives(final Fate fate) {
        return fate != Fate.REFUSED && fate != Fate.NOT_SENT && fate != Fate.UNKNOWN_LOST && fate != Fate.SILENT_LOST;
    }

    private void execute(final Order order, final Fate fate) {
        order.isHidden = fate == Fate.RECEIPT_ONLY;
        orders.add(order);
        if (order.isHidden) {
            return;
        }
        if (witness != null) {
            witness.accepted(order);
        }
        if (order.isExit()) {
            fillIfCrossed(order);
        } else if (!order.isStop()) {
            fill(order, fate == Fate.HALF ? order.quantity / 2 : order.quantity);
        }
        if (fate == Fate.HALF) {
            order.status = OrderStatus.EXPIRED;
        }
    }

    private OutcomeReason refusal(final Order order) {
        if (order.isStop() && isCrossed(order)) {
            return OutcomeReason.WOULD_TRIGGER;
        }
        for (final Order other : orders) {
            if (other.isOpen() && !other.isHidden && isSameId(other, order)) {
                return OutcomeReason.DUPLICATE_ID;
            }
            if (order.closePosition
                    && other.closePosition
                    && other.isOpen()
                    && !other.isHidden
                    && other.instrumentId == order.instrumentId
                    && other.side == order.side) {
                return OutcomeReason.CLOSE_POSITION_STOP_EXISTS;
            }
        }
        if ((order.role == OrderRole.CLOSE || order.isExit())
                && (reducible(order) == 0 || isStrict && reducible(order) - taken(order) < order.quantity)) {
            return OutcomeReason.REDUCE_ONLY_REJECTED;
        }
        return OutcomeReason.NONE;
    }

    private static boolean isSameId(final Order a, final Order b) {
        return a.role == b.role
                && a.revision == b.revision
                && a.positionId == b.positionId
                && a.epochSeconds == b.epochSeconds;
    }

    private long reducible(final Order order) {
        final long size = sizes.getOrDefault(order.instrumentId, 0L);
        return order.side == OrderSide.SELL ? Math.max(0, size) : Math.max(0, -size);
    }

    /** What open limit exits of the same side may still reduce, if there are any. */
    private long taken(final Order order) {
        long taken = 0;
        for (final Order other : orders) {
            if (other != order && other.isExit() && other.isOpen() && other.instrumentId == order.instrumentId) {
                taken += other.quantity - other.filled;
            }
        }
        return taken;
    }

    private void fillIfCrossed(final Order order) {
        final long mark = marks.getOrDefault(order.instrumentId, 0L);
        final boolean isReached = order.side == OrderSide.SELL ? mark >= order.level : mark <= order.level;
        if (mark != 0 && isReached && order.isOpen() && reducible(order) > 0) {
            fill(order, order.quantity - order.filled);
        }
    }

    private void moveExit(final long sequence, final MoveExitDecoder command) {
        final Next fate = take(MoveExitDecoder.TEMPLATE_ID);
        final Order order = find(command.clientOrderId());
        final boolean isThere = order != null && order.isOpen();
        if (isThere && arrives(fate.fate())) {
            order.level = command.price();
            order.quantity = command.quantity();
            fillIfCrossed(order);
        }
        if (fate.fate() == Fate.SILENT_DONE || fate.fate() == Fate.SILENT_LOST) {
            return;
        }
        final boolean isGone = fate.fate() == Fate.DONE && !isThere;
        result(
                sequence,
                MoveExitDecoder.TEMPLATE_ID,
                order,
                command.instrumentId(),
                isGone ? CommandOutcome.REJECTED : outcome(fate.fate()),
                isGone ? OutcomeReason.UNKNOWN_ORDER : fate.reason(),
                isThere ? order.status : OrderStatus.NONE,
                FixedPoint.NULL);
    }

    private boolean isCrossed(final Order order) {
        final long mark = marks.getOrDefault(order.instrumentId, 0L);
        return mark != 0 && (order.side == OrderSide.SELL ? mark <= order.level : mark >= order.level);
    }

    /** An order that the venue took after all: a buy of this position's number. */
    Order late(final int instrumentId, final long positionId, final OrderRole role, final String quantity) {
        final Order order = new Order();
        order.epochSeconds = Rig.START_NS / Rig.SECOND;
        order.positionId = positionId;
        order.revision = 1;
        order.role = role;
        order.instrumentId = instrumentId;
        order.side = OrderSide.BUY;
        order.quantity = Rig.quantity(quantity);
        order.venueOrderId = ids++;
        order.createdNs = rig.nowNs;
        orders.add(order);
        return order;
    }

    /** Fills at the mark and tells the user stream. */
    void fill(final Order order, final long wanted) {
        fill(order, wanted, order.isStop() ? OrderStatus.FINISHED : OrderStatus.FILLED);
    }

    void fill(final Order order, final long wanted, final OrderStatus status) {
        final long quantity = order.role == OrderRole.ENTRY ? wanted : Math.min(wanted, reducible(order));
        final long price = marks.getOrDefault(order.instrumentId, 0L);
        final long signed = order.side == OrderSide.BUY ? quantity : -quantity;
        final long before = sizes.getOrDefault(order.instrumentId, 0L);
        sizes.merge(order.instrumentId, signed, Long::sum);
        if (witness != null) {
            witness.filled(order, before, sizes.get(order.instrumentId));
        }
        final long filled = order.filled + quantity;
        order.average = filled == 0
                ? price
                : (order.average / 10 * (order.filled / 1_000) + price / 10 * (quantity / 1_000))
                        / (filled / 1_000)
                        * 10;
        order.filled = filled;
        order.status = status;
        if (faults != null && !areFillsLost) {
            tellPosition(order.instrumentId);
        }
        final long fee = price / 10_000 * quantity / 1_000_000 / 100 * 5 / 1_000 / 10;
        final Trade trade = new Trade(order, ids++, price, quantity, Math.max(0, fee), rig.nowNs / Rig.MS);
        trades.add(trade);
        if (!areFillsLost) {
            tellFill(trade);
            update(order, order.isStop() ? OrderBook.CONDITIONAL : OrderBook.ORDINARY);
        }
    }

    /** Sets the mark and triggers what it reaches, the nearest level first. */
    void mark(final int instrumentId, final long mark) {
        marks.put(instrumentId, mark);
        final List<Order> reached = new ArrayList<>();
        for (final Order order : orders) {
            if (order.isStop()
                    && order.isOpen()
                    && !order.isHidden
                    && order.instrumentId == instrumentId
                    && isCrossed(order)) {
                reached.add(order);
            }
        }
        reached.sort(
                (a, b) -> a.side == OrderSide.SELL ? Long.compare(b.level, a.level) : Long.compare(a.level, b.level));
        for (final Order order : reached) {
            trigger(order);
        }
        for (final Order order : new ArrayList<>(orders)) {
            if (order.isExit() && order.instrumentId == instrumentId) {
                fillIfCrossed(order);
            }
        }
    }

    void trigger(final Order order) {
        if (!areFillsLost) {
            order.status = OrderStatus.TRIGGERING;
            update(order, OrderBook.CONDITIONAL);
        }
        final long delayNs = faults == null ? 0 : faults.triggerDelayNs();
        if (delayNs == 0) {
            triggered(order);
        } else {
            order.status = OrderStatus.TRIGGERING;
            due.add(new Due(rig.nowNs + delayNs, Place.INSIDE, () -> triggered(order)));
        }
    }

    /** A thin book: what triggers may find only a half, or nothing. */
    private void triggered(final Order order) {
        final int quarters = faults == null ? 4 : faults.triggerQuarters();
        final long wanted = Math.min(reducible(order), order.closePosition ? reducible(order) : order.quantity);
        if (wanted > 0 && quarters > 0) {
            fill(order, wanted == reducible(order) && quarters == 4 ? wanted : wanted / 4 * quarters);
        } else {
            order.status = OrderStatus.EXPIRED;
            if (!areFillsLost) {
                update(order, OrderBook.CONDITIONAL);
            }
        }
    }

    /** Somebody or something ends a stop without a fill. */
    void lose(final Order order, final OrderStatus status) {
        order.isTakenAway = true;
        order.status = status;
        if (!areUpdatesLost) {
            update(order, OrderBook.CONDITIONAL);
        }
    }

    Order open(final OrderRole role) {
        Order found = null;
        for (final Order order : orders) {
            if (order.role == role && order.isOpen() && !order.isHidden) {
                found = order;
            }
        }
        return found;
    }

    int openCount() {
        int count = 0;
        for (final Order order : orders) {
            count += order.isOpen() && !order.isHidden ? 1 : 0;
        }
        return count;
    }

    private void cancel(final long sequence, final int templateId, final Order order, final int instrumentId) {
        final Next fate = take(templateId);
        final boolean isThere = order != null && order.isOpen() && !order.isHidden;
        final boolean isExecuted =
                fate.fate() == Fate.DONE || fate.fate() == Fate.UNKNOWN_DONE || fate.fate() == Fate.SILENT_DONE;
        if (isThere && isExecuted) {
            order.status = OrderStatus.CANCELED;
        }
        if (fate.fate() == Fate.SILENT_DONE || fate.fate() == Fate.SILENT_LOST) {
            return;
        }
        if (fate.fate() == Fate.DONE && !isThere) {
            result(
                    sequence,
                    templateId,
                    order,
                    instrumentId,
                    CommandOutcome.REJECTED,
                    OutcomeReason.UNKNOWN_ORDER,
                    OrderStatus.NONE,
                    FixedPoint.NULL);
            return;
        }
        result(
                sequence,
                templateId,
                order,
                instrumentId,
                outcome(fate.fate()),
                fate.reason(),
                isExecuted ? OrderStatus.CANCELED : OrderStatus.NONE,
                FixedPoint.NULL);
    }

    private Order find(final ClientOrderIdDecoder id) {
        Order found = null;
        for (final Order order : orders) {
            if (!order.isHidden
                    && order.role == id.role()
                    && order.revision == id.revision()
                    && order.positionId == id.positionId()
                    && order.epochSeconds == id.epochSeconds()) {
                found = order;
            }
        }
        return found;
    }

    private void query(final long sequence, final QueryOrderDecoder command) {
        final Next fate = take(QueryOrderDecoder.TEMPLATE_ID);
        final Order order = find(command.clientOrderId());
        final boolean isFound = order != null && !order.isHidden && rig.nowNs - order.createdNs >= queryLagNs;
        final OrderStatus found = isFound ? order.status : OrderStatus.ABSENT;
        final OrderStatus status = fate.fate() == Fate.DONE ? found : OrderStatus.NONE;
        final int instrumentId = command.instrumentId();
        final long readNs = rig.nowNs;
        final Runnable answer = () -> result(
                sequence,
                QueryOrderDecoder.TEMPLATE_ID,
                isFound ? order : null,
                instrumentId,
                outcome(fate.fate()),
                fate.reason(),
                status,
                readNs);
        if (queryDelayNs > 0) {
            after(queryDelayNs, answer);
        } else {
            answer.run();
        }
    }

    private void result(
            final long sequence,
            final int templateId,
            final Order order,
            final int instrumentId,
            final CommandOutcome outcome,
            final OutcomeReason reason,
            final OrderStatus status,
            final long sentNs) {
        final boolean isTold = order != null && outcome == CommandOutcome.ACCEPTED;
        final CommandResultEncoder message = new CommandResultEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .commandSequence(sequence)
                .handedNs(rig.nowNs)
                .sentNs(sentNs)
                .ackNs(rig.nowNs)
                .venueTimeMs((order == null ? rig.nowNs : order.createdNs) / Rig.MS + clockOffMs)
                .venueOrderId(isTold ? order.venueOrderId : FixedPoint.NULL)
                .linkedOrderId(isTold && order.isStop() ? order.childOrderId : FixedPoint.NULL)
                .level(isTold && order.isStop() ? order.level : FixedPoint.NULL)
                .quantity(isTold ? order.quantity : FixedPoint.NULL)
                .filledQuantity(isTold ? order.filled : FixedPoint.NULL)
                .averagePrice(isTold && !areAnswersUnpriced && order.filled > 0 ? order.average : FixedPoint.NULL)
                .price(isTold && order.isExit() ? order.level : FixedPoint.NULL)
                .instrumentId(instrumentId)
                .venueCode(0)
                .commandType(templateId);
        id(message.clientOrderId(), order);
        message.venue(Venue.BINANCE)
                .outcome(outcome)
                .reason(reason)
                .status(status)
                .book(order != null && order.isStop() ? OrderBook.CONDITIONAL : OrderBook.ORDINARY)
                .side(order == null ? OrderSide.NONE : order.side)
                .text("");
        emit(8 + CommandResultEncoder.BLOCK_LENGTH + 1, RESULTS);
    }

    private static void id(final ClientOrderIdEncoder encoder, final Order order) {
        encoder.epochSeconds(order == null ? 0 : order.epochSeconds)
                .positionId(order == null ? 0 : order.positionId)
                .revision(order == null ? 0 : order.revision)
                .role(order == null ? OrderRole.NONE : order.role);
    }

    void update(final Order order, final OrderBook book) {
        if (areUpdatesLost) {
            return;
        }
        final OrderUpdateEncoder message = new OrderUpdateEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .venueOrderId(order.venueOrderId)
                .linkedOrderId(order.isStop() ? order.childOrderId : FixedPoint.NULL)
                .price(FixedPoint.NULL)
                .level(order.isStop() ? order.level : FixedPoint.NULL)
                .quantity(order.quantity)
                .filledQuantity(order.filled)
                .averagePrice(order.filled > 0 ? order.average : FixedPoint.NULL)
                .instrumentId(order.instrumentId);
        id(message.clientOrderId(), order);
        message.venue(Venue.BINANCE)
                .book(book)
                .side(order.side)
                .orderType(order.isStop() ? OrderType.STOP_MARKET : OrderType.MARKET)
                .status(order.status)
                .workingType(WorkingType.MARK_PRICE)
                .reduceOnly(Flag.NO)
                .closePosition(order.closePosition ? Flag.YES : Flag.NO)
                .foreignId("");
        emit(8 + OrderUpdateEncoder.BLOCK_LENGTH + 1, USER);
    }

    void tellLastFillAgain() {
        tellFill(trades.get(trades.size() - 1));
    }

    private void tellFill(final Trade trade) {
        final FillEncoder message = new FillEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(trade.timeMs())
                .venueOrderId(trade.order().isStop() ? trade.order().childOrderId : trade.order().venueOrderId)
                .tradeId(trade.id())
                .price(trade.price())
                .quantity(trade.quantity())
                .fee(trade.fee())
                .realisedPnl(FixedPoint.NULL)
                .instrumentId(trade.order().instrumentId);
        id(message.clientOrderId(), trade.order());
        message.feeAsset("USDT")
                .venue(Venue.BINANCE)
                .side(trade.order().side)
                .maker(Flag.NO)
                .liquidation(Flag.NO)
                .adl(Flag.NO)
                .foreignId("");
        emit(8 + FillEncoder.BLOCK_LENGTH + 1, USER);
    }

    private void read(final RequestSnapshotDecoder command) {
        final long snapshotId = command.snapshotId();
        final boolean isFull = command.positions() == Flag.YES;
        final int instrumentId = command.instrumentId();
        if (faults != null) {
            after(readDelayNs, () -> answerInTwo(snapshotId, isFull, instrumentId));
        } else if (readDelayNs > 0) {
            after(readDelayNs, () -> answer(snapshotId, isFull, instrumentId));
        } else {
            answer(snapshotId, isFull, instrumentId);
        }
    }

    private void answer(final long snapshotId, final boolean isFull, final int instrumentId) {
        final boolean isFailing = areReadsFailing || areTradesFailing && !isFull;
        if (!isFailing) {
            begin(snapshotId, isFull);
            if (isFull) {
                positions(snapshotId);
                openOrders(snapshotId);
                if (areOrderRowsTwice) {
                    openOrders(snapshotId);
                }
            } else {
                tradesOf(snapshotId, instrumentId);
            }
        }
        end(snapshotId, !isFailing && !(isFull && isPageLimitReached));
    }

    /** Positions and orders are two requests: what they show is of two moments, and what they tell is old when it comes. */
    private void answerInTwo(final long snapshotId, final boolean isFull, final int instrumentId) {
        if (areReadsFailing || areTradesFailing && !isFull) {
            end(snapshotId, false);
            return;
        }
        begin(snapshotId, isFull);
        if (!isFull) {
            tradesOf(snapshotId, instrumentId);
            after(latencyNs(1), () -> end(snapshotId, true));
            return;
        }
        final boolean arePositionsFirst = faults.isHeads();
        if (arePositionsFirst) {
            positions(snapshotId);
        } else {
            openOrders(snapshotId);
        }
        after(latencyNs(1), () -> {
            if (arePositionsFirst) {
                openOrders(snapshotId);
            } else {
                positions(snapshotId);
            }
            after(latencyNs(1), () -> {
                goodReadId = snapshotId;
                end(snapshotId, true);
            });
        });
    }

    private void end(final long snapshotId, final boolean isSuccess) {
        final VenueSnapshotEndEncoder end = new VenueSnapshotEndEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .snapshotId(snapshotId)
                .rows(0)
                .venue(Venue.BINANCE)
                .success(isSuccess ? Flag.YES : Flag.NO)
                .failure(isSuccess ? SnapshotFailure.NONE : SnapshotFailure.REQUEST_FAILED);
        end.text("");
        emit(8 + VenueSnapshotEndEncoder.BLOCK_LENGTH + 1, READS);
    }

    private void begin(final long snapshotId, final boolean isFull) {
        final Flag full = isFull ? Flag.YES : Flag.NO;
        new VenueSnapshotBeginEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .snapshotId(snapshotId)
                .readNs(rig.nowNs)
                .instrumentId(-1)
                .venue(Venue.BINANCE)
                .positions(full)
                .ordinaryOrders(full)
                .conditionalOrders(full)
                .trades(isFull ? Flag.NO : Flag.YES)
                .hedgeMode(isHedgeMode ? Flag.YES : Flag.NO);
        emit(8 + VenueSnapshotBeginEncoder.BLOCK_LENGTH, READS);
    }

    private void positions(final long snapshotId) {
        if (arePositionsHidden) {
            return;
        }
        final List<Map.Entry<Integer, Long>> listed = new ArrayList<>(sizes.entrySet());
        if (isListedTwice) {
            listed.addAll(sizes.entrySet());
        }
        for (final Map.Entry<Integer, Long> size : listed) {
            if (size.getValue() != 0) {
                new SnapshotPositionEncoder()
                        .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                        .timeNs(rig.nowNs)
                        .snapshotId(snapshotId)
                        .quantity(size.getValue())
                        .entryPrice(entries.getOrDefault(size.getKey(), marks.getOrDefault(size.getKey(), 0L)))
                        .markPrice(marks.getOrDefault(size.getKey(), FixedPoint.NULL))
                        .liquidationPrice(liquidations.getOrDefault(size.getKey(), FixedPoint.NULL))
                        .venueTimeMs(rig.nowNs / Rig.MS)
                        .instrumentId(size.getKey())
                        .venue(Venue.BINANCE)
                        .leverage(1)
                        .marginMode(io.ratchet.engine.sbe.MarginMode.ISOLATED)
                        .stopLevel(FixedPoint.NULL);
                emit(8 + SnapshotPositionEncoder.BLOCK_LENGTH, READS);
            }
        }
    }

    private void openOrders(final long snapshotId) {
        for (final Order order : orders) {
            if (!order.isOpen() || order.isHidden || areOrdersHidden) {
                continue;
            }
            final SnapshotOrderEncoder row = new SnapshotOrderEncoder()
                    .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                    .timeNs(rig.nowNs)
                    .snapshotId(snapshotId)
                    .venueTimeMs(rig.nowNs / Rig.MS)
                    .venueOrderId(order.venueOrderId)
                    .linkedOrderId(FixedPoint.NULL)
                    .price(order.isExit() ? order.level : FixedPoint.NULL)
                    .level(order.isExit() ? FixedPoint.NULL : order.level)
                    .quantity(order.quantity)
                    .filledQuantity(order.filled)
                    .averagePrice(FixedPoint.NULL)
                    .instrumentId(order.instrumentId);
            id(row.clientOrderId(), order);
            row.venue(Venue.BINANCE)
                    .book(order.isStop() ? OrderBook.CONDITIONAL : OrderBook.ORDINARY)
                    .side(order.side)
                    .orderType(order.isStop() || order.closePosition ? order.conditionalType : OrderType.LIMIT)
                    .status(order.status)
                    .workingType(WorkingType.MARK_PRICE)
                    .reduceOnly(Flag.NO)
                    .closePosition(order.closePosition ? Flag.YES : Flag.NO)
                    .foreignId("");
            emit(8 + SnapshotOrderEncoder.BLOCK_LENGTH + 1, READS);
        }
    }

    private void tradesOf(final long snapshotId, final int instrumentId) {
        for (final Trade trade : trades) {
            if (trade.order().instrumentId != instrumentId) {
                continue;
            }
            final SnapshotTradeEncoder row = new SnapshotTradeEncoder()
                    .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                    .timeNs(rig.nowNs)
                    .snapshotId(snapshotId)
                    .venueTimeMs(trade.timeMs())
                    .venueOrderId(trade.order().isStop() ? trade.order().childOrderId : trade.order().venueOrderId)
                    .tradeId(trade.id())
                    .price(trade.price())
                    .quantity(trade.quantity())
                    .fee(trade.fee())
                    .realisedPnl(FixedPoint.NULL)
                    .instrumentId(instrumentId);
            id(row.clientOrderId(), null);
            row.feeAsset("USDT").venue(Venue.BINANCE).side(trade.order().side).maker(Flag.NO);
            emit(8 + SnapshotTradeEncoder.BLOCK_LENGTH, READS);
        }
    }

    private void tellPosition(final int instrumentId) {
        new PositionUpdateEncoder()
                .wrapAndApplyHeader(rig.scratch, 0, rig.header)
                .timeNs(rig.nowNs)
                .venueTimeMs(rig.nowNs / Rig.MS)
                .quantity(sizes.get(instrumentId))
                .entryPrice(marks.getOrDefault(instrumentId, 0L))
                .instrumentId(instrumentId)
                .venue(Venue.BINANCE)
                .stopLevel(FixedPoint.NULL);
        emit(8 + PositionUpdateEncoder.BLOCK_LENGTH, USER);
    }

    /** A trade of somebody else that changes what we hold. */
    void foreignTrade(final int instrumentId, final long signed) {
        sizes.merge(instrumentId, signed, Long::sum);
        final Order other = new Order();
        other.role = OrderRole.NONE;
        other.instrumentId = instrumentId;
        other.side = signed > 0 ? OrderSide.BUY : OrderSide.SELL;
        other.venueOrderId = ids++;
        trades.add(new Trade(other, ids++, marks.get(instrumentId), Math.abs(signed), 0, rig.nowNs / Rig.MS));
        if (faults != null && faults.isHeads()) {
            tellPosition(instrumentId);
        }
    }
}
