package io.ratchet.engine.core;

import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.OverloadPolicy;
import io.ratchet.engine.state.StateHash;

/**
 * The numbers that change a decision, as the last ConfigApplied gave them. Core thread.
 */
public final class Policy {
    private static final long MILLI = 1_000;

    private boolean isApplied;
    private long clockSpeedMilli = MILLI;
    private int stopPpm;
    private int activationPpm;
    private int callbackPpm;
    private int moveMinImprovementPpm;
    private int moveOverridePpm;
    private long moveMinIntervalNs;
    private long protectDeadlineNs;
    private long panicNs;
    private long overloadRetryNs;
    private OverloadPolicy overloadPolicy = OverloadPolicy.HOLD;
    private long closeLadderNs;
    private int closeSlippagePpm;
    private long reduceOnlyWaitNs;
    private long markMaxAgeNs;
    private long lastMaxAgeNs;
    private int lastMarkDeviationPpm;
    private int quarantineJumpPpm;
    private long quarantineWindowNs;
    private int quarantineDeviationPpm;
    private long quarantineConfirmNs;
    private int liquidationBufferPpm;
    private int leverage;
    private MarginMode marginMode = MarginMode.NONE;
    private long sizingMoney;
    private int maxPositions;
    private long maxExposureMoney;
    private int maxPerWave;
    private int waveBufferPercent;
    private long waveCheckMinuteMask;
    private Flag waveEnabled = Flag.NO;
    private long entryPriceWaitNs;
    private long recvWindowNs;
    private long entryRecvWindowNs;
    private long absenceMarginNs;
    private long reopenBlockNs;
    private long reconcileIntervalNs;
    private long resyncJumpNs;
    private long idRetentionNs;
    private long queryRetryNs;
    private int conditionalOrdersMax;
    private int conditionalOrdersReserve;
    private long closeFirstEvidenceNs;
    private long startupHaltedNs;
    private int takerFeePpm;
    private int makerFeePpm;
    private ForeignPolicy foreignPolicy = ForeignPolicy.IGNORE;
    private int guardPpm;

    /**
     * Takes a new policy.
     *
     * @param message the input.
     */
    public void apply(final ConfigAppliedDecoder message) {
        isApplied = true;
        clockSpeedMilli = Math.max(1, message.clockSpeedMilli());
        stopPpm = message.stopPpm();
        activationPpm = message.activationPpm();
        callbackPpm = message.callbackPpm();
        moveMinImprovementPpm = message.moveMinImprovementPpm();
        moveOverridePpm = message.moveOverridePpm();
        moveMinIntervalNs = message.moveMinIntervalNs();
        protectDeadlineNs = message.protectDeadlineNs();
        panicNs = message.panicNs();
        overloadRetryNs = message.overloadRetryNs();
        overloadPolicy = message.overloadPolicy();
        closeLadderNs = message.closeLadderNs();
        closeSlippagePpm = message.closeSlippagePpm();
        reduceOnlyWaitNs = message.reduceOnlyWaitNs();
        markMaxAgeNs = message.markMaxAgeNs();
        lastMaxAgeNs = message.lastMaxAgeNs();
        lastMarkDeviationPpm = message.lastMarkDeviationPpm();
        quarantineJumpPpm = message.quarantineJumpPpm();
        quarantineWindowNs = message.quarantineWindowNs();
        quarantineDeviationPpm = message.quarantineDeviationPpm();
        quarantineConfirmNs = message.quarantineConfirmNs();
        liquidationBufferPpm = message.liquidationBufferPpm();
        leverage = message.leverage();
        marginMode = message.marginMode();
        sizingMoney = message.sizingMoney();
        maxPositions = message.maxPositions();
        maxExposureMoney = message.maxExposureMoney();
        maxPerWave = message.maxPerWave();
        waveBufferPercent = message.waveBufferPercent();
        waveCheckMinuteMask = message.waveCheckMinuteMask();
        waveEnabled = message.waveEnabled();
        entryPriceWaitNs = message.entryPriceWaitNs();
        recvWindowNs = message.recvWindowNs();
        entryRecvWindowNs = message.entryRecvWindowNs();
        absenceMarginNs = message.absenceMarginNs();
        reopenBlockNs = message.reopenBlockNs();
        reconcileIntervalNs = message.reconcileIntervalNs();
        resyncJumpNs = message.resyncJumpNs();
        idRetentionNs = message.idRetentionNs();
        queryRetryNs = message.queryRetryNs();
        conditionalOrdersMax = message.conditionalOrdersMax();
        conditionalOrdersReserve = message.conditionalOrdersReserve();
        closeFirstEvidenceNs = message.closeFirstEvidenceNs();
        startupHaltedNs = message.startupHaltedNs();
        takerFeePpm = message.takerFeePpm();
        makerFeePpm = message.makerFeePpm();
        foreignPolicy = message.foreignPolicy();
        guardPpm = message.guardPpm();
    }

