package io.ratchet.engine.pipeline;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OrderSide;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueSnapshotEndEncoder;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Reads the fields that all commands share and encodes the result of one that no gateway has answered. */
final class Commands {
    private static final int ABSENT = -1;
    private static final int COUNT = 12;
    private static final byte[] NO_TEXT = new byte[0];
    private static final int[] VENUE = new int[COUNT];
    private static final int[] INSTRUMENT = new int[COUNT];
    private static final int[] CLIENT_ORDER_ID = new int[COUNT];

    static {
        Arrays.fill(VENUE, ABSENT);
        define(
                SetLeverageDecoder.TEMPLATE_ID,
                SetLeverageDecoder.venueEncodingOffset(),
                SetLeverageDecoder.instrumentIdEncodingOffset(),
                ABSENT);
        define(
                PlaceEntryDecoder.TEMPLATE_ID,
                PlaceEntryDecoder.venueEncodingOffset(),
                PlaceEntryDecoder.instrumentIdEncodingOffset(),
                PlaceEntryDecoder.clientOrderIdEncodingOffset());
        define(
                PlaceStopDecoder.TEMPLATE_ID,
                PlaceStopDecoder.venueEncodingOffset(),
                PlaceStopDecoder.instrumentIdEncodingOffset(),
                PlaceStopDecoder.clientOrderIdEncodingOffset());
        define(
                CancelStopDecoder.TEMPLATE_ID,
                CancelStopDecoder.venueEncodingOffset(),
                CancelStopDecoder.instrumentIdEncodingOffset(),
                CancelStopDecoder.clientOrderIdEncodingOffset());
        define(
                CancelOrderDecoder.TEMPLATE_ID,
                CancelOrderDecoder.venueEncodingOffset(),
                CancelOrderDecoder.instrumentIdEncodingOffset(),
                CancelOrderDecoder.clientOrderIdEncodingOffset());
        define(
                CloseAtMarketDecoder.TEMPLATE_ID,
                CloseAtMarketDecoder.venueEncodingOffset(),
                CloseAtMarketDecoder.instrumentIdEncodingOffset(),
                CloseAtMarketDecoder.clientOrderIdEncodingOffset());
        define(
                QueryOrderDecoder.TEMPLATE_ID,
                QueryOrderDecoder.venueEncodingOffset(),
                QueryOrderDecoder.instrumentIdEncodingOffset(),
                QueryOrderDecoder.clientOrderIdEncodingOffset());
        define(
                RequestSnapshotDecoder.TEMPLATE_ID,
                RequestSnapshotDecoder.venueEncodingOffset(),
                RequestSnapshotDecoder.instrumentIdEncodingOffset(),
                ABSENT);
        define(
                SubscribeDecoder.TEMPLATE_ID,
                SubscribeDecoder.venueEncodingOffset(),
                SubscribeDecoder.instrumentIdEncodingOffset(),
                ABSENT);
        define(
                UnsubscribeDecoder.TEMPLATE_ID,
                UnsubscribeDecoder.venueEncodingOffset(),
                UnsubscribeDecoder.instrumentIdEncodingOffset(),
                ABSENT);
        define(
                PlaceExitDecoder.TEMPLATE_ID,
                PlaceExitDecoder.venueEncodingOffset(),
                PlaceExitDecoder.instrumentIdEncodingOffset(),
                PlaceExitDecoder.clientOrderIdEncodingOffset());
        define(
                MoveExitDecoder.TEMPLATE_ID,
                MoveExitDecoder.venueEncodingOffset(),
                MoveExitDecoder.instrumentIdEncodingOffset(),
                MoveExitDecoder.clientOrderIdEncodingOffset());
    }

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandResultEncoder result = new CommandResultEncoder();
    private final VenueSnapshotEndEncoder snapshotEnd = new VenueSnapshotEndEncoder();

