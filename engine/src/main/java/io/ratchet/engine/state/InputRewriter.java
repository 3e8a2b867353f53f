package io.ratchet.engine.state;

import org.agrona.MutableDirectBuffer;

/** Changes inputs on their way into a replayed core: what if this policy value had been another. */
@FunctionalInterface
public interface InputRewriter {

    /**
     * May change one input in place.
     *
     * @param sequence of the input.
     * @param buffer   that holds a copy of the SBE message, header first.
     * @param offset   of the message.
     * @param length   of the message in bytes; it stays the same.
     */
    void rewrite(long sequence, MutableDirectBuffer buffer, int offset, int length);
}
