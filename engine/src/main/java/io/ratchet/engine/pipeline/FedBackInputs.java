package io.ratchet.engine.pipeline;

import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.SnapshotCause;
import io.ratchet.engine.sbe.SnapshotRequestedEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthEncoder;
import io.ratchet.engine.sbe.VenueState;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Inputs that the core thread makes for itself: results of commands that no gateway got. A bounded queue. */
final class FedBackInputs {
    private static final int SLOTS = 16_384;
    private static final byte[] TEXT = "egress ring".getBytes(StandardCharsets.US_ASCII);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SLOTS * Slot.OUTPUT_LENGTH]);
    private final int[] lengths = new int[SLOTS];
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SnapshotRequestedEncoder snapshot = new SnapshotRequestedEncoder();
    private final VenueHealthEncoder health = new VenueHealthEncoder();
    private int first;
    private int size;

    MutableDirectBuffer buffer() {
        return buffer;
    }

    int size() {
        return size;
    }

    /** Offset at which the next input is encoded; followed by {@link #end}. */
    int claim() {
        if (size == SLOTS) {
            throw new IllegalStateException("commands that no gateway took: actual>" + SLOTS + " expected<=" + SLOTS);
        }
        return slot(first + size) * Slot.OUTPUT_LENGTH;
    }

    void end(final int length) {
        lengths[slot(first + size)] = length;
        size++;
    }

    int firstOffset() {
        return first * Slot.OUTPUT_LENGTH;
    }

    int firstLength() {
        return lengths[first];
    }

    void removeFirst() {
        first = slot(first + 1);
        size--;
    }

    /** Queues a {@code SnapshotRequested}. */
    void snapshotRequested() {
        snapshot.wrapAndApplyHeader(buffer, claim(), header).timeNs(0).cause(SnapshotCause.INTERVAL);
        end(MessageHeaderEncoder.ENCODED_LENGTH + snapshot.encodedLength());
    }

    /** Queues a {@code VenueHealth}. */
    void venueHealth(final int venue, final byte state) {
        health.wrapAndApplyHeader(buffer, claim(), header)
                .timeNs(0)
                .venue(Venue.get((short) venue))
                .state(VenueState.get(state))
                .putText(TEXT, 0, TEXT.length);
        end(MessageHeaderEncoder.ENCODED_LENGTH + health.encodedLength());
    }

    private static int slot(final int index) {
        return index & (SLOTS - 1);
    }
}
