package io.ratchet.bench.workload;

import com.sun.management.ThreadMXBean;
import io.ratchet.adapters.sim.InputQueue;
import io.ratchet.adapters.sim.PaperVenue;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.config.settings.Settings;
import io.ratchet.config.settings.SettingsLoader;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.pipeline.DecisionStep;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.EntryRefusedDecoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.LimitsAppliedEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.PriceEncoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.sbe.SignalDefect;
import io.ratchet.engine.sbe.SignalReceivedEncoder;
import io.ratchet.engine.sbe.SnapshotCause;
import io.ratchet.engine.sbe.SnapshotRequestedEncoder;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.PayloadHash;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A core that holds as many positions as it may: 500 symbols on each of two venues, a long position on each, opened by
 * signals, protected, trailed and closed, by their stops and one in ten by an operator; again and again. One thread.
 *
 * <p>The venues are made anew whenever everything is flat, since they remember each order there ever was; so what stays
 * is the core's.
 */
public final class ThousandPositions {
    /** Symbols of each venue. */
    public static final int SYMBOLS = 500;
    /** Positions at a time. */
    public static final int POSITIONS = 2 * SYMBOLS;

    private static final int SNAPSHOT_LENGTH =
            MessageHeaderEncoder.ENCODED_LENGTH + SnapshotRequestedEncoder.BLOCK_LENGTH;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_S = 1_000 * NS_PER_MS;
    private static final long START_MS = 1_760_000_000_000L;
    private static final long EVENT_NS = NS_PER_MS;
    private static final long READ_NS = 50 * NS_PER_MS;
    private static final long CANDLE_MS = 900_000;
    private static final long PRICE_UNIT = 10_000_000_000L;
    private static final long ENTRY_PRICE = 100 * PRICE_UNIT;
    private static final long SPREAD = PRICE_UNIT / 100;
    private static final long TICK_SIZE = PRICE_UNIT / 1_000;
    private static final long QUANTITY_STEP = FixedPoint.QUANTITY_ONE / 1_000;
    private static final long SCORE = 50 * FixedPoint.QUANTITY_ONE;
    /** 0.0019 % each second or so: a little more than the 0.1 % that a move needs, by the time it may come. */
    private static final long DRIFT_DIVISOR = 52_000;

    private static final int ACTIVATING_PERCENT = 5;
    private static final int FALLING_PERCENT = 10;
    private static final int PERCENT = 100;
    private static final int SIGNALS_AT_ONCE = 50;
    private static final int PRICES_PER_TICK = 19;
    private static final int BY_OPERATOR_ONE_IN = 10;
    private static final int SETTLE_TICKS = 6_000;
    private static final long SETTLE_TICK_NS = 200 * NS_PER_MS;

    private final DecisionCore core = new DecisionCore();
    private final DecisionStep step;
    private final InputQueue queue = new InputQueue();
    private final InputQueue.Reader queued = this::onVenueInput;
    private final PaperVenue[] venues = new PaperVenue[2];
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder decodedHeader = new MessageHeaderDecoder();
    private final PriceEncoder price = new PriceEncoder();
    private final SnapshotRequestedEncoder snapshotRequested = new SnapshotRequestedEncoder();
    private final ClockTickEncoder tick = new ClockTickEncoder();
    private final long[] marks = new long[POSITIONS];
    private final PositionOpenedDecoder opened = new PositionOpenedDecoder();
    private final long[] positionIds = new long[POSITIONS];
    private final Deque<Read> reads = new ArrayDeque<>();
    private final long[] facts = new long[1 << 10];
    private final int[] venueOffsets = new int[facts.length];
    private long nowNs = START_MS * NS_PER_MS;
    private long events;
    private long eventsForgotten;
    private long commands;
    private long allocated;
    private long signalIds;
    private int batches;
    private int lives;
    private int next;

    private record Read(long sequence, byte[] command, long dueNs) {}

    /** Starts a node without a journal. */
    public ThousandPositions() {
        this(new Records());
    }

    /**
     * Starts a node that knows all instruments and has seen their prices; nothing is open.
     *
     * @param journal empty.
     */
    public ThousandPositions(final Journal journal) {
        step = new DecisionStep(journal, core, new PayloadHash(), 0, 0);
        rememberVenueOffsets();
        startNode();
        applyPolicy();
        listVenues();
        for (int id = 0; id < POSITIONS; id++) {
            venueOf(id).announce(id, nowNs);
        }
        for (final PaperVenue venue : venues) {
            venue.connect(nowNs);
        }
        drain();
        settle();
    }

