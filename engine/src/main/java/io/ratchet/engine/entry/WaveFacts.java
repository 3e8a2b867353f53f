package io.ratchet.engine.entry;

import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.SignalConcludedEncoder;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.WaveCompletedEncoder;
import io.ratchet.engine.sbe.WaveDetectedEncoder;

/** Writes the facts of the waves. */
final class WaveFacts {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SignalConcludedEncoder signalConcluded = new SignalConcludedEncoder();
    private final WaveDetectedEncoder waveDetected = new WaveDetectedEncoder();
    private final WaveCompletedEncoder waveCompleted = new WaveCompletedEncoder();

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

    void waveCompleted(final WaveTally tally, final long nowNs, final Outputs outputs) {
        waveCompleted
                .wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(nowNs)
                .waveMs(tally.waveMs())
                .signals(tally.signals())
                .opened(tally.opened())
                .refused(tally.refused());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + waveCompleted.encodedLength());
    }
}
