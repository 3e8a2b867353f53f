package io.ratchet.engine.position;

import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.state.StateFields;

/**
 * What makes our order ids deterministic: the seconds of the last NodeStarted and the number of the next position. Core
 * thread.
 */
public final class IdEpoch {
    private long firstEpochSeconds;
    private long epochSeconds;
    private long starts;
    private long nextPositionId = 1;
    private long decisionVersion;

    /**
     * A process start opens a new epoch.
     *
     * @param message the input.
     */
    public void open(final NodeStartedDecoder message) {
        epochSeconds = message.epochSeconds();
        firstEpochSeconds = firstEpochSeconds == 0 ? epochSeconds : firstEpochSeconds;
        starts = message.starts();
        decisionVersion = message.decisionVersion();
    }

    /**
     * Whether an id is of a process whose past is known here. Position ids begin again with a journal, so one of an
     * earlier journal says nothing about the positions of this one.
     *
     * @param idEpochSeconds epoch of the id.
     * @return false for an order that an earlier journal remembers, not this one.
     */
    public boolean isOfThisJournal(final long idEpochSeconds) {
        return idEpochSeconds >= firstEpochSeconds;
    }

    /**
     * Gives the next position its number.
     *
     * @return 1 and up, never twice.
     */
    public long claimPositionId() {
        return nextPositionId++;
    }

    /**
     * The current epoch.
     *
     * @return seconds.
     */
    public long epochSeconds() {
        return epochSeconds;
    }

    /**
     * Process starts so far.
     *
     * @return the count.
     */
    public long starts() {
        return starts;
    }

    /**
     * Version of the decisions of the process that decides.
     *
     * @return as the last NodeStarted said.
     */
    public long decisionVersion() {
        return decisionVersion;
    }

    /**
     * The number of the next position.
     *
     * @return 1 and up.
     */
    public long nextPositionId() {
        return nextPositionId;
    }

    /**
     * Whether this journal may have issued an id.
     *
     * @param idEpochSeconds of the id.
     * @param positionId     of the id.
     * @return false for one from the future of this journal: another instance is at work.
     */
    public boolean mayHaveIssued(final long idEpochSeconds, final long positionId) {
        return idEpochSeconds < epochSeconds || idEpochSeconds == epochSeconds && positionId < nextPositionId;
    }

    /**
     * Hands over it.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        firstEpochSeconds = fields.of("firstEpochSeconds", firstEpochSeconds);
        epochSeconds = fields.of("epochSeconds", epochSeconds);
        starts = fields.of("starts", starts);
        nextPositionId = fields.of("nextPositionId", nextPositionId);
        decisionVersion = fields.of("decisionVersion", decisionVersion);
    }
}
