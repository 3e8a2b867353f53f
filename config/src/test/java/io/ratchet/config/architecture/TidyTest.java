package io.ratchet.config.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is kept tidy by a test because nobody keeps it tidy by hand. */
class TidyTest {
    private static final Set<String> TOP_LEVEL =
            new TreeSet<>(List.of("README.md", "adapters", "bench", "config", "engine", "journal", "pom.xml"));
    private static final List<String> MODULES = List.of("engine", "journal", "adapters", "config", "bench");
    private static final Set<String> TEXT_SUFFIXES =
            Set.of("java", "xml", "md", "yaml", "yml", "json", "sql", "sh", "html", "css", "js", "properties", "run");
    /** Split, so that this file does not find itself. */
    private static final Pattern MARKS = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|HA" + "CK|XX" + "X)\\b");

    static final Path ROOT = root();

    @Test
    void shouldHaveExactlyTheAgreedTopLevel() throws IOException, InterruptedException {
        final Set<String> actual = new TreeSet<>();
        for (final String file : trackedFiles()) {
            final String name = file.contains("/") ? file.substring(0, file.indexOf('/')) : file;
            if (!name.startsWith(".")) {
                actual.add(name);
            }
        }
        assertEquals(TOP_LEVEL, actual);
    }

    @Test
    void shouldLeaveNoMarksOfUnfinishedWork() throws IOException, InterruptedException {
        final List<String> found = new ArrayList<>();
        for (final String file : trackedFiles()) {
            if (isText(file) && Files.exists(ROOT.resolve(file))) {
                final List<String> lines = Files.readAllLines(ROOT.resolve(file), UTF_8);
                for (int i = 0; i < lines.size(); i++) {
                    if (MARKS.matcher(lines.get(i)).find()) {
                        found.add(file + ":" + (i + 1) + " " + lines.get(i).trim());
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void shouldSayPurposeAndThreadOfEachPackage() throws IOException {
        final List<String> missing = new ArrayList<>();
        for (final String module : MODULES) {
            final Path sources = ROOT.resolve(module).resolve("src/main/java");
            if (Files.isDirectory(sources)) {
                for (final Path directory : packagesBelow(sources)) {
                    checkPackage(directory, missing);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void shouldFindTheMarksItLooksFor() {
        assertTrue(MARKS.matcher("// TO" + "DO later").find());
        assertTrue(MARKS.matcher("FIX" + "ME").find());
    }

    private static void checkPackage(final Path directory, final List<String> missing) throws IOException {
        final Path info = directory.resolve("package-info.java");
        final String name = ROOT.relativize(info).toString();
        if (!Files.exists(info)) {
            missing.add(name + " is missing");
            return;
        }
        final String text = Files.readString(info, UTF_8).toLowerCase(Locale.ROOT);
        final int start = text.indexOf("/**");
        if (start < 0 || text.indexOf('.', start) < 0) {
            missing.add(name + " states no purpose");
        } else if (!text.contains("thread") && !isModuleRoot(directory)) {
            missing.add(name + " states no thread");
        }
    }

    /** The package of a module holds nothing but its description. */
    private static boolean isModuleRoot(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).count() == 1;
        }
    }

    private static List<Path> packagesBelow(final Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static boolean isText(final String file) {
        return TEXT_SUFFIXES.contains(file.substring(Math.max(file.lastIndexOf('.'), file.lastIndexOf('/')) + 1));
    }

    /** Only of a checkout: an unpacked archive, or a machine without git, has nothing to compare. */
    private static List<String> trackedFiles() throws IOException, InterruptedException {
        assumeTrue(Files.exists(ROOT.resolve(".git")), "not a git checkout");
        final Process git;
        try {
            git = new ProcessBuilder(
                            "git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard")
                    .directory(ROOT.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (final IOException e) {
            assumeTrue(false, "git is not installed");
            throw e;
        }
        final List<String> files;
        try (Stream<String> lines = git.inputReader(UTF_8).lines()) {
            files = lines.toList();
        }
        assertTrue(git.waitFor(30, TimeUnit.SECONDS), "git ls-files does not end");
        assertEquals(0, git.exitValue(), "git ls-files");
        return files;
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null
                && !Files.isDirectory(directory.resolve("engine").resolve("src"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException(
                    "no repository root above " + Path.of("").toAbsolutePath());
        }
        return directory;
    }
}