    /**
     * Whether there is a policy.
     *
     * @return true after the first.
     */
    public boolean isApplied() {
        return isApplied;
    }

    /**
     * Engine time as the wall saw it.
     *
     * @param engineNs a duration of engine time.
     * @return the same duration of wall time in ns.
     */
    public long wallNs(final long engineNs) {
        return clockSpeedMilli == MILLI
                ? engineNs
                : engineNs / clockSpeedMilli * MILLI + engineNs % clockSpeedMilli * MILLI / clockSpeedMilli;
    }

    /**
     * A second of the wall in engine time.
     *
     * @return ns.
     */
    public long wallSecondNs() {
        return clockSpeedMilli * 1_000_000L;
    }

    /**
     * How much faster than the wall engine time runs.
     *
     * @return thousandths, at least 1.
     */
    public long clockSpeedMilli() {
        return clockSpeedMilli;
    }

    /**
     * Distance of the initial stop from the fill average.
     *
     * @return parts per million.
     */
    public int stopPpm() {
        return stopPpm;
    }

    /**
     * Profit at which the trail latches.
     *
     * @return parts per million.
     */
    public int activationPpm() {
        return activationPpm;
    }

    /**
     * Distance of the trailing stop from the peak.
     *
     * @return parts per million.
     */
    public int callbackPpm() {
        return callbackPpm;
    }

    /**
     * Smallest improvement worth a move.
     *
     * @return parts per million.
     */
    public int moveMinImprovementPpm() {
        return moveMinImprovementPpm;
    }

    /**
     * Improvement that moves at once.
     *
     * @return parts per million.
     */
    public int moveOverridePpm() {
        return moveOverridePpm;
    }

    /**
     * Least time since the last confirmed level before a move.
     *
     * @return ns.
     */
    public long moveMinIntervalNs() {
        return moveMinIntervalNs;
    }

    /**
     * Time from the first fill to a confirmed stop.
     *
     * @return ns.
     */
    public long protectDeadlineNs() {
        return protectDeadlineNs;
    }

    /**
     * Time from the first fill to the close when outcomes stay unknown.
     *
     * @return ns.
     */
    public long panicNs() {
        return panicNs;
    }

    /**
     * Pause between attempts while the venue is overloaded.
     *
     * @return ns.
     */
    public long overloadRetryNs() {
        return overloadRetryNs;
    }

    /**
     * What to do at panic while the venue is overloaded.
     *
     * @return HOLD or CLOSE.
     */
    public OverloadPolicy overloadPolicy() {
        return overloadPolicy;
    }

    /**
     * Pause between the limit rungs of a close.
     *
     * @return ns.
     */
    public long closeLadderNs() {
        return closeLadderNs;
    }

    /**
     * Distance of a limit rung from the mark where the venue has no band.
     *
     * @return parts per million.
     */
    public int closeSlippagePpm() {
        return closeSlippagePpm;
    }

    /**
     * Pause before a close that was refused for reduce-only capacity is tried again.
     *
     * @return ns.
     */
    public long reduceOnlyWaitNs() {
        return reduceOnlyWaitNs;
    }

