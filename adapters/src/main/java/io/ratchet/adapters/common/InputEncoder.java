package io.ratchet.adapters.common;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.BalanceUpdateEncoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusEncoder;
import io.ratchet.engine.sbe.FillEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.FundingPaidEncoder;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OrderUpdateEncoder;
import io.ratchet.engine.sbe.PositionUpdateEncoder;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.SnapshotOrderEncoder;
import io.ratchet.engine.sbe.SnapshotPositionEncoder;
import io.ratchet.engine.sbe.SnapshotTradeEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthEncoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginEncoder;
import io.ratchet.engine.sbe.VenueSnapshotEndEncoder;
import io.ratchet.engine.sbe.VenueState;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes the inputs of one venue, one at a time, into its own buffer; every method returns the length of the message.
 * One thread per instance. {@code timeNs} stays 0: the ingress stamps it.
 */
public final class InputEncoder {
    private static final int BUFFER_LENGTH = 512;

    private final Venue venue;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final InstrumentDefinedEncoder instrumentDefined = new InstrumentDefinedEncoder();
    private final FeedStatusEncoder feedStatus = new FeedStatusEncoder();
    private final VenueHealthEncoder venueHealth = new VenueHealthEncoder();
    private final OrderUpdateEncoder orderUpdate = new OrderUpdateEncoder();
    private final FillEncoder fill = new FillEncoder();
    private final FundingPaidEncoder fundingPaid = new FundingPaidEncoder();
    private final PositionUpdateEncoder positionUpdate = new PositionUpdateEncoder();
    private final BalanceUpdateEncoder balanceUpdate = new BalanceUpdateEncoder();
    private final VenueSnapshotBeginEncoder snapshotBegin = new VenueSnapshotBeginEncoder();
    private final SnapshotPositionEncoder snapshotPosition = new SnapshotPositionEncoder();
    private final SnapshotOrderEncoder snapshotOrder = new SnapshotOrderEncoder();
    private final SnapshotTradeEncoder snapshotTrade = new SnapshotTradeEncoder();
    private final VenueSnapshotEndEncoder snapshotEnd = new VenueSnapshotEndEncoder();

    /**
     * For one venue.
     *
     * @param venue of every message; NONE for the signal server.
     */
    public InputEncoder(final Venue venue) {
        this.venue = venue;
    }

    /**
     * Where the message is.
     *
     * @return the buffer, message at offset 0.
     */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /**
     * An instrument and its filters.
     *
     * @param instrumentId of it.
     * @param symbol       as messages carry it.
     * @param spec         of it.
     * @return length in bytes.
     */
    public int instrumentDefined(final int instrumentId, final String symbol, final InstrumentSpec spec) {
        instrumentDefined
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .tickSize(spec.tickSize())
                .stepSize(spec.stepSize())
                .minQuantity(spec.minQuantity())
                .maxQuantity(spec.maxQuantity())
                .maxMarketQuantity(spec.maxMarketQuantity())
                .minNotional(spec.minNotional())
                .minPrice(spec.minPrice())
                .maxPrice(spec.maxPrice())
                .bandUpPpm(spec.bandUpPpm())
                .bandDownPpm(spec.bandDownPpm())
                .instrumentId(instrumentId)
                .venue(venue)
                .status(spec.status())
                .symbol(symbol);
        return length(instrumentDefined.encodedLength());
    }

    /**
     * A connection came up or went down.
     *
     * @param feed  kind of the connection.
     * @param state of it.
     * @param epoch counts the connections of the kind.
     * @param text  sanitised.
     * @return length in bytes.
     */
    public int feedStatus(final MarketFeed feed, final FeedState state, final int epoch, final String text) {
        feedStatus
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .epoch(epoch)
                .venue(venue)
                .feed(feed)
                .state(state)
                .text(text);
        return length(feedStatus.encodedLength());
    }

    /**
     * Health of the venue.
     *
     * @param state of it.
     * @param text  sanitised.
     * @return length in bytes.
     */
    public int venueHealth(final VenueState state, final String text) {
        venueHealth
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .venue(venue)
                .state(state)
                .text(text);
        return length(venueHealth.encodedLength());
    }

