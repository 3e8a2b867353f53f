package io.ratchet.adapters.binance;

import io.ratchet.adapters.common.OrderRow;
import io.ratchet.adapters.common.VenueText;
import io.ratchet.adapters.net.WebSocketConnection;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.codec.OrderIdFields;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultEncoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.Venue;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One command between hand-over and the acceptance of its result by the ring. Several threads may learn how it ended (the
 * answer on the event loop, the deadline on the egress thread, a lost connection); the one that wins the state change
 * owns the slot and writes the only result.
 *
 * <pre>
 *            egress                 egress               whoever wins           ring accepts
 *   FREE ──► OWNED ──► WAITING ──► IN_FLIGHT ──────────► OWNED ──► RESULT ────────────────► FREE
 *                      disk,  ▲         │  time stamp refused
 *                      clock  └─────────┘
 * </pre>
 */
final class CommandSlot {
    static final int FREE = 0;
    static final int OWNED = 1;
    static final int WAITING_FOR_DISK = 2;
    static final int WAITING_FOR_CLOCK = 3;
    static final int IN_FLIGHT = 4;
    static final int RESULT = 5;

    private static final int BUFFER_LENGTH = 512;

    /** See the diagram. */
    final AtomicInteger state = new AtomicInteger(FREE);
    /** The command, header first. */
    final UnsafeBuffer command = new UnsafeBuffer(new byte[BUFFER_LENGTH]);

    final OrderIdFields clientId = new OrderIdFields();
    int commandLength;
    int commandType;
    long sequence;
    int instrumentId;
    OrderBook book;
    OrderSide side;
    long handedNs;
    long deadlineNs;
    long clockGeneration;
    boolean isRetried;
    /** Names this use of the slot to answers; an answer to an earlier use finds another number. */
    volatile long requestId;

    volatile long sentNs;
    volatile WebSocketConnection connection;

    private final UnsafeBuffer result = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandResultEncoder encoder = new CommandResultEncoder();
    private final VenueClock clock;
    private int resultLength;

    /**
     * A free slot.
     *
     * @param clock of the venue, in whose time its evidence comes.
     */
    CommandSlot(final VenueClock clock) {
        this.clock = clock;
    }

    /** Takes a command. Egress thread, slot OWNED. */
    void take(
            final long newRequestId,
            final long newSequence,
            final int newType,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        requestId = newRequestId;
        sequence = newSequence;
        commandType = newType;
        command.putBytes(0, buffer, offset, length);
        commandLength = length;
        clientId.clear();
        instrumentId = -1;
        book = OrderBook.NONE;
        side = OrderSide.NONE;
        handedNs = nowNs;
        sentNs = FixedPoint.NULL;
        deadlineNs = Long.MAX_VALUE;
        connection = null;
        isRetried = false;
    }

    /**
     * Makes the caller the owner if this use of the slot is still in flight.
     *
     * @return whether the caller must complete it now.
     */
    boolean tryOwn(final long expectedRequestId, final int expectedState) {
        if (requestId != expectedRequestId || !state.compareAndSet(expectedState, OWNED)) {
            return false;
        }
        if (requestId != expectedRequestId) {
            state.set(expectedState);
            return false;
        }
        return true;
    }

    /** Writes the result and offers it; owner only. A full ring leaves it to {@link #offerAgain}. */
    boolean complete(
            final Ingress ingress,
            final CommandOutcome outcome,
            final OutcomeReason reason,
            final int venueCode,
            final String text,
            final OrderRow row,
            final long ackNs) {
        encoder.wrapAndApplyHeader(result, 0, header)
                .timeNs(0)
                .commandSequence(sequence)
                .handedNs(handedNs)
                .sentNs(sentNs)
                .ackNs(ackNs)
                .instrumentId(instrumentId)
                .venueCode(venueCode)
                .commandType(commandType)
                .venue(Venue.BINANCE)
                .outcome(outcome)
                .reason(reason);
        clientId.write(encoder.clientOrderId());
        if (row == null) {
            evidence(FixedPoint.NULL, FixedPoint.NULL, FixedPoint.NULL, FixedPoint.NULL);
            encoder.filledQuantity(FixedPoint.NULL)
                    .averagePrice(FixedPoint.NULL)
                    .price(FixedPoint.NULL)
                    .status(OrderStatus.NONE)
                    .book(book)
                    .side(side);
        } else {
            evidence(clock.engineMs(row.createdMs), row.venueOrderId, row.linkedOrderId, row.level);
            encoder.quantity(row.quantity)
                    .filledQuantity(row.filledQuantity)
                    .averagePrice(row.averagePrice)
                    .price(row.price)
                    .status(row.status)
                    .book(row.book)
                    .side(row.side);
        }
        encoder.text(VenueText.sanitised(text));
        resultLength = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        connection = null;
        state.set(RESULT);
        return offerAgain(ingress);
    }

    /** Offers the result to the ring; any thread, one at a time wins. */
    boolean offerAgain(final Ingress ingress) {
        if (!state.compareAndSet(RESULT, OWNED)) {
            return false;
        }
        final boolean isAccepted = ingress.offer(result, 0, resultLength);
        state.set(isAccepted ? FREE : RESULT);
        return isAccepted;
    }

    private void evidence(final long venueTimeMs, final long venueOrderId, final long linkedOrderId, final long level) {
        encoder.venueTimeMs(venueTimeMs)
                .venueOrderId(venueOrderId)
                .linkedOrderId(linkedOrderId)
                .level(level)
                .quantity(FixedPoint.NULL);
    }
}
