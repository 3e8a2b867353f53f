package io.ratchet.journal.message;

import io.ratchet.engine.market.FixedPoint;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * One field of a message's block.
 *
 * @param name         as in the schema.
 * @param kind         how it is read.
 * @param offset       in the block.
 * @param length       in bytes.
 * @param decimals     of a scaled integer, 0 for a plain one.
 * @param sinceVersion of the schema; absent from older messages.
 * @param names        of an enum's values, by value; null where there is none.
 * @param parts        of a composite, offsets in the block.
 */
public record MessageField(
        String name,
        Kind kind,
        int offset,
        int length,
        int decimals,
        int sinceVersion,
        List<String> names,
        List<MessageField> parts) {

    /** How a field is read and written. */
    public enum Kind {
        /** Signed integer. */
        SIGNED,
        /** Unsigned integer. */
        UNSIGNED,
        /** Name of a value. */
        ENUM,
        /** True or false. */
        FLAG,
        /** Fixed text, ends at the first zero. */
        TEXT,
        /** Several fields; null when its role is NONE. */
        COMPOSITE,
        /** Variable text behind the block. */
        DATA,
        /** Variable bytes behind the block that say nothing to a person: shown as their number. */
        BYTES
    }

    /**
     * Reads an integer or an enum's number.
     *
     * @param buffer that holds the message.
     * @param block  offset of the message's block.
     * @return the value; {@link FixedPoint#NULL} for none.
     */
    public long value(final DirectBuffer buffer, final int block) {
        final int at = block + offset;
        final boolean signed = kind == Kind.SIGNED;
        return switch (length) {
            case Byte.BYTES -> signed ? buffer.getByte(at) : buffer.getByte(at) & 0xffL;
            case Short.BYTES -> {
                final short value = buffer.getShort(at, ByteOrder.LITTLE_ENDIAN);
                yield signed ? value : value & 0xffffL;
            }
            case Integer.BYTES -> {
                final int value = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
                yield signed ? value : value & 0xffff_ffffL;
            }
            default -> buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
        };
    }

    /**
     * The name of an enum's value.
     *
     * @param value as encoded.
     * @return its name; its number for one that this build does not know.
     */
    public String nameOf(final long value) {
        final String known = value < names.size() ? names.get((int) value) : null;
        return known == null ? Long.toString(value) : known;
    }
}
