package io.ratchet.engine.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.PositionSide;
import io.ratchet.engine.snapshot.SnapshotCollector;
import io.ratchet.engine.snapshot.StateSnapshot;
import io.ratchet.engine.state.PayloadHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Random lives that are asked for snapshots: whoever begins at a snapshot decides the same as who began at the beginning,
 * input by input, and is in the same state. {@code -Dratchet.seed=N} lives that seed alone.
 */
class SnapshotLivesTest {
    private static final int SEEDS = 6;
    private static final int TWINS_MAX = 3;

    private final Random random = new Random(20_261_124);

    @Test
    void shouldDecideTheSameFromEverySnapshotOn() {
        final Long only = Long.getLong("ratchet.seed");
        final long from = only == null ? 0 : only;
        final long to = only == null ? SEEDS : only + 1;
        System.out.println("ratchet.seed=" + from + ".." + (to - 1));
        int snapshots = 0;
        for (long seed = from; seed < to; seed++) {
            final RandomLife life = new RandomLife(seed, seed % 2 == 1);
            final Random when = new Random(seed);
            final Rig rig = life.rig();
            life.eachStep = () -> {
                if (when.nextInt(20) == 0) {
                    rig.snapshot();
                }
            };
            life.run();
            snapshots += follow(rig, "seed=" + seed);
        }
        System.out.println("snapshots followed=" + snapshots);
        assertTrue(snapshots >= to - from, "snapshots=" + snapshots);
    }

    @Test
    void shouldGoOnFromTwoSnapshotsInARow() {
        final Rig rig = Rig.running();
        rig.mark(0, "100.0");
        rig.open(0, PositionSide.LONG, "0.5");
        rig.snapshot();
        rig.snapshot();
        rig.passAt(0, "103.0", 70 * Rig.SECOND);
        assertEquals(2, follow(rig, "twice"));
        rig.check();
    }

    /** Decides all inputs again, and from some of the snapshots on once more; all must do the same at each input. */
    private int follow(final Rig rig, final String name) {
        final DecisionCore core = new DecisionCore();
        final SnapshotCollector collector = new SnapshotCollector();
        final List<Twin> twins = new ArrayList<>();
        final PayloadHash hash = new PayloadHash();
        final Outputs outputs = new Outputs();
        int followed = 0;
        long sequence = 0;
        for (final byte[] bytes : rig.inputs) {
            final UnsafeBuffer input = new UnsafeBuffer(bytes);
            sequence++;
            hash.update(input, 0, bytes.length);
            outputs.begin(sequence, hash.value());
            core.onInput(sequence, input, 0, bytes.length, outputs);
            StateSnapshot newest = null;
            final int known = collector.newestFirst().size();
            for (int i = 0; i < outputs.count(); i++) {
                hash.update(outputs.buffer(), outputs.offset(i), outputs.length(i));
                collect(collector, sequence + 1 + i, outputs, i);
            }
            for (final Twin twin : twins) {
                twin.follow(sequence, bytes, outputs, hash, core, name);
            }
            sequence += outputs.count();
            if (outputs.count() > 0 && !collector.newestFirst().isEmpty()) {
                newest = collector.newestFirst().get(0);
            }
            if (newest != null && newest.endSequence() == sequence && (known < 2 || random.nextInt(4) == 0)) {
                assertEquals(hash.value(), newest.payloadHash(), name + " payload hash of the snapshot");
                if (twins.size() == TWINS_MAX) {
                    twins.remove(0);
                }
                twins.add(new Twin(newest));
                followed++;
            }
        }
        assertEquals(0, collector.discarded());
        return followed;
    }

    private static void collect(
            final SnapshotCollector collector, final long sequence, final Outputs outputs, final int index) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        header.wrap(outputs.buffer(), outputs.offset(index));
        collector.onRecord(
                sequence,
                RecordKind.ofTemplate(header.templateId()),
                outputs.buffer(),
                outputs.offset(index),
                outputs.length(index));
    }

    /** A core that began at a snapshot. */
    private static final class Twin {
        private final DecisionCore core;
        private final PayloadHash hash = new PayloadHash();
        private final Outputs outputs = new Outputs();

        Twin(final StateSnapshot snapshot) {
            core = snapshot.load();
            hash.restart(snapshot.payloadHash());
        }

        void follow(
                final long sequence,
                final byte[] bytes,
                final Outputs expected,
                final PayloadHash expectedHash,
                final DecisionCore original,
                final String name) {
            final UnsafeBuffer input = new UnsafeBuffer(bytes);
            hash.update(input, 0, bytes.length);
            outputs.begin(sequence, hash.value());
            core.onInput(sequence, input, 0, bytes.length, outputs);
            assertEquals(expected.count(), outputs.count(), () -> name + " sequence=" + sequence);
            for (int i = 0; i < outputs.count(); i++) {
                hash.update(outputs.buffer(), outputs.offset(i), outputs.length(i));
                assertArrayEquals(copy(expected, i), copy(outputs, i), name + " sequence=" + sequence + " output=" + i);
            }
            assertEquals(expectedHash.value(), hash.value(), () -> name + " payload hash, sequence=" + sequence);
            assertEquals(original.stateHash(), core.stateHash(), () -> name + " state, sequence=" + sequence);
            assertEquals(original.nextDeadlineNs(), core.nextDeadlineNs(), () -> name + " sequence=" + sequence);
        }

        private static byte[] copy(final Outputs outputs, final int index) {
            final byte[] bytes = new byte[outputs.length(index)];
            outputs.buffer().getBytes(outputs.offset(index), bytes);
            return bytes;
        }
    }
}
