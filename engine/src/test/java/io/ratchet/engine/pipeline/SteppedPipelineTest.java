package io.ratchet.engine.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.sbe.ClockTickDecoder;
import io.ratchet.engine.sbe.SnapshotRequestedDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.PayloadHash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

final class SteppedPipelineTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final RecordingJournal journal = new RecordingJournal();
    private final TestInputs inputs = new TestInputs();
    private final AtomicLong timeNs = new AtomicLong(1_000);
    private final List<Long> commands = new ArrayList<>();
    private final SteppedPipeline pipeline = new SteppedPipeline(new PipelineContext()
            .journal(journal)
            .core(new FakeCore())
            .clock(timeNs::get)
            .instrumentsMax(16)
            .listenerSlots(2)
            .haltListener(report -> {})
            .conclude());

    SteppedPipelineTest() {
        pipeline.gateway(Venue.BINANCE, new Gateway());
    }

    @Test
    void shouldHandCommandsOverInTheTurnThatTookTheInput() {
        assertTrue(inputs.open(1, 3, 0).offer(pipeline.ingress()));
        assertEquals(0, journal.lastSequence());
        assertTrue(pipeline.turn() > 0);
        assertEquals(List.of(2L, 3L, 4L), commands);
        assertEquals(0, pipeline.turn());
    }

    @Test
    void shouldTickWhenASecondHasPassedAndNotBefore() {
        timeNs.addAndGet(SECOND_NS - 1);
        assertEquals(0, pipeline.turn());
        timeNs.addAndGet(1);
        assertEquals(timeNs.get(), pipeline.nextWakeNs());
        pipeline.turn();
        assertEquals(1, journal.records(ClockTickDecoder.TEMPLATE_ID).size());
        assertEquals(timeNs.get() + SECOND_NS, pipeline.nextWakeNs());
    }

    @Test
    void shouldAskForASnapshotEachIntervalOfEngineTimeAndNotBefore() {
        final SteppedPipeline asking = snapshotting(3 * SECOND_NS, 0);
        // The first second only says what time it is.
        seconds(asking, 3);
        assertEquals(0, snapshots());
        seconds(asking, 1);
        assertEquals(1, snapshots());
        seconds(asking, 2);
        assertEquals(1, snapshots());
        seconds(asking, 1);
        assertEquals(2, snapshots());
    }

    @Test
    void shouldCountTheIntervalFromTheNewestInputOfThePastWhenThereIsOne() {
        final SteppedPipeline asking = snapshotting(3 * SECOND_NS, timeNs.get());
        seconds(asking, 2);
        assertEquals(0, snapshots());
        seconds(asking, 1);
        assertEquals(1, snapshots());
    }

    @Test
    void shouldAskForOneSnapshotAfterAPauseOfManyIntervals() {
        final SteppedPipeline asking = snapshotting(3 * SECOND_NS, timeNs.get());
        timeNs.addAndGet(100 * SECOND_NS);
        asking.turn();
        asking.turn();
        assertEquals(1, snapshots());
    }

    @Test
    void shouldNeverAskForASnapshotWhenTheIntervalIsZero() {
        seconds(snapshotting(0, timeNs.get()), 1_000);
        assertEquals(0, snapshots());
    }

    private SteppedPipeline snapshotting(final long intervalNs, final long lastTimeNs) {
        return new SteppedPipeline(new PipelineContext()
                .journal(journal)
                .core(new FakeCore())
                .clock(timeNs::get)
                .instrumentsMax(16)
                .listenerSlots(2)
                .snapshotIntervalNs(intervalNs)
                .recovered(0, lastTimeNs, new PayloadHash())
                .haltListener(report -> {})
                .conclude());
    }

    private void seconds(final SteppedPipeline turned, final int count) {
        for (int i = 0; i < count; i++) {
            timeNs.addAndGet(SECOND_NS);
            turned.turn();
            turned.turn();
        }
    }

    private int snapshots() {
        return journal.records(SnapshotRequestedDecoder.TEMPLATE_ID).size();
    }

    @Test
    void shouldThrowWhatTheJournalThrows() {
        journal.lostFrom(1);
        assertTrue(inputs.open(1, 0, 0).offer(pipeline.ingress()));
        assertThrows(RuntimeException.class, pipeline::turn);
    }

    private final class Gateway implements VenueGateway {
        @Override
        public void onCommand(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
            commands.add(sequence);
        }

        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
