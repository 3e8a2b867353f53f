package io.ratchet.engine.core;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.InstrumentDefinedEncoder;
import io.ratchet.engine.sbe.InstrumentStatus;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MarketStatsEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.OverloadPolicy;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.PriceEncoder;
import io.ratchet.engine.sbe.SnapshotCause;
import io.ratchet.engine.sbe.SnapshotRequestedEncoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthEncoder;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.snapshot.Copies;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A core in a rig: time, inputs and a fake venue by hand; everything is kept, so that it can be played again and compared.
 */
final class Rig {
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;
    static final long START_NS = 1_760_129_100_000L * MS;

    final UnsafeBuffer scratch = new UnsafeBuffer(new byte[512]);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final ArrayDeque<byte[]> pending = new ArrayDeque<>();
    final List<byte[]> inputs = new ArrayList<>();
    final List<byte[]> outputs = new ArrayList<>();
    final List<String> texts = new ArrayList<>();
    final FakeVenue venue = new FakeVenue(this);
    DecisionCore core = new DecisionCore();
    long nowNs = START_NS;
    long sequence;
    int starts;
    int feedEpoch;
    boolean isDead;
    int crashAt;
    boolean isCrashExecuted;
    int commands;

    /** Told after each input. */
    Runnable observer = () -> {};
    /** Outputs are told as texts, which takes most of the time. */
    boolean isTelling = true;

    private final Outputs collector = new Outputs();
    private final MessageHeaderDecoder decoder = new MessageHeaderDecoder();
    ConfigChange change = config -> {};

    /** Changes one number of the policy. */
    interface ConfigChange {
        void apply(ConfigAppliedEncoder config);
    }

    static Rig running() {
        final Rig rig = new Rig();
        rig.start();
        return rig;
    }

    static Rig running(final ConfigChange change) {
        final Rig rig = new Rig();
        rig.change = change;
        rig.start();
        return rig;
    }

    void start() {
        nodeStarted();
        config();
        instrument(0, "BTCUSDT");
        instrument(1, "ETHUSDT");
        connect();
    }

    void connect() {
        feedEpoch++;
        feed(MarketFeed.TRADE, FeedState.UP);
        feed(MarketFeed.MARKET, FeedState.UP);
        feed(MarketFeed.USER, FeedState.UP);
        health(VenueState.OK);
    }

    void nodeStarted() {
        starts++;
        final NodeStartedEncoder message = new NodeStartedEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .wallMs(nowNs / MS)
                .epochSeconds(nowNs / SECOND)
                .starts(starts)
                .decisionVersion(1);
        message.accountTag("zz").build("");
        send(8 + NodeStartedEncoder.BLOCK_LENGTH + 1);
    }

    void config() {
        // What no test asks for is off.
        scratch.setMemory(0, scratch.capacity(), (byte) 0);
        final ConfigAppliedEncoder config = new ConfigAppliedEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .clockSpeedMilli(1_000)
                .stopPpm(20_000)
                .activationPpm(15_000)
                .callbackPpm(5_000)
                .moveMinImprovementPpm(1_000)
                .moveOverridePpm(10_000)
                .moveMinIntervalNs(60 * SECOND)
                .protectDeadlineNs(3 * SECOND)
                .panicNs(10 * SECOND)
                .overloadRetryNs(200 * MS)
                .overloadPolicy(OverloadPolicy.HOLD)
                .closeLadderNs(SECOND)
                .closeSlippagePpm(10_000)
                .reduceOnlyWaitNs(300 * MS)
                .markMaxAgeNs(5 * SECOND)
                .lastMaxAgeNs(2 * SECOND)
                .lastMarkDeviationPpm(5_000)
                .quarantineJumpPpm(100_000)
                .quarantineWindowNs(5 * SECOND)
                .quarantineDeviationPpm(30_000)
                .quarantineConfirmNs(250 * MS)
                .liquidationBufferPpm(5_000)
                .leverage(0)
                .marginMode(MarginMode.ISOLATED)
                .sizingMoney(200 * FixedPoint.QUANTITY_ONE)
                .maxPositions(10)
                .maxExposureMoney(30_000 * FixedPoint.QUANTITY_ONE)
                .maxPerWave(5)
                .waveBufferPercent(50)
                .waveCheckMinuteMask(0)
                .waveEnabled(Flag.NO)
                .entryPriceWaitNs(2 * SECOND)
                .recvWindowNs(5 * SECOND)
                .entryRecvWindowNs(SECOND)
                .absenceMarginNs(SECOND)
                .reopenBlockNs(3_600 * SECOND)
                .reconcileIntervalNs(60 * SECOND)
                .resyncJumpNs(250 * MS)
                .idRetentionNs(24 * 3_600 * SECOND)
                .queryRetryNs(300 * MS)
                .conditionalOrdersMax(200)
                .conditionalOrdersReserve(10)
                .closeFirstEvidenceNs(500 * MS)
                .startupHaltedNs(60 * SECOND)
                .takerFeePpm(500)
                .makerFeePpm(200)
                .foreignPolicy(ForeignPolicy.IGNORE)
                .guardPpm(30_000);
        change.apply(config);
        send(8 + ConfigAppliedEncoder.BLOCK_LENGTH);
    }