    /**
     * One life: opens all positions, lets them trail, closes them all.
     *
     * @param prices that come while they are open, at least; one in twenty events is a tick.
     */
    public void live(final long prices) {
        lives++;
        for (int id = 0; id < POSITIONS; id++) {
            // At another price each time: what a place still holds of its last position then shows.
            marks[id] = ENTRY_PRICE + lives * PRICE_UNIT;
            priceOf(id);
        }
        open();
        for (int id = 0; id < POSITIONS; id++) {
            marks[id] += marks[id] * ACTIVATING_PERCENT / PERCENT;
            priceOf(id);
        }
        for (long i = 0; i < prices; i++) {
            next = (next + 1) % POSITIONS;
            marks[next] += marks[next] / DRIFT_DIVISOR;
            priceOf(next);
            if (i % PRICES_PER_TICK == 0) {
                tickAfter(EVENT_NS);
            }
        }
    }

    /** Closes all positions and waits until each is proven flat and what is remembered for a while is forgotten. */
    public void end() {
        for (int id = 0; id < POSITIONS; id += BY_OPERATOR_ONE_IN) {
            forceExit(positionIds[id]);
        }
        for (int id = 0; id < POSITIONS; id++) {
            marks[id] -= marks[id] * FALLING_PERCENT / PERCENT;
            priceOf(id);
        }
        settle();
    }

    /** Journals the whole state. Allocates nothing. */
    public void snapshot() {
        snapshotRequested.wrapAndApplyHeader(buffer, 0, header).timeNs(nowNs).cause(SnapshotCause.INTERVAL);
        step.decide(buffer, 0, SNAPSHOT_LENGTH);
    }

    /** Replaces the venues by such that remember nothing. Only while nothing is open. */
    public void renewVenues() {
        listVenues();
    }

    /**
     * What the tables of the core hold.
     *
     * @return counted now.
     */
    public TableUse use() {
        final TableUse use = new TableUse();
        core.state(use);
        return use;
    }

    /**
     * The core.
     *
     * @return to be asked, not driven.
     */
    public DecisionCore core() {
        return core;
    }

    /**
     * Inputs so far.
     *
     * @return the count.
     */
    public long events() {
        return events;
    }

    /**
     * Commands so far.
     *
     * @return the count.
     */
    public long commands() {
        return commands;
    }

    /**
     * Bytes that the core's own thread took from the heap while it journaled and decided, the venues not counted.
     *
     * @return bytes since the last {@link #forgetAllocated()}.
     */
    public long allocated() {
        return allocated;
    }

    /** Begins to count bytes: the code is warm. */
    public void forgetAllocated() {
        allocated = 0;
        eventsForgotten = events;
    }

    /**
     * Inputs before {@link #forgetAllocated()}.
     *
     * @return the count.
     */
    public long eventsForgotten() {
        return eventsForgotten;
    }

    /**
     * What happened, by the facts there were.
     *
     * @return counts by name.
     */
    public Map<String, Long> happened() {
        return Map.of(
                "opened", facts[PositionOpenedDecoder.TEMPLATE_ID],
                "confirmed", facts[StopConfirmedDecoder.TEMPLATE_ID],
                "activated", facts[TrailingActivatedDecoder.TEMPLATE_ID],
                "moved", facts[StopMovedDecoder.TEMPLATE_ID],
                "closed", facts[PositionClosedDecoder.TEMPLATE_ID],
                "refused", facts[EntryRefusedDecoder.TEMPLATE_ID],
                "alerts", facts[AlertRaisedDecoder.TEMPLATE_ID]);
    }

    private void listVenues() {
        venues[0] = new PaperVenue(Venue.BINANCE, SimConfig.matchingOnly(), 1, queue);
        venues[1] = new PaperVenue(Venue.BYBIT, SimConfig.matchingOnly(), 1, queue);
        for (int id = 0; id < POSITIONS; id++) {
            venueOf(id)
                    .list(
                            id,
                            "S" + id % SYMBOLS + "USDT",
                            new SimInstrument.Filters(TICK_SIZE, QUANTITY_STEP, QUANTITY_STEP, 0, 0, 0, 0, 0, 0, 0));
        }
    }

