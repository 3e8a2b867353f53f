package io.ratchet.engine.entry;

import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.Venue;

/**
 * How the waves ask the core to open. Core thread; never blocks.
 *
 * <p>Three questions of growing cost: is the venue open for entries at all ({@link #readiness}), could this instrument
 * be opened ({@link #screen}), open it ({@link #request}).
 */
public interface EntryRequests {

    /**
     * Whether entries are possible now. While they are not, signals wait in their wave and are not concluded.
     *
     * @param venue of the signal.
     * @return NONE if they are; else NODE_NOT_RUNNING, ENTRIES_STOPPED or VENUE_NOT_OK, which a signal of a wave that
     *     ends meanwhile gets as its outcome.
     */
    EntryRefusal readiness(Venue venue);

    /**
     * The filters before ranking, without side effect and without a fact.
     *
     * @param instrumentId of the signal, at least 0.
     * @param side         of the signal.
     * @return NONE if the signal may be ranked; else SYMBOL_UNKNOWN, SYMBOL_NOT_TRADING, ALREADY_OPEN (OPENING and
     *     CLOSING included), RECENT_WOULD_TRIGGER,
     *     SYMBOL_BLOCKED or FOREIGN_EXPOSURE.
     */
    EntryRefusal screen(int instrumentId, PositionSide side);

    /**
     * Asks to open a position for a signal. Accepted, it holds one slot of its wave until
     * {@link EntryConclusions#onEntryConcluded} is called for it, exactly once and never from inside this call; an
     * outcome that is UNKNOWN is not a conclusion.
     *
     * @param signalId     of the signal.
     * @param instrumentId to open.
     * @param venue        of the instrument.
     * @param side         to open.
     * @param nowNs        engine time.
     * @param outputs      receives the commands and facts.
     * @return NONE if accepted; any other refusal is the outcome, and no conclusion follows.
     */
    EntryRefusal request(long signalId, int instrumentId, Venue venue, PositionSide side, long nowNs, Outputs outputs);
}