    /**
     * State of an order.
     *
     * @param row the order.
     * @return length in bytes.
     */
    public int orderUpdate(final OrderRow row) {
        orderUpdate
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .venueTimeMs(row.venueTimeMs)
                .venueOrderId(row.venueOrderId)
                .linkedOrderId(row.linkedOrderId)
                .price(row.price)
                .level(row.level)
                .quantity(row.quantity)
                .filledQuantity(row.filledQuantity)
                .averagePrice(row.averagePrice)
                .instrumentId(row.instrumentId);
        row.clientId.write(orderUpdate.clientOrderId());
        orderUpdate
                .venue(venue)
                .book(row.book)
                .side(row.side)
                .orderType(row.type)
                .status(row.status)
                .workingType(row.workingType)
                .reduceOnly(flag(row.isReduceOnly))
                .closePosition(flag(row.isClosePosition))
                .foreignId(row.foreignId);
        return length(orderUpdate.encodedLength());
    }

    /**
     * A trade.
     *
     * @param row the trade.
     * @return length in bytes.
     */
    public int fill(final TradeRow row) {
        fill.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .venueTimeMs(row.venueTimeMs)
                .venueOrderId(row.venueOrderId)
                .tradeId(row.tradeId)
                .price(row.price)
                .quantity(row.quantity)
                .fee(row.fee)
                .realisedPnl(row.realisedPnl)
                .instrumentId(row.instrumentId);
        row.clientId.write(fill.clientOrderId());
        fill.feeAsset(row.feeAsset)
                .venue(venue)
                .side(row.side)
                .maker(flag(row.isMaker))
                .liquidation(flag(row.isLiquidation))
                .adl(flag(row.isAdl))
                .foreignId(row.foreignId);
        return length(fill.encodedLength());
    }

    /**
     * A funding payment.
     *
     * @param instrumentId of the position, {@link InstrumentRegistry#UNKNOWN} if the venue does not say.
     * @param asset        paid in, at most 8 characters.
     * @param money        1e-8, negative when we paid.
     * @param venueTimeMs  of it.
     * @return length in bytes.
     */
    public int fundingPaid(final int instrumentId, final String asset, final long money, final long venueTimeMs) {
        fundingPaid
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .venueTimeMs(venueTimeMs)
                .money(money)
                .instrumentId(instrumentId)
                .asset(asset)
                .venue(venue);
        return length(fundingPaid.encodedLength());
    }

    /**
     * A position.
     *
     * @param instrumentId of it.
     * @param quantity     1e-8, signed.
     * @param entryPrice   1e-10.
     * @param venueTimeMs  of it.
     * @return length in bytes.
     */
    public int positionUpdate(
            final int instrumentId, final long quantity, final long entryPrice, final long venueTimeMs) {
        positionUpdate
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .venueTimeMs(venueTimeMs)
                .quantity(quantity)
                .entryPrice(entryPrice)
                .instrumentId(instrumentId)
                .venue(venue)
                .stopLevel(PositionUpdateEncoder.stopLevelNullValue());
        return length(positionUpdate.encodedLength());
    }

    /**
     * A balance.
     *
     * @param asset       of it, at most 8 characters.
     * @param wallet      1e-8.
     * @param available   1e-8 or null value.
     * @param venueTimeMs of it.
     * @return length in bytes.
     */
    public int balanceUpdate(final String asset, final long wallet, final long available, final long venueTimeMs) {
        return balanceUpdate(asset, wallet, available, venueTimeMs, FixedPoint.NULL);
    }

    /**
     * A balance and what was moved.
     *
     * @param asset       of it, at most 8 characters.
     * @param wallet      1e-8.
     * @param available   1e-8 or null value.
     * @param venueTimeMs of it.
     * @param transfer    what of the change was moved into the account, 1e-8; null value if the venue does not say.
     * @return length in bytes.
     */
    public int balanceUpdate(
            final String asset, final long wallet, final long available, final long venueTimeMs, final long transfer) {
        balanceUpdate
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .venueTimeMs(venueTimeMs)
                .walletBalance(wallet)
                .availableBalance(available)
                .asset(asset)
                .venue(venue)
                .transfer(transfer);
        return length(balanceUpdate.encodedLength());
    }

    /**
     * Rows of a snapshot follow.
     *
     * @param snapshotId          of the request.
     * @param readNs              when the first read began.
     * @param instrumentId        of the request, -1 for all.
     * @param hasPositions        whether position rows are included.
     * @param hasOrdinary         whether the ordinary book is included.
     * @param hasConditional      whether the conditional book is included.
     * @param hasTrades           whether trades are included.
     * @param isHedge             whether the account is in hedge mode.
     * @return length in bytes.
     */
    public int snapshotBegin(
            final long snapshotId,
            final long readNs,
            final int instrumentId,
            final boolean hasPositions,
            final boolean hasOrdinary,
            final boolean hasConditional,
            final boolean hasTrades,
            final boolean isHedge) {
        snapshotBegin
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .snapshotId(snapshotId)
                .readNs(readNs)
                .instrumentId(instrumentId)
                .venue(venue)
                .positions(flag(hasPositions))
                .ordinaryOrders(flag(hasOrdinary))
                .conditionalOrders(flag(hasConditional))
                .trades(flag(hasTrades))
                .hedgeMode(flag(isHedge));
        return length(snapshotBegin.encodedLength());
    }