    private void rememberVenueOffsets() {
        venueOffsets[SetLeverageDecoder.TEMPLATE_ID] = SetLeverageDecoder.venueEncodingOffset();
        venueOffsets[PlaceEntryDecoder.TEMPLATE_ID] = PlaceEntryDecoder.venueEncodingOffset();
        venueOffsets[PlaceStopDecoder.TEMPLATE_ID] = PlaceStopDecoder.venueEncodingOffset();
        venueOffsets[CancelStopDecoder.TEMPLATE_ID] = CancelStopDecoder.venueEncodingOffset();
        venueOffsets[CancelOrderDecoder.TEMPLATE_ID] = CancelOrderDecoder.venueEncodingOffset();
        venueOffsets[PlaceExitDecoder.TEMPLATE_ID] = PlaceExitDecoder.venueEncodingOffset();
        venueOffsets[MoveExitDecoder.TEMPLATE_ID] = MoveExitDecoder.venueEncodingOffset();
        venueOffsets[CloseAtMarketDecoder.TEMPLATE_ID] = CloseAtMarketDecoder.venueEncodingOffset();
        venueOffsets[QueryOrderDecoder.TEMPLATE_ID] = QueryOrderDecoder.venueEncodingOffset();
        venueOffsets[RequestSnapshotDecoder.TEMPLATE_ID] = RequestSnapshotDecoder.venueEncodingOffset();
        venueOffsets[SubscribeDecoder.TEMPLATE_ID] = SubscribeDecoder.venueEncodingOffset();
        venueOffsets[UnsubscribeDecoder.TEMPLATE_ID] = UnsubscribeDecoder.venueEncodingOffset();
    }

    private PaperVenue venueOf(final int id) {
        return venues[id / SYMBOLS];
    }

    private void startNode() {
        final NodeStartedEncoder started = new NodeStartedEncoder().wrapAndApplyHeader(buffer, 0, header);
        started.timeNs(nowNs)
                .wallMs(START_MS)
                .epochSeconds(START_MS / 1_000)
                .starts(1)
                .decisionVersion(1)
                .accountTag("bn")
                .build("bench");
        input(started.encodedLength());
    }

    private void applyPolicy() {
        final Settings settings = SettingsLoader.load(
                null,
                Map.of(),
                Map.of(
                        "limits.positions", "1000",
                        "limits.exposure_usd", "0",
                        "limits.openings", "0",
                        "limits.balance_reserve_usd", "0",
                        "signals.mode", "realtime",
                        "venue.environment", "simulated"));
        final ConfigAppliedEncoder config = new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.toConfigApplied(config, 1_000);
        // The paper venues have no limit of conditional orders.
        config.timeNs(nowNs).conditionalOrdersMax(0);
        input(config.encodedLength());
        final EntriesAppliedEncoder entries = new EntriesAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.entries().encode(entries, 1_000);
        entries.timeNs(nowNs);
        input(entries.encodedLength());
        final LimitsAppliedEncoder limits = new LimitsAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.results().encode(limits, 1_000);
        limits.timeNs(nowNs);
        input(limits.encodedLength());
    }

    private void open() {
        for (int first = 0; first < POSITIONS; first += SIGNALS_AT_ONCE) {
            batches++;
            for (int i = 0; i < SIGNALS_AT_ONCE; i++) {
                signal(first + i, i);
            }
            for (int id = 0; id < POSITIONS; id++) {
                priceOf(id);
            }
        }
    }

    private void signal(final int id, final int index) {
        nowNs += EVENT_NS;
        final long nowMs = nowNs / NS_PER_MS;
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        final SignalReceivedEncoder message = new SignalReceivedEncoder().wrapAndApplyHeader(buffer, 0, header);
        message.timeNs(nowNs)
                .signalId(++signalIds)
                .scoreWeek(SCORE)
                .scoreMonth(SCORE)
                .candleOpenMs(nowMs / CANDLE_MS * CANDLE_MS)
                .createdMs(nowMs)
                .instrumentId(id)
                .batchId(batches)
                .batchIndex(index)
                .batchSize(SIGNALS_AT_ONCE)
                .venue(id < SYMBOLS ? Venue.BINANCE : Venue.BYBIT)
                .side(PositionSide.LONG)
                .defect(SignalDefect.NONE)
                .totalScore(FixedPoint.NULL)
                .price(FixedPoint.NULL)
                .rsi(FixedPoint.NULL)
                .volumeZScore(FixedPoint.NULL)
                .oiDeltaPercent(FixedPoint.NULL)
                .symbol("S" + id % SYMBOLS + "USDT");
        input(message.encodedLength());
    }

