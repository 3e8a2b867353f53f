package io.ratchet.config.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.adapters.common.InstrumentRegistry;
import io.ratchet.config.settings.SettingsLoader;
import io.ratchet.config.simulate.Simulator;
import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.pipeline.DecisionStep;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.NodeStartedEncoder;
import io.ratchet.engine.sbe.SnapshotCause;
import io.ratchet.engine.sbe.SnapshotRequestedEncoder;
import io.ratchet.engine.sbe.StateSnapshotBeginDecoder;
import io.ratchet.engine.sbe.StateSnapshotBeginEncoder;
import io.ratchet.engine.sbe.StateSnapshotSectionDecoder;
import io.ratchet.engine.state.PayloadHash;
import io.ratchet.journal.chronicle.ChronicleJournal;
import io.ratchet.journal.chronicle.JournalAudit;
import io.ratchet.journal.chronicle.JournalSettings;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives a simulation into a real journal, snapshots on the way, and comes back from it. */
class RecoveryTest {
    private static final int BLOCK_LENGTH = 1 << 20;
    private static final Path FILES = Path.of("src/test/resources/simulate/long");
    private static final int TEMPLATE_ID_OFFSET = 2;
    private static final long LATER_NS = 1_000_000_000;
    private static final List<byte[]> INPUTS = new ArrayList<>();

    @TempDir
    Path directory;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long lastStateHash;
    private long lastPayloadHash;
    private long lastSequence;

    @BeforeAll
    static void record() {
        INPUTS.clear();
        Simulator.simulate(
                new Simulator.Request(FILES.resolve("prices.csv"), FILES.resolve("entries.csv"), null, null, false),
                SettingsLoader.defaults(),
                OutputStream.nullOutputStream(),
                (sequence, kind, buffer, offset, length) -> {
                    if (kind == RecordKind.INPUT) {
                        final byte[] bytes = new byte[length];
                        buffer.getBytes(offset, bytes);
                        INPUTS.add(bytes);
                    }
                });
    }

    @Test
    void shouldBeginWithTheNewestSnapshotAndCompareTheRest() {
        live(Node.DECISION_VERSION, INPUTS.size() / 3, UnaryOperator.identity());
        final Recovery.Recovered past = recover();
        assertWhole(past);
        assertNotNull(past.recovered().from(), past.line());
        assertTrue(past.replayer().inputs() < INPUTS.size() / 2, past.line());
        assertTrue(past.replayer().inputs() > 0, past.line());
        assertTrue(past.recovery().isSnapshot());
        assertEquals(past.recovered().fromSequence(), past.recovery().from());
        System.out.println(past.line());
        past.journal().close();
    }

    @Test
    void shouldDecideTheWholePastAgainWithoutASnapshot() {
        live(Node.DECISION_VERSION, 0, UnaryOperator.identity());
        final Recovery.Recovered past = recover();
        assertWhole(past);
        assertNull(past.recovered().from());
        assertEquals(INPUTS.size(), past.replayer().inputs());
        System.out.println(past.line());
        past.journal().close();
    }

    /** The process dies within a snapshot; the next one completes it, and the one after begins with it. */
    @Test
    void shouldBeginWithTheOneBeforeWhenASnapshotIsCut() {
        final int every = INPUTS.size() / 3;
        live(Node.DECISION_VERSION, every, journal -> new Cut(journal, 2, 5));
        final Recovery.Recovered cut = recover();
        assertNull(cut.difference());
        assertNotNull(cut.recovered().from(), cut.line());
        assertEquals(1, cut.discarded());
        assertTrue(cut.replayer().inputs() >= every, cut.line());
        assertEquals(lastStateHash, cut.core().stateHash());
        final long completed = cut.journal().lastSequence();
        assertEquals(completed, cut.replayer().lastSequence());
        cut.journal().close();
        final Recovery.Recovered next = recover();
        assertEquals(completed, next.recovered().fromSequence(), next.line());
        assertEquals(0, next.replayer().inputs());
        assertEquals(lastStateHash, next.core().stateHash());
        assertEquals(
                cut.replayer().payloadHash().value(),
                next.replayer().payloadHash().value());
        next.journal().close();
    }

