package io.ratchet.adapters.sim;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.BalanceUpdateEncoder;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.ClientOrderIdEncoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultEncoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusEncoder;
import io.ratchet.engine.sbe.FillEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.FundingPaidEncoder;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.OrderUpdateEncoder;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PositionUpdateEncoder;
import io.ratchet.engine.sbe.PriceEncoder;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.SnapshotOrderEncoder;
import io.ratchet.engine.sbe.SnapshotPositionEncoder;
import io.ratchet.engine.sbe.SnapshotTradeEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthEncoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginEncoder;
import io.ratchet.engine.sbe.VenueSnapshotEndEncoder;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.sbe.WorkingType;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what happens at a simulated exchange as inputs of the engine. One thread. */
final class PaperInputs {
    private static final int BUFFER_LENGTH = 512;
    private static final String ASSET = "USDT";
    private static final long NULL = FixedPoint.NULL;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final InstrumentDefinedEncoder instrumentDefined = new InstrumentDefinedEncoder();
    private final FeedStatusEncoder feedStatus = new FeedStatusEncoder();
    private final VenueHealthEncoder venueHealth = new VenueHealthEncoder();
    private final PriceEncoder price = new PriceEncoder();
    private final OrderUpdateEncoder orderUpdate = new OrderUpdateEncoder();
    private final FillEncoder fillEncoder = new FillEncoder();
    private final PositionUpdateEncoder positionUpdate = new PositionUpdateEncoder();
    private final FundingPaidEncoder fundingPaid = new FundingPaidEncoder();
    private final BalanceUpdateEncoder balanceUpdate = new BalanceUpdateEncoder();
    private final CommandResultEncoder result = new CommandResultEncoder();
    private final VenueSnapshotBeginEncoder snapshotBegin = new VenueSnapshotBeginEncoder();
    private final SnapshotPositionEncoder snapshotPosition = new SnapshotPositionEncoder();
    private final SnapshotOrderEncoder snapshotOrder = new SnapshotOrderEncoder();
    private final SnapshotTradeEncoder snapshotTrade = new SnapshotTradeEncoder();
    private final VenueSnapshotEndEncoder snapshotEnd = new VenueSnapshotEndEncoder();
    private final Venue venue;

    /** Where the encoded inputs go; changed while a command runs so that its result comes first. */
    InputSink sink;
    /** Time that is stamped into them. */
    long timeNs;

    PaperInputs(final Venue venue, final InputSink sink) {
        this.venue = venue;
        this.sink = sink;
    }

    void instrument(final int id, final SimInstrument it) {
        final SimInstrument.Filters f = it.filters();
        instrumentDefined
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .tickSize(f.tickSize())
                .stepSize(f.stepSize())
                .minQuantity(f.minQuantity())
                .maxQuantity(f.maxQuantity())
                .maxMarketQuantity(f.maxMarketQuantity())
                .minNotional(f.minNotional())
                .minPrice(f.minPrice())
                .maxPrice(f.maxPrice())
                .bandUpPpm(f.bandUpPpm())
                .bandDownPpm(f.bandDownPpm())
                .instrumentId(id)
                .venue(venue)
                .status(InstrumentStatus.TRADING)
                .symbol(it.symbol());
        emit(instrumentDefined.encodedLength());
    }

    void feed(final MarketFeed feed, final FeedState state, final int epoch) {
        feedStatus
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .epoch(epoch)
                .venue(venue)
                .feed(feed)
                .state(state)
                .text("paper");
        emit(feedStatus.encodedLength());
    }

    void health(final VenueState state, final String text) {
        venueHealth
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .venue(venue)
                .state(state)
                .text(text);
        emit(venueHealth.encodedLength());
    }

    void price(final int id, final int epoch, final long mark, final long last, final long bid, final long ask) {
        price.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .mark(mark)
                .last(last)
                .bid(bid)
                .ask(ask)
                .markMin(mark)
                .markMax(mark)
                .venueTimeMs(timeNs / PaperVenue.NS_PER_MS)
                .instrumentId(id)
                .feedEpoch(epoch);
        emit(price.encodedLength());
    }

