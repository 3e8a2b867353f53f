package io.ratchet.bench.workload;

import io.ratchet.engine.api.Journal;
import org.agrona.DirectBuffer;

/** A journal that is nowhere: counts, and records where a recording is given. */
public final class Records implements Journal {
    private Recording recording;
    private long lastSequence;

    /** A journal that only counts. */
    public Records() {
        this(null);
    }

    /**
     * A journal that records.
     *
     * @param recording receives each record; null for none.
     */
    public Records(final Recording recording) {
        record(recording);
    }

    /**
     * Records from now on.
     *
     * @param newRecording receives each record; null for none.
     */
    public final void record(final Recording newRecording) {
        recording = newRecording;
    }

    @Override
    public void append(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        lastSequence = sequence;
        if (recording != null) {
            recording.add(buffer, offset, length);
        }
    }

    @Override
    public long durableSequence() {
        return lastSequence;
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public void close() {}
}
