package io.ratchet.engine.entry;

import io.ratchet.engine.core.EntryPolicy;
import io.ratchet.engine.core.FactObserver;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalMode;
import io.ratchet.engine.sbe.SignalReceivedDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateFields;

/**
 * Waves: which signals become entries, in which order, how many.
 *
 * <p>At each check minute the expected wave becomes current and lives until the next check; late signals of it are still
 * taken, those of the next wave wait for their check, others are WAVE_OVER. A complete batch is filtered, ranked and
 * requested from the top; a slot is held while its entry is in flight, UNKNOWN included. At any time the best
 * {@code maxPerWave × (100 + waveBufferPercent) %} signals without an outcome are the candidates: a refusal lets the next
 * one in, and one whose venue is not ready keeps its rank. The wave completes when the target is met, else at the end of
 * its life, once nothing of it is in flight. Each signal id gets exactly one SignalConcluded; a repeated one is ignored,
 * the first wins. Defective signals are concluded at once and belong to no wave.
 *
 * <p>Core thread. Allocates nothing after construction. The owner calls {@link #onTimer} when {@link #nextDeadlineNs} is
 * due and may read that after each call.
 */
public final class WaveRule implements EntryConclusions {
    private static final int IN_FLIGHT_MAX = 256;
    private static final int TALLIES_MAX = 32;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long READINESS_RETRY_NS = 1_000_000_000L;
    /** Parts of a batch follow one another at once; a batch cut short by a full ring is ranked after this. */
    private static final long BATCH_WAIT_NS = 5_000_000_000L;

    private static final long NONE = Long.MIN_VALUE;
    private static final long PERCENT = 100;
    /** More slots than there can be positions, and still far from an overflow. */
    private static final long UNLIMITED = Integer.MAX_VALUE;
    /** How far ahead of our clock that of a server of real-time signals may be. */
    private static final long AHEAD_MAX_MS = 60_000L;

    private final EntryRequests requests;
    private final EntryPolicy numbers;
    private final SignalIds ids = new SignalIds(SignalIds.CAPACITY);
    private final SignalBook book = new SignalBook(SignalBook.CAPACITY);
    private final WaveFacts facts = new WaveFacts();
    private final WaveLedger ledger = new WaveLedger();
    private final WaveTally[] tallies = new WaveTally[TALLIES_MAX];

    private final long[] inFlightIds = new long[IN_FLIGHT_MAX];
    private final int[] inFlightInstrumentIds = new int[IN_FLIGHT_MAX];
    private final WaveTally[] inFlightTallies = new WaveTally[IN_FLIGHT_MAX];
    private final Venue[] inFlightVenues = new Venue[IN_FLIGHT_MAX];
    private int inFlight;

    private boolean isEnabled;
    private boolean isWanted;
    private boolean isRealtime;
    private int configuredPerWave;
    private int configuredBufferPercent;
    private boolean isConfigured;
    private long checkMinuteMask;
    private long slotsMax;
    private long candidatesMax;
    private long idRetentionNs;

    private long nextCheckMs = NONE;
    private long currentWaveMs = NONE;
    private long nextWaveMs = NONE;
    private long endedWaveMs = NONE;
    private WaveTally current;
    private boolean isBatchOpen;
    private int openBatchId;
    private long batchUntilNs;
    private boolean isCertificateDue;
    private boolean isHeld;
    private long retryNs;
    private long expectedNs;
    private boolean isAwaited;

    /**
     * A rule without configuration: it takes no signal before the first {@link #onConfigApplied}.
     *
     * @param requests opens positions.
     * @param numbers  of signals and entries.
     */
    public WaveRule(final EntryRequests requests, final EntryPolicy numbers) {
        this.requests = requests;
        this.numbers = numbers;
        for (int i = 0; i < TALLIES_MAX; i++) {
            tallies[i] = new WaveTally();
        }
    }

