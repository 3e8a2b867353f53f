package io.ratchet.engine.pipeline;

import io.ratchet.engine.api.Journal;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.state.PayloadHash;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.agrona.BitUtil;
import org.agrona.ErrorHandler;

/**
 * Collaborators and limits of a {@link Pipeline}. Set what differs from the defaults, then {@link #conclude()} once.
 */
public final class PipelineContext {
    private static final int MANY_CORES = 5;
    private static final int SPINS_FEW_CORES = 100;
    private static final int SPINS_MANY_CORES = 20_000;

    private int inboundSlots = 8_192;
    private int egressSlots = 1_024;
    private int listenerSlots = 8_192;
    private int instrumentsMax = 4_096;
    private WaitMode waitMode = WaitMode.ADAPTIVE;
    private int spins;
    private ThreadFactory threadFactory = Thread::new;
    private Journal journal;
    private Core core;
    private EngineClock clock;
    private HaltListener haltListener;
    private ErrorHandler errorHandler = ignored -> {};
    private PayloadHash payloadHash = new PayloadHash();
    private long lastSequence;
    private long lastTimeNs;
    private long snapshotIntervalNs;
    private boolean isTicking = true;
    private boolean isConcluded;

    /** With the defaults. */
    public PipelineContext() {}

    /**
     * Size of the inbound ring.
     *
     * @param slots of 512 bytes, a power of two, ≥ 2; default 8192.
     * @return this.
     */
    public PipelineContext inboundSlots(final int slots) {
        inboundSlots = checkedSlots("inbound", slots);
        return this;
    }

    /**
     * Size of each egress ring.
     *
     * @param slots of 256 bytes, a power of two, ≥ 2; default 1024.
     * @return this.
     */
    public PipelineContext egressSlots(final int slots) {
        egressSlots = checkedSlots("egress", slots);
        return this;
    }

    /**
     * Size of the listener ring.
     *
     * @param slots of 256 bytes, a power of two, ≥ 2; default 8192.
     * @return this.
     */
    public PipelineContext listenerSlots(final int slots) {
        listenerSlots = checkedSlots("listener", slots);
        return this;
    }

    /**
     * Number of price mailboxes.
     *
     * @param count instrument ids 0 to count-1, ≥ 1; default 4096.
     * @return this.
     */
    public PipelineContext instrumentsMax(final int count) {
        if (count < 1) {
            throw new IllegalArgumentException("price mailboxes: actual=" + count + " expected>=1");
        }
        instrumentsMax = count;
        return this;
    }

