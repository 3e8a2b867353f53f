package io.ratchet.engine.snapshot;

import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.sbe.SectionDataEncoder;
import io.ratchet.engine.sbe.StateSnapshotBeginEncoder;
import io.ratchet.engine.sbe.StateSnapshotEndEncoder;
import io.ratchet.engine.sbe.StateSnapshotSectionEncoder;
import io.ratchet.engine.state.PayloadHash;
import io.ratchet.engine.state.StateFields;

/**
 * Puts out the state of a core as begin, sections, end: the last outputs of the input that asked for it. Core thread;
 * allocates only when the state has outgrown every earlier one.
 */
public final class SnapshotWriter {
    /** Longest piece of a part in one section, in bytes. */
    static final int DATA_LENGTH_MAX = SectionDataEncoder.lengthMaxValue();

    private final StateImage image = new StateImage();
    private final PayloadHash payloads = new PayloadHash();
    private final PayloadHash data = new PayloadHash();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final StateSnapshotBeginEncoder begin = new StateSnapshotBeginEncoder();
    private final StateSnapshotSectionEncoder section = new StateSnapshotSectionEncoder();
    private final StateSnapshotEndEncoder end = new StateSnapshotEndEncoder();

    /** A writer. */
    public SnapshotWriter() {}

    /**
     * The pass to hand the state to, empty.
     *
     * @return the pass; {@link #write} puts out what it got.
     */
    public StateFields begin() {
        image.reset();
        return image;
    }

    /**
     * Puts out what was handed over since {@link #begin()}.
     *
     * @param layout          of the fields.
     * @param decisionVersion of the process that decides.
     * @param timeNs          engine time.
     * @param outputs         of the input, all others already in it.
     */
    public void write(final long layout, final long decisionVersion, final long timeNs, final Outputs outputs) {
        image.end();
        final int sections = sections();
        begin.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(timeNs)
                .layout(layout)
                .payloadHash(payloadHash(outputs))
                .decisionVersion(decisionVersion)
                .sections(sections)
                .bytes(image.length());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + begin.encodedLength());
        int index = 0;
        for (int part = 0; part < image.parts(); part++) {
            index = part(part, index, timeNs, outputs);
        }
        data.restart();
        data.update(image.buffer(), 0, image.length());
        end.wrapAndApplyHeader(outputs.claim(), outputs.claimOffset(), header)
                .inputSequence(outputs.inputSequence())
                .timeNs(timeNs)
                .sections(sections)
                .bytes(image.length())
                .hash(data.value());
        outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + end.encodedLength());
    }

    private int sections() {
        int sections = 0;
        for (int part = 0; part < image.parts(); part++) {
            sections += (image.end(part) - image.start(part) + DATA_LENGTH_MAX - 1) / DATA_LENGTH_MAX;
        }
        return sections;
    }

    /** The rolling hash where the snapshot begins: what goes on from it goes on with this. */
    private long payloadHash(final Outputs outputs) {
        payloads.restart(outputs.payloadHash());
        for (int i = 0; i < outputs.count(); i++) {
            payloads.update(outputs.buffer(), outputs.offset(i), outputs.length(i));
        }
        return payloads.value();
    }

    private int part(final int part, final int firstIndex, final long timeNs, final Outputs outputs) {
        int index = firstIndex;
        for (int at = image.start(part); at < image.end(part); at += DATA_LENGTH_MAX) {
            final int length = Math.min(DATA_LENGTH_MAX, image.end(part) - at);
            section.wrapAndApplyHeader(outputs.claimSection(), outputs.claimOffset(), header)
                    .inputSequence(outputs.inputSequence())
                    .timeNs(timeNs)
                    .index(index++)
                    .name(image.name(part))
                    .putData(image.buffer(), at, length);
            outputs.commit(MessageHeaderEncoder.ENCODED_LENGTH + section.encodedLength());
        }
        return index;
    }
}