    /**
     * New policy. A wave whose life it changes is not begun again.
     *
     * @param config  the input.
     * @param nowNs   engine time.
     * @param outputs receives facts and commands.
     */
    public void onConfigApplied(final ConfigAppliedDecoder config, final long nowNs, final Outputs outputs) {
        checkMinuteMask = config.waveCheckMinuteMask() & WaveClock.ALL_MINUTES;
        isWanted = config.waveEnabled() == Flag.YES;
        configuredPerWave = config.maxPerWave();
        configuredBufferPercent = config.waveBufferPercent();
        idRetentionNs = config.idRetentionNs();
        isConfigured = true;
        reconfigure(nowNs, outputs);
    }

    /**
     * New numbers of signals: the mode may be another one.
     *
     * @param nowNs   engine time.
     * @param outputs receives facts and commands.
     */
    public void onEntriesApplied(final long nowNs, final Outputs outputs) {
        if (isConfigured && isRealtime != (numbers.signalMode() == SignalMode.REALTIME)) {
            reconfigure(nowNs, outputs);
        }
    }

    private void reconfigure(final long nowNs, final Outputs outputs) {
        isRealtime = numbers.signalMode() == SignalMode.REALTIME;
        isEnabled = isWanted && (isRealtime || checkMinuteMask != 0);
        // As with every limit of the policy, 0 switches it off; in real time only the limits on all positions hold.
        slotsMax = isRealtime || configuredPerWave == 0 ? UNLIMITED : configuredPerWave;
        candidatesMax = slotsMax * (PERCENT + configuredBufferPercent) / PERCENT;
        nextCheckMs = NONE;
        roll(nowNs, outputs);
        advance(nowNs, outputs);
    }

    /**
     * A process start: the rest of an open batch died with the client.
     *
     * @param nowNs   engine time.
     * @param outputs receives facts and commands.
     */
    public void onNodeStarted(final long nowNs, final Outputs outputs) {
        isBatchOpen = false;
        roll(nowNs, outputs);
        advance(nowNs, outputs);
    }

    /**
     * One signal of a batch; the last of the batch sets the ranking to work.
     *
     * @param signal  the input.
     * @param nowNs   engine time.
     * @param outputs receives facts and commands.
     */
    public void onSignal(final SignalReceivedDecoder signal, final long nowNs, final Outputs outputs) {
        if (!isConfigured) {
            return;
        }
        isBatchOpen = true;
        openBatchId = signal.batchId();
        batchUntilNs = nowNs + BATCH_WAIT_NS;
        roll(nowNs, outputs);
        take(signal, nowNs, outputs);
        if (signal.batchIndex() + 1 >= signal.batchSize()) {
            isBatchOpen = false;
            advance(nowNs, outputs);
        }
    }

    @Override
    public void onEntryConcluded(
            final long signalId,
            final long positionId,
            final EntryRefusal refusal,
            final long nowNs,
            final Outputs outputs) {
        final int index = inFlightIndex(signalId);
        if (index < 0) {
            return;
        }
        final WaveTally tally = inFlightTallies[index];
        if (tally == null) {
            concludeUncounted(index, positionId, refusal, nowNs, outputs);
            return;
        }
        tally.onConcluded(refusal);
        if (refusal == EntryRefusal.NONE) {
            ledger.opened(tally, positionId, inFlightInstrumentIds[index], inFlightVenues[index]);
        }
        facts.signalConcluded(
                signalId,
                tally.waveMs(),
                positionId,
                inFlightInstrumentIds[index],
                refusal,
                SignalDefect.NONE,
                nowNs,
                outputs);
        removeInFlight(index);
        if (tally != current) {
            complete(tally, nowNs, outputs);
        }
        roll(nowNs, outputs);
        advance(nowNs, outputs);
    }

    /** Its wave was certified long ago, since room was needed. */
    private void concludeUncounted(
            final int index,
            final long positionId,
            final EntryRefusal refusal,
            final long nowNs,
            final Outputs outputs) {
        facts.signalConcluded(
                inFlightIds[index],
                FixedPoint.NULL,
                positionId,
                inFlightInstrumentIds[index],
                refusal,
                SignalDefect.NONE,
                nowNs,
                outputs);
        removeInFlight(index);
    }

