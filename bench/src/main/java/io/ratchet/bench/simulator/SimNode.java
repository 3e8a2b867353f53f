package io.ratchet.bench.simulator;

import io.ratchet.adapters.binance.BinanceAdapter;
import io.ratchet.adapters.binance.BinanceConfig;
import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.common.Secret;
import io.ratchet.adapters.net.NetworkLoop;
import io.ratchet.adapters.signal.SignalClient;
import io.ratchet.adapters.signal.SignalConfig;
import io.ratchet.config.node.Node;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.pipeline.PipelineContext;
import io.ratchet.engine.pipeline.SteppedPipeline;
import io.ratchet.engine.pipeline.UnsentCommands;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.snapshot.CoreRecovery;
import io.ratchet.engine.snapshot.SnapshotCollector;
import io.ratchet.engine.state.RecordText;
import io.ratchet.engine.state.ReplayDifference;
import io.ratchet.engine.state.Replayer;
import io.ratchet.journal.chronicle.MemoryJournal;
import io.ratchet.journal.postgres.Persister;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One process of the node, from its start to its end: recovery, core, pipeline and the Binance adapter, all of production;
 * its event loop and its clock are the world's.
 */
final class SimNode {
    private static final long WORK_INTERVAL_NS = 10_000_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final int PERSISTER_TURNS = 4;
    private static final int SPEED_MILLI = 1_000;
    private static final int TURNS_MAX = 100_000;
    private static final int INBOUND_SLOTS = 1_024;
    private static final int EGRESS_SLOTS = 256;
    private static final int INSTRUMENTS_MAX = 64;
    private static final int POLL_RECORDS = 4_096;
    /** Oftener than in production, so that lives of half an hour begin anew from many snapshots. */
    private static final long SNAPSHOT_INTERVAL_NS = 120_000_000_000L;

    private final World world;
    private final SimNetwork network;
    private final SimDisk disk;
    private final Report report;
    private final SimLoop loop;
    private DecisionCore core;
    private final ArrayDeque<Runnable> deferred = new ArrayDeque<>();
    private SteppedPipeline pipeline;
    private BinanceAdapter adapter;
    private SignalClient signals;
    private Persister persister;
    private long pausedUntilNs;
    private boolean isDead;

    SimNode(final World world, final SimNetwork network, final SimDisk disk, final Report report) {
        this.world = world;
        this.report = report;
        this.network = network;
        this.disk = disk;
        loop = new SimLoop(world::nowNs);
    }

    /** Recovers, compares and connects. */
    void start(
            final MemoryJournal journal,
            final SimDatabase database,
            final BinanceConfig config,
            final SimPolicy policy,
            final int starts) {
        final InstrumentRegistry registry = new InstrumentRegistry();
        final CoreRecovery.Recovered recovered = recover(journal, registry);
        core = recovered.core();
        if (recovered.from() != null) {
            report.probe("recovered from a snapshot");
        }
        final Replayer replayer = recovered.replayer();
        replayer.completeOutputs(disk);
        pipeline = new SteppedPipeline(new PipelineContext()
                .inboundSlots(INBOUND_SLOTS)
                .egressSlots(EGRESS_SLOTS)
                .listenerSlots(2)
                .instrumentsMax(INSTRUMENTS_MAX)
                .journal(disk)
                .core(core)
                .snapshotIntervalNs(SNAPSHOT_INTERVAL_NS)
                .clock(world::nowNs)
                .haltListener(halt -> {})
                .errorHandler(SimNode::failed)
                .recovered(replayer.lastSequence(), replayer.lastTimeNs(), replayer.payloadHash())
                .conclude());
        adapter = new BinanceAdapter(
                config,
                pipeline.ingress(),
                disk::durableSequence,
                registry,
                new NetworkLoop(loop, network.connector(this)),
                network.transport(this, config.requestDeadlineMs()));
        pipeline.gateway(Venue.BINANCE, adapter.gateway());
        final NodeInputs inputs = new NodeInputs(this);
        inputs.nodeStarted(starts, config.accountTag());
        inputs.policy(policy);
        adapter.start();
        signals = new SignalClient(
                signals(config, policy.settings()),
                pipeline.ingress(),
                registry,
                new NetworkLoop(loop, network.connector(this)));
        signals.start();
        persister =
                new Persister(database::connect, journal::tail, () -> world.nowNs() / NS_PER_MS, disk::durableSequence);
        service();
    }

    private static SignalConfig signals(final BinanceConfig config, final Settings settings) {
        return SignalConfig.of(
                        URI.create("ws://" + SimSignals.HOST),
                        Secret.of(SimSignals.TOKEN),
                        settings.policy().waves().checkMinuteMask(),
                        SPEED_MILLI,
                        config.jitterSeed())
                .with(settings.signals().silenceMs(), settings.signals().isLongOnly());
    }

