package io.ratchet.engine.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A sample of every message of the schema: each field gets a value that no other field has, so that two swapped fields
 * show. Reads the schema itself, so that a new message cannot be forgotten.
 */
final class SampleMessages {
    private static final String PACKAGE = "io.ratchet.engine.sbe.";
    private static final byte[] BYTES = {1, 0, -1, 127, -128};

    private final Map<String, Element> messages = new LinkedHashMap<>();
    private final Map<String, String> primitives = new HashMap<>();
    private final Map<String, Integer> charLengths = new HashMap<>();

    private SampleMessages(final Document schema) {
        for (final Element type : children(schema.getDocumentElement(), "types")) {
            for (final Element simple : children(type, "type")) {
                primitives.put(simple.getAttribute("name"), simple.getAttribute("primitiveType"));
                if (!simple.getAttribute("length").isEmpty()) {
                    charLengths.put(simple.getAttribute("name"), Integer.parseInt(simple.getAttribute("length")));
                }
            }
        }
        for (final Element message : children(schema.getDocumentElement(), "sbe:message")) {
            messages.put(message.getAttribute("name"), message);
        }
    }

    /** Reads the schema that the codecs were generated from. */
    static SampleMessages ofSchema() {
        try (InputStream schema = SampleMessages.class.getResourceAsStream("/ratchet-messages.xml")) {
            return new SampleMessages(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(schema));
        } catch (final IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("schema ratchet-messages.xml is not readable", e);
        }
    }

    /** Names of all messages, in the order of the schema. */
    List<String> names() {
        return List.copyOf(messages.keySet());
    }

    /** Whether a message ends in a text of any length. */
    boolean hasText(final String name) {
        return !children(messages.get(name), "data").isEmpty();
    }

    /** Template id of a message. */
    int templateId(final String name) {
        return Integer.parseInt(messages.get(name).getAttribute("id"));
    }

    /** Encodes the sample of a message at an offset, returns its length with the header. */
    int encode(final String name, final MutableDirectBuffer buffer, final int offset) {
        final Object header = newInstance("MessageHeaderEncoder");
        final Object encoder = newInstance(name + "Encoder");
        call(encoder, "wrapAndApplyHeader", buffer, offset, header);
        final List<Element> fields = fields(name);
        for (int i = 0; i < fields.size(); i++) {
            encodeField(encoder, fields.get(i), i + 1);
        }
        return (int) call(header, "encodedLength") + (int) call(encoder, "encodedLength");
    }

    /** Decodes a message, field by field, as {@code name=value}. */
    List<String> decode(final String name, final DirectBuffer buffer, final int offset) {
        final Object decoder = newInstance(name + "Decoder");
        call(decoder, "wrapAndApplyHeader", buffer, offset, newInstance("MessageHeaderDecoder"));
        final List<String> values = new ArrayList<>();
        for (final Element field : fields(name)) {
            final String fieldName = field.getAttribute("name");
            if (isBytes(field)) {
                final byte[] bytes = new byte[BYTES.length];
                call(decoder, "getData", bytes, 0, bytes.length);
                values.add(fieldName + "=" + Arrays.toString(bytes));
                continue;
            }
            final Object value = call(decoder, fieldName);
            values.add(fieldName + "=" + ("clientOrderId".equals(field.getAttribute("type")) ? idText(value) : value));
        }
        return values;
    }

    /** What {@link #decode} must return for the sample of a message. */
    List<String> expected(final String name) {
        final List<String> values = new ArrayList<>();
        final List<Element> fields = fields(name);
        for (int i = 0; i < fields.size(); i++) {
            final Element field = fields.get(i);
            if (isBytes(field)) {
                values.add(field.getAttribute("name") + "=" + Arrays.toString(BYTES));
                continue;
            }
            final Object value = "clientOrderId".equals(field.getAttribute("type"))
                    ? idText(i + 1)
                    : sample(field, method(newInstance(name + "Encoder"), field).getParameterTypes()[0], i + 1);
            values.add(field.getAttribute("name") + "=" + value);
        }
        return values;
    }

