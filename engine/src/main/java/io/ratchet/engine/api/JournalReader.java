package io.ratchet.engine.api;

/**
 * Reads a journal from its first record on. Any one thread; never disturbs the writer.
 */
public interface JournalReader extends AutoCloseable {

    /**
     * Hands over the next records, in order, each checked (sequence, checksum, chain).
     *
     * @param handler of the records.
     * @param limit   at most so many records, ≥ 1.
     * @return how many were handed over; 0 when there is nothing new yet.
     * @throws JournalDamagedException at the first record that is not what was written.
     */
    int poll(RecordHandler handler, int limit);

    /** Releases the files. */
    @Override
    void close();
}
