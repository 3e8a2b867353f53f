package io.ratchet.config.simulate;

import io.ratchet.adapters.signal.SignalFile;
import io.ratchet.adapters.sim.InputQueue;
import io.ratchet.adapters.sim.PaperVenue;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimInstrument;
import io.ratchet.config.node.Node;
import io.ratchet.config.settings.ResultsPolicy;
import io.ratchet.config.settings.Settings;
import io.ratchet.config.simulate.EntryFile.Entry;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.codec.CommandVenue;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.LimitsAppliedEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.OrderType;
import io.ratchet.engine.sbe.PriceEncoder;
import io.ratchet.engine.sbe.SizingMode;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.state.PayloadHash;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Drives a core with recorded prices and a paper venue that confirms, triggers and fills in the instant of the row.
 *
 * <p>Order within one time: price rows in file order, entries in file order, signals, then timers. A price row first triggers and
 * fills, then reaches the rules. Between rows time jumps to each armed deadline. One thread; no clock but the rows'.
 */
final class Simulation {
    private static final long NS_PER_MS = 1_000_000L;
    private static final long TIMER_RESOLUTION_NS = 10 * NS_PER_MS;
    private static final int MS_PER_S = 1_000;
    private static final int REAL_TIME_MILLI = 1_000;
    private static final int FEED_EPOCH = 1;
    private static final int BUFFER_LENGTH = 512;

    private final Core core;
    private final FactLines facts;
    private final RecordHandler records;
    private final Outputs outputs = new Outputs();
    private final InputQueue queue = new InputQueue();
    private final InputQueue.Reader queued = this::onInput;
    private final PaperVenue binance;
    private final PaperVenue bybit;
    private boolean isBybitUsed;
    private boolean isBinanceUsed;
    private final PayloadHash hash = new PayloadHash();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder outputHeader = new MessageHeaderDecoder();
    private final PriceEncoder price = new PriceEncoder();
    private final ClockTickEncoder tick = new ClockTickEncoder();
    private final OperatorCommandEncoder command = new OperatorCommandEncoder();
    private SymbolTable symbols;
    private RowStats stats;
    private long[] marks = new long[0];
    private long sequence;
    private long nowNs;
    private long requests;
    private long inputs;

    Simulation(final Core core, final Settings settings, final FactLines facts, final RecordHandler records) {
        this.core = core;
        this.facts = facts;
        this.records = records;
        this.binance = new PaperVenue(Venue.BINANCE, paper(settings), 0, queue);
        this.bybit = new PaperVenue(Venue.BYBIT, paper(settings), 0, queue);
    }

    private static SimConfig paper(final Settings settings) {
        final SimConfig rules = SimConfig.matchingOnly();
        return new SimConfig(
                rules.filters(),
                rules.margin(),
                rules.liquidation(),
                rules.lastBeforeMark(),
                rules.strictReduceOnly(),
                settings.policy().venue().takerFeePpm(),
                settings.policy().venue().makerFeePpm(),
                rules.startBalance(),
                rules.defaultLeverage(),
                rules.maintenancePpm(),
                rules.conditionalOrdersMax(),
                rules.openOrdersMax(),
                rules.triggerLatencyMs(),
                rules.fillParts(),
                rules.charges());
    }

    /**
     * What is tradable, before {@link #start}.
     *
     * @param instrumentId dense from 0.
     * @param at          where.
     * @param symbol      name.
     * @param tick        1e-10.
     * @param step        1e-8.
     * @param minQuantity 1e-8.
     */
    void list(
            final int instrumentId,
            final Venue at,
            final String symbol,
            final long tick,
            final long step,
            final long minQuantity) {
        isBybitUsed |= at == Venue.BYBIT;
        isBinanceUsed |= at == Venue.BINANCE;
        (at == Venue.BYBIT ? bybit : binance)
                .list(instrumentId, symbol, new SimInstrument.Filters(tick, step, minQuantity, 0, 0, 0, 0, 0, 0, 0));
    }

    /**
     * Brings the core to RUNNING.
     *
     * @param timeMs     of the first event.
     * @param settings   the policy.
     * @param symbols    listed before.
     * @param hasSignals whether waves are on, with the limit of positions that is theirs.
     */
    void start(final long timeMs, final Settings settings, final SymbolTable symbols, final boolean hasSignals) {
        this.symbols = symbols;
        final int instruments = symbols.size();
        nowNs = timeMs * NS_PER_MS;
        marks = new long[instruments];
        Arrays.fill(marks, FixedPoint.NULL);
        stats = settings.policy().options().needStats() ? new RowStats(instruments) : null;
        nodeStarted(timeMs, settings);
        configApplied(settings, hasSignals);
        entriesApplied(settings, hasSignals);
        limitsApplied(settings);
        for (int id = 0; id < instruments; id++) {
            of(id).announce(id, nowNs);
            drain();
        }
        if (isBinanceUsed || !isBybitUsed) {
            binance.connect(nowNs);
            drain();
        }
        if (isBybitUsed) {
            bybit.connect(nowNs);
            drain();
        }
        fireTimers(nowNs);
    }

