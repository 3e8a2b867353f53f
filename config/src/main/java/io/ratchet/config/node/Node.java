package io.ratchet.config.node;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.adapters.http.ControlServer;
import io.ratchet.adapters.http.HealthReport;
import io.ratchet.adapters.signal.SignalClient;
import io.ratchet.config.settings.Settings;
import io.ratchet.engine.api.EngineException;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.JournalLostException;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.pipeline.EngineClock;
import io.ratchet.engine.pipeline.Pipeline;
import io.ratchet.engine.pipeline.PipelineContext;
import io.ratchet.engine.pipeline.SystemEngineClock;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.NodeState;
import io.ratchet.engine.sbe.OperatorAction;
import io.ratchet.engine.sbe.SnapshotCause;
import io.ratchet.engine.sbe.Venue;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.journal.DirectoryLock;
import io.ratchet.journal.chronicle.JournalSettings;
import io.ratchet.journal.postgres.PostgresConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.SystemEpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node. Built in this order, closed in the reverse one:
 *
 * <pre>
 *   directory lock ─► journal audited and replayed into the core ─► rings and threads ─► NodeStarted, ConfigApplied
 *        ─► exchange ─► signals ─► database (on its own thread) ─► HTTP
 * </pre>
 *
 * <p>Started and stopped by one thread.
 */
public final class Node implements AutoCloseable {
    /**
     * Version of the decisions: what another version decided is replayed without comparing. Raised, here alone, by every
     * change after which the core may put out another byte for the same inputs, from one release to the next; a change
     * that only adds fields to the state needs nothing, the layout of the state tells itself.
     */
    public static final int DECISION_VERSION = 2;

    private static final Logger LOGGER = LoggerFactory.getLogger(Node.class);
    private static final long STOP_MAX_NS = TimeUnit.SECONDS.toNanos(30);
    /** Between reads of positions and books without a journal. */
    private static final long BARE_GUARD_RECONCILE_NS = TimeUnit.SECONDS.toNanos(30);

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final String NO_JOURNAL = "none: bare guard, there is no journal";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final NodePlan plan;
    private final InstrumentRegistry registry = new InstrumentRegistry();
    private final NodeView view = new NodeView(this::symbol);
    private Journal journal;
    private Pipeline pipeline;
    private Inputs inputs;
    private VenueLink venue;
    private SignalClient signals;
    private DatabaseLink database;
    private DecisionCore decisionCore;
    private Recovery.Recovered past;
    private WatchedCore watched;
    private ControlServer http;
    private StartCount starts;
    private LatchFile latches;
    private volatile boolean isJournalLost;
    private volatile boolean isStopping;
    private long journaledAtStop;
    private volatile boolean isStopped;

    private Node(final NodePlan plan) {
        this.plan = plan;
    }

    /**
     * Starts a node; on failure closes what was started.
     *
     * @param plan how.
     * @return the node; it protects as soon as the exchange can be read.
     */
    public static Node start(final NodePlan plan) {
        final Node node = new Node(plan);
        try {
            node.start();
            return node;
        } catch (final RuntimeException | Error e) {
            node.closeParts();
            throw e;
        }
    }

    private void start() {
        final Settings settings = plan.settings();
        parts.push(DirectoryLock.acquire(settings.dataDir()));
        starts = StartCount.in(settings.dataDir());
        if (!plan.isBareGuard()) {
            starts.begun();
        }
        final ThreadFactory threads = daemonThreads();
        final JournalSettings journalSettings =
                JournalSettings.of(settings.journal().dir(), SystemEpochClock.INSTANCE, threads, error -> {
                    isJournalLost = true;
                    plan.onHalt().accept("halted: journal lost, cause=" + error);
                });
        past = plan.isBareGuard()
                ? Recovery.withoutJournal(plan.coreAround())
                : Recovery.recover(journalSettings, plan.coreAround(), registry, view);
        journal = past.journal();
        parts.push(journal);
        decisionCore = past.core();
        watched = new WatchedCore(past.recovered().driven(), decisionCore);
        tellPast();
        if (past.difference() != null) {
            LOGGER.error("replay differs, entries stay stopped: {}", past.difference());
        }
        startPipeline(settings, threads);
        venue.start();
        if (!plan.isBareGuard()) {
            startSignals(settings, threads);
            startDatabase(settings, threads);
            startHttp(settings);
            return;
        }
        try {
            startHttp(settings);
        } catch (final EngineException e) {
            // Whatever else is wrong here: it protects.
            LOGGER.error("bare guard without HTTP: {}", e.getMessage());
        }
    }

    private void tellPast() {
        past.recovered().unreadable().forEach(line -> LOGGER.warn("not loaded, an older one is tried: {}", line));
        LOGGER.info("{}", past.line());
    }