    /**
     * Node state, a venue's health or the entry stop changed: signals that were held are tried again.
     *
     * @param nowNs   engine time.
     * @param outputs receives facts and commands.
     */
    public void onReadinessChanged(final long nowNs, final Outputs outputs) {
        roll(nowNs, outputs);
        advance(nowNs, outputs);
    }

    /**
     * The deadline is due.
     *
     * @param nowNs   engine time.
     * @param outputs receives facts and commands.
     */
    public void onTimer(final long nowNs, final Outputs outputs) {
        roll(nowNs, outputs);
        if (isBatchOpen && nowNs >= batchUntilNs) {
            isBatchOpen = false;
            advance(nowNs, outputs);
        }
        tellNotFound(nowNs, outputs);
        if (isHeld && nowNs >= retryNs) {
            isHeld = false;
            advance(nowNs, outputs);
        }
    }

    /**
     * At the end of an input: waves whose positions are settled get their certificate.
     *
     * @param nowNs   engine time.
     * @param outputs receives facts.
     */
    public void onEventEnd(final long nowNs, final Outputs outputs) {
        if (!ledger.takeChanged() && !isCertificateDue) {
            return;
        }
        isCertificateDue = false;
        for (int i = 0; i < TALLIES_MAX; i++) {
            if (tallies[i].isUsed() && tallies[i].isEnded() && ledger.isSettled(tallies[i])) {
                certify(tallies[i], nowNs, outputs);
            }
        }
    }

    private void certify(final WaveTally tally, final long nowNs, final Outputs outputs) {
        ledger.certify(tally, facts, nowNs, outputs);
        tally.release();
    }

    /**
     * Who must be told of facts about positions.
     *
     * @return the observer.
     */
    public FactObserver observer() {
        return ledger;
    }

    /**
     * When {@link #onTimer} must be called.
     *
     * @return engine time in ns, {@code Long.MAX_VALUE} for never.
     */
    public long nextDeadlineNs() {
        final boolean isWaiting = book.count() > 0 || current != null || isEnabled && !isRealtime;
        final boolean isCheckNear = isWaiting && nextCheckMs != WaveClock.NEVER && nextCheckMs != NONE;
        final long checkNs = Math.min(notFoundNs(), isCheckNear ? nextCheckMs * NS_PER_MS : Long.MAX_VALUE);
        final long heldNs = isHeld ? Math.min(retryNs, checkNs) : checkNs;
        return isBatchOpen ? Math.min(batchUntilNs, heldNs) : heldNs;
    }

    /**
     * Entries asked for and not concluded.
     *
     * @return the count.
     */
    public int inFlight() {
        return inFlight;
    }

    /**
     * Signals that wait for their turn.
     *
     * @return the count.
     */
    public int waiting() {
        return book.count();
    }

    /**
     * Hands over signals, waves and what is in flight.
     *
     * @param fields pass over the state.
     */
    public void state(final StateFields fields) {
        ids.state(fields);
        book.state(fields);
        for (int i = 0; i < TALLIES_MAX; i++) {
            tallies[i].state(fields);
        }
        ledger.state(fields, tallies);
        inFlight = fields.count("inFlight", inFlight, IN_FLIGHT_MAX);
        for (int i = 0; i < inFlight; i++) {
            inFlightIds[i] = fields.of("inFlightIds", inFlightIds[i]);
            inFlightInstrumentIds[i] = fields.of("inFlightInstrumentIds", inFlightInstrumentIds[i]);
            inFlightTallies[i] =
                    WaveTally.at(fields.of("inFlightTallies", WaveTally.indexOf(inFlightTallies[i], tallies)), tallies);
            inFlightVenues[i] = fields.of("inFlightVenues", inFlightVenues[i], Venue.class);
        }
        statePolicy(fields);
        nextCheckMs = fields.of("nextCheckMs", nextCheckMs);
        currentWaveMs = fields.of("currentWaveMs", currentWaveMs);
        nextWaveMs = fields.of("nextWaveMs", nextWaveMs);
        endedWaveMs = fields.of("endedWaveMs", endedWaveMs);
        current = WaveTally.at(fields.of("current", WaveTally.indexOf(current, tallies)), tallies);
        isBatchOpen = fields.of("isBatchOpen", isBatchOpen);
        openBatchId = fields.of("openBatchId", openBatchId);
        batchUntilNs = fields.of("batchUntilNs", batchUntilNs);
        isCertificateDue = fields.of("isCertificateDue", isCertificateDue);
        isHeld = fields.of("isHeld", isHeld);
        retryNs = fields.of("retryNs", retryNs);
        expectedNs = fields.of("expectedNs", expectedNs);
        isAwaited = fields.of("isAwaited", isAwaited);
    }