    private void nodeStarted(final long timeMs, final Settings settings) {
        final NodeStartedEncoder started = new NodeStartedEncoder().wrapAndApplyHeader(buffer, 0, header);
        started.timeNs(nowNs)
                .wallMs(timeMs)
                .epochSeconds(timeMs / MS_PER_S)
                .starts(1)
                .decisionVersion(Node.DECISION_VERSION)
                .accountTag(settings.venue().accountTag())
                .build("simulate");
        input(started.encodedLength());
    }

    /** The policy without what needs an account, a clock or a live feed: entries, sizes, ages, outliers, pauses. */
    private void configApplied(final Settings settings, final boolean hasSignals) {
        final ConfigAppliedEncoder config = new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.toConfigApplied(config, REAL_TIME_MILLI);
        config.timeNs(nowNs)
                .markMaxAgeNs(0)
                .lastMaxAgeNs(0)
                .lastMarkDeviationPpm(0)
                .statsMaxAgeSeconds(0)
                .quarantineJumpPpm(0)
                .liquidationBufferPpm(0)
                .maxPositions(hasSignals ? settings.policy().limits().positions() : 0)
                .maxExposureMoney(0)
                .entryPriceWaitNs(0)
                .reopenBlockNs(0)
                .regionBlockSeconds(0)
                .agedPlacePauseSeconds(0)
                .resyncJumpNs(0)
                .conditionalOrdersMax(0)
                .conditionalOrdersReserve(0)
                .waveEnabled(hasSignals ? Flag.YES : Flag.NO);
        input(config.encodedLength());
    }

    /** Rules that look back at results; there is no account whose equity could be trusted. */
    private void limitsApplied(final Settings settings) {
        final ResultsPolicy results = settings.results();
        final boolean isAny = results.stoplossGuard().tradeLimit() > 0
                || results.maxDrawdown().tradeLimit() > 0
                || results.cooldownStopNs() > 0
                || results.lowProfitPairs().tradeLimit() > 0;
        if (isAny) {
            final LimitsAppliedEncoder limits = new LimitsAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
            results.encode(limits, REAL_TIME_MILLI);
            limits.timeNs(nowNs).maxDailyLossMoney(0).killSwitchPpm(0);
            input(limits.encodedLength());
        }
    }

    /** Signals obey their mode and the counts; nothing is checked that needs an account, a book or market statistics. */
    private void entriesApplied(final Settings settings, final boolean hasSignals) {
        final EntriesAppliedEncoder entries = new EntriesAppliedEncoder().wrapAndApplyHeader(buffer, 0, header);
        settings.entries().encode(entries, REAL_TIME_MILLI);
        entries.timeNs(nowNs)
                .sizingMode(SizingMode.FIXED)
                .entryOrderType(OrderType.MARKET)
                .balanceReserveMoney(0)
                .maxSpreadPpm(0)
                .minOpenInterestMoney(0)
                .minVolumeMoney(0)
                .maxChange5mPpm(0)
                .maxChange15mPpm(0);
        if (hasSignals) {
            input(entries.encodedLength());
        }
    }

    /**
     * Runs the rows, the entries and the signals to their end.
     *
     * @param rows    not yet begun.
     * @param entries in time order.
     * @param signals null for none.
     */
    void run(final PriceFile rows, final List<Entry> entries, final SignalFile signals) {
        boolean hasRow = rows.next();
        int entry = 0;
        while (true) {
            final long rowMs = hasRow ? rows.timeMs : Long.MAX_VALUE;
            final long entryMs = entry < entries.size() ? entries.get(entry).timeMs() : Long.MAX_VALUE;
            final long signalMs = signals == null ? Long.MAX_VALUE : signals.nextMs();
            final long timeMs = Math.min(Math.min(rowMs, entryMs), signalMs);
            if (timeMs == Long.MAX_VALUE) {
                return;
            }
            moveTo(timeMs * NS_PER_MS);
            while (hasRow && rows.timeMs == timeMs) {
                onRow(rows);
                hasRow = rows.next();
            }
            while (entry < entries.size() && entries.get(entry).timeMs() == timeMs) {
                onEntry(entries.get(entry++));
            }
            if (signalMs == timeMs) {
                signals.poll(nowNs, symbols::find, this::onSignal);
            }
            fireTimers(nowNs);
        }
    }