    /** Template id of any message. */
    static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                & 0xFFFF;
    }

    /** Number of the venue that a command is for. */
    static int venue(final DirectBuffer buffer, final int offset) {
        final int templateId = templateId(buffer, offset);
        final int index = templateId - RecordKind.FIRST_COMMAND_TEMPLATE_ID;
        if (index < 0 || index >= COUNT || VENUE[index] == ABSENT) {
            throw new IllegalStateException("command template: actual=" + templateId + " expected a known command");
        }
        return buffer.getByte(block(offset) + VENUE[index]) & 0xFF;
    }

    /**
     * Encodes what became of a command that no gateway answers for: a {@code VenueSnapshotEnd} without success for a
     * {@code RequestSnapshot}, a {@code CommandResult} for all else.
     *
     * @return the length of the encoded input.
     */
    int encodeUnanswered(
            final MutableDirectBuffer target,
            final int targetOffset,
            final long commandSequence,
            final DirectBuffer command,
            final int offset,
            final CommandOutcome outcome,
            final OutcomeReason reason) {
        return templateId(command, offset) == RequestSnapshotDecoder.TEMPLATE_ID
                ? encodeSnapshotEnd(target, targetOffset, command, offset, outcome)
                : encodeResult(target, targetOffset, commandSequence, command, offset, outcome, reason);
    }

    private int encodeResult(
            final MutableDirectBuffer target,
            final int targetOffset,
            final long commandSequence,
            final DirectBuffer command,
            final int offset,
            final CommandOutcome outcome,
            final OutcomeReason reason) {
        final int templateId = templateId(command, offset);
        final int index = templateId - RecordKind.FIRST_COMMAND_TEMPLATE_ID;
        result.wrapAndApplyHeader(target, targetOffset, header)
                .timeNs(0)
                .commandSequence(commandSequence)
                .handedNs(CommandResultEncoder.handedNsNullValue())
                .sentNs(CommandResultEncoder.sentNsNullValue())
                .ackNs(CommandResultEncoder.ackNsNullValue())
                .venueTimeMs(CommandResultEncoder.venueTimeMsNullValue())
                .venueOrderId(CommandResultEncoder.venueOrderIdNullValue())
                .linkedOrderId(CommandResultEncoder.linkedOrderIdNullValue())
                .level(CommandResultEncoder.levelNullValue())
                .quantity(CommandResultEncoder.quantityNullValue())
                .filledQuantity(CommandResultEncoder.filledQuantityNullValue())
                .averagePrice(CommandResultEncoder.averagePriceNullValue())
                .price(CommandResultEncoder.priceNullValue())
                .instrumentId(command.getInt(block(offset) + INSTRUMENT[index], ByteOrder.LITTLE_ENDIAN))
                .venueCode(0)
                .commandType(templateId)
                .venue(Venue.get((short) venue(command, offset)))
                .outcome(outcome)
                .reason(reason)
                .status(OrderStatus.NONE)
                .book(OrderBook.NONE)
                .side(OrderSide.NONE);
        copyClientOrderId(command, offset, index);
        result.putText(NO_TEXT, 0, 0);
        return MessageHeaderEncoder.ENCODED_LENGTH + result.encodedLength();
    }

    private void copyClientOrderId(final DirectBuffer command, final int offset, final int index) {
        final int target = result.offset() + CommandResultEncoder.clientOrderIdEncodingOffset();
        if (CLIENT_ORDER_ID[index] == ABSENT) {
            result.clientOrderId().epochSeconds(0).positionId(0).revision(0).role(OrderRole.NONE);
        } else {
            result.buffer()
                    .putBytes(
                            target,
                            command,
                            block(offset) + CLIENT_ORDER_ID[index],
                            ClientOrderIdDecoder.ENCODED_LENGTH);
        }
    }

    private int encodeSnapshotEnd(
            final MutableDirectBuffer target,
            final int targetOffset,
            final DirectBuffer command,
            final int offset,
            final CommandOutcome outcome) {
        snapshotEnd
                .wrapAndApplyHeader(target, targetOffset, header)
                .timeNs(0)
                .snapshotId(command.getLong(
                        block(offset) + RequestSnapshotDecoder.snapshotIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN))
                .rows(0)
                .venue(Venue.get((short) venue(command, offset)))
                .success(Flag.NO)
                .failure(outcome == CommandOutcome.NOT_SENT ? SnapshotFailure.NOT_SENT : SnapshotFailure.REQUEST_FAILED)
                .putText(NO_TEXT, 0, 0);
        return MessageHeaderEncoder.ENCODED_LENGTH + snapshotEnd.encodedLength();
    }

    private static int block(final int offset) {
        return offset + MessageHeaderDecoder.ENCODED_LENGTH;
    }

    private static void define(
            final int templateId, final int venueOffset, final int instrumentOffset, final int clientOrderIdOffset) {
        final int index = templateId - RecordKind.FIRST_COMMAND_TEMPLATE_ID;
        VENUE[index] = venueOffset;
        INSTRUMENT[index] = instrumentOffset;
        CLIENT_ORDER_ID[index] = clientOrderIdOffset;
    }
}