    void instrument(final int id, final String symbol) {
        new InstrumentDefinedEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .tickSize(FixedPoint.PRICE_ONE / 10)
                .stepSize(FixedPoint.QUANTITY_ONE / 1_000)
                .minQuantity(FixedPoint.QUANTITY_ONE / 1_000)
                .maxQuantity(1_000 * FixedPoint.QUANTITY_ONE)
                .maxMarketQuantity(100 * FixedPoint.QUANTITY_ONE)
                .minNotional(5 * FixedPoint.QUANTITY_ONE)
                .minPrice(FixedPoint.PRICE_ONE / 10)
                .maxPrice(900_000 * FixedPoint.PRICE_ONE)
                .bandUpPpm(50_000)
                .bandDownPpm(50_000)
                .instrumentId(id)
                .venue(Venue.BINANCE)
                .status(InstrumentStatus.TRADING)
                .symbol(symbol);
        send(8 + InstrumentDefinedEncoder.BLOCK_LENGTH);
    }

    void feed(final MarketFeed feed, final FeedState state) {
        final FeedStatusEncoder message = new FeedStatusEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .epoch(feedEpoch)
                .venue(Venue.BINANCE)
                .feed(feed)
                .state(state);
        message.text("");
        send(8 + FeedStatusEncoder.BLOCK_LENGTH + 1);
    }

    void health(final VenueState state) {
        new VenueHealthEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .venue(Venue.BINANCE)
                .state(state)
                .text("");
        send(8 + VenueHealthEncoder.BLOCK_LENGTH + 1);
    }

    void open(final int instrumentId, final PositionSide side, final String quantity) {
        new OperatorCommandEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .requestId(1)
                .quantity(quantity(quantity))
                .level(FixedPoint.NULL)
                .instrumentId(instrumentId)
                .positionId(0)
                .action(OperatorAction.OPEN)
                .side(side)
                .durationNs(FixedPoint.NULL)
                .all(Flag.NO);
        send(8 + OperatorCommandEncoder.BLOCK_LENGTH);
    }

    void operator(final OperatorAction action, final long positionId) {
        operator(action, positionId, -1, FixedPoint.NULL, FixedPoint.NULL, false);
    }

    void operator(
            final OperatorAction action,
            final long positionId,
            final int instrumentId,
            final long level,
            final long durationNs,
            final boolean isAll) {
        new OperatorCommandEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .requestId(1)
                .quantity(FixedPoint.NULL)
                .level(level)
                .instrumentId(instrumentId)
                .positionId(positionId)
                .action(action)
                .side(PositionSide.NONE)
                .durationNs(durationNs)
                .all(isAll ? Flag.YES : Flag.NO);
        send(8 + OperatorCommandEncoder.BLOCK_LENGTH);
    }

    /** A mark: the venue triggers what it reaches, then the core hears of it. */
    void mark(final int instrumentId, final String mark) {
        venue.mark(instrumentId, price(mark));
        prices(instrumentId, price(mark), FixedPoint.NULL, price(mark), price(mark));
    }

    /** A mark that only the core sees. */
    void falseMark(final int instrumentId, final String mark) {
        prices(instrumentId, price(mark), FixedPoint.NULL, price(mark), price(mark));
    }

    void prices(final int instrumentId, final long mark, final long last, final long min, final long max) {
        new PriceEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .mark(mark)
                .last(last)
                .bid(FixedPoint.NULL)
                .ask(FixedPoint.NULL)
                .markMin(min)
                .markMax(max)
                .venueTimeMs(nowNs / MS)
                .instrumentId(instrumentId)
                .feedEpoch(feedEpoch);
        send(8 + PriceEncoder.BLOCK_LENGTH);
    }

