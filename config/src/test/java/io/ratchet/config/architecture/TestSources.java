package io.ratchet.config.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The test sources of all modules as text, since no module sees the test classes of the others.
 */
final class TestSources {
    private static final List<String> MODULES = List.of("engine", "journal", "adapters", "config", "bench");
    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b.*");
    private static final Pattern NOT_RUN = Pattern.compile("@Disabled\\b.*|@Tag\\(\"long\"\\).*");
    private static final Pattern NAMED = Pattern.compile("@DisplayName\\(\\s*\"([^\"]*)\"");
    private static final Pattern METHOD = Pattern.compile("\\bvoid\\s+(\\w+)\\(");

    private final Map<String, List<Path>> files = new HashMap<>();
    private final Map<Path, String> texts = new HashMap<>();

    /** A test whose display name begins with something. */
    record Named(String displayName, String test) {}

    private TestSources() {}

    /**
     * Reads them.
     *
     * @param root of the repository.
     * @return the sources of every module that is there.
     */
    static TestSources below(final Path root) {
        final TestSources sources = new TestSources();
        for (final String module : MODULES) {
            final Path directory = root.resolve(module).resolve("src/test/java");
            if (!Files.isDirectory(directory)) {
                throw new IllegalStateException("no test sources: " + directory);
            }
            try (Stream<Path> found = Files.walk(directory)) {
                found.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    private void add(final Path file) {
        final String name = file.getFileName().toString();
        files.computeIfAbsent(name.substring(0, name.length() - ".java".length()), key -> new ArrayList<>())
                .add(file);
        try {
            texts.put(file, Files.readString(file, UTF_8));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether a test exists and runs with every build.
     *
     * @param reference {@code Class.method}, the class by its simple name.
     * @return what is wrong with it; empty if nothing is.
     */
    String defect(final String reference) {
        final int dot = reference.indexOf('.');
        if (dot < 1 || reference.indexOf('.', dot + 1) >= 0) {
            return "is not Class.method";
        }
        final String name = reference.substring(0, dot);
        final List<Path> found = files.getOrDefault(name, List.of());
        if (found.size() != 1) {
            return found.isEmpty() ? "names no test class" : "names more than one class";
        }
        final String text = texts.get(found.get(0));
        if (isNotRun(classHead(text, name))) {
            return "names a class that no build runs";
        }
        return methodDefect(text, reference.substring(dot + 1));
    }

    private static List<String> classHead(final String text, final String name) {
        return text.lines()
                .takeWhile(line -> !line.matches(".*\\b(class|interface|record|enum) " + name + "\\b.*"))
                .toList();
    }

    private static boolean isNotRun(final List<String> head) {
        return head.stream().anyMatch(line -> NOT_RUN.matcher(line.trim()).matches());
    }

    private static String methodDefect(final String text, final String method) {
        final List<String> lines = text.lines().toList();
        boolean isThere = false;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("    (public )?(final )?void " + Pattern.quote(method) + "\\(.*")) {
                isThere = true;
                final List<String> head = headAbove(lines, i);
                if (head.stream().anyMatch(line -> TEST.matcher(line.trim()).matches())) {
                    return isNotRun(head) ? "names a test that no build runs" : "";
                }
            }
        }
        return isThere ? "names a method that is no test" : "names no method";
    }

    /** Annotations and comments of a method reach up to an empty line or the line that opens the class. */
    private static List<String> headAbove(final List<String> lines, final int method) {
        int first = method;
        while (first > 0
                && !lines.get(first - 1).isBlank()
                && !lines.get(first - 1).startsWith("final class ")
                && !lines.get(first - 1).startsWith("class ")
                && !"    }".equals(lines.get(first - 1))) {
            first--;
        }
        return lines.subList(first, method);
    }

    /** Every test with a display name. */
    List<Named> named() {
        final List<Named> found = new ArrayList<>();
        files.forEach((name, paths) -> paths.forEach(path -> {
            final String text = texts.get(path);
            final Matcher displayed = NAMED.matcher(text);
            while (displayed.find()) {
                final Matcher method = METHOD.matcher(text);
                if (method.find(displayed.end())) {
                    found.add(new Named(displayed.group(1), name + "." + method.group(1)));
                }
            }
        }));
        return found;
    }
}
