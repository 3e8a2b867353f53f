package io.ratchet.bench.simulator;

import io.ratchet.adapters.binance.BinanceConfig;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.sim.PriceSymbol;
import io.ratchet.adapters.sim.SimCharges;
import io.ratchet.adapters.sim.SimConfig;
import io.ratchet.adapters.sim.SimFill;
import io.ratchet.adapters.sim.VenueClock;
import io.ratchet.adapters.sim.VenueLog;
import io.ratchet.adapters.sim.binance.BinanceVenueConfig;
import io.ratchet.adapters.sim.binance.WireVenue;
import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.state.PayloadHash;
import io.ratchet.engine.state.Replayer;
import io.ratchet.engine.state.StateHash;
import io.ratchet.journal.chronicle.MemoryJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Lives one script: a phase in which everything may go wrong, then one minute in which all must come right. */
final class Run {
    static final String ACCOUNT_TAG = "sm";

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long START_NS = Instant.parse("2026-03-02T10:03:20Z").getEpochSecond() * SECOND;
    private static final long SETTLE_NS = 60 * SECOND;
    private static final long RESTART_MS = 2_000;
    private static final long FUNDING_MS = 600_000;
    private static final long PERSIST_NS = 250 * MS;
    private static final long ORACLE_NS = SECOND;
    /** Records that the persister's last turn may not have seen on the disk. */
    private static final int RECENT_RECORDS = 200;