    /** Statistics of a market; FixedPoint.NULL is not known. */
    void stats(final int instrumentId, final long change5mPpm, final long atr) {
        new MarketStatsEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .oi(FixedPoint.NULL)
                .volume1h(FixedPoint.NULL)
                .change5mPpm(change5mPpm)
                .change15mPpm(FixedPoint.NULL)
                .atr(atr)
                .bidSize(FixedPoint.NULL)
                .askSize(FixedPoint.NULL)
                .instrumentId(instrumentId);
        send(8 + MarketStatsEncoder.BLOCK_LENGTH);
    }

    /** Best bid and ask alone. */
    void book(final int instrumentId, final String bid, final String ask) {
        new PriceEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .mark(FixedPoint.NULL)
                .last(FixedPoint.NULL)
                .bid(price(bid))
                .ask(price(ask))
                .markMin(FixedPoint.NULL)
                .markMax(FixedPoint.NULL)
                .venueTimeMs(nowNs / MS)
                .instrumentId(instrumentId)
                .feedEpoch(feedEpoch);
        send(8 + PriceEncoder.BLOCK_LENGTH);
    }

    /** Lets time pass with a tick at each deadline of the core, or each second. */
    void pass(final long ns) {
        final long end = nowNs + ns;
        while (nowNs < end && !isDead) {
            nowNs = Math.min(end, Math.max(nowNs + 1, Math.min(nextNs(), nowNs + SECOND)));
            venue.deliverDue();
            tick();
        }
    }

    private long nextNs() {
        return Math.min(core.nextDeadlineNs(), venue.nextDueNs());
    }

    /** As {@link #pass}, the mark repeated each second. */
    void passAt(final int instrumentId, final String mark, final long ns) {
        final long end = nowNs + ns;
        while (nowNs < end && !isDead) {
            pass(Math.min(SECOND, end - nowNs));
            mark(instrumentId, mark);
        }
    }

    void tick() {
        new ClockTickEncoder().wrapAndApplyHeader(scratch, 0, header).timeNs(nowNs);
        send(8 + ClockTickEncoder.BLOCK_LENGTH);
    }

    void send(final int length) {
        if (isDead) {
            return;
        }
        final byte[] bytes = new byte[length];
        scratch.getBytes(0, bytes);
        pending.add(bytes);
        drain();
    }

    /** A message that was on its way: stamped when it arrives. */
    void sendLate(final byte[] bytes) {
        if (isDead) {
            return;
        }
        new UnsafeBuffer(bytes).putLong(8, nowNs, java.nio.ByteOrder.LITTLE_ENDIAN);
        pending.add(bytes);
        drain();
    }

    private boolean isDraining;

    private void drain() {
        if (isDraining) {
            return;
        }
        isDraining = true;
        while (!pending.isEmpty()) {
            input(pending.poll());
        }
        isDraining = false;
    }

    private void input(final byte[] bytes) {
        inputs.add(bytes);
        observer.run();
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        sequence++;
        collector.begin(sequence);
        core.onInput(sequence, buffer, 0, bytes.length, collector);
        final long first = sequence + 1;
        sequence += collector.count();
        final List<byte[]> decided = new ArrayList<>();
        for (int i = 0; i < collector.count(); i++) {
            final byte[] output = new byte[collector.length(i)];
            collector.buffer().getBytes(collector.offset(i), output);
            outputs.add(output);
            if (isTelling) {
                texts.add(Texts.of(output));
            }
            decided.add(output);
        }
        for (int i = 0; i < decided.size(); i++) {
            decoder.wrap(new UnsafeBuffer(decided.get(i)), 0);
            if (decoder.templateId() < 100 && !isDead) {
                commands++;
                if (commands == crashAt) {
                    // The process dies right after the command is journaled; it may have gone out.
                    isDead = true;
                    pending.clear();
                    if (!isCrashExecuted) {
                        return;
                    }
                }
                venue.onCommand(first + i, decoder.templateId(), decided.get(i));
            }
        }
    }

    /** Does something to the core behind its back; what it puts out is kept, but cannot be played again. */
    void force(final Runnable action) {
        final int before = collector.count();
        action.run();
        for (int i = before; i < collector.count(); i++) {
            final byte[] output = new byte[collector.length(i)];
            collector.buffer().getBytes(collector.offset(i), output);
            texts.add(Texts.of(output));
        }
    }

    /** The process dies and comes back after a while: a fresh core replays all inputs, then starts. */
    void crashAndRestart(final long downNs) {
        venue.dropInFlight();
        pending.clear();
        isDead = false;
        crashAt = 0;
        core = replayed();
        nowNs += downNs;
        nodeStarted();
        config();
        connect();
    }

