package io.ratchet.engine.snapshot;

import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.StateSnapshotBeginDecoder;
import io.ratchet.engine.sbe.StateSnapshotEndDecoder;
import io.ratchet.engine.sbe.StateSnapshotSectionDecoder;
import io.ratchet.engine.state.PayloadHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the newest whole snapshots among the records of a journal. One that was cut, whose sections are not all there or
 * do not give its hash, does not count: it is as if it had never been asked for. Cold path; one thread.
 */
public final class SnapshotCollector implements RecordHandler {
    /** So many are kept: one, and the ones to fall back to when it cannot be loaded. */
    public static final int KEPT_MAX = 3;
    /** Larger states are not collected; far above what full tables need. */
    static final int BYTES_MAX = 1 << 26;

    private final ArrayDeque<StateSnapshot> found = new ArrayDeque<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StateSnapshotBeginDecoder begin = new StateSnapshotBeginDecoder();
    private final StateSnapshotSectionDecoder section = new StateSnapshotSectionDecoder();
    private final StateSnapshotEndDecoder end = new StateSnapshotEndDecoder();
    private final PayloadHash hash = new PayloadHash();
    private final PayloadHash payloads = new PayloadHash();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    private boolean isOpen;
    private long beginSequence;
    private long inputSequence;
    private long timeNs;
    private long layout;
    private long decisionVersion;
    private long sections;
    private long sectionsRead;
    private byte[] bytes = new byte[0];
    private int length;
    private long discarded;

    /** Of nothing so far. */
    public SnapshotCollector() {}

    @Override
    public void onRecord(
            final long sequence,
            final RecordKind kind,
            final DirectBuffer buffer,
            final int offset,
            final int recordLength) {
        if (kind != RecordKind.SNAPSHOT) {
            abandon();
            return;
        }
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case StateSnapshotBeginDecoder.TEMPLATE_ID -> {
                onBegin(sequence, begin.wrapAndApplyHeader(buffer, offset, header));
                payloads.update(buffer, offset, recordLength);
            }
            case StateSnapshotSectionDecoder.TEMPLATE_ID -> {
                payloads.update(buffer, offset, recordLength);
                onSection(section.wrapAndApplyHeader(buffer, offset, header));
            }
            case StateSnapshotEndDecoder.TEMPLATE_ID -> {
                payloads.update(buffer, offset, recordLength);
                onEnd(sequence, end.wrapAndApplyHeader(buffer, offset, header));
            }
            default -> abandon();
        }
    }

    /**
     * What was found.
     *
     * @return whole snapshots, the newest first, at most {@link #KEPT_MAX}.
     */
    public List<StateSnapshot> newestFirst() {
        return new ArrayList<>(found);
    }

    /**
     * Snapshots that began and do not count.
     *
     * @return how many.
     */
    public long discarded() {
        return discarded + (isOpen ? 1 : 0);
    }

    private void onBegin(final long sequence, final StateSnapshotBeginDecoder message) {
        abandon();
        if (message.bytes() > BYTES_MAX) {
            discarded++;
            return;
        }
        isOpen = true;
        beginSequence = sequence;
        inputSequence = message.inputSequence();
        timeNs = message.timeNs();
        layout = message.layout();
        payloads.restart(message.payloadHash());
        decisionVersion = message.decisionVersion();
        sections = message.sections();
        sectionsRead = 0;
        bytes = new byte[(int) message.bytes()];
        length = 0;
    }

    private void onSection(final StateSnapshotSectionDecoder message) {
        final int dataLength = message.dataLength();
        if (!isOpen || message.index() != sectionsRead || dataLength > bytes.length - length) {
            abandon();
            return;
        }
        message.getData(bytes, length, dataLength);
        length += dataLength;
        sectionsRead++;
    }

    private void onEnd(final long sequence, final StateSnapshotEndDecoder message) {
        if (!isOpen || sectionsRead != sections || length != bytes.length || message.inputSequence() != inputSequence) {
            abandon();
            return;
        }
        view.wrap(bytes);
        hash.restart();
        hash.update(view, 0, length);
        if (hash.value() != message.hash()) {
            abandon();
            return;
        }
        found.addFirst(new StateSnapshot(
                inputSequence, beginSequence, sequence, timeNs, layout, decisionVersion, payloads.value(), bytes));
        if (found.size() > KEPT_MAX) {
            found.removeLast();
        }
        isOpen = false;
        bytes = new byte[0];
    }

    private void abandon() {
        if (isOpen) {
            isOpen = false;
            discarded++;
            bytes = new byte[0];
        }
    }
}