    /**
     * A position row.
     *
     * @param snapshotId       of the request.
     * @param instrumentId     of the position.
     * @param quantity         1e-8, signed.
     * @param entryPrice       1e-10.
     * @param markPrice        1e-10 or null value.
     * @param liquidationPrice 1e-10 or null value.
     * @param venueTimeMs      of it.
     * @param marginMode       of the symbol, NONE if not said.
     * @return length in bytes.
     */
    public int snapshotPosition(
            final long snapshotId,
            final int instrumentId,
            final long quantity,
            final long entryPrice,
            final long markPrice,
            final long liquidationPrice,
            final long venueTimeMs,
            final MarginMode marginMode) {
        snapshotPosition
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .snapshotId(snapshotId)
                .quantity(quantity)
                .entryPrice(entryPrice)
                .markPrice(markPrice)
                .liquidationPrice(liquidationPrice)
                .venueTimeMs(venueTimeMs)
                .instrumentId(instrumentId)
                .venue(venue)
                .leverage(0)
                .marginMode(marginMode)
                .stopLevel(SnapshotPositionEncoder.stopLevelNullValue());
        return length(snapshotPosition.encodedLength());
    }

    /**
     * An order row.
     *
     * @param snapshotId of the request.
     * @param row        the order.
     * @return length in bytes.
     */
    public int snapshotOrder(final long snapshotId, final OrderRow row) {
        snapshotOrder
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .snapshotId(snapshotId)
                .venueTimeMs(row.venueTimeMs)
                .venueOrderId(row.venueOrderId)
                .linkedOrderId(row.linkedOrderId)
                .price(row.price)
                .level(row.level)
                .quantity(row.quantity)
                .filledQuantity(row.filledQuantity)
                .averagePrice(row.averagePrice)
                .instrumentId(row.instrumentId);
        row.clientId.write(snapshotOrder.clientOrderId());
        snapshotOrder
                .venue(venue)
                .book(row.book)
                .side(row.side)
                .orderType(row.type)
                .status(row.status)
                .workingType(row.workingType)
                .reduceOnly(flag(row.isReduceOnly))
                .closePosition(flag(row.isClosePosition))
                .foreignId(row.foreignId);
        return length(snapshotOrder.encodedLength());
    }

    /**
     * A trade row.
     *
     * @param snapshotId of the request.
     * @param row        the trade.
     * @return length in bytes.
     */
    public int snapshotTrade(final long snapshotId, final TradeRow row) {
        snapshotTrade
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .snapshotId(snapshotId)
                .venueTimeMs(row.venueTimeMs)
                .venueOrderId(row.venueOrderId)
                .tradeId(row.tradeId)
                .price(row.price)
                .quantity(row.quantity)
                .fee(row.fee)
                .realisedPnl(row.realisedPnl)
                .instrumentId(row.instrumentId);
        row.clientId.write(snapshotTrade.clientOrderId());
        snapshotTrade.feeAsset(row.feeAsset).venue(venue).side(row.side).maker(flag(row.isMaker));
        return length(snapshotTrade.encodedLength());
    }

    /**
     * A snapshot is over.
     *
     * @param snapshotId of the request.
     * @param rows       that were sent.
     * @param failure    NONE for a success.
     * @param text       sanitised.
     * @return length in bytes.
     */
    public int snapshotEnd(final long snapshotId, final int rows, final SnapshotFailure failure, final String text) {
        snapshotEnd
                .wrapAndApplyHeader(buffer, 0, header)
                .timeNs(0)
                .snapshotId(snapshotId)
                .rows(rows)
                .venue(venue)
                .success(flag(failure == SnapshotFailure.NONE))
                .failure(failure)
                .text(text);
        return length(snapshotEnd.encodedLength());
    }

    private static Flag flag(final boolean value) {
        return value ? Flag.YES : Flag.NO;
    }

    private static int length(final int bodyLength) {
        return MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
    }
}
