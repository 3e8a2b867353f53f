package io.ratchet.engine.codec;

import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.MoveStopDecoder;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.engine.sbe.Venue;
import org.agrona.DirectBuffer;

/** To which venue a command goes. Static and pure, any thread. */
public final class CommandVenue {
    private CommandVenue() {}

    /**
     * Reads the venue of a command.
     *
     * @param buffer that holds the SBE message, header first.
     * @param offset of the message.
     * @return the venue, NONE for a message that is no command.
     */
    public static Venue of(final DirectBuffer buffer, final int offset) {
        final int at = at(new MessageHeaderDecoder().wrap(buffer, offset).templateId());
        return at < 0 ? Venue.NONE : Venue.get(buffer.getByte(offset + MessageHeaderDecoder.ENCODED_LENGTH + at));
    }

    private static int at(final int templateId) {
        return switch (templateId) {
            case SetLeverageDecoder.TEMPLATE_ID -> SetLeverageDecoder.venueEncodingOffset();
            case PlaceEntryDecoder.TEMPLATE_ID -> PlaceEntryDecoder.venueEncodingOffset();
            case PlaceStopDecoder.TEMPLATE_ID -> PlaceStopDecoder.venueEncodingOffset();
            case MoveStopDecoder.TEMPLATE_ID -> MoveStopDecoder.venueEncodingOffset();
            case CancelStopDecoder.TEMPLATE_ID -> CancelStopDecoder.venueEncodingOffset();
            case CancelOrderDecoder.TEMPLATE_ID -> CancelOrderDecoder.venueEncodingOffset();
            case CloseAtMarketDecoder.TEMPLATE_ID -> CloseAtMarketDecoder.venueEncodingOffset();
            case PlaceExitDecoder.TEMPLATE_ID -> PlaceExitDecoder.venueEncodingOffset();
            case MoveExitDecoder.TEMPLATE_ID -> MoveExitDecoder.venueEncodingOffset();
            case QueryOrderDecoder.TEMPLATE_ID -> QueryOrderDecoder.venueEncodingOffset();
            case RequestSnapshotDecoder.TEMPLATE_ID -> RequestSnapshotDecoder.venueEncodingOffset();
            case SubscribeDecoder.TEMPLATE_ID -> SubscribeDecoder.venueEncodingOffset();
            case UnsubscribeDecoder.TEMPLATE_ID -> UnsubscribeDecoder.venueEncodingOffset();
            default -> -1;
        };
    }
}
