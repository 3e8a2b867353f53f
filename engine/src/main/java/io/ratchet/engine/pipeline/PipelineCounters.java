package io.ratchet.engine.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What went through the pipeline and what was refused. Read by any thread; each counter is exact once its writer rests.
 */
public final class PipelineCounters {
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong outputs = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong pricesRefused = new AtomicLong();
    private final AtomicLong tokensParked = new AtomicLong();
    private final AtomicLong listenerDrops = new AtomicLong();
    private final AtomicLong listenerFailures = new AtomicLong();
    private final AtomicLong egressRefused = new AtomicLong();
    private final AtomicLong gatewayFailures = new AtomicLong();
    private final AtomicLong slowInputs = new AtomicLong();
    private final AtomicLong slowestInputNs = new AtomicLong();
    private final AtomicLong ticks = new AtomicLong();

    /** Made by the pipeline. */
    PipelineCounters() {}

    /**
     * Inputs that were journaled, decided and whose outputs were handed over; grows while the core is alive.
     *
     * @return the count.
     */
    public long handled() {
        return handled.get();
    }

    /**
     * Commands and facts that were journaled.
     *
     * @return the count.
     */
    public long outputs() {
        return outputs.get();
    }

    /**
     * Offers that found the inbound ring full or the engine closed; each was offered again by its producer.
     *
     * @return the count.
     */
    public long refused() {
        return refused.get();
    }

    /**
     * Prices of an instrument that the mailboxes have no room for, or of an earlier connection.
     *
     * @return the count.
     */
    public long pricesRefused() {
        return pricesRefused.get();
    }

    /**
     * Price tokens that found the inbound ring full and waited for a later one.
     *
     * @return the count.
     */
    public long tokensParked() {
        return tokensParked.get();
    }

    /**
     * Outputs that the listeners missed because they were slow.
     *
     * @return the count.
     */
    public long listenerDrops() {
        return listenerDrops.get();
    }

    /**
     * Exceptions that listeners threw.
     *
     * @return the count.
     */
    public long listenerFailures() {
        return listenerFailures.get();
    }

    /**
     * Commands that were not sent because their venue's egress ring was full or the venue has no gateway.
     *
     * @return the count.
     */
    public long egressRefused() {
        return egressRefused.get();
    }

    /**
     * Exceptions that gateways threw.
     *
     * @return the count.
     */
    public long gatewayFailures() {
        return gatewayFailures.get();
    }

    /**
     * Inputs that took longer than 50 ms from the first append to the last hand-over.
     *
     * @return the count.
     */
    public long slowInputs() {
        return slowInputs.get();
    }

    /**
     * The longest time from the first append of an input to the last hand-over.
     *
     * @return wall nanoseconds.
     */
    public long slowestInputNs() {
        return slowestInputNs.get();
    }

    /**
     * Clock ticks that were published.
     *
     * @return the count.
     */
    public long ticks() {
        return ticks.get();
    }

    /** Core thread. */
    void onHandled(final int outputCount) {
        handled.lazySet(handled.get() + 1);
        if (outputCount > 0) {
            outputs.lazySet(outputs.get() + outputCount);
        }
    }

    /** Core thread. */
    void onListenerDrop() {
        listenerDrops.lazySet(listenerDrops.get() + 1);
    }

    /** Core thread. */
    void onEgressRefused() {
        egressRefused.lazySet(egressRefused.get() + 1);
    }

    /** Core thread. */
    void onSlowInput(final long tookNs) {
        slowInputs.lazySet(slowInputs.get() + 1);
        if (tookNs > slowestInputNs.get()) {
            slowestInputNs.lazySet(tookNs);
        }
    }

    void onRefused() {
        refused.incrementAndGet();
    }

    void onPriceRefused() {
        pricesRefused.incrementAndGet();
    }

    void onTokenParked() {
        tokensParked.incrementAndGet();
    }

    void onListenerFailure() {
        listenerFailures.incrementAndGet();
    }

    void onGatewayFailure() {
        gatewayFailures.incrementAndGet();
    }

    void onTick() {
        ticks.incrementAndGet();
    }
}
