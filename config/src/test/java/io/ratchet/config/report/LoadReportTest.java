package io.ratchet.config.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.PositionOpenedEncoder;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueSnapshotEndEncoder;
import io.ratchet.engine.sbe.WaveCompletedEncoder;
import io.ratchet.engine.sbe.WaveDetectedEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    private static final long QUARTER_MS = 900_000;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LoadReport report = new LoadReport();

    private void detected(final long wave) {
        final WaveDetectedEncoder fact = new WaveDetectedEncoder().wrapAndApplyHeader(buffer, 0, header);
        fact.inputSequence(1).timeNs(1).waveMs(wave * QUARTER_MS).signals(1);
        told(RecordKind.FACT, fact.encodedLength());
    }

    private void completed(final long wave) {
        final WaveCompletedEncoder fact = new WaveCompletedEncoder().wrapAndApplyHeader(buffer, 0, header);
        fact.inputSequence(1)
                .timeNs(1)
                .waveMs(wave * QUARTER_MS)
                .signals(1)
                .opened(1)
                .refused(0);
        told(RecordKind.FACT, fact.encodedLength());
    }

    private void read(final Flag success) {
        final VenueSnapshotEndEncoder end = new VenueSnapshotEndEncoder().wrapAndApplyHeader(buffer, 0, header);
        end.timeNs(1)
                .snapshotId(1)
                .rows(0)
                .venue(Venue.BINANCE)
                .success(success)
                .failure(SnapshotFailure.NONE)
                .text("");
        told(RecordKind.INPUT, end.encodedLength());
    }

    private void told(final RecordKind kind, final int bodyLength) {
        report.onRecord(1, kind, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    @Test
    void shouldCountNothingWrongWhenEachWaveIsCompletedOnce() {
        for (int wave = 1; wave <= 4; wave++) {
            detected(wave);
            completed(wave);
        }
        detected(5);
        assertEquals(0, report.wavesNotOnce(), "the newest may still run");
    }

    @Test
    void shouldCountAWaveThatIsCompletedTwice() {
        completed(1);
        completed(2);
        completed(2);
        assertEquals(1, report.wavesNotOnce());
    }

    @Test
    void shouldCountAWaveThatIsMissingBetweenOthers() {
        completed(1);
        completed(3);
        assertEquals(1, report.wavesNotOnce());
    }

    @Test
    void shouldCountAWaveThatWasDetectedButNeverCompleted() {
        detected(1);
        detected(2);
        completed(2);
        assertEquals(1, report.wavesNotOnce());
    }

    @Test
    void shouldCountAProtectionCheckForEachOpenPositionThatASuccessfulReadSaw() {
        read(Flag.YES);
        for (int position = 1; position <= 2; position++) {
            told(
                    RecordKind.FACT,
                    new PositionOpenedEncoder()
                            .wrapAndApplyHeader(buffer, 0, header)
                            .encodedLength());
        }
        read(Flag.YES);
        read(Flag.NO);
        final StringBuilder out = new StringBuilder();
        report.print(out, 1_500_000, 3);
        assertTrue(out.toString().matches("(?s).*protection checks +7,300 +2\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*checks for zombie orders +4,476 +2\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*errors in the log +60,000 +3\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*size of the log +928 MB +1\\.5 MB\n.*"), out.toString());
    }
}