    /** Recovers as the node does: the newest snapshot, then what came after it, without a difference. */
    private static CoreRecovery.Recovered recover(final MemoryJournal journal, final InstrumentRegistry registry) {
        final SnapshotCollector snapshots = new SnapshotCollector();
        final Instruments instruments = new Instruments(registry);
        readAll(journal, (sequence, kind, buffer, offset, length) -> {
            snapshots.onRecord(sequence, kind, buffer, offset, length);
            instruments.onRecord(sequence, kind, buffer, offset, length);
        });
        final CoreRecovery.Recovered recovered = CoreRecovery.recover(
                snapshots.newestFirst(),
                Node.DECISION_VERSION,
                new UnsentCommands(),
                UnaryOperator.identity(),
                after -> journal.reader());
        if (!recovered.unreadable().isEmpty()) {
            throw new Violation("I4 replay", "snapshots that cannot be loaded: " + recovered.unreadable());
        }
        demandEqual(recovered.replayer());
        return recovered;
    }

    /** Replays a journal into a core and demands that nothing differs. */
    static Replayer replay(final MemoryJournal journal, final Core core, final InstrumentRegistry registry) {
        final Replayer replayer = new Replayer(core);
        final Instruments instruments = new Instruments(registry);
        readAll(journal, (sequence, kind, buffer, offset, length) -> {
            replayer.onRecord(sequence, kind, buffer, offset, length);
            instruments.onRecord(sequence, kind, buffer, offset, length);
        });
        demandEqual(replayer);
        return replayer;
    }

    private static void readAll(final MemoryJournal journal, final RecordHandler handler) {
        try (JournalReader reader = journal.reader()) {
            int read;
            do {
                read = reader.poll(handler, POLL_RECORDS);
            } while (read > 0);
        }
    }

    private static void demandEqual(final Replayer replayer) {
        final ReplayDifference difference = replayer.firstDifference();
        if (difference != null) {
            throw new Violation(
                    "I4 replay",
                    "sequence=" + difference.sequence() + " kind=" + difference.kind() + " recorded="
                            + text(difference.recorded()) + " produced=" + text(difference.produced()));
        }
    }

    /** The registry of a new process learns what the journal knows. */
    private static final class Instruments implements RecordHandler {
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final InstrumentDefinedDecoder defined = new InstrumentDefinedDecoder();
        private final InstrumentRegistry registry;

        Instruments(final InstrumentRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void onRecord(
                final long sequence,
                final RecordKind kind,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            if (kind == RecordKind.INPUT
                    && header.wrap(buffer, offset).templateId() == InstrumentDefinedDecoder.TEMPLATE_ID) {
                registry.seed(defined.wrapAndApplyHeader(buffer, offset, header));
            }
        }
    }

    /** Lets it do what it can do at this instant. */
    void service() {
        if (isDead || isPaused()) {
            return;
        }
        while (!deferred.isEmpty()) {
            deferred.poll().run();
        }
        int turns = 0;
        while (loop.turn() | pipeline.turn() > 0) {
            turns++;
            if (turns > TURNS_MAX) {
                throw new Violation("I9 bounded work", "turns at one instant: actual>" + TURNS_MAX);
            }
        }
    }

    /** A turn of the persister, which has a thread of its own. */
    void persist() {
        for (int i = 0; i < PERSISTER_TURNS && persister != null; i++) {
            persister.doWork();
            DatabaseJudge.demandRunning(persister);
        }
    }

    /** When it has something to do by itself. */
    long nextWakeNs() {
        if (isDead) {
            return Long.MAX_VALUE;
        }
        if (isPaused()) {
            return pausedUntilNs;
        }
        long nextNs = pipeline.nextWakeNs();
        final long dueInNs = loop.dueInNs();
        if (dueInNs != Long.MAX_VALUE) {
            nextNs = Math.min(nextNs, world.nowNs() + dueInNs);
        }
        return adapter.inFlight() > 0 ? Math.min(nextNs, world.nowNs() + WORK_INTERVAL_NS) : nextNs;
    }

    /** Something comes to the process: now, when it goes on, or never. */
    void run(final Runnable task) {
        if (isDead) {
            return;
        }
        deferred.add(task);
    }

    boolean offer(final UnsafeBuffer buffer, final int length) {
        return pipeline.ingress().offer(buffer, 0, length);
    }

    long nowNs() {
        return world.nowNs();
    }

    void pause(final long ns) {
        pausedUntilNs = Math.max(pausedUntilNs, world.nowNs() + ns);
    }

    void wake() {
        pausedUntilNs = 0;
    }

    boolean isPaused() {
        return world.nowNs() < pausedUntilNs;
    }

    boolean isDead() {
        return isDead;
    }

    Core core() {
        return core;
    }

    SimDisk disk() {
        return disk;
    }

    int inFlight() {
        return adapter.inFlight();
    }

    /** The process is gone. */
    void die() {
        isDead = true;
        loop.end();
        deferred.clear();
        network.cut(this);
    }

    private static void failed(final Throwable cause) {
        if (cause instanceof RuntimeException) {
            throw (RuntimeException) cause;
        }
        throw new IllegalStateException(cause);
    }

    private static String text(final byte[] message) {
        return message.length == 0 ? "nothing" : textOf(new UnsafeBuffer(message), message.length);
    }

    private static String textOf(final DirectBuffer buffer, final int length) {
        return RecordText.of(buffer, 0, length);
    }
}