    /** No disk does this unseen: each record has a checksum. The one before and a longer replay give the same state. */
    @Test
    void shouldBeginWithTheOneBeforeAndTellWhenASectionIsNotWhatWasPutOut() {
        live(Node.DECISION_VERSION, INPUTS.size() / 3, journal -> new Flipped(journal, 2));
        final Recovery.Recovered past = recover();
        assertEquals(lastStateHash, past.core().stateHash());
        assertEquals(1, past.discarded());
        assertNotNull(past.recovered().from(), past.line());
        assertNotNull(past.difference());
        assertEquals(
                StateSnapshotSectionDecoder.TEMPLATE_ID,
                templateId(past.difference().recorded()));
        past.journal().close();
    }

    @Test
    void shouldFeedWhatAnotherVersionDecidedFromItsSnapshotWithoutComparing() {
        // Its entries were of another size: not one of its commands is ours.
        live(Node.DECISION_VERSION - 1, INPUTS.size() / 3, journal -> new OtherCommands(journal));
        final Recovery.Recovered past = recover();
        assertNull(past.difference());
        assertNotNull(past.recovered().from(), past.line());
        assertFalse(past.recovery().isCompared());
        assertEquals(lastSequence, past.journal().lastSequence(), "nothing is completed: what is recorded is history");
        past.journal().close();
    }

    @Test
    void shouldFeedAllThatAnotherVersionDecidedWhenItsSnapshotsCannotBeRead() {
        live(Node.DECISION_VERSION - 1, INPUTS.size() / 3, OtherLayout::new);
        final Recovery.Recovered past = recover();
        assertNull(past.difference());
        assertNull(past.recovered().from());
        assertEquals(2, past.recovered().unreadable().size());
        assertTrue(
                past.recovered().unreadable().get(0).contains("layout"),
                past.recovered().unreadable()::toString);
        assertFalse(past.recovery().isCompared());
        past.journal().close();
    }

    @Test
    void shouldReplayWhatThisVersionDecidedBehindAnotherVersionsPart() {
        live(Node.DECISION_VERSION - 1, INPUTS.size() / 3, journal -> new OtherCommands(journal));
        final long ofOther = lastSequence;
        goOn();
        goOn();
        final JournalReplay replay = JournalReplay.of(directory, Long.MAX_VALUE, null);
        assertNull(replay.replayer().firstDifference());
        assertEquals(ofOther + 1, replay.comparedFrom());
        assertEquals(Node.DECISION_VERSION - 1, replay.otherVersion());
        assertEquals(lastStateHash, replay.replayer().stateHash());
        assertEquals(lastPayloadHash, replay.replayer().payloadHash().value());
        assertEquals(lastPayloadHash, replay.recorded().value());
        assertEquals(lastSequence, replay.replayer().lastSequence());
    }

    @Test
    void shouldFindTheDifferenceBehindAnotherVersionsPart() {
        live(Node.DECISION_VERSION - 1, INPUTS.size() / 3, journal -> new OtherCommands(journal));
        final long ofOther = lastSequence;
        goOn(journal -> new OtherCommands(journal));
        final JournalReplay replay = JournalReplay.of(directory, Long.MAX_VALUE, null);
        assertNotNull(replay.replayer().firstDifference());
        assertTrue(replay.replayer().firstDifference().sequence() > ofOther);
    }

    @Test
    void shouldCompareNothingWhenTheNewestPartIsAnotherVersions() {
        live(Node.DECISION_VERSION - 1, INPUTS.size() / 3, journal -> new OtherCommands(journal));
        final JournalReplay replay = JournalReplay.of(directory, Long.MAX_VALUE, null);
        assertTrue(replay.isHistoryOnly());
        assertNull(replay.replayer().firstDifference());
        assertEquals(lastSequence, replay.replayer().lastSequence());
    }

