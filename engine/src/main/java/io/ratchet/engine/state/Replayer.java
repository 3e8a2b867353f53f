package io.ratchet.engine.state;

import io.ratchet.engine.api.Journal;
import io.ratchet.engine.api.RecordHandler;
import io.ratchet.engine.api.RecordKind;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.snapshot.StateSnapshot;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Feeds a core with the inputs of a journal and compares what it puts out with what is recorded, byte for byte.
 *
 * <p>Goes on after a difference, so that the state is complete, but reports only the first. At the end of a journal
 * whose writer died between an input and its last output, {@link #missingOutputs()} are what the journal lacks; that is
 * no difference. Allocates nothing while the journal agrees. One thread.
 */
public final class Replayer implements RecordHandler {
    private static final int TIME_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int INPUT_LENGTH_MAX = 512;
    private static final long ANY_VERSION = -1;
    private static final int UNSENT_MAX = 256;
    private static final byte[] NOTHING = new byte[0];

    private final Core core;
    private final Outputs outputs = new Outputs();
    private final PayloadHash hash = new PayloadHash();
    private final SentHistory history = new SentHistory();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NodeStartedDecoder nodeStarted = new NodeStartedDecoder();
    private final UnsafeBuffer rewritten = new UnsafeBuffer(new byte[INPUT_LENGTH_MAX]);

    private ReplayDifference firstDifference;
    private long lastSequence;
    private long lastTimeNs;
    private long inputs;
    private long commands;
    private long facts;
    private long snapshots;
    private int matched;
    private long comparedVersion = ANY_VERSION;
    private boolean isCompared = true;
    private boolean wasUncompared;
    private NeverSent neverSent;
    private InputRewriter rewriter;

    /**
     * A replay of inputs as they are.
     *
     * @param core without a past.
     */
    public Replayer(final Core core) {
        this.core = core;
    }

    /**
     * Goes on with changed inputs.
     *
     * @param newRewriter changes the inputs that are compared before they are fed; null for none.
     */
    public void rewriteBy(final InputRewriter newRewriter) {
        rewriter = newRewriter;
    }

    /**
     * Compares only what one version of the decisions decided; what another one did is fed and not compared.
     *
     * @param decisionVersion of this build.
     * @param newNeverSent    says of a command that only this build decides that it never left.
     */
    public void compareOnly(final long decisionVersion, final NeverSent newNeverSent) {
        comparedVersion = decisionVersion;
        neverSent = newNeverSent;
    }

    /**
     * Whether something was decided by another version and therefore not compared.
     *
     * @return true if so.
     */
    public boolean wasUncompared() {
        return wasUncompared;
    }

    /**
     * Whether what was seen last was decided by the version that is compared.
     *
     * @return false if the journal ends with another one.
     */
    public boolean isCompared() {
        return isCompared;
    }

    private void decidedBy(final long version) {
        isCompared = comparedVersion == ANY_VERSION || version == comparedVersion;
        wasUncompared |= !isCompared;
    }

    /**
     * Goes on behind a snapshot instead of at the beginning: the next record is the one after its end.
     *
     * @param snapshot that the core was loaded from.
     */
    public void resume(final StateSnapshot snapshot) {
        lastSequence = snapshot.endSequence();
        lastTimeNs = snapshot.timeNs();
        hash.restart(snapshot.payloadHash());
        decidedBy(snapshot.decisionVersion());
        history.knownTo(snapshot.endSequence());
    }

    @Override
    public void onRecord(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        if (kind == RecordKind.INPUT) {
            onInput(sequence, buffer, offset, length);
        } else {
            onOutput(sequence, kind, buffer, offset, length);
        }
        lastSequence = sequence;
    }

    /**
     * The first difference.
     *
     * @return it, or null when there is none.
     */
    public ReplayDifference firstDifference() {
        return firstDifference;
    }

    /**
     * How many outputs of the last input the journal lacks, when no difference was found.
     *
     * @return the count; 0 for a journal that ends with a whole decision.
     */
    public int missingOutputs() {
        return firstDifference == null && isCompared ? outputs.count() - matched : 0;
    }

    /**
     * Appends the missing outputs. They are history, not orders: nothing is handed over, and what a command among them
     * asked for is unknown, like that of any command without a result.
     *
     * @param journal that was replayed to its end.
     */
    public void completeOutputs(final Journal journal) {
        if (firstDifference != null || !isCompared) {
            return;
        }
        for (; matched < outputs.count(); matched++) {
            final int offset = outputs.offset(matched);
            lastSequence++;
            journal.append(lastSequence, outputs.buffer(), offset, outputs.length(matched));
            count(RecordKind.ofTemplate(templateId(outputs.buffer(), offset)));
        }
    }

    /**
     * The hash over inputs and produced outputs, missing ones included.
     *
     * @return the hash; the pipeline goes on with it.
     */
    public PayloadHash payloadHash() {
        return hash;
    }

    /**
     * Hash of the core's state.
     *
     * @return the hash.
     */
    public long stateHash() {
        return core.stateHash();
    }

    /**
     * Sequence of the newest record.
     *
     * @return the sequence, 0 before the first.
     */
    public long lastSequence() {
        return lastSequence;
    }

    /**
     * Engine time of the newest input.
     *
     * @return nanoseconds since the epoch, 0 before the first.
     */
    public long lastTimeNs() {
        return lastTimeNs;
    }

    /**
     * Inputs seen.
     *
     * @return the count.
     */
    public long inputs() {
        return inputs;
    }

    /**
     * Recorded commands seen, and those that were completed.
     *
     * @return the count.
     */
    public long commands() {
        return commands;
    }

    /**
     * Recorded facts seen, and those that were completed.
     *
     * @return the count.
     */
    public long facts() {
        return facts;
    }

    /**
     * Records of snapshots seen, and those that were completed.
     *
     * @return the count.
     */
    public long snapshots() {
        return snapshots;
    }

    private void onInput(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        sayUnsent();
        if (isCompared && matched < outputs.count()) {
            differ(sequence, ReplayDifference.Kind.NOT_RECORDED, NOTHING, produced(matched));
        }
        noteVersion(buffer, offset);
        inputs++;
        lastTimeNs = buffer.getLong(offset + TIME_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (!isCompared) {
            feedUncompared(sequence, buffer, offset, length);
        } else if (rewriter == null) {
            feed(sequence, buffer, offset, length);
        } else {
            rewritten.putBytes(0, buffer, offset, length);
            rewriter.rewrite(sequence, rewritten, 0, length);
            feed(sequence, rewritten, 0, length);
        }
    }

    private void noteVersion(final DirectBuffer buffer, final int offset) {
        if (templateId(buffer, offset) == NodeStartedDecoder.TEMPLATE_ID) {
            decidedBy(nodeStarted.wrapAndApplyHeader(buffer, offset, header).decisionVersion());
        }
    }

    private void feed(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        hash.update(buffer, offset, length);
        matched = 0;
        outputs.begin(sequence, hash.value());
        core.onInput(sequence, buffer, offset, length, outputs);
        for (int index = 0; index < outputs.count(); index++) {
            hash.update(outputs.buffer(), outputs.offset(index), outputs.length(index));
        }
    }

    private void feedUncompared(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        hash.update(buffer, offset, length);
        rewritten.putBytes(0, buffer, offset, length);
        history.translate(rewritten, 0);
        outputs.begin(sequence, hash.value());
        core.onInput(sequence, rewritten, 0, length, outputs);
        history.begin(outputs);
        matched = outputs.count();
    }

    /**
     * What another version decided ends here: commands that only this version decides were never sent, and are told so.
     */
    public void endHistory() {
        sayUnsent();
    }

    /** Bounded: a command that is decided anew each time it did not leave is decided again behind the next input. */
    private void sayUnsent() {
        if (isCompared || neverSent == null) {
            return;
        }
        final ArrayDeque<byte[]> results = new ArrayDeque<>(unsent());
        long next = outputs.nextSequence() - 1;
        for (int told = 0; !results.isEmpty() && told < UNSENT_MAX; told++) {
            final byte[] result = results.poll();
            final UnsafeBuffer input = new UnsafeBuffer(result);
            input.putLong(TIME_OFFSET, lastTimeNs, ByteOrder.LITTLE_ENDIAN);
            outputs.begin(next, hash.value());
            core.onInput(next, input, 0, result.length, outputs);
            history.begin(outputs);
            results.addAll(unsent());
            next = outputs.nextSequence() - 1;
        }
        outputs.begin(next, hash.value());
    }

    private List<byte[]> unsent() {
        final List<byte[]> results = new ArrayList<>();
        for (int i = 0; i < outputs.count(); i++) {
            if (history.isUnsent(outputs, i)) {
                final int length = neverSent.encode(
                        rewritten, outputs.inputSequence() + 1 + i, outputs.buffer(), outputs.offset(i));
                results.add(copy(rewritten, 0, length));
            }
        }
        return results;
    }

    private void onOutput(
            final long sequence, final RecordKind kind, final DirectBuffer buffer, final int offset, final int length) {
        count(kind);
        if (!isCompared) {
            // What was sent and told is what is recorded, not what is decided now.
            hash.update(buffer, offset, length);
            if (kind == RecordKind.COMMAND) {
                history.recorded(sequence, outputs, outputs.inputSequence() + 1, buffer, offset, length);
            }
        } else if (matched >= outputs.count()) {
            differ(sequence, ReplayDifference.Kind.NOT_PRODUCED, copy(buffer, offset, length), NOTHING);
        } else {
            if (!isProduced(matched, buffer, offset, length)) {
                differ(sequence, ReplayDifference.Kind.BYTES, copy(buffer, offset, length), produced(matched));
            }
            matched++;
        }
    }

    private boolean isProduced(final int index, final DirectBuffer buffer, final int offset, final int length) {
        if (outputs.length(index) != length) {
            return false;
        }
        final DirectBuffer produced = outputs.buffer();
        final int start = outputs.offset(index);
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (produced.getLong(start + at) != buffer.getLong(offset + at)) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (produced.getByte(start + at) != buffer.getByte(offset + at)) {
                return false;
            }
        }
        return true;
    }

    private void count(final RecordKind kind) {
        switch (kind) {
            case COMMAND -> commands++;
            case SNAPSHOT -> snapshots++;
            default -> facts++;
        }
    }

    private void differ(
            final long sequence, final ReplayDifference.Kind kind, final byte[] recorded, final byte[] produced) {
        if (firstDifference == null) {
            firstDifference = new ReplayDifference(sequence, kind, recorded, produced);
        }
    }

    private byte[] produced(final int index) {
        return copy(outputs.buffer(), outputs.offset(index), outputs.length(index));
    }

    private static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                & 0xFFFF;
    }
}
