package io.ratchet.config.settings;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * A YAML 1.2 document, parsed once: the tree that is validated and bound, and the line of each key.
 *
 * <p>Duplicate keys, aliases and more than one document are refused. Decimals keep every digit.
 */
final class YamlTree {
    private static final long FILE_BYTES_MAX = 1 << 20;
    private static final int DEPTH_MAX = 16;
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String name;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlTree(final String name) {
        this.name = name;
    }

    /**
     * Reads a file.
     *
     * @param file to read.
     * @return its tree.
     * @throws SettingsException if it is missing, unreadable or not one YAML mapping.
     */
    static YamlTree of(final Path file) {
        final YamlTree tree = new YamlTree(file.toString());
        tree.read(contentOf(file));
        return tree;
    }

    private static String contentOf(final Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new SettingsException(file + ": actual=a directory expected=a YAML file");
            }
            final long size = Files.size(file);
            if (size > FILE_BYTES_MAX) {
                throw new SettingsException(file + ": size actual=" + size + " expected<=" + FILE_BYTES_MAX);
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (final NoSuchFileException e) {
            throw new SettingsException(file + ": no such file");
        } catch (final IOException e) {
            throw new SettingsException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /**
     * The tree.
     *
     * @return the root mapping; empty for an empty file.
     */
    ObjectNode root() {
        return root;
    }

    /**
     * Where a key was written.
     *
     * @param path of the key, dots between its parts.
     * @return the file and the line.
     */
    String place(final String path) {
        final Integer line = lines.get(path);
        return line == null ? name : name + " line " + line;
    }

    private void read(final String content) {
        try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), content)) {
            final JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                throw at(parser, "actual=" + parser.getString() + " expected=sections and keys");
            }
            readObject(parser, root, "", 1);
            if (parser.nextToken() != null) {
                throw at(parser, "actual=a second document expected=one");
            }
        } catch (final JacksonException e) {
            throw new SettingsException(name + lineOf(e.getLocation()) + ": " + oneLine(e.getOriginalMessage()));
        }
    }

    private void readObject(final YAMLParser parser, final ObjectNode into, final String path, final int depth) {
        if (depth > DEPTH_MAX) {
            throw at(parser, "depth actual>" + DEPTH_MAX + " expected<=" + DEPTH_MAX);
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String key = parser.currentName();
            final String keyPath = path.isEmpty() ? key : path + '.' + key;
            lines.put(keyPath, parser.currentTokenLocation().getLineNr());
            final JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                readObject(parser, into.putObject(key), keyPath, depth + 1);
            } else if (token == JsonToken.START_ARRAY) {
                readArray(parser, into.putArray(key));
            } else {
                into.set(key, scalar(parser, token));
            }
        }
    }

    private void readArray(final YAMLParser parser, final ArrayNode into) {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                throw at(parser, "actual=a nested list or section expected=plain values");
            }
            into.add(scalar(parser, token));
        }
    }

    private JsonNode scalar(final YAMLParser parser, final JsonToken token) {
        if (parser.isCurrentAlias()) {
            throw at(parser, "actual=alias *" + parser.getString() + " expected=the value itself");
        }
        final JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (token) {
            case VALUE_NUMBER_INT:
                return nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT:
                return Scalars.isDecimal(parser.getString())
                        ? nodes.numberNode(new BigDecimal(parser.getString()))
                        : nodes.stringNode(parser.getString());
            case VALUE_TRUE:
                return nodes.booleanNode(true);
            case VALUE_FALSE:
                return nodes.booleanNode(false);
            case VALUE_NULL:
                return nodes.nullNode();
            default:
                return nodes.stringNode(parser.getString());
        }
    }

    private SettingsException at(final YAMLParser parser, final String text) {
        return new SettingsException(name + lineOf(parser.currentTokenLocation()) + ": " + text);
    }

    private static String lineOf(final TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1 ? "" : " line " + location.getLineNr();
    }

    /** Of the reader's many lines (context, place, excerpt, caret, problem) the context and the problem. */
    private static String oneLine(final String text) {
        if (text == null) {
            return "not YAML";
        }
        if (text.startsWith("Duplicate")) {
            return text.lines().findFirst().orElse(text) + ", expected once";
        }
        final List<String> parts = new ArrayList<>();
        boolean wanted = true;
        for (final String line : text.lines().map(String::strip).toList()) {
            if (wanted && !line.isEmpty()) {
                parts.add(line);
            }
            wanted = "^".equals(line);
        }
        return "not YAML: " + String.join(", ", parts);
    }
}
