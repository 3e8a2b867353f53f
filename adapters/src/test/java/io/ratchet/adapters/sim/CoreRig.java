package io.ratchet.adapters.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ratchet.engine.codec.CommandVenue;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.ClockTickEncoder;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.FeedState;
import io.ratchet.engine.sbe.FeedStatusEncoder;
import io.ratchet.engine.sbe.MarketFeed;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.OperatorCommandEncoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.SnapshotFailure;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthEncoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndEncoder;
import io.ratchet.engine.sbe.VenueState;
import io.ratchet.engine.state.RecordText;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A core connected to simulated exchanges at the level of commands and inputs, by hand: time, prices, what is lost, what is
 * late. Instruments 0 and 1 are at Bybit, 2 and 3 at Binance. Everything is kept and can be played again.
 */
final class CoreRig {
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;
    static final long START_NS = 1_760_129_100L * SECOND;
    static final int INSTRUMENTS = 4;

    /** Where a message comes from: results overtake, a stream and the pages of a read do not. */
    private enum Channel {
        RESULT,
        USER,
        READ,
        MARKET
    }

    private record Due(long dueNs, long order, Channel channel, byte[] bytes, Runnable action) {}

    final InputQueue queue = new InputQueue();
    final PaperVenue bybit;
    final PaperVenue binance;
    final List<byte[]> inputs = new ArrayList<>();
    final List<byte[]> outputs = new ArrayList<>();
    /** Outputs as texts. */
    final List<String> texts = new ArrayList<>();

    DecisionCore core = new DecisionCore();
    long nowNs = START_NS;
    long sequence;
    int starts;
    boolean isDead;
    /** Dies right after this many commands, 0 for never. */
    int crashAt;

    boolean isCrashExecuted;
    int commands;
    /** What the user stream does not deliver. */
    boolean isUserLost;

    boolean areReadsFailing;
    /** How late a channel is, and requests; drawn anew for each. */
    java.util.function.LongSupplier latency = () -> 0;

    Runnable observer = () -> {};
    /** Outputs are told as texts, which takes most of the time. */
    boolean isTelling = true;

    Consumer<ConfigAppliedEncoder> change = config -> {};

    private final List<Due> due = new ArrayList<>();
    private final long[] lastDueNs = new long[Channel.values().length];
    private final ArrayDeque<byte[]> pending = new ArrayDeque<>();
    private final Outputs collector = new Outputs();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder decoder = new MessageHeaderDecoder();
    private long dues;
    private boolean isDraining;
    private final ArrayDeque<byte[]> said = new ArrayDeque<>();
    private boolean isRouting;

    CoreRig() {
        this(SimConfig.matchingOnly(), 1);
    }

    CoreRig(final SimConfig config, final long seed) {
        bybit = new PaperVenue(Venue.BYBIT, config, seed, queue);
        binance = new PaperVenue(Venue.BINANCE, config, seed + 1, queue);
        final long step = FixedPoint.QUANTITY_ONE / 1_000;
        for (int id = 0; id < INSTRUMENTS; id++) {
            venue(id)
                    .list(
                            id,
                            new String[] {"BTCUSDT", "ETHUSDT", "BTCUSDT", "ETHUSDT"}[id],
                            new SimInstrument.Filters(
                                    FixedPoint.PRICE_ONE / 10, step, step, 0, 0, 0, 0, 0, 50_000, 50_000));
        }
    }

    static CoreRig running() {
        final CoreRig rig = new CoreRig();
        rig.begin();
        return rig;
    }

    static CoreRig running(final Consumer<ConfigAppliedEncoder> change) {
        final CoreRig rig = new CoreRig();
        rig.change = change;
        rig.begin();
        return rig;
    }

    PaperVenue venue(final int instrumentId) {
        return instrumentId < 2 ? bybit : binance;
    }

    SimExchange exchange() {
        return bybit.exchange();
    }

