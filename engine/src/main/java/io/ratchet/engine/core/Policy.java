package io.ratchet.engine.core;

import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.HealthAction;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.OverloadPolicy;
import io.ratchet.engine.sbe.RiskClass;
import io.ratchet.engine.sbe.TrailSource;
import io.ratchet.engine.sbe.ZombieForeign;
import io.ratchet.engine.state.StateFields;

/**
 * The numbers that change a decision, as the last ConfigApplied gave them. Core thread.
 */
public final class Policy {
    /** Rows of the step table. */
    public static final int STEPS_MAX = 4;

    private static final long MILLI = 1_000;
    private static final long NS_PER_SECOND = 1_000_000_000L;

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
    private long agedAfterNs;
    private long agedGraceNs;
    private long agedProgressiveNs;
    private int agedCommissionPpm;
    private int agedLossStepPpm;
    private long agedAccelerationAfterNs;
    private int agedAccelerationPpm;
    private int agedMaxLossPpm;
    private int agedMovePpm;
    private int agedStopGapPpm;
    private long agedPlacePauseNs;
    private boolean shutdownKeepsExits;
    private long regionBlockNs;
    private long positionVisibleNs;
    private ForeignPolicy foreignPolicy = ForeignPolicy.IGNORE;
    private int guardPpm;
    private int zombieGraceSeconds;
    private int zombieMinSeconds;
    private int zombieMaxSeconds;
    private int zombieTries;
    private ZombieForeign zombieForeign = ZombieForeign.REPORT;
    private long instanceQuietSeconds;
    private TrailSource trailSource = TrailSource.MARK;
    private final int[] stepProfitPpm = new int[STEPS_MAX];
    private final int[] stepDistancePpm = new int[STEPS_MAX];
    private int breakevenPpm;
    private long activationAgeNs;
    private int momentumPpm;
    private int momentumFactorPpm;
    private int atrPpm;
    private int atrMinPpm;
    private int atrMaxPpm;
    private long statsMaxAgeNs;
    private long guardSweepNs;
    private int emergencyStopPpm;
    private long healthIntervalNs;
    private HealthAction healthHigh = HealthAction.NONE;
    private HealthAction healthCritical = HealthAction.NONE;
    private HealthAction healthEmergency = HealthAction.NONE;

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
        agedAfterNs = message.agedAfterSeconds() * NS_PER_SECOND;
        agedGraceNs = message.agedGraceSeconds() * NS_PER_SECOND;
        agedProgressiveNs = message.agedProgressiveSeconds() * NS_PER_SECOND;
        agedCommissionPpm = message.agedCommissionPpm();
        agedLossStepPpm = message.agedLossStepPpm();
        agedAccelerationAfterNs = message.agedAccelerationAfterSeconds() * NS_PER_SECOND;
        agedAccelerationPpm = message.agedAccelerationPpm();
        agedMaxLossPpm = message.agedMaxLossPpm();
        agedMovePpm = message.agedMovePpm();
        agedStopGapPpm = message.agedStopGapPpm();
        agedPlacePauseNs = message.agedPlacePauseSeconds() * NS_PER_SECOND;
        shutdownKeepsExits = message.shutdownKeepsExits() == Flag.YES;
        regionBlockNs = message.regionBlockSeconds() * NS_PER_SECOND;
        positionVisibleNs = message.positionVisibleSeconds() * NS_PER_SECOND;
        foreignPolicy = message.foreignPolicy();
        guardPpm = message.guardPpm();
        zombieGraceSeconds = message.zombieGraceSeconds();
        zombieMinSeconds = message.zombieMinSeconds();
        zombieMaxSeconds = message.zombieMaxSeconds();
        zombieTries = message.zombieTries();
        zombieForeign = message.zombieForeign();
        instanceQuietSeconds = message.instanceQuietSeconds();
        applyOptions(message);
    }

    private void applyOptions(final ConfigAppliedDecoder message) {
        trailSource = message.trailSource();
        stepProfitPpm[0] = message.step1ProfitPpm();
        stepDistancePpm[0] = message.step1DistancePpm();
        stepProfitPpm[1] = message.step2ProfitPpm();
        stepDistancePpm[1] = message.step2DistancePpm();
        stepProfitPpm[2] = message.step3ProfitPpm();
        stepDistancePpm[2] = message.step3DistancePpm();
        stepProfitPpm[3] = message.step4ProfitPpm();
        stepDistancePpm[3] = message.step4DistancePpm();
        breakevenPpm = message.breakevenPpm();
        activationAgeNs = message.activationAgeSeconds() * NS_PER_SECOND;
        momentumPpm = message.momentumPpm();
        momentumFactorPpm = message.momentumFactorPpm();
        atrPpm = message.atrPpm();
        atrMinPpm = message.atrMinPpm();
        atrMaxPpm = message.atrMaxPpm();
        statsMaxAgeNs = message.statsMaxAgeSeconds() * NS_PER_SECOND;
        guardSweepNs = message.guardSweepSeconds() * NS_PER_SECOND;
        emergencyStopPpm = message.emergencyStopPpm();
        healthIntervalNs = message.healthIntervalSeconds() * NS_PER_SECOND;
        healthHigh = message.healthHigh();
        healthCritical = message.healthCritical();
        healthEmergency = message.healthEmergency();
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
     * Prices that the trail follows.
     *
     * @return MARK or LAST.
     */
    public TrailSource trailSource() {
        return trailSource;
    }

    /**
     * Profit from which a row of the step table sets the distance of the trail.
     *
     * @param row 0 to {@link #STEPS_MAX}-1.
     * @return parts per million.
     */
    public int stepProfitPpm(final int row) {
        return stepProfitPpm[row];
    }

    /**
     * Distance that a row of the step table sets.
     *
     * @param row 0 to {@link #STEPS_MAX}-1.
     * @return parts per million; 0: there is no such row.
     */
    public int stepDistancePpm(final int row) {
        return stepDistancePpm[row];
    }

    /**
     * Profit from which a position shall not lose any more; 0 is off.
     *
     * @return parts per million.
     */
    public int breakevenPpm() {
        return breakevenPpm;
    }

    /**
     * Age from which any profit latches the trail; 0 is off.
     *
     * @return ns.
     */
    public long activationAgeNs() {
        return activationAgeNs;
    }

    /**
     * Favourable change of the mark in five minutes from which the trail follows more closely; 0 is off.
     *
     * @return parts per million.
     */
    public int momentumPpm() {
        return momentumPpm;
    }

    /**
     * What is left of the distance then.
     *
     * @return parts per million.
     */
    public int momentumFactorPpm() {
        return momentumFactorPpm;
    }

    /**
     * Distance of the trail as a multiple of the average true range; 0 is off.
     *
     * @return parts per million.
     */
    public int atrPpm() {
        return atrPpm;
    }

    /**
     * Least distance from the peak that the average true range may set.
     *
     * @return parts per million of the peak.
     */
    public int atrMinPpm() {
        return atrMinPpm;
    }

    /**
     * Largest distance from the peak that the average true range may set.
     *
     * @return parts per million of the peak.
     */
    public int atrMaxPpm() {
        return atrMaxPpm;
    }

    /**
     * Age above which statistics of a market decide nothing; 0 is off.
     *
     * @return ns.
     */
    public long statsMaxAgeNs() {
        return statsMaxAgeNs;
    }

    /**
     * Pause between two sweeps of the guard over all positions; 0 is off.
     *
     * @return ns.
     */
    public long guardSweepNs() {
        return guardSweepNs;
    }

    /**
     * Distance from the entry of the stop that is placed when the intended level is refused; 0 is off.
     *
     * @return parts per million.
     */
    public int emergencyStopPpm() {
        return emergencyStopPpm;
    }

    /**
     * Least time between two scores of the health of a position; 0 is off.
     *
     * @return ns.
     */
    public long healthIntervalNs() {
        return healthIntervalNs;
    }

    /**
     * What entering a class of risk causes.
     *
     * @param risk entered from a better one.
     * @return the action; NONE for LOW and MEDIUM.
     */
    public HealthAction healthAction(final RiskClass risk) {
        switch (risk) {
            case HIGH:
                return healthHigh;
            case CRITICAL:
                return healthCritical;
            case EMERGENCY:
                return healthEmergency;
            default:
                return HealthAction.NONE;
        }
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
     * How long an order without a position is let alone; network duration, stretched by the clock speed.
     *
     * @return ns, 0 is not at all.
     */
    public long zombieGraceNs() {
        return zombieGraceSeconds * wallSecondNs();
    }

    /**
     * Least time between two looks for orders without a position; network duration, stretched by the clock speed.
     *
     * @return ns, 0 is off: only reads that others want are looked at.
     */
    public long zombieMinNs() {
        return zombieMinSeconds * wallSecondNs();
    }

    /**
     * Most time between two such looks.
     *
     * @return ns.
     */
    public long zombieMaxNs() {
        return Math.max(zombieMinSeconds, zombieMaxSeconds) * wallSecondNs();
    }

    /**
     * Cancellations of one such order before it is reported and tried at each look only.
     *
     * @return the count, 0 is no bound.
     */
    public int zombieTries() {
        return zombieTries;
    }

    /**
     * What is done about such orders that are not ours.
     *
     * @return REPORT or CANCEL.
     */
    public ZombieForeign zombieForeign() {
        return zombieForeign;
    }

    /**
     * How long nothing of another instance must be seen until it is thought to be gone; network duration, stretched.
     *
     * @return ns, 0 is never: an operator says so.
     */
    public long instanceQuietNs() {
        return instanceQuietSeconds * wallSecondNs();
    }

    /**
     * Age at which a position is wound down; 0 is off.
     *
     * @return ns.
     */
    public long agedAfterNs() {
        return agedAfterNs;
    }

    /**
     * How long after that the exit stays at the entry and its fees.
     *
     * @return ns.
     */
    public long agedGraceNs() {
        return agedGraceNs;
    }

    /**
     * How long after the grace the granted loss grows; then the position is closed at the market.
     *
     * @return ns.
     */
    public long agedProgressiveNs() {
        return agedProgressiveNs;
    }

    /**
     * Fee of one side that the exit of the grace earns back.
     *
     * @return parts per million.
     */
    public int agedCommissionPpm() {
        return agedCommissionPpm;
    }

    /**
     * Loss granted for each hour after the grace.
     *
     * @return parts per million.
     */
    public int agedLossStepPpm() {
        return agedLossStepPpm;
    }

    /**
     * How long after the grace the loss begins to grow faster.
     *
     * @return ns.
     */
    public long agedAccelerationAfterNs() {
        return agedAccelerationAfterNs;
    }

    /**
     * By how much faster.
     *
     * @return parts per million of the step.
     */
    public int agedAccelerationPpm() {
        return agedAccelerationPpm;
    }

    /**
     * Largest loss the ladder grants.
     *
     * @return parts per million.
     */
    public int agedMaxLossPpm() {
        return agedMaxLossPpm;
    }

    /**
     * A limit exit is amended when its target moved by more than this.
     *
     * @return parts per million.
     */
    public int agedMovePpm() {
        return agedMovePpm;
    }

    /**
     * A limit exit is cancelled when the mark is this near to the stop; 0 is off.
     *
     * @return parts per million.
     */
    public int agedStopGapPpm() {
        return agedStopGapPpm;
    }

    /**
     * Pause between the end of a limit exit and the next one; 0 is off.
     *
     * @return ns.
     */
    public long agedPlacePauseNs() {
        return agedPlacePauseNs;
    }

    /**
     * Whether limit exits rest on while the node is stopped.
     *
     * @return false if a shutdown cancels them.
     */
    public boolean shutdownKeepsExits() {
        return shutdownKeepsExits;
    }

    /**
     * How long an instrument is closed to entries after the venue refused openings there; 0 is off.
     *
     * @return ns.
     */
    public long regionBlockNs() {
        return regionBlockNs;
    }

    /**
     * How long after its fill a position may not be shown by a venue that is slow to show it.
     *
     * @return ns, 0 for never.
     */
    public long positionVisibleNs() {
        return positionVisibleNs;
    }

    /**
     * Hands over every number.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        isApplied = fields.of("isApplied", isApplied);
        clockSpeedMilli = fields.of("clockSpeedMilli", clockSpeedMilli);
        stopPpm = fields.of("stopPpm", stopPpm);
        activationPpm = fields.of("activationPpm", activationPpm);
        callbackPpm = fields.of("callbackPpm", callbackPpm);
        moveMinImprovementPpm = fields.of("moveMinImprovementPpm", moveMinImprovementPpm);
        moveOverridePpm = fields.of("moveOverridePpm", moveOverridePpm);
        moveMinIntervalNs = fields.of("moveMinIntervalNs", moveMinIntervalNs);
        protectDeadlineNs = fields.of("protectDeadlineNs", protectDeadlineNs);
        panicNs = fields.of("panicNs", panicNs);
        overloadRetryNs = fields.of("overloadRetryNs", overloadRetryNs);
        overloadPolicy = fields.of("overloadPolicy", overloadPolicy, OverloadPolicy.class);
        closeLadderNs = fields.of("closeLadderNs", closeLadderNs);
        closeSlippagePpm = fields.of("closeSlippagePpm", closeSlippagePpm);
        reduceOnlyWaitNs = fields.of("reduceOnlyWaitNs", reduceOnlyWaitNs);
        markMaxAgeNs = fields.of("markMaxAgeNs", markMaxAgeNs);
        lastMaxAgeNs = fields.of("lastMaxAgeNs", lastMaxAgeNs);
        lastMarkDeviationPpm = fields.of("lastMarkDeviationPpm", lastMarkDeviationPpm);
        quarantineJumpPpm = fields.of("quarantineJumpPpm", quarantineJumpPpm);
        quarantineWindowNs = fields.of("quarantineWindowNs", quarantineWindowNs);
        quarantineDeviationPpm = fields.of("quarantineDeviationPpm", quarantineDeviationPpm);
        quarantineConfirmNs = fields.of("quarantineConfirmNs", quarantineConfirmNs);
        liquidationBufferPpm = fields.of("liquidationBufferPpm", liquidationBufferPpm);
        leverage = fields.of("leverage", leverage);
        marginMode = fields.of("marginMode", marginMode, MarginMode.class);
        sizingMoney = fields.of("sizingMoney", sizingMoney);
        maxPositions = fields.of("maxPositions", maxPositions);
        maxExposureMoney = fields.of("maxExposureMoney", maxExposureMoney);
        maxPerWave = fields.of("maxPerWave", maxPerWave);
        waveBufferPercent = fields.of("waveBufferPercent", waveBufferPercent);
        waveCheckMinuteMask = fields.of("waveCheckMinuteMask", waveCheckMinuteMask);
        waveEnabled = fields.of("waveEnabled", waveEnabled, Flag.class);
        entryPriceWaitNs = fields.of("entryPriceWaitNs", entryPriceWaitNs);
        recvWindowNs = fields.of("recvWindowNs", recvWindowNs);
        entryRecvWindowNs = fields.of("entryRecvWindowNs", entryRecvWindowNs);
        absenceMarginNs = fields.of("absenceMarginNs", absenceMarginNs);
        reopenBlockNs = fields.of("reopenBlockNs", reopenBlockNs);
        reconcileIntervalNs = fields.of("reconcileIntervalNs", reconcileIntervalNs);
        resyncJumpNs = fields.of("resyncJumpNs", resyncJumpNs);
        idRetentionNs = fields.of("idRetentionNs", idRetentionNs);
        queryRetryNs = fields.of("queryRetryNs", queryRetryNs);
        conditionalOrdersMax = fields.of("conditionalOrdersMax", conditionalOrdersMax);
        conditionalOrdersReserve = fields.of("conditionalOrdersReserve", conditionalOrdersReserve);
        closeFirstEvidenceNs = fields.of("closeFirstEvidenceNs", closeFirstEvidenceNs);
        startupHaltedNs = fields.of("startupHaltedNs", startupHaltedNs);
        takerFeePpm = fields.of("takerFeePpm", takerFeePpm);
        makerFeePpm = fields.of("makerFeePpm", makerFeePpm);
        agedAfterNs = fields.of("agedAfterNs", agedAfterNs);
        agedGraceNs = fields.of("agedGraceNs", agedGraceNs);
        agedProgressiveNs = fields.of("agedProgressiveNs", agedProgressiveNs);
        agedCommissionPpm = fields.of("agedCommissionPpm", agedCommissionPpm);
        agedLossStepPpm = fields.of("agedLossStepPpm", agedLossStepPpm);
        agedAccelerationAfterNs = fields.of("agedAccelerationAfterNs", agedAccelerationAfterNs);
        agedAccelerationPpm = fields.of("agedAccelerationPpm", agedAccelerationPpm);
        agedMaxLossPpm = fields.of("agedMaxLossPpm", agedMaxLossPpm);
        agedMovePpm = fields.of("agedMovePpm", agedMovePpm);
        agedStopGapPpm = fields.of("agedStopGapPpm", agedStopGapPpm);
        agedPlacePauseNs = fields.of("agedPlacePauseNs", agedPlacePauseNs);
        shutdownKeepsExits = fields.of("shutdownKeepsExits", shutdownKeepsExits);
        regionBlockNs = fields.of("regionBlockNs", regionBlockNs);
        positionVisibleNs = fields.of("positionVisibleNs", positionVisibleNs);
        foreignPolicy = fields.of("foreignPolicy", foreignPolicy, ForeignPolicy.class);
        guardPpm = fields.of("guardPpm", guardPpm);
        zombieGraceSeconds = fields.of("zombieGraceSeconds", zombieGraceSeconds);
        zombieMinSeconds = fields.of("zombieMinSeconds", zombieMinSeconds);
        zombieMaxSeconds = fields.of("zombieMaxSeconds", zombieMaxSeconds);
        zombieTries = fields.of("zombieTries", zombieTries);
        zombieForeign = fields.of("zombieForeign", zombieForeign, ZombieForeign.class);
        instanceQuietSeconds = fields.of("instanceQuietSeconds", instanceQuietSeconds);
        trailSource = fields.of("trailSource", trailSource, TrailSource.class);
        fields.of("stepProfitPpm", stepProfitPpm, STEPS_MAX);
        fields.of("stepDistancePpm", stepDistancePpm, STEPS_MAX);
        breakevenPpm = fields.of("breakevenPpm", breakevenPpm);
        activationAgeNs = fields.of("activationAgeNs", activationAgeNs);
        momentumPpm = fields.of("momentumPpm", momentumPpm);
        momentumFactorPpm = fields.of("momentumFactorPpm", momentumFactorPpm);
        atrPpm = fields.of("atrPpm", atrPpm);
        atrMinPpm = fields.of("atrMinPpm", atrMinPpm);
        atrMaxPpm = fields.of("atrMaxPpm", atrMaxPpm);
        statsMaxAgeNs = fields.of("statsMaxAgeNs", statsMaxAgeNs);
        guardSweepNs = fields.of("guardSweepNs", guardSweepNs);
        emergencyStopPpm = fields.of("emergencyStopPpm", emergencyStopPpm);
        healthIntervalNs = fields.of("healthIntervalNs", healthIntervalNs);
        healthHigh = fields.of("healthHigh", healthHigh, HealthAction.class);
        healthCritical = fields.of("healthCritical", healthCritical, HealthAction.class);
        healthEmergency = fields.of("healthEmergency", healthEmergency, HealthAction.class);
    }
}