    private void statePolicy(final StateFields fields) {
        isEnabled = fields.of("isEnabled", isEnabled);
        isWanted = fields.of("isWanted", isWanted);
        isRealtime = fields.of("isRealtime", isRealtime);
        configuredPerWave = fields.of("configuredPerWave", configuredPerWave);
        configuredBufferPercent = fields.of("configuredBufferPercent", configuredBufferPercent);
        isConfigured = fields.of("isConfigured", isConfigured);
        checkMinuteMask = fields.of("checkMinuteMask", checkMinuteMask);
        slotsMax = fields.of("slotsMax", slotsMax);
        candidatesMax = fields.of("candidatesMax", candidatesMax);
        idRetentionNs = fields.of("idRetentionNs", idRetentionNs);
    }

    private void take(final SignalReceivedDecoder signal, final long nowNs, final Outputs outputs) {
        if (!ids.add(identity(signal), nowNs, idRetentionNs)) {
            return;
        }
        final long wave = isRealtime ? currentWaveMs : waveOf(signal);
        final SignalDefect defect = defectOf(signal, wave, nowNs);
        final EntryRefusal refusal = refusalOf(signal, wave, defect, nowNs);
        final boolean isOfCurrent = isEnabled && wave == currentWaveMs && wave > endedWaveMs;
        final boolean isCounted = isOfCurrent && refusal != EntryRefusal.DEFECTIVE && isCurrentOpen(nowNs, outputs);
        if (isCounted) {
            current.onSignal();
        }
        if (refusal != EntryRefusal.NONE) {
            if (isCounted) {
                current.onRefused(refusal);
            }
            facts.signalConcluded(signal.signalId(), wave, 0, signal.instrumentId(), refusal, defect, nowNs, outputs);
            return;
        }
        book.add(
                wave,
                signal.signalId(),
                signal.scoreWeek() == FixedPoint.NULL ? signal.totalScore() : signal.scoreWeek(),
                signal.scoreMonth(),
                createdNs(signal),
                signal.instrumentId(),
                signal.venue(),
                signal.side());
    }

    /** A signal of a wave that does not say when it was made was made when its candle closed. */
    private static long createdNs(final SignalReceivedDecoder signal) {
        if (signal.createdMs() != FixedPoint.NULL) {
            return signal.createdMs() * NS_PER_MS;
        }
        return signal.candleOpenMs() == FixedPoint.NULL
                ? FixedPoint.NULL
                : (signal.candleOpenMs() + WaveClock.WAVE_MS) * NS_PER_MS;
    }

    /** A signal without id is known by what it says, so that each poll that repeats it does not conclude it again. */
    private static long identity(final SignalReceivedDecoder signal) {
        if (signal.defect() != SignalDefect.ID_MISSING) {
            return signal.signalId();
        }
        long hash = Hashes.mix(signal.candleOpenMs(), signal.createdMs());
        hash = Hashes.mix(hash, signal.scoreWeek());
        hash = Hashes.mix(hash, signal.scoreMonth());
        hash = Hashes.mix(hash, signal.venue().value() << 8 | signal.side().value());
        for (int i = 0; i < SignalReceivedDecoder.symbolLength(); i++) {
            hash = Hashes.mix(hash, signal.symbol(i));
        }
        return hash;
    }

    private static long waveOf(final SignalReceivedDecoder signal) {
        final long candleMs = signal.candleOpenMs() != FixedPoint.NULL ? signal.candleOpenMs() : signal.createdMs();
        return candleMs == FixedPoint.NULL ? FixedPoint.NULL : WaveClock.waveOf(candleMs);
    }