    /**
     * Age above which a mark decides nothing; 0 is off.
     *
     * @return ns.
     */
    public long markMaxAgeNs() {
        return markMaxAgeNs;
    }

    /**
     * Age above which last, bid and ask decide nothing; 0 is off.
     *
     * @return ns.
     */
    public long lastMaxAgeNs() {
        return lastMaxAgeNs;
    }

    /**
     * Deviation of last from mark above which no position is opened; 0 is off.
     *
     * @return parts per million.
     */
    public int lastMarkDeviationPpm() {
        return lastMarkDeviationPpm;
    }

    /**
     * Jump of the mark above which it is doubted; 0 is off.
     *
     * @return parts per million.
     */
    public int quarantineJumpPpm() {
        return quarantineJumpPpm;
    }

    /**
     * How long the last accepted mark is a measure for jumps.
     *
     * @return ns.
     */
    public long quarantineWindowNs() {
        return quarantineWindowNs;
    }

    /**
     * Deviation from mid or last above which a jump is doubted.
     *
     * @return parts per million.
     */
    public int quarantineDeviationPpm() {
        return quarantineDeviationPpm;
    }

    /**
     * Least time between a doubted mark and the one that confirms it.
     *
     * @return ns.
     */
    public long quarantineConfirmNs() {
        return quarantineConfirmNs;
    }

    /**
     * Least distance of the stop from liquidation; 0 is off.
     *
     * @return parts per million.
     */
    public int liquidationBufferPpm() {
        return liquidationBufferPpm;
    }

    /**
     * Leverage verified before the first order; 0 leaves it alone.
     *
     * @return times.
     */
    public int leverage() {
        return leverage;
    }

    /**
     * Margin mode verified before the first order.
     *
     * @return mode.
     */
    public MarginMode marginMode() {
        return marginMode;
    }

    /**
     * Money of a position opened for a signal.
     *
     * @return 1e-8.
     */
    public long sizingMoney() {
        return sizingMoney;
    }

    /**
     * Most positions at a time; 0 is off.
     *
     * @return count.
     */
    public int maxPositions() {
        return maxPositions;
    }

    /**
     * Most money in positions at a time; 0 is off.
     *
     * @return 1e-8.
     */
    public long maxExposureMoney() {
        return maxExposureMoney;
    }

    /**
     * Most positions of a wave.
     *
     * @return count.
     */
    public int maxPerWave() {
        return maxPerWave;
    }

    /**
     * Candidates beyond the target of a wave.
     *
     * @return percent.
     */
    public int waveBufferPercent() {
        return waveBufferPercent;
    }

    /**
     * Bit n set: minute n of the hour is a check.
     *
     * @return bits 0 to 59.
     */
    public long waveCheckMinuteMask() {
        return waveCheckMinuteMask;
    }

    /**
     * Whether signals are taken in waves.
     *
     * @return YES or NO.
     */
    public Flag waveEnabled() {
        return waveEnabled;
    }

    /**
     * How long an entry waits for a fresh price.
     *
     * @return ns.
     */
    public long entryPriceWaitNs() {
        return entryPriceWaitNs;
    }

    /**
     * How long after its time stamp the venue may execute a request.
     *
     * @return ns.
     */
    public long recvWindowNs() {
        return recvWindowNs;
    }

    /**
     * As recvWindowNs, for entries.
     *
     * @return ns.
     */
    public long entryRecvWindowNs() {
        return entryRecvWindowNs;
    }

    /**
     * Margin after that before a read proves absence.
     *
     * @return ns.
     */
    public long absenceMarginNs() {
        return absenceMarginNs;
    }

    /**
     * How long an instrument is closed to entries after its first stop would have triggered; 0 is off.
     *
     * @return ns.
     */
    public long reopenBlockNs() {
        return reopenBlockNs;
    }

    /**
     * Pause between two reconciliations; 0 is off.
     *
     * @return ns.
     */
    public long reconcileIntervalNs() {
        return reconcileIntervalNs;
    }