    @Test
    void shouldReplayAcrossSnapshotsFromTheBeginning() {
        live(Node.DECISION_VERSION, INPUTS.size() / 5, UnaryOperator.identity());
        final io.ratchet.engine.state.Replayer replayer = new io.ratchet.engine.state.Replayer(new DecisionCore());
        final JournalAudit audit = JournalAudit.of(directory, replayer);
        assertNull(replayer.firstDifference());
        assertEquals(lastStateHash, replayer.stateHash());
        assertEquals(lastPayloadHash, replayer.payloadHash().value());
        assertTrue(audit.snapshots() > 50, "records of snapshots " + audit.snapshots());
        assertEquals(audit.snapshots(), replayer.snapshots());
    }

    private void assertWhole(final Recovery.Recovered past) {
        assertNull(past.difference());
        assertEquals(lastStateHash, past.core().stateHash());
        assertEquals(lastPayloadHash, past.replayer().payloadHash().value());
        assertEquals(lastSequence, past.replayer().lastSequence());
        assertEquals(lastSequence, past.journal().lastSequence());
    }

    private Recovery.Recovered recover() {
        return Recovery.recover(
                settings(), UnaryOperator.identity(), new InstrumentRegistry(), new NodeView(id -> "S" + id));
    }

    private JournalSettings settings() {
        return new JournalSettings(directory, () -> 1_700_000_000_000L, Thread::new, e -> {}, BLOCK_LENGTH, 1_000_000);
    }

    /** All inputs, a snapshot after every so many, the last ones without; ends early where the journal dies. */
    private void live(final int version, final int every, final UnaryOperator<Journal> around) {
        try (ChronicleJournal journal = ChronicleJournal.open(settings())) {
            final DecisionCore core = new DecisionCore();
            final PayloadHash hash = new PayloadHash();
            final DecisionStep step = new DecisionStep(around.apply(journal), core, hash, 0, 0);
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
            try {
                for (int i = 0; i < INPUTS.size(); i++) {
                    final byte[] bytes = INPUTS.get(i);
                    buffer.putBytes(0, bytes);
                    if (templateId(bytes) == NodeStartedDecoder.TEMPLATE_ID) {
                        buffer.putInt(
                                MessageHeaderEncoder.ENCODED_LENGTH
                                        + NodeStartedEncoder.decisionVersionEncodingOffset(),
                                version,
                                ByteOrder.LITTLE_ENDIAN);
                    }
                    step.decide(buffer, 0, bytes.length);
                    if (every > 0 && (i + 1) % every == 0 && i + 1 <= 2 * every) {
                        new SnapshotRequestedEncoder()
                                .wrapAndApplyHeader(buffer, 0, header)
                                .timeNs(step.lastTimeNs())
                                .cause(SnapshotCause.INTERVAL);
                        step.decide(
                                buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + SnapshotRequestedEncoder.BLOCK_LENGTH);
                    }
                }
            } catch (final Killed ignored) {
                // The state is that of the last input, whose outputs are not all journaled.
            }
            lastStateHash = core.stateHash();
            lastPayloadHash = hash.value();
            lastSequence = journal.lastSequence();
        }
    }

    private void goOn() {
        goOn(UnaryOperator.identity());
    }

    /** The next process of this version recovers and lives the same inputs again, later ones to it. */
    private void goOn(final UnaryOperator<Journal> around) {
        final Recovery.Recovered past = recover();
        try (Journal journal = past.journal()) {
            final PayloadHash hash = past.replayer().payloadHash();
            final DecisionStep step = new DecisionStep(
                    around.apply(journal),
                    past.core(),
                    hash,
                    past.replayer().lastSequence(),
                    past.replayer().lastTimeNs());
            final long laterNs = past.replayer().lastTimeNs() - timeNs(INPUTS.get(0)) + LATER_NS;
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
            for (final byte[] bytes : INPUTS) {
                buffer.putBytes(0, bytes);
                buffer.putLong(
                        MessageHeaderEncoder.ENCODED_LENGTH,
                        buffer.getLong(MessageHeaderEncoder.ENCODED_LENGTH, ByteOrder.LITTLE_ENDIAN) + laterNs,
                        ByteOrder.LITTLE_ENDIAN);
                step.decide(buffer, 0, bytes.length);
            }
            lastStateHash = past.core().stateHash();
            lastPayloadHash = hash.value();
            lastSequence = journal.lastSequence();
        }
    }