    /** Power is lost, and with it what was journaled since so many inputs; what was sent by then was sent. */
    void losePower(final int inputsKept, final long downNs) {
        venue.dropInFlight();
        pending.clear();
        while (inputs.size() > inputsKept) {
            inputs.remove(inputs.size() - 1);
        }
        outputs.clear();
        core = new DecisionCore();
        sequence = 0;
        for (final byte[] bytes : inputs) {
            sequence++;
            collector.begin(sequence);
            core.onInput(sequence, new UnsafeBuffer(bytes), 0, bytes.length, collector);
            sequence += collector.count();
            for (int i = 0; i < collector.count(); i++) {
                final byte[] output = new byte[collector.length(i)];
                collector.buffer().getBytes(collector.offset(i), output);
                outputs.add(output);
            }
        }
        crashAndRestart(downNs);
    }

    /** The process dies and its journal with it: a core without a past comes back as a bare guard. */
    void loseJournal(final long downNs) {
        beginNewJournal(downNs, true);
    }

    /** The process dies and its journal with it: a core without a past. */
    void beginNewJournal(final long downNs, final boolean isBareGuard) {
        venue.dropInFlight();
        pending.clear();
        isDead = false;
        crashAt = 0;
        inputs.clear();
        outputs.clear();
        texts.clear();
        sequence = 0;
        starts = 0;
        core = new DecisionCore();
        nowNs += downNs;
        nodeStarted();
        config();
        if (isBareGuard) {
            operator(OperatorAction.BARE_GUARD, 0);
        }
        instrument(0, "BTCUSDT");
        instrument(1, "ETHUSDT");
        connect();
    }

    /** Asks for a snapshot. */
    void snapshot() {
        new SnapshotRequestedEncoder()
                .wrapAndApplyHeader(scratch, 0, header)
                .timeNs(nowNs)
                .cause(SnapshotCause.INTERVAL);
        send(8 + SnapshotRequestedEncoder.BLOCK_LENGTH);
    }

    /**
     * A fresh core that has decided all inputs again; its outputs must be the same bytes. Somewhere on the way it is
     * replaced by a copy that was loaded from what it saved.
     */
    DecisionCore replayed() {
        DecisionCore fresh = new DecisionCore();
        final Outputs again = new Outputs();
        final int copiedAt = inputs.isEmpty() ? 0 : (int) (outputs.size() * 2_654_435_761L % inputs.size());
        int input = 0;
        long replaySequence = 0;
        int index = 0;
        for (final byte[] bytes : inputs) {
            if (input++ == copiedAt) {
                fresh = Copies.copy(fresh);
            }
            replaySequence++;
            again.begin(replaySequence);
            fresh.onInput(replaySequence, new UnsafeBuffer(bytes), 0, bytes.length, again);
            replaySequence += again.count();
            for (int i = 0; i < again.count(); i++) {
                final byte[] output = new byte[again.length(i)];
                again.buffer().getBytes(again.offset(i), output);
                if (!java.util.Arrays.equals(output, outputs.get(index))) {
                    throw new AssertionError("replay differs at output " + index + ": " + Texts.of(output)
                            + " instead of " + Texts.of(outputs.get(index)));
                }
                index++;
            }
        }
        if (index != outputs.size() || fresh.stateHash() != core.stateHash()) {
            throw new AssertionError("replay differs: outputs=" + index + " expected=" + outputs.size() + " hash="
                    + fresh.stateHash() + " expected=" + core.stateHash());
        }
        return fresh;
    }

    /** No violation, and the same again. */
    void check() {
        if (core.violations() != 0) {
            throw new AssertionError("violations: " + core.violations() + " " + all("CommandWithheld")
                    + all("AlertRaised") + "\n" + String.join("\n", texts));
        }
        replayed();
    }

    List<String> all(final String name) {
        final List<String> found = new ArrayList<>();
        for (final String text : texts) {
            if (text.startsWith(name + " ")) {
                found.add(text);
            }
        }
        return found;
    }

    String last(final String name) {
        final List<String> found = all(name);
        if (found.isEmpty()) {
            throw new AssertionError("no " + name + " in\n" + String.join("\n", texts));
        }
        return found.get(found.size() - 1);
    }

    static long price(final String text) {
        return new BigDecimal(text).movePointRight(FixedPoint.PRICE_DECIMALS).longValueExact();
    }

    static long quantity(final String text) {
        return new BigDecimal(text).movePointRight(FixedPoint.QUANTITY_DECIMALS).longValueExact();
    }
}
