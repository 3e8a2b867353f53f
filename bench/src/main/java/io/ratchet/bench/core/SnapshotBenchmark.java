package io.ratchet.bench.core;

import io.ratchet.bench.workload.BareQueue;
import io.ratchet.bench.workload.FramedRecords;
import io.ratchet.bench.workload.OwnCount;
import io.ratchet.bench.workload.Recording;
import io.ratchet.bench.workload.Records;
import io.ratchet.bench.workload.TemporaryDirectory;
import io.ratchet.bench.workload.ThousandPositions;
import io.ratchet.engine.api.Journal;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.JournalSettings;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a snapshot of a thousand positions keeps the core from its next event: the request journaled, the whole state
 * put out and journaled; against a bare append of the bytes that end up in the journal.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SnapshotBenchmark {
    private static final long PRICES = 20_000;
    private static final int RECORDS_BYTES_MAX = 1 << 24;

    /** A thousand positions that trail, journaled. */
    @State(Scope.Thread)
    public static class Subject {
        private TemporaryDirectory directory;
        private Journal journal;
        private ThousandPositions positions;

        /** Opens the positions. */
        @Setup(Level.Trial)
        public void open() {
            directory = TemporaryDirectory.create();
            journal = ChronicleJournal.open(JournalSettings.of(
                    directory.path(), System::currentTimeMillis, Thread::new, Throwable::printStackTrace));
            positions = new ThousandPositions(journal);
            positions.live(PRICES);
        }

        /** Removes the journal. */
        @TearDown(Level.Trial)
        public void close() {
            journal.close();
            directory.close();
        }
    }

    /** The records of one such snapshot, framed, and a queue. */
    @State(Scope.Thread)
    public static class Floor {
        private TemporaryDirectory directory;
        private BareQueue queue;
        private Recording framed;

        /** Takes the snapshot. */
        @Setup(Level.Trial)
        public void open() {
            final Recording records = new Recording(RECORDS_BYTES_MAX);
            final Records journal = new Records();
            final ThousandPositions positions = new ThousandPositions(journal);
            positions.live(PRICES);
            journal.record(records);
            positions.snapshot();
            framed = FramedRecords.of(records, 0);
            directory = TemporaryDirectory.create();
            queue = new BareQueue(directory.path(), JournalSettings.BLOCK_LENGTH_DEFAULT);
            System.out.println("# snapshot of " + positions.core().openPositions() + " positions: records="
                    + records.count() + " bytes=" + records.end() + " framedBytes=" + framed.end());
        }

        /** Removes the queue. */
        @TearDown(Level.Trial)
        public void close() {
            queue.close();
            directory.close();
        }
    }

    /**
     * Floor: the bytes of a snapshot, handed to a bare queue.
     *
     * @param floor to append to.
     * @param own   of the loop.
     * @return the number of records.
     */
    @Benchmark
    public int bareAppend(final Floor floor, final OwnCount own) {
        own.begin();
        final long address = floor.framed.buffer().addressOffset();
        int appended = 0;
        for (int position = 0; position < floor.framed.end(); position = floor.framed.next(position)) {
            floor.queue.append(address + floor.framed.offset(position), floor.framed.length(position));
            appended++;
        }
        own.end();
        return appended;
    }

    /**
     * Subject: a snapshot.
     *
     * @param subject takes it.
     * @param own     of the loop.
     * @return the last sequence.
     */
    @Benchmark
    public long snapshot(final Subject subject, final OwnCount own) {
        own.begin();
        subject.positions.snapshot();
        own.end();
        return subject.journal.lastSequence();
    }
}
