package io.ratchet.bench.workload;

import io.ratchet.adapters.sim.InputQueue;
import io.ratchet.adapters.sim.PaperVenue;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.config.settings.SettingsLoader;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.pipeline.DecisionStep;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.OrderBook;
import io.ratchet.engine.sbe.OrderStatus;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.PriceEncoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.PayloadHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The workload of the core rows: 90 % prices on active trails, of which one in a hundred moves a stop, 5 % order events,
 * 5 % ticks, checker on.
 *
 * <p>Recorded once by driving a real core against a paper venue, so that every event is one the venue would send. A
 * position sees a price each 780 ms of engine time and rises by 0.0015 %: after the 60 s between two levels it has risen
 * by the 0.1 % that a move needs. Order events beyond those of the moves are repeated reports of live stops.
 */
public final class CoreWorkload {
    /** Positions, each on its own instrument. */
    public static final int POSITIONS = 70;

    private static final long NS_PER_MS = 1_000_000L;
    private static final long START_MS = 1_760_000_000_000L;
    private static final long EVENT_NS = 10 * NS_PER_MS;
    // Rare, so that its rows do not crowd out the mix.
    private static final long RECONCILE_NS = 600_000 * NS_PER_MS;
    private static final long PRICE_UNIT = 10_000_000_000L;
    private static final long ENTRY_PRICE = 100 * PRICE_UNIT;
    private static final long SPREAD = PRICE_UNIT / 100;
    private static final long TICK_SIZE = PRICE_UNIT / 1_000;
    private static final long QUANTITY_UNIT = 100_000_000L;
    private static final long ACTIVATING_PERCENT = 5;
    private static final long DRIFT_DIVISOR = 66_000;
    private static final int ENTRY_LENGTH_MAX = 160;
    private static final int SETTLE_ROUNDS = 500;
    private static final int PERCENT = 100;
    private static final int PRICES_PERCENT = 90;
    private static final int ORDER_EVENTS_PERCENT = 5;

    private final Recording prelude = new Recording(8 << 20);
    private final Recording events;
    private final Recording records;
    private final DecisionStep step;
    private final Core core;
    private final InputQueue queue = new InputQueue();
    private final InputQueue.Reader queued = this::onVenueInput;
    private final PaperVenue venue = new PaperVenue(Venue.BINANCE, SimConfig.matchingOnly(), 1, queue);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder decodedHeader = new MessageHeaderDecoder();
    private final PriceEncoder price = new PriceEncoder();
    private final ClockTickEncoder tick = new ClockTickEncoder();
    private final OrderUpdateDecoder update = new OrderUpdateDecoder();
    private final long[] marks = new long[POSITIONS];
    private final byte[][] liveStops = new byte[POSITIONS][];
    private Recording into;
    private long nowNs = START_MS * NS_PER_MS;
    private int firstEventRecord;
    private int nextPosition;
    private int nextRepeat;
    private int prices;
    private int orderEvents;
    private int ticks;
    private int moves;

    private CoreWorkload(final int count) {
        events = new Recording(Math.multiplyExact(count, ENTRY_LENGTH_MAX) + (1 << 20));
        records = new Recording(Math.multiplyExact(count, ENTRY_LENGTH_MAX) + (8 << 20));
        core = Cores.newCore();
        final Records journal = new Records(records);
        step = new DecisionStep(journal, core, new PayloadHash(), 0, 0);
    }

    /**
     * Records a workload.
     *
     * @param count of events after the prelude.
     * @return the recordings.
     */
    public static CoreWorkload record(final int count) {
        final CoreWorkload workload = new CoreWorkload(count);
        workload.into = workload.prelude;
        workload.open();
        workload.into = workload.events;
        workload.firstEventRecord = workload.records.end();
        workload.prices = 0;
        workload.orderEvents = 0;
        workload.ticks = 0;
        workload.moves = 0;
        while (workload.events.count() < count) {
            workload.next();
        }
        return workload;
    }

    /**
     * Inputs that bring a new core to {@link #POSITIONS} active trails.
     *
     * @return the recording.
     */
    public Recording prelude() {
        return prelude;
    }

    /**
     * The inputs of the workload, at least as many as were asked for.
     *
     * @return the recording.
     */
    public Recording events() {
        return events;
    }

    /**
     * Every journal record of prelude and events: inputs and outputs.
     *
     * @return the recording.
     */
    public Recording records() {
        return records;
    }

    /**
     * Where in {@link #records()} the events begin.
     *
     * @return position of the record of the first event.
     */
    public int firstEventRecord() {
        return firstEventRecord;
    }

    /**
     * Moves of stops that were confirmed among the events.
     *
     * @return the count.
     */
    public int moves() {
        return moves;
    }

    /**
     * What the workload is made of.
     *
     * @return one line.
     */
    public String line() {
        return "events=" + events.count() + " prices=" + prices + " orderEvents=" + orderEvents + " ticks=" + ticks
                + " moves=" + moves + " records=" + records.count() + " inputBytes=" + events.end();
    }

