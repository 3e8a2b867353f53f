package io.ratchet.config.node;

import java.util.concurrent.ThreadFactory;
import net.openhft.affinity.AffinityLock;

/**
 * Binds the core and egress threads to processors where the settings say so; on a machine with few cores nothing is
 * bound. The pipeline names its threads after making them, so the name is looked at when the thread runs.
 */
final class PinnedThreads implements ThreadFactory {
    private static final int ANY = -1;
    private static final String CORE = "ratchet-core";
    private static final String EGRESS = "ratchet-egress";

    private final ThreadFactory threads;
    private final int coreCpu;
    private final int egressCpu;

    PinnedThreads(final ThreadFactory threads, final int coreCpu, final int egressCpu) {
        this.threads = threads;
        this.coreCpu = coreCpu;
        this.egressCpu = egressCpu;
    }

    @Override
    public Thread newThread(final Runnable work) {
        return threads.newThread(() -> {
            final int cpu = cpuOf(Thread.currentThread().getName());
            if (cpu == ANY) {
                work.run();
            } else {
                runOn(cpu, work);
            }
        });
    }

    private int cpuOf(final String name) {
        if (name.equals(CORE)) {
            return coreCpu;
        }
        return name.startsWith(EGRESS) ? egressCpu : ANY;
    }

    private static void runOn(final int cpu, final Runnable work) {
        final AffinityLock lock = AffinityLock.acquireLock(cpu);
        try {
            work.run();
        } finally {
            lock.release();
        }
    }
}
