package io.ratchet.engine.entry;

import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.SignalConcludedEncoder;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.WaveCertificateEncoder;
import io.ratchet.engine.sbe.WaveCompletedEncoder;
import io.ratchet.engine.sbe.WaveDetectedEncoder;
import io.ratchet.engine.sbe.WaveEnding;
import io.ratchet.engine.sbe.WaveExpectedEncoder;
import io.ratchet.engine.sbe.WaveNotFoundEncoder;
import io.ratchet.engine.sbe.WaveRefusalsEncoder;
import io.ratchet.engine.sbe.WaveStopEncoder;

/** Writes the facts of the waves. */
final class WaveFacts {
    /** In the order of their numbers. */
    private static final EntryRefusal[] REASONS = EntryRefusal.values();

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SignalConcludedEncoder signalConcluded = new SignalConcludedEncoder();
    private final WaveDetectedEncoder waveDetected = new WaveDetectedEncoder();
    private final WaveCompletedEncoder waveCompleted = new WaveCompletedEncoder();
    private final WaveExpectedEncoder waveExpected = new WaveExpectedEncoder();
    private final WaveNotFoundEncoder waveNotFound = new WaveNotFoundEncoder();
    private final WaveRefusalsEncoder waveRefusals = new WaveRefusalsEncoder();
    private final WaveStopEncoder waveStop = new WaveStopEncoder();
    private final WaveCertificateEncoder waveCertificate = new WaveCertificateEncoder();

    void signalConcluded(
            final long signalId,
            final long waveMs,
            final long positionId,
            final int instrumentId,
            final EntryRefusal refusal,
            final SignalDefect defect,
            final long nowNs,
            final Outputs outputs) {
        signalConcluded
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(nowNs)
                .signalId(signalId)
                .waveMs(waveMs)
                .positionId(positionId)
                .instrumentId(instrumentId)
                .refusal(refusal)
                .defect(defect);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + signalConcluded.encodedLength());
    }

    void waveDetected(final WaveTally tally, final long nowNs, final Outputs outputs) {
        waveDetected
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(nowNs)
                .waveMs(tally.waveMs())
                .signals(tally.signals());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + waveDetected.encodedLength());
    }

    void waveCompleted(final WaveTally tally, final WaveEnding ending, final long nowNs, final Outputs outputs) {
        waveCompleted
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(nowNs)
                .waveMs(tally.waveMs())
                .signals(tally.signals())
                .opened(tally.opened())
                .refused(tally.refused())
                .ending(ending);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + waveCompleted.encodedLength());
    }

    void waveExpected(final long waveMs, final long nowNs, final Outputs outputs) {
        waveExpected
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(nowNs)
                .waveMs(waveMs);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + waveExpected.encodedLength());
    }

    void waveNotFound(final long waveMs, final long waitedNs, final long nowNs, final Outputs outputs) {
        waveNotFound
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(nowNs)
                .waveMs(waveMs)
                .waitedNs(waitedNs);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + waveNotFound.encodedLength());
    }

    /** One row per reason; returns how many. */
    int refusals(final WaveTally tally, final long nowNs, final Outputs outputs) {
        int rows = 0;
        for (int i = 0; i < REASONS.length; i++) {
            final int count = REASONS[i] == EntryRefusal.NULL_VAL ? 0 : tally.refused(REASONS[i]);
            if (count > 0) {
                rows++;
                waveRefusals
                        .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                        .inputSequence(outputs.inputSequence())
                        .timeNs(nowNs)
                        .waveMs(tally.waveMs())
                        .count(count)
                        .reason(REASONS[i]);
                outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + waveRefusals.encodedLength());
            }
        }
        return rows;
    }

    void stop(
            final long waveMs,
            final long positionId,
            final int instrumentId,
            final Venue venue,
            final long level,
            final long venueOrderId,
            final long epochSeconds,
            final int revision,
            final OrderRole role,
            final long nakedNs,
            final long looseNs,
            final long nowNs,
            final Outputs outputs) {
        waveStop.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(nowNs)
                .waveMs(waveMs)
                .positionId(positionId)
                .instrumentId(instrumentId)
                .venue(venue)
                .level(level)
                .venueOrderId(venueOrderId)
                .nakedNs(nakedNs)
                .looseNs(looseNs);
        waveStop.clientOrderId()
                .epochSeconds(epochSeconds)
                .positionId(role == OrderRole.NONE ? 0 : positionId)
                .revision(revision)
                .role(role);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + waveStop.encodedLength());
    }

    void certificate(
            final WaveTally tally,
            final int stops,
            final int orphans,
            final long nakedNs,
            final long nakedMaxNs,
            final long looseNs,
            final int refusalRows,
            final int stopRows,
            final long nowNs,
            final Outputs outputs) {
        waveCertificate
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(nowNs)
                .waveMs(tally.waveMs())
                .signals(tally.signals())
                .opened(tally.opened())
                .refused(tally.refused())
                .stops(stops)
                .orphans(orphans)
                .nakedNs(nakedNs)
                .nakedMaxNs(nakedMaxNs)
                .looseNs(looseNs)
                .payloadHash(outputs.payloadHash())
                .refusalRows(refusalRows)
                .stopRows(stopRows);
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + waveCertificate.encodedLength());
    }
}
