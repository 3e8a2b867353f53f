package io.ratchet.engine.protection;

import io.ratchet.engine.market.InstrumentTable;
import io.ratchet.engine.position.Position;
import io.ratchet.engine.position.PositionTable;
import io.ratchet.engine.sbe.MoveRule;
import io.ratchet.engine.state.StateFields;
import io.ratchet.engine.time.EngineTime;

/**
 * What is remembered of the stops of each position, whatever venue it is at: the levels, the move under way, the failures.
 * The rules of the venues change it; everybody else reads. Core thread.
 */
abstract class StopState {
    /** No order. */
    static final int NONE = -1;

    static final int STAGE_IDLE = 0;
    static final int STAGE_PLACING = 1;
    static final int STAGE_CANCELLING = 2;
    static final int STAGE_BREAKING = 3;

    final EngineTime time;
    final long[] initialLevel = new long[PositionTable.POSITIONS_MAX];
    final long[] confirmedLevel = new long[PositionTable.POSITIONS_MAX];
    final long[] confirmedNs = new long[PositionTable.POSITIONS_MAX];
    final long[] workingLevel = new long[PositionTable.POSITIONS_MAX];
    final boolean[] isWorkingTrail = new boolean[PositionTable.POSITIONS_MAX];
    final int[] moveStage = new int[PositionTable.POSITIONS_MAX];
    final int[] moveNew = new int[PositionTable.POSITIONS_MAX];
    final int[] moveOld = new int[PositionTable.POSITIONS_MAX];
    final long[] moveLevel = new long[PositionTable.POSITIONS_MAX];
    final MoveRule[] moveRule = new MoveRule[PositionTable.POSITIONS_MAX];
    final boolean[] isMoveTrail = new boolean[PositionTable.POSITIONS_MAX];
    final long[] moveRequestedNs = new long[PositionTable.POSITIONS_MAX];
    final long[] moveActivation = new long[PositionTable.POSITIONS_MAX];
    final int[] moveFailures = new int[PositionTable.POSITIONS_MAX];
    final long[] nextMoveNs = new long[PositionTable.POSITIONS_MAX];
    final int[] refusals = new int[PositionTable.POSITIONS_MAX];
    final int[] levelRefusals = new int[PositionTable.POSITIONS_MAX];
    final long[] emergencyLevel = new long[PositionTable.POSITIONS_MAX];
    final boolean[] isOverloaded = new boolean[PositionTable.POSITIONS_MAX];
    final long[] overloadedNs = new long[PositionTable.POSITIONS_MAX];
    final long[] nextPlaceNs = new long[PositionTable.POSITIONS_MAX];
    final long[] nextCoveredPlaceNs = new long[PositionTable.POSITIONS_MAX];
    final int[] placesFailed = new int[PositionTable.POSITIONS_MAX];
    final boolean[] isCorrected = new boolean[PositionTable.POSITIONS_MAX];
    final long[] conflictSequence = new long[PositionTable.POSITIONS_MAX];
    final int[] conflicts = new int[PositionTable.POSITIONS_MAX];
    final boolean[] isWithoutAnchor = new boolean[PositionTable.POSITIONS_MAX];
    final long[] awaitedRead = new long[PositionTable.POSITIONS_MAX];
    final long[] awaitedNs = new long[PositionTable.POSITIONS_MAX];
    final long[] lostShownNs = new long[PositionTable.POSITIONS_MAX];
    final int[] endedSoon = new int[PositionTable.POSITIONS_MAX];
    final long[] wouldTriggerNs = new long[InstrumentTable.INSTRUMENTS_MAX];
    final long[] wantedLevel = new long[PositionTable.POSITIONS_MAX];
    final MoveRule[] wantedRule = new MoveRule[PositionTable.POSITIONS_MAX];
    final int[] rebases = new int[PositionTable.POSITIONS_MAX];
    final boolean[] isFreed = new boolean[PositionTable.POSITIONS_MAX];

    StopState(final EngineTime time) {
        this.time = time;
        for (int i = 0; i < PositionTable.POSITIONS_MAX; i++) {
            clear(i);
        }
    }

