package io.ratchet.engine.api;

import org.agrona.DirectBuffer;

/**
 * The one total order of inputs and outputs. Appended to by the core thread alone.
 *
 * <p>A record that {@link #append} returned for survives the death of the process. It survives the loss of power once
 * {@link #durableSequence()} has reached it.
 */
public interface Journal extends AutoCloseable {

    /**
     * Appends one record. Core thread; never waits for the disk; allocates nothing.
     *
     * @param sequence of the record: the previous one plus one.
     * @param buffer   that holds the SBE message, header first.
     * @param offset   of the message.
     * @param length   of the message in bytes.
     * @throws JournalLostException if the record cannot be known to be in the journal; the node must stop.
     */
    void append(long sequence, DirectBuffer buffer, int offset, int length);

    /**
     * The newest sequence that survives the loss of power. Any thread.
     *
     * @return the sequence, 0 before the first.
     */
    long durableSequence();

    /**
     * The sequence of the newest record. Core thread.
     *
     * @return the sequence, 0 when the journal is empty.
     */
    long lastSequence();

    /** Forces what was appended and releases the files. Core thread. */
    @Override
    void close();
}
