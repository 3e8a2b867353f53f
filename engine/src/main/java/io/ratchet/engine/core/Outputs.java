package io.ratchet.engine.core;

import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The outputs of one input, in order, one after the other in one buffer. The buffer grows when an input has more outputs
 * than any before it (the first snapshot of many positions); after that nothing is allocated. Core thread.
 */
public final class Outputs {
    /** At most so many outputs per input, sections of a snapshot aside; more is a broken sweep and halts the node. */
    public static final int OUTPUTS_MAX = 8_192;
    /** Longest output that is no section of a snapshot, in bytes. */
    public static final int OUTPUT_LENGTH_MAX = 256;
    /** Longest section of a snapshot, in bytes: what fits a slot of the inbound ring too. */
    public static final int SECTION_LENGTH_MAX = 512;
    /** Most sections of a snapshot: 64 MiB of them, many times what full tables need. */
    public static final int SECTIONS_MAX = 131_072;

    private static final int FIRST_BYTES = 1 << 19;
    private static final int FIRST_COUNT = 1_024;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FIRST_BYTES]);
    private int[] offsets = new int[FIRST_COUNT];
    private int[] lengths = new int[FIRST_COUNT];
    private long inputSequence;
    private int count;
    private int sections;
    private int end;
    private int claimedMax;
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
        sections = 0;
        end = 0;
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
        if (count - sections >= OUTPUTS_MAX) {
            throw new IllegalStateException("outputs of one input: input=" + inputSequence + " actual>" + OUTPUTS_MAX
                    + " expected<=" + OUTPUTS_MAX);
        }
        return claim(OUTPUT_LENGTH_MAX);
    }

    /**
     * Where the next section of a snapshot is encoded. Followed by {@link #commit}.
     *
     * @return the buffer.
     */
    public MutableDirectBuffer claimSection() {
        if (sections >= SECTIONS_MAX) {
            throw new IllegalStateException("sections of one snapshot: input=" + inputSequence + " actual>"
                    + SECTIONS_MAX + " expected<=" + SECTIONS_MAX);
        }
        sections++;
        return claim(SECTION_LENGTH_MAX);
    }

    private MutableDirectBuffer claim(final int lengthMax) {
        claimedMax = lengthMax;
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        if (end + lengthMax > buffer.capacity()) {
            buffer.wrap(Arrays.copyOf(buffer.byteArray(), 2 * buffer.capacity()));
        }
        return buffer;
    }

    /**
     * Offset at which the next output is encoded.
     *
     * @return the offset in the claimed buffer.
     */
    public int claimOffset() {
        return end;
    }

    /**
     * Ends an output.
     *
     * @param length of the encoded message with its header, at most what was claimed.
     */
    public void commit(final int length) {
        if (length > claimedMax) {
            throw new IllegalStateException("output length: actual=" + length + " expected<=" + claimedMax);
        }
        offsets[count] = end;
        lengths[count] = length;
        count++;
        end = BitUtil.align(end + length, Long.BYTES);
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
        return offsets[index];
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
