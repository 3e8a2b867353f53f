package io.ratchet.adapters.binance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ratchet.adapters.binance.OutcomeTable.Row;
import io.ratchet.adapters.binance.rest.RestClient;
import io.ratchet.adapters.binance.rest.RestReply;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.OrderRow;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.net.WebSocketConnection;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.engine.sbe.Venue;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import tools.jackson.databind.JsonNode;

/**
 * The way out to Binance. Orders go over the WebSocket API; over REST only if that socket was down before anything was
 * written, never after a request that was not answered. Every command has a slot until the ring took its result; every
 * request has a deadline.
 *
 * <p>{@link #onCommand} and {@link #doWork} on the egress thread; answers arrive on other threads and meet the deadline
 * in {@link CommandSlot}. Nothing blocks.
 */
public final class BinanceGateway implements VenueGateway {
    private static final int SLOT_BITS = 8;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int CODE_CLOCK_GATEWAY = -1021;
    private static final int CODE_CLOCK_ENGINE = -5028;
    private static final int CODE_TOO_MANY_REQUESTS = -1003;
    private static final long DISK_WAIT_MS = 200;
    private static final long CLOSE_AGE_MAX_MS = 1_000;
    /** A query is up to three requests after each other. */
    private static final int READ_DEADLINES = 4;

    private static final long NS_PER_MS = 1_000_000;

    private final BinanceConfig config;
    private final Ingress ingress;
    private final LongSupplier durableSequence;
    private final InstrumentRegistry registry;
    private final VenueClock clock;
    private final RateBudget budget;
    private final RestClient rest;
    private final BinanceParser parser;
    private final ReadJobs reads;
    private final OrderFrameEncoder frames;
    private final OrderCommands commands;
    private final Supplier<WebSocketConnection> tradeSocket;
    private final Control control;

    private final CommandSlot[] slots = new CommandSlot[SLOTS];
    private final ArrayDeque<CommandSlot> refusals = new ArrayDeque<>();
    private long uses;
    private int highSlot = -1;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RequestSnapshotDecoder requestSnapshot = new RequestSnapshotDecoder();
    private final SubscribeDecoder subscribe = new SubscribeDecoder();
    private final UnsubscribeDecoder unsubscribe = new UnsubscribeDecoder();

    /** What the gateway asks of the adapter around it. Any thread; never blocks. */
    interface Control {
        /** The venue refused a time stamp: measure its clock now. */
        void clockRefused();

        /**
         * Market data of an instrument is wanted, or no more.
         *
         * @param instrumentId of it.
         * @param isWanted     whether.
         */
        void subscription(int instrumentId, boolean isWanted);
    }

