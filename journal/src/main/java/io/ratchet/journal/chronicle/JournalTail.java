package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.JournalReader;

/** A reader that knows where it is, and can begin behind a record. One thread. */
public interface JournalTail extends JournalReader {
    /**
     * The record handed over last, or the one before the first.
     *
     * @return its sequence.
     */
    long lastSequence();

    /**
     * Hash of the record handed over last; that of the record before the first one, once the reader has found it.
     *
     * @return the hash, 0 before the first record.
     */
    int lastHash();

    /**
     * Finds the place to read from, if the journal has it yet.
     *
     * @return false if the journal is still empty.
     * @throws io.ratchet.engine.api.EngineException if the journal ends before that place.
     */
    boolean locate();
}
