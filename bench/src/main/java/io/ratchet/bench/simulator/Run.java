package io.ratchet.bench.simulator;

import io.ratchet.adapters.binance.BinanceConfig;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimFill;
import io.ratchet.adapters.sim.SimOrder;
import io.ratchet.adapters.sim.VenueClock;
import io.ratchet.adapters.sim.VenueLog;
import io.ratchet.adapters.sim.binance.BinanceVenueConfig;
import io.ratchet.adapters.sim.binance.WireVenue;
import io.ratchet.config.settings.Settings;
import io.ratchet.config.settings.SettingsLoader;
import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.codec.ClientOrderIds;
import io.ratchet.engine.codec.OrderIdFields;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.entry.WaveClock;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.state.PayloadHash;
import io.ratchet.engine.state.Replayer;
import io.ratchet.engine.state.StateHash;
import io.ratchet.journal.chronicle.MemoryJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.SplittableRandom;

/** Lives one script: a phase in which everything may go wrong, then one minute in which all must come right. */
final class Run {
    static final String ACCOUNT_TAG = "sm";

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long START_NS = Instant.parse("2026-03-02T10:03:20Z").getEpochSecond() * SECOND;
    private static final long SETTLE_NS = 60 * SECOND;
    private static final long ORACLE_NS = SECOND;
    private static final long SIGNALS_AGAIN_NS = 50 * SECOND;
    private static final int CHECK_MASK_MINUTES = 60;
    private static final int POLL_RECORDS = 4_096;
    private static final String KEY = "simulator-key";
    private static final String SECRET = "simulator-secret";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Settings SETTINGS = SettingsLoader.defaults();

    private final Script script;
    private final Report report;
    private final World world = new World(START_NS);
    private final MemoryJournal journal = new MemoryJournal();
    private final Market market;
    private final WireVenue venue;
    private final SimNetwork network;
    private final ReadLies lies;
    private final Truth truth;
    private final JournalOracle oracle;
    private final Injector injector;
    private final BinanceConfig config;
    private SimNode node;
    private int starts;
    private long requests;
    private boolean isHealing;

    /**
     * How a run ended.
     *
     * @param violation null when every promise was kept.
     * @param hash      of everything that was journaled and of how the exchange ended.
     * @param report    of it.
     * @param journal   of it.
     * @param endedMs   since the start.
     */
    record Result(Violation violation, long hash, Report report, MemoryJournal journal, long endedMs) {}

    private Run(final Script script) {
        this.script = script;
        report = new Report();
        market = new Market(script.seed(), script.symbols());
        truth = new Truth(world, ACCOUNT_TAG, report);
        venue = venue();
        truth.attach(venue, script.symbols());
        lies = new ReadLies(world, report);
        network = new SimNetwork(world, venue, lies, script.seed(), report);
        oracle = new JournalOracle(journal, report);
        injector = new Injector(world, venue, market, network, lies, truth, report);
        config = BinanceConfig.simulated(1, KEY, Secret.of(SECRET), ACCOUNT_TAG, 1_000, script.seed());
    }

    /** Lives a script. */
    static Result of(final Script script) {
        return new Run(script).live();
    }

