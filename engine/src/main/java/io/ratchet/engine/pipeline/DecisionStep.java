package io.ratchet.engine.pipeline;

import io.ratchet.engine.api.Journal;
import io.ratchet.engine.core.Core;
import io.ratchet.engine.core.Outputs;
import io.ratchet.engine.state.PayloadHash;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * One step of the engine without its threads: journal the input, decide it, journal the outputs. The core thread turns
 * it; so does whoever drives an engine on one thread. Allocates nothing.
 */
public final class DecisionStep {
    private final Journal journal;
    private final Core core;
    private final PayloadHash hash;
    private final Outputs outputs = new Outputs();
    private long lastSequence;
    private long lastTimeNs;

    /**
     * A step behind a past.
     *
     * @param journal      positioned behind the last sequence.
     * @param core         that has decided all before.
     * @param hash         over all before.
     * @param lastSequence of the newest record, 0 before the first.
     * @param lastTimeNs   engine time of the newest input, 0 before the first.
     */
    public DecisionStep(
            final Journal journal,
            final Core core,
            final PayloadHash hash,
            final long lastSequence,
            final long lastTimeNs) {
        this.journal = journal;
        this.core = core;
        this.hash = hash;
        this.lastSequence = lastSequence;
        this.lastTimeNs = lastTimeNs;
    }

    /**
     * Journals and decides one input; its time stamp is raised to the newest time seen, so that time never goes back.
     *
     * @param buffer that holds the SBE message, header first.
     * @param offset of the message.
     * @param length of the message in bytes.
     * @return the sequence of the input; all its outputs, in {@link #outputs()}, are journaled.
     */
    public long decide(final MutableDirectBuffer buffer, final int offset, final int length) {
        stampMonotone(buffer, offset + IngressPublisher.TIME_OFFSET);
        final long sequence = lastSequence + 1;
        journal.append(sequence, buffer, offset, length);
        hash.update(buffer, offset, length);
        outputs.begin(sequence, hash.value());
        core.onInput(sequence, buffer, offset, length, outputs);
        final int count = outputs.count();
        for (int index = 0; index < count; index++) {
            final int outputOffset = outputs.offset(index);
            final int outputLength = outputs.length(index);
            journal.append(sequence + 1 + index, outputs.buffer(), outputOffset, outputLength);
            hash.update(outputs.buffer(), outputOffset, outputLength);
        }
        lastSequence = sequence + count;
        return sequence;
    }

    /**
     * The outputs of the input decided last.
     *
     * @return them; sequence of the first is the input's plus one.
     */
    public Outputs outputs() {
        return outputs;
    }

    /**
     * Sequence of the newest record that ended a whole step.
     *
     * @return the sequence.
     */
    public long lastSequence() {
        return lastSequence;
    }

    /**
     * The newest engine time.
     *
     * @return nanoseconds since the epoch.
     */
    public long lastTimeNs() {
        return lastTimeNs;
    }

    private void stampMonotone(final MutableDirectBuffer buffer, final int index) {
        final long timeNs = buffer.getLong(index, ByteOrder.LITTLE_ENDIAN);
        if (timeNs < lastTimeNs) {
            buffer.putLong(index, lastTimeNs, ByteOrder.LITTLE_ENDIAN);
        } else {
            lastTimeNs = timeNs;
        }
    }
}
