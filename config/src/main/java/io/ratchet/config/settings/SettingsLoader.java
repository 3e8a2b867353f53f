package io.ratchet.config.settings;

import com.networknt.schema.Error;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Defaults, outweighed by the file, outweighed by the environment, outweighed by flags; the result is checked once
 * against the schema and bound.
 */
public final class SettingsLoader {
    private static final String VARIABLE_PREFIX = "RATCHET__";
    private static final String VARIABLE_SEPARATOR = "__";

    private final SettingsSchema schema = SettingsSchema.instance();
    private final ObjectNode tree = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> defects = new ArrayList<>();
    private final Map<String, String> environment;

    private SettingsLoader(final Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The defaults alone.
     *
     * @return settings.
     */
    public static Settings defaults() {
        return load(null, Map.of(), Map.of());
    }

    /**
     * Loads the settings.
     *
     * @param file        YAML, null for none.
     * @param environment of the process: {@code RATCHET__SECTION__KEY} and what {@code ${NAME}} refers to.
     * @param flags       values by key that the command line gives.
     * @return settings that keep every rule.
     * @throws SettingsException that lists every defect.
     */
    public static Settings load(
            final Path file, final Map<String, String> environment, final Map<String, String> flags) {
        final SettingsLoader loader = new SettingsLoader(environment);
        loader.applyDefaults();
        if (file != null) {
            final YamlTree yaml = YamlTree.of(file);
            loader.merge(loader.tree, yaml.root(), "", yaml);
        }
        new TreeMap<>(environment).forEach(loader::applyVariable);
        new TreeMap<>(flags).forEach((key, value) -> loader.applyText(key, value, "flag"));
        return loader.conclude(true);
    }

    /**
     * Values of single keys without the rules between keys: to learn what a key changes, never to run with.
     *
     * @param flags values by key.
     * @return settings.
     */
    public static Settings loadUnruled(final Map<String, String> flags) {
        final SettingsLoader loader = new SettingsLoader(Map.of());
        loader.applyDefaults();
        flags.forEach((key, value) -> loader.applyText(key, value, "flag"));
        return loader.conclude(false);
    }

    /**
     * Some other valid value of a key.
     *
     * @param key   a valid one.
     * @param value of it, valid.
     * @return another one.
     */
    public static String otherValue(final String key, final String value) {
        return SettingsSchema.instance().keys().get(key).otherThan(value);
    }

    private void applyDefaults() {
        for (final SettingsKey key : schema.keys().values()) {
            set(key.path(), key.defaultValue(), "default");
        }
    }

    private void merge(final ObjectNode into, final ObjectNode from, final String section, final YamlTree yaml) {
        for (final Map.Entry<String, JsonNode> entry : from.properties()) {
            final String path = section.isEmpty() ? entry.getKey() : section + '.' + entry.getKey();
            final JsonNode value = entry.getValue();
            if (schema.isSection(path) && isNothing(value)) {
                continue; // A section whose keys are all commented out.
            }
            if (schema.isSection(path) && value.isObject()) {
                merge((ObjectNode) into.get(entry.getKey()), (ObjectNode) value, path, yaml);
            } else {
                into.set(entry.getKey(), value);
                sources.put(path, yaml.place(path));
            }
        }
    }

    /** A key without a value: the parser hands it over as an empty text. */
    private static boolean isNothing(final JsonNode value) {
        return value.isNull() || value.isString() && value.asString().isEmpty();
    }

    private void applyVariable(final String name, final String value) {
        if (name.startsWith(VARIABLE_PREFIX)) {
            final String path = name.substring(VARIABLE_PREFIX.length())
                    .toLowerCase(Locale.ROOT)
                    .replace(VARIABLE_SEPARATOR, ".");
            applyText(path, value, "environment variable " + name);
        }
    }

    private void applyText(final String path, final String value, final String source) {
        final SettingsKey key = schema.keys().get(path);
        if (key == null) {
            defects.add(source + ": " + unknown(path));
        } else {
            set(path, Scalars.parse(value, key), source);
        }
    }

    private void set(final String path, final JsonNode value, final String source) {
        ObjectNode node = tree;
        final String[] parts = path.split("\\.");
        for (int i = 0; i < parts.length - 1; i++) {
            final JsonNode child = node.get(parts[i]);
            // A file may have put a value where a section belongs; the schema will say so.
            node = child instanceof final ObjectNode section ? section : node.putObject(parts[i]);
        }
        node.set(parts[parts.length - 1], value);
        sources.put(path, source);
    }

    private Settings conclude(final boolean isRuled) {
        for (final Map.Entry<String, Error> defect : schema.defects(tree).entrySet()) {
            defects.add(describe(defect.getKey(), defect.getValue()));
        }
        if (!defects.isEmpty()) {
            throw new SettingsException(defects);
        }
        final Map<String, JsonNode> nodes = new LinkedHashMap<>();
        final List<EffectiveValue> effective = new ArrayList<>();
        for (final SettingsKey key : schema.keys().values()) {
            final JsonNode node = tree.at('/' + key.path().replace('.', '/'));
            nodes.put(key.path(), node);
            final String text = key.isSecret()
                    ? new SecretReference(key.path(), node.asString(), environment).description()
                    : text(node);
            effective.add(new EffectiveValue(key.path(), text, sources.get(key.path())));
        }
        final Settings settings = Settings.of(new Values(nodes, environment), effective);
        final List<String> broken = isRuled ? SettingsRules.check(settings, sources) : List.of();
        if (!broken.isEmpty()) {
            throw new SettingsException(broken);
        }
        return settings;
    }

    private static String text(final JsonNode node) {
        if (!node.isArray()) {
            return node.isNumber() ? node.decimalValue().toPlainString() : node.asString();
        }
        final List<String> items = new ArrayList<>();
        node.forEach(item -> items.add(item.asString()));
        return String.join(",", items);
    }

    private String describe(final String path, final Error error) {
        final String source = sources.getOrDefault(path, "settings");
        if ("additionalProperties".equals(error.getKeyword())) {
            return source + ": " + unknown(path);
        }
        final SettingsKey key = schema.keys().get(path);
        if (key == null) {
            return source + ": section '" + path + "': actual=" + cut(text(tree.at('/' + path.replace('.', '/'))))
                    + " expected=keys " + String.join(" ", schema.children(path));
        }
        final String actual = key.isSecret() ? "(not shown)" : shown(tree.at('/' + path.replace('.', '/')));
        return source + ": key '" + path + "': actual=" + actual + " expected=" + key.rule();
    }

    private static String shown(final JsonNode node) {
        if (isNothing(node)) {
            return "nothing";
        }
        return node.isObject() ? "a section" : cut(text(node));
    }

    private static String cut(final String text) {
        final String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }

    private String unknown(final String path) {
        final int dot = path.lastIndexOf('.');
        final String section = dot < 0 ? "" : path.substring(0, dot);
        final List<String> near = new ArrayList<>();
        if (schema.isSection(section)) {
            near.addAll(schema.children(section));
        }
        near.addAll(schema.keys().keySet());
        return "unknown key '" + path + "', the nearest valid one is '" + NearestKey.of(path, near) + "'";
    }
}