    private SignalDefect defectOf(final SignalReceivedDecoder signal, final long wave, final long nowNs) {
        if (signal.defect() != SignalDefect.NONE) {
            return signal.defect();
        }
        if (signal.side() != PositionSide.LONG && signal.side() != PositionSide.SHORT) {
            return SignalDefect.ACTION_UNKNOWN;
        }
        if (signal.venue() == Venue.NONE) {
            return SignalDefect.VENUE_UNKNOWN;
        }
        if (isRealtime) {
            return realtimeDefect(createdNs(signal), nowNs);
        }
        if (wave == FixedPoint.NULL) {
            return SignalDefect.TIME_MISSING;
        }
        // Later than the next wave: a candle that has not even closed at its check.
        return isEnabled && wave > nextWaveMs && wave > currentWaveMs ? SignalDefect.TIME_INVALID : SignalDefect.NONE;
    }

    private static SignalDefect realtimeDefect(final long createdNs, final long nowNs) {
        if (createdNs == FixedPoint.NULL) {
            return SignalDefect.TIME_MISSING;
        }
        return createdNs - nowNs > AHEAD_MAX_MS * NS_PER_MS ? SignalDefect.TIME_INVALID : SignalDefect.NONE;
    }

    private EntryRefusal refusalOf(
            final SignalReceivedDecoder signal, final long wave, final SignalDefect defect, final long nowNs) {
        if (defect == SignalDefect.SYMBOL_UNKNOWN) {
            return EntryRefusal.SYMBOL_UNKNOWN;
        }
        if (defect != SignalDefect.NONE) {
            return EntryRefusal.DEFECTIVE;
        }
        if (!isEnabled) {
            return EntryRefusal.ENTRIES_STOPPED;
        }
        if (signal.instrumentId() < 0) {
            return EntryRefusal.SYMBOL_UNKNOWN;
        }
        if (isRealtime) {
            return isTooOld(createdNs(signal), nowNs)
                    ? EntryRefusal.SIGNAL_TOO_OLD
                    : book.isFull() ? EntryRefusal.TABLE_FULL : EntryRefusal.NONE;
        }
        if (wave <= endedWaveMs || wave != currentWaveMs && wave != nextWaveMs) {
            return EntryRefusal.WAVE_OVER;
        }
        if (book.isFull()) {
            return EntryRefusal.TABLE_FULL;
        }
        final boolean isMet = wave == currentWaveMs && current != null && current.isCompleted();
        return isMet ? EntryRefusal.WAVE_FULL : EntryRefusal.NONE;
    }

    private boolean isTooOld(final long createdNs, final long nowNs) {
        return isRealtime
                && numbers.signalMaxAgeNs() > 0
                && createdNs != FixedPoint.NULL
                && nowNs - createdNs > numbers.signalMaxAgeNs();
    }

    /** Makes the wave of the latest check current, and ends what is older. */
    private void roll(final long nowNs, final Outputs outputs) {
        final long nowMs = Math.floorDiv(nowNs, NS_PER_MS);
        if (!isConfigured || nowMs < nextCheckMs) {
            return;
        }
        if (!isEnabled) {
            nextCheckMs = WaveClock.NEVER;
            endBefore(Long.MAX_VALUE, nowNs, outputs);
            return;
        }
        if (isRealtime) {
            rollRealtime(nowMs, nowNs, outputs);
            return;
        }
        nextCheckMs = WaveClock.checkAfter(nowMs, checkMinuteMask);
        nextWaveMs = WaveClock.expectedWave(nextCheckMs);
        final long wave = WaveClock.expectedWave(WaveClock.checkAtOrBefore(nowMs, checkMinuteMask));
        if (wave <= currentWaveMs) {
            // A changed mask may point back; no wave is begun twice.
            return;
        }
        endBefore(wave, nowNs, outputs);
        currentWaveMs = wave;
        expect(nowNs, outputs);
        if (book.count() > 0 && book.waveMs(0) == wave) {
            adoptEarlySignals(nowNs, outputs);
            advance(nowNs, outputs);
        }
    }

