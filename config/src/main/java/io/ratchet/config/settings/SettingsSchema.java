package io.ratchet.config.settings;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON Schema: documents each key, gives its default and decides what is valid. */
final class SettingsSchema {
    private static final String RESOURCE = "/ratchet.schema.json";
    private static final SettingsSchema INSTANCE = new SettingsSchema();

    private final Map<String, SettingsKey> keys = new LinkedHashMap<>();
    private final Map<String, JsonNode> sections = new LinkedHashMap<>();
    private final Schema schema;

    private SettingsSchema() {
        final JsonNode root = resource();
        collect(root, "");
        schema = SchemaRegistry.withDialect(dialect())
                .getSchema(SchemaLocation.of("https://ratchet.invalid/ratchet.schema.json"), root);
    }

    static SettingsSchema instance() {
        return INSTANCE;
    }

    private static JsonNode resource() {
        try (InputStream in = SettingsSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + RESOURCE);
            }
            // Bounds such as 0.0001 must stay decimal: a double has no exact ten-thousandth.
            return JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readTree(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draft 2020-12 that knows our annotations, so that the validator has nothing to warn about. */
    private static Dialect dialect() {
        return Dialect.builder(Dialects.getDraft202012())
                .keyword(new NonValidationKeyword("x-unit"))
                .keyword(new NonValidationKeyword("x-reload"))
                .keyword(new NonValidationKeyword("x-secret"))
                .build();
    }

    private void collect(final JsonNode node, final String path) {
        sections.put(path, node);
        for (final Map.Entry<String, JsonNode> entry : node.get("properties").properties()) {
            final String childPath = path.isEmpty() ? entry.getKey() : path + '.' + entry.getKey();
            if (entry.getValue().has("properties")) {
                collect(entry.getValue(), childPath);
            } else {
                keys.put(childPath, new SettingsKey(childPath, entry.getValue()));
            }
        }
    }

    /**
     * All keys in the order of the schema.
     *
     * @return by path.
     */
    Map<String, SettingsKey> keys() {
        return keys;
    }

    boolean isSection(final String path) {
        return sections.containsKey(path);
    }

    /** The names that are valid directly under a section, with their paths. */
    List<String> children(final String section) {
        final List<String> children = new ArrayList<>();
        sections.get(section)
                .get("properties")
                .propertyNames()
                .forEach(name -> children.add(section.isEmpty() ? name : section + '.' + name));
        return children;
    }

    /**
     * Checks a tree.
     *
     * @param tree that holds effective values.
     * @return defects by the path of the key or section they are in, in the order found.
     */
    Map<String, Error> defects(final JsonNode tree) {
        final Map<String, Error> defects = new LinkedHashMap<>();
        for (final Error error : schema.validate(tree)) {
            defects.putIfAbsent(pathOf(error), error);
        }
        return defects;
    }

    private String pathOf(final Error error) {
        String path = "";
        final NodePath location = error.getInstanceLocation();
        for (int i = 0; i < location.getNameCount(); i++) {
            final String child = path.isEmpty() ? location.getName(i) : path + '.' + location.getName(i);
            if (keys.containsKey(path)) {
                break;
            }
            path = child;
        }
        return error.getProperty() != null && "additionalProperties".equals(error.getKeyword())
                ? (path.isEmpty() ? error.getProperty() : path + '.' + error.getProperty())
                : path;
    }
}