    private List<Element> fields(final String name) {
        final List<Element> fields = new ArrayList<>(children(messages.get(name), "field"));
        fields.addAll(children(messages.get(name), "data"));
        return fields;
    }

    private void encodeField(final Object encoder, final Element field, final int number) {
        final String name = field.getAttribute("name");
        if (isBytes(field)) {
            call(encoder, "putData", BYTES, 0, BYTES.length);
            return;
        }
        if ("clientOrderId".equals(field.getAttribute("type"))) {
            final Object id = call(encoder, name);
            call(id, "epochSeconds", 0xB0B1B200L + number);
            call(id, "positionId", 0xD0D1D200L + number);
            call(id, "revision", 0xE000 + number);
            final Method role = method(id, "role");
            invoke(id, role, enumValue(role.getParameterTypes()[0], number));
            return;
        }
        final Method setter = method(encoder, field);
        invoke(encoder, setter, sample(field, setter.getParameterTypes()[0], number));
    }

    /** Data that is no text. */
    private static boolean isBytes(final Element field) {
        return "sectionData".equals(field.getAttribute("type"));
    }

    private Object sample(final Element field, final Class<?> parameter, final int number) {
        if (parameter.isEnum()) {
            return enumValue(parameter, number);
        }
        if (parameter == String.class) {
            final int length = charLengths.getOrDefault(field.getAttribute("type"), 120);
            final String text = (char) ('A' + number) + "sample" + number;
            return text.substring(0, Math.min(length, text.length()));
        }
        final String type = field.getAttribute("type");
        switch (primitives.getOrDefault(type, type)) {
            case "int64":
                return 0x1021324354657600L + number;
            case "uint32":
                return 0xA1A2A300L + number;
            case "int32":
                return 0x61626300 + number;
            case "uint16":
                return 0xC100 + number;
            default:
                throw new IllegalStateException("no sample for field " + field.getAttribute("name") + " of " + type);
        }
    }

    /** Never the first value, which a forgotten field would show too, nor NULL_VAL, the last. */
    private static Object enumValue(final Class<?> type, final int number) {
        final Object[] values = type.getEnumConstants();
        return values[1 + number % (values.length - 2)];
    }

    private static String idText(final int number) {
        final Class<?> role;
        try {
            role = Class.forName(PACKAGE + "OrderRole");
        } catch (final ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return (0xB0B1B200L + number) + "/" + (0xD0D1D200L + number) + "/" + (0xE000 + number) + "/"
                + enumValue(role, number);
    }

    private static String idText(final Object id) {
        return call(id, "epochSeconds") + "/" + call(id, "positionId") + "/" + call(id, "revision") + "/"
                + call(id, "role");
    }

    private static Method method(final Object target, final Element field) {
        return method(target, field.getAttribute("name"));
    }

    private static Method method(final Object target, final String name) {
        for (final Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 1) {
                final Class<?> type = method.getParameterTypes()[0];
                if (type.isPrimitive() || type.isEnum() || type == String.class) {
                    return method;
                }
            }
        }
        throw new IllegalStateException("no setter " + name + " in " + target.getClass());
    }

    private static Object newInstance(final String name) {
        try {
            return Class.forName(PACKAGE + name).getDeclaredConstructor().newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("codec " + name + " is missing", e);
        }
    }

    private static Object call(final Object target, final String name, final Object... arguments) {
        for (final Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && accepts(method, arguments)) {
                return invoke(target, method, arguments);
            }
        }
        throw new IllegalStateException("no method " + name + " in " + target.getClass());
    }

    private static boolean accepts(final Method method, final Object... arguments) {
        final Class<?>[] types = method.getParameterTypes();
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            final Class<?> boxed = types[i].isPrimitive()
                    ? Array.get(Array.newInstance(types[i], 1), 0).getClass()
                    : types[i];
            if (!boxed.isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static Object invoke(final Object target, final Method method, final Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (final IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("call of " + method, e);
        }
    }

    private static List<Element> children(final Element parent, final String tag) {
        final List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element && tag.equals(node.getNodeName())) {
                elements.add((Element) node);
            }
        }
        return elements;
    }
}