    /**
     * Jump of time that begins a resync; 0 is off.
     *
     * @return ns.
     */
    public long resyncJumpNs() {
        return resyncJumpNs;
    }

    /**
     * How long the id of a position that ended is known.
     *
     * @return ns.
     */
    public long idRetentionNs() {
        return idRetentionNs;
    }

    /**
     * Pause between two reads of the same order.
     *
     * @return ns.
     */
    public long queryRetryNs() {
        return queryRetryNs;
    }

    /**
     * Conditional orders the venue allows; 0 is off.
     *
     * @return count.
     */
    public int conditionalOrdersMax() {
        return conditionalOrdersMax;
    }

    /**
     * Of those, kept for moves.
     *
     * @return count.
     */
    public int conditionalOrdersReserve() {
        return conditionalOrdersReserve;
    }

    /**
     * How long a close waits for word of its order before it reads.
     *
     * @return ns.
     */
    public long closeFirstEvidenceNs() {
        return closeFirstEvidenceNs;
    }

    /**
     * How long the node waits at start for a halted instrument to be protected.
     *
     * @return ns.
     */
    public long startupHaltedNs() {
        return startupHaltedNs;
    }

    /**
     * Fee of a taker, where a fee is not known.
     *
     * @return parts per million.
     */
    public int takerFeePpm() {
        return takerFeePpm;
    }

    /**
     * Fee of a maker, where a fee is not known.
     *
     * @return parts per million.
     */
    public int makerFeePpm() {
        return makerFeePpm;
    }

    /**
     * What is done about positions that are not ours.
     *
     * @return the policy unless an operator said otherwise of one.
     */
    public ForeignPolicy foreignPolicy() {
        return foreignPolicy;
    }

    /**
     * Distance of the stop of a guarded foreign position from the mark at that time.
     *
     * @return parts per million.
     */
    public int guardPpm() {
        return guardPpm;
    }

    /**
     * Adds every number to the hash of the state.
     *
     * @param hash to add to.
     */
    public void hash(final StateHash hash) {
        hash.add(isApplied);
        hash.add(clockSpeedMilli);
        hash.add(stopPpm);
        hash.add(activationPpm);
        hash.add(callbackPpm);
        hash.add(moveMinImprovementPpm);
        hash.add(moveOverridePpm);
        hash.add(moveMinIntervalNs);
        hash.add(protectDeadlineNs);
        hash.add(panicNs);
        hash.add(overloadRetryNs);
        hash.add(overloadPolicy.value());
        hash.add(closeLadderNs);
        hash.add(closeSlippagePpm);
        hash.add(reduceOnlyWaitNs);
        hash.add(markMaxAgeNs);
        hash.add(lastMaxAgeNs);
        hash.add(lastMarkDeviationPpm);
        hash.add(quarantineJumpPpm);
        hash.add(quarantineWindowNs);
        hash.add(quarantineDeviationPpm);
        hash.add(quarantineConfirmNs);
        hash.add(liquidationBufferPpm);
        hash.add(leverage);
        hash.add(marginMode.value());
        hash.add(sizingMoney);
        hash.add(maxPositions);
        hash.add(maxExposureMoney);
        hash.add(maxPerWave);
        hash.add(waveBufferPercent);
        hash.add(waveCheckMinuteMask);
        hash.add(waveEnabled.value());
        hash.add(entryPriceWaitNs);
        hash.add(recvWindowNs);
        hash.add(entryRecvWindowNs);
        hash.add(absenceMarginNs);
        hash.add(reopenBlockNs);
        hash.add(reconcileIntervalNs);
        hash.add(resyncJumpNs);
        hash.add(idRetentionNs);
        hash.add(queryRetryNs);
        hash.add(conditionalOrdersMax);
        hash.add(conditionalOrdersReserve);
        hash.add(closeFirstEvidenceNs);
        hash.add(startupHaltedNs);
        hash.add(takerFeePpm);
        hash.add(makerFeePpm);
        hash.add(foreignPolicy.value());
        hash.add(guardPpm);
    }
}
