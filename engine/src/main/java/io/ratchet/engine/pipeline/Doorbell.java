package io.ratchet.engine.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes one sleeping consumer. The sleeper calls {@link #prepare}, looks once more whether there is work, then sleeps;
 * the full fences on both sides make it impossible that the sleeper misses the work and the ringer misses the sleeper.
 * The sleep is bounded all the same.
 */
final class Doorbell {
    private volatile Thread sleeper;

    /** Consumer: from here on a ring is not lost. */
    void prepare() {
        sleeper = Thread.currentThread();
        VarHandle.fullFence();
    }

    /** Consumer: sleeps until the bell rings or the time is over. */
    void sleep(final long maxNs) {
        LockSupport.parkNanos(this, maxNs);
        sleeper = null;
    }

    /** Consumer: there was work after all. */
    void cancel() {
        sleeper = null;
    }

    /** Producer, after it has published. */
    void ring() {
        VarHandle.fullFence();
        final Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
    }
}
