package io.ratchet.journal;

import io.ratchet.engine.api.Journal;
import org.agrona.DirectBuffer;

/**
 * The journal of a node that has none: counts records and keeps nothing, so that it can neither fail nor fill. What
 * happened is in the log only. Core thread; {@link #durableSequence} and {@link #lastSequence} any.
 */
public final class VolatileJournal implements Journal {
    private volatile long lastSequence;

    /** Nothing counted. */
    public VolatileJournal() {
        // 0 is set above.
    }

    @Override
    public void append(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        lastSequence = sequence;
    }

    /** Nothing ever is; nobody waits for a disk that is not there. */
    @Override
    public long durableSequence() {
        return lastSequence;
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
