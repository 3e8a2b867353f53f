package io.ratchet.engine.core;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The outputs of one input, in order, in one preallocated buffer. Core thread.
 */
public final class Outputs {
    /** At most so many outputs per input; more is a broken sweep and halts the node. */
    public static final int OUTPUTS_MAX = 8_192;

    private static final int SLOT_LENGTH = 256;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OUTPUTS_MAX * SLOT_LENGTH]);
    private final int[] lengths = new int[OUTPUTS_MAX];
    private long inputSequence;
    private int count;
    private long payloadHash;

    /**
     * Starts the outputs of an input.
     *
     * @param sequence of the input.
     */
    public void begin(final long sequence) {
        begin(sequence, 0);
    }

    /**
     * Starts the outputs of an input.
     *
     * @param sequence       of the input.
     * @param newPayloadHash over all inputs and outputs so far, this input included; certificates tell it.
     */
    public void begin(final long sequence, final long newPayloadHash) {
        inputSequence = sequence;
        payloadHash = newPayloadHash;
        count = 0;
    }

    /**
     * The rolling hash of payloads.
     *
     * @return over all inputs and outputs up to the input that causes these outputs; 0 where nobody keeps one.
     */
    public long payloadHash() {
        return payloadHash;
    }

    /**
     * The input that causes these outputs.
     *
     * @return its sequence.
     */
    public long inputSequence() {
        return inputSequence;
    }

    /**
     * The journal sequence that the next output gets.
     *
     * @return the sequence.
     */
    public long nextSequence() {
        return inputSequence + 1 + count;
    }

    /**
     * Where the next output is encoded. Followed by {@link #commit}.
     *
     * @return the buffer.
     */
    public MutableDirectBuffer claim() {
        if (count == OUTPUTS_MAX) {
            throw new IllegalStateException("outputs of one input: input=" + inputSequence + " actual>" + OUTPUTS_MAX
                    + " expected<=" + OUTPUTS_MAX);
        }
        return buffer;
    }

    /**
     * Offset at which the next output is encoded.
     *
     * @return the offset in {@link #claim()}.
     */
    public int claimOffset() {
        return count * SLOT_LENGTH;
    }

    /**
     * Ends an output.
     *
     * @param length of the encoded message with its header, at most 256 bytes.
     */
    public void commit(final int length) {
        if (length > SLOT_LENGTH) {
            throw new IllegalStateException("output length: actual=" + length + " expected<=" + SLOT_LENGTH);
        }
        lengths[count++] = length;
    }

    /**
     * How many outputs there are.
     *
     * @return the count.
     */
    public int count() {
        return count;
    }

    /**
     * The buffer all outputs are in.
     *
     * @return the buffer.
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Offset of an output.
     *
     * @param index of it, 0 to count-1.
     * @return the offset in {@link #buffer()}.
     */
    public int offset(final int index) {
        return index * SLOT_LENGTH;
    }

    /**
     * Length of an output.
     *
     * @param index of it, 0 to count-1.
     * @return the length in bytes.
     */
    public int length(final int index) {
        return lengths[index];
    }
}