    private static long timeNs(final byte[] message) {
        return new UnsafeBuffer(message).getLong(MessageHeaderEncoder.ENCODED_LENGTH, ByteOrder.LITTLE_ENDIAN);
    }

    private static int templateId(final byte[] message) {
        return (message[TEMPLATE_ID_OFFSET] & 0xFF) | (message[TEMPLATE_ID_OFFSET + 1] & 0xFF) << 8;
    }

    /** The process is gone. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A journal that changes or refuses what is appended; the frames are right. */
    private abstract static class Around implements Journal {
        private final Journal journal;
        private final UnsafeBuffer copy = new UnsafeBuffer(new byte[512]);
        private int snapshots;
        private int sections;

        Around(final Journal journal) {
            this.journal = journal;
        }

        abstract void change(int snapshot, int section, UnsafeBuffer message, int templateId);

        @Override
        public void append(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
            copy.putBytes(0, buffer, offset, length);
            final int templateId = copy.getShort(TEMPLATE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
            if (templateId == StateSnapshotBeginDecoder.TEMPLATE_ID) {
                snapshots++;
                sections = 0;
            } else if (templateId == StateSnapshotSectionDecoder.TEMPLATE_ID) {
                sections++;
            }
            change(snapshots, sections, copy, templateId);
            journal.append(sequence, copy, 0, length);
        }

        @Override
        public long durableSequence() {
            return journal.durableSequence();
        }

        @Override
        public long lastSequence() {
            return journal.lastSequence();
        }

        @Override
        public void close() {
            journal.close();
        }
    }

    /** Dies before a section of a snapshot. */
    private static final class Cut extends Around {
        private final int snapshotOfDeath;
        private final int sectionOfDeath;

        Cut(final Journal journal, final int snapshot, final int section) {
            super(journal);
            snapshotOfDeath = snapshot;
            sectionOfDeath = section;
        }

        @Override
        void change(final int snapshot, final int section, final UnsafeBuffer message, final int templateId) {
            if (snapshot == snapshotOfDeath && section == sectionOfDeath) {
                throw new Killed();
            }
        }
    }

    /** Flips a bit in a section of a snapshot. */
    private static final class Flipped extends Around {
        private final int snapshotOfFlip;

        Flipped(final Journal journal, final int snapshot) {
            super(journal);
            snapshotOfFlip = snapshot;
        }

        @Override
        void change(final int snapshot, final int section, final UnsafeBuffer message, final int templateId) {
            if (snapshot == snapshotOfFlip && section == 3 && templateId == StateSnapshotSectionDecoder.TEMPLATE_ID) {
                final int data = MessageHeaderEncoder.ENCODED_LENGTH + StateSnapshotSectionDecoder.BLOCK_LENGTH + 2;
                message.putByte(data, (byte) (message.getByte(data) ^ 1));
            }
        }
    }

    /** Snapshots of a build with other fields. */
    private static final class OtherLayout extends Around {
        OtherLayout(final Journal journal) {
            super(journal);
        }

        @Override
        void change(final int snapshot, final int section, final UnsafeBuffer message, final int templateId) {
            if (templateId == StateSnapshotBeginDecoder.TEMPLATE_ID) {
                final int at = MessageHeaderEncoder.ENCODED_LENGTH + StateSnapshotBeginEncoder.layoutEncodingOffset();
                message.putLong(at, 42, ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    /** Commands of a build that decided otherwise: none is byte for byte what this one decides. */
    private static final class OtherCommands extends Around {
        OtherCommands(final Journal journal) {
            super(journal);
        }

        @Override
        void change(final int snapshot, final int section, final UnsafeBuffer message, final int templateId) {
            if (RecordKind.ofTemplate(templateId) == RecordKind.COMMAND) {
                message.putByte(40, (byte) (message.getByte(40) ^ 1));
            }
        }
    }
}