    private void startPipeline(final Settings settings, final ThreadFactory threads) {
        final Settings.PipelineSettings sizes = settings.pipeline();
        final EngineClock clock = plan.clock() == null
                ? SystemEngineClock.notBefore(past.replayer().lastTimeNs())
                : plan.clock();
        pipeline = new Pipeline(new PipelineContext()
                .inboundSlots(sizes.inboundSlots())
                .egressSlots(sizes.egressSlots())
                .listenerSlots(sizes.listenerSlots())
                .instrumentsMax(sizes.instruments())
                .waitMode(sizes.waitMode())
                .threadFactory(new PinnedThreads(threads, sizes.coreCpu(), sizes.egressCpu()))
                .journal(journal)
                .core(watched)
                .snapshotIntervalNs(TimeUnit.SECONDS.toNanos(settings.journal().snapshotIntervalS()))
                .clock(clock)
                .haltListener(report -> {
                    isJournalLost |= report.cause() instanceof JournalLostException;
                    plan.onHalt().accept(report.line());
                })
                .recovered(
                        past.replayer().lastSequence(),
                        past.replayer().lastTimeNs(),
                        past.replayer().payloadHash())
                .conclude());
        inputs = new Inputs(pipeline.ingress());
        venue = VenueLinks.of(
                plan,
                new WatchedIngress(pipeline.ingress(), new VenueHealthToView()),
                journal::durableSequence,
                registry,
                threads);
        pipeline.gateway(Venue.BINANCE, venue.gateway());
        latches = LatchFile.in(settings.dataDir(), this::symbol);
        if (past.starts() > 0) {
            latches.known(decisionCore.protections().latches());
        }
        if (!plan.isBareGuard()) {
            pipeline.listener(latches);
        }
        pipeline.listener(view);
        pipeline.listener(new EventLog(this::symbol));
        // Closed in the reverse order: the venue is cut off only after the core has stopped deciding.
        parts.push(venue);
        parts.push(pipeline);
        // The first inputs of all: what a gateway reports as soon as its thread runs belongs behind the start.
        inputs.nodeStarted(past.starts() + 1, DECISION_VERSION, settings.venue().accountTag(), plan.build());
        inputs.configApplied(
                settings, plan.speedMilli(), plan.isBareGuard() ? BARE_GUARD_RECONCILE_NS : Long.MAX_VALUE);
        inputs.entriesApplied(settings, plan.speedMilli());
        inputs.limitsApplied(settings, plan.speedMilli());
        if (plan.isBareGuard()) {
            inputs.operator(0, OperatorAction.BARE_GUARD);
        } else if (past.starts() == 0) {
            latches.restore(pipeline.ingress());
        }
        if (past.difference() != null) {
            inputs.operator(0, OperatorAction.STOP_ENTRIES);
            view.onOperator(OperatorAction.STOP_ENTRIES);
        }
        if (past.replayer().wasUncompared()) {
            // What was fed without comparing ends here: the next start begins with what this version knows.
            inputs.snapshotRequested(SnapshotCause.INTERVAL);
        }
        pipeline.start();
    }

    private void startSignals(final Settings settings, final ThreadFactory threads) {
        if (settings.signals().enabled()) {
            signals = SignalLink.start(plan, pipeline.ingress(), registry, threads);
            parts.push(signals);
        }
    }

    private void startDatabase(final Settings settings, final ThreadFactory threads) {
        database = new DatabaseLink(
                settings.database(),
                settings.dataDir().resolve("postgres"),
                settings.journal().dir(),
                SystemEpochClock.INSTANCE,
                journal::durableSequence,
                () -> view.read().nodeState() == NodeState.RUNNING,
                threads);
        parts.push(database);
        database.start();
    }

    private void startHttp(final Settings settings) {
        ControlFiles.remove(settings.dataDir());
        if (settings.httpPort() == 0) {
            return;
        }
        http = ControlServer.start(
                settings.httpPort(),
                ControlFiles.createToken(settings.dataDir()),
                new OperatorConsole(
                        pipeline.ingress(),
                        watched,
                        registry,
                        settings.venue().environment().text(),
                        plan.bareGuard(),
                        this::health,
                        () -> isStopped || pipeline.isHalted(),
                        () -> isStopping));
        parts.push(http);
        parts.push(() -> ControlFiles.remove(settings.dataDir()));
        ControlFiles.announce(settings.dataDir(), http.port());
    }

    private String symbol(final int instrumentId) {
        return instrumentId < 0 || instrumentId >= registry.count() ? "-" : registry.engineSymbol(instrumentId);
    }

    /** Thread of the link. */
    private final class VenueHealthToView implements WatchedIngress.Watcher {
        @Override
        public void onHealth(final VenueHealthDecoder told) {
            view.onHealth(told.state(), told.text());
        }

