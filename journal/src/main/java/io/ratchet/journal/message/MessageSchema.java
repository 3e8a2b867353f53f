package io.ratchet.journal.message;

import io.ratchet.engine.api.EngineException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/** The layouts of all messages, read from the schema that the codecs were generated from. Immutable. */
public final class MessageSchema {
    /** Bytes of the message header: block length, template id, schema id, version, each uint16. */
    public static final int HEADER_LENGTH = 8;

    private static final String RESOURCE = "/ratchet-messages.xml";
    private static final int TEMPLATE_ID_OFFSET = 2;
    private static final int SCHEMA_ID_OFFSET = 4;
    private static final int VERSION_OFFSET = 6;
    private static final MessageSchema INSTANCE = load();

    private final Int2ObjectHashMap<MessageLayout> layouts = new Int2ObjectHashMap<>();
    private final List<MessageLayout> all;
    private final int schemaId;

    private MessageSchema(final Ir ir) {
        schemaId = ir.id();
        for (final List<Token> tokens : ir.messages()) {
            final MessageLayout layout = layout(tokens);
            layouts.put(layout.templateId(), layout);
        }
        all = List.copyOf(layouts.values());
    }

    /**
     * The schema of this build.
     *
     * @return the schema.
     */
    public static MessageSchema instance() {
        return INSTANCE;
    }

    /**
     * All layouts.
     *
     * @return by no order that means anything.
     */
    public Collection<MessageLayout> layouts() {
        return all;
    }

    /**
     * The layout of an encoded message.
     *
     * @param buffer that holds it, header first.
     * @param offset of it.
     * @return the layout.
     * @throws EngineException if the schema has no such message.
     */
    public MessageLayout layoutOf(final DirectBuffer buffer, final int offset) {
        final int id = uint16(buffer, offset + SCHEMA_ID_OFFSET);
        final MessageLayout layout = layouts.get(templateId(buffer, offset));
        if (layout == null || id != schemaId) {
            throw new EngineException("message: schema actual=" + id + " expected=" + schemaId + " template="
                    + templateId(buffer, offset));
        }
        return layout;
    }

    /** Template id of an encoded message. */
    static int templateId(final DirectBuffer buffer, final int offset) {
        return uint16(buffer, offset + TEMPLATE_ID_OFFSET);
    }

    /**
     * Length of the block of an encoded message.
     *
     * @param buffer that holds it, header first.
     * @param offset of it.
     * @return the length in bytes; variable text follows the block.
     */
    public static int blockLengthOf(final DirectBuffer buffer, final int offset) {
        return uint16(buffer, offset);
    }

    /** Version of the schema that a message was encoded with. */
    static int version(final DirectBuffer buffer, final int offset) {
        return uint16(buffer, offset + VERSION_OFFSET);
    }

    private static int uint16(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    private static MessageSchema load() {
        try (InputStream xml = MessageSchema.class.getResourceAsStream(RESOURCE)) {
            return new MessageSchema(new IrGenerator()
                    .generate(XmlSchemaParser.parse(
                            xml, ParserOptions.builder().stopOnError(true).build())));
        } catch (final Exception e) {
            throw new EngineException("message schema cannot be read: resource=" + RESOURCE + " cause=" + e, e);
        }
    }

    private static MessageLayout layout(final List<Token> tokens) {
        final Token message = tokens.get(0);
        final List<MessageField> fields = new ArrayList<>();
        int i = 1;
        while (i < tokens.size() - 1) {
            final Token token = tokens.get(i);
            if (token.signal() == Signal.BEGIN_FIELD) {
                fields.add(field(token.name(), token.version(), 0, tokens, i + 1));
            } else if (token.signal() == Signal.BEGIN_VAR_DATA) {
                fields.add(new MessageField(
                        token.name(), dataKind(tokens, i), 0, 0, 0, token.version(), List.of(), List.of()));
            } else {
                throw new IllegalStateException("message " + message.name() + ": unexpected " + token);
            }
            i += token.componentTokenCount();
        }
        return new MessageLayout(message.name(), message.id(), List.copyOf(fields));
    }

    /** Text has a character encoding, and its length in one byte; other bytes have two. */
    private static MessageField.Kind dataKind(final List<Token> tokens, final int index) {
        for (int i = index; tokens.get(i).signal() != Signal.END_VAR_DATA; i++) {
            if ("length".equals(tokens.get(i).name())) {
                return tokens.get(i).encodedLength() == Byte.BYTES ? MessageField.Kind.DATA : MessageField.Kind.BYTES;
            }
        }
        throw new IllegalStateException("data without a length: " + tokens.get(index));
    }

    private static MessageField field(
            final String name, final int version, final int base, final List<Token> tokens, final int index) {
        final Token type = tokens.get(index);
        final int offset = base + type.offset();
        return switch (type.signal()) {
            case BEGIN_ENUM -> enumField(name, version, offset, tokens, index);
            case BEGIN_COMPOSITE ->
                new MessageField(
                        name,
                        MessageField.Kind.COMPOSITE,
                        offset,
                        type.encodedLength(),
                        0,
                        version,
                        List.of(),
                        parts(version, offset, tokens, index));
            default ->
                new MessageField(
                        name,
                        kind(type),
                        offset,
                        type.encodedLength(),
                        FieldUnits.decimals(name),
                        version,
                        List.of(),
                        List.of());
        };
    }

    private static MessageField enumField(
            final String name, final int version, final int offset, final List<Token> tokens, final int index) {
        final Token type = tokens.get(index);
        final List<String> names = new ArrayList<>();
        for (int i = index + 1; tokens.get(i).signal() == Signal.VALID_VALUE; i++) {
            final int value = (int) tokens.get(i).encoding().constValue().longValue();
            while (names.size() <= value) {
                names.add(null);
            }
            names.set(value, tokens.get(i).name());
        }
        final boolean flag = "Flag".equals(type.applicableTypeName());
        return new MessageField(
                name,
                flag ? MessageField.Kind.FLAG : MessageField.Kind.ENUM,
                offset,
                type.encodedLength(),
                0,
                version,
                Collections.unmodifiableList(names),
                List.of());
    }

    private static List<MessageField> parts(
            final int version, final int base, final List<Token> tokens, final int index) {
        final List<MessageField> parts = new ArrayList<>();
        int i = index + 1;
        while (tokens.get(i).signal() != Signal.END_COMPOSITE) {
            parts.add(field(tokens.get(i).name(), version, base, tokens, i));
            i += tokens.get(i).componentTokenCount();
        }
        return List.copyOf(parts);
    }

    private static MessageField.Kind kind(final Token type) {
        final PrimitiveType primitive = type.encoding().primitiveType();
        if (primitive == PrimitiveType.CHAR) {
            return MessageField.Kind.TEXT;
        }
        return PrimitiveType.isUnsigned(primitive) ? MessageField.Kind.UNSIGNED : MessageField.Kind.SIGNED;
    }
}