    /**
     * Forgets a place in the table.
     *
     * @param slot of a position that ended.
     */
    public final void clear(final int slot) {
        initialLevel[slot] = 0;
        confirmedLevel[slot] = 0;
        confirmedNs[slot] = 0;
        workingLevel[slot] = 0;
        isWorkingTrail[slot] = false;
        endMove(slot);
        moveFailures[slot] = 0;
        nextMoveNs[slot] = 0;
        refusals[slot] = 0;
        levelRefusals[slot] = 0;
        emergencyLevel[slot] = 0;
        isOverloaded[slot] = false;
        overloadedNs[slot] = 0;
        nextPlaceNs[slot] = 0;
        nextCoveredPlaceNs[slot] = 0;
        placesFailed[slot] = 0;
        isCorrected[slot] = false;
        conflictSequence[slot] = 0;
        conflicts[slot] = 0;
        isWithoutAnchor[slot] = false;
        awaitedRead[slot] = 0;
        awaitedNs[slot] = 0;
        lostShownNs[slot] = 0;
        endedSoon[slot] = 0;
        isFreed[slot] = false;
        wantedLevel[slot] = 0;
        wantedRule[slot] = MoveRule.NONE;
        rebases[slot] = 0;
    }

    final void endMove(final int slot) {
        moveStage[slot] = STAGE_IDLE;
        moveNew[slot] = NONE;
        moveOld[slot] = NONE;
        moveLevel[slot] = 0;
        moveRule[slot] = MoveRule.NONE;
        isMoveTrail[slot] = false;
        moveRequestedNs[slot] = 0;
        moveActivation[slot] = 0;
    }

    /**
     * How often a named rule has set the stop anew, perhaps to a worse level.
     *
     * @param position protected.
     * @return the count.
     */
    public final int rebases(final Position position) {
        return rebases[position.slot()];
    }

    /**
     * The level that an operator wants and that no move has taken up yet.
     *
     * @param position protected.
     * @return 1e-10, 0 if there is none.
     */
    public final long wantedLevel(final Position position) {
        return wantedLevel[position.slot()];
    }

    /**
     * Where the fixed stop belongs: the initial level, or the emergency one since that was refused.
     *
     * @param position protected.
     * @return 1e-10, 0 before it opened.
     */
    public final long anchorLevel(final Position position) {
        final int slot = position.slot();
        return emergencyLevel[slot] != 0 ? emergencyLevel[slot] : initialLevel[slot];
    }

    /**
     * The trail settled on the level that is confirmed already: this counts as a confirmed level.
     *
     * @param position protected.
     */
    public final void settled(final Position position) {
        confirmedNs[position.slot()] = time.nowNs();
    }

    /**
     * The initial level.
     *
     * @param position protected.
     * @return 1e-10, 0 before it opened.
     */
    public final long initialLevel(final Position position) {
        return initialLevel[position.slot()];
    }

    /**
     * The best level that was ever confirmed.
     *
     * @param position protected.
     * @return 1e-10, 0 before the first.
     */
    public final long confirmedLevel(final Position position) {
        return confirmedLevel[position.slot()];
    }

    /**
     * When that level was confirmed.
     *
     * @param position protected.
     * @return engine time in ns.
     */
    public final long confirmedNs(final Position position) {
        return confirmedNs[position.slot()];
    }

    /**
     * Whether a move is in flight.
     *
     * @param position protected.
     * @return true from its command to the end of the old stop.
     */
    public final boolean isMoving(final Position position) {
        return moveStage[position.slot()] != STAGE_IDLE;
    }

    /**
     * The level a move in flight is going to.
     *
     * @param position protected.
     * @return 1e-10, 0 without a move.
     */
    public final long moveLevel(final Position position) {
        return moveLevel[position.slot()];
    }

    /**
     * Whether the move in flight had to give up the old stop first.
     *
     * @param position protected.
     * @return true if it had.
     */
    public final boolean isBreaking(final Position position) {
        return moveStage[position.slot()] == STAGE_BREAKING;
    }

    /**
     * Whether the trail may look again though no price came: a move ended, or a first level was confirmed.
     *
     * @param position protected.
     * @return true once; asking forgets it.
     */
    final boolean takeFreed(final Position position) {
        final boolean wasFreed = isFreed[position.slot()];
        isFreed[position.slot()] = false;
        return wasFreed;
    }

    /**
     * Earliest time of the next move after one that failed.
     *
     * @param position protected.
     * @return engine time in ns.
     */
    public final long nextMoveNs(final Position position) {
        return nextMoveNs[position.slot()];
    }

