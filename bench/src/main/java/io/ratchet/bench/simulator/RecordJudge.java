package io.ratchet.bench.simulator;

import io.ratchet.engine.api.RecordKind;
import org.agrona.DirectBuffer;

/** Judges the journal record by record. */
interface RecordJudge {
    /**
     * A record.
     *
     * @param sequence of it.
     * @param kind     of it.
     * @param type     template of its message.
     * @param buffer   with the message, header included.
     * @param offset   of it.
     */
    void onRecord(long sequence, RecordKind kind, int type, DirectBuffer buffer, int offset);

    /** The end of the journal was lost: forget all, it is read again from the first record. */
    void forget();

    /** The faults are over and a minute has passed. */
    default void converged() {}
}