    void order(final int id, final SimOrder order) {
        final SimOrderRequest r = order.request();
        final boolean conditional = r.type().conditional();
        orderUpdate
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .venueTimeMs(order.updateMs())
                .venueOrderId(orderId(order))
                .linkedOrderId(linked(order))
                .price(order.price())
                .level(conditional ? r.trigger() : NULL)
                .quantity(order.quantity())
                .filledQuantity(order.executed())
                .averagePrice(order.executed() == 0 ? NULL : order.averagePrice())
                .instrumentId(id);
        final boolean ours = PaperIds.write(order.clientId(), orderUpdate.clientOrderId());
        orderUpdate
                .venue(venue)
                .book(conditional ? OrderBook.CONDITIONAL : OrderBook.ORDINARY)
                .side(side(r.side()))
                .orderType(type(r))
                .status(status(order.status()))
                .workingType(r.onMark() ? WorkingType.MARK_PRICE : WorkingType.CONTRACT_PRICE)
                .reduceOnly(flag(r.reduceOnly()))
                .closePosition(flag(r.closePosition() || PositionStops.isWhole(order)))
                .foreignId(ours ? "" : order.clientId());
        emit(orderUpdate.encodedLength());
    }

    void fill(final int id, final SimFill fill) {
        final SimOrder order = fill.order();
        fillEncoder
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .venueTimeMs(fill.timeMs())
                .venueOrderId(orderId(order))
                .tradeId(fill.tradeId())
                .price(fill.price())
                .quantity(fill.quantity())
                .fee(fill.fee())
                .realisedPnl(fill.realisedPnl())
                .instrumentId(id);
        final boolean ours = PaperIds.write(order.clientId(), fillEncoder.clientOrderId());
        fillEncoder
                .feeAsset(fill.feeAsset())
                .venue(venue)
                .side(side(order.request().side()))
                .maker(flag(fill.maker()))
                .liquidation(flag(fill.liquidation()))
                .adl(flag(fill.adl()))
                .foreignId(ours ? "" : order.clientId());
        emit(fillEncoder.encodedLength());
    }

    void position(final int id, final SimPosition position, final long stopLevel) {
        positionUpdate
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .venueTimeMs(position.updateMs())
                .quantity(position.quantity())
                .entryPrice(position.entryPrice())
                .instrumentId(id)
                .venue(venue)
                .stopLevel(stopLevel);
        emit(positionUpdate.encodedLength());
    }

    void balance(final long wallet, final long available, final long transfer) {
        balanceUpdate
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .venueTimeMs(timeNs / PaperVenue.NS_PER_MS)
                .walletBalance(wallet)
                .availableBalance(available)
                .asset(ASSET)
                .venue(venue)
                .transfer(transfer);
        emit(balanceUpdate.encodedLength());
    }

    void funding(final int id, final long money, final long timeMs) {
        fundingPaid
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .venueTimeMs(timeMs)
                .money(money)
                .instrumentId(id)
                .asset(ASSET)
                .venue(venue);
        emit(fundingPaid.encodedLength());
    }

    /** A result without an order. */
    void result(
            final PaperCommand c,
            final CommandOutcome outcome,
            final OutcomeReason reason,
            final int code,
            final String text) {
        beginResult(c)
                .venueOrderId(NULL)
                .linkedOrderId(NULL)
                .level(NULL)
                .quantity(NULL)
                .filledQuantity(NULL)
                .averagePrice(NULL)
                .price(NULL)
                .instrumentId(c.instrumentId)
                .venueCode(code)
                .commandType(c.templateId);
        c.copyId(result.clientOrderId());
        result.venue(venue)
                .outcome(outcome)
                .reason(reason)
                .status(OrderStatus.NONE)
                .book(OrderBook.NONE)
                .side(OrderSide.NONE)
                .text(text);
        emit(result.encodedLength());
    }

    /** An accepted command on an order; status is what the receipt says. */
    void accepted(final PaperCommand c, final SimOrder order, final OrderStatus status, final boolean receipt) {
        final SimOrderRequest r = order.request();
        final boolean conditional = r.type().conditional();
        beginResult(c)
                .venueOrderId(order.orderId())
                .linkedOrderId(linked(order))
                .level(conditional ? r.trigger() : NULL)
                .quantity(order.quantity())
                .filledQuantity(receipt ? 0 : order.executed())
                .averagePrice(receipt || order.executed() == 0 ? NULL : order.averagePrice())
                .price(conditional ? NULL : order.price())
                .instrumentId(c.instrumentId)
                .venueCode(0)
                .commandType(c.templateId);
        c.copyId(result.clientOrderId());
        result.venue(venue)
                .outcome(CommandOutcome.ACCEPTED)
                .reason(OutcomeReason.NONE)
                .status(status)
                .book(conditional ? OrderBook.CONDITIONAL : OrderBook.ORDINARY)
                .side(side(r.side()))
                .text("");
        emit(result.encodedLength());
    }