    /**
     * How the core and the egress threads wait.
     *
     * @param mode default ADAPTIVE.
     * @return this.
     */
    public PipelineContext waitMode(final WaitMode mode) {
        waitMode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /**
     * Makes the threads; the pipeline names and starts them.
     *
     * @param factory default plain threads.
     * @return this.
     */
    public PipelineContext threadFactory(final ThreadFactory factory) {
        threadFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Where everything is appended. The pipeline does not close it.
     *
     * @param newJournal positioned behind {@link #recovered}'s last sequence.
     * @return this.
     */
    public PipelineContext journal(final Journal newJournal) {
        journal = Objects.requireNonNull(newJournal, "journal");
        return this;
    }

    /**
     * What decides.
     *
     * @param newCore recovered, if there is a past.
     * @return this.
     */
    public PipelineContext core(final Core newCore) {
        core = Objects.requireNonNull(newCore, "core");
        return this;
    }

    /**
     * What stamps the inputs.
     *
     * @param newClock of the engine; default real time, not before the last journaled input.
     * @return this.
     */
    public PipelineContext clock(final EngineClock newClock) {
        clock = Objects.requireNonNull(newClock, "clock");
        return this;
    }

    /**
     * No clock thread: whoever offers the inputs brings their ticks too. For drivers that play recorded inputs.
     *
     * @return this.
     */
    public PipelineContext ticksFromElsewhere() {
        isTicking = false;
        return this;
    }

    /**
     * Who is told that the engine has halted.
     *
     * @param listener of the one halt.
     * @return this.
     */
    public PipelineContext haltListener(final HaltListener listener) {
        haltListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Who is told of exceptions that gateways and listeners throw. They are counted too, and their thread goes on.
     *
     * @param handler called by their threads, perhaps each millisecond; default nobody.
     * @return this.
     */
    public PipelineContext errorHandler(final ErrorHandler handler) {
        errorHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * How often the core is asked for a snapshot of its state.
     *
     * @param newSnapshotIntervalNs engine time in ns between two of them; 0, the default, for never.
     * @return this.
     */
    public PipelineContext snapshotIntervalNs(final long newSnapshotIntervalNs) {
        snapshotIntervalNs = newSnapshotIntervalNs;
        return this;
    }

    /**
     * Where the past ends.
     *
     * @param newLastSequence sequence of the newest journal record, 0 for an empty journal.
     * @param newLastTimeNs   engine time of the newest input, 0 for an empty journal.
     * @param newPayloadHash  over all of them; the pipeline goes on with it.
     * @return this.
     */
    public PipelineContext recovered(
            final long newLastSequence, final long newLastTimeNs, final PayloadHash newPayloadHash) {
        lastSequence = newLastSequence;
        lastTimeNs = newLastTimeNs;
        payloadHash = Objects.requireNonNull(newPayloadHash, "payloadHash");
        return this;
    }

    /**
     * Checks, fills in the defaults and seals.
     *
     * @return this.
     * @throws IllegalStateException when something is missing, contradictory, or this is the second call.
     */
    public PipelineContext conclude() {
        if (isConcluded) {
            throw new IllegalStateException("pipeline context: concluded twice");
        }
        checkSet("journal", journal);
        checkSet("core", core);
        checkSet("haltListener", haltListener);
        if (journal.lastSequence() != lastSequence) {
            throw new IllegalStateException(
                    "sequence of the newest record: journal=" + journal.lastSequence() + " recovered=" + lastSequence);
        }
        if (clock == null) {
            clock = SystemEngineClock.notBefore(lastTimeNs);
        }
        spins = Runtime.getRuntime().availableProcessors() < MANY_CORES ? SPINS_FEW_CORES : SPINS_MANY_CORES;
        isConcluded = true;
        return this;
    }

    int inboundSlots() {
        return inboundSlots;
    }

    int egressSlots() {
        return egressSlots;
    }

    int listenerSlots() {
        return listenerSlots;
    }

    int instrumentsMax() {
        return instrumentsMax;
    }

    WaitMode waitMode() {
        return waitMode;
    }

    int spins() {
        return spins;
    }

    ThreadFactory threadFactory() {
        return threadFactory;
    }

    Journal journal() {
        return journal;
    }

    Core core() {
        return core;
    }

    EngineClock clock() {
        return clock;
    }

    HaltListener haltListener() {
        return haltListener;
    }

    ErrorHandler errorHandler() {
        return errorHandler;
    }

    PayloadHash payloadHash() {
        return payloadHash;
    }

    long lastSequence() {
        return lastSequence;
    }

    long lastTimeNs() {
        return lastTimeNs;
    }

    long snapshotIntervalNs() {
        return snapshotIntervalNs;
    }

    boolean isTicking() {
        return isTicking;
    }

    boolean isConcluded() {
        return isConcluded;
    }

    private static void checkSet(final String name, final Object value) {
        if (value == null) {
            throw new IllegalStateException("pipeline context: " + name + " is not set");
        }
    }

    private static int checkedSlots(final String name, final int slots) {
        if (slots < 2 || !BitUtil.isPowerOfTwo(slots)) {
            throw new IllegalArgumentException(
                    name + " ring slots: actual=" + slots + " expected a power of two, at least 2");
        }
        return slots;
    }
}
