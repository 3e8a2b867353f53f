package io.ratchet.engine.api;

import org.agrona.DirectBuffer;

/**
 * Watches outputs. Called by the listener thread; a slow one loses facts (counted) and delays nobody.
 */
@FunctionalInterface
public interface EngineListener {

    /**
     * One output, valid only during the call.
     *
     * @param sequence of the record.
     * @param buffer   that holds the SBE message, header first.
     * @param offset   of the message.
     * @param length   of the message in bytes.
     */
    void onOutput(long sequence, DirectBuffer buffer, int offset, int length);
}