    /** Its window begins at the check minute, or now where the node starts later than that. */
    private void expect(final long nowNs, final Outputs outputs) {
        expectedNs = nowNs;
        isAwaited = true;
        facts.waveExpected(currentWaveMs, nowNs, outputs);
    }

    private long notFoundNs() {
        return isAwaited && numbers.waveWindowNs() > 0 ? expectedNs + numbers.waveWindowNs() : Long.MAX_VALUE;
    }

    private void tellNotFound(final long nowNs, final Outputs outputs) {
        if (nowNs >= notFoundNs()) {
            isAwaited = false;
            if (isEnabled && !isRealtime && current == null && endedWaveMs < currentWaveMs) {
                facts.waveNotFound(currentWaveMs, nowNs - expectedNs, nowNs, outputs);
            }
        }
    }

    /** In real time a quarter of an hour is a wave for the books only: what waits goes on waiting in the next one. */
    private void rollRealtime(final long nowMs, final long nowNs, final Outputs outputs) {
        final long wave = WaveClock.waveOf(nowMs);
        nextCheckMs = wave + WaveClock.WAVE_MS;
        nextWaveMs = nextCheckMs;
        if (wave <= currentWaveMs) {
            return;
        }
        for (int rank = 0; current != null && rank < book.count(); rank++) {
            if (book.waveMs(rank) == currentWaveMs) {
                current.onCarriedOver();
            }
        }
        book.carryOver(wave);
        endBefore(wave, nowNs, outputs);
        currentWaveMs = wave;
        if (book.count() > 0) {
            adoptEarlySignals(nowNs, outputs);
            advance(nowNs, outputs);
        }
    }

    private void adoptEarlySignals(final long nowNs, final Outputs outputs) {
        isCurrentOpen(nowNs, outputs);
        for (int rank = 0; rank < book.count() && book.waveMs(rank) == currentWaveMs; rank++) {
            current.onSignal();
        }
    }

    private void endBefore(final long wave, final long nowNs, final Outputs outputs) {
        if (current != null) {
            detect(nowNs, outputs);
        }
        while (book.count() > 0 && book.waveMs(0) < wave) {
            if (current != null && book.waveMs(0) == current.waveMs()) {
                current.onCutShort();
            }
            conclude(0, reasonAtEnd(), nowNs, outputs);
        }
        final WaveTally ended = current;
        current = null;
        isHeld = false;
        if (ended != null) {
            endedWaveMs = ended.waveMs();
            ended.onEnded();
            isCertificateDue = true;
            complete(ended, nowNs, outputs);
        }
    }

    private EntryRefusal reasonAtEnd() {
        if (!isEnabled) {
            return EntryRefusal.ENTRIES_STOPPED;
        }
        if (current != null && current.slotsHeld() >= slotsMax) {
            return EntryRefusal.WAVE_FULL;
        }
        final EntryRefusal readiness = requests.readiness(book.venue(0));
        return readiness == EntryRefusal.NONE ? EntryRefusal.WAVE_OVER : readiness;
    }

    private void advance(final long nowNs, final Outputs outputs) {
        if (isBatchOpen || current == null || current.isCompleted()) {
            return;
        }
        detect(nowNs, outputs);
        screen(nowNs, outputs);
        requestInOrder(nowNs, outputs);
        if (current.opened() >= slotsMax) {
            isHeld = false;
            concludeAll(EntryRefusal.WAVE_FULL, nowNs, outputs);
            complete(current, nowNs, outputs);
        }
    }

    private void detect(final long nowNs, final Outputs outputs) {
        if (!current.isDetected() && current.signals() > 0) {
            current.onDetected();
            facts.waveDetected(current, nowNs, outputs);
        }
    }

    private void screen(final long nowNs, final Outputs outputs) {
        int rank = 0;
        while (isOfCurrentWave(rank)) {
            final EntryRefusal refusal = isTooOld(book.createdNs(rank), nowNs)
                    ? EntryRefusal.SIGNAL_TOO_OLD
                    : requests.screen(book.instrumentId(rank), book.side(rank));
            if (refusal == EntryRefusal.NONE) {
                rank++;
            } else {
                conclude(rank, refusal, nowNs, outputs);
            }
        }
    }