    /** An accepted query that found nothing. */
    void absent(final PaperCommand c) {
        beginResult(c)
                .venueOrderId(NULL)
                .linkedOrderId(NULL)
                .level(NULL)
                .quantity(NULL)
                .filledQuantity(NULL)
                .averagePrice(NULL)
                .price(NULL)
                .instrumentId(c.instrumentId)
                .venueCode(0)
                .commandType(c.templateId);
        c.copyId(result.clientOrderId());
        result.venue(venue)
                .outcome(CommandOutcome.ACCEPTED)
                .reason(OutcomeReason.NONE)
                .status(OrderStatus.ABSENT)
                .book(OrderBook.NONE)
                .side(OrderSide.NONE)
                .text("");
        emit(result.encodedLength());
    }

    private CommandResultEncoder beginResult(final PaperCommand c) {
        return result.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .commandSequence(c.sequence)
                .handedNs(timeNs)
                .sentNs(timeNs)
                .ackNs(timeNs)
                .venueTimeMs(timeNs / PaperVenue.NS_PER_MS);
    }

    void snapshotBegin(
            final long snapshotId,
            final int id,
            final boolean positions,
            final boolean ordinary,
            final boolean conditional,
            final boolean trades) {
        snapshotBegin
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .snapshotId(snapshotId)
                .readNs(timeNs)
                .instrumentId(id)
                .venue(venue)
                .positions(flag(positions))
                .ordinaryOrders(flag(ordinary))
                .conditionalOrders(flag(conditional))
                .trades(flag(trades))
                .hedgeMode(Flag.NO);
        emit(snapshotBegin.encodedLength());
    }

    void snapshotPosition(
            final long snapshotId,
            final int id,
            final SimPosition position,
            final long liquidation,
            final long stopLevel) {
        final SimInstrument it = position.instrument();
        snapshotPosition
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .snapshotId(snapshotId)
                .quantity(position.quantity())
                .entryPrice(position.entryPrice())
                .markPrice(it.mark())
                .liquidationPrice(liquidation == 0 ? NULL : liquidation)
                .venueTimeMs(position.updateMs())
                .instrumentId(id)
                .venue(venue)
                .leverage(it.leverage())
                .marginMode(it.isolated() ? MarginMode.ISOLATED : MarginMode.CROSSED)
                .stopLevel(stopLevel);
        emit(snapshotPosition.encodedLength());
    }

    void snapshotOrder(final long snapshotId, final int id, final SimOrder order) {
        final SimOrderRequest r = order.request();
        final boolean conditional = r.type().conditional();
        snapshotOrder
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .snapshotId(snapshotId)
                .venueTimeMs(order.createMs())
                .venueOrderId(order.orderId())
                .linkedOrderId(linked(order))
                .price(order.price())
                .level(conditional ? r.trigger() : NULL)
                .quantity(order.quantity())
                .filledQuantity(order.executed())
                .averagePrice(order.executed() == 0 ? NULL : order.averagePrice())
                .instrumentId(id);
        final boolean ours = PaperIds.write(order.clientId(), snapshotOrder.clientOrderId());
        snapshotOrder
                .venue(venue)
                .book(conditional ? OrderBook.CONDITIONAL : OrderBook.ORDINARY)
                .side(side(r.side()))
                .orderType(type(r))
                .status(status(order.status()))
                .workingType(r.onMark() ? WorkingType.MARK_PRICE : WorkingType.CONTRACT_PRICE)
                .reduceOnly(flag(r.reduceOnly()))
                .closePosition(flag(r.closePosition()))
                .foreignId(ours ? "" : order.clientId());
        emit(snapshotOrder.encodedLength());
    }