        @Override
        public void onInstrument(final InstrumentDefinedDecoder instrument) {
            latches.defined(pipeline.ingress(), instrument.instrumentId());
        }
    }

    /**
     * What a person sees of it. Any thread.
     *
     * @return the view, alive.
     */
    public NodeView view() {
        return view;
    }

    /**
     * The symbols behind the instrument ids. Any thread.
     *
     * @return the registry, alive.
     */
    public InstrumentRegistry registry() {
        return registry;
    }

    /**
     * Rings and counters. Any thread.
     *
     * @return the pipeline.
     */
    public Pipeline pipeline() {
        return pipeline;
    }

    /**
     * Newest record. Any thread.
     *
     * @return its sequence as the listeners last saw it, or exactly once the node is stopped.
     */
    public long journaled() {
        return isStopped ? journaledAtStop : Math.max(view.read().sequence(), journal.durableSequence());
    }

    /**
     * Newest record in PostgreSQL. Any thread.
     *
     * @return its sequence, or why there is none.
     */
    public String persisted() {
        return database == null ? NO_JOURNAL : database.progress();
    }

    /**
     * Where the database is.
     *
     * @return how to connect, null where there is none or it did not start.
     */
    public PostgresConfig database() {
        return database == null ? null : database.config();
    }

    /**
     * Notes that this start has not failed, once the node runs or is stopped in order: the next one is tried as usual.
     */
    void noteWell() {
        starts.isWell();
    }

    /**
     * Whether the journal can no longer be trusted. Any thread.
     *
     * @return true once it was lost.
     */
    boolean isJournalLost() {
        return isJournalLost;
    }

    /**
     * Why there is no database.
     *
     * @return the reason, null where there is one.
     */
    public String databaseFailure() {
        return database == null ? NO_JOURNAL : database.failure();
    }

    /**
     * The health as {@code /health} tells it. Any thread.
     *
     * @return one reading.
     */
    public HealthReport health() {
        return HealthText.of(
                view.read(),
                new HealthText.Surroundings(
                        plan.settings().venue().environment().text(),
                        plan.isPaper(),
                        plan.settings().venue().name(),
                        pipeline.isHalted(),
                        journaled(),
                        journal.durableSequence(),
                        database == null ? -1 : database.persisted(),
                        database == null ? NO_JOURNAL : database.state(),
                        past.recovery()));
    }

    /**
     * Stops in order: no more signals; opens that are under way end protected or flat; the core stops; what it journaled
     * reaches the database. The last it journals is its state. Stops stay at the exchange. The database stays up until {@link #close()}.
     *
     * @return positions that stay open, with the stops that guard them.
     */
    public NodeView.Reading stop() {
        if (!isStopped) {
            isStopping = true;
            if (signals != null) {
                end(signals);
            }
            if (!pipeline.isHalted()) {
                inputs.operator(0, OperatorAction.SHUTDOWN);
                awaitStopping();
                inputs.snapshotRequested(SnapshotCause.STOP);
            }
            end(pipeline);
            ControlFiles.remove(plan.settings().dataDir());
            end(venue);
            journaledAtStop = journal.lastSequence();
            if (database != null) {
                database.drain(journaledAtStop);
            }
            isStopped = true;
        }
        return view.read();
    }

    /**
     * What stays live at the exchange. Only once the node is stopped.
     *
     * @return a line for each position and each order.
     */
    public List<String> leftLive() {
        final LeftLive left = new LeftLive(registry);
        decisionCore.show(left);
        return left.lines();
    }

    /**
     * Positions without a confirmed stop, by the core itself. Only once the node is stopped.
     *
     * @return the count.
     */
    public int unprotectedLeft() {
        return decisionCore.unprotectedCount();
    }

    private void awaitStopping() {
        final long deadlineNs = SystemEngineClock.monotonicNs() + STOP_MAX_NS;
        while (!isQuiet() && !pipeline.isHalted() && SystemEngineClock.monotonicNs() < deadlineNs) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private boolean isQuiet() {
        final NodeView.Reading reading = view.read();
        return reading.nodeState() == NodeState.STOPPING;
    }

    @Override
    public void close() {
        stop();
        closeParts();
    }

    private void closeParts() {
        while (!parts.isEmpty()) {
            end(parts.peek());
        }
    }

    /** Closes a part before its turn, or at it. */
    private void end(final AutoCloseable part) {
        parts.remove(part);
        try {
            part.close();
        } catch (final Exception e) {
            LOGGER.error("closing {} failed: {}", part.getClass().getSimpleName(), e.getMessage());
        }
    }

    private static ThreadFactory daemonThreads() {
        final AtomicInteger count = new AtomicInteger();
        return work -> {
            final Thread thread = new Thread(work, "ratchet-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
