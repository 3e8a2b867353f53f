package io.ratchet.engine.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.pipeline.FakeCore;
import io.ratchet.engine.pipeline.RecordingJournal;
import io.ratchet.engine.pipeline.TestInputs;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Record 1 is a configuration, 2 an order with two outputs (3, 4), 5 one with one (6), 7 one with three (8-10). */
final class ReplayerTest {
    private static final int RECORDS = 10;

    private final RecordingJournal journal = new RecordingJournal();
    private final FakeCore recorder = new FakeCore();
    private final Outputs outputs = new Outputs();

    @BeforeEach
    void record() {
        record(new TestInputs().config(20_000));
        record(new TestInputs().open(1, 1, 1));
        record(new TestInputs().open(2, 0, 1));
        record(new TestInputs().open(3, 1, 2));
        assertEquals(RECORDS, journal.lastSequence());
    }

    @Test
    void shouldFindNoDifferenceInWhatItRecorded() {
        final Replayer replayer = replay(new Replayer(new FakeCore()));

        assertNull(replayer.firstDifference());
        assertEquals(0, replayer.missingOutputs());
        assertEquals(RECORDS, replayer.lastSequence());
        assertEquals(4, replayer.inputs());
        assertEquals(2, replayer.commands());
        assertEquals(4, replayer.facts());
        assertEquals(recorder.stateHash(), replayer.stateHash());
        assertEquals(hashOfRecords(), replayer.payloadHash().value());
    }

    @Test
    void shouldNameEveryFlippedByteOfEveryOutput() {
        for (final int sequence : new int[] {3, 4, 6, 8, 9, 10}) {
            final byte[] bytes = journal.editable().get(sequence - 1);
            for (int index = MessageHeaderDecoder.ENCODED_LENGTH; index < bytes.length; index++) {
                bytes[index] ^= 1;
                final ReplayDifference difference =
                        replay(new Replayer(new FakeCore())).firstDifference();
                bytes[index] ^= 1;

                assertEquals(sequence, difference.sequence());
                assertEquals(ReplayDifference.Kind.BYTES, difference.kind());
                assertArrayEquals(bytes, difference.produced());
            }
        }
    }

    @Test
    void shouldHashDifferentlyWhenAnInputChanges() {
        final long before = replay(new Replayer(new FakeCore())).payloadHash().value();
        journal.editable().get(1)[MessageHeaderDecoder.ENCODED_LENGTH] ^= 1;
        assertNotEquals(
                before, replay(new Replayer(new FakeCore())).payloadHash().value());
    }

    @Test
    void shouldNameTheFirstDifferenceWhenThePolicyIsChanged() {
        final InputRewriter rewriter = (sequence, buffer, offset, length) -> {
            if (buffer.getShort(offset + 2) == ConfigAppliedDecoder.TEMPLATE_ID) {
                new ConfigAppliedEncoder()
                        .wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH)
                        .stopPpm(30_000);
            }
        };
        final byte[] config = journal.records().get(0);
        final Replayer rewriting = new Replayer(new FakeCore());
        rewriting.rewriteBy(rewriter);
        final ReplayDifference difference = replay(rewriting).firstDifference();

        assertEquals(4, difference.sequence());
        assertTrue(difference.line().startsWith("replay differs: sequence=4, kind=BYTES, recorded=[AlertRaised]"));
        assertTrue(difference.line().contains("bound=20000"), difference.line());
        assertTrue(difference.line().contains("bound=30000"), difference.line());
        assertArrayEquals(config, journal.records().get(0), "the record itself stays as it is");
    }

    @Test
    void shouldReportAnOutputThatIsNotRecorded() {
        journal.editable().remove(3);
        final ReplayDifference difference = replay(new Replayer(new FakeCore())).firstDifference();

        assertEquals(4, difference.sequence());
        assertEquals(ReplayDifference.Kind.NOT_RECORDED, difference.kind());
        assertTrue(difference.line().contains("recorded=nothing"), difference.line());
    }

    @Test
    void shouldReportAnOutputThatIsNotProduced() {
        journal.editable().add(4, journal.editable().get(3));
        final ReplayDifference difference = replay(new Replayer(new FakeCore())).firstDifference();

        assertEquals(5, difference.sequence());
        assertEquals(ReplayDifference.Kind.NOT_PRODUCED, difference.kind());
        assertTrue(difference.line().contains("produced=nothing"), difference.line());
    }

    @Test
    void shouldCompleteTheOutputsThatACutTailLacks() {
        final List<byte[]> whole = journal.records();
        for (int kept = 7; kept < RECORDS; kept++) {
            final RecordingJournal cut = new RecordingJournal();
            final int length = kept;
            journal.replay((sequence, kind, buffer, offset, size) -> {
                if (sequence <= length) {
                    cut.append(sequence, buffer, offset, size);
                }
            });
            final Replayer replayer = new Replayer(new FakeCore());
            cut.replay(replayer);

            assertNull(replayer.firstDifference());
            assertEquals(RECORDS - kept, replayer.missingOutputs());
            replayer.completeOutputs(cut);
            assertEquals(0, replayer.missingOutputs());
            assertEquals(RECORDS, replayer.lastSequence());
            assertEquals(RECORDS, cut.lastSequence());
            for (int index = 0; index < RECORDS; index++) {
                assertArrayEquals(whole.get(index), cut.records().get(index));
            }
            assertEquals(hashOfRecords(), replayer.payloadHash().value());
        }
    }

    private void record(final TestInputs input) {
        final long sequence = journal.lastSequence() + 1;
        journal.append(sequence, input.buffer(), 0, input.length());
        outputs.begin(sequence);
        recorder.onInput(sequence, input.buffer(), 0, input.length(), outputs);
        for (int index = 0; index < outputs.count(); index++) {
            journal.append(sequence + 1 + index, outputs.buffer(), outputs.offset(index), outputs.length(index));
        }
    }

    private Replayer replay(final Replayer replayer) {
        journal.replay(replayer);
        return replayer;
    }

    private long hashOfRecords() {
        final PayloadHash hash = new PayloadHash();
        for (final byte[] record : journal.records()) {
            hash.update(new UnsafeBuffer(record), 0, record.length);
        }
        return hash.value();
    }
}
