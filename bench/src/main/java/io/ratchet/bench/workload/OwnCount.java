package io.ratchet.bench.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the measured loop costs its own thread: bytes, which a profiler would add to those of the preparations, and
 * processor time, which does not count the turns of others on a shared machine.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class OwnCount {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes of one invocation. */
    public long allocated;

    /** Processor time of one invocation in nanoseconds. */
    public long cpuNs;

    /** Made by JMH. */
    public OwnCount() {}

    /** Before the loop. */
    public void begin() {
        allocated = -threads.getCurrentThreadAllocatedBytes();
        cpuNs = -threads.getCurrentThreadCpuTime();
    }

    /** After the loop. */
    public void end() {
        cpuNs += threads.getCurrentThreadCpuTime();
        allocated += threads.getCurrentThreadAllocatedBytes();
    }
}
