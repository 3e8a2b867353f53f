package io.ratchet.engine.pipeline;

import static io.ratchet.engine.pipeline.TestInputs.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.JournalLostException;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.ClockTickDecoder;
import io.ratchet.engine.sbe.CommandOutcome;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandDecoder;
import io.ratchet.engine.sbe.OrderRole;
import io.ratchet.engine.sbe.OutcomeReason;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.state.PayloadHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PipelineTest {
    private final RecordingJournal journal = new RecordingJournal();
    private final TestInputs inputs = new TestInputs();
    private final AtomicReference<HaltReport> halt = new AtomicReference<>();
    private final AtomicLong timeNs = new AtomicLong(1_000);
    private Pipeline pipeline;

    @AfterEach
    void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64})
    void shouldLoseNothingWhenManyProducersMeetASmallRingAndASlowCore(final int slots) throws InterruptedException {
        final int producers = 3;
        final int each = 400;
        pipeline = new Pipeline(context(new FakeCore(1)).inboundSlots(slots).conclude());
        pipeline.start();

        final List<Thread> threads = new ArrayList<>();
        for (int producer = 0; producer < producers; producer++) {
            final int base = producer * each;
            threads.add(new Thread(() -> offerRun(base, each)));
        }
        threads.forEach(Thread::start);
        for (final Thread thread : threads) {
            thread.join();
        }
        await(
                "all inputs",
                () -> journal.records(OperatorCommandDecoder.TEMPLATE_ID).size() == producers * each);

        final int[] next = new int[producers];
        for (final UnsafeBuffer record : journal.records(OperatorCommandDecoder.TEMPLATE_ID)) {
            final long requestId = operator(record).requestId();
            final int producer = (int) requestId / each;
            assertEquals(next[producer]++, requestId % each, "order of producer " + producer);
        }
        await("the core", () -> pipeline.backlog() == 0);
    }

    @Test
    void shouldTakeAnInputAgainWhenTheRingWasFull() {
        pipeline = new Pipeline(context(new FakeCore()).inboundSlots(2).conclude());
        assertTrue(inputs.open(1, 0, 0).offer(pipeline.ingress()));
        assertTrue(inputs.open(2, 0, 0).offer(pipeline.ingress()));
        assertFalse(inputs.open(3, 0, 0).offer(pipeline.ingress()));
        assertEquals(1, pipeline.counters().refused());

        pipeline.start();
        inputs.offerUntilTaken(pipeline.ingress());
        await("three inputs", () -> operatorIds().equals(List.of(1L, 2L, 3L)));
    }

    @Test
    void shouldHandOverCommandsOnlyWhenAllOutputsAreJournaled() {
        final List<Long> lastSequences = Collections.synchronizedList(new ArrayList<>());
        journal.delayNs(1_000_000);
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        pipeline.gateway(
                Venue.BINANCE, new TestGateway((sequence, buffer) -> lastSequences.add(journal.lastSequence())));
        pipeline.start();

        inputs.open(1, 3, 7).offerUntilTaken(pipeline.ingress());
        await("three commands", () -> lastSequences.size() == 3);

        assertTrue(lastSequences.stream().allMatch(last -> last >= 11), lastSequences.toString());
    }

    @Test
    void shouldGiveGatewaysTheirCommandsWithTheirJournalSequence() {
        final List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        pipeline.gateway(Venue.BINANCE, new TestGateway((sequence, buffer) -> {
            assertEquals(PlaceStopDecoder.TEMPLATE_ID, RecordingJournal.templateId(buffer));
            sequences.add(sequence);
        }));
        pipeline.start();

        inputs.open(1, 2, 1).offerUntilTaken(pipeline.ingress());
        inputs.open(2, 1, 0).offerUntilTaken(pipeline.ingress());
        await("three commands", () -> sequences.size() == 3);

        final List<Long> journaled = new ArrayList<>();
        journal.replay((sequence, kind, buffer, offset, length) -> {
            if (RecordingJournal.templateId(buffer) == PlaceStopDecoder.TEMPLATE_ID) {
                journaled.add(sequence);
            }
        });
        assertEquals(journaled, sequences);
    }

    @Test
    void shouldHaltAtTheRecordThatBrokeTheCoreAndNeverSkipIt() {
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        inputs.open(1, 0, 2).offer(pipeline.ingress());
        inputs.operator(OperatorAction.FORCE_EXIT, 4711, 0, 0).offer(pipeline.ingress());
        inputs.open(3, 0, 0).offer(pipeline.ingress());
        pipeline.start();
        await("the halt", () -> halt.get() != null);

        assertTrue(pipeline.isHalted());
        assertEquals(4, halt.get().sequence());
        assertEquals(4, journal.lastSequence());
        assertTrue(
                halt.get().line().contains("sequence=4, message=[OperatorCommand]"),
                halt.get().line());
        assertTrue(halt.get().line().contains("requestId=4711"), halt.get().line());
        assertTrue(
                halt.get().line().contains("broken by order 4711"), halt.get().line());
        assertFalse(inputs.open(4, 0, 0).offer(pipeline.ingress()));
        assertEquals(List.of(1L, 4711L), operatorIds());
    }

    @Test
    void shouldHaltAndHandNothingOverWhenTheJournalIsLostBetweenOutputs() {
        final AtomicLong commands = new AtomicLong();
        journal.lostFrom(4);
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        pipeline.gateway(Venue.BINANCE, new TestGateway((sequence, buffer) -> commands.incrementAndGet()));
        pipeline.start();
        inputs.open(1, 2, 2).offerUntilTaken(pipeline.ingress());
        await("the halt", () -> halt.get() != null);
        pipeline.close();

        assertInstanceOf(JournalLostException.class, halt.get().cause());
        assertEquals(1, halt.get().sequence());
        assertEquals(0, commands.get());
    }

    @Test
    void shouldFeedBackNotSentAndBlindWhenAnEgressRingIsFullAndSightWhenItEmpties() {
        final CountDownLatch release = new CountDownLatch(1);
        pipeline = new Pipeline(context(new FakeCore()).egressSlots(2).conclude());
        pipeline.gateway(Venue.BINANCE, new TestGateway((sequence, buffer) -> awaitLatch(release)));
        pipeline.start();
        inputs.venueHealth(VenueState.DEGRADED).offerUntilTaken(pipeline.ingress());

        inputs.open(1, 9, 1).offerUntilTaken(pipeline.ingress());
        await("refusals", () -> pipeline.counters().egressRefused() >= 6);
        await("results", () -> results().size() == pipeline.counters().egressRefused());
        final CommandResultDecoder first = results().get(0);
        assertEquals(CommandOutcome.NOT_SENT, first.outcome());
        assertEquals(OutcomeReason.RING_FULL, first.reason());
        assertEquals(PlaceStopDecoder.TEMPLATE_ID, first.commandType());
        assertEquals(Venue.BINANCE, first.venue());
        assertEquals(3, first.instrumentId());
        assertEquals(5, first.clientOrderId().positionId());
        assertEquals(OrderRole.STOP, first.clientOrderId().role());
        assertEquals(CommandResultDecoder.levelNullValue(), first.level());
        assertEquals(List.of(VenueState.DEGRADED, VenueState.BLIND), healths());

        release.countDown();
        await("sight", () -> healths().equals(List.of(VenueState.DEGRADED, VenueState.BLIND, VenueState.DEGRADED)));
    }

    @Test
    void shouldFeedBackNotSentWhenTheVenueHasNoGateway() {
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        pipeline.start();
        inputs.open(1, 1, 0).offerUntilTaken(pipeline.ingress());
        await("the result", () -> results().size() == 1);

        assertEquals(2, results().get(0).commandSequence());
        assertEquals(OutcomeReason.NOT_CONNECTED, results().get(0).reason());
    }

    @Test
    void shouldEndASnapshotWithoutSuccessWhenItsRequestWasNotSent() {
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        pipeline.start();
        inputs.operator(OperatorAction.RESUME, 99, 0, 0).offerUntilTaken(pipeline.ingress());
        await(
                "the end",
                () -> journal.records(VenueSnapshotEndDecoder.TEMPLATE_ID).size() == 1);

        final VenueSnapshotEndDecoder end = new VenueSnapshotEndDecoder();
        end.wrapAndApplyHeader(
                journal.records(VenueSnapshotEndDecoder.TEMPLATE_ID).get(0), 0, new MessageHeaderDecoder());
        assertEquals(99, end.snapshotId());
        assertEquals(Flag.NO, end.success());
        assertEquals(SnapshotFailure.NOT_SENT, end.failure());
    }

    @Test
    void shouldFeedBackUnknownWhenAGatewayThrows() {
        final AtomicReference<Throwable> error = new AtomicReference<>();
        pipeline = new Pipeline(context(new FakeCore()).errorHandler(error::set).conclude());
        pipeline.gateway(Venue.BINANCE, new TestGateway((sequence, buffer) -> {
            throw new NoClassDefFoundError("gateway");
        }));
        pipeline.start();
        inputs.open(1, 1, 0).offerUntilTaken(pipeline.ingress());
        await("the result", () -> results().size() == 1);

        assertEquals(CommandOutcome.UNKNOWN, results().get(0).outcome());
        assertEquals(2, results().get(0).commandSequence());
        assertEquals(1, pipeline.counters().gatewayFailures());
        assertInstanceOf(NoClassDefFoundError.class, error.get());
        assertFalse(pipeline.isHalted());
    }

    @Test
    void shouldDropAndCountForSlowListenersAndDelayNobody() {
        final CountDownLatch release = new CountDownLatch(1);
        final AtomicLong seen = new AtomicLong();
        pipeline = new Pipeline(context(new FakeCore()).listenerSlots(4).conclude());
        pipeline.listener((sequence, buffer, offset, length) -> {
            awaitLatch(release);
            assertEquals(AlertRaisedDecoder.TEMPLATE_ID, RecordingJournal.templateId(buffer));
            seen.incrementAndGet();
        });
        pipeline.start();

        inputs.open(1, 0, 100).offerUntilTaken(pipeline.ingress());
        await("the core", () -> pipeline.counters().handled() >= 1);
        assertTrue(pipeline.counters().listenerDrops() >= 95);
        release.countDown();
        await("the rest", () -> seen.get() + pipeline.counters().listenerDrops() == 100);
    }

    @Test
    void shouldJournalTimesThatNeverGoBack() {
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        inputs.open(1, 0, 0).offer(pipeline.ingress());
        timeNs.set(400);
        inputs.open(2, 0, 1).offer(pipeline.ingress());
        timeNs.set(2_000);
        inputs.open(3, 0, 0).offer(pipeline.ingress());
        pipeline.start();
        await("three inputs", () -> operatorIds().size() == 3);

        final List<Long> times = journal.records(OperatorCommandDecoder.TEMPLATE_ID).stream()
                .map(record -> operator(record).timeNs())
                .toList();
        assertEquals(List.of(1_000L, 1_000L, 2_000L), times);
    }

    @Test
    void shouldGoOnBehindThePast() {
        final PayloadHash hash = new PayloadHash();
        inputs.open(1, 0, 1);
        journal.append(1, inputs.buffer(), 0, inputs.length());
        hash.update(inputs.buffer(), 0, inputs.length());
        pipeline =
                new Pipeline(context(new FakeCore()).recovered(1, 50_000, hash).conclude());
        pipeline.start();
        inputs.open(2, 0, 1).offerUntilTaken(pipeline.ingress());
        await("the outputs", () -> journal.lastSequence() >= 3);

        assertEquals(
                50_000, operator(new UnsafeBuffer(journal.records().get(1))).timeNs());
    }

    @Test
    void shouldRefuseAContextThatDoesNotFitTheJournal() {
        final PipelineContext context = context(new FakeCore()).recovered(7, 0, new PayloadHash());
        assertThrows(IllegalStateException.class, context::conclude);
    }

    @Test
    void shouldRefuseASecondConclusionAndABadRing() {
        final PipelineContext context = context(new FakeCore()).conclude();
        assertThrows(IllegalStateException.class, context::conclude);
        assertThrows(IllegalArgumentException.class, () -> new PipelineContext().inboundSlots(3));
        assertThrows(IllegalArgumentException.class, () -> new PipelineContext().egressSlots(1));
    }

    @Test
    void shouldRefuseAnOutputOfferedAsAnInput() {
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        inputs.open(1, 0, 0);
        inputs.buffer().putShort(2, (short) PlaceStopDecoder.TEMPLATE_ID);
        assertThrows(IllegalArgumentException.class, () -> inputs.offer(pipeline.ingress()));
        final UnsafeBuffer tooLong = new UnsafeBuffer(new byte[501]);
        assertThrows(IllegalArgumentException.class, () -> pipeline.ingress().offer(tooLong, 0, tooLong.capacity()));
    }

    @Test
    void shouldTickWhenTheDeadlineOfTheCoreIsDue() {
        final FakeCore core = new FakeCore().nextDeadlineNs(5_000);
        pipeline = new Pipeline(context(core).conclude());
        pipeline.start();
        timeNs.set(5_000);
        await("a tick", () -> !journal.records(ClockTickDecoder.TEMPLATE_ID).isEmpty());

        final ClockTickDecoder tick = new ClockTickDecoder();
        tick.wrapAndApplyHeader(journal.records(ClockTickDecoder.TEMPLATE_ID).get(0), 0, new MessageHeaderDecoder());
        assertEquals(5_000, tick.timeNs());
    }

    @Test
    void shouldTickAfterASecondWhenNothingIsDue() {
        pipeline = new Pipeline(context(new FakeCore()).conclude());
        final long startedNs = System.nanoTime();
        pipeline.start();
        await("a tick", () -> pipeline.counters().ticks() == 1);
        assertTrue(System.nanoTime() - startedNs > 900_000_000L);
    }

    @Test
    void shouldHandleWhatItHasTakenWhenClosed() {
        pipeline = new Pipeline(context(new FakeCore(100_000)).conclude());
        pipeline.start();
        for (int index = 0; index < 200; index++) {
            inputs.open(index, 0, 1).offerUntilTaken(pipeline.ingress());
        }
        pipeline.close();

        assertEquals(200, operatorIds().size());
        assertFalse(inputs.offer(pipeline.ingress()));
        assertNull(halt.get());
    }

    @Test
    void shouldWorkWithSpinningThreads() {
        final AtomicLong commands = new AtomicLong();
        pipeline = new Pipeline(context(new FakeCore()).waitMode(WaitMode.SPIN).conclude());
        pipeline.gateway(Venue.BINANCE, new TestGateway((sequence, buffer) -> commands.incrementAndGet()));
        pipeline.start();
        for (int index = 0; index < 50; index++) {
            inputs.open(index, 1, 0).offerUntilTaken(pipeline.ingress());
        }
        await("the commands", () -> commands.get() == 50);
        pipeline.close();
    }

    @Test
    void shouldHashWhatItJournals() {
        final PayloadHash live = new PayloadHash();
        pipeline = new Pipeline(context(new FakeCore()).recovered(0, 0, live).conclude());
        pipeline.start();
        inputs.open(1, 0, 3).offerUntilTaken(pipeline.ingress());
        await("the outputs", () -> journal.lastSequence() == 4);
        pipeline.close();

        final PayloadHash journaled = new PayloadHash();
        journal.records().forEach(record -> journaled.update(new UnsafeBuffer(record), 0, record.length));
        assertEquals(journaled.value(), live.value());
        assertArrayEquals(
                journal.records().get(1), journal.records().get(2), "alerts of one input are equal by construction");
    }

    private PipelineContext context(final Core core) {
        return new PipelineContext()
                .journal(journal)
                .core(core)
                .clock(timeNs::get)
                .instrumentsMax(16)
                .haltListener(halt::set);
    }

    private void offerRun(final int base, final int count) {
        final TestInputs own = new TestInputs();
        for (int index = 0; index < count; index++) {
            own.open(base + index, 0, 0).offerUntilTaken(pipeline.ingress());
        }
    }

    private List<Long> operatorIds() {
        return journal.records(OperatorCommandDecoder.TEMPLATE_ID).stream()
                .map(record -> operator(record).requestId())
                .toList();
    }

    private List<CommandResultDecoder> results() {
        return journal.records(CommandResultDecoder.TEMPLATE_ID).stream()
                .map(record -> new CommandResultDecoder().wrapAndApplyHeader(record, 0, new MessageHeaderDecoder()))
                .toList();
    }

    private List<VenueState> healths() {
        return journal.records(VenueHealthDecoder.TEMPLATE_ID).stream()
                .map(record -> new VenueHealthDecoder()
                        .wrapAndApplyHeader(record, 0, new MessageHeaderDecoder())
                        .state())
                .toList();
    }

    private static OperatorCommandDecoder operator(final UnsafeBuffer record) {
        return new OperatorCommandDecoder().wrapAndApplyHeader(record, 0, new MessageHeaderDecoder());
    }

    private static void awaitLatch(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface OnCommand {
        void onCommand(long sequence, DirectBuffer buffer);
    }

    private record TestGateway(OnCommand handler) implements VenueGateway {
        @Override
        public void onCommand(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
            handler.onCommand(sequence, buffer);
        }

        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
