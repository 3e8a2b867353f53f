package io.ratchet.engine.entry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ratchet.engine.core.EntryPolicy;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.EntryRefusal;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalReceivedDecoder;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.StateHash;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Hundreds of waves of a hundred signals each, every outcome taken: nothing is allocated. */
class WaveAllocationTest {
    private static final int SIGNALS = 100;
    private static final int WARM_UP_WAVES = 300;
    private static final int WAVES = 300;
    private static final int ROUNDS = 4;
    private static final long CHECK_NS = 15 * 60_000_000_000L;

    private final StateHash hash = new StateHash();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final SignalReceivedEncoder encoder = new SignalReceivedEncoder();
    private final SignalReceivedDecoder decoder = new SignalReceivedDecoder();
    private final Outputs outputs = new Outputs();
    private final WaveRule rule = new WaveRule(new AcceptingRequests(), new EntryPolicy());
    private long nextSignalId = 1;
    private long sequence = 1;

    @Test
    void shouldAllocateNothingAfterWarmUp() {
        configure();
        runWaves(0, WARM_UP_WAVES);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long threadId = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 1; round <= ROUNDS; round++) {
            final long before = threads.getThreadAllocatedBytes(threadId);
            runWaves(WARM_UP_WAVES + (round - 1) * WAVES, WAVES);
            least = Math.min(least, threads.getThreadAllocatedBytes(threadId) - before);
        }

        // Far below one object per wave in the best round; the compiler may allocate a little on this thread in others.
        assertTrue(least < WAVES, "allocated bytes: actual=" + least + " expected<" + WAVES);
    }

    private void runWaves(final int first, final int count) {
        for (int wave = first; wave < first + count; wave++) {
            final long checkNs = wave * CHECK_NS + 5 * 60_000_000_000L;
            final long firstId = nextSignalId;
            for (int i = 0; i < SIGNALS; i++) {
                signal(checkNs, wave, i);
            }
            for (long id = firstId; id < firstId + 5; id++) {
                outputs.begin(sequence++);
                rule.onEntryConcluded(
                        id,
                        id == firstId ? 0 : id,
                        id == firstId ? EntryRefusal.UNFILLED : EntryRefusal.NONE,
                        checkNs,
                        outputs);
            }
            outputs.begin(sequence++);
            rule.onTimer(checkNs + CHECK_NS, outputs);
            rule.state(hash);
        }
    }

    private void signal(final long nowNs, final int wave, final int index) {
        encoder.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(nowNs)
                .signalId(nextSignalId++)
                .scoreWeek(1_000 - index)
                .scoreMonth(index)
                .candleOpenMs((wave - 1) * WaveClock.WAVE_MS)
                .createdMs(Long.MIN_VALUE)
                .instrumentId(index)
                .batchId(wave)
                .batchIndex(index)
                .batchSize(SIGNALS)
                .venue(Venue.BINANCE)
                .side(PositionSide.LONG)
                .defect(index == 50 ? SignalDefect.SCORE_MISSING : SignalDefect.NONE);
        decoder.wrapAndApplyHeader(buffer, 0, headerDecoder);
        outputs.begin(sequence++);
        rule.onSignal(decoder, nowNs, outputs);
    }

    private void configure() {
        new ConfigAppliedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .maxPerWave(5)
                .waveBufferPercent(50)
                .waveCheckMinuteMask(1L << 5 | 1L << 20 | 1L << 35 | 1L << 50)
                .waveEnabled(Flag.YES)
                .idRetentionNs(24 * 3_600_000_000_000L);
        outputs.begin(sequence++);
        rule.onConfigApplied(new ConfigAppliedDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder), 0, outputs);
    }

    private static final class AcceptingRequests implements EntryRequests {
        @Override
        public EntryRefusal readiness(final Venue venue) {
            return EntryRefusal.NONE;
        }

        @Override
        public EntryRefusal screen(final int instrumentId, final PositionSide side) {
            return instrumentId % 7 == 6 ? EntryRefusal.ALREADY_OPEN : EntryRefusal.NONE;
        }

        @Override
        public EntryRefusal request(
                final long signalId,
                final int instrumentId,
                final Venue venue,
                final PositionSide side,
                final long nowNs,
                final Outputs into) {
            return EntryRefusal.NONE;
        }
    }
}
