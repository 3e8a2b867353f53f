package io.ratchet.engine.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import io.ratchet.engine.api.EngineListener;
import io.ratchet.engine.api.Ingress;
import io.ratchet.engine.api.VenueGateway;
import io.ratchet.engine.sbe.Venue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * The running engine: rings, threads and their order of start and stop. Made, started and closed by one thread.
 *
 * <ol>
 *   <li>the constructor makes the rings, so that {@link #ingress()} can be given to those who speak to venues;
 *   <li>{@link #gateway} and {@link #listener} connect the other ends;
 *   <li>{@link #start()} starts listeners, egress, core, clock, in this order;
 *   <li>{@link #close()} stops them in the opposite one and lets each finish what it has.
 * </ol>
 */
public final class Pipeline implements AutoCloseable {
    private static final long DRAIN_MAX_NS = 5_000_000_000L;
    private static final long JOIN_MAX_MS = 5_000;
    private static final long POLL_NS = 1_000_000L;

    private final PipelineContext context;
    private final PipelineCounters counters = new PipelineCounters();
    private final RingBuffer<Slot> inbound;
    private final Mailboxes mailboxes;
    private final IngressPublisher ingress;
    private final OutputRing listenerRing;
    private final CoreStage stage;
    private final HaltOnError haltOnError;
    private final BatchEventProcessor<Slot> processor;
    private final ClockTicker ticker;
    private final List<EngineListener> listeners = new ArrayList<>();
    private final List<EgressAgent> egress = new ArrayList<>();
    private final List<Thread> egressThreads = new ArrayList<>();
    private ListenerAgent listenerAgent;
    private Thread listenerThread;
    private Thread coreThread;
    private Thread clockThread;
    private boolean isStarted;
    private boolean isClosed;

    /**
     * Rings without threads.
     *
     * @param context concluded.
     */
    public Pipeline(final PipelineContext context) {
        if (!context.isConcluded()) {
            throw new IllegalArgumentException("pipeline context: not concluded");
        }
        this.context = context;
        final int slots = context.inboundSlots();
        inbound = RingBuffer.createMultiProducer(Slot.factory(slots, Slot.INBOUND_LENGTH), slots, waitStrategy());
        mailboxes = new Mailboxes(context.instrumentsMax());
        ingress = new IngressPublisher(inbound, mailboxes, context.clock(), counters);
        listenerRing = new OutputRing(context.listenerSlots(), null);
        stage = new CoreStage(context, mailboxes, listenerRing, counters);
        haltOnError = new HaltOnError(stage, ingress, context.haltListener());
        processor = new BatchEventProcessorBuilder().build(inbound, inbound.newBarrier(), stage);
        processor.setExceptionHandler(haltOnError);
        inbound.addGatingSequences(processor.getSequence());
        ticker = new ClockTicker(stage, ingress, counters);
    }

    /**
     * The way in.
     *
     * @return the port; offers are taken from now on and handled after {@link #start()}.
     */
    public Ingress ingress() {
        return ingress;
    }

    /**
     * Connects a venue. Before the start.
     *
     * @param venue   whose commands go to it; commands for a venue without a gateway are NOT_SENT.
     * @param gateway called, and closed at the end, by the egress thread of that venue.
     */
    public void gateway(final Venue venue, final VenueGateway gateway) {
        checkNotStarted();
        final boolean spin = context.waitMode() == WaitMode.SPIN;
        final Doorbell doorbell = spin ? null : new Doorbell();
        final OutputRing ring = new OutputRing(context.egressSlots(), doorbell);
        stage.route(venue.value(), ring);
        final EgressAgent agent =
                new EgressAgent(ring, gateway, ingress, counters, context.errorHandler(), doorbell, context.spins());
        egress.add(agent);
        egressThreads.add(thread("ratchet-egress-" + venue.name().toLowerCase(Locale.ROOT), agent));
    }

    /**
     * Adds a listener. Before the start.
     *
     * @param listener called by the listener thread.
     */
    public void listener(final EngineListener listener) {
        checkNotStarted();
        listeners.add(listener);
    }

    /** Starts the threads. */
    public void start() {
        checkNotStarted();
        isStarted = true;
        listenerAgent = new ListenerAgent(listenerRing, listeners, counters, context.errorHandler());
        listenerThread = thread("ratchet-listeners", listenerAgent);
        coreThread = thread("ratchet-core", this::runCore);
        clockThread = thread("ratchet-clock", ticker);
        listenerThread.start();
        egressThreads.forEach(Thread::start);
        coreThread.start();
        if (context.isTicking()) {
            clockThread.start();
        }
    }

    /**
     * Whether the core stopped at an error. Any thread.
     *
     * @return whether it has.
     */
    public boolean isHalted() {
        return haltOnError.isHalted();
    }

    /**
     * What went through and what was refused. Any thread.
     *
     * @return the counters, alive.
     */
    public PipelineCounters counters() {
        return counters;
    }

    /**
     * Prices that were merged into one the core had not taken yet. Any thread.
     *
     * @return the count.
     */
    public long pricesMerged() {
        return mailboxes.merged();
    }

    /**
     * Inputs that wait for the core. Any thread.
     *
     * @return the count.
     */
    public long backlog() {
        return Math.max(0, inbound.getCursor() - processor.getSequence().get());
    }

    /**
     * Takes no more offers, lets the core finish those it has, then the gateways and the listeners, each for at most
     * five seconds. The journal stays open; the core thread has ended and whoever calls may close it.
     */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        ticker.stop();
        ingress.close();
        if (!isStarted) {
            return;
        }
        stopCore();
        egress.forEach(EgressAgent::stop);
        listenerAgent.stop();
        join(clockThread);
        egressThreads.forEach(Pipeline::join);
        join(listenerThread);
    }

    private void stopCore() {
        final long deadlineNs = SystemEngineClock.monotonicNs() + DRAIN_MAX_NS;
        while (backlog() > 0 && !isHalted() && SystemEngineClock.monotonicNs() < deadlineNs) {
            LockSupport.parkNanos(POLL_NS);
        }
        processor.halt();
        if (!isHalted()) {
            join(coreThread);
        }
    }

    private void runCore() {
        try {
            processor.run();
        } catch (final HaltOnError.Halted ignored) {
            // Reported by HaltOnError; the thread ends here so that no event is skipped.
        }
    }

    private WaitStrategy waitStrategy() {
        return context.waitMode() == WaitMode.SPIN
                ? new BusySpinWaitStrategy()
                : new AdaptiveWaitStrategy(context.spins());
    }

    private Thread thread(final String name, final Runnable runnable) {
        final Thread thread = context.threadFactory().newThread(runnable);
        thread.setName(name);
        return thread;
    }

    private void checkNotStarted() {
        if (isStarted || isClosed) {
            throw new IllegalStateException("pipeline: already started");
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join(JOIN_MAX_MS);
        } catch (final InterruptedException ignored) {
            // Whoever interrupts the closing thread wants it to hurry.
            Thread.currentThread().interrupt();
        }
    }
}
