package io.ratchet.adapters.binance;

import io.ratchet.adapters.binance.OutcomeTable.Row;
import io.ratchet.adapters.binance.RateBudget.Band;
import io.ratchet.adapters.binance.rest.RestClient;
import io.ratchet.adapters.binance.rest.RestClient.Security;
import io.ratchet.adapters.binance.rest.RestReply;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.JsonFields;
import io.ratchet.adapters.common.OrderRow;
import io.ratchet.adapters.common.VenueFormatException;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SnapshotFailure;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Commands that are several requests: a query of one order in all books, a snapshot, leverage and margin mode. A read
 * that failed, was cut off or could not be understood is never taken for "nothing there".
 *
 * <p>Started on the egress thread; replies on the REST client's threads; snapshot rows go out on the egress thread again,
 * by {@link #drain}.
 */
final class ReadJobs {
    private static final Logger LOG = LoggerFactory.getLogger(ReadJobs.class);
    private static final int SNAPSHOTS_MAX = 64;
    private static final int TRADES_LIMIT = 1_000;
    private static final int ALGO_HISTORY_LIMIT = 1_000;
    /** 16,000 conditional orders of one contract; more are given up as unreadable. */
    private static final int HISTORY_READS_MAX = 32;

    private static final long OPEN_END = Long.MAX_VALUE;
    private static final long WINDOW_MAX_MS = 6L * 24 * 3_600_000;
    private static final long ID_MARGIN_MS = 60_000;
    private static final long MS_PER_SECOND = 1_000;
    private static final int CODE_NO_SUCH_ORDER = -2013;
    private static final int WEIGHT_ONE = 1;
    private static final int WEIGHT_FIVE = 5;
    private static final int WEIGHT_ALL_SYMBOLS = 40;

    private final BinanceConfig config;
    private final Ingress ingress;
    private final InstrumentRegistry registry;
    private final VenueClock clock;
    private final RestClient rest;
    private final ClientOrderIds clientIds;
    private final BinanceParser parser;
    private final Runnable unknownSymbol;
    private final Queue<SnapshotRows> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger snapshots = new AtomicInteger();
    private SnapshotRows draining;

    ReadJobs(
            final BinanceConfig config,
            final Ingress ingress,
            final InstrumentRegistry registry,
            final VenueClock clock,
            final RestClient rest,
            final Runnable unknownSymbol) {
        this.config = config;
        this.ingress = ingress;
        this.registry = registry;
        this.clock = clock;
        this.rest = rest;
        this.unknownSymbol = unknownSymbol;
        clientIds = new ClientOrderIds(config.accountTag());
        parser = new BinanceParser(registry, clientIds);
    }

    /** Hands rows of finished snapshots to the ring, in order, as many as it takes. Egress thread. */
    int drain() {
        int work = 0;
        while (true) {
            if (draining == null) {
                draining = ready.poll();
                if (draining == null) {
                    return work;
                }
            }
            final ArrayDeque<UnsafeBuffer> messages = draining.messages();
            while (!messages.isEmpty()) {
                final UnsafeBuffer message = messages.peek();
                if (!ingress.offer(message, 0, message.capacity())) {
                    return work;
                }
                messages.poll();
                work++;
            }
            draining = null;
            snapshots.decrementAndGet();
        }
    }

    /** Reads what a RequestSnapshot asks for. Egress thread. */
    void snapshot(final RequestSnapshotDecoder request) {
        final SnapshotJob job = new SnapshotJob(request, ingress.nowNs());
        if (snapshots.incrementAndGet() > SNAPSHOTS_MAX) {
            job.fail(SnapshotFailure.NOT_SENT, "more than " + SNAPSHOTS_MAX + " snapshots at a time");
            job.finish();
            return;
        }
        job.start();
    }

    /** Reads one order in all books. Egress thread. */
    void query(final CommandSlot slot) {
        new QueryJob(slot, slot.requestId).start();
    }

    /** Reads, and sets where different, leverage and margin mode. Egress thread. */
    void setLeverage(final CommandSlot slot, final int leverage, final MarginMode marginMode) {
        new LeverageJob(slot, slot.requestId, leverage, marginMode).start();
    }

    private String symbolQuery(final int instrumentId) {
        return "symbol=" + RestClient.encoded(registry.venueSymbol(instrumentId));
    }

    private static String failure(final String what, final RestReply reply) {
        return what + ": " + reply.kind() + " status=" + reply.status() + " code=" + reply.code() + " "
                + reply.message();
    }

    /** Positions, the two books, trades: requested together, applied only if every one of them succeeded. */
    private final class SnapshotJob {
        private final SnapshotRows rows;
        private final int instrumentId;
        private final boolean hasPositions;
        private final boolean hasOrdinary;
        private final boolean hasConditional;
        private final boolean hasTrades;
        private final long readNs;
        private final AtomicInteger pending = new AtomicInteger(1);
        private long tradesFromMs;
        private volatile JsonNode positions;
        private volatile JsonNode ordinary;
        private volatile JsonNode conditional;
        private volatile JsonNode balances;
        private volatile long startedMs;
        private volatile boolean isHedge;
        private final ConcurrentLinkedQueue<JsonNode> trades = new ConcurrentLinkedQueue<>();
        private volatile SnapshotFailure failure = SnapshotFailure.NONE;
        private volatile String failureText = "";

        private SnapshotJob(final RequestSnapshotDecoder request, final long readNs) {
            this.readNs = readNs;
            instrumentId = request.instrumentId();
            hasPositions = request.positions() == Flag.YES;
            hasOrdinary = request.ordinaryOrders() == Flag.YES;
            hasConditional = request.conditionalOrders() == Flag.YES;
            hasTrades = request.trades() == Flag.YES;
            tradesFromMs = request.tradesSinceMs();
            rows = new SnapshotRows(request.snapshotId(), registry, parser);
        }

        private void start() {
            final boolean isOne = instrumentId >= 0;
            final String query = isOne ? symbolQuery(instrumentId) : "";
            final int listWeight = isOne ? WEIGHT_ONE : WEIGHT_ALL_SYMBOLS;
            if (hasPositions) {
                read("positionRisk", "/fapi/v3/positionRisk", query, WEIGHT_FIVE, body -> positions = body);
                read("accountConfig", "/fapi/v1/accountConfig", "", WEIGHT_FIVE, this::hedgeMode);
                readBalances();
            }
            if (hasOrdinary) {
                read("openOrders", "/fapi/v1/openOrders", query, listWeight, body -> ordinary = body);
            }
            if (hasConditional) {
                read("openAlgoOrders", "/fapi/v1/openAlgoOrders", query, listWeight, body -> conditional = body);
            }
            if (hasTrades) {
                readTrades();
            }
            end();
        }

        /** Balances come along; a read that fails only for them is good. */
        private void readBalances() {
            startedMs = clock.nowMs();
            pending.incrementAndGet();
            rest.request(Band.QUERY, WEIGHT_FIVE, "GET", "/fapi/v3/balance", "", Security.SIGNED, reply -> {
                if (reply.isSuccess()) {
                    balances = reply.body();
                }
                end();
            });
        }

        private void readTrades() {
            if (instrumentId < 0) {
                fail(SnapshotFailure.NOT_SENT, "userTrades: actual=all symbols expected=one");
                return;
            }
            final long nowMs = clock.nowMs();
            final long oldest = nowMs - WINDOW_MAX_MS;
            final boolean hasStart = tradesFromMs != FixedPoint.NULL;
            final long fromMs = hasStart ? tradesFromMs : oldest;
            tradesFromMs = fromMs;
            final long toMs = fromMs + WINDOW_MAX_MS;
            final String query = symbolQuery(instrumentId) + "&startTime=" + fromMs
                    + (toMs < nowMs ? "&endTime=" + toMs : "") + "&limit=" + TRADES_LIMIT;
            read("userTrades", "/fapi/v1/userTrades", query, WEIGHT_FIVE, body -> {
                if (body.size() >= TRADES_LIMIT) {
                    fail(SnapshotFailure.PAGE_LIMIT, "userTrades: " + body.size() + " rows are a full page");
                    return;
                }
                trades.add(body);
                if (toMs < nowMs) {
                    tradesFromMs = toMs + 1;
                    readTrades();
                }
            });
        }

        private void hedgeMode(final JsonNode body) {
            isHedge = JsonFields.flag(body, "dualSidePosition");
        }

        private void read(
                final String what, final String path, final String query, final int weight, final Body handler) {
            pending.incrementAndGet();
            rest.request(Band.QUERY, weight, "GET", path, query, Security.SIGNED, reply -> {
                try {
                    if (reply.isSuccess()) {
                        handler.accept(reply.body());
                    } else {
                        fail(snapshotFailure(reply), failure(what, reply));
                    }
                } catch (final RuntimeException broken) {
                    fail(SnapshotFailure.UNPARSABLE, what + ": " + VenueText.of(broken));
                } finally {
                    end();
                }
            });
        }

        private synchronized void fail(final SnapshotFailure newFailure, final String text) {
            if (failure == SnapshotFailure.NONE) {
                failureText = VenueText.sanitised(text);
                failure = newFailure;
            }
        }

        private void end() {
            if (pending.decrementAndGet() == 0) {
                finish();
            }
        }

        private void finish() {
            rows.begin(readNs, instrumentId, hasPositions, hasOrdinary, hasConditional, hasTrades, isHedge);
            if (failure == SnapshotFailure.NONE) {
                try {
                    rows.add(positions, ordinary, conditional, trades);
                } catch (final RuntimeException broken) {
                    fail(SnapshotFailure.UNPARSABLE, VenueText.of(broken));
                }
            }
            rows.end(failure, failureText);
            try {
                rows.balances(balances, startedMs);
            } catch (final RuntimeException broken) {
                // A balance that cannot be read is not told: what was known grows old.
                LOG.warn("balance: {}", VenueText.of(broken));
            }
            if (rows.hasUnknownSymbol()) {
                unknownSymbol.run();
            }
            ready.add(rows);
        }
    }

    private static SnapshotFailure snapshotFailure(final RestReply reply) {
        switch (reply.kind()) {
            case NOT_SENT:
                return SnapshotFailure.NOT_SENT;
            case LOST:
                return reply.reason() == OutcomeReason.TIMEOUT
                        ? SnapshotFailure.TIMEOUT
                        : SnapshotFailure.REQUEST_FAILED;
            default:
                return reply.body() == null && reply.status() < 300
                        ? SnapshotFailure.UNPARSABLE
                        : SnapshotFailure.REQUEST_FAILED;
        }
    }

    /** What to do with a legible reply. */
    @FunctionalInterface
    private interface Body {
        void accept(JsonNode body);
    }

    /**
     * One order in all books: the ordinary one by id and the open conditional ones together; if that does not settle it,
     * the history of conditional orders. {@code GET algoOrder} is not used: it has denied orders that were open.
     */
    private final class QueryJob {
        private final CommandSlot slot;
        private final long requestId;
        private final String id;
        private final AtomicInteger pending = new AtomicInteger(2);
        /** Times that the history of conditional orders is still to be read for, both ends inclusive. */
        private final ArrayDeque<long[]> windows = new ArrayDeque<>();

        private int historyReads;
        private volatile OrderRow ordinary;
        private volatile OrderRow conditional;
        private volatile RestReply failed;
        private volatile String broken = "";

        private QueryJob(final CommandSlot slot, final long requestId) {
            this.slot = slot;
            this.requestId = requestId;
            id = clientIds.formatted(
                    slot.clientId.epochSeconds(),
                    slot.clientId.positionId(),
                    slot.clientId.role(),
                    slot.clientId.revision());
        }

        private void start() {
            final String symbol = symbolQuery(slot.instrumentId);
            rest.request(
                    Band.QUERY,
                    WEIGHT_ONE,
                    "GET",
                    "/fapi/v1/order",
                    symbol + "&origClientOrderId=" + RestClient.encoded(id),
                    Security.SIGNED,
                    reply -> step(() -> onOrdinary(reply), this::onBothRead));
            rest.request(
                    Band.QUERY,
                    WEIGHT_ONE,
                    "GET",
                    "/fapi/v1/openAlgoOrders",
                    symbol,
                    Security.SIGNED,
                    reply -> step(() -> onConditional(reply), this::onBothRead));
        }

        private void step(final Runnable action, final Runnable next) {
            try {
                action.run();
            } catch (final RuntimeException unparsable) {
                broken = VenueText.of(unparsable);
            }
            if (pending.decrementAndGet() == 0) {
                next.run();
            }
        }

        private void onOrdinary(final RestReply reply) {
            if (reply.isSuccess()) {
                if (!id.equals(JsonFields.text(reply.body(), "clientOrderId"))) {
                    throw new VenueFormatException("order: actual=another client order id expected=" + id);
                }
                final OrderRow row = new OrderRow();
                parser.ordinaryOrder(reply.body(), row);
                ordinary = row;
            } else if (reply.kind() != RestReply.Kind.ANSWERED || reply.code() != CODE_NO_SUCH_ORDER) {
                failed = reply;
            }
        }

        private void onConditional(final RestReply reply) {
            if (!reply.isSuccess()) {
                failed = reply;
                return;
            }
            if (!reply.body().isArray()) {
                throw new VenueFormatException("openAlgoOrders: actual=no array expected=an array");
            }
            conditional = find(reply.body());
        }

        private OrderRow find(final JsonNode list) {
            for (final JsonNode node : list) {
                if (id.equals(JsonFields.text(node, "clientAlgoId"))) {
                    final OrderRow row = new OrderRow();
                    parser.conditionalOrder(node, row);
                    return row;
                }
            }
            return null;
        }

        private void onBothRead() {
            if (conditional != null) {
                found();
                return;
            }
            final long createdMs = slot.clientId.epochSeconds() * MS_PER_SECOND - ID_MARGIN_MS;
            windows.add(new long[] {Math.max(createdMs, clock.nowMs() - WINDOW_MAX_MS), OPEN_END});
            readHistory();
        }

        private void readHistory() {
            final long[] window = windows.removeLast();
            final String until = window[1] == OPEN_END ? "" : "&endTime=" + window[1];
            historyReads++;
            pending.set(1);
            rest.request(
                    Band.QUERY,
                    WEIGHT_FIVE,
                    "GET",
                    "/fapi/v1/allAlgoOrders",
                    symbolQuery(slot.instrumentId) + "&startTime=" + window[0] + until + "&limit=" + ALGO_HISTORY_LIMIT,
                    Security.SIGNED,
                    reply -> step(() -> onHistory(reply, window), this::onHistoryRead));
        }

        private void onHistory(final RestReply reply, final long[] window) {
            onConditional(reply);
            if (conditional == null && reply.isSuccess() && reply.body().size() >= ALGO_HISTORY_LIMIT) {
                divide(reply.body(), window);
            }
        }

        /**
         * A full page: what it leaves out of its window is before its oldest or behind its newest order, whichever end the
         * venue begins at. The newer part is read first.
         */
        private void divide(final JsonNode page, final long[] window) {
            long oldestMs = Long.MAX_VALUE;
            long newestMs = Long.MIN_VALUE;
            for (final JsonNode node : page) {
                final long createdMs = JsonFields.integer(node, "createTime", FixedPoint.NULL);
                if (createdMs < window[0] || createdMs > window[1]) {
                    throw new VenueFormatException("allAlgoOrders: actual=createTime " + createdMs + " expected="
                            + window[0] + " to " + window[1]);
                }
                oldestMs = Math.min(oldestMs, createdMs);
                newestMs = Math.max(newestMs, createdMs);
            }
            if (oldestMs == newestMs || historyReads >= HISTORY_READS_MAX) {
                throw new VenueFormatException("allAlgoOrders: actual=a full page without the order, the last of "
                        + historyReads + " reads expected=all rows");
            }
            if (oldestMs < window[1]) {
                windows.add(new long[] {window[0], oldestMs});
            }
            if (newestMs > window[0]) {
                windows.add(new long[] {newestMs, window[1]});
            }
        }

        private void onHistoryRead() {
            if (conditional == null && failed == null && broken.isEmpty() && !windows.isEmpty()) {
                readHistory();
            } else if (conditional != null || ordinary != null) {
                found();
            } else if (!broken.isEmpty()) {
                conclude(CommandOutcome.UNKNOWN, OutcomeReason.UNPARSABLE, 0, broken, null);
            } else if (failed != null) {
                unanswered(slot, requestId, failed);
            } else {
                final OrderRow absent = new OrderRow();
                absent.status = OrderStatus.ABSENT;
                absent.book = OrderBook.NONE;
                absent.createdMs = FixedPoint.NULL;
                absent.quantity = FixedPoint.NULL;
                absent.filledQuantity = FixedPoint.NULL;
                conclude(CommandOutcome.ACCEPTED, OutcomeReason.NONE, 0, "", absent);
            }
        }

        /** A triggered conditional order lives on in the ordinary book: what was filled is read there. */
        private void found() {
            final OrderRow row = conditional == null ? ordinary : conditional;
            if (conditional != null && ordinary != null) {
                row.linkedOrderId = ordinary.venueOrderId;
                row.filledQuantity = Math.max(row.filledQuantity, ordinary.filledQuantity);
                row.averagePrice = ordinary.averagePrice == FixedPoint.NULL ? row.averagePrice : ordinary.averagePrice;
            }
            conclude(CommandOutcome.ACCEPTED, OutcomeReason.NONE, 0, "", row);
        }

        private void conclude(
                final CommandOutcome outcome,
                final OutcomeReason reason,
                final int code,
                final String text,
                final OrderRow row) {
            if (slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
                slot.complete(ingress, outcome, reason, code, text, row, ingress.nowNs());
            }
        }
    }

    /** Reports a command whose read or request did not succeed. */
    private void unanswered(final CommandSlot slot, final long requestId, final RestReply reply) {
        if (!slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
            return;
        }
        if (reply.kind() == RestReply.Kind.ANSWERED) {
            final Row row = OutcomeTable.classify(reply.status(), reply.code(), reply.message());
            final boolean isIllegible = row.outcome() == CommandOutcome.ACCEPTED && reply.body() == null;
            slot.complete(
                    ingress,
                    isIllegible ? CommandOutcome.UNKNOWN : row.outcome(),
                    isIllegible ? OutcomeReason.UNPARSABLE : row.reason(),
                    reply.code(),
                    reply.message(),
                    null,
                    reply.ackNs());
        } else {
            final boolean isNotSent = reply.kind() == RestReply.Kind.NOT_SENT;
            slot.complete(
                    ingress,
                    isNotSent ? CommandOutcome.NOT_SENT : CommandOutcome.UNKNOWN,
                    reply.reason(),
                    0,
                    reply.message(),
                    null,
                    FixedPoint.NULL);
        }
    }

    /** Reads the configuration of a symbol and changes only what differs. */
    private final class LeverageJob {
        private final CommandSlot slot;
        private final long requestId;
        private final int leverage;
        private final String marginType;
        private final String symbol;

        private LeverageJob(
                final CommandSlot slot, final long requestId, final int leverage, final MarginMode marginMode) {
            this.slot = slot;
            this.requestId = requestId;
            this.leverage = leverage;
            marginType = marginMode == MarginMode.CROSSED ? "CROSSED" : "ISOLATED";
            symbol = symbolQuery(slot.instrumentId);
        }

        private void start() {
            rest.request(
                    Band.ENTRY,
                    WEIGHT_FIVE,
                    "GET",
                    "/fapi/v1/symbolConfig",
                    symbol,
                    Security.SIGNED,
                    reply -> guarded(reply, this::onConfig));
        }

        private void guarded(final RestReply reply, final Body next) {
            try {
                final boolean isDone = reply.kind() == RestReply.Kind.ANSWERED
                        && OutcomeTable.classify(reply.status(), reply.code(), reply.message())
                                        .outcome()
                                == CommandOutcome.ACCEPTED
                        && reply.body() != null;
                if (isDone) {
                    next.accept(reply.body());
                } else {
                    unanswered(slot, requestId, reply);
                }
            } catch (final RuntimeException broken) {
                if (slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
                    slot.complete(
                            ingress,
                            CommandOutcome.UNKNOWN,
                            OutcomeReason.UNPARSABLE,
                            0,
                            VenueText.of(broken),
                            null,
                            ingress.nowNs());
                }
            }
        }

        private void onConfig(final JsonNode body) {
            final JsonNode row = body.isArray() ? body.path(0) : body;
            final boolean isMarginRight = marginType.equalsIgnoreCase(JsonFields.required(row, "marginType"));
            final boolean isLeverageRight = JsonFields.integer(row, "leverage", 0) == leverage;
            if (isMarginRight) {
                onMargin(isLeverageRight);
            } else {
                post("/fapi/v1/marginType", "marginType=" + marginType, done -> onMargin(isLeverageRight));
            }
        }

        private void onMargin(final boolean isLeverageRight) {
            if (isLeverageRight) {
                done();
            } else {
                post("/fapi/v1/leverage", "leverage=" + leverage, body -> {
                    if (JsonFields.integer(body, "leverage", 0) != leverage) {
                        throw new VenueFormatException(
                                "leverage: actual=" + JsonFields.text(body, "leverage") + " expected=" + leverage);
                    }
                    done();
                });
            }
        }

        private void post(final String path, final String parameter, final Body next) {
            rest.request(
                    Band.ENTRY,
                    WEIGHT_ONE,
                    "POST",
                    path,
                    symbol + "&" + parameter,
                    Security.SIGNED,
                    reply -> guarded(reply, next));
        }

        private void done() {
            if (slot.tryOwn(requestId, CommandSlot.IN_FLIGHT)) {
                slot.complete(ingress, CommandOutcome.ACCEPTED, OutcomeReason.NONE, 0, "", null, ingress.nowNs());
            }
        }
    }
}
