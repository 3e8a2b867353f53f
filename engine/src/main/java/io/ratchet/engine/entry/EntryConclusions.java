package io.ratchet.engine.entry;

import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.EntryRefusal;

/**
 * Told what became of each accepted {@link EntryRequests#request}. Core thread.
 */
public interface EntryConclusions {

    /**
     * An accepted request ended.
     *
     * @param signalId   as requested.
     * @param positionId that was opened (first evidence of a fill), 0 if none.
     * @param refusal    NONE if it opened; else why not.
     * @param nowNs      engine time.
     * @param outputs    receives facts, and the commands of the signals that follow.
     */
    void onEntryConcluded(long signalId, long positionId, EntryRefusal refusal, long nowNs, Outputs outputs);
}
