package io.ratchet.journal.chronicle;

import io.ratchet.engine.api.RecordKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One record as the journal holds it. Little endian.
 *
 * <pre>
 *  0        2        3        4              8                    16             20                     end-4
 *  +--------+--------+--------+--------------+--------------------+--------------+-------------+------+--------+
 *  | magic  |version |  kind  | payload len  |      sequence      | previous hash|  payload    | 0..3 | CRC32C |
 *  +--------+--------+--------+--------------+--------------------+--------------+-------------+------+--------+
 * </pre>
 *
 * <p>The checksum covers everything before it and is the record's hash: the next record carries it, so that a record
 * that was removed, repeated or moved shows. The length is a multiple of four, as the queue aligns records.
 *
 * <p>A probe is a frame without payload that is written at each open to see that writing works. It has the sequence of
 * the record before it, is part of the chain and no reader hands it over.
 *
 * <p>Not thread-safe; allocates only when it is made and when a frame is bad.
 */
final class RecordFrame {
    /** Longest payload; an SBE message of an input is at most 500 bytes. */
    static final int PAYLOAD_LENGTH_MAX = 4_096;
    /** Number of the kind of a probe. */
    static final int KIND_PROBE = 255;
    /** Bytes before the payload. */
    static final int HEADER_LENGTH = 20;

    private static final short MAGIC = 0x5452;
    private static final byte VERSION = 1;
    private static final int VERSION_OFFSET = 2;
    private static final int KIND_OFFSET = 3;
    private static final int PAYLOAD_LENGTH_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int PREVIOUS_HASH_OFFSET = 16;
    private static final int HASH_LENGTH = 4;
    private static final int ALIGNMENT = 4;
    private static final int KINDS = RecordKind.values().length;

    /** Longest frame. */
    static final int LENGTH_MAX = HEADER_LENGTH + PAYLOAD_LENGTH_MAX + HASH_LENGTH;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH_MAX).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();
    private int hash;

    /**
     * Encodes a frame into {@link #buffer()}.
     *
     * @return its length.
     */
    int encode(
            final int kind,
            final long sequence,
            final int previousHash,
            final DirectBuffer source,
            final int offset,
            final int payloadLength) {
        if (payloadLength < 0 || payloadLength > PAYLOAD_LENGTH_MAX) {
            throw new IllegalArgumentException("payload length: sequence=" + sequence + " actual=" + payloadLength
                    + " expected=0.." + PAYLOAD_LENGTH_MAX);
        }
        buffer.putShort(0, MAGIC);
        buffer.putByte(VERSION_OFFSET, VERSION);
        buffer.putByte(KIND_OFFSET, (byte) kind);
        buffer.putInt(PAYLOAD_LENGTH_OFFSET, payloadLength);
        buffer.putLong(SEQUENCE_OFFSET, sequence);
        buffer.putInt(PREVIOUS_HASH_OFFSET, previousHash);
        final int hashOffset = BitUtil.align(HEADER_LENGTH + payloadLength, ALIGNMENT);
        if (payloadLength > 0) {
            // The padding lies in the last word; zero it before the payload is laid over it.
            buffer.putInt(hashOffset - ALIGNMENT, 0);
            buffer.putBytes(HEADER_LENGTH, source, offset, payloadLength);
        }
        hash = checksum(hashOffset);
        buffer.putInt(hashOffset, hash);
        return hashOffset + HASH_LENGTH;
    }

    /**
     * Checks the frame in {@link #buffer()}.
     *
     * @param length           of the record that was copied there.
     * @param expectedSequence of the next record that is not a probe.
     * @param previousHash     of the record before it.
     * @return what is wrong, or null.
     */
    String defect(final int length, final long expectedSequence, final int previousHash) {
        final String malformed = malformation(length);
        if (malformed != null) {
            return malformed;
        }
        final long expected = isProbe() ? expectedSequence - 1 : expectedSequence;
        if (sequence() != expected) {
            return "sequence: actual=" + sequence() + " expected=" + expected;
        }
        if (buffer.getInt(PREVIOUS_HASH_OFFSET) != previousHash) {
            return "hash of the previous record: actual=" + hex(buffer.getInt(PREVIOUS_HASH_OFFSET)) + " expected="
                    + hex(previousHash);
        }
        return null;
    }

    /**
     * Checks all of the frame that can be checked without its neighbours.
     *
     * @param length of the record that was copied to {@link #buffer()}.
     * @return what is wrong, or null.
     */
    String malformation(final int length) {
        if (length < HEADER_LENGTH + HASH_LENGTH || length > LENGTH_MAX) {
            return "frame length: actual=" + length + " expected=" + (HEADER_LENGTH + HASH_LENGTH) + ".." + LENGTH_MAX;
        }
        if (buffer.getShort(0) != MAGIC) {
            return "magic: actual=" + hex(buffer.getShort(0) & 0xffff) + " expected=" + hex(MAGIC);
        }
        if (buffer.getByte(VERSION_OFFSET) != VERSION) {
            return "frame version: actual=" + buffer.getByte(VERSION_OFFSET) + " expected=" + VERSION;
        }
        final int payloadLength = payloadLength();
        if (payloadLength < 0
                || payloadLength > PAYLOAD_LENGTH_MAX
                || BitUtil.align(HEADER_LENGTH + payloadLength, ALIGNMENT) + HASH_LENGTH != length) {
            return "payload length: actual=" + payloadLength + " in a frame of " + length;
        }
        hash = buffer.getInt(length - HASH_LENGTH);
        final int actual = checksum(length - HASH_LENGTH);
        if (actual != hash) {
            return "checksum: actual=" + hex(actual) + " expected=" + hex(hash);
        }
        final int kind = kind();
        return kind < KINDS || kind == KIND_PROBE ? null : "kind: actual=" + kind + " expected=0.." + (KINDS - 1);
    }

    /** The frame's memory: {@link #LENGTH_MAX} bytes. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    /** The frame's memory as the checksum and channels want it. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Hash of the frame last encoded or checked. */
    int hash() {
        return hash;
    }

    int kind() {
        return buffer.getByte(KIND_OFFSET) & 0xff;
    }

    boolean isProbe() {
        return kind() == KIND_PROBE;
    }

    long sequence() {
        return buffer.getLong(SEQUENCE_OFFSET);
    }

    int payloadLength() {
        return buffer.getInt(PAYLOAD_LENGTH_OFFSET);
    }

    static String hex(final int value) {
        return "0x" + Integer.toHexString(value);
    }

    private int checksum(final int length) {
        bytes.limit(length).position(0);
        crc.reset();
        crc.update(bytes);
        bytes.clear();
        return (int) crc.getValue();
    }
}