    private void requestInOrder(final long nowNs, final Outputs outputs) {
        isHeld = false;
        int rank = 0;
        while (isOfCurrentWave(rank) && isSlotFree() && rank < candidatesMax - current.slotsHeld()) {
            if (requests.readiness(book.venue(rank)) != EntryRefusal.NONE) {
                isHeld = true;
                retryNs = nowNs + READINESS_RETRY_NS;
                rank++;
                continue;
            }
            final EntryRefusal refusal = requests.request(
                    book.signalId(rank), book.instrumentId(rank), book.venue(rank), book.side(rank), nowNs, outputs);
            if (refusal == EntryRefusal.NONE) {
                addInFlight(rank);
            } else {
                conclude(rank, refusal, nowNs, outputs);
            }
        }
    }

    private boolean isOfCurrentWave(final int rank) {
        return rank < book.count() && book.waveMs(rank) == currentWaveMs;
    }

    private boolean isSlotFree() {
        return current.slotsHeld() < slotsMax && inFlight < IN_FLIGHT_MAX;
    }

    private void concludeAll(final EntryRefusal refusal, final long nowNs, final Outputs outputs) {
        while (isOfCurrentWave(0)) {
            conclude(0, refusal, nowNs, outputs);
        }
    }

    private void conclude(final int rank, final EntryRefusal refusal, final long nowNs, final Outputs outputs) {
        if (current != null && book.waveMs(rank) == current.waveMs()) {
            current.onRefused(refusal);
        }
        facts.signalConcluded(
                book.signalId(rank),
                book.waveMs(rank),
                0,
                book.instrumentId(rank),
                refusal,
                SignalDefect.NONE,
                nowNs,
                outputs);
        book.remove(rank);
    }

    private void complete(final WaveTally tally, final long nowNs, final Outputs outputs) {
        if (tally.inFlight() == 0 && !tally.isCompleted()) {
            tally.onCompleted();
            facts.waveCompleted(tally, tally.ending(slotsMax), nowNs, outputs);
        }
    }

    private boolean isCurrentOpen(final long nowNs, final Outputs outputs) {
        if (current == null) {
            current = freeTally(nowNs, outputs);
            current.begin(currentWaveMs);
        }
        return true;
    }

    /** Where none is free, the wave that waits longest for its positions to settle is certified as it is. */
    private WaveTally freeTally(final long nowNs, final Outputs outputs) {
        WaveTally oldest = tallies[0];
        for (int i = 0; i < TALLIES_MAX; i++) {
            if (!tallies[i].isUsed()) {
                return tallies[i];
            }
            oldest = tallies[i].waveMs() < oldest.waveMs() ? tallies[i] : oldest;
        }
        for (int i = 0; i < inFlight; i++) {
            inFlightTallies[i] = inFlightTallies[i] == oldest ? null : inFlightTallies[i];
        }
        certify(oldest, nowNs, outputs);
        return oldest;
    }

    private void addInFlight(final int rank) {
        inFlightIds[inFlight] = book.signalId(rank);
        inFlightInstrumentIds[inFlight] = book.instrumentId(rank);
        inFlightTallies[inFlight] = current;
        inFlightVenues[inFlight] = book.venue(rank);
        inFlight++;
        current.onRequested();
        book.remove(rank);
    }

    private void removeInFlight(final int index) {
        inFlight--;
        inFlightIds[index] = inFlightIds[inFlight];
        inFlightInstrumentIds[index] = inFlightInstrumentIds[inFlight];
        inFlightTallies[index] = inFlightTallies[inFlight];
        inFlightVenues[index] = inFlightVenues[inFlight];
        inFlightTallies[inFlight] = null;
    }

    private int inFlightIndex(final long signalId) {
        for (int i = 0; i < inFlight; i++) {
            if (inFlightIds[i] == signalId) {
                return i;
            }
        }
        return -1;
    }
}