    void snapshotTrade(final long snapshotId, final int id, final SimFill fill) {
        final SimOrder order = fill.order();
        snapshotTrade
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .snapshotId(snapshotId)
                .venueTimeMs(fill.timeMs())
                .venueOrderId(orderId(order))
                .tradeId(fill.tradeId())
                .price(fill.price())
                .quantity(fill.quantity())
                .fee(fill.fee())
                .realisedPnl(fill.realisedPnl())
                .instrumentId(id);
        PaperIds.write(order.clientId(), snapshotTrade.clientOrderId());
        snapshotTrade
                .feeAsset(fill.feeAsset())
                .venue(venue)
                .side(side(order.request().side()))
                .maker(flag(fill.maker()));
        emit(snapshotTrade.encodedLength());
    }

    void snapshotEnd(final long snapshotId, final int rows) {
        snapshotEnd
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(timeNs)
                .snapshotId(snapshotId)
                .rows(rows)
                .venue(venue)
                .success(Flag.YES)
                .failure(SnapshotFailure.NONE)
                .text("");
        emit(snapshotEnd.encodedLength());
    }

    static OrderStatus status(final SimStatus status) {
        return switch (status) {
            case WITHHELD -> OrderStatus.NONE;
            case NEW -> OrderStatus.NEW;
            case PARTIALLY_FILLED -> OrderStatus.PARTIALLY_FILLED;
            case FILLED -> OrderStatus.FILLED;
            case CANCELED -> OrderStatus.CANCELED;
            case EXPIRED -> OrderStatus.EXPIRED;
            case REJECTED -> OrderStatus.REJECTED;
            case TRIGGERING -> OrderStatus.TRIGGERING;
            case TRIGGERED -> OrderStatus.TRIGGERED;
            case FINISHED -> OrderStatus.FINISHED;
        };
    }

    /** A stop of a position and what it becomes are one order. */
    private static long orderId(final SimOrder order) {
        return PositionStops.isChild(order) && order.parentId() != 0 ? order.parentId() : order.orderId();
    }

    private static long linked(final SimOrder order) {
        if (PositionStops.isChild(order)) {
            return NULL;
        }
        final long id = order.childId() == 0 ? order.parentId() : order.childId();
        return id == 0 ? NULL : id;
    }

    private static OrderType type(final SimOrderRequest r) {
        return switch (r.type()) {
            case MARKET -> OrderType.MARKET;
            case LIMIT -> r.timeInForce() == SimTimeInForce.IOC ? OrderType.LIMIT_IOC : OrderType.LIMIT;
            case STOP_MARKET -> OrderType.STOP_MARKET;
            default -> OrderType.OTHER;
        };
    }

    private static OrderSide side(final SimSide side) {
        return side == SimSide.BUY ? OrderSide.BUY : OrderSide.SELL;
    }

    private static Flag flag(final boolean value) {
        return value ? Flag.YES : Flag.NO;
    }

    private void emit(final int bodyLength) {
        sink.onInput(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    /** Text form of our ids inside the paper venue: it never leaves the process. */
    static final class PaperIds {
        private static final int RADIX = 36;
        private static final int PARTS = 4;
        private static final OrderRole[] ROLES = OrderRole.values();

        private PaperIds() {}

        static String text(final ClientOrderIdDecoder id) {
            return "r." + Long.toString(id.epochSeconds(), RADIX) + '.' + Long.toString(id.positionId(), RADIX) + '.'
                    + Integer.toString(id.revision(), RADIX) + '.'
                    + Integer.toString(id.role().value(), RADIX);
        }

        static boolean write(final String text, final ClientOrderIdEncoder id) {
            if (text.startsWith(PositionStops.WHOLE)) {
                id.epochSeconds(0).positionId(0).revision(0).role(OrderRole.POSITION_STOP);
                return true;
            }
            if (!text.startsWith("r.")) {
                id.epochSeconds(0).positionId(0).revision(0).role(OrderRole.NONE);
                return false;
            }
            final long[] parts = new long[PARTS];
            int from = 2;
            for (int i = 0; i < PARTS; i++) {
                final int dot = text.indexOf('.', from);
                final int to = dot < 0 ? text.length() : dot;
                parts[i] = Long.parseLong(text, from, to, RADIX);
                from = to + 1;
            }
            id.epochSeconds(parts[0])
                    .positionId(parts[1])
                    .revision((int) parts[2])
                    .role(role((short) parts[PARTS - 1]));
            return true;
        }

        private static OrderRole role(final short value) {
            for (final OrderRole role : ROLES) {
                if (role.value() == value) {
                    return role;
                }
            }
            return OrderRole.NONE;
        }
    }
}