    void begin() {
        starts++;
        final NodeStartedEncoder start = new NodeStartedEncoder().wrapAndApplyHeader(clean(), 0, header);
        start.timeNs(nowNs)
                .wallMs(nowNs / MS)
                .epochSeconds(nowNs / SECOND)
                .starts(starts)
                .decisionVersion(1);
        start.accountTag("zz").build("");
        send(start.encodedLength());
        final ConfigAppliedEncoder config = new ConfigAppliedEncoder().wrapAndApplyHeader(clean(), 0, header);
        config.timeNs(nowNs)
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
                .closeLadderNs(SECOND)
                .closeSlippagePpm(10_000)
                .reduceOnlyWaitNs(300 * MS)
                .markMaxAgeNs(5 * SECOND)
                .lastMaxAgeNs(2 * SECOND)
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
                .emergencyStopPpm(30_000)
                .regionBlockSeconds(24 * 3_600)
                .positionVisibleSeconds(30);
        change.accept(config);
        send(config.encodedLength());
        for (int id = 0; id < INSTRUMENTS; id++) {
            venue(id).announce(id, nowNs);
        }
        bybit.connect(nowNs);
        binance.connect(nowNs);
        drain();
    }

    private UnsafeBuffer clean() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        return buffer;
    }

    static long price(final String text) {
        return new BigDecimal(text).movePointRight(10).longValueExact();
    }

    static long quantity(final String text) {
        return new BigDecimal(text).movePointRight(8).longValueExact();
    }

    /** A mark: the venue triggers what it reaches, then the core hears of it. */
    void mark(final int id, final String mark) {
        mark(id, price(mark));
    }

    void mark(final int id, final long mark) {
        venue(id).onPriceRow(id, mark, FixedPoint.NULL, FixedPoint.NULL, FixedPoint.NULL, nowNs);
        drain();
    }

    /** A mark with a book, in which a market order fills. */
    void book(final int id, final String mark, final String bid, final String ask) {
        venue(id).onPriceRow(id, price(mark), FixedPoint.NULL, price(bid), price(ask), nowNs);
        drain();
    }

    void open(final int id, final PositionSide side, final String quantity) {
        operator(OperatorAction.OPEN, id, 0, side, quantity(quantity), FixedPoint.NULL);
    }

    void operator(final OperatorAction action, final long positionId, final long level) {
        operator(action, -1, positionId, PositionSide.NONE, FixedPoint.NULL, level);
    }

    private void operator(
            final OperatorAction action,
            final int id,
            final long positionId,
            final PositionSide side,
            final long quantity,
            final long level) {
        final OperatorCommandEncoder command = new OperatorCommandEncoder().wrapAndApplyHeader(clean(), 0, header);
        command.timeNs(nowNs)
                .requestId(1)
                .quantity(quantity)
                .level(level)
                .instrumentId(id)
                .positionId(positionId)
                .action(action)
                .side(side)
                .durationNs(FixedPoint.NULL);
        send(command.encodedLength());
    }

    void userFeed(final FeedState state) {
        isUserLost = state != FeedState.UP;
        final FeedStatusEncoder message = new FeedStatusEncoder().wrapAndApplyHeader(clean(), 0, header);
        message.timeNs(nowNs)
                .epoch(starts)
                .venue(Venue.BYBIT)
                .feed(MarketFeed.USER)
                .state(state);
        message.text("");
        send(message.encodedLength());
    }

    void health(final VenueState state) {
        final VenueHealthEncoder message = new VenueHealthEncoder().wrapAndApplyHeader(clean(), 0, header);
        message.timeNs(nowNs).venue(Venue.BYBIT).state(state);
        message.text("");
        send(message.encodedLength());
    }

    /** Lets time pass with a tick at each deadline of the core and each delivery, or each second. */
    void pass(final long ns) {
        final long end = nowNs + ns;
        while (nowNs < end && !isDead) {
            nowNs = Math.min(end, Math.max(nowNs + 1, Math.min(nextNs(), nowNs + SECOND)));
            bybit.advance(nowNs);
            binance.advance(nowNs);
            drain();
            deliver();
            tick();
        }
    }

    /** As {@link #pass}, a mark repeated each second. */
    void passAt(final int id, final String mark, final long ns) {
        final long end = nowNs + ns;
        while (nowNs < end && !isDead) {
            pass(Math.min(SECOND, end - nowNs));
            mark(id, mark);
        }
    }

    private long nextNs() {
        long next = core.nextDeadlineNs();
        for (final Due it : due) {
            next = Math.min(next, it.dueNs());
        }
        return next;
    }

    private void tick() {
        final ClockTickEncoder tick = new ClockTickEncoder().wrapAndApplyHeader(clean(), 0, header);
        tick.timeNs(nowNs);
        send(tick.encodedLength());
    }

    private void deliver() {
        due.sort((a, b) ->
                a.dueNs() != b.dueNs() ? Long.compare(a.dueNs(), b.dueNs()) : Long.compare(a.order(), b.order()));
        while (!due.isEmpty() && due.get(0).dueNs() <= nowNs) {
            final Due it = due.remove(0);
            if (it.action() != null) {
                it.action().run();
                drain();
            } else {
                arrive(it.bytes());
            }
            due.sort((a, b) ->
                    a.dueNs() != b.dueNs() ? Long.compare(a.dueNs(), b.dueNs()) : Long.compare(a.order(), b.order()));
        }
    }

    private void arrive(final byte[] bytes) {
        if (isDead) {
            return;
        }
        new UnsafeBuffer(bytes).putLong(MessageHeaderEncoder.ENCODED_LENGTH, nowNs, ByteOrder.LITTLE_ENDIAN);
        pending.add(bytes);
        run();
    }

    private void send(final int bodyLength) {
        final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + bodyLength];
        buffer.getBytes(0, bytes);
        arrive(bytes);
    }

    /** What the venues said goes on its way. */
    void drain() {
        while (queue.poll((source, offset, length) -> {
            final byte[] bytes = new byte[length];
            source.getBytes(offset, bytes);
            said.add(bytes);
            return true;
        })) {
            continue;
        }
        if (isRouting) {
            return;
        }
        isRouting = true;
        while (!said.isEmpty()) {
            route(said.poll());
        }
        isRouting = false;
    }

    private void route(final byte[] bytes) {
        final Channel channel = channel(decoder.wrap(new UnsafeBuffer(bytes), 0).templateId());
        if (channel == Channel.USER && isUserLost || isDead) {
            return;
        }
        final long soonNs = nowNs + (channel == Channel.MARKET ? 0 : latency.getAsLong());
        final int index = channel.ordinal();
        final long dueNs = channel == Channel.RESULT ? soonNs : Math.max(lastDueNs[index], soonNs);
        lastDueNs[index] = dueNs;
        if (dueNs <= nowNs) {
            arrive(bytes);
        } else {
            due.add(new Due(dueNs, dues++, channel, bytes, null));
        }
    }

    private static Channel channel(final int templateId) {
        if (templateId == CommandResultDecoder.TEMPLATE_ID) {
            return Channel.RESULT;
        }
        if (templateId >= VenueSnapshotBeginDecoder.TEMPLATE_ID && templateId <= VenueSnapshotEndDecoder.TEMPLATE_ID) {
            return Channel.READ;
        }
        return templateId >= 9 && templateId <= 13 ? Channel.USER : Channel.MARKET;
    }

    private void run() {
        if (isDraining) {
            return;
        }
        isDraining = true;
        while (!pending.isEmpty() && !isDead) {
            input(pending.poll());
        }
        pending.clear();
        isDraining = false;
    }

    private void input(final byte[] bytes) {
        inputs.add(bytes);
        observer.run();
        collector.begin(++sequence);
        core.onInput(sequence, new UnsafeBuffer(bytes), 0, bytes.length, collector);
        final long first = sequence + 1;
        sequence += collector.count();
        final List<byte[]> decided = new ArrayList<>();
        for (int i = 0; i < collector.count(); i++) {
            final byte[] output = new byte[collector.length(i)];
            collector.buffer().getBytes(collector.offset(i), output);
            decided.add(output);
            outputs.add(output);
            if (isTelling) {
                texts.add(text(output));
            }
        }
        for (int i = 0; i < decided.size(); i++) {
            final int templateId =
                    decoder.wrap(new UnsafeBuffer(decided.get(i)), 0).templateId();
            if (templateId < 100 && !isDead) {
                command(first + i, templateId, decided.get(i));
            }
        }
    }

    private void command(final long commandSequence, final int templateId, final byte[] bytes) {
        commands++;
        final boolean isLast = commands == crashAt;
        if (!isLast || isCrashExecuted) {
            final long arrivesNs = latency.getAsLong();
            if (arrivesNs == 0) {
                execute(commandSequence, templateId, bytes);
            } else {
                due.add(new Due(
                        nowNs + arrivesNs, dues++, null, null, () -> execute(commandSequence, templateId, bytes)));
            }
        }
        // The process dies right after the command is journaled; it may have gone out.
        isDead |= isLast;
        if (!isDead) {
            drain();
        }
    }

    private void execute(final long commandSequence, final int templateId, final byte[] bytes) {
        final DirectBuffer command = new UnsafeBuffer(bytes);
        if (areReadsFailing && templateId == RequestSnapshotDecoder.TEMPLATE_ID) {
            fail(new RequestSnapshotDecoder().wrapAndApplyHeader(command, 0, new MessageHeaderDecoder()));
            return;
        }
        (CommandVenue.of(command, 0) == Venue.BYBIT ? bybit : binance)
                .onCommand(commandSequence, command, 0, bytes.length, nowNs);
    }

    private void fail(final RequestSnapshotDecoder request) {
        final VenueSnapshotEndEncoder end = new VenueSnapshotEndEncoder().wrapAndApplyHeader(clean(), 0, header);
        end.timeNs(nowNs)
                .snapshotId(request.snapshotId())
                .venue(request.venue())
                .failure(SnapshotFailure.REQUEST_FAILED);
        end.text("");
        final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + end.encodedLength()];
        buffer.getBytes(0, bytes);
        route(bytes);
    }

    /** Delivers an input once more. */
    void again(final byte[] input) {
        arrive(input.clone());
    }

    /** A fresh core decides all inputs again: the same outputs, the same state. */
    DecisionCore replayed() {
        final DecisionCore fresh = new DecisionCore();
        final Outputs second = new Outputs();
        long replayed = 0;
        int output = 0;
        for (final byte[] input : inputs) {
            second.begin(++replayed);
            fresh.onInput(replayed, new UnsafeBuffer(input), 0, input.length, second);
            for (int i = 0; i < second.count(); i++) {
                final byte[] bytes = new byte[second.length(i)];
                second.buffer().getBytes(second.offset(i), bytes);
                assertArrayEquals(outputs.get(output), bytes, "output " + output);
                output++;
            }
            replayed += second.count();
        }
        assertEquals(output, outputs.size());
        assertEquals(core.stateHash(), fresh.stateHash());
        return fresh;
    }

    /** The process is dead for a while; what was on its way to the venue may still arrive, no answer does. */
    void restart(final long downNs) {
        isDead = false;
        crashAt = 0;
        core = replayed();
        due.removeIf(it -> it.action() == null);
        pending.clear();
        isDead = true;
        final long untilNs = nowNs + downNs;
        while (nowNs < untilNs) {
            nowNs = Math.min(untilNs, nowNs + 100 * MS);
            bybit.advance(nowNs);
            binance.advance(nowNs);
            deliver();
            drain();
        }
        isDead = false;
        isUserLost = false;
        begin();
    }

    // What was told.

    static String text(final byte[] bytes) {
        final String text = RecordText.of(new UnsafeBuffer(bytes), 0, bytes.length);
        final int from = text.indexOf("):");
        return text.substring(1, text.indexOf(']')) + " "
                + text.substring(from + 2).replace('|', ' ') + " ";
    }

    List<String> told(final String name) {
        return texts.stream().filter(text -> text.startsWith(name + " ")).toList();
    }

    int count(final String name) {
        return told(name).size();
    }

    /** The value of a field of a text. */
    static String field(final String text, final String name) {
        final int from = text.indexOf(" " + name + "=") + name.length() + 2;
        final int to = text.indexOf(' ', from);
        return text.substring(from, to < 0 ? text.length() : to);
    }

    String tail() {
        final int n = texts.size();
        return "violations=" + core.violations() + "\n" + String.join("\n", texts.subList(Math.max(0, n - 40), n));
    }

    long size(final int id) {
        return venue(id).exchange().position(id < 2 ? id : id - 2).quantity();
    }
}