    private void forceExit(final long positionId) {
        nowNs += EVENT_NS;
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        final OperatorCommandEncoder command = new OperatorCommandEncoder().wrapAndApplyHeader(buffer, 0, header);
        command.timeNs(nowNs)
                .requestId(positionId)
                .quantity(FixedPoint.NULL)
                .level(FixedPoint.NULL)
                .instrumentId(-1)
                .positionId(positionId)
                .action(OperatorAction.FORCE_EXIT)
                .side(PositionSide.NONE)
                .durationNs(FixedPoint.NULL)
                .all(Flag.NO);
        input(command.encodedLength());
    }

    /** Twenty minutes of prices at rest and ticks: what is under way comes to its end, and so does the newest wave. */
    private void settle() {
        for (int round = 0; round < SETTLE_TICKS; round++) {
            tickAfter(SETTLE_TICK_NS);
            next = (next + 1) % POSITIONS;
            if (marks[next] != 0) {
                priceOf(next);
            }
        }
    }

    private void priceOf(final int id) {
        nowNs += EVENT_NS;
        readWhatIsDue();
        final long mark = marks[id];
        venueOf(id).match(id, mark, mark, mark - SPREAD, mark + SPREAD, nowNs);
        drain();
        price.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(nowNs)
                .mark(mark)
                .last(mark)
                .bid(mark - SPREAD)
                .ask(mark + SPREAD)
                .markMin(mark)
                .markMax(mark)
                .venueTimeMs(nowNs / NS_PER_MS)
                .instrumentId(id)
                .feedEpoch(1);
        input(price.encodedLength());
    }

    private void tickAfter(final long ns) {
        nowNs += ns;
        readWhatIsDue();
        tick.wrapAndApplyHeader(buffer, 0, header).timeNs(nowNs);
        input(tick.encodedLength());
    }

    private void input(final int bodyLength) {
        decide(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
        drain();
    }

    /** A read takes its time, as at a real venue: so one proves many positions flat. */
    private void readWhatIsDue() {
        while (!reads.isEmpty() && reads.peek().dueNs() <= nowNs) {
            final Read read = reads.remove();
            final int at = RequestSnapshotDecoder.venueEncodingOffset() + MessageHeaderDecoder.ENCODED_LENGTH;
            venues[read.command()[at] == Venue.BINANCE.value() ? 0 : 1].onCommand(
                    read.sequence(), new UnsafeBuffer(read.command()), 0, read.command().length, nowNs);
        }
        drain();
    }

    private void drain() {
        boolean isMore = true;
        while (isMore) {
            isMore = queue.poll(queued);
        }
    }

    private boolean onVenueInput(final MutableDirectBuffer source, final int offset, final int length) {
        decide(source, offset, length);
        return true;
    }

    private void decide(final MutableDirectBuffer source, final int offset, final int length) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        final long sequence = step.decide(source, offset, length);
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
        events++;
        final Outputs outputs = step.outputs();
        for (int index = 0; index < outputs.count(); index++) {
            final int templateId =
                    decodedHeader.wrap(outputs.buffer(), outputs.offset(index)).templateId();
            if (RecordKind.ofTemplate(templateId) == RecordKind.COMMAND) {
                commands++;
                execute(sequence + 1 + index, outputs.buffer(), outputs.offset(index), outputs.length(index));
            } else {
                onFact(templateId, outputs.buffer(), outputs.offset(index));
            }
        }
    }

    private void onFact(final int templateId, final DirectBuffer source, final int offset) {
        facts[templateId]++;
        if (templateId == PositionOpenedDecoder.TEMPLATE_ID) {
            opened.wrapAndApplyHeader(source, offset, decodedHeader);
            positionIds[opened.instrumentId()] = opened.positionId();
        }
    }

    private void execute(final long sequence, final DirectBuffer source, final int offset, final int length) {
        final int at = venueOffsets[decodedHeader.wrap(source, offset).templateId()];
        if (decodedHeader.templateId() == RequestSnapshotDecoder.TEMPLATE_ID) {
            final byte[] copy = new byte[length];
            source.getBytes(offset, copy);
            reads.add(new Read(sequence, copy, nowNs + READ_NS));
            return;
        }
        final int venue = source.getByte(offset + MessageHeaderDecoder.ENCODED_LENGTH + at);
        venues[venue == Venue.BINANCE.value() ? 0 : 1].onCommand(sequence, source, offset, length, nowNs);
    }
}