    /**
     * Whether a first stop was definitely refused or proven absent since the last confirmed one.
     *
     * @param position protected.
     * @return true if so.
     */
    public final boolean isRefused(final Position position) {
        return refusals[position.slot()] > 0;
    }

    /**
     * Whether the venue said that it is overloaded.
     *
     * @param position protected.
     * @return true if the last attempt ended so.
     */
    public final boolean isOverloaded(final Position position) {
        return isOverloaded[position.slot()];
    }

    /**
     * When it said so last.
     *
     * @param position protected.
     * @return engine time in ns, 0 if never.
     */
    final long overloadedNs(final Position position) {
        return overloadedNs[position.slot()];
    }

    /**
     * When the stop that was lost last had last been shown by the venue.
     *
     * @param position protected.
     * @return engine time, 0 if none was lost; asking forgets it.
     */
    public final long takeLostShownNs(final Position position) {
        final long shown = lostShownNs[position.slot()];
        lostShownNs[position.slot()] = 0;
        return shown;
    }

    /** Hands over what is kept of one place in the table. */
    final void slotState(final StateFields fields, final int slot) {
        initialLevel[slot] = fields.of("initialLevel", initialLevel[slot]);
        confirmedLevel[slot] = fields.of("confirmedLevel", confirmedLevel[slot]);
        confirmedNs[slot] = fields.of("confirmedNs", confirmedNs[slot]);
        workingLevel[slot] = fields.of("workingLevel", workingLevel[slot]);
        isWorkingTrail[slot] = fields.of("isWorkingTrail", isWorkingTrail[slot]);
        moveStage[slot] = fields.of("moveStage", moveStage[slot]);
        moveNew[slot] = fields.of("moveNew", moveNew[slot]);
        moveOld[slot] = fields.of("moveOld", moveOld[slot]);
        moveLevel[slot] = fields.of("moveLevel", moveLevel[slot]);
        moveRule[slot] = fields.of("moveRule", moveRule[slot], MoveRule.class);
        isMoveTrail[slot] = fields.of("isMoveTrail", isMoveTrail[slot]);
        moveRequestedNs[slot] = fields.of("moveRequestedNs", moveRequestedNs[slot]);
        moveActivation[slot] = fields.of("moveActivation", moveActivation[slot]);
        moveFailures[slot] = fields.of("moveFailures", moveFailures[slot]);
        nextMoveNs[slot] = fields.of("nextMoveNs", nextMoveNs[slot]);
        refusals[slot] = fields.of("refusals", refusals[slot]);
        levelRefusals[slot] = fields.of("levelRefusals", levelRefusals[slot]);
        emergencyLevel[slot] = fields.of("emergencyLevel", emergencyLevel[slot]);
        isOverloaded[slot] = fields.of("isOverloaded", isOverloaded[slot]);
        overloadedNs[slot] = fields.of("overloadedNs", overloadedNs[slot]);
        nextPlaceNs[slot] = fields.of("nextPlaceNs", nextPlaceNs[slot]);
        nextCoveredPlaceNs[slot] = fields.of("nextCoveredPlaceNs", nextCoveredPlaceNs[slot]);
        placesFailed[slot] = fields.of("placesFailed", placesFailed[slot]);
        isCorrected[slot] = fields.of("isCorrected", isCorrected[slot]);
        conflictSequence[slot] = fields.of("conflictSequence", conflictSequence[slot]);
        conflicts[slot] = fields.of("conflicts", conflicts[slot]);
        isWithoutAnchor[slot] = fields.of("isWithoutAnchor", isWithoutAnchor[slot]);
        awaitedRead[slot] = fields.of("awaitedRead", awaitedRead[slot]);
        awaitedNs[slot] = fields.of("awaitedNs", awaitedNs[slot]);
        lostShownNs[slot] = fields.of("lostShownNs", lostShownNs[slot]);
        endedSoon[slot] = fields.of("endedSoon", endedSoon[slot]);
        isFreed[slot] = fields.of("isFreed", isFreed[slot]);
        wantedLevel[slot] = fields.of("wantedLevel", wantedLevel[slot]);
        wantedRule[slot] = fields.of("wantedRule", wantedRule[slot], MoveRule.class);
        rebases[slot] = fields.of("rebases", rebases[slot]);
    }
}