    private WireVenue venue() {
        final SplittableRandom random = Streams.of(script.seed(), "venue");
        final long offsetNs = (random.nextInt(801) - 400) * MS;
        final VenueClock clock = new VenueClock(() -> world.nowNs() + offsetNs);
        final SimConfig rules = SimConfig.venue()
                .withTriggerLatencyMs(random.nextBoolean() ? 0 : random.nextInt(400))
                .withFillParts(1 + random.nextInt(3))
                .withStrictReduceOnly(random.nextBoolean());
        try {
            return new WireVenue(
                    BinanceVenueConfig.loopback(1, KEY, SECRET),
                    rules,
                    clock,
                    market.symbols(),
                    new VenueLog(null, clock),
                    truth);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Result live() {
        final long startedNs = THREADS.getCurrentThreadCpuTime();
        Violation violation = null;
        try {
            begin();
            until(START_NS + script.minutes() * 60 * SECOND);
            isHealing = true;
            heal();
            until(world.nowNs() + SETTLE_NS);
            judge();
        } catch (final Violation broken) {
            violation = broken;
        } catch (final RuntimeException unexpected) {
            violation = new Violation("exception " + unexpected.getClass().getSimpleName(), unexpected.getMessage());
            violation.initCause(unexpected);
        }
        if (violation != null) {
            report.violation();
        }
        report.lived(world.nowNs() - START_NS, THREADS.getCurrentThreadCpuTime() - startedNs, journal.lastSequence());
        return new Result(violation, hash(), report, journal, (world.nowNs() - START_NS) / MS);
    }

    /** Of every record and of every fill, however it ended. */
    private long hash() {
        final PayloadHash payloads = new PayloadHash();
        try (JournalReader reader = journal.reader()) {
            while (reader.poll(
                            (sequence, kind, buffer, offset, length) -> payloads.update(buffer, offset, length),
                            POLL_RECORDS)
                    > 0) {
                // Until its end.
            }
        }
        long hash = payloads.value();
        for (final SimFill fill : venue.exchange().fills()) {
            hash = StateHash.joined(hash, fill.price() ^ fill.quantity() ^ fill.timeMs());
        }
        return hash;
    }

    private void begin() {
        priceStep();
        for (final Fault fault : script.faults()) {
            world.at(START_NS + fault.atMs() * MS, () -> inject(fault));
        }
        startNode();
        world.in(ORACLE_NS, this::observe);
    }

    private void priceStep() {
        market.step(venue, venue.exchange().nowMs());
        venue.turn();
        market.step(venue, venue.exchange().nowMs());
        world.in(Market.STEP_MS * MS, this::onPrices);
    }

    private void onPrices() {
        venue.turn();
        market.step(venue, venue.exchange().nowMs());
        world.in(Market.STEP_MS * MS, this::onPrices);
    }

    private void observe() {
        oracle.read();
        world.in(ORACLE_NS, this::observe);
    }

    private void until(final long endNs) {
        while (world.nowNs() < endNs) {
            final long toNs = Math.min(endNs, Math.min(world.nextNs(), node == null ? endNs : node.nextWakeNs()));
            world.step(Math.max(toNs, world.nowNs()));
            serve();
            truth.settle();
        }
    }

    private void serve() {
        if (node == null) {
            return;
        }
        try {
            node.service();
        } catch (final SimDisk.Crash crash) {
            died(false, 3_000);
        }
    }

    private void inject(final Fault fault) {
        if (isHealing || injector.apply(fault)) {
            return;
        }
        switch (fault.kind()) {
            case SIGNALS:
                signals(fault, 0);
                break;
            case OPEN:
                open(fault);
                break;
            case FORCE_EXIT:
                forceExit(fault.target());
                break;
            case DISK_SLOW:
                slowDisk(fault);
                break;
            default:
                onNode(fault);
        }
    }

    private void onNode(final Fault fault) {
        if (node == null) {
            return;
        }
        truth.excuse(fault.ms() * MS + 20 * SECOND);
        switch (fault.kind()) {
            case PAUSE:
                report.probe("pause");
                node.pause(fault.ms() * MS);
                break;
            case CRASH:
                if (fault.amount() == 0) {
                    died(false, fault.ms());
                } else {
                    node.disk().crashAfter(fault.amount());
                }
                break;
            case POWER:
                node.disk().durableSequence();
                died(true, fault.ms());
                break;
            default:
                new NodeInputs(node).operator(OperatorAction.SHUTDOWN, 0, ++requests);
                world.in(3 * SECOND, () -> {
                    if (node != null) {
                        died(false, fault.ms());
                    }
                });
        }
    }

    /** The process is gone; another one follows. */
    private void died(final boolean isPowerLost, final long downMs) {
        report.crash();
        truth.excuse(downMs * MS + 20 * SECOND);
        node.die();
        node = null;
        if (isPowerLost) {
            truth.losesPower();
            journal.loseUndurable();
            oracle.reread();
        }
        world.in(downMs * MS, this::startNode);
    }

    private void startNode() {
        if (node == null) {
            starts++;
            node = new SimNode(world, network, new SimDisk(world, journal));
            node.start(journal, config, SETTINGS, starts);
        }
    }

    private void slowDisk(final Fault fault) {
        if (node != null) {
            final SimDisk disk = node.disk();
            disk.lag(fault.amount());
            world.in(fault.ms() * MS, disk::heal);
        }
    }

    private void open(final Fault fault) {
        final int instrumentId =
                oracle.instrumentId(market.symbols().get(fault.target()).symbol());
        if (node != null && instrumentId >= 0) {
            new NodeInputs(node)
                    .open(
                            instrumentId,
                            fault.amount() == 0 ? PositionSide.LONG : PositionSide.SHORT,
                            injector.lot(fault.target()),
                            ++requests);
        }
    }

    private void forceExit(final int instrument) {
        final OrderIdFields fields = new OrderIdFields();
        final ClientOrderIds ids = new ClientOrderIds(ACCOUNT_TAG);
        for (final SimOrder order : venue.exchange().openConditionals(instrument)) {
            if (node != null && ids.parse(order.clientId(), fields)) {
                new NodeInputs(node).operator(OperatorAction.FORCE_EXIT, fields.positionId(), ++requests);
                return;
            }
        }
    }

    /** A wave, told three times. */
    private void signals(final Fault fault, final int round) {
        if (round < 3) {
            world.in(SIGNALS_AGAIN_NS, () -> {
                if (!isHealing) {
                    signals(fault, round + 1);
                }
            });
        }
        if (node == null || node.isPaused()) {
            return;
        }
        final SplittableRandom random = Streams.of(script.seed() + fault.amount(), "signals " + fault.atMs());
        final long createdMs = START_NS / MS + fault.atMs();
        final long candleMs = WaveClock.expectedWave(createdMs);
        final NodeInputs inputs = new NodeInputs(node);
        for (int i = 0; i < fault.target(); i++) {
            final int instrument = random.nextInt(script.symbols());
            final String symbol = market.symbols().get(instrument).symbol();
            inputs.signal(
                    new NodeInputs.Signal(
                            fault.atMs() * CHECK_MASK_MINUTES + i,
                            oracle.instrumentId(symbol),
                            symbol,
                            random.nextBoolean(),
                            1 + random.nextInt(90),
                            candleMs,
                            createdMs),
                    (int) (fault.atMs() / 1_000) * 4 + round,
                    i,
                    fault.target());
        }
    }

    private void heal() {
        injector.heal();
        startNode();
        node.wake();
        node.disk().heal();
        new NodeInputs(node).operator(OperatorAction.RESUME, 0, ++requests);
    }

    private void judge() {
        oracle.read();
        truth.converged();
        oracle.converged();
        final Replayer replayer = SimNode.replay(journal, new DecisionCore(), new InstrumentRegistry());
        JournalOracle.demand(
                replayer.stateHash() == node.core().stateHash(),
                "I4 state",
                "state hash: live=" + node.core().stateHash() + " replayed=" + replayer.stateHash());
    }
}