    private void onSignal(final MutableDirectBuffer message, final int length) {
        onInput(message, 0, length);
        drain();
    }

    /** Time of the last event. */
    long timeMs() {
        return nowNs / NS_PER_MS;
    }

    /** Over the payloads of all inputs and outputs. */
    long hash() {
        return hash.value();
    }

    /** How many inputs the core decided. */
    long inputs() {
        return inputs;
    }

    /** Stops at each deadline on the way. */
    private void moveTo(final long timeNs) {
        fireTimers(timeNs - 1);
        nowNs = timeNs;
    }

    private void fireTimers(final long untilNs) {
        long due = core.nextDeadlineNs();
        while (due <= untilNs) {
            nowNs = Math.max(nowNs, due);
            binance.advance(nowNs);
            bybit.advance(nowNs);
            drain();
            tick.wrapAndApplyHeader(buffer, 0, header).timeNs(nowNs);
            input(tick.encodedLength());
            final long next = core.nextDeadlineNs();
            // A deadline that its own tick did not fire is retried a timer step later, never in the same instant.
            due = next <= nowNs ? nowNs + TIMER_RESOLUTION_NS : next;
        }
    }

    /** An empty mark is the one before: each row of a symbol whose mark is known is judged by the rules. */
    private void onRow(final PriceFile row) {
        of(row.symbol).match(row.symbol, row.mark, row.last, row.bid, row.ask, nowNs);
        drain();
        final long mark = row.mark == FixedPoint.NULL ? marks[row.symbol] : row.mark;
        marks[row.symbol] = mark;
        final int said = stats == null ? 0 : stats.onMark(buffer, row.symbol, row.timeMs, mark, nowNs);
        if (said > 0) {
            input(said);
        }
        price.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(nowNs)
                .mark(mark)
                .last(row.last)
                .bid(row.bid)
                .ask(row.ask)
                .markMin(mark)
                .markMax(mark)
                .venueTimeMs(row.timeMs)
                .instrumentId(row.symbol)
                .feedEpoch(FEED_EPOCH);
        input(price.encodedLength());
    }

    private void onEntry(final Entry entry) {
        command.wrapAndApplyHeader(buffer, 0, header)
                .timeNs(nowNs)
                .requestId(++requests)
                .quantity(entry.quantity())
                .level(FixedPoint.NULL)
                .instrumentId(entry.symbol())
                .positionId(0)
                .action(OperatorAction.OPEN)
                .side(entry.side())
                .durationNs(FixedPoint.NULL)
                .all(Flag.NO);
        input(command.encodedLength());
    }

    private PaperVenue of(final int instrumentId) {
        return bybit.lists(instrumentId) ? bybit : binance;
    }

    /** A read is of a venue; every other command is about an instrument. */
    private PaperVenue addressee(final DirectBuffer source, final int offset) {
        if (!isBybitUsed) {
            return binance;
        }
        return CommandVenue.of(source, offset) == Venue.BYBIT ? bybit : binance;
    }

    private void input(final int bodyLength) {
        onInput(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
        drain();
    }

    private void drain() {
        boolean isMore = true;
        while (isMore) {
            isMore = queue.poll(queued);
        }
    }

    private boolean onInput(final MutableDirectBuffer source, final int offset, final int length) {
        inputs++;
        hash.update(source, offset, length);
        sequence++;
        records.onRecord(sequence, RecordKind.INPUT, source, offset, length);
        outputs.begin(sequence, hash.value());
        core.onInput(sequence, source, offset, length, outputs);
        for (int i = 0; i < outputs.count(); i++) {
            onOutput(++sequence, outputs.buffer(), outputs.offset(i), outputs.length(i));
        }
        return true;
    }

    private void onOutput(final long outputSequence, final DirectBuffer source, final int offset, final int length) {
        hash.update(source, offset, length);
        outputHeader.wrap(source, offset);
        final RecordKind kind = RecordKind.ofTemplate(outputHeader.templateId());
        records.onRecord(outputSequence, kind, source, offset, length);
        if (kind == RecordKind.COMMAND) {
            addressee(source, offset).onCommand(outputSequence, source, offset, length, nowNs);
        } else {
            facts.onFact(source, offset);
        }
    }
}