    private void open() {
        startNode();
        applyPolicy();
        for (int id = 0; id < POSITIONS; id++) {
            marks[id] = ENTRY_PRICE;
            venue.list(
                    id,
                    "SYM" + id + "USDT",
                    new SimInstrument.Filters(
                            TICK_SIZE, QUANTITY_UNIT / 1_000, QUANTITY_UNIT / 1_000, 0, 0, 0, 0, 0, 0, 0));
            venue.announce(id, nowNs);
        }
        venue.connect(nowNs);
        drain();
        settle();
        for (int id = 0; id < POSITIONS; id++) {
            priceOf(id);
        }
        for (int id = 0; id < POSITIONS; id++) {
            openPosition(id);
        }
        settle();
        for (int id = 0; id < POSITIONS; id++) {
            marks[id] += marks[id] * ACTIVATING_PERCENT / PERCENT;
            priceOf(id);
        }
        for (int round = 0; round < SETTLE_ROUNDS * POSITIONS; round++) {
            risingPrice();
        }
        settle();
    }

    private void startNode() {
        final NodeStartedEncoder started = new NodeStartedEncoder().wrapAndApplyHeader(buffer, 0, header);
        started.timeNs(nowNs)
                .wallMs(START_MS)
                .epochSeconds(START_MS / 1_000)
                .starts(1)
                .decisionVersion(0)
                .accountTag("bn")
                .build("bench");
        input(started.encodedLength());
    }

    private void applyPolicy() {
        final ConfigAppliedEncoder config = new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        SettingsLoader.defaults().toConfigApplied(config, 1_000);
        config.timeNs(nowNs)
                .maxPositions(0)
                .maxExposureMoney(0)
                .waveEnabled(Flag.NO)
                .reconcileIntervalNs(RECONCILE_NS);
        input(config.encodedLength());
    }

    private void openPosition(final int id) {
        nowNs += EVENT_NS;
        final OperatorCommandEncoder command = new OperatorCommandEncoder().wrapAndApplyHeader(buffer, 0, header);
        command.timeNs(nowNs)
                .requestId(id + 1)
                .quantity(QUANTITY_UNIT)
                .level(FixedPoint.NULL)
                .instrumentId(id)
                .positionId(0)
                .action(OperatorAction.OPEN)
                .side(PositionSide.LONG)
                .durationNs(FixedPoint.NULL)
                .all(Flag.NO);
        input(command.encodedLength());
    }

    /** Prices at rest and ticks, until what is under way has come to its end. */
    private void settle() {
        for (int round = 0; round < SETTLE_ROUNDS; round++) {
            tickNow();
            priceOf(nextPosition = (nextPosition + 1) % POSITIONS);
        }
    }

    /** Whatever the mix lacks most. */
    private void next() {
        final int total = prices + orderEvents + ticks + 1;
        if ((long) prices * PERCENT <= (long) total * PRICES_PERCENT - PERCENT) {
            risingPrice();
        } else if ((long) orderEvents * PERCENT < (long) total * ORDER_EVENTS_PERCENT) {
            repeatLiveStop();
        } else {
            tickNow();
        }
    }

    private void risingPrice() {
        nextPosition = (nextPosition + 1) % POSITIONS;
        marks[nextPosition] += marks[nextPosition] / DRIFT_DIVISOR;
        priceOf(nextPosition);
    }

    private void priceOf(final int id) {
        nowNs += EVENT_NS;
        prices++;
        final long mark = marks[id];
        venue.match(id, mark, mark, mark - SPREAD, mark + SPREAD, nowNs);
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

    private void tickNow() {
        nowNs += EVENT_NS;
        ticks++;
        tick.wrapAndApplyHeader(buffer, 0, header).timeNs(nowNs);
        input(tick.encodedLength());
    }

    private void repeatLiveStop() {
        nowNs += EVENT_NS;
        orderEvents++;
        nextRepeat = (nextRepeat + 1) % POSITIONS;
        final byte[] stop = liveStops[nextRepeat];
        if (stop == null) {
            throw new IllegalStateException("live stop: instrument=" + nextRepeat + " has none");
        }
        buffer.putBytes(0, stop);
        buffer.putLong(MessageHeaderEncoder.ENCODED_LENGTH, nowNs);
        decide(buffer, 0, stop.length);
        drain();
    }

    private void input(final int bodyLength) {
        decide(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
        drain();
    }

    private void drain() {
        boolean isMore = true;
        while (isMore) {
            isMore = queue.poll(queued);
        }
    }

    private boolean onVenueInput(final MutableDirectBuffer source, final int offset, final int length) {
        orderEvents++;
        noteLiveStop(source, offset, length);
        decide(source, offset, length);
        return true;
    }

    private void noteLiveStop(final DirectBuffer source, final int offset, final int length) {
        if (decodedHeader.wrap(source, offset).templateId() == OrderUpdateDecoder.TEMPLATE_ID) {
            update.wrapAndApplyHeader(source, offset, decodedHeader);
            if (update.book() == OrderBook.CONDITIONAL && update.status() == OrderStatus.NEW) {
                liveStops[update.instrumentId()] = new byte[length];
                source.getBytes(offset, liveStops[update.instrumentId()]);
            }
        }
    }

    private void decide(final MutableDirectBuffer source, final int offset, final int length) {
        into.add(source, offset, length);
        final long sequence = step.decide(source, offset, length);
        final Outputs outputs = step.outputs();
        for (int index = 0; index < outputs.count(); index++) {
            final int templateId =
                    decodedHeader.wrap(outputs.buffer(), outputs.offset(index)).templateId();
            if (templateId == StopMovedDecoder.TEMPLATE_ID) {
                moves++;
            }
            if (RecordKind.ofTemplate(templateId) == RecordKind.COMMAND) {
                venue.onCommand(
                        sequence + 1 + index, outputs.buffer(), outputs.offset(index), outputs.length(index), nowNs);
            }
        }
    }
}
