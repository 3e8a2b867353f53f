package io.ratchet.engine.core;

import org.agrona.DirectBuffer;

/**
 * A pure function of (state, input): the pipeline, recovery, replay, the simulator and {@code simulate} drive it alike.
 */
public interface Core {

    /**
     * Decides one input. The core sets its time from the input, dispatches it, then fires the timers that are due.
     *
     * @param sequence of the input in the journal; its outputs are sequence+1, sequence+2, …
     * @param buffer   that holds the SBE message, header first.
     * @param offset   of the message.
     * @param length   of the message in bytes.
     * @param outputs  receives the commands and facts, cleared by the caller.
     */
    void onInput(long sequence, DirectBuffer buffer, int offset, int length, Outputs outputs);

    /**
     * When the next timer is due.
     *
     * @return engine time in ns, {@code Long.MAX_VALUE} when there is none.
     */
    long nextDeadlineNs();

    /**
     * Hash of the whole state, facts excluded; equal on every machine after equal inputs.
     *
     * @return the hash.
     */
    long stateHash();
}
