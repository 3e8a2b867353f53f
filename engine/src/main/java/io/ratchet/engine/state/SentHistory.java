package io.ratchet.engine.state;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.SnapshotPositionDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/**
 * Which commands really went out, when inputs decided by one version are decided again by another one: the journaled
 * commands are the history. A command that both decided is the same command under two numbers, and what the venue
 * answered to the one is an answer to the other; a command that only this version decides was never sent; an answer to
 * one that only the old version decided concerns nobody here, the next read tells what it did.
 *
 * <p>Cold path; one thread.
 */
final class SentHistory {
    /** The number of no command. */
    static final long NOBODY = 0;

    private static final int TEMPLATE_ID_OFFSET = 2;
    private static final int TEMPLATE_ID_MASK = 0xFFFF;
    private static final int BLOCK = MessageHeaderDecoder.ENCODED_LENGTH;

    private final Long2LongHashMap numbers = new Long2LongHashMap(NOBODY);
    private boolean[] isRecorded = new boolean[64];
    private long knownSequence;

    /** Numbers up to this one mean the same to both. */
    void knownTo(final long sequence) {
        knownSequence = sequence;
    }

    /** Before the recorded outputs of an input. */
    void begin(final Outputs produced) {
        if (isRecorded.length < produced.count()) {
            isRecorded = new boolean[2 * produced.count()];
        }
        Arrays.fill(isRecorded, false);
    }

    /** A recorded command: finds the same one among those produced. */
    void recorded(
            final long sequence,
            final Outputs produced,
            final long firstSequence,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        for (int i = 0; i < produced.count(); i++) {
            if (!isRecorded[i] && isSame(produced, i, buffer, offset, length)) {
                isRecorded[i] = true;
                if (templateId(buffer, offset) == RequestSnapshotDecoder.TEMPLATE_ID) {
                    numbers.put(snapshotId(buffer, offset), snapshotId(produced.buffer(), produced.offset(i)));
                } else {
                    numbers.put(sequence, firstSequence + i);
                }
                return;
            }
        }
    }

    /** Whether an output is a command that is not recorded. */
    boolean isUnsent(final Outputs produced, final int index) {
        return !isRecorded[index]
                && RecordKind.ofTemplate(templateId(produced.buffer(), produced.offset(index))) == RecordKind.COMMAND;
    }

    /** Puts this version's number in the place of the recorded one. */
    void translate(final MutableDirectBuffer input, final int offset) {
        final int field = field(templateId(input, offset));
        if (field >= 0) {
            final int at = offset + BLOCK + field;
            final long recorded = input.getLong(at, ByteOrder.LITTLE_ENDIAN);
            if (recorded > knownSequence) {
                input.putLong(at, numbers.get(recorded), ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    /** A read of the venue has its own number in it, all else of a command is what it asks for. */
    private static boolean isSame(
            final Outputs produced, final int index, final DirectBuffer buffer, final int offset, final int length) {
        if (produced.length(index) != length) {
            return false;
        }
        final int start = produced.offset(index);
        final boolean isRead = templateId(buffer, offset) == RequestSnapshotDecoder.TEMPLATE_ID;
        final int own = isRead ? BLOCK + RequestSnapshotDecoder.snapshotIdEncodingOffset() : length;
        for (int i = 0; i < length; i++) {
            final boolean isOwn = i >= own && i < own + Long.BYTES;
            if (!isOwn && produced.buffer().getByte(start + i) != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    private static int field(final int templateId) {
        return switch (templateId) {
            case CommandResultDecoder.TEMPLATE_ID -> CommandResultDecoder.commandSequenceEncodingOffset();
            case VenueSnapshotBeginDecoder.TEMPLATE_ID -> VenueSnapshotBeginDecoder.snapshotIdEncodingOffset();
            case SnapshotPositionDecoder.TEMPLATE_ID -> SnapshotPositionDecoder.snapshotIdEncodingOffset();
            case SnapshotOrderDecoder.TEMPLATE_ID -> SnapshotOrderDecoder.snapshotIdEncodingOffset();
            case SnapshotTradeDecoder.TEMPLATE_ID -> SnapshotTradeDecoder.snapshotIdEncodingOffset();
            case VenueSnapshotEndDecoder.TEMPLATE_ID -> VenueSnapshotEndDecoder.snapshotIdEncodingOffset();
            default -> -1;
        };
    }

    private static long snapshotId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(
                offset + BLOCK + RequestSnapshotDecoder.snapshotIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    private static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + TEMPLATE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & TEMPLATE_ID_MASK;
    }
}
