package io.ratchet.bench.simulator;

import io.ratchet.engine.api.Journal;
import io.ratchet.journal.chronicle.MemoryJournal;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;

/** The journal as a node has it: reaches the disk later, and may end in the middle of anything. */
final class SimDisk implements Journal {
    private static final long MS = 1_000_000;
    private static final long GROUP_NS = 2 * MS;
    private static final long LAG_NS = 4 * MS;

    private final World world;
    private final MemoryJournal memory;
    private final ArrayDeque<long[]> marks = new ArrayDeque<>();
    private long lagNs = LAG_NS;
    private int appendsLeft = -1;

    /** The process ends here. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash", null, false, false);
        }
    }

    SimDisk(final World world, final MemoryJournal memory) {
        this.world = world;
        this.memory = memory;
    }

    /** The process dies when so many more records were appended. */
    void crashAfter(final int appends) {
        appendsLeft = appends;
    }

    void lag(final long ms) {
        lagNs = ms * MS;
    }

    void heal() {
        lagNs = LAG_NS;
        appendsLeft = -1;
    }

    @Override
    public void append(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        if (appendsLeft == 0) {
            throw new Crash();
        }
        if (appendsLeft > 0) {
            appendsLeft--;
        }
        memory.append(sequence, buffer, offset, length);
        final long[] last = marks.peekLast();
        if (last != null && world.nowNs() - last[0] < GROUP_NS) {
            last[1] = sequence;
        } else {
            marks.add(new long[] {world.nowNs(), sequence});
        }
    }

    @Override
    public long durableSequence() {
        while (!marks.isEmpty() && marks.peek()[0] + GROUP_NS + lagNs <= world.nowNs()) {
            memory.durable(marks.poll()[1]);
        }
        return memory.durableSequence();
    }

    @Override
    public long lastSequence() {
        return memory.lastSequence();
    }

    @Override
    public void close() {
        // Memory outlives the process.
    }
}
