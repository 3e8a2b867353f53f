package io.ratchet.bench.core;

import io.ratchet.bench.workload.BareQueue;
import io.ratchet.bench.workload.CoreWorkload;
import io.ratchet.bench.workload.Cores;
import io.ratchet.bench.workload.FramedRecords;
import io.ratchet.bench.workload.OwnCount;
import io.ratchet.bench.workload.Recording;
import io.ratchet.bench.workload.Records;
import io.ratchet.bench.workload.TemporaryDirectory;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.pipeline.DecisionStep;
import io.ratchet.engine.state.PayloadHash;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.JournalSettings;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread, the same records: the core with its guarded journal, against a bare append of the
 * bytes that end up in that journal.
 *
 * <p>An operation is one input: its record, the decision, the records of its outputs.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 12)
@Fork(1)
public class JournalBenchmark {
    /** Inputs of one invocation. */
    static final int EVENTS = 200_000;

    /** The recorded inputs and the records they lead to; made once for each fork. */
    @State(Scope.Benchmark)
    public static class Workload {
        private final CoreWorkload workload = CoreWorkload.record(EVENTS);
        private final Recording framed = FramedRecords.of(workload.records(), workload.firstEventRecord());

        /** Made by JMH. */
        public Workload() {
            System.out.println("# " + workload.line() + " framedBytes=" + framed.end());
        }
    }

    /** An empty queue for each invocation. */
    @State(Scope.Thread)
    public static class Floor {
        private TemporaryDirectory directory;
        private BareQueue queue;

        /** Opens the queue. */
        @Setup(Level.Invocation)
        public void open() {
            directory = TemporaryDirectory.create();
            queue = new BareQueue(directory.path(), JournalSettings.BLOCK_LENGTH_DEFAULT);
        }

        /** Removes the queue. */
        @TearDown(Level.Invocation)
        public void close() {
            queue.close();
            directory.close();
        }
    }

    /** A core with active trails, with a journal. */
    @State(Scope.Thread)
    public static class Journaled {
        private TemporaryDirectory directory;
        private Journal journal;
        private DecisionStep step;

        /**
         * Opens the journal and plays the prelude.
         *
         * @param workload to come.
         */
        @Setup(Level.Invocation)
        public void open(final Workload workload) {
            directory = TemporaryDirectory.create();
            journal = ChronicleJournal.open(JournalSettings.of(
                    directory.path(), System::currentTimeMillis, Thread::new, Throwable::printStackTrace));
            step = newStep(journal);
            play(step, workload.workload.prelude());
        }

        /** Removes the journal. */
        @TearDown(Level.Invocation)
        public void close() {
            journal.close();
            directory.close();
        }
    }

    /** A core with active trails, without a journal. */
    @State(Scope.Thread)
    public static class Bare {
        private DecisionStep step;

        /**
         * Plays the prelude.
         *
         * @param workload to come.
         */
        @Setup(Level.Invocation)
        public void open(final Workload workload) {
            step = newStep(new Records());
            play(step, workload.workload.prelude());
        }
    }

    /**
     * Floor: the bytes that the journal hands to its queue, handed to a bare queue.
     *
     * @param workload to append.
     * @param floor    to append to.
     * @param own of the loop.
     * @return the number of records.
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long bareAppend(final Workload workload, final Floor floor, final OwnCount own) {
        own.begin();
        final long result = append(floor.queue, workload.framed, 0);
        own.end();
        return result;
    }

    /**
     * For comparison: the same records without the frames that make damage visible.
     *
     * @param workload to append.
     * @param floor    to append to.
     * @param own of the loop.
     * @return the number of records.
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long bareAppendUnframed(final Workload workload, final Floor floor, final OwnCount own) {
        own.begin();
        final long result = append(floor.queue, workload.workload.records(), workload.workload.firstEventRecord());
        own.end();
        return result;
    }

    /**
     * Subject: the events decided, inputs and outputs journaled.
     *
     * @param workload to decide.
     * @param subject  decides.
     * @param own of the loop.
     * @return the last sequence.
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long coreWithJournal(final Workload workload, final Journaled subject, final OwnCount own) {
        own.begin();
        final long result = play(subject.step, workload.workload.events());
        own.end();
        return result;
    }

    /**
     * For comparison: the events decided, journaled nowhere.
     *
     * @param workload to decide.
     * @param subject  decides.
     * @param own of the loop.
     * @return the last sequence.
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long coreAlone(final Workload workload, final Bare subject, final OwnCount own) {
        own.begin();
        final long result = play(subject.step, workload.workload.events());
        own.end();
        return result;
    }

    private static int append(final BareQueue queue, final Recording records, final int from) {
        final long address = records.buffer().addressOffset();
        int appended = 0;
        for (int position = from; position < records.end(); position = records.next(position)) {
            queue.append(address + records.offset(position), records.length(position));
            appended++;
        }
        return appended;
    }

    static DecisionStep newStep(final Journal journal) {
        return new DecisionStep(journal, Cores.newCore(), new PayloadHash(), journal.lastSequence(), 0);
    }

    static long play(final DecisionStep step, final Recording recording) {
        for (int position = 0; position < recording.end(); position = recording.next(position)) {
            step.decide(recording.buffer(), recording.offset(position), recording.length(position));
        }
        return step.lastSequence();
    }
}
