package io.ratchet.engine.api;

import org.agrona.DirectBuffer;

/** Receives the records of a journal in their total order. */
@FunctionalInterface
public interface RecordHandler {

    /**
     * One record. The buffer is only valid during the call.
     *
     * @param sequence of the record.
     * @param kind     of the record.
     * @param buffer   that holds the SBE message, header first.
     * @param offset   of the message.
     * @param length   of the message in bytes.
     */
    void onRecord(long sequence, RecordKind kind, DirectBuffer buffer, int offset, int length);
}