    BinanceGateway(
            final BinanceConfig config,
            final Ingress ingress,
            final LongSupplier durableSequence,
            final InstrumentRegistry registry,
            final VenueClock clock,
            final RateBudget budget,
            final RestClient rest,
            final Supplier<WebSocketConnection> tradeSocket,
            final ReadJobs reads,
            final Control control) {
        this.config = config;
        this.ingress = ingress;
        this.durableSequence = durableSequence;
        this.registry = registry;
        this.clock = clock;
        this.budget = budget;
        this.rest = rest;
        this.tradeSocket = tradeSocket;
        this.reads = reads;
        this.control = control;
        final ClientOrderIds clientIds = new ClientOrderIds(config.accountTag());
        parser = new BinanceParser(registry, clientIds);
        frames = new OrderFrameEncoder(
                registry, clientIds, config.apiKey(), config.apiSecret().bytes());
        commands = new OrderCommands(config, clock, frames);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new CommandSlot(clock);
        }
    }

    @Override
    public void onCommand(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case SubscribeDecoder.TEMPLATE_ID:
                subscribe.wrapAndApplyHeader(buffer, offset, header);
                control.subscription(subscribe.instrumentId(), true);
                return;
            case UnsubscribeDecoder.TEMPLATE_ID:
                unsubscribe.wrapAndApplyHeader(buffer, offset, header);
                control.subscription(unsubscribe.instrumentId(), false);
                return;
            case RequestSnapshotDecoder.TEMPLATE_ID:
                requestSnapshot.wrapAndApplyHeader(buffer, offset, header);
                reads.snapshot(requestSnapshot);
                return;
            default:
                onOrderCommand(sequence, header.templateId(), buffer, offset, length);
        }
    }

    @Override
    public int doWork() {
        int work = reads.drain();
        while (!refusals.isEmpty() && refusals.peek().offerAgain(ingress)) {
            refusals.poll();
            work++;
        }
        if (highSlot < 0) {
            return work;
        }
        final long nowNs = ingress.nowNs();
        for (int i = 0; i <= highSlot; i++) {
            work += turn(slots[i], nowNs);
        }
        while (highSlot >= 0 && slots[highSlot].state.get() == CommandSlot.FREE) {
            highSlot--;
        }
        return work;
    }

    /** Ends nothing by itself: the adapter closes the connections, what is in flight stays UNKNOWN. */
    @Override
    public void close() {
        for (int i = 0; i <= highSlot; i++) {
            if (slots[i].state.get() == CommandSlot.RESULT) {
                slots[i].offerAgain(ingress);
            }
        }
    }

    /**
     * How many commands have no result yet. Any thread, approximate.
     *
     * @return the count.
     */
    public int inFlight() {
        int count = 0;
        for (final CommandSlot slot : slots) {
            if (slot.state.get() != CommandSlot.FREE) {
                count++;
            }
        }
        return count;
    }

    /** An answer of the WebSocket API. Event loop. */
    void onTradeReply(final JsonNode reply, final long ackNs) {
        final JsonNode id = reply.get("id");
        if (id == null || !id.isIntegralNumber()) {
            return;
        }
        final long requestId = id.asLong();
        final CommandSlot slot = slots[(int) (requestId & SLOTS - 1)];
        reportLimits(reply);
        final int status = reply.path("status").asInt(0);
        final JsonNode error = reply.path("error");
        final int code = error.path("code").asInt(0);
        final String message = error.path("msg").asString("");
        pauseIfAsked(status, code, message);
        answered(slot, requestId, status, code, message, reply.get("result"), ackNs);
    }

    /** An answer that is no JSON, but tells which request it is for. Event loop. */
    void onUnparsableTradeReply(final long requestId, final String text, final long ackNs) {
        final CommandSlot slot = slots[(int) (requestId & SLOTS - 1)];
        if (slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
            slot.complete(ingress, CommandOutcome.UNKNOWN, OutcomeReason.UNPARSABLE, 0, text, null, ackNs);
        }
    }

    /** A connection of the WebSocket API is over: what it carried is UNKNOWN. Event loop. */
    void onTradeConnectionLost(final WebSocketConnection connection, final String reason) {
        for (final CommandSlot slot : slots) {
            final long requestId = slot.requestId;
            if (slot.connection == connection && slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
                slot.complete(
                        ingress, CommandOutcome.UNKNOWN, OutcomeReason.DISCONNECTED, 0, reason, null, FixedPoint.NULL);
            }
        }
    }

    private void onOrderCommand(
            final long sequence, final int type, final DirectBuffer buffer, final int offset, final int length) {
        final CommandSlot slot = claim();
        if (slot == null) {
            refuse(sequence, type, buffer, offset, length);
            return;
        }
        final long nowNs = ingress.nowNs();
        slot.take(slot.requestId, sequence, type, buffer, offset, length, nowNs);
        try {
            begin(slot, nowNs);
        } catch (final IllegalArgumentException invalid) {
            slot.complete(
                    ingress,
                    CommandOutcome.NOT_SENT,
                    OutcomeReason.INVALID_REQUEST,
                    0,
                    invalid.getMessage(),
                    null,
                    FixedPoint.NULL);
        }
    }

    private void begin(final CommandSlot slot, final long nowNs) {
        commands.describe(slot);
        if (!registry.contains(Venue.BINANCE, slot.instrumentId)) {
            throw new IllegalArgumentException(
                    "instrument: actual=" + slot.instrumentId + " expected=one of " + Venue.BINANCE);
        }
        switch (slot.commandType) {
            case SetLeverageDecoder.TEMPLATE_ID:
                inFlightRead(slot, nowNs);
                reads.setLeverage(slot, commands.leverage(), commands.marginMode());
                break;
            case QueryOrderDecoder.TEMPLATE_ID:
                inFlightRead(slot, nowNs);
                reads.query(slot);
                break;
            case PlaceEntryDecoder.TEMPLATE_ID:
                if (config.openingWaitsForDisk() && durableSequence.getAsLong() < slot.sequence) {
                    slot.deadlineNs = nowNs + config.engineNs(DISK_WAIT_MS);
                    slot.state.set(CommandSlot.WAITING_FOR_DISK);
                } else {
                    send(slot);
                }
                break;
            case CloseAtMarketDecoder.TEMPLATE_ID:
                if (nowNs - commands.closeTimeNs() > config.engineNs(CLOSE_AGE_MAX_MS)) {
                    notSent(slot, OutcomeReason.STALE_COMMAND, "older than " + CLOSE_AGE_MAX_MS + " ms");
                } else {
                    send(slot);
                }
                break;
            default:
                send(slot);
        }
    }

    private void inFlightRead(final CommandSlot slot, final long nowNs) {
        slot.deadlineNs = nowNs + READ_DEADLINES * config.engineNs(config.requestDeadlineMs());
        slot.sentNs = nowNs;
        slot.state.set(CommandSlot.IN_FLIGHT);
    }

    /** Encodes, signs and writes an order command; the slot is OWNED by the egress thread. */
    private void send(final CommandSlot slot) {
        commands.describe(slot);
        if (!OrderCommands.isAffordable(budget, slot)) {
            notSent(slot, OutcomeReason.RATE_LIMITED, "budget of its band is used up, or the venue asked to wait");
            return;
        }
        commands.encode(slot);
        final long nowNs = ingress.nowNs();
        slot.sentNs = nowNs;
        slot.deadlineNs = nowNs + config.engineNs(config.requestDeadlineMs());
        final WebSocketConnection connection = tradeSocket.get();
        final long requestId = slot.requestId;
        slot.connection = connection;
        slot.state.set(CommandSlot.IN_FLIGHT);
        if (connection == null || !connection.send(frames.frame(), frames.frameLength())) {
            slot.connection = null;
            sendOverRest(slot, requestId);
        } else if (connection.isEnded() && slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
            // The sweep over the slots of a lost connection may have run before this one was in flight.
            slot.complete(
                    ingress,
                    CommandOutcome.UNKNOWN,
                    OutcomeReason.DISCONNECTED,
                    0,
                    "connection lost while sending",
                    null,
                    FixedPoint.NULL);
        }
    }

    private void sendOverRest(final CommandSlot slot, final long requestId) {
        final String path = slot.book == OrderBook.CONDITIONAL ? "/fapi/v1/algoOrder" : "/fapi/v1/order";
        final String query = new String(frames.query(), 0, frames.queryLength(), US_ASCII);
        rest.signedRequest(
                OrderCommands.method(slot.commandType), path, query, reply -> onRestReply(slot, requestId, reply));
    }

    private void onRestReply(final CommandSlot slot, final long requestId, final RestReply reply) {
        switch (reply.kind()) {
            case ANSWERED:
                answered(slot, requestId, reply.status(), reply.code(), reply.message(), reply.body(), reply.ackNs());
                break;
            case NOT_SENT:
                if (slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
                    notSent(slot, reply.reason(), reply.message());
                }
                break;
            default:
                if (slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
                    slot.complete(
                            ingress, CommandOutcome.UNKNOWN, reply.reason(), 0, reply.message(), null, FixedPoint.NULL);
                }
        }
    }

    private void answered(
            final CommandSlot slot,
            final long requestId,
            final int status,
            final int code,
            final String message,
            final JsonNode result,
            final long ackNs) {
        if (!slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
            return;
        }
        if ((code == CODE_CLOCK_GATEWAY || code == CODE_CLOCK_ENGINE) && !slot.isRetried) {
            slot.isRetried = true;
            slot.clockGeneration = clock.generation();
            slot.state.set(CommandSlot.WAITING_FOR_CLOCK);
            control.clockRefused();
            return;
        }
        final Row row = OutcomeTable.classify(status, code, message);
        if (row.outcome() == CommandOutcome.ACCEPTED && code == 0) {
            accepted(slot, result, ackNs);
        } else {
            slot.complete(ingress, row.outcome(), row.reason(), code, message, null, ackNs);
        }
    }

    private void accepted(final CommandSlot slot, final JsonNode result, final long ackNs) {
        final OrderRow row = new OrderRow();
        try {
            if (result == null || !result.isObject()) {
                throw new VenueFormatException("reply: actual=without a result expected=an order");
            }
            if (slot.commandType == CancelStopDecoder.TEMPLATE_ID) {
                row.book = OrderBook.CONDITIONAL;
                row.status = OrderStatus.CANCELED;
                row.venueOrderId = result.path("algoId").asLong(FixedPoint.NULL);
                row.createdMs = FixedPoint.NULL;
                row.quantity = FixedPoint.NULL;
                row.filledQuantity = FixedPoint.NULL;
                row.side = OrderSide.NONE;
            } else if (slot.book == OrderBook.CONDITIONAL) {
                parser.conditionalOrder(result, row);
                checkEcho(slot, row);
            } else {
                parser.ordinaryOrder(result, row);
                checkEcho(slot, row);
            }
            slot.complete(ingress, CommandOutcome.ACCEPTED, OutcomeReason.NONE, 0, "", row, ackNs);
        } catch (final VenueFormatException unparsable) {
            slot.complete(
                    ingress, CommandOutcome.UNKNOWN, OutcomeReason.UNPARSABLE, 0, unparsable.getMessage(), null, ackNs);
        }
    }

    /** A reply must be about the order that was asked for. */
    private static void checkEcho(final CommandSlot slot, final OrderRow row) {
        final boolean isSame = slot.clientId.role() == OrderRole.NONE
                || slot.clientId.role() == row.clientId.role()
                        && slot.clientId.epochSeconds() == row.clientId.epochSeconds()
                        && slot.clientId.positionId() == row.clientId.positionId()
                        && slot.clientId.revision() == row.clientId.revision();
        if (!isSame) {
            throw new VenueFormatException("reply: actual=another client order id expected=the one sent");
        }
    }

    private void notSent(final CommandSlot slot, final OutcomeReason reason, final String text) {
        slot.sentNs = FixedPoint.NULL;
        slot.complete(ingress, CommandOutcome.NOT_SENT, reason, 0, text, null, FixedPoint.NULL);
    }

    private int turn(final CommandSlot slot, final long nowNs) {
        switch (slot.state.get()) {
            case CommandSlot.RESULT:
                return slot.offerAgain(ingress) ? 1 : 0;
            case CommandSlot.WAITING_FOR_DISK:
                return waitForDisk(slot, nowNs);
            case CommandSlot.WAITING_FOR_CLOCK:
                return waitForClock(slot, nowNs);
            case CommandSlot.IN_FLIGHT:
                if (nowNs >= slot.deadlineNs && slot.tryOwn(slot.requestId, CommandSlot.IN_FLIGHT)) {
                    slot.complete(
                            ingress,
                            CommandOutcome.UNKNOWN,
                            OutcomeReason.TIMEOUT,
                            0,
                            "no answer in " + config.requestDeadlineMs() + " ms",
                            null,
                            FixedPoint.NULL);
                    return 1;
                }
                return 0;
            default:
                return 0;
        }
    }

    private int waitForDisk(final CommandSlot slot, final long nowNs) {
        final boolean isDurable = durableSequence.getAsLong() >= slot.sequence;
        if (!isDurable && nowNs < slot.deadlineNs) {
            return 0;
        }
        slot.state.set(CommandSlot.OWNED);
        if (isDurable) {
            send(slot);
        } else {
            notSent(slot, OutcomeReason.WAITED_FOR_DISK, "not durable in " + DISK_WAIT_MS + " ms");
        }
        return 1;
    }

    private int waitForClock(final CommandSlot slot, final long nowNs) {
        final boolean isMeasured = clock.generation() != slot.clockGeneration;
        if (!isMeasured && nowNs < slot.deadlineNs) {
            return 0;
        }
        slot.state.set(CommandSlot.OWNED);
        if (isMeasured) {
            slot.requestId = nextRequestId((int) (slot.requestId & SLOTS - 1));
            send(slot);
        } else {
            slot.complete(
                    ingress,
                    CommandOutcome.REJECTED,
                    OutcomeReason.CLOCK,
                    CODE_CLOCK_GATEWAY,
                    "time stamp refused and the clock could not be measured",
                    null,
                    FixedPoint.NULL);
        }
        return 1;
    }

    private CommandSlot claim() {
        for (int i = 0; i < SLOTS; i++) {
            if (slots[i].state.compareAndSet(CommandSlot.FREE, CommandSlot.OWNED)) {
                slots[i].requestId = nextRequestId(i);
                highSlot = Math.max(highSlot, i);
                return slots[i];
            }
        }
        return null;
    }

    private long nextRequestId(final int slot) {
        return ++uses << SLOT_BITS | slot;
    }

    /** Reports NOT_SENT for a command that found no slot; with the ring full too, the result waits in a queue. */
    private void refuse(
            final long sequence, final int type, final DirectBuffer buffer, final int offset, final int length) {
        final CommandSlot refused = new CommandSlot(clock);
        refused.take(0, sequence, type, buffer, offset, length, ingress.nowNs());
        commands.describe(refused);
        if (!refused.complete(
                ingress,
                CommandOutcome.NOT_SENT,
                OutcomeReason.RING_FULL,
                0,
                "in-flight table is full",
                null,
                FixedPoint.NULL)) {
            refusals.add(refused);
        }
    }

    private void reportLimits(final JsonNode reply) {
        for (final JsonNode limit : reply.path("rateLimits")) {
            final int count = limit.path("count").asInt(-1);
            final RateBudget.Limit known = limitOf(
                    limit.path("rateLimitType").asString(""),
                    limit.path("interval").asString(""),
                    limit.path("intervalNum").asInt(0));
            if (known != null && count >= 0) {
                budget.reported(known, count);
            }
        }
    }

    /** The limit that a rateLimits entry is about, null if it is none that we count. */
    static RateBudget.Limit limitOf(final String type, final String interval, final int number) {
        if ("ORDERS".equals(type) && "SECOND".equals(interval) && number == 10) {
            return RateBudget.Limit.ORDERS_10S;
        }
        if ("ORDERS".equals(type) && "MINUTE".equals(interval) && number == 1) {
            return RateBudget.Limit.ORDERS_1M;
        }
        return "REQUEST_WEIGHT".equals(type) && "MINUTE".equals(interval) && number == 1
                ? RateBudget.Limit.WEIGHT_1M
                : null;
    }

    private void pauseIfAsked(final int status, final int code, final String message) {
        if (status == OutcomeTable.STATUS_TOO_MANY_REQUESTS
                || status == OutcomeTable.STATUS_BANNED
                || code == CODE_TOO_MANY_REQUESTS) {
            budget.pause(RestClient.pauseMs(message, clock.nowMs()) * NS_PER_MS);
        }
    }
}
