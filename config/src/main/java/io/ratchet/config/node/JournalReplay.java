package io.ratchet.config.node;

import io.ratchet.engine.api.JournalReader;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.DecisionCore;
import io.ratchet.engine.pipeline.UnsentCommands;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.snapshot.CoreRecovery;
import io.ratchet.engine.snapshot.SnapshotCollector;
import io.ratchet.engine.state.InputRewriter;
import io.ratchet.engine.state.PayloadHash;
import io.ratchet.engine.state.Replayer;
import io.ratchet.journal.chronicle.JournalAudit;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;

/**
 * Decides a journal again, from plain files, a copy too. What this build's version of the decisions wrote is compared; a
 * part that another version wrote before it is only the history it began with, taken as the node itself took it at that
 * start: its newest snapshot and the inputs behind it. One thread.
 */
public final class JournalReplay {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NodeStartedDecoder nodeStarted = new NodeStartedDecoder();
    private final Path directory;
    private final long until;
    private final PayloadHash recorded = new PayloadHash();
    private Replayer replayer;
    private long comparedFrom;
    private long otherVersion = Node.DECISION_VERSION;

    private JournalReplay(final Path directory, final long until) {
        this.directory = directory;
        this.until = until;
    }

    /**
     * Replays.
     *
     * @param directory of the journal.
     * @param until     last record of it that counts, {@link Long#MAX_VALUE} for all.
     * @param rewriter  changes the inputs that are compared before they are fed; null for none.
     * @return what came of it.
     * @throws io.ratchet.engine.api.JournalDamagedException if the journal is damaged.
     */
    public static JournalReplay of(final Path directory, final long until, final InputRewriter rewriter) {
        final JournalReplay replay = new JournalReplay(directory, until);
        replay.findOwn();
        replay.begin();
        replay.replayer.rewriteBy(rewriter);
        replay.read((sequence, kind, buffer, offset, length) -> {
            if (sequence >= replay.comparedFrom) {
                replay.recorded.update(buffer, offset, length);
                replay.replayer.onRecord(sequence, kind, buffer, offset, length);
            }
        });
        return replay;
    }

    /**
     * Where the replay arrived.
     *
     * @return the replayer, at the end.
     */
    public Replayer replayer() {
        return replayer;
    }

    /**
     * Hash over what is recorded, to the last record that counts.
     *
     * @return the hash; equal to the replayer's when nothing differs.
     */
    public PayloadHash recorded() {
        return recorded;
    }

    /**
     * First record that is compared.
     *
     * @return its sequence: 1 for a journal of this version alone; that of a NodeStarted behind another version's part;
     *     {@link Long#MAX_VALUE} if the journal ends with another version's part.
     */
    public long comparedFrom() {
        return comparedFrom;
    }

    /**
     * Whether nothing is compared.
     *
     * @return true if the newest part was decided by another version.
     */
    public boolean isHistoryOnly() {
        return comparedFrom == Long.MAX_VALUE;
    }

    /**
     * Version that decided the part before.
     *
     * @return it, this build's own if there is no such part.
     */
    public long otherVersion() {
        return otherVersion;
    }

    private void read(final RecordHandler handler) {
        JournalAudit.of(directory, (sequence, kind, buffer, offset, length) -> {
            if (sequence <= until) {
                handler.onRecord(sequence, kind, buffer, offset, length);
            }
        });
    }

    private void findOwn() {
        comparedFrom = 1;
        read((sequence, kind, buffer, offset, length) -> {
            if (kind == RecordKind.INPUT && isStart(buffer, offset)) {
                final long version =
                        nodeStarted.wrapAndApplyHeader(buffer, offset, header).decisionVersion();
                if (version != Node.DECISION_VERSION) {
                    otherVersion = version;
                    // As long as no start of this version follows: decided again to show a state, and not compared.
                    comparedFrom = Long.MAX_VALUE;
                } else if (isHistoryOnly()) {
                    comparedFrom = sequence;
                }
            }
        });
    }

    private boolean isStart(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        return header.templateId() == NodeStartedDecoder.TEMPLATE_ID;
    }

    private void begin() {
        if (comparedFrom == 1) {
            replayer = new Replayer(new DecisionCore());
            return;
        }
        final SnapshotCollector snapshots = new SnapshotCollector();
        read((sequence, kind, buffer, offset, length) -> {
            if (sequence < comparedFrom) {
                snapshots.onRecord(sequence, kind, buffer, offset, length);
            }
        });
        replayer = CoreRecovery.recover(
                        snapshots.newestFirst(),
                        Node.DECISION_VERSION,
                        new UnsentCommands(),
                        UnaryOperator.identity(),
                        after -> new History())
                .replayer();
        recorded.restart(replayer.payloadHash().value());
    }

    /** What another version wrote, in one turn. */
    private final class History implements JournalReader {
        private boolean isRead;

        @Override
        public int poll(final RecordHandler handler, final int limit) {
            if (isRead) {
                return 0;
            }
            isRead = true;
            read((sequence, kind, buffer, offset, length) -> {
                if (sequence < comparedFrom) {
                    handler.onRecord(sequence, kind, buffer, offset, length);
                }
            });
            return 1;
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
