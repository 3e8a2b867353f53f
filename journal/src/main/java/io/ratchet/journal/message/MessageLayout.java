package io.ratchet.journal.message;

import java.util.List;

/**
 * The fields of one message.
 *
 * @param name       as in the schema.
 * @param templateId of it.
 * @param fields     in the order of the schema; variable text last.
 */
public record MessageLayout(String name, int templateId, List<MessageField> fields) {
    /**
     * A field by name, of a composite by {@code composite.part}.
     *
     * @param path of it.
     * @return the field, null if the message has none.
     */
    public MessageField field(final String path) {
        final int dot = path.indexOf('.');
        final String name = dot < 0 ? path : path.substring(0, dot);
        for (final MessageField field : fields) {
            if (field.name().equals(name)) {
                return dot < 0 ? field : part(field, path.substring(dot + 1));
            }
        }
        return null;
    }

    private static MessageField part(final MessageField composite, final String name) {
        return composite.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
