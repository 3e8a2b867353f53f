package io.ratchet.engine.time;

import io.ratchet.engine.state.StateFields;

/**
 * The only "now" of the core: the largest time stamp of an input so far. Core thread.
 */
public final class EngineTime {
    private long nowNs;
    private long sequence;

    /**
     * Takes the stamp of an input; never runs backwards.
     *
     * @param inputSequence of the input in the journal.
     * @param timeNs        of the input.
     */
    public void advance(final long inputSequence, final long timeNs) {
        sequence = inputSequence;
        nowNs = Math.max(nowNs, timeNs);
    }

    /**
     * Hands over the time.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        nowNs = fields.of("nowNs", nowNs);
        sequence = fields.of("sequence", sequence);
    }

    /**
     * Engine time.
     *
     * @return nanoseconds since the epoch, 0 before the first input.
     */
    public long nowNs() {
        return nowNs;
    }

    /**
     * The input that is being decided.
     *
     * @return its journal sequence.
     */
    public long sequence() {
        return sequence;
    }
}
