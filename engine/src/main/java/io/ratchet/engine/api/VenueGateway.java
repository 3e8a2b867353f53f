package io.ratchet.engine.api;

import org.agrona.DirectBuffer;

/**
 * One venue's way out. Called only by the egress thread of that venue; must never block.
 *
 * <p>Each command ends in exactly one {@code CommandResult} through {@link Ingress} (a {@code RequestSnapshot} in one
 * {@code VenueSnapshotEnd}, {@code Subscribe} and {@code Unsubscribe} in none). The in-flight slot of a command is kept
 * until its result was accepted by the ring.
 */
public interface VenueGateway extends AutoCloseable {

    /**
     * Takes one command. If it cannot be taken now (in-flight table full) the gateway itself reports NOT_SENT.
     *
     * @param sequence of the command in the journal; the {@code commandSequence} of its result.
     * @param buffer   that holds the SBE message, header first; valid only during the call.
     * @param offset   of the message.
     * @param length   of the message in bytes.
     */
    void onCommand(long sequence, DirectBuffer buffer, int offset, int length);

    /**
     * One turn of the duty cycle: deadlines, parked results, entries that wait for the disk.
     *
     * @return how much was done; 0 lets the egress thread idle.
     */
    int doWork();

    /** Closes connections; what is in flight stays UNKNOWN. */
    @Override
    void close();
}