    private static final int POLL_RECORDS = 4_096;
    private static final String KEY = "simulator-key";
    private static final String SECRET = "simulator-secret";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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
    private final Operators operators;
    private final BinanceConfig config;
    private final SimDatabase database;
    private long venueOffsetNs;
    private long persistNextNs;
    private SimNode node;
    private int starts;
    private int crashesLeft;
    private int crashAfter;
    private SimPolicy policy;
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
        final SimSignals signals = new SimSignals(world, script.seed(), report);
        network = new SimNetwork(world, venue, signals, lies, script.seed(), report);
        final Contracts contracts =
                new Contracts(market.symbols().stream().map(PriceSymbol::symbol).toList());
        final Stated stated = new Stated(contracts, truth.calm());
        final StopsJudge stops =
                new StopsJudge(world, venue.exchange(), truth.calm(), stated, script.symbols(), report);
        truth.judge(stops);
        oracle = new JournalOracle(
                journal,
                List.of(
                        contracts,
                        stated,
                        new FactJudge(stops::isHeld, report),
                        new TrailJudge(truth.excuses(), contracts, report),
                        new MoveJudge(report),
                        new DoubtJudge(report),
                        new ReadJudge(truth.episodes(), report),
                        new BookJudge(truth.episodes(), truth.excuses(), report)),
                report);
        injector = new Injector(world, venue, market, network, lies, truth, ns -> venueOffsetNs += ns, report);
        operators = new Operators(world, script, market, signals, injector, oracle, truth, () -> node);
        policy = SimPolicy.of(script.policy());
        database = new SimDatabase(world, report);
        config = BinanceConfig.simulated(1, KEY, Secret.of(SECRET), ACCOUNT_TAG, 1_000, script.seed());
    }

    /** Lives a script. */
    static Result of(final Script script) {
        return new Run(script).live();
    }

    private WireVenue venue() {
        final SplittableRandom random = Streams.of(script.seed(), "venue");
        venueOffsetNs = venueOffsetNs(script.seed());
        final VenueClock clock = new VenueClock(() -> world.nowNs() + venueOffsetNs);
        final SimConfig rules = SimConfig.venue()
                .withTriggerLatencyMs(random.nextBoolean() ? 0 : random.nextInt(400))
                .withFillParts(1 + random.nextInt(3))
                .withStrictReduceOnly(random.nextBoolean())
                .withCharges(charges(Streams.of(script.seed(), "charges")));
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

    /** By how much the venue's clock is ahead of the node's: a little, or, in one life of five, half a minute. */
    static long venueOffsetNs(final long seed) {
        final SplittableRandom random = Streams.of(seed, "venue clock");
        final int rangeMs = random.nextInt(5) == 0 ? 30_000 : 400;
        return (random.nextInt(2 * rangeMs + 1) - rangeMs) * MS;
    }

    /** Funding as often as a life notices, and fees in an asset that may run out. */
    private SimCharges charges(final SplittableRandom random) {
        final SimCharges money = SimCharges.venue().withFunding(FUNDING_MS, random.nextInt(401) - 200);
        if (random.nextBoolean()) {
            return money;
        }
        final String symbol = market.symbols().get(script.symbols() - 1).symbol();
        final String asset = symbol.substring(0, symbol.length() - SimCharges.MONEY.length());
        return money.withFeesIn(asset, symbol, random.nextLong(2 * FixedPoint.QUANTITY_ONE));
    }

    private Result live() {
        final long startedNs = THREADS.getCurrentThreadCpuTime();
        Violation violation = null;
        try {
            begin();
            until(START_NS + script.minutes() * 60 * SECOND);
            isHealing = true;
            heal();
            until(Math.max(world.nowNs(), injector.availableNs()) + SETTLE_NS);
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
        world.in(PERSIST_NS, this::persist);
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
        switch (fault.kind().group()) {
            case ACTIVITY:
            case OPERATOR:
                onOperator(fault);
                break;
            case DISK:
                slowDisk(fault);
                break;
            case DATABASE:
                onDatabase(fault);
                break;
            default:
                onNode(fault);
        }
    }

    private void onOperator(final Fault fault) {
        if (fault.kind() == FaultKind.POLICY) {
            policy = SimPolicy.of(1 + fault.amount());
        }
        report.probe("operator " + fault.kind());
        operators.apply(fault);
    }

    private void onDatabase(final Fault fault) {
        switch (fault.kind()) {
            case DATABASE_AWAY:
                database.away(fault.ms() * MS);
                break;
            case DATABASE_COMMIT:
                database.loseCommit(fault.target(), fault.amount() == 1);
                break;
            case DATABASE_FAIL_OVER:
                database.failOver();
                break;
            case DATABASE_REFUSES:
                database.refuseOne();
                break;
            default:
                persistNextNs = world.nowNs() + fault.ms() * MS;
        }
    }

    /** A turn of the persister, if its process runs. */
    private void persist() {
        world.in(PERSIST_NS, this::persist);
        if (node != null && !node.isPaused() && world.nowNs() >= persistNextNs) {
            node.persist();
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
            case CRASH_AGAIN:
                crashesLeft = fault.target();
                crashAfter = fault.amount();
                died(false, fault.ms());
                break;
            case POWER:
                node.disk().durableSequence();
                died(true, fault.ms());
                break;
            default:
                operators.say(OperatorAction.SHUTDOWN, 0);
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
        truth.calm().restarts(downMs * MS);
        node.die();
        node = null;
        if (isPowerLost) {
            journal.loseUndurable();
            oracle.reread();
        }
        world.in(downMs * MS, this::startNode);
    }

    private void startNode() {
        if (node != null) {
            return;
        }
        starts++;
        node = new SimNode(world, network, new SimDisk(world, journal), report);
        if (crashesLeft > 0) {
            crashesLeft--;
            node.disk().crashAfter(crashAfter);
            report.probe("crash while recovering");
        }
        try {
            node.start(journal, database, config, policy, starts);
        } catch (final SimDisk.Crash crash) {
            died(false, RESTART_MS);
        }
    }

    private void slowDisk(final Fault fault) {
        if (node != null) {
            final SimDisk disk = node.disk();
            disk.lag(fault.amount());
            world.in(fault.ms() * MS, disk::heal);
        }
    }

    private void heal() {
        injector.heal();
        database.heal();
        persistNextNs = 0;
        crashesLeft = 0;
        startNode();
        node.wake();
        node.disk().heal();
        operators.say(OperatorAction.RESUME, 0);
    }

    private void judge() {
        oracle.read();
        truth.converged();
        oracle.converged();
        node.persist();
        DatabaseJudge.judge(database, journal, node.disk().durableSequence() - RECENT_RECORDS);
        final Replayer replayer = SimNode.replay(journal, new DecisionCore(), new InstrumentRegistry());
        JournalOracle.demand(
                replayer.stateHash() == node.core().stateHash(),
                "I4 state",
                "state hash: live=" + node.core().stateHash() + " replayed=" + replayer.stateHash());
    }
}
