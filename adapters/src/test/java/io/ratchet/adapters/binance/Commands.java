package io.ratchet.adapters.binance;

import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.codec.OrderIdFields;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CancelOrderEncoder;
import io.ratchet.engine.sbe.CancelStopEncoder;
import io.ratchet.engine.sbe.CloseAtMarketEncoder;
import io.ratchet.engine.sbe.CloseReason;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.MoveExitEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.PlaceEntryEncoder;
import io.ratchet.engine.sbe.PlaceExitEncoder;
import io.ratchet.engine.sbe.PlaceStopEncoder;
import io.ratchet.engine.sbe.QueryOrderEncoder;
import io.ratchet.engine.sbe.RequestSnapshotEncoder;
import io.ratchet.engine.sbe.SetLeverageEncoder;
import io.ratchet.engine.sbe.SubscribeEncoder;
import io.ratchet.engine.sbe.Venue;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes commands as the core does and hands them to a gateway. */
final class Commands {
    static final long EPOCH_SECONDS = 1_760_000_000L;

    private final VenueGateway gateway;
    private final LongSupplier clock;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    Commands(final VenueGateway gateway, final LongSupplier clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    static OrderIdFields id(final long position, final OrderRole role, final int revision) {
        return new OrderIdFields().set(EPOCH_SECONDS, position, role, revision);
    }

    void entry(
            final long sequence, final int instrument, final OrderIdFields id, final OrderSide side, final long qty) {
        final PlaceEntryEncoder command = new PlaceEntryEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .quantity(qty)
                .price(FixedPoint.NULL)
                .instrumentId(instrument);
        id.write(command.clientOrderId());
        command.venue(Venue.BINANCE).side(side).orderType(OrderType.MARKET);
        hand(sequence, command.encodedLength());
    }

    void close(
            final long sequence, final int instrument, final OrderIdFields id, final OrderSide side, final long qty) {
        close(sequence, instrument, id, side, qty, clock.getAsLong());
    }

    void close(
            final long sequence,
            final int instrument,
            final OrderIdFields id,
            final OrderSide side,
            final long qty,
            final long timeNs) {
        final CloseAtMarketEncoder command = new CloseAtMarketEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(timeNs)
                .quantity(qty)
                .price(FixedPoint.NULL)
                .instrumentId(instrument);
        id.write(command.clientOrderId());
        command.venue(Venue.BINANCE)
                .side(side)
                .orderType(OrderType.MARKET)
                .rung(0)
                .reason(CloseReason.OPERATOR);
        hand(sequence, command.encodedLength());
    }

    void stop(
            final long sequence,
            final int instrument,
            final OrderIdFields id,
            final OrderSide side,
            final long level,
            final long quantity) {
        final PlaceStopEncoder command = new PlaceStopEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .level(level)
                .quantity(quantity)
                .instrumentId(instrument);
        id.write(command.clientOrderId());
        command.venue(Venue.BINANCE).side(side).closePosition(quantity == 0 ? Flag.YES : Flag.NO);
        hand(sequence, command.encodedLength());
    }

    void exit(
            final long sequence,
            final int instrument,
            final OrderIdFields id,
            final OrderSide side,
            final long price,
            final long quantity) {
        final PlaceExitEncoder command = new PlaceExitEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .quantity(quantity)
                .price(price)
                .instrumentId(instrument);
        id.write(command.clientOrderId());
        command.venue(Venue.BINANCE).side(side);
        hand(sequence, command.encodedLength());
    }

    void moveExit(
            final long sequence,
            final int instrument,
            final OrderIdFields id,
            final OrderSide side,
            final long price,
            final long quantity) {
        final MoveExitEncoder command = new MoveExitEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .quantity(quantity)
                .price(price)
                .venueOrderId(FixedPoint.NULL)
                .instrumentId(instrument);
        id.write(command.clientOrderId());
        command.venue(Venue.BINANCE).side(side);
        hand(sequence, command.encodedLength());
    }

    void cancelStop(final long sequence, final int instrument, final OrderIdFields id) {
        final CancelStopEncoder command = new CancelStopEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .venueOrderId(FixedPoint.NULL)
                .instrumentId(instrument);
        id.write(command.clientOrderId());
        command.venue(Venue.BINANCE);
        hand(sequence, command.encodedLength());
    }

    void cancelOrder(final long sequence, final int instrument, final OrderIdFields id) {
        final CancelOrderEncoder command = new CancelOrderEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .venueOrderId(FixedPoint.NULL)
                .instrumentId(instrument);
        id.write(command.clientOrderId());
        command.venue(Venue.BINANCE);
        hand(sequence, command.encodedLength());
    }

    void query(final long sequence, final int instrument, final OrderIdFields id) {
        final QueryOrderEncoder command = new QueryOrderEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .instrumentId(instrument);
        id.write(command.clientOrderId());
        command.venue(Venue.BINANCE).book(OrderBook.NONE);
        hand(sequence, command.encodedLength());
    }

    void setLeverage(final long sequence, final int instrument, final int leverage) {
        final SetLeverageEncoder command = new SetLeverageEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .instrumentId(instrument)
                .leverage(leverage)
                .marginMode(MarginMode.ISOLATED)
                .venue(Venue.BINANCE);
        hand(sequence, command.encodedLength());
    }

    void snapshot(final long sequence, final long snapshotId) {
        final RequestSnapshotEncoder command = new RequestSnapshotEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .snapshotId(snapshotId)
                .tradesSinceMs(FixedPoint.NULL)
                .instrumentId(-1)
                .venue(Venue.BINANCE)
                .positions(Flag.YES)
                .ordinaryOrders(Flag.YES)
                .conditionalOrders(Flag.YES)
                .trades(Flag.NO);
        hand(sequence, command.encodedLength());
    }

    void trades(final long sequence, final long snapshotId, final int instrument, final long sinceMs) {
        final RequestSnapshotEncoder command = new RequestSnapshotEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .snapshotId(snapshotId)
                .tradesSinceMs(sinceMs)
                .instrumentId(instrument)
                .venue(Venue.BINANCE)
                .positions(Flag.NO)
                .ordinaryOrders(Flag.NO)
                .conditionalOrders(Flag.NO)
                .trades(Flag.YES);
        hand(sequence, command.encodedLength());
    }

    void subscribe(final long sequence, final int instrument) {
        final SubscribeEncoder command = new SubscribeEncoder();
        command.wrapAndApplyHeader(buffer, 0, header)
                .inputSequence(sequence - 1)
                .timeNs(clock.getAsLong())
                .instrumentId(instrument)
                .venue(Venue.BINANCE);
        hand(sequence, command.encodedLength());
    }

    private void hand(final long sequence, final int bodyLength) {
        gateway.onCommand(sequence, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }
}
