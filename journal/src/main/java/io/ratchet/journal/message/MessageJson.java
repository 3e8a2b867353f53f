package io.ratchet.journal.message;

import io.ratchet.engine.market.FixedPoint;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Writes any message as one JSON object: field names of the schema, prices and quantities as exact decimal strings,
 * enums by name, flags as booleans, bytes that are no text as their number, a null as null.
 *
 * <p>A client order id is an object of its parts, null when the order is not ours. Its text needs the account tag, which
 * only NodeStarted knows; the parts need nothing.
 */
public final class MessageJson {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;
    private static final int LATIN_MASK = 0xff;
    private static final int LENGTH_MASK = 0xffff;
    private static final int NIBBLE_BITS = 4;
    private static final int NIBBLE_MASK = 0xf;

    private MessageJson() {}

    /**
     * A message as a JSON object that begins with its name.
     *
     * @param buffer that holds the message, header first.
     * @param offset of the message.
     * @return the object, one line.
     */
    public static String text(final DirectBuffer buffer, final int offset) {
        final StringBuilder json = new StringBuilder();
        final MessageLayout layout = MessageSchema.instance().layoutOf(buffer, offset);
        json.append("{\"message\":\"").append(layout.name()).append('"');
        appendFields(json, layout, buffer, offset);
        return json.append('}').toString();
    }

    /**
     * The fields of a message, each preceded by a comma.
     *
     * @param json   that they are appended to.
     * @param layout of the message.
     * @param buffer that holds the message, header first.
     * @param offset of the message.
     */
    public static void appendFields(
            final StringBuilder json, final MessageLayout layout, final DirectBuffer buffer, final int offset) {
        final int block = offset + MessageSchema.HEADER_LENGTH;
        final int blockLength = MessageSchema.blockLengthOf(buffer, offset);
        final int version = MessageSchema.version(buffer, offset);
        for (final MessageField field : layout.fields()) {
            json.append(",\"").append(field.name()).append("\":");
            if (field.sinceVersion() > version || field.offset() + field.length() > blockLength) {
                json.append("null");
            } else if (field.kind() == MessageField.Kind.DATA) {
                final int data = block + blockLength;
                appendText(json, buffer, data + 1, buffer.getByte(data) & LATIN_MASK);
            } else if (field.kind() == MessageField.Kind.BYTES) {
                json.append(buffer.getShort(block + blockLength, ByteOrder.LITTLE_ENDIAN) & LENGTH_MASK);
            } else {
                appendValue(json, field, buffer, block);
            }
        }
    }

    /**
     * A JSON string.
     *
     * @param json that it is appended to, quotes included.
     * @param text of it.
     */
    public static void appendText(final StringBuilder json, final CharSequence text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            appendCharacter(json, text.charAt(i));
        }
        json.append('"');
    }

    private static void appendValue(
            final StringBuilder json, final MessageField field, final DirectBuffer buffer, final int block) {
        switch (field.kind()) {
            case TEXT -> appendText(json, buffer, block + field.offset(), textLength(field, buffer, block));
            case FLAG -> json.append(field.value(buffer, block) != 0);
            case ENUM ->
                json.append('"')
                        .append(field.nameOf(field.value(buffer, block)))
                        .append('"');
            case COMPOSITE -> appendComposite(json, field, buffer, block);
            default -> appendNumber(json, field, field.value(buffer, block));
        }
    }

    private static void appendNumber(final StringBuilder json, final MessageField field, final long value) {
        if (value == FixedPoint.NULL) {
            json.append("null");
        } else if (field.decimals() == 0) {
            json.append(value);
        } else {
            json.append('"');
            Decimals.append(json, value, field.decimals());
            json.append('"');
        }
    }

    private static void appendComposite(
            final StringBuilder json, final MessageField composite, final DirectBuffer buffer, final int block) {
        final MessageField role = composite.parts().get(composite.parts().size() - 1);
        if (role.kind() == MessageField.Kind.ENUM && role.value(buffer, block) == 0) {
            json.append("null");
            return;
        }
        char separator = '{';
        for (final MessageField part : composite.parts()) {
            json.append(separator).append('"').append(part.name()).append("\":");
            appendValue(json, part, buffer, block);
            separator = ',';
        }
        json.append('}');
    }

    private static int textLength(final MessageField field, final DirectBuffer buffer, final int block) {
        int length = 0;
        while (length < field.length() && buffer.getByte(block + field.offset() + length) != 0) {
            length++;
        }
        return length;
    }

    private static void appendText(
            final StringBuilder json, final DirectBuffer buffer, final int offset, final int length) {
        json.append('"');
        for (int i = 0; i < length; i++) {
            appendCharacter(json, (char) (buffer.getByte(offset + i) & LATIN_MASK));
        }
        json.append('"');
    }

    private static void appendCharacter(final StringBuilder json, final char c) {
        if (c == '"' || c == '\\') {
            json.append('\\').append(c);
        } else if (c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE) {
            json.append(c);
        } else {
            json.append("\\u");
            for (int shift = Character.SIZE - NIBBLE_BITS; shift >= 0; shift -= NIBBLE_BITS) {
                json.append(HEX[c >> shift & NIBBLE_MASK]);
            }
        }
    }
}
