package io.ratchet.adapters.sim;

import org.agrona.MutableDirectBuffer;

/** Takes encoded inputs of the engine, in order. */
@FunctionalInterface
public interface InputSink {

    /**
     * One input; valid only during the call. Its timeNs is set.
     *
     * @param buffer that holds the SBE message, header first.
     * @param offset of the message.
     * @param length of the message in bytes.
     */
    void onInput(MutableDirectBuffer buffer, int offset, int length);
}
